"""Every number a person may change: one row each.  Hard limits are compiled in.

The unit of a row is the last word of its name.  Its meaning and its source stand behind it,
where people read them and the board needs no room for them.  Rows are calls because a tuple of
constants takes a third more room in a .mpy, and each name twice.
"""


def row(*columns):
    return columns


def apart(lower, upper, distance, only=None):
    return lower, upper, distance, only


# fmt: off
ROWS = (
    #   name               default    low   high     meaning
    #   -------------------- ------ ------ -----     --------------------------------
    row("scan_ms",               250,   100,  1000),  # time between scans
    row("season",                  3,     0,     3),  # 0 off, 1 heating, 2 cooling, 3 by outdoors
    row("room_heat_cC",         2000,   500,  3000),  # room temperature wanted in winter
    row("room_cool_cC",         2500,  1800,  3500),  # room temperature wanted in summer
    row("room_band_cK",          100,    20,   400),  # air units: start below, stop above
    row("room_gain_q1",           30,     0,   100),  # water target moves with the room's error
    row("curve_cold_out_cC",   -1000, -3000,     0),  # heating curve, cold point, outdoors
    row("curve_cold_water_cC",  3500,  2000,  6000),  # heating curve, cold point, return water
    row("curve_mild_out_cC",    1500,   500,  2500),  # heating curve, mild point, outdoors
    row("curve_mild_water_cC",  2400,  1800,  6000),  # heating curve, mild point, return water
    row("water_least_cC",       1800,   500,  3000),  # lowest heating target, return water
    row("water_most_cC",        4500,  2500,  6000),  # highest heating target, return water
    row("water_band_cK",         500,   100,  1500),  # water units: start below, stop above
    row("water_cool_cC",        1700,   700,  2200),  # return water wanted in summer
    row("supply_most_cC",       5800,  3000,  6500),  # supply water stops heating here
    row("outdoor_average_h",       6,     1,    48),  # time constant of the outdoor average
    row("heat_stop_cC",         1600,   500,  2500),  # heating season below this outdoor average
    row("cool_start_cC",        2200,  1000,  3500),  # cooling season above this outdoor average
    row("water_control",           0,     0,     2),  # 0 band on water, 1 degree-minutes, 2 room
    row("minutes_start_Kmin",     60,    10,   300),  # degree-minutes short that start (NIBE)
    row("minutes_stop_Kmin",       0,  -100,   100),  # degree-minutes short that stop
    row("curve_points",            2,     2,     5),  # points of the heating curve, ends too
    row("curve_b_out_cC",       -500, -3000,  2500),  # second point, outdoors
    row("curve_b_water_cC",     3280,  1800,  6000),  # second point, return water
    row("curve_c_out_cC",        200, -3000,  2500),  # third point, outdoors
    row("curve_c_water_cC",     2972,  1800,  6000),  # third point, return water
    row("curve_d_out_cC",        900, -3000,  2500),  # fourth point, outdoors
    row("curve_d_water_cC",     2664,  1800,  6000),  # fourth point, return water
    row("season_dwell_h",          4,     0,    72),  # from the end of one season to the other
    row("remote_lease_min",       15,     1,    60),  # a remote set-point nobody renews is dropped
    row("setback_days",            0,     0,   127),  # Mo 1, Tu 2, We 4, Th 8, Fr 16, Sa 32, Su 64
    row("setback_from_min",     1320,     0,  1439),  # minute of the day it begins
    row("setback_to_min",        300,     0,  1439),  # minute of the day it ends, perhaps the next
    row("setback_cK",            200,     0,   800),  # the room may be so much cooler

    row("tank_cC",              4800,  3500,  6000),  # hot water wanted
    row("tank_band_cK",          700,   200,  2000),  # heated when so much colder
    row("tank_most_min",          90,    15,   240),  # then the house has its turn
    row("tank_pause_min",         60,    10,   240),  # for so long
    row("tank_settle_s",          15,    10,   120),  # tank valve still before the compressor
    row("legionella_day",          7,     0,     7),  # 1 Monday to 7 Sunday, 0 never (DVGW W 551)
    row("legionella_min",        120,     0,  1439),  # minute of the day it begins
    row("legionella_cC",        6000,  5500,  7000),  # hot water once a week (DVGW W 551: 60 degC)
    row("legionella_most_min",   240,    60,   480),  # given up after

    row("backup_use",              2,     0,     2),  # 0 never, 1 frost, hot water; 2 house too
    row("bivalence_cC",         -700, -2500,  1000),  # backup heater helps below this outdoors
    row("backup_after_min",       60,    10,   480),  # short of heat for so long
    row("backup_ahead_min",       30,     0,   120),  # and for so long ahead at the present trend
    row("backup_short_cK",       300,   100,  1500),  # water colder than its target by so much

    row("sg_room_cK",            100,     0,   300),  # SG-Ready 3 and 4: room warmer (bwp)
    row("sg_tank_cK",            500,     0,  1000),  # SG-Ready 3 and 4: hot water warmer
    row("sg_block_most_min",     120,    10,   120),  # SG-Ready 1: no longer than this (bwp: 2 h)
    row("grid_start_to_start_s", 1200,  600,  3600),  # starts apart while the grid commands
    row("grid_starts_per_hour",    3,     1,     6),  # starts in any hour while the grid commands
    row("exercise_h",             72,    24,   168),  # pump and valve that stood so long are moved
    row("exercise_s",             30,    10,   120),  # for so long
    row("settings_writes_day",    24,     1,    24),  # settings written to flash in a day
    row("log_flush_min",          15,    15,  1440),  # from one writing of the log to the next

    row("compressor_off_s",      300,   180,  1800),  # least time off (Carrier, Bard)
    row("compressor_on_s",       180,    60,  3600),  # least time on when switched off
    row("comfort_on_s",          600,    60,  3600),  # least time on when it is warm enough
    row("start_to_start_s",      600,   360,  3600),  # from one start to the next (Carel, Dimplex)
    row("starts_per_hour",         6,     1,    10),  # starts in any hour
    row("boot_hold_s",           300,   180,  1800),  # no start after power-up
    row("mode_change_s",         600,   600,  3600),  # between heating and cooling
    row("refused_s",              30,     5,   120),  # give up a start that the guard refuses
    row("fan_pre_s",              15,     5,   120),  # fan before the compressor
    row("fan_post_s",             60,    10,   600),  # fan after the compressor
    row("pump_pre_s",             60,    10,   600),  # pump before the compressor
    row("pump_post_s",           180,    10,   600),  # pump after the compressor
    row("flow_wait_s",           120,    70,   600),  # flow must be proved this soon
    row("flow_least_gps",         80,     0,  2000),  # below this, there is no flow
    row("valve_off_s",            30,    30,   300),  # compressor off before the valve (Dixell)
    row("valve_settle_s",         15,    15,   120),  # valve still before the compressor starts
    row("valve_hold_s",           60,    60,   300),  # valve held after a stop
    row("valve_lift_kPa",        400,   250,  1000),  # this much turns it (maker: 250 to 340 kPa)
    row("fan_late_s",             18,     5,    20),  # fan after the compressor, out of a defrost
    row("valve_span_kPa",       3100,   500,  3100),  # the valve moves under no more

    row("hp_trip_permille",     1000,   600,  1000),  # of the refrigerant's high-pressure limit
    row("hp_warn_permille",      920,   700,   950),  # of the trip: said so, and a defrost ends
    row("hp_unload_permille",    950,   800,   980),  # of the trip: the run ends in good order
    row("hp_restart_permille",   750,   500,   850),  # of the trip: no start before it is below
    row("lp_blank_start_s",      120,    30,   300),  # suction not judged after a start (York)
    row("lp_blank_flip_s",        90,    30,   300),  # suction not judged after the valve
    row("discharge_trip_cC",   11500,  8000, 12000),  # discharge gas, after 5 s
    row("discharge_max_cC",    12500, 10000, 12500),  # discharge gas, at once
    row("discharge_unload_cC", 11000,  8000, 11700),  # discharge gas ends the run in good order
    row("discharge_warn_cC",   10000,  7000, 11500),  # discharge gas is called hot
    row("discharge_restart_cC", 9000,  6000, 10500),  # discharge gas before the next try
    row("water_trip_cC",         300,   200,  1000),  # chilled water stops here (Carel)
    row("water_reset_cC",        800,   400,  1500),  # and may be chilled again from here (Carel)
    row("water_frost_cC",        400,   300,  1000),  # idle water is moved below this + 2 K
    row("trip_retry_s",          600,   600,  7200),  # from a trip to the next try
    row("crankcase_off_s",     10800,   600, 43200),  # crankcase heater when off so long (Trane)
    row("crankcase_cC",          300, -3000,  2500),  # crankcase heater below this outdoors
    row("crankcase_start_cC",    800,     0,  2000),  # no start with a colder crankcase (Lennox)

    row("defrost_outdoor_cC",    600,     0,  1000),  # no defrost above this outdoors
    row("defrost_coil_cC",      -300, -1500,     0),  # no defrost with the coil above this
    row("defrost_over_cK",       200,   150,  1500),  # colder than its clear coil by so much
    row("defrost_sure_s",        180,    30,   600),  # for so long
    row("clear_coil_cK",         700,   300,  1500),  # clear-coil reference until it is learned
    row("icing_s",              2400,  1800,  5400),  # least running with the coil below -1 degC
    row("defrost_forced_s",    21600,  7200, 43200),  # cold running without a defrost
    row("defrost_timed_s",      5400,  1800,  7200),  # running time when the coil probe is lost
    row("defrost_apart_s",      1800,  1800,  5400),  # from one defrost to the next
    row("defrost_end_cC",       1500,   800,  2500),  # coil is clear
    row("defrost_least_s",        60,    30,   120),  # shortest defrost
    row("defrost_most_s",        600,   180,   600),  # longest defrost, always
    row("defrost_dwell_s",        60,    60,   300),  # pause at each end, the valve moves half way
    row("defrost_water_cC",     1200,   500,  2000),  # colder supply ends a defrost

    row("heat_loss_permille",     60,     0,   150),  # electricity lost through the shell
    row("shell_JpK",            6000,   500, 100000),  # heat the shell stores, until learned
    row("sensor_class",            0,     0,     2),  # 0 cheap, 1 good, 2 calibrated
    row("suction_span_kPa",     3000,   500,  6000),  # span of the suction transducer
    row("discharge_span_kPa",   5000,  1000, 10000),  # span of the discharge transducer
    row("compressor_W",            0,     0, 20000),  # when no meter is fitted; 0 unknown
    row("fan_W",                  70,     0,  2000),  # outdoor fan, or brine pump
    row("pump_W",                 45,     0,  2000),  # water pump, or indoor fan
    row("standby_W",              12,     0,   200),  # controls, always on
    row("crankcase_W",            40,     0,   300),  # crankcase heater
    row("heater_W",             3000,     0, 20000),  # backup heater
    row("sink_cp_JpkgK",        4186,   900,  4300),  # what carries the heat: water 4186, air 1006
    row("glycol_pct",              0,     0,    60),  # propylene glycol in the water, by mass
    row("grid_gpkWh",            250,     0,  1500),  # carbon of electricity
    row("gas_gpkWh",             202,     0,   500),  # carbon of gas
    row("boiler_pct",             92,    50,   109),  # efficiency of the boiler
)

