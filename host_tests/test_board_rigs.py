"""The two boards with three ADS1115: what they read, what they survive and what they say."""

import subprocess

import onboard
import pytest
from heatpump import wiring

from tools import pythons

RIGS = ("esp32_s3_rig", "esp32_c3_mini")
WIRES = {*wiring.PROBES, *wiring.PRESSURES, "reference", "t_tank"}


@pytest.fixture(params=RIGS)
def on(request, monkeypatch):
    on = onboard.OnBoard(request.param, monkeypatch)
    if on.pins.CHIP == "esp32c3":
        on.chip.no_counter()
    yield on
    on.forget()


@pytest.fixture
def s3(monkeypatch):
    on = onboard.OnBoard("esp32_s3_rig", monkeypatch)
    yield on
    on.forget()


def wired(on, **set_to):
    """(board, its wiring) with every input at a voltage of its own."""
    front = on.chip.front_end()
    for k, (_, address, number) in enumerate(on.pins.INPUTS):
        front[address].volts_uV[number] = 1_000_000 + 125 * k
    board = on.load()
    board.calibration.NOT_FITTED = ()
    for name, value in set_to.items():
        assert hasattr(board.calibration, name)
        setattr(board.calibration, name, value)
    return board, board.wire()


def test_every_wire_has_one_input_and_every_input_one_wire(on):
    assert {name for name, _, _ in on.pins.INPUTS} == WIRES
    taken = [(address, number) for _, address, number in on.pins.INPUTS]
    assert len(set(taken)) == len(taken) == 12
    for address, order in on.pins.CHIPS:
        assert set(order) == {number for a, number in taken if a == address}


def test_every_channel_reads_its_own_voltage_by_the_scan_after_one_idle(on):
    _, io = wired(on)
    for _ in range(2):
        io.idle_ms(250)
    for k, (name, _, _) in enumerate(on.pins.INPUTS):
        assert getattr(io, name).read_uv() == 1_000_000 + 125 * k, name


