"""A run's trace, transitions and key figures as the document of a page.

document(rows, lines, kpi, about): rows are load()'s or dicts, lines those of transitions.txt,
kpi and about what kpi.json and run.json hold.  A column that a trace lacks (a recording from a
real board has no truth) is not drawn; a key figure that is missing has no card.
"""

import csv

from tools.report import panels, summary

MOST_ROWS = 10_000  # a week by the minute is drawn whole; of a longer run every n-th row ...
_MOST_NEAR = 20_000  # ... and those beside a change of mode, as long as they are not more
_KEEP_min = 1


class Row:
    """A row of trace.csv as a dict reads, in a sixth of its memory: a year has half a million."""

    __slots__ = ("_places", "_values")

    def __init__(self, places, values):
        self._places, self._values = places, values

    def __getitem__(self, name):
        return self._values[self._places[name]]

    def __iter__(self):
        return iter(self._places)


def load(file):
    """The rows of an open trace.csv.  ValueError when one is too short or too long."""
    lines = csv.reader(file)
    places = {name: n for n, name in enumerate(next(lines, ()))}
    known, rows = {}, []
    for values in lines:
        if len(values) != len(places):
            raise ValueError(f"trace.csv: {len(values)} cells in line {lines.line_num}")
        rows.append(Row(places, [known.setdefault(v, v) for v in values]))
    return rows


def parse_transition(line):
    """(second, mode, because) of a line of transitions.txt."""
    second, mode, because = line.split(" | ", 1)[0].split(None, 2)
    return int(second), mode, because.strip()


def thinned(rows, transitions_s):
    """The rows worth drawing.  Transitions are drawn one by one whatever is left out here."""
    every = -(-len(rows) // (MOST_ROWS + 100))
    if every <= 1:
        return rows
    near = set()
    for at_s in transitions_s:
        near.update(range(at_s // 60 - _KEEP_min, at_s // 60 + _KEEP_min + 1))
    if len(near) > _MOST_NEAR:
        near = set()
    return [row for n, row in enumerate(rows) if n % every == 0 or int(row["at_s"]) // 60 in near]


def changes(transitions):
    """Every transition, its words as numbers into lists: a season has ten thousand."""
    names = sorted({mode for _, mode, _ in transitions})
    reasons = sorted({because for _, _, because in transitions})
    mode_at = {name: n for n, name in enumerate(names)}
    reason_at = {name: n for n, name in enumerate(reasons)}
    return {
        "names": names, "reasons": reasons, "lanes": panels.lanes(),
        "at_s": [at_s for at_s, _, _ in transitions],
        "mode": [mode_at[mode] for _, mode, _ in transitions],
        "because": [reason_at[because] for _, _, because in transitions],
    }  # fmt: skip


def column(rows, name):
    """Whole numbers; None where the firmware did not believe its sensor."""
    return [int(row[name]) if row[name] else None for row in rows]


def document(rows, lines, kpi, about):
    """See tools/report/__init__.py.  ValueError or KeyError when this is no run."""
    transitions = [parse_transition(line) for line in lines]
    drawn = thinned(rows, [at_s for at_s, _, _ in transitions])
    have = set(rows[0]) if rows else set()
    made = panels.of_run(rows, drawn, about, have)
    chart = panels.fluid_chart(about, have)
    return {
        "title": about["title"][:1].upper() + about["title"][1:],
        "subtitle": about["subtitle"],
        "command": about.get("command", ""),
        "start": about["start"], "x_name": about.get("x_name"), "end_s": about["simulated_s"],
        "at_s": [int(row["at_s"]) for row in drawn],
        "columns": {name: made.columns[name] for name in sorted(made.columns)},
        "panels": made.panels, "modes": changes(transitions), "ph": chart,
        "curve": panels.heating_curve(about, made.columns),
        "bars": summary.by_day(rows, about) if have else None,
        "alerts": [("Laws broken", about.get("laws_broken", ())),
                   ("Faults", kpi.get("faults", ()))],
        "cards": summary.cards(kpi),
        "before": [summary.boundaries(kpi)],
        "after": [summary.day_table(rows, about)] if have else [],
        "facts": summary.facts(kpi, about, len(drawn), len(rows)),
    }  # fmt: skip
