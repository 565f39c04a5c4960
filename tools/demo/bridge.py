"""Runs in the page's MicroPython: the real firmware on the virtual board, some scans at a time.

The page calls `about start scans snapshot act`; all of them speak JSON.  A browser must have its
turn, so main.run(), which never returns, is not called: `turn` is the body of its loop (a test
holds the two equal).  Everything else is as the command line has it: main.boot(), the board and
the Recorder of tools/runner.py, which prints each change of mode.
"""

import json
import sys

import board
import faults
import main
from heatpump import figures, modes, notes, protections, quality, settings_rows, why
from heatpump.clock import Clock

from tools import laws, runner, tally

SAMPLE_s = 10.0  # one row of the strip chart
_READINGS = runner.READINGS
_JUDGED = tuple(n for n in range(1, len(laws.SENTENCES)) if n != 17)  # no remote input here
_FLOATS = (  # the plant's own truth: name, digits
    ("t_outdoor_C", 2), ("rh", 3), ("t_coil_C", 2), ("frost_kg", 3), ("t_room_C", 2),
    ("t_supply_C", 2), ("t_return_C", 2), ("valve", 2), ("power_W", 0), ("heat_W", 0),
    ("power_compressor_W", 0), ("fan_mul", 2), ("flow_mul", 2), ("refrigerant_kgps", 4),
)  # fmt: skip


class Sky:
    """The scenario's weather, until a person says otherwise."""

    def __init__(self, weather):
        self._weather = weather
        self.t_C = self.rh_says = None  # what a person holds, or None
        self.at(0.0)

    def at(self, clock_s):
        air = self._weather
        air.at(clock_s)
        self.t_outdoor_C = air.t_outdoor_C if self.t_C is None else self.t_C
        self.rh = air.rh if self.rh_says is None else self.rh_says
        self.ghi_W = air.ghi_W
        return self


class Run:
    """One scenario from its power-on."""

    def __init__(self, scenario):
        self.recorder = runner.Recorder(modes, laws, tally.Tally())
        self.scenario = scenario
        board.configure(scenario, self.scan)
        self.samples = []
        self._due_s = 0.0
        self.passing = None  # a fault that is over after one scan
        self.boot()
        self.sky = board.plant.weather = Sky(board.plant.weather)

    def boot(self):
        """Power on: the first time, and after each power cut."""
        self.unit = main.boot()
        self.recorder.boots(self.unit, board.bench())
        self.clock = Clock(self.unit.wiring.ticks_ms)
        self.feed = board.watchdog()

    def scan(self, plant):
        """What the board calls at the end of each scan."""
        self.recorder.scan(plant)
        if plant.clock_s >= self._due_s:
            self._due_s += SAMPLE_s
            self.samples.append(self._sample(plant))

    def _sample(self, plant):
        unit = self.unit
        row = [int(plant.clock_s), unit.mode]
        for name in ("t_room_cC", "t_supply_cC", "t_return_cC", "t_outdoor_cC", "t_coil_cC"):
            row.append(_believed(unit, name))
        row.append(unit.estimator.cop_q10)
        return row


_run = None


def turn(unit, clock, feed, count):
    """main.run()'s loop, `count` times."""
    for _ in range(count):
        unit.step(clock.elapsed_ms())
        feed()
        unit.keep.idle()
        unit.wiring.idle_ms(unit.settings.scan_ms)


def _believed(unit, name):
    """A reading, or None while the firmware does not believe it."""
    sensor = getattr(unit.sensors, name[: name.rindex("_")], None)
    return getattr(unit, name) if sensor is None or sensor.ok else None


# --- what the page calls -----------------------------------------------------------------------


def start(text):
    """Power on in the scenario of a JSON text; board.py says what may stand in it."""
    global _run
    _run = Run(json.loads(text))


def scans(count, until_moved=False):
    """Let up to `count` scans pass; with until_moved, no more than to the next change of mode.
    Returns how many simulated seconds that were."""
    run, bench = _run, board.bench()
    before_s, moves = bench.elapsed_s, run.unit.moves
    try:
        if run.passing:
            _turn_once(run)
            count -= 1
        if not until_moved:
            turn(run.unit, run.clock, run.feed, count)
        while until_moved and count > 0 and run.unit.moves == moves:
            turn(run.unit, run.clock, run.feed, 1)
            count -= 1
    except (board.PowerCut, board.WatchdogBite):
        run.unit.all_off()  # as main.run() does on every way out
        run.recorder.laws.stopped()
        run.boot()
    return bench.elapsed_s - before_s


def _turn_once(run):
    verb, run.passing = run.passing, None
    board.bench().mends(verb)  # what it set off is on its way
    turn(run.unit, run.clock, run.feed, 1)


def act(text):
    """One thing that a person does, {"do": NAME, ...}; returns a sentence when it is refused."""
    said = json.loads(text)
    try:
        return _DEEDS[said["do"]](said) or ""
    except ValueError as problem:
        return str(problem)


def _settings(said):
    return "; ".join(_run.unit.settings.take(said["settings"]))


def _switch(said):
    _run.unit.on = bool(said["on"])


def _acknowledge(_said):
    _run.unit.acknowledged = True


