"""Overrides: one output for some seconds, or a mode that the house does not ask for.

Neither goes round anything.  A pulse asks the guard, which moves the valve only when the
compressor has been off long enough, and never asks for the compressor.  A hold changes what
is *wanted*; tables, protections and guard decide as ever.  Both are announced, last ten
minutes at the most, and end with every output off.
"""

from heatpump import bench_text as text
from heatpump import bench_unit, modes, why

MOST_s = 600
HOLDABLE = ("HEAT", "COOL", "DEFROST", "IDLE")
_WAIT_s = 2700  # boot hold, pump, fan and the first minutes of a run, all at their longest
_SETTLE_s = 400  # from a run that was cut short to rest
_TELL_s = 30
_DIRECT = ("fan", "pump", "reverse")  # those that the guard drives
_EXTRA = ("crankcase", "tank_valve")
PULSED = _DIRECT + _EXTRA + ("heater",)
_CALM = (modes.OFF, modes.REST, modes.STANDBY, modes.IDLE, modes.TRIPPED, modes.LOCKOUT)


class Held:
    """The real demand, but it wants what a person wants.  Nothing else is different."""

    def __init__(self, demand, heat, cold):
        self._demand = demand
        self._heat, self._cold = heat, cold
        self.wants_heat, self.wants_cold = heat, cold
        self.minutes = False

    def __getattr__(self, name):
        return getattr(self._demand, name)

    def step(self, now, elapsed_ms):
        self._demand.step(now, elapsed_ms)
        self.wants_heat = self._heat and now.control_ok
        self.wants_cold = self._cold and now.control_ok
        # hot water, backup heater and exercise may not begin while nothing is wanted
        self.minutes = self._demand.minutes and (self._heat or self._cold)


def _with(it, heat, cold, work):
    """work() while the demand is held, and the real demand again afterwards."""
    real = it.demand
    it.demand = Held(real, heat, cold)
    try:
        return work()
    finally:
        it.demand = real


def hold(it, name, s):
    """Bring the machine to a mode, and keep the wish for `s` seconds from when it is there."""
    text.chosen("hold", name, HOLDABLE)
    text.seconds("hold", s, MOST_s)
    form = "OVERRIDE: %s is wanted for %d s. Guard and protections decide; Ctrl-C ends it."
    print(form % (name, s))
    heat = name == "HEAT" or name == "DEFROST"
    run = lambda: bench_unit.scan(None, _Held(it, name, s).each)  # noqa: E731
    try:
        print(_with(it, heat, name == "COOL", run) + " Every output is off.")
    finally:
        it.defrost.asked = False


def calm(it, s):
    """Let the machine stand for `s` seconds: nothing is wanted."""
    _with(it, False, False, lambda: bench_unit.scan(s))


class _Held:
    """Counts from when the mode is there, and tells what happens meanwhile."""

    def __init__(self, it, name, s):
        self._it, self._name, self._s = it, name, s
        self._want = modes.NAMES.index(name)
        self._began_s = None
        self._mode = it.mode

    def each(self, second):
        it = self._it
        if it.mode != self._mode:
            self._mode = it.mode
            print("%4d s  %s: %s" % (second, modes.NAMES[it.mode], it.because))
        hopeless = _hopeless(it)
        if hopeless:
            return hopeless
        if self._began_s is None:
            if it.mode != self._want:
                return self._wait(second)
            self._began_s = second
        if second - self._began_s < self._s:
            return None
        return "The %d s of the override are over." % self._s

    def _wait(self, second):
        it = self._it
        if self._name == "DEFROST" and it.mode == modes.HEAT:
            it.defrost.asked = True  # the table takes it up when the run is old enough
        return _waiting(it, second, _WAIT_s)


def _hopeless(it):
    """A sentence when nothing will come of waiting."""
    if it.guard.inhibited:
        return "Not allowed: %s." % it.guard.inhibited
    if it.latched:
        return "Not allowed: %s; a person must acknowledge." % it.protections.because
    return None


def _waiting(it, second, most_s):
    because = why.reasons(it)
    shown = because[0] if because else ("the compressor has run for %d s" % it.ran_s, None)
    if second >= most_s:
        return "Given up after %d s: %s." % (most_s, shown[0])
    if second % _TELL_s == 1:
        left = ", %d s left" % shown[1] if shown[1] else ""
        print("%4d s  %s, waiting: %s%s" % (second, modes.NAMES[it.mode], shown[0], left))
    return None


def pulse(it, name, s):
    """One output on for `s` seconds, all others off, the compressor never."""
    if name == "compressor":
        raise ValueError(
            "pulse: the compressor is never forced; hold('HEAT', s) starts it when it may"
        )
    text.chosen("pulse", name, PULSED)
    text.seconds("pulse", s, MOST_s)
    if not bench_unit.wires().wired[name] or (name == "heater" and not it.backup):
        raise ValueError("pulse: %s is not wired on this machine" % name)
    print("OVERRIDE: %s is wanted on for %d s, every other output off." % (name, s))
    print(_with(it, False, False, lambda: _pulse(it, name, s)) + " Every output is off.")


def _pulse(it, name, s):
    wires, plain = bench_unit.wires(), it.guard.drive
    only = (False, name == "reverse", name == "fan", name == "pump" or name == "heater")

    def drive(want, defrosting, span_kPa, flows=True):
        plain(only if it.mode in _CALM else want, defrosting, span_kPa, flows)

    def before():
        calm = it.mode in _CALM and not it.running
        wires.forced = name if calm and name in _EXTRA else None
        if name == "heater" and calm:
            it.backup.on = True  # the controller still asks for flow and for the valve at rest

    it.guard.drive = drive  # the guard's own drive() still judges every wish
    try:
        return bench_unit.scan(None, _counter(it, name, s), before)
    finally:
        del it.guard.drive
        wires.forced = None
        it.all_off()
        if it.backup:
            it.backup.find(it)


def _counter(it, name, s):
    on_s = [0]

    def each(second):
        if it.guard.inhibited:
            return "Not allowed: %s." % it.guard.inhibited
        if it.mode not in _CALM:
            ended = "Ended by %s: %s." % (modes.NAMES[it.mode], it.because)
            return ended if on_s[0] else _waiting(it, second, _SETTLE_s)
        if not _is_on(it, name):
            return _waiting_for(it, name, second)
        on_s[0] += 1
        if on_s[0] == 1:
            print("%s is on." % name)
        return "%s was on for %d s." % (name, s) if on_s[0] > s else None

    return each


def _is_on(it, name):
    if name == "heater":
        return it.heater_on
    return getattr(it.guard, name) if name in _DIRECT else True


def _waiting_for(it, name, second):
    if second > _SETTLE_s:
        return "%s did not come on: no flow, or the pressures are too far apart." % name
    if second % _TELL_s == 1:
        print("%4d s  waiting: %s" % (second, _keeper(it, name)))
    return None


def _keeper(it, name):
    if name == "reverse":
        left_s = it.settings.valve_off_s - it.guard.off_ms // 1000
        return "the compressor must be off for %d s more" % max(left_s, 0)
    return "water flow is not proved"
