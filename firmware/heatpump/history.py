"""How hard the machine has been used: hours, starts, and whether it starts too often.

A defrost's restart wears the motor as any other, so it is counted among the starts; the
rules for starts an hour, in guard.py, leave it out.
"""

from array import array

from micropython import const

_BINS = const(11)            # 0 .. 9 starts in an hour, and more
_PERIODS = const(8)
_HOUR_s = const(3600)
_MANY = const(6)             # a plain "three an hour" flags ten of fourteen good machines
_SHORT_s = const(900)
_MOST = const(1 << 28)


class History:
    """`run_s`: seconds with the compressor on; `starts`: all of them; `hours`: how many hours
    had so many starts, by number of starts (0..9, then 10 and more)."""

    def __init__(self):
        self.run_s = 0
        self.starts = 0
        self.hours = array("i", [0] * _BINS)
        self._periods_s = array("i", [_HOUR_s] * _PERIODS)  # between the last counted starts
        self._at = 0
        self._on = False
        self._counted = 0  # the guard's starts, as last seen
        self._since_s = _HOUR_s
        self._this_hour = 0
        self._hour_s = 0

    def second(self, guard):
        if guard.compressor:
            if self.run_s < _MOST:
                self.run_s += 1
            if not self._on:
                self._start(guard)
        self._on = guard.compressor
        if self._since_s < _HOUR_s:
            self._since_s += 1
        self._hour_s += 1
        if self._hour_s >= _HOUR_s:
            self._hour_s = 0
            self.hours[self._this_hour if self._this_hour < _BINS else _BINS - 1] += 1
            self._this_hour = 0

    def _start(self, guard):
        self.starts += 1
        if guard.starts == self._counted:  # a defrost's
            return
        self._counted = guard.starts
        self._this_hour += 1
        self._periods_s[self._at] = self._since_s
        self._at = (self._at + 1) % _PERIODS
        self._since_s = 0

    def short_cycling(self):
        """Six starts in an hour and a median period of 15 minutes.  For people: it sorts."""
        periods_s = sorted(self._periods_s)
        many = sum(periods_s[:_MANY]) <= _HOUR_s
        return many and periods_s[_PERIODS // 2] <= _SHORT_s
