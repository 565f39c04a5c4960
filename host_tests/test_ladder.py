"""The ladder from retry to latch: what it says, counts, gives to the flash and takes back."""

import pytest
from heatpump.ladder import Protections
from heatpump.protections import LADDER, LATCH, PATIENT, ROWS
from heatpump.settings import Settings
from now import healthy, running

CODES = [row[0] for row in ROWS]
SENTENCE = {row[0]: row[5] for row in ROWS}
HP = {"p_discharge_kPa": 2950}


def trip(p, uptime_s, **bad):
    p.step(running(uptime_s=uptime_s, **bad), 1000)
    assert p.tripped
    p.step(running(uptime_s=uptime_s + 1), 1000)
    assert not p.tripped


def test_a_fresh_ladder_has_nothing_to_say():
    p = Protections(Settings())
    assert (p.tripped, p.latched, p.code, p.because, p.count, p.changes) == (
        False, False, None, None, 0, 0)  # fmt: skip
    assert p.retry_wait_s(0) == 0
    assert p.state(0) == {"latched": False, "code": None, "cleared": [], "ages": {}}


def test_a_trip_has_a_code_a_sentence_and_is_counted_once_while_it_lasts():
    p = Protections(Settings())
    for second in range(5):
        p.step(running(uptime_s=100 + second, **HP), 1000)
    assert (p.code, p.because, p.count) == ("HP", SENTENCE["HP"], 1)
    p.step(running(uptime_s=200), 1000)
    trip(p, 300, pressostat_closed=False)
    assert (p.code, p.because, p.count) == ("PRESSOSTAT", SENTENCE["PRESSOSTAT"], 2)


def test_a_second_reason_during_a_trip_must_end_too_and_changes_no_sentence():
    p = Protections(Settings())
    p.step(running(uptime_s=100, flow_lost=False, pressostat_closed=False), 1000)
    p.step(running(uptime_s=101, **HP), 1000)
    assert p.code == "PRESSOSTAT" and p.count == 1
    p.step(healthy(uptime_s=102, p_discharge_kPa=2176), 1000)
    assert p.tripped  # the later one, high pressure, asks for a lower one
    p.step(healthy(uptime_s=103, p_discharge_kPa=2175), 1000)
    assert not p.tripped


@pytest.mark.parametrize("gone_s, wait_s", [(0, 600), (598, 2), (599, 1), (600, 0), (9000, 0)])
def test_the_wait_counts_down_to_nothing_and_no_further(gone_s, wait_s):
    p = Protections(Settings())
    trip(p, 5000, **HP)
    assert p.retry_wait_s(5000 + gone_s) == wait_s


def test_every_kind_of_row_is_what_its_column_says():
    for code, _, _, _, again, _ in ROWS:
        p = Protections(Settings())
        p._trip(CODES.index(code), running(uptime_s=50_000))
        assert p.latched == (again == LATCH)
        assert p.changes == (again != PATIENT)
        assert p.state(50_000)["ages"] == ({code: [0]} if again == LADDER else {})


