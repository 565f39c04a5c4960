"""Environments: dicts from names to values, and from (object, attribute) to what was assigned.

Here they are joined where two ways of the source meet, and compared where a loop must settle;
abstract() is how a Python value, a default or a constant of a module, enters one.
"""

import inspect

from tools.intervals.values import (
    OPAQUE,
    Array,
    Bound,
    Grows,
    Interval,
    Native,
    Object,
    Record,
    Returns,
    Rises,
    Table,
    Takes,
)


def abstract(value):
    """A Python value as the interpreter sees it."""
    if isinstance(value, (Interval, Array, Table, Record, Object, Returns, Rises, Takes,
                          Native, Bound)):
        return value
    if isinstance(value, Grows):
        return value.start
    if type(value) in (int, bool):
        return Interval(int(value))
    if type(value).__name__ == "array":
        return Table(value)
    if isinstance(value, (list, tuple)):
        return [abstract(v) for v in value]
    if inspect.isfunction(value) or inspect.ismodule(value):
        return value
    return OPAQUE


def hull(a, b):
    if isinstance(a, Interval) and isinstance(b, Interval):
        return Interval(min(a.lo, b.lo), max(a.hi, b.hi))
    if a is b or (isinstance(a, (Table, Array, Record)) and type(a) is type(b)):
        return a
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)) and len(a) == len(b):
        return [hull(x, y) for x, y in zip(a, b, strict=True)]
    return OPAQUE


def join(a, b):
    """The environment after two branches: names that both know, attributes that either set."""
    if a is None or b is None:
        return a if b is None else b
    joined = {k: hull(v, b[k]) for k, v in a.items() if k in b}
    for one, other in ((a, b), (b, a)):
        for key, value in one.items():
            if isinstance(key, tuple) and key not in other:
                thing, name = key
                joined[key] = hull(value, abstract(thing.declared[name]))
    return joined


def attributes(env):
    return {k: v for k, v in (env or {}).items() if isinstance(k, tuple)}


def same(a, b):
    return a.keys() == b.keys() and all(
        v == b[k] if isinstance(v, Interval) else isinstance(b[k], type(v)) for k, v in a.items()
    )
