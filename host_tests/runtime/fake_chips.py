"""Chips that are not there, by their registers and bytes; written from the data sheets alone.

Nothing here allocates once it is made, so that a scan can be run over it with the heap locked.
"""

from array import array

ENODEV, ETIMEDOUT = 19, 116


class Ads1115:
    """`volts_uV`: the four inputs; `clock` has now_ms.  Registers of SBAS444."""

    def __init__(self, clock):
        self.clock = clock
        self.volts_uV = [0, 0, 0, 0]
        self.conversions = 0
        self.hangs = False  # a conversion never ends
        self.reset()

    def reset(self):
        """As after power came back."""
        self.config, self.result, self.done_ms = 0x8583, 0, None

    def _finish(self):
        if self.done_ms is None or self.hangs or self.clock.now_ms < self.done_ms:
            return
        self.done_ms = None
        mux = self.config >> 12 & 7
        if mux >= 4 and self.config >> 9 & 7 == 1:  # an input to ground, 4.096 V
            # sampled as it ends; the converter saturates at both ends
            code = self.volts_uV[mux - 4] // 125
            self.result = (32767 if code > 32767 else -32768 if code < -32768 else code) & 0xFFFF
        else:
            self.result = 0x7777  # nobody here should ask for that

    def read(self, register, buffer):
        self._finish()
        word = self.result
        if register == 1:
            word = self.config & 0x7FFF | (0x8000 if self.done_ms is None else 0)
        buffer[0], buffer[1] = word >> 8, word & 0xFF

    def write(self, register, data):
        self._finish()
        if register == 1:
            self.config = data[0] << 8 | data[1]
            if self.config & 0x8000 and self.config & 0x0100 and self.done_ms is None:
                self.conversions += 1
                # 128 a second, and a tenth slow
                slow_ms = 9 if self.config >> 5 & 7 == 4 else 200
                self.done_ms = self.clock.now_ms + slow_ms


class Bus:
    """machine.I2C as far as drivers use it.  `stuck`: every transfer times out."""

    def __init__(self):
        self.chips = {}
        self.stuck = False
        self.floats = None  # what every byte reads as, e.g. 0xFF
        self.transfers = 0

    def _chip(self, address):
        self.transfers += 1
        if self.stuck:
            raise OSError(ETIMEDOUT)
        if address not in self.chips:
            raise OSError(ENODEV)
        return self.chips[address]

    def readfrom_mem_into(self, address, register, buffer):
        self._chip(address).read(register, buffer)
        if self.floats is not None:
            for i in range(len(buffer)):
                buffer[i] = self.floats

    def writeto_mem(self, address, register, data):
        self._chip(address).write(register, data)


class Uart:
    """machine.UART with timeout 0.  What `answers(question, reply)` puts into reply arrives."""

    def __init__(self, clock, answers=None):
        self.clock, self.answers = clock, answers
        self.broken = False
        self._bytes, self._at_ms = bytearray(512), array("i", [0] * 512)
        self._head = self._tail = 0

    def put(self, byte, after_ms):
        """A byte that arrives after_ms from now."""
        self._bytes[self._tail & 511] = byte
        self._at_ms[self._tail & 511] = self.clock.now_ms + after_ms
        self._tail += 1

    def any(self):
        if self.broken:
            raise OSError(5)
        count = 0
        while (
            self._head + count < self._tail
            and self._at_ms[self._head + count & 511] <= self.clock.now_ms
        ):
            count += 1
        return count

    def readinto(self, buffer):
        count = min(self.any(), len(buffer))
        for i in range(count):
            buffer[i] = self._bytes[self._head & 511]
            self._head += 1
        return count or None

    def write(self, data):
        if self.answers:
            self.answers(self, data)
        return len(data)


class Pzem:
    """A PZEM-004T v3 on a Uart.  `address` it has; fields as its registers hold them."""

    def __init__(self, address=1):
        self.address, self.delay_ms = address, 20
        self.power_dW, self.energy_Wh = 12_345, 1_234_567
        self.says = None  # the address it puts into its answer, if not its own
        self.corrupt = None  # number of a byte that arrives wrong
        self.send = 25  # so many bytes of an answer are sent
        self.split_ms = 0  # the second half comes so much later
        self.noise = 0  # bytes before the answer
        self.silent = False
        self.questions = 0
        self._reply = bytearray(25)

    def __call__(self, uart, question):
        self.questions += 1
        # nothing less than a whole, sound question for this meter is answered
        if self.silent or len(question) != 8 or sum16(question, 8):
            return
        if question[0] != self.address and question[0] != 0xF8:
            return
        if question[1] != 4 or question[3] or question[5] != 10:
            return
        reply = self._fill(question[0] if self.says is None else self.says)
        for _ in range(self.noise):
            uart.put(0x55, self.delay_ms)
        for i in range(self.send):
            byte = reply[i] ^ (0x10 if i == self.corrupt else 0)
            uart.put(byte, self.delay_ms + (self.split_ms if i >= 12 else 0))

    def _fill(self, address):
        reply = self._reply
        reply[0], reply[1], reply[2] = address, 4, 20
        self._word(0, 2305)
        self._word(1, 5401)
        self._word(2, 0)
        self._word(3, self.power_dW & 0xFFFF)
        self._word(4, self.power_dW >> 16)
        self._word(5, self.energy_Wh & 0xFFFF)
        self._word(6, self.energy_Wh >> 16)
        self._word(7, 500)
        self._word(8, 99)
        self._word(9, 0)
        crc = sum16(reply, 23)
        reply[23], reply[24] = crc & 0xFF, crc >> 8
        return reply

    def _word(self, number, word):
        self._reply[3 + 2 * number], self._reply[4 + 2 * number] = word >> 8, word & 0xFF


def sum16(data, count):
    """CRC-16 of Modbus a bit at a time, as the standard writes it; 0 over a frame and its sum."""
    crc = 0xFFFF
    for i in range(count):
        crc ^= data[i]
        for _ in range(8):
            crc = crc >> 1 ^ 0xA001 if crc & 1 else crc >> 1
    return crc
