"""One file for the flash of a board: an official MicroPython and a file system with the firmware.

    python -m tools.image BOARD --image FILE [--flash MB] [--out FILE]      (make image)
    python -m tools.image BOARD --image FILE --port PORT                    (make flash)

FILE is the .bin of MicroPython 1.27 or newer for the board's chip, from its download page.  The
file system is a littlefs (4096-byte blocks, version 2.0 on disk) behind the last partition, where
MicroPython looks for it when its table names none; it reaches to the end of the flash, and must
reach there exactly, or MicroPython takes it for corrupt.  With a port the size of the flash is
asked of the chip; without, give it with --flash where it is not what the board mostly has.
Exit 0: written.  1: esptool failed.  2: bad input; what was there is kept.
"""

import argparse
import re
import struct
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tools import deploy, pinout

BLOCK = 4096
DISK_VERSION = 0x00020000
OLDEST = (1, 27)
_MEGABYTE = 1 << 20
_TABLE = 0x8000  # of partitions, in the flash
_ESPTOOL = (sys.executable, "-m", "esptool")

# chip: its number in an image, where an image begins in the flash, megabytes of most boards
# ESP-IDF, "App Image Format" (esp_chip_id_t) and esptool, "Boot Log" (bootloader offset)
_CHIPS = {"esp32": (0, 0x1000, 4), "esp32s3": (9, 0, 8), "esp32c3": (5, 0, 4)}


class BadInput(Exception):
    """One sentence."""


@dataclass(frozen=True)
class Official:
    """A MicroPython image: its bytes, where they begin, and where the file system may begin."""

    data: bytes
    offset: int
    version: tuple
    file_system: int


def read_official(path, chip):
    """What the file at `path` is.  Raises BadInput unless it is a MicroPython for `chip`."""
    try:
        data = Path(path).read_bytes()
    except OSError as problem:
        raise BadInput(f"image: {path} cannot be read: {problem.strerror}") from None
    number, offset, _ = _CHIPS[chip]
    if len(data) < 0x10000 or data[0] != 0xE9:
        raise BadInput(f"image: {path} is not an image of MicroPython for an ESP32 (.bin)")
    found = struct.unpack_from("<H", data, 12)[0]
    if found != number:
        names = {row[0]: pinout.CHIPS[name] for name, row in _CHIPS.items()}
        other = names.get(found, f"chip {found}")
        raise BadInput(f"image: {path} is for {other}; the board has an {pinout.CHIPS[chip]}")
    match = re.search(rb"MicroPython v(\d+)\.(\d+)[.\d]* on ", data)
    version = (int(match[1]), int(match[2])) if match else (0, 0)
    if version < OLDEST:
        said = ".".join(map(str, version)) if match else "unknown"
        raise BadInput(f"image: {path}: MicroPython is {said}; 1.27 or newer is needed")
    return Official(data, offset, version, _end_of_partitions(path, data, offset))


def _end_of_partitions(path, data, offset):
    """Where the last partition ends, or where the one called vfs begins."""
    end = 0
    for at in range(_TABLE - offset, _TABLE - offset + 0xC00, 32):
        magic, kind, _, start, size, name = struct.unpack_from("<HBBII16s", data, at)
        if magic != 0x50AA:
            break
        if kind == 1 and name.rstrip(b"\0") == b"vfs":
            raise BadInput(f"image: {path} has a file system of its own size; use an official one")
        end = max(end, start + size)
    if not end:
        raise BadInput(f"image: {path} has no table of partitions")
    return end


