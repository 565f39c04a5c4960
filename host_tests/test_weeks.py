"""The real firmware on every machine for hours, and how a year is made of twelve weeks."""

import io

import pytest

from tools import validate, weeks

HOURS = 1.5


@pytest.fixture(scope="session")
def short():
    """Key figures of some hours of January, {machine: figures}."""
    return dict(zip(weeks.PRESETS, weeks.run(weeks.presets(HOURS / 24), io.StringIO()),
                    strict=True))


@pytest.mark.parametrize("name", weeks.PRESETS)
def test_a_machine_heats_with_the_firmware_and_its_balance_closes(short, name):
    kpi = short[name]
    assert kpi["faults"] == [] and kpi["law_violations"] == 0
    assert kpi["starts"] >= 1 and kpi["heat_Wh"] > 2 * kpi["electric_Wh"]
    assert weeks.energy_pct(kpi) < 0.3
    assert weeks.water_pct(kpi) < 0.1


def test_a_typical_week_has_the_mean_of_its_month():
    # 31 days of rising temperature, a degree a day: the middle of January, days 12..18
    t_C = [hour // 24 for hour in range(8760)]
    assert weeks.typical_day(t_C, 0, 7) == 12
    assert weeks.date_of(12) == "01-13"


def test_a_typical_week_stays_inside_its_month():
    cold_end = [0.0] * 8760
    for hour in range(24 * 28, 24 * 60):
        cold_end[hour] = -30.0
    assert 0 <= weeks.typical_day(cold_end, 0, 7) <= 24
    assert 31 <= weeks.typical_day(cold_end, 1, 7) <= 52


def test_the_year_has_a_week_in_each_month_and_only_heats():
    plans = [plan for _, plan in weeks.year(7)]
    months = [sum(plan["start_s"] // 86400 >= sum(weeks.MONTH_DAYS[:m]) for m in range(12))
              for plan in plans]
    assert months == list(range(1, 13))
    assert all(plan["duration_s"] == 7 * 86400 for plan in plans)
    assert all(plan["settings"]["cool_start_cC"] == 3500 for plan in plans)
    assert weeks.date_of(364) == "12-31"


def figures(heat_Wh, electric_Wh, **more):
    return {"heat_Wh": heat_Wh, "electric_Wh": electric_Wh, "law_violations": 0, "faults": [],
            "energy_error_uJ": 0, "water_error_ug": 0, "drained_g": 0, "room_least_cC": 1950,
            **more}


def test_the_seasonal_figure_is_heat_over_electricity_by_days_of_the_month():
    # January 31 days at 4 over 1, every other month nothing but a standby of 1: 31*4 / 365
    kpis = [figures(4, 1)] + [figures(0, 1)] * 11
    assert weeks.seasonal(kpis, 7) == pytest.approx(31 * 4 / 365)


def test_a_fault_or_joules_from_nowhere_put_a_row_outside_its_band():
    lost = figures(1000, 1000, energy_error_uJ=36_000_000_000, water_error_ug=500_000)
    #                          36 kJ of 3600 kJ is 1 %                     0.5 g of 100 g is 0.5 %
    assert weeks.energy_pct(lost) == pytest.approx(1.0)
    assert weeks.water_pct(lost) == pytest.approx(0.5)
    bad = validate.preset_rows(["x"], [dict(lost, faults=["?"], room_least_cC=1800)], 7)
    assert [row[6] for row in bad] == [False] * 4
    good = validate.preset_rows(["x"], [figures(1, 1)], 7)
    assert [row[6] for row in good] == [True] * 4
    year = [dict(lost, heat_Wh=5000, law_violations=1)] * 12
    assert [row[6] for row in validate.year_rows(year, 7)] == [False] * 4
    assert [row[6] for row in validate.year_rows([figures(4000, 1000)] * 12, 7)] == [True] * 4
