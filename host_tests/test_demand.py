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
    d = settled(demand(), t_outdoor_cC=250, t_control_cC=2000 if wanted_before else 4000)
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
