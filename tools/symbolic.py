"""Runs the shipped Python with unknowns in place of numbers, once along every path it can take.

    for path in paths(lambda: guard.tick(Num("elapsed"))): ...

An `if` on an unknown goes both ways, each only where z3 says that it can be gone; what was
assumed on the way is `path.known`.  So the relation between before and after is that of the
source itself: it cannot drift from it.
"""

import z3

_MOST = 20_000  # paths; more is a mistake in what was left unknown


class Path:
    """What is known on one way through the code, and which way to go at each fork."""

    def __init__(self, first, assumed):
        self._first, self._taken = first, []
        self.known = list(assumed)
        self.others = []  # forks that were not taken: ways still to go
        self._solver = z3.Solver()
        self._solver.add(*assumed)

    def can(self, condition):
        return self._solver.check(condition) == z3.sat

    def decide(self, condition):
        """True or False for a fork; the other one is remembered if it can be gone."""
        condition = z3.simplify(condition)
        if z3.is_true(condition) or z3.is_false(condition):
            return z3.is_true(condition)
        at = len(self._taken)
        if at < len(self._first):
            way = self._first[at]
        else:
            yes, no = self.can(condition), self.can(z3.Not(condition))
            way = yes
            if yes and no:
                self.others.append([*self._taken, False])
        self._taken.append(way)
        fact = condition if way else z3.Not(condition)
        self.known.append(fact)
        self._solver.add(fact)
        return way


_path = None


def paths(function, assumed=()):
    """Yields (path, what `function` returned) for every way through it.

    function must begin from the same state each time: it is called once a path.
    """
    global _path
    todo, count = [[]], 0
    while todo:
        count += 1
        if count > _MOST:
            raise RuntimeError(f"more than {_MOST} paths")
        _path = Path(todo.pop(), assumed)
        answer = function()
        yield _path, answer
        todo += _path.others


def _raw(x):
    return x.expr if isinstance(x, Num | Bit) else x


class Bit:
    """An unknown truth."""

    def __init__(self, expr):
        self.expr = z3.Bool(expr) if isinstance(expr, str) else expr

    def __bool__(self):
        return _path.decide(self.expr)

    def __eq__(self, other):
        return Bit(self.expr == _raw(other))

    def __ne__(self, other):
        return Bit(self.expr != _raw(other))

    __hash__ = None


class Num:
    """An unknown integer; // and % are Python's for a divisor above zero."""

    def __init__(self, expr):
        self.expr = z3.Int(expr) if isinstance(expr, str) else expr

    def __bool__(self):
        return _path.decide(self.expr != 0)

    def __index__(self):
        for value in range(65):
            if _path.decide(self.expr == value):
                return value
        raise IndexError("an index outside 0..64")


def _arithmetic(name, operation):
    setattr(Num, f"__{name}__", lambda a, b: Num(operation(a.expr, _raw(b))))
    setattr(Num, f"__r{name}__", lambda a, b: Num(operation(_raw(b), a.expr)))


def _comparison(name, operation):
    setattr(Num, f"__{name}__", lambda a, b: Bit(operation(a.expr, _raw(b))))


for _name, _operation in (
    ("add", lambda a, b: a + b), ("sub", lambda a, b: a - b), ("mul", lambda a, b: a * b),
    ("floordiv", lambda a, b: a / b), ("mod", lambda a, b: a % b),
):  # fmt: skip
    _arithmetic(_name, _operation)
for _name, _operation in (
    ("lt", lambda a, b: a < b), ("le", lambda a, b: a <= b), ("gt", lambda a, b: a > b),
    ("ge", lambda a, b: a >= b), ("eq", lambda a, b: a == b), ("ne", lambda a, b: a != b),
):  # fmt: skip
    _comparison(_name, _operation)
Num.__hash__ = None
