"""The laws of the machine, watched from outside the firmware in every simulated run.

One object looks, after every scan, at what the firmware commands (the pins), at what it
was shown (the counts of the converter) and at what is true (the plant), and knows nothing
of how the firmware decides.  It runs wherever the firmware runs.

    laws = Laws(board.bench(), limits("R290", water=True))
    laws.boots()                 # at every power on, the first one too
    laws.check()                 # at the end of every idle_ms
    laws.stopped()               # when the firmware's loop has been left, however it was left
    laws.violations              # [(second, law, sentence)], the first of each law
    laws.counts                  # law -> how often

Times are those of the bench.  What a scan commands is dated to its beginning; a reaction is
late when a whole scan began after the allowed time and did not bring it.  Not judged from
here: of 11, all but the outputs of a program that has ended.  16 is read as: a minute after
a stop the valve rests, that is, has no current.  When it moves before that is the matter of
7: it needs a pressure difference to move at all.

17 is read as: a command that the settings' own table forbids is refused, none takes a limit
beyond the hard one that stands here, whatever that table says, and whatever law is broken within
15 minutes after a command, the longest that one from afar is good for, has been broken by it
too, whatever else may be to blame.  Settings are commands and are what the other laws are
measured against: who gives one says so with commanded(limits(...)).
"""

# fmt: off
SENTENCES = (
    "",
    "the compressor started before it had rested, or while power-up holds it",          # 1
    "discharge pressure reads its limit and the compressor runs on",                    # 2
    "discharge pressure is above its limit and the compressor runs on",                 # 3
    "suction pressure is below its limit and the compressor runs on",                   # 4
    "discharge gas is at its limit and the compressor runs on",                         # 5
    "a probe that is needed is broken and the compressor runs on",                      # 6
    "the reversing valve moved with the compressor, or just before its start",          # 7
    "the compressor runs and the fan does not",                                         # 8
    "the fan runs in a defrost",                                                        # 9
    "the compressor runs without water flow",                                           # 10
    "the program has ended and left an output on",                                      # 11
    "nobody renews the outputs and they stay on",                                       # 12
    "too many starts in an hour",                                                       # 13
    "a defrost was too long, too early, or too soon after the last",                    # 14
    "a latched fault was forgotten",                                                    # 15
    "heat and cold at once, or the valve is not at rest after a stop",                 # 16
    "a remote input broke a law",                                                       # 17
)
_LP_kPa = (                     # dew pressure at -36 degC (CoolProp 8.0): below the trip of any
    ("R290", 131), ("R32", 212), ("R410A", 208), ("R407C", 104), ("R134a", 62),   # sound firmware
    ("R454B", 190), ("R1234yf", 75),
)
_TRIP_barg = (("R290", 28), ("R32", 42), ("R410A", 42), ("R407C", 30), ("R134a", 20),
              ("R454B", 40), ("R1234yf", 20))          # as firmware/README.md has them
# fmt: on

_HOT, _RETURN, _ROOM, _LP, _HP = 3, 6, 7, 8, 9  # channels of the board
_COMPRESSOR, _REVERSE, _FAN, _PUMP, _HEATER = 0, 1, 2, 3, 4  # its relays
_NONE, _HEAT, _COOL, _DEFROST = 0, 1, 2, 3  # what the compressor runs for
_SOON_s = 280.0  # a reversed start this soon after heating is a defrost: a change of season waits
_RESTART_s = 300.0  # a start after a defrost within this belongs to it
_DEFROST_OFF_s = 45.0  # 30 s before the valve moves and 15 s after
_NEVER_s = -1.0e9
_EPS_s = 0.005
_STARTS_MOST = 10  # in an hour, whatever the settings say
_LEASE_s = 900.0  # what a command from afar is good for when nobody renews it
_MARGIN_Pa = 0.5e5  # a transducer may be off by so much (three times 0.25 % of 50 bar, rounded)


class Limits:
    """What the laws are measured against; the defaults are those of firmware/README.md."""

    hp_Pa = lp_Pa = 0.0
    water = True
    off_s = 300.0
    boot_hold_s = 300.0
    starts_an_hour = 6
    valve_hold_s = 60.0
    discharge_C = 115.0
    discharge_most_C = 125.0
    lp_start_s = 120.0
    lp_flip_s = 90.0
    flow_kgps = 0.072  # 80 g/s, less a meter's error


