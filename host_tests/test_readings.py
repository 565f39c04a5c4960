"""What a sensor makes of a voltage, to the last integer: the formulas once more, plainly."""

import types

import calibration
import pytest
from heatpump import sensors, trust, wiring

NOMINAL_uV = 3_300_000
SAG_uV = 329_999  # the most that a supply may be off


class Says:
    def __init__(self, *u_uV):
        self.u_uV = list(u_uV)

    def read_uv(self):
        now = self.u_uV.pop(0) if len(self.u_uV) > 1 else self.u_uV[0]
        if now is None:
            raise OSError(116)
        return now


def corrected(u_uV, k_q16):
    """Voltage at the nominal supply; only a voltage that can be one is corrected."""
    if k_q16 and 0 < u_uV < 5_000_000:
        return u_uV + u_uV // 256 * k_q16 // 256
    return u_uV


def sagged(reading_uV):
    supply = sensors.Supply(Says(reading_uV), NOMINAL_uV)
    supply.sample(250)
    return supply


def first_reading(make, wire, u_uV, supply):
    sensor = make(wire, types.SimpleNamespace(**{wire: Says(u_uV)}), calibration, supply)
    sensor.sample(250)
    return sensor


def edges(bounds_uV):
    return sorted({u_uV + d for u_uV in bounds_uV for d in (-300, -1, 0, 1, 3, 4, 5, 777)})


# ---------------------------------------------------------------- the supply


@pytest.mark.parametrize("reading_uV", [
    *range(NOMINAL_uV - SAG_uV, NOMINAL_uV + SAG_uV, 31_111), NOMINAL_uV - SAG_uV,
    NOMINAL_uV + SAG_uV, NOMINAL_uV - 1, NOMINAL_uV + 1,
])  # fmt: skip
def test_a_correction_is_nominal_over_measured_less_one_in_65536ths(reading_uV):
    supply = sagged(reading_uV)
    assert supply.ok and supply.k_q16 == (NOMINAL_uV - reading_uV) * 256 // (reading_uV // 256)


@pytest.mark.parametrize("reading_uV", [
    0, -1, 5_000_000, NOMINAL_uV - SAG_uV - 1, NOMINAL_uV + SAG_uV + 1, None,
])  # fmt: skip
def test_a_supply_a_tenth_off_or_silent_is_lost_and_says_so_to_its_sensors(reading_uV):
    supply = sagged(reading_uV)
    assert (supply.ok, supply.k_q16) == (False, 1)
    for make, wire in ((sensors.thermistor, "t_coil"), (sensors.transducer, "p_suction")):
        sensor = first_reading(make, wire, 1_500_000, supply)
        assert not sensor.ok and sensor.because.endswith("has lost its supply")


@pytest.mark.parametrize("readings_uV, middle_uV", [
    ((3_300_000, 3_200_000, 3_100_000), 3_200_000), ((3_100_000, 3_200_000, 3_300_000), 3_200_000),
    ((3_200_000, 3_100_000, 3_300_000), 3_200_000), ((3_200_000, 3_300_000, 3_100_000), 3_200_000),
    ((3_300_000, 3_100_000, 3_200_000), 3_200_000), ((3_100_000, 3_300_000, 3_200_000), 3_200_000),
    ((3_100_000,), 3_100_000), ((3_200_000, 3_100_000), 3_200_000),
    ((1, 3_100_000), 3_100_000), ((3_200_000, 3_100_000, 9, 3_200_000, 3_250_000), 3_200_000),
])  # fmt: skip
def test_the_supply_is_the_middle_one_of_its_last_three_good_readings(readings_uV, middle_uV):
    supply = sensors.Supply(Says(*readings_uV), NOMINAL_uV)
    for _ in readings_uV:
        supply.sample(250)
    assert supply.ok and supply.k_q16 == (NOMINAL_uV - middle_uV) * 256 // (middle_uV // 256)


@pytest.mark.parametrize("nominal_uV, taken", [
    (299_999, False), (300_000, True), (5_000_000, True), (5_000_001, False),
])  # fmt: skip
def test_a_reference_lies_between_0_3_and_5_volts(nominal_uV, taken):
    if taken:
        supply = sensors.Supply(None, nominal_uV)
        supply.sample(250)
        assert (supply.ok, supply.k_q16) == (True, 0)
    else:
        with pytest.raises(ValueError, match=rf"REFERENCE_uV: {nominal_uV} is outside"):
            sensors.Supply(None, nominal_uV)


@pytest.mark.parametrize("reading_uV, ok", [
    (2_970_000, False), (2_970_001, True), (3_629_999, True), (3_630_000, False),
])  # fmt: skip
def test_a_reference_is_3_3_volts_when_nothing_else_is_said(reading_uV, ok):
    supply = sensors.Supply(Says(reading_uV))
    supply.sample(250)
    assert supply.ok == ok


@pytest.mark.parametrize("off_uV, ok", [
    (-330_001, False), (-330_000, True), (329_999, True), (330_000, False),
])  # fmt: skip
def test_a_tenth_that_is_no_whole_number_is_rounded_down(off_uV, ok):
    supply = sensors.Supply(Says(3_300_005 + off_uV), 3_300_005)
    supply.sample(250)
    assert supply.ok == ok


