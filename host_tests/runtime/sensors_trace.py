"""Ten sensors through twenty minutes of good and evil wire, the same on every interpreter.

    micropython host_tests/runtime/sensors_trace.py [SCAN_ms]

Prints a line whenever a sensor changes its mind, one a minute for all, and at last whether
the scans allocated; on CPython nobody can tell, so there the heap is not locked.
"""

import sys

_here = __file__.rsplit("/", 2)[0] if "/" in __file__[:-1] else ".."
_root = _here + "/.."
sys.path[:0] = [_root + "/firmware", _root + "/boards/virtual"]
if sys.implementation.name == "cpython":
    sys.path.insert(0, _here + "/cpython")

import calibration  # noqa: E402
import micropython  # noqa: E402
from heatpump import sensors, wiring  # noqa: E402


class Wire:
    """A converter's channel: wanders, spikes, opens, shorts, falls silent."""

    def __init__(self, seed, level_uV):
        self.seed, self.evil, self.kind = seed, 0, 1
        self.home_uV = self.level_uV = level_uV

    def read_uv(self):
        self.seed = seed = self.seed * 1021 + 12347 & 0xFFFFF
        if seed < self.evil:
            kind = self.kind
            if kind == 0:
                raise OSError(116)
            return 0 if kind == 1 else 3_300_000 if kind == 2 else seed * 3
        self.level_uV += (seed & 255) - 127 + (self.home_uV - self.level_uV) // 512
        return self.level_uV


def wire_all():
    pins = {}
    for i, name in enumerate(wiring.PROBES + wiring.PRESSURES + ("reference",)):
        pins[name] = Wire(4729 * (i + 1), 3_300_000 if name == "reference" else 1_200_000)
    for name in ("flow_gps", "meter_W", "pressostat", "ticks_ms", "idle_ms") + wiring.OUTPUTS:
        pins[name] = None
    return wiring.Wiring(**pins)


class Rig:
    def __init__(self):
        self.io = io = wire_all()
        self.supply = supply = sensors.Supply(io.reference, calibration.REFERENCE_uV)
        make = sensors.thermistor, sensors.transducer
        self.names = wiring.PROBES + wiring.PRESSURES
        self.all = [
            make[name in wiring.PRESSURES](name, io, calibration, supply) for name in self.names
        ]

    def scan(self, elapsed_ms):
        self.supply.sample(elapsed_ms)
        for sensor in self.all:
            sensor.sample(elapsed_ms)

    def late(self, lock, elapsed_ms):
        """A scan that comes after as long as a clock can say."""
        if lock:
            micropython.heap_lock()
        self.scan(elapsed_ms)
        if lock:
            micropython.heap_unlock()

    def disturb(self, minute):
        # three quiet minutes of four, then a share of bad readings that grows along the wires
        for i, name in enumerate(self.names):
            wire = getattr(self.io, name)
            wire.evil = 0 if minute % 4 else i * 0x2000 * minute
            wire.kind = i + minute // 4 & 3
        self.io.reference.evil = 0xF0000 if minute == 13 else 0


def value(sensor):
    return sensor.t_cC if hasattr(sensor, "t_cC") else sensor.p_Pa


def run(scan_ms):
    rig = Rig()
    was = [None] * len(rig.all)
    lock = sys.implementation.name != "cpython"
    for minute in range(20):
        rig.disturb(minute)
        for i in range(60_000 // scan_ms):
            if lock:
                micropython.heap_lock()
            rig.scan(scan_ms)
            if lock:
                micropython.heap_unlock()
            if i == 7:
                rig.late(lock, 1 << 29 if minute & 1 else 70_000)
            for j, sensor in enumerate(rig.all):
                if sensor.ok != was[j]:
                    was[j] = sensor.ok
                    text = "ok" if sensor.ok else sensor.because
                    print(minute, i * scan_ms // 1000, rig.names[j], value(sensor), text)
        print(minute, " ".join([str(value(sensor)) for sensor in rig.all]), rig.supply.k_q16)


run(int(sys.argv[1]) if len(sys.argv) > 1 else 250)
