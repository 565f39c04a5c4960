"""The pictures of the pages, drawn from a run of the real firmware and from its tables.

    python -m tools.pictures            draw them all anew; `make docs` does it too
    python -m tools.pictures --check    say which differ from what the code draws, exit 1

A picture is an SVG of whole numbers and tenths: the same bytes wherever it is drawn, in the
colours of the reader's screen.
"""

import argparse
import functools
from pathlib import Path

FOLDER = Path(__file__).parent


@functools.lru_cache
def _day():
    from tools.pictures import day

    return day.simulated()


def _drawn_day():
    from tools.pictures import day

    return day.draw(*_day())


def _cycle():
    from tools import cycle

    done, about = _day()
    names = done.rows[0].split(",")
    rows = [dict(zip(names, line.split(","), strict=True)) for line in done.rows[1:]]
    return cycle.draw(cycle.longest(rows), about)


def _modes():
    from tools.pictures import modes

    return modes.draw()


PICTURES = {
    "day.svg": _drawn_day,
    "cycle.svg": _cycle,
    "modes.svg": _modes,
}


def stale():
    """[name] of the pictures that are not what the code draws."""
    kept = {name: FOLDER / name for name in PICTURES}
    return [
        name for name, path in kept.items()
        if not path.exists() or path.read_text() != PICTURES[name]()
    ]  # fmt: skip


def write():
    """Draw every stale picture anew; returns their names."""
    names = stale()
    for name in names:
        (FOLDER / name).write_text(PICTURES[name]())
    return names


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m tools.pictures", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args(arguments).check
    names = stale() if check else write()
    for name in names:
        print(f"tools/pictures/{name} {'is stale: make docs' if check else 'drawn'}")
    if not names:
        print("Every picture is what the code draws.")
    return 1 if check and names else 0
