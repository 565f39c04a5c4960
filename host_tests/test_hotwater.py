"""Hot water has its turn, the house has its own, and the heater does what is left over."""

import pytest
from heatpump import modes
from heatpump.backup import Backup, kinds
from heatpump.demand import Demand
from heatpump.hotwater import HotWater
from heatpump.settings import Settings
from now import healthy


def tank(has_heater=True, **changes):
    settings = Settings()
    assert settings.take(changes) == []
    return HotWater(settings, has_heater), Demand(settings, True)


def minutes(made, count, **facts):
    """The last `(wants_tank, wants_boost)` after `count` minutes of the same readings."""
    water, d = made
    now = healthy(settings=d._settings, **facts)
    for _ in range(count):
        d.step(now, 60_000)
        water.minute(now, d.schedule, d.grid)
    return water.wants_tank, water.wants_boost


@pytest.mark.parametrize("before_cC, t_cC, wanted", [
    (5000, 4101, False), (5000, 4100, True), (4000, 4799, True), (4000, 4800, False),
])  # fmt: skip
def test_the_tank_is_heated_from_a_band_below_its_target_up_to_it(before_cC, t_cC, wanted):
    made = tank()
    minutes(made, 1, t_tank_cC=before_cC)
    assert minutes(made, 1, t_tank_cC=t_cC) == (wanted, False)


@pytest.mark.parametrize("facts", [{"t_tank_ok": False}, {"on": False}, {"sg": 1}])
def test_nothing_is_wanted_blind_switched_off_or_blocked(facts):
    made = tank()
    assert minutes(made, 2, t_tank_cC=3000) == (True, False)
    assert minutes(made, 2, t_tank_cC=3000, **facts) == (False, False)


@pytest.mark.parametrize("waits, turns", [(True, (89, 60)), (False, None)])
def test_after_its_longest_time_a_house_that_waits_has_its_turn_for_an_hour(waits, turns):
    made = tank()
    facts = {"t_tank_cC": 3000, "wants_heat": waits}
    seen = [minutes(made, 1, tank_on=True, **facts)[0] for _ in range(120)]
    if not waits:
        assert all(seen)
        return
    assert seen.index(False) == turns[0]
    made[0]._pause_min = turns[1]
    paused = [minutes(made, 1, tank_on=False, **facts)[0] for _ in range(61)]
    assert paused.index(True) == 59


def test_what_the_compressor_cannot_reach_is_left_to_the_heater_where_there_is_one():
    for has_heater in (True, False):
        made = tank(has_heater)
        minutes(made, 1, t_tank_cC=4000)
        made[0].stopped_short(healthy(t_tank_cC=4000))
        assert minutes(made, 1, t_tank_cC=4449) == (False, has_heater)
        assert minutes(made, 1, t_tank_cC=4450) == (False, False)  # not for half a band
        assert minutes(made, 1, t_tank_cC=4100) == (True, False)  # the next time anew


@pytest.mark.parametrize("t_cC, again", [(3700, False), (3699, True)])
def test_a_tank_that_has_cooled_under_what_was_reached_is_the_compressor_s_again(t_cC, again):
    made = tank(has_heater=False)
    minutes(made, 1, t_tank_cC=4000)
    made[0].stopped_short(healthy(t_tank_cC=4000))
    assert minutes(made, 1, t_tank_cC=t_cC) == (again, False)


SUNDAY_2_00 = 6 * 1440 + 120


def test_once_a_week_the_water_is_made_hot_enough_for_no_legionella():
    made = tank()
    minutes(made, 2, t_tank_cC=4700, minute_of_week=SUNDAY_2_00 - 1)
    assert not made[0].weekly
    assert minutes(made, 2, t_tank_cC=4700, minute_of_week=SUNDAY_2_00) == (True, False)
    assert made[0].target_cC == 6000
    made[0].stopped_short(healthy(t_tank_cC=4800))
    assert minutes(made, 1, t_tank_cC=5999, minute_of_week=SUNDAY_2_00 + 49) == (False, True)
    minutes(made, 1, t_tank_cC=6000, minute_of_week=SUNDAY_2_00 + 50)
    assert not made[0].weekly and made[0].given_up == 0
    minutes(made, 60, t_tank_cC=6000, minute_of_week=SUNDAY_2_00 + 50)
    assert not made[0].weekly  # once is enough


