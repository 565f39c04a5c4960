"""boards/esp32_devkit: its converter, its multiplexer, what it survives."""

import re
import subprocess

import calibration as virtual_calibration
import onboard
import pytest
from heatpump import wiring
from heatpump.sensors import Thermistor

from tools import pythons

FOLDER = pythons.ROOT / "boards" / "esp32_devkit"


@pytest.fixture
def on(monkeypatch):
    """A fresh ESP32 that is not there; `import board` meanwhile means the devkit's."""
    on = onboard.OnBoard("esp32_devkit", monkeypatch)
    yield on
    on.forget()


@pytest.fixture
def chip(on):
    return on.chip


@pytest.fixture
def pins(on):
    return on.pins


@pytest.fixture
def board(on, chip):
    for number in (32, 33, 34, 35, 39):
        chip.volts_uV[number] = 1_000_000 + number
    for number in range(1, 7):
        chip.mux_uV[number] = 1_100_000 + number
    return on.load()


def relays(pins):
    return [number for _, number in pins.RELAYS]


def direct(pins):
    """{wire: GPIO} of what sits on the converter itself."""
    return {n: gpio for n, gpio, kind in pins.PINS if kind == "adc" and n != "multiplexer"}


# ---- pins


def test_every_sensor_is_converted_at_11_dB(board, chip):
    board.wire()
    assert len([verb for verb, _, _ in chip.log if verb == "adc"]) == 6
    assert {atten for verb, _, atten in chip.log if verb == "adc"} == {3}  # 11 dB: to 2.45 V


def test_every_wire_is_there_and_what_stops_the_machine_does_not_pass_the_multiplexer(pins):
    through = {name for name, _, _ in pins.INPUTS}
    assert set(direct(pins)) | through == {*wiring.PROBES, *wiring.PRESSURES, "reference"}
    assert not set(direct(pins)) & through
    assert {"p_suction", "p_discharge", "t_discharge", "t_return", "reference"} <= set(
        direct(pins)
    )


# ---- outputs


def test_outputs_fall_three_seconds_after_the_last_call(board, chip, pins):
    io = board.wire()
    io.fan(True)
    io.compressor(True)
    chip.pass_ms(2400)
    assert chip.levels[25] == chip.levels[27] == 1
    io.compressor(True)  # renews the lease of all
    chip.pass_ms(2400)
    assert chip.levels[25] == chip.levels[27] == 1
    chip.pass_ms(700)
    assert [chip.levels[number] for number in relays(pins)] == [0] * 6
    chip.levels[26] = 1  # and what rises by itself falls
    chip.pass_ms(500)
    assert chip.levels[26] == 0


def test_wiring_again_switches_off_what_was_on(board, chip):
    board.wire().compressor(True)
    assert chip.levels[25] == 1
    board.wire()
    assert chip.levels[25] == 0


# ---- inputs


def test_every_channel_reads_its_own_voltage(board, pins):
    io = board.wire()
    for name, number in direct(pins).items():
        assert getattr(io, name).read_uv() == 1_000_000 + number
    for name, _, number in pins.INPUTS:
        assert getattr(io, name).read_uv() == 1_100_000 + number


@pytest.mark.parametrize("line", range(3))
@pytest.mark.parametrize("level", (0, 1))
def test_a_select_line_that_sticks_silences_the_multiplexer_within_a_scan(
    board, chip, pins, line, level
):
    io = board.wire()
    probes = [getattr(io, name) for name, _, _ in pins.INPUTS]
    select = [number for name, number, _ in pins.PINS if name in ("mux_0", "mux_1", "mux_2")]
    for probe in probes:
        probe.read_uv()
    chip.stuck[select[line]] = level
    for _scan in range(2):
        for probe in probes:
            assert probe.read_uv() < -1_000_000
    del chip.stuck[select[line]]
    assert [probe.read_uv() for probe in probes] == [1_100_000 + n for n in range(1, 7)]


def test_the_pressostat_reads_open_when_its_wire_breaks(board, chip):
    chip.levels[22] = 0
    io = board.wire()
    assert io.pressostat() is True
    del chip.levels[22]  # nothing holds the pin down
    assert io.pressostat() is False