def file_system(folder, blocks):
    """A littlefs of `blocks` that holds what lies in `folder`."""
    import littlefs

    fs = littlefs.LittleFS(block_size=BLOCK, block_count=blocks, disk_version=DISK_VERSION)
    for path in sorted(Path(folder).rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir():
            fs.makedirs(name, exist_ok=True)
        else:
            with fs.open(name, "wb") as file:
                file.write(path.read_bytes())
    fs.unmount()
    return bytes(fs.context.buffer)


def build(board, image, flash_MB, out, source=False):
    """Write the merged file `out`; the official image it stands on."""
    if board not in deploy.boards():
        raise BadInput(f"board: {board} is not one of {', '.join(deploy.boards())}")
    chip = pinout.load(board).chip
    official = read_official(image, chip)
    size = (flash_MB or _CHIPS[chip][2]) * _MEGABYTE
    room = size - official.file_system
    if room < 64 * BLOCK:
        raise BadInput(f"flash: {size // _MEGABYTE} MB leave {room} bytes behind {image}")
    with tempfile.TemporaryDirectory() as folder:
        files, merged = Path(folder) / "files", Path(folder) / "merged.bin"
        files.mkdir()
        deploy.gather(board, files, source)
        vfs = Path(folder) / "vfs.bin"
        vfs.write_bytes(file_system(files, room // BLOCK))
        parts = [hex(official.offset), str(image), hex(official.file_system), str(vfs)]
        esptool("--chip", chip, "merge-bin", "-o", str(merged), *parts)
        Path(out).parent.mkdir(parents=True, exist_ok=True)
        Path(out).write_bytes(merged.read_bytes())
        return official


class Failed(Exception):
    """What esptool said last."""


def esptool(*arguments, show=False):
    """Run esptool; what it printed.  Raises Failed."""
    done = subprocess.run([*_ESPTOOL, *arguments], capture_output=not show, text=True)
    if done.returncode:
        said = ((done.stdout or "") + (done.stderr or "")).strip().splitlines()
        raise Failed(f"esptool: {said[-1] if said else 'failed, see above'}")
    return done.stdout


def flash_size_MB(chip, port):
    """Megabytes of the flash behind `port`, asked of the chip."""
    said = esptool(*_to(chip, port), "flash-id")
    match = re.search(r"flash size: (\d+)MB", said)
    if not match:
        raise Failed("esptool flash-id did not tell the size of the flash; give --flash MB")
    return int(match[1])


def _to(chip, port):
    """Which board; `auto`: the only one there.  A boot loader behind a socket takes no stub."""
    at = () if port == "auto" else ("--port", port)
    return ("--chip", chip, *at, *(("--no-stub",) if "://" in port else ()))


def write(chip, port, out):
    esptool(*_to(chip, port), "write-flash", "--compress", "0x0", str(out), show=True)


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m tools.image", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("board", metavar="BOARD")
    parser.add_argument("--image", default="", metavar="FILE", help="MicroPython's .bin")
    parser.add_argument("--flash", type=int, metavar="MB", help="size of the flash")
    parser.add_argument("--out", metavar="FILE", help="default build/image/BOARD.bin")
    parser.add_argument("--port", help="write it to the board there")
    parser.add_argument("--source", action="store_true", help="copy .py, compile nothing")
    asked = parser.parse_args(arguments)
    try:
        return _run(asked)
    except (BadInput, deploy.BadInput) as problem:
        print(problem)
        return 2
    except Failed as problem:
        print(problem)
        return 1


def _run(asked):
    if not asked.image:
        raise BadInput("image: name the .bin of MicroPython for the board: IMAGE=FILE")
    if asked.flash is not None and asked.flash not in (2, 4, 8, 16, 32):
        raise BadInput(f"flash: {asked.flash} is not one of 2, 4, 8, 16, 32 MB")
    out = Path(asked.out or Path("build", "image", f"{asked.board}.bin"))
    flash_MB, chip = asked.flash, None
    if asked.port and asked.board in deploy.boards():
        chip = pinout.load(asked.board).chip
        read_official(asked.image, chip)  # before anything is asked of the board
        flash_MB = flash_MB or flash_size_MB(chip, asked.port)
    official = build(asked.board, asked.image, flash_MB, out, asked.source)
    version = ".".join(map(str, official.version))
    print(f"{out}: MicroPython {version}, file system at 0x{official.file_system:x}")
    if asked.port:
        write(chip, asked.port, out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
