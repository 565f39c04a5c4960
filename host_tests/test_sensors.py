"""Sensors: what they make of a voltage, and when they may be believed."""

import subprocess
import types

import calibration
import pytest
from heatpump import sensors, trust, wiring
from hypothesis import given, settings
from hypothesis import strategies as st

from tools import pythons

AIR_22C_uV = 1_760_000  # about 22 degC on the air curve
OPEN_uV = 3_300_000
SHORT_uV = 4_000
SCANS_ms = (100, 250, 400, 834, 1000)
GOOD, BAD = True, False


class Wire:
    """A channel that reads what it is told to; None: its converter does not answer."""

    def __init__(self, u_uV=AIR_22C_uV):
        self.u_uV = u_uV

    def read_uv(self):
        if self.u_uV is None:
            raise OSError(116)
        return self.u_uV


def thermistor(wire="t_coil", u_uV=AIR_22C_uV, supply=None):
    channel = Wire(u_uV)
    rig = types.SimpleNamespace(**{wire: channel})
    extra = (supply,) if supply else ()
    return channel, sensors.thermistor(wire, rig, calibration, *extra)


def transducer(wire="p_suction", u_uV=1_000_000, supply=None):
    channel = Wire(u_uV)
    rig = types.SimpleNamespace(**{wire: channel})
    extra = (supply,) if supply else ()
    return channel, sensors.transducer(wire, rig, calibration, *extra)


