"""PZEM-004T v3 energy meter over Modbus RTU: power of the whole unit.

Peacefair, "PZEM-004T V3.0 User Manual", communication protocol: 9600 8N1, function 0x04 reads
input registers 0 voltage 0.1 V, 1 and 2 current 0.001 A, 3 and 4 power 0.1 W, 5 and 6 energy 1 Wh,
7 frequency 0.1 Hz, 8 power factor 0.01, 9 alarm; of each pair the low word comes first.
Frames and CRC-16 (0xA001, low byte first): "MODBUS over Serial Line", V1.02, 2.5.1, 6.2.2.

A question goes out in one scan, its answer (25 bytes, 26 ms on the wire) is collected whole
in a later one.  Nothing waits: no answer, a torn one, a wrong sum or another address's leave
the last value for five seconds, then -1: unknown.
"""

from array import array

from micropython import const

_ANSWER = const(25)  # address, function, count, ten registers, sum
_ASK_ms = const(500)
_FRESH_ms = const(5000)
_PERIOD = const(1 << 30)  # of ticks_ms()
# fmt: off
_NIBBLES = array("H", (
    0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401,
    0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400,
))
# fmt: on


def crc16(data, count):
    """CRC-16 of Modbus over the first `count` bytes: a nibble a step."""
    crc = 0xFFFF
    table = _NIBBLES
    for i in range(count):
        crc ^= data[i]
        crc = crc >> 4 ^ table[crc & 15]
        crc = crc >> 4 ^ table[crc & 15]
    return crc


class Meter:
    """Called once a scan: W (0..32 767), or -1 while unknown.  `because` says why, or is None.

    `uart` has any(), readinto(buffer) and write(bytes), none of which waits (timeout 0);
    address 1..247, or 0xF8, to which every meter that is alone answers.
    """

    def __init__(self, uart, ticks_ms, address=0xF8):
        if not (1 <= address <= 247 or address == 0xF8):
            raise ValueError("meter: address %d is outside 1..247 and not 248" % address)
        self.because = "the meter has not answered yet"
        self.power_W = -1
        self.energy_Wh = -1
        self._uart, self._ticks_ms = uart, ticks_ms
        self._address = address
        self._question = bytearray((address, 4, 0, 0, 0, 10, 0, 0))
        crc = crc16(self._question, 6)
        self._question[6], self._question[7] = crc & 0xFF, crc >> 8
        self._answer = bytearray(_ANSWER)
        self._rest = bytearray(64)
        self._asked_ms = ticks_ms() - _ASK_ms & _PERIOD - 1
        self._heard_ms = self._asked_ms
        self._waiting = False

    def __call__(self):
        now_ms = self._ticks_ms()
        try:
            if self._waiting and self._uart.any() >= _ANSWER:
                self._collect(now_ms)
            if now_ms - self._asked_ms & _PERIOD - 1 >= _ASK_ms:
                self._ask(now_ms)
        except OSError:
            self.because = "the meter's port does not work"
        if now_ms - self._heard_ms & _PERIOD - 1 >= _FRESH_ms:
            self.power_W = -1
            self._heard_ms = now_ms - _FRESH_ms & _PERIOD - 1  # stays old across the wrap
        return self.power_W

    def _ask(self, now_ms):
        """What is still there belongs to no question any more."""
        uart, count = self._uart, self._uart.any()
        if self._waiting:
            self.because = "the meter's answer is torn" if count else "the meter does not answer"
        self._drain()
        self._asked_ms = now_ms
        self._waiting = True
        uart.write(self._question)

    def _drain(self):
        for _ in range(8):  # 512 bytes are more than a port keeps
            if not self._uart.any():
                return
            self._uart.readinto(self._rest)

    def _collect(self, now_ms):
        a = self._answer
        self._waiting = False
        got = self._uart.readinto(a)
        if got != _ANSWER or self._uart.any():
            self.because = "the meter's answer is torn"
        elif crc16(a, 23) != a[23] | a[24] << 8:
            self.because = "the meter's answer is garbled"
        elif (a[0] != self._address and self._address != 0xF8) or a[1] != 4 or a[2] != 20:
            self.because = "something else answers for the meter"
        elif a[11] or a[12] > 4 or a[15]:  # above 32 kW or 16 GWh: no such meter
            self.because = "the meter's answer cannot be"
        else:
            self.because = None
            self._heard_ms = now_ms
            # 0x4FFFF tenths of a watt, 0xFFFFFF Wh: far below 2**30
            self.power_W = ((a[11] << 8 | a[12]) << 16 | a[9] << 8 | a[10]) // 10
            self.energy_Wh = a[16] << 16 | a[13] << 8 | a[14]
