"""Readings that cannot be true together, each at its edge; and a healthy winter has none."""

from types import SimpleNamespace

import pytest
from heatpump import refrigerant
from heatpump.plausible import Plausible
from heatpump.settings import Settings
from now import healthy, running


def judged(*seconds, fluid="R290", water=True):
    """The `now` of the last of `seconds`, after Plausible has seen all of them."""
    p = Plausible(Settings(), refrigerant.load(fluid), water)
    for now, outputs in seconds:
        p.second(now, SimpleNamespace(**{"fan": False, "pump": False, **outputs}))
    return seconds[-1][0]


ON = {"fan": True, "pump": True}


@pytest.mark.parametrize("power_W, idle", [(207, False), (206, True)])  # 12 + 70 + 45 + 80
def test_a_motor_that_is_on_draws_power(power_W, idle):
    assert judged((running(power_W=power_W), ON)).idle_motor == idle


@pytest.mark.parametrize("off_s, power_W, lift_kPa, welded", [
    (10, 312, 200, True), (9, 312, 200, False), (10, 311, 200, False), (10, 312, 199, False),
])  # fmt: skip
def test_power_and_pressure_after_a_stop_mean_a_welded_contactor(off_s, power_W, lift_kPa, welded):
    now = healthy(off_s=off_s, power_W=power_W, lift_kPa=lift_kPa)
    assert judged((now, {})).welded == welded


def test_without_a_meter_or_with_the_backup_heater_on_power_says_nothing():
    for changes in ({"power_W": -1}, {"heater_on": True, "power_W": 9000}):
        now = judged((healthy(off_s=50, lift_kPa=900, **changes), {}))
        assert not now.welded and not now.idle_motor


def stopped(off_s=180, low_kPa=450, high_kPa=1400, **facts):
    """Seconds after a stop without a meter; it ran at 450 and 1400 kPa."""
    pressures = {"p_suction_kPa": low_kPa, "p_discharge_kPa": high_kPa}
    ran = running(power_W=-1)
    stands = healthy(power_W=-1, off_s=off_s, lift_kPa=high_kPa - low_kPa, **pressures, **facts)
    return judged((ran, ON), (stands, {})).welded


def test_without_a_meter_pressures_that_stay_as_they_ran_mean_a_welded_contactor():
    assert stopped() and not stopped(off_s=179)
    assert stopped(high_kPa=1330) and not stopped(high_kPa=1329)  # 0.95 * 1400
    assert stopped(low_kPa=472) and not stopped(low_kPa=473)  # 1.05 * 450 = 472.5
    assert not stopped(p_suction_ok=False) and not stopped(p_discharge_ok=False)


def test_one_transducer_that_stands_still_is_no_welded_contactor():
    assert not stopped(low_kPa=600) and not stopped(high_kPa=1000)


@pytest.mark.parametrize("p_low, p_high, stuck", [
    (580, 1400, False), (581, 1400, True), (450, 670, False), (450, 669, True),
])  # fmt: skip
def test_both_pressures_move_within_two_minutes_of_a_start(p_low, p_high, stuck):
    rest = healthy(p_suction_kPa=600, p_discharge_kPa=650, off_s=180)
    now = running(ran_s=120, p_suction_kPa=p_low, p_discharge_kPa=p_high)
    assert judged((rest, {}), (now, ON)).stuck == stuck


def test_a_second_that_a_late_scan_skipped_does_not_skip_the_look_at_the_pressures():
    rest = healthy(off_s=180, p_suction_kPa=600, p_discharge_kPa=650)
    late = running(ran_s=121, p_suction_kPa=605, p_discharge_kPa=1400)
    assert judged((rest, {}), (running(ran_s=119), ON), (late, ON)).stuck


def test_a_start_out_of_a_defrost_begins_with_pressures_apart_and_is_not_judged():
    rest = healthy(p_suction_kPa=450, p_discharge_kPa=1390, off_s=60)
    assert not judged((rest, {}), (running(ran_s=120), ON)).stuck


