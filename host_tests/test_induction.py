"""The proofs hold for the code as it is, and notice each way in which it could be wrong."""

import pytest
import z3
from heatpump import guard, ladder, modes, table

from tools import induction, symbolic


@pytest.mark.parametrize("prove", [induction.wait_law, induction.drive_laws, induction.tick_laws,
                                   induction.defrost_law, induction.latch_law],
                         ids=lambda f: f.__name__)  # fmt: skip
def test_the_laws_hold_from_any_state(prove):
    assert all(count > 0 for count in prove().values())


def lose_the_least_time_off(monkeypatch):
    monkeypatch.setattr(guard, "_REST", 3)
    real = guard.Guard._wait
    monkeypatch.setattr(guard.Guard, "_wait",
                        lambda g, name, ms: None if name == 3 else real(g, name, ms))  # fmt: skip


def lose_the_boot_hold(monkeypatch):
    real = guard.Guard._wait
    monkeypatch.setattr(guard.Guard, "_wait",
                        lambda g, name, ms: None if name == 2 else real(g, name, ms))  # fmt: skip


def forget_the_hour(monkeypatch):
    monkeypatch.setattr(guard, "_HOUR_s", 3599)


def let_a_defrost_start_at_once(monkeypatch):
    monkeypatch.setattr(guard, "_DEFROST_OFF_ms", 44_999)


def move_the_valve_while_it_runs(monkeypatch):
    monkeypatch.setattr(guard.Guard, "_valve_may_move", lambda g, want, span: True)


def start_beside_the_valve(monkeypatch):
    monkeypatch.setattr(guard.Guard, "_may_start", lambda g, want, d, flows: g.wait_s == 0)


def hold_on_through_a_gap(monkeypatch):
    monkeypatch.setattr(guard, "_LEASE_ms", 3001)


@pytest.mark.parametrize("mutate, prove, law", [
    (lose_the_least_time_off, induction.wait_law, "1"),
    (lose_the_boot_hold, induction.wait_law, "1"),
    (forget_the_hour, induction.wait_law, "1"),
    (let_a_defrost_start_at_once, induction.drive_laws, "1"),
    (move_the_valve_while_it_runs, induction.drive_laws, "7"),
    (start_beside_the_valve, induction.drive_laws, "7"),
    (hold_on_through_a_gap, induction.tick_laws, "12"),
], ids=lambda x: getattr(x, "__name__", x))  # fmt: skip
def test_a_guard_that_is_wrong_is_noticed(mutate, prove, law, monkeypatch):
    mutate(monkeypatch)
    with pytest.raises(induction.Broken, match=f"{law}: "):
        prove()


def test_a_defrost_without_its_end_is_noticed(monkeypatch):
    rows = list(table._ROWS)
    rows[modes.DEFROST] = tuple(r for r in rows[modes.DEFROST] if r[1] is not modes.defrost_long)
    monkeypatch.setattr(table, "_ROWS", tuple(rows))
    with pytest.raises(induction.Broken, match="14: "):
        induction.defrost_law()


def test_a_latch_that_clears_itself_is_noticed(monkeypatch):
    def step(p, now, elapsed_ms):
        p.latched = p.tripped

    monkeypatch.setattr(ladder.Protections, "step", step)
    with pytest.raises(induction.Broken, match="15: "):
        induction.latch_law()


def test_both_ways_of_a_fork_are_gone_and_no_third():
    def function():
        x = symbolic.Num("x")
        if x > 5:
            return "large" if x // 2 == 3 else "larger"
        return "small"

    assert {bool(answer) for _, answer in symbolic.paths(lambda: not symbolic.Num("y"))} == {
        True,
        False,
    }
    seen = sorted(answer for _, answer in symbolic.paths(function, [z3.Int("x") < 8]))
    assert seen == ["large", "small"]
