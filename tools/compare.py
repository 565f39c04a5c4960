"""What the control is worth: other ways to defrost and to heat, in the same weeks: `make compare`.

    python -m tools.compare [--days N] [--jobs N] [--only defrost|control] [--out FILE]

Each week runs on 64-bit MicroPython with the same seed, two at a time or as --jobs says; what has
been run with these sources is kept in build/compare/, so a stopped comparison goes on.  The table
goes to FILE too when one is named.
Exit 0: every goal is reached.  1: one is not, its sentence is the last line.  2: bad input.
"""

import sys
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tools import compare_control, compare_defrost, pythons, scenario, simulate, weeks

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("defrost", "control")


def _defrost(progress, days, jobs):
    """(lines, failures) of the defrost half."""
    found = compare_defrost.results(progress, days, jobs)
    lines = [f"The {compare_defrost.WEEKS} weeks of winter most prone to frost, by the air alone:"]
    for place in compare_defrost.PLACES:
        chosen = [weeks.date_of(day) for day, _ in compare_defrost.weeks(place)]
        lines.append(f"  {place}: {days} days from {' and '.join(chosen)}")
    lines += ["", *columns([compare_defrost.HEADS, *compare_defrost.table(found)])]
    return lines, compare_defrost.failures(found)


def columns(rows):
    """The rows as lines, columns aligned: text to the left, figures to the right."""
    wide = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return ["  ".join(cell.ljust(w) if i < 2 else cell.rjust(w)
                      for i, (cell, w) in enumerate(zip(row, wide, strict=True))).rstrip()
            for row in rows]  # fmt: skip


def _watched(part, days, jobs, console):
    bar = Progress(
        TextColumn(f"{part}: weeks"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=console, transient=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task("", total=None)
        work = _defrost if part == "defrost" else compare_control.run
        return work(lambda done, total: bar.update(task, completed=done, total=total), days, jobs)


def main(arguments=None):
    parser = simulate.Parser(prog="python -m tools.compare", description=__doc__)
    parser.add_argument("--days", default="7", help="of each week (default 7)")
    parser.add_argument("--jobs", default="2", help="weeks at a time (default 2)")
    parser.add_argument("--only", default=None, help="defrost or control")
    parser.add_argument("--out", type=Path, default=None, metavar="FILE")
    asked = parser.parse_args(arguments)
    said, bad = [f"python -m tools.compare --days {asked.days}", ""], []
    try:
        days = scenario.whole("--days", asked.days, 1, 7, "days")
        jobs = scenario.whole("--jobs", asked.jobs, 1, 64, "weeks at a time")
        if asked.only not in (None, *PARTS):
            raise scenario.BadInput(f"--only: {asked.only} is not one of {', '.join(PARTS)}")
        for part in PARTS:
            if asked.only in (None, part):
                lines, failures = _watched(part, days, jobs, Console(stderr=True))
                said += [*lines, ""]
                bad += failures
    except (scenario.BadInput, pythons.Missing) as problem:
        print(problem, file=sys.stderr)
        return 2
    except simulate.Failed as problem:
        print(f"A run ended in an error:\n{problem}", file=sys.stderr)
        return 1
    said += [f"Not reached: {sentence}" for sentence in bad] or ["Every goal is reached."]
    print("\n".join(said))
    if asked.out:
        asked.out.write_text("\n".join(said) + "\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