# ---------------------------------------------------------------- thermistors


def exact_cC(rows, u_uV):
    """(t_cC, None) or (None, what is wrong) of a voltage on a curve."""
    for low_uV, end_uV, t_cC, b, c in rows:
        if low_uV <= u_uV < end_uV:
            x = (u_uV - low_uV) // 4
            return t_cC + x * (b + x * c // 2**16) // 2**18, None
    if u_uV >= rows[-1][1]:
        return None, "reads open circuit"
    return None, "reads short circuit" if u_uV > -1_000_000 else "does not answer"


@pytest.mark.parametrize("supply_uV", [NOMINAL_uV, 3_234_567, 3_456_789])
@pytest.mark.parametrize("wire", ["t_coil", "t_discharge"])
def test_a_thermistor_is_its_curve_to_the_last_integer(wire, supply_uV):
    supply, rows = sagged(supply_uV), calibration.THERMISTORS[wire].ROWS
    bounds = [row[0] for row in rows] + [rows[-1][1], 0, -1_000_000, 5_000_000]
    for u_uV in [*edges(bounds), *range(0, 3_300_000, 17_321)]:
        sensor = first_reading(sensors.thermistor, wire, u_uV, supply)
        t_cC, wrong = exact_cC(rows, corrected(u_uV, supply.k_q16))
        assert sensor.ok == (wrong is None), u_uV
        if sensor.ok:
            assert sensor.t_cC == t_cC
        else:
            assert sensor.because.endswith(wrong), (u_uV, sensor.because)


def test_a_thermistor_finds_its_row_from_wherever_it_was_before():
    rows = calibration.THERMISTORS["t_coil"].ROWS
    middles = [(row[0] + row[1]) // 2 for row in rows]
    for before_uV in (middles[0], middles[-1]):
        for u_uV in middles:
            channel = Says(before_uV, u_uV)
            sensor = sensors.Thermistor(channel, calibration.THERMISTORS["t_coil"],
                                        rate_p10ms=100_000)  # fmt: skip
            sensor.sample(250)
            sensor.sample(250)
            assert sensor._trust.newest == exact_cC(rows, u_uV)[0]


def test_a_row_may_be_longer_than_the_voltage_at_which_it_begins():
    curve = types.SimpleNamespace(ROWS=((1000, 900_000, -500, 1 << 12, 0),))
    sensor = sensors.Thermistor(Says(800_000), curve)
    sensor.sample(250)
    assert sensor.ok and sensor.t_cC == exact_cC(curve.ROWS, 800_000)[0]


# ---------------------------------------------------------------- transducers


@pytest.mark.parametrize("supply_uV", [NOMINAL_uV, 3_234_567, 3_456_789])
@pytest.mark.parametrize("wire", wiring.PRESSURES)
def test_a_transducer_is_its_line_to_the_last_integer(wire, supply_uV):
    supply, (u0_uV, p0_Pa, u1_uV, p1_Pa) = sagged(supply_uV), calibration.TRANSDUCERS[wire]
    span_uV, span_Pa = u1_uV - u0_uV, p1_Pa - p0_Pa
    m_q15 = span_Pa * 2**15 // span_uV
    low_uV = u0_uV - min(span_uV // 20, p0_Pa * span_uV // span_Pa)
    high_uV = u1_uV + span_uV // 20
    for given_uV in [*edges((low_uV, high_uV, 0, -1_000_000, 5_000_000)),
                     *range(0, 3_300_000, 17_321)]:  # fmt: skip
        sensor = first_reading(sensors.transducer, wire, given_uV, supply)
        u_uV = corrected(given_uV, supply.k_q16)
        x_uV = u_uV - u0_uV
        p_Pa = p0_Pa + x_uV // 2048 * m_q15 // 16 + x_uV % 2048 * m_q15 // 2**15
        assert sensor.ok == (low_uV <= u_uV <= high_uV), given_uV
        if sensor.ok:
            assert sensor.p_Pa == sensor.newest_Pa == p_Pa
        else:
            low = "below its range" if u_uV > -1_000_000 else "does not answer"
            assert sensor.because.endswith("above its range" if u_uV > high_uV else low)


@pytest.mark.parametrize("line, taken", [
    ((0, 0, 5_000_000, 5_000_000), True), ((0, 0, 5_000_001, 5_000_000), False),
    ((-1, 0, 3_000_000, 3_000_000), False), ((1_000_000, 0, 1_000_000, 3_000_000), False),
    ((999_999, 0, 1_000_000, 1), True), ((0, 0, 1_000_000, 30), False),
    ((0, 0, 1_000_000, 31), True), ((0, 0, 1_000_000, 3_999_999), True),
    ((0, 0, 1_000_000, 4_000_000), False), ((0, 0, 1_000_000, 5_000_000), False),
    ((1_000_000, 0, 500_000, 3), False), ((1_000_000, 0, 1_000_000, 3), False),
    ((0, 3_000_000, 1_000_000, 0), False),
])  # fmt: skip
def test_which_lines_are_lines(line, taken):
    if taken:
        u0_uV, p0_Pa, u1_uV, p1_Pa = line
        steep_q15 = (p1_Pa - p0_Pa) * 2**15 // (u1_uV - u0_uV)
        assert sensors.Transducer(Says(0), line)._m_q15 == steep_q15
    else:
        with pytest.raises(ValueError, match=r"the pressure transducer: .* is not a line of"):
            sensors.Transducer(Says(0), line)


@pytest.mark.parametrize("u_uV, ok", [
    (375_007, False), (375_008, True), (3_124_999, True), (3_125_000, False),
])  # fmt: skip
def test_a_twentieth_of_the_span_is_forgiven_at_both_ends(u_uV, ok):
    line = (500_007, 1_000_000, 3_000_000, 4_000_000)  # a vacuum lies far below this line
    sensor = sensors.Transducer(Says(u_uV), line)
    sensor.sample(250)
    assert sensor.ok == ok


@pytest.mark.parametrize("u_uV", [5_000_000, 5_050_000])
def test_a_high_supply_does_not_bring_a_wire_at_the_rail_back(u_uV):
    supply = sagged(3_600_000)
    line = (500_000, 101_325, 4_500_000, 3_101_325)
    sensor = sensors.Transducer(Says(u_uV), line, supply=supply)
    sensor.sample(250)
    assert supply.ok and corrected(4_999_999, supply.k_q16) < 4_700_000  # it would be believed
    assert not sensor.ok and sensor.because.endswith("reads above its range")


@pytest.mark.parametrize("line", [
    (0, 101_325, 5_000_000, 3_101_325), (0, 0, 5_000_000, 3_000_000),
    *calibration.TRANSDUCERS.values(),
])  # fmt: skip
def test_a_transducer_that_is_not_wired_is_never_believed_on_any_line(line):
    sensor = sensors.Transducer(None, line)
    for _ in range(60):
        sensor.sample(1000)
        assert not sensor.ok and sensor.because == "the pressure transducer is not wired"


# ---------------------------------------------------------------- names, rates, corrections


def test_each_wire_has_its_own_rate_and_slack():
    fast = {"t_coil", "t_suction", "t_discharge", "t_liquid", "t_crankcase"}
    for wire in sensors.THERMISTORS:
        seen = first_reading(sensors.thermistor, wire, 1_500_000, sensors.Supply())._trust
        assert (seen._rate_p10ms, seen._slack) == (10 if wire in fast else 5, 100)
    for wire in wiring.PRESSURES:
        seen = first_reading(sensors.transducer, wire, 1_500_000, sensors.Supply())._trust
        assert (seen._rate_p10ms, seen._slack) == (20_000, 50_000)
    assert sensors.Thermistor(Says(1), calibration.THERMISTORS["t_coil"])._trust._rate_p10ms == 5


@pytest.mark.parametrize("offset", [-150, 0, 7])
def test_a_correction_is_added_to_every_reading(offset):
    rig = types.SimpleNamespace(t_coil=Says(1_500_000), p_suction=Says(1_500_000))
    t = sensors.thermistor("t_coil", rig, calibration)
    p = sensors.transducer("p_suction", rig, calibration)
    plain = first_reading(sensors.thermistor, "t_coil", 1_500_000, sensors.Supply()).t_cC
    plain_Pa = first_reading(sensors.transducer, "p_suction", 1_500_000, sensors.Supply()).p_Pa
    t.offset_cK = p.offset_Pa = offset
    t.sample(250)
    p.sample(250)
    assert (t.t_cC, p.p_Pa) == (plain + offset, plain_Pa + offset)


def test_before_its_first_reading_a_sensor_is_not_ok_and_reads_nought():
    rig = types.SimpleNamespace(t_coil=Says(1_500_000), p_suction=Says(1_500_000))
    t = sensors.thermistor("t_coil", rig, calibration)
    p = sensors.transducer("p_suction", rig, calibration)
    assert (t.ok, t.t_cC, t.offset_cK, p.ok, p.p_Pa, p.offset_Pa) == (False, 0, 0, False, 0, 0)
    assert t.because == "the outdoor coil thermistor has not been read yet"
    assert p.because == "the suction pressure transducer has not been read yet"
    assert sensors.Thermistor(None, calibration.THERMISTORS["t_coil"]).because == (
        "the thermistor has not been read yet"
    )


@pytest.mark.parametrize("make, wire", [
    (sensors.thermistor, "t_coil"), (sensors.transducer, "p_suction"),
])  # fmt: skip
def test_a_lost_wire_ends_belief_through_the_sensor_itself(make, wire):
    rig = types.SimpleNamespace(**{wire: Says(1_500_000, None)})
    sensor = make(wire, rig, calibration)
    oks = []
    for _ in range(4):
        sensor.sample(1000)
        oks.append(sensor.ok)
    assert oks == [True, True, True, False] and sensor.because.endswith("does not answer")
    assert sensor._trust._sentences[trust.SILENT] == sensor.because
