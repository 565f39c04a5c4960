"""Faults of the plant, and what holds for every verb: its seconds, its end, its order."""

import board
import faults
import pytest
from passing import NTC_OPEN_uV, let_pass, reads
from stub_plant import StubPlant

IN_THE_PLANT = [
    ("FAN.mul", 0.05, "fan_mul", 0.05),
    ("FLOW.mul", None, "flow_mul", 0),
    ("CHARGE", 0.7, "charge", 0.7),
    ("COIL.block", 0.8, "coil_block", 0.8),
    ("ICE.never_melts", None, "ice_never_melts", True),
    ("ROTOR.lock", None, "rotor_locked", True),
    ("MOTOR.protector", None, "motor_open", True),
    ("VALVE.mid", None, "valve_stuck", 0.5),
    ("VALVE.stuck", 1, "valve_stuck", 1),
    ("VALVE.stuck", None, "valve_stuck", 0.0),  # where it was
]


@pytest.mark.parametrize(("verb", "value", "attribute", "set_to"), IN_THE_PLANT)
def test_a_fault_of_the_plant_is_set_at_its_second_and_taken_back(
    broken, verb, value, attribute, set_to
):
    wiring, bench = broken(verb, value, 10, 20)
    neutral = getattr(StubPlant(), attribute)
    let_pass(wiring, 9)
    assert getattr(bench.plant, attribute) == neutral
    let_pass(wiring, 1)
    assert getattr(bench.plant, attribute) == set_to
    let_pass(wiring, 10)
    assert getattr(bench.plant, attribute) == neutral


def test_the_real_plant_has_every_attribute_that_a_fault_sets():
    from plant import Plant

    plant = Plant()
    for _, _, attribute, _ in IN_THE_PLANT:
        assert hasattr(plant, attribute)
    assert hasattr(plant, "grid_ok")


def usual(row):
    return [row[0], row[1] if row[2] is not None else None, 20, 40]


@pytest.mark.parametrize("row", faults.rows(), ids=lambda row: row[0])
def test_after_its_end_a_fault_leaves_nothing_behind(broken, row):
    """Readings, contacts and plant are those of a board that never had it."""
    wiring, bench = broken(*usual(row))
    for _ in range(90):
        wiring.compressor(True)
        try:
            wiring.idle_ms(1000)
        except board.PowerCut:
            wiring = board.wire()
    bench.probes.settle()
    plain = StubPlant()
    for i, u_uV in enumerate(bench.probes.counts[:10]):
        assert u_uV == pytest.approx(bench.probes.level_uV(i, bench.probes.seen[i]), abs=600)
        assert bench.probes.channels[i].counts is bench.probes.counts
    assert bench.plant.compressor == 1 and bench.delay_ms == 0 and bench.probes.spoil is None
    for attribute in ("fan_mul", "flow_mul", "charge", "coil_block", "valve_stuck", "grid_ok"):
        assert getattr(bench.plant, attribute) == getattr(plain, attribute)


def test_a_board_without_faults_has_no_fault_code_at_work(broken, monkeypatch):
    board.configure({})
    board.wire()
    bench = board.bench()
    assert bench._faults is None and bench.probes.spoil is None and bench.relays.forced is None


def test_two_faults_of_one_place_act_in_their_order(broken):
    wiring, bench = broken("T_coil.offset", 5, 2, None, more=[["T_coil.open", None, 4, 6]])
    assert reads(wiring, "t_coil", 6)[-1] == NTC_OPEN_uV
    assert reads(wiring, "t_coil", 2)[-1] == bench.probes.level_uV(1, bench.probes.seen[1] + 5)


def test_an_unknown_verb_is_refused(broken):
    with pytest.raises(ValueError, match=r"DOOR\.open is unknown"):
        broken("DOOR.open", None, 0, None)


def test_a_person_breaks_and_mends_between_two_scans(monkeypatch):
    monkeypatch.setattr(board, "Plant", StubPlant)
    board.configure({})
    wiring, bench = board.wire(), board.bench()
    sound_uV = reads(wiring, "t_coil", 1)[0]
    bench.breaks("T_coil.open")
    assert reads(wiring, "t_coil", 2) == [NTC_OPEN_uV] * 2 and bench.broken() == ["T_coil.open"]
    bench.mends("T_coil.open")
    assert abs(reads(wiring, "t_coil", 1)[0] - sound_uV) < 2000 and bench.broken() == []
    board.configure({})


def test_what_a_person_mends_the_scenario_does_not_break_again(broken):
    wiring, bench = broken("FAN.mul", 0.5, 2, None)
    let_pass(wiring, 3)
    assert bench.plant.fan_mul == 0.5
    bench.breaks("FAN.mul", 0)
    assert bench.plant.fan_mul == 0 and bench.broken() == ["FAN.mul"]
    bench.mends("FAN.mul")
    let_pass(wiring, 3)
    assert bench.plant.fan_mul == 1.0 and bench.broken() == []


def test_a_verb_that_nobody_knows_is_refused_and_breaks_nothing(broken):
    _, bench = broken("FAN.mul", 0.5, 2, None)
    with pytest.raises(ValueError, match=r"FAN\.fall is unknown"):
        bench.breaks("FAN.fall")
    assert bench.broken() == []