def run(sensor, seconds, scan_ms):
    """Sample for so long; returns the seconds until ok changed, or None."""
    was = sensor.ok
    for n in range(1, int(seconds * 1000) // scan_ms + 1):
        sensor.sample(scan_ms)
        if sensor.ok != was:
            return n * scan_ms / 1000
    return None


def settled(made, scan_ms):
    run(made[1], 70, scan_ms)
    assert made[1].ok and made[1].because is None
    return made


# ---- values


def test_a_thermistor_reads_25_degrees_at_half_the_supply():
    _, sensor = thermistor(u_uV=1_650_000)
    sensor.sample(250)
    assert abs(sensor.t_cC - 2500) <= 2  # NTC = pull-up = 10 kohm


def test_a_transducer_reads_atmosphere_at_its_zero_and_its_end_at_its_end():
    for wire, end_Pa in (("p_suction", 3_101_325), ("p_discharge", 5_101_325)):
        _, sensor = transducer(wire, 333_333)
        sensor.sample(250)
        assert sensor.p_Pa == 101_325
        _, sensor = transducer(wire, 3_000_000)
        sensor.sample(250)
        # slope to 2**-15 Pa/uV over 2 666 667 uV: 81 Pa, and a floor each of two products
        assert end_Pa - 84 <= sensor.p_Pa <= end_Pa


@given(st.integers(333_333, 3_000_000))
def test_a_transducer_stays_within_84_pascal_of_its_line(u_uV):
    _, sensor = transducer("p_discharge", u_uV)
    sensor.sample(250)
    exact_Pa = 101_325 + (u_uV - 333_333) * 5_000_000 / 2_666_667
    assert exact_Pa - 84 <= sensor.p_Pa <= exact_Pa


def test_one_spike_within_the_rate_limit_never_reaches_the_value():
    channel, sensor = settled(thermistor(), 250)
    channel.u_uV -= 30_000  # 0.8 K, and the rate allows 2.5 K a scan
    sensor.sample(250)
    channel.u_uV += 30_000
    before_cC = sensor.t_cC
    sensor.sample(250)
    assert sensor.t_cC == before_cC
    assert sensor.ok


def test_the_newest_reading_is_there_before_the_median():
    channel, sensor = settled(transducer(), 250)
    before_Pa = sensor.p_Pa
    channel.u_uV += 88_889  # 1 bar
    sensor.sample(250)
    assert sensor.p_Pa == before_Pa
    assert 99_990 <= sensor.newest_Pa - before_Pa <= 100_010


# ---- when it is not believed


def test_the_first_good_reading_is_believed():
    _, sensor = thermistor()
    assert not sensor.ok
    assert sensor.because == "the outdoor coil thermistor has not been read yet"
    sensor.sample(250)
    assert sensor.ok and sensor.because is None


BROKEN = (
    (OPEN_uV, "the outdoor coil thermistor reads open circuit"),
    (SHORT_uV, "the outdoor coil thermistor reads short circuit"),
    (-125, "the outdoor coil thermistor reads short circuit"),
    (None, "the outdoor coil thermistor does not answer"),
    (600_000, "the outdoor coil thermistor changes faster than it can"),
)


@pytest.mark.parametrize("scan_ms", SCANS_ms)
@pytest.mark.parametrize(("u_uV", "sentence"), BROKEN)
def test_a_broken_thermistor_is_found_within_four_seconds_at_any_scan(u_uV, sentence, scan_ms):
    channel, sensor = settled(thermistor(), scan_ms)
    channel.u_uV = u_uV
    found_s = run(sensor, 10, scan_ms)
    assert 2.5 <= found_s <= 3.4  # and the scan it broke in: 4 s for the protections
    assert sensor.because == sentence


@pytest.mark.parametrize("scan_ms", SCANS_ms)
def test_two_bad_readings_a_second_apart_are_survived_and_not_used(scan_ms):
    channel, sensor = settled(thermistor(), scan_ms)
    before_cC = sensor.t_cC
    channel.u_uV = OPEN_uV
    assert run(sensor, 2, scan_ms) is None
    assert sensor.t_cC == before_cC and sensor.because is None
    channel.u_uV = AIR_22C_uV
    assert run(sensor, 60, scan_ms) is None


@pytest.mark.parametrize("scan_ms", SCANS_ms)
def test_it_is_believed_again_after_30_s_and_its_value_is_fresh(scan_ms):
    channel, sensor = settled(thermistor(), scan_ms)
    channel.u_uV = None
    run(sensor, 5, scan_ms)
    channel.u_uV = 2_000_000
    back_s = run(sensor, 60, scan_ms)
    assert 30 <= back_s < 30 + scan_ms / 1000
    _, fresh = thermistor(u_uV=2_000_000)
    fresh.sample(scan_ms)
    assert sensor.t_cC == fresh.t_cC


@pytest.mark.parametrize("scan_ms", SCANS_ms)
def test_one_bad_reading_starts_the_30_s_again(scan_ms):
    channel, sensor = settled(thermistor(), scan_ms)
    channel.u_uV = None
    run(sensor, 5, scan_ms)
    channel.u_uV = AIR_22C_uV
    assert run(sensor, 29, scan_ms) is None
    channel.u_uV = SHORT_uV
    sensor.sample(scan_ms)
    channel.u_uV = AIR_22C_uV
    assert run(sensor, 29, scan_ms) is None
    assert sensor.because == "the outdoor coil thermistor reads short circuit"


def intermittent(bad_ms, every_ms, scan_ms):
    """Seconds until a wire that is open for bad_ms of each every_ms is given up, or None."""
    channel, sensor = settled(thermistor(), scan_ms)
    for at_ms in range(0, 300_000, scan_ms):
        channel.u_uV = OPEN_uV if at_ms % every_ms < bad_ms else AIR_22C_uV
        sensor.sample(scan_ms)
        if not sensor.ok:
            return at_ms / 1000
    return None


@pytest.mark.parametrize("scan_ms", (100, 200, 250, 500, 1000))
def test_five_bad_seconds_of_sixty_are_too_many_and_four_are_not(scan_ms):
    assert 40 <= intermittent(1000, 12_000, scan_ms) <= 60
    assert intermittent(1000, 15_000, scan_ms) is None


@pytest.mark.parametrize("scan_ms", (100, 250, 1000))
@pytest.mark.parametrize(("k_per_s", "believed"), ((4.9, GOOD), (6.5, BAD)))
def test_the_same_ramp_is_believed_at_any_scan(k_per_s, believed, scan_ms):
    # the room probe: 5 K/s; the slack of 1 K is used up after 0.7 s at 6.5 K/s
    make_ntc = pytest.importorskip("tools.make_ntc")
    divider = make_ntc.Divider(make_ntc.from_beta(3977, 10_000), 10_000, 3_300_000)
    channel, sensor = settled(thermistor("t_room"), scan_ms)
    t_C = sensor.t_cC / 100
    for at_ms in range(0, 12_000, scan_ms):
        channel.u_uV = int(divider.u_uV(t_C + at_ms * k_per_s / 1000))
        sensor.sample(scan_ms)
    assert sensor.ok is believed


@pytest.mark.parametrize(
    ("jump_cK", "taken"), ((225, True), (226, False), (-225, True), (-226, False))
)
def test_a_jump_may_be_the_rate_and_the_slack_and_no_more(jump_cK, taken):
    # 5 K/s for 250 ms are 125 cK, and 100 cK of slack
    seen = trust.Trust(trust.sentences("thing", "is high", "is low"), 5, 100)
    seen.take(2000, 250)
    seen.take(2000 + jump_cK, 250)
    assert seen.newest == (2000 + jump_cK if taken else 2000)


def test_a_quick_change_after_hours_of_slow_ones_is_taken_at_once():
    channel, sensor = settled(thermistor("t_room"), 1000)
    for _ in range(600):
        channel.u_uV += 500  # 600 * 0.5 mV: 9 K in ten minutes
        sensor.sample(1000)
    channel.u_uV += 100_000  # 3 K in a second, of the 5 K/s that air can do
    sensor.sample(1000)
    before_cC = sensor.t_cC
    sensor.sample(1000)
    assert sensor.t_cC < before_cC - 250


def test_a_sensor_that_was_never_read_has_a_number_but_is_not_ok():
    _, sensor = transducer()
    assert (sensor.p_Pa, sensor.newest_Pa, sensor.ok) == (0, 0, False)
    _, sensor = thermistor()
    assert (sensor.t_cC, sensor.ok) == (0, False)


@pytest.mark.parametrize("wire", wiring.PROBES + wiring.PRESSURES)
@pytest.mark.parametrize(("share", "believed"), ((0.98, GOOD), (1.15, BAD)))
def test_each_sensor_may_change_as_fast_as_its_kind_can(wire, share, believed):
    """Air and water 5 K/s, refrigerant lines 10 K/s, pressure 20 bar/s."""
    if wire in wiring.PRESSURES:
        made, rate = transducer(wire), 2_000_000
    else:
        water_or_air = ("t_outdoor", "t_supply", "t_return", "t_room")
        made, rate = thermistor(wire), 500 if wire in water_or_air else 1000
    seen = made[1]._trust
    for n in range(81):  # 8 s: 15 % too fast leaves the slack after 1.3 s (pressure 1.7 s)
        seen.take(int(n * rate * share / 10), 100)
    assert seen.ok is believed


def test_a_transducer_below_a_vacuum_or_past_its_range_is_broken():
    for u_uV, word in ((240_000, "below"), (3_140_000, "above")):
        channel, sensor = settled(transducer(), 250)
        channel.u_uV = u_uV
        run(sensor, 5, 250)
        assert sensor.because == f"the suction pressure transducer reads {word} its range"


def test_a_sensor_that_is_not_wired_says_so_and_never_becomes_ok():
    rig = types.SimpleNamespace(t_room=None, p_suction=None)
    room = sensors.thermistor("t_room", rig, calibration)
    pressure = sensors.transducer("p_suction", rig, calibration)
    for sensor in (room, pressure):
        run(sensor, 60, 250)
        assert not sensor.ok
        assert sensor.because.endswith("is not wired")


def test_every_wire_has_a_name_a_curve_and_a_line():
    names = {*wiring.PROBES, *wiring.EXTRA_PROBES}
    assert set(sensors.THERMISTORS) == names == set(calibration.THERMISTORS)
    assert set(wiring.PRESSURES) == set(calibration.TRANSDUCERS)


# ---- the supply


@given(st.integers(-90, 90), st.integers(150_000, 3_200_000))
def test_a_supply_that_sags_does_not_move_the_temperature(sag_permille, u_uV):
    _, exact = thermistor(u_uV=u_uV)
    exact.sample(250)
    gain = 1 + sag_permille / 1000
    supply = sensors.Supply(Wire(int(3_300_000 * gain)), 3_300_000)
    _, sensor = thermistor(u_uV=int(u_uV * gain), supply=supply)
    supply.sample(250)  # the first reading counts: sensors must not start at a wrong value
    sensor.sample(250)
    # the correction is good to 100 uV + 15 ppm of 3.3 V = 150 uV: 0.06 K where a kelvin is 2.6 mV
    assert abs(sensor.t_cC - exact.t_cC) <= 8


def test_one_spike_of_the_supply_moves_no_sensor():
    reference = Wire(3_300_000)
    supply = sensors.Supply(reference, 3_300_000)
    for u_uV in (3_300_000, 3_100_000, 3_300_000, 3_300_000, 3_100_000):
        reference.u_uV = u_uV
        supply.sample(250)
        assert (supply.ok, supply.k_q16) == (True, 0)
    supply.sample(250)
    assert abs(supply.k_q16 - 65536 * (3.3 / 3.1 - 1)) < 2  # 4228: it did sag


@pytest.mark.parametrize(("u_uV", "ok"), ((2_970_001, True), (2_970_000, False)))
def test_a_supply_more_than_a_tenth_off_is_a_fault(u_uV, ok):
    for reading_uV in (u_uV, 6_600_000 - u_uV):
        supply = sensors.Supply(Wire(reading_uV), 3_300_000)
        supply.sample(250)
        assert supply.ok is ok


def test_without_a_reference_the_supply_is_taken_to_be_exact():
    supply = sensors.Supply()
    supply.sample(250)
    assert (supply.ok, supply.k_q16) == (True, 0)


def test_a_lost_supply_takes_every_sensor_with_it_and_says_why():
    reference = Wire(3_300_000)
    supply = sensors.Supply(reference, 3_300_000)
    _, coil = thermistor(supply=supply)
    _, suction = transducer(supply=supply)
    for reading in (3_300_000, 2_900_000):
        reference.u_uV = reading
        for _ in range(13):
            supply.sample(250)
            coil.sample(250)
            suction.sample(250)
    assert not coil.ok and not suction.ok
    assert coil.because == "the outdoor coil thermistor has lost its supply"


def test_a_wrong_reference_or_line_is_refused_in_one_sentence():
    with pytest.raises(ValueError, match=r"REFERENCE_uV: 12 is outside 300000\.\.5000000 uV"):
        sensors.Supply(Wire(), 12)
    with pytest.raises(ValueError, match=r"the pressure transducer: .* is not a line of"):
        sensors.Transducer(Wire(), (3_000_000, 0, 300_000, 3_000_000))


# ---- anything at all

READINGS = st.lists(
    st.one_of(
        st.none(),
        st.integers(-(2**31), 2**31),
        st.integers(0, 3_300_000),
        st.integers(1_500_000, 1_510_000),
    ),
    max_size=80,
)


@settings(max_examples=150, deadline=None)
@given(READINGS, READINGS, st.integers(0, 3000))
def test_no_sequence_of_readings_raises_or_leaves_the_curve(readings, references, elapsed_ms):
    reference = Wire()
    supply = sensors.Supply(reference, 3_300_000)
    wire_t, t = thermistor(supply=supply)
    wire_p, p = transducer(supply=supply)
    references += [3_300_000] * (len(readings) - len(references))
    for wire_t.u_uV, reference.u_uV in zip(readings, references, strict=False):
        wire_p.u_uV = wire_t.u_uV
        supply.sample(elapsed_ms)
        t.sample(elapsed_ms)
        p.sample(elapsed_ms)
        assert abs(supply.k_q16) <= 7340
        if t.ok:
            # the curve ends at a whole millivolt: 99 mV are 130.08 degC
            assert t.because is None and -4502 <= t.t_cC <= 13008
        if p.ok:
            assert p.because is None and 0 <= p.p_Pa <= 3_101_325 + 150_000


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.booleans(), st.integers(1, 40)), max_size=30),
    st.sampled_from((100, 250, 500, 1000)),
)
def test_belief_is_what_the_rules_say_it_is(stretches, scan_ms):
    """The rules once more, as slow and plain sums over everything that was read."""
    seen = trust.Trust(trust.sentences("thing", "is high", "is low"), 5, 100)
    history, ok, good_s, since = [], False, 30.0, 0
    for good, scans in stretches:
        for _ in range(scans):
            if good:
                seen.take(2000, scan_ms)
            else:
                seen.bad(trust.LOW, scan_ms)
            history.append(good)
            if ok:
                row = history[::-1].index(GOOD) if GOOD in history else len(history)
                recent = history[since:][-(60_000 // scan_ms) :]
                bad_ms = recent.count(BAD) * scan_ms
                exact = row * scan_ms < 2500 and bad_ms < 4500
                # the ring forgets in whole seconds: up to one early or late
                near = 3500 <= bad_ms <= 5500
                ok = seen.ok if near else exact
                good_s = 0
            else:
                good_s = good_s + scan_ms / 1000 if good else 0
                ok = good and good_s >= 30
                since = len(history)
            assert seen.ok == ok


# ---- on every interpreter


def trace(name, scan_ms):
    command = [pythons.find(name), "host_tests/runtime/sensors_trace.py", str(scan_ms)]
    done = subprocess.run(command, cwd=pythons.ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout[-500:] + done.stderr
    return done.stdout


@pytest.mark.parametrize("scan_ms", (250, 1000))
def test_the_same_volts_give_the_same_integers_and_allocate_nothing(interpreter, scan_ms):
    """Under a locked heap on the two MicroPythons; CPython's lines are what they must equal."""
    lines = trace(interpreter, scan_ms)
    assert lines == trace("cpython", scan_ms)
    assert "reads open circuit" in lines and "does not answer" in lines
    assert "changes faster than it can" in lines and "has lost its supply" in lines


def test_a_supply_that_does_not_answer_is_lost():
    wire = Wire(None)
    supply = sensors.Supply(wire, 3_300_000)
    supply.sample(250)
    assert not supply.ok and supply.k_q16 == 1
    wire.u_uV = 3_300_000
    supply.sample(250)
    assert supply.ok and supply.k_q16 == 0


@pytest.mark.parametrize("u_uV", [0, -5, 5_000_000])
def test_a_sagging_supply_does_not_bring_a_dead_wire_back(u_uV):
    wire = Wire(3_100_000)
    supply = sensors.Supply(wire, 3_300_000)
    supply.sample(250)
    assert supply.ok and supply.k_q16 > 0
    for channel, sensor in (thermistor(u_uV=u_uV, supply=supply),
                            transducer(u_uV=u_uV, supply=supply)):  # fmt: skip
        run(sensor, 70, 250)
        assert channel.u_uV == u_uV and not sensor.ok


def test_a_scan_that_comes_hours_late_counts_as_ten_seconds():
    for good in (True, False):
        _, sensor = settled(thermistor(), 250)
        belief = sensor._trust
        if good:
            belief.take(belief.newest + 2000, 1 << 29)  # 20 K in hours: 5 K/s for 10 s would do
            assert belief.newest == belief._follow and sensor._trust.ok
        else:
            belief.bad(trust.SILENT, 1 << 29)
            assert not belief.ok and belief._bad_ms == 10_000
