"""Probes that are open, shorted, off, drifting, stuck, noisy, slow or swapped."""

import faults
import pytest
from passing import NTC_OPEN_uV, let_pass, reads

TRANSDUCER_SHORT_uV = 3333333
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