@pytest.mark.parametrize("t_cC, cold", [(3199, True), (3200, False)])  # condenses at 35 degC
def test_discharge_gas_is_warmer_than_it_condenses(t_cC, cold):
    assert judged((running(t_discharge_cC=t_cC), ON)).gas_too_cold == cold


@pytest.mark.parametrize("t_cC, crossed", [(7000, False), (7001, True)])
def test_the_suction_line_is_colder_than_the_discharge_line(t_cC, crossed):
    assert judged((running(t_suction_cC=t_cC), ON)).lines_crossed == crossed


@pytest.mark.parametrize("t_coil_cC, crossed", [(500, True), (501, False)])  # outdoors 7 degC
def test_water_that_seems_chilled_over_a_cold_coil_means_swapped_thermistors(t_coil_cC, crossed):
    now = running(water_chills=True, t_coil_cC=t_coil_cC)
    assert judged((now, ON)).water_crossed == crossed


def resting(fluid, t_C, off_K):
    """Hours at rest at t_C, with the pressure of t_C + off_K."""
    p_Pa = refrigerant.load(fluid).p_dew_Pa(int((t_C + off_K) * 100))
    t_cC = t_C * 100
    return healthy(off_s=288, t_outdoor_cC=t_cC, t_coil_cC=t_cC, t_suction_cC=t_cC + 200,
                   t_discharge_cC=t_cC + 200, t_liquid_cC=2500, p_suction_Pa=p_Pa)  # fmt: skip


@pytest.mark.parametrize("fluid", ["R290", "R32", "R410A", "R134a", "R454B", "R1234yf"])
@pytest.mark.parametrize("t_C", [-15, 0, 20])
def test_pressure_at_rest_must_be_that_of_the_coldest_place(fluid, t_C):
    for off_K, wrong in ((-6, True), (-4, False), (0, False), (4, False), (7, True)):
        assert judged((resting(fluid, t_C, off_K), {}), fluid=fluid).wrong_gas == wrong, off_K


@pytest.mark.parametrize("filled, told", [("R32", "R290"), ("R290", "R410A"), ("R134a", "R290")])
def test_the_wrong_refrigerant_is_found_before_the_first_start(filled, told):
    assert judged((resting(filled, 5, 0), {}), fluid=told).wrong_gas


@pytest.mark.parametrize("lift_kPa, uneven", [
    (150, False), (151, True), (-150, False), (-151, True),
])  # fmt: skip
def test_pressures_are_equal_after_hours_of_rest(lift_kPa, uneven):
    now = resting("R290", 5, 0)
    now.lift_kPa = lift_kPa
    assert judged((now, {})).uneven == uneven
    now.t_discharge_cC = 4000  # it has run lately: they may still be coming together
    assert not judged((now, {})).uneven


def test_a_warm_shell_after_a_run_is_no_rest():
    now = resting("R290", 5, 20)
    now.t_discharge_cC = 4000
    assert not judged((now, {})).wrong_gas


@pytest.mark.parametrize("coil_K, judges", [(-3, True), (3, True), (-3.01, False), (3.01, False)])
def test_a_coil_that_is_not_in_the_air_is_not_judged_by_it(coil_K, judges):
    """In exhaust air of 20 degC, or in brine: a machine at rest has the pressure of that."""
    now = resting("R290", 5, 12)  # wrong by 12 K if it stood in air of 5 degC
    now.t_coil_cC = 500 + round(coil_K * 100)
    assert judged((now, {})).wrong_gas == judges
    now.lift_kPa = 151
    assert judged((now, {})).uneven == judges


@pytest.mark.parametrize("seconds, ghost", [(60, False), (61, True)])
def test_flow_without_the_pump_is_noted_after_a_minute(seconds, ghost):
    assert judged(*[(healthy(flow_gps=380), {})] * seconds).flow_ghost == ghost
