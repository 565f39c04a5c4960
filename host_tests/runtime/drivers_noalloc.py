"""On a real 32-bit MicroPython: no driver touches the heap in a scan, sound or broken.

Prints what each reads; ends with a MemoryError at the first allocation.  The fakes raise
errors that were made before, as the heap is locked.
"""

import sys

_here = __file__.rsplit("/", 2)[0] if "/" in __file__[:-1] else ".."
sys.path[:0] = [_here + "/../firmware", _here + "/runtime"]
if sys.implementation.name == "cpython":
    sys.path.insert(0, _here + "/cpython")

import fake_chips  # noqa: E402
import micropython  # noqa: E402
from drivers import hc4051, internal_adc  # noqa: E402
from drivers.ads1115 import Ads1115, Channel  # noqa: E402
from drivers.lease import Lease  # noqa: E402
from drivers.pulses import Count, Flow, Power  # noqa: E402
from drivers.pzem004t import Meter  # noqa: E402

_lock = getattr(micropython, "heap_lock", lambda: None)
_unlock = getattr(micropython, "heap_unlock", lambda: None)


class Clock:
    now_ms = 0

    def ticks_ms(self):
        return self.now_ms - 10_000 & (1 << 30) - 1  # wraps after ten seconds


class Adc:
    def __init__(self, uV):
        self.uV = uV

    def read_uv(self):
        return self.uV


def pin(_level):
    pass


clock = Clock()
bus = fake_chips.Bus()
chip = bus.chips[0x48] = fake_chips.Ads1115(clock)
chip.volts_uV = [1_000_000, 2_000_000, -250, 9_000_000]
ads = Ads1115(bus, clock.ticks_ms, 0x48, (0, 1, 2, 3))
channels = [Channel(ads, number) for number in range(4)]
pzem = fake_chips.Pzem()
uart = fake_chips.Uart(clock, pzem)
meter = Meter(uart, clock.ticks_ms)
water, electric = Count(), Count()
flow, power = Flow(water.value, clock.ticks_ms, 2222), Power(electric.value, clock.ticks_ms, 3600)
ground, probe = Adc(142_000), internal_adc.Oversampled(Adc(1_250_000))
mux = hc4051.Multiplexer(probe, pin, pin, pin)
through = hc4051.Channel(mux, 3)
lease = Lease([pin])


def scan(number):
    for channel in channels:
        channel.read_uv()
    meter()
    if number & 1:
        water.pulse(None)
    if number % 7 == 0:
        electric.pulse(None)
    flow()
    power()
    probe.read_uv()
    through.read_uv()
    lease.outputs[0](False)
    lease.tick(None)


def scans(count, title):
    for number in range(count):
        clock.now_ms += 250
        _lock()
        try:
            scan(number)
        finally:
            _unlock()
    print(title, [c.read_uv() for c in channels], ads.dead, meter.power_W, meter.because,
          flow(), power(), through.read_uv())  # fmt: skip


scans(80, "sound")
pzem.corrupt = 11
scans(8, "garbled")
pzem.corrupt, pzem.send = None, 12
scans(8, "torn")
pzem.send, pzem.silent = 25, True
bus.floats = 0xFF
scans(40, "gone")
bus.floats = 0
scans(4, "all zeros")
bus.floats, pzem.silent = None, False
scans(16, "back")
