"""Stands between the tables and the relays, and can only switch things off.

No mode, command or setting goes round it.  It counts its own times, from its own
outputs, and starts from the worst: after a reset the compressor is taken to have
stopped just now.  Every refusal has a name (`because`) and an end (`wait_s`).

    compressor   off long enough, starts apart, starts an hour, boot hold, valve at rest,
                 water flow proved, crankcase warm where it is measured
    reverse      moves only with the compressor off and the pressures close
    all          off while `inhibited` holds a sentence (bad settings, internal fault)
"""

from array import array

from micropython import const

_CAP_ms = const(1 << 28)         # timers stop counting at 3.1 days
_STARTS = const(10)              # hard limit of starts in any hour
_HOUR_s = const(3600)
_LONG_AGO_s = const(-100_000)
_LEASE_ms = const(3000)          # the board drops outputs that are not renewed: law 12
_DEFROST_OFF_ms = const(45_000)  # 30 s before the valve moves and 15 s after, always
_DEFROST_GAP_ms = const(300_000)  # a pause longer than this is no defrost restart

REFUSED = (
    "nothing",
    "outputs are inhibited",
    "hold after power-up",
    "compressor must stay off",
    "starts must be further apart",
    "too many starts in the last hour",
    "the reversing valve has just moved",
    "the reversing valve is not where it must be",
    "water flow is not proved",
    "the crankcase is cold: its oil holds refrigerant",
)
_INHIBIT = const(1)
_BOOT = const(2)
_REST = const(3)
_APART = const(4)
_HOURLY = const(5)
_VALVE = const(6)
_PLACE = const(7)
_FLOW = const(8)
_SUMP = const(9)
_SUMP_ms = const(60_000)         # nobody knows how long; at least a minute more


