"""Every number a person may change: one row each.  Hard limits are compiled in.

The unit of a row is the last word of its name.  Its meaning stands behind it, where people
read it and the board needs no room for it.

A file of settings is a JSON object {name: whole number}.  One wrong entry rejects the
whole file, with every error listed, and the settings in force stay.
"""

import json

# fmt: off
ROWS = (
    # name                default    low   high     meaning
    # --------------------- ------ ------ -----     --------------------------------
    ("scan_ms",                250,   100,  1000),  # time between scans
    ("season",                   3,     0,     3),  # 0 off, 1 heating, 2 cooling, 3 by outdoors
    ("room_heat_cC",          2000,   500,  3000),  # room temperature wanted in winter
    ("room_cool_cC",          2500,  1800,  3500),  # room temperature wanted in summer
    ("room_band_cK",           100,    20,   400),  # air units: start below, stop above
    ("room_gain_q1",            30,     0,   100),  # water target moves with the room's error
    ("curve_cold_out_cC",    -1000, -3000,     0),  # heating curve, cold point, outdoors
    ("curve_cold_water_cC",   3500,  2000,  6000),  # heating curve, cold point, return water
    ("curve_mild_out_cC",     1500,   500,  2500),  # heating curve, mild point, outdoors
    ("curve_mild_water_cC",   2400,  1800,  4000),  # heating curve, mild point, return water
    ("water_least_cC",        1800,   500,  3000),  # lowest heating target, return water
    ("water_most_cC",         4500,  2500,  6000),  # highest heating target, return water
    ("water_band_cK",          500,   100,  1500),  # water units: start below, stop above
    ("water_cool_cC",         1700,   700,  2200),  # return water wanted in summer
    ("supply_most_cC",        5800,  3000,  6500),  # supply water stops heating here
    ("outdoor_average_h",        6,     1,    48),  # time constant of the outdoor average
    ("heat_stop_cC",          1600,   500,  2500),  # heating season below this outdoor average
    ("cool_start_cC",         2200,  1000,  3500),  # cooling season above this outdoor average

    ("compressor_off_s",       300,   180,  1800),  # least time off (Carrier, Bard)
    ("compressor_on_s",        180,    60,  3600),  # least time on when switched off
    ("comfort_on_s",           600,    60,  3600),  # least time on when it is warm enough
    ("start_to_start_s",       600,   360,  3600),  # from one start to the next (Carel, Dimplex)
    ("starts_per_hour",          6,     1,    10),  # starts in any hour
    ("boot_hold_s",            300,   180,  1800),  # no start after power-up
    ("mode_change_s",          600,   600,  3600),  # between heating and cooling
    ("refused_s",               30,     5,   120),  # give up a start that the guard refuses
    ("fan_pre_s",               15,     5,   120),  # fan before the compressor
    ("fan_post_s",              60,    10,   600),  # fan after the compressor
    ("pump_pre_s",              60,    10,   600),  # pump before the compressor
    ("pump_post_s",            180,    10,   600),  # pump after the compressor
    ("flow_wait_s",            120,    70,   600),  # flow must be proved this soon
    ("flow_least_gps",          80,     0,  2000),  # below this, there is no flow
    ("valve_off_s",             30,    30,   300),  # compressor off before the valve (Dixell)
    ("valve_settle_s",          15,    15,   120),  # valve still before the compressor starts
    ("valve_hold_s",            60,    60,   300),  # valve held after a stop
    ("valve_lift_kPa",         400,   250,  1000),  # this much turns it (maker: 250 to 340 kPa)
    ("fan_late_s",              18,     5,    20),  # fan after the compressor, out of a defrost
    ("valve_span_kPa",        3100,   500,  3100),  # the valve moves under no more

    ("hp_trip_permille",      1000,   600,  1000),  # of the refrigerant's high-pressure limit
    ("lp_blank_start_s",       120,    30,   300),  # suction not judged after a start (York)
    ("lp_blank_flip_s",         90,    30,   300),  # suction not judged after the valve
    ("discharge_trip_cC",    11500,  8000, 12000),  # discharge gas, after 5 s
    ("discharge_max_cC",     12500, 10000, 12500),  # discharge gas, at once
    ("water_trip_cC",          300,   200,  1000),  # chilled water stops here (Carel)
    ("water_frost_cC",         400,   300,  1000),  # idle water is moved below this + 2 K
    ("trip_retry_s",           600,   600,  7200),  # from a trip to the next try
    ("crankcase_off_s",      10800,   600, 43200),  # crankcase heater when off for so long (Trane)
    ("crankcase_cC",           300, -3000,  2500),  # crankcase heater below this outdoors

    ("defrost_outdoor_cC",     600,     0,  1000),  # no defrost above this outdoors
    ("defrost_coil_cC",       -300, -1500,     0),  # no defrost with the coil above this
    ("defrost_over_cK",        400,   150,  1500),  # colder than its clear coil by so much
    ("defrost_sure_s",         180,    30,   600),  # for so long
    ("clear_coil_cK",          700,   300,  1500),  # clear-coil reference until it is learned
    ("icing_s",               2400,  1800,  5400),  # least running with the coil below -1 degC
    ("defrost_forced_s",     21600,  7200, 43200),  # cold running without a defrost
    ("defrost_timed_s",       5400,  1800,  7200),  # running time when the coil probe is lost
    ("defrost_apart_s",       1800,  1800,  5400),  # from one defrost to the next
    ("defrost_end_cC",        1500,   800,  2500),  # coil is clear
    ("defrost_least_s",         60,    30,   120),  # shortest defrost
    ("defrost_most_s",         600,   180,   600),  # longest defrost, always
    ("defrost_dwell_s",         60,    60,   300),  # pause at each end, the valve moves half way
    ("defrost_water_cC",      1200,   500,  2000),  # colder supply ends a defrost

    ("heat_loss_permille",      60,     0,   150),  # electricity lost through the shell
    ("shell_JpK",             6000,   500, 100000),  # heat the shell stores, until learned
    ("sensor_class",             0,     0,     2),  # 0 cheap, 1 good, 2 calibrated
    ("suction_span_kPa",      3000,   500,  6000),  # span of the suction transducer
    ("discharge_span_kPa",    5000,  1000, 10000),  # span of the discharge transducer
    ("compressor_W",             0,     0, 20000),  # when no meter is fitted; 0 unknown
    ("fan_W",                   70,     0,  2000),  # outdoor fan, or brine pump
    ("pump_W",                  45,     0,  2000),  # water pump, or indoor fan
    ("standby_W",               12,     0,   200),  # controls, always on
    ("crankcase_W",             40,     0,   300),  # crankcase heater
    ("heater_W",              3000,     0, 20000),  # backup heater
    ("sink_cp_JpkgK",         4186,   900,  4300),  # what carries the heat: water 4186, air 1006
    ("glycol_pct",               0,     0,    60),  # propylene glycol in the water, by mass
    ("grid_gpkWh",             250,     0,  1500),  # carbon of electricity
    ("gas_gpkWh",              202,     0,   500),  # carbon of gas
    ("boiler_pct",              92,    50,   109),  # efficiency of the boiler
)

