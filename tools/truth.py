"""Does the firmware's estimate hold against the plant's truth?  Weeks in closed loop.

    python -m tools.truth                                     two winter weeks, three seeds
    python -m tools.truth --weeks sandpoint:02-01 --days 1 --seeds 7

The real firmware runs the simulated house with ordinary sensor errors: by seed, every thermistor
is off by its own constant (0.1 K rms), each transducer (0.25 % of span), the supply of the
dividers (0.2 %), flow meter (1 %) and electric meter (0.5 %).  The sums begin with power on, in
the first second, and hold every start and every defrost; truth is heat to the house and the
electricity of the compressor.

    net heat, net COP    heat less what defrosts took; by all of the compressor's electricity
    running COP          defrosts left out on both sides
    cycles               heat from one start to the next, of every cycle that heats for 10 minutes
                         or longer; the first two, which teach the firmware its compressor, are
                         judged like all others; the last, which the run's end cuts off, is not
    U95                  the truth lies inside the stated error bar of so many quotable figures

Settings: sensor_class=1, whose limits are about twice those errors (PRESET says why), and
scan_ms as `make sim` has it; all others are the firmware's defaults.  Not judged here: machines
other than --fluid's, an electricity loss other than the one set, cooling, faults.

Exit 0: every figure within its limit.  1: one is not, or a run ended in an error.  2: bad input.
"""

import argparse
import json
import sys
import time
from types import SimpleNamespace

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from tools import child, pythons, scenario, simulate

WEEKS = ("greensboro:01-15", "sandpoint:02-01")
SEEDS = ("1", "2", "3")
# The class of the sensors fitted decides the error bar: the default, "cheap", would state a bar
# twice as wide as these sensors deserve and cover the truth too easily.
PRESET = ("sensor_class=1",)
HEAT_pct, NET_pct, RUNNING_pct, CYCLE_pct, COVER_pct = 3.0, 3.0, 2.0, 5.0, 93.0
CYCLE_s = 600
HEAD = ("week", "seed", "net heat", "net COP", "running COP", "cycles of 10 min", "U95 covers", "")
LIMITS = ("limit", "", f"{HEAT_pct:g} %", f"{NET_pct:g} %", f"{RUNNING_pct:g} %",
          f"each {CYCLE_pct:g} %", f"{COVER_pct:g} %", "")  # fmt: skip


def watch(plan, interpreter, on_day=None):
    """What tools/witness.py finds out about the scenario dict `plan`, a dict of its found().

    on_day: called with the number of simulated days passed.  Raises simulate.Failed,
    pythons.Missing, scenario.BadInput.
    """
    *start, _ = simulate.command(interpreter)
    said = {"K": [], "E": [], "D": []}

    def take(line):
        letter, _, text = line.partition(" ")
        said.get(letter, []).append(text)
        if letter == "D" and on_day:
            on_day(int(text))
        return letter in said

    tail = child.listen([*start, "tools/witness.py"], plan, take)
    if said["E"]:
        raise scenario.BadInput(said["E"][0])
    if not said["K"]:
        raise simulate.Failed("\n".join(tail[-12:]) or f"{interpreter} ended without a word")
    return json.loads(said["K"][-1])


def off_pct(told, true):
    """By how much of the truth `told` is off; None where there is no truth."""
    return 100.0 * (told / true - 1.0) if true else None


def cycles_pct(cycles):
    """Off in % of every cycle that is long enough and whole: the run's end cuts the last off."""
    return [off_pct(told, true) for on_s, true, told in cycles[:-1] if on_s >= CYCLE_s and true]


def judge(found):
    """(cells of the table, whether all are within their limits)."""
    f = found
    true_J, told_J = (f[k + "_running_J"] + f[k + "_melt_J"] for k in ("true", "told"))
    true_on_J, told_on_J = (f[k + "_on_J"] + f[k + "_defrost_on_J"] for k in ("true", "told"))
    figures = (
        (off_pct(told_J, true_J), HEAT_pct),
        (_cop_off_pct(told_J, told_on_J, true_J, true_on_J), NET_pct),
        (_cop_off_pct(f["told_running_J"], f["told_on_J"], f["true_running_J"], f["true_on_J"]),
         RUNNING_pct),
    )  # fmt: skip
    cycles = cycles_pct(f["cycles"])
    covered_pct = 100.0 * f["covered"] / f["quotable"] if f["quotable"] else None
    good = [off is not None and abs(off) <= limit for off, limit in figures]
    good.append(bool(cycles) and max(map(abs, cycles)) <= CYCLE_pct)
    good.append(covered_pct is not None and covered_pct >= COVER_pct)
    cover = "none" if covered_pct is None else f"{covered_pct:.1f} % of {f['quotable']}"
    cells = [_signed(off) for off, _ in figures] + [_spread(cycles), cover]
    cells = [cell if ok else cell + " !" for cell, ok in zip(cells, good, strict=True)]
    return cells, all(good)


