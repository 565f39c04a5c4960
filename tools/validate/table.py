"""Rows of the table: how one is made, whether it is inside its band, and how all are printed.

A row is (what, published, simulated, lowest, highest, source, passed); where lowest or highest is
None, any number will do.
"""

from math import log


def row(name, published, simulated, low, high, source):
    """A line of the table; low or high None: no bound on that side."""
    seen = float("inf") if simulated is None else simulated
    ok = (low is None or seen >= low) and (high is None or seen <= high)
    return (name, published, simulated, low, high, source, ok)


def collect(parts):
    return [line for part in parts for line in part()]


def number(x):
    if x is None:
        return "none"
    if x == 0:
        return "0"
    digits = 3 if abs(x) < 100 else 4
    return f"{x:.{max(digits, 1 + int(log(abs(x), 10)))}g}"


def band(low, high):
    if low is None:
        return "<= " + number(high)
    if high is None:
        return ">= " + number(low)
    return f"{number(low)}..{number(high)}"


def show(rows, markdown=False):
    head = ("what", "published", "simulated", "band", "pass", "source")
    lines = [(r[0], number(r[1]) if r[1] is not None else "-", number(r[2]), band(r[3], r[4]),
              "yes" if r[6] else "NO", r[5]) for r in rows]
    if markdown:
        print("| " + " | ".join(head) + " |\n|" + "---|" * len(head))
        for line in lines:
            print("| " + " | ".join(line) + " |")
        return
    wide = [max(len(x[i]) for x in [head, *lines]) for i in range(5)]
    for line in [head, *lines]:
        print("  ".join(x.ljust(w) for x, w in zip(line, wide, strict=False)) + "  " + line[5])
