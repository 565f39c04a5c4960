"""Every state that the tables and the guard can reach, whatever the world does to them.

    python -m tools.explore [--jobs N] [--most STATES] [--accept]

The real controller, with its real modes, protections, ladder, facts and guard, is stepped by 30 s
from every state it has been seen in, with every combination of the inputs below; nothing is drawn
by chance.  Readings, demand and the judgement of the coil are replaced by what an adversary would
choose; timers stop counting where no rule asks any more, so the states are finite.

    demand    none, heat, cold, hot water, boost,  coil   as it should be, or iced and then clear
              out of season, stood for days        lift   pressures apart, equal
    switch    on, off
    trouble   none, high pressure, lost flow, a lost probe, the ladder's last step, a late scan,
              freezing water, water at its limit, a contactor that has welded, a person who
              acknowledges

Looser than the machine, never stricter: starts in an hour are not counted here (tools/induction
proves them), any trip may be the one that latches, and the next try after one, as the change
between heat and cold, may come sooner.  Each step is judged against the laws, with timers of the
explorer's own.  Then, from every state, a sound machine that is asked for heat must come to run,
unless a person must look.

Counts are compared with host_tests/explored.txt: a change of the tables changes them, and must be
meant (--accept).
Exit 0: no law can be broken, counts as kept.  1: one can, or the counts differ.
"""

import argparse
import dis
import sys
from array import array
from multiprocessing import get_context

from rich.console import Console
from rich.progress import Progress, TextColumn, TimeElapsedColumn

from tools.scenario import firmware_settings
from tools.weather import ROOT

from heatpump import guard as guards  # isort: skip  tools.scenario has put it on the path
from heatpump import controller as controllers  # isort: skip
from heatpump import facts, modes, protections, refrigerant, wiring  # isort: skip