def limits(fluid, water, settings=None):
    """Limits of a machine.  settings: the firmware's, for those that may be narrowed or widened.

    Raises ValueError for a fluid without limits.
    """
    made = Limits()
    made.water = water
    made.hp_Pa = _of(_TRIP_barg, fluid) * 1.0e5 + 101325.0 + _MARGIN_Pa
    made.lp_Pa = _of(_LP_kPa, fluid) * 1000.0
    if settings is not None:
        made.off_s = float(settings.compressor_off_s)
        made.boot_hold_s = float(settings.boot_hold_s)
        made.starts_an_hour = settings.starts_per_hour
        half_dwell_s = (settings.defrost_dwell_s + 1) // 2  # the valve turns half way
        made.valve_hold_s = float(max(settings.valve_hold_s, settings.valve_off_s, half_dwell_s))
        made.discharge_C = settings.discharge_trip_cC / 100.0
        made.discharge_most_C = settings.discharge_max_cC / 100.0
        made.lp_start_s = float(settings.lp_blank_start_s)
        made.lp_flip_s = float(settings.lp_blank_flip_s)
        made.flow_kgps = settings.flow_least_gps * 0.0009
    return made


def too_wide(limits):
    """True when a limit lies beyond its hard one, which no setting may pass."""
    return (
        min(limits.off_s, limits.boot_hold_s) < 180.0
        or limits.starts_an_hour > _STARTS_MOST
        or not 60.0 <= limits.valve_hold_s <= 300.0
        or max(limits.discharge_C, limits.discharge_most_C) > 125.0
        or max(limits.lp_start_s, limits.lp_flip_s) > 300.0
    )


def _of(rows, fluid):
    for name, value in rows:
        if name == fluid:
            return value
    raise ValueError("fluid: no limits are known for %s" % fluid)


