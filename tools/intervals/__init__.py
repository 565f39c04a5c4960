"""Prove that no intermediate of a firmware function leaves the small ints, [-2**30, 2**30).

    python -m tools.intervals     every fluid's kernels, the estimator, the account of energy

The proof runs the shipped source: an interpreter of Python's syntax tree in which every value is
an interval.  It follows assignments, conditions (which narrow what they compare), calls into
other firmware functions, methods and attributes, `for` over a range and `while`; anything it does
not know is an error, never a pass.  What it finds is an over-approximation: silence is a proof.

    proof = Proof()
    proof.run(fixed.isqrt, Interval(0, 2**30 - 1))       -> Interval of what it returns
    proof.complaints    sentences: file, line, what left which range
    proof.unreached()   arithmetic in the functions seen that no run came to

Where intervals forget too much (x - x is not 0), inputs are cut: `proof.cut(...)` joins the runs
over pieces of one argument, and an Array may be cut into pieces, one loop turn seeing one piece.
Exit 0 proved, 1 not.
"""

from tools.intervals.proof import Proof
from tools.intervals.values import (
    HIGH,
    LOW,
    OPAQUE,
    Array,
    Grows,
    Interval,
    Object,
    Record,
    Returns,
    Rises,
    Table,
    Takes,
    Unknown,
)

__all__ = [
    "HIGH", "LOW", "OPAQUE", "Array", "Grows", "Interval", "Object", "Proof", "Record", "Returns",
    "Rises", "Table", "Takes", "Unknown",
]  # fmt: skip
