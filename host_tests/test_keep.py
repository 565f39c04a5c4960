"""What was counted, learned, corrected and seen survives a power cut, with the real main.py."""

import pytest
from files import Files
from flash import files_of, idle, latch, power_on, record
from heatpump import energy
from heatpump.store import pack


def test_hours_starts_energy_and_what_was_learned_go_on_after_a_power_cut():
    unit = power_on()
    unit.history.run_s, unit.history.starts, unit.history.hours[3] = 5000, 12, 7
    unit.energy.life.add_J(energy.HEAT, 5 * 3_600_000 + 7)
    unit.energy.month.add_J(energy.MELT, -3_600_000)
    unit.energy.day_s = 777
    shell = unit.estimator.shell
    shell.capacity_JpK, shell.flow_k, shell.runs = 9000, 4000, 2
    unit.defrost.references_cK[4] = 655
    unit.keep.end()
    again = power_on(files_of())
    assert (again.history.run_s, again.history.starts, again.history.hours[3]) == (5000, 12, 7)
    assert again.energy.life.Wh(energy.HEAT) == 5000
    assert again.energy.month.wheels == unit.energy.month.wheels
    assert again.energy.day_s == 777
    shell = again.estimator.shell
    assert (shell.capacity_JpK, shell.flow_k, shell.runs) == (9000, 4000, 2)
    assert again.defrost.references_cK[4] == 655
    assert again.keep.store.sentences == []


def test_a_shell_that_was_never_learned_follows_its_setting():
    unit = power_on()
    unit.keep.end()
    again = power_on(files_of(), settings={"shell_JpK": 7777})
    assert again.estimator.shell.capacity_JpK == 7777


@pytest.mark.parametrize("path, wrong", [
    ("estimator.shell.capacity_JpK", 499),
    ("estimator.shell.capacity_JpK", 100_001),
    ("estimator.shell.flow_k", -1),
    ("estimator.shell.runs", 1.5),
    ("defrost.references_cK", [1501] * 8),
    ("defrost.references_cK", [600] * 7),
    ("history.run_s", "many"),
    ("history.hours", 3),
    ("energy.life.wheels", [1 << 40] * 36),
])  # fmt: skip
def test_numbers_that_no_firmware_wrote_are_not_taken_and_named(path, wrong):
    unit = power_on()
    unit.keep.end()
    kept = record("counters")
    kept[path] = wrong
    again = power_on(Files({"counters.0": pack("counters", 1, kept)}))
    assert again.guard.inhibited is None, "the machine runs all the same"
    assert any(s.startswith("counters: ") for s in again.keep.store.sentences)


def test_numbers_that_an_older_firmware_did_not_know_are_left_alone():
    files = Files({"counters.0": pack("counters", 1, {"history.run_s": 5})})
    unit = power_on(files)
    assert unit.history.run_s == 5 and unit.history.starts == 0
    assert unit.keep.store.sentences == []


def test_counters_are_written_when_the_compressor_stands_or_much_later():
    unit = power_on()
    unit.uptime_s = 60
    idle(unit)
    assert record("boot")["short"] == 0
    for uptime_s, running, written in (
        (959, False, False), (960, True, False), (3659, True, False), (3660, True, True),
        (4559, False, False), (4560, False, True), (5459, False, False), (5460, False, True),
    ):  # fmt: skip
        files_of().data.pop("counters.0", None), files_of().data.pop("counters.1", None)
        unit.uptime_s, unit.running = uptime_s, running
        idle(unit)
        assert (record("counters") is not None) is written, uptime_s


def test_one_file_at_most_is_written_between_two_scans():
    unit = power_on()
    latch(unit)
    unit.uptime_s = 2000
    seen = []
    rename = files_of().rename
    files_of().rename = lambda old, new: (seen.append(new), rename(old, new))
    for _ in range(20):
        before = len(seen)
        unit.keep.idle()
        assert len(seen) - before <= 1
    assert [name[:-2] for name in seen[:2]] == ["latches", "latches"], "the latch goes first"
    assert {name[:-2] for name in seen} == {"latches", "journal", "counters", "boot"}


def test_a_correction_is_added_to_the_reading_and_kept():
    unit = power_on()
    unit.keep.correct("t_coil", -130)
    unit.keep.correct("p_discharge", 25_000)
    assert unit.sensors.t_coil.offset_cK == -130
    idle(unit)
    again = power_on(files_of())
    assert again.sensors.t_coil.offset_cK == -130
    assert again.sensors.p_discharge.offset_Pa == 25_000
    assert again.sensors.t_outdoor.offset_cK == 0
    plain = power_on()
    for one in (plain, again):
        for _ in range(5):
            one.step(1000)
    assert again.t_coil_cC == plain.t_coil_cC - 130
    assert again.p_discharge_Pa == plain.p_discharge_Pa + 25_000


@pytest.mark.parametrize("probe, offset", [
    ("t_coil", 501), ("t_coil", -501), ("p_suction", 100_001), ("t_coil", 1.5), ("t_coil", True),
])  # fmt: skip
def test_a_correction_out_of_bounds_is_refused(probe, offset):
    unit = power_on()
    with pytest.raises(ValueError, match="is not a whole number of"):
        unit.keep.correct(probe, offset)
    assert unit.keep.corrections == {}


def test_what_happened_before_the_cut_can_be_read_after_it():
    unit = power_on()
    unit.uptime_s = 500
    for n in range(20):
        unit.journal.move(100 + n, n, n + 1, f"reason {n}")
    unit.journal.trip(unit, "the discharge thermistor reads open circuit")
    unit.keep.end()
    again = power_on(files_of())
    moves = again.journal.last_moves()
    assert len(moves) == 16
    assert moves[-1] == (119 - 500, 19, 20, "reason 19")
    assert again.journal.first_out == "the discharge thermistor reads open circuit"
    assert again.journal.first_out_s == 0
