"""Hot water: the tank before the house, and the heater for what the compressor cannot reach."""

from rig import Rig
from runs import COLD, HEAT_WAVE, MILD, boosting, heating_the_tank, reason


def test_a_boost_may_make_the_water_hotter_than_the_house_may_have_it():
    rig = boosting().turn(t_supply=62)
    assert rig.run(5).lamps["heater"]
    rig.turn(t_supply=65.5)
    assert not rig.run(5).lamps["heater"]


def test_the_tank_valve_moves_before_the_compressor_starts():
    rig = Rig(tank=True).jump(**MILD, t_tank=38)
    rig.until("PRE_TANK", 500)
    assert rig.lamps["tank_valve"] and not rig.lamps["compressor"]
    assert rig.until("TANK", 200) >= 15
    assert rig.run(1).lamps["compressor"] and rig.lamps["fan"] and rig.lamps["tank_valve"]


def test_a_hot_tank_ends_it_and_the_last_heat_still_goes_there():
    rig = heating_the_tank().turn(t_tank=50)
    rig.until("TANK_ON", 500)
    assert reason(rig) == "hot water is warm" and rig.lamps["tank_valve"]
    assert rig.until("REST", 70) == 60 and not rig.run(1).lamps["tank_valve"]


def test_hot_water_goes_before_the_house_and_the_house_follows_without_a_stop():
    rig = Rig(tank=True).jump(**COLD)
    rig.until("HEAT", 500)
    rig.run(200).turn(t_tank=38)
    rig.until("TANK", 200)
    rig.turn(t_tank=52)
    rig.until("HEAT", 200)
    assert rig.lamps["compressor"] and not rig.lamps["tank_valve"]
    assert rig.unit.guard.starts == 1


def test_hot_water_ends_cooling_after_its_comfort_time():
    rig = Rig(tank=True).jump(**HEAT_WAVE)
    rig.until("COOL", 500)
    rig.turn(t_coil=45, t_supply=15, t_tank=38).run(120)
    assert rig.until("COOL_ON", 700) > 0
    assert reason(rig) == "hot water goes before the house"
    rig.turn(t_coil=30, t_supply=24, t_return=24).until("TANK", 1500)
    assert not rig.lamps["reverse"]


def test_what_the_compressor_cannot_reach_the_heater_does():
    rig = boosting()
    assert any(because == "supply water is at its limit" for _, because in rig.log)
    assert rig.lamps["heater"] and rig.lamps["tank_valve"] and not rig.lamps["compressor"]
    rig.turn(t_tank=49).until("REST", 200)
    assert reason(rig) == "hot water needs no heater any more" and not rig.lamps["heater"]


def test_a_boost_without_flow_has_no_heat():
    rig = boosting()
    assert rig.lamps["heater"]
    rig.flow_gps = 0
    assert not rig.run(1).lamps["heater"]


def test_a_boost_ends_with_the_switch():
    rig = boosting()
    rig.unit.on = False
    rig.until("REST", 5)
    assert not rig.run(1).lamps["heater"]


def test_the_switch_stops_hot_water_and_its_beginning():
    rig = heating_the_tank()
    rig.unit.on = False
    rig.until("TANK_ON", 5)
    assert reason(rig) == "switched off"
    rig = Rig(tank=True).jump(**MILD, t_tank=38)
    rig.until("PRE_TANK", 500)
    rig.unit.on = False
    rig.until("REST", 5)
