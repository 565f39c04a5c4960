"""Give a record to this firmware once more: every integer must be what it was.

    python -m tools.replay hour.csv                            on every interpreter that is here
    python -m tools.replay hour.csv --interpreter micropython32
    python -m tools.replay hour.csv --report hour.html         and draw it
    python -m tools.replay hour.csv --port /dev/ttyUSB0        on a board; its outputs stay off

Compared at each scan: mode, outputs, readings, and what the estimator worked out.  Differences
are printed, each change of mode that came otherwise among them.  The laws of protection
(tools/laws.py) are judged too, as far as the record shows them: not what only a plant knows.
Exit 0: all equal.  1: something differs, or a law was broken.  2: no such file, or no record.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from tools import child, pythons, replay_laws, report, simulate


def on_laptop(name, file):
    """(exit code, lines) of a replay in the interpreter `name`.  Raises pythons.Missing."""
    command = [pythons.find(name), "tools/record_on.py", "replay", str(file.resolve())]
    done = subprocess.run(command, cwd=child.ROOT, capture_output=True, text=True)
    return done.returncode, done.stdout.splitlines() + done.stderr.splitlines()


def on_board(port, file):
    """(exit code, lines) of a replay on a board, which reads the file through mpremote."""
    # mounting changes the folder, and the firmware lies in the other one
    code = "import os; os.chdir('/'); from heatpump import bench; "
    code += f"bench.replay('/remote/{file.name}')"
    command = [sys.executable, "-m", "mpremote", "connect", port]
    command += ["mount", str(file.resolve().parent), "exec", code]
    done = subprocess.run(command, capture_output=True, text=True)
    lines = done.stdout.splitlines() + done.stderr.splitlines()
    equal = any(line.endswith("every integer is equal.") for line in lines)
    return done.returncode or (0 if equal else 1), lines


def main(arguments=None):
    parser = simulate.Parser(
        prog="python -m tools.replay", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False,
    )  # fmt: skip
    parser.add_argument("file", type=Path)
    parser.add_argument("--interpreter", metavar="NAME", help=", ".join(pythons.NAMES))
    parser.add_argument("--port", metavar="PORT", help="a board, as mpremote calls it")
    parser.add_argument("--report", metavar="FILE.html", help="and a page of plots of the record")
    asked = parser.parse_args(arguments)
    if not asked.file.is_file():
        print(f"{asked.file} is no file", file=sys.stderr)
        return 2
    if asked.report:
        try:
            print(report.write_record(asked.file, asked.report))
        except report.NotARun as problem:
            print(problem, file=sys.stderr)
            return 2
    if asked.port:
        return _tell("board", *on_board(asked.port, asked.file))
    worst = 0
    try:
        for name in [asked.interpreter] if asked.interpreter else pythons.available():
            worst = max(worst, _tell(name, *on_laptop(name, asked.file)))
    except pythons.Missing as problem:
        print(problem, file=sys.stderr)
        return 2
    return worst if worst == 2 else max(worst, _laws(asked.file))


def _tell(name, code, lines):
    for line in lines:
        if line.startswith("E "):
            print(line[2:], file=sys.stderr)
            return 2
        print(f"{name:14} {line}")
    return code


def _laws(file):
    with open(file) as opened:
        violations, judged = replay_laws.judge(opened)
    for at_s, law, sentence in violations:
        print(f"LAW BROKEN at second {at_s}: {law}, {sentence}")
    if not violations:
        print(f"No law was broken, as far as the record shows: {judged}.")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
