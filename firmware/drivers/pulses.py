"""Meters that give pulses: water as g/s, electricity (S0, IEC 62053-31) as W."""

from micropython import const

_WINDOW_ms = const(2000)  # a lost flow must show within 5 s; 80 g/s are 70 pulses of 2.2 g
_PERIOD = const(1 << 30)  # of ticks_ms()
_LATE_ms = const(60_000)
_MOST = const(1 << 15)  # pulses a window: 16 000 a second is beyond any meter
_STEADY_ms = const(10_000)  # a pulse is seen 250 ms late at most: a fortieth of this
_SILENT_ms = const(600_000)
_MOST_J = const(1 << 20)  # 100 kW for ten seconds;  2**20 * 1000 = 1.05e9 < 2**30
_MOST_W = const(32_000)


class Count:
    """Pulses counted in an interrupt, where a chip has no counter (ESP32-C3 has none).

    To be given to Pin.irq(handler=..., trigger=Pin.IRQ_FALLING); up to a few hundred a
    second.  `value` is as that of machine.Counter.
    """

    def __init__(self):
        self._count = 0

    def pulse(self, _pin):
        self._count = self._count + 1 & _PERIOD - 1

    def value(self, new=None):
        count = self._count
        if new is not None:
            self._count = new  # a pulse between the two lines is lost: one in 10**5
        return count


class Flow:
    """Called once a scan: g/s, or -1 before the first two seconds are over.

    take(0) returns the pulses since it was last called and starts anew, as the `value`
    of a machine.Counter does.  pulse_mg: milligrams a pulse, 1..32000 (450 a litre: 2222).
    """

    def __init__(self, take, ticks_ms, pulse_mg):
        if not 1 <= pulse_mg <= 32_000:
            raise ValueError("flow meter: %d is outside 1..32000 mg a pulse" % pulse_mg)
        self._take = take
        self._ticks_ms = ticks_ms
        self._pulse_mg = pulse_mg
        self._since_ms = ticks_ms()
        self._flow_gps = -1
        take(0)

    def __call__(self):
        now_ms = self._ticks_ms()
        gone_ms = (now_ms - self._since_ms) & (_PERIOD - 1)
        if gone_ms >= _WINDOW_ms:
            self._since_ms = now_ms
            pulses = min(self._take(0), _MOST)
            if gone_ms <= _LATE_ms:  # after a longer pause the mean says nothing about now
                self._flow_gps = pulses * self._pulse_mg // gone_ms  # 2**15 * 32 000 < 2**30
        return self._flow_gps


class Power:
    """Called once a scan: mean W between pulses at least 10 s apart, or -1 before the second.

    take as for Flow.  pulse_J: joules a pulse, 36..360 000 (1000 a kWh: 3600).  No pulse is
    counted twice and none is left out, so that its sum is the meter's energy.  When pulses
    stop the answer falls as the time without one says; after ten minutes it is 0.
    """

    def __init__(self, take, ticks_ms, pulse_J):
        if not 36 <= pulse_J <= 360_000:
            raise ValueError("electric meter: %d is outside 36..360000 J a pulse" % pulse_J)
        self._take = take
        self._ticks_ms = ticks_ms
        self._pulse_J = pulse_J
        self._since_ms = ticks_ms()
        self._energy_J = 0
        self._power_W = -1
        self._begun = False
        take(0)

    def __call__(self):
        now_ms = self._ticks_ms()
        gone_ms = (now_ms - self._since_ms) & (_PERIOD - 1)
        pulses = self._take(0)
        if pulses:
            # 2**20 // 36 + 1 pulses;  (2**20 // p + 1) * p + 2**20 < 2**22
            pulses = min(pulses, _MOST_J // self._pulse_J + 1)
            self._energy_J = min(self._energy_J + pulses * self._pulse_J, _MOST_J)
            if not self._begun:  # when the one before came nobody knows
                self._restart(now_ms, True)
            elif gone_ms >= _STEADY_ms:
                self._power_W = min(self._energy_J * 1000 // gone_ms, _MOST_W)
                self._restart(now_ms, True)
        elif gone_ms >= _SILENT_ms:
            self._power_W = 0
            self._restart(now_ms, False)
        elif self._begun and gone_ms >= _STEADY_ms:
            # at most what one more pulse, coming now, would make of it
            most_J = min(self._energy_J + self._pulse_J, _MOST_J)
            self._power_W = min(self._power_W, most_J * 1000 // gone_ms)
        return self._power_W

    def _restart(self, now_ms, begun):
        self._since_ms = now_ms
        self._energy_J = 0
        self._begun = begun
