"""One controller that can be put into any state, stepped once by 30 s, and asked where it is.

What tools/explore.py steps through.  Readings, demand and the judgement of the coil are stubs that
show what an adversary chooses; modes, protections, ladder, facts and guard are the firmware's own.
"""

import dis
from array import array

from tools.scenario import firmware_settings

from heatpump import guard as guards  # isort: skip  tools.scenario has put it on the path
from heatpump import controller as controllers  # isort: skip
from heatpump import facts, modes, protections, refrigerant, table, wiring  # isort: skip

TICK_ms = 30_000
GAP_ms = 1 << 29
SETTINGS = {
    "compressor_off_s": 180, "compressor_on_s": 60, "comfort_on_s": 60, "start_to_start_s": 360,
    "boot_hold_s": 180, "fan_pre_s": 30, "pump_pre_s": 30, "fan_post_s": 30, "pump_post_s": 30,
    "valve_off_s": 30, "valve_settle_s": 30, "valve_hold_s": 60, "defrost_dwell_s": 60,
    "defrost_least_s": 60, "defrost_most_s": 180, "flow_wait_s": 90, "refused_s": 30,
    "lp_blank_start_s": 30, "lp_blank_flip_s": 30, "mode_change_s": 30,
}  # fmt: skip
_RETRY_s = 150  # after a trip the machine waits longer than this, so here it may try sooner
DEMANDS = {  # tried where a row of the mode asks for it; None: everywhere, so nothing else asks
    "none": None, "heat": None, "cold": None, "tank": "wants_tank", "boost": "wants_boost",
    "summer": None, "stood": "exercise_due",
}  # fmt: skip
WATER_ONLY = ("tank", "boost", "flow", "frost", "hot")
TROUBLES = ("none", "pressure", "flow", "probe", "latch", "late", "frost", "hot", "welded",
            "person")  # fmt: skip
