"""ADS1115 and PZEM-004T by their registers and bytes; the same on each interpreter."""

import subprocess
import sys

import pytest
from drivers import SILENT_uV, ads1115, pzem004t
from hypothesis import given
from hypothesis import strategies as st

from tools import pythons

sys.path.insert(0, str(pythons.ROOT / "host_tests" / "runtime"))
import fake_chips

MASK = (1 << 30) - 1


class Clock:
    """ticks_ms wraps ten seconds after the start."""

    now_ms = 0

    def ticks_ms(self):
        return self.now_ms - 10_000 & MASK


# ---- ADS1115


class Rig:
    """`uV(n)` reads input n of the driver."""

    def __init__(self, order=(0, 1, 2, 3)):
        self.clock, self.bus = Clock(), fake_chips.Bus()
        self.chip = self.bus.chips[0x48] = fake_chips.Ads1115(self.clock)
        self.chip.volts_uV = [500_000, 1_000_000, 1_500_000, 2_000_000]
        self.driver = ads1115.Ads1115(self.bus, self.clock.ticks_ms, 0x48, order)

    def uV(self, number):
        return self.driver.read_uv(number)

    def scan(self, count=1, ms=250):
        """All four inputs, as often and so far apart."""
        for _ in range(count):
            self.clock.now_ms += ms
            read_uV = [self.uV(number) for number in range(4)]
        return read_uV


def test_one_conversion_is_started_in_a_scan_and_collected_in_the_next():
    rig = Rig()
    for done in range(1, 20):
        rig.scan()
        assert rig.chip.conversions == done
    assert rig.scan() == [500_000, 1_000_000, 1_500_000, 2_000_000]


def test_nothing_is_read_before_it_was_converted():
    rig = Rig()
    assert rig.scan() == [SILENT_uV] * 4
    assert rig.scan() == [500_000] + [SILENT_uV] * 3
    assert rig.scan() == [500_000, 1_000_000] + [SILENT_uV] * 2


def test_a_driver_asked_faster_than_a_chip_converts_waits_its_turn():
    rig = Rig()
    before = rig.bus.transfers
    for _ in range(1000):
        rig.uV(0)
    assert rig.bus.transfers == before + 1  # one start, and nothing until ten milliseconds passed
    for _ in range(100):
        rig.scan(ms=1)
    assert rig.scan(ms=1) == [500_000, 1_000_000, 1_500_000, 2_000_000]


@given(st.integers(-32768, 32767))
def test_every_code_reads_as_its_voltage(code):
    """SBAS444: 4.096 V / 2**15 is 125 uV; two's complement."""
    rig = Rig((0,))
    rig.chip.volts_uV[0] = code * 125
    rig.scan(3)
    assert rig.uV(0) == code * 125


def test_a_voltage_beyond_the_range_stops_at_its_end():
    rig = Rig()
    rig.chip.volts_uV[1] = 5_000_000
    assert rig.scan(6)[1] == 32767 * 125


def test_a_turn_may_come_more_often_for_what_must_stop_the_machine():
    rig = Rig((0, 1, 0, 2, 0, 3))
    rig.scan(8)
    seen = []
    for k in range(12):
        rig.chip.volts_uV[0] = 600_000 + 125 * k
        rig.scan()
        seen.append(rig.uV(0))
    assert all(a != b for a, b in zip(seen, seen[2:], strict=False))  # new every other scan


def test_a_bus_that_hangs_is_a_value_after_two_turns_and_costs_little():
    rig = Rig()
    sound = rig.scan(6)
    rig.bus.stuck = True
    rig.scan()
    assert not rig.driver.dead  # one spark
    assert rig.scan() == [SILENT_uV] * 4
    assert rig.driver.dead and rig.driver.name == "ADS1115 at 0x48"
    before = rig.bus.transfers
    rig.scan(400, ms=10)
    assert rig.bus.transfers - before <= 4  # a try a second
    rig.bus.stuck = False
    rig.scan(10)
    assert rig.scan() == sound and not rig.driver.dead


def test_one_spark_costs_one_input_one_round():
    rig = Rig()
    rig.scan(6)  # the next turn collects input 1
    rig.bus.stuck = True
    rig.scan()
    rig.bus.stuck = False
    read_uV = rig.scan()
    assert [u_uV == SILENT_uV for u_uV in read_uV] == [False, True, False, False]
    rig.scan(5)
    assert rig.scan() == [500_000, 1_000_000, 1_500_000, 2_000_000]


@pytest.mark.parametrize("byte", (0xFF, 0x00))
def test_a_bus_that_reads_all_ones_or_all_zeros_is_not_believed(byte):
    rig = Rig()
    rig.scan(6)
    rig.bus.floats = byte
    assert rig.scan(2) == [SILENT_uV] * 4 and rig.driver.dead


