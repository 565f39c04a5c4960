"""Every number a person may change: one row each.  Hard limits are compiled in.

The unit of a row is the last word of its name.  Its meaning and its source stand behind it,
where people read them and the board needs no room for them.  Tables are lists of cells because
tuples of constants take twice the room in a .mpy.
"""


def _of_four(cells):
    return tuple(tuple(cells[i : i + 4]) for i in range(0, len(cells), 4))


# fmt: off
ROWS = _of_four([
    # name               default    low   high     meaning
    # -------------------- ------ ------ -----     --------------------------------
    "scan_ms",               250,   100,  1000,   # time between scans
    "season",                  3,     0,     3,   # 0 off, 1 heating, 2 cooling, 3 by outdoors
    "room_heat_cC",         2000,   500,  3000,   # room temperature wanted in winter
    "room_cool_cC",         2500,  1800,  3500,   # room temperature wanted in summer
    "room_band_cK",          100,    20,   400,   # air units: start below, stop above
    "room_gain_q1",           30,     0,   100,   # water target moves with the room's error
    "curve_cold_out_cC",   -1000, -3000,     0,   # heating curve, cold point, outdoors
    "curve_cold_water_cC",  3500,  2000,  6000,   # heating curve, cold point, return water
    "curve_mild_out_cC",    1500,   500,  2500,   # heating curve, mild point, outdoors
    "curve_mild_water_cC",  2400,  1800,  6000,   # heating curve, mild point, return water
    "water_least_cC",       1800,   500,  3000,   # lowest heating target, return water
    "water_most_cC",        4500,  2500,  6000,   # highest heating target, return water
    "water_band_cK",         500,   100,  1500,   # water units: start below, stop above
    "water_cool_cC",        1700,   700,  2200,   # return water wanted in summer
    "supply_most_cC",       5800,  3000,  6500,   # supply water stops heating here
    "outdoor_average_h",       6,     1,    48,   # time constant of the outdoor average
    "heat_stop_cC",         1600,   500,  2500,   # heating season below this outdoor average
    "cool_start_cC",        2200,  1000,  3500,   # cooling season above this outdoor average
    "water_control",           0,     0,     2,   # 0 band on water, 1 degree-minutes, 2 room
    "minutes_start_Kmin",     60,    10,   300,   # degree-minutes short that start (NIBE)
    "minutes_stop_Kmin",       0,  -100,   100,   # degree-minutes short that stop
    "curve_points",            2,     2,     5,   # points of the heating curve, ends too
    "curve_b_out_cC",       -500, -3000,  2500,   # second point, outdoors
    "curve_b_water_cC",     3280,  1800,  6000,   # second point, return water
    "curve_c_out_cC",        200, -3000,  2500,   # third point, outdoors
    "curve_c_water_cC",     2972,  1800,  6000,   # third point, return water
    "curve_d_out_cC",        900, -3000,  2500,   # fourth point, outdoors
    "curve_d_water_cC",     2664,  1800,  6000,   # fourth point, return water
    "season_dwell_h",          4,     0,    72,   # from the end of one season to the other
    "remote_lease_min",       15,     1,    60,   # a remote set-point nobody renews is dropped
    "setback_days",            0,     0,   127,   # Mo 1, Tu 2, We 4, Th 8, Fr 16, Sa 32, Su 64
    "setback_from_min",     1320,     0,  1439,   # minute of the day it begins
    "setback_to_min",        300,     0,  1439,   # minute of the day it ends, perhaps the next
    "setback_cK",            200,     0,   800,   # the room may be so much cooler

    "tank_cC",              4800,  3500,  6000,   # hot water wanted
    "tank_band_cK",          700,   200,  2000,   # heated when so much colder
    "tank_most_min",          90,    15,   240,   # then the house has its turn
    "tank_pause_min",         60,    10,   240,   # for so long
    "tank_settle_s",          15,    10,   120,   # tank valve still before the compressor
    "legionella_day",          7,     0,     7,   # 1 Monday to 7 Sunday, 0 never (DVGW W 551)
    "legionella_min",        120,     0,  1439,   # minute of the day it begins
    "legionella_cC",        6000,  5500,  7000,   # hot water once a week (DVGW W 551: 60 degC)
    "legionella_most_min",   240,    60,   480,   # given up after

    "backup_use",              2,     0,     2,   # 0 never, 1 frost, hot water; 2 house too
    "bivalence_cC",         -700, -2500,  1000,   # backup heater helps below this outdoors
    "backup_after_min",       60,    10,   480,   # short of heat for so long
    "backup_ahead_min",       30,     0,   120,   # and for so long ahead at the present trend
    "backup_short_cK",       300,   100,  1500,   # water colder than its target by so much

    "sg_room_cK",            100,     0,   300,   # SG-Ready 3 and 4: room warmer (bwp)
    "sg_tank_cK",            500,     0,  1000,   # SG-Ready 3 and 4: hot water warmer
    "sg_block_most_min",     120,    10,   120,   # SG-Ready 1: no longer than this (bwp: 2 h)
    "grid_start_to_start_s", 1200,  600,  3600,   # starts apart while the grid commands
    "grid_starts_per_hour",    3,     1,     6,   # starts in any hour while the grid commands
    "exercise_h",             72,    24,   168,   # pump and valve that stood so long are moved
    "exercise_s",             30,    10,   120,   # for so long
    "settings_writes_day",    24,     1,    24,   # settings written to flash in a day
    "log_flush_min",          15,    15,  1440,   # from one writing of the log to the next

    "compressor_off_s",      300,   180,  1800,   # least time off (Carrier, Bard)
    "compressor_on_s",       180,    60,  3600,   # least time on when switched off
    "comfort_on_s",          600,    60,  3600,   # least time on when it is warm enough
    "start_to_start_s",      600,   360,  3600,   # from one start to the next (Carel, Dimplex)
    "starts_per_hour",         6,     1,    10,   # starts in any hour
    "boot_hold_s",           300,   180,  1800,   # no start after power-up
    "mode_change_s",         600,   600,  3600,   # between heating and cooling
    "refused_s",              30,     5,   120,   # give up a start that the guard refuses
    "fan_pre_s",              15,     5,   120,   # fan before the compressor
    "fan_post_s",             60,    10,   600,   # fan after the compressor
    "pump_pre_s",             60,    10,   600,   # pump before the compressor
    "pump_post_s",           180,    10,   600,   # pump after the compressor
    "flow_wait_s",           120,    70,   600,   # flow must be proved this soon
    "flow_least_gps",         80,     0,  2000,   # below this, there is no flow
    "valve_off_s",            30,    30,   300,   # compressor off before the valve (Dixell)
    "valve_settle_s",         15,    15,   120,   # valve still before the compressor starts
    "valve_hold_s",           60,    60,   300,   # valve held after a stop
    "valve_lift_kPa",        400,   250,  1000,   # this much turns it (maker: 250 to 340 kPa)
    "fan_late_s",             18,     5,    20,   # fan after the compressor, out of a defrost
    "valve_span_kPa",       3100,   500,  3100,   # the valve moves under no more

    "hp_trip_permille",     1000,   600,  1000,   # of the refrigerant's high-pressure limit
    "hp_warn_permille",      920,   700,   950,   # of the trip: said so, and a defrost ends
    "hp_unload_permille",    950,   800,   980,   # of the trip: the run ends in good order
    "hp_restart_permille",   750,   500,   850,   # of the trip: no start before it is below
    "lp_blank_start_s",      120,    30,   300,   # suction not judged after a start (York)
    "lp_blank_flip_s",        90,    30,   300,   # suction not judged after the valve
    "discharge_trip_cC",   11500,  8000, 12000,   # discharge gas, after 5 s
    "discharge_max_cC",    12500, 10000, 12500,   # discharge gas, at once
    "discharge_unload_cC", 11000,  8000, 11700,   # discharge gas ends the run in good order
    "discharge_warn_cC",   10000,  7000, 11500,   # discharge gas is called hot
    "discharge_restart_cC", 9000,  6000, 10500,   # discharge gas before the next try
    "water_trip_cC",         300,   200,  1000,   # chilled water stops here (Carel)
    "water_reset_cC",        800,   400,  1500,   # and may be chilled again from here (Carel)
    "water_frost_cC",        400,   300,  1000,   # idle water is moved below this + 2 K
    "trip_retry_s",          600,   600,  7200,   # from a trip to the next try
    "crankcase_off_s",     10800,   600, 43200,   # crankcase heater when off so long (Trane)
    "crankcase_cC",          300, -3000,  2500,   # crankcase heater below this outdoors
    "crankcase_start_cC",    800,     0,  2000,   # no start with a colder crankcase (Lennox)

    "defrost_outdoor_cC",    600,     0,  1000,   # no defrost above this outdoors
    "defrost_coil_cC",      -300, -1500,     0,   # no defrost with the coil above this
    "defrost_over_cK",       200,   150,  1500,   # colder than its clear coil by so much
    "defrost_sure_s",        180,    30,   600,   # for so long
    "clear_coil_cK",         700,   300,  1500,   # clear-coil reference until it is learned
    "icing_s",              2400,  1800,  5400,   # least running with the coil below -1 degC
    "defrost_forced_s",    21600,  7200, 43200,   # cold running without a defrost
    "defrost_timed_s",      5400,  1800,  7200,   # running time when the coil probe is lost
    "defrost_apart_s",      1800,  1800,  5400,   # from one defrost to the next
    "defrost_end_cC",       1500,   800,  2500,   # coil is clear
    "defrost_least_s",        60,    30,   120,   # shortest defrost
    "defrost_most_s",        600,   180,   600,   # longest defrost, always
    "defrost_dwell_s",        60,    60,   300,   # pause at each end, the valve moves half way
    "defrost_water_cC",     1200,   500,  2000,   # colder supply ends a defrost

    "heat_loss_permille",     60,     0,   150,   # electricity lost through the shell
    "shell_JpK",            6000,   500, 100000,   # heat the shell stores, until learned
    "sensor_class",            0,     0,     2,   # 0 cheap, 1 good, 2 calibrated
    "suction_span_kPa",     3000,   500,  6000,   # span of the suction transducer
    "discharge_span_kPa",   5000,  1000, 10000,   # span of the discharge transducer
    "compressor_W",            0,     0, 20000,   # when no meter is fitted; 0 unknown
    "fan_W",                  70,     0,  2000,   # outdoor fan, or brine pump
    "pump_W",                 45,     0,  2000,   # water pump, or indoor fan
    "standby_W",              12,     0,   200,   # controls, always on
    "crankcase_W",            40,     0,   300,   # crankcase heater
    "heater_W",             3000,     0, 20000,   # backup heater
    "sink_cp_JpkgK",        4186,   900,  4300,   # what carries the heat: water 4186, air 1006
    "glycol_pct",              0,     0,    60,   # propylene glycol in the water, by mass
    "grid_gpkWh",            250,     0,  1500,   # carbon of electricity
    "gas_gpkWh",             202,     0,   500,   # carbon of gas
    "boiler_pct",             92,    50,   109,   # efficiency of the boiler
])

