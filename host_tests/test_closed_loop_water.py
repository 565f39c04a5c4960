"""Hot water, the backup heater and the grid in closed loop: whole days of the real firmware."""

import pytest
from test_closed_loop import HOUR_s, moves, reasons, stays

from tools import simulate

TANK = {"house": {"tank_J_K": 4186.0 * 200.0}}
MONDAY_h = 24  # the first day of the year is a Sunday


@pytest.fixture
def day(tmp_path):
    """day(t_C, hours, start_h, **extras): a run of constant weather that breaks no law."""

    def go(t_C, hours, start_h=MONDAY_h, settings=None, **extras):
        path = tmp_path / "constant.txt"
        path.write_text(f"# t_cC rh_pm ghi_W\n{t_C * 100:6d} {700:4d} {0:4d}\n")
        plan = {
            "machine": "monobloc_r290", "emitter": "water", "weather": str(path),
            "start_s": start_h * HOUR_s, "duration_s": hours * HOUR_s, "seed": 1,
            "scan_ms": 1000, "settings": {"scan_ms": 1000, **(settings or {})}, "faults": [],
            **extras,
        }  # fmt: skip
        done = simulate.execute(plan, "cpython")
        assert done.kpi["law_violations"] == 0, done.broken
        assert done.kpi["faults"] == []
        return done

    return go


def test_a_week_day_s_taps_find_hot_water_and_the_heater_stays_cold(day):
    done = day(2, 48, **TANK)
    assert done.kpi["tank_least_cC"] >= 3800 and done.kpi["tank_most_cC"] <= 5300
    assert done.kpi["heater_Wh"] == 0
    assert done.kpi["room_least_cC"] >= 1880
    assert 2 <= len(reasons(done, "TANK")) <= 8


def test_on_sunday_night_the_whole_tank_is_made_hot_once(day):
    done = day(2, 12, start_h=0, **TANK)
    assert 6000 <= done.kpi["tank_most_cC"] <= 6200
    boosts = [seconds for mode, seconds in stays(done) if mode == "BOOST"]
    assert len(boosts) == 1 and boosts[0] <= 2 * HOUR_s
    assert reasons(done, "REST")[-1] and done.kpi["heater_Wh"] < 5000


def test_without_a_heater_in_use_the_tank_gets_what_the_compressor_can_reach(day):
    done = day(2, 30, start_h=20, settings={"backup_use": 0, "tank_cC": 5400}, **TANK)
    assert not reasons(done, "BOOST") and done.kpi["heater_Wh"] == 0
    assert done.kpi["tank_least_cC"] >= 3800


def test_the_coldest_night_ends_no_run_in_a_trip_and_is_warmed_by_compressor_and_heater(day):
    done = day(-20, 24)
    assert done.kpi["room_least_cC"] >= 1650  # 7.6 kW are lost, 8 kW minus frost and rests made
    assert done.kpi["heater_Wh"] > 10_000
    assert done.kpi["spf_net"] > 1
    limit = "high pressure or hot gas is close to its limit"
    assert any(text.startswith(limit) for text in reasons(done, "RUN_ON"))


def test_above_its_bivalence_point_the_heater_never_warms_the_house(day):
    done = day(-5, 30)
    assert done.kpi["heater_Wh"] == 0 and done.kpi["room_least_cC"] >= 1850


def test_a_blocked_grid_is_obeyed_for_two_hours_and_no_longer(day):
    done = day(0, 12, grid=[[6 * HOUR_s, 1], [10 * HOUR_s, 0]])
    starts = [second for second, mode, _ in moves(done) if mode == "HEAT"]
    held = [s for s in starts if 6 * HOUR_s + 120 < s < 8 * HOUR_s]
    assert held == []
    assert any(8 * HOUR_s <= s <= 8 * HOUR_s + 900 for s in starts)


def test_a_forced_grid_stores_heat_in_house_and_tank(day):
    usual = day(5, 10, **TANK)
    forced = day(5, 10, grid=[[2 * HOUR_s, 3], [8 * HOUR_s, 0]], **TANK)
    assert forced.kpi["tank_most_cC"] > usual.kpi["tank_most_cC"] + 200
    assert forced.kpi["room_most_cC"] > usual.kpi["room_most_cC"] + 30
    assert forced.kpi["max_starts_per_hour"] <= 3
