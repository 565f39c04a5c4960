"""The machine under the hands of a person at the REPL: whose controller, which wires, whose time.

At a bare prompt nothing scans, so every output is off: what takes time here scans by itself
and switches everything off on its way out, also when Ctrl-C ends it.  A hardware lease drops
the outputs after 3 s even if this program should hang.
"""

from heatpump.clock import Clock
from heatpump.wiring import OUTPUTS

_OUTPUTS = OUTPUTS + ("tank_valve",)
_GLANCE = 4  # scans: the median of three has settled
_KEEP_s = 60  # what so much scanning has counted is worth writing
_LATE_ms = 3000  # a later scan is a gap, not a second
_KEPT = {}  # unit, board, clock, wires: what lives from one command to the next


class Wires:
    """The outputs of a unit, passed on.  `quiet`: none is driven.  `forced`: the one among
    crankcase and tank_valve that is on whatever the unit says.  `barred`: never driven."""

    def __init__(self, wiring):
        self.real = wiring
        self.quiet = False
        self.forced = None
        self.barred = ()
        self.ticks_ms = wiring.ticks_ms
        self.idle_ms = wiring.idle_ms
        self.alive = wiring.alive
        self.wired = {name: bool(getattr(wiring, name)) for name in _OUTPUTS}
        for name in _OUTPUTS:
            setattr(self, name, self._passing(name, getattr(wiring, name)))

    def _passing(self, name, wire):
        def drive(on):
            if wire and not self.quiet and name not in self.barred:
                wire(on or self.forced == name)

        return drive


def unit():
    """The controller: the one that main.py left behind at Ctrl-C, else a fresh one."""
    if "feed" in _KEPT:
        _KEPT["feed"]()
    if "unit" not in _KEPT and not greet():
        boot()
    return _KEPT["unit"]


def greet():
    """Take over what main.py left, if it did, before its watchdog bites; also on import."""
    import __main__ as left

    if not (hasattr(left, "unit") and hasattr(left, "board")):
        return False
    adopt(left.unit, left.board)
    ease(left.board)
    del left.unit  # one owner, so that drop() frees its memory
    return True


def ease(of):
    """main.py has started the watchdog: ask for ten minutes at the prompt, each time."""
    if hasattr(of, "at_ease"):
        _KEPT["feed"] = of.at_ease()


def boot():
    """A controller that begins now, as after power-up: it holds the compressor for minutes."""
    import main

    adopt(main.boot(), main.board)
    _KEPT["unit"].keep.end()  # a person boots it, and no loop
    print("The controller has booted; every output is off.")
    return _KEPT["unit"]


def adopt(of, board):
    """Work with this controller and this board's module; also for tests and rehearsals."""
    wires = Wires(of.wiring)
    of.wiring = wires
    of._heater, of._crankcase, of._tank_valve = wires.heater, wires.crankcase, wires.tank_valve
    _KEPT["unit"], _KEPT["board"], _KEPT["wires"] = of, board, wires
    _KEPT["clock"], _KEPT["kept_s"] = Clock(wires.ticks_ms), of.uptime_s
    of.all_off()


def drop():
    """Forget the controller: its memory is free for another, and the next command boots."""
    feed = _KEPT.get("feed")
    _KEPT.clear()
    if feed:
        _KEPT["feed"] = feed


def board():
    """The module of the board."""
    unit()
    return _KEPT["board"]


def wires():
    """The outputs between unit and board."""
    unit()
    return _KEPT["wires"]


def scan(seconds, each=None, before=None):
    """Run the machine for so many seconds, or for ever (None), then switch everything off.

    before(): ahead of every scan.  each(second): once a second; what it answers, if it is not
    None, ends the run and is the answer.
    """
    it = unit()
    try:
        return _scan(it, _KEPT["clock"], seconds, each, before)
    finally:
        it.all_off()
        if it.uptime_s >= _KEPT["kept_s"] + _KEEP_s:
            _KEPT["kept_s"] = it.uptime_s
            it.keep.end()


def _scan(it, clock, seconds, each, before):
    it.step(clock.elapsed_ms())  # what has passed at the prompt does not count as scanned
    second = gone_ms = 0
    while seconds is None or second < seconds:
        it.wiring.idle_ms(it.settings.scan_ms)
        if before:
            before()
        elapsed_ms = clock.elapsed_ms()
        it.step(elapsed_ms)
        it.keep.idle()
        if "feed" in _KEPT:
            _KEPT["feed"]()
        gone_ms += min(elapsed_ms, _LATE_ms)
        while gone_ms >= 1000:
            gone_ms -= 1000
            second += 1
            answer = each(second) if each else None
            if answer is not None:
                return answer
    return None


def glance():
    """Read and judge everything for a second, driving nothing."""
    it, held = unit(), _KEPT["wires"]
    held.quiet = True
    try:
        for _ in range(_GLANCE):
            it.step(_KEPT["clock"].elapsed_ms())
            held.idle_ms(it.settings.scan_ms)
    finally:
        held.quiet = False
        it.all_off()
    return it


def quietly(seconds, each):
    """Only read the sensors for so long, and decide nothing: what is not driven must not be
    judged either.  each(second) as in scan()."""
    it = unit()
    clock = Clock(it.wiring.ticks_ms)
    for second in range(1, seconds + 1):
        for _ in range(max(1000 // it.settings.scan_ms, 1)):
            it.wiring.idle_ms(it.settings.scan_ms)
            it.sensors.sample(it, clock.elapsed_ms())
        answer = each(second)
        if answer is not None:
            return answer
    return None
