"""A board's own board.py under the real main.py, on a chip that is not there.

    micropython host_tests/runtime/esp32_rig.py [esp32_s3_rig | esp32_c3_mini]

Prints what every sensor reads at rest and with each part broken in turn: what is refused, what
the board says of it, and whether an output ever rose.  On MicroPython the heap is locked while
the controller steps.
"""

import sys

_here = __file__.rsplit("/", 2)[0] if "/" in __file__[:-1] else ".."
_root = _here + "/.."
BOARD = sys.argv[1] if len(sys.argv) > 1 else "esp32_s3_rig"
sys.path[:0] = [_root + "/firmware", _root + "/boards/" + BOARD, _root + "/boards/esp32",
                _here + "/runtime"]  # fmt: skip
if sys.implementation.name == "cpython":
    sys.path.insert(0, _here + "/cpython")

import fake_chips  # noqa: E402
import fake_esp32  # noqa: E402
import micropython  # noqa: E402

chip = fake_esp32.Chip()
real_time = sys.modules.get("time")
sys.modules["machine"], sys.modules["time"] = chip.machine, chip.time
import pins  # noqa: E402  (rows only)

front = chip.front_end()
pzem = chip.uart.answers = fake_chips.Pzem()
pzem.power_dW = 120
AT_REST_uV = {"p_discharge": 765_000, "p_suction": 765_000, "reference": 2_250_000,
              "t_discharge": 1_937_000}  # fmt: skip
for wire, address, number in pins.INPUTS:  # 20 degC everywhere, 9 and 15 bar
    front[address].volts_uV[number] = AT_REST_uV.get(wire, 1_250_000)
chip.levels = {number: 0 for name, number, kind in pins.PINS if name == "pressostat"}

import main  # noqa: E402

sys.path.append(_root + "/boards/virtual")
import files  # noqa: E402  a flash in memory

board = main.board
board.files = files.Files
unit = main.boot()

if real_time:
    sys.modules["time"] = real_time
rose = 0


def scans(count):
    global rose
    for _ in range(count):
        before_ms = chip.now_ms
        unit.wiring.idle_ms(250)
        if sys.implementation.name == "cpython":
            unit.step(chip.now_ms - before_ms)
        else:
            micropython.heap_lock()
            unit.step(chip.now_ms - before_ms)
            micropython.heap_unlock()
        for _, number in pins.RELAYS[:1]:
            rose += chip.level(number)


def show(title):
    print(title, board.silent(), unit.power_W, "tripped" if unit.tripped else "sound")
    s = unit.sensors
    for name in ("t_outdoor", "t_coil", "t_suction", "t_discharge", "t_liquid", "t_supply",
                 "t_return", "t_room", "p_suction", "p_discharge"):  # fmt: skip
        sensor = getattr(s, name)
        value = sensor.p_Pa if name[0] == "p" else sensor.t_cC
        print(" ", name, value if sensor.ok else "-", sensor.because)


scans(240)
show("after a minute")
front[0x49].volts_uV[0] = 0
scans(16)
show("discharge probe shorted")
front[0x49].volts_uV[0] = 1_937_000
scans(160)
lost = front.pop(0x4A)
scans(16)
show("a chip is gone")
front[0x4A] = lost
lost.reset()
scans(160)
show("and back")
chip.bus.floats = 0xFF
scans(16)
show("the bus reads ones")
chip.bus.floats = None
scans(160)
pzem.silent = True
scans(24)
show("the meter is gone")
print("compressor rose", rose, "mode", unit.mode, unit.because)
