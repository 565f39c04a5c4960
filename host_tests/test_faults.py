"""Every fault verb does on the virtual board what its row says, in its time and no longer."""

import board
import faults
import pytest
from stub_plant import StubPlant

NTC_OPEN_uV = 3300000
TRANSDUCER_SHORT_uV = 3333333


@pytest.fixture
def broken(monkeypatch):
    """broken(verb, value, begin, end) -> (wiring, bench) of a plant that stands still."""
    monkeypatch.setattr(board, "Plant", StubPlant)

    def wire(*entry, more=(), seed=1):
        board.configure({"faults": [list(entry), *more], "seed": seed})
        wiring = board.wire()
        return wiring, board.bench()

    yield wire
    board.configure({})


def let_pass(wiring, seconds, compressor=False):
    for _ in range(seconds):
        wiring.compressor(compressor)
        wiring.idle_ms(1000)


def reads(wiring, wire, count):
    """So many readings of a channel, one a second."""
    out = []
    for _ in range(count):
        wiring.idle_ms(1000)
        out.append(getattr(wiring, wire).read_uv())
    return out


WIRES = list(
    zip(
        faults.THERMISTORS + faults.TRANSDUCERS,
        ["t_outdoor", "t_coil", "t_suction", "t_discharge", "t_liquid", "t_supply", "t_return",
         "t_room", "p_suction", "p_discharge"],
        strict=True,
    )
)  # fmt: skip
ENDS_uV = [
    *[(name + ".open", wire, NTC_OPEN_uV if name[0] == "T" else 0) for name, wire in WIRES],
    *[
        (name + ".short", wire, 0 if name[0] == "T" else TRANSDUCER_SHORT_uV)
        for name, wire in WIRES
    ],
]


@pytest.mark.parametrize(("verb", "wire", "level_uV"), ENDS_uV)
def test_a_broken_or_shorted_wire_reads_an_end_of_the_range_in_its_time(
    broken, verb, wire, level_uV
):
    wiring, _ = broken(verb, None, 10, 20)
    seen_uV = reads(wiring, wire, 30)
    wrong = [second for second, u_uV in enumerate(seen_uV, 1) if abs(u_uV - level_uV) < 200]
    assert wrong == list(range(11, 21))  # from the first conversion after it began


SHIFTS = [  # probe, wire, value, what one of its unit is
    ("T_coil", "t_coil", 5.0, 1.0),
    ("P_hp", "p_discharge", 1.5, 1e5),
    ("P_lp", "p_suction", -1, 1e5),
]


@pytest.mark.parametrize(("name", "wire", "value", "unit"), SHIFTS)
def test_an_offset_reads_that_much_more(broken, name, wire, value, unit):
    wiring, bench = broken(name + ".offset", value, 5, None)
    i = bench.probes.channels.index(getattr(wiring, wire))
    before_uV = reads(wiring, wire, 5)[-1]
    assert before_uV == pytest.approx(bench.probes.level_uV(i, bench.probes.seen[i]), abs=600)
    after_uV = reads(wiring, wire, 3)[-1]
    assert after_uV == bench.probes.level_uV(i, bench.probes.seen[i] + value * unit)


def test_drift_grows_to_its_value_in_a_day(broken):
    wiring, bench = broken("T_supply.drift", 5, 100, None)
    let_pass(wiring, 100 + 43200)
    assert wiring.t_supply.read_uv() == pytest.approx(bench.probes.level_uV(5, 37.5), abs=125)


def test_a_stuck_probe_keeps_its_last_voltage_while_the_world_goes_on(broken):
    wiring, bench = broken("T_return.stuck", None, 5, 60)
    held_uV = reads(wiring, "t_return", 5)[-1]
    bench.plant.t_return_C = 45.0
    assert set(reads(wiring, "t_return", 50)) == {held_uV}
    assert reads(wiring, "t_return", 20)[-1] < held_uV - 100_000


@pytest.mark.parametrize(
    ("name", "wire", "value", "unit"),
    [("T_coil", "t_coil", 200, 1.0), ("P_hp", "p_discharge", 3, 1e5)],
)
def test_noise_is_anew_each_time_and_never_more_than_its_value(broken, name, wire, value, unit):
    wiring, bench = broken(name + ".noise", value, 0, None)
    i = bench.probes.channels.index(getattr(wiring, wire))
    seen_uV = reads(wiring, wire, 300)
    ends_uV = sorted(
        bench.probes.level_uV(i, bench.probes.seen[i] + k * value * unit) for k in (-1, 1)
    )
    assert all(ends_uV[0] <= u_uV <= ends_uV[1] for u_uV in seen_uV)
    assert max(seen_uV) - min(seen_uV) > 0.9 * (ends_uV[1] - ends_uV[0])
    assert len(set(seen_uV)) > 100


def test_a_slow_probe_follows_with_the_time_constant_given_and_is_healed_at_the_end(broken):
    wiring, bench = broken("T_supply.lag", 600, 5, 605)
    let_pass(wiring, 5)
    bench.plant.t_supply_C = 45.0  # from 35
    let_pass(wiring, 600)
    assert bench.probes.seen[5] == pytest.approx(45.0 - 10.0 / 2.718282, abs=0.02)
    let_pass(wiring, 60)
    assert bench.probes.seen[5] == pytest.approx(45.0, abs=0.01)