def test_what_is_not_fitted_is_none_and_a_typing_error_is_named(board, monkeypatch):
    monkeypatch.setattr(board.calibration, "NOT_FITTED", ("t_room", "heater"))
    monkeypatch.setattr(board.calibration, "PRESSOSTAT", False)
    io = board.wire()
    assert io.t_room is io.heater is io.pressostat is io.flow_gps is io.meter_W is None
    monkeypatch.setattr(board.calibration, "NOT_FITTED", ("t_rom",))
    with pytest.raises(ValueError, match="NOT_FITTED: t_rom is none of alive, compressor, "):
        board.wire()


def test_a_water_meter_is_counted_where_there_is_one(board, chip, monkeypatch):
    monkeypatch.setattr(board.calibration, "FLOW_PULSE_mg", 2222)
    flow_gps = board.wire().flow_gps
    chip.pass_ms(2000)
    chip.counts[21] = 225  # 0.5 l in 2 s
    assert flow_gps() == 225 * 2222 // 2000


def test_settings_that_cannot_be_read_are_not_taken_for_none(board, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert board.settings_text() is None
    (tmp_path / "settings.json").write_text("")
    assert board.settings_text() == "an empty file"
    (tmp_path / "settings.json").write_text('{"scan_ms": 500}')
    assert board.settings_text() == '{"scan_ms": 500}'
    (tmp_path / "settings.json").unlink()
    (tmp_path / "settings.json").mkdir()
    assert "settings.json cannot be read: error 21" in board.settings_text()


# ---- calibration: what the dividers make of a probe stays where the converter can see it


def test_the_curves_and_lines_stay_between_150_and_2450_millivolts(board):
    calibration = board.calibration
    assert set(calibration.THERMISTORS) == set(virtual_calibration.THERMISTORS)
    for curve in calibration.THERMISTORS.values():
        assert curve.ROWS[0][0] >= 185_000  # ground reads as 142 mV: a short is below this
        assert curve.ROWS[-1][1] <= 2_400_000
    for u0_uV, p0_Pa, u1_uV, p1_Pa in calibration.TRANSDUCERS.values():
        vacuum_uV = p0_Pa * (u1_uV - u0_uV) // (p1_Pa - p0_Pa)
        assert u0_uV - vacuum_uV >= 155_000  # a broken wire, at 142 mV, is below this
        assert u1_uV * 1.1 < 2_450_000
    assert calibration.REFERENCE_uV * 1.08 < 2_450_000


# ---- the whole of it


def boot(name):
    command = [pythons.find(name), "host_tests/runtime/esp32_devkit.py"]
    done = subprocess.run(command, cwd=pythons.ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout[-500:] + done.stderr
    return done.stdout


def test_the_real_main_boots_and_scans_on_this_board_without_allocating(interpreter):
    lines = boot(interpreter)
    assert lines == boot("cpython")
    minute, rest = lines.split("S0 stuck high for four seconds\n")
    assert minute.count(" None\n") == 10  # every sensor believed
    stuck, rest = rest.split("and free again for half a minute\n")
    assert stuck.count("does not answer") == 6 and stuck.count(" None\n") == 4
    free, sagged = rest.split("the supply sags to 4.2 V\n")
    assert free == minute.split("after a minute\n")[1]
    assert sagged.count("has lost its supply\n") == 11
    assert "compressor rose 0 " in sagged


def test_the_voltages_in_the_readme_are_what_the_curves_read(board):
    """A person holds a meter to the board and looks here: 1 mV is 0.1 K at worst."""
    rows = re.findall(
        r"\| (-?\d+) +\| \d+ +\| (\S+).*?\| (\S+) V", (onboard.SHARED / "README.md").read_text()
    )
    assert len(rows) == 8
    for t_C, air_V, discharge_V in rows:
        for wire, volts in (("t_coil", air_V), ("t_discharge", discharge_V)):
            if volts != "-":
                chip = type("Channel", (), {"read_uv": lambda _, v=volts: round(float(v) * 1e6)})
                sensor = Thermistor(chip(), board.calibration.THERMISTORS[wire])
                sensor.sample(250)
                assert abs(sensor.t_cC - 100 * int(t_C)) <= 20
