"""Ice is judged by how much colder than when clear the coil runs; every limit from both sides."""

import pytest
from heatpump.defrost import Defrost
from heatpump.settings import Settings
from now import healthy, running


def heat(d, seconds, ran_s=600, **facts):
    """Seconds of heating with the same readings; ran_s counts on from its start."""
    for second in range(seconds):
        d.second(running(settings=d._settings, ran_s=ran_s + second, **facts))


def melt(d, seconds, coil_cC):
    for second in range(seconds):
        d.second(running(heating=False, defrosting=True, in_mode_s=second, t_coil_cC=coil_cC))


def iced(**facts):
    """An outdoor coil 12 K under the air at 1 degC: 7 K would be clear, 9 K is iced."""
    return {"t_outdoor_cC": 100, "t_coil_cC": -1100, **facts}


def test_a_cold_coil_in_the_first_forty_minutes_is_not_called_iced():
    d = Defrost(Settings())
    heat(d, 2399, **iced())
    assert not d.coil_iced
    heat(d, 1, **iced())
    assert d.coil_iced


@pytest.mark.parametrize("coil_cC, called", [(-799, False), (-800, True), (-801, True)])
def test_ice_is_two_kelvin_more_than_the_clear_coil(coil_cC, called):
    d = Defrost(Settings())
    heat(d, 3000, t_outdoor_cC=100, t_coil_cC=coil_cC)  # 7 + 2 K under 1 degC is -8 degC
    assert d.coil_iced == called


@pytest.mark.parametrize("outdoor_cC, called", [(599, True), (600, True), (601, False)])
def test_no_ice_is_looked_for_in_mild_air(outdoor_cC, called):
    d = Defrost(Settings())
    heat(d, 3000, t_outdoor_cC=outdoor_cC, t_coil_cC=outdoor_cC - 1500)
    assert d.coil_iced == called


def test_the_signs_must_last_three_minutes():
    d = Defrost(Settings())
    heat(d, 3000, t_outdoor_cC=100, t_coil_cC=-300)  # cold enough to count, not iced
    heat(d, 179, **iced())
    assert not d.coil_iced
    heat(d, 1, t_outdoor_cC=100, t_coil_cC=-300)
    heat(d, 179, **iced())
    assert not d.coil_iced
    heat(d, 1, **iced())
    assert d.coil_iced


def test_a_dry_cold_night_is_not_defrosted():
    d = Defrost(Settings())
    heat(d, 24 * 3600, t_outdoor_cC=-1000, t_coil_cC=-1700)  # exactly the clear reference
    assert not d.coil_iced


@pytest.mark.parametrize("over_cK, called", [(149, False), (150, True)])
def test_six_hours_of_cold_with_a_sign_of_ice_force_a_defrost(over_cK, called):
    d = Defrost(Settings())
    heat(d, 21_599, t_outdoor_cC=-1000, t_coil_cC=-1700 - over_cK)
    assert not d.coil_iced
    heat(d, 1, t_outdoor_cC=-1000, t_coil_cC=-1700 - over_cK)
    assert d.coil_iced == called


@pytest.mark.parametrize("by_time, apart_s", [(5, 1800), (6, 14_400)])
def test_six_defrosts_in_a_row_that_ran_out_of_time_are_followed_by_four_hours_without(
    by_time, apart_s
):
    settings = Settings()
    assert settings.take({"icing_s": 1800}) == []
    d = Defrost(settings)
    for _ in range(by_time):
        d.ended(True)
    heat(d, apart_s - 1, **iced())
    assert not d.coil_iced
    heat(d, 180, **iced())
    assert d.coil_iced
    d.ended(False)
    assert d.timed_out == 0


def test_without_a_coil_probe_the_coil_is_defrosted_every_ninety_minutes_of_running():
    d = Defrost(Settings())
    heat(d, 5399, t_coil_ok=False)
    assert not d.coil_iced
    heat(d, 1, t_coil_ok=False)
    assert d.coil_iced


def test_without_an_outdoor_probe_the_coil_rule_stands_alone():
    d = Defrost(Settings())
    heat(d, 2399, t_outdoor_ok=False, t_coil_cC=-300)
    assert not d.coil_iced
    heat(d, 1, t_outdoor_ok=False, t_coil_cC=-300)
    assert d.coil_iced


@pytest.mark.parametrize("seconds, clear", [(79, False), (80, True)])
def test_eight_degrees_for_eighty_seconds_is_clear(seconds, clear):
    d = Defrost(Settings())
    melt(d, seconds, 800)
    assert d.coil_clear == clear


@pytest.mark.parametrize("coil_cC, clear", [(1499, False), (1500, True)])
def test_fifteen_degrees_is_clear_at_once(coil_cC, clear):
    d = Defrost(Settings())
    melt(d, 1, coil_cC)
    assert d.coil_clear == clear


def learned(under_cK, outdoor_cC=100):
    d = Defrost(Settings())
    d.ended(by_time=False)
    heat(d, 700, ran_s=0, t_outdoor_cC=outdoor_cC, t_coil_cC=outdoor_cC - under_cK)
    return d


def test_the_clear_coil_is_learned_between_five_and_ten_minutes_after_a_good_defrost():
    d = learned(560)
    assert d.reference_cK(100) == 560


