"""Laws of guard, ladder and modes, proved from any state: not from those that can be reached.

    python -m tools.induction

The shipped source is run with unknowns (tools/symbolic.py): every timer, setting and wish may have
any value in its bounds.  z3 is asked on each path for values that break the law; there must be
none.  Where a law needs to know something of the state it begins from, that is proved to stay.

     1  a start comes after the least time off and the boot hold, or belongs to a defrost
     7  the valve moves only with the compressor off for 30 s; the next start comes 15 s later
    10  no start without proved flow
    12  a gap of 3 s leaves every output off
    13  no more starts in any hour than are set, and never more than 10
    14  a defrost is left after its longest time, whatever else is true
    15  a latch is cleared by nothing but a person, and lets nothing start
Exit 0: proved.  1: a counter-example, shown.
"""

import sys
from itertools import pairwise

import z3

from tools.scenario import firmware_settings
from tools.symbolic import Bit, Num, paths

from heatpump import guard as guards  # isort: skip
from heatpump import ladder, modes, table  # isort: skip

_COUNTERS = ("on_ms", "off_ms", "valve_ms", "fan_ms", "pump_ms", "since_start_ms", "hold_ms")
_HOUR_s = 3600


class Settings:
    """Every setting that the code asks for, unknown within its hard limits."""

    def __init__(self, names):
        self.bounds = []
        for name, _, low, high in firmware_settings.ROWS:
            if name in names:
                number = Num(name)
                setattr(self, name, number)
                self.bounds += [number.expr >= low, number.expr <= high]


OF_GUARD = ("scan_ms", "compressor_off_s", "start_to_start_s", "starts_per_hour", "valve_off_s",
            "valve_settle_s", "valve_span_kPa", "grid_start_to_start_s",
            "grid_starts_per_hour")  # fmt: skip


class Before:
    """The guard in any state, and what is assumed of it."""

    def __init__(self):
        self.settings = Settings(OF_GUARD)
        self.assumed = list(self.settings.bounds)
        few, most = self.settings.grid_starts_per_hour, self.settings.starts_per_hour
        self.assumed += [few.expr <= most.expr]  # a relation of heatpump/settings_rows.py
        self.elapsed_ms = Num("elapsed_ms")
        self.assumed += [self.elapsed_ms.expr >= 0, self.elapsed_ms.expr < 1 << 30]
        self.want = tuple(Bit(f"want_{i}") for i in range(4))
        self.defrosting, self.flows = Bit("defrosting"), Bit("flows")
        self.span_kPa = Num("span_kPa")

    def guard(self):
        """A Guard with unknowns in place of its state."""
        g = guards.Guard(firmware_settings.Settings(), 0)
        g._settings = self.settings
        for name in _COUNTERS:
            setattr(g, name, Num(name + "_0"))
        for name in ("compressor", "reverse", "fan", "pump", "_defrosted"):
            setattr(g, name, Bit(name + "_0"))
        g.uptime_s, g._uptime_ms, g._at = Num("uptime_0"), Num("part_0"), 0
        g._start_s = [Num(f"start_{i}") for i in range(10)]
        g.rationed = Bit("rationed")
        return g

    def invariant(self, g):
        """What every step keeps: counters are not negative, starts lie in order in the past."""
        facts = [_of(getattr(g, name)) >= 0 for name in _COUNTERS]
        facts += [_of(g._uptime_ms) >= 0, _of(g._uptime_ms) < 1000]
        ring = [g._start_s[(g._at + i) % 10] for i in range(10)]  # oldest first
        facts += [_of(a) <= _of(b) for a, b in pairwise(ring)]
        return [*facts, _of(ring[-1]) <= _of(g.uptime_s)]


def _of(x):
    return x.expr if isinstance(x, Num | Bit) else x if z3.is_expr(x) else (
        z3.BoolVal(x) if isinstance(x, bool) else z3.IntVal(x)
    )


def _proved(what, path, claim, found):
    """Note the claim: True, or the values that break it."""
    solver = z3.Solver()
    solver.add(*path.known, z3.Not(claim))
    answer = solver.check()
    if answer == z3.unsat:
        found[what] = found.get(what, 0) + 1
    else:
        raise Broken(f"{what}: {solver.model() if answer == z3.sat else 'z3 gave up'}")


class Broken(Exception):
    """The law, and values of the unknowns that break it."""


def tick_laws():
    """Law 12, and what the other proofs assume of the guard's state.  Raises Broken."""
    at, found = Before(), {}

    def step():
        g = at.guard()
        asked = []
        g._find_wait = lambda: asked.append(True)
        g.tick(at.elapsed_ms)
        return g, asked

    for path, (g, asked) in paths(step, at.assumed + at.invariant(at.guard())):
        gap = at.elapsed_ms.expr >= 3000
        dark = z3.Not(z3.Or(*[_of(x) for x in (g.compressor, g.reverse, g.fan, g.pump)]))
        _proved("12", path, z3.Implies(gap, z3.And(dark, z3.BoolVal(bool(g._lapsed)))), found)
        _proved("1", path, z3.Or(_of(g.compressor), z3.BoolVal(bool(asked))), found)
        _proved("what is assumed stays", path, z3.And(*at.invariant(g)), found)
    return found


def wait_law():
    """No wait means that every reason to wait is over: what drive() goes by."""
    at, found = Before(), {}

    def step():
        g = at.guard()
        g._find_wait()
        return g

    old = at.guard()
    for path, g in paths(step, at.assumed + at.invariant(old)):
        _proved("1", path, z3.Implies(_of(g.wait_s) == 0, free_to_start(at, old)), found)
        _proved("what is assumed stays", path, _of(g.wait_s) >= 0, found)
    return found


