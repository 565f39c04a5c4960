"""The devkit's own board.py under the real main.py, on an ESP32 that is not there.

Two minutes of scans: prints what every sensor reads, what is refused, whether an output
ever rose, and what happens to the readings when the multiplexer sticks.
"""

import sys

_here = __file__.rsplit("/", 2)[0] if "/" in __file__[:-1] else ".."
_root = _here + "/.."
sys.path[:0] = [_root + "/firmware", _root + "/boards/esp32_devkit", _root + "/boards/esp32",
                _here + "/runtime"]  # fmt: skip
if sys.implementation.name == "cpython":
    sys.path.insert(0, _here + "/cpython")

import fake_esp32  # noqa: E402
import micropython  # noqa: E402

chip = fake_esp32.Chip()
real_time = sys.modules.get("time")
sys.modules["machine"] = chip.machine
sys.modules["time"] = chip.time
# a machine at rest: 20 degC everywhere, 9 and 15 bar
chip.volts_uV[32], chip.volts_uV[39] = 1_250_000, 1_937_000
chip.volts_uV[33] = 2_250_000
chip.volts_uV[34] = chip.volts_uV[35] = 765_000
for number in range(1, 7):
    chip.mux_uV[number] = 1_250_000 + 1000 * number
chip.levels[22] = 0  # the pressostat's contact to ground

import main  # noqa: E402

sys.path.append(_root + "/boards/virtual")
import files  # noqa: E402  a flash in memory

main.board.files = files.Files
unit = main.boot()
import pins  # noqa: E402

if real_time:
    sys.modules["time"] = real_time
rose = [0]


def scans(count):
    for _ in range(count):
        chip.pass_ms(250)
        if sys.implementation.name == "cpython":
            unit.step(250)
        else:
            micropython.heap_lock()
            unit.step(250)
            micropython.heap_unlock()
        for _, number in pins.RELAYS[:1]:
            rose[0] += chip.level(number)


def show(title):
    s = unit.sensors
    print(title)
    for name in ("t_outdoor", "t_coil", "t_suction", "t_discharge", "t_liquid", "t_supply"):
        sensor = getattr(s, name)
        print(" ", name, sensor.t_cC, sensor.because)
    for name in ("t_return", "t_room"):
        sensor = getattr(s, name)
        print(" ", name, sensor.t_cC, sensor.because)
    for name in ("p_suction", "p_discharge"):
        sensor = getattr(s, name)
        print(" ", name, sensor.p_Pa, sensor.because)


scans(240)
show("after a minute")
chip.stuck[13] = 1
scans(16)
show("S0 stuck high for four seconds")
del chip.stuck[13]
scans(124)
show("and free again for half a minute")
chip.volts_uV[33] = 1_900_000
scans(16)
show("the supply sags to 4.2 V")
print("compressor rose", rose[0], "mode", unit.mode, unit.because)