RELATIONS = (
    #     lower                  upper                  least distance, only if the row is as much
    apart("discharge_trip_cC",    "discharge_max_cC",    300),
    apart("discharge_unload_cC",  "discharge_trip_cC",   300),
    apart("discharge_warn_cC",    "discharge_unload_cC",   0),
    apart("discharge_restart_cC", "discharge_trip_cC",  1000),
    apart("hp_restart_permille",  "hp_warn_permille",     50),
    apart("hp_warn_permille",     "hp_unload_permille",   10),
    apart("water_trip_cC",        "water_reset_cC",      200),
    apart("curve_mild_water_cC",  "curve_cold_water_cC",   0),
    apart("curve_cold_out_cC",    "curve_mild_out_cC",   100),
    apart("curve_cold_out_cC",    "curve_b_out_cC",      100, ("curve_points", 3)),
    apart("curve_b_out_cC",       "curve_mild_out_cC",   100, ("curve_points", 3)),
    apart("curve_b_out_cC",       "curve_c_out_cC",      100, ("curve_points", 4)),
    apart("curve_c_out_cC",       "curve_mild_out_cC",   100, ("curve_points", 4)),
    apart("curve_c_out_cC",       "curve_d_out_cC",      100, ("curve_points", 5)),
    apart("curve_d_out_cC",       "curve_mild_out_cC",   100, ("curve_points", 5)),
    apart("water_least_cC",       "water_most_cC",       100),
    apart("water_most_cC",        "supply_most_cC",      500),
    apart("water_trip_cC",        "water_cool_cC",       400),
    apart("heat_stop_cC",         "cool_start_cC",       200),
    apart("room_heat_cC",         "room_cool_cC",        200),
    apart("minutes_stop_Kmin",    "minutes_start_Kmin",   10),
    apart("tank_cC",              "supply_most_cC",      300),
    apart("fan_pre_s",            "pump_pre_s",            0),
    apart("pump_pre_s",           "flow_wait_s",          10),
    apart("compressor_on_s",      "comfort_on_s",          0),
    apart("compressor_off_s",     "start_to_start_s",      0),
    apart("start_to_start_s",     "grid_start_to_start_s", 0),
    apart("grid_starts_per_hour", "starts_per_hour",       0),
    apart("defrost_least_s",      "defrost_most_s",       60),
    apart("defrost_coil_cC",      "defrost_outdoor_cC",  200),
    apart("tank_settle_s",        "flow_wait_s",          10),
)
# fmt: on
