"""What went in and what came out: by day, by month, for life, and the four figures.

The rules: a figure is a sum over a sum, never a mean of ratios; heat is signed
and never clipped, so a defrost takes away what it took from the house; standby always counts.

    running   heat of heating        / compressor in heating        (defrost left out)
    net       heat less defrosts     / compressor                   SPF H1
    SPF H2    the same               / + fan or brine pump, controls, crankcase
    SPF H3    + backup heat          / + backup heater
    system    the same               / + water pump: all the meter  SPF H4

The instantaneous figure is the estimator's cop_q10.
"""

from micropython import const

from heatpump.counters import Counters

# fmt: off
HEAT         = const(0)    # to the house, defrosts left out
MELT         = const(1)    # to the house while defrosting: negative
COLD         = const(2)    # out of the house by cooling: positive
BACKUP       = const(3)    # electricity, and heat, of the backup heater
E_HEATING    = const(4)    # electricity of the compressor ...
E_DEFROST    = const(5)
E_COOLING    = const(6)
E_SOURCE     = const(7)    # outdoor fan or brine pump
E_STANDBY    = const(8)    # controls, crankcase heater, whatever else the meter sees
E_SINK       = const(9)    # water pump or indoor fan
GATED        = const(10)   # |heat| of blocks whose gates were open
UNSURE       = const(11)   # |heat| times its error bar
ROWS         = const(12)
# fmt: on

_COOLING = const(2)  # phases as in cop.py
_DEFROST = const(3)
_ROW_OF_PHASE = (E_STANDBY, E_HEATING, E_COOLING, E_DEFROST)
_POWER_MOST_W = const(25000)
_CARRY_ms = const(16000)
DAY_s = const(86400)
MONTH_s = const(2629746)  # a twelfth of the mean Gregorian year


class Energy:
    """`day`, `yesterday`, `month`, `life`: Counters of the rows above."""

    def __init__(self, settings):
        self._settings = settings
        self.day = Counters(ROWS)
        self.yesterday = Counters(ROWS)
        self.month = Counters(ROWS)
        self.last_month = Counters(ROWS)
        self.life = Counters(ROWS)
        self._phase = 0
        self._cools = False  # the last run did
        self._all_mJ = self._all_ms = 0
        self._fan_ms = self._pump_ms = self._heater_ms = self._crankcase_ms = 0
        self.day_s = self.month_s = 0

    def add(self, elapsed_ms, now, estimator):
        """Once a scan, after estimator.sample().  Without a meter the ratings are counted."""
        if estimator.heat_J:
            self._heat(estimator)
        if now.phase != self._phase:
            self._carry(estimator)
            self._phase = now.phase
        elapsed_ms = min(elapsed_ms, _CARRY_ms)
        self._all_mJ += self._power_W(now, estimator) * elapsed_ms  # 25_000 * 32_000 < 2**30
        self._all_ms += elapsed_ms
        if now.fan_on:
            self._fan_ms += elapsed_ms
        if now.pump_on:
            self._pump_ms += elapsed_ms
        if now.heater_on:
            self._heater_ms += elapsed_ms
        if now.crankcase_on:
            self._crankcase_ms += elapsed_ms
        if self._all_ms >= _CARRY_ms:
            self._carry(estimator)

    def _power_W(self, now, estimator):
        if now.power_W >= 0:
            return min(now.power_W, _POWER_MOST_W)
        running_W = estimator.compressor_W if now.phase else 0
        return min(running_W + estimator.tare.rated_W(now), _POWER_MOST_W)

    def _heat(self, estimator):
        heat_J, phase = estimator.heat_J, estimator.block_phase
        if phase:
            self._cools = phase == _COOLING
        if self._cools:  # and what the water still brings after a stop
            self._count(COLD, -heat_J)
        else:
            self._count(MELT if phase == _DEFROST else HEAT, heat_J)
        heat_J = abs(heat_J)
        if estimator.gates_open:
            self._count(GATED, heat_J)
        # 2**27 // 1000 * 900
        self._count(UNSURE, heat_J // 1000 * estimator.bar_permille)

    def _carry(self, estimator):
        """Whole joules and seconds go to their rows; what is left of them waits for the next."""
        s = self._settings
        rest_J = self._all_mJ // 1000
        self._all_mJ %= 1000
        run_s = self._all_ms // 1000
        self._all_ms %= 1000
        self._fan_ms, on_s = self._fan_ms % 1000, self._fan_ms // 1000
        rest_J -= self._count(E_SOURCE, s.fan_W * on_s)
        self._pump_ms, on_s = self._pump_ms % 1000, self._pump_ms // 1000
        rest_J -= self._count(E_SINK, s.pump_W * on_s)
        self._heater_ms, on_s = self._heater_ms % 1000, self._heater_ms // 1000
        rest_J -= self._count(BACKUP, s.heater_W * on_s)
        self._crankcase_ms, on_s = self._crankcase_ms % 1000, self._crankcase_ms // 1000
        if self._phase:
            idle_W = s.standby_W + estimator.tare.offset_W
            rest_J -= self._count(E_STANDBY, idle_W * run_s + s.crankcase_W * on_s)
        self._count(_ROW_OF_PHASE[self._phase], rest_J)
        self._calendar(run_s)

    def _count(self, row, energy_J):
        self.day.add_J(row, energy_J)
        self.month.add_J(row, energy_J)
        self.life.add_J(row, energy_J)
        return energy_J

    def _calendar(self, run_s):
        self.day_s += run_s
        self.month_s += run_s
        if self.day_s >= DAY_s:
            self.new_day()
        if self.month_s >= MONTH_s:
            self.new_month()

    def new_day(self):
        """Midnight, where somebody knows; else 86_400 s after the last one."""
        self.yesterday.copy(self.day)
        self.day.clear()
        self.day_s = 0

    def new_month(self):
        self.last_month.copy(self.month)
        self.month.clear()
        self.month_s = 0
