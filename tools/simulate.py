"""Run the real firmware through real weather, on a simulated heat pump and house.

    python -m tools.simulate --weather greensboro --start 01-15 --days 7

Prints every change of mode and the key figures, and writes into --out:

    transitions.txt   the printed lines: second, mode, because, readings as the firmware's integers
    kpi.json          the key figures
    trace.csv         a row a minute, units in the headings; true_* is the plant's own truth
    report.html       the same as plots; one file, works offline
    run.json          the scenario, to run or to report it again

Energies, SPF and comfort are the plant's truth, `cop_estimated_net` and `faults` what the
firmware says.  heat_Wh: to house and tank, less what defrosts took, heater_Wh of it by the
backup heater; cold_Wh: out of the house;
spf_net: both by electric_Wh, which counts the whole unit with backup heater and crankcase.
spf_h1 to spf_h4: true, by SEPEMO's boundaries (compressor; and fan, controls, crankcase; and
backup heater; and pump); spf_estimated_h1 to _h4 the firmware's, u95 the share of its error bar.
defrost_Wh, standby_Wh: electricity from the end of heating to its beginning again, and while
nothing is made.  carbon_saved_*: by the grid and the boiler of the settings.
starts: of the compressor, a defrost's own not counted.  comfort_Kh: kelvin by which the room
was further than 0.5 K from its set-point (the summer one after a start for cooling), times hours.

Exit 0: done.  1: the run broke a law or ended in an error.  2: bad input; nothing is written.
"""

import argparse
import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from tools import child, pythons, report, scenario

ROOT = Path(__file__).resolve().parent.parent
DAY_s = 86400
FILES = ("transitions.txt", "trace.csv", "kpi.json", "run.json", "report.html")
KEYS = (
    "simulated_s", "wall_s", "interpreter", "heat_Wh", "heater_Wh", "cold_Wh", "electric_Wh",
    "spf_net", "cop_estimated_net", "starts", "max_starts_per_hour", "defrosts", "defrost_s",
    "comfort_Kh", "law_violations", "faults", "spf_h1", "spf_h2", "spf_h3", "spf_h4",
    "spf_estimated_h1", "spf_estimated_h2", "spf_estimated_h3", "spf_estimated_h4", "u95",
    "quality", "compressor_Wh", "pump_Wh", "defrost_Wh", "standby_Wh", "heat_estimated_Wh",
    "carbon_saved_gas_g", "carbon_saved_resistance_g",
)  # fmt: skip
LETTERS = ("T", "R", "L", "K", "E")  # in front of the lines of tools/runner.py
# 0.4 MB stay alive; a collection costs little more when it comes only every 300 scans.
_HEAP = "4m"


class Failed(Exception):
    """The run ended in an error: the last lines the interpreter printed."""


class Run:
    """What one run of tools/runner.py said, sorted by the letters in front of its lines."""

    def __init__(self):
        self.transitions = []
        self.rows = []
        self.broken = []
        self.kpi = None
        self.refusal = None

    def take(self, line):
        """Sort in one line; returns its letter."""
        letter, _, text = line.partition(" ")
        if letter == "T":
            self.transitions.append(text)
        elif letter == "R":
            self.rows.append(text)
        elif letter == "L":
            self.broken.append(text)
        elif letter == "K":
            said = json.loads(text)
            self.kpi = {
                name.removesuffix("_permille"): value / 1000 if "_permille" in name else value
                for name, value in said.items()
            }
        elif letter == "E":
            self.refusal = text
        return letter


def command(interpreter):
    """How to start tools/runner.py in `interpreter`.  Raises pythons.Missing."""
    path = pythons.find(interpreter)
    if interpreter == "cpython":
        return [path, "-B", "tools/runner.py"]
    # all modules as machine code, not only those that ask for it: a third faster
    return [path, "-X", "emit=native", "-X", f"heapsize={_HEAP}", "tools/runner.py"]


def execute(plan, interpreter, on_line=None):
    """Run the scenario dict `plan` to its end and return a Run.

    on_line: called with (letter, run) after each line.  Raises pythons.Missing and Failed;
    scenario.BadInput when board or firmware refuses the scenario.
    """
    run = Run()

    def take(line):
        letter = run.take(line)
        if on_line:
            on_line(letter, run)
        return letter in LETTERS

    tail = child.listen(command(interpreter), plan, take)
    if run.refusal:
        raise scenario.BadInput(run.refusal)
    if run.kpi is None:
        raise Failed("\n".join(tail[-12:]) or f"{interpreter} ended without a word")
    return run


