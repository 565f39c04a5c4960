"""Every protection in every mode it can trip in: at its limit, in its time, at any scan period.

A machine on a table (rig.py) is brought into the mode, then one thing goes wrong.  What counts is
when the controller calls itself tripped, in simulated milliseconds.
"""

import pytest
from heatpump import modes
from heatpump.protections import ROWS
from ways import into

FOR_ms = {row[0]: row[2] for row in ROWS}
SCANS_ms = (100, 250, 500, 1000)


def enter(name, settled_s, code):
    """A rig that has been in the mode for a while."""
    rig = into(name)
    if name == "DEFROST":
        rig.turn(t_supply=19.5)  # melting chills the water
    rig.turn(**NEAR.get(code, NEAR.get(f"{code}-{name}", {})))
    return rig.run(settled_s, circuit=name != "RESTART")  # whose end is the first pressure


# A sensor follows an impulse late and a step at once: these start close to their limit.
AT_2_C = {"t_outdoor": 2, "t_coil": 2, "t_suction": 3, "t_discharge": 3}  # as for hours
NEAR = {"DISCHARGE": {"t_discharge": 112}, "DISCHARGE!": {"t_discharge": 112},
        "FREEZE": {"t_supply": 4}, "GAS_COLD": {"t_discharge": 41}, "LINES": {"t_suction": 42},
        "REFRIGERANT": AT_2_C, "UNEVEN": AT_2_C,
        "VALVE-COOL": {"t_supply": 20, "t_return": 20}, "VALVE-TANK": {"t_supply": 33},
        "WATER-TANK": {"t_supply": 33}}  # fmt: skip
# What is known later than the row's own time allows: the rate that is believed (13.3 K at
# 10 K/s), the look 120 s after the start, one look in 16 s.
LATE_ms = {"DISCHARGE!": 1330, "STUCK": 20_000, "REFRIGERANT": 16_000, "UNEVEN": 16_000}
EARLY_ms = {"STUCK": 19_000}
# What goes wrong: knobs that are turned at once, or attributes of the rig.
# fmt: off
RUNS  = ("HEAT", "COOL", "DEFROST", "TANK")
STEPS = ("SETTLE", "TURN", "DRIP", "BACK", "COOL_ON", "EXERCISE")  # half a minute each
LONG  = ("REST", "STANDBY", "IDLE", "PRE_HEAT", "PRE_COOL", "PRE_TANK", "RUN_ON", "TANK_ON",
         "BOOST", "OFF", "FROST")
HEATS = ("HEAT", "COOL", "TANK")
ANY   = RUNS + STEPS + LONG
# code, modes, what shows the last good value, what shows the first bad one, seconds in the mode
CASES = (
    ("HP",          RUNS, {"p_discharge": 2890}, {"p_discharge": 2906}, 100),
    ("PRESSOSTAT",  ANY,  {"closed": True},      {"closed": False},      10),
    ("PRESSOSTAT",  ("RESTART",), {"closed": True}, {"closed": False},    1),
    ("LP",          HEATS, {"p_suction": 153},   {"p_suction": 148},    150),
    ("LP",          ("DEFROST",), {"p_suction": 153}, {"p_suction": 148}, 130),
    ("LP_FLOOR",    RUNS, {"p_suction": 115},    {"p_suction": 107},     20),
    ("DISCHARGE",   RUNS, {"t_discharge": 114.8}, {"t_discharge": 115.2}, 30),
    ("DISCHARGE!",  RUNS, {"t_discharge": 114.8}, {"t_discharge": 125.3}, 30),
    ("FREEZE",      ("COOL",),    {"t_supply": 3.1}, {"t_supply": 2.9},  20),
    ("FLOW",        RUNS, {"flow_gps": 81},      {"flow_gps": 79},       20),
    ("NO_FLOW",     ("REST", "IDLE", "FROST", "BOOST"),
                          {"flow_gps": 81},      {"flow_gps": 79},      130),
    ("T_DISCHARGE", ANY,  {},                    {"broken": "t_discharge"}, 10),
    ("P_HP",        ANY,  {},                    {"broken": "p_discharge"}, 10),
    ("P_LP",        ANY,  {},                    {"broken": "p_suction"},   10),
    ("T_CONTROL",   ANY,  {},                    {"broken": "t_return"},    10),
    ("T_DISCHARGE", ("RESTART",), {},            {"broken": "t_discharge"},  1),
    ("SWAPPED",     RUNS, {"p_suction": 1400, "p_discharge": 1500},
                          {"p_suction": 1520, "p_discharge": 1400}, 150),
    ("NO_LIFT",     HEATS, {"p_suction": 400, "p_discharge": 510},
                           {"p_suction": 400, "p_discharge": 490}, 150),
    ("VALVE",       ("HEAT",), {"t_supply": 19.2, "t_return": 20},
                               {"t_supply": 18.8, "t_return": 20}, 150),
    ("VALVE",       ("TANK",), {"t_supply": 32.2, "t_return": 33},
                               {"t_supply": 31.8, "t_return": 33}, 150),
    ("VALVE",       ("COOL",), {"t_supply": 20.8, "t_return": 20},
                               {"t_supply": 21.2, "t_return": 20}, 150),
    ("VALVE",       ("DEFROST",), {"t_supply": 20.8, "t_return": 20, "t_coil": 0},
                                  {"t_supply": 21.2, "t_return": 20, "t_coil": 0}, 150),
    ("NO_POWER",    RUNS, {"power_W": 220},      {"power_W": 100},       30),
    ("STUCK",       HEATS, {"p_suction": 475, "p_discharge": 1400},
                           {"p_suction": 485, "p_discharge": 1400}, 100),
    ("STUCK",       HEATS, {"p_suction": 400, "p_discharge": 575},
                           {"p_suction": 400, "p_discharge": 565}, 100),
    ("WATER",       ("HEAT",), {"t_supply": 19.2, "t_return": 20, "t_coil": -1},
                               {"t_supply": 18.8, "t_return": 20, "t_coil": -1}, 20),
    ("WATER",       ("TANK",), {"t_supply": 32.2, "t_return": 33, "t_coil": -1},
                               {"t_supply": 31.8, "t_return": 33, "t_coil": -1}, 20),
    ("WELDED",      ("REST", "STANDBY", "IDLE", "OFF", "FROST", "RUN_ON", "TANK_ON"),
                    {"power_W": 300, "p_suction": 400, "p_discharge": 1400},
                    {"power_W": 900, "p_suction": 400, "p_discharge": 1400}, 20),
    ("GAS_COLD",    HEATS, {"t_discharge": 38.2}, {"t_discharge": 37.7}, 700),
    ("LINES",       HEATS, {"t_suction": 44.8},   {"t_suction": 45.2},   700),
    ("REFRIGERANT", ("STANDBY", "OFF"), {"p_suction": 570, "p_discharge": 570},
                                        {"p_suction": 610, "p_discharge": 610}, 300),
    ("UNEVEN",      ("STANDBY", "OFF"), {"p_suction": 504, "p_discharge": 650},
                                        {"p_suction": 504, "p_discharge": 660}, 300),
)
# fmt: on
SENSED_ms = 4000  # a value must pass the sensor's own median and belief before a row sees it


