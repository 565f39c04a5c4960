"""Laws 1, 10 to 13 and 15, broken and just kept: rest, flow, starts, latches, falling outputs."""

import board
import pytest
from scripted import Machine, Unit

pytestmark = pytest.mark.usefixtures("standing_still")


def test_1_a_start_before_the_compressor_has_rested(scan_ms):
    assert Machine(scan_ms).heats().heats(rest=300).broken() == []
    assert Machine(scan_ms).heats().heats(rest=299).broken() == [1]


def test_1_a_start_while_power_up_holds_it(scan_ms):
    assert Machine(scan_ms).heats(rest=300).broken() == []
    assert Machine(scan_ms).heats(rest=299).broken() == [1]


def test_1_holds_after_a_power_cut_too():
    def after_cut(rest):
        m = Machine(faults=[["GRID.cut_ms", 60_000, 1000, None]]).go(980)
        with pytest.raises(board.PowerCut):
            m.go(100)
        m.wiring = board.wire()
        m.laws.boots()
        return m.heats(rest=rest).broken()

    assert after_cut(300) == []
    assert after_cut(290) == [1]


def test_1_lets_a_defrost_restart_at_once_but_not_at_any_gap(scan_ms):
    assert Machine(scan_ms).heats().settles(30, 15).go(60, c=1, r=1).broken() == []
    assert Machine(scan_ms).heats().settles(30, 14).go(60, c=1, r=1).broken() == [1, 7]


def test_10_no_start_without_ten_seconds_of_flow(scan_ms):
    def with_flow_for(seconds):
        return Machine(scan_ms).go(400, pump=0).go(seconds).go(60, c=1, fan=1).broken()

    assert with_flow_for(10 + scan_ms / 1000) == []
    assert with_flow_for(9) == [10]
    assert Machine(scan_ms, emitter="air").go(400, pump=0).go(60, c=1, fan=1).broken() == []


def test_10_flow_that_is_lost_stops_the_compressor_within_five_seconds(scan_ms):
    assert Machine(scan_ms).heats().go(5, c=1, fan=1, pump=0).go(9).broken() == []
    assert Machine(scan_ms).heats().go(7, c=1, fan=1, pump=0).go(9).broken() == [10]


def test_11_a_program_that_ends_leaves_every_output_off():
    m = Machine().heats().go(1, pump=0)
    m.laws.stopped()
    assert m.broken() == []
    m.heats()
    m.laws.stopped()
    assert m.broken() == [11]


def test_12_outputs_that_nobody_renews_fall():
    def silent(m):
        m.heats()
        for _ in range(6):
            m.wiring.idle_ms(1000)
            m.laws.check()
        return m.broken()

    assert silent(Machine()) == []
    m = Machine()
    m.bench.relays.reset = lambda: None  # a board without a lease
    assert silent(m) == [12]


def test_12_a_renewal_counts_before_time_goes_on():
    """A boot of minutes, whose run ends as its first scan begins: time stands still then."""
    m = Machine().heats()
    m.bench.quiet_ms = 300_000
    m.wiring.pump(True)
    m.laws.check()
    assert m.broken() == []
    m.bench.relays.alive[0] = False
    m.laws.check()
    assert m.broken() == [12]


def starts(m, apart, count):
    for _ in range(count):
        m.heats(apart - 300)
    return m.broken()


def test_13_six_starts_in_any_hour_and_not_seven(scan_ms):
    assert starts(Machine(scan_ms), 600, 9) == []
    assert starts(Machine(scan_ms), 599, 6) == []
    assert starts(Machine(scan_ms), 599, 7) == [13]


def test_15_a_latched_fault_survives_power_cuts_until_a_person_clears_it():
    def rebooted(remembers, acknowledged=False, whole_scan=True):
        m = Machine()
        unit = Unit(latched=False)
        m.laws.boots(unit)
        m.go(500)
        unit.latched = True
        if whole_scan:  # a latch that the same scan's cut takes away was never there
            m.go(1)
        if acknowledged:
            m.laws.acknowledge()
        m.laws.boots(Unit(latched=remembers))
        return m.go(5).broken()

    assert rebooted(remembers=True) == []
    assert rebooted(remembers=False) == [15]
    assert rebooted(remembers=False, acknowledged=True) == []
    assert rebooted(remembers=False, whole_scan=False) == []


def test_15_a_person_may_clear_it_while_the_controller_lives():
    m = Machine()
    unit = Unit(latched=True)
    m.laws.boots(unit)
    m.go(500)
    unit.latched = False
    assert m.heats().broken() == []


def test_15_nothing_starts_while_a_fault_is_latched():
    m = Machine()
    m.laws.boots(Unit(latched=True))
    assert m.heats().broken() == [15]
