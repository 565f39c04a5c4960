"""When heat or cold is wanted, and how warm the water shall be."""

import pytest
from heatpump.demand import Demand
from heatpump.settings import Settings
from now import healthy

HOUR_MS = 3_600_000


def demand(water=True, **changes):
    settings = Settings()
    assert settings.take(changes) == []
    return Demand(settings, water)


def settled(d, hours=1, **facts):
    """`d` after `hours` of the same readings, a minute a scan."""
    now = healthy(settings=d._settings, **facts)
    for _ in range(hours * 60):
        d.step(now, 60_000)
    return d


@pytest.mark.parametrize(
    "outdoor_cC, target_cC",
    # the straight line from (-10, 35) to (15, 24): 0.44 K per K, held at its ends
    [(-2000, 3500), (-1000, 3500), (250, 2950), (1500, 2400), (1550, 2400)],
)
def test_the_heating_curve_is_the_line_between_its_two_points(outdoor_cC, target_cC):
    assert settled(demand(), t_outdoor_cC=outdoor_cC).target_cC == target_cC


@pytest.mark.parametrize("room_cC, shift_cK", [(2000, 0), (1900, 300), (2050, -150), (1000, 1500)])
def test_the_room_moves_the_curve_by_three_kelvin_a_kelvin_and_no_more_than_its_share(
    room_cC, shift_cK
):
    d = settled(demand(), t_outdoor_cC=250, t_room_cC=room_cC)
    assert d.target_cC == 2950 + shift_cK


def test_a_lost_room_probe_leaves_the_curve_alone():
    assert settled(demand(), t_outdoor_cC=250, t_room_cC=0, t_room_ok=False).target_cC == 2950


def test_the_outdoor_average_takes_its_time():
    d = settled(demand(), t_outdoor_cC=0)
    settled(d, hours=6, t_outdoor_cC=1000)  # one time constant: 63 %
    assert 600 <= d.outdoor_average_cC <= 660


@pytest.mark.parametrize(
    "water_cC, wanted_before, wanted",
    # target 29.50, band 5 K: start at 27.00 and below, stop at 32.00
    [(2701, False, False), (2700, False, True), (3199, True, True), (3200, True, False)],
)
def test_heat_is_wanted_from_half_a_band_below_to_half_a_band_above(
    water_cC, wanted_before, wanted
):
    d = settled(
        demand(), t_outdoor_cC=250, t_control_cC=2000 if wanted_before else 4000
    )
    assert d.wants_heat == wanted_before
    assert settled(d, t_outdoor_cC=250, t_control_cC=water_cC).wants_heat == wanted


@pytest.mark.parametrize("outdoor_cC, heating, cooling", [
    (1599, True, False), (1600, False, False), (2200, False, False), (2201, False, True),
])  # fmt: skip
def test_the_season_follows_the_outdoor_average(outdoor_cC, heating, cooling):
    d = settled(demand(), t_outdoor_cC=outdoor_cC)
    assert (d.heating_season, d.cooling_season) == (heating, cooling)


def test_the_heating_season_ends_one_kelvin_above_where_it_began():
    d = settled(demand(outdoor_average_h=1), t_outdoor_cC=1500)
    assert settled(d, hours=20, t_outdoor_cC=1690).heating_season
    assert not settled(d, hours=20, t_outdoor_cC=1710).heating_season
    assert not settled(d, hours=20, t_outdoor_cC=1610).heating_season


@pytest.mark.parametrize("season", [0, 1, 2, 3])
def test_heat_and_cold_are_never_wanted_together(season):
    for outdoor_cC in range(-2000, 4001, 500):
        for control_cC in range(500, 5001, 500):
            d = demand(season=season)
            settled(d, t_outdoor_cC=outdoor_cC, t_control_cC=control_cC, t_room_cC=3000)
            assert not (d.wants_heat and d.wants_cold)
            assert season or not (d.wants_heat or d.wants_cold or d.circulate)


def test_without_an_outdoor_probe_the_house_is_heated_and_not_cooled():
    d = settled(demand(), t_outdoor_ok=False, t_control_cC=1500)
    assert d.wants_heat and not d.wants_cold


@pytest.mark.parametrize("facts", [{"on": False}, {"control_ok": False}])
def test_nothing_is_wanted_when_switched_off_or_blind(facts):
    d = settled(demand(), t_outdoor_cC=-500, t_control_cC=1500)
    assert d.wants_heat
    assert not settled(d, t_outdoor_cC=-500, t_control_cC=1500, **facts).wants_heat


