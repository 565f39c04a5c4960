"""firmware/drivers, against chips that are not there."""

import pytest
from drivers import SILENT_uV, hc4051, internal_adc, lease, pulses
from hypothesis import given
from hypothesis import strategies as st


class Readings:
    def __init__(self, values):
        self.values = list(values)

    def read_uv(self):
        return self.values.pop(0)


def test_the_mean_of_many_conversions_is_read():
    adc = Readings([1_000_000, 1_004_000, 1_008_000, 1_000_000])
    assert internal_adc.Oversampled(adc, 4).read_uv() == 1_003_000
    adc = Readings([1_000_000, 1_004_000])
    assert internal_adc.Oversampled(adc, 2, trim_uV=-2500).read_uv() == 999_500


def test_a_conversion_that_fails_is_a_value():
    def read_uv():
        raise OSError(116)

    adc = type("Adc", (), {"read_uv": staticmethod(read_uv)})
    assert internal_adc.Oversampled(adc, 4, trim_uV=5000).read_uv() == SILENT_uV


@pytest.mark.parametrize("times", (0, 257))
def test_too_many_conversions_or_none_are_refused(times):
    with pytest.raises(ValueError, match=rf"conversions averaged: {times} is outside 1\.\.256"):
        internal_adc.Oversampled(Readings([]), times)


class Chip4051:
    """Inputs by number; `stuck`: (line, level) pairs; `dead`: holds what it saw last."""

    def __init__(self):
        self.inputs_uV = [142_000] + [1_000_000 + n for n in range(1, 7)] + [142_000]
        self.bits = [0, 0, 0]
        self.stuck, self.dead, self.last_uV, self.silent = {}, False, 0, False

    def select(self, line):
        def drive(level):
            self.bits[line] = level

        return drive

    def read_uv(self):
        if self.silent:
            return SILENT_uV
        if not self.dead:
            bits = [self.stuck.get(line, self.bits[line]) for line in range(3)]
            self.last_uV = self.inputs_uV[bits[0] + 2 * bits[1] + 4 * bits[2]]
        return self.last_uV


def make():
    chip = Chip4051()
    mux = hc4051.Multiplexer(chip, chip.select(0), chip.select(1), chip.select(2))
    return chip, [hc4051.Channel(mux, number) for number in range(1, 7)]


def scan(channels):
    """What six channels read; None where one does not answer."""
    return [None if u_uV < -1_000_000 else u_uV for u_uV in (c.read_uv() for c in channels)]


SOUND = [1_000_000 + n for n in range(1, 7)]


def test_a_sound_multiplexer_reads_each_input():
    _, channels = make()
    for _ in range(3):
        assert scan(channels) == SOUND


@given(st.dictionaries(st.integers(0, 2), st.integers(0, 1), min_size=1))
def test_no_stuck_select_lines_let_a_probe_read_as_another(stuck):
    chip, channels = make()
    assert scan(channels) == SOUND
    chip.stuck = stuck
    for u_uV in scan(channels):
        assert u_uV is None or u_uV == 142_000  # silent, or a short circuit to the sensor
    chip.stuck = {}
    assert scan(channels) == SOUND


def test_a_dead_multiplexer_is_found_by_the_voltage_it_holds():
    chip, channels = make()
    scan(channels)
    chip.dead = True
    assert scan(channels) == [None] * 6


def test_a_converter_that_does_not_answer_silences_only_its_scans():
    chip, channels = make()
    scan(channels)
    chip.silent = True
    assert scan(channels) == [None] * 6
    chip.silent = False
    assert scan(channels) == SOUND


def test_a_grounded_input_is_not_a_probe():
    with pytest.raises(ValueError, match=r"multiplexer input: 7 is outside 1\.\.6"):
        hc4051.Channel(None, 7)


class Meter:
    def __init__(self):
        self.now_ms, self.pulses = (1 << 30) - 1000, 5

    def ticks_ms(self):
        return self.now_ms & ((1 << 30) - 1)

    def take(self, new):
        was, self.pulses = self.pulses, new
        return was


def test_flow_is_counted_over_two_seconds_across_the_tick_wrap():
    meter = Meter()
    flow_gps = pulses.Flow(meter.take, meter.ticks_ms, 2222)
    assert flow_gps() == -1  # unknown yet
    for _ in range(3):
        meter.now_ms += 2000
        meter.pulses += 225
        assert flow_gps() == 249  # 225 * 2.222 g / 2 s
    meter.now_ms += 2250
    assert flow_gps() == 0  # lost, and known within 5 s


def test_a_long_pause_says_nothing_about_the_flow_now():
    meter = Meter()
    flow_gps = pulses.Flow(meter.take, meter.ticks_ms, 2222)
    meter.now_ms += 2000
    meter.pulses = 225
    assert flow_gps() == 249
    meter.now_ms += 3_600_000
    meter.pulses = 5000
    assert flow_gps() == 249
    meter.now_ms += 2000
    meter.pulses = 45
    assert flow_gps() == 49


