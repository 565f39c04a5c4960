"""Law 17: what a command may change, and what it may not."""

import pytest
from heatpump.settings import Settings
from heatpump.settings_rows import ROWS
from scripted import Machine

from tools.laws import limits, too_wide

pytestmark = pytest.mark.usefixtures("standing_still")


def commanded(seconds_ago, rest, **command):
    """A machine that is told something while it rests, and then starts."""
    m = Machine().heats().go(rest - seconds_ago)
    m.laws.commanded(**command)
    return m.go(seconds_ago).go(60, c=1, fan=1)


def test_17_a_command_after_which_a_law_is_broken():
    assert commanded(5, 290).broken() == [1, 17]
    assert Machine().heats().heats(rest=290).broken() == [1]  # nobody said anything


def test_17_a_command_after_which_every_law_is_kept():
    assert commanded(5, 300).broken() == []


def test_17_a_command_is_to_blame_for_fifteen_minutes():
    def heater_while_cooling(after_s):
        m = Machine().go(300).go(30, r=1)
        m.laws.commanded()
        return m.go(after_s, c=1, r=1, fan=1).go(5, c=1, r=1, fan=1, heater=1).broken()

    assert heater_while_cooling(900) == [16, 17]
    assert heater_while_cooling(901) == [16]


def test_17_what_the_settings_forbid_is_refused():
    assert commanded(5, 300, widened=True).broken() == [17]


HARD = [  # limit, the hard one, what is just beyond
    ("off_s", 180.0, 179.0), ("boot_hold_s", 180.0, 179.0), ("starts_an_hour", 10, 11),
    ("valve_hold_s", 60.0, 59.0), ("valve_hold_s", 300.0, 301.0), ("discharge_C", 125.0, 125.01),
    ("discharge_most_C", 125.0, 125.01), ("lp_start_s", 300.0, 301.0), ("lp_flip_s", 300.0, 301.0),
]  # fmt: skip


@pytest.mark.parametrize(("name", "hard", "beyond"), HARD)
def test_17_no_command_takes_a_limit_beyond_its_hard_one(name, hard, beyond):
    def told(value):
        asked = limits("R290", True)
        setattr(asked, name, value)
        return commanded(5, 300, limits=asked).broken()

    assert told(hard) == []
    assert told(beyond) == [17]


@pytest.mark.parametrize("name, value", [("compressor_off_s", 100), ("starts_per_hour", 30)])
def test_17_a_table_of_settings_that_allows_too_much_is_found(name, value):
    """The firmware checks by its own table; the monitor does not take that table's word."""
    loose = Settings([(row[0], row[1], 0, 1 << 20) for row in ROWS])
    assert commanded(5, 300, limits=limits("R290", True, loose)).broken() == []
    assert loose.take({name: value}) == []
    assert commanded(5, 300, limits=limits("R290", True, loose)).broken() == [17]


@pytest.mark.parametrize("end", [2, 3])
def test_17_every_end_of_every_row_is_inside_the_hard_limits(end):
    for row in ROWS:
        settings = Settings()
        setattr(settings, row[0], row[end])
        assert not too_wide(limits("R290", True, settings)), row[0]


def test_17_settings_are_what_the_other_laws_are_measured_against():
    longer, shorter = limits("R290", True), limits("R290", True)
    longer.off_s, shorter.off_s = 400.0, 200.0
    assert commanded(5, 390, limits=longer).broken() == [1, 17]
    assert commanded(5, 400, limits=longer).broken() == []
    assert commanded(5, 200, limits=shorter).broken() == []


def test_17_no_setting_shortens_the_hold_of_a_boot_that_has_begun():
    shorter = limits("R290", True)
    shorter.boot_hold_s = shorter.off_s = 180.0
    m = Machine().go(10)
    m.laws.commanded(shorter)
    assert m.heats(rest=280).broken() == [1, 17]


def test_17_counts_the_starts_of_an_hour_by_the_setting_of_now():
    def eight_starts(most):
        m = Machine().go(60)
        other = limits("R290", True)
        other.starts_an_hour, other.off_s = most, 200.0
        m.laws.commanded(other)
        m.go(60)
        for _ in range(8):
            m.heats(60, rest=200)
        return m.broken()

    assert eight_starts(8) == []
    assert eight_starts(7) == [13]  # half an hour after the command: not by it


def test_17_flow_that_a_setting_makes_too_little_is_lost():
    much = limits("R290", True)
    much.flow_kgps = 0.5

    def running(seconds):
        m = Machine().heats()
        m.laws.commanded(much)
        return m.go(seconds, c=1, fan=1).go(5).broken()

    assert running(5) == []
    assert running(7) == [10, 17]
