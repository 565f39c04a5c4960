"""What the interpreter computes with: intervals, and what else a function may be handed.

Interval is the value of every int.  Array, Table, Record, Object and Grows declare what a proof
hands in; Returns, Takes and Rises stand for functions that are proved elsewhere; Bound and Native
are methods and builtins as the source finds them.  OPAQUE is all that nobody computes with.
"""

import inspect
import itertools

LOW, HIGH = -(2**30), 2**30 - 1


class Unknown(Exception):
    """The source uses something the interpreter does not know: no proof."""


class Interval:
    """All ints from lo to hi.  Booleans are 0 and 1."""

    __slots__ = ("hi", "lo")

    def __init__(self, lo, hi=None):
        self.lo, self.hi = lo, lo if hi is None else hi

    def __repr__(self):
        return f"{self.lo}..{self.hi}"

    def __eq__(self, other):
        return isinstance(other, Interval) and (self.lo, self.hi) == (other.lo, other.hi)

    __hash__ = None

    def within(self, lo, hi):
        return lo <= self.lo and self.hi <= hi

    def pieces(self, count):
        """The interval cut into `count` of nearly one width."""
        edges = [self.lo + (self.hi + 1 - self.lo) * i // count for i in range(count + 1)]
        return [Interval(a, b - 1) for a, b in itertools.pairwise(edges) if a < b]


class Array:
    """An array whose items all lie in `item`, which is also all that may be stored in it.

    With `cuts`, ints inside `item`, a loop turn sees the piece between two of them at a time.
    sum(), len() and `for x in` want to know its `length`.
    """

    def __init__(self, item, cuts=(), length=None):
        self.item, self.length = item, length
        edges = [item.lo, *sorted(c for c in set(cuts) if item.lo < c <= item.hi), item.hi + 1]
        self.pieces = [Interval(a, b - 1) for a, b in itertools.pairwise(edges)]


class Table:
    """An array of known numbers that is only read."""

    def __init__(self, numbers):
        self.numbers = list(numbers)


class Record:
    """A list or array each of whose items has its own range: may be read and stored into."""

    def __init__(self, *items):
        self.items = list(items)


class Grows:
    """An attribute that begins a method in `start` and must end it in `end`, which is wider.

    For sums whose bound is one of time: n turns of at most r each are at most n r.
    """

    def __init__(self, start, end):
        self.start, self.end = start, end


class Object:
    """An instance: its class (for methods) and its attributes, each with a declared range.

    A method may assign an attribute anything while it runs; when it returns, the attribute must
    be back in its declared range.  What others assign in between is therefore covered.
    """

    def __init__(self, kind=None, **attributes):
        self.kind, self.declared = kind, attributes


class Returns:
    """A function that is proved elsewhere, or lies outside: whatever it is given, this."""

    def __init__(self, value):
        self.value = value


class Takes:
    """A function that is proved elsewhere for last arguments of these ranges only."""

    def __init__(self, *ranges):
        self.ranges = ranges


class Rises:
    """A function of one int that is proved elsewhere and never falls as its argument grows."""

    def __init__(self, function, takes):
        self.function, self.takes = function, takes


class _Opaque:
    """None, a string, a float nobody computes with."""


OPAQUE = _Opaque()


class Bound:
    def __init__(self, thing, function):
        self.thing, self.function = thing, inspect.unwrap(function)


class Native:
    """A builtin, by what it makes of intervals."""

    def __init__(self, work):
        self.work = work
