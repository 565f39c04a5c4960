"""What a person types: taken as meant, or refused in one sentence."""

from types import SimpleNamespace

import faults
import pytest

from tools import scenario


def typed(**changes):
    options = {
        "weather": "greensboro", "start": "01-15", "days": "7", "fluid": "R290",
        "emitter": None, "interpreter": "micropython", "settings": [], "faults": [],
        "scan_ms": "1000", "seed": "1",
    }  # fmt: skip
    options.update(changes)
    return SimpleNamespace(**options)


def refused(**changes):
    """The sentence a wrong option gives."""
    with pytest.raises(scenario.BadInput) as problem:
        scenario.plan(typed(**changes))
    sentence = str(problem.value)
    assert "\n" not in sentence
    return sentence


def test_a_winter_week_in_greensboro():
    wanted, about = scenario.plan(typed(settings=["room_heat_cC=2100"], scan_ms="250"))
    assert wanted["start_s"] == 14 * 86400
    assert wanted["duration_s"] == 7 * 86400
    assert (wanted["machine"], wanted["emitter"]) == ("monobloc_r290", "water")
    assert wanted["settings"] == {"scan_ms": 250, "room_heat_cC": 2100}
    assert about["start"].endswith("-01-15T00:00:00")
    assert about["title"] == "greensboro, 7 days from 15 January"


def test_a_scenario_is_what_the_board_takes():
    import board

    board.configure(scenario.plan(typed(faults=["T_coil.open@9000"]))[0])
    board.configure({})


@pytest.mark.parametrize(
    ("fluid", "machine", "emitter"),
    [("R32", "split_r32", "air"), ("R407C", "ground_r407c", "water")],
)
def test_a_fluid_alone_selects_the_machine_and_what_it_feeds(fluid, machine, emitter):
    wanted, _ = scenario.plan(typed(fluid=fluid))
    assert (wanted["machine"], wanted["emitter"]) == (machine, emitter)


# what was typed, what the sentence must name
BAD = [
    ({"fluid": "R999"}, ["--fluid", "R999", "R290, R32"]),
    ({"fluid": "R32", "machine": "ground_r407c"}, ["R32", "ground_r407c", "R407C"]),
    ({"weather": "nowhere.epw"}, ["weather", "nowhere.epw", "greensboro, sandpoint, miami"]),
    ({"emitter": "steam"}, ["--emitter", "steam", "water, air"]),
    ({"interpreter": "lua"}, ["--interpreter", "lua", "micropython32"]),
    ({"start": "02-30"}, ["--start", "02-30", "01-01..12-31"]),
    ({"start": "0115"}, ["--start", "0115", "01-01..12-31"]),
    ({"days": "0"}, ["--days", "0", "366"]),
    ({"days": "nan"}, ["--days", "nan", "366"]),
    ({"days": "inf"}, ["--days", "inf", "366"]),
    ({"scan_ms": "99"}, ["--scan-ms", "99", "100..1000 ms"]),
    ({"scan_ms": "1001"}, ["--scan-ms", "1001", "100..1000 ms"]),
    ({"seed": "x"}, ["--seed", "x", "0..1000000"]),
    ({"settings": ["room_heat_cC=9000"]}, ["room_heat_cC", "9000", "500..3000 0.01 degC"]),
    ({"settings": ["room_heat_cC=warm"]}, ["room_heat_cC", "warm", "500..3000"]),
    ({"settings": ["room_heat_cC"]}, ["room_heat_cC", "nothing", "500..3000"]),
    ({"settings": ["room_heat=2000"]}, ["room_heat", "no such setting", "room_heat_cC"]),
    ({"settings": ["water_least_cC=3000", "water_most_cC=2500"]}, ["water_most_cC", "3000"]),
    ({"settings": ["scan_ms=200"]}, ["scan_ms", "--scan-ms 200"]),
    ({"tank": "1001"}, ["--tank", "1001", "0..1000 litres"]),
    ({"tank": "200", "emitter": "air"}, ["--tank", "200", "air"]),
    ({"grid": ["shut@5"]}, ["shut@5", "normal, blocked, recommended, forced"]),
    ({"grid": ["forced"]}, ["forced", "STATE@SECOND"]),
    ({"grid": ["forced@-1"]}, ["-1", "0..1073741823 s"]),
    ({"faults": ["T_coil.melt@5"]}, ["T_coil.melt", "T_coil.open, T_coil.short"]),
    ({"faults": ["DOOR.open@5"]}, ["DOOR.open", "T_outdoor", "FAN.mul"]),
    ({"faults": ["FAN.mul=3@5"]}, ["FAN.mul", "3", "0..2"]),
    ({"faults": ["T_coil.offset=nan@5"]}, ["T_coil.offset", "nan", "-100..100 K"]),
    ({"faults": ["T_coil.offset=hot@5"]}, ["T_coil.offset", "hot", "-100..100 K"]),
    ({"faults": ["T_coil.open=1@5"]}, ["T_coil.open", "takes no value", "1"]),
    ({"faults": ["T_coil.open"]}, ["T_coil.open", "VERB@SECOND"]),
    ({"faults": ["T_coil.open@"]}, ["T_coil.open@", "nothing", "0.."]),
    ({"faults": ["T_coil.open@-5"]}, ["T_coil.open@-5", "-5", "0.."]),
    ({"faults": ["T_coil.open@9..9"]}, ["T_coil.open@9..9", "9"]),
    ({"faults": ["CMD.fuzz=0@5"]}, ["CMD.fuzz", "0", "1..3600 /h"]),
    ({"faults": ["LINK.down@5"]}, ["LINK.down", "no network link to break", "has none"]),
    ({"faults": ["LINK.loss=20@5..9"]}, ["LINK.loss", "no network link to break"]),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "named"), BAD, ids=[str(wrong) for wrong, _ in BAD])
