"""ADS1115: four analogue inputs on I2C, 16 bits, +-4.096 V.

Registers and times from Texas Instruments SBAS444, "ADS111x", register map: conversion (0),
config (1) with OS, MUX 100..111 = AIN0..3 to ground, PGA 001 = 4.096 V, MODE 1 = single shot,
DR 100 = 128 a second, COMP_QUE 11 = comparator off; electrical characteristics: a data rate may
be a tenth off, so that a conversion takes 8.7 ms at most.

A turn collects the conversion of the turn before and starts the next: one a scan, and the
board may give more turns while it idles.  Nothing waits.  Before a result is believed the
chip must say that it is idle and set as it was told: one that has lost power, a bus that
reads all ones or all zeros, and a conversion that hangs all fail there.
"""

from micropython import const

from drivers import SILENT_uV

_CONVERSION = const(0)
_CONFIG = const(1)
_LOW = const(0x83)  # DR 100, COMP_QUE 11
_STEP_uV = const(125)  # 4.096 V / 2**15;  2**15 * 125 = 4.1e6 < 2**30
_CONVERTS_ms = const(10)
_RETRY_ms = const(1000)  # a dead bus may take a millisecond a try: not in every scan
_OLD_ms = const(2000)  # no reading is used that is older
_PERIOD = const(1 << 30)  # of ticks_ms()


class Ads1115:
    """`i2c` has readfrom_mem_into and writeto_mem; `ticks_ms` wraps at 2**30.

    address: 0x48..0x4b; order: inputs 0..3 in the order of their turns, each at least once,
    e.g. (0, 1, 0, 2) reads input 0 twice as often.
    """

    def __init__(self, i2c, ticks_ms, address, order):
        if not 0x48 <= address <= 0x4B:
            raise ValueError("ADS1115: address 0x%x is outside 0x48..0x4b" % address)
        if not order or not all(0 <= number <= 3 for number in order):
            raise ValueError("ADS1115: inputs %r are not some of 0..3" % (order,))
        self.name = "ADS1115 at 0x%x" % address
        self.dead = False
        self._read, self._write = i2c.readfrom_mem_into, i2c.writeto_mem
        self._ticks_ms = ticks_ms
        self.address = address
        self._order = order
        self._starts = [bytes((0xC3 | number << 4, _LOW)) for number in range(4)]
        self._buffer = bytearray(2)
        self._values_uV = [SILENT_uV] * 4
        self._converted_ms = [0] * 4
        self._turn = 0
        self._asked = self._failed = False
        self._since_ms = ticks_ms() - _CONVERTS_ms & _PERIOD - 1

    def turn(self):
        """Collect what is ready, start what is next; nothing sooner than a conversion takes."""
        now_ms = self._ticks_ms()
        began_ms = self._since_ms
        gone_ms = now_ms - began_ms & _PERIOD - 1
        if gone_ms < (_RETRY_ms if self.dead else _CONVERTS_ms):
            return
        self._since_ms = now_ms
        try:
            if self._asked and not self._collect(began_ms):
                self._fail()
            self._start()
        except OSError:
            self._fail()

    def read_uv(self, number):
        """Microvolts on one input; SILENT_uV while there is no fresh answer."""
        self.turn()
        u_uV = self._values_uV[number]
        if self._ticks_ms() - self._converted_ms[number] & _PERIOD - 1 > _OLD_ms:
            return SILENT_uV
        return u_uV

    def _collect(self, began_ms):
        buffer = self._buffer
        number = self._order[self._turn]
        self._read(self.address, _CONFIG, buffer)
        if buffer[0] != self._starts[number][0] or buffer[1] != _LOW:
            return False
        self._read(self.address, _CONVERSION, buffer)
        raw = buffer[0] << 8 | buffer[1]
        self._values_uV[number] = (raw - (raw >> 15 << 16)) * _STEP_uV
        self._converted_ms[number] = began_ms
        self.dead = self._failed = False
        self._turn += 1
        if self._turn == len(self._order):
            self._turn = 0
        return True

    def _start(self):
        self._asked = False
        self._write(self.address, _CONFIG, self._starts[self._order[self._turn]])
        self._asked = True

    def _fail(self):
        """Once may be a spark: its input waits.  Twice, and nothing it said is believed."""
        self._asked = False
        self._values_uV[self._order[self._turn]] = SILENT_uV
        if self._failed:
            self.dead = True
            for number in range(4):
                self._values_uV[number] = SILENT_uV
        self._failed = True


class Channel:
    """One input of a chip as a channel of its own; trim_uV is added."""

    def __init__(self, chip, number, trim_uV=0):
        self._read_uv = chip.read_uv
        self._number = number
        self._trim_uV = trim_uV

    def read_uv(self):
        return self._read_uv(self._number) + self._trim_uV
