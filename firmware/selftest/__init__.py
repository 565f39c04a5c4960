"""Is this board fit to run a machine?  Nothing is driven; what is not wired is skipped by name.

    >>> from heatpump import bench; bench.selftest()
    mpremote run firmware/selftest/run.py           with `unittest`, where mip has installed it

A check is a function of (it, board): None when all is well, a sentence when it is not, and
(SKIP, reason) when it cannot be judged here.
"""

import micropython
from heatpump import bench_unit, refrigerant
from heatpump.clock import Clock
from heatpump.store import Store
from heatpump.wiring import EXTRA_PROBES, PRESSURES, PROBES

SKIP = "skipped"
_PERIOD = 1 << 30
_LARGEST = (1 << 30) - 1  # of a 32-bit MicroPython's small integers
_NAME = "selftest"
_LOOK_s = 5  # a probe is called broken after 2.5 s

# CoolProp 8.0: dew pressure in kPa at 0 and 40 degC; J/kg between gas of 70 degC at the second
# and gas of 5 degC at the first, and between the former and liquid of 30 degC
GOLDEN = {
    "R290": (474, 1369, 95967, 400746),
    "R32": (813, 2478, 38112, 304462),
    "R410A": (798, 2419, 41049, 219916),
    "R134a": (293, 1017, 48670, 210025),
    "R407C": (461, 1541, 45347, 215075),
    "R1234yf": (316, 1018, 52741, 180217),
}


def outputs_are_off(it, _board):
    g = it.guard
    if g.compressor or g.reverse or g.fan or g.pump or it.heater_on:
        return "an output is on at a bare prompt"
    return None


def nothing_is_inhibited(it, _board):
    return it.guard.inhibited


def _probe(wire):
    """A check of one thermistor or transducer."""

    def check(it, _board):
        sensor = getattr(it.sensors, wire)
        if sensor is None or getattr(it.wiring_of, wire) is None:
            return (SKIP, "not wired")
        if not sensor.ok:
            return sensor.because
        if wire[0] == "p":
            p_kPa = sensor.p_Pa // 1000
            return None if 50 <= p_kPa <= 4500 else "%d kPa is no refrigerant at rest" % p_kPa
        t_cC = sensor.t_cC
        return None if -4000 <= t_cC <= 9000 else "%d 0.01 degC is no machine at rest" % t_cC

    return check


def reference(it, board):
    if it.wiring_of.reference is None:
        return (SKIP, "not wired")
    try:
        seen_uV = it.wiring_of.reference.read_uv()
    except OSError as error:
        return "the reference does not answer: error %s" % error.args[0]
    nominal_uV = board.calibration.REFERENCE_uV
    if abs(seen_uV - nominal_uV) * 10 > nominal_uV:
        return "%d uV, and %d is wanted within a tenth" % (seen_uV, nominal_uV)
    return None


def ticks_advance(it, _board):
    clock = Clock(it.wiring_of.ticks_ms)
    it.wiring_of.idle_ms(50)
    gone_ms = clock.elapsed_ms()
    return None if 40 <= gone_ms <= 1000 else "50 ms of idling took %d ticks" % gone_ms


def ticks_wrap(_it, _board):
    said = [_PERIOD - 100, 150]
    clock = Clock(lambda: said[0])
    said.pop(0)
    gone_ms = clock.elapsed_ms()
    return None if gone_ms == 250 else "over the wrap 250 ms are %d" % gone_ms


def integers_are_small(_it, _board):
    """The scan's largest integers need no heap: reckoned with the heap locked."""
    if not hasattr(micropython, "heap_lock"):
        return (SKIP, "this interpreter has no heap lock")
    half = _LARGEST >> 1
    micropython.heap_lock()
    try:
        total = half + half + 1
        low = -total - 1
    except MemoryError:
        total = low = 0
    micropython.heap_unlock()
    return None if total == _LARGEST and low == -_PERIOD else "2**30 - 1 needs the heap"


def estimator_golden(_it, board):
    """The tables of the refrigerant on this interpreter against CoolProp, within 0.5 %."""
    name = board.nameplate()[0]
    if name not in GOLDEN:
        return (SKIP, "no golden figures of %s" % name)
    cold_kPa, warm_kPa, work, heat = GOLDEN[name]
    at = refrigerant.load(name)
    p_low, p_high = cold_kPa * 1000, warm_kPa * 1000
    h2 = at.h_vapour(7000, p_high)
    found = (
        ("dew point at %d kPa, 0.01 degC" % cold_kPa, at.t_dew_cC(p_low), 0, 25),
        ("dew point at %d kPa, 0.01 degC" % warm_kPa, at.t_dew_cC(p_high), 4000, 25),
        ("work, J/kg", h2 - at.h_vapour(500, p_low), work, work // 200),
        ("heat, J/kg", h2 - at.h_liquid(3000, p_high), heat, heat // 200),
    )
    for what, value, wanted, within in found:
        if abs(value - wanted) > within:
            return "%s of %s: %d, and CoolProp has %d" % (what, name, value, wanted)
    return None


def store_keeps(_it, board):
    """A record written, and read by another store, is what it was."""
    files, value = board.files(), {"word": "kept", "number": -(1 << 20)}
    store = Store(files)
    wrong = store.save(_NAME, value) or store.save(_NAME, value)
    found = None if wrong else Store(files).load(_NAME)
    for end in ("0", "1", "new"):
        try:  # noqa: SIM105  MicroPython has no contextlib
            files.remove("%s.%s" % (_NAME, end))
        except OSError:
            pass  # it was not there
    if wrong:
        return wrong
    return None if found == value else "what was read is not what was written"


CHECKS = (
    [("outputs are off", outputs_are_off), ("nothing is inhibited", nothing_is_inhibited)]
    + [(wire, _probe(wire)) for wire in PROBES + EXTRA_PROBES + PRESSURES]
    + [
        ("reference", reference),
        ("ticks advance", ticks_advance),
        ("ticks wrap", ticks_wrap),
        ("integers are small", integers_are_small),
        ("estimator against CoolProp", estimator_golden),
        ("store keeps what it is given", store_keeps),
    ]
)


class Bench:
    """The controller and its wires as the checks want them: looked at, not driven."""

    def __init__(self):
        it = bench_unit.glance()
        bench_unit.quietly(_LOOK_s, lambda _second: None)
        self.guard, self.sensors, self.heater_on = it.guard, it.sensors, it.heater_on
        self.wiring_of = bench_unit.wires().real
        self.board = bench_unit.board()

    def judge(self, check):
        return check(self, self.board)


def run(out=print):
    """Every check with its verdict; returns (passed, skipped, failed)."""
    bench, counts = Bench(), [0, 0, 0]
    for name, check in CHECKS:
        found = bench.judge(check)
        verdict, said = 0, ""
        if type(found) is tuple:  # not wired, and which
            verdict, said = 1, ": %s" % found[1]
        elif found is not None:
            verdict, said = 2, ": %s" % found
        counts[verdict] += 1
        out("%-5s %s%s" % (("ok", "skip", "FAIL")[verdict], name, said))
    out("%d passed, %d skipped, %d failed; every output is off." % tuple(counts))
    return tuple(counts)