def version():
    """Of this project, with the commit where there is one; "+" behind it: and changes."""
    found = re.search(r'^version = "(.*)"', (ROOT / "pyproject.toml").read_text(), re.M)
    text = found[1] if found else "unknown"
    git = ["git", "-C", str(ROOT), "describe", "--always", "--dirty=+", "--exclude=*"]
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        told = subprocess.run(git, capture_output=True, text=True, timeout=5)
        if told.returncode == 0:
            text += f", commit {told.stdout.strip()}"
    return text


def save(run, about, out):
    """Write all files into the folder `out`: first beside it, then each in one move, so that
    an earlier run stays whole until this one is complete."""
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        about = {**about, "version": version(), "laws_broken": run.broken}
        (beside / "transitions.txt").write_text("".join(x + "\n" for x in run.transitions))
        (beside / "trace.csv").write_text("".join(x + "\n" for x in run.rows))
        kpi = {key: run.kpi[key] for key in KEYS}
        (beside / "kpi.json").write_text(json.dumps(kpi, indent=2) + "\n")
        (beside / "run.json").write_text(json.dumps(about, indent=2) + "\n")
        report.write(beside)
        out.mkdir(exist_ok=True)
        for name in FILES:
            os.replace(beside / name, out / name)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


# --- for people -----------------------------------------------------------------------------


def _watched(plan, interpreter, console):
    """Run with a progress bar, transitions printed above it as they happen."""
    bar = Progress(
        TextColumn("day {task.fields[day]:.1f} of {task.fields[days]:g}"), BarColumn(),
        TextColumn("{task.percentage:3.0f} %"), TimeElapsedColumn(), TimeRemainingColumn(),
        console=console, transient=True,
    )  # fmt: skip
    total_s = plan["duration_s"]
    with bar:
        task = bar.add_task("", total=total_s, day=0, days=total_s / DAY_s)

        def show(letter, run):
            if letter == "T":
                console.print(run.transitions[-1], markup=False, highlight=False, soft_wrap=True)
            elif letter == "L":
                console.print(f"LAW BROKEN: {run.broken[-1]}", style="bold red", markup=False)
            elif letter == "R" and len(run.rows) > 1:
                at_s = 60 * (len(run.rows) - 1)
                bar.update(task, completed=at_s, day=at_s / DAY_s)

        return execute(plan, interpreter, show)


def _live(plan, interpreter, console, title, speed):
    """Run with the view of tools/live.py, `speed` times as fast as the clock at most."""
    from rich.live import Live

    from tools import live, live_view
    from tools.report.panels import settings_of
    from tools.report.run import parse_transition

    view = live_view.View(title, live.limits(plan["fluid"], settings_of(plan)))
    began = time.monotonic()
    because = [""]

    def show(letter, run):
        if letter == "T":
            at_s, mode, because[0] = parse_transition(run.transitions[-1])
            view.moved(at_s, mode, because[0])
        elif letter == "R" and len(run.rows) > 1:
            names, values = run.rows[0].split(","), run.rows[-1].split(",")
            row = dict(zip(names, values, strict=True))
            view.feed(live_view.facts_of_row(row, because[0]))
            time.sleep(max(0.0, began + int(row["at_s"]) / speed - time.monotonic()))

    with Live(view, console=console, refresh_per_second=10):
        return execute(plan, interpreter, show)


def _table(kpi):
    """The key figures as a table with units and a word on each."""
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(justify="right", style="bold")
    table.add_column()
    factor = kpi["simulated_s"] / kpi["wall_s"]
    room = f"{kpi['room_least_cC'] / 100:.1f} .. {kpi['room_most_cC'] / 100:.1f} degC"
    if kpi["simulated_s"] <= 6 * 3600:
        room = "-"
    rows = (
        (f"{factor:,.0f} x", f"real time, {kpi['wall_s']:.1f} s on {kpi['interpreter']}"),
        (f"{kpi['simulated_s'] / DAY_s:g} days", "simulated"),
        (f"{kpi['heat_Wh'] / 1000:.1f} kWh", "heat to the house, less what defrosts took"),
        (f"{kpi['cold_Wh'] / 1000:.1f} kWh", "cold to the house"),
        (f"{kpi['electric_Wh'] / 1000:.1f} kWh", "electricity, whole unit"),
        (f"{kpi['spf_net']:.2f}", "seasonal performance factor, net"),
        (f"{kpi['cop_estimated_net']:.2f}", "the same as the firmware estimates it"),
        (f"{kpi['starts']}", f"starts, {kpi['max_starts_per_hour']} in any hour at most"),
        (f"{kpi['defrosts']}", f"defrosts, {kpi['defrost_s']} s in all"),
        (room, "room, after the first six hours"),
        (f"{kpi['comfort_Kh']:.1f} Kh", "room further than 0.5 K from its set-point"),
        (f"{kpi['law_violations']}", "laws broken"),
        (f"{len(kpi['faults'])}", "faults" + "".join(f"\n- {x}" for x in kpi["faults"])),
    )
    for value, meaning in rows:
        table.add_row(value, meaning)
    return table