def test_without_a_clock_the_week_is_counted_from_the_last_time():
    made = tank()
    minutes(made, 10080 - 1440 - 2, t_tank_cC=4700)
    assert not made[0].weekly
    minutes(made, 3, t_tank_cC=4700)
    assert made[0].weekly


def test_a_weekly_heat_that_is_never_hot_enough_is_given_up_and_counted():
    made = tank()
    minutes(made, 2, t_tank_cC=4700, minute_of_week=SUNDAY_2_00)
    minutes(made, 239, t_tank_cC=5500, minute_of_week=SUNDAY_2_00)
    assert made[0].weekly
    minutes(made, 2, t_tank_cC=5500, minute_of_week=SUNDAY_2_00 + 242)
    assert not made[0].weekly and made[0].given_up == 1


def test_a_weekly_heat_may_be_switched_off():
    made = tank(legionella_day=0)
    minutes(made, 2, t_tank_cC=4700, minute_of_week=SUNDAY_2_00)
    assert not made[0].weekly


def test_the_grid_makes_the_water_warmer_and_a_force_begins_at_once():
    made = tank()
    assert minutes(made, 3, t_tank_cC=4700, sg=2) == (False, False)
    assert made[0].target_cC == 5300
    assert minutes(made, 3, t_tank_cC=4700, sg=3) == (True, False)


# --- the backup heater ------------------------------------------------------------------


def backup(count, water_cC, **facts):
    """(Backup, now) after `count` minutes with the return water at water_cC; target 38 degC."""
    settings = Settings()
    d, made = Demand(settings, True), Backup(settings)
    usual = {"t_outdoor_cC": -1500, "mode": modes.HEAT, "t_room_cC": 1900}
    now = healthy(settings=settings, t_control_cC=water_cC, **{**usual, **facts})
    for _ in range(count):
        d.step(now, 60_000)
        made.minute(now, d)
    made.find(now)
    return made, now


@pytest.mark.parametrize("count, on", [(60, False), (61, True)])
def test_the_heater_helps_after_an_hour_of_cold_water_below_the_bivalence_point(count, on):
    assert backup(count, 3000)[0].on == on


@pytest.mark.parametrize("facts", [
    {"t_outdoor_cC": -700}, {"mode": modes.COOL}, {"mode": modes.DEFROST}, {"on": False},
    {"sg": 1, "minute_of_week": 0}, {"t_outdoor_ok": False},
])  # fmt: skip
def test_and_not_when_it_is_milder_or_something_else_goes_on(facts):
    made, _ = backup(100, 3000, **facts)
    assert not made.on


def test_a_compressor_that_is_locked_out_is_replaced_at_any_temperature():
    assert backup(61, 2000, t_outdoor_cC=500, mode=modes.LOCKOUT)[0].on


def test_water_that_will_be_warm_in_half_an_hour_needs_no_heater():
    settings = Settings()
    d, made = Demand(settings, True), Backup(settings)
    now = healthy(settings=settings, t_outdoor_cC=-1500, mode=modes.HEAT, t_room_cC=1900)
    for minute in range(100):
        now.t_control_cC = 1700 + 17 * minute  # 5.1 K in half an hour
        d.step(now, 60_000)
        made.minute(now, d)
        made.find(now)
        short_cK = d.target_cC - now.t_control_cC
        assert not (made.on and short_cK < 480)
    assert minute > 80 and short_cK > 0


def test_the_heater_has_a_reason_in_seven_modes_and_in_none_with_the_valve_turned():
    for mode, kind in enumerate(kinds()):
        assert not (kind and modes.OUTPUTS[mode][1])


@pytest.mark.parametrize("mode, in_mode_s, on", [
    (modes.FROST, 599, False), (modes.FROST, 600, True), (modes.BOOST, 0, True),
])  # fmt: skip
def test_frost_and_hot_water_have_the_heater_to_themselves(mode, in_mode_s, on):
    assert backup(1, 3800, mode=mode, in_mode_s=in_mode_s)[0].on == on
