"""What the store writes, reads and says, the same on every interpreter and on a board.

Prints the bytes of records, how many of all flipped bytes, bits and truncations were seen, and
the sentences about older, newer, strange and huge ones.
"""

import sys

_root = __file__.rsplit("/", 3)[0] if __file__.count("/") > 2 else "."
sys.path[:0] = [_root + "/firmware", _root + "/boards/virtual"]
if sys.implementation.name == "cpython":
    sys.path.insert(0, _root + "/host_tests/cpython")

from files import Files  # noqa: E402
from heatpump.store import Store, pack, unpack  # noqa: E402

NONSENSE = ("NaN", "Infinity", "{", "", "[1,", "tru", '"x', "nul", "1e", "[]]")


def seen(name, raw):
    """1 when the damage is noticed."""
    try:
        unpack(name, raw)
    except ValueError:
        return 1
    return 0


def crafted(name, body):
    """A record of any text with a good check sum."""
    from binascii import crc32

    head = ("HP1 %s 9 %d " % (name, len(body))).encode()
    return head + b"%08x\n" % crc32(head + body.encode()) + body.encode()


for value in (0, -1, (1 << 28) - 1, 1 << 62, True, None, "degC", [1, [2]], {"a": {"b": 3}}):
    print(pack("x", 7, value), unpack("x", pack("x", 7, value)))
raw = pack("journal", 123456, {"moves": [[-5, 3, 4, "outdoor coil is iced"]] * 6})
cut = sum([seen("journal", raw[:n]) for n in range(len(raw))])
turned = 0
for i in range(len(raw)):
    for bit in range(8):
        turned += seen("journal", raw[:i] + bytes([raw[i] ^ 1 << bit]) + raw[i + 1 :])
print(len(raw), "bytes;", cut, "truncations and", turned, "turned bits of", 8 * len(raw), "seen")
for body in NONSENSE:
    files = Files({"x.0": pack("x", 3, "old"), "x.1": crafted("x", body)})
    store = Store(files)
    value = store.load("x")  # CPython's JSON makes floats of the first two, which nobody takes
    print(repr(body), value == "old" or type(value) is float, store.lost)
for damage in (b"", b"\n", b"HP0 x 1 1 00000000\n1", b"HP2 x 1 1 00000000\n1", b"HP1 x y 1 0\n1",
               b"HP1 x 1 2 00000000\n1", b"\xff" * 40, b"x" * 9000):  # fmt: skip
    store = Store(Files({"x.0": damage}))
    print(damage[:20], store.load("x"), store.lost, store.sentences)
