"""A simulated run from the command line to its files, and what its key figures mean."""

import csv
import json
import types

import pytest
from heatpump import modes

from tools import laws, runner, scenario, simulate

HARD = (
    "--start 01-16 --days 0.065 --scan-ms 250 --sensor-errors --seed 7"
    " --fault T_coil.intermittent=20@1500 --fault FAN.mul=0.3@2500..4000"
).split()


@pytest.fixture(scope="session")
def hard_run():
    """An hour and a half of trouble at a 250 ms scan, on CPython: what the others must equal."""
    plan, _ = scenario.plan(simulate.parse(HARD))
    return plan, simulate.execute(plan, "cpython")


@pytest.mark.parametrize("name", ["micropython", "micropython32"])
def test_another_interpreter_gives_the_same_bytes(hard_run, name, request):
    request.getfixturevalue(name)
    plan, expected = hard_run
    run = simulate.execute(plan, name)
    assert run.transitions == expected.transitions
    assert run.rows == expected.rows
    own = ("wall_s", "interpreter")
    assert {k: v for k, v in run.kpi.items() if k not in own} == {
        k: v for k, v in expected.kpi.items() if k not in own
    }


def test_the_hard_run_was_hard(hard_run):
    """What the interpreters agree on is more than an idle night."""
    _, run = hard_run
    assert len(run.transitions) > 6
    assert run.kpi["starts"] >= 1


@pytest.fixture(scope="session")
def short_run(tmp_path_factory):
    """The files of two hours, written by the command line."""
    out = tmp_path_factory.mktemp("run") / "sim"
    assert simulate.main(["--days", "0.08", "--quiet", "--out", str(out),
                          "--interpreter", "cpython"]) == 0  # fmt: skip
    return out


def test_every_file_is_there_and_none_other(short_run):
    assert sorted(p.name for p in short_run.iterdir()) == sorted(simulate.FILES)
    assert [p.name for p in short_run.parent.iterdir()] == ["sim"]


def test_the_key_figures_have_the_agreed_names(short_run):
    kpi = json.loads((short_run / "kpi.json").read_text())
    assert tuple(kpi) == simulate.KEYS
    assert kpi["simulated_s"] == 6912
    assert kpi["law_violations"] == 0
    assert kpi["faults"] == []


def test_the_trace_has_a_row_a_minute_of_integers_with_units(short_run):
    with open(short_run / "trace.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 6912 // 60
    assert [int(row["at_s"]) for row in rows[:3]] == [59, 119, 179]
    known = ("_cC", "_cK", "_kPa", "_W", "_Wpm2", "_g", "_permille", "_q10", "_s")
    plain = {"mode", "quality", *("compressor", "reverse", "fan", "pump", "heater")}
    for name in rows[0]:
        assert name in plain or name.endswith(known), name
    for row in rows:
        assert all(value.lstrip("-").isdecimal() for name, value in row.items() if name != "mode")


def test_a_transition_tells_second_mode_reason_and_readings(short_run):
    first, *rest = (short_run / "transitions.txt").read_text().splitlines()
    assert first.split()[:4] == ["0", "REST", "power", "on"]
    assert rest
    for line in [first, *rest]:
        head, _, readings = line.partition(" | ")
        assert head.split()[1] in modes.NAMES
        assert readings.split()[::2][:6] == ["out", "coil", "dis", "sup", "ret", "room"]


def test_heat_and_electricity_of_the_trace_add_up_to_the_key_figures(short_run):
    """115 means of a minute are 6900 of the 6912 seconds; the machine uses 3 kW at most."""
    kpi = json.loads((short_run / "kpi.json").read_text())
    with open(short_run / "trace.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    electric_Wh = sum(int(row["true_power_W"]) for row in rows) / 60
    assert electric_Wh == pytest.approx(kpi["electric_Wh"], abs=3000 * 16 / 3600 + 2)
    assert kpi["spf_net"] == pytest.approx(kpi["heat_Wh"] / kpi["electric_Wh"], abs=0.002)


# --- the recorder by itself ----------------------------------------------------------------


def recorder():
    made = runner.Recorder(modes, laws)
    settings = types.SimpleNamespace(room_heat_cC=2000, room_cool_cC=2500)
    made.unit = types.SimpleNamespace(settings=settings)
    made.laws = types.SimpleNamespace(violations=[])
    made._row = lambda plant: None
    return made


def plant(**attributes):
    usual = {"clock_s": 60.0, "t_room_C": 20.0, "machine": {"tank_J_K": 0.0}}
    return types.SimpleNamespace(**{**usual, **attributes})


@pytest.mark.parametrize(
    ("t_room_C", "off_K"), [(20.0, 0), (20.5, 0), (19.5, 0), (18.0, 1.5), (22.5, 2.0)]
)
def test_comfort_counts_kelvins_beyond_half_a_kelvin_on_either_side(t_room_C, off_K):
    watched = recorder()
    for _ in range(60):
        watched._minute(plant(t_room_C=t_room_C))
    assert watched.comfort_Kh == pytest.approx(off_K)


def test_after_a_start_for_cooling_comfort_is_measured_from_the_summer_set_point():
    watched = recorder()
    watched._mode = modes.COOL
    watched._switched(plant(compressor=1))
    for _ in range(60):
        watched._minute(plant(t_room_C=25.0))
    assert watched.comfort_Kh == 0


@pytest.mark.parametrize(
    ("starts_s", "most"),
    [([], 0), ([5], 1), ([0, 3599], 2), ([0, 3600], 1), ([0, 1000, 2000, 3700, 3800], 4)],
)
def test_the_busiest_hour_is_any_3600_seconds(starts_s, most):
    watched = recorder()
    watched.starts_s = starts_s
    assert watched.most_in_an_hour() == most


def test_the_starts_of_a_defrost_are_not_counted():
    watched = recorder()
    watched._mode, watched._origin = modes.DEFROST, modes.TURN
    watched._switched(plant(compressor=1))
    watched._switched(plant(compressor=0))
    watched._mode, watched._origin = modes.HEAT, modes.BACK
    watched._switched(plant(compressor=1))
    assert watched.starts_s == []


@pytest.mark.parametrize(
    ("value", "nearest"), [(1.4, 1), (1.5, 2), (-1.4, -1), (-1.5, -2), (0, 0)]
)
def test_truth_is_rounded_to_the_nearest_integer_away_from_zero(value, nearest):
    assert runner._near(value) == nearest
