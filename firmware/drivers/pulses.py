"""A water meter that gives pulses, as g/s."""

from micropython import const

_WINDOW_ms = const(2000)  # a lost flow must show within 5 s; 80 g/s are 70 pulses of 2.2 g
_PERIOD = const(1 << 30)  # of ticks_ms()
_LATE_ms = const(60_000)
_MOST = const(1 << 15)  # pulses a window: 16 000 a second is beyond any meter


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
        gone_ms = (self._ticks_ms() - self._since_ms) & (_PERIOD - 1)
        if gone_ms >= _WINDOW_ms:
            self._since_ms = (self._since_ms + gone_ms) & (_PERIOD - 1)
            pulses = min(self._take(0), _MOST)
            if gone_ms <= _LATE_ms:  # after a longer pause the mean says nothing about now
                self._flow_gps = pulses * self._pulse_mg // gone_ms  # 2**15 * 32 000 < 2**30
        return self._flow_gps
