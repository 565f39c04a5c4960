"""Laws 2 to 6, broken and just kept: pressures, hot gas, and probes that break."""

import pytest
from scripted import Machine

pytestmark = pytest.mark.usefixtures("standing_still")

BAR = 1e5
HP_TRIP_Pa = 28 * BAR + 101325  # R290


def at_high_pressure(m, seconds):
    m.heats()
    m.plant.p_discharge_Pa = HP_TRIP_Pa + 1 * BAR
    m.go(seconds, c=1, fan=1)
    return m.go(30, fan=1).broken()


def test_2_and_3_running_on_at_the_high_pressure_limit():
    # the scan that makes the pressure is not late, nor the next one at a scan of a second
    assert at_high_pressure(Machine(1000), 2) == []
    assert at_high_pressure(Machine(1000), 3) == [2, 3]
    # at 250 ms the transducer's own 0.1 s hides it for the first scan
    assert at_high_pressure(Machine(250), 1) == []
    assert at_high_pressure(Machine(250), 1.25) == [2, 3]


def test_2_does_not_ask_for_what_a_broken_transducer_hides():
    m = Machine(faults=[["P_hp.offset", -10, 500, None]])
    assert at_high_pressure(m, 30) == []


def test_3_asks_for_the_pressostat_when_the_transducer_lies():
    m = Machine(faults=[["P_hp.offset", -10, 500, None]]).heats()
    m.plant.p_discharge_Pa = HP_TRIP_Pa + 3 * BAR
    m.bench.relays.safety = True
    m.bench._opens_Pa = 1e9  # a pressostat that does not open
    assert m.go(5, c=1, fan=1).broken() == [3]


def at_low_pressure(m, run, seconds):
    m.go(300).go(run, c=1, fan=1)
    m.plant.p_suction_Pa = 1.2 * BAR  # R290: -38 degC
    return m.go(seconds, c=1, fan=1).go(5).broken()


def test_4_low_pressure_for_thirty_seconds_past_its_blanking():
    assert at_low_pressure(Machine(), 130, 31) == []
    assert at_low_pressure(Machine(), 130, 35) == [4]
    assert at_low_pressure(Machine(), 60, 85) == []  # 120 s after a start it is not judged
    assert at_low_pressure(Machine(), 60, 98) == [4]


def at_discharge(m, t_C, seconds):
    m.heats()
    m.plant.t_discharge_C = t_C
    m.bench.probes.seen[3] = t_C
    return m.go(seconds, c=1, fan=1).go(5, fan=1).broken()


def test_5_hot_gas_for_five_seconds_and_far_too_hot_gas_at_once():
    assert at_discharge(Machine(), 118.0, 6) == []
    assert at_discharge(Machine(), 118.0, 9) == [5]
    assert at_discharge(Machine(), 114.0, 99) == []
    assert at_discharge(Machine(), 128.0, 2) == []
    assert at_discharge(Machine(), 128.0, 4) == [5]


NEEDED = ["T_discharge.open", "T_discharge.short", "P_hp.open", "P_lp.short", "T_return.open"]


@pytest.mark.parametrize("verb", NEEDED)
def test_6_a_needed_probe_that_breaks(verb, scan_ms):
    def with_fault(seconds):
        m = Machine(scan_ms, faults=[[verb, None, 800, None]])
        m.go(300).go(500, c=1, fan=1)  # what is due at 800 s is seen after the scan that follows
        return m.go(seconds, c=1, fan=1).go(5, fan=1).broken()

    assert with_fault(4) == []
    assert with_fault(6) == [6]


def test_6_knows_what_an_air_unit_needs_and_what_nobody_needs():
    def running_with(verb, emitter):
        return Machine(emitter=emitter, faults=[[verb, None, 800, None]]).heats().broken()

    assert running_with("T_room.open", "air") == [6]
    assert running_with("T_room.open", "water") == []
    assert running_with("T_liquid.open", "water") == []


def test_6_a_converter_that_does_not_answer_is_a_broken_probe():
    assert Machine(faults=[["ADC.raises", None, 800, None]]).heats().broken() == [6]
