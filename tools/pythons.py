"""The interpreters this project runs on: find them, say what they are, get the 32-bit one.

    python -m tools.pythons              what is here: version and word size
    python -m tools.pythons --install    fetch the 32-bit MicroPython first, once
    python -m tools.pythons --require    exit 1 unless all three are here

MICROPYTHON=PATH and MICROPYTHON32=PATH name others than those of .venv and build/m32.
The 32-bit build has the word size of an ESP32: small ints of 31 bits, ticks that wrap at
2**30, viper that wraps at 32 bits.  Debian's unstable suite carries it for i386; it is
unpacked into build/m32 with its own libc and touches nothing else.
"""

import argparse
import functools
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tools import debian

ROOT = Path(__file__).resolve().parent.parent
M32 = ROOT / "build" / "m32"
NAMES = ("cpython", "micropython", "micropython32")
_NEWEST_THAT_IS_TOO_OLD = (1, 25)  # 1.26 is the oldest these sources were run on
_RETRY_s = 86400  # after a failed fetch, `make` does not try again for a day; `make pythons` does

_ASK = (
    "import sys; print(sys.implementation.name, sys.maxsize, sys.version.split(';')[-1].strip())"
)

_LAUNCHER = """#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd)
lib=$here/root/usr/lib/i386-linux-gnu
exec "$lib/ld-linux.so.2" --library-path "$lib" "$here/root/usr/bin/micropython" "$@"
"""


class Missing(Exception):
    """One sentence: which interpreter is missing and how to get it."""


def _candidates(name):
    if name == "cpython":
        return [sys.executable]
    named = os.environ.get("MICROPYTHON" if name == "micropython" else "MICROPYTHON32")
    if named:
        return [shutil.which(named) or named]
    if name == "micropython32":
        return [str(M32 / "micropython32")]
    beside = str(Path(sys.executable).parent / "micropython")
    return [beside, str(ROOT / ".venv/bin/micropython"), shutil.which("micropython") or ""]


@functools.cache
def ask(path):
    """(implementation, word size in bits, version sentence) of the interpreter at `path`."""
    try:
        done = subprocess.run([path, "-c", _ASK], capture_output=True, text=True, timeout=20)
        implementation, largest, version = done.stdout.strip().split(" ", 2)
        return implementation, 32 if int(largest) < 2**31 else 64, version
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None


def _fits(name, facts):
    if name == "cpython":
        return facts[0] == "cpython"
    return facts[0] == "micropython" and (name == "micropython" or facts[1] == 32)


def find(name):
    """Path of the interpreter `name` (one of NAMES).  Raises Missing with one sentence."""
    if name not in NAMES:
        raise Missing(f"interpreter: {name} is none of {', '.join(NAMES)}")
    paths = [p for p in _candidates(name) if p]
    for path in paths:
        if os.path.exists(path):
            facts = ask(path)
            if facts and _fits(name, facts):
                return path
            what = "does not start" if not facts else f"is a {facts[1]}-bit {facts[0]}"
            raise Missing(f"interpreter: {path} {what}, {name} is wanted")
    variable = "MICROPYTHON32" if name == "micropython32" else "MICROPYTHON"
    raise Missing(
        f"interpreter: {name} is not here (looked for {' and '.join(paths) or 'it on the path'}); "
        f"`make pythons` fetches it where it can, {variable}=PATH names another"
    )


def available():
    """The names of NAMES that find() finds, in that order."""
    found = []
    for name in NAMES:
        try:
            find(name)
        except Missing:
            continue
        found.append(name)
    return found


def version(facts):
    """(1, 26, 1) from "MicroPython v1.26.1+ds-1 on ..."; (0,) when it names none."""
    match = re.search(r"v(\d+)\.(\d+)(?:\.(\d+))?", facts[2])
    return tuple(int(x) for x in match.groups(default="0")) if match else (0,)


def install_32(again=False):
    """Fetch the 32-bit MicroPython unless it is here.  Returns None or why it cannot be had."""
    launcher, excuse = M32 / "micropython32", M32 / "why-not.txt"
    if os.environ.get("MICROPYTHON32") or (launcher.exists() and ask(str(launcher))):
        return None
    if not again and excuse.exists() and time.time() - excuse.stat().st_mtime < _RETRY_s:
        return excuse.read_text().strip()
    M32.mkdir(parents=True, exist_ok=True)
    try:
        _fetch_32(launcher)
    except (debian.Unavailable, OSError) as problem:
        shutil.rmtree(M32 / "root", ignore_errors=True)
        launcher.unlink(missing_ok=True)
        excuse.write_text(f"{problem}\n")
        return str(problem)
    excuse.unlink(missing_ok=True)
    return None


def _fetch_32(launcher):
    debian.only_on_x86()
    print("Fetching a 32-bit MicroPython into build/m32 (Debian packages, some 10 s) ...")
    sys.stdout.flush()
    debian.fetch(["micropython"], M32, "i386", suite="sid")
    launcher.write_text(_LAUNCHER)
    launcher.chmod(0o755)
    ask.cache_clear()
    facts = ask(str(launcher))
    if not facts or facts[1] != 32:
        raise debian.Unavailable("the fetched 32-bit MicroPython does not start")
    if version(facts)[:2] <= _NEWEST_THAT_IS_TOO_OLD:
        raise debian.Unavailable(f"the suite offers {facts[2]}; 1.26 or newer is needed")


def describe(name):
    """One line on the interpreter `name`, for people."""
    try:
        path = find(name)
    except Missing as problem:
        return f"{name:14} missing   {problem}"
    facts = ask(path)
    return f"{name:14} {facts[1]} bit    {facts[2]}  ({path})"


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m tools.pythons", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--install", action="store_true", help="fetch the 32-bit one, once")
    parser.add_argument("--again", action="store_true", help="try even if it failed today")
    parser.add_argument("--require", action="store_true", help="exit 1 unless all are here")
    parser.add_argument("--quiet", action="store_true", help="print only what is missing")
    asked = parser.parse_args(arguments)
    why_not = install_32(asked.again) if asked.install else None
    if why_not:
        print(f"No 32-bit MicroPython: {why_not}. What needs it is skipped.")
    elif not asked.quiet:
        print("\n".join(describe(name) for name in NAMES))
    missing = [name for name in NAMES if name not in available()]
    return 1 if asked.require and missing else 0


if __name__ == "__main__":
    sys.exit(main())
