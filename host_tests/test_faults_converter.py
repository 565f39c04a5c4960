"""A converter whose reference sags, whose multiplexer sticks, whose bus is dead."""

import pytest
from passing import NTC_OPEN_uV, let_pass


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
