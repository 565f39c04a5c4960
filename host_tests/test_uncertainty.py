"""The error bar against Monte Carlo: sensors drawn within their limits, truth from CoolProp."""

import random

import CoolProp.CoolProp as CP
import pytest
from heatpump.cycle import Cycle
from heatpump.refrigerant import load
from heatpump.sink import Sink
from heatpump.uncertainty import CLASSES, SENSORS, Uncertainty

# outdoor/water: evaporating, condensing (PHYSICS 2: heat exchangers 6 K below air, 2 K above)
POINTS = {"A7/W35": (1, 37), "A2/W35": (-5, 37), "A-7/W35": (-14, 37), "A7/W55": (1, 57),
          "A-7/W55": (-14, 57)}  # fmt: skip
SPANS_kPa = {"R290": (1000, 3000), "R32": (1800, 4600)}


class Settings:
    heat_loss_permille = 50
    compressor_W = 0

    def __init__(self, sensor_class, spans_kPa):
        self.sensor_class = sensor_class
        self.suction_span_kPa, self.discharge_span_kPa = spans_kPa


def every_sensor(unsure, cycle, cooling):
    """Renew all the shares: run() does one a block."""
    for _ in range(SENSORS):
        unsure.next(cycle, cooling)


class Water:
    sink_cp_JpkgK, glycol_pct = 4186, 0


class State:
    """One steady machine: 5 K superheat, 4 K subcooling, 68 % isentropic."""

    def __init__(self, fluid, t_evaporating_C, t_condensing_C):
        def at(what, **known):
            pairs = [x for pair in known.items() for x in pair]
            return CP.PropsSI(what, *pairs, fluid)

        self.p_suction_Pa = round(at("P", T=t_evaporating_C + 273.15, Q=1))
        self.p_discharge_Pa = round(at("P", T=t_condensing_C + 273.15, Q=1))
        t1_K, t3_K = t_evaporating_C + 278.15, t_condensing_C + 269.15
        h1 = at("H", T=t1_K, P=self.p_suction_Pa)
        ideal = at("H", S=at("S", T=t1_K, P=self.p_suction_Pa), P=self.p_discharge_Pa)
        h2 = h1 + (ideal - h1) / 0.68
        h3 = at("H", T=t3_K, P=self.p_discharge_Pa)
        self.t_suction_cC = round((t1_K - 273.15) * 100)
        self.t_discharge_cC = round((at("T", H=h2, P=self.p_discharge_Pa) - 273.15) * 100)
        self.t_liquid_cC = round((t3_K - 273.15) * 100)
        self.ratio = (h2 - h3) / (h2 - h1)


class Reading:
    """What sensors within their limits show of a state, and the true heat loss."""

    def __init__(self, state, sensor_class, spans_kPa, chance):
        probe_cK, span_bp, loss_permille = CLASSES[sensor_class][:3]
        for name in ("t_suction_cC", "t_discharge_cC", "t_liquid_cC"):
            off = chance.uniform(-probe_cK, probe_cK) if chance else 0
            setattr(self, name, round(getattr(state, name) + off))
        for name, span_kPa in zip(("p_suction_Pa", "p_discharge_Pa"), spans_kPa, strict=True):
            limit_Pa = span_kPa * span_bp / 10
            off = chance.uniform(-limit_Pa, limit_Pa) if chance else 0
            setattr(self, name, round(getattr(state, name) + off))
        self.loss = 0.05 + (chance.uniform(-1, 1) * loss_permille / 1000 if chance else 0)


def bar(fluid, point, sensor_class, chance=None, state=None):
    """(COP read / COP true, U95 as a fraction) of one draw."""
    spans_kPa, at = SPANS_kPa[fluid], load(fluid)
    state = state or State(fluid, *POINTS[point])
    reading = Reading(state, sensor_class, spans_kPa, chance)
    cycle = Cycle(at)
    cycle.take(reading)
    cycle.work_out()
    unsure = Uncertainty(at, Settings(sensor_class, spans_kPa))
    every_sensor(unsure, cycle, False)
    unsure.combine(0)
    read = 0.95 * cycle.ratio_q11 / 2048
    return read / (state.ratio * (1 - reading.loss)), unsure.cop_bp / 10000


@pytest.mark.parametrize("fluid", SPANS_kPa)
@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize(("sensor_class", "low", "high"), [
    (0, 0.036, 0.051), (1, 0.023, 0.031), (2, 0.0115, 0.0155),
])  # fmt: skip
def test_error_bars_are_those_of_the_sensors_fitted(fluid, point, sensor_class, low, high):
    # PHYSICS 2: cheap 3.7-4.7 %, good 2.4-2.8 %, calibrated 1.2-1.4 %, a tenth more for rounding
    assert low <= bar(fluid, point, sensor_class)[1] <= high


@pytest.mark.parametrize("fluid", SPANS_kPa)
@pytest.mark.parametrize("sensor_class", range(len(CLASSES)))
def test_the_bar_covers_the_truth_19_times_in_20_and_is_no_wider_than_needed(fluid, sensor_class):
    chance, covered, widths, errors = random.Random(7), 0, [], []
    for point in POINTS:
        state = State(fluid, *POINTS[point])
        for _ in range(200):
            ratio, u95 = bar(fluid, point, sensor_class, chance, state)
            covered += abs(1 - 1 / ratio) <= u95
            widths.append(u95)
            errors.append(abs(ratio - 1))
    assert covered >= 0.935 * len(widths)
    worst_of_20 = sorted(errors)[int(0.95 * len(errors))]
    assert sum(widths) / len(widths) <= 1.2 * worst_of_20


def test_what_a_closed_gate_adds_is_in_the_bar():
    at = load("R290")
    unsure = Uncertainty(at, Settings(1, SPANS_kPa["R290"]))
    cycle = Cycle(at)
    cycle.take(Reading(State("R290", 1, 37), 1, SPANS_kPa["R290"], None))
    cycle.work_out()
    every_sensor(unsure, cycle, False)
    unsure.combine(0)
    open_bp = unsure.cop_bp
    unsure.combine(1000)
    assert unsure.cop_bp == pytest.approx((open_bp**2 + 1130**2) ** 0.5, rel=0.01)


def test_a_cycle_without_work_has_no_narrow_bar():
    at = load("R290")
    unsure = Uncertainty(at, Settings(2, SPANS_kPa["R290"]))
    every_sensor(unsure, Cycle(at), False)
    unsure.combine(0)
    assert unsure.cop_bp == 9000


@pytest.mark.parametrize(("sensor_class", "percent"), [(0, 17), (1, 7), (2, 2)])
def test_the_water_side_at_5_K_is_as_unsure_as_its_probes(sensor_class, percent):
    unsure = Uncertainty(load("R290"), Settings(sensor_class, SPANS_kPa["R290"]))
    sink = Sink(Water())
    for dt_cK in (500, -500):
        sink.dt_cK = dt_cK
        unsure.sink(sink)
        assert unsure.sink_bp == pytest.approx(percent * 100, rel=0.13)
    sink.dt_cK = 0
    unsure.sink(sink)
    assert unsure.sink_bp == 9000