class Laws:
    """bench: what boards/virtual/board.bench() gives; limits: Limits."""

    def __init__(self, bench, limits):
        self._bench, self._limits = bench, limits
        self._plant = bench.plant
        self._asked = bench.relays.asked
        self._seen = bench.probes.seen
        self.violations = []
        self.counts = [0] * len(SENTENCES)
        self._needed = (_HOT, _HP, _LP, _RETURN if limits.water else _ROOM)
        self._since_s = [_NEVER_s] * len(SENTENCES)  # when what a law forbids began
        self._told = [False] * len(SENTENCES)
        self._starts_s = [_NEVER_s] * (_STARTS_MOST + 1)
        self._command_s = _NEVER_s
        self._latched = self._busy = False  # _latched: at the end of the last scan
        self._unit = None
        self._defrost_end_s = _NEVER_s
        self._heated_s = 1.0e9  # of heating since the last defrost
        self._now_s = 0.0
        self.boots()

    @property
    def total(self):
        return sum(self.counts)

    def boots(self, unit=None, limits=None):
        """Power on: every output is off and nothing is known to be over but the outage.

        unit: the controller, if its attribute `latched` is to be followed (law 15).
        limits: if they are others than before.
        """
        bench = self._bench
        self._limits = limits or self._limits
        self._now_s = bench.elapsed_s + bench.part_ms / 1000
        self._boot_s = self._off_s = self._now_s
        self._on_s = self._valve_s = self._flow_s = _NEVER_s
        self._c = self._r = 0
        self._flows = False
        self._kind = self._last_kind = _NONE
        self._after_defrost = False
        self._unit = unit
        self._fresh = True
        self._calm()

    def acknowledge(self):
        """A person cleared the latched fault."""
        self._latched = False

    def commanded(self, limits=None, widened=False):
        """A person or a grid has just given a command, between two scans.

        limits: what is in force from now on; the hold of a boot is the one that it began with.
        widened: the firmware has taken what its own table forbids, which is law 17 itself; so is
        a limit beyond its hard one.
        """
        bench = self._bench
        self._command_s = bench.elapsed_s + bench.part_ms / 1000
        if widened or (limits is not None and too_wide(limits)):
            self._broken(17, self._command_s)
        if limits is not None:
            limits.boot_hold_s = self._limits.boot_hold_s
            self._limits = limits
            flows = self._plant.flow_kgps >= limits.flow_kgps
            if limits.water and flows != self._flows:
                self._flows, self._flow_s = flows, self._command_s

    def stopped(self):
        """The program's loop was left: law 11."""
        if sum(self._asked):
            self._broken(11, self._now_s)

    def _broken(self, law, at_s):
        self.counts[law] += 1
        if self.counts[law] == 1:
            self.violations.append((int(at_s), law, SENTENCES[law]))
        if law != 17 and 0.0 <= at_s - self._command_s <= _LEASE_s:
            self._broken(17, at_s)

    # ------------------------------------------------------------ every scan

    def check(self):
        """Judge the scan that ends now: cheap as long as nothing moves and nothing is wrong."""
        bench = self._bench
        now_s = bench.elapsed_s + bench.part_ms / 1000
        asked = self._asked
        scan_s, self._now_s = self._now_s, now_s  # when it began, when it ends
        if not bench.relays.mains:
            return
        unit = self._unit
        if unit is not None and (self._fresh or unit.latched != self._latched):
            self._follow_latch(unit.latched, scan_s)
        if asked[1] != self._r or asked[0] != self._c:
            self._edges(asked[0], asked[1], scan_s)
        if self._limits.water and (self._plant.flow_kgps >= self._limits.flow_kgps) != self._flows:
            self._flows = not self._flows
            self._flow_s = now_s
        if asked[0]:
            seen = self._seen
            limits = self._limits
            if (
                seen[9] > limits.hp_Pa
                or seen[8] < limits.lp_Pa
                or seen[3] > limits.discharge_C
                or not asked[2]
                or self._kind == _DEFROST
                or not self._flows
                or bench.probes.spoil is not None
                or asked[4]
            ):
                self._watch(scan_s, now_s)
            elif self._busy:
                self._calm()
        elif asked[1] and self._valve_s < self._off_s:
            late_s = self._limits.valve_hold_s + now_s - scan_s
            self._commanded(16, scan_s - self._off_s > late_s + _EPS_s, 0.0, scan_s)
        elif self._busy:
            self._calm()
        # alive: renewed since time last went on, as by a boot in whose last second the run ends
        if bench.quiet_ms > 4000 and sum(asked) and not bench.relays.alive[0]:
            self._broken(12, now_s)

    def _follow_latch(self, latched, scan_s):
        """It may be cleared while the controller lives, by a person, and never by a power cut."""
        if self._fresh and self._latched and not latched:
            self._broken(15, scan_s)
        self._latched, self._fresh = latched, False

    def _calm(self):
        self._busy = False
        for law in range(len(SENTENCES)):
            self._since_s[law] = _NEVER_s
            self._told[law] = False

    # ------------------------------------------------------------ something moved

    def _edges(self, c, r, scan_s):
        if r != self._r:
            if c or sum(self._asked):  # everything off at once is not a move but a stop
                self._valve(c, scan_s - self._off_s, scan_s)
            self._r, self._valve_s = r, scan_s
        if c != self._c:
            self._c = c
            if c:
                self._start(r, scan_s)
            else:
                self._stop(scan_s)

    def _valve(self, c, rested_s, scan_s):
        if c or self._c or rested_s < 30.0 - _EPS_s:
            self._broken(7, scan_s)

    def _start(self, r, scan_s):
        rested_s = scan_s - self._off_s
        self._after_defrost = (
            not r and self._last_kind == _DEFROST and rested_s <= _RESTART_s + _EPS_s
        )
        if not r:
            self._kind = _HEAT
        else:
            self._kind = _DEFROST if self._last_kind == _HEAT and rested_s < _SOON_s else _COOL
        self._on_s = scan_s
        self._judge_start(scan_s, rested_s)
        if self._kind == _DEFROST:
            self._judge_defrost(scan_s)

    def _judge_start(self, scan_s, rested_s):
        limits = self._limits
        of_defrost = self._after_defrost or self._kind == _DEFROST
        needed_s = _DEFROST_OFF_s if of_defrost else limits.off_s
        held = scan_s - self._boot_s < limits.boot_hold_s - _EPS_s
        if held or rested_s < needed_s - _EPS_s:
            self._broken(1, scan_s)
        if scan_s - self._valve_s < 15.0 - _EPS_s:
            self._broken(7, scan_s)
        if limits.water and (not self._flows or scan_s - self._flow_s < 10.0 - _EPS_s):
            self._broken(10, scan_s)
        if not of_defrost:
            self._starts_s = self._starts_s[1:] + [scan_s]
            most = min(limits.starts_an_hour, _STARTS_MOST)
            if scan_s - self._starts_s[-1 - most] < 3600.0 - _EPS_s:
                self._broken(13, scan_s)
        if self._unit is not None and self._unit.latched:
            self._broken(15, scan_s)

    def _judge_defrost(self, scan_s):
        early = self._heated_s < 600.0 - _EPS_s
        if early or scan_s - self._defrost_end_s < 1800.0 - _EPS_s:
            self._broken(14, scan_s)

    def _stop(self, scan_s):
        self._off_s = scan_s
        if self._kind == _DEFROST:
            self._defrost_end_s, self._heated_s = scan_s, 0.0
        elif self._kind == _HEAT:
            self._heated_s += scan_s - self._on_s
        self._last_kind, self._kind = self._kind, _NONE
        self._calm()

    # ------------------------------------------------------------ something may be wrong

    def _watch(self, scan_s, now_s):
        """The compressor is commanded on and one of the conditions of check() holds."""
        self._busy = True
        self._pressures(scan_s, now_s)
        self._temperature(now_s, now_s - scan_s)
        self._shown(6, self._probe_broken(), 4.0, now_s, now_s - scan_s)
        fan, kind = self._asked[_FAN], self._kind
        no_fan = not fan and kind != _DEFROST
        self._commanded(8, no_fan, 20.0 if self._after_defrost else 2.0, scan_s)
        self._commanded(9, fan and kind == _DEFROST, 0.0, scan_s)
        self._commanded(14, kind == _DEFROST, 600.0 + now_s - scan_s, scan_s)
        self._commanded(16, self._asked[_HEATER] and kind == _COOL, 0.0, scan_s)
        no_flow = self._limits.water and not self._flows
        self._shown(10, no_flow, 5.0, now_s, now_s - scan_s)

    def _pressures(self, scan_s, now_s):
        limits, seen, scan_length_s = self._limits, self._seen, now_s - scan_s
        probes, closed = self._bench.probes, self._bench.relays.closed
        at_limit = seen[_HP] > limits.hp_Pa
        reads = probes.counts[_HP] >= probes.level_uV(_HP, limits.hp_Pa)
        self._shown(2, at_limit and reads, 0.5, now_s, scan_length_s)
        truth_Pa = self._plant.p_discharge_Pa
        known = self._honest(_HP) or truth_Pa > limits.hp_Pa + 2.0e5  # there the pressostat opens
        self._shown(3, truth_Pa > limits.hp_Pa and known and closed[0], 0.5, now_s, scan_length_s)
        after_start_s, after_flip_s = limits.lp_start_s, limits.lp_flip_s
        blanked = scan_s - self._on_s < after_start_s or scan_s - self._valve_s < after_flip_s
        low = seen[_LP] < limits.lp_Pa and not blanked and self._honest(_LP)
        self._shown(4, low, 31.0, now_s, scan_length_s)

    def _temperature(self, now_s, scan_length_s):
        hot_C = self._seen[_HOT]
        hot = hot_C > self._limits.discharge_C + 0.5 and self._honest(_HOT)
        self._shown(5, hot, 6.0, now_s, scan_length_s)
        far_too_hot = hot and hot_C > self._limits.discharge_most_C + 0.5
        self._shown(0, far_too_hot, 1.0, now_s, scan_length_s, 5)

    def _honest(self, i):
        """Channel i shows what its sensor has, within 3 mV; what it does not show is no reason."""
        probes = self._bench.probes
        return abs(probes.counts[i] - probes.level_uV(i, self._seen[i])) < 3000

    def _probe_broken(self):
        """A needed channel is silent or at an end of its range, where no sensor can be."""
        probes = self._bench.probes
        for i in self._needed:
            u_uV = probes.counts[i]
            low_uV, high_uV = (150000, 3250000) if i >= _LP else (20000, 3295000)
            if probes.channels[i].counts is not probes.bus or not low_uV < u_uV < high_uV:
                return True
        return False

    def _shown(self, slot, wrong, allowed_s, now_s, scan_length_s, law=0):
        """Something the firmware was shown at the end of a scan, and must answer in time."""
        if not wrong:
            self._since_s[slot] = _NEVER_s
            self._told[slot] = False
        elif self._since_s[slot] == _NEVER_s:
            self._since_s[slot] = now_s
        elif now_s - self._since_s[slot] > max(allowed_s, scan_length_s) + _EPS_s:
            self._tell(slot, law or slot, now_s)

    def _commanded(self, law, wrong, allowed_s, scan_s):
        """Something the firmware itself commands at the beginning of a scan."""
        if not wrong:
            self._since_s[law] = _NEVER_s
            self._told[law] = False
            return
        if self._since_s[law] == _NEVER_s:
            self._since_s[law] = scan_s
        if scan_s - self._since_s[law] >= allowed_s - _EPS_s:
            self._tell(law, law, scan_s)

    def _tell(self, slot, law, at_s):
        if not self._told[slot]:
            self._told[slot] = True
            self._broken(law, at_s)