def _cop_off_pct(told_J, told_on_J, true_J, true_on_J):
    if not (told_on_J and true_on_J and true_J):
        return None
    return off_pct(told_J / told_on_J, true_J / true_on_J)


def _signed(off):
    return "none" if off is None else f"{off:+.2f} %"


def _spread(errors):
    return f"{len(errors)}: {min(errors):+.1f}..{max(errors):+.1f} %" if errors else "none"


def lines(rows):
    """The table as lines of text; rows: lists of len(HEAD) strings."""
    table = [list(HEAD), list(LIMITS), *rows]
    wide = [max(len(row[i]) for row in table) for i in range(len(HEAD))]
    return ["  ".join(cell.ljust(w) for cell, w in zip(row, wide, strict=True)).rstrip()
            for row in table]  # fmt: skip


def plans(asked):
    """[(week, seed, scenario dict)] of parsed options.  Raises scenario.BadInput."""
    found = []
    for week in asked.weeks:
        place, colon, start = week.rpartition(":")
        if not colon:
            raise scenario.BadInput(f"--weeks: {week} is not PLACE:MM-DD, like {WEEKS[0]}")
        for seed in asked.seeds:
            options = SimpleNamespace(
                weather=place, start=start, days=asked.days, fluid=asked.fluid, emitter=None,
                interpreter=asked.interpreter, settings=[*PRESET], faults=[],
                scan_ms=asked.scan_ms, seed=seed, sensor_errors=True,
            )  # fmt: skip
            found.append((week, seed, scenario.plan(options)[0]))
    return found


def run(asked, console):
    """Every week with every seed; prints the table, returns the exit code."""
    todo = plans(asked)
    pythons.find(asked.interpreter)
    rows, bad = [], 0
    for at, (week, seed, plan) in enumerate(todo):
        what = f"{at + 1} of {len(todo)}, {week}, seed {seed}"
        cells, good = judge(_watched(plan, asked.interpreter, console, what))
        rows.append([week, seed, *cells, "PASS" if good else "FAIL"])
        bad += not good
    print("\n".join(lines(rows)))
    print(f"\n{', '.join(PRESET)}, scan_ms={asked.scan_ms}, all other settings as they ship; "
          f"{asked.days} days each, {asked.interpreter}.  From power on: nothing is left out but "
          f"the cycle that the end cuts off.\n{len(todo)} runs, {bad} outside a limit"
          + (" (marked !)" if bad else ""))  # fmt: skip
    return 1 if bad else 0


def _watched(plan, interpreter, console, what):
    days = plan["duration_s"] / simulate.DAY_s
    bar = Progress(TextColumn(what), BarColumn(), TextColumn("day {task.completed} of "
                   f"{days:g}"), TimeElapsedColumn(), console=console, transient=True)  # fmt: skip
    began = time.monotonic()
    with bar:
        task = bar.add_task("", total=days)
        found = watch(plan, interpreter, lambda day: bar.update(task, completed=day))
    console.print(f"{what}: {time.monotonic() - began:.0f} s", highlight=False)
    return found


def parse(arguments=None):
    """The options as an argparse namespace; bad ones end the program with a sentence, exit 2."""
    parser = simulate.Parser(
        prog="python -m tools.truth", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False,
    )  # fmt: skip
    add = parser.add_argument
    add("--weeks", nargs="+", default=WEEKS, metavar="PLACE:MM-DD",
        help=f"where and from which day on (default {' '.join(WEEKS)})")  # fmt: skip
    add("--days", default="7", metavar="N", help="how long each (default %(default)s)")
    add("--seeds", nargs="+", default=SEEDS, metavar="N",
        help=f"of errors, noise and chance (default {' '.join(SEEDS)})")  # fmt: skip
    add("--fluid", default="R290", metavar="NAME", help="default %(default)s")
    add("--scan-ms", default="1000", metavar="N", help="100..1000 (default %(default)s)")
    add("--interpreter", default="micropython", metavar="NAME",
        help="micropython, micropython32 or cpython (default %(default)s)")  # fmt: skip
    return parser.parse_args(arguments)


def main(arguments=None):
    asked = parse(arguments)
    try:
        return run(asked, Console(stderr=True))
    except (scenario.BadInput, pythons.Missing) as problem:
        print(problem, file=sys.stderr)
        return 2
    except simulate.Failed as problem:
        print(f"The run ended in an error:\n{problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
