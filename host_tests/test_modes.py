"""The shape of the two tables: nothing unreachable, nothing without a way out or a reason."""

import pytest
from heatpump import modes, table
from now import healthy, running

ALL = range(len(modes.NAMES))
COMPRESSOR, REVERSE, FAN, PUMP, TANK = range(5)
# What moves in which mode, said once more and apart from the table: the pump always, but where
# nobody wants anything; the fan with the compressor and before and after it, but never while ice
# melts and drains; the valve wherever the cycle is reversed and until pressures have settled.
MOVES = {
    COMPRESSOR: "HEAT COOL DEFROST RESTART TANK",
    REVERSE: "PRE_COOL COOL COOL_ON TURN DEFROST DRIP HOLD_VALVE EXERCISE",
    FAN: "PRE_HEAT HEAT RUN_ON PRE_COOL COOL COOL_ON PRE_TANK TANK TANK_ON SAFE_STOP WELDED",
    PUMP: " ".join(name for name in modes.NAMES if name not in ("OFF", "STANDBY")),
    TANK: "PRE_TANK TANK TANK_ON BOOST EXERCISE",
}


def ways():
    """(from, to, row) for every row and every mode it leaves."""
    for mode in ALL:
        for row in table._ROWS[mode]:
            yield mode, row[2], row


def reachable(start):
    seen, todo = set(), [start]
    while todo:
        mode = todo.pop()
        if mode not in seen:
            seen.add(mode)
            todo += [to for origin, to, _ in ways() if origin == mode]
    return seen


def test_every_mode_has_a_name_and_its_outputs():
    assert len(modes.NAMES) == len(modes.OUTPUTS) == len(set(modes.NAMES))
    for mode, name in enumerate(modes.NAMES):
        assert getattr(modes, name) == mode


@pytest.mark.parametrize("output, names", MOVES.items())
def test_each_output_is_on_in_these_modes_and_in_no_other(output, names):
    on = {modes.NAMES[mode] for mode in ALL if modes.OUTPUTS[mode][output]}
    assert on == set(names.split())


@pytest.mark.parametrize("mode", ALL, ids=modes.NAMES.__getitem__)
def test_every_mode_is_reached_from_power_on_and_leads_back_to_rest(mode):
    assert mode in reachable(modes.REST)
    assert modes.REST in reachable(mode)


def test_every_row_says_why_unless_a_protection_does():
    for origin, to, (_, when, _, because) in ways():
        assert because or when is modes.tripped
        assert origin != to


def test_the_compressor_runs_in_five_modes_only_and_never_without_the_pump():
    on = [mode for mode in ALL if modes.OUTPUTS[mode][COMPRESSOR]]
    assert on == [modes.HEAT, modes.COOL, modes.DEFROST, modes.RESTART, modes.TANK]
    assert all(modes.OUTPUTS[mode][PUMP] for mode in on)


def test_the_outdoor_fan_runs_with_the_compressor_except_in_a_defrost():
    for mode in (modes.HEAT, modes.TANK, modes.COOL):
        assert modes.OUTPUTS[mode][FAN]
    for mode in (modes.TURN, modes.DEFROST, modes.DRIP):
        assert not modes.OUTPUTS[mode][FAN]


def test_no_way_moves_the_valve_while_the_compressor_runs_on_both_sides_of_it():
    for origin, to, _ in ways():
        before, after = modes.OUTPUTS[origin], modes.OUTPUTS[to]
        if before[REVERSE] != after[REVERSE]:
            assert not (before[COMPRESSOR] or after[COMPRESSOR]), modes.NAMES[origin]


def test_every_way_out_of_a_running_compressor_stops_it_but_those_between_house_and_tank():
    runs_on = {
        (modes.RESTART, modes.HEAT), (modes.HEAT, modes.TANK), (modes.TANK, modes.HEAT),
    }  # fmt: skip
    for origin, to, _ in ways():
        if modes.OUTPUTS[origin][COMPRESSOR] and (origin, to) not in runs_on:
            assert not modes.OUTPUTS[to][COMPRESSOR]


def test_a_reversed_mode_is_left_on_a_trip_with_the_valve_held():
    for mode in ALL:
        if modes.OUTPUTS[mode][REVERSE] and mode != modes.HOLD_VALVE:
            row = table.departure(mode, healthy(tripped=True))
            assert row[2] == modes.HOLD_VALVE


@pytest.mark.parametrize("name, to", [
    ("REST", "OFF"), ("STANDBY", "OFF"), ("IDLE", "OFF"), ("TRIPPED", "OFF"), ("BOOST", "REST"),
    ("PRE_HEAT", "REST"), ("PRE_TANK", "REST"), ("PRE_COOL", "COOL_ON"), ("HEAT", "RUN_ON"),
    ("COOL", "COOL_ON"), ("TANK", "TANK_ON"),
])  # fmt: skip
def test_the_owner_s_switch_ends_every_wait_and_every_run_but_a_defrost(name, to):
    now = running(on=False, in_mode_s=999, wants_heat=True, wants_cold=True, wants_tank=True)
    _, _, target, because = table.departure(getattr(modes, name), now)
    assert (modes.NAMES[target], because) == (to, "switched off")


@pytest.mark.parametrize("mode", [modes.HEAT, modes.COOL, modes.DEFROST])
def test_a_trip_goes_before_every_other_reason_to_leave(mode):
    now = running(tripped=True, on=False, coil_iced=True, coil_clear=True, water_cold=True)
    assert table.departure(mode, now)[1] is modes.tripped


def test_nothing_changes_a_mode_that_has_no_reason_to_end():
    assert table.departure(modes.HEAT, running(wants_heat=True)) is None
    assert table.departure(modes.LOCKOUT, healthy(latched=True)) is None


def test_a_lockout_is_left_only_by_a_person_and_only_when_the_fault_is_gone():
    assert table.departure(modes.LOCKOUT, healthy(latched=True, on=False)) is None
    assert table.departure(modes.LOCKOUT, healthy(acknowledged=True, tripped=True)) is None
    assert table.departure(modes.LOCKOUT, healthy(acknowledged=True))[2] == modes.REST


@pytest.mark.parametrize("seconds, leaves", [(599, False), (600, True), (601, True)])
def test_a_defrost_ends_after_ten_minutes_whatever_the_coil_says(seconds, leaves):
    now = running(in_mode_s=seconds, heating=False, defrosting=True)
    row = table.departure(modes.DEFROST, now)
    assert bool(row) == leaves and (not row or row[2] == modes.DRIP)


@pytest.mark.parametrize("ran_s, leaves", [(599, False), (600, True)])
def test_a_warm_house_stops_the_compressor_after_its_comfort_time(ran_s, leaves):
    assert bool(table.departure(modes.HEAT, running(ran_s=ran_s))) == leaves


@pytest.mark.parametrize("ran_s, leaves", [(179, False), (180, True)])
def test_the_owner_s_switch_stops_the_compressor_after_its_least_time_on(ran_s, leaves):
    now = running(ran_s=ran_s, on=False, wants_heat=True)
    assert bool(table.departure(modes.HEAT, now)) == leaves
