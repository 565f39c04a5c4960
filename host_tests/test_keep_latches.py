"""Law 15: what is latched stays latched, whatever the power and the flash do."""

import board
from files import Files
from flash import files_of, idle, latch, power_on, record
from heatpump.store import pack


def test_a_latch_is_written_between_the_scan_that_made_it_and_the_next():
    unit = power_on()
    latch(unit)
    unit.keep.idle()
    assert record("latches")["latched"] is True


def test_a_latch_survives_any_number_of_power_cuts():
    unit = power_on()
    latch(unit)
    idle(unit)
    for _ in range(5):
        unit = power_on(files_of())
        assert unit.protections.latched
        assert unit.protections.because == "discharge pressure is at its limit"


def test_both_generations_hold_the_latch_so_that_one_damaged_file_forgets_nothing():
    unit = power_on()
    latch(unit)
    idle(unit)
    for damaged in ("latches.0", "latches.1"):
        data = dict(files_of().data)
        data[damaged] = data[damaged][:-3]
        assert power_on(Files(data)).protections.latched
        board.bench().files.data = data


def test_latches_that_cannot_be_read_count_as_latched():
    unit = power_on()
    idle(unit)
    for damage in (b"", b"rubbish", pack("latches", 9, {"latched": False})):
        files = Files({"latches.0": damage})
        unit = power_on(files)
        assert unit.protections.latched
        assert unit.protections.because == "what was latched cannot be read"
        assert any("latches" in sentence for sentence in unit.keep.store.sentences)
        idle(unit)
        assert power_on(files).protections.latched, "and are written as such"


def test_three_acknowledgements_an_hour_are_counted_over_a_power_cut():
    unit = power_on()
    for at_s in (10, 20, 30):
        unit.protections.latched = True
        assert unit.protections.acknowledge(at_s)
    unit.guard.uptime_s = unit.uptime_s = 40
    idle(unit)
    again = power_on(files_of())
    again.protections.latched = True
    assert not again.protections.acknowledge(60)
    assert again.protections.acknowledge(3600 - 30 + 1)


def test_a_latch_that_cannot_be_written_is_tried_again_until_it_is():
    unit = power_on()
    latch(unit)
    files_of().dead = True
    idle(unit)
    assert record("latches") is None
    assert any("latches cannot be written" in s for s in unit.keep.store.sentences)
    files_of().dead = False
    unit.uptime_s += 59
    idle(unit)
    assert record("latches") is None
    unit.uptime_s += 1
    idle(unit)
    assert record("latches")["latched"] is True
