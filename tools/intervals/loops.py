"""Loops: `for` over a range or over items, turn by turn, and `while`.

A `while` is followed as long as its turns are certain; after that its environment is widened until
one turn more changes nothing.  An Array that is cut into pieces shows a turn one piece at a time.
"""

import ast
import itertools

from tools.intervals.arithmetic import narrowed
from tools.intervals.environment import join, same
from tools.intervals.values import HIGH, LOW, Array, Interval, Table

_TURNS = 70  # a loop of more turns than this is widened instead of unrolled


class Loops:
    """The part of a Frame that goes round; a loop that does not settle is no proof."""

    def _For(self, node, env):
        turns = self._range(node.iter, env)
        if turns is None:
            return self._each(node, env)
        first, end = turns
        most = end.hi - first.lo
        if most > _TURNS:
            self.fail(node, f"a loop of {most} turns; declare a smaller range")
        out, breaks = (env if end.lo <= first.hi else None), self.breaks
        self.breaks = []
        for turn in range(max(most, 0)):
            if env is None:
                break
            index = narrowed(Interval(first.lo + turn, first.hi + turn), ast.Lt, end)
            env = self._turn(node.body, {**env, node.target.id: index})
            if first.hi + turn + 1 >= end.lo:
                out = join(out, env)
        for left in self.breaks:
            out = join(out, left)
        self.breaks = breaks
        return self.block(node.orelse, out) if node.orelse else out

    def _range(self, node, env):
        if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "range"):
            return None
        bounds = [self.value(a, env) for a in node.args]
        if len(bounds) > 2:
            self.fail(node, "range with a step")
        return (Interval(0), bounds[0]) if len(bounds) == 1 else bounds

    def _each(self, node, env):
        """for x in a list, a table or a tuple of known length."""
        items = self.value(node.iter, env)
        if isinstance(items, Table):
            items = [Interval(n) for n in items.numbers]
        elif isinstance(items, Array) and items.length:
            items = [items.item] * items.length
        if not isinstance(items, (list, tuple)):
            self.fail(node, "a loop over what has no known length")
        for item in items:
            env = self._turn(node.body, self.assign(node.target, item, env))
        return env

    def _turn(self, body, env):
        """One turn of a loop; arrays that are to be cut show one piece at a time."""
        outer, self.continues, out = self.continues, [], None
        for view in self._views(body, env):
            seen = self.block(body, view)
            for left in self.continues:
                seen = join(seen, left)
            self.continues = []
            if seen is not None:
                out = join(out, {k: env[k] if isinstance(v, Array) and k in env else v
                                  for k, v in seen.items()})
        self.continues = outer
        return out

    def _views(self, body, env):
        cut = {k: v for k, v in env.items() if isinstance(v, Array) and len(v.pieces) > 1}
        cut = {k: v for k, v in cut.items() if self._read_at_one_place(body, k)}
        for pieces in itertools.product(*(v.pieces for v in cut.values())):
            yield {**env, **dict(zip(cut, map(Array, pieces), strict=True))}

    def _read_at_one_place(self, body, name):
        """One turn sees one item: every use is name[i], i changing only at the turn's end."""
        whole = ast.Module(body, [])
        uses = [n for n in ast.walk(whole) if isinstance(n, ast.Name) and n.id == name]
        items = [n for n in ast.walk(whole) if isinstance(n, ast.Subscript)
                 and getattr(n.value, "id", "") == name]
        if not items:
            return False
        indices = {ast.unparse(n.slice) for n in items}
        changed = {n.id for s in body[:-1] for n in ast.walk(s)
                   if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        if len(uses) != len(items) or len(indices) != 1 or indices & changed:
            self.fail(body[0], f"{name} is cut into pieces but not read at one place a turn")
        return True

    def _While(self, node, env):
        """Certain turns are taken one by one; then the environment grows until it is stable."""
        outer, self.breaks, out = self.breaks, [], None
        for _ in range(_TURNS):
            yes, no = self.choose(node.test, env)
            if yes is None or no is not None:
                break
            env = self._turn(node.body, yes)
            if env is None:
                break
        if env is not None:
            out = self._stable(node, env)
        for left in self.breaks:
            out = join(out, left)
        self.breaks = outer
        return out

    def _stable(self, node, head):
        for round_ in range(12):
            yes, _ = self.choose(node.test, head)
            joined = head if yes is None else join(head, self._turn(node.body, yes))
            if same(joined, head):
                return self.choose(node.test, head)[1]
            head = self._widened(head, joined) if round_ else joined
        return self.fail(node, "the loop does not settle")

    def _widened(self, old, new):
        wide = dict(new)
        for key, value in new.items():
            before = old.get(key)
            if isinstance(value, Interval) and isinstance(before, Interval):
                lo = value.lo if value.lo >= before.lo else 4 * LOW
                hi = value.hi if value.hi <= before.hi else 4 * HIGH
                wide[key] = Interval(lo, hi)
        return wide
