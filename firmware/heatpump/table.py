"""Reads the table of modes.py: which row leads out of a mode now."""

from heatpump.modes import NAMES, TRANSITIONS


def _rows_from(mode):
    """The rows that leave `mode`, in their order; made once, at import."""
    return tuple(
        r for r in TRANSITIONS if r[0] == mode or (type(r[0]) is tuple and mode in r[0])
    )


_ROWS = tuple(_rows_from(mode) for mode in range(len(NAMES)))


def departure(mode, now):
    """The first row that leaves `mode`, or None to stay."""
    for row in _ROWS[mode]:
        if row[1](now):
            return row
    return None