@pytest.mark.parametrize("scan_ms", (100, 250, 500, 1000))
def test_discharge_pressure_is_seen_within_half_a_second_whenever_it_rises(s3, scan_ms):
    """Law 2: half a second from the trip to the relay, at the scan of a real board, 250 ms."""
    _, io = wired(s3)
    chip = s3.chip
    for _ in range(8):
        io.idle_ms(scan_ms)
        io.p_discharge.read_uv()
    worst_ms = 0
    for k in range(scan_ms // 10):
        # it rises in the middle of an idle
        rises_ms = chip.now_ms + 10 * k
        chip.timers = [type("Rise", (), {"period": 1, "callback": staticmethod(
            lambda _, at=rises_ms: chip.bus.chips[0x48].volts_uV.__setitem__(
                0, 2_000_000 if chip.now_ms >= at else 1_000_000))})]  # fmt: skip
        while io.p_discharge.read_uv() < 1_900_000:
            io.idle_ms(scan_ms)
        worst_ms = max(worst_ms, chip.now_ms - rises_ms)
        chip.timers = []
        chip.bus.chips[0x48].volts_uV[0] = 1_000_000
        for _ in range(8):
            io.idle_ms(scan_ms)
            io.p_discharge.read_uv()
    assert worst_ms <= scan_ms + 170  # 100 ms between its turns, and 50 from turn to turn


def test_a_trim_is_added_to_its_reading_and_to_no_other(on):
    _, io = wired(on, TRIM_uV={"t_coil": -1200})
    for _ in range(2):
        io.idle_ms(250)
    for k, (name, _, _) in enumerate(on.pins.INPUTS):
        trim_uV = -1200 if name == "t_coil" else 0
        assert getattr(io, name).read_uv() == 1_000_000 + 125 * k + trim_uV


def test_the_bus_is_fast_and_may_not_hold_up_a_scan(on):
    wired(on)
    (made,) = [entry for entry in on.chip.log if entry[0] == "i2c"]
    sda, scl = (next(n for name, n, _ in on.pins.PINS if name == wire) for wire in ("sda", "scl"))
    assert made == ("i2c", (scl, sda), (400_000, 2000))


def test_a_contact_reads_open_when_its_wire_breaks(on):
    (number,) = [n for name, n, _ in on.pins.PINS if name == "pressostat"]
    on.chip.levels[number] = 0
    _, io = wired(on)
    assert io.pressostat() is True
    del on.chip.levels[number]
    assert io.pressostat() is False


def test_the_meter_is_asked_at_9600_baud_and_answers_in_watts(s3):
    fake_chips = __import__("fake_chips")
    s3.chip.uart.answers = fake_chips.Pzem()
    board, io = wired(s3)
    assert ("uart", (17, 18), (9600, 0, 0)) in s3.chip.log
    for _ in range(3):
        io.meter_W()
        io.idle_ms(250)
    assert io.meter_W() == 1234
    assert board.silent() == []


def test_an_s0_output_may_take_the_meters_place(s3):
    _, io = wired(s3, METER="s0", S0_PULSE_J=3600)
    for _ in range(12):
        io.idle_ms(1800)
        s3.chip.counts[12] += 1
        io.meter_W()
    assert io.meter_W() == 2000  # a watt-hour in 1.8 s
    _, io = wired(s3, METER=None)
    assert io.meter_W is None


def test_an_unknown_meter_is_named(s3):
    with pytest.raises(ValueError, match="METER: 'pzm' is neither 'pzem' nor 's0' nor None"):
        wired(s3, METER="pzm")


def test_water_and_the_grids_contacts_are_there_when_asked_for(s3):
    _, io = wired(s3, FLOW_PULSE_mg=2222, SG_READY=True)
    io.idle_ms(2000)
    s3.chip.counts[11] = 225
    assert io.flow_gps() == 225 * 2222 // 2000
    s3.chip.levels[13] = 0
    assert (io.sg_1(), io.sg_2()) == (True, False)


def test_pulses_are_counted_by_interrupt_where_the_chip_has_no_counter(s3):
    s3.chip.no_counter()
    _, io = wired(s3, FLOW_PULSE_mg=2222)
    io.idle_ms(2000)
    for _ in range(225):
        s3.chip.handlers[11](None)
    assert io.flow_gps() == 225 * 2222 // 2000


# ---- the whole of it, on each interpreter


def run(name, folder, *arguments):
    """What esp32_rig.py prints; it keeps its records in `folder`."""
    script = onboard.RUNTIME / "esp32_rig.py"
    done = subprocess.run(
        [pythons.find(name), str(script), *arguments],
        cwd=folder, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-500:] + done.stderr
    return done.stdout


PROBE = "  t_discharge - the discharge thermistor reads short circuit"


def section(text, title):
    """(first line, the ten sensors) of what was printed under `title`."""
    lines = text[text.index(title) :].split("\n")
    return lines[0], lines[1:11]


@pytest.mark.parametrize("board", RIGS)
def test_each_broken_part_gives_a_sentence_and_is_forgiven_when_it_is_mended(
    interpreter, board, tmp_path
):
    text = run(interpreter, tmp_path, board)
    (tmp_path / "again").mkdir()
    assert text == run("cpython", tmp_path / "again", board)
    head, sensors = section(text, "after a minute")
    assert head.endswith("sound") and "does not" not in head
    assert all(line.endswith(" None") for line in sensors)

    head, sensors = section(text, "discharge probe shorted")
    assert head.endswith("tripped") and PROBE in sensors
    assert sum(line.endswith(" None") for line in sensors) == 9

    head, sensors = section(text, "a chip is gone")
    assert "the ADS1115 at 0x4a does not answer" in head and head.endswith("tripped")
    assert sum(line.endswith("does not answer") for line in sensors) == 4

    assert section(text, "and back")[1] == section(text, "after a minute")[1]

    head, sensors = section(text, "the bus reads ones")
    assert head.count("does not answer") == 3 and head.endswith("tripped")
    assert all("lost its supply" in line for line in sensors)
    assert "compressor rose 0" in text


def test_a_meter_that_is_gone_is_unknown_and_trips_nothing(micropython32, tmp_path):
    text = run("micropython32", tmp_path, "esp32_s3_rig")
    head, sensors = section(text, "the meter is gone")
    assert head == "the meter is gone ['the meter does not answer'] -1 sound"
    assert all(line.endswith(" None") for line in sensors)


# law 6: a needed probe breaks -> off within 4 s; law 2: high pressure -> within 0.5 s
@pytest.mark.parametrize(
    ("fault", "most_ms", "sentence"),
    [
        ("bus stuck", 4000, "the discharge thermistor has lost its supply"),
        ("bus ones", 4000, "the discharge thermistor has lost its supply"),
        ("bus zeros", 4000, "the discharge thermistor has lost its supply"),
        ("chip 48", 4000, "the discharge thermistor has lost its supply"),
        ("chip 49", 4000, "the discharge thermistor does not answer"),
        ("chip 4a", 4000, "the return thermistor does not answer"),
        ("discharge short", 4000, "the discharge thermistor reads short circuit"),
        ("discharge open", 4000, "the discharge thermistor reads open circuit"),
        ("return short", 4000, "the return thermistor reads short circuit"),
        ("suction wire", 4000, "the suction pressure transducer reads below its range"),
        ("rail sags", 4000, "the discharge thermistor has lost its supply"),
        ("high pressure", 500, "discharge pressure is at its limit"),
        ("pressostat", 500, "the high-pressure switch is open"),
    ],
)
def test_a_part_that_breaks_in_a_running_machine_stops_it_in_time(
    micropython32, tmp_path, fault, most_ms, sentence
):
    text = run("micropython32", tmp_path, "esp32_s3_rig", fault)
    took, said = text.strip().split("\n")[-1].split(" ms: ")
    assert int(took) <= most_ms
    assert said == sentence


def test_a_meter_that_is_lost_does_not_stop_a_running_machine(micropython32, tmp_path):
    text = run("micropython32", tmp_path, "esp32_s3_rig", "meter gone")
    assert text.strip().split("\n")[-1] == "on: ['the meter does not answer'] -1"
