"""A board with a whole house behind it.  idle_ms() is what makes time pass.

    import board
    board.configure({"fluid": "R290", "duration_s": 86400}, each_scan)   # or not at all
    import main
    unit = main.boot()
    main.run(unit)              # until idle_ms() raises Finished

wire() and watchdog() are those of a real board.  After a power cut idle_ms() raises
PowerCut: boot() and run() again, on the same plant, as the mains would.
"""

import calibration  # noqa: F401  main.py reads board.calibration
import files as flash
import meter
import micropython
import nameplates
import probes
import relays
import weather
from heatpump.wiring import Wiring
from plant import Plant

# fmt: off
DEFAULTS = {
    "fluid":         "R290",    # selects the machine, if that is None
    "machine":       None,
    "emitter":       None,      # "water" or "air"; None: what the machine is built for
    "weather":       None,      # a file of tools/weather.py; None: 2 degC, 84 % RH, no sun
    "start_s":       0,         # second of the year
    "duration_s":    None,      # for ever
    "seed":          1,
    "scan_ms":       1000,
    "faults":        (),        # (verb, value or None, begin_s, end_s or None)
    "settings":      {},        # name: integer, what settings_text() answers
    "house":         None,      # changes to the plant's house
    "grid":          (),        # (second, 0..3) of the SG-Ready contacts: which, from when
    "sensor_errors": False,     # every sensor off by its own constant
}
# fmt: on
_CUT_ms = 5000
HOLD_UP_ms = 20  # the controller's own supply rides through this much
WATCHDOG_s = 8
_MASK = (1 << 30) - 1
_WEEK_min = 7 * 1440
_SUNDAY_min = 6 * 1440
_NEVER_s = (1 << 30) - 1
_START_ms = (1 << 30) - 5000  # every run crosses the wrap, five seconds in


class Finished(Exception):
    """scenario["duration_s"] has passed."""


class PowerCut(Exception):
    """The mains failed and came back: whatever the firmware held in memory is gone."""


class WatchdogBite(Exception):
    """Nobody fed the watchdog for 8 s: a real board would reset here."""


class HeapFull(MemoryError):
    """The fault HEAP.fail_nth; one that the simulation itself runs into is a plain MemoryError."""


_scenario = _each_scan = _bench = None
plant = None


def configure(scenario, each_scan=None):
    """Choose what wire() builds; anew, also after an earlier run in the same process."""
    global _scenario, _each_scan, _bench, plant
    for name in scenario:
        if name not in DEFAULTS:
            raise ValueError("scenario: %s is not one of %s" % (name, ", ".join(sorted(DEFAULTS))))
    _scenario = dict(DEFAULTS)
    _scenario.update(scenario)
    fluid, machine = _scenario["fluid"], _scenario["machine"]
    row = nameplates.row_of(machine) if machine else nameplates.machine_of(fluid)
    _scenario["machine"], _scenario["fluid"] = row[0], row[1]
    if _scenario["emitter"] is None:
        _scenario["emitter"] = row[2]
    _each_scan, _bench, plant = each_scan, None, None


def nameplate():
    """(fluid, True when the emitter is water, seconds this unit waits longer at boot)."""
    return _scenario["fluid"], _scenario["emitter"] == "water", 0


def settings_text():
    """JSON text of the scenario's settings, or None: a real board reads its file."""
    rows = _scenario["settings"]
    if not rows:
        return None
    return "{%s}" % ", ".join(['"%s": %d' % (name, rows[name]) for name in sorted(rows)])


def files():
    """What the firmware keeps, in memory: it outlives every power cut of one run."""
    return _bench.files


def cause():
    """Why it boots, as far as a board can know."""
    return _bench.cause


def bench():
    """The Bench behind the wires, for faults, laws and tests; None before wire()."""
    return _bench


def wire():
    """Power on: the machine is built once, its controller as often as this is called."""
    global _bench, plant
    if _bench is None:
        _bench = Bench(_scenario, _each_scan)
        plant = _bench.plant
    return _bench.power_on()


def watchdog():
    """Start it; the answer is what feeds it."""
    return _bench.guard_dog()


