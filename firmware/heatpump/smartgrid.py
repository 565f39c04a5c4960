"""SG-Ready's four states, from two contacts (Bundesverband Waermepumpe, SG Ready 1.1).

A state counts once two readings, a minute apart, agree.  A block ends after two hours
whatever the contact does; it counts anew once the contact has opened.
"""

from micropython import const

# fmt: off
ROWS = (                                       # sg_1    sg_2
    # may run  warmer  at once  state
    ( True,    False,  False,   "normal" ),        # open    open
    ( False,   False,  False,   "blocked" ),       # closed  open
    ( True,    True,   False,   "recommended" ),   # open    closed
    ( True,    True,   True,    "forced" ),        # closed  closed
)
# fmt: on
_NORMAL = const(0)
_BLOCKED = const(1)
_AFTER_min = const(60)  # the hour after a command still counts as the grid's


class SmartGrid:
    """Facts, once a minute: `may_run warmer at_once`, and `commands`: starts are rationed."""

    def __init__(self, settings):
        self._settings = settings
        self.state = self._seen = _NORMAL
        self._blocked_min = self._left_min = 0
        self.commands = False
        self._take(ROWS[_NORMAL])

    def minute(self, now):
        """`now.sg`: 0..3, the first contact plus twice the second."""
        if now.sg == self._seen:
            self.state = now.sg
        self._seen = now.sg
        self._blocked_min = self._blocked_min + 1 if self.state == _BLOCKED else 0
        if self._blocked_min > self._settings.sg_block_most_min:
            self._blocked_min -= 1
            self._take(ROWS[_NORMAL])
        else:
            self._take(ROWS[self.state])
        if self.state != _NORMAL:
            self._left_min = _AFTER_min
        elif self._left_min:
            self._left_min -= 1
        self.commands = self._left_min > 0

    def _take(self, row):
        self.may_run, self.warmer, self.at_once = row[0], row[1], row[2]