def test_a_row_at_exactly_its_time_waits_for_one_moment_more():
    p = Protections(Settings())
    i = CODES.index("LP")
    for_ms = ROWS[i][2]
    for _ in range(for_ms // 1000):
        p.step(running(p_suction_kPa=140), 1000)
        assert not p.tripped
    assert p._held_ms[i] == for_ms and p.count == 0
    p.step(running(p_suction_kPa=140), 100)
    assert p.tripped and p.code == "LP"


def test_a_timer_stops_counting_long_after_it_has_tripped():
    p = Protections(Settings())
    i = CODES.index("P_HP")
    p._held_ms[i] = (1 << 20) - 1
    for _ in range(3):
        p.step(running(p_discharge_ok=False), 1000)
    assert p._held_ms[i] == (1 << 20) + 999  # one step beyond, and no more
    p._held_ms[i] = 1 << 20
    p.step(running(p_discharge_ok=False), 1000)
    assert p._held_ms[i] == 1 << 20


def test_of_two_rows_that_trip_at_once_the_upper_one_gives_the_sentence():
    for facts, code in ((HP, "HP"), ({"t_discharge_ok": False}, "PRESSOSTAT")):
        p = Protections(Settings())
        p.step(running(pressostat_closed=False, **facts), 1000)
        assert (p.code, p.count) == (code, 1)


def times(p, uptime_s, code, *at_s):
    for each in at_s:
        p._climb(5 * CODES.index(code), each)
    return p.state(uptime_s)["ages"].get(code)


def test_the_last_five_trips_of_each_row_are_kept_newest_first_in_places_of_their_own():
    p = Protections(Settings())
    for n in range(len(CODES)):
        for k in range(6):
            p._climb(5 * n, 50_000 + 100 * n + 10 * k)
    ages = p.state(60_000)["ages"]
    assert list(ages) == CODES
    for n, code in enumerate(CODES):
        assert ages[code] == [10_000 - 100 * n - 10 * k for k in (5, 4, 3, 2, 1)]


@pytest.mark.parametrize("age_s, kept", [(86_399, [86_399]), (86_400, None), (86_401, None)])
def test_what_is_a_day_old_is_not_kept(age_s, kept):
    assert times(Protections(Settings()), 100_000 + age_s, "LP", 100_000) == kept


@pytest.mark.parametrize("second_s, third_s, latches", [
    (10, 3599, True), (10, 3600, False), (3500, 3599, True), (3500, 3601, False),
])  # fmt: skip
def test_it_is_the_third_of_the_same_row_within_the_hour_that_latches(second_s, third_s, latches):
    p = Protections(Settings())
    for code in ("HP", "LP", "UNEVEN", "STUCK"):
        p.latched = False
        times(p, 0, code, 50_000, 50_000 + second_s)
        assert not p.latched
        p._climb(5 * CODES.index(code), 50_000 + third_s)
        assert p.latched == latches, code


@pytest.mark.parametrize("fifth_s, latches", [(86_399, True), (86_400, False)])
def test_it_is_the_fifth_within_the_day(fifth_s, latches):
    for code in CODES:
        p = Protections(Settings())
        times(p, 0, code, 200_000, 210_000, 220_000, 230_000, 200_000 + fifth_s)
        assert p.latched == latches


def test_nothing_long_ago_is_counted_in_the_first_second():
    p = Protections(Settings())
    p._climb(0, 0)
    assert not p.latched and p.acknowledge(0)


def test_what_is_given_is_what_is_taken():
    state = {
        "latched": True, "code": "STUCK", "cleared": [5, 70],
        "ages": {"HP": [1, 20, 300], "LP": [86_399], "UNEVEN": [4, 5, 6, 7, 8]},
    }  # fmt: skip
    p = Protections(Settings())
    p.restore(state)
    assert p.state(0) == state
    assert p.because == SENTENCE["STUCK"]
    assert p.state(30)["ages"]["HP"] == [31, 50, 330]


def test_ages_are_held_between_now_and_a_day_and_five_of_a_row_are_enough():
    p = Protections(Settings())
    p.restore({"latched": False, "code": None, "cleared": [9, 8, 7, 6],
               "ages": {"HP": [-50, 0, 1, 2, 3, 4, 5], "LP": [1 << 40]}})  # fmt: skip
    assert p.state(0)["ages"] == {"HP": [0, 0, 1, 2, 3]}
    assert p.state(0)["cleared"] == [9, 8, 7]
    assert p._times_s[5 * CODES.index("LP")] == -86_400
    assert p.code is None and not p.latched


@pytest.mark.parametrize("latched", [0, None, "", 1])
def test_only_a_plain_no_takes_a_latch_away_over_a_power_cut(latched):
    p = Protections(Settings())
    p.restore({"latched": latched, "code": "HP", "ages": {}})
    assert p.latched


def test_an_acknowledgement_frees_the_latch_for_all_rows_and_is_counted():
    p = Protections(Settings())
    for code in ("HP", "UNEVEN"):
        times(p, 0, code, 1000, 1100)
    p.latched, changes = True, p.changes
    assert p.acknowledge(2000) and not p.latched and p.changes == changes + 1
    assert p.state(2000)["ages"] == {} and p.state(2000)["cleared"] == [0]
    assert [p.acknowledge(t) for t in (2010, 2020, 5599, 5600, 5609, 5610)] == [
        True, True, False, True, False, True]  # fmt: skip

