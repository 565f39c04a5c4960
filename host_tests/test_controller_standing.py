"""What stands for long: frost, the crankcase, a pump and valves that must be moved."""

import pytest
from heatpump import modes
from rig import Rig
from runs import COLD, MILD


@pytest.mark.parametrize("mode", ["STANDBY", "OFF"])
def test_idle_water_near_freezing_is_moved(mode):
    rig = Rig(settings={"season": 0})
    rig.unit.on = mode == "STANDBY"
    rig.until(mode, 700)
    rig.turn(t_return=3.5, t_supply=3.5).until("FROST", 30)
    rig.run(1)
    assert rig.lamps["pump"]
    rig.turn(t_return=5.5, t_supply=6.5).run(300)
    assert rig.mode == "FROST"  # 2 K above, not one
    rig.turn(t_return=6.5).run(3)
    assert ("REST", "water is safe from freezing") in rig.log


def test_the_crankcase_heater_waits_three_hours_and_goes_off_before_a_start():
    rig = Rig(settings={"season": 0}).jump(t_outdoor=2)
    rig.run(10_799)
    assert not rig.lamps["crankcase"]
    rig.run(2)
    assert rig.lamps["crankcase"]
    rig.turn(t_outdoor=3.5).run(3)
    assert not rig.lamps["crankcase"]


def test_a_cold_crankcase_is_heated_before_the_compressor_may_start():
    rig = Rig(crankcase=True).jump(**{**COLD, "t_crankcase": 7.9})
    rig.run(1000)
    assert rig.unit.mode == modes.REST and rig.lamps["crankcase"]
    assert rig.unit.guard.because == "the crankcase is cold: its oil holds refrigerant"
    rig.turn(t_crankcase=8.2).until("HEAT", 200)
    assert not rig.lamps["crankcase"]


@pytest.mark.parametrize("t_C, heated", [(12.8, True), (13.2, False)])
def test_a_measured_crankcase_is_kept_five_kelvin_warmer_than_a_start_needs(t_C, heated):
    rig = Rig(crankcase=True).jump(**{**MILD, "t_crankcase": t_C})
    rig.run(2)
    assert rig.lamps["crankcase"] == heated


def test_a_crankcase_probe_that_is_lost_holds_nothing():
    rig = Rig(crankcase=True).jump(**{**COLD, "t_crankcase": 5})
    rig.run(400)
    rig.broken["t_crankcase"] = None
    rig.until("HEAT", 300)


@pytest.mark.parametrize("on", [True, False])
def test_pump_and_valves_that_stood_for_days_are_moved_for_half_a_minute(on):
    rig = Rig(tank=True, settings={"season": 0})
    rig.unit.on = on
    rig.until("STANDBY" if on else "OFF", 1000)
    rig.run(60).unit.demand.schedule._still_min = 72 * 60
    rig.until("EXERCISE", 61)
    assert rig.run(2).lamps["pump"] and rig.lamps["reverse"] and rig.lamps["tank_valve"]
    assert 27 <= rig.until("REST", 40) <= 30 and not rig.run(1).lamps["reverse"]
