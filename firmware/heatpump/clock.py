"""The only place that knows ticks wrap.  Everyone else is told how long it was."""

from micropython import const

_PERIOD = const(1 << 30)  # ticks_ms() of a 32-bit port: 12.4 days


class Clock:
    """`ticks_ms` counts milliseconds modulo 2**30."""

    def __init__(self, ticks_ms):
        self._ticks_ms = ticks_ms
        self._last_ms = ticks_ms()

    def elapsed_ms(self):
        """Milliseconds since the last call, 0 .. 2**30 - 1.

        A gap of a whole period (12.4 days without a scan) cannot be seen; the
        watchdog ends such a gap after 8 s.
        """
        now_ms = self._ticks_ms()
        gone_ms = (now_ms - self._last_ms) & (_PERIOD - 1)
        self._last_ms = now_ms
        return gone_ms