def test_a_chip_that_is_not_there_is_silent():
    rig = Rig()
    del rig.bus.chips[0x48]
    assert rig.scan(3) == [SILENT_uV] * 4 and rig.driver.dead


def test_a_chip_that_lost_power_never_lends_its_zero_to_a_probe():
    rig = Rig()
    rig.scan(6)
    for _ in range(8):
        rig.chip.reset()
        assert 0 not in rig.scan()
    rig.scan(8)
    assert rig.scan() == [500_000, 1_000_000, 1_500_000, 2_000_000]


def test_a_conversion_that_never_ends_is_a_dead_chip():
    rig = Rig()
    rig.scan(6)
    rig.chip.hangs = True
    assert rig.scan(3) == [SILENT_uV] * 4 and rig.driver.dead


def test_no_reading_is_used_that_is_older_than_two_seconds():
    rig = Rig()
    rig.scan(6)
    rig.clock.now_ms += 5000
    # not even the conversion that waited all the while to be collected
    assert [rig.uV(number) for number in range(4)] == [SILENT_uV] * 4
    assert rig.scan().count(SILENT_uV) == 3


def test_a_trim_is_added_and_silence_stays_silence():
    rig = Rig()
    channel = ads1115.Channel(rig.driver, 0, trim_uV=-1250)
    assert channel.read_uv() < -1_000_000
    rig.scan(6)
    assert channel.read_uv() == 498_750


@given(st.lists(st.sampled_from(("ok", "stuck", "ones", "reset", "gone", "hang")), max_size=30))
def test_whatever_happens_on_the_bus_a_channel_reads_its_own_voltage_or_nothing(story):
    rig = Rig((0, 1, 0, 2, 0, 3))
    for event in story:
        rig.bus.stuck = event == "stuck"
        rig.bus.floats = 0xFF if event == "ones" else None
        rig.chip.hangs = event == "hang"
        if event == "reset":
            rig.chip.reset()
        rig.bus.chips = {} if event == "gone" else {0x48: rig.chip}
        for number, u_uV in enumerate(rig.scan()):
            assert u_uV in (SILENT_uV, rig.chip.volts_uV[number])


@pytest.mark.parametrize(
    ("address", "order", "sentence"),
    [
        (0x47, (0,), "ADS1115: address 0x47 is outside 0x48..0x4b"),
        (0x48, (), r"ADS1115: inputs \(\) are not some of 0\.\.3"),
        (0x48, (0, 4), r"ADS1115: inputs \(0, 4\) are not some of 0\.\.3"),
    ],
)
def test_a_chip_that_cannot_be_is_refused(address, order, sentence):
    with pytest.raises(ValueError, match=sentence):
        ads1115.Ads1115(fake_chips.Bus(), Clock().ticks_ms, address, order)


# ---- PZEM-004T


class Line:
    """A meter at the other end of a UART; `scan` passes a quarter of a second."""

    def __init__(self, address=0xF8):
        self.clock = Clock()
        self.pzem = fake_chips.Pzem()
        self.uart = fake_chips.Uart(self.clock, self.pzem)
        self.meter = pzem004t.Meter(self.uart, self.clock.ticks_ms, address)

    def scan(self, count=1, ms=250):
        for _ in range(count):
            self.clock.now_ms += ms
            power_W = self.meter()
        return power_W


def test_power_is_known_a_scan_after_it_was_asked_for():
    line = Line()
    assert line.scan() == -1
    assert line.scan() == 1234
    assert (line.meter.energy_Wh, line.meter.because) == (1_234_567, None)
    line.pzem.power_dW = 230_000  # 23 kW: both registers
    assert line.scan(4) == 23_000


def test_it_is_asked_twice_a_second_and_never_more():
    line = Line()
    line.scan(1000, ms=10)
    assert 18 <= line.pzem.questions <= 21


def test_the_question_and_its_sum_are_those_of_another_modbus_library():
    pymodbus = pytest.importorskip("pymodbus.framer.rtu", reason="pymodbus is not installed")
    asked = []
    uart = fake_chips.Uart(Clock(), lambda _, question: asked.append(bytes(question)))
    for address in (1, 17, 0xF8):
        pzem004t.Meter(uart, uart.clock.ticks_ms, address)()
        body = bytes((address, 4, 0, 0, 0, 10))
        # pymodbus has it as it goes on the wire
        assert asked[-1] == body + pymodbus.FramerRTU.compute_CRC(body).to_bytes(2, "big")


