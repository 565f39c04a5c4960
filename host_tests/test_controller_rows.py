"""Every row of TRANSITIONS is taken by some test of the controller."""

import test_controller
import test_controller_defrost
import test_controller_given_up
import test_controller_lockout
import test_controller_standing
import test_controller_tank
import test_controller_trips
from heatpump import modes, table

PIECES = (
    test_controller,
    test_controller_defrost,
    test_controller_given_up,
    test_controller_lockout,
    test_controller_standing,
    test_controller_tank,
    test_controller_trips,
)
SEQUENCES = [
    (name, thing)
    for piece in PIECES
    for name, thing in vars(piece).items()
    if name.startswith("test_")
]


def test_every_row_of_the_table_is_taken_by_some_test_of_the_controller(monkeypatch):
    taken = set()
    real = table.departure

    def spy(mode, now):
        row = real(mode, now)
        if row:
            taken.add((mode, row))
        return row

    monkeypatch.setattr(table, "departure", spy)
    for _, sequence in SEQUENCES:
        for arguments in cases_of(sequence):
            sequence(**arguments)
    missing = [
        f"{modes.NAMES[mode]}: {row[3]}"
        for row in modes.TRANSITIONS
        for mode in [row[0]]
        if type(mode) is int and (mode, row) not in taken
    ]
    groups = [row for row in modes.TRANSITIONS if type(row[0]) is tuple]
    missing += [str(r[3]) for r in groups if not any(r is row for _, row in taken)]
    assert missing == []


def cases_of(test):
    """The argument sets of a parametrised test, first of each mark but all of the first."""
    marks = [m for m in getattr(test, "pytestmark", []) if m.name == "parametrize"]
    cases = [{}]
    for mark in marks:
        names = [n.strip() for n in mark.args[0].split(",")]
        rows = [v if len(names) > 1 else (v,) for v in mark.args[1]]
        cases = [{**c, **dict(zip(names, r, strict=True))} for c in cases for r in rows]
    return cases if len(cases) <= 4 else cases[:1]