KEPT = ROOT / "host_tests" / "explored.txt"
TICK_ms = 30_000
GAP_ms = 1 << 29
SETTINGS = {
    "compressor_off_s": 180, "compressor_on_s": 60, "comfort_on_s": 60, "start_to_start_s": 360,
    "boot_hold_s": 180, "fan_pre_s": 30, "pump_pre_s": 30, "fan_post_s": 30, "pump_post_s": 30,
    "valve_off_s": 30, "valve_settle_s": 30, "valve_hold_s": 60, "defrost_dwell_s": 60,
    "defrost_least_s": 60, "defrost_most_s": 180, "flow_wait_s": 90, "refused_s": 30,
    "lp_blank_start_s": 30, "lp_blank_flip_s": 30, "mode_change_s": 30,
}  # fmt: skip
_RETRY_s = 90  # after a trip the machine waits longer than this, so here it may try sooner
DEMANDS = ("none", "heat", "cold", "tank", "boost", "summer", "stood")
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
    """One controller that can be put into any state, stepped once, and asked where it is."""

    def __init__(self):
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
        self.unit = unit = controllers.Controller(io, calibration, settings, fluid, True, 0)
        because = Stub(because="lost")
        unit.sensors = Stub(t_discharge=because, p_discharge=because, p_suction=because,
                            control=because)  # fmt: skip
        unit.estimator, unit.energy = Stub(t_condensing_cC=3000), Stub()
        unit.journal, unit.history, unit._plausible = Stub(), Stub(), Stub()
        unit.defrost = self.defrost = Stub(coil_iced=False, coil_clear=False, asked=False)
        unit.demand = self.demand = Stub(
            wants_heat=False, wants_cold=False, circulate=True, minutes=False,
            schedule=Stub(),
        )
        unit.crankcase_on = False
        unit.hotwater = Stub()  # asked by a step only in a minute, which no step here is
        self.limit_kPa = unit.p_trip_kPa
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
            for sources, when, _, _ in modes.TRANSITIONS:
                if mode in (sources if type(sources) is tuple else (sources,)):
                    asked += self._times_s(when)
            self._asked[mode] = -(-max(asked) * 1000 // TICK_ms) * TICK_ms
        return self._asked[mode]

    def _times_s(self, when):
        """What `when`, or a condition it calls, compares the time in the mode with."""
        code, found = when.__code__, []
        if "in_mode_s" in code.co_names:
            found += [getattr(self.unit.settings, n) for n in code.co_names if n in _NAMES]
            found += [n for n in code.co_consts if type(n) is int]
        for step in dis.get_instructions(when):
            if step.opname == "LOAD_GLOBAL":
                found += self._times_s(getattr(modes, step.argval))
        return found

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


# --- the laws, with timers of their own: whole ticks between the step in which the compressor
# stopped and this one, since power on, and how long a defrost has lasted.  This step comes one
# tick later, hence + 1.  Whether the valve moved 30 s after the stop and 15 s before the start
# shows as: not in the same step. --------------------------------------------------------------

_OFF, _BOOT, _DEFROST = range(3)  # the fourth: 0 nothing ran, 1 heat or cold, 2 defrost
START = (0, 0, 0, 0)
_MOST = (5, 5, 7)


def judge(watch, before, after, inputs, world):
    """(the watch after the step, the number of a broken law or None)."""
    unit, g = world.unit, world.unit.guard
    was_on, was_reversed, now_on, now_reversed = before[6], before[7], g.compressor, g.reverse
    off, boot, lasted, last = watch
    dark = inputs["trouble"] == "late"  # the board has dropped everything by itself
    broken = None
    trouble = inputs["trouble"]
    if now_on and not was_on:
        belongs = last == (1 if now_reversed else 2) and off + 1 >= 2  # 45 s are two ticks
        if boot + 1 < 6 or not (off + 1 >= 6 or belongs):
            broken = 1
    if now_on and trouble in ("pressure", "latch"):
        broken = broken or 2
    if now_on and trouble == "probe":
        broken = broken or 6
    if now_on and (trouble == "flow" or not g.pump):
        broken = broken or 10
    if now_reversed != was_reversed and not dark and (was_on or now_on):
        broken = broken or 7
    defrosting = now_on and now_reversed and unit.mode == modes.DEFROST
    if now_on and not g.fan and unit.mode in (modes.HEAT, modes.COOL):
        broken = broken or 8
    if defrosting and g.fan:
        broken = broken or 9
    lasted = lasted + 1 if defrosting else 0
    if lasted > 6:
        broken = broken or 14
    if before[20] and not after[20] and trouble != "person":
        broken = broken or 15
    if after[20] and now_on and not was_on:
        broken = broken or 15
    if dark and (now_on or g.fan or g.pump or now_reversed):
        broken = broken or 12
    if now_on:
        off, last = 0, 2 if defrosting else 1
    else:
        off = 0 if was_on or dark else min(off + 1, _MOST[_OFF])
    return (off, min(boot + 1, _MOST[_BOOT]), min(lasted, _MOST[_DEFROST]), last), broken


def inputs_of(state):
    """Every combination that can matter in this state."""
    mode = state[0]
    coils = (False, True) if mode in (modes.HEAT, modes.DEFROST) else (False,)
    lifts = (False, True) if mode in (modes.RESTART, modes.HEAT) else (True,)
    for trouble in TROUBLES:
        if trouble == "person" and mode != modes.LOCKOUT:
            continue
        for demand in DEMANDS:
            for on in (True, False):
                for coil in coils:
                    for lift in lifts:
                        yield {"demand": demand, "coil": coil, "on": on, "lift": lift,
                               "trouble": trouble}  # fmt: skip


_world = None


def expand(states):
    """(new states, transitions, violations) of all steps from `states`."""
    global _world
    _world = _world or World()
    found, count, bad = set(), 0, []
    for state in states:
        for inputs in inputs_of(state[0]):
            _world.put(state[0])
            _world.step(**inputs)
            after = _world.state()
            watch, broken = judge(state[1], state[0], after, inputs, _world)
            count += 1
            found.add((after, watch))
            if broken:
                bad.append((broken, state, inputs))
    return found, count, bad[:5]


def runs_at_last(states):
    """Those of `states` from which a sound machine asked for heat comes to run."""
    global _world
    _world = _world or World()
    good, stuck = set(), []
    for state, _ in states:
        path = []
        while state not in good and len(path) < 200:
            if (state[6] and state[0] == modes.HEAT) or state[20]:  # heats, or waits for a person
                break
            path.append(state)
            _world.put(state)
            _world.step(**SOUND)
            state = _world.state()
        else:
            if len(path) >= 200:
                stuck.append(path[0])
                continue
        good.update(path)
    return len(states), stuck[:5]


def explore(jobs, most, progress=lambda *_: None):
    """(states, transitions, modes reached, violations, states that never run again)."""
    world = World()
    start = (world._initial, START)
    seen, frontier, transitions, bad = {start}, [start], 0, []
    with get_context("fork").Pool(jobs) as pool:
        while frontier and len(seen) < most and not bad:
            size = max(1, min(400, len(frontier) // jobs + 1))
            chunks = [frontier[i : i + size] for i in range(0, len(frontier), size)]
            fresh = set()
            for found, count, broken in pool.imap_unordered(expand, chunks):
                fresh |= found - seen
                transitions += count
                bad += broken
                progress(len(seen) + len(fresh), transitions)
            seen |= fresh
            frontier = list(fresh)
        stuck = []
        everything = list(seen)
        chunks = [everything[i : i + 4000] for i in range(0, len(everything), 4000)]
        for _, some in pool.imap_unordered(runs_at_last, chunks):
            stuck += some
    reached = sorted({modes.NAMES[state[0]] for state, _ in seen})
    return len(seen), transitions, reached, bad, stuck


def report(states, transitions, reached):
    """What is kept: a line each."""
    rows = len(modes.TRANSITIONS)
    return (
        f"states {states}\ntransitions {transitions}\nrows of modes {rows}\n"
        f"rows of protections {len(protections.ROWS)}\nmodes reached {' '.join(reached)}\n"
    )


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m tools.explore", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--most", type=int, default=10_000_000, metavar="STATES")
    parser.add_argument("--accept", action="store_true", help="keep the counts as they are now")
    asked = parser.parse_args(arguments)
    console = Console(stderr=True)
    bar = Progress(TextColumn("{task.description}"), TimeElapsedColumn(), console=console,
                   transient=True)  # fmt: skip
    with bar:
        task = bar.add_task("exploring")
        done = explore(asked.jobs, asked.most, lambda states, transitions: bar.update(
            task, description=f"{states:,} states, {transitions:,} transitions"))  # fmt: skip
    states, transitions, reached, bad, stuck = done
    text = report(states, transitions, reached)
    print(text + f"laws broken: {len(bad)} in {transitions:,}")
    for law, state, inputs in bad[:5]:
        print(f"law {law} from {modes.NAMES[state[0][0]]} with {inputs}: {state}")
    for state in stuck[:5]:
        print(f"never runs again: {modes.NAMES[state[0]]} {state}")
    if asked.accept and not bad and not stuck:
        KEPT.write_text(text)
    if not KEPT.exists():
        print(f"no {KEPT.name} is kept: --accept keeps these counts")
    elif KEPT.read_text() != text:
        print(f"{KEPT.name} holds other counts: read what has changed, then --accept")
        return 1
    return 1 if bad or stuck else 0


if __name__ == "__main__":
    sys.exit(main())
