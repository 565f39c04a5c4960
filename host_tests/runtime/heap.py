"""An hour of a board's firmware in the heap of a small ESP32; prints what is free.

    micropython32 -X heapsize=224k heap.py FOLDER SCANS
    frozen -X heapsize=96k -m heap .frozen SCANS

FOLDER holds main.py, the packages, the board and this project's chips that are not there as
.mpy; `.frozen` is what MicroPython calls the modules inside its image, and nothing else is looked
at then.  The heap of the chips is counted as if it were the firmware's.
"""

import gc
import sys

sys.path[:] = [sys.argv[1]]
SCANS = int(sys.argv[2])
MINUTE = 240  # scans


def free():
    gc.collect()
    return gc.mem_free()


print("total", free() + gc.mem_alloc())
import fake_rig  # noqa: E402

print("chips", free())
import boot  # noqa: E402, F401  (as MicroPython does before main)
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


scans(MINUTE)
print("minute", free())
ran, lowest = 0, free()
for begun in range(MINUTE, SCANS, MINUTE):
    ran += scans(min(MINUTE, SCANS - begun))
    lowest = min(lowest, free())
print("lowest", lowest)
print("hour", free())
print("ran", ran, unit.mode, unit.because, unit.moves)
