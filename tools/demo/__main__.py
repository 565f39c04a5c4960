"""A page in which the real firmware runs: MicroPython's wasm build, the virtual board behind it.

    python -m tools.demo [--out build/demo]

Writes OUT/index.html, one file without a single request: open it from the disk, or put it on any
server.  Needs npm once, to fetch the wasm build.
Exit 0: written.  1: npm or what it brings is missing, a sentence says what.  2: bad input.
"""

import argparse
import sys
from pathlib import Path

from tools.demo import pack, wasm


def write(out):
    """Path of the page, written whole into the folder `out`.  Raises wasm.Missing."""
    text = pack.page(*wasm.parts())
    out.mkdir(parents=True, exist_ok=True)
    part = out / "index.html.part"
    part.write_text(text)
    return part.replace(out / "index.html")


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m tools.demo", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--out", type=Path, default=Path("build/demo"), metavar="DIR",
                        help="default %(default)s")  # fmt: skip
    out = parser.parse_args(arguments).out
    if out.exists() and not out.is_dir():
        print(f"--out: {out} is a file, a folder is wanted", file=sys.stderr)
        return 2
    try:
        path = write(out)
    except wasm.Missing as problem:
        print(f"No demo: {problem}.", file=sys.stderr)
        return 1
    except OSError as problem:
        print(f"--out: {out} cannot be written: {problem.strerror}", file=sys.stderr)
        return 2
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB, opens without a network")
    return 0


if __name__ == "__main__":
    sys.exit(main())