@pytest.mark.parametrize(
    ("verb", "one", "other"),
    [("T_supply.swap", 5, 6), ("T_suction.swap", 2, 3), ("P_hp.swap", 9, 8)],
)
def test_swapped_probes_read_each_other(broken, verb, one, other):
    wiring, bench = broken(verb, None, 3, None)
    let_pass(wiring, 5)
    probes = bench.probes
    if one < 8:  # the element goes, the pull-up stays
        assert probes.counts[one] == probes.level_uV(one, probes.seen[other])
        assert probes.counts[other] == probes.level_uV(other, probes.seen[one])
    else:  # a transducer takes its own scale along
        assert probes.counts[one] == pytest.approx(
            probes.level_uV(other, probes.seen[other]), abs=600
        )
        assert probes.counts[other] == pytest.approx(
            probes.level_uV(one, probes.seen[one]), abs=600
        )


@pytest.mark.parametrize("percent", [1, 10, 50])
def test_an_intermittent_wire_is_open_in_its_part_of_the_readings(broken, percent):
    wiring, _ = broken("T_coil.intermittent", percent, 0, None)
    count = sum(u_uV == NTC_OPEN_uV for u_uV in reads(wiring, "t_coil", 4000))
    expected = 40 * percent
    assert abs(count - expected) < 4 * (expected * (1 - percent / 100)) ** 0.5 + 1  # four sigma


# ---------------------------------------------------------------- converter


def test_a_sagging_reference_raises_every_reading_by_the_same_factor(broken):
    wiring, bench = broken("ADC.vref", 0.9, 3, 6)
    before = [c.read_uv() for c in bench.probes.channels]
    let_pass(wiring, 4)
    for channel, u_uV in zip(bench.probes.channels, before, strict=True):
        assert channel.read_uv() == pytest.approx(u_uV / 0.9, abs=1000)
    let_pass(wiring, 3)
    assert wiring.reference.read_uv() == pytest.approx(NTC_OPEN_uV, abs=600)


def test_a_stuck_multiplexer_shows_one_channel_everywhere(broken):
    wiring, bench = broken("ADC.mux", 3, 2, None)
    let_pass(wiring, 4)
    assert {c.read_uv() for c in bench.probes.channels} == {wiring.t_discharge.read_uv()}
    assert wiring.t_discharge.read_uv() == pytest.approx(bench.probes.level_uV(3, 60.0), abs=600)


def test_a_dead_bus_raises_what_a_dead_bus_raises_even_through_a_kept_method(broken):
    wiring, _ = broken("ADC.raises", None, 2, 5)
    read = wiring.t_coil.read_uv
    let_pass(wiring, 2)
    assert read() > 0
    let_pass(wiring, 1)
    with pytest.raises(OSError):
        read()
    let_pass(wiring, 3)
    assert read() > 0


def test_a_poor_bus_raises_now_and_then(broken):
    wiring, _ = broken("ADC.raises", 25, 0, None)
    failed = 0
    for _ in range(1000):
        wiring.idle_ms(1000)
        try:
            wiring.t_coil.read_uv()
        except OSError:
            failed += 1
    assert 195 < failed < 305  # 250, four sigma of 13.7


# ---------------------------------------------------------------- relays, mains, time


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


# ---------------------------------------------------------------- heap, commands


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


def commands_of(broken, rate, seconds, seed=1):
    """[(second, kind, number)] of what is drawn; the contacts are kind 0."""
    wiring, bench = broken("CMD.fuzz", rate, 10, 10 + seconds, seed=seed)
    drawn, contacts = [], None
    for second in range(20 + seconds):
        let_pass(wiring, 1)
        drawn += [(second, *order) for order in bench.orders]
        if bench.contacts not in (None, contacts):
            drawn.append((second, 0, bench.contacts))
        contacts = bench.contacts
        del bench.orders[:]
    assert contacts is None  # it is over
    return drawn


@pytest.mark.parametrize("rate", [60, 900])
def test_commands_come_at_their_rate_of_every_kind_and_in_their_time(broken, rate):
    drawn = commands_of(broken, rate, 7200)
    assert {kind for _, kind, _ in drawn} == set(range(len(faults.ORDERS)))
    assert 1.6 * rate < len(drawn) < 2.2 * rate  # contacts that stay as they were are not seen
    assert all(10 <= second < 7210 and 0 <= number < 1 << 20 for second, _, number in drawn)


def test_commands_are_those_of_the_seed(broken):
    assert commands_of(broken, 300, 3600) == commands_of(broken, 300, 3600)
    assert commands_of(broken, 300, 3600) != commands_of(broken, 300, 3600, seed=2)


def test_contacts_are_wired_where_they_are_commanded(broken):
    wiring, bench = broken("CMD.fuzz", 60, 0, None)
    seen = set()
    for state in (None, 0, 1, 2, 3):
        bench.contacts = state
        seen.add((wiring.sg_1(), wiring.sg_2()))
    assert len(seen) == 4
    wiring, _ = broken("FAN.mul", 1, 0, None)
    assert wiring.sg_1 is None


# ---------------------------------------------------------------- plant


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


# ---------------------------------------------------------------- all of them


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
