"""How fast it stops, at a scan of 250 ms: a table of times, none above what the laws allow.

A machine on a table heats, cools, defrosts or heats its tank; then one thing goes wrong, at a
moment drawn by chance.  Counted is the time from when it went wrong, at worst just after a scan,
to the compressor's lamp going out, on the table's own clock.
"""

import copy
import functools
import random

import pytest
from ways import into

from tools.campaign import card

SCAN_ms = 250
MODES = ("HEAT", "COOL", "DEFROST", "TANK")
EVENTS = 50  # of each kind in each mode


@functools.cache
def _running(mode):
    rig = into(mode)
    rig.scan_ms = rig.unit.settings.scan_ms = SCAN_ms
    if mode == "DEFROST":
        rig.turn(t_supply=19.5)
    return rig.run(20)


def running(mode, dice):
    """A copy that has run on for a while, so that no event finds the same second or minute."""
    rig = copy.deepcopy(_running(mode))
    for _ in range(dice.randrange(60)):
        rig.set_running_pressures()
        rig.step()
    assert rig.lamps["compressor"]
    return rig


def high_pressure(rig, dice):
    """Pressure rises by 0.5 to 15 bar/s; counted from the scan that reads the trip."""
    rig.turn(p_discharge=3300)
    slope_kPa = dice.uniform(12.5, 375.0)
    while rig.at["p_discharge"] + slope_kPa < rig.unit.p_trip_kPa:
        rig.jump(p_discharge=rig.at["p_discharge"] + slope_kPa)
        rig.step()
    rig.jump(p_discharge=rig.at["p_discharge"] + slope_kPa)


def lost_probe(rig, dice):
    wire = dice.choice(("t_discharge", "p_suction", "p_discharge", "t_return"))
    rig.broken[wire] = dice.choice((0, 3_300_000 if wire[0] == "t" else 5_000_000, None))


def lost_flow(rig, dice):
    rig.flow_gps = dice.choice((0, 40, 79))


def open_pressostat(rig, _dice):
    rig.closed = False


def inhibited(rig, _dice):
    rig.unit.guard.inhibited = "internal fault"


KINDS = [  # what, milliseconds allowed
    (high_pressure, 500), (open_pressostat, 500), (lost_probe, 4000), (lost_flow, 5000),
    (inhibited, SCAN_ms),
]  # fmt: skip


def reaction_ms(mode, event, dice):
    rig = running(mode, dice)
    event(rig, dice)
    for scan in range(100):
        if event is not high_pressure:
            rig.set_running_pressures()
        rig.step()
        if not rig.lamps["compressor"]:
            return (scan + 1) * SCAN_ms  # a scan may have just passed when it happened
    raise AssertionError(f"{event.__name__} in {mode} stops nothing")


@pytest.mark.parametrize("event, most_ms", KINDS, ids=lambda x: getattr(x, "__name__", x))
def test_it_stops_in_the_time_that_the_law_allows(event, most_ms):
    dice = random.Random(event.__name__)
    times_ms = sorted(reaction_ms(m, event, dice) for m in MODES for _ in range(EVENTS))
    p50, p99 = card.percentile(times_ms, 0.5), card.percentile(times_ms, 0.99)
    print(f"{event.__name__:16} n {len(times_ms)}  min {times_ms[0]}  p50 {p50}  p99 {p99}"
          f"  max {times_ms[-1]} ms, {most_ms} allowed")  # fmt: skip
    assert times_ms[-1] <= most_ms
