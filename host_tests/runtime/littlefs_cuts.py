"""The power fails in every block operation of every file that the firmware writes, on a littlefs.

    micropython host_tests/runtime/littlefs_cuts.py        (or micropython32)

A block device in memory stops at operation n, for every n of a whole sequence: a boot, a latch,
settings, a correction, counters and journal, a clean end.  Of a write or an erase that is cut
the first half is done.  After each cut the file system is mounted again, and every record must
be the one before or the one being written; whatever the firmware was told to be written must be
the new one; other files are whole, and it can be written again.  Last, the same on a file system
without room: the latch is kept all the same.
"""

import sys

sys.path[:] = ["", "firmware", "boards/virtual", ".frozen"]

import os  # noqa: E402

import board  # noqa: E402
import main  # noqa: E402
import vfs  # noqa: E402
from drivers.folder import Folder  # noqa: E402
from heatpump.keep import Keep  # noqa: E402
from heatpump.store import Store  # noqa: E402

BLOCKS, SIZE = 64, 4096
NAMES = ("boot", "latches", "settings", "corrections", "counters", "journal")
OTHER = b"x" * 3000


ERASED = b"\xff" * SIZE
CUT = OSError(5)  # made once: what was left open is closed by a collection, where nothing can be


class Flash:
    """Erases and programs as the ESP32's partition does; `left`: operations until it is cut."""

    def __init__(self, data):
        self.data = data
        self.left = -1
        self.operations = 0

    def readblocks(self, block, buffer, offset=0):
        at = block * SIZE + offset
        buffer[:] = self.data[at : at + len(buffer)]

    def writeblocks(self, block, buffer, offset=0):
        self._change(block * SIZE + offset, buffer)

    def ioctl(self, operation, argument):
        if operation == 4:
            return BLOCKS
        if operation == 5:
            return SIZE
        if operation == 6:
            self._change(argument * SIZE, ERASED)
        return 0

    def _change(self, at, new):
        self.operations += 1
        if self.left == 0:
            raise CUT
        if self.left > 0:
            self.left -= 1
            if self.left == 0:
                half = len(new) // 2
                self.data[at : at + half] = new[:half]
                raise CUT
        self.data[at : at + len(new)] = new


def fresh():
    """The image of a board with another file on it, formatted."""
    flash = Flash(bytearray(b"\xff" * (BLOCKS * SIZE)))
    vfs.VfsLfs2.mkfs(flash)
    mount(flash)
    with open("/flash/main.py", "wb") as file:
        file.write(OTHER)
    return flash


def mount(flash):
    vfs.mount(vfs.VfsLfs2(flash), "/flash")


def unmount():
    try:
        vfs.umount("/flash")
    except OSError as problem:
        if problem is not CUT:
            raise problem


class Noted(Folder):
    """A folder that notes what the firmware was told to be done."""

    def __init__(self):
        super().__init__(os, "/flash/")
        self.done = []

    def rename(self, old, new):
        super().rename(old, new)
        self.done.append(new[:-2])


def sequence(unit, n):
    """All that is ever written, with values by which one round is told from another."""
    files = Noted()
    keep = Keep(files, unit.settings)
    keep.load_settings(None)
    keep.recall(unit, "power on")
    unit.settings.take({"room_heat_cC": 2000 + n})
    keep.save()
    keep.correct("t_coil", n)
    unit.history.run_s = n
    unit.protections.latched = bool(n % 2)
    unit.protections.changes += 1
    unit.journal.move(n, 1, 2, "round %d" % n)
    for _ in range(8):
        keep.idle()
    keep.end()
    return files.done


def values():
    """{name: what tells the rounds apart}, and everything that was wrong with the files."""
    store = Store(Folder(os, "/flash/"))
    found = {}
    for name in NAMES:
        found[name] = store.load(name)
    return {
        "boot": (found["boot"]["boots"], found["boot"]["clean"]),
        "latches": found["latches"]["latched"],
        "settings": found["settings"]["rows"]["room_heat_cC"],
        "corrections": found["corrections"]["t_coil"],
        "counters": found["counters"]["history.run_s"],
        "journal": found["journal"]["moves"][-1][3],
    }, store.sentences + store.lost


def cut_at(image, unit, n, old, new):
    """What is wrong after a cut at operation n, and whether there was one."""
    flash = Flash(bytearray(image))
    mount(flash)
    flash.left, flash.operations = n, 0
    done = sequence(unit, 2)
    cut = flash.left == 0
    unmount()
    again = Flash(flash.data)
    mount(again)
    now, wrong = values()
    for name in NAMES:
        is_boot = name == "boot" and now[name][0] in (old[name][0], new[name][0])
        if now[name] not in (old[name], new[name]) and not is_boot:
            wrong.append("%s is %r, neither old nor new" % (name, now[name]))
        if name in done and name != "boot" and now[name] != new[name]:
            wrong.append("%s was said to be written and is the old one" % name)
    with open("/flash/main.py", "rb") as file:
        if file.read() != OTHER:
            wrong.append("main.py is damaged")
    sequence(unit, 4)
    now, problems = values()
    if now["counters"] != 4 or problems:
        wrong.append("it cannot be written again: %r" % problems)
    unmount()
    return wrong, cut


def full(image, unit):
    """Fill the file system to its last block, then latch."""
    flash = Flash(bytearray(image))
    mount(flash)
    wrong = []
    for size in (4096, 512, 64):
        try:
            with open("/flash/junk%d" % size, "wb") as file:
                while True:
                    file.write(b"j" * size)
                    file.flush()
        except OSError:
            pass
    keep = Keep(Folder(os, "/flash/"), unit.settings)
    keep.load_settings(None)
    keep.recall(unit, "power on")
    unit.protections.latched = True
    unit.protections.changes += 1
    for _ in range(8):
        keep.idle()
    unmount()
    mount(Flash(flash.data))
    latches = Store(Folder(os, "/flash/")).load("latches")
    if not latches["latched"]:
        wrong.append("full: the latch was lost; %r" % keep.store.sentences)
    unmount()
    return wrong


def trial():
    board.configure({})
    unit = main.boot()
    flash = fresh()
    sequence(unit, 1)
    old, wrong = values()
    unmount()
    image = bytes(flash.data)
    flash = Flash(bytearray(image))
    mount(flash)
    flash.operations = 0
    sequence(unit, 2)
    new, problems = values()
    operations = flash.operations
    unmount()
    wrong += problems
    n = 0
    for n in range(1, operations + 1):
        problems, cut = cut_at(image, unit, n, old, new)
        if not cut:
            problems.append("was not cut")
        wrong += ["operation %d: %s" % (n, problem) for problem in problems]
    wrong += full(image, unit)
    print("%d block operations cut, %d wrong" % (n, len(wrong)))
    print("\n".join(wrong[:20]))


trial()
