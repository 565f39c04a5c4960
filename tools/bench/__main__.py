"""A board without a board: real MicroPython on a terminal, a simulated house behind its wires.

    python -m tools.bench [--root DIR] [--speed N] [--weather ... as in tools.simulate]

Prints a device for `mpremote connect`; until Ctrl-C.  It has what a board has: boot.py and
main.py, soft and hard reset, watchdog, a file system (the folder --root) and Ctrl-C.  --speed
is how much faster time passes while the firmware idles; 0: as fast as it can.
Exit 0: ended.  1: a law of protection was broken.  2: bad input, or not on this machine.
"""

import argparse
import shutil
import sys
from pathlib import Path

from tools import deploy, pythons, scenario, simulate

DEFAULT_ROOT = Path("build/bench")
ASKED = ("weather", "warmer", "start", "fluid", "machine", "emitter", "fault", "tank", "grid",
         "seed")  # fmt: skip
_INSIDE = ("HEAP.fail_nth", "CMD.fuzz")  # only where the firmware runs in the same program
_FLAG = {"fault": "--fault", "grid": "--grid"}


def parse(arguments=None):
    parser = simulate.Parser(
        prog="python -m tools.bench", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False,
    )  # fmt: skip
    add = parser.add_argument
    add("--board", default="virtual", help="only virtual: any other is hardware, `make repl`")
    add("--root", default=DEFAULT_ROOT, type=Path, metavar="DIR", help="default %(default)s")
    add("--speed", default="1", metavar="N", help="0..1000 times the clock (default 1)")
    add("--empty", action="store_true", help="nothing on it, as from the shop")
    add("--again", action="store_true", help="keep what is in DIR: settings, calibration, log")
    for name in ASKED:
        if name in _FLAG:
            add(f"--{name}", action="append", default=[], metavar="...")
        else:
            add(f"--{name}", metavar="...")
    return parser.parse_args(arguments)


def plan(asked):
    """(scenario dict, speed) out of the parsed options; raises scenario.BadInput."""
    given = []
    for name in ASKED:
        value = getattr(asked, name)
        for each in value if isinstance(value, list) else [value]:
            given += [f"--{name}", each] if each is not None else []
    made, _ = scenario.plan(simulate.parse(given))
    for verb, *_ in made["faults"]:
        if verb in _INSIDE:
            raise scenario.BadInput(f"--fault {verb}: not at a board of its own; tools.simulate")
    return {**made, "settings": {}}, scenario.whole("--speed", asked.speed, 0, 1000, "times")


def lay_out(root, fluid, empty=False, again=False):
    """Make `root` the file system of a virtual board that runs this firmware."""
    if again and (root / "board.py").exists():
        return
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    if not empty:
        deploy.gather("virtual", root, source=True)
        _fill(root / "fitted.py", fluid)


def _fill(file, fluid):
    text = file.read_text()
    file.write_text(text.replace('FLUID = "R290"', f'FLUID = "{fluid}"'))


def main(arguments=None):
    asked = parse(arguments)
    from tools.bench.device import Device, Unusable

    try:
        if asked.board != "virtual":
            raise scenario.BadInput(
                f"--board: {asked.board} is hardware; `make repl BOARD={asked.board} PORT=...`"
            )
        made, speed = plan(asked)
        device = Device(asked.root, made, speed)
        lay_out(asked.root, made["fluid"], asked.empty, asked.again)
    except (scenario.BadInput, pythons.Missing, Unusable, deploy.BadInput) as problem:
        print(problem, file=sys.stderr)
        return 2
    print(f"device: {device.path}")
    print(f"  .venv/bin/mpremote connect {device.path} repl")
    print(f"  its files are in {asked.root}; Ctrl-C here switches it off", flush=True)
    try:
        device.serve()
    except KeyboardInterrupt:
        print()
    return _verdict(device.hardware.laws)


def _verdict(laws):
    for at_s, law, sentence in laws.violations:
        print(f"LAW BROKEN at second {at_s}: {law}, {sentence}")
    if not laws.total:
        print("No law of protection was broken.")
    return 1 if laws.total else 0


if __name__ == "__main__":
    sys.exit(main())
