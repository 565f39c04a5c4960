"""A wire that raises, at any moment of a scan, ends main.run() with every output off: law 11.

    micropython host_tests/runtime/raising_wires.py

The machine heats.  Then the n-th call that a scan makes of its wires raises, for each n of one
scan, once as a fault that nobody expects and once as Ctrl-C.  Prints how many were tried.
"""

import sys

sys.path[:] = ["firmware", "boards/virtual", ".frozen"]

import board  # noqa: E402  found by the line above

SCENARIO = {"settings": {"scan_ms": 1000, "water_least_cC": 3000, "boot_hold_s": 180,
                         "compressor_off_s": 180, "start_to_start_s": 360}}  # fmt: skip
board.configure(SCENARIO)
import main  # noqa: E402  after the board is configured

HEATS_s = 400


class Wire:
    """Stands before a wire: counts the calls of all of them, raises at one."""

    calls, at, kind = 0, -1, None

    def __init__(self, call):
        self._call = call

    def __call__(self, *arguments):
        Wire.calls += 1
        if Wire.calls == Wire.at:
            raise Wire.kind("injected")
        return self._call(*arguments)

    def read_uv(self):
        return self()


def wrapped(wiring):
    """The same wiring with a Wire before everything that a scan calls."""
    made = []
    for wire in wiring:
        call = getattr(wire, "read_uv", wire)
        made.append(Wire(call) if call else None)
    return type(wiring)(*made)


def heating():
    """A unit that heats, on wires that can raise, and its board's relays."""
    board.configure(SCENARIO)
    wire = board.wire
    board.wire = lambda: wrapped(wire())
    Wire.at = -1
    unit = main.boot()
    board.wire = wire
    for _ in range(HEATS_s):
        unit.step(1000)
        unit.wiring.idle_ms(1000)
    return unit, board.bench().relays


def one(n, kind):
    """Raise at call n."""
    unit, relays = heating()
    assert relays.asked[0], "the compressor does not run"
    Wire.calls, Wire.at, Wire.kind = 0, n, kind
    try:
        main.run(unit)
    except (RuntimeError, KeyboardInterrupt):
        pass
    assert not sum(relays.asked), (n, kind, relays.asked)


unit, _ = heating()
Wire.calls = 0
unit.step(1000)
calls = Wire.calls + 2  # and the clock before the scan, and idle_ms after it
for n in range(1, calls + 1):
    one(n, RuntimeError)
    one(n, KeyboardInterrupt)
print("every output off after", 2 * calls, "exceptions")
