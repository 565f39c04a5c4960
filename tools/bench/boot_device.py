"""Runs first inside the MicroPython of a virtual board: makes the process look like a board.

    micropython -i tools/bench/boot_device.py FOLDER raw|friendly LINK

FOLDER becomes "/"; boot.py runs, and main.py unless mpremote has asked for a raw REPL, as on
a board.  LINK is the file descriptor that leads to the simulated house.
"""

import os
import sys

import vfs


class _Link:
    pass


def _begin(folder, number):
    link, machine = _Link(), _Link()
    link.file = open(int(number), "r+b", buffering=0)  # noqa: SIM115  stays open
    link.file.write(b"b\0\0\0\0\0\0\0")  # it is MicroPython from here on
    machine.reset = lambda: link.file.write(b"R\0\0\0\0\0\0\0") and sys.exit()
    machine.soft_reset = sys.exit
    machine.unique_id = lambda: b"\x00virtual"
    sys.modules["link"], sys.modules["machine"] = link, machine
    vfs.umount("/")
    vfs.mount(vfs.VfsPosix(folder), "/")
    os.chdir("/")
    sys.path[:] = ["", ".frozen", "/lib"]


def _run(name):
    try:
        with open(name) as file:
            text = file.read()
    except OSError:
        return
    try:
        exec(compile(text, name, "exec"), globals())
    except SystemExit:
        raise
    except BaseException as problem:  # Ctrl-C too: on a board it ends at the REPL
        sys.print_exception(problem)


_folder, _how, _number = sys.argv[1:4]
_begin(_folder, _number)
_run("boot.py")
if _how == "friendly":
    _run("main.py")
