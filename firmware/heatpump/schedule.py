"""What the calendar asks for: a cooler night, hot water against legionella, a pump that moves.

The clock may be unknown (`now.minute_of_week` is -1): then nobody is set back, and the week of
the hot water is counted from power on.
"""

from micropython import const

_DAY_min = const(1440)
_WEEK_min = const(10080)
_WINDOW_min = const(60)
_LONG_min = const(1 << 20)


class Schedule:
    """Facts, once a minute: `setback legionella_due exercise_due`."""

    def __init__(self, settings):
        self._settings = settings
        self.setback = self.legionella_due = self.exercise_due = False
        self._week_min = _DAY_min  # since the tank was last hot enough
        self._still_min = 0  # since the pump last ran

    def minute(self, now):
        """`now.minute_of_week` and whether the pump ran."""
        s = self._settings
        self._still_min = 0 if now.pump_on else min(self._still_min + 1, _LONG_min)
        self.exercise_due = self._still_min >= s.exercise_h * 60
        self._week_min = min(self._week_min + 1, _LONG_min)
        known = now.minute_of_week >= 0
        day, minute_min = now.minute_of_week // _DAY_min, now.minute_of_week % _DAY_min
        self.setback = known and self._is_night(day, minute_min)
        late_min = minute_min - s.legionella_min if day == s.legionella_day - 1 else -1
        its_hour = known and 0 <= late_min < _WINDOW_min and self._week_min >= _DAY_min
        overdue = self._week_min >= (2 * _WEEK_min if known else _WEEK_min)
        if not s.legionella_day:
            self.legionella_due = False
        elif its_hour or overdue:
            self.legionella_due = True

    def _is_night(self, day, minute_min):
        """A night that ends before it begins ends on the next day."""
        s = self._settings
        today = s.setback_days >> day & 1
        if s.setback_from_min <= s.setback_to_min:
            return bool(today) and s.setback_from_min <= minute_min < s.setback_to_min
        if minute_min >= s.setback_from_min:
            return bool(today)
        return minute_min < s.setback_to_min and bool(s.setback_days >> (day + 6) % 7 & 1)

    def legionella_over(self, reached):
        """The weekly heat is done with; `reached`: it was hot enough."""
        self.legionella_due = False
        if reached:
            self._week_min = 0
