"""An hour of a board's firmware in the heap of a small ESP32; prints what is free.

    micropython32 -X heapsize=224k heap.py FOLDER [SCANS]

FOLDER holds main.py, the packages, the board and this project's chips that are not there as
.mpy.  The heap of the chips is counted as if it were the firmware's.
"""

import gc
import sys

sys.path[:] = [sys.argv[1]]
SCANS = int(sys.argv[2]) if len(sys.argv) > 2 else 14_400


def free():
    gc.collect()
    return gc.mem_free()


print("total", free() + gc.mem_alloc())
import fake_rig  # noqa: E402

print("chips", free())
import main  # noqa: E402

print("loaded", free())
unit = main.boot()
print("booted", free())


def scans(count):
    ran = 0
    for _ in range(count):
        fake_rig.scan(unit)
        ran += fake_rig.on()
    return ran


scans(240)
print("minute", free())
ran = scans(SCANS - 240)
print("hour", free())
print("ran", ran, unit.mode, unit.because, unit.moves)
