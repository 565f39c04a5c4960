"""The firmware's own estimator over rows of integers; runs on every interpreter.

    PATH_TO_PYTHON tools/estimate_rows.py FIRMWARE [SHIM] < rows > results

First line in: fluid, heat loss in permille, sensor class.  Then a row each:
    elapsed_ms t1 t2 t3 p1 p2 power_W flow_gps t_in t_out      (0.01 degC, Pa; -1: unknown)
elapsed_ms -1: a steady point, as of a machine that has run like this for 17 minutes;
-2: a point of a log whose history does not reach here.  Out: a row each, see _result.
"""

import sys

sys.path[:0] = sys.argv[1:]

from heatpump import cop  # noqa: E402  the path comes first
from heatpump.refrigerant import load  # noqa: E402

_BLOCKS = 64  # of 16 s: enough for every word of quality
_RUNNING_W = 50
_LIFT_PERMILLE = 1150  # a running compressor keeps at least so much of p2 over p1


class Settings:
    """What the estimator reads; the log's power is the compressor's own."""

    shell_JpK = 6000
    suction_span_kPa = 3000
    discharge_span_kPa = 5000
    sink_cp_JpkgK = 4186
    glycol_pct = compressor_W = fan_W = pump_W = standby_W = crankcase_W = heater_W = 0

    def __init__(self, heat_loss_permille, sensor_class):
        self.heat_loss_permille = heat_loss_permille
        self.sensor_class = sensor_class


class Now:
    """One row as the controller would show it."""

    fan_on = pump_on = heater_on = crankcase_on = False
    circuit_ok = True
    t_outdoor_cC, t_outdoor_ok = 0, False  # the loss is the share that was given

    def __init__(self, refrigerant):
        self._refrigerant = refrigerant
        self.phase = cop.OFF

    def take(self, row):
        self.t_suction_cC, self.t_discharge_cC, self.t_liquid_cC = row[1:4]
        self.p_suction_Pa, self.p_discharge_Pa, self.power_W, self.flow_gps = row[4:8]
        self.t_return_cC, self.t_supply_cC = row[8:10]
        self.water_ok = self.flow_gps >= 0
        self.phase = self._phase()
        self.refused = self._refused() if self.phase else 0

    def _refused(self):
        """1 suction, 2 discharge, 4 liquid: outside the range of the fluid's polynomials."""
        at = self._refrigerant
        suction = at.h_vapour(self.t_suction_cC, self.p_suction_Pa) == 0
        discharge = at.h_vapour(self.t_discharge_cC, self.p_discharge_Pa) == 0
        liquid = at.h_liquid(self.t_liquid_cC, self.p_discharge_Pa) == 0
        return suction | discharge << 1 | liquid << 2

    def _phase(self):
        if self.power_W >= 0:
            running = self.power_W >= _RUNNING_W
        else:
            running = self.p_discharge_Pa * 100 > self.p_suction_Pa // 10 * _LIFT_PERMILLE
        if not running:
            return cop.OFF
        cooled = self.water_ok and self.t_supply_cC < self.t_return_cC
        return cop.COOLING if cooled else cop.HEATING


def _result(estimator, now):
    """COP in heating and in cooling (q13), heat and cold in W (-1 unknown), mass flow in g/s,
    0.01 K superheat, subcooling, 0.01 degC evaporating, condensing, U95 in permille,
    heating COP over Carnot's in permille, quality, sensors' agreement, states out of range."""
    balance = estimator.balance
    found = [0] * 14
    found[11] = estimator.quality
    found[12] = estimator.fusion.agreement
    found[13] = now.refused
    if now.phase == cop.OFF or now.refused:
        return found
    work_W = estimator.compressor_W
    heating_q13 = cooling_q13 = 0
    if balance.ok:
        share_q13 = balance.share_q13
        fused_q13 = estimator.cop_q10 << 3 if estimator.sink.known and work_W else balance.cop_q13
        if now.phase == cop.COOLING:
            heating_q13, cooling_q13 = fused_q13 + share_q13, fused_q13
        else:
            heating_q13, cooling_q13 = fused_q13, fused_q13 - share_q13
    lift_cK = max(estimator.t_condensing_cC - estimator.t_evaporating_cC, 100)
    carnot_q10 = (estimator.t_condensing_cC + 27315 << 10) // lift_cK
    found[0], found[1] = heating_q13, cooling_q13
    found[2] = found[3] = found[4] = -1
    if work_W > 0:
        into_W = work_W * balance.share_q13 >> 13
        heat_W = abs(estimator.heat_W) + (into_W if now.phase == cop.COOLING else 0)
        found[2], found[3], found[4] = heat_W, heat_W - into_W, estimator.mass_flow_gps
    found[5], found[6] = estimator.superheat_cK, estimator.subcooling_cK
    found[7], found[8] = estimator.t_evaporating_cC, estimator.t_condensing_cC
    found[9] = estimator.u95_permille if balance.ok else 0
    found[10] = (heating_q13 >> 3) * 1000 // carnot_q10
    return found


class Log:
    """Rows wait until the block they are in is worked out, so each gets its own figures."""

    def __init__(self, refrigerant, settings):
        self._refrigerant, self._settings = refrigerant, settings
        self._waiting = 0
        self._begin()

    def _begin(self):
        self._estimator = cop.Estimator(self._refrigerant, self._settings)
        self._now = Now(self._refrigerant)

    def row(self, row):
        elapsed_ms = row[0]
        if elapsed_ms < 0:
            self.close()
            self._begin()
        now, estimator = self._now, self._estimator
        before = now.phase
        now.take(row)
        if elapsed_ms == -1:
            self._steady(estimator, now)
            return
        if now.phase != before and elapsed_ms >= 0:
            phase, now.phase = now.phase, before
            self.close()
            now.phase = phase
        self._waiting += 1
        self._pass(1000 if elapsed_ms < 0 else elapsed_ms)

    def _steady(self, estimator, now):
        for _ in range(_BLOCKS):
            estimator.sample(now, 16000)
        print(*_result(estimator, now))

    def _pass(self, elapsed_ms):
        estimator = self._estimator
        blocks = estimator.blocks
        while elapsed_ms > 0:
            step_ms = min(elapsed_ms, 16000)
            estimator.sample(self._now, step_ms)
            elapsed_ms -= step_ms
        if estimator.blocks != blocks:
            self._tell()

    def close(self):
        """Work out what has been taken so far, for the rows that wait for it."""
        estimator, now = self._estimator, self._now
        phase = now.phase
        now.phase = cop.OFF if phase else cop.HEATING
        estimator.sample(now, 0)
        now.phase = phase
        self._tell()

    def _tell(self):
        for _ in range(self._waiting):
            print(*_result(self._estimator, self._now))
        self._waiting = 0


def main():
    fluid, loss, sensor_class = sys.stdin.readline().split()
    log = Log(load(fluid), Settings(int(loss), int(sensor_class)))
    while True:
        line = sys.stdin.readline()
        if not line.strip():
            break
        log.row([int(word) for word in line.split()])
    log.close()


main()
