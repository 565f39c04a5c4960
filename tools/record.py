"""Record what every wire of a machine says at each scan, for tools.replay.

    python -m tools.record --port /dev/ttyUSB0 --seconds 3600 --out hour.csv      a real board
    python -m tools.record --seconds 3600 --out hour.csv --start 01-15            the virtual one

A board boots, runs its machine for so long (the first minutes are its hold after power-up), and
ends with every output off.  The virtual board takes the options of tools.simulate that say
which house, weather and faults.  The file is text: firmware/heatpump/bench_record.py.
Exit 0: written.  1: the board stopped or fell silent.  2: bad input; nothing is written.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from tools import child, pythons, scenario, simulate

ROOT = child.ROOT
FIRST = "# heatpump record "
_GIVEN = ("weather", "warmer", "start", "fluid", "machine", "emitter", "tank", "seed", "scan-ms")
_OFTEN = ("fault", "grid", "set")


def parse(arguments=None):
    parser = simulate.Parser(
        prog="python -m tools.record", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False,
    )  # fmt: skip
    add = parser.add_argument
    add("--out", required=True, type=Path, metavar="FILE")
    add("--seconds", default="3600", metavar="N", help="1..86400 (default %(default)s)")
    add("--port", metavar="PORT", help="a board, as mpremote calls it; without it the virtual one")
    add("--interpreter", default="micropython", metavar="NAME", help="of the virtual board")
    for name in _GIVEN:
        add(f"--{name}", metavar="...")
    for name in _OFTEN:
        add(f"--{name}", action="append", default=[], metavar="...")
    return parser.parse_args(arguments)


def plan(asked):
    """The scenario of the virtual board; raises scenario.BadInput."""
    given = []
    for name in (*_GIVEN, *_OFTEN):
        value = getattr(asked, name.replace("-", "_"))
        for each in value if isinstance(value, list) else [value]:
            given += [f"--{name}", each] if each is not None else []
    return {**scenario.plan(simulate.parse(given))[0], "duration_s": None}


class Taken:
    """Lines of a record among whatever else is printed."""

    def __init__(self):
        self.lines, self.others = [], []

    def take(self, line):
        if self.lines or line.startswith(FIRST):
            row = line.startswith("#") or (";" in line and line.count(",") > 20)
            (self.lines if row else self.others).append(line)
        else:
            self.others.append(line)
        return True


def from_board(port, seconds, taken):
    """Have a board record; returns the exit code of mpremote."""
    code = f"from heatpump import bench; bench.record({seconds})"
    command = [sys.executable, "-m", "mpremote", "connect", port, "exec", code]
    said = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    with subprocess.Popen(command, **said) as remote:
        for line in remote.stdout:
            taken.take(line.rstrip("\r\n"))
    return remote.returncode


def from_house(asked, seconds, taken):
    """Have the virtual board record; returns what went wrong, as lines."""
    command = [pythons.find(asked.interpreter), "tools/record_on.py", "record", str(seconds)]
    return child.listen(command, plan(asked), taken.take)


def main(arguments=None):
    asked, taken = parse(arguments), Taken()
    try:
        seconds = scenario.whole("--seconds", asked.seconds, 1, 86400, "s")
        if not asked.out.absolute().parent.is_dir():
            raise scenario.BadInput(f"--out: {asked.out.parent} is no folder")
        wrong = (from_board(asked.port, seconds, taken) if asked.port
                 else from_house(asked, seconds, taken))  # fmt: skip
    except (scenario.BadInput, pythons.Missing) as problem:
        print(problem, file=sys.stderr)
        return 2
    if wrong or len(taken.lines) < 4:
        said = taken.others + (wrong if isinstance(wrong, list) else [])
        print("\n".join(["No record: what was said instead:", *said[-8:]]), file=sys.stderr)
        return 1
    beside = asked.out.with_name(f".{asked.out.name}")
    beside.write_text("\n".join(taken.lines) + "\n")
    os.replace(beside, asked.out)
    print(f"{len(taken.lines) - 3} scans are in {asked.out}; python -m tools.replay {asked.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
