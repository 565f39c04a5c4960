"""boards/esp32_devkit: its pins, what it does first, what it survives, and that it compiles."""

import importlib
import re
import subprocess
import sys

import calibration as virtual_calibration
import pytest
from heatpump import wiring
from heatpump.sensors import Thermistor

from tools import pythons, size

FOLDER = pythons.ROOT / "boards" / "esp32_devkit"
RUNTIME = pythons.ROOT / "host_tests" / "runtime"
NAMES = ("board", "calibration", "curve_air", "curve_discharge")

STRAPPING = {0, 2, 5, 12, 15}
CONSOLE = {1, 3}
FLASH = {6, 7, 8, 9, 10, 11}
INPUT_ONLY = {34, 35, 36, 37, 38, 39}
ADC1 = set(range(32, 40))


@pytest.fixture
def chip(monkeypatch):
    """A fresh ESP32 that is not there; `import board` meanwhile means the devkit's."""
    monkeypatch.syspath_prepend(str(FOLDER))
    monkeypatch.syspath_prepend(str(RUNTIME))
    for name in NAMES:
        monkeypatch.delitem(sys.modules, name, raising=False)
    chip = importlib.import_module("fake_esp32").Chip()
    monkeypatch.setitem(sys.modules, "machine", chip.machine)
    yield chip
    for name in NAMES:
        sys.modules.pop(name, None)


@pytest.fixture
def board(chip, monkeypatch):
    board = importlib.import_module("board")
    monkeypatch.setattr(board, "time", chip.time)
    for number in (32, 33, 34, 35, 39):
        chip.volts_uV[number] = 1_000_000 + number
    for number in range(1, 7):
        chip.mux_uV[number] = 1_100_000 + number
    return board


def relays(board):
    return [number for _, number in board.OUTPUT_PINS]


# ---- pins


def test_no_relay_sits_on_a_strapping_console_flash_or_input_only_pin(board):
    forbidden = STRAPPING | CONSOLE | FLASH | INPUT_ONLY
    assert not forbidden & set(relays(board))
    assert not forbidden & set(board.MUX_SELECT_PINS)
    assert not (STRAPPING | CONSOLE | FLASH) & {board.PRESSOSTAT_PIN, board.FLOW_PIN}


def test_every_sensor_sits_on_the_converter_that_wifi_leaves_alone(board, chip):
    board.wire()
    used = [number for verb, number, _ in chip.log if verb == "adc"]
    assert len(used) == 6
    assert set(used) <= ADC1
    assert {atten for verb, _, atten in chip.log if verb == "adc"} == {3}  # 11 dB: to 2.45 V


def test_no_pin_does_two_things(board):
    pins = relays(board) + [number for _, number in board.ADC_PINS] + [board.MUX_PIN]
    pins += [*board.MUX_SELECT_PINS, board.PRESSOSTAT_PIN, board.FLOW_PIN]
    assert len(pins) == len(set(pins))
    inputs = [number for _, number in board.MUX_INPUTS]
    assert len(inputs) == len(set(inputs)) and set(inputs) <= set(range(1, 7))


def test_every_wire_is_there_and_what_stops_the_machine_does_not_pass_the_multiplexer(board):
    names = {name for name, _ in board.OUTPUT_PINS}
    assert names == set(wiring.OUTPUTS)
    direct = {name for name, _ in board.ADC_PINS}
    through = {name for name, _ in board.MUX_INPUTS}
    assert direct | through == {*wiring.PROBES, *wiring.PRESSURES, "reference"}
    assert not direct & through
    assert {"p_suction", "p_discharge", "t_discharge", "t_return", "reference"} <= direct


def test_the_readme_tells_the_pins_that_the_board_uses(board):
    said = {}
    for row in (FOLDER / "README.md").read_text().split("\n"):
        match = re.match(r"\| `(\w+)` +\| +(?:GPIO (\d+)|input (\d))\b", row)
        if match:
            said[match[1]] = int(match[2] or match[3])
    assert {name: said.pop(name) for name in wiring.OUTPUTS} == dict(board.OUTPUT_PINS)
    assert {name: said.pop(name) for name, _ in board.ADC_PINS} == dict(board.ADC_PINS)
    assert {name: said.pop(name) for name, _ in board.MUX_INPUTS} == dict(board.MUX_INPUTS)
    assert tuple(said.pop(name) for name in ("S0", "S1", "S2")) == board.MUX_SELECT_PINS
    assert said == {
        "multiplexer": board.MUX_PIN,
        "pressostat": board.PRESSOSTAT_PIN,
        "flow": board.FLOW_PIN,
    }


# ---- outputs