@pytest.mark.parametrize("room_cC, wanted", [(1950, True), (1951, False)])
def test_an_air_unit_holds_the_room(room_cC, wanted):
    d = settled(demand(water=False), t_outdoor_cC=250, t_control_cC=room_cC)
    assert d.wants_heat == wanted and d.target_cC == 2000 and not d.circulate


def test_an_air_unit_cools_the_room_in_summer():
    d = settled(demand(water=False), t_outdoor_cC=3000, t_control_cC=2550)
    assert d.wants_cold and d.target_cC == 2500


def test_cold_water_is_made_for_a_hot_room_and_until_it_is_half_a_band_cooler():
    d = demand()
    summer = {"t_outdoor_cC": 3000, "t_control_cC": 2500}
    assert not settled(d, t_room_cC=2549, **summer).wants_cold
    assert settled(d, t_room_cC=2550, **summer).wants_cold
    assert settled(d, t_room_cC=2451, **summer).wants_cold
    assert not settled(d, t_room_cC=2450, **summer).wants_cold


# --- degree-minutes ---------------------------------------------------------------------


def owed(d, seconds, water_cC, **facts):
    """`d` after so many seconds with the water at water_cC; its target is 29.50 degC."""
    now = healthy(settings=d._settings, t_outdoor_cC=250, t_control_cC=water_cC, **facts)
    for _ in range(seconds):
        d.step(now, 1000)
    return d


@pytest.mark.parametrize("seconds, wanted", [(1199, False), (1200, True)])
def test_three_kelvin_short_for_twenty_minutes_are_sixty_degree_minutes(seconds, wanted):
    assert owed(demand(water_control=1), seconds, 2650).wants_heat == wanted


@pytest.mark.parametrize("seconds, wanted", [(719, True), (720, False)])
def test_what_the_water_owed_is_paid_back_before_the_stop(seconds, wanted):
    d = owed(demand(water_control=1), 1200, 2650)
    assert d.short_Kmin == 60
    assert owed(d, seconds, 3450).wants_heat == wanted  # 5 K above for 12 min


def test_a_cold_start_owes_no_more_than_half_as_much_again():
    assert owed(demand(water_control=1), 7200, 1500).short_Kmin == 90


def test_heating_the_tank_does_not_count_against_the_house():
    d = owed(demand(water_control=1), 600, 2650)
    assert owed(d, 600, 2650, tank_on=True).short_Kmin == 30


def test_degree_minutes_are_forgotten_while_switched_off():
    d = owed(demand(water_control=1), 1200, 2650)
    assert owed(d, 1, 2650, on=False).short_Kmin == 0


