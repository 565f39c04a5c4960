"""When heat or cold is wanted, and how warm the water shall be.

Water units follow a heating curve on the averaged outdoor temperature, moved by the room's
own error.  Air units hold the room.

    target = curve(outdoor, averaged) + room_gain * (room target - room)

`water_control` chooses how the return water is held to it:
    0  hysteresis   start half a band below the target, stop half a band above
    1  minutes      start when the water has been short by so many kelvin-minutes, stop when
                    it has been repaid: long runs, and the mean of the water is the target
    2  room         hysteresis on the room
"""

from micropython import const

from heatpump.fixed import clamp, lerp
from heatpump.schedule import Schedule
from heatpump.smartgrid import SmartGrid

_MINUTE_ms = const(60_000)
_MINUTES = const(1)
_ROOM = const(2)
_NOBODY = const(0)
_HEAT = const(1)
_COOL = const(2)
_ROOM_MOST_cK = const(500)  # the room moves the curve by 5 K of its own error at the most
_Kmin_IN_cKs = const(6000)
_LONG_min = const(1 << 20)


class Demand:
    """`water`: True for a hydronic unit, False for direct air.  Facts: `wants_heat wants_cold
    circulate target_cC` (water return for a hydronic unit, room for an air unit)."""

    def __init__(self, settings, water):
        self._settings = settings
        self._water = water
        self.schedule = Schedule(settings)
        self.grid = SmartGrid(settings)
        self._minute_ms = _MINUTE_ms  # the first sample sets the average
        self._average_q8 = None
        self.outdoor_average_cC = 0
        self.target_cC = 0
        self.room_cC = settings.room_heat_cC
        self.wants_heat = self.wants_cold = self.circulate = False
        self.heating_season = self.cooling_season = False
        self.minutes = False  # true when a minute began with this scan
        self._room_hot = False
        self._heated_min = self._cooled_min = _LONG_min  # since the season
        self._remote_cC = self._remote_min = 0
        self._short_cKs = self._part_ms = 0
        self._may_run, self._at_once = True, False

    def step(self, now, elapsed_ms):
        """Work out the facts from `now`'s readings; invalid readings mean no demand."""
        self._minute_ms += elapsed_ms
        self.minutes = self._minute_ms >= _MINUTE_ms
        if self.minutes:
            self._minute_ms = 0
            self._minute(now)
        self._find_wants(now, elapsed_ms)
        self.circulate = self._water and now.on and (self.heating_season or self.cooling_season)

    def remote(self, room_cC):
        """A set-point from afar, good for remote_lease_min; None, or why it is refused."""
        low, high = self._settings.row("room_heat_cC")[2:]
        if type(room_cC) is not int or not low <= room_cC <= high:
            return "room set-point %r is outside %d..%d 0.01 degC" % (room_cC, low, high)
        self._remote_cC, self._remote_min = room_cC, self._settings.remote_lease_min
        return None

    @property
    def short_Kmin(self):
        """Degree-minutes that the water owes."""
        return self._short_cKs // _Kmin_IN_cKs

    def _minute(self, now):
        self.schedule.minute(now)
        self.grid.minute(now)
        self._may_run, self._at_once = self.grid.may_run, self.grid.at_once
        if now.t_outdoor_ok:
            self._average(now.t_outdoor_cC)
        self._find_season()
        self._find_room()
        self._find_target(now)

    def _average(self, t_cC):
        """First-order average, once a minute.  |t_cC| < 2**14, so t << 8 < 2**22."""
        if self._average_q8 is None:
            self._average_q8 = t_cC << 8
        tau_min = self._settings.outdoor_average_h * 60
        self._average_q8 += ((t_cC << 8) - self._average_q8) // tau_min
        self.outdoor_average_cC = self._average_q8 >> 8

    def _find_season(self):
        """Heating below one outdoor average, cooling above another, 1 K of hysteresis each; the
        one begins only so long after the other."""
        s = self._settings
        outdoor_cC = self.outdoor_average_cC
        if s.season == _HEAT or s.season == _COOL:
            self.heating_season = s.season == _HEAT
            self.cooling_season = s.season == _COOL
        elif self._average_q8 is None:  # no outdoor probe: heat on, cold off, the safer guess
            self.heating_season, self.cooling_season = s.season != _NOBODY, False
        else:
            auto, dwell_min = s.season != _NOBODY, s.season_dwell_h * 60
            edge_cC = s.heat_stop_cC + (100 if self.heating_season else 0)
            self.heating_season = auto and outdoor_cC < edge_cC and self._cooled_min >= dwell_min
            edge_cC = s.cool_start_cC - (100 if self.cooling_season else 0)
            self.cooling_season = auto and outdoor_cC > edge_cC and self._heated_min >= dwell_min
        self._heated_min = 0 if self.heating_season else min(self._heated_min + 1, _LONG_min)
        self._cooled_min = 0 if self.cooling_season else min(self._cooled_min + 1, _LONG_min)

    def _find_room(self):
        """The room wanted in winter: local or leased, cooler at night, warmer for the grid."""
        s = self._settings
        room_cC = s.room_heat_cC
        if self._remote_min:
            self._remote_min -= 1
            room_cC = self._remote_cC
        shift_cK = s.sg_room_cK if self.grid.warmer else 0
        if self.schedule.setback:
            shift_cK -= s.setback_cK
        self.room_cC = room_cC + shift_cK

    def _find_target(self, now):
        s = self._settings
        if not self._water:
            cool_cC = s.room_cool_cC
            if self.grid.warmer:
                cool_cC -= s.sg_room_cK
            self.target_cC = cool_cC if self.cooling_season else self.room_cC
        elif self.cooling_season:
            self.target_cC = s.water_cool_cC
        else:
            target_cC = curve_cC(s, self.outdoor_average_cC) + self._room_shift_cK(now)
            self.target_cC = clamp(target_cC, s.water_least_cC, s.water_most_cC)

    def _room_shift_cK(self, now):
        """500 cK * 100 < 2**16; without a room probe only the wish itself moves the curve."""
        s = self._settings
        error_cK = self.room_cC - (now.t_room_cC if now.t_room_ok else s.room_heat_cC)
        return clamp(error_cK, -_ROOM_MOST_cK, _ROOM_MOST_cK) * s.room_gain_q1 // 10

    def _find_wants(self, now, elapsed_ms):
        if not (now.on and now.control_ok and self._may_run):
            self.wants_heat = self.wants_cold = False
            self._short_cKs = 0
            return
        error_cK = self.target_cC - now.t_control_cC
        if self.heating_season:
            self._find_heat(now, error_cK, elapsed_ms)
        elif self.wants_heat or self._short_cKs:
            self.wants_heat = False
            self._short_cKs = 0
        if self.cooling_season:
            self._find_cold(now, error_cK)
        else:
            self.wants_cold = self._room_hot = False

    def _find_heat(self, now, error_cK, elapsed_ms):
        s = self._settings
        if not self._water:
            self.wants_heat = _held(self.wants_heat, error_cK, s.room_band_cK // 2)
        elif s.water_control == _MINUTES:
            self._count_minutes(now, error_cK, elapsed_ms)
        elif s.water_control == _ROOM and now.t_room_ok:
            short_cK = self.room_cC - now.t_room_cC
            self.wants_heat = _held(self.wants_heat, short_cK, s.room_band_cK // 2)
        else:
            self.wants_heat = _held(self.wants_heat, error_cK, s.water_band_cK // 2)
        if self._at_once and error_cK > 0:
            self.wants_heat = True

    def _find_cold(self, now, error_cK):
        s = self._settings
        band_cK = s.water_band_cK if self._water else s.room_band_cK
        self.wants_cold = _held(self.wants_cold, -error_cK, band_cK // 2)
        if self._water and now.t_room_ok:  # cold water is made only for a hot room
            over_cK = now.t_room_cC - s.room_cool_cC
            self._room_hot = _held(self._room_hot, over_cK, s.room_band_cK // 2)
            self.wants_cold = self.wants_cold and self._room_hot

    def _count_minutes(self, now, error_cK, elapsed_ms):
        """Once a second; stands still while the water heats the tank.  At most half as much again
        as starts it is owed, so that a cold start does not overshoot by an hour."""
        self._part_ms += elapsed_ms
        if self._part_ms < 1000:
            return
        s = self._settings
        gone_s = min(self._part_ms // 1000, 60)
        self._part_ms %= 1000
        if now.tank_on:
            return
        start_cKs = s.minutes_start_Kmin * _Kmin_IN_cKs  # 300 * 6000 < 2**21
        # 2**15 * 60 < 2**21
        self._short_cKs = clamp(
            self._short_cKs + error_cK * gone_s, -start_cKs, start_cKs + (start_cKs >> 1)
        )
        if self.wants_heat:
            self.wants_heat = self._short_cKs > s.minutes_stop_Kmin * _Kmin_IN_cKs
        else:
            self.wants_heat = self._short_cKs >= start_cKs


def curve_cC(s, outdoor_cC):
    """Return water on the line through 2 to 5 points.  6000 cK * 4200 cK < 2**25."""
    x_cC, y_cC = s.curve_cold_out_cC, s.curve_cold_water_cC
    points = s.curve_points
    if points > 2:
        if outdoor_cC <= s.curve_b_out_cC:
            return lerp(outdoor_cC, x_cC, s.curve_b_out_cC, y_cC, s.curve_b_water_cC)
        x_cC, y_cC = s.curve_b_out_cC, s.curve_b_water_cC
    if points > 3:
        if outdoor_cC <= s.curve_c_out_cC:
            return lerp(outdoor_cC, x_cC, s.curve_c_out_cC, y_cC, s.curve_c_water_cC)
        x_cC, y_cC = s.curve_c_out_cC, s.curve_c_water_cC
    if points > 4:
        if outdoor_cC <= s.curve_d_out_cC:
            return lerp(outdoor_cC, x_cC, s.curve_d_out_cC, y_cC, s.curve_d_water_cC)
        x_cC, y_cC = s.curve_d_out_cC, s.curve_d_water_cC
    return lerp(outdoor_cC, x_cC, s.curve_mild_out_cC, y_cC, s.curve_mild_water_cC)


def _held(wanted, short_cK, half_cK):
    """Hysteresis: wanted from half a band short until half a band past."""
    return short_cK > -half_cK if wanted else short_cK >= half_cK