class Guard:
    """Outputs as driven: `compressor reverse fan pump`.  `boot_extra_s` (0..60) differs from
    house to house, so that a street does not start at once after a power cut."""

    def __init__(self, settings, boot_extra_s):
        self._settings = settings
        self.inhibited = None
        self._lapsed = False
        self._defrosted = False  # the last run was a defrost
        self.sump_cold = False  # a start would boil the refrigerant out of the oil
        self.rationed = False  # the grid commands: fewer starts, further apart
        self.compressor = self.reverse = self.fan = self.pump = False
        self.on_ms = 0
        self.off_ms = 0
        self.valve_ms = _CAP_ms
        self.fan_ms = self.pump_ms = 0  # how long they have been on
        self.since_start_ms = _CAP_ms
        self.hold_ms = (settings.boot_hold_s + boot_extra_s) * 1000
        self.starts = 0  # counted starts since boot; a defrost's restarts are not
        self.uptime_s = 0
        self._uptime_ms = 0
        self._start_s = array("i", [_LONG_AGO_s] * _STARTS)
        self._at = 0
        self.wait_s = 0
        self.refused = 0

    @property
    def because(self):
        """What holds the compressor, as a sentence."""
        return REFUSED[self.refused]

    def tick(self, elapsed_ms):
        """Count every timer on and work out the wait; call it first in a scan.

        Returns how many of elapsed_ms (0 .. 2**30 - 1) count.  After a gap as long as the lease
        the board has dropped every output, at a moment nobody knows, or the tick counter has
        jumped: then one scan's time counts, the compressor is taken to have stopped just now
        and the valve to have moved, and this scan leaves everything off.
        """
        self._lapsed = elapsed_ms >= _LEASE_ms
        if self._lapsed:
            elapsed_ms = self._settings.scan_ms
            self.all_off()
        self._uptime_ms += elapsed_ms
        if self._uptime_ms >= 1000:
            self.uptime_s += self._uptime_ms // 1000
            self._uptime_ms %= 1000
        if self.compressor:
            if self.on_ms < _CAP_ms:
                self.on_ms += elapsed_ms
        elif self.off_ms < _CAP_ms:
            self.off_ms += elapsed_ms
        if self.valve_ms < _CAP_ms:
            self.valve_ms += elapsed_ms
        if self.since_start_ms < _CAP_ms:
            self.since_start_ms += elapsed_ms
        if not self.fan:
            self.fan_ms = 0
        elif self.fan_ms < _CAP_ms:
            self.fan_ms += elapsed_ms
        if not self.pump:
            self.pump_ms = 0
        elif self.pump_ms < _CAP_ms:
            self.pump_ms += elapsed_ms
        if self.hold_ms:
            self.hold_ms = self.hold_ms - elapsed_ms if self.hold_ms > elapsed_ms else 0
        if self._lapsed:
            self.off_ms = self.valve_ms = 0
        if self.compressor:
            self.wait_s = self.refused = 0
        else:
            self._find_wait()
        return elapsed_ms

    def drive(self, want, defrosting, span_kPa, flows=True):
        """Take `want` = (compressor, reverse, fan, pump) as far as it is allowed.

        `defrosting`: the mode belongs to a defrost, so the off-time rows do not apply.
        `span_kPa`: discharge minus suction pressure, which the valve must bear.
        `flows`: the water has been proved to flow, or there is none.
        """
        if self._lapsed:
            return
        if self.inhibited:
            self.all_off()
            self.refused = _INHIBIT
            return
        self.fan = want[2]
        self.pump = want[3]
        if want[1] != self.reverse and self._valve_may_move(want, span_kPa):
            self.reverse = want[1]
            self.valve_ms = 0
        if not want[0]:
            self._stop()
        elif not self.compressor and self._may_start(want, defrosting, flows):
            self._start(defrosting and self._belongs(want))

    def all_off(self):
        """Everything off now, the valve too: only for faults that leave no order to keep."""
        self._stop()
        self.fan = self.pump = False
        if self.reverse:
            self.reverse = False
            self.valve_ms = 0

    def _valve_may_move(self, want, span_kPa):
        s = self._settings
        return (
            not self.compressor
            and not want[0]
            and self.off_ms >= s.valve_off_s * 1000
            and span_kPa <= s.valve_span_kPa
        )

    def _may_start(self, want, defrosting, flows):
        if not flows:
            self.refused = _FLOW
            return False
        if want[1] != self.reverse:
            self.refused = _PLACE
            return False
        if self.valve_ms < self._settings.valve_settle_s * 1000:
            self.refused = _VALVE
            return False
        return self.wait_s == 0 or (defrosting and self._belongs(want))

    def _belongs(self, want):
        """A defrost follows heating, and heating a defrost: only these may be quick."""
        return (
            _DEFROST_OFF_ms <= self.off_ms <= _DEFROST_GAP_ms
            and not self.hold_ms
            and want[1] != self._defrosted
        )

    def _start(self, defrosting):
        self._defrosted = defrosting and self.reverse
        self.compressor = True
        self.on_ms = 0
        self.refused = 0
        if not defrosting:
            self.starts += 1
            self.since_start_ms = 0
            self._start_s[self._at] = self.uptime_s
            self._at = (self._at + 1) % _STARTS

    def _stop(self):
        if self.compressor:
            self.compressor = False
            self.off_ms = 0

    def _find_wait(self):
        """The longest of the waits and its name.  settings <= 3600 s, so * 1000 < 2**22."""
        s = self._settings
        self.wait_s = self.refused = 0
        self._wait(_BOOT, self.hold_ms)
        self._wait(_REST, s.compressor_off_s * 1000 - self.off_ms)
        self._wait(_APART, self._apart_s() * 1000 - self.since_start_ms)
        self._wait(_HOURLY, self._hourly_ms())
        if self.sump_cold:
            self._wait(_SUMP, _SUMP_ms)

    def _apart_s(self):
        s = self._settings
        return s.grid_start_to_start_s if self.rationed else s.start_to_start_s

    def _hourly_ms(self):
        """Until the oldest of the starts that count is an hour ago."""
        s = self._settings
        hourly = s.grid_starts_per_hour if self.rationed else s.starts_per_hour
        oldest_s = self._start_s[(self._at - hourly) % _STARTS]
        gone_s = self.uptime_s - oldest_s
        return (_HOUR_s - gone_s) * 1000 if gone_s < _HOUR_s else 0

    def _wait(self, name, left_ms):
        if left_ms > self.wait_s * 1000:
            self.wait_s = (left_ms + 999) // 1000
            self.refused = name

