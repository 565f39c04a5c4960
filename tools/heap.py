"""What the firmware leaves of a small ESP32's heap: after boot, after an hour.

    python -m tools.heap [BOARD] [--heap KILOBYTES] [--scans N]        (make heap)

A real 32-bit MicroPython, whose objects are as large as an ESP32's, loads the firmware as .mpy
into a heap of that size, boots a board on chips that are not there (which lie in the same heap)
and scans on; twice, since the second boot reads what the first has kept.
Exit 0: it fits and does not grow.  1: it does not.  2: bad input.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tools import deploy, pythons

ROOT = Path(__file__).resolve().parent.parent
RUNTIME = ROOT / "host_tests" / "runtime"
HEAP_kB = 224
BOARDS = ("esp32_s3_rig", "esp32_c3_mini")  # whose front end the chips here can be
FEW, HOUR = 480, 14_400  # scans
_SLACK = 256  # bytes: a heap swept at another moment


class Missing(Exception):
    """One sentence."""


def measure(board, heap_kB=HEAP_kB, scans=HOUR):
    """{what: bytes free} by moments, and `ran`; raises Missing, or RuntimeError when it failed."""
    try:
        interpreter = pythons.find("micropython32")
    except pythons.Missing as problem:
        raise Missing(str(problem)) from None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        deploy.gather(board, folder, march="x86", all_compiled=True)
        size = sum(path.stat().st_size for path in folder.rglob("*.mpy"))
        for chips in ("fake_chips", "fake_esp32", "fake_rig"):
            deploy.compile_to(RUNTIME / f"{chips}.py", folder / f"{chips}.mpy", "x86")
        command = [interpreter, "-X", f"heapsize={heap_kB}k", str(RUNTIME / "heap.py"), name]
        return {"mpy": size, **run(command, scans, folder)}


def run(command, scans, folder):
    """{what: bytes free} of heap.py, run twice in `folder`; raises RuntimeError when it failed."""
    for count in (FEW, scans):  # the second boot finds what the first has written
        ran = [*command, str(count)]
        done = subprocess.run(ran, capture_output=True, text=True, cwd=folder)
        if done.returncode:
            last = (done.stderr or done.stdout).strip().splitlines()[-1:]
            raise RuntimeError("".join(last) or f"ended with {done.returncode}")
    rows = dict(line.split(" ", 1) for line in done.stdout.splitlines())
    return {**{k: int(v) for k, v in rows.items() if k != "ran"}, "ran": rows["ran"]}


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m tools.heap", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("board", nargs="?", default=BOARDS[0], choices=BOARDS)
    parser.add_argument(
        "--heap", type=int, default=HEAP_kB, metavar="KB", help="default %(default)s"
    )
    parser.add_argument("--scans", type=int, default=HOUR, help="default: an hour of 250 ms")
    asked = parser.parse_args(arguments)
    if not 32 <= asked.heap <= 4096 or asked.scans < FEW:
        print(f"heap: 32..4096 kB and {FEW} scans at least")
        return 2
    try:
        found = measure(asked.board, asked.heap, asked.scans)
    except (Missing, deploy.BadInput) as problem:
        print(problem)
        return 2
    except RuntimeError as problem:
        print(f"{asked.board} does not fit into {asked.heap} kB: {problem}")
        return 1
    return report(asked, found)


def report(asked, found):
    print(f"{found['mpy']:7}  bytes of .mpy: firmware and {asked.board}")
    return tell(found, asked.scans, "taken by loading; a frozen image needs a part of it")


def tell(found, scans, on_loading):
    """Print what run() has found; 1 when the heap grows, else 0."""
    loading, booting = found["chips"] - found["loaded"], found["loaded"] - found["booted"]
    rows = (
        (found["total"], "bytes of heap"),
        (found["total"] - found["chips"], "taken by the chips that are not there"),
        (loading, on_loading),
        (booting, "taken by booting"),
        (loading + booting, "needed by firmware and board"),
        (found["booted"], "free after boot"),
        (found["minute"], "free after a minute"),
        (found["lowest"], "lowest that was free at the end of a minute"),
        (found["hour"], f"free after {scans} scans"),
    )
    for count, words in rows:
        print(f"{count:7}  {words}")
    on = int(found["ran"].split()[0])
    print(f"The compressor was on in {on} of them.")
    if scans >= HOUR and not on:
        print("In an hour it should have run: what running takes was not measured.")
        return 1
    if grown(found):
        print(f"The heap has grown by {grown(found)} bytes.")
        return 1
    return 0


def grown(found):
    """Bytes that were free after a minute and are not at the end; 0 within the slack."""
    lost = found["minute"] - found["hour"]
    return lost if lost > _SLACK else 0


if __name__ == "__main__":
    sys.exit(main())
