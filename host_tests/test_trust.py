"""When a reading is believed: the rules of trust.py once more, plainly, and compared to the
last integer over long runs of readings that lie at the edges of every rule."""

import random
from collections import deque

import pytest
from heatpump import trust

RATE, SLACK = 5, 100  # as a thermistor of 5 cK per 10 ms and 1 K
SAID = trust.sentences("thing", "is high", "is low")
GOOD, BAD = "good", "bad"


class Plain:
    """The same rules with no shortcut, no ring and no running sums."""

    def __init__(self):
        self.ok, self.because, self.good = False, SAID[trust.UNREAD], deque([0, 0, 0], maxlen=3)
        self.slots, self.part_ms = deque([0] * 60, maxlen=60), 0
        self.follow, self.gap_ms, self.well_ms = None, 0, 30_000

    def take(self, x, elapsed_ms):
        may = RATE * min(elapsed_ms, 10_000) // 10
        if self.follow is None:
            self.follow = x
            self.good.extend((x, x))
        off = x - self.follow
        self.follow += max(-may, min(may, off))
        if abs(off) > may + SLACK:
            self.bad(trust.FAST, elapsed_ms)
            return
        self.good.append(x)
        self.gap_ms = 0
        if self.ok and sum(self.slots):  # while nothing bad lies in them they stand still
            self._turn(min(elapsed_ms, 10_000))
        elif not self.ok:
            self.well_ms += min(elapsed_ms, 10_000)
            if self.well_ms >= 30_000:
                self.ok, self.because = True, None
                self.slots.extend([0] * 60)

    def bad(self, reason, elapsed_ms):
        self.well_ms = 0
        if self.ok:
            self._turn(min(elapsed_ms, 10_000))
            self.slots[-1] += min(elapsed_ms, 10_000)
            self.gap_ms += min(elapsed_ms, 10_000)
            self.ok = self.gap_ms < 2500 and sum(self.slots) < 4500
        if not self.ok:
            self.because, self.follow = SAID[reason], None

    def _turn(self, elapsed_ms):
        self.part_ms += elapsed_ms
        while self.part_ms >= 1000:
            self.part_ms -= 1000
            self.slots.append(0)

    def facts(self):
        return self.ok, self.because, sorted(self.good)[1], self.good[-1]


def facts(t):
    return t.ok, t.because, t.value, t.newest


def drawn(seed, scan_ms):
    """Readings that stand, creep, jump to an edge of the rate, or fail; in stretches."""
    dice, x = random.Random(f"{seed} {scan_ms}"), 2000
    may = RATE * scan_ms // 10
    edges = (may + SLACK, may + SLACK + 1, may, may + 1, RATE * 10, RATE * 10 + 1, 1)
    while True:
        kind = dice.choice(("calm", "calm", "creep", "edge", "wild", "fail"))
        for _ in range(dice.choice((1, 2, 3, 4, 5, 9, 30, 130))):
            if kind == "fail":
                yield None
                continue
            x += {"calm": 0, "creep": dice.choice((-1, 1)) * dice.choice((1, 9, RATE * 10)),
                  "edge": dice.choice((-1, 1)) * dice.choice(edges),
                  "wild": dice.choice((-3000, 3000))}[kind]  # fmt: skip
            yield x


ANY = None  # each reading at its own time after the one before


@pytest.mark.parametrize("scan_ms", [100, 250, 300, 500, 1000, 2600, 12_000, ANY])
def test_belief_and_value_are_those_of_the_rules_to_the_last_integer(scan_ms):
    seen = {SAID[trust.UNREAD]}
    for seed in range(12):
        real, plain = trust.Trust(SAID, RATE, SLACK), Plain()
        assert facts(real) == plain.facts()
        dice = random.Random(seed)
        for n, x in zip(range(1500), drawn(seed, scan_ms or 300), strict=False):
            elapsed_ms = scan_ms or dice.choice((101, 333, 999, 1000, 1001, 1747))
            for t in (real, plain):
                if x is None:
                    t.bad(trust.LOW, elapsed_ms)
                else:
                    t.take(x, elapsed_ms)
            assert facts(real) == plain.facts(), (seed, n, x)
            seen.add(real.because)
    assert len(seen) == 4  # believed, unread, too fast, too low


