"""Every number a person may change: one row each.  Hard limits are compiled in.

A file of settings is a JSON object {name: whole number}.  One wrong entry rejects the
whole file, with every error listed, and the settings in force stay.
"""

import json

# fmt: off
ROWS = (
    # name                 default    low    high  unit      meaning
    # -------------------  -------  -----  ------  --------  -------------------------------------------
    ("scan_ms",                250,   100,   1000, "ms",     "time between scans"),
    ("season",                   3,     0,      3, "",       "0 off, 1 heating, 2 cooling, 3 by outdoor average"),
    ("room_heat_cC",          2000,   500,   3000, "0.01 degC", "room temperature wanted in winter"),
    ("room_cool_cC",          2500,  1800,   3500, "0.01 degC", "room temperature wanted in summer"),
    ("room_band_cK",           100,    20,    400, "0.01 K", "air units: start below, stop above"),
    ("room_gain_q1",            30,     0,    100, "0.1 K/K", "how far the room's error moves the water target"),
    ("curve_cold_out_cC",    -1000, -3000,      0, "0.01 degC", "heating curve, cold point, outdoors"),
    ("curve_cold_water_cC",   3500,  2000,   6000, "0.01 degC", "heating curve, cold point, return water"),
    ("curve_mild_out_cC",     1500,   500,   2500, "0.01 degC", "heating curve, mild point, outdoors"),
    ("curve_mild_water_cC",   2400,  1800,   4000, "0.01 degC", "heating curve, mild point, return water"),
    ("water_least_cC",        1800,   500,   3000, "0.01 degC", "lowest heating target, return water"),
    ("water_most_cC",         4500,  2500,   6000, "0.01 degC", "highest heating target, return water"),
    ("water_band_cK",          500,   100,   1500, "0.01 K", "water units: start below, stop above"),
    ("water_cool_cC",         1700,   700,   2200, "0.01 degC", "return water wanted in summer"),
    ("supply_most_cC",        5800,  3000,   6500, "0.01 degC", "supply water stops heating here"),
    ("outdoor_average_h",        6,     1,     48, "h",      "time constant of the outdoor average"),
    ("heat_stop_cC",          1600,   500,   2500, "0.01 degC", "heating season below this outdoor average"),
    ("cool_start_cC",         2200,  1000,   3500, "0.01 degC", "cooling season above this outdoor average"),

    ("compressor_off_s",       300,   180,   1800, "s",      "least time off (Carrier, Bard)"),
    ("compressor_on_s",        180,    60,   3600, "s",      "least time on when switched off; never delays a trip"),
    ("comfort_on_s",           600,    60,   3600, "s",      "least time on when it is warm enough"),
    ("start_to_start_s",       600,   360,   3600, "s",      "from one start to the next (Carel, Dimplex)"),
    ("starts_per_hour",          6,     1,     10, "",       "starts in any hour"),
    ("boot_hold_s",            300,   180,   1800, "s",      "no start after power-up: the time off is unknown"),
    ("mode_change_s",          600,   600,   3600, "s",      "between heating and cooling"),
    ("refused_s",               30,     5,    120, "s",      "give up a start that the guard refuses"),
    ("fan_pre_s",               15,     5,    120, "s",      "fan before the compressor"),
    ("fan_post_s",              60,    10,    600, "s",      "fan after the compressor"),
    ("pump_pre_s",              60,    10,    600, "s",      "pump before the compressor"),
    ("pump_post_s",            180,    10,    600, "s",      "pump after the compressor"),
    ("flow_wait_s",            120,    70,    600, "s",      "flow must be proved this soon after the pump starts"),
    ("flow_least_gps",          80,     0,   2000, "g/s",    "below this, there is no flow"),
    ("valve_off_s",             30,    30,    300, "s",      "compressor off before the valve moves (Dixell)"),
    ("valve_settle_s",          15,    15,    120, "s",      "valve still before the compressor starts"),
    ("valve_hold_s",            60,    60,    300, "s",      "valve held after a stop"),
    ("valve_span_kPa",        3100,   500,   3100, "kPa",    "greatest pressure difference the valve may move under"),

    ("hp_trip_permille",      1000,   600,   1000, "0.1 %",  "of the refrigerant's high-pressure limit"),
    ("lp_blank_start_s",       120,    30,    300, "s",      "suction pressure is not judged after a start (York)"),
    ("lp_blank_flip_s",         90,    30,    300, "s",      "suction pressure is not judged after the valve moved"),
    ("discharge_trip_cC",    11500,  8000,  12000, "0.01 degC", "discharge gas, after 5 s"),
    ("discharge_max_cC",     12500, 10000,  12500, "0.01 degC", "discharge gas, at once"),
    ("water_trip_cC",          300,   200,   1000, "0.01 degC", "chilled water stops here (Carel)"),
    ("water_frost_cC",         400,   300,   1000, "0.01 degC", "idle water is moved below this, until 2 K above"),
    ("trip_retry_s",           600,   600,   7200, "s",      "from a trip to the next try"),
    ("crankcase_off_s",      10800,   600,  43200, "s",      "crankcase heater when off for so long (Trane)"),
    ("crankcase_cC",           300, -3000,   2500, "0.01 degC", "crankcase heater below this outdoors"),

    ("defrost_outdoor_cC",     600,     0,   1000, "0.01 degC", "no defrost above this outdoors"),
    ("defrost_coil_cC",       -300, -1500,      0, "0.01 degC", "no defrost with the coil above this"),
    ("defrost_over_cK",        400,   150,   1500, "0.01 K", "coil colder than its clear reference by so much"),
    ("defrost_sure_s",         180,    30,    600, "s",      "for so long"),
    ("clear_coil_cK",          700,   300,   1500, "0.01 K", "clear-coil reference until it is learned"),
    ("icing_s",               2400,  1800,   5400, "s",      "least running with the coil below -1 degC"),
    ("defrost_forced_s",     21600,  7200,  43200, "s",      "running below 2 degC outdoors without a defrost"),
    ("defrost_timed_s",       5400,  1800,   7200, "s",      "running time when the coil probe is lost"),
    ("defrost_apart_s",       1800,  1800,   5400, "s",      "from one defrost to the next"),
    ("defrost_end_cC",        1500,   800,   2500, "0.01 degC", "coil is clear"),
    ("defrost_least_s",         60,    30,    120, "s",      "shortest defrost"),
    ("defrost_most_s",         600,   180,    600, "s",      "longest defrost, always"),
    ("defrost_dwell_s",         60,    60,    300, "s",      "pause at each end, the valve moves half way"),
    ("defrost_water_cC",      1200,   500,   2000, "0.01 degC", "supply water below this ends a defrost"),
)

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
    """One int attribute a row.  `rows` lets a module bring its own: (name, default, low, high, unit, meaning)."""

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


def _check(row, value, errors):
    name, _, low, high, unit, _ = row
    if type(value) is not int:
        errors.append("%s: %r is not a whole number" % (name, value))
    elif not low <= value <= high:
        errors.append("%s: %d is outside %d..%d %s" % (name, value, low, high, unit))
