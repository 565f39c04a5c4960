"""Every protection in every mode it can trip in: at its limit, in its time, at any scan period.

A machine on a table (rig.py) is brought into the mode, then one thing goes wrong.  What counts is
when the controller calls itself tripped, in simulated milliseconds.
"""

import pytest
from heatpump import modes
from heatpump.protections import ROWS
from rig import Rig
from test_controller import COLD, HEAT_WAVE, ICED

FOR_ms = {row[0]: row[2] for row in ROWS}
SCANS_ms = (100, 250, 500, 1000)


def enter(name, settled_s, code):
    """A rig that has just been in the mode for a while, scanned once a second so far."""
    rig = Rig()
    if name in ("COOL", "PRE_COOL"):
        rig.jump(**HEAT_WAVE)
        rig.until(name, 500)
        rig.turn(t_coil=45, t_supply=15)
    else:
        rig.jump(**(COLD if name != "IDLE" else {"t_return": 40, "t_supply": 40}))
        rig.until(name if name in ("IDLE", "PRE_HEAT") else "HEAT", 500)
    if name in ("DEFROST", "RUN_ON"):
        rig.run(300)
        rig.turn(**(ICED if name == "DEFROST" else {"t_return": 40, "t_supply": 44}))
        rig.until(name, 3000)
        if name == "DEFROST":
            rig.turn(t_supply=19.5)  # melting chills the water
    rig.turn(**NEAR.get(code, {}))
    return rig.run(settled_s)


# So far a sensor follows in one scan: these start close to their limit.
NEAR = {"DISCHARGE": {"t_discharge": 112}, "DISCHARGE!": {"t_discharge": 112},
        "FREEZE": {"t_supply": 4}}  # fmt: skip
SLEW_ms = {"DISCHARGE!": 1330}  # 13.3 K at the 10 K/s that is believed
# What goes wrong: knobs that are turned at once, or attributes of the rig.
# fmt: off
RUNS = ("HEAT", "COOL", "DEFROST")
ANY = ("IDLE", "PRE_HEAT", "HEAT", "RUN_ON", "PRE_COOL", "COOL", "DEFROST")
# code, modes, what shows the last good value, what shows the first bad one, seconds in the mode
CASES = (
    ("HP",          RUNS, {"p_discharge": 2890}, {"p_discharge": 2906}, 100),
    ("PRESSOSTAT",  ANY,  {"closed": True},      {"closed": False},      10),
    ("LP",          ("HEAT", "COOL"), {"p_suction": 153}, {"p_suction": 148}, 150),
    ("LP",          ("DEFROST",),     {"p_suction": 153}, {"p_suction": 148}, 130),
    ("LP_FLOOR",    RUNS, {"p_suction": 115},    {"p_suction": 107},     20),
    ("DISCHARGE",   RUNS, {"t_discharge": 114.8}, {"t_discharge": 115.2}, 30),
    ("DISCHARGE!",  RUNS, {"t_discharge": 114.8}, {"t_discharge": 125.3}, 30),
    ("FREEZE",      ("COOL",),        {"t_supply": 3.1}, {"t_supply": 2.9}, 20),
    ("FLOW",        RUNS, {"flow_gps": 81},      {"flow_gps": 79},       20),
    ("T_DISCHARGE", ANY,  {},                    {"broken": "t_discharge"}, 10),
    ("P_HP",        ANY,  {},                    {"broken": "p_discharge"}, 10),
    ("P_LP",        ANY,  {},                    {"broken": "p_suction"},   10),
    ("T_CONTROL",   ANY,  {},                    {"broken": "t_return"},    10),
    ("SWAPPED",     RUNS, {"p_suction": 1400, "p_discharge": 1500},
                          {"p_suction": 1520, "p_discharge": 1400}, 150),
    ("NO_LIFT",     ("HEAT", "COOL"), {"p_suction": 400, "p_discharge": 510},
                                      {"p_suction": 400, "p_discharge": 490}, 150),
    ("VALVE",       ("HEAT",),        {"t_supply": 19.2, "t_return": 20},
                                      {"t_supply": 18.8, "t_return": 20}, 150),
    ("NO_POWER",    RUNS, {"power_W": 290},      {"power_W": 150},       30),
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
        seen_ms = tripped_after_ms(rig, FOR_ms[code] + SENSED_ms)
        assert seen_ms is not None, f"{scan_ms} ms"
        assert rig.unit.protections.code == code
        assert not rig.lamps["compressor"]
        assert seen_ms > FOR_ms[code]  # its time - 1 scan is not enough
        if "broken" not in bad:  # + 1 scan for the row, 2 for the median, 1 for its second
            most_ms = FOR_ms[code] + SLEW_ms.get(code, 0) + max(1000, 4 * scan_ms)
            assert seen_ms <= most_ms


@pytest.mark.parametrize("code, mode, good, bad, settled_s", EACH,
                         ids=[f"{e[0]}-{e[1]}" for e in EACH])  # fmt: skip
def test_the_last_good_value_stops_nothing(code, mode, good, bad, settled_s):
    rig = enter(mode, settled_s, code)
    apply(rig, good)
    assert tripped_after_ms(rig, min(FOR_ms[code], 60_000) + SENSED_ms) is None
    assert rig.unit.mode in range(len(modes.NAMES))