def test_bad_input_is_one_sentence_with_the_thing_its_value_and_what_is_allowed(wrong, named):
    sentence = refused(**wrong)
    for part in named:
        assert part in sentence


def test_a_tank_and_the_grid_are_in_the_plan_only_when_asked_for():
    usual = scenario.plan(typed())[0]
    assert "house" not in usual and "grid" not in usual
    asked = scenario.plan(typed(tank="200", grid=["forced@9", "blocked@5"]))[0]
    assert asked["house"] == {"tank_J_K": 837_200.0}
    assert asked["grid"] == [[5, 1], [9, 3]]


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("T_coil.open@9000", ["T_coil.open", None, 9000, None]),
        ("FAN.mul=0.05@7200..9000", ["FAN.mul", 0.05, 7200, 9000]),
        ("P_hp.offset=-2@0", ["P_hp.offset", -2, 0, None]),
        ("TICK.jump=60000@100", ["TICK.jump", 60000, 100, None]),
    ],
)
def test_a_fault_is_a_verb_a_value_a_beginning_and_an_end(text, entry):
    assert scenario.parse_fault(text) == entry


def test_every_verb_can_be_typed_with_its_lowest_highest_and_usual_value():
    for verb, default, low, high, _, meaning in faults.rows():
        assert meaning
        if low is None:
            assert scenario.parse_fault(f"{verb}@1") == [verb, None, 1, None]
            assert default is None or verb == "VALVE.stuck"
            continue
        for value in (low, high):
            assert scenario.parse_fault(f"{verb}={value}@1")[1] == value
        assert default is None or low <= default <= high


def test_the_verbs_are_those_of_the_protection_document():
    kinds = ["open", "short", "offset", "drift", "stuck", "noise", "lag", "swap", "intermittent"]
    probes = ["outdoor", "coil", "suction", "discharge", "liquid", "supply", "return", "room"]
    wanted = {f"T_{probe}.{kind}" for probe in probes for kind in kinds}
    wanted |= {f"P_{side}.{kind}" for side in ("hp", "lp") for kind in kinds}
    wanted |= {
        "ADC.vref", "ADC.mux", "ADC.raises", "RELAY_comp.weld", "RELAY_comp.open",
        "RELAY_comp.chatter", "VALVE.stuck", "VALVE.mid", "FAN.mul", "FLOW.mul", "CHARGE",
        "COIL.block", "ICE.never_melts", "ROTOR.lock", "MOTOR.protector", "GRID.cut_ms",
        "GRID.flicker", "GRID.sag", "SCAN.delay", "TICK.start", "TICK.jump",
        "FILE.cut_op", "FILE.enospc", "FILE.eio", "FILE.flip", "FILE.slow",
        "HEAP.fail_nth", "CMD.fuzz",
    }  # fmt: skip
    assert {row[0] for row in faults.rows()} == wanted
