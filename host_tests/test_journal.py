"""The last 64 moves, the first trip's picture and the five minutes before it."""

import pytest
from heatpump.journal import COLUMNS, INPUTS, Journal
from now import healthy, running


def test_the_journal_keeps_the_last_64_moves_in_their_order():
    journal = Journal()
    for n in range(100):
        journal.move(n, n % 7, n % 5, f"reason {n}")
    moves = journal.last_moves()
    assert len(moves) == 64 and moves[0] == (36, 36 % 7, 36 % 5, "reason 36")
    assert journal.last_moves(2)[-1] == (99, 99 % 7, 99 % 5, "reason 99")


def test_a_young_journal_shows_what_it_has():
    journal = Journal()
    assert journal.last_moves() == [] and journal.flight() == []
    journal.move(5, 1, 2, "because")
    assert journal.last_moves() == [(5, 1, 2, "because")]


def seconds(journal, first, last):
    for n in range(first, last):
        journal.second(healthy(t_coil_cC=n))


def coil(journal):
    return [row[COLUMNS.index("t_coil_cC")] for row in journal.flight()]


def test_the_recorder_keeps_five_minutes():
    journal = Journal()
    seconds(journal, 0, 1000)
    assert coil(journal) == list(range(700, 1000))


def test_a_trip_keeps_the_minutes_before_it_and_ten_seconds_after():
    journal = Journal()
    seconds(journal, 0, 1000)
    journal.trip(healthy(t_coil_cC=-777), "discharge pressure is at its limit")
    seconds(journal, 1000, 5000)
    assert coil(journal) == list(range(710, 1010))
    assert journal.snapshot[COLUMNS.index("t_coil_cC")] == -777


def test_the_recorder_goes_on_when_the_compressor_runs_again():
    journal = Journal()
    seconds(journal, 0, 1000)
    journal.trip(healthy(uptime_s=1000), "first")
    seconds(journal, 1000, 1500)
    for n in range(1500, 1600):
        journal.second(running(t_coil_cC=n, ran_s=n - 1500))
    assert coil(journal) == [*range(810, 1010), *range(1500, 1600)]
    journal.trip(running(uptime_s=1600), "second")
    seconds(journal, 1600, 1700)
    assert coil(journal)[-1] == 1609  # the minutes before the second trip, and ten seconds
    assert journal.first_out == "first"


@pytest.mark.parametrize("ran_s, kept", [(3599, "first"), (3600, None)])
def test_an_hour_of_running_leaves_the_first_trip_behind(ran_s, kept):
    journal = Journal()
    journal.trip(healthy(), "first")
    journal.second(running(ran_s=ran_s))
    assert journal.first_out == kept


def test_the_first_trip_is_kept_until_a_person_has_read_it():
    journal = Journal()
    journal.trip(healthy(uptime_s=50), "first")
    journal.trip(healthy(uptime_s=90), "second")
    assert (journal.first_out, journal.first_out_s) == ("first", 50)
    journal.clear()
    seconds(journal, 0, 20)
    assert journal.first_out is None and len(journal.flight()) == 20


def test_the_snapshot_holds_every_input_by_its_name():
    journal = Journal()
    now = healthy(mode=5, flow_gps=79, t_tank_cC=4810, t_crankcase_cC=-200, sg=2)
    journal.trip(now, "why")
    assert list(journal.snapshot) == [getattr(now, name) for name in INPUTS]
    assert list(journal.snapshot)[-5:] == [79, 4810, -200, True, 2]
