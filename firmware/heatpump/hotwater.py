"""When the hot-water tank is heated, how hot, and for how long before the house has its turn.

    wanted   t_tank below target - band, until it reaches the target
    paused   after tank_most_min of heating while the house waits, for tank_pause_min
    limited  a limit of the compressor ended it: the heater does the rest (BOOST), or nobody,
             until the tank is 3 K colder than it was then
    weekly   legionella_cC instead of tank_cC, given up after legionella_most_min
"""

from micropython import const

_AT_ONCE_cK = const(100)  # a grid that forces heats from 1 K below the target
_AGAIN_cK = const(300)    # so much colder, and the compressor may be of use again


class HotWater:
    """Facts, once a minute: `wants_tank` (compressor), `wants_boost` (heater), `target_cC`."""

    def __init__(self, settings, has_heater):
        self._settings = settings
        self._has_heater = has_heater
        self.wants_tank = self.wants_boost = self.weekly = self.limited = False
        self.target_cC = settings.tank_cC
        self.given_up = 0  # weekly heats that were not hot enough in their time
        self._wanted = False
        self._ran_min = self._pause_min = self._weekly_min = self._reached_cC = 0

    def minute(self, now, schedule, grid):
        """`now.t_tank_cC t_tank_ok tank_on wants_heat on`; without a probe nothing is wanted."""
        if not (now.on and now.t_tank_ok and grid.may_run):
            self._wanted = self.wants_tank = self.wants_boost = False
            return
        s = self._settings
        self._week(now, schedule)
        self.target_cC = s.legionella_cC if self.weekly else (
            s.tank_cC + (s.sg_tank_cK if grid.warmer else 0)
        )
        short_cK = self.target_cC - now.t_tank_cC
        band_cK = _AT_ONCE_cK if self.weekly or grid.at_once else s.tank_band_cK
        # but once a week the heater is not for the last kelvin
        enough_cK = band_cK >> 1 if self.limited and not self.weekly else 0
        self._wanted = short_cK > enough_cK if self._wanted else short_cK >= band_cK
        if not self._wanted or now.t_tank_cC < self._reached_cC - _AGAIN_cK:
            self.limited = False
        self._take_turns(now)
        wanted = self._wanted and not self._pause_min
        self.wants_tank = wanted and not self.limited
        self.wants_boost = wanted and self.limited and self._has_heater and s.backup_use > 0

    def _week(self, now, schedule):
        s = self._settings
        if not self.weekly:
            self._weekly_min = 0
            self.weekly = schedule.legionella_due
            return
        self._weekly_min += 1
        reached = now.t_tank_cC >= s.legionella_cC
        if reached or self._weekly_min > s.legionella_most_min:
            self.weekly = False
            self.given_up += not reached
            schedule.legionella_over(reached)

    def _take_turns(self, now):
        s = self._settings
        if self._pause_min:
            self._pause_min -= 1
        if not now.tank_on:
            self._ran_min = 0
            return
        self._ran_min += 1
        if self._ran_min >= s.tank_most_min and now.wants_heat:
            self._ran_min = 0
            self._pause_min = s.tank_pause_min

    def stopped_short(self, now):
        """A limit stopped the compressor before the tank was hot."""
        self.limited = True
        self._reached_cC = now.t_tank_cC
