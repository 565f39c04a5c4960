"""Runs the rows of protections.py: their times, their ends, and the ladder from retry to latch."""

from array import array

from micropython import const

from heatpump.protections import LADDER, LATCH, ROWS

_HOUR_s = const(3600)
_DAY_s = const(86400)
_LONG_AGO_s = const(-100_000)
_CAP_ms = const(1 << 20)  # timers stop counting at 17 minutes; every for_ms is far below
_DEEP = const(5)          # a row's last five trips are remembered
_ACKNOWLEDGE = const(3)   # so often an hour may a person clear a latch


class Protections:
    """Timers of the rows and the ladder.  `settings` gives the retry time.

    `tripped`: a row is past its time, or what ends its trip has not come.  `code`, `because`:
    the first row that tripped, kept until the next one.  `latched`: a person must acknowledge.
    """

    def __init__(self, settings):
        self._settings = settings
        self._held_ms = array("i", [0] * len(ROWS))
        self._times_s = array("i", [_LONG_AGO_s] * (_DEEP * len(ROWS)))  # newest first
        self._cleared_s = array("i", [_LONG_AGO_s] * _ACKNOWLEDGE)
        self._retry_at_s = 0
        self._at = 0  # the row whose end is waited for
        self.tripped = False
        self.latched = False
        self.code = None
        self.because = None
        self.count = 0  # trips that stopped something, since boot
        self.changes = 0  # of what must survive a power cut

    def step(self, now, elapsed_ms):
        """Run every timer, then judge whether the machine is tripped."""
        held_ms = self._held_ms
        i = 0
        first = -1
        for row in ROWS:
            if row[1](now):
                if held_ms[i] < _CAP_ms:
                    held_ms[i] += elapsed_ms
                if held_ms[i] > row[2] and first < 0:
                    first = i
            elif held_ms[i]:
                held_ms[i] = 0
            i += 1  # noqa: SIM113  enumerate() makes a tuple a row
        if first >= 0:
            self._at = first
            if not self.tripped:
                self._trip(first, now)
            self.tripped = True
        elif self.tripped:
            self.tripped = not ROWS[self._at][3](now)

    def retry_wait_s(self, uptime_s):
        """Seconds until the next try is allowed, 0 when it is."""
        wait_s = self._retry_at_s - uptime_s
        return wait_s if wait_s > 0 else 0

    def acknowledge(self, uptime_s):
        """A person looked: clear the latch and the history that led to it.  At most three times
        an hour; returns whether it was taken."""
        if uptime_s - self._cleared_s[_ACKNOWLEDGE - 1] < _HOUR_s:
            return False
        _push(self._cleared_s, 0, _ACKNOWLEDGE, uptime_s)
        self.latched = False
        self.changes += 1
        for i in range(len(self._times_s)):
            self._times_s[i] = _LONG_AGO_s
        return True

    def _trip(self, i, now):
        self.code = ROWS[i][0]
        self.because = ROWS[i][5]
        self.count += 1
        self._retry_at_s = now.uptime_s + self._settings.trip_retry_s
        if ROWS[i][4] == LADDER:
            self._climb(_DEEP * i, now.uptime_s)
            self.changes += 1
        elif ROWS[i][4] == LATCH:
            self.latched = True
            self.changes += 1

    def _climb(self, base, uptime_s):
        """Latch on 3 trips of one row in an hour or 5 in a day."""
        times_s = self._times_s
        _push(times_s, base, _DEEP, uptime_s)
        if uptime_s - times_s[base + 2] < _HOUR_s or uptime_s - times_s[base + 4] < _DAY_s:
            self.latched = True

    # --- what must survive a power cut ---

    def state(self, uptime_s):
        """{"latched", "code", "cleared": [s, ...], "ages": {code: [s, ...]}}: enough to go on
        after a power cut; seconds ago, newest first."""
        ages = {}
        for i in range(len(ROWS)):
            kept = _ages(self._times_s[_DEEP * i : _DEEP * (i + 1)], uptime_s, _DAY_s)
            if kept:
                ages[ROWS[i][0]] = kept
        cleared = _ages(self._cleared_s, uptime_s, _HOUR_s)
        return {"latched": self.latched, "code": self.code, "cleared": cleared, "ages": ages}

    def restore(self, state):
        """Take what `state` gave before a power cut, which counts as no time at all.

        Raises ValueError, or what a wrong type raises, for anything else; then nothing has
        changed.
        """
        codes = [row[0] for row in ROWS]
        ages, code, cleared = dict(state["ages"]), state["code"], state.get("cleared", [])
        for each in list(ages) + [code]:
            if each is not None and each not in codes:
                raise ValueError("latch: %r is the code of no protection" % (each,))
        for kept in list(ages.values()) + [cleared]:
            for age_s in kept:
                if type(age_s) is not int:
                    raise ValueError("latch: %r is no number of seconds" % (age_s,))
        latched = state["latched"]
        for each, kept in ages.items():
            _put(self._times_s, _DEEP * codes.index(each), kept[:_DEEP])
        _put(self._cleared_s, 0, cleared[:_ACKNOWLEDGE])
        self.latched = latched is not False
        if code is not None:
            self.code = code
            self.because = ROWS[codes.index(code)][5]


def _ages(times_s, uptime_s, most_s):
    return [uptime_s - t for t in times_s if uptime_s - t < most_s]


def _put(times_s, base, ages_s):
    for k, age_s in enumerate(ages_s):
        times_s[base + k] = -min(max(age_s, 0), _DAY_s)


def _push(times_s, base, count, uptime_s):
    """Shift `count` times from `base` on by one, the newest first."""
    for k in range(base + count - 1, base, -1):
        times_s[k] = times_s[k - 1]
    times_s[base] = uptime_s
