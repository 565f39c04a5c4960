"""Starts that are given up: no flow, no longer wanted, refused by the guard."""

import pytest
from rig import Rig
from runs import COLD, HEAT_WAVE, MILD, WARM, defrosting, reason


def test_heat_that_is_no_longer_wanted_gives_up_the_start():
    rig = Rig().jump(**COLD)
    rig.until("PRE_HEAT", 500)
    rig.turn(**WARM).until("REST", 30)
    assert reason(rig) == "heat is no longer wanted"


def test_no_flow_gives_up_the_start_and_says_so():
    rig = Rig().jump(**COLD)
    rig.flow_gps = 20
    rig.until("TRIPPED", 500)
    assert reason(rig) == "the pump runs and no water flows" and not rig.unit.guard.starts


def test_no_flow_gives_up_the_start_of_cooling_too():
    rig = Rig().jump(**HEAT_WAVE)
    rig.flow_gps = 20
    rig.until("TRIPPED", 500)
    assert reason(rig) == "the pump runs and no water flows"


def test_cold_that_is_no_longer_wanted_gives_up_the_start():
    rig = Rig().jump(**HEAT_WAVE)
    rig.until("PRE_COOL", 500)
    rig.turn(t_return=12).until("COOL_ON", 30)
    assert reason(rig) == "cold is no longer wanted"


@pytest.mark.parametrize("knobs, mode, then", [
    (COLD, "PRE_HEAT", "REST"), (HEAT_WAVE, "PRE_COOL", "COOL_ON"), (WARM, "IDLE", "OFF"),
    ({"t_outdoor": 18}, "STANDBY", "OFF"),
])  # fmt: skip
def test_the_owner_s_switch_is_obeyed_before_a_start_too(knobs, mode, then):
    rig = Rig().jump(**knobs)
    rig.until(mode, 500)
    rig.unit.on = False
    rig.run(2)
    assert (rig.mode, reason(rig)) == (then, "switched off")


def test_a_restart_that_the_guard_refuses_is_given_up():
    rig = defrosting().turn(t_coil=16)
    rig.unit.settings.fan_late_s = 60  # longer than anybody may set it: the guard must speak
    rig.until("BACK", 100)
    rig.unit.guard.hold_ms = 900_000
    rig.until("RUN_ON", 100, circuit=False)
    assert reason(rig) == "the guard refused the start"


def test_a_start_that_the_guard_refuses_is_given_up_with_a_reason():
    rig = Rig().jump(**COLD)
    rig.until("PRE_HEAT", 500)
    rig.unit.guard.hold_ms = 900_000
    rig.until("RUN_ON", 200)
    assert reason(rig) == "the guard refused the start" and not rig.lamps["compressor"]
    rig.until("REST", 70)
    rig.until("HEAT", 1200)


def test_a_refused_start_of_cooling_is_given_up_too():
    rig = Rig().jump(**HEAT_WAVE)
    rig.until("PRE_COOL", 500)
    rig.unit.guard.hold_ms = 900_000
    rig.until("COOL_ON", 200)
    assert reason(rig) == "the guard refused the start"


def test_a_hold_that_comes_while_idle_goes_back_to_rest():
    rig = Rig().jump(**WARM)
    rig.until("IDLE", 500)
    rig.unit.guard.hold_ms = 60_000
    rig.run(2)
    assert rig.mode == "REST" and reason(rig) == "the guard holds the compressor"


def test_refused_settings_leave_every_output_off_for_ever():
    rig = Rig().jump(**COLD)
    rig.unit.guard.inhibited = "settings are refused"
    rig.run(3600)
    assert not any(rig.lamps.values())


def test_hot_water_that_is_no_longer_wanted_does_not_start_the_compressor():
    rig = Rig(tank=True, settings={"tank_settle_s": 110}).jump(**MILD, t_tank=38)
    rig.until("PRE_TANK", 500)
    rig.turn(t_tank=52).until("REST", 100)
    assert rig.unit.guard.starts == 0


def test_a_refused_start_of_hot_water_is_given_up():
    rig = Rig(tank=True).jump(**MILD, t_tank=38)
    rig.until("PRE_TANK", 500)
    rig.unit.guard.hold_ms = 900_000
    rig.until("TANK_ON", 200)
    assert reason(rig) == "the guard refused the start"