def free_to_start(at, g):
    """Rested, out of the boot hold, and fewer starts in the last hour than are allowed."""
    s = at.settings
    few = [
        z3.Implies(s.starts_per_hour.expr == most,
                   _of(g.uptime_s) - _of(g._start_s[-most]) >= _HOUR_s)
        for most in range(1, 11)
    ]  # fmt: skip
    rested = _of(g.off_ms) >= s.compressor_off_s.expr * 1000
    return z3.And(rested, _of(g.hold_ms) == 0, *few)


def drive_laws():
    """Laws 1, 7, 10, 12 and 13 of drive(), given what wait_law() proves of wait_s."""
    at, found = Before(), {}

    def step():
        g = at.guard()
        g._lapsed, g.wait_s, g.refused = Bit("lapsed"), Num("wait"), 0
        g.drive(at.want, at.defrosting, at.span_kPa, at.flows)
        return g

    old = at.guard()
    lapsed, off_ms = z3.Bool("lapsed"), _of(old.off_ms)
    on = [_of(x) for x in (old.compressor, old.reverse, old.fan, old.pump)]
    free = free_to_start(at, old)
    assumed = [*at.assumed, *at.invariant(old), z3.Implies(lapsed, z3.Not(z3.Or(*on))),
               z3.Implies(z3.Int("wait") == 0, free)]  # fmt: skip
    belongs = z3.And(at.defrosting.expr, off_ms >= 45_000, off_ms <= 300_000,
                     _of(old.hold_ms) == 0)  # fmt: skip
    for path, g in paths(step, assumed):
        before, after = _of(old.compressor), _of(g.compressor)
        starts = z3.And(z3.Not(before), after)
        _proved("1", path, z3.Implies(starts, z3.Or(free, belongs)), found)
        counts = _of(g.starts) != 0
        _proved("13", path, z3.Implies(z3.And(starts, z3.Not(belongs)), z3.And(free, counts)),
                found)  # fmt: skip
        moves = _of(old.reverse) != _of(g.reverse)
        calm = z3.And(z3.Not(before), z3.Not(after), off_ms >= 30_000)
        _proved("7", path, z3.Implies(moves, calm), found)
        _proved("7", path, z3.Implies(starts, _of(old.valve_ms) >= 15_000), found)
        _proved("10", path, z3.Implies(starts, at.flows.expr), found)
        dark = z3.Not(z3.Or(after, _of(g.reverse), _of(g.fan), _of(g.pump)))
        _proved("12", path, z3.Implies(lapsed, dark), found)
        _proved("what is assumed stays", path, z3.And(*at.invariant(g)), found)
    return found


def defrost_law():
    """Law 14: DEFROST is left once its longest time, 600 s at most, has passed."""
    found, settings = {}, Settings([row[0] for row in firmware_settings.ROWS])

    class Now:
        """Every fact unknown."""

        in_mode_s = Num("in_mode_s")

        def __getattr__(self, name):
            return Num(name) if name.endswith(("_s", "_cC", "_kPa", "_W")) else Bit(name)

    now = Now()
    now.settings = settings
    most_s = settings.defrost_most_s.expr
    assumed = [*settings.bounds, Now.in_mode_s.expr >= most_s]
    for path, row in paths(lambda: table.departure(modes.DEFROST, now), assumed):
        leaves = row is not None and row[2] != modes.DEFROST
        _proved("14", path, z3.And(z3.BoolVal(leaves), most_s <= 600), found)
    return found


def latch_law():
    """Law 15: step() never clears a latch; two rows stand for all, for each is judged alone."""
    found = {}
    shipped = ladder.ROWS
    low, high = Num("retries"), Bit("until")
    rows = tuple(
        (code, lambda now, n=n: Bit(f"bad_{n}"), 1000 * n, lambda now: high, again, "because")
        for n, (code, again) in enumerate((("A", ladder.LADDER), ("B", ladder.LATCH)))
    )
    try:
        ladder.ROWS = rows

        def step():
            p = ladder.Protections(Settings(("trip_retry_s",)))
            p.latched, p.tripped = True, Bit("tripped")
            p._held_ms = [Num("held_0"), Num("held_1")]
            p._times_s = [Num(f"time_{i}") for i in range(len(p._times_s))]

            class Now:
                uptime_s = Num("uptime")

            p.step(Now, Num("elapsed"))
            return p

        for path, p in paths(step, [low.expr >= 0]):
            _proved("15", path, _of(p.latched), found)
    finally:
        ladder.ROWS = shipped

    class Latched:
        """A latched machine: every other fact unknown."""

        latched, acknowledged = True, False

        def __getattr__(self, name):
            return Num(name) if name.endswith(("_s", "_cC", "_kPa", "_W")) else Bit(name)

    now = Latched()
    now.settings = Settings([row[0] for row in firmware_settings.ROWS])
    running = [m for m, row in enumerate(modes.OUTPUTS) if row[0]]
    for mode in (modes.TRIPPED, modes.LOCKOUT, *modes.CALM):
        for path, row in paths(lambda mode=mode: table.departure(mode, now)):
            _proved("15", path, z3.BoolVal(row is None or row[2] not in running), found)
    return found


def main():
    total = 0
    try:
        for prove in (wait_law, drive_laws, tick_laws, defrost_law, latch_law):
            for law, count in sorted(prove().items()):
                name = f"law {law}" if law.isdigit() else law
                print(f"{name:24} proved from any state, {count:6} claims")
                total += count
    except Broken as broken:
        print(f"NOT PROVED: law {broken}")
        return 1
    print(f"{total} claims, no counter-example")
    return 0


if __name__ == "__main__":
    sys.exit(main())
