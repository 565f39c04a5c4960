"""The control comparison counts right, and the seasons keep apart in a short run of each."""

from types import SimpleNamespace

import pytest

from tools import compare_control as cc
from tools import simulate, weeks


def made_up(starts, room_cC=(2000,) * 900, electric_Wh=1000, broken=0):
    """A Run with compressor starts [(second, outdoor, mode)] and a room."""
    lines = []
    for second, outdoor_cC, mode in starts:
        lines.append(f"{second - 15:8d} PRE_{mode:6} heat is wanted | out {outdoor_cC} coil 1")
        lines.append(f"{second:8d} {mode:10} fan and pump | out {outdoor_cC} coil 1")
    rows = ["at_s,room_target_cC,true_room_cC,compressor"]
    rows += [f"{60 * i},2000,{t},{i % 60 == 0:d}" for i, t in enumerate(room_cC)]
    kpi = {"law_violations": broken, "electric_Wh": electric_Wh, "spf_net": 3.0,
           "max_starts_per_hour": 1, "room_least_cC": 1950, "room_most_cC": 2050}  # fmt: skip
    return SimpleNamespace(transitions=lines, rows=rows, kpi=kpi)


def test_the_most_starts_of_an_hour_are_found_in_each_band():
    found = cc.starts(made_up([(100, 100, "HEAT"), (1300, 100, "HEAT"), (3699, 700, "HEAT"),
                               (3700, 700, "HEAT"), (9000, 1300, "HEAT")]))  # fmt: skip
    assert [cc.most_in_an_hour(found, *band) for band in cc.BANDS_cC] == [0, 3, 2]


def test_the_room_is_judged_about_its_target_after_six_hours():
    room = [1000] * 360 + [2030, 1970] * 300
    assert cc.rms_K(made_up([], room)) == pytest.approx((0.3, 0.3))


def test_a_room_that_the_sun_has_warmed_stands_apart():
    """Above its target with the compressor off for an hour; what is below it always counts."""
    sunny = made_up([], [2000] * 360 + [2300] * 100 + [1900] * 100)
    sunny.rows = [row[: -len("1")] + "0" if row[-1] == "1" else row for row in sunny.rows]
    assert cc.rms_K(sunny) == pytest.approx((1.0, (500 / 100) ** 0.5))


def test_heat_after_cold_is_a_change_and_its_hours_are_told():
    found = cc.starts(made_up([(0, 0, "COOL"), (3600, 0, "COOL"), (10800, 0, "HEAT")]))
    assert cc.changes(found) == (1, 2.0)


def results(**of_default):
    usual = {"starts": [(0, 100, "HEAT")], "electric_Wh": 970}
    runs = {cc.FIXED: made_up([]), cc.DEFAULT: made_up(**{**usual, **of_default})}
    return [("x", "01-01", name, run) for name, run in runs.items()]


@pytest.mark.parametrize("changed, words", [
    ({}, None),
    ({"electric_Wh": 971}, "2.9 % saved"),
    ({"room_cC": [2051] * 900}, "0.51 K rms"),
    ({"starts": [(i * 600, 100, "HEAT") for i in range(5)]}, "5 starts in an hour"),
    ({"broken": 1}, "1 laws broken"),
])  # fmt: skip
def test_what_is_not_as_claimed_is_said(changed, words):
    lines, failures = cc.told(results(**changed))
    assert len(lines) == 5
    assert not failures if words is None else words in failures[0] and len(failures) == 1


@pytest.mark.parametrize("place, start, cools, heats", [
    ("miami", "07-20", True, False), ("greensboro", "04-15", False, True),
])  # fmt: skip
def test_two_days_of_summer_and_of_april_need_no_change_of_season(place, start, cools, heats):
    run = simulate.execute(cc.plan(place, start, 2, {}, {}), weeks.interpreter())
    found = cc.starts(run)
    assert (any(not heat for _, _, heat in found), any(heat for _, _, heat in found)) == (
        cools, heats,
    )  # fmt: skip
    assert cc.changes(found)[1] >= cc.APART_LEAST_h and run.kpi["law_violations"] == 0


@pytest.mark.parametrize("typed", [["--days", "0"], ["--set", "water_control=7"]])
def test_wrong_input_is_one_sentence(typed, capsys):
    assert cc.main(typed) == 2
    assert capsys.readouterr().err.count("\n") == 1
