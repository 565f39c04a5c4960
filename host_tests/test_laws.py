"""The monitor of the laws itself; test_laws_*.py break each law and see it caught."""

import subprocess

import pytest
from scripted import Machine

from tools.laws import limits
from tools.weather import ROOT

pytestmark = pytest.mark.usefixtures("standing_still")


def test_a_day_of_heating_defrosting_and_cooling_breaks_nothing(scan_ms):
    m = Machine(scan_ms)
    for _ in range(2):
        m.heats(2000).go(60, fan=1).heats(900, rest=300)
        m.settles().go(400, c=1, r=1).go(30, r=1).go(30, fan=1).go(900, c=1, fan=1)
        m.go(700, fan=1)
    m.go(40, r=1).go(900, c=1, r=1, fan=1).go(60, r=1, fan=1).go(400).heats()
    assert m.broken() == []


def test_what_was_wrong_before_a_stop_is_not_counted_on_after_it():
    m = Machine().go(400).go(20, r=1).go(600, c=1, r=1, fan=1)
    m.go(4, c=1, r=1, fan=1, pump=0).go(30, r=1, fan=1).go(400)  # stopped in time: flow was lost
    assert m.go(20, r=1).go(2, c=1, r=1, fan=1, pump=0).go(50, r=1).broken() == []


def test_the_first_violation_of_a_law_keeps_its_second_and_all_are_counted():
    m = Machine().heats().heats(rest=100).heats(rest=100)
    ((second, law, sentence),) = m.laws.violations
    assert (second, law) == (1300, 1)
    assert "rested" in sentence
    assert m.laws.counts[1] == 2 and m.laws.total == 2


def test_every_fluid_of_the_nameplates_has_limits_and_no_other():
    import nameplates

    for fluid in nameplates.fluids():
        assert limits(fluid, True).hp_Pa > nameplates.trip_Pa(fluid)
    with pytest.raises(ValueError, match="R22"):
        limits("R22", True)


COST = """
import sys
sys.path[:0] = ["", "firmware", "boards/virtual", "host_tests"]
import time, board
from stub_plant import StubPlant
StubPlant.step = lambda plant, dt_s: None
board.Plant = StubPlant
from tools.laws import Laws, limits
wiring = board.wire()
laws = Laws(board.bench(), limits("R290", True))
board.bench().relays.asked[:] = [1, 0, 1, 1, 0, 0]
best = 1e9
for _ in range(15):
    began = time.ticks_us()
    for _ in range(2000):
        laws.check()
    best = min(best, time.ticks_diff(time.ticks_us(), began) / 2000)
print(best)
"""


def test_the_laws_take_less_than_a_tenth_of_the_time_a_scan_may_take(micropython):
    done = subprocess.run(
        [micropython, "-c", COST], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert float(done.stdout) < 10.0  # of 100 us: 10,000 times real time at a scan a second
