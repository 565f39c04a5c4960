"""What happened: the last 64 moves, the first trip's snapshot, five minutes before the last.

Everything is allocated once.  Strings are only referred to, never made.
"""

from array import array

from micropython import const

from heatpump.fixed import whole

_MOVES = const(64)
_MOST_s = const(1 << 28)
_KEPT = const(16)  # moves that survive a power cut
_SECONDS = const(300)
_FREEZE_AFTER_s = const(10)  # the recorder runs on for ten seconds after a trip, then waits
_WELL_s = const(3600)        # a compressor that ran so long has left the first trip behind

# what the recorder keeps each second, as attributes of the controller
# fmt: off
COLUMNS = (
    "mode", "t_outdoor_cC", "t_coil_cC", "t_suction_cC", "t_discharge_cC", "t_liquid_cC",
    "t_supply_cC", "t_return_cC", "t_room_cC", "p_suction_kPa", "p_discharge_kPa", "power_W",
)
# what a snapshot holds besides: every input that decides anything
INPUTS = COLUMNS + ("flow_gps", "t_tank_cC", "t_crankcase_cC", "pressostat_closed", "sg")
# fmt: on
_WIDE = const(12)  # == len(COLUMNS); readings fit 16 bits: +-327 degC, 32 MPa, 32 kW


class Journal:
    def __init__(self):
        self._at_s = array("i", [0] * _MOVES)
        self._from = bytearray(_MOVES)
        self._to = bytearray(_MOVES)
        self._because = [None] * _MOVES
        self.moves = 0
        self._flight = array("h", bytes(2 * _SECONDS * _WIDE))
        self.recorded_s = 0
        self._left_s = -1  # < 0: running; else seconds until it stands still
        self.first_out = None  # sentence of the first trip of a series
        self.first_out_s = 0
        self.snapshot = array("h", [0] * len(INPUTS))

    def move(self, uptime_s, origin, to, because):
        """Note one transition; the oldest of 64 is overwritten."""
        i = self.moves % _MOVES
        self._at_s[i] = uptime_s
        self._from[i] = origin
        self._to[i] = to
        self._because[i] = because
        self.moves += 1

    def second(self, now):
        """Record one second, unless the minutes before a trip are being kept: until the
        compressor runs again.  An hour of running ends the series that `first_out` began."""
        if now.running:
            if self._left_s == 0:
                self._left_s = -1
            if self.first_out and now.ran_s >= _WELL_s:
                self.first_out = None
        if self._left_s == 0:
            return
        if self._left_s > 0:
            self._left_s -= 1
        _note(self._flight, (self.recorded_s % _SECONDS) * _WIDE, now, COLUMNS)
        self.recorded_s += 1

    def trip(self, now, because):
        """A protection acted.  Of a series, the first one's sentence and picture are kept."""
        self._left_s = _FREEZE_AFTER_s
        if self.first_out is None:
            self.first_out = because
            self.first_out_s = now.uptime_s
            _note(self.snapshot, 0, now, INPUTS)

    def clear(self):
        """A person has read it: record again, and begin a new series."""
        self.first_out = None
        self._left_s = -1

    # --- over a power cut: seconds count back from it, and it counts as no time at all ---

    def state(self, uptime_s):
        """{"moves": [[s, from, to, because], ...], "first_out", "first_s", "snapshot"}"""
        moves = [[m[0] - uptime_s] + list(m[1:]) for m in self.last_moves(_KEPT)]
        return {
            "moves": moves,
            "first_out": self.first_out,
            "first_s": self.first_out_s - uptime_s,
            "snapshot": list(self.snapshot),
        }

    def restore(self, state):
        """Take what `state` gave; ValueError, or what a wrong type raises, for anything else."""
        for at_s, origin, to, because in state["moves"][:_KEPT]:
            self.move(whole(at_s, -_MOST_s, 0), whole(origin, 0, 99), whole(to, 0, 99), because)
        if state["first_out"]:
            for i in range(len(INPUTS)):
                self.snapshot[i] = whole(state["snapshot"][i], -32768, 32767)
            self.first_out_s = whole(state["first_s"], -_MOST_s, 0)
            self.first_out = state["first_out"]

    # --- for people, outside the scan: these allocate ---

    def last_moves(self, count=_MOVES):
        """The last `count` moves, oldest first: [(second, from, to, because), ...]."""
        kept = min(count, self.moves, _MOVES)
        return [self._move(n % _MOVES) for n in range(self.moves - kept, self.moves)]

    def flight(self):
        """The recorded seconds, oldest first: a list of tuples in the order of COLUMNS."""
        kept = min(self.recorded_s, _SECONDS)
        starts = [(n % _SECONDS) * _WIDE for n in range(self.recorded_s - kept, self.recorded_s)]
        return [tuple(self._flight[at : at + _WIDE]) for at in starts]

    def _move(self, i):
        return (self._at_s[i], self._from[i], self._to[i], self._because[i])


def _note(into, at, now, names):
    for name in names:
        into[at] = getattr(now, name)
        at += 1
