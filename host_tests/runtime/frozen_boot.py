"""boards/esp32/_boot.py over a littlefs that is sound, then over one that is damaged.

    micropython host_tests/runtime/frozen_boot.py         (a real MicroPython, its VfsLfs2)

Prints what was done to pins and what happened to the file system, in order.
"""

import sys

sys.path[:0] = ["host_tests/runtime", "boards/esp32_s3_rig"]

import fake_esp32  # noqa: E402
import vfs  # noqa: E402

chip = fake_esp32.Chip()
sys.modules["machine"] = chip.machine


class Flash:
    """A block device in memory."""

    def __init__(self, blocks=64):
        self.data = bytearray(4096 * blocks)

    def readblocks(self, block, buffer, offset=0):
        at = block * 4096 + offset
        buffer[:] = self.data[at : at + len(buffer)]

    def writeblocks(self, block, buffer, offset=0):
        at = block * 4096 + offset
        self.data[at : at + len(buffer)] = buffer

    def ioctl(self, op, _arg):
        return len(self.data) // 4096 if op == 4 else 4096 if op == 5 else 0


class Module:
    pass


def boots(flash, title):
    del chip.log[:]
    sys.modules.pop("boot", None)
    flashbdev, mounts = Module(), Module()
    flashbdev.bdev = flash
    mounts.mount = mount
    sys.modules["flashbdev"], sys.modules["vfs"] = flashbdev, mounts
    with open("boards/esp32/_boot.py") as file:
        exec(file.read(), {})
    print(title, chip.log)


def mount(flash, _where):
    chip.log.append(("mount", len(chip.log), None))
    vfs.mount(vfs.VfsLfs2(flash), "/flash")


flash = Flash()
vfs.VfsLfs2.mkfs(flash)
boots(flash, "sound")
vfs.umount("/flash")
for at in range(0, len(flash.data), 7):
    flash.data[at] ^= 0x5A
boots(flash, "damaged")
