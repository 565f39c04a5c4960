"""What can go wrong on the virtual board: one row a verb, all off unless a scenario says so.

A scenario lists (verb, value or None, begin_s, end_s or None).  On the command line
T_coil.open@9000 or FAN.mul=0.05@7200..9000; tools/scenario.py reads that against ROWS.
While no fault is active nothing here runs.
"""

from probes import Dice

# fmt: off
THERMISTORS = ("T_outdoor", "T_coil", "T_suction", "T_discharge", "T_liquid",
               "T_supply", "T_return", "T_room")
TRANSDUCERS = ("P_lp", "P_hp")
_PARTNER = (1, 0, 3, 2, 2, 6, 5, 0, 9, 8)      # whose wires are swapped with whose

# verb, value if none is given, lowest, highest, unit, what it does
ON_A_THERMISTOR = (
    ("open",         None, None,  None,  "",      "broken wire: the pull-up's voltage"),
    ("short",        None, None,  None,  "",      "no voltage"),
    ("offset",          5, -100,   100,  "K",     "reads that much too high"),
    ("drift",           5, -1000, 1000,  "K/day", "reads so much higher each day"),
    ("stuck",        None, None,  None,  "",      "keeps its last voltage"),
    ("noise",           5,  0.01,  200,  "K",     "off by up to that, anew each time"),
    ("lag",           600,     1, 36000, "s",     "slow to follow: this time constant"),
    ("swap",         None, None,  None,  "",      "changed places with its neighbour"),
    ("intermittent",   10,     1,   100, "%",     "open in that part of the readings"),
)
ON_A_TRANSDUCER = (
    ("open",         None, None,  None,  "",      "broken wire: no voltage"),
    ("short",        None, None,  None,  "",      "the supply's voltage"),
    ("offset",          1,   -50,   50,  "bar",   "reads that much too high"),
    ("drift",         0.5,  -100,  100,  "bar/day", "reads so much higher each day"),
    ("stuck",        None, None,  None,  "",      "keeps its last voltage"),
    ("noise",           1, 0.001,   50,  "bar",   "off by up to that, anew each time"),
    ("lag",            60,     1, 36000, "s",     "slow to follow: this time constant"),
    ("swap",         None, None,  None,  "",      "changed places with the other one"),
    ("intermittent",   10,     1,   100, "%",     "open in that part of the readings"),
)
OTHERS = (
    ("ADC.vref",      0.9,   0.5,  1.5,  "",      "its reference sags: all are are divided by it"),
    ("ADC.mux",         0,     0,   10,  "",      "stuck: every channel reads that one"),
    ("ADC.raises",    100,     1,  100,  "%",     "OSError in that part of scans"),
    ("RELAY_comp.weld",    None, None, None, "",  "the compressor's contact stays closed"),
    ("RELAY_comp.open",    None, None, None, "",  "the compressor's contact stays open"),
    ("RELAY_comp.chatter", 50,    1,  100, "%",   "its contact is open in that part of scans"),
    ("VALVE.stuck",  None,     0,    1,  "",      "the valve stays there, or where it is"),
    ("VALVE.mid",    None, None,  None,  "",      "the valve hangs half way"),
    ("FAN.mul",         0,     0,    2,  "",      "outdoor air flow, times"),
    ("FLOW.mul",        0,     0,    2,  "",      "water or indoor air flow, times"),
    ("CHARGE",        0.6,   0.1,  1.5,  "",      "refrigerant, times the right amount"),
    ("COIL.block",    0.5,     0,    1,  "",      "part of the outdoor coil that is covered"),
    ("ICE.never_melts", None, None, None, "",     "a defrost clears nothing"),
    ("ROTOR.lock",   None, None,  None,  "",      "the compressor hums and does not turn"),
    ("MOTOR.protector", None, None, None, "",     "the compressor's own protector is open"),
    ("GRID.cut_ms",  5000,     1, 604800000, "ms", "the mains fail once for so long"),
    ("GRID.flicker",    2,     1, 3600,  "s",     "the relays drop for 100 ms, so often"),
    ("GRID.sag",      200,     1, 2000,  "ms",    "the relays drop once, the controller lives"),
    ("SCAN.delay",   2000,     1, 60000, "ms",    "every scan comes so much late"),
    ("TICK.start",      0,     0, 1073741823, "ms", "what the tick counter says at power on"),
    ("TICK.jump",   60000, -600000, 536870911, "ms", "the tick counter jumps once by so much"),
    ("FILE.cut_op",     1,     1, 10000, "",      "the mains fail in that file operation"),
    ("FILE.enospc",     0,     0, 100000, "B",    "the file system has so much room left"),
    ("FILE.eio",     None, None,   None, "",      "no file can be read, written or removed"),
    ("FILE.flip",       0,     0, 100000, "",     "that bit of every file is turned round, once"),
    ("FILE.slow",    4000,     1, 60000, "ms",    "every file operation takes so long"),
    ("HEAP.fail_nth",  40,     1, 1000000, "",    "MemoryError out of that call of the board"),
    ("CMD.fuzz",       60,     1, 3600,  "/h",    "people and the grid command, so often"),
)
NO_LINK = "there is no network link to break: the controller has none"
# What CMD.fuzz draws.  Contacts are the board's own; the rest is for who has the controller.
ORDERS = ("contacts", "acknowledge", "switch", "setting", "remote", "defrost")
_PLANT = (                       # verb, the plant's attribute, its value if the verb has none
    ("FAN.mul", "fan_mul", None), ("FLOW.mul", "flow_mul", None), ("CHARGE", "charge", None),
    ("COIL.block", "coil_block", None), ("ICE.never_melts", "ice_never_melts", True),
    ("ROTOR.lock", "rotor_locked", True), ("MOTOR.protector", "motor_open", True),
    ("VALVE.mid", "valve_stuck", 0.5), ("VALVE.stuck", "valve_stuck", None),
)
# fmt: on
_AGAIN = ("GRID.flicker", "CMD.fuzz")  # happen again and again
_NEVER_s = (1 << 30) - 1
_FLICKER_ms = 100
_DAY_s = 86400.0