@pytest.mark.parametrize("scan_ms", [100, 250, 500, 1000])
@pytest.mark.parametrize("phase_ms", [0, 300, 700])
def test_a_run_of_ten_minutes_to_the_scan_teaches_at_any_scan(scan_ms, phase_ms):
    """The look once a second falls anywhere in the scans, and may miss the last of a run."""
    d = Defrost(Settings())
    d.ended(by_time=False)
    air = {"settings": d._settings, "t_outdoor_cC": 100, "t_coil_cC": -460}
    since_look_ms = phase_ms
    for on_ms in range(0, 600_000, scan_ms):
        since_look_ms += scan_ms
        if since_look_ms >= 1000:
            since_look_ms -= 1000
            d.second(running(ran_s=on_ms // 1000, **air))
    d.second(healthy(**air))
    assert d.reference_cK(100) == 560


def test_a_run_that_ended_early_teaches_nothing_and_is_not_added_to_the_next():
    d = Defrost(Settings())
    d.ended(by_time=False)
    for _ in range(5):
        heat(d, 500, ran_s=0, t_outdoor_cC=100, t_coil_cC=-1000)
        d.second(healthy(settings=d._settings, t_outdoor_cC=100))
    assert d.reference_cK(100) == Settings().clear_coil_cK
    heat(d, 700, ran_s=0, t_outdoor_cC=100, t_coil_cC=-460)
    assert d.reference_cK(100) == 560


def test_a_learned_reference_serves_its_neighbours_until_they_have_their_own():
    d = learned(560)
    assert d.reference_cK(-1900) == 560
    d.ended(by_time=False)
    heat(d, 700, ran_s=0, t_outdoor_cC=-1900, t_coil_cC=-1900 - 430)
    assert d.reference_cK(-1900) == 430 and d.reference_cK(100) == 560


def test_a_defrost_that_ran_out_of_time_teaches_nothing():
    d = Defrost(Settings())
    d.ended(by_time=True)
    heat(d, 700, ran_s=0, t_outdoor_cC=100, t_coil_cC=-1400)
    assert d.reference_cK(100) == Settings().clear_coil_cK
    assert d.timed_out == 1


def test_a_run_that_is_less_cold_than_the_reference_lowers_it_and_no_run_raises_it():
    d = Defrost(Settings())
    heat(d, 700, ran_s=0, t_outdoor_cC=100, t_coil_cC=-400)
    assert d.reference_cK(100) == 500
    heat(d, 700, ran_s=0, t_outdoor_cC=100, t_coil_cC=-700)
    assert d.reference_cK(100) == 500


@pytest.mark.parametrize("under_cK", [199, 1501, -319])
def test_what_no_clear_coil_can_be_is_not_learned(under_cK):
    assert learned(under_cK).reference_cK(100) == Settings().clear_coil_cK


@pytest.mark.parametrize("since_s, called", [(1798, False), (1799, True)])  # and one more
def test_two_defrosts_are_half_an_hour_apart_even_when_asked_for(since_s, called):
    d = Defrost(Settings())
    d.ended(by_time=True)
    d.asked = True
    heat(d, since_s, **iced())
    d.asked = True
    heat(d, 1, **iced())
    assert d.coil_iced == called


@pytest.mark.parametrize("ran_s, called", [(599, False), (600, True)])
def test_a_defrost_by_hand_needs_no_ice_but_ten_minutes_of_heating(ran_s, called):
    d = Defrost(Settings())
    d.since_s = 1800
    d.asked = True
    heat(d, 1, ran_s=ran_s, t_outdoor_cC=100, t_coil_cC=0)
    assert d.coil_iced == called


def test_a_reset_may_have_cut_a_defrost_off_so_none_by_hand_for_half_an_hour():
    d = Defrost(Settings())
    d.asked = True
    heat(d, 1799, ran_s=0, t_outdoor_cC=100, t_coil_cC=0)
    assert not d.coil_iced
    heat(d, 1, ran_s=1799, t_outdoor_cC=100, t_coil_cC=0)
    assert d.coil_iced


def stand(d, seconds, coil_cC):
    for _ in range(seconds):
        d.second(healthy(t_coil_cC=coil_cC))


@pytest.mark.parametrize("coil_cC, seconds, thawed", [
    (101, 300, True), (101, 299, False), (100, 3000, False),
])  # fmt: skip
def test_a_coil_that_stood_above_one_degree_for_five_minutes_is_counted_afresh(
    coil_cC, seconds, thawed
):
    d = Defrost(Settings())
    heat(d, 2000, **iced())
    stand(d, seconds, coil_cC)
    assert (d.icing_s == 0) == thawed


def test_hours_of_cold_in_winter_force_no_defrost_on_a_mild_day():
    d = Defrost(Settings())
    heat(d, 30_000, t_outdoor_cC=-1000, t_coil_cC=-1700)
    heat(d, 3000, t_outdoor_cC=1300, t_coil_cC=400)  # 2 K more than clear, and no ice in it
    assert not d.coil_iced


@pytest.mark.parametrize("outdoor_cC, band", [
    (-9000, 0), (-2201, 0), (-2200, 0), (-1800, 1), (600, 7), (999, 7), (1000, 7), (4000, 7),
])  # fmt: skip
def test_the_bands_of_the_outdoor_temperature_end_at_both_ends(outdoor_cC, band):
    d = Defrost(Settings())
    d.references_cK[band] = 555
    assert d.reference_cK(outdoor_cC) == 555
    d.references_cK[band] = -1
    d.references_cK[0] = 444
    assert d.reference_cK(outdoor_cC) == 444  # the nearest that was learned, far as it is


def test_the_time_since_a_defrost_stops_counting_after_twelve_days():
    d = Defrost(Settings())
    d.since_s = (1 << 20) - 1
    for _ in range(3):
        d.second(healthy())
    assert d.since_s == 1 << 20