class Parser(argparse.ArgumentParser):
    """Bad input is one sentence and exit code 2."""

    def error(self, message):
        print(message.removeprefix("argument "), file=sys.stderr)
        sys.exit(2)


def parse(arguments=None):
    """The options as an argparse namespace; bad ones end the program with a sentence, exit 2."""
    parser = Parser(
        prog="python -m tools.simulate", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False,
    )  # fmt: skip
    add = parser.add_argument
    add(
        "--weather",
        default="greensboro",
        metavar="NAME|FILE",
        help="greensboro, sandpoint, miami, or an EPW or TMY3 file (default %(default)s)",
    )
    add("--warmer", default="0", metavar="K", help="every hour by so much, -30..30 (default 0)")
    add("--start", default="01-15", metavar="MM-DD[THH]", help="begin (default %(default)s)")
    add("--days", default="1", metavar="N", help="how long, 0.01..366 (default %(default)s)")
    add("--fluid", metavar="NAME", help="and the machine built for it (default R290)")
    add("--machine", metavar="NAME", help="a machine by its own name instead")
    add("--emitter", metavar="water|air", help="default: what the machine is built for")
    add(
        "--interpreter",
        default="micropython",
        metavar="NAME",
        help="micropython, micropython32 or cpython (default %(default)s)",
    )
    add(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        dest="settings",
        help="a setting of the firmware, as often as needed; `make docs` lists them",
    )
    add(
        "--fault",
        action="append",
        default=[],
        metavar="VERB@SECOND",
        dest="faults",
        help="T_coil.open@9000, FAN.mul=0.05@7200..9000; as often as needed",
    )
    add("--tank", default="0", metavar="LITRES", help="of hot water, tapped as in EN 16147, M")
    add(
        "--grid",
        action="append",
        default=[],
        metavar="STATE@SECOND",
        help="normal, blocked, recommended or forced (SG-Ready), as often as needed",
    )
    add("--scan-ms", default="1000", metavar="N", help="100..1000 (default %(default)s)")
    add("--seed", default="1", metavar="N", help="of noise and chance (default %(default)s)")
    add("--sensor-errors", action="store_true", help="each sensor is off by its own constant")
    add("--out", default="build/sim", metavar="DIR", type=Path, help="default %(default)s")
    add("--live", action="store_true", help="draw the machine in the terminal while it runs")
    add("--speed", default="600", metavar="N",
        help="of --live, times real time, 1..100000 (default %(default)s)")  # fmt: skip
    add("--quiet", action="store_true", help="print no transitions and no progress")
    return parser.parse_args(arguments)


def main(arguments=None):
    asked = parse(arguments)
    console = Console()
    try:
        plan, about = scenario.plan(asked)
        pythons.find(asked.interpreter)
        speed = scenario.whole("--speed", asked.speed, 1, 100_000, "times real time")
        _check_out(asked.out)
        if asked.live:
            run = _live(plan, asked.interpreter, console, about["title"], speed)
        elif asked.quiet:
            run = execute(plan, asked.interpreter)
        else:
            run = _watched(plan, asked.interpreter, console)
        save(run, about, asked.out)
    except (scenario.BadInput, pythons.Missing) as problem:
        print(problem, file=sys.stderr)
        return 2
    except Failed as problem:
        print(f"The run ended in an error:\n{problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped; nothing was written.", file=sys.stderr)
        return 130
    console.print(_table(run.kpi))
    console.print(f"Report: {asked.out / 'report.html'}", soft_wrap=True, highlight=False)
    return 1 if run.kpi["law_violations"] else 0


def _check_out(out):
    """Find out before the run, not after it, whether `out` can be written."""
    if out.exists() and not out.is_dir():
        raise scenario.BadInput(f"--out: {out} is a file, a folder is wanted")
    parent = out.resolve()
    while not parent.exists():
        parent = parent.parent
    if not os.access(parent, os.W_OK):
        raise scenario.BadInput(f"--out: {out} cannot be written")


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        sys.exit(main())
