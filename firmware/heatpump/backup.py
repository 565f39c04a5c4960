"""When the backup heater helps, by the mode the machine is in.

    house      short of heat for backup_after_min, and at the present trend for
               backup_ahead_min more; colder than the bivalence point with the compressor at
               its limit, or at any temperature with the compressor tripped or locked out
    hot water  what the compressor cannot reach
    frost      water that the pump alone has not saved in ten minutes

Never in cooling, in a defrost or with the valve turned: those modes have no row here.
"""

from micropython import const

from heatpump import modes

NEVER = const(0)
HOUSE = const(1)
ALONE = const(2)      # the house, and no compressor helps
HOT_WATER = const(3)
FROST = const(4)

# fmt: off
ROWS = (
    ( modes.HEAT,    HOUSE ),
    ( modes.RUN_ON,  HOUSE ),
    ( modes.REST,    HOUSE ),
    ( modes.TRIPPED, ALONE ),
    ( modes.LOCKOUT, ALONE ),
    ( modes.BOOST,   HOT_WATER ),
    ( modes.FROST,   FROST ),
)
# fmt: on
_FROST_s = const(600)
_HOUSE_TOO = const(2)


def kinds():
    """What the heater may be for, mode by mode."""
    rows = dict(ROWS)
    return tuple(rows.get(mode, NEVER) for mode in range(len(modes.NAMES)))


class Backup:
    """`on`: what the heater shall do; the controller asks the guard's outputs as well."""

    def __init__(self, settings):
        self._settings = settings
        self._kinds = kinds()
        self._short = False
        self._short_min = self._trend_q4 = self._last_cC = 0
        self.on = False

    def minute(self, now, demand):
        """Whether the house will stay too cold: `short` for long, and not about to recover."""
        s = self._settings
        rise_q4 = (now.t_control_cC - self._last_cC) << 4  # |cK| < 2**15
        self._trend_q4 += (rise_q4 - self._trend_q4) >> 3  # over eight minutes
        self._last_cC = now.t_control_cC
        short_cK = demand.target_cC - now.t_control_cC
        wanted = demand.heating_season and now.control_ok and now.on and demand.grid.may_run
        if not wanted or short_cK <= 0 or (not self._short and short_cK < s.backup_short_cK):
            self._short_min, self._short = 0, False
            return
        self._short_min = min(self._short_min + 1, 1000)
        gain_cK = self._trend_q4 * s.backup_ahead_min >> 4  # 2**19 * 120 < 2**26
        if short_cK <= gain_cK:
            self._short = False
        elif self._short_min > s.backup_after_min and short_cK - gain_cK >= s.backup_short_cK:
            self._short = True

    def find(self, now):
        """When the mode has changed, and once a minute."""
        s = self._settings
        kind = self._kinds[now.mode]
        if kind == NEVER or not s.backup_use:
            self.on = False
        elif kind == HOT_WATER:
            self.on = True
        elif kind == FROST:
            self.on = now.in_mode_s >= _FROST_s
        else:
            cold = now.t_outdoor_ok and now.t_outdoor_cC < s.bivalence_cC
            self.on = self._short and s.backup_use == _HOUSE_TOO and (kind == ALONE or cold)
