"""A machine commanded by hand, scan by scan, under the eyes of the laws."""

import board

from tools.laws import Laws, limits


class Machine:
    """Commands by hand, a scan at a time: what a firmware would do, well or badly."""

    def __init__(self, scan_ms=1000, emitter="water", faults=()):
        board.configure({"emitter": emitter, "faults": faults})
        self.wiring = board.wire()
        self.bench = board.bench()
        self.plant = self.bench.plant
        self.scan_ms = scan_ms
        self.laws = Laws(self.bench, limits("R290", emitter == "water"))

    def go(self, seconds, c=0, r=0, fan=0, pump=1, heater=0):
        """The same commands at every scan for so many seconds."""
        for _ in range(round(seconds * 1000 / self.scan_ms)):
            for name, on in (("compressor", c), ("reverse", r), ("fan", fan), ("pump", pump),
                             ("heater", heater)):  # fmt: skip
                getattr(self.wiring, name)(bool(on))
            self.plant.flow_kgps = 0.3 if pump else 0.0
            self.wiring.idle_ms(self.scan_ms)
            self.laws.check()
        return self

    def heats(self, seconds=900, rest=300):
        return self.go(rest).go(seconds, c=1, fan=1)

    def settles(self, before=30, after=30):
        """From heating into a defrost or back: compressor off, valve half way."""
        return self.go(before).go(after, r=1)

    def broken(self):
        return [law for _, law, _ in self.laws.violations]


class Unit:
    def __init__(self, latched):
        self.latched = latched