def apply(rig, changes):
    for name, value in changes.items():
        if name == "broken":
            rig.broken[value] = 0
        elif name in ("closed", "flow_gps", "power_W"):
            setattr(rig, name, value)
        else:
            rig.jump(**{name: value})


def tripped_after_ms(rig, most_ms):
    """Milliseconds of scans until the controller is tripped, or None."""
    for at_ms in range(rig.scan_ms, most_ms + rig.scan_ms, rig.scan_ms):
        rig.step()
        if rig.unit.protections.tripped:
            return at_ms
    return None


def test_every_row_is_tried():
    assert {case[0] for case in CASES} == set(FOR_ms)


EACH = [(code, mode, good, bad, settled_s)
        for code, in_modes, good, bad, settled_s in CASES for mode in in_modes]  # fmt: skip


@pytest.mark.parametrize("code, mode, good, bad, settled_s", EACH,
                         ids=[f"{e[0]}-{e[1]}" for e in EACH])  # fmt: skip
def test_a_protection_stops_the_machine_in_its_time_at_every_scan_period(
    code, mode, good, bad, settled_s
):
    for scan_ms in SCANS_ms:
        rig = enter(mode, settled_s, code)
        assert rig.mode == mode
        rig.scan_ms = rig.unit.settings.scan_ms = scan_ms
        apply(rig, bad)
        seen_ms = tripped_after_ms(rig, FOR_ms[code] + SENSED_ms + LATE_ms.get(code, 0))
        assert seen_ms is not None, f"{scan_ms} ms"
        assert rig.unit.protections.code == code
        assert not rig.lamps["compressor"]
        assert seen_ms > FOR_ms[code] + EARLY_ms.get(code, 0)  # its time - 1 scan is not enough
        if "broken" not in bad:  # + 1 scan for the row, 2 for the median, 1 for its second
            most_ms = FOR_ms[code] + LATE_ms.get(code, 0) + max(1000, 4 * scan_ms)
            assert seen_ms <= most_ms


@pytest.mark.parametrize("code, mode, good, bad, settled_s", EACH,
                         ids=[f"{e[0]}-{e[1]}" for e in EACH])  # fmt: skip
def test_the_last_good_value_stops_nothing(code, mode, good, bad, settled_s):
    rig = enter(mode, settled_s, code)
    apply(rig, good)
    most_ms = min(FOR_ms[code], 60_000) + SENSED_ms + LATE_ms.get(code, 0)
    assert tripped_after_ms(rig, most_ms) is None
    assert rig.unit.mode in range(len(modes.NAMES))
