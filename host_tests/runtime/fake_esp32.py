"""An ESP32 that is not there: `machine` and `time` for the boards, on any interpreter.

Voltages are set by GPIO number in `volts_uV`, behind the multiplexer by input in `mux_uV`;
the multiplexer follows its real select pins, so a pin fault is a fault here too.  On I2C sits
what is put into `bus.chips`, on UART 1 what `uart.answers` says.
"""

import fake_chips


class Chip:
    def __init__(self, mux_pin=36, select=(13, 14, 4)):
        self.now_ms = 0
        self.volts_uV = {}
        self.mux_uV = {0: 142_000, 7: 142_000}  # ground, as an ESP32 reads it
        self.mux_pin, self.select = mux_pin, select
        self.levels = {}  # GPIO: level, outputs and inputs
        self.stuck = {}  # GPIO: level that it has whatever is asked
        self.log = []  # what was done to pins, in order
        self.timers, self.fed, self.dog_ms = [], 0, None
        self.counts, self.handlers = {}, {}  # GPIO: pulses, what an edge calls
        self.bus, self.uart = fake_chips.Bus(), fake_chips.Uart(self)
        self.silent = False
        self.cause = 1  # power on
        self.machine, self.time = _machine(self), _time(self)

    def front_end(self, addresses=(0x48, 0x49, 0x4A)):
        """Three ADS1115 on the bus, as {address: chip}."""
        for address in addresses:
            self.bus.chips[address] = fake_chips.Ads1115(self)
        return self.bus.chips

    def no_counter(self):
        """An ESP32-C3."""
        del self.machine.Counter

    def level(self, number):
        return self.stuck.get(number, self.levels.get(number, 1))

    def convert_uV(self, number):
        if self.silent:
            raise OSError(116)
        if number != self.mux_pin:
            return self.volts_uV[number]
        a, b, c = self.select
        return self.mux_uV[self.level(a) + 2 * self.level(b) + 4 * self.level(c)]

    def pass_ms(self, ms):
        """Time passes; timers fire."""
        for timer in self.timers:
            for at_ms in range(self.now_ms + 1, self.now_ms + ms + 1):
                if at_ms % timer.period == 0:
                    timer.callback(timer)
        self.now_ms += ms


class Module:
    pass


def _time(chip):
    time = Module()
    time.ticks_ms = lambda: (chip.now_ms - 5000) & ((1 << 30) - 1)  # wraps after five seconds
    time.sleep_ms = chip.pass_ms
    return time


def _machine(chip):
    class Pin:
        IN, OUT, PULL_UP, IRQ_FALLING = 1, 3, 2, 2

        def __init__(self, number, mode=-1, pull=-1, value=None):
            self.number = number
            if mode == Pin.OUT:
                chip.log.append(("out", number, value))
                chip.levels[number] = value
            elif mode == Pin.IN:
                chip.log.append(("in", number, pull))

        def __call__(self, level=None):
            if level is None:
                return chip.level(self.number)
            chip.levels[self.number] = 1 if level else 0

        def irq(self, handler, trigger):
            chip.log.append(("irq", self.number, trigger))
            chip.handlers[self.number] = handler

    class I2C:
        def __new__(cls, _id, scl, sda, freq, timeout):
            chip.log.append(("i2c", (scl.number, sda.number), (freq, timeout)))
            return chip.bus

    class UART:
        def __new__(cls, _id, baudrate, tx, rx, timeout, timeout_char):
            chip.log.append(("uart", (tx.number, rx.number), (baudrate, timeout, timeout_char)))
            return chip.uart

    class ADC:
        ATTN_11DB = 3

        def __init__(self, pin, atten=None):
            self.number = pin.number
            chip.log.append(("adc", pin.number, atten))

        def read_uv(self):
            return chip.convert_uV(self.number)

    class Timer:
        PERIODIC = 1

        def __init__(self, _number, period, mode, callback):
            self.period, self.callback = period, callback
            chip.timers = [self]

    class WDT:
        def __init__(self, timeout):
            chip.dog_ms = timeout

        def feed(self):
            chip.fed += 1

    class Counter:
        FALLING = 2

        def __init__(self, unit, pin, edge):
            chip.log.append(("count", pin.number, edge))
            self.number = pin.number
            chip.counts[pin.number] = 0

        def value(self, new=None):
            was = chip.counts[self.number]
            if new is not None:
                chip.counts[self.number] = new
            return was

    machine = Module()
    machine.Pin, machine.ADC, machine.Timer = Pin, ADC, Timer
    machine.WDT, machine.Counter, machine.I2C, machine.UART = WDT, Counter, I2C, UART
    machine.PWRON_RESET, machine.HARD_RESET, machine.WDT_RESET, machine.SOFT_RESET = 1, 2, 3, 5
    machine.reset_cause = lambda: chip.cause
    machine.unique_id = lambda: b"\x24\x6f\x28\x01\x02\x03"
    return machine
