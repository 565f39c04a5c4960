"""The guard alone, against everything a table, a person or a power cut can ask of it."""

from pathlib import Path

import pytest
from heatpump import why
from heatpump.guard import REFUSED, Guard
from heatpump.settings import Settings

HEAT = (True, False, True, True)
COOL = (True, True, True, True)
QUIET = (False, False, False, True)
TURNED = (False, True, False, True)


def guard(boot_extra_s=0, **changes):
    settings = Settings()
    assert settings.take(changes) == []
    return Guard(settings, boot_extra_s)


def seconds(g, want, count, defrosting=False, span_kPa=500, scan_ms=1000):
    """`count` seconds of wanting `want`; returns for how long the compressor ran."""
    ran_ms = 0
    for _ in range(count * 1000 // scan_ms):
        g.tick(scan_ms)
        g.drive(want, defrosting, span_kPa)
        ran_ms += scan_ms * g.compressor
    return ran_ms // 1000


def rested(**changes):
    g = guard(**changes)
    seconds(g, QUIET, 4000)
    return g


def test_a_cold_crankcase_holds_every_start_but_those_of_a_defrost():
    g = rested()
    g.sump_cold = True
    assert seconds(g, HEAT, 600) == 0
    assert g.because == "the crankcase is cold: its oil holds refrigerant"
    assert (g.because, 60) in why._waits(g)
    g.sump_cold = False
    assert seconds(g, HEAT, 2) == 2
    seconds(g, QUIET, 60)
    g.sump_cold = True
    seconds(g, TURNED, 45)
    assert seconds(g, (True, True, False, True), 1, defrosting=True) == 1


@pytest.mark.parametrize("extra_s", [0, 37, 60])
@pytest.mark.parametrize("scan_ms", [100, 250, 500, 1000])
def test_the_boot_hold_keeps_the_compressor_off(extra_s, scan_ms):
    g = guard(extra_s)
    assert seconds(g, HEAT, 299 + extra_s, scan_ms=scan_ms) == 0
    assert g.because == "hold after power-up" or extra_s == 0
    seconds(g, HEAT, 2, scan_ms=scan_ms)
    assert g.compressor


@pytest.mark.parametrize("off_s, starts", [(598, False), (599, True)])
def test_starts_are_ten_minutes_apart(off_s, starts):
    g = rested()
    seconds(g, HEAT, 1)
    seconds(g, QUIET, off_s)
    seconds(g, HEAT, 1)
    assert g.compressor == starts


@pytest.mark.parametrize("off_s, starts", [(299, False), (300, True)])
def test_the_compressor_stays_off_for_five_minutes(off_s, starts):
    g = rested()
    seconds(g, HEAT, 2000)
    seconds(g, QUIET, off_s)
    seconds(g, HEAT, 1)
    assert g.compressor == starts


def test_a_refusal_has_a_name_and_an_end():
    g = rested()
    seconds(g, HEAT, 2000)
    seconds(g, QUIET, 1)
    g.tick(1000)
    assert g.because == "compressor must stay off" and g.wait_s == 299
    seconds(g, HEAT, g.wait_s)
    assert g.compressor


def test_starts_too_near_to_the_last_one_are_refused_by_name_until_they_are_apart():
    g = rested()
    seconds(g, HEAT, 1)
    seconds(g, QUIET, 400)
    g.tick(1000)
    assert g.because == "starts must be further apart" and g.wait_s == 600 - 401
    assert seconds(g, HEAT, g.wait_s - 1) == 0 and seconds(g, HEAT, 1) == 1


def test_a_seventh_start_in_an_hour_is_refused_by_name_until_the_first_is_an_hour_ago():
    g = rested(start_to_start_s=360, compressor_off_s=180)
    for _ in range(6):
        assert seconds(g, HEAT, 60) == 60
        seconds(g, QUIET, 320)
    g.tick(1000)
    assert g.because == "too many starts in the last hour" and g.wait_s == 3600 - 6 * 380
    assert seconds(g, HEAT, g.wait_s - 1) == 0 and seconds(g, HEAT, 1) == 1


def test_every_refusal_is_met_by_a_test_here():
    met = Path(__file__).read_text()
    assert [words for words in REFUSED[1:] if f'"{words}"' not in met] == []


def test_seven_starts_never_fall_into_one_hour():
    g = rested(start_to_start_s=360, compressor_off_s=180)
    starts, was = [], False
    for second in range(4 * 3600):
        g.tick(1000)
        g.drive(HEAT if g.on_ms < 60_000 or not g.compressor else QUIET, False, 500)
        if g.compressor and not was:
            starts.append(second)
        was = g.compressor
    assert len(starts) >= 20  # the limit is reached, not avoided
    assert all(b - a >= 3600 for a, b in zip(starts, starts[6:], strict=False))


@pytest.mark.parametrize("off_s, turns", [(29, False), (30, True)])
def test_the_valve_waits_until_the_compressor_has_been_off(off_s, turns):
    g = rested()
    seconds(g, HEAT, 700)
    seconds(g, QUIET, 1)
    seconds(g, TURNED, off_s)
    assert g.reverse == turns


@pytest.mark.parametrize("span_kPa, turns", [(3099, True), (3100, True), (3101, False)])
def test_the_valve_does_not_move_against_more_than_31_bar(span_kPa, turns):
    g = rested()
    seconds(g, TURNED, 40, span_kPa=span_kPa)
    assert g.reverse == turns


def test_the_compressor_waits_fifteen_seconds_for_the_valve():
    g = rested()
    seconds(g, TURNED, 1)
    assert g.reverse
    assert seconds(g, COOL, 14) == 0 and g.because == "the reversing valve has just moved"
    seconds(g, COOL, 1)
    assert g.compressor


def test_the_compressor_never_starts_with_the_valve_on_the_wrong_side():
    g = rested()
    seconds(g, TURNED, 60)
    assert seconds(g, HEAT, 2000) == 0
    assert g.because == "the reversing valve is not where it must be"


def test_the_valve_never_moves_while_the_compressor_runs():
    g = rested()
    seconds(g, HEAT, 100)
    seconds(g, COOL, 1000)
    assert g.compressor and not g.reverse


DEFROST = (True, True, False, True)


def defrosted():
    """Heating, a pause, and a defrost that runs."""
    g = rested()
    seconds(g, HEAT, 200)
    seconds(g, TURNED, 50)
    assert seconds(g, DEFROST, 100, defrosting=True) == 100
    return g


@pytest.mark.parametrize("off_s, starts", [(44, False), (46, True), (299, True)])
def test_a_defrost_restart_is_short_but_not_free(off_s, starts):
    g = defrosted()
    seconds(g, QUIET, off_s)
    seconds(g, HEAT, 1, defrosting=True)
    assert g.compressor == starts
    assert g.starts == 1  # a defrost's restart is not counted


def test_a_pause_too_long_for_a_defrost_makes_its_restart_a_start_like_any_other():
    g = defrosted()
    seconds(g, QUIET, 302)
    seconds(g, HEAT, 1, defrosting=True)
    assert g.compressor and g.starts == 2


def test_a_defrost_that_never_ran_gives_no_quick_restart():
    g = rested()
    seconds(g, HEAT, 700)
    seconds(g, QUIET, 150)
    assert seconds(g, HEAT, 100, defrosting=True) == 0
    assert g.because == "compressor must stay off"


def test_one_defrost_does_not_follow_another():
    g = defrosted()
    seconds(g, TURNED, 60)
    assert seconds(g, DEFROST, 100, defrosting=True) == 0


def test_the_word_defrost_does_not_open_the_boot_hold():
    g = guard()
    assert seconds(g, HEAT, 299, defrosting=True) == 0


def test_inhibited_outputs_are_all_off_on_the_next_scan():
    g = rested()
    seconds(g, HEAT, 100)
    g.inhibited = "settings are refused"
    seconds(g, HEAT, 1)
    assert not (g.compressor or g.reverse or g.fan or g.pump)
    assert seconds(g, HEAT, 1000) == 0 and g.because == "outputs are inhibited"


@pytest.mark.parametrize("gap_ms, lost", [(2999, False), (3000, True), (1 << 29, True)])
def test_a_gap_longer_than_the_lease_means_the_outputs_were_dropped(gap_ms, lost):
    g = rested()
    seconds(g, HEAT, 1000)
    g.tick(gap_ms)
    assert g.compressor != lost
    if lost:
        assert seconds(g, HEAT, 299) == 0  # taken to have stopped just now


@pytest.mark.parametrize("gap_ms", [3000, 60_000, 1 << 29, (1 << 30) - 1])
def test_after_a_gap_one_scan_is_dark_and_its_length_is_all_that_counts(gap_ms):
    """A tick counter that jumps looks the same as a scan that is late."""
    g = rested()
    seconds(g, TURNED, 40)
    before_s = g.uptime_s
    assert g.tick(gap_ms) == 250  # scan_ms as it ships
    g.drive(TURNED, False, 500)
    assert not (g.compressor or g.reverse or g.fan or g.pump)
    assert g.uptime_s - before_s <= 1
    assert seconds(g, TURNED, 29) == 0 and not g.reverse  # the valve waits for its 30 s too
    seconds(g, TURNED, 2)
    assert g.reverse


def test_timers_stop_counting_instead_of_overflowing():
    g = rested()
    for _ in range(100_000):
        g.tick(2999)
    assert g.off_ms < 1 << 30 and g.since_start_ms < 1 << 30 and g.uptime_s < 1 << 30
    assert g.wait_s == 0


@pytest.mark.parametrize("defrosting", [False, True])
def test_no_start_without_proved_flow_not_even_out_of_a_defrost(defrosting):
    g = rested()
    g.tick(1000)
    g.drive(HEAT, defrosting, 500, flows=False)
    assert not g.compressor and g.because == "water flow is not proved"
    g.tick(1000)
    g.drive(HEAT, defrosting, 500, flows=True)
    assert g.compressor


@pytest.mark.parametrize("name, state", [
    ("on_ms", {"compressor": True}), ("off_ms", {}), ("valve_ms", {}), ("since_start_ms", {}),
    ("fan_ms", {"fan": True}), ("pump_ms", {"pump": True}),
])  # fmt: skip
def test_each_timer_counts_to_three_days_and_not_one_scan_further(name, state):
    g = guard()
    for attribute, value in state.items():
        setattr(g, attribute, value)
    for start_ms, after_ms in (((1 << 28) - 1, (1 << 28) + 249), (1 << 28, 1 << 28)):
        setattr(g, name, start_ms)
        g.tick(250)
        assert getattr(g, name) == after_ms
