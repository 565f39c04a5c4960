"""Outputs that fall by themselves: law 12.

Whoever drives an output renews the lease of all.  A timer calls tick(); when nobody has
driven anything for `ticks` of them, every output is switched off, and stays off until it
is driven again.  This catches a scan that stopped while Python still runs (someone at the
REPL, an endless loop); what blocks Python itself is the watchdog's.
"""


class Lease:
    """`pins` are called with a bool; `ticks` >= 2 timer periods make the lease."""

    def __init__(self, pins, ticks=6):
        self._pins = pins
        self._ticks = ticks
        self._left = 0
        self.outputs = [self._output(pin) for pin in pins]

    def _output(self, pin):
        def drive(on):
            self._left = self._ticks
            pin(on)

        return drive

    def tick(self, _timer):
        """From a timer, between two bytecodes of whatever runs: allocates nothing."""
        if self._left:
            self._left -= 1
        if not self._left:  # again and again: it costs little and repairs a flipped bit
            for pin in self._pins:
                pin(0)
