"""Laws 7 to 9, 14 and 16, broken and just kept: valve, fan, defrost, heat against cold."""

import pytest
from scripted import Machine

from tools.laws import limits

pytestmark = pytest.mark.usefixtures("standing_still")


def test_7_the_valve_moves_with_the_compressor(scan_ms):
    assert 7 in Machine(scan_ms).heats().go(5, c=1, r=1, fan=1).broken()
    assert 7 in Machine(scan_ms).heats().go(5, r=1, fan=1).broken()  # in the scan it stops


def test_7_the_valve_moves_thirty_seconds_after_a_stop(scan_ms):
    assert Machine(scan_ms).heats().settles(30).broken() == []
    assert Machine(scan_ms).heats().settles(29).broken() == [7]


def test_7_the_compressor_starts_fifteen_seconds_after_the_valve(scan_ms):
    assert Machine(scan_ms).go(400).go(15, r=1).go(9, c=1, r=1, fan=1).broken() == []
    assert Machine(scan_ms).go(400).go(14, r=1).go(9, c=1, r=1, fan=1).broken() == [7]


def test_7_dropping_everything_at_once_is_a_stop_and_not_a_move(scan_ms):
    m = Machine(scan_ms).go(400).go(20, r=1, fan=1).go(600, c=1, r=1, fan=1)
    assert m.go(5, pump=0).broken() == []


def test_8_the_fan_follows_the_compressor_within_two_seconds(scan_ms):
    assert Machine(scan_ms).go(300).go(2, c=1).go(60, c=1, fan=1).broken() == []
    assert Machine(scan_ms).go(300).go(3, c=1).go(60, c=1, fan=1).broken() == [8]
    assert Machine(scan_ms).heats().go(3, c=1).broken() == [8]


def test_8_gives_the_fan_twenty_seconds_after_a_defrost(scan_ms):
    def back_without_fan(seconds):
        m = Machine(scan_ms).heats().settles().go(300, c=1, r=1).go(30, r=1).go(30)
        return m.go(seconds, c=1).go(60, c=1, fan=1).broken()

    assert back_without_fan(20) == []
    assert back_without_fan(21) == [8]


def test_9_the_fan_stands_in_a_defrost(scan_ms):
    assert Machine(scan_ms).heats().settles().go(300, c=1, r=1).broken() == []
    assert Machine(scan_ms).heats().settles().go(1, c=1, r=1, fan=1).broken() == [9]


def test_14_a_defrost_ends_within_ten_minutes(scan_ms):
    assert Machine(scan_ms).heats().settles().go(600, c=1, r=1).go(60, r=1).broken() == []
    assert Machine(scan_ms).heats().settles().go(603, c=1, r=1).go(60, r=1).broken() == [14]


def defrosts_again(m, heating):
    m.heats().settles().go(300, c=1, r=1).go(30, r=1).go(30, fan=1)
    return m.go(heating, c=1, fan=1).settles().go(60, c=1, r=1).broken()


def test_14_defrosts_are_half_an_hour_apart(scan_ms):
    assert defrosts_again(Machine(scan_ms), 1800 - 120) == []
    assert defrosts_again(Machine(scan_ms), 1800 - 121) == [14]


def test_14_ten_minutes_of_heating_lie_between_two_defrosts():
    def heated_for(seconds):
        m = Machine().heats().settles().go(300, c=1, r=1).go(30, r=1).go(1900, fan=1)
        return m.go(seconds, c=1, fan=1).settles().go(60, c=1, r=1).broken()

    assert heated_for(600) == []
    assert heated_for(599) == [14]


def test_16_the_valve_rests_a_minute_after_cooling(scan_ms):
    def cooled():
        return Machine(scan_ms).go(400).go(20, r=1).go(600, c=1, r=1, fan=1)

    assert cooled().go(30, r=1).go(99).broken() == []
    assert cooled().go(60, r=1).go(9).broken() == []
    assert cooled().go(63, r=1).go(9).broken() == [16]


def test_16_lets_the_valve_turn_ahead_of_cooling_and_wait_for_flow():
    assert Machine().heats().go(900).go(120, r=1).broken() == []


def test_16_the_backup_heater_stands_while_the_house_is_cooled():
    m = Machine().go(400).go(20, r=1)
    assert m.go(60, c=1, r=1, fan=1).broken() == []
    assert m.go(1, c=1, r=1, fan=1, heater=1).broken() == [16]
    assert Machine().go(300).go(60, c=1, fan=1, heater=1).broken() == []


@pytest.mark.parametrize(
    ("row", "value", "rests_s"),
    [("valve_hold_s", 200, 200), ("valve_off_s", 233, 233), ("defrost_dwell_s", 215, 108)],
)
def test_16_the_valve_may_rest_as_late_as_any_setting_that_holds_it(row, value, rests_s):
    from heatpump.settings import Settings

    settings = Settings()
    assert limits("R290", True, settings).valve_hold_s == 60
    assert settings.take({row: value}) == []
    assert limits("R290", True, settings).valve_hold_s == rests_s
