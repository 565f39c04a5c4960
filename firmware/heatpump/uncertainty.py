"""How far the truth may be from the figure shown: the error bar of the sensors fitted.

Every sensor is taken as anywhere within its data sheet's limits (rectangular).  A limit moves
COP by its sensitivity; the moves add in quadrature, and 1.96 / sqrt(3) of the sum is the
expanded uncertainty U95.  Shares are in basis points, `_bp`: 0.01 % of the figure.
"""

from array import array

from micropython import const

from heatpump.fixed import clamp, div_round, isqrt

# fmt: off
# Limits of the three sensor classes, of what catalogues promise:
#  probes  pressure   loss       power      flow       water probes
#  0.01 K  bp of span 0.1 points 0.1 %      0.1 %      0.01 K
CLASSES = (
    ( 50,  100,       30,        10,        50,        50 ),   # cheap: 1 % parts from a catalogue
    ( 20,   50,       20,        10,        20,        20 ),   # good: selected parts
    ( 10,   25,       10,         5,        10,         5 ),   # calibrated in place
)
# fmt: on

_STEP_cK = const(100)
_MOST_bp = const(9000)
_MODEL_bp = const(15)  # the polynomials against CoolProp, at most
_MOST_Jpkg = const(50000)
_LEAST_Jpkg = const(3000)  # a cycle with less closes its gate
SENSORS = const(5)


class Uncertainty:
    """`cop_bp` of the internal method, `heat_bp` with the electric meter, `sink_bp` of the
    water side: expanded, 95 %."""

    def __init__(self, refrigerant, settings):
        self._at = refrigerant
        probe_cK, span_bp, loss, power, flow, water_cK = CLASSES[settings.sensor_class]
        self._probe_cK = probe_cK
        self._suction_Pa = settings.suction_span_kPa * span_bp // 10  # 6000 * 100 / 10
        self._discharge_Pa = settings.discharge_span_kPa * span_bp // 10
        self._loss_bp = loss * 10000 // (1000 - settings.heat_loss_permille)
        self._power_bp = power * 10 if settings.compressor_W == 0 else 1500
        self._flow_bp = flow * 10
        self._water_cK = water_cK
        self._shares_bp = array("i", [_MOST_bp] * SENSORS)
        self._turn = self._d_work_Jpkg = self._d_heat_Jpkg = 0
        self.cop_bp = self.heat_bp = self.sink_bp = _MOST_bp

    def next(self, cycle, cooling):
        """Renew the share of one sensor, the next in turn: a fifth of the work a block."""
        self._share(self._turn, cycle, cooling)
        self._turn = (self._turn + 1) % SENSORS

    def combine(self, extra_bp):
        """Put the shares together; `extra_bp` is what the mode itself adds, 0..9000."""
        squares = self._loss_bp * self._loss_bp + _MODEL_bp * _MODEL_bp + extra_bp * extra_bp
        for share_bp in self._shares_bp:
            squares += share_bp * share_bp  # 7 * 9000**2 < 2**30
        self.cop_bp = _expanded(squares)
        self.heat_bp = _expanded(squares + self._power_bp * self._power_bp)

    def sink(self, sink):
        """The water side's, against electricity."""
        dt_cK = abs(sink.dt_cK)
        limit_cK = sink.limit_cK(self._water_cK)
        # two probes: 50 * 14142 < 2**20
        dt_bp = min(limit_cK * 14142 // dt_cK, _MOST_bp) if dt_cK else _MOST_bp
        squares = dt_bp * dt_bp + self._flow_bp * self._flow_bp
        self.sink_bp = _expanded(squares + self._power_bp * self._power_bp)

    def _share(self, sensor, cycle, cooling):
        work_Jpkg, heat_Jpkg = cycle.work_Jpkg, cycle.heat_Jpkg
        out_Jpkg = heat_Jpkg - work_Jpkg if cooling else heat_Jpkg
        if work_Jpkg < _LEAST_Jpkg or out_Jpkg < _LEAST_Jpkg:
            self._shares_bp[sensor] = _MOST_bp
            return
        self._move(sensor, cycle)
        # |d| <= 100_000, * 10_000 < 2**30
        share_bp = self._d_heat_Jpkg * 10000 // out_Jpkg - self._d_work_Jpkg * 10000 // work_Jpkg
        if cooling:
            share_bp -= self._d_work_Jpkg * 10000 // out_Jpkg
        if sensor < 3:
            share_bp = clamp(share_bp, -_MOST_bp, _MOST_bp) * self._probe_cK // _STEP_cK
        self._shares_bp[sensor] = clamp(share_bp, -_MOST_bp, _MOST_bp)

    def _move(self, sensor, cycle):
        """What work and heat do when one sensor reads a step more."""
        work_Jpkg = heat_Jpkg = 0
        if sensor == 0:
            work_Jpkg = -self._gas(cycle.t_suction_cC, cycle.p_suction_Pa, _STEP_cK, 0)
        elif sensor == 1:
            work_Jpkg = self._gas(cycle.t_discharge_cC, cycle.p_discharge_Pa, _STEP_cK, 0)
            heat_Jpkg = work_Jpkg
        elif sensor == 2:
            heat_Jpkg = self._liquid(cycle, -_STEP_cK, 0)
        elif sensor == 3:
            work_Jpkg = -self._gas(cycle.t_suction_cC, cycle.p_suction_Pa, 0, self._suction_Pa)
        else:
            step_Pa = self._discharge_Pa
            work_Jpkg = self._gas(cycle.t_discharge_cC, cycle.p_discharge_Pa, 0, step_Pa)
            heat_Jpkg = work_Jpkg - self._liquid(cycle, 0, step_Pa)
        self._d_work_Jpkg, self._d_heat_Jpkg = work_Jpkg, heat_Jpkg

    def _gas(self, t_cC, p_Pa, step_cK, step_Pa):
        at = self._at
        change_Jpkg = at.h_vapour(t_cC + step_cK, p_Pa + step_Pa) - at.h_vapour(t_cC, p_Pa)
        return clamp(change_Jpkg, -_MOST_Jpkg, _MOST_Jpkg)

    def _liquid(self, cycle, step_cK, step_Pa):
        at, t_cC, p_Pa = self._at, cycle.t_liquid_cC, cycle.p_discharge_Pa
        change_Jpkg = at.h_liquid(t_cC + step_cK, p_Pa + step_Pa) - at.h_liquid(t_cC, p_Pa)
        return clamp(change_Jpkg, -_MOST_Jpkg, _MOST_Jpkg)


def _expanded(squares):
    return min(div_round(isqrt(squares) * 113, 100), _MOST_bp)
