"""The house behind a virtual board, and the clock: what the firmware's wires lead to.

Messages of eight bytes come over a link: a verb, a number, a value.

    w       power on: outputs off                    answered
    s       the state                                answered
    i ms    let so much time pass                    answered when it has
    o n     output n // 2 is n % 2
    d s f   start the watchdog (s: seconds that it waits, 0: its own), feed it
    t n     a hand round probe n, for a minute
    R       hard reset
    b       the interpreter begins

Time passes with the clock on the wall (`pace` times as fast, for tests); while the firmware
idles, `speed` times as fast, and with speed 0 at once.  At speed 0 pauses of less than a second
do not count either, so that a slow laptop is no late scan.
"""

import random
import struct
import time

import board

from tools import laws, scenario  # noqa: F401  scenario puts the board's folder on the path

STATE = struct.Struct("<BB2x17i")  # boards/virtual/device/board.py unpacks it
MESSAGE = struct.Struct("<BBxxi")
_SILENT_uV = -(1 << 30)
_CLOSED, _TANK, _GRID, _SG_1, _SG_2, _WATER = 1, 2, 4, 8, 16, 32
POWER_ON, WATCHDOG, SOFT_RESET, RESET = 0, 1, 2, 3  # CAUSES of the device's board.py
_HAND_C, _HAND_s, _HAND_TAU_s = 33.0, 60, 15.0
_NO_STALL_s = 1.0
_STEP_ms = 1000


class Hardware:
    """`asked`: what the firmware last said of each output; `laws`: who watches it."""

    def __init__(self, plan, speed, boot_extra_s=None):
        board.configure({**plan, "duration_s": None})
        board.wire()
        self.bench = board.bench()
        self.relays = self.bench.relays
        self.asked = self.relays.asked
        self.speed, self.pace = speed, 1.0
        self.boot_extra_s = random.randrange(61) if boot_extra_s is None else boot_extra_s
        self.laws = laws.Laws(self.bench, laws.limits(plan["fluid"], plan["emitter"] == "water"))
        self.wants_reset = False  # a hard one: machine.reset() or the watchdog
        self._dog = None
        self.cause = 0  # of the next boot: POWER_ON and its neighbours
        self._hands = {}  # probe: (its temperature, until which second)
        self._wall_s = time.monotonic()
        self._due = None  # (wall second, number, ms) of an idle that is under way

    # --- time -------------------------------------------------------------------------------

    def now_s(self):
        return self.bench.elapsed_s + self.bench.part_ms / 1000

    def wait_s(self, most_s):
        """How long the caller may sleep before passed() has something to do."""
        if self._due is None:
            return most_s
        return min(most_s, max(0.0, self._due[0] - time.monotonic()))

    def passed(self):
        """Catch up with the wall; returns the answer to an idle that is over, or None."""
        wall_s = time.monotonic()
        if self._due is not None:
            due_s, number, ms = self._due
            if wall_s < due_s:
                return None
            self._due, self._wall_s = None, wall_s
            self._advance(ms)
            return self._state(number)
        gone_s = wall_s - self._wall_s
        if self.speed == 0 and gone_s < _NO_STALL_s:
            return None
        if gone_s >= 0.001:
            self._wall_s = wall_s
            self._advance(int(gone_s * 1000 * self.pace))
        return None

    def _advance(self, ms):
        while ms > 0:
            step_ms = min(ms, _STEP_ms)
            ms -= step_ms
            try:
                self.bench.idle_ms(step_ms)
            except board.PowerCut:
                self.wants_reset, self.cause = True, POWER_ON
            except board.WatchdogBite:
                self.wants_reset, self.cause = True, WATCHDOG
            self.laws.check()

    # --- the link ---------------------------------------------------------------------------

    def take(self, message):
        """Do what a message asks; returns the answer, or None when there is none yet."""
        answer = self.passed()
        verb, number, value = MESSAGE.unpack(message)
        verb = chr(verb)
        if verb == "i":
            wait_s = value / 1000 / self.speed if self.speed else 0.0
            self._due = (time.monotonic() + wait_s, number, value)
            return self.passed()
        if verb == "o":
            self.relays.pins[value // 2](bool(value % 2))
        elif verb == "w":
            self.power_on()
        elif verb == "d":
            self._dog = self.bench.guard_dog()
            if value:  # it waits so many seconds from now, and not its usual ones
                self.bench._fed_s += value - board.WATCHDOG_s
        elif verb == "f":
            self._dog()
        elif verb == "t":
            self._hands[value] = (self.bench.probes.seen[value], self.now_s() + _HAND_s)
        elif verb == "R":
            self.wants_reset, self.cause = True, RESET
        return self._state(number) if verb in "ws" else answer

    def power_on(self):
        self.bench.power_on()  # this one's: board.wire() would be the newest one's
        self.laws.boots()

    def ends(self):
        """The interpreter is gone; its outputs stay as they were until the lease drops them."""
        self._due = None
        self._wall_s = time.monotonic()

    def hard_reset(self):
        """The chip has reset: every pin is an input, and drivers have a pull-down."""
        self.wants_reset, self._dog = False, None
        self.ends()
        self.bench.power_on()

    def _state(self, number):
        bench, probes = self.bench, self.bench.probes
        bits = _CLOSED * bool(self.relays.safety) + _TANK * bool(bench.tank)
        grid = bench.scenario["grid"]
        if grid:
            state = bench._grid_state()
            bits += _GRID + _SG_1 * (state in (1, 3)) + _SG_2 * (state in (2, 3))
        bits += _WATER * (bench.scenario["emitter"] == "water") + (self.cause << 6)
        uV = [self._uV(i, channel) for i, channel in enumerate(probes.channels)]
        return STATE.pack(
            number, bits, bench.ticks_ms, *uV, bench.tank.read_uv() if bench.tank else 0,
            bench.meters.flow_gps(), bench.meters.meter_W(), bench.minute_of_week(),
            self.boot_extra_s,
        )  # fmt: skip

    def _uV(self, i, channel):
        try:
            uV = channel.read_uv()
        except OSError:
            return _SILENT_uV
        if i not in self._hands:
            return uV
        begun_C, until_s = self._hands[i]
        left_s = until_s - self.now_s()
        if left_s <= 0:
            del self._hands[i]
            return uV
        gone = min(1.0, (_HAND_s - left_s) / _HAND_TAU_s)
        return self.bench.probes.level_uV(i, begun_C + (_HAND_C - begun_C) * gone)
