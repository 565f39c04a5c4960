"""The whole controller on a table, on ordinary days: heat, cold, mild weather, the switch."""

import pytest
from rig import Rig
from runs import COLD, WARM, cooling, heating, modes_seen, reason


def test_a_cold_house_is_heated_after_the_boot_hold_with_pump_and_fan_ahead():
    rig = Rig().jump(**COLD)
    assert rig.until("HEAT", 500) >= 300
    assert modes_seen(rig) == ["IDLE", "PRE_HEAT", "HEAT"]
    assert rig.unit.guard.fan_ms >= 15_000 and rig.unit.guard.pump_ms >= 60_000


def test_a_warm_house_stops_it_and_the_fan_runs_on_for_a_minute():
    rig = heating().turn(**WARM)
    rig.until("RUN_ON", 400)
    assert reason(rig) == "warm enough" and not rig.lamps["compressor"]
    assert rig.until("REST", 70) == 60


def test_supply_water_at_its_limit_stops_heating():
    rig = heating().turn(t_supply=58.5)
    rig.until("RUN_ON", 30)
    assert reason(rig) == "supply water is at its limit"


def test_mild_weather_lets_the_water_stand_still():
    rig = Rig().jump(t_outdoor=18, t_return=25)
    rig.until("STANDBY", 500)
    assert not any(rig.lamps.values())


def turn_for_hours(rig, hours, **knobs):
    """The outdoor average takes hours to follow: let them pass at the slowest scan."""
    rig.turn(**knobs)
    rig.run(hours * 3600)


def test_the_season_brings_the_circulation_back():
    rig = Rig(settings={"outdoor_average_h": 1}).jump(t_outdoor=18, t_return=40, t_supply=40)
    rig.until("STANDBY", 500)
    turn_for_hours(rig, 2, t_outdoor=5)
    assert ("IDLE", "the season asks for circulation") in rig.log


@pytest.mark.parametrize("outdoor, room, mode", [(5, 18, "PRE_HEAT"), (32, 28, "PRE_COOL")])
def test_an_air_unit_starts_out_of_standby(outdoor, room, mode):
    rig = Rig(water=False).jump(t_outdoor=outdoor, t_coil=outdoor, t_room=20 if room < 20 else 25)
    rig.until("STANDBY", 500)
    rig.turn(t_room=room)
    rig.until(mode, 70)


def test_a_hot_house_is_cooled_with_the_valve_turned_first():
    rig = cooling()
    assert modes_seen(rig) == ["IDLE", "PRE_COOL", "COOL"] and rig.lamps["reverse"]
    rig.turn(t_return=14)
    rig.until("COOL_ON", 400)
    assert reason(rig) == "cool enough" and rig.lamps["reverse"]
    rig.until("RUN_ON", 40)
    rig.run(1)
    assert not rig.lamps["reverse"] and rig.lamps["fan"]


def test_the_owner_s_switch_stops_heating_and_ends_in_off():
    rig = heating()
    rig.unit.on = False
    rig.until("OFF", 400)
    assert modes_seen(rig)[-3:] == ["RUN_ON", "REST", "OFF"] and not any(rig.lamps.values())
    rig.unit.on = True
    rig.run(2)
    assert reason(rig) == "switched on"


def test_the_owner_s_switch_stops_cooling_with_the_valve_held():
    rig = cooling()
    rig.unit.on = False
    rig.until("OFF", 400)
    assert modes_seen(rig)[-4:] == ["COOL_ON", "RUN_ON", "REST", "OFF"]


def test_all_off_puts_out_every_lamp():
    rig = cooling()
    rig.unit.all_off()
    assert not any(rig.lamps.values())
