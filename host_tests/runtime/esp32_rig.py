"""A board's own board.py under the real main.py, on a chip that is not there.

    micropython host_tests/runtime/esp32_rig.py [BOARD [FAULT]]

Without a fault: prints what every sensor reads at rest and with each part broken in turn, what
the board says of it, and whether the compressor's relay ever rose.  With one: breaks it in a
running machine, and prints how many milliseconds later the relay fell, and why.  On MicroPython
the heap is locked while the controller steps.
"""

import sys

_here = __file__.rsplit("/", 2)[0] if "/" in __file__[:-1] else ".."
_root = _here + "/.."
BOARD = sys.argv[1] if len(sys.argv) > 1 else "esp32_s3_rig"
sys.path[:0] = [_root + "/firmware", _root + "/boards/" + BOARD, _root + "/boards/esp32",
                _here + "/runtime"]  # fmt: skip
if sys.implementation.name == "cpython":
    sys.path.insert(0, _here + "/cpython")

import fake_rig as rig  # noqa: E402
import main  # noqa: E402
import micropython  # noqa: E402

unit = main.boot()
import board  # noqa: E402

rig.give_back_time()
rose = 0


def locked(step):
    """step(ms) with the heap locked, on an interpreter that can."""
    if sys.implementation.name == "cpython":
        return step

    def run(ms):
        micropython.heap_lock()
        try:
            step(ms)
        finally:
            micropython.heap_unlock()

    return run


class Unit:
    wiring, step = unit.wiring, locked(unit.step)


def scans(count):
    global rose
    for _ in range(count):
        rig.scan(Unit)
        rose += rig.on()


def show(title):
    print(title, board.silent(), unit.power_W, "tripped" if unit.tripped else "sound")
    s = unit.sensors
    for name in ("t_outdoor", "t_coil", "t_suction", "t_discharge", "t_liquid", "t_supply",
                 "t_return", "t_room", "p_suction", "p_discharge"):  # fmt: skip
        sensor = getattr(s, name)
        value = sensor.p_Pa if name[0] == "p" else sensor.t_cC
        print(" ", name, value if sensor.ok else "-", sensor.because)


def mend(wire):
    del rig.broken[wire]
    volts_uV, number = rig.PLACES[wire]
    volts_uV[number] = 1_937_000  # as it was


def at_rest():
    """Each part in turn, while the machine is switched off."""
    unit.on = False
    front = rig.front
    scans(240)
    show("after a minute")
    rig.broken["t_discharge"] = 0
    scans(16)
    show("discharge probe shorted")
    mend("t_discharge")
    scans(160)
    lost = front.pop(0x4A)
    scans(16)
    show("a chip is gone")
    front[0x4A] = lost
    lost.reset()
    scans(160)
    show("and back")
    rig.chip.bus.floats = 0xFF
    scans(16)
    show("the bus reads ones")
    rig.chip.bus.floats = None
    scans(160)
    rig.pzem.silent = True
    scans(24)
    show("the meter is gone")
    print("compressor rose", rose)


def bus(name, value):
    def fault():
        setattr(rig.chip.bus, name, value)

    return fault


def wire(name, uV):
    def fault():
        rig.broken[name] = uV

    return fault


FAULTS = {
    "bus stuck": bus("stuck", True),
    "bus ones": bus("floats", 0xFF),
    "bus zeros": bus("floats", 0),
    "chip 48": lambda: rig.front.pop(0x48),
    "chip 49": lambda: rig.front.pop(0x49),
    "chip 4a": lambda: rig.front.pop(0x4A),
    "discharge short": wire("t_discharge", 0),
    "discharge open": wire("t_discharge", 2_267_000),
    "return short": wire("t_return", 0),
    "suction wire": wire("p_suction", 0),
    "rail sags": wire("reference", 1_900_000),
    "high pressure": wire("p_discharge", 1_500_000),  # 35.4 bar: above R290's 28
    "pressostat": lambda: rig.chip.levels.update({rig.PRESSOSTAT: 1}),
    "meter gone": lambda: setattr(rig.pzem, "silent", True),
}


def running(name):
    """The fault in a machine that has run for a minute."""
    while not rig.on():
        scans(1)
    scans(240)
    FAULTS[name]()
    rig.move()
    began_ms = rig.chip.now_ms
    for _ in range(80):
        scans(1)
        if not rig.on():
            print(rig.chip.now_ms - began_ms, "ms:", unit.fault or unit.because)
            return
    print("on:", board.silent(), unit.power_W)


if len(sys.argv) > 2:
    running(sys.argv[2])
else:
    at_rest()