def spoilt(pattern, scan_ms=1000):
    """A believed thing after so many readings: "." good and "x" bad."""
    t = trust.Trust(SAID, RATE, SLACK)
    t.take(2000, scan_ms)
    for c in pattern:
        t.take(2000, scan_ms) if c == "." else t.bad(trust.HIGH, scan_ms)
    return t


@pytest.mark.parametrize("pattern, scan_ms, ok", [
    ("xx", 1000, True), ("xxx", 1000, False), ("x" * 9, 250, True), ("x" * 10, 250, False),
    ("xx.xx", 1000, True), ("xx.xx.x", 1000, False),
    ("xx.xx" + "." * 56 + "x", 1000, True), ("xx.xx" + "." * 54 + "x", 1000, False),
])  # fmt: skip
def test_a_gap_of_two_and_a_half_seconds_or_four_and_a_half_bad_ones_in_a_minute(
    pattern, scan_ms, ok
):
    assert spoilt(pattern, scan_ms).ok == ok


@pytest.mark.parametrize("good, ok", [(29, False), (30, True)])
def test_it_is_believed_again_after_thirty_good_seconds_and_what_was_bad_is_forgotten(good, ok):
    t = spoilt("xxx" + "." * good)
    assert t.ok == ok and t.because == (None if ok else SAID[trust.HIGH])
    if ok:
        t.bad(trust.LOW, 1000)
        assert t.ok


@pytest.mark.parametrize("bad_ms, ok", [((1000, 1499), True), ((1000, 1500), False)])
def test_the_gap_ends_belief_at_two_and_a_half_seconds_to_the_millisecond(bad_ms, ok):
    t = spoilt("")
    for elapsed_ms in bad_ms:
        t.bad(trust.LOW, elapsed_ms)
    assert t.ok == ok


@pytest.mark.parametrize("last_ms, ok", [(499, True), (500, False)])
def test_the_bad_share_ends_belief_at_four_and_a_half_seconds_to_the_millisecond(last_ms, ok):
    t = spoilt("xx.xx.")
    t.bad(trust.LOW, last_ms)
    assert t.ok == ok


def test_a_bad_second_leaves_the_minute_after_sixty_seconds_to_the_millisecond():
    t = spoilt("x" + "." * 59)
    t.take(2000, 999)
    assert t._bad_ms == 1000
    t.take(2000, 1)
    assert t._bad_ms == 0


@pytest.mark.parametrize("last_ms, ok", [(999, False), (1000, True)])
def test_belief_comes_back_at_thirty_seconds_to_the_millisecond(last_ms, ok):
    t = spoilt("xxx" + "." * 29)
    t.take(2000, last_ms)
    assert t.ok == ok


def judged(t, x):
    """Whether a reading was looked at by all the rules, or went the short way."""
    asked, admit = [], t._admit
    t._admit = lambda *reading: asked.append(reading) or admit(*reading)
    t.take(x, 250)
    del t._admit
    return bool(asked)


@pytest.mark.parametrize("change, long_way", [
    (0, False), (50, False), (-50, False), (51, True), (-51, True), (1, False), (-1, False),
    (5000, True), (-5000, True),
])  # fmt: skip
def test_a_calm_thing_is_not_judged_again_while_it_moves_no_faster_than_in_100_ms(
    change, long_way
):
    t = spoilt("..")
    assert judged(t, 2000 + change) == long_way


@pytest.mark.parametrize("pattern", ["", "x", "x.", "x" + "." * 58])
def test_what_was_not_spotless_for_a_minute_goes_the_long_way(pattern):
    t = trust.Trust(SAID, RATE, SLACK) if not pattern else spoilt(pattern)
    assert judged(t, 2000)
