"""Files of settings as nobody would write them: none raises, none is taken that is out of bounds.

    micropython host_tests/runtime/fuzz_settings.py [COUNT] [SEED]

Wrong types, NaN and infinity, huge and nested things, broken UTF-8, cut and flipped bytes, and
sound files in between.  A file that is refused changes nothing and gets sentences.  Prints how
many were taken and how many refused.
"""

import sys

_here = __file__.rsplit("/", 2)[0] if "/" in __file__[:-1] else ".."
sys.path[:0] = [_here + "/../firmware"]
if sys.implementation.name == "cpython":
    sys.path.insert(0, _here + "/cpython")

from heatpump.settings import RELATIONS, ROWS, Settings  # noqa: E402

VALUES = ("null", "true", "1.5", "NaN", "-Infinity", "1e400", '"1"', "[]", "{}", "[[[[[[1]]]]]]",
          "1" * 400, "-" + "9" * 40, '{"a":{"b":{"c":[1,2,{}]}}}', "-0", "00", "0x10", "+1", ".5",
          '"\\\\ud800"', "'1'", "1,", "")  # fmt: skip
KEYS = ('"nothing"', '""', "null", "1", "[]", "{}", "true", '"scan_ms ', '"\\\\u0000"', "1.5")
WHOLE = ("", " ", "null", "[]", "1", '"text"', "{", "}", "{}", "[" * 3000, '{"a":' * 2000, "NaN",
         "\ufeff{}", "\x00", "{}{}", "// {}")  # fmt: skip


class Dice:
    def __init__(self, seed):
        self.seed = seed

    def roll(self, sides):
        self.seed = seed = self.seed * 1021 + 12347 & 0xFFFFF
        return (seed >> 4) * sides >> 16

    def one(self, of):
        return of[self.roll(len(of))]


def sound(dice):
    """A file that a person could have written."""
    entries = []
    for _ in range(1 + dice.roll(4)):
        name, _, low, high = dice.one(ROWS)
        entries.append('"%s": %d' % (name, low + dice.roll(min(high - low, 60_000) + 1)))
    return "{%s}" % ", ".join(entries)


def odd(dice):
    """The same with something wrong in it."""
    entries = []
    for _ in range(1 + dice.roll(4)):
        name, _, low, high = dice.one(ROWS)
        key = dice.one(KEYS) if dice.roll(4) == 0 else '"%s"' % name
        value = str(low - 1) if dice.roll(9) == 0 else dice.one(VALUES)
        entries.append("%s: %s" % (key, str(high + 1) if dice.roll(9) == 0 else value))
    return "{%s}" % ", ".join(entries)


def torn(dice, text):
    """Bytes cut off, flipped, doubled or put in; what is then no UTF-8 goes as its file would."""
    raw = bytearray(text.encode())
    for _ in range(1 + dice.roll(3)):
        at = dice.roll(len(raw)) if raw else 0
        kind = dice.roll(4)
        if kind == 0:
            raw = raw[:at]
        elif kind == 1 and raw:
            raw[at] ^= 1 << dice.roll(8)
        elif kind == 2:
            raw = raw[:at] + raw[at // 2 :]
        else:
            raw = raw[:at] + bytes([dice.roll(256)]) + raw[at:]
    return bytes(raw)


def text_of(dice):
    """A file's content: text, or bytes that may be none."""
    kind = dice.roll(8)
    if kind == 0:
        return sound(dice)
    if kind == 1:
        return dice.one(WHOLE)
    return odd(dice) if kind < 5 else torn(dice, sound(dice) if kind < 7 else odd(dice))


def check(settings):
    for name, _, low, high in ROWS:
        value = getattr(settings, name)
        assert type(value) is int and low <= value <= high, (name, value)
    for lower, upper, apart, only in RELATIONS:
        if not only or getattr(settings, only[0]) >= only[1]:
            assert getattr(settings, upper) - getattr(settings, lower) >= apart, (lower, upper)


def main(count=100_000, seed=1):
    dice = Dice(seed)
    settings = Settings()
    taken = refused = 0
    for n in range(count):
        content = text_of(dice)
        changed = settings.changed
        errors = settings.load(content)
        if errors:
            refused += 1
            assert settings.changed == changed
            assert min([len(error) for error in errors]) > 10
        else:
            taken += 1
        if settings.changed != changed or n % 1000 == 0:
            check(settings)
        if n % 50 == 0:
            settings = Settings()
    print(count, "files:", taken, "taken,", refused, "refused, 0 raised")


main(*[int(a) for a in sys.argv[1:]])
