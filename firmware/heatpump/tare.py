"""What of the meter's reading is the compressor, and what is fan, pump, controls, heaters.

Ratings come from the settings; each stop, when the compressor stands and fan and pump run,
shows by how much the ratings are off.
"""

from micropython import const

from heatpump.fixed import clamp

_OFFSET_MOST_W = const(150)
_COMPRESSOR_MOST_W = const(20000)


class Tare:
    """`offset_W`: what the meter read over the ratings when the compressor last stood."""

    def __init__(self, settings):
        self._settings = settings
        self.offset_W = 0
        self._sum_W = self._n = 0

    def rated_W(self, now):
        """Ratings of everything but the compressor that is on: < 25_000 W."""
        at = self._settings
        rated_W = at.standby_W
        if now.fan_on:
            rated_W += at.fan_W
        if now.pump_on:
            rated_W += at.pump_W
        if now.heater_on:
            rated_W += at.heater_W
        if now.crankcase_on:
            rated_W += at.crankcase_W
        return rated_W

    def weigh(self, now):
        """A reading with the compressor off; a heater would drown the small ones."""
        if now.power_W >= 0 and not now.heater_on:
            off_W = now.power_W - self.rated_W(now)
            self.offset_W = clamp(off_W, -_OFFSET_MOST_W, _OFFSET_MOST_W)

    def take(self, now):
        """A reading with the compressor on, if there is a meter."""
        if now.power_W >= 0:
            compressor_W = now.power_W - self.rated_W(now) - self.offset_W
            self._sum_W += clamp(compressor_W, 0, _COMPRESSOR_MOST_W)  # 16 * 20_000
            self._n += 1

    def mean_W(self):
        """The compressor's power since the last call; without a meter its rating, or 0."""
        n = self._n
        mean_W = self._sum_W // n if n else self._settings.compressor_W
        self._sum_W = self._n = 0
        return mean_W
