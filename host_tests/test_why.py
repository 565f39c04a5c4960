"""What a person is told: what keeps it from running, for how long, and what it lives with."""

from types import SimpleNamespace

import pytest
from heatpump import modes, why
from heatpump.history import History
from heatpump.settings import Settings
from rig import Rig
from runs import COLD, WARM, heating, lock_out, welded


def test_after_power_up_the_hold_is_named_first_with_its_end():
    rig = Rig().jump(**COLD).run(10)
    sentence, left_s = why.reasons(rig.unit)[0]
    assert (sentence, left_s) == ("hold after power-up", 290)


def test_a_running_machine_has_no_reason_not_to():
    assert why.reasons(heating().unit) == []


def test_waits_are_listed_longest_first():
    rig = heating().turn(**WARM)
    rig.until("REST", 800)
    rig.jump(**COLD).run(2)
    waits = [(s, left) for s, left in why.reasons(rig.unit) if left]
    assert waits[0][0] == "compressor must stay off"
    assert [left for _, left in waits] == sorted((left for _, left in waits), reverse=True)


def test_a_warm_house_is_a_reason_in_degrees():
    rig = Rig().jump(t_return=35, t_supply=35).run(400)
    [(sentence, left_s)] = why.reasons(rig.unit)
    assert sentence.startswith("35.0 degC, starts below ") and left_s is None


def test_summer_is_a_reason():
    rig = Rig().jump(t_outdoor=18).run(400)
    assert why.reasons(rig.unit)[-1][0].startswith("no heat or cold in season: 18.0 degC")


def test_a_lockout_names_the_trip_and_asks_for_a_person():
    rig = lock_out(heating())
    rig.run(3000)
    assert why.reasons(rig.unit)[0][0] == (
        "latched, a person must acknowledge: discharge pressure is at its limit"
    )


def test_a_welded_contactor_is_named():
    assert "although it is switched off" in why.reasons(welded().unit)[0][0]


def test_a_trip_says_when_it_tries_again():
    rig = heating().turn(p_suction=400, p_discharge=2950)
    rig.run(3, circuit=False).run(100)
    assert ("the next try after a trip", pytest.approx(500, abs=5)) in why.reasons(rig.unit)


def test_what_it_lives_with_is_noted():
    rig = heating()
    rig.broken["t_outdoor"] = 0
    rig.run(10)
    assert why.notes(rig.unit) == ["no outdoor temperature: ice is judged by the coil alone"]


def test_each_output_says_who_keeps_it_off():
    rows = {name: row for name, *row in why.outputs(heating().unit)}
    assert rows["compressor"] == [True, None, 0] and rows["heater"][0] is False


def held(rig, name):
    return next((row[2], row[3]) for row in why.outputs(rig.unit) if row[0] == name)


def test_each_output_held_against_its_mode_says_by_whom_and_for_how_long():
    rig = Rig().jump(**COLD).run(100)
    rig.unit.guard.inhibited = "settings are refused"
    rig.unit.mode = modes.PRE_TANK
    rig.unit._drive()
    for name in ("fan", "pump", "tank_valve"):
        assert held(rig, name) == ("settings are refused", 0)
    assert held(rig, "crankcase") == held(rig, "heater") == (None, 0)


def test_the_valve_says_what_it_waits_for():
    rig = heating().turn(t_coil=-14, t_outdoor=1)
    guard = rig.unit.guard
    rig.unit.mode = modes.TURN  # before its time, as only a broken table could have it
    guard.drive((True, True, False, True), True, 500)
    assert held(rig, "reverse") == ("the valve waits for the compressor to stop", 0)
    guard.drive((False, True, False, True), True, 500)
    assert held(rig, "reverse") == ("the compressor has just stopped", 30)
    guard.off_ms = 31_000
    guard.drive((False, True, False, True), True, 3101)
    assert held(rig, "reverse") == ("the pressures are too far apart to move the valve", 0)


def test_the_heater_says_why_it_does_not_heat():
    unit = SimpleNamespace(
        mode=modes.REST, settings=Settings(), water_too_hot=False,
        heater_on=False, crankcase_on=False,
        backup=SimpleNamespace(on=True),
        guard=SimpleNamespace(compressor=False, reverse=False, fan=False, pump=True,
                              inhibited=None, off_ms=0),
    )  # fmt: skip
    rows = lambda: {name: why_not for name, _, why_not, _ in why.outputs(unit)}  # noqa: E731
    assert rows()["heater"] == "water flow is not proved"
    unit.water_too_hot = True
    assert rows()["heater"] == "supply water is at its limit"
    unit.guard.reverse = True
    assert rows()["heater"] == "the machine chills the water"


@pytest.mark.parametrize("by_time, told", [(2, False), (3, True)])
def test_defrosts_that_run_out_of_time_are_noted(by_time, told):
    rig = heating()
    rig.unit.defrost.timed_out = by_time
    assert ("three defrosts in a row ran out of time" in why.notes(rig.unit)) == told


def test_starting_too_often_is_noted():
    rig = heating()
    assert "too often" not in "".join(why.notes(rig.unit))
    rig.unit.history.short_cycling = lambda: True
    assert why.notes(rig.unit) == ["it starts too often: band, flow or size do not fit"]


# --- history ---


class Motor:
    """The guard's outputs as a history sees them."""

    compressor = False
    starts = 0


def cycle(history, motor, on_s, off_s, counted=True):
    motor.starts += counted
    motor.compressor = True
    for _ in range(on_s):
        history.second(motor)
    motor.compressor = False
    for _ in range(off_s):
        history.second(motor)


def test_hours_and_starts_are_counted_a_defrost_s_too():
    history, motor = History(), Motor()
    cycle(history, motor, 500, 100)
    cycle(history, motor, 300, 100, counted=False)
    assert (history.run_s, history.starts) == (800, 2)


def test_the_hours_of_a_day_are_sorted_by_their_starts():
    history, motor = History(), Motor()
    for _ in range(12):
        cycle(history, motor, 300, 1500)  # two an hour
    for _ in range(6):
        cycle(history, motor, 0, 3600, counted=False)
    assert list(history.hours[:4]) == [6, 0, 6, 0]


@pytest.mark.parametrize("period_s, short", [(600, True), (601, False), (1200, False)])
def test_six_starts_an_hour_are_short_cycling_and_three_are_not(period_s, short):
    history, motor = History(), Motor()
    for _ in range(12):
        cycle(history, motor, 300, period_s - 300)
    assert history.short_cycling() == short
