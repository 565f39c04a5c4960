"""Files that are dead, full, slow, damaged or nonsense: a sentence, and a machine that is safe."""

import json

import board
import pytest
from files import Files
from flash import files_of, idle, latch, power_on, record
from heatpump import why
from heatpump.store import Store, pack


@pytest.mark.parametrize("dead", [True, False], ids=["dead", "full"])
def test_a_dead_or_full_file_system_is_sentences_and_a_machine_that_runs_or_is_safe(dead):
    power_on()
    files = files_of()
    files.dead, files.room = dead, 0
    unit = power_on(files)
    for _ in range(400):
        unit.step(1000)
        unit.keep.idle()
    assert unit.keep.store.sentences
    if dead:  # nothing can be read: nobody knows what was latched
        assert unit.protections.latched and not unit.guard.compressor
    unit.keep.end()


NONSENSE = (None, True, 0, -1, 1 << 70, 1.5, float("inf"), "x", [], [1], {}, {"x": 1}, [[]])


@pytest.mark.parametrize("name", ["latches", "corrections", "counters", "journal", "boot",
                                  "settings"])  # fmt: skip
def test_nonsense_with_a_good_check_sum_never_stops_a_boot(name):
    unit = power_on()
    latch(unit)
    unit.keep.correct("t_coil", 5)
    unit.keep.save()
    unit.journal.trip(unit, "a trip")
    idle(unit)
    unit.keep.end()
    good = record(name)
    wrongs = list(NONSENSE)
    for key in good if type(good) is dict else ():
        for nonsense in NONSENSE:
            wrongs.append({**good, key: nonsense})
    for wrong in wrongs:
        unit = power_on(Files({name + ".0": pack(name, 1, json.loads(json.dumps(wrong)))}))
        unit.step(1000)
        idle(unit, 3)
        unit.keep.end()


def written_by_a_board():
    """Every file that the firmware writes, with all it can hold."""
    unit = power_on()
    latch(unit)
    unit.keep.correct("t_coil", 5)
    unit.settings.take({"room_heat_cC": 2100})
    unit.keep.save()
    unit.journal.move(5, 1, 2, "a reason")
    unit.journal.trip(unit, "a trip")
    idle(unit)
    unit.keep.end()
    unit.keep.end()
    return dict(files_of().data)


def test_every_flipped_byte_and_every_truncation_of_every_file_is_a_sentence_and_no_loss():
    data = written_by_a_board()
    assert len(data) == 12
    for file in data:
        name, raw = file[:-2], data[file]
        damaged = [raw[:i] for i in range(len(raw))]
        damaged += [raw[:i] + bytes([raw[i] ^ 0x10]) + raw[i + 1 :] for i in range(len(raw))]
        for wrong in damaged:
            store = Store(Files({**data, file: wrong}))
            assert store.load(name) is not None, "the other copy is good"
            assert len(store.sentences) == 1 and store.lost == []


def test_a_write_longer_than_the_lease_drops_every_output_and_the_next_scan_rests_anew():
    unit = power_on(settings={"scan_ms": 1000})
    bench = board.bench()
    while not unit.guard.compressor or unit.guard.on_ms < 60_000:
        unit.step(1000)
        unit.wiring.idle_ms(1000)
    assert bench.relays.asked[0]
    files_of().slow = lambda: bench.pass_ms(1200)
    latch(unit)
    unit.keep.idle()
    assert sum(bench.relays.asked) == 0
    unit.step(5800)
    assert not unit.guard.compressor and unit.guard.off_ms == 0


def test_what_was_wrong_with_the_files_is_among_the_notes():
    unit = power_on(Files({"counters.0": b"rubbish"}))
    assert "counters.0 is no record of this version" in why.notes(unit)
