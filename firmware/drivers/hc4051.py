"""74HC4051: eight analogue wires on one converter pin, and the proof that it switches.

Its first and last input are tied to ground.  A select line stuck low turns input 7 into a
lower one, a line stuck high turns input 0 into a higher one: either way a ground is no
longer a ground, and no probe reads as another unnoticed.  (All three stuck alike: every
probe reads as ground, a short circuit.)  A dead chip holds the last probe's voltage and is
found the same way.
"""

from drivers import SILENT_uV

_GROUNDS = (0, 7)


class Multiplexer:
    """`converter` has read_uv(); s0, s1, s2 are called with a bit of the input's number.

    ground_most_uV: above this, ground is not ground (an ESP32 reads ground as 142 mV).
    wires: how many inputs are read a scan, so that the grounds are looked at once a scan.
    """

    def __init__(self, converter, s0, s1, s2, ground_most_uV=170_000, wires=6):
        self.sound = False
        self._read_uv = converter.read_uv
        self._s0, self._s1, self._s2 = s0, s1, s2
        self._ground_most_uV = ground_most_uV
        self._wires = wires
        self._left = 0

    def read_uv(self, number):
        """Microvolts on one input; SILENT_uV while the chip does not switch."""
        if self._left:
            self._left -= 1
        else:
            self._left = self._wires - 1
            self.sound = self._grounds_are_grounds()
        return self._look_uV(number) if self.sound else SILENT_uV

    def _grounds_are_grounds(self):
        for number in _GROUNDS:
            if not SILENT_uV < self._look_uV(number) <= self._ground_most_uV:
                return False
        return True

    def _look_uV(self, number):
        # settles in 10 ns (200 ohm, 50 pF) with 100 nF at each input; a call takes longer
        self._s0(number & 1)
        self._s1(number >> 1 & 1)
        self._s2(number >> 2 & 1)
        return self._read_uv()


class Channel:
    """One input (1..6) of a Multiplexer as a channel of its own."""

    def __init__(self, multiplexer, number, trim_uV=0):
        if not 1 <= number <= 6:
            raise ValueError("multiplexer input: %d is outside 1..6 (0, 7: ground)" % number)
        self._multiplexer = multiplexer
        self._number = number
        self._trim_uV = trim_uV

    def read_uv(self):
        return self._multiplexer.read_uv(self._number) + self._trim_uV
