"""An hour of a board's firmware in the heap of a small ESP32; prints what is free.

    micropython32 -X heapsize=96k heap.py FOLDER [SCANS]

FOLDER holds main.py, the packages and the board as .mpy, and this project's chips that are not
there.  Their heap is counted as if it were the firmware's.  When the relay of the compressor
closes, pressures and temperatures move as a machine's do.
"""

import gc
import sys

sys.path[:] = [sys.argv[1]]
SCANS = int(sys.argv[2]) if len(sys.argv) > 2 else 14_400


def free():
    gc.collect()
    return gc.mem_free()


print("total", free() + gc.mem_alloc())
import fake_chips  # noqa: E402
import fake_esp32  # noqa: E402

chip = fake_esp32.Chip()
sys.modules["machine"], sys.modules["time"] = chip.machine, chip.time
import pins  # noqa: E402

front = chip.front_end()
pzem = chip.uart.answers = fake_chips.Pzem()
pzem.power_dW = 120
print("chips", free())
# wire: microvolts at rest (20 degC, 9 and 9 bar) and while the compressor runs
MOVES = (
    ("p_discharge", 765_000, 1_150_000), ("p_suction", 765_000, 480_000),
    ("reference", 2_250_000, 2_250_000), ("t_discharge", 1_937_000, 1_250_000),
    ("t_suction", 1_250_000, 1_700_000), ("t_liquid", 1_250_000, 900_000),
    ("t_coil", 1_700_000, 1_800_000), ("t_outdoor", 1_650_000, 1_650_000),
)  # fmt: skip
PLACES = {wire: (address, number) for wire, address, number in pins.INPUTS}
for address, number in PLACES.values():
    front[address].volts_uV[number] = 1_250_000
COMPRESSOR = dict(pins.RELAYS)["compressor"]
chip.levels = {number: 0 for name, number, _ in pins.PINS if name == "pressostat"}


def move():
    on = chip.level(COMPRESSOR)
    pzem.power_dW = 15_000 if on else 120
    for wire, rest_uV, runs_uV in MOVES:
        address, number = PLACES[wire]
        volts_uV = front[address].volts_uV
        volts_uV[number] += ((runs_uV if on else rest_uV) - volts_uV[number]) // 32


for _ in range(200):
    chip.levels[COMPRESSOR] = 0
    move()
import main  # noqa: E402

print("loaded", free())
unit = main.boot()
print("booted", free())


def scans(count):
    ran = 0
    for _ in range(count):
        before_ms = chip.now_ms
        unit.wiring.idle_ms(250)
        move()
        unit.step(chip.now_ms - before_ms)
        ran += chip.level(COMPRESSOR)
    return ran


scans(240)
after_minute = free()
print("minute", after_minute)
ran = scans(SCANS - 240)
print("hour", free())
print("ran", ran, unit.mode, unit.because, unit.moves)
