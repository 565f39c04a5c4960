"""After a trip: the wait, the next try, the lockout, and who may end it."""

from rig import Rig
from runs import COLD, heating, lock_out, reason, tripped, welded


def test_a_welded_contactor_keeps_air_and_water_moving_and_latches():
    rig = welded()
    assert rig.mode == "WELDED" and rig.unit.latched
    assert rig.lamps["fan"] and rig.lamps["pump"] and not rig.lamps["compressor"]
    rig.run(3600, circuit=False)
    assert rig.mode == "WELDED"
    rig.power_W = None
    assert rig.until("TRIPPED", 70) <= 61
    rig.until("LOCKOUT", 10)


def test_a_latch_from_before_a_power_cut_is_a_lockout_from_the_first_scan():
    old = lock_out(heating()).unit.protections.state(0)
    rig = Rig().jump(**COLD)
    rig.unit.protections.restore(old)
    rig.run(2)
    assert rig.mode == "LOCKOUT" and reason(rig) == "latched before the power was cut"


def test_a_trip_runs_the_fan_on_waits_and_tries_again():
    rig = tripped()
    assert rig.mode == "SAFE_STOP" and rig.lamps["fan"] and rig.lamps["pump"]
    assert 57 <= rig.until("TRIPPED", 70) <= 60
    assert 530 <= rig.until("REST", 700) <= 540
    assert reason(rig) == "fault gone, trying again"


def test_the_third_trip_in_an_hour_locks_out_until_a_person_acknowledges():
    rig = lock_out(heating())
    rig.run(7200)
    assert rig.mode == "LOCKOUT"
    rig.unit.acknowledged = True
    rig.run(2)
    assert ("REST", "acknowledged by a person") in rig.log
    rig.until("HEAT", 700)


def test_an_acknowledgement_in_advance_is_none():
    rig = lock_out(heating(), acknowledge_early=True)
    rig.run(3600)
    assert rig.mode == "LOCKOUT" and rig.unit.latched


def test_an_acknowledgement_while_the_fault_lasts_is_none():
    rig = lock_out(heating())
    rig.closed = False
    rig.run(2)
    rig.unit.acknowledged = True
    rig.run(5)
    rig.closed = True
    rig.run(600)
    assert rig.mode == "LOCKOUT" and rig.unit.latched


def test_the_switch_is_obeyed_while_tripped():
    rig = tripped()
    rig.until("TRIPPED", 70)
    rig.unit.on = False
    rig.run(2)
    assert rig.mode == "OFF"