def rows():
    """Every verb there is: (verb, default, low, high, unit, what it does)."""
    every = [(name + "." + row[0],) + row[1:] for name in THERMISTORS for row in ON_A_THERMISTOR]
    every += [(name + "." + row[0],) + row[1:] for name in TRANSDUCERS for row in ON_A_TRANSDUCER]
    return every + list(OTHERS)


def _row(verb):
    for row in rows():
        if row[0] == verb:
            return row
    raise ValueError("fault %s is unknown" % verb)


class _DeadBus:
    """What a channel holds while the converter does not answer."""

    def __getitem__(self, _i):
        raise OSError(5)


_DEAD_BUS = _DeadBus()


class _Heap:
    """Counts the calls that scans make of the board, and has no room for one of them.

    A reading of the converter, an output, a file operation and an idle are a call each.  Only
    while the watchdog runs: what fails before has no output on, and no watchdog to wait for.
    """

    def __init__(self, bench, count):
        self._bench, self._left = bench, count
        self._counts = bench.probes.counts
        _full_at(bench, self)

    def __getitem__(self, i):
        self()
        return self._counts[i]

    def __call__(self):
        if self._bench.scans():
            self._left -= 1
            if self._left == 0:
                self._bench.heap_fails()


def _full_at(bench, heap):
    """Let `heap` see every call; None: nobody does."""
    probes = bench.probes
    bus = probes.counts if heap is None else heap
    for channel in probes.channels:
        if channel.counts is probes.bus:
            channel.counts = bus
    probes.bus = bus
    bench.heap = bench.relays.alive[2] = bench.files.heap = heap


class _Fault:
    """One entry of the scenario; `held` is what was true when it began."""

    def __init__(self, verb, value, begin_s, end_s):
        row = _row(verb)
        self.verb = verb
        self.value = row[1] if value is None else value
        if row[4] in ("ms", "/h"):
            self.value = int(self.value)  # what is counted in whole milliseconds, or counted
        self.begin_s, self.end_s = begin_s, _NEVER_s if end_s is None else end_s
        self.place, _, self.kind = verb.partition(".")
        self.active = self.over = False
        self.held = None
        names = THERMISTORS + TRANSDUCERS
        self.channel = names.index(self.place) if self.place in names else None