@given(st.integers(0, 2**29), st.integers(2000, 60_000), st.integers(1, 32_000))
def test_no_number_of_pulses_overflows_the_product(count, gone_ms, pulse_mg):
    meter = Meter()
    flow_gps = pulses.Flow(meter.take, meter.ticks_ms, pulse_mg)
    meter.now_ms += gone_ms
    meter.pulses = count
    assert 0 <= flow_gps() <= 2**15 * 32_000 // 2000 < 2**30


@pytest.mark.parametrize("pulse_mg", (0, 32_001))
def test_a_meter_that_cannot_be_is_refused(pulse_mg):
    with pytest.raises(ValueError, match=rf"flow meter: {pulse_mg} is outside 1\.\.32000"):
        pulses.Flow(lambda new: 0, lambda: 0, pulse_mg)


def test_a_lease_starts_off_and_runs_out():
    levels = {}
    made = lease.Lease([lambda on, i=i: levels.__setitem__(i, on) for i in range(2)], ticks=3)
    made.tick(None)
    assert levels == {0: 0, 1: 0}
    made.outputs[1](True)
    made.tick(None)
    made.tick(None)
    assert levels == {0: 0, 1: True}
    made.tick(None)
    assert levels == {0: 0, 1: 0}


class S0:
    """Pulses at a steady power; `scan` passes a quarter of a second."""

    def __init__(self, pulse_J=3600):
        self.now_ms, self.pulses, self.sent_J, self.pulse_J = 0, 0, 0, pulse_J
        self.owed_mJ = 0
        self.power_W = pulses.Power(self.take, self.ticks_ms, pulse_J)

    def ticks_ms(self):
        return self.now_ms - 20_000 & (1 << 30) - 1

    def take(self, new):
        was, self.pulses = self.pulses, new
        return was

    def scan(self, power_W, count=1):
        for _ in range(count):
            self.now_ms += 250
            self.owed_mJ += power_W * 250
            whole = self.owed_mJ // (1000 * self.pulse_J)
            self.owed_mJ -= whole * 1000 * self.pulse_J
            self.pulses += whole
            answer_W = self.power_W()
        return answer_W


@pytest.mark.parametrize("power_W", (100, 800, 2500, 9000))
def test_s0_pulses_tell_the_power_to_a_fortieth(power_W):
    s0 = S0()
    s0.scan(power_W, 1000)
    for _ in range(200):
        assert abs(s0.scan(power_W) - power_W) <= power_W / 40 + 1


def test_the_sum_of_s0_power_is_the_meters_energy():
    s0, energy_mJ = S0(), 0
    s0.scan(1000, 400)
    for k in range(40_000):
        energy_mJ += s0.scan(600 + 40 * (k // 400 % 50)) * 250
    true_mJ = sum((600 + 40 * (k // 400 % 50)) * 250 for k in range(40_000))
    assert abs(energy_mJ - true_mJ) <= true_mJ / 500


def test_before_two_pulses_nothing_is_known():
    s0 = S0()
    assert s0.scan(0, 100) == -1
    s0.pulses = 1
    assert s0.scan(0, 1) == -1


def test_power_falls_when_pulses_stop_and_is_nothing_after_ten_minutes():
    s0 = S0()
    s0.scan(2000, 400)
    before_W = 2100
    for _ in range(2300):
        power_W = s0.scan(0)
        assert power_W <= before_W
        before_W = power_W
    assert power_W < 15  # 3600 J in ten minutes are 6 W; two pulses may be waiting
    assert s0.scan(0, 120) == 0
    assert abs(s0.scan(2000, 400) - 2000) < 60


@given(st.integers(0, 2**29), st.integers(1, 700_000), st.integers(36, 360_000))
def test_no_number_of_s0_pulses_overflows_or_passes_32_kilowatts(count, gone_ms, pulse_J):
    s0 = S0(pulse_J)
    s0.pulses = 1
    s0.power_W()
    for _ in range(3):
        s0.now_ms += gone_ms
        s0.pulses = count
        assert -1 <= s0.power_W() <= 32_000


@pytest.mark.parametrize("pulse_J", (35, 360_001))
def test_an_electric_meter_that_cannot_be_is_refused(pulse_J):
    with pytest.raises(ValueError, match=rf"electric meter: {pulse_J} is outside 36\.\.360000"):
        pulses.Power(lambda new: 0, lambda: 0, pulse_J)


def test_an_interrupt_counts_and_gives_back_what_it_counted():
    count = pulses.Count()
    for _ in range(5):
        count.pulse(None)
    assert (count.value(), count.value(0), count.value(0)) == (5, 5, 0)
