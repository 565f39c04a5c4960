"""When a reading is believed.

A reading is bad when its channel raises OSError, when its voltage lies outside the
curve (open or short circuit), or when it changes faster than the thing can.  Bad
readings never reach the value; too many of them and it is not `ok`:

    no good reading for 2.5 s      three in a row at one scan a second, ten at 250 ms
    4.5 s of bad in the last 60    five of sixty at one a second, the same share at any scan
    ok again                       after 30 s without a bad one

The rules count time and not samples, so that a scan of 100 ms and one of 1000 ms call
the same wire broken.  While `ok`, the value is the median of the last three good
readings and the newest of them at most 3.4 s old; while not `ok` it means nothing.  The
first good reading after boot is believed at once: nothing may start for minutes anyway.
"""

from array import array

from micropython import const

UNREAD = const(0)
HIGH = const(1)  # voltage above the curve
LOW = const(2)
FAST = const(3)
SILENT = const(4)
SUPPLY = const(5)

_GAP_ms = const(2500)  # three scans of 834 ms would do it and two of 1000 must not, so that
# a lost probe stops the machine within 4 s at any scan and one spike never does
_OFTEN_ms = const(4500)
_RECOVER_ms = const(30_000)
_LATE_ms = const(10_000)  # a longer silence counts as this long; bounds every product below
_SLOTS = const(60)  # one-second slots of the sliding minute


def sentences(name, high, low):
    """What is wrong with `name`, by reason; built once, so that a scan builds nothing."""
    ends = ("has not been read yet", high, low, "changes faster than it can", "does not answer")
    return ["the %s %s" % (name, end) for end in ends + ("has lost its supply",)]


class Trust:
    """Integers of |x| < 2**24, a rate limit (x per 10 ms) and a slack (x) for noise."""

    def __init__(self, sentences, rate_p10ms, slack):
        self.value = self.newest = 0  # median of the last three; the last good reading itself
        self.ok = False
        self.because = sentences[UNREAD]
        self._sentences = sentences
        self._rate_p10ms = rate_p10ms
        self._slack = slack
        self._near = rate_p10ms * 10  # within the rate even at the fastest scan, 100 ms
        self._before = self._follow = 0
        self._seeded = self._calm = False
        self._good_ms = _RECOVER_ms
        self._gap_ms = self._bad_ms = self._slot_ms = self._slot = 0
        self._ring_ms = array("H", [0] * _SLOTS)

    def take(self, x, elapsed_ms):
        """A reading within the sensor's range, elapsed_ms after the one before."""
        near = self._near
        # believed, a spotless minute, nothing to catch up, and near: no need to judge
        calm = self._calm and -near <= x - self.newest <= near
        if not calm and not self._admit(x, elapsed_ms):
            return
        a = self._before
        b = self._before = self.newest
        self.newest = x
        if a > b:
            a, b = b, a
        self.value = a if x < a else b if x > b else x

    def bad(self, reason, elapsed_ms):
        """A reading that must not be used, and why."""
        self._ruffle()
        self._good_ms = 0
        if self.ok:
            if elapsed_ms > _LATE_ms:
                elapsed_ms = _LATE_ms
            self._turn(elapsed_ms)
            self._gap_ms += elapsed_ms
            self._bad_ms += elapsed_ms
            self._ring_ms[self._slot] += elapsed_ms  # ok ends at 4.5 s, so < 15 000
            self.ok = self._gap_ms < _GAP_ms and self._bad_ms < _OFTEN_ms
        if not self.ok:
            self.because = self._sentences[reason]
            self._seeded = False  # where it will be after this, nobody knows

    def _ruffle(self):
        if self._calm:
            self._calm = False
            self._follow = self.newest

    def _admit(self, x, elapsed_ms):
        # A follower that moves no faster than the thing can, and a slack round it: unlike a
        # limit on steps, this lets the same ramps through at any scan.
        self._ruffle()
        if elapsed_ms > _LATE_ms:
            elapsed_ms = _LATE_ms
        if not self._seeded:
            self._seeded = True
            self._follow = self._before = self.newest = x
        step = self._rate_p10ms * elapsed_ms // 10  # 20 000 Pa * 10 000 ms = 2e8 < 2**30
        d = x - self._follow
        far = d if d >= 0 else -d
        self._follow = x if far <= step else self._follow + (step if d > 0 else -step)
        if far > step + self._slack:
            self.bad(FAST, elapsed_ms)
            return False
        self._good(elapsed_ms)
        self._calm = self.ok and self._bad_ms == 0 and self._follow == x
        return True

    def _good(self, elapsed_ms):
        self._gap_ms = 0
        if self.ok:
            if self._bad_ms:
                self._turn(elapsed_ms)
            return
        self._good_ms += elapsed_ms  # ends below 40 000
        if self._good_ms >= _RECOVER_ms:
            self.ok = True
            self.because = None
            self._bad_ms = 0
            for slot in range(_SLOTS):
                self._ring_ms[slot] = 0

    def _turn(self, elapsed_ms):
        # the ring of slots moves on; what leaves the minute is forgiven
        self._slot_ms += elapsed_ms
        while self._slot_ms >= 1000:
            self._slot_ms -= 1000
            self._slot = (self._slot + 1) % _SLOTS
            self._bad_ms -= self._ring_ms[self._slot]
            self._ring_ms[self._slot] = 0
