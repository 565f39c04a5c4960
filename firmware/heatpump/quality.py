"""How good a figure is, in a word; an error bar does not say whether anything is steady.

quotable: compressor on for 10 minutes, none of them after a defrost, 15 minutes with one sign
of supply - return, every gate open, hardly anything going into the steel.
"""

from micropython import const

# fmt: off
NONE         = const(0)   # nothing runs, or the figure would mean nothing
INSUFFICIENT = const(1)   # a gate is closed: wet suction, no lift, beyond Carnot
PRELIMINARY  = const(2)   # true for this moment, not yet steady
QUOTABLE     = const(3)
# fmt: on
QUALITY = ("none", "insufficient", "preliminary", "quotable")

NORMAL = const(0)
DEFROSTING = const(1)
RECOVERY = const(2)  # after a defrost, until the figure has come to rest

_RECOVERY_MOST_s = const(300)
_READINGS = const(3)
_ALIKE_permille = const(30)
_ON_s = const(600)
_SIGN_s = const(900)
_LONG_s = const(1 << 20)


class Steadiness:
    """`word` of the last block, an index into QUALITY; `state` NORMAL, DEFROSTING, RECOVERY."""

    def __init__(self):
        self.word = NONE
        self.state = NORMAL
        self._since_defrost_s = _LONG_s
        self._state_s = 0
        self._alike = 0
        self._before_q13 = 0

    def defrost(self):
        """The cycle is reversed to melt ice."""
        self.state = DEFROSTING
        self.word = NONE
        self._since_defrost_s = 0

    def rest(self, block_s):
        """The compressor stands."""
        self.word = NONE
        self._count(block_s)

    def run(self, block_s, ok, cop_q13):
        """A block of heating or cooling; ok: the gates were open."""
        self._count(block_s)
        if self.state == DEFROSTING:
            self.state = RECOVERY
            self._state_s = self._alike = 0
        if self.state == RECOVERY:
            self._recover(block_s, ok, cop_q13)
        self.word = PRELIMINARY if ok else INSUFFICIENT

    def quote(self, run_s, sink):
        """Call after run() where the steel has warmed up: is it steady enough to be quoted?"""
        signed_s = sink.same_sign_s if sink.watched else run_s
        calm = self.state == NORMAL and self._since_defrost_s >= _ON_s
        if self.word == PRELIMINARY and calm and run_s >= _ON_s and signed_s >= _SIGN_s:
            self.word = QUOTABLE

    @property
    def recovering(self):
        return self.state == RECOVERY

    def _recover(self, block_s, ok, cop_q13):
        self._state_s += block_s
        change_q13 = cop_q13 - self._before_q13
        if change_q13 < 0:
            change_q13 = -change_q13
        near = ok and change_q13 * 1000 <= cop_q13 * _ALIKE_permille  # 2**18 * 1000 < 2**28
        self._alike = self._alike + 1 if near else 0
        self._before_q13 = cop_q13
        if self._alike >= _READINGS or self._state_s >= _RECOVERY_MOST_s:
            self.state = NORMAL

    def _count(self, block_s):
        self._since_defrost_s = min(self._since_defrost_s + block_s, _LONG_s)
