"""A heap that is full in the middle of a scan, and a program that has ended."""

import board
import pytest
from passing import let_pass

CALLS = [
    lambda wiring: wiring.t_coil.read_uv(),
    lambda wiring: wiring.fan(True),
    lambda wiring: board.files().open("x", "wb"),
    lambda wiring: wiring.idle_ms(1000),
]


@pytest.mark.parametrize("call", CALLS)
def test_a_full_heap_fails_one_call_of_the_board_whichever_it_is(broken, call):
    wiring, _ = broken("HEAP.fail_nth", 5, 3, None)
    feed = board.watchdog()
    let_pass(wiring, 3)  # not counted: it begins at their end
    feed()
    for _ in range(4):
        wiring.t_room.read_uv()
    with pytest.raises(MemoryError):
        call(wiring)
    call(wiring)  # once


def test_a_full_heap_is_one_of_a_scan_and_not_of_a_boot(broken):
    wiring, _ = broken("HEAP.fail_nth", 1, 0, None)
    let_pass(wiring, 9)
    board.watchdog()
    with pytest.raises(board.HeapFull):
        wiring.compressor(False)


def test_a_full_heap_that_is_over_and_a_dead_bus_leave_each_other_alone(broken):
    wiring, _ = broken("HEAP.fail_nth", 60, 2, 20, more=[["ADC.raises", None, 4, 6]])
    board.watchdog()
    let_pass(wiring, 5)
    with pytest.raises(OSError):
        wiring.t_coil.read_uv()
    let_pass(wiring, 2)
    assert wiring.t_coil.read_uv() > 0
    with pytest.raises(board.HeapFull):
        for _ in range(60):
            wiring.t_coil.read_uv()


def test_a_program_that_has_ended_waits_for_its_watchdog(broken):
    wiring, bench = broken("FAN.mul", 1, 0, None)
    board.watchdog()
    let_pass(wiring, 3, compressor=True)
    with pytest.raises(board.WatchdogBite):
        bench.left_alone()
    assert bench.elapsed_s == 9 and sum(bench.relays.asked) == 0  # the lease has dropped them
    board.wire()
    assert board.cause() == "watchdog"
