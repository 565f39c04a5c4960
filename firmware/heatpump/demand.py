"""When heat or cold is wanted, and how warm the water shall be.

Water units follow a heating curve on the averaged outdoor temperature, moved by the
room's own error, and hold the *return* water inside a band.  Air units hold the room.
Everything is hysteresis on two named edges: start below one, stop above the other.

    target = curve(outdoor, averaged) + room_gain * (room target - room)
"""

from micropython import const

from heatpump.fixed import clamp, lerp

_MINUTE_ms = const(60_000)
_NOBODY = const(0)
_HEAT = const(1)
_COOL = const(2)
_ROOM_MOST_cK = const(500)  # the room moves the curve by 5 K of its own error at the most


class Demand:
    """`water`: True for a hydronic unit, False for direct air.  Facts: `wants_heat wants_cold
    circulate target_cC` (water return for a hydronic unit, room for an air unit)."""

    def __init__(self, settings, water):
        self._settings = settings
        self._water = water
        self._minute_ms = _MINUTE_ms  # the first sample sets the average
        self._average_q8 = None
        self.outdoor_average_cC = 0
        self.target_cC = 0
        self.wants_heat = False
        self.wants_cold = False
        self.circulate = False
        self.heating_season = False
        self.cooling_season = False
        self._room_hot = False

    def step(self, now, elapsed_ms):
        """Work out the facts from `now`'s readings; invalid readings mean no demand."""
        self._minute_ms += elapsed_ms
        if self._minute_ms >= _MINUTE_ms:
            self._minute_ms = 0
            if now.t_outdoor_ok:
                self._average(now.t_outdoor_cC)
            self._find_season(now)
            self._find_target(now)
        self._find_wants(now)
        self.circulate = self._water and now.on and (self.heating_season or self.cooling_season)

    def _average(self, t_cC):
        """First-order average, once a minute.  |t_cC| < 2**14, so t << 8 < 2**22."""
        if self._average_q8 is None:
            self._average_q8 = t_cC << 8
        tau_min = self._settings.outdoor_average_h * 60
        self._average_q8 += ((t_cC << 8) - self._average_q8) // tau_min
        self.outdoor_average_cC = self._average_q8 >> 8

    def _find_season(self, now):
        """Heating below one outdoor average, cooling above another, 1 K of hysteresis each."""
        s = self._settings
        outdoor_cC = self.outdoor_average_cC
        if s.season == _HEAT or s.season == _COOL:
            self.heating_season = s.season == _HEAT
            self.cooling_season = s.season == _COOL
        elif self._average_q8 is None:  # no outdoor probe: heat on, cold off, the safer guess
            self.heating_season, self.cooling_season = s.season != _NOBODY, False
        else:
            auto = s.season != _NOBODY
            edge_cC = s.heat_stop_cC + (100 if self.heating_season else 0)
            self.heating_season = auto and outdoor_cC < edge_cC
            edge_cC = s.cool_start_cC - (100 if self.cooling_season else 0)
            self.cooling_season = auto and outdoor_cC > edge_cC

    def _find_target(self, now):
        s = self._settings
        if not self._water:
            self.target_cC = s.room_cool_cC if self.cooling_season else s.room_heat_cC
        elif self.cooling_season:
            self.target_cC = s.water_cool_cC
        else:
            curve_cC = lerp(
                self.outdoor_average_cC,
                s.curve_cold_out_cC, s.curve_mild_out_cC,
                s.curve_cold_water_cC, s.curve_mild_water_cC,
            )  # spans up to 40 K * 40 K: 4000 * 4000 < 2**24
            target_cC = curve_cC + self._room_shift_cK(now)
            self.target_cC = clamp(target_cC, s.water_least_cC, s.water_most_cC)

    def _room_shift_cK(self, now):
        """500 cK * 100 < 2**16; a lost room probe leaves the curve alone."""
        if not now.t_room_ok:
            return 0
        error_cK = clamp(
            self._settings.room_heat_cC - now.t_room_cC, -_ROOM_MOST_cK, _ROOM_MOST_cK
        )
        return error_cK * self._settings.room_gain_q1 // 10

    def _find_wants(self, now):
        if not (now.on and now.control_ok):
            self.wants_heat = self.wants_cold = False
            return
        s = self._settings
        half_cK = (s.water_band_cK if self._water else s.room_band_cK) // 2
        error_cK = self.target_cC - now.t_control_cC
        self.wants_heat = self.heating_season and _held(self.wants_heat, error_cK, half_cK)
        self.wants_cold = self.cooling_season and _held(self.wants_cold, -error_cK, half_cK)
        if self._water and now.t_room_ok:  # cold water is made only for a hot room
            over_cK = now.t_room_cC - s.room_cool_cC
            self._room_hot = _held(self._room_hot, over_cK, s.room_band_cK // 2)
            self.wants_cold = self.wants_cold and self._room_hot


def _held(wanted, short_cK, half_cK):
    """Hysteresis: wanted from half a band short until half a band past."""
    return short_cK > -half_cK if wanted else short_cK >= half_cK
