"""Write package.json and manifest.py: what `mip` installs and what an image freezes is what runs.

    python -m tools.packages [--check]

firmware/package.json and boards/BOARD/package.json for `mpremote mip install --target / FILE`, the
one after the other; boards/BOARD/manifest.py, which includes firmware/manifest.py, for freezing.
Exit 0: written, or nothing to do.  1: --check, and something is stale.
"""

import argparse
import json
import os
import re
import sys
from pathlib import Path

from tools import deploy, pinout

ROOT = Path(__file__).resolve().parent.parent
_PORTS = {"esp32": "ESP32_GENERIC", "esp32s3": "ESP32_GENERIC_S3", "esp32c3": "ESP32_GENERIC_C3"}

_MANIFEST = """# ruff: noqa: F821  the names are those of MicroPython's manifest files
#
# Freezes firmware and board into an image:
#   make -C ports/esp32 BOARD={port} FROZEN_MANIFEST=<this file>
# and, so that a damaged file system does not hold it up, boards/esp32/_boot.py in place of
# ports/esp32/modules/_boot.py.  settings.json stays a file.  Made by python -m tools.packages.
include("$(PORT_DIR)/boards/manifest.py")
include("../../firmware/manifest.py")

"""


def version():
    """That of pyproject.toml."""
    return re.search(r'^version = "(.*)"$', (ROOT / "pyproject.toml").read_text(), re.M)[1]


def package(folder, paths):
    """package.json for `paths`, whose places on the board are {path: place}."""
    urls = [[place, os.path.relpath(path, folder)] for path, place in sorted(paths.items())]
    lines = ",\n".join("    " + json.dumps(row) for row in urls)
    return f'{{\n  "version": "{version()}",\n  "deps": [],\n  "urls": [\n{lines}\n  ]\n}}\n'


def manifest(board):
    """manifest.py of a board: its own files, then those it shares."""
    folder = ROOT / "boards" / board
    rows = [
        f'module("{path.name}")'
        if path.parent == folder
        else f'module("{path.name}", base_path="{os.path.relpath(path.parent, folder)}")'
        for path in sorted(deploy.board_files(board), key=lambda p: (p.parent != folder, p.name))
    ]
    port = _PORTS[pinout.load(board).chip]
    return _MANIFEST.format(port=port) + "\n".join(rows) + "\n"


def files():
    """{path: what it should hold}."""
    firmware = {p: p.relative_to(deploy.FIRMWARE).as_posix() for p in deploy.firmware_files()}
    wanted = {deploy.FIRMWARE / "package.json": package(deploy.FIRMWARE, firmware)}
    for board in deploy.boards():
        folder = ROOT / "boards" / board
        own = {path: path.name for path in deploy.board_files(board)}
        wanted[folder / "package.json"] = package(folder, own)
        wanted[folder / "manifest.py"] = manifest(board)
    folder = deploy.VIRTUAL / "device"  # the board of `make bench`
    wanted[folder / "package.json"] = package(
        folder, {path: path.name for path in deploy.board_files("virtual")}
    )
    return wanted


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m tools.packages", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--check", action="store_true", help="say what is stale, write nothing")
    asked = parser.parse_args(arguments)
    stale = [p for p, text in files().items() if not p.exists() or p.read_text() != text]
    for path in stale:
        print(f"{path.relative_to(ROOT)}: {'stale' if asked.check else 'written'}")
        if not asked.check:
            path.write_text(files()[path])
    return 1 if asked.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