class Faults:
    """Watches the clock for the bench; due() says when to be asked again."""

    def __init__(self, bench, entries):
        self._bench = bench
        self._all = [_Fault(*entry) for entry in entries]
        self._spoilers = []
        self._neutral = {}
        self._dice = Dice(bench.scenario["seed"] + 700)
        self._people = Dice(bench.scenario["seed"] + 900)
        for fault in self._all:
            if fault.verb == "TICK.start":
                bench.start_ms = fault.value

    def begin(self, verb, value=None):
        """It is there at once and until `mend`; value None: the one of its row."""
        self.mend(verb)
        self._all.append(_Fault(verb, value, self._bench.elapsed_s, None))
        self.due(self._bench.elapsed_s)

    def mend(self, verb):
        """It is gone at once; the scenario does not bring it back."""
        for fault in [f for f in self._all if f.verb == verb]:
            if fault.active:
                self._end(fault)
            self._all.remove(fault)

    def active(self):
        """Verbs of what is broken now."""
        return [fault.verb for fault in self._all if fault.active]

    def due(self, now_s):
        """Begin and end what is to begin and end; the second at which to come back."""
        next_s = _NEVER_s
        for fault in self._all:
            if not fault.over and not fault.active and now_s >= fault.begin_s:
                fault.active = True
                self._begin(fault)
            if fault.active and now_s >= fault.end_s:
                fault.active, fault.over = False, True
                self._end(fault)
            if fault.active:
                next_s = min(next_s, self._again(fault, now_s))
            elif not fault.over:
                next_s = min(next_s, fault.begin_s)
        return next_s

    def _again(self, fault, now_s):
        if fault.verb not in _AGAIN:
            return fault.end_s
        if now_s >= fault.held:
            if fault.verb == "CMD.fuzz":
                fault.held = now_s + self._gap_s(fault)
                self._command()
            else:
                fault.held = now_s + fault.value
                self._outage(_FLICKER_ms, True)
        return min(fault.end_s, fault.held)

    def _gap_s(self, fault):
        """Seconds to the next command: on average those of its rate."""
        return 1 + self._people.roll() * 7200 // (fault.value * 1024)

    def _command(self):
        """Draw one: its kind, and twenty bits that say which."""
        dice = self._people
        kind = dice.roll() * len(ORDERS) >> 10
        number = dice.roll() << 10 | dice.roll()
        if kind:
            self._bench.orders.append((kind, number))
        else:
            self._bench.contacts = number & 3

    def _outage(self, ms, relays_only):
        self._bench.outage_ms, self._bench.relays_only = ms, relays_only

    def _begin(self, fault):
        bench, verb = self._bench, fault.verb
        if fault.channel is not None:
            self._begin_sensor(fault)
        elif fault.place in ("ADC", "RELAY_comp"):
            self._begin_spoiling(fault)
        elif verb == "GRID.flicker":
            fault.held = bench.elapsed_s
        elif verb == "CMD.fuzz":
            fault.held = bench.elapsed_s + self._gap_s(fault)
        elif verb == "HEAP.fail_nth":
            _Heap(bench, int(fault.value))
        elif fault.place == "GRID":
            self._outage(fault.value, fault.kind == "sag")
        elif fault.place == "FILE":
            self._begin_file(fault)
        elif verb == "SCAN.delay":
            bench.delay_ms = fault.value
        elif verb == "TICK.jump":
            bench.ticks_ms = (bench.ticks_ms + fault.value) & _NEVER_s
        else:
            self._set_plant(fault)

    def _end(self, fault):
        bench = self._bench
        if fault.kind == "lag":
            bench.probes.slow(fault.channel, None)
        elif fault.verb == "SCAN.delay":
            bench.delay_ms = 0
        elif fault.place == "FILE":
            bench.files.room = bench.files.slow = None
            bench.files.dead = False
            bench.files.cut_in = 0
        elif fault.place == "RELAY_comp":
            bench.relays.forced = None
            bench.relays.alive[1] = True
        elif fault.verb == "ADC.raises":
            self._bus(bench.probes.bus)
        elif fault.verb == "HEAP.fail_nth":
            _full_at(bench, None)
        elif fault.verb == "CMD.fuzz":
            bench.contacts = None
        for verb, name, _ in _PLANT:
            if verb == fault.verb:
                setattr(bench.plant, name, self._neutral[name])
        self._spoilers = [f for f in self._spoilers if f is not fault]
        if not self._spoilers:
            bench.probes.spoil = None

    def _begin_file(self, fault):
        flash, kind = self._bench.files, fault.kind
        if kind == "cut_op":
            flash.cut_in = int(fault.value)
        elif kind == "enospc":
            flash.room = int(fault.value)
        elif kind == "eio":
            flash.dead = True
        elif kind == "flip":
            flash.flip(int(fault.value))
        else:
            flash.slow = lambda: self._bench.pass_ms(fault.value)

    def _set_plant(self, fault):
        plant = self._bench.plant
        for verb, name, value in _PLANT:
            if verb == fault.verb:
                if name not in self._neutral:
                    self._neutral[name] = getattr(plant, name)
                value = fault.value if value is None else value
                setattr(plant, name, plant.valve if value is None else value)

    def _begin_sensor(self, fault):
        probes = self._bench.probes
        if fault.kind == "lag":
            probes.slow(fault.channel, fault.value)
            return
        fault.held = probes.counts[fault.channel] if fault.kind == "stuck" else None
        self._begin_spoiling(fault)

    def _begin_spoiling(self, fault):
        self._spoilers.append(fault)
        self._bench.probes.spoil = self._spoil
        if fault.place == "RELAY_comp":
            self._relay(fault)

    def _bus(self, counts):
        for channel in self._bench.probes.channels:
            channel.counts = counts

    def _chance(self, fault):
        return self._dice.roll() * 100 < fault.value * 1024

    def _spoil(self):
        """After each conversion while something is broken: in the scenario's order."""
        counts = self._bench.probes.counts
        for fault in self._spoilers:
            if fault.place == "ADC":
                self._converter(fault, counts)
            elif fault.place == "RELAY_comp":
                self._relay(fault)
            else:
                self._sensor(fault, counts)

    def _converter(self, fault, counts):
        if fault.kind == "raises":
            self._bus(_DEAD_BUS if self._chance(fault) else self._bench.probes.bus)
        elif fault.kind == "mux":
            for i in range(len(counts)):
                counts[i] = counts[int(fault.value)]
        else:
            for i in range(len(counts)):
                counts[i] = int(counts[i] / fault.value) // 125 * 125

    def _relay(self, fault):
        relays = self._bench.relays
        if fault.kind == "chatter":
            relays.forced = 0 if self._chance(fault) else None
        else:
            relays.forced = 1 if fault.kind == "weld" else 0
        relays.alive[1] = True

    def _sensor(self, fault, counts):
        i, kind = fault.channel, fault.kind
        thermistor = i < len(THERMISTORS)
        probes = self._bench.probes
        if kind == "stuck":
            counts[i] = fault.held
        elif kind == "short" or kind == "open":
            counts[i] = probes.supply_uV(i) if (kind == "open") == thermistor else 0
        elif kind == "intermittent":
            if self._chance(fault):
                counts[i] = probes.supply_uV(i) if thermistor else 0
        elif kind == "swap":
            self._swap(i, counts)
        else:
            off = self._off_by(fault) * (1.0 if thermistor else 1.0e5)
            counts[i] = probes.level_uV(i, probes.seen[i] + off)

    def _off_by(self, fault):
        """Kelvin or bar by which the sensor is wrong."""
        bench = self._bench
        if fault.kind == "offset":
            return fault.value
        if fault.kind == "noise":
            return fault.value * (self._dice.roll() - 511.5) / 511.5
        since_s = bench.elapsed_s - fault.begin_s + bench.part_ms / 1000
        return fault.value * since_s / _DAY_s

    def _swap(self, i, counts):
        """Two elements on each other's wires; a transducer brings its own scale along."""
        probes, j = self._bench.probes, _PARTNER[i]
        if i >= len(THERMISTORS):
            counts[i], counts[j] = counts[j], counts[i]
        else:
            counts[i] = probes.level_uV(i, probes.seen[j])
            counts[j] = probes.level_uV(j, probes.seen[i])
