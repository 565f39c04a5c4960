"""How a run begins and ends: boots counted, a boot loop, Ctrl-C, the wire `alive`."""

import runpy

import board
import main
import pytest
from files import Files
from flash import files_of, idle, power_on, record
from heatpump.store import pack


def test_a_boot_is_counted_with_its_cause_and_how_the_last_one_ended():
    unit = power_on()
    assert unit.keep.boot == {"boots": 1, "short": 1, "clean": False, "cause": "power on"}
    unit.keep.end()
    again = power_on(files_of(), cause="soft reset")
    assert again.keep.boot["boots"] == 2 and again.keep.ended_well
    third = power_on(files_of(), cause="watchdog")
    assert third.keep.boot["boots"] == 3 and not third.keep.ended_well


def test_three_boots_without_a_minute_of_scans_and_it_stays_off():
    files = Files()
    power_on(files)
    for n in range(2):
        assert power_on(files, cause="watchdog").guard.inhibited is None, n
    stuck = power_on(files, cause="watchdog")
    assert stuck.keep.looping
    assert "boots again and again" in stuck.guard.inhibited
    assert power_on(files).guard.inhibited is None, "switched off and on, it tries again"


def test_a_minute_of_scans_ends_the_count_of_boots():
    files = Files()
    for _ in range(6):
        unit = power_on(files, cause="watchdog")
        assert not unit.keep.looping
        unit.uptime_s = 60
        idle(unit)


def test_ctrl_c_is_a_clean_end_with_every_output_off():
    unit = power_on()
    scans = [0]

    def interrupt(_ms):
        scans[0] += 1
        if scans[0] == 5:
            raise KeyboardInterrupt

    unit.wiring = unit.wiring._replace(idle_ms=interrupt)
    with pytest.raises(KeyboardInterrupt):
        main.run(unit)
    assert sum(board.bench().relays.asked) == 0
    assert record("boot")["clean"] is True


def test_a_boot_record_of_nonsense_starts_anew():
    for nonsense in ([], 5, {"boots": "x", "short": []}):
        unit = power_on(Files({"boot.0": pack("boot", 1, nonsense)}), cause="watchdog")
        assert unit.keep.boot["boots"] == 1 and not unit.keep.looping


def test_the_wire_alive_turns_over_at_every_whole_scan_and_is_off_at_the_end():
    unit = power_on()
    seen = []
    unit.wiring = unit.wiring._replace(alive=seen.append)
    for _ in range(4):
        unit.step(1000)
    assert seen == [True, False, True, False]
    unit.step(1000)
    sensor, unit.sensors.sample = unit.sensors.sample, None
    with pytest.raises(TypeError):
        unit.step(1000)
    assert seen[-1] is True and len(seen) == 5, "half a scan is none"
    unit.sensors.sample = sensor
    unit.all_off()
    assert seen[-1] is False


def test_a_board_that_only_boots_is_left_to_the_prompt_without_scan_and_watchdog(monkeypatch):
    files = Files()
    power_on(files)
    for _ in range(3):
        unit = power_on(files, cause="watchdog")
    assert unit.keep.looping
    monkeypatch.setattr(board, "cause", lambda: "watchdog")
    monkeypatch.setattr(board, "watchdog", lambda: pytest.fail("the watchdog was started"))
    left = runpy.run_path(main.__file__, run_name="__main__")
    assert left["unit"].keep.looping and left["unit"].uptime_s == 0