_HELD_ms = [(row[2] // TICK_ms + 1) * TICK_ms for row in protections.ROWS]  # tripped by then
_NAMES = [row[0] for row in firmware_settings.ROWS]
SOUND = {"demand": "heat", "coil": False, "on": True, "lift": True, "trouble": "none"}


class Stub:
    """Stands where no decision is made: takes every call, has the attributes it is given."""

    def __init__(self, **attributes):
        self.__dict__.update(attributes)

    def __getattr__(self, _name):
        return lambda *_arguments: None


class Channel:
    def read_uv(self):
        return 1_000_000


class Calibration:
    REFERENCE_uV = 3_300_000


class World:
    """`water`: a hydronic unit, or one that heats air."""

    def __init__(self, water):
        import calibration

        guards._LEASE_ms = GAP_ms  # a tick of 30 s is no gap; GAP_ms is
        settings = firmware_settings.Settings()
        for name, value in SETTINGS.items():
            setattr(settings, name, value)
        settings.scan_ms = TICK_ms  # what a gap counts as
        wires = {name: Channel() for name in wiring.PROBES + wiring.PRESSURES}
        outputs = {name: lambda _on: None for name in wiring.OUTPUTS}
        io = wiring.Wiring(
            **wires, reference=None, flow_gps=lambda: 0, meter_W=None,
            pressostat=lambda: True, ticks_ms=None, idle_ms=None, **outputs,
        )  # fmt: skip
        fluid = refrigerant.load("R290")
        self.unit = unit = controllers.Controller(io, calibration, settings, fluid, water, 0)
        because = Stub(because="lost")
        unit.sensors = Stub(t_discharge=because, p_discharge=because, p_suction=because,
                            control=because)  # fmt: skip
        unit.estimator, unit.energy = Stub(t_condensing_cC=3000), Stub()
        unit.journal, unit.history, unit._plausible = Stub(), Stub(), Stub()
        unit.defrost = self.defrost = Stub(coil_iced=False, coil_clear=False, asked=False)
        unit.demand = self.demand = Stub(
            wants_heat=False, wants_cold=False, circulate=True, minutes=False,
            schedule=Stub(),
        )  # fmt: skip
        unit.crankcase_on = False
        unit.hotwater = Stub()  # asked by a step only in a minute, which no step here is
        self.water, self.limit_kPa = water, unit.p_trip_kPa
        self._asked = {}
        self._fresh()
        self._initial = self.state()

    def _fresh(self):
        """A sound reading of everything."""
        unit = self.unit
        for name in ("t_outdoor", "t_coil", "t_discharge", "t_supply", "t_return", "t_room"):
            setattr(unit, name + "_ok", True)
        unit.t_outdoor_cC, unit.t_coil_cC, unit.t_discharge_cC = 200, 0, 6000
        unit.t_supply_cC, unit.t_return_cC, unit.t_room_cC = 3000, 3000, 2000
        unit.p_suction_ok = unit.p_discharge_ok = unit.control_ok = True
        unit.circuit_ok = unit.water_ok = unit.pressostat_closed = True
        unit.p_suction_kPa, unit.power_W, unit.flow_gps = 450, -1, 400

    # --- the state: what the next step depends on, each number no further than it matters ---

    def state(self):
        unit, g, p = self.unit, self.unit.guard, self.unit.protections
        s = unit.settings
        held = tuple(min(ms, most) for ms, most in zip(p._held_ms, _HELD_ms, strict=True))
        return (
            unit.mode, _cap(unit._in_mode_ms, self._asked_ms(unit.mode)), unit.tripped,
            unit.fault is not None,
            _cap(unit._since_heat_s, s.mode_change_s), _cap(unit._since_cool_s, s.mode_change_s),
            g.compressor, g.reverse, g.fan, g.pump, g._defrosted,
            _cap(g.on_ms if g.compressor else 0, protections._SHOWN_s * 1000),
            _cap(0 if g.compressor else g.off_ms, guards._DEFROST_GAP_ms + TICK_ms),
            _cap(g.valve_ms, 30_000), _cap(g.fan_ms, 30_000), _cap(g.pump_ms, 90_000),
            _cap(g.since_start_ms, 360_000), g.hold_ms,
            held, _cap(p.retry_wait_s(g.uptime_s), _RETRY_s), p.latched, p._at if p.tripped else 0,
            _cap(unit._facts._flow_ms, 30_000), unit.water_freezing, unit.flow_ready,
        )  # fmt: skip

    def _asked_ms(self, mode):
        """How far time in this mode matters: the longest that a row of it, or a fact, asks for."""
        if mode not in self._asked:
            asked = [facts._PROOF_s] if modes.OUTPUTS[mode][0] else [0]
            for row in table._ROWS[mode]:
                for when in _conditions(row[1]):
                    asked += self._times_s(when.__code__)
            self._asked[mode] = -(-max(asked) * 1000 // TICK_ms) * TICK_ms
        return self._asked[mode]

    def _times_s(self, code):
        """What a condition compares the time in the mode with."""
        if "in_mode_s" not in code.co_names:
            return []
        named = [getattr(self.unit.settings, n) for n in code.co_names if n in _NAMES]
        return named + [n for n in code.co_consts if type(n) is int]

    def put(self, state):
        unit, g, p = self.unit, self.unit.guard, self.unit.protections
        (unit.mode, unit._in_mode_ms, tripped, fault, unit._since_heat_s, unit._since_cool_s,
         g.compressor, g.reverse, g.fan, g.pump, g._defrosted, g.on_ms, g.off_ms, g.valve_ms,
         g.fan_ms, g.pump_ms, g.since_start_ms, g.hold_ms, held, retry_s, latched, at,
         unit._facts._flow_ms, unit.water_freezing, unit.flow_ready) = state  # fmt: skip
        g.uptime_s = unit.uptime_s = 100_000
        g._uptime_ms = unit._second_ms = 0
        for i in range(len(g._start_s)):
            g._start_s[i] = -100_000
        g.inhibited = None
        unit.tripped = p.tripped = tripped
        unit.latched = p.latched = latched
        unit.fault = "as before" if fault else None
        p._held_ms = array("i", held)
        for i in range(len(p._times_s)):
            p._times_s[i] = -100_000
        for i in range(len(p._cleared_s)):
            p._cleared_s[i] = -100_000
        p._retry_at_s, p._at = g.uptime_s + retry_s, at
        if p.code is None:
            p.code, p.because = "HP", "as before"
        unit.acknowledged = False
        unit.on = True

    def step(self, demand, coil, on, lift, trouble):
        """One tick under these inputs."""
        unit = self.unit
        self._fresh()
        self.demand.wants_heat, self.demand.wants_cold = demand == "heat", demand == "cold"
        unit.wants_tank, unit.wants_boost = demand == "tank", demand == "boost"
        self.demand.circulate, unit.exercise_due = demand != "summer", demand == "stood"
        self.defrost.coil_iced = self.defrost.coil_clear = coil
        unit.on = on
        unit.p_discharge_kPa = 1400 if lift else 470
        if trouble == "pressure":
            unit.p_discharge_kPa = self.limit_kPa
        elif trouble == "probe":
            unit.t_discharge_ok = unit.circuit_ok = False
        elif trouble == "latch":
            unit.pressostat_closed = False
            unit.protections.latched = True
        elif trouble == "person":
            unit.acknowledged = True
        elif trouble in ("frost", "hot"):
            unit.t_supply_cC = 300 if trouble == "frost" else 7000
        unit.welded = trouble == "welded" and not unit.guard.compressor
        unit.flow_gps = 0 if trouble == "flow" or not unit.guard.pump else 400
        unit.step(GAP_ms if trouble == "late" else TICK_ms)


def _cap(ms, most_ms):
    return ms if ms < most_ms else most_ms


def _conditions(when):
    """The condition of a row and those that it calls."""
    called = [step.argval for step in dis.get_instructions(when) if step.opname == "LOAD_GLOBAL"]
    return [when] + [each for name in called for each in _conditions(getattr(modes, name))]


def asks(mode):
    """Names of the facts that the rows of this mode ask for."""
    found = set()
    for row in table._ROWS[mode]:
        for when in _conditions(row[1]):
            found.update(when.__code__.co_names)
    return found


_ASKS = [asks(mode) for mode in range(len(modes.NAMES))]


def inputs_of(state, water):
    """Every combination that can matter in this state of a hydronic unit, or of one for air."""
    mode = state[0]
    asked = _ASKS[mode]
    coils = (False, True) if mode in (modes.HEAT, modes.TANK, modes.DEFROST) else (False,)
    lifts = (False, True) if mode in (modes.RESTART, modes.HEAT) else (True,)
    demands = [name for name, fact in DEMANDS.items() if fact is None or fact in asked]
    for trouble in TROUBLES:
        if trouble == "person" and mode != modes.LOCKOUT:
            continue
        if not water and trouble in WATER_ONLY:
            continue
        for demand in demands:
            if not water and demand in WATER_ONLY:
                continue
            for on in (True, False) if "on" in asked else (True,):
                for coil in coils:
                    for lift in lifts:
                        yield {"demand": demand, "coil": coil, "on": on, "lift": lift,
                               "trouble": trouble}  # fmt: skip
