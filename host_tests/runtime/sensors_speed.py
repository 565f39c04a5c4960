"""Microseconds a sample of each kind of sensor, best of sixty runs of 2000.

micropython -X heapsize=512k host_tests/runtime/sensors_speed.py
"""

import sys
import time

_root = __file__.rsplit("/", 3)[0] if __file__.count("/") > 2 else "."
sys.path[:0] = [_root + "/firmware", _root + "/boards/virtual"]

import calibration  # noqa: E402
from heatpump import sensors  # noqa: E402


class Wire:
    def __init__(self, u_uV):
        self.u_uV = u_uV

    def read_uv(self):
        return self.u_uV


def best_us(sample):
    best = 1 << 29
    for _ in range(60):
        began = time.ticks_us()
        for _ in range(2000):
            sample(250)
        best = min(best, time.ticks_diff(time.ticks_us(), began))
    return best / 2000


def show(title, supply):
    for _ in range(3):
        supply.sample(250)
    wire = Wire(1_650_000)
    curve, line = calibration.THERMISTORS["t_coil"], calibration.TRANSDUCERS["p_suction"]
    print("%s: thermistor %.2f us, transducer %.2f us, supply %.2f us" % (
        title,
        best_us(sensors.Thermistor(wire, curve, "x", 5, supply).sample),
        best_us(sensors.Transducer(wire, line, "x", supply).sample),
        best_us(supply.sample),
    ))  # fmt: skip


show("exact supply", sensors.Supply(Wire(3_300_000), 3_300_000))
show("supply 1 mV high", sensors.Supply(Wire(3_301_000), 3_300_000))
wire = Wire(1_650_000)
print("of that, asking a channel %.2f us" % best_us(lambda _: wire.read_uv()))
