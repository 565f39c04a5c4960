"""The virtual board: what the firmware holds in its hands, and what time does to it."""

import itertools
import math
import subprocess

import board
import meter
import probes
import pytest
from stub_plant import StubPlant

from tools import pythons
from tools.weather import ROOT


@pytest.fixture
def wired(monkeypatch):
    """wired(scenario) -> (wiring, bench), with a plant that stands still."""
    monkeypatch.setattr(board, "Plant", StubPlant)

    def wire(each_scan=None, **scenario):
        board.configure(scenario, each_scan)
        wiring = board.wire()
        return wiring, board.bench()

    yield wire
    board.configure({})


def keep_on(wiring, seconds, name="compressor"):
    for _ in range(seconds):
        getattr(wiring, name)(True)
        wiring.idle_ms(1000)


# ---------------------------------------------------------------- sensors


def ntc_uV(t_C, pull_up_ohm):
    """NTC 10k at 25 degC, B = 3977 K, below a pull-up on 3.3 V."""
    ohm = 10e3 * math.exp(3977 * (1 / (t_C + 273.15) - 1 / 298.15))
    return 3.3e6 * ohm / (ohm + pull_up_ohm)


@pytest.mark.parametrize("t_C", [-40.0, -12.34, 0.0, 25.0, 63.21, 99.9, 124.9])
def test_a_thermistor_gives_the_voltage_of_its_data_sheet_within_a_tenth_of_a_count(t_C):
    plant = StubPlant()
    plant.t_coil_C = plant.t_discharge_C = t_C
    sensors = probes.Probes(plant)
    off_uV = abs(sensors.level_uV(1, t_C) - ntc_uV(t_C, 10e3))
    off_tight_uV = abs(sensors.level_uV(probes.TIGHT, t_C) - ntc_uV(t_C, 2.2e3))
    assert off_uV <= 62.5 + 12.5 and off_tight_uV <= 62.5 + 12.5


@pytest.mark.parametrize(
    ("gauge_bar", "suction_uV", "discharge_uV"),
    [(0, 333333, 333333), (15, 1666667, 1133333), (30, 3000000, 1933333)],
)
def test_a_transducer_is_a_straight_line_from_a_tenth_to_nine_tenths(
    gauge_bar, suction_uV, discharge_uV
):
    sensors = probes.Probes(StubPlant())
    p_Pa = gauge_bar * 1e5 + 101325.0
    assert sensors.level_uV(8, p_Pa) == pytest.approx(suction_uV, abs=63)
    assert sensors.level_uV(9, p_Pa) == pytest.approx(discharge_uV, abs=63)


def test_a_transducer_clips_above_its_range():
    sensors = probes.Probes(StubPlant())
    assert sensors.level_uV(8, 60e5) == pytest.approx(4.7e6 * 2 / 3, abs=63)


def test_readings_are_whole_counts_with_the_noise_of_the_data_sheet():
    sensors = probes.Probes(StubPlant())
    reads = []
    for _ in range(4000):
        sensors.refresh(1000)
        reads.append(sensors.channels[0].read_uv())
    mean_uV = sum(reads) / len(reads)
    rms_uV = math.sqrt(sum((u - mean_uV) ** 2 for u in reads) / len(reads))
    assert all(u % 125 == 0 for u in reads)
    assert mean_uV == pytest.approx(ntc_uV(2.0, 10e3), abs=15)
    assert 95 < rms_uV < 120  # 100 of noise and 125 / sqrt(12) = 36 of rounding: 106
    apart = sum((a - mean_uV) * (b - mean_uV) for a, b in itertools.pairwise(reads))
    assert abs(apart / len(reads) / rms_uV**2) < 0.05  # one reading says nothing about the next


def test_a_seed_gives_the_same_noise_again_and_another_seed_another():
    def reads(seed):
        sensors = probes.Probes(StubPlant(), seed)
        out = []
        for _ in range(50):
            sensors.refresh(1000)
            out += sensors.counts
        return out

    assert reads(3) == reads(3)
    assert reads(3) != reads(4)