def test_the_first_thing_a_reset_does_is_to_switch_every_relay_off(chip):
    board = importlib.import_module("board")
    assert chip.log == [("out", number, 0) for number in relays(board)]


def test_only_the_first_lines_of_the_board_come_before_that(board):
    lines = (FOLDER / "board.py").read_text().split("\n")
    off = next(i for i, line in enumerate(lines) if line.startswith("_pins = [Pin("))
    imports = [line for line in lines[:off] if line.startswith(("import", "from"))]
    assert imports == ["from machine import Pin"]
    assert lines[lines.index("from machine import Pin") :][:2] == ["from machine import Pin", ""]


def test_outputs_fall_three_seconds_after_the_last_call(board, chip):
    io = board.wire()
    io.fan(True)
    io.compressor(True)
    chip.pass_ms(2400)
    assert chip.levels[25] == chip.levels[27] == 1
    io.compressor(True)  # renews the lease of all
    chip.pass_ms(2400)
    assert chip.levels[25] == chip.levels[27] == 1
    chip.pass_ms(700)
    assert [chip.levels[number] for number in relays(board)] == [0] * 6
    chip.levels[26] = 1  # and what rises by itself falls
    chip.pass_ms(500)
    assert chip.levels[26] == 0


def test_wiring_again_switches_off_what_was_on(board, chip):
    board.wire().compressor(True)
    assert chip.levels[25] == 1
    board.wire()
    assert chip.levels[25] == 0


def test_the_watchdog_waits_eight_seconds_and_starts_only_when_asked(board, chip):
    board.wire()
    assert chip.dog_ms is None
    feed = board.watchdog()
    feed()
    assert (chip.dog_ms, chip.fed) == (8000, 1)


# ---- inputs


def test_every_channel_reads_its_own_voltage(board, chip):
    io = board.wire()
    for name, number in board.ADC_PINS:
        assert getattr(io, name).read_uv() == 1_000_000 + number
    for name, number in board.MUX_INPUTS:
        assert getattr(io, name).read_uv() == 1_100_000 + number


@pytest.mark.parametrize("line", range(3))
@pytest.mark.parametrize("level", (0, 1))
def test_a_select_line_that_sticks_silences_the_multiplexer_within_a_scan(
    board, chip, line, level
):
    io = board.wire()
    probes = [getattr(io, name) for name, _ in board.MUX_INPUTS]
    for probe in probes:
        probe.read_uv()
    chip.stuck[board.MUX_SELECT_PINS[line]] = level
    for _scan in range(2):
        for probe in probes:
            with pytest.raises(OSError):
                probe.read_uv()
    del chip.stuck[board.MUX_SELECT_PINS[line]]
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
    with pytest.raises(ValueError, match="NOT_FITTED: t_rom is none of compressor, "):
        board.wire()


def test_a_water_meter_is_counted_where_there_is_one(board, chip, monkeypatch):
    monkeypatch.setattr(board.calibration, "FLOW_PULSE_mg", 2222)
    flow_gps = board.wire().flow_gps
    chip.pass_ms(2000)
    chip.count = 225  # 0.5 l in 2 s
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


def test_the_nameplate_spreads_the_restart_of_a_street(board):
    fluid, water, extra_s = board.nameplate()
    assert (fluid, water) == ("R290", True)
    assert 0 <= extra_s <= 60


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
    assert set(calibration.TRIM_uV) == {*wiring.PROBES, *wiring.PRESSURES, "reference"}


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


@pytest.mark.parametrize("march", ("xtensawin", "rv32imc"))
def test_firmware_and_board_compile_for_the_chip(march):
    into = pythons.ROOT / "build" / "mpy" / march
    into.mkdir(parents=True, exist_ok=True)
    sources = [*(pythons.ROOT / "firmware").rglob("*.py"), *FOLDER.glob("*.py")]
    sources = [path for path in sources if path.name != "manifest.py"]
    assert len(sources) > 20
    for path in sources:
        assert size.compiled(path, march, into) > 0


def test_the_voltages_in_the_readme_are_what_the_curves_read(board):
    """A person holds a meter to the board and looks here: 1 mV is 0.1 K at worst."""
    rows = re.findall(
        r"\| (-?\d+) +\| \d+ +\| (\S+).*?\| (\S+) V", (FOLDER / "README.md").read_text()
    )
    assert len(rows) == 8
    for t_C, air_V, discharge_V in rows:
        for wire, volts in (("t_coil", air_V), ("t_discharge", discharge_V)):
            if volts != "-":
                chip = type("Channel", (), {"read_uv": lambda _, v=volts: round(float(v) * 1e6)})
                sensor = Thermistor(chip(), board.calibration.THERMISTORS[wire])
                sensor.sample(250)
                assert abs(sensor.t_cC - 100 * int(t_C)) <= 20
