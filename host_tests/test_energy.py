"""Energy accounts: nothing is lost to rounding, to overflow or to a sign, in twenty years."""

import random

import pytest
from heatpump import cop, energy, figures
from heatpump.counters import Counters
from heatpump.energy import Energy
from heatpump.tare import Tare

SMALL = 1 << 30


class Settings:
    fan_W, pump_W, standby_W, crankcase_W, heater_W = 70, 45, 12, 40, 3000
    grid_gpkWh, gas_gpkWh, boiler_pct = 250, 202, 92


class Now:
    phase = cop.OFF
    power_W = 0
    fan_on = pump_on = heater_on = crankcase_on = False


class Estimator:
    """What Energy asks of the real one."""

    heat_J = 0
    block_phase = cop.OFF
    gates_open = True
    bar_permille = 30
    compressor_W = 0

    def __init__(self):
        self.tare = Tare(Settings())


@pytest.fixture
def parts():
    return Energy(Settings()), Now(), Estimator()


def joules(counters, row):
    kWh, Wh, J = counters.wheels[3 * row : 3 * row + 3]
    assert 0 <= Wh < 1000
    assert 0 <= J < 3600
    return (kWh * 1000 + Wh) * 3600 + J


def all_electric_J(counters):
    rows = (energy.BACKUP, *range(energy.E_HEATING, energy.E_SINK + 1))
    return sum(joules(counters, row) for row in rows)


