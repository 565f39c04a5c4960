"""What operators, comparisons and builtins make of intervals.

ARITHMETIC gives all that an operator can yield; CERTAIN, INVERSE, MIRROR and narrowed() are what a
comparison proves of its two sides; BUILTINS are the functions of Python that the firmware calls.
An operator that is not sure of its result raises Unknown.
"""

import ast

from tools.intervals.values import Array, Interval, Native, Record, Table, Unknown


def _corners(operate, a, b):
    found = [operate(x, y) for x in (a.lo, a.hi) for y in (b.lo, b.hi)]
    return Interval(min(found), max(found))


def _floordiv(a, b):
    return _corners(lambda x, y: x // y, a, b)


def _mod(a, b):
    if b.lo > 0:
        if b.lo == b.hi and a.lo // b.lo == a.hi // b.lo:
            return Interval(a.lo % b.lo, a.hi % b.lo)
        return Interval(0, min(b.hi - 1, a.hi) if a.lo >= 0 else b.hi - 1)
    return Interval(b.lo + 1, 0) if b.hi < 0 else Interval(b.lo + 1, b.hi - 1)


def _and(a, b):
    if a.lo == a.hi and b.lo == b.hi:
        return Interval(a.lo & b.lo)
    highs = [v.hi for v in (a, b) if v.lo >= 0]
    if not highs:
        raise Unknown("& of two that may be negative")
    return Interval(0, min(highs))


def _or(a, b):
    if a.lo < 0 or b.lo < 0:
        raise Unknown("| of what may be negative")
    return Interval(max(a.lo, b.lo), (1 << max(a.hi, b.hi).bit_length()) - 1)


def _xor(a, b):
    return Interval(0, _or(a, b).hi)


def _shift_left(a, b):
    if not b.within(0, 31):
        raise Unknown(f"<< by {b}")
    return _corners(lambda x, y: x << y, a, b)


def _shift_right(a, b):
    if not b.within(0, 63):
        raise Unknown(f">> by {b}")
    return _corners(lambda x, y: x >> y, a, b)


ARITHMETIC = {
    ast.Add: lambda a, b: Interval(a.lo + b.lo, a.hi + b.hi),
    ast.Sub: lambda a, b: Interval(a.lo - b.hi, a.hi - b.lo),
    ast.Mult: lambda a, b: _corners(lambda x, y: x * y, a, b),
    ast.FloorDiv: _floordiv,
    ast.Mod: _mod,
    ast.BitAnd: _and,
    ast.BitOr: _or,
    ast.BitXor: _xor,
    ast.LShift: _shift_left,
    ast.RShift: _shift_right,
}
CERTAIN = {  # when a comparison of two intervals must hold
    ast.Lt: lambda a, b: a.hi < b.lo,
    ast.LtE: lambda a, b: a.hi <= b.lo,
    ast.Gt: lambda a, b: a.lo > b.hi,
    ast.GtE: lambda a, b: a.lo >= b.hi,
    ast.Eq: lambda a, b: a.lo == a.hi == b.lo == b.hi,
    ast.NotEq: lambda a, b: a.hi < b.lo or a.lo > b.hi,
}
INVERSE = {ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.Gt: ast.LtE, ast.GtE: ast.Lt,
            ast.Eq: ast.NotEq, ast.NotEq: ast.Eq}  # fmt: skip
MIRROR = {ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE,
           ast.Eq: ast.Eq, ast.NotEq: ast.NotEq}  # fmt: skip


def narrowed(a, relation, b):
    """The part of a that can stand in the relation to some of b; None where none can."""
    lo, hi = a.lo, a.hi
    if relation is ast.Lt:
        hi = min(hi, b.hi - 1)
    elif relation is ast.LtE:
        hi = min(hi, b.hi)
    elif relation is ast.Gt:
        lo = max(lo, b.lo + 1)
    elif relation is ast.GtE:
        lo = max(lo, b.lo)
    elif relation is ast.Eq:
        lo, hi = max(lo, b.lo), min(hi, b.hi)
    elif b.lo == b.hi:  # !=
        lo, hi = lo + (lo == b.lo), hi - (hi == b.lo)
    return Interval(lo, hi) if lo <= hi else None


def _abs(a):
    lo = 0 if a.lo <= 0 <= a.hi else min(abs(a.lo), abs(a.hi))
    return Interval(lo, max(abs(a.lo), abs(a.hi)))


def _length(items):
    if isinstance(items, Array):
        if items.length is None:
            raise Unknown("len() of an Array of unknown length")
        return Interval(items.length)
    items = items.items if isinstance(items, Record) else items
    return Interval(len(items.numbers if isinstance(items, Table) else items))


def _sum(items):
    if not isinstance(items, Array) or items.length is None:
        raise Unknown("sum() of what is not an Array of known length")
    return Interval(items.item.lo * items.length, items.item.hi * items.length)


def _min(*items):
    return Interval(min(i.lo for i in items), min(i.hi for i in items))


def _max(*items):
    return Interval(max(i.lo for i in items), max(i.hi for i in items))


BUILTINS = {
    "int": Native(lambda a: a), "bool": Native(lambda a: Interval(0, 1)),
    "abs": Native(_abs), "min": Native(_min), "max": Native(_max), "len": Native(_length),
    "sum": Native(_sum),
    "const": Native(lambda a: a), "True": Interval(1), "False": Interval(0),
}  # fmt: skip