UNITS = {
    "cC": "0.01 degC", "cK": "0.01 K", "kPa": "kPa", "permille": "0.1 %", "pct": "%",
    "ms": "ms", "s": "s", "h": "h", "W": "W", "JpK": "J/K", "JpkgK": "J/kgK",
    "gps": "g/s", "gpkWh": "g/kWh", "q1": "tenths",
}

RELATIONS = (
    # lower                  upper                  least distance
    ("discharge_trip_cC",    "discharge_max_cC",    300),
    ("curve_mild_water_cC",  "curve_cold_water_cC",   0),
    ("water_least_cC",       "water_most_cC",       100),
    ("water_most_cC",        "supply_most_cC",      500),
    ("water_trip_cC",        "water_cool_cC",       400),
    ("heat_stop_cC",         "cool_start_cC",       200),
    ("room_heat_cC",         "room_cool_cC",        200),
    ("fan_pre_s",            "pump_pre_s",            0),
    ("pump_pre_s",           "flow_wait_s",          10),
    ("compressor_on_s",      "comfort_on_s",          0),
    ("compressor_off_s",     "start_to_start_s",      0),
)
# fmt: on


class Settings:
    """One int attribute a row.  `rows`: (name, default, low, high)."""

    def __init__(self, rows=ROWS):
        self.rows = rows
        self.changed = 0
        for row in rows:
            setattr(self, row[0], row[1])

    def load(self, text):
        """Take a JSON text of {name: int}; returns the list of errors, empty when taken."""
        try:
            wanted = json.loads(text)
        except ValueError:
            return ["settings are not JSON: " + text[:40]]
        if type(wanted) is not dict:
            return ["settings are not an object of names and numbers: " + text[:40]]
        return self.take(wanted)

    def take(self, wanted):
        """Set every name of the dict `wanted`, or none of them; returns the list of errors."""
        errors = []
        for name in sorted(str(n) for n in wanted):
            if self.row(name) is None:
                errors.append("%s: no such setting" % name)
            else:
                _check(self.row(name), wanted.get(name), errors)
        if not errors:
            self._check_relations(wanted, errors)
        if not errors:
            for name in wanted:
                setattr(self, name, wanted[name])
            self.changed += len(wanted)
        return errors

    def row(self, name):
        """The row of `name`, or None."""
        for row in self.rows:
            if row[0] == name:
                return row
        return None

    def _check_relations(self, wanted, errors):
        for lower, upper, apart in RELATIONS:
            low = wanted.get(lower, getattr(self, lower))
            high = wanted.get(upper, getattr(self, upper))
            if high - low < apart:
                errors.append(
                    "%s %d and %s %d: the second must be at least %d above the first"
                    % (lower, low, upper, high, apart)
                )


def unit(name):
    """The unit that the last word of a setting's name stands for, "" for a plain number."""
    return UNITS.get(name.rpartition("_")[2], "")


def _check(row, value, errors):
    name, _, low, high = row
    if type(value) is not int:
        errors.append("%s: %r is not a whole number" % (name, value))
    elif not low <= value <= high:
        errors.append("%s: %d is outside %d..%d %s" % (name, value, low, high, unit(name)))
