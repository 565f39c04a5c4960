"""Relays that stick or chatter, mains that sag, time that jumps, each in its seconds."""

import board
import pytest
from passing import let_pass


def test_a_welded_contact_stays_closed_and_an_open_one_open(broken):
    wiring, bench = broken("RELAY_comp.weld", None, 5, 15)
    let_pass(wiring, 10)
    assert bench.plant.compressor == 1 and bench.relays.asked[0] == 0
    let_pass(wiring, 10)
    assert bench.plant.compressor == 0
    wiring, bench = broken("RELAY_comp.open", None, 5, 15)
    let_pass(wiring, 10, compressor=True)
    assert bench.plant.compressor == 0 and bench.relays.asked[0] == 1
    let_pass(wiring, 10, compressor=True)
    assert bench.plant.compressor == 1


def test_no_mains_beat_a_weld(broken):
    wiring, bench = broken("RELAY_comp.weld", None, 2, None, more=[["GRID.sag", 2000, 5, None]])
    seen = []
    bench._each_scan = lambda plant: seen.append(plant.compressor)
    let_pass(wiring, 10)
    assert 0 in seen[4:] and seen[-1] == 1


def test_a_chattering_contact_opens_in_its_part_of_the_scans(broken):
    wiring, bench = broken("RELAY_comp.chatter", 30, 0, None)
    open_s = 0
    for _ in range(1000):
        let_pass(wiring, 1, compressor=True)
        open_s += bench.plant.compressor == 0
    assert 240 < open_s < 360  # 300, four sigma of 14.5


def test_a_brown_out_drops_the_relays_and_not_the_controller(broken):
    wiring, bench = broken("GRID.sag", 200, 5, None)
    seen = []
    bench._each_scan = lambda plant: seen.append((plant.compressor, plant.clock_s))
    let_pass(wiring, 12, compressor=True)  # raises nothing
    assert [clock_s for on, clock_s in seen if not on] == [pytest.approx(5.2)]
    assert bench.plant.compressor == 1


def test_flicker_drops_the_relays_again_and_again(broken):
    wiring, bench = broken("GRID.flicker", 2, 10, 20)
    drops = []
    bench._each_scan = lambda plant: drops.append(plant.compressor)
    let_pass(wiring, 30, compressor=True)
    assert drops.count(0) == 5  # ten seconds, every two


@pytest.mark.parametrize(
    ("cut_ms", "survives"), [(10, True), (20, True), (21, False), (5000, False)]
)
def test_a_short_cut_is_bridged_by_the_supply_and_a_longer_one_is_not(broken, cut_ms, survives):
    wiring, bench = broken("GRID.cut_ms", cut_ms, 5, None)
    let_pass(wiring, 4, compressor=True)
    if survives:
        let_pass(wiring, 4, compressor=True)
    else:
        with pytest.raises(board.PowerCut):
            let_pass(wiring, 4, compressor=True)
    assert bench.plant.grid_ok


def test_a_delayed_scan_takes_longer_for_everybody(broken):
    wiring, bench = broken("SCAN.delay", 1500, 5, 10)
    let_pass(wiring, 5)
    assert bench.plant.clock_s == 5.0
    ticks_ms = wiring.ticks_ms()
    let_pass(wiring, 1)
    assert bench.plant.clock_s == 7.5
    assert (wiring.ticks_ms() - ticks_ms) % (1 << 30) == 2500


def test_ticks_start_where_they_are_told_and_jump_when_they_are_told(broken):
    wiring, _ = broken("TICK.start", 123, 0, None, more=[["TICK.jump", 60000, 4, None]])
    ticks_ms = [wiring.ticks_ms()]
    for _ in range(6):
        wiring.idle_ms(1000)
        ticks_ms.append(wiring.ticks_ms())
    assert ticks_ms == [123, 1123, 2123, 3123, 64123, 65123, 66123]
