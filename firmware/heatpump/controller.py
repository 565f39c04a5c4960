"""One scan: sample, estimate, judge, decide, drive.  No clocks, no pins, no floats.

Everything the tables can ask about is an attribute of the controller, worked out once a
scan.  `step` neither allocates nor blocks nor raises; what people ask (`why`) may.
"""

from micropython import const

from heatpump import (
    backup,
    cop,
    defrost,
    demand,
    energy,
    facts,
    guard,
    history,
    hotwater,
    journal,
    ladder,
    modes,
    plausible,
    readings,
    table,
)  # fmt: skip

_LONGEST_ms = const(1 << 29)  # no timer runs so long
_SECONDS_MOST = const(10)     # a late scan is told to the one-second counters as this many
_LONG_s = const(1 << 28)
_WARMER_cK = const(500)       # a measured crankcase is kept so much above what a start needs

_PHASES = tuple(
    {
        modes.HEAT: cop.HEATING,
        modes.TANK: cop.HEATING,
        modes.COOL: cop.COOLING,
        modes.DEFROST: cop.DEFROST,
        modes.RESTART: cop.DEFROST,
    }.get(mode, cop.OFF)
    for mode in range(len(modes.NAMES))
)


class Controller:
    """`wiring`: heatpump.wiring.Wiring; `calibration`: a board's module; `settings`: Settings;
    `refrigerant`: Refrigerant; `water`: True for a hydronic unit; `boot_extra_s` 0..60."""

    def __init__(self, wiring, calibration, settings, refrigerant, water, boot_extra_s=0):
        self.journal = journal.Journal()  # the longest array, while the heap is in one piece
        self.settings = settings
        self.wiring = wiring
        self.keep = None  # keep.Keep: what main.py writes between scans
        self._crankcase = wiring.crankcase or _not_wired
        self._heater = wiring.heater or _not_wired
        self._tank_valve = wiring.tank_valve or _not_wired
        self.sensors = readings.Readings(wiring, calibration, water)
        self._facts = facts.Facts(settings, refrigerant, water)
        self.demand = demand.Demand(settings, water)
        self.hotwater = hotwater.HotWater(settings, bool(wiring.heater)) if wiring.t_tank else None
        self.backup = backup.Backup(settings) if water and wiring.heater else None
        self.defrost = defrost.Defrost(settings)
        self.protections = ladder.Protections(settings)
        self._plausible = plausible.Plausible(settings, refrigerant, water)
        self.guard = guard.Guard(settings, boot_extra_s)
        self.estimator = cop.Estimator(refrigerant, settings)
        self.energy = energy.Energy(settings)
        self.history = history.History()
        self.on = True
        self._pulse = False  # of the wire `alive`: turned over by every scan that was whole
        self.acknowledged = False
        self.mode = modes.REST
        self.because = "power on"
        self.fault = None
        self.moves = self.uptime_s = self._in_mode_ms = self._second_ms = 0
        self._since_heat_s = self._since_cool_s = _LONG_s
        self._clear()

    def step(self, elapsed_ms):
        """One scan, `elapsed_ms` after the one before (0 .. 2**30 - 1)."""
        gap_ms = elapsed_ms if elapsed_ms < _LONGEST_ms else _LONGEST_ms
        guard = self.guard
        elapsed_ms = guard.tick(elapsed_ms)
        self.uptime_s = guard.uptime_s
        self._in_mode_ms += elapsed_ms
        if self._in_mode_ms > _LONGEST_ms:
            self._in_mode_ms = _LONGEST_ms
        self.sensors.sample(self, gap_ms)
        self._facts.judge(self, guard, self._in_mode_ms, elapsed_ms)
        self.phase = _PHASES[self.mode] if guard.compressor else cop.OFF
        self._second_ms += elapsed_ms
        if self._second_ms >= 1000:
            self._seconds()
        self.estimator.sample(self, gap_ms)
        self.energy.add(gap_ms, self, self.estimator)
        demand = self.demand
        demand.step(self, elapsed_ms)
        self.wants_heat = demand.wants_heat
        self.wants_cold = demand.wants_cold
        self.circulate = demand.circulate
        if demand.minutes:
            self._minute(demand)
        self._protect(elapsed_ms)
        self._decide()
        self._drive()
        if self.wiring.alive:
            self._pulse = not self._pulse
            self.wiring.alive(self._pulse)

    def _seconds(self):
        count = self._second_ms // 1000
        self._second_ms -= count * 1000
        if count > _SECONDS_MOST:
            count = _SECONDS_MOST
        while count:
            count -= 1
            self._second()

    def _second(self):
        s = self.settings
        if self.running and self.guard.reverse and self.mode == modes.COOL:
            self._since_cool_s = 0
        elif self._since_cool_s < _LONG_s:
            self._since_cool_s += 1
        if self.heating:
            self._since_heat_s = 0
        elif self._since_heat_s < _LONG_s:
            self._since_heat_s += 1
        self.heat_wait_s = _left(s.mode_change_s, self._since_cool_s)
        self.cool_wait_s = _left(s.mode_change_s, self._since_heat_s)
        self._plausible.second(self, self.guard)
        self.guard.sump_cold = self.t_crankcase_ok and self.t_crankcase_cC < s.crankcase_start_cC
        self.history.second(self.guard)
        self.defrost.second(self)
        self.coil_iced = self.defrost.coil_iced
        self.coil_clear = self.defrost.coil_clear
        self.journal.second(self)

    def _minute(self, demand):
        """What needs no more than a look a minute."""
        self.exercise_due = demand.schedule.exercise_due
        self.guard.rationed = demand.grid.commands
        if self.hotwater:
            self.hotwater.minute(self, demand.schedule, demand.grid)
            self.wants_tank = self.hotwater.wants_tank
            self.wants_boost = self.hotwater.wants_boost
        if self.backup:
            self.backup.minute(self, demand)
            self.backup.find(self)

    def _protect(self, elapsed_ms):
        p = self.protections
        p.step(self, elapsed_ms)
        if self.acknowledged:  # counts only in a lockout whose fault is gone, never in advance
            if self.mode == modes.LOCKOUT and not p.tripped:
                self.acknowledged = p.acknowledge(self.uptime_s)
            else:
                self.acknowledged = False
        self.tripped = p.tripped
        self.latched = p.latched
        self.retry_wait_s = p.retry_wait_s(self.uptime_s)
        if not p.tripped:
            self.fault = None
        elif self.fault is None:
            self.fault = self._sentence(p)
            self.journal.trip(self, self.fault)

    def _sentence(self, p):
        """A probe says itself what is wrong with it; the other trips have their row's words."""
        sensors = self.sensors
        if p.code == "T_DISCHARGE":
            return sensors.t_discharge.because
        if p.code == "P_HP":
            return sensors.p_discharge.because
        if p.code == "P_LP":
            return sensors.p_suction.because
        return sensors.control.because if p.code == "T_CONTROL" else p.because

    def _decide(self):
        row = table.departure(self.mode, self)
        if row:
            at_limit = row[1] is modes.too_warm or row[1] is modes.close_to_limit
            if at_limit and self.mode == modes.TANK:
                self.hotwater.stopped_short(self)
                self.wants_tank = False
            self._move(row[2], row[3] or self.fault or self.protections.because)

    def _move(self, to, because):
        origin = self.mode
        if origin == modes.DEFROST:
            self.defrost.ended(not self.coil_clear and not self.p_high_warning)
        if to == modes.DEFROST:
            self.defrost.asked = False
        self.journal.move(self.uptime_s, origin, to, because)
        self.mode = to
        self.because = because
        self.moves += 1
        self._in_mode_ms = self.in_mode_s = 0
        if self.backup:
            self.backup.find(self)
        self.acknowledged = False

    def _drive(self):
        guard, io, mode = self.guard, self.wiring, self.mode
        defrosting = mode == modes.DEFROST or mode == modes.RESTART
        guard.drive(modes.OUTPUTS[mode], defrosting, self.lift_kPa, self.flow_ready)
        if not guard.compressor:
            io.compressor(False)
        io.reverse(guard.reverse)
        io.fan(guard.fan)
        io.pump(guard.pump)
        self._tank_valve(modes.OUTPUTS[mode][4] and not guard.inhibited)
        self._drive_heater()
        self.crankcase_on = self._crankcase_cold()
        self._crankcase(self.crankcase_on)
        if guard.compressor:
            io.compressor(True)
        self.fan_on = guard.fan
        self.pump_on = guard.pump

    def _drive_heater(self):
        """Only into water that is proved to flow, and never beside the valve turned: law 16."""
        if self.backup and (self.backup.on or self.heater_on):
            guard = self.guard
            flows = guard.pump and self.flow_ready
            self.heater_on = self.backup.on and flows and not (guard.reverse or guard.inhibited)
            if self.heater_too_hot:
                self.heater_on = False
            self._heater(self.heater_on)

    def _crankcase_cold(self):
        s = self.settings
        if self.guard.compressor:
            return False
        if self.t_crankcase_ok:
            return self.t_crankcase_cC < s.crankcase_start_cC + _WARMER_cK
        if not self.t_outdoor_ok:
            return False
        return self.guard.off_ms >= s.crankcase_off_s * 1000 and self.t_outdoor_cC < s.crankcase_cC

    def all_off(self):
        """Every output off, in the order that is safe; used on the way out of main."""
        self.guard.all_off()
        io = self.wiring
        io.compressor(False)
        self._heater(False)
        self._crankcase(False)
        io.fan(False)
        io.pump(False)
        io.reverse(False)
        self._tank_valve(False)
        if io.alive:
            io.alive(False)

    def _clear(self):
        """Every fact exists before the first scan, so that no scan makes an attribute."""
        readings.clear(self)
        self._facts.clear(self)
        self._plausible.clear(self)
        self.wants_heat = self.wants_cold = self.circulate = False
        self.wants_tank = self.wants_boost = self.exercise_due = False
        self.coil_iced = self.coil_clear = self.tripped = self.latched = False
        self.fan_on = self.pump_on = self.heater_on = self.crankcase_on = False
        self.phase = cop.OFF
        self.retry_wait_s = self.heat_wait_s = self.cool_wait_s = 0


def _not_wired(_on):
    """An output that this machine does not have."""


def _left(needed_s, gone_s):
    return needed_s - gone_s if needed_s > gone_s else 0
