"""Mounts the file system of a board's image and boots the firmware in it, on a virtual board.

    micropython host_tests/runtime/image_boot.py IMAGE START BLOCKS [SECONDS]

Without SECONDS prints size, sum and name of every file; with them runs main.py from the image for
so long, with a house behind it, and prints how it went.
"""

import os
import sys

import vfs

BLOCK = 4096


class Flash:
    """A part of a file as a block device."""

    def __init__(self, path, start, blocks):
        self._file, self._start, self._blocks = open(path, "rb"), start, blocks  # noqa: SIM115

    def readblocks(self, block, buffer, offset=0):
        self._file.seek(self._start + block * BLOCK + offset)
        self._file.readinto(buffer)

    def writeblocks(self, block, buffer, offset=0):
        raise OSError(30)  # the image stays what it is

    def ioctl(self, op, _arg):
        return self._blocks if op == 4 else BLOCK if op == 5 else 0


def sum_of(path):
    total = 0
    with open(path, "rb") as file:
        for byte in file.read():
            total = (total * 31 + byte) & 0xFFFFFF
    return total


def listing(folder):
    for name, kind, *_ in os.ilistdir(folder):
        path = folder + "/" + name
        if kind == 0x4000:
            listing(path)
        else:
            print(os.stat(path)[6], sum_of(path), path[len("/flash/") :])


here = os.getcwd()
vfs.mount(vfs.VfsLfs2(Flash(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))), "/flash")
if len(sys.argv) == 4:
    listing("/flash")
else:
    # the firmware from the image; a house instead of the pins
    sys.path[:] = [here + "/boards/virtual", "/flash", ".frozen"]
    import board

    board.configure({"duration_s": int(sys.argv[4])})
    import main

    print("main is", main.__file__)
    unit = main.boot()
    try:
        main.run(unit)
    except board.Finished:
        pass
    from heatpump import modes

    print("ran", unit.uptime_s, "s:", modes.NAMES[unit.mode], unit.because, unit.moves)