RELATIONS = _of_four([
    # lower                  upper                  least distance, only if the row is as much
    "discharge_trip_cC",    "discharge_max_cC",    300, None,
    "discharge_unload_cC",  "discharge_trip_cC",   300, None,
    "discharge_warn_cC",    "discharge_unload_cC",   0, None,
    "discharge_restart_cC", "discharge_trip_cC",  1000, None,
    "hp_restart_permille",  "hp_warn_permille",     50, None,
    "hp_warn_permille",     "hp_unload_permille",   10, None,
    "water_trip_cC",        "water_reset_cC",      200, None,
    "curve_mild_water_cC",  "curve_cold_water_cC",   0, None,
    "curve_cold_out_cC",    "curve_mild_out_cC",   100, None,
    "curve_cold_out_cC",    "curve_b_out_cC",      100, ("curve_points", 3),
    "curve_b_out_cC",       "curve_mild_out_cC",   100, ("curve_points", 3),
    "curve_b_out_cC",       "curve_c_out_cC",      100, ("curve_points", 4),
    "curve_c_out_cC",       "curve_mild_out_cC",   100, ("curve_points", 4),
    "curve_c_out_cC",       "curve_d_out_cC",      100, ("curve_points", 5),
    "curve_d_out_cC",       "curve_mild_out_cC",   100, ("curve_points", 5),
    "water_least_cC",       "water_most_cC",       100, None,
    "water_most_cC",        "supply_most_cC",      500, None,
    "water_trip_cC",        "water_cool_cC",       400, None,
    "heat_stop_cC",         "cool_start_cC",       200, None,
    "room_heat_cC",         "room_cool_cC",        200, None,
    "minutes_stop_Kmin",    "minutes_start_Kmin",   10, None,
    "tank_cC",              "supply_most_cC",      300, None,
    "fan_pre_s",            "pump_pre_s",            0, None,
    "pump_pre_s",           "flow_wait_s",          10, None,
    "compressor_on_s",      "comfort_on_s",          0, None,
    "compressor_off_s",     "start_to_start_s",      0, None,
    "start_to_start_s",     "grid_start_to_start_s", 0, None,
    "grid_starts_per_hour", "starts_per_hour",       0, None,
    "defrost_least_s",      "defrost_most_s",       60, None,
    "defrost_coil_cC",      "defrost_outdoor_cC",  200, None,
    "tank_settle_s",        "flow_wait_s",          10, None,
])
# fmt: on