def test_twenty_years_of_full_power_lose_not_a_joule():
    seconds = 20 * 31556952  # 20 mean Gregorian years
    counters = Counters(1)
    step_J = (1 << 29) - 1
    total_J = 25000 * seconds  # 25 kW: 1.6e13 J
    for _ in range(total_J // step_J):
        counters.add_J(0, step_J)
    counters.add_J(0, total_J % step_J)
    assert joules(counters, 0) == total_J
    assert max(abs(v) for v in counters.wheels) < SMALL  # 4.4e6 kWh


def test_twenty_years_of_heat_taken_away_are_as_exact():
    counters = Counters(1)
    step_J, total_J = (1 << 29) - 7, -100_000 * 20 * 31556952
    for _ in range(-total_J // step_J):
        counters.add_J(0, -step_J)
    counters.add_J(0, -(-total_J % step_J))
    assert joules(counters, 0) == total_J
    assert max(abs(v) for v in counters.wheels) < SMALL  # 1.75e7 kWh


def test_signed_amounts_of_any_size_add_up_exactly():
    chance, counters, total_J = random.Random(1), Counters(3), 0
    for _ in range(20000):
        amount_J = chance.randint(-(1 << 28), 1 << 28) >> chance.randint(0, 28)
        counters.add_J(1, amount_J)
        total_J += amount_J
        assert joules(counters, 1) == total_J
    assert joules(counters, 0) == joules(counters, 2) == 0


def test_every_millijoule_of_the_meter_is_in_some_row_however_scans_fall(parts):
    book, now, estimator = parts
    chance = random.Random(2)
    total_mJ = 0
    for i in range(50000):
        if i % 97 == 0:
            now.phase = chance.choice((cop.OFF, cop.HEATING, cop.COOLING, cop.DEFROST))
            now.fan_on, now.pump_on = chance.random() < 0.5, chance.random() < 0.5
            now.heater_on, now.crankcase_on = chance.random() < 0.1, chance.random() < 0.1
        now.power_W = chance.randint(0, 25000)
        elapsed_ms = chance.choice((100, 250, 251, 999, 1000, 16000))
        book.add(elapsed_ms, now, estimator)
        total_mJ += now.power_W * elapsed_ms
    now.phase = cop.OFF if now.phase else cop.HEATING
    book.add(0, now, estimator)  # a change of phase closes the account
    assert all_electric_J(book.life) == total_mJ // 1000


def test_standby_always_counts(parts):
    book, now, estimator = parts
    now.power_W = 12
    for _ in range(3600):
        book.add(1000, now, estimator)
    assert all_electric_J(book.life) == pytest.approx(12 * 3600, abs=12 * 16)
    assert joules(book.life, energy.E_STANDBY) == all_electric_J(book.life)


def test_without_a_meter_the_ratings_are_counted(parts):
    book, now, estimator = parts
    now.power_W, now.phase, now.fan_on, now.pump_on = -1, cop.HEATING, True, True
    estimator.compressor_W = 1800
    for _ in range(3600):
        book.add(1000, now, estimator)
    life = book.life
    assert life.Wh(energy.E_HEATING) == pytest.approx(1800, abs=9)
    assert life.Wh(energy.E_SOURCE) == pytest.approx(70, abs=1)
    assert life.Wh(energy.E_SINK) == pytest.approx(45, abs=1)
    assert life.Wh(energy.E_STANDBY) == pytest.approx(12, abs=1)


def hour(book, now, estimator, phase, power_W, heat_W):
    """One hour of a phase; heat comes in blocks of 16 s, as from the estimator."""
    now.phase, now.power_W, estimator.block_phase = phase, power_W, phase
    for second in range(3600):
        estimator.heat_J = heat_W * 16 if second % 16 == 15 else 0
        book.add(1000, now, estimator)
    estimator.heat_J = 0


def test_a_defrost_takes_from_net_what_it_took_from_the_house_and_its_electricity(parts):
    book, now, estimator = parts
    now.fan_on = now.pump_on = True
    for _ in range(9):
        hour(book, now, estimator, cop.HEATING, 2127, 8000)  # 2000 W of compressor
    hour(book, now, estimator, cop.DEFROST, 1127, -4000)  # 1000 W
    hour(book, now, estimator, cop.OFF, 127, 0)
    life = book.life
    assert figures.cop_q10(life, figures.RUNNING) == pytest.approx(1024 * 72 / 18, rel=0.002)
    assert figures.cop_q10(life, figures.NET) == pytest.approx(1024 * 68 / 19, rel=0.002)
    all_kWh = 9 * 2.127 + 1.127 + 0.127
    assert figures.cop_q10(life, figures.SYSTEM) == pytest.approx(1024 * 68 / all_kWh, rel=0.002)
    h1, h2, h3, h4 = (figures.cop_q10(life, row) for row in (2, 3, 4, 5))
    assert h1 > h2 >= h3 > h4  # each boundary counts more electricity


def test_a_cop_is_a_sum_over_a_sum_and_not_a_mean_of_ratios(parts):
    book, now, estimator = parts
    now.fan_on = now.pump_on = True
    hour(book, now, estimator, cop.HEATING, 3127, 6000)  # COP 2
    hour(book, now, estimator, cop.HEATING, 627, 3000)  # COP 6; the mean would be 4
    assert figures.cop_q10(book.life, figures.RUNNING) == pytest.approx(1024 * 9 / 3.5, rel=0.003)


def test_cold_is_counted_apart_and_positive(parts):
    book, now, estimator = parts
    now.fan_on = now.pump_on = True
    hour(book, now, estimator, cop.COOLING, 1127, -4000)
    assert book.life.Wh(energy.COLD) == pytest.approx(4000, abs=18)
    assert book.life.Wh(energy.HEAT) == 0
    assert figures.cop_q10(book.life, figures.COOLING) == pytest.approx(4096, rel=0.006)


def test_a_ratio_holds_from_the_first_minutes_to_the_last_year():
    for kWh in (0, 3, 4000, 40_000, 400_000, 4_000_000):
        counters = Counters(2)
        for row, share in ((0, 35), (1, 10)):
            left_J = (kWh * 3_600_000 + 900_000) * share // 10
            while left_J:
                part_J = min(left_J, (1 << 29) - 1)
                counters.add_J(row, part_J)
                left_J -= part_J
        assert figures.ratio_q10(counters, 1, 2) == pytest.approx(3.5 * 1024, rel=0.001)


def test_days_and_months_close_by_themselves_and_life_goes_on(parts):
    book, now, estimator = parts
    now.power_W = 1000
    for _ in range(40 * 86400 // 16):
        book.add(16000, now, estimator)
    assert book.yesterday.Wh(energy.E_STANDBY) == 24000
    assert book.last_month.kWh(energy.E_STANDBY) == energy.MONTH_s // 3600
    assert book.life.kWh(energy.E_STANDBY) == 960
    assert all_electric_J(book.month) < all_electric_J(book.last_month)


def test_carbon_is_told_against_gas_and_against_resistance(parts):
    book, now, estimator = parts
    now.fan_on = now.pump_on = True
    for _ in range(100):
        hour(book, now, estimator, cop.HEATING, 2000, 8000)
    heat_kWh, used_kWh = book.life.kWh(energy.HEAT), 200
    gas_kg = figures.carbon_saved_kg(book.life, Settings(), True)
    grid_kg = figures.carbon_saved_kg(book.life, Settings(), False)
    assert gas_kg == pytest.approx((heat_kWh * 202 / 0.92 - used_kWh * 250) / 1000, abs=3)
    assert grid_kg == pytest.approx((heat_kWh - used_kWh) * 250 / 1000, abs=3)


def test_a_period_is_quotable_only_when_its_heat_went_through_open_gates(parts):
    book, now, estimator = parts
    assert figures.quality(book.life) == 0
    hour(book, now, estimator, cop.HEATING, 2000, 8000)
    assert figures.quality(book.life) == 3
    assert figures.u95_permille(book.life) == pytest.approx(30, abs=1)
    estimator.gates_open, estimator.bar_permille = False, 120
    hour(book, now, estimator, cop.HEATING, 2000, 4000)
    assert figures.quality(book.life) == 2
    assert figures.u95_permille(book.life) == pytest.approx(60, abs=1)
    for _ in range(3):
        hour(book, now, estimator, cop.HEATING, 2000, 8000)
    assert figures.quality(book.life) == 1


def test_what_the_water_brings_after_a_stop_goes_where_the_run_before_went(parts):
    unit, now, estimator = parts
    for phase, heat_J in ((cop.COOLING, -900), (cop.OFF, -30), (cop.HEATING, 700), (cop.OFF, 20)):
        now.phase = estimator.block_phase = phase
        estimator.heat_J = heat_J
        unit.add(1000, now, estimator)
    assert joules(unit.life, energy.COLD) == 930
    assert joules(unit.life, energy.HEAT) == 720
