# How long one scan of the real controller takes in closed loop with the virtual board, and where
# the time goes: microseconds, the median of 4000 scans through starts and stops, then the mean of
# each stage.  A fixed loop of bytecode, timed in the same run, says how fast the machine is.
import sys
import time

sys.path[:0] = ["firmware", "boards/virtual"]
import board  # noqa: E402  found by the line above
import micropython  # noqa: E402

board.configure({"settings": {"scan_ms": 1000}})
import main  # noqa: E402  after the board is configured

SCANS = 4000
STAGES = (
    ("guard's times", "guard", "tick"), ("sensors", "sensors", "sample"),
    ("facts", "_facts", "judge"), ("once a second", None, "_seconds"),
    ("estimator", "estimator", "sample"), ("energy", "energy", "add"),
    ("demand", "demand", "step"), ("protections", "protections", "step"),
    ("modes", None, "_decide"), ("outputs", None, "_drive"),
)  # fmt: skip


@micropython.bytecode
def loop():
    x = 1
    for _ in range(1000):
        x = (x * 5 + 1) & 1023
    return x


def median_us(times, function, argument=None, between=None):
    taken_us = []
    for _ in range(times):
        begin_us = time.ticks_us()
        if argument is None:
            function()
        else:
            function(argument)
        taken_us.append(time.ticks_diff(time.ticks_us(), begin_us))
        if between:
            between(1000)
    taken_us.sort()
    return taken_us[times // 2]


class Timed:
    """Stands in for a method and adds up its time."""

    def __init__(self, method):
        self.method = method
        self.ns = 0

    def __call__(self, *arguments):
        begin_ns = time.time_ns()
        answer = self.method(*arguments)
        self.ns += time.time_ns() - begin_ns
        return answer


unit = main.boot()
idle_ms = unit.wiring.idle_ms
for _ in range(300):
    unit.step(1000)
    idle_ms(1000)
print("scan_us", median_us(SCANS, unit.step, 1000, idle_ms))
print("loop_us", median_us(400, loop))
timed = []
for name, place, method in STAGES:
    owner = getattr(unit, place) if place else unit
    stand_in = Timed(getattr(owner, method))
    setattr(owner, method, stand_in)
    timed.append((name, stand_in))
idle = Timed(lambda: None)  # what the clock itself costs
for _ in range(SCANS):
    unit.step(1000)
    idle()
    idle_ms(1000)
for name, stage in timed:
    print("stage", name.replace(" ", "_"), max(0, stage.ns - idle.ns) // SCANS)