@given(st.binary(min_size=0, max_size=64))
def test_the_sum_is_that_of_another_library(data):
    pymodbus = pytest.importorskip("pymodbus.framer.rtu", reason="pymodbus is not installed")
    mine = pzem004t.crc16(data, len(data))
    assert mine.to_bytes(2, "little") == pymodbus.FramerRTU.compute_CRC(data).to_bytes(2, "big")
    assert mine == fake_chips.sum16(data, len(data))


def test_an_answer_of_another_library_is_understood():
    rtu = pytest.importorskip("pymodbus.framer.rtu", reason="pymodbus is not installed")
    from pymodbus.framer import FramerType  # noqa: F401  (loads what the framer needs)
    from pymodbus.pdu import DecodePDU
    from pymodbus.pdu.register_message import ReadInputRegistersResponse

    registers = [2301, 4321, 0, 0x1234, 0x0001, 0x5678, 0x0012, 499, 98, 0]
    answer = ReadInputRegistersResponse(dev_id=1, registers=registers)
    frame = rtu.FramerRTU(DecodePDU(False)).buildFrame(answer)
    assert len(frame) == 25

    def answers(uart, _question):
        for byte in frame:
            uart.put(byte, 30)

    clock = Clock()
    meter = pzem004t.Meter(fake_chips.Uart(clock, answers), clock.ticks_ms)
    for _ in range(2):
        clock.now_ms += 250
        meter()
    assert meter.power_W == 0x11234 // 10
    assert meter.energy_Wh == 0x125678


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ({"silent": True}, "the meter does not answer"),
        ({"send": 24}, "the meter's answer is torn"),
        ({"noise": 1}, "the meter's answer is torn"),
        ({"split_ms": 700}, "the meter's answer is garbled"),
        ({"says": 9}, "something else answers for the meter"),
        ({"power_dW": 5 << 16}, "the meter's answer cannot be"),
        *[({"corrupt": k}, "the meter's answer is garbled") for k in (0, 1, 2, 11, 23, 24)],
    ],
)
def test_what_is_wrong_with_an_answer_is_said_and_power_becomes_unknown(fault, sentence):
    line = Line(address=1)
    assert line.scan(4) == 1234
    for name, value in fault.items():
        setattr(line.pzem, name, value)
    assert line.scan(12) == 1234  # three seconds: what was true is still used
    seen = set()
    for _ in range(16):
        power_W = line.scan()
        seen.add(line.meter.because)
    assert power_W == -1 and sentence in seen
    for name in fault:
        setattr(line.pzem, name, getattr(fake_chips.Pzem(), name))
    assert line.scan(8) == 1234 and line.meter.because is None


def test_an_answer_that_is_late_but_whole_is_taken():
    line = Line()
    line.pzem.delay_ms = 400
    assert line.scan(4) == 1234


def test_a_port_that_fails_is_a_value():
    line = Line()
    line.uart.broken = True
    assert line.scan(4) == -1
    assert line.meter.because == "the meter's port does not work"
    line.uart.broken = False
    assert line.scan(4) == 1234


def test_power_that_was_lost_stays_lost_across_the_wrap_of_ticks():
    line = Line()
    line.scan(4)
    line.pzem.silent = True
    line.scan(24)
    for _ in range(3000):
        line.clock.now_ms += 1 << 19
        assert line.meter() == -1


@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 255)), max_size=120))
def test_no_bytes_at_any_time_make_a_power_that_was_not_sent(noise):
    line = Line()
    for after_ms, byte in sorted(noise):
        line.uart.put(byte, after_ms)
    line.pzem.silent = True
    for _ in range(30):
        assert line.scan(ms=100) == -1


@pytest.mark.parametrize("address", (0, 249))
def test_an_address_that_cannot_be_is_refused(address):
    with pytest.raises(ValueError, match=rf"meter: address {address} is outside 1\.\.247"):
        pzem004t.Meter(fake_chips.Uart(Clock()), lambda: 0, address)


# ---- all of them


def test_no_driver_touches_the_heap_in_a_scan_and_all_interpreters_read_the_same(interpreter):
    def ran(name):
        command = [pythons.find(name), "host_tests/runtime/drivers_noalloc.py"]
        done = subprocess.run(command, cwd=pythons.ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    lines = ran(interpreter)
    assert lines == ran("cpython")
    sound, *_, gone, _, back = lines.splitlines()
    assert sound.startswith("sound [1000000, 2000000, -250, 4095875] False 1234 None")
    assert gone.startswith("gone [-16777216, -16777216, -16777216, -16777216] True -1 the meter")
    assert back.startswith("back [1000000, 2000000, -250, 4095875] False 1234 None")