class Bench:
    """Plant, probes, relays, meters and time."""

    def __init__(self, scenario, each_scan):
        air = weather.Weather(scenario["weather"], scenario["start_s"])
        self.scenario = scenario
        self.plant = Plant(
            scenario["machine"], scenario["emitter"], air, scenario["seed"], scenario["house"]
        )
        seed, errors = scenario["seed"], scenario["sensor_errors"]
        self.probes = probes.Probes(self.plant, seed, errors)
        has_tank = (scenario["house"] or {}).get("tank_J_K", 0.0) > 0.0
        self.tank = probes.Tank(self.probes) if has_tank else None
        self.relays = relays.Relays(self.plant)
        self.meters = meter.Meters(self.plant, seed, errors)
        self.files = flash.Files()
        self.files.cut = self._cut_in_a_write
        self.cause = "power on"
        self.elapsed_s = 0  # since the start of the run, whole seconds
        self.part_ms = 0  # and what is left over
        self.start_ms = _START_ms  # what ticks_ms says at power on
        self.ticks_ms = _START_ms
        self.delay_ms = 0  # faults: every scan comes this much later
        self._each_scan = each_scan
        self.quiet_ms = 0
        self.heap = None  # faults: called at every idle
        self.contacts = None  # faults: what SG-Ready's contacts say instead of the scenario
        self.orders = []  # faults: (kind, number) of commands for who has the controller
        self._fed_s = None
        self._next_s = 0
        self._over = None  # the exception that ends the run
        self.outage_ms = 0  # faults: the mains fail for this long after this scan
        self.relays_only = False  # faults: and only the relays feel it
        trip_Pa = nameplates.trip_Pa(scenario["fluid"])
        self._opens_Pa, self._closes_Pa = trip_Pa + 2.0e5, trip_Pa - 7.0e5
        self._faults = None
        if scenario["faults"]:
            self._watch_faults(scenario["faults"])

    def _watch_faults(self, entries):
        import faults  # 25 kB of heap for those who want them

        self._faults = faults.Faults(self, entries)
        self._faults.due(self.elapsed_s)

    def breaks(self, verb, value=None):
        """A person breaks something between two scans: a verb of faults.py, until mended."""
        if self._faults is None:
            self._watch_faults(())
        self._faults.begin(verb, value)
        self._next_s = 0

    def mends(self, verb):
        """And repairs it, whoever broke it."""
        if self._faults is not None:
            self._faults.mend(verb)
            self._next_s = 0

    def broken(self):
        """Verbs of the faults that are there now."""
        return self._faults.active() if self._faults is not None else []

    def power_on(self):
        self.cause = "power on"
        if type(self._over) is WatchdogBite:  # what it bit is gone; the next may live
            self._over = None
            self.cause = "watchdog"
        self.relays.reset()
        self._fed_s = None
        self.quiet_ms = 0
        self.ticks_ms = self.start_ms
        self._next_s = 0
        water = self.scenario["emitter"] == "water"
        return Wiring(
            **dict(zip(probes.NAMES, self.probes.channels)),
            flow_gps=self.meters.flow_gps if water else None,
            meter_W=self.meters.meter_W,
            pressostat=lambda: self.relays.safety,
            compressor=self.relays.pins[0],
            reverse=self.relays.pins[1],
            fan=self.relays.pins[2],
            pump=self.relays.pins[3],
            heater=self.relays.pins[4],
            crankcase=self.relays.pins[5],
            ticks_ms=lambda: self.ticks_ms,
            idle_ms=self.idle_ms,
            minute_of_week=self.minute_of_week,
            **self._extra_wires(),
        )

    def _extra_wires(self):
        """Of a house with a tank, and of one that the grid commands."""
        wires = {}
        if self.tank:
            wires["t_tank"] = self.tank
            wires["tank_valve"] = self.relays.pins[6]
        if self.scenario["grid"] or self._commanded():
            wires["sg_1"] = lambda: self._grid_state() in (1, 3)
            wires["sg_2"] = lambda: self._grid_state() in (2, 3)
        return wires

    def _grid_state(self):
        """SG-Ready contacts: 0 normal, 1 blocked, 2 recommended, 3 forced."""
        if self.contacts is not None:
            return self.contacts
        state = 0
        for second, then in self.scenario["grid"]:
            if self.elapsed_s >= second:
                state = then
        return state

    def _commanded(self):
        return "CMD.fuzz" in [entry[0] for entry in self.scenario["faults"]]

    def minute_of_week(self):
        """0 is Monday 00:00; 1 January of the scenario's year is a Sunday, as in 2023."""
        return (_SUNDAY_min + (self.scenario["start_s"] + self.elapsed_s) // 60) % _WEEK_min

    def scans(self):
        """True while a program lives that has started the watchdog."""
        return self._fed_s is not None and self._over is None

    def heap_fails(self):
        raise HeapFull("no room for the answer of the board")

    def left_alone(self):
        """The program has ended by itself: nobody scans and nobody feeds.  Raises what comes."""
        while True:
            self.idle_ms(1000)

    def guard_dog(self):
        self._fed_s = self.elapsed_s
        self._next_s = 0

        def feed():
            self._fed_s = self.elapsed_s

        return feed

    @micropython.native
    def idle_ms(self, ms):
        """Let ms milliseconds pass: one step of the plant when ms <= 1000, else several."""
        if self.heap is not None:
            self.heap()
        self.pass_ms(ms + self.delay_ms)
        if self._each_scan is not None:
            self._each_scan(self.plant)
        if self.outage_ms > 0 or self._over is not None:
            self._leave()

    @micropython.native
    def pass_ms(self, left_ms):
        """Time alone, in steps of a second at most; it stands still once the run is over."""
        while left_ms > 0 and self._over is None:
            step_ms = left_ms if left_ms < 1000 else 1000
            left_ms -= step_ms
            self._advance(step_ms)

    @micropython.native
    def _advance(self, ms):
        plant = self.plant
        alive = self.relays.alive
        if alive[0]:
            alive[0] = False
            self.quiet_ms = 0
        step_ms = ms
        if alive[1] and self.relays.stale():
            step_ms = self._follow(ms)
        plant.step(step_ms / 1000)
        self.probes.refresh(ms)
        self.ticks_ms = self.ticks_ms + ms & _MASK
        self.quiet_ms += ms
        if self.quiet_ms > relays.LEASE_ms:
            self.relays.reset()
        part_ms = self.part_ms + ms
        if part_ms >= 1000:
            self.elapsed_s += 1
            part_ms -= 1000
        self.part_ms = part_ms
        if plant.p_discharge_Pa > self._opens_Pa:
            self._open_pressostat()
        if self.elapsed_s >= self._next_s:
            self._events()

    def _follow(self, ms):
        """The contacts move 30 ms into the step; the answer is what is left of it."""
        delay_ms = relays.DELAY_ms
        if ms <= delay_ms:
            self.relays.move()
            return ms
        self.plant.step(delay_ms / 1000)
        self.relays.move()
        return ms - delay_ms

    def _open_pressostat(self):
        self.relays.safety = False
        self.relays.alive[1] = True
        self._next_s = 0

    def _events(self):
        """What is due this second; between two of them a step asks nothing."""
        now_s = self.elapsed_s
        next_s = _NEVER_s if self._faults is None else self._faults.due(now_s)
        if not self.relays.safety:
            next_s = now_s + 1
            if self.plant.p_discharge_Pa < self._closes_Pa:
                self.relays.safety = self.relays.alive[1] = True
        if self._fed_s is not None:
            next_s = min(next_s, self._fed_s + WATCHDOG_s + 1)
            if now_s > self._fed_s + WATCHDOG_s:
                self._over = WatchdogBite("the watchdog was last fed at second %d" % self._fed_s)
        duration_s = self.scenario["duration_s"]
        if duration_s is not None:
            next_s = min(next_s, duration_s)
            if now_s >= duration_s:
                self._over = Finished()
        self._next_s = next_s

    def _cut_in_a_write(self):
        """The mains fail for five seconds in the middle of a file operation."""
        self._dark(_CUT_ms)
        raise PowerCut("the mains failed in a file operation")

    def _leave(self):
        """The ends of a scan that are not the next scan."""
        ms, self.outage_ms = self.outage_ms, 0
        if ms:
            self._dark(ms)
            if ms > HOLD_UP_ms and not self.relays_only:
                raise PowerCut("the mains were off for %d ms" % ms)
        if self._over is not None:
            raise self._over

    def _dark(self, ms):
        """No mains for ms: contacts fall at once, the world goes on."""
        self.relays.mains = self.plant.grid_ok = False
        self.relays.move()
        self._fed_s = None if ms > HOLD_UP_ms else self._fed_s
        watched = self._each_scan is not None and (self.elapsed_s or self.part_ms)
        while ms > 0:
            self._advance(min(ms, 1000))
            ms -= 1000
            if watched:  # not before the first scan there was
                self._each_scan(self.plant)
        self.relays.mains = self.plant.grid_ok = True
        self.relays.alive[1] = True


configure({})