@pytest.mark.parametrize("scan_ms", [100, 250, 500])
def test_degree_minutes_do_not_depend_on_the_scan(scan_ms):
    d = demand(water_control=1)
    now = healthy(settings=d._settings, t_outdoor_cC=250, t_control_cC=2650)
    for _ in range(1199_000 // scan_ms):
        d.step(now, scan_ms)
    assert not d.wants_heat
    for _ in range(1000 // scan_ms):
        d.step(now, scan_ms)
    assert d.wants_heat


def test_room_control_holds_the_room_and_falls_back_to_the_water_without_its_probe():
    d = demand(water_control=2)
    assert settled(d, t_outdoor_cC=250, t_room_cC=1950, t_control_cC=4000).wants_heat
    assert not settled(d, t_outdoor_cC=250, t_room_cC=2050, t_control_cC=1500).wants_heat
    assert settled(d, t_outdoor_cC=250, t_room_ok=False, t_control_cC=1500).wants_heat


# --- the curve --------------------------------------------------------------------------


@pytest.mark.parametrize("points, outdoor_cC, target_cC", [
    (5, -1000, 4000), (5, -500, 3400), (5, 200, 3100), (5, 550, 2950), (5, 900, 2800),
    (5, 1500, 2400), (4, 900, 2723), (3, -500, 3400), (3, 500, 2900), (2, -500, 3680),
])  # fmt: skip
def test_the_curve_bends_at_each_of_its_points_and_only_at_those(points, outdoor_cC, target_cC):
    d = demand(
        curve_points=points, curve_cold_water_cC=4000, curve_b_water_cC=3400,
        curve_c_water_cC=3100, curve_d_water_cC=2800, room_gain_q1=0,
    )  # fmt: skip
    assert settled(d, t_outdoor_cC=outdoor_cC).target_cC == target_cC


# --- seasons ----------------------------------------------------------------------------


def test_one_season_begins_only_hours_after_the_other_has_ended():
    d = demand(outdoor_average_h=1, season_dwell_h=24)
    assert settled(d, t_outdoor_cC=1000).heating_season
    settled(d, hours=20, t_outdoor_cC=3000)
    assert not d.heating_season and not d.cooling_season
    assert settled(d, hours=8, t_outdoor_cC=3000).cooling_season
    settled(d, hours=23, t_outdoor_cC=0)
    assert not d.heating_season and not d.cooling_season
    assert settled(d, hours=4, t_outdoor_cC=0).heating_season


# --- wishes from people and from afar ---------------------------------------------------

MONDAY_23 = 23 * 60


@pytest.mark.parametrize("days, minute, cooler", [
    (1, MONDAY_23, True), (1, 21 * 60 + 59, False), (1, 22 * 60, True), (2, MONDAY_23, False),
    (1, 1440 + 299, True), (1, 1440 + 300, False), (64, 299, True), (64, 300, False),
    (127, -1, False), (0, MONDAY_23, False),
])  # fmt: skip
def test_the_room_is_set_back_in_the_nights_that_are_named(days, minute, cooler):
    d = settled(demand(setback_days=days), minute_of_week=minute)
    assert d.room_cC == (1800 if cooler else 2000)


def test_a_night_within_one_day_ends_on_that_day():
    d = demand(setback_days=1, setback_from_min=60, setback_to_min=120)
    cooler = [settled(d, minute_of_week=m).room_cC < 2000 for m in (59, 60, 119, 120, 1500)]
    assert cooler == [False, True, True, False, False]


def test_a_set_back_room_moves_the_curve_by_its_gain_even_without_a_room_probe():
    d = settled(demand(setback_days=1), t_outdoor_cC=250, t_room_ok=False,
                minute_of_week=MONDAY_23)  # fmt: skip
    assert d.target_cC == 2950 - 600


def test_a_remote_set_point_is_good_for_fifteen_minutes_and_then_the_local_one_counts():
    d = settled(demand(), t_outdoor_cC=250)
    assert d.remote(2200) is None
    now = healthy(settings=d._settings, t_outdoor_cC=250)
    seen = []
    for _ in range(17):
        d.step(now, 60_000)
        seen.append(d.room_cC)
    assert seen == [2200] * 15 + [2000] * 2


@pytest.mark.parametrize("wanted", [499, 3001, "2000", None, True, 20.5])
def test_a_remote_set_point_out_of_range_is_refused_with_the_range_and_changes_nothing(wanted):
    d = settled(demand())
    assert "is outside 500..3000" in d.remote(wanted)
    assert settled(d).room_cC == 2000


# --- SG-Ready ---------------------------------------------------------------------------


def test_a_blocking_grid_stops_demand_after_two_readings_and_for_two_hours_at_most():
    d = demand()
    cold = healthy(settings=d._settings, t_outdoor_cC=250, t_control_cC=1500, sg=1)
    may_run = []
    for _ in range(125):
        d.step(cold, 60_000)
        may_run.append(d.grid.may_run)
    assert may_run[:3] == [True, False, False]
    assert may_run.index(True, 1) == 121
    assert d.grid.commands


def test_the_grid_makes_the_room_warmer_and_a_force_starts_at_once():
    mild = {"t_outdoor_cC": 250, "t_control_cC": 3240}  # 10 cK short of 29.50 + 3 K
    d = settled(demand(), sg=2, **mild)
    assert d.room_cC == 2100 and not d.wants_heat
    assert settled(d, sg=3, **mild).wants_heat


def test_the_hour_after_a_command_still_rations_the_starts():
    d = settled(demand(), sg=2)
    now = healthy(settings=d._settings)
    commands = []
    for _ in range(65):
        d.step(now, 60_000)
        commands.append(d.grid.commands)
    assert commands.index(False) in (60, 61)


def test_pump_and_valves_are_moved_after_seventy_two_hours_at_rest():
    d = demand(season=0)
    settled(d, hours=72, pump_on=False)
    assert d.schedule.exercise_due
    assert not settled(d, hours=1, pump_on=True).schedule.exercise_due
