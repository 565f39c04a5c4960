"""The estimator against CoolProp, and what it refuses to say."""

import functools
import subprocess
from pathlib import Path

import CoolProp.CoolProp as CP
import pytest
from heatpump import cop
from heatpump.quality import INSUFFICIENT, NONE, QUOTABLE
from heatpump.refrigerant import load
from heatpump.sink import heat_capacity_JpkgK

from tools import pythons

ROOT = Path(__file__).resolve().parent.parent
R290 = load("R290")


class Settings:
    heat_loss_permille = 50
    sensor_class = 1
    suction_span_kPa, discharge_span_kPa = 3000, 5000
    shell_JpK = 6000
    compressor_W = 0
    fan_W, pump_W, standby_W, crankcase_W, heater_W = 70, 45, 12, 40, 3000
    sink_cp_JpkgK, glycol_pct = 4186, 0


class Now:
    """A machine at A2/W35: -6 degC evaporating, 38 degC condensing."""

    t_suction_cC, t_discharge_cC, t_liquid_cC = 0, 6500, 3300
    p_suction_Pa, p_discharge_Pa = 390_000, 1_310_000
    t_supply_cC, t_return_cC = 3500, 3000
    power_W, flow_gps = 2000 + 127, -1
    circuit_ok = water_ok = True
    t_outdoor_cC, t_outdoor_ok = 200, False
    phase = cop.OFF
    fan_on = pump_on = True
    heater_on = crankcase_on = False


def true_cop(now, fluid="R290", loss=0.05):
    def h(t_cC, p_Pa):
        return CP.PropsSI("H", "T", t_cC / 100 + 273.15, "P", p_Pa, fluid)

    h1 = h(now.t_suction_cC, now.p_suction_Pa)
    h2 = h(now.t_discharge_cC, now.p_discharge_Pa)
    h3 = h(now.t_liquid_cC, now.p_discharge_Pa)
    return (1 - loss) * (h2 - h3) / (h2 - h1), (1 - loss) * (h1 - h3) / (h2 - h1)


def settle(now, phase, settings=None, minutes=20, scan_ms=1000):
    """An estimator whose machine stood for a minute and then ran, steadily."""
    estimator = cop.Estimator(R290, settings or Settings())
    now.phase, power_W = cop.OFF, now.power_W
    now.power_W = min(power_W, 127)
    run(estimator, now, 60, scan_ms)
    now.phase, now.power_W = phase, power_W
    run(estimator, now, minutes * 60, scan_ms)
    return estimator


