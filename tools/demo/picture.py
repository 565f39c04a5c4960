"""The demo's pictures for README.md, shot in Chromium in the middle of a defrost.

    python -m tools.demo.picture             shoot them anew if the page has changed
    python -m tools.demo.picture --check     say whether they are those of this page, exit 1

What a letter looks like is the machine's own, so a picture is not compared by its bytes: it
carries a checksum of the page's sources.  Where Chromium or npm is missing, a sentence says so,
and the pictures stay as they are.
"""

import argparse
import hashlib
import struct
import sys
import tempfile
import zlib
from pathlib import Path

from tools.demo import __main__ as command
from tools.demo import pack, wasm

PICTURES = {"demo-light.png": False, "demo-dark.png": True}  # name: dark
FOLDER = wasm.ROOT / "tools" / "demo"
_INTO_s = 11  # of the first defrost of the cold night: most of the ice is still there
_SIZE = (1280, 955)
_KEY = b"drawn from\0"
_SOURCES = ("page.html", "style.css", "schematic.svg", "schematic.js", "tables.js", "app.js")


def mark():
    """What the pictures must carry: a checksum of all that shapes the page."""
    text = b"".join((pack.HERE / name).read_bytes() for name in _SOURCES)
    return hashlib.sha256(text + str((_INTO_s, _SIZE)).encode()).hexdigest()


def _chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def marked(png, text):
    """`png` with a text chunk before its end."""
    end = png.rindex(b"IEND") - 4
    return png[:end] + _chunk(b"tEXt", _KEY + text.encode()) + png[end:]


def stale(folder=FOLDER):
    """[name] of the pictures that are not there or were shot from another page."""
    wanted = _KEY + mark().encode()
    paths = [folder / name for name in PICTURES]
    return [p.name for p in paths if not p.exists() or wanted not in p.read_bytes()]


def shoot(folder=FOLDER):
    """Shoot all of them.  Raises wasm.Missing, and browser.Missing without Chromium."""
    import browser

    with tempfile.TemporaryDirectory() as made, browser.Browser() as chromium:
        page_file = command.write(Path(made))
        at_s = pack.first_s("cold_night", "DEFROST") + _INTO_s
        for name, dark in PICTURES.items():
            page = chromium.open(page_file, *_SIZE, dark=dark)
            page.wait("window.demo && demo.latest()")
            page.evaluate(f"demo.ask({{do: 'until', s: {at_s}}})")
            page.wait(f"demo.latest().now.at_s >= {at_s} && demo.drawn()")
            shot = Path(made) / name
            page.shoot(shot, full=False)
            (folder / name).write_bytes(marked(shot.read_bytes(), mark()))
            page.close()


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m tools.demo.picture", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args(arguments).check
    names = stale()
    if not names:
        print("The demo's pictures are those of its page.")
        return 0
    if check:
        print(f"{', '.join(names)} in tools/demo: stale, make docs")
        return 1
    sys.path.append(str(wasm.ROOT / "host_tests"))
    import browser

    try:
        shoot()
    except (wasm.Missing, browser.Missing) as problem:
        print(f"The demo's pictures stay as they are: {problem}.")
        return 0
    print("tools/demo: demo-light.png and demo-dark.png shot anew")
    return 0


if __name__ == "__main__":
    sys.exit(main())