def _weather(said):
    plant, sky = board.plant, _run.sky
    sky.t_C, sky.rh_says = said["t_C"], said["rh"]
    sky.at(plant.clock_s)
    plant.t_outdoor_C, plant.rh = sky.t_outdoor_C, sky.rh


def _break(said):
    board.bench().breaks(said["verb"], said.get("value"))
    if said.get("passing"):
        _run.passing = said["verb"]


def _mend(said):
    board.bench().mends(said["verb"])


_DEEDS = {
    "settings": _settings, "switch": _switch, "acknowledge": _acknowledge, "weather": _weather,
    "break": _break, "mend": _mend,
}  # fmt: skip


# --- what the page shows -----------------------------------------------------------------------


def about():
    """The tables of the firmware, as data, from the modules that are running."""
    return json.dumps({
        "interpreter": "%s %s" % (sys.implementation.name,
                                  ".".join([str(x) for x in sys.implementation.version[:3]])),
        "bits": 32 if sys.maxsize < 1 << 32 else 64,
        "modes": modes.NAMES, "outputs": modes.OUTPUTS,
        "rows": [_row(row) for row in modes.TRANSITIONS],
        "protections": [[row[0], row[5]] for row in protections.ROWS],
        "notes": [[row[0], row[2]] for row in notes.NOTES],
        "quality": quality.QUALITY,
        "readings": _READINGS,
        "limits": {row[0]: row[2:] for row in settings_rows.ROWS
                   if row[0] in ("room_heat_cC", "room_cool_cC")},
        "sensors": faults.THERMISTORS + faults.TRANSDUCERS,
        "kinds": [[row[0], row[5]] for row in faults.ON_A_THERMISTOR],
        "laws": [[n, laws.SENTENCES[n]] for n in _JUDGED],
    })  # fmt: skip


def _row(row):
    """[from modes, name of the fact, to, because] of a row of TRANSITIONS."""
    origins, when, to, because = row
    return [origins if type(origins) is tuple else [origins], when.__name__, to, because]


def snapshot():
    """All that may have changed, and the strip-chart rows since the last one."""
    run, unit, plant, bench = _run, _run.unit, board.plant, board.bench()
    samples, run.samples = run.samples, []
    return json.dumps({
        "at_s": bench.elapsed_s, "start_s": run.scenario["start_s"],
        "mode": unit.mode, "because": unit.because, "in_mode_s": unit.in_mode_s,
        "moves": unit.moves, "came": _came(unit), "open": _open(unit),
        "on": unit.on, "latched": unit.latched, "tripped": unit.tripped, "fault": unit.fault,
        "code": unit.protections.code if unit.tripped or unit.latched else None,
        "readings": [_believed(unit, name) for name in _READINGS],
        "flow_gps": unit.flow_gps,
        "target_cC": unit.demand.target_cC, "room_cC": _wanted_cC(unit),
        "contacts": bench.relays.closed,
        "estimate": _estimate(unit),
        "why": why.reasons(unit), "outputs": why.outputs(unit), "notes": why.notes(unit),
        "probes": _probes(unit),
        "settings": [unit.settings.room_heat_cC, unit.settings.room_cool_cC, unit.settings.season],
        "broken": bench.broken(), "laws": [n for n in _JUDGED if run.recorder.laws.counts[n]],
        "truth": {name: round(getattr(plant, name), digits) for name, digits in _FLOATS},
        "full_kg": plant.machine["frost_full_kg"], "held": [run.sky.t_C, run.sky.rh_says],
        "samples": samples,
    })  # fmt: skip


def _wanted_cC(unit):
    """What the room is wanted at, in the season there is."""
    cools = unit.demand.cooling_season
    return unit.settings.room_cool_cC if cools else unit.demand.room_cC


def _came(unit):
    """Number of the row of TRANSITIONS that led here, or -1 after power-on."""
    moves = unit.journal.last_moves(1)
    if not moves:
        return -1
    _, origin, to, because = moves[0]
    for n, row in enumerate(modes.TRANSITIONS):
        if row[2] == to and origin in _row(row)[0] and row[3] in (None, because):
            return n
    return -1


def _open(unit):
    """Of the rows that lead out of this mode: [number, whether it would be taken now]."""
    return [
        [n, bool(row[1](unit))]
        for n, row in enumerate(modes.TRANSITIONS)
        if unit.mode in _row(row)[0]
    ]


def _estimate(unit):
    e, life = unit.estimator, unit.energy.life
    net_q10 = figures.cop_q10(life, figures.NET)
    return {
        "cop_q10": e.cop_q10, "u95_permille": e.u95_permille, "quality": e.quality,
        "heat_W": e.heat_W, "compressor_W": e.compressor_W, "superheat_cK": e.superheat_cK,
        "subcooling_cK": e.subcooling_cK,
        "net_q10": net_q10, "cooling_q10": figures.cop_q10(life, figures.COOLING),
        "net_u95_permille": figures.u95_permille(life),
    }  # fmt: skip


def _probes(unit):
    """What the sensors that are not believed say of themselves."""
    sensors = unit.sensors
    names = [name[: name.rindex("_")] for name in _READINGS[:-1]]
    return [
        getattr(sensors, name).because for name in names if not getattr(sensors, name).ok
    ]  # fmt: skip