def run(estimator, now, seconds, scan_ms=1000):
    total_J = 0
    for _ in range(seconds * 1000 // scan_ms):
        estimator.sample(now, scan_ms)
        total_J += estimator.heat_J
    return total_J


def test_a_steady_machine_reads_as_coolprop_says():
    estimator = settle(Now(), cop.HEATING)
    assert estimator.cop_q10 / 1024 == pytest.approx(true_cop(Now())[0], rel=0.0009)
    assert estimator.heat_W == pytest.approx(2000 * true_cop(Now())[0], rel=0.002)
    assert estimator.quality == QUOTABLE


def test_cooling_counts_the_cold_and_calls_it_negative_heat():
    now = Now()
    now.t_supply_cC, now.t_return_cC = 700, 1200
    estimator = settle(now, cop.COOLING)
    assert estimator.cop_q10 / 1024 == pytest.approx(true_cop(now)[1], rel=0.0012)
    assert estimator.heat_W == pytest.approx(-2000 * true_cop(now)[1], rel=0.002)
    assert estimator.quality == QUOTABLE


def test_a_defrost_has_heat_taken_from_the_house_and_no_figure():
    now = Now()
    now.t_supply_cC, now.t_return_cC = 2600, 3000
    estimator = settle(now, cop.DEFROST, minutes=5)
    assert estimator.heat_W == pytest.approx(-2000 * true_cop(now)[1], rel=0.002)
    assert estimator.cop_q10 == 0
    assert estimator.quality == NONE


def test_recovery_shows_no_figure_until_three_readings_agree():
    now = Now()
    estimator = settle(now, cop.HEATING)
    now.phase = cop.DEFROST
    run(estimator, now, 300)
    now.phase = cop.HEATING
    run(estimator, now, 64)
    assert estimator.cop_q10 == 0
    run(estimator, now, 64)
    assert estimator.cop_q10 > 0
    assert estimator.quality < QUOTABLE  # not within ten minutes of a defrost


def test_a_recovery_that_never_settles_ends_after_300_s():
    now = Now()
    estimator = settle(now, cop.DEFROST, minutes=3)
    now.phase = cop.HEATING
    for second in range(320):
        now.t_discharge_cC = 6500 if second // 16 % 2 else 7500
        estimator.sample(now, 1000)
    assert estimator.steadiness.state == 0


@pytest.mark.parametrize("t_suction_cC", [-500, -300])
def test_wet_suction_closes_the_gate(t_suction_cC):
    now = Now()
    now.t_suction_cC = t_suction_cC  # -6.26 degC evaporating
    estimator = settle(now, cop.HEATING)
    wet = t_suction_cC == -500
    assert (estimator.superheat_cK < 300) == wet
    assert (estimator.quality == INSUFFICIENT) == wet
    assert (estimator.cop_q10 == 0) == wet


def test_more_than_carnot_allows_is_not_shown():
    now = Now()
    now.t_discharge_cC = 4500  # hardly above condensing: COP 9 with 45 K of lift
    estimator = settle(now, cop.HEATING)
    assert estimator.balance.cop_q13 > 8192 * 6
    assert estimator.cop_q10 == 0
    assert estimator.quality == INSUFFICIENT


def test_a_discharge_colder_than_condensing_is_not_shown():
    now = Now()
    now.t_discharge_cC = 3600
    assert settle(now, cop.HEATING).quality == INSUFFICIENT


@pytest.mark.parametrize("p_Pa", [-5, 0, 20_000, 6_000_000, (1 << 30) - 1])
def test_pressures_outside_the_fluid_are_refused_and_not_wrapped(p_Pa):
    now = Now()
    now.p_suction_Pa = p_Pa
    estimator = settle(now, cop.HEATING, minutes=2)
    assert (estimator.cop_q10, estimator.quality) == (0, INSUFFICIENT)


@pytest.mark.parametrize("scan_ms", [100, 250, 500])
def test_the_rate_of_scanning_changes_nothing(scan_ms):
    one, other = Now(), Now()
    slow = settle(one, cop.HEATING)
    quick = settle(other, cop.HEATING, scan_ms=scan_ms)
    assert quick.cop_q10 == slow.cop_q10
    slow_J, quick_J = run(slow, one, 1600), run(quick, other, 1600, scan_ms)
    assert quick_J == pytest.approx(slow_J, abs=16 * slow.heat_W)


def test_a_stop_in_the_middle_of_a_block_loses_no_heat():
    now = Now()
    estimator = settle(now, cop.HEATING)
    now.phase = cop.OFF
    estimator.sample(now, 1000)
    now.phase = cop.HEATING
    total_J = 0
    for _ in range(48 + 7):
        estimator.sample(now, 1000)
        total_J += estimator.heat_J
    now.phase = cop.OFF
    estimator.sample(now, 1000)
    assert estimator.block_phase == cop.HEATING
    total_J += estimator.heat_J
    assert total_J == pytest.approx(55 * 2000 * true_cop(now)[0], rel=0.02)


def test_without_a_meter_there_is_a_cop_but_no_heat():
    now = Now()
    now.power_W = -1
    estimator = settle(now, cop.HEATING)
    assert estimator.cop_q10 / 1024 == pytest.approx(true_cop(now)[0], rel=0.0009)
    assert estimator.heat_W == 0


def test_the_fan_and_the_pump_are_weighed_while_the_compressor_stands():
    now = Now()
    estimator = cop.Estimator(R290, Settings())
    now.power_W = 160  # 33 W more than their ratings
    run(estimator, now, 60)
    now.phase, now.power_W = cop.HEATING, 2160
    run(estimator, now, 60)
    assert estimator.compressor_W == 2000


def test_a_valve_that_did_not_turn_is_known_by_the_water():
    now = Now()
    now.t_supply_cC, now.t_return_cC = 2700, 3000
    estimator = settle(now, cop.HEATING, minutes=10)
    assert estimator.heat_W < 0
    assert (estimator.cop_q10, estimator.quality) == (0, INSUFFICIENT)


# --- water side ---------------------------------------------------------------------------
def with_flow(factor, sensor_class=1):
    """Both methods in one machine; the water side sees `factor` times the heat."""
    now, settings = Now(), Settings()
    settings.sensor_class = sensor_class
    now.flow_gps = round(factor * 2000 * true_cop(now)[0] / (4.186 * 5))
    return settle(now, cop.HEATING, settings, minutes=30)


def test_two_methods_are_weighed_by_their_variance():
    alone = settle(Now(), cop.HEATING)
    both = with_flow(1.04)
    heat_W = 2000 * true_cop(Now())[0]
    assert heat_W < both.heat_W < 1.03 * heat_W  # the better one weighs more
    assert both.u95_permille <= alone.u95_permille
    sink_bp, heat_bp = both.bar.sink_bp, both.bar.heat_bp
    weight = sink_bp**2 / (sink_bp**2 + heat_bp**2)
    assert both.fusion.weight_q10 == pytest.approx(1024 * weight, abs=8)
    expected_W = heat_W * (weight + 1.04 * (1 - weight))
    assert both.heat_W == pytest.approx(expected_W, rel=0.003)


@pytest.mark.parametrize(
    ("factor", "word"), [(1.0, 1), (1.04, 1), (0.96, 1), (1.08, 2), (0.92, 2), (1.18, 3), (0.8, 3)]
)
def test_disagreement_is_flagged_at_5_and_at_15_percent(factor, word):
    assert with_flow(factor, sensor_class=2).fusion.agreement == word


def test_no_alarm_inside_the_error_bars_of_cheap_probes():
    assert with_flow(1.12, sensor_class=0).fusion.agreement == 1


def test_glycol_carries_7_to_8_percent_less():
    class Glycol(Settings):
        glycol_pct = 30

    assert 0.92 <= heat_capacity_JpkgK(Glycol()) / 4186 <= 0.93


@pytest.mark.parametrize("pct", range(0, 61, 10))
def test_glycol_is_within_half_a_percent_of_coolprop(pct):
    class Glycol(Settings):
        glycol_pct = pct

    fluid = f"INCOMP::MPG[{pct / 100}]" if pct else "Water"
    true_JpkgK = CP.PropsSI("C", "T", 303.15, "P", 2e5, fluid)
    assert heat_capacity_JpkgK(Glycol()) == pytest.approx(true_JpkgK, rel=0.006)


def output(interpreter, script):
    command = [pythons.find(interpreter), str(ROOT / "host_tests/runtime" / script)]
    if interpreter == "cpython":
        command.append(str(ROOT / "host_tests/cpython"))
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert done.stderr == ""
    return done.stdout


@functools.cache
def wanted(script):
    return output("cpython", script)


def test_a_scan_allocates_nothing_and_reads_the_same_on_every_interpreter(interpreter):
    said = output(interpreter, "estimator.py")
    assert said.startswith("10000 ")  # scans under heap_lock
    assert said == wanted("estimator.py")


def test_no_corner_of_the_inputs_leaves_the_small_ints(interpreter):
    assert output(interpreter, "estimator_extremes.py") == wanted("estimator_extremes.py")
