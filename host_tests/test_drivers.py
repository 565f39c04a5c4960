"""firmware/drivers, against chips that are not there."""

import pytest
from drivers import hc4051, internal_adc, lease, pulses
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


@pytest.mark.parametrize("times", (0, 257))
def test_too_many_conversions_or_none_are_refused(times):
    with pytest.raises(ValueError, match=rf"averaged: {times} is outside 1\.\.256"):
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
            raise OSError(116)
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
    out = []
    for channel in channels:
        try:
            out.append(channel.read_uv())
        except OSError:
            out.append(None)
    return out


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
