"""What every wire said at each scan, and what came of it, as text; and the same once more.

A record begins with a boot, so that a replay can begin alike: in front stand, as JSON, what
is fitted, the calibration, every setting, and what was kept from before.  Then a line a scan:

    elapsed_ms , what was read ... ; what was worked out and decided ...

An empty cell is the one of the line before, x a wire that did not answer.  A replay gives the
wires' words to this firmware and compares: all integers must be equal, on every interpreter.
"""

import json

from heatpump import bench_unit
from heatpump.wiring import EXTRA_PROBES, OUTPUTS, PRESSURES, PROBES, Wiring

VERSION = 1
FIRST = "heatpump record %d" % VERSION
CHANNELS = PROBES + PRESSURES + ("reference",) + EXTRA_PROBES
CALLED = ("flow_gps", "meter_W", "pressostat", "sg_1", "sg_2", "minute_of_week")
INPUTS = CHANNELS + CALLED
STATE = ("mode", "fault", "compressor", "reverse", "fan", "pump", "heater", "crankcase", "wait_s")
ESTIMATES = (
    "cop_q10", "heat_W", "u95_permille", "quality", "superheat_cK", "subcooling_cK",
    "compressor_W", "mass_flow_gps",
)  # fmt: skip
RESULTS = STATE + ESTIMATES + PROBES + PRESSURES
_KEPT = ("latches", "corrections", "counters")
_SILENT = "x"


# --- what is compared ---------------------------------------------------------------------


def results(it):
    """The integers of RESULTS after a scan; a reading that is not believed is -32768."""
    g, e = it.guard, it.estimator
    found = [it.mode, 1 if it.fault else 0, g.compressor, g.reverse, g.fan, g.pump]
    found += [it.heater_on, it.crankcase_on, g.wait_s]
    found += [getattr(e, name) for name in ESTIMATES]
    for wire in PROBES:
        sensor = getattr(it.sensors, wire)
        found.append(sensor.t_cC if sensor.ok else -32768)
    for wire in PRESSURES:
        sensor = getattr(it.sensors, wire)
        found.append(sensor.p_Pa if sensor.ok else -32768)
    return [int(x) for x in found]


# --- recording ----------------------------------------------------------------------------


class Tap:
    """`wiring` with every input listened to; `heard`: the newest of INPUTS, None before."""

    def __init__(self, wiring):
        self.heard = [None] * len(INPUTS)
        self.wired = [name for name in INPUTS if getattr(wiring, name)]
        wires = {}
        for name in OUTPUTS + ("tank_valve", "ticks_ms", "idle_ms"):
            wires[name] = getattr(wiring, name)
        for i in range(len(INPUTS)):
            wire = getattr(wiring, INPUTS[i])
            if wire is None:
                wires[INPUTS[i]] = None
            elif i < len(CHANNELS):
                wires[INPUTS[i]] = _Channel(self.heard, i, wire.read_uv)
            else:
                wires[INPUTS[i]] = _Channel(self.heard, i, wire).read_uv
        self.wiring = Wiring(**wires)


class _Channel:
    def __init__(self, heard, i, read):
        self._heard, self._i, self._read = heard, i, read

    def read_uv(self):
        self._heard[self._i] = _SILENT
        value = self._read()
        self._heard[self._i] = int(value)
        return value


class Writer:
    """Gives lines to `out`; only what has changed is written."""

    def __init__(self, out):
        self._out = out
        self._before = [None] * (len(INPUTS) + len(RESULTS))

    def head(self, it, board, tap):
        self._out("# " + FIRST)
        self._out("# " + json.dumps(about(it, board, tap)))
        self._out("elapsed_ms," + ",".join(INPUTS) + ";" + ",".join(RESULTS))

    def row(self, elapsed_ms, heard, found):
        cells = []
        for i, value in enumerate(heard + found):
            cells.append("" if value == self._before[i] else str(value))
            self._before[i] = value
        n = len(INPUTS)
        self._out("%d,%s;%s" % (elapsed_ms, ",".join(cells[:n]), ",".join(cells[n:])))


def about(it, board, tap):
    """All that a replay must know beforehand; small integers and names only."""
    fluid, water, extra_s = board.nameplate()
    of = board.calibration
    probes = PROBES + EXTRA_PROBES
    return {
        "fluid": fluid, "water": int(water), "extra_s": extra_s, "wired": tap.wired,
        "outputs": [name for name in OUTPUTS + ("tank_valve",) if getattr(tap.wiring, name)],
        "reference_uV": of.REFERENCE_uV,
        "curves": {wire: [list(row) for row in of.THERMISTORS[wire].ROWS] for wire in probes},
        "lines": {wire: list(of.TRANSDUCERS[wire]) for wire in PRESSURES},
        "settings": {row[0]: getattr(it.settings, row[0]) for row in it.settings.rows},
        "inhibited": it.guard.inhibited,
        "kept": {name: it.keep.store.load(name) for name in _KEPT},
    }  # fmt: skip


def record(s, out):
    """Boot with every input listened to, and run the machine for `s` seconds."""
    board = bench_unit.board()
    bench_unit.drop()
    plain, taps = board.wire, []

    def wire():
        taps.append(Tap(plain()))
        return taps[-1].wiring

    board.wire = wire
    try:
        it = bench_unit.boot()
    finally:
        board.wire = plain
    tap, writer, step = taps[-1], Writer(out), it.step
    writer.head(it, board, tap)

    def listened(elapsed_ms):
        step(elapsed_ms)
        writer.row(elapsed_ms, tap.heard, results(it))

    it.step = listened
    try:
        bench_unit.scan(s)
    finally:
        del it.step
