"""The exhaustive explorer finds a broken controller, and holds what it kept: `make explore`."""

import pytest
from heatpump import guard, ladder, modes

from tools import explore, explore_laws, explore_world


@pytest.fixture(autouse=True)
def its_own_guard(monkeypatch):
    """A World has a lease of its own, for its steps are of 30 s; nobody else shall have that."""
    monkeypatch.setattr(guard, "_LEASE_ms", guard._LEASE_ms)
    explore.world_of.cache_clear()
    yield
    explore.world_of.cache_clear()


def found(steps=40):
    """Laws that any step breaks from the states on the way to heat, and to cold."""
    return {law for demand in ("heat", "cold") for law in _on_the_way_to(demand, steps)}


def _on_the_way_to(demand, steps):
    world, inputs = explore.world_of(True), {**explore_world.SOUND, "demand": demand}
    state, laws = (explore_world.World(True).state(), explore_laws.START), set()
    for _ in range(steps):
        laws |= {law for law, _, _ in explore.expand((True, [state]))[2]}
        world.put(state[0])
        world.step(**inputs)
        after = world.state()
        state = (after, explore_laws.judge(state[1], state[0], after, inputs, world)[0])
    assert laws or world.unit.guard.compressor
    return laws


def forget_every_rest(monkeypatch):
    """Boot hold and rest: the first start is held by both."""
    real = guard.Guard._wait
    wait = lambda g, name, ms: None if name in (2, 3) else real(g, name, ms)  # noqa: E731
    monkeypatch.setattr(guard.Guard, "_wait", wait)


def lose_the_high_pressure(monkeypatch):
    lost = ("HP", "PRESSOSTAT")
    rows = [(r[0], (lambda _now: False), *r[2:]) if r[0] in lost else r for r in ladder.ROWS]
    monkeypatch.setattr(ladder, "ROWS", tuple(rows))


def go_on_after_a_gap(monkeypatch):
    real = guard.Guard.tick
    monkeypatch.setattr(guard.Guard, "tick", lambda g, _ms: real(g, explore_world.TICK_ms))


def drive(mode, *outputs):
    def mutate(monkeypatch):
        changed = list(modes.OUTPUTS)
        changed[mode] = outputs
        monkeypatch.setattr(modes, "OUTPUTS", tuple(changed))

    mutate.__name__ = f"wrong_{modes.NAMES[mode]}"
    return mutate


def turn_the_valve_while_it_runs(monkeypatch):
    """Table and guard, both: either alone holds the law."""
    drive(modes.PRE_COOL, True, False, True, True, False)(monkeypatch)
    monkeypatch.setattr(guard.Guard, "_valve_may_move", lambda *_: True)


BROKEN = [
    (forget_every_rest, 1), (lose_the_high_pressure, 2), (go_on_after_a_gap, 12),
    (drive(modes.HEAT, True, False, False, True, False), 8),
    (drive(modes.HEAT, True, False, True, False, False), 10),
    (turn_the_valve_while_it_runs, 7),
]  # fmt: skip


@pytest.mark.parametrize("mutate, law", BROKEN, ids=lambda x: getattr(x, "__name__", f"law {x}"))
def test_a_broken_controller_is_found(mutate, law, monkeypatch):
    mutate(monkeypatch)
    assert law in found()


def test_the_sound_one_breaks_nothing_there():
    assert found() == set()


def test_what_is_kept_belongs_to_these_tables():
    """Rows were added or taken away, and nobody has explored since: `make explore`."""
    kept = explore.KEPT.read_text()
    assert f"rows of modes {len(modes.TRANSITIONS)}\n" in kept
    for name in modes.NAMES:
        assert f" {name}" in kept, name