@pytest.mark.parametrize("scan_ms", [100, 250, 1000])
def test_a_sensor_shows_63_percent_of_a_step_after_its_time_constant_at_any_scan(scan_ms):
    plant = StubPlant()
    sensors = probes.Probes(plant)
    plant.t_supply_C = 45.0  # from 35; time constant 6 s
    for _ in range(6000 // scan_ms):
        sensors.refresh(scan_ms)
    assert sensors.seen[5] == pytest.approx(35.0 + 10.0 * (1 - math.exp(-1)), abs=1e-6)


def test_sensor_errors_are_off_unless_asked_for_and_then_have_the_stated_size():
    plant = StubPlant()
    exact_uV = probes.Probes(plant, 5).level_uV(0, 2.0)
    assert exact_uV == pytest.approx(ntc_uV(2.0, 10e3), abs=75)
    offs_K = []
    for seed in range(60):
        sensors = probes.Probes(plant, seed, errors=True)
        slope_uVpK = (sensors.level_uV(0, 3.0) - sensors.level_uV(0, 1.0)) / 2
        scale = sensors.supply_uV(0) / 3.3e6
        offs_K.append((sensors.level_uV(0, 2.0) / scale - exact_uV) / slope_uVpK)
    rms_K = math.sqrt(sum(k * k for k in offs_K) / len(offs_K))
    assert 0.07 < rms_K < 0.13  # 0.1 K, within 1 / sqrt(120) * 3


def test_a_vortex_meter_reads_nothing_below_its_least_flow():
    plant = StubPlant()
    meters = meter.Meters(plant)
    for flow_kgps, flow_gps in ((0.0, 0), (0.029, 0), (0.0314, 31), (0.5, 500)):
        plant.flow_kgps = flow_kgps
        assert meters.flow_gps() == flow_gps


def test_the_electric_meter_gives_a_pulse_a_watt_hour():
    plant = StubPlant()
    meters = meter.Meters(plant)
    plant.power_W, plant.electric_J = 1499.6, 3600.0 * 41.5
    assert meters.meter_W() == 1500
    assert meters.pulses() == 41


def test_an_air_unit_has_no_water_meter(wired):
    wiring, _ = wired(emitter="air")
    assert wiring.flow_gps is None
    wiring, _ = wired(emitter="water")
    assert wiring.flow_gps() == 300


# ---------------------------------------------------------------- time


def test_the_board_boots_five_seconds_before_the_ticks_wrap(wired):
    wiring, _ = wired()
    ticks_ms = [wiring.ticks_ms()]
    for _ in range(6):
        wiring.idle_ms(1000)
        ticks_ms.append(wiring.ticks_ms())
    wrap_ms = 1 << 30
    assert ticks_ms == [wrap_ms - 5000 + k * 1000 for k in range(5)] + [0, 1000]


@pytest.mark.parametrize(
    ("idle_ms", "steps_s"), [(250, [0.25]), (1000, [1.0]), (2500, [1.0, 1.0, 0.5])]
)
def test_one_idle_is_one_step_up_to_a_second_and_several_above(wired, idle_ms, steps_s):
    wiring, bench = wired()
    wiring.idle_ms(idle_ms)
    assert bench.plant.steps_s == steps_s


def test_a_run_is_finished_when_its_duration_has_passed_and_shows_its_last_scan(wired):
    seen = []
    wiring, bench = wired(each_scan=lambda plant: seen.append(plant.clock_s), duration_s=10)
    with pytest.raises(board.Finished):
        for _ in range(100):
            wiring.idle_ms(250)
    assert len(seen) == 40 and seen[-1] == 10.0
    assert bench.elapsed_s == 10


def test_a_watchdog_that_is_not_fed_bites_after_eight_seconds(wired):
    wiring, bench = wired()
    feed = board.watchdog()
    for _ in range(20):
        feed()
        wiring.idle_ms(1000)
    with pytest.raises(board.WatchdogBite, match="last fed at second 19"):
        for _ in range(20):
            wiring.idle_ms(1000)
    assert bench.elapsed_s == 28  # 8 s and the second in which it is noticed


def test_no_watchdog_bites_a_person_who_never_started_it(wired):
    wiring, bench = wired()
    wiring.idle_ms(60000)
    assert bench.elapsed_s == 60


def test_configure_refuses_a_key_it_does_not_know(wired):
    with pytest.raises(ValueError, match="scenario: spead is not one of"):
        board.configure({"spead": 1})


def test_a_fluid_alone_selects_its_machine(wired):
    wired(fluid="R32", emitter="air")
    assert board.nameplate() == ("R32", False, 0)
    assert board.bench().plant.machine == "split_r32"
    with pytest.raises(ValueError, match="R999 is not one of R290, R32"):
        board.configure({"fluid": "R999"})


def test_settings_come_as_json_text_in_one_order_or_not_at_all(wired):
    wired(settings={"target_cC": 2100, "band_cK": 100})
    assert board.settings_text() == '{"band_cK": 100, "target_cC": 2100}'
    wired()
    assert board.settings_text() is None


# ---------------------------------------------------------------- relays


def test_a_contact_follows_its_pin_after_thirty_milliseconds(wired):
    wiring, bench = wired()
    wiring.compressor(True)
    wiring.fan(True)
    assert bench.plant.compressor == 0
    wiring.idle_ms(1000)
    assert bench.plant.steps_s == [0.03, 0.97]
    assert (bench.plant.compressor, bench.plant.fan, bench.plant.pump) == (1, 1, 0)
    wiring.compressor(True)
    wiring.idle_ms(1000)
    assert bench.plant.steps_s == [0.03, 0.97, 1.0]


def test_every_output_falls_when_the_firmware_is_silent_for_three_seconds(wired):
    wiring, bench = wired()
    keep_on(wiring, 10)
    for _ in range(3):
        wiring.idle_ms(1000)
        assert bench.plant.compressor == 1
    wiring.idle_ms(1000)
    wiring.idle_ms(1000)
    assert bench.plant.compressor == 0
    keep_on(wiring, 2)
    assert bench.plant.compressor == 1


def test_the_pressostat_stops_the_compressor_whatever_the_firmware_says(wired):
    wiring, bench = wired(fluid="R290")  # trip at 28 bar gauge, so it opens at 30
    keep_on(wiring, 2)
    bench.plant.p_discharge_Pa = 30.1e5 + 101325
    keep_on(wiring, 2)
    assert bench.plant.compressor == 0 and not wiring.pressostat()
    bench.plant.p_discharge_Pa = 22e5 + 101325
    keep_on(wiring, 3)
    assert bench.plant.compressor == 0  # closes 7 bar below the trip
    bench.plant.p_discharge_Pa = 20e5 + 101325
    keep_on(wiring, 3)
    assert bench.plant.compressor == 1 and wiring.pressostat()


def test_a_power_cut_ends_the_firmware_and_not_the_world(wired):
    wiring, bench = wired(faults=[["GRID.cut_ms", 90_000, 5, None]])
    keep_on(wiring, 4)
    with pytest.raises(board.PowerCut, match="90000 ms"):
        keep_on(wiring, 9)
    assert bench.plant.clock_s == pytest.approx(95.0)
    assert bench.plant.compressor == 0 and bench.plant.grid_ok
    again = board.wire()
    assert board.bench() is bench
    assert again.ticks_ms() == (1 << 30) - 5000
    again.idle_ms(1000)
    assert bench.plant.compressor == 0  # nobody asked since


# ---------------------------------------------------------------- interpreters

CHECKSUM = """
import sys
sys.path[:0] = ["", "firmware", "boards/virtual", "host_tests"]
if sys.implementation.name == "cpython":
    sys.path.insert(0, "host_tests/cpython")
elif sys.maxsize < 1 << 31:
    import ffi
    libm = ffi.open("libm.so.6")
    env = bytearray(28)
    libm.func("i", "fegetenv", "p")(env)
    env[0], env[1] = 0x7F, 0x02
    libm.func("i", "fesetenv", "p")(env)
import board
from stub_plant import StubPlant
board.Plant = StubPlant
board.configure({"seed": 7, "sensor_errors": True, "faults": [
    ["T_coil.noise", 40, 100, None], ["P_hp.drift", 30, 50, None], ["T_room.lag", 300, 10, 900],
    ["T_supply.intermittent", 20, 200, None], ["ADC.vref", 0.97, 400, 700],
    ["RELAY_comp.chatter", 30, 300, 800]]})
wiring, bench = board.wire(), board.bench()
plant = bench.plant
total = 0
for k in range(1200):
    plant.steps_s = []
    plant.t_coil_C = -25.0 + 0.0731 * k
    plant.t_discharge_C = 130.0 - 0.0917 * k
    plant.p_discharge_Pa = 3.0e5 + 2711.3 * k
    plant.t_room_C = 17.0 + 0.3 * (k % 19)
    wiring.compressor(True)
    wiring.idle_ms(250 + 50 * (k % 16))
    for channel in wiring[:11]:
        total = (total * 31 + channel.read_uv()) % 16769023
    total = (total * 31 + plant.compressor) % 16769023
print(total, bench.elapsed_s)
"""


def test_every_interpreter_sees_the_same_microvolts_through_every_fault(interpreter):
    def printed(name):
        done = subprocess.run(
            [pythons.find(name), "-c", CHECKSUM], cwd=ROOT, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert printed(interpreter) == printed("cpython")
