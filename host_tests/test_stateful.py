"""Anything in any order: inputs, faults, commands, settings, time, power cuts, reboots.

Hypothesis drives the real controller on a table (rig.py) and the monitor of all laws (judge.py)
watches every scan.  HEATPUMP_RUNS runs of 100 steps, from fixed seeds: few in `make test`, 2,000
in `make stateful`.  What is found is made short by Hypothesis and printed as a program.
"""

import copy
import functools
import os

import pytest
from heatpump import guard, ladder, modes
from heatpump.settings_rows import ROWS
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from judge import Judge
from rig import Rig
from runs import COLD, HEAT_WAVE, ICED, WARM
from ways import WAYS, into

RUNS = int(os.environ.get("HEATPUMP_RUNS", "40"))
SEEDS = (1, 2, 3, 4)
COUNTS = {"runs": 0, "steps": 0, "scans": 0, "running": 0, "starts": 0, "trips": 0}
STARTS = ("POWER_ON", *WAYS)
MILD_OUT = {"t_outdoor": 2, "t_coil": 2, "t_room": 20}
WEATHER = (COLD, WARM, HEAT_WAVE, ICED, {"t_coil": 20}, MILD_OUT, {"t_tank": 38}, {"t_tank": 55},
           {"t_supply": 3, "t_return": 3}, {"t_supply": 59})  # fmt: skip
WIRES = ("t_outdoor", "t_coil", "t_suction", "t_discharge", "t_liquid", "t_supply", "t_return",
         "t_room", "p_suction", "p_discharge")  # fmt: skip
TURNED = {"t_discharge": (20, 95, 112, 116, 127), "p_suction": (90, 140, 400, 1500),
          "p_discharge": (300, 1400, 2700, 2850, 2910, 3200)}  # fmt: skip
BROKEN_uV = (0, 3_300_000, 5_000_000, None)
ODD = (None, True, "1", 1.5, float("nan"), -(1 << 40), 1 << 40, [], {})
QUICK = {"compressor_off_s": 180, "start_to_start_s": 360, "boot_hold_s": 180}
NO_ROWS = ("scan_ms", "starts_per_hour")  # set before the run: the monitor's window is as long


@functools.cache
def _template(name):
    """A rig in the mode, made once; each run takes a copy."""
    rig = Rig(tank=True).jump(**COLD) if name == "POWER_ON" else into(name)
    return rig


class Anything(RuleBasedStateMachine):
    @initialize(
        start=st.sampled_from(STARTS), scan_ms=st.sampled_from((1000, 1000, 1000, 500, 250)),
        quick=st.booleans(), heals=st.integers(0, 24),
    )  # fmt: skip
    def begin(self, start, scan_ms, quick, heals):
        self.rig = copy.deepcopy(_template(start))
        self.rig.scan_ms = self.rig.unit.settings.scan_ms = scan_ms
        if quick:
            assert self.rig.unit.settings.take(QUICK) == []
        self._watched()
        self.circuit, self.heat_s, self.cool_s = True, -1e9, -1e9
        self.heals = heals == 7  # the end of a run is long: not all of them
        COUNTS["runs"] += 1

    def _watched(self):
        """The monitor does not know what was before: for it the power has just come, long ago."""
        rig = self.rig
        self.judge = rig.judge = Judge(rig)
        guard, laws = rig.unit.guard, self.judge.laws
        self.judge.elapsed_s = 10_000
        laws._now_s = 10_000.0
        self.judge.after()
        laws._c, laws._r = self.judge.relays.asked[:2]
        laws._off_s, laws._boot_s = 10_000 - guard.off_ms / 1000, 10_000 - guard.uptime_s
        laws._valve_s, laws._on_s = 10_000 - guard.valve_ms / 1000, 10_000 - guard.on_ms / 1000
        self._since_defrost(guard, laws)

    def _since_defrost(self, guard, laws):
        running = {modes.HEAT: 1, modes.TANK: 1, modes.COOL: 2, modes.DEFROST: 3, modes.RESTART: 1}
        mode = self.rig.unit.mode
        laws._kind = running.get(mode, 0) if guard.compressor else 0
        last = {modes.SETTLE: 1, modes.TURN: 1, modes.DRIP: 3, modes.BACK: 3, modes.COOL_ON: 2}
        laws._last_kind = last.get(mode, 1)
        laws._after_defrost = mode == modes.RESTART
        since_s = self.rig.unit.defrost.since_s
        if mode in (modes.DRIP, modes.BACK, modes.RESTART):
            since_s = guard.off_ms // 1000
        laws._defrost_end_s = 10_000 - since_s
        if since_s < 1800:
            laws._heated_s = 0.0
        laws._flows = self.rig._flow_gps() > 0
        laws._flow_s = 9000.0

    # ------------------------------------------------------------ time

    def _scan(self):
        rig, was = self.rig, self.rig.lamps["compressor"]
        if self.circuit:
            rig.set_running_pressures()
        trips = rig.unit.protections.count
        rig.step()
        COUNTS["scans"] += 1
        COUNTS["running"] += rig.lamps["compressor"]
        COUNTS["starts"] += rig.lamps["compressor"] and not was
        COUNTS["trips"] += rig.unit.protections.count - trips
        self._season()

    def _season(self):
        """Ten minutes lie between heating and cooling."""
        unit, now_s = self.rig.unit, self.judge.elapsed_s
        if unit.guard.compressor and unit.mode in (modes.HEAT, modes.TANK):
            assert now_s - self.cool_s >= 599 or unit.guard.reverse
            self.heat_s = now_s
        elif unit.guard.compressor and unit.mode == modes.COOL:
            assert now_s - self.heat_s >= 599
            self.cool_s = now_s

    @invariant()
    def the_laws_hold(self):
        if not hasattr(self, "rig"):
            return
        rig, unit = self.rig, self.rig.unit
        assert self.judge.broken == [], self.judge.laws.violations
        g = unit.guard
        lamps = [rig.lamps[name] for name in ("compressor", "reverse", "fan", "pump")]
        assert lamps == [g.compressor, g.reverse, g.fan, g.pump]
        assert not (unit.protections.latched and unit.mode in (modes.IDLE, modes.STANDBY)
                    and g.compressor)  # fmt: skip
        if g.inhibited:
            assert not any(rig.lamps[name] for name in ("compressor", "fan", "pump", "heater"))
        COUNTS["steps"] += 1

    @rule(seconds=st.sampled_from((1, 2, 3, 6, 12, 31, 70)))
    def time_passes(self, seconds):
        for _ in range(seconds * 1000 // self.rig.scan_ms):
            self._scan()

    @rule(seconds=st.sampled_from((20, 60, 190, 400)))
    def a_sound_machine_goes_on(self, seconds):
        self.wires_are_mended()
        self.time_passes(seconds)

    @rule(seconds=st.sampled_from((20, 200)), weather=st.sampled_from(WEATHER[:5]))
    def the_weather_lasts(self, seconds, weather):
        self.the_world_changes(weather)
        self.time_passes(seconds)

    @rule(late_ms=st.sampled_from((1500, 2900, 3000, 3500, 60_000, 700_000)))
    def a_scan_is_late(self, late_ms):
        """The board drops every output after 3 s; the firmware is told how long it was."""
        rig, judge = self.rig, self.judge
        judge.before(min(late_ms, 3000))
        if late_ms >= 3000:
            rig.dark()
            judge.after()
            judge.before(late_ms - 3000)
        rig.scan(late_ms)

    @rule(jump_ms=st.sampled_from((3000, 600_000, 1 << 29, (1 << 30) - 1)))
    def the_tick_counter_jumps(self, jump_ms):
        self.judge.before(self.rig.scan_ms)
        self.rig.scan(jump_ms)

    # ------------------------------------------------------------ inputs and faults

    @rule(weather=st.sampled_from(WEATHER))
    def the_world_changes(self, weather):
        self.rig.turn(**{k: v for k, v in weather.items() if k in self.rig.at})

    @rule(wire=st.sampled_from(WIRES), at=st.integers(0, 5), hold=st.booleans())
    def a_knob_turns(self, wire, at, hold):
        levels = TURNED.get(wire, (-25, -5, 2, 12, 30, 58))
        self.rig.turn(**{wire: levels[at % len(levels)]})
        if wire in ("p_suction", "p_discharge"):
            self.circuit = not hold  # or the circuit soon has its own pressures again

    @rule(wire=st.sampled_from(WIRES), uv=st.sampled_from(BROKEN_uV))
    def a_wire_breaks(self, wire, uv):
        self.rig.broken[wire] = uv

    @rule()
    def wires_are_mended(self):
        self.rig.broken.clear()
        self.rig.flow_gps, self.rig.closed, self.rig.power_W, self.circuit = 380, True, None, True
        self.rig.turn(t_discharge=40, t_suction=5, t_liquid=30)

    @rule(flow_gps=st.sampled_from((0, 60, 85, 380)))
    def the_flow_changes(self, flow_gps):
        self.rig.flow_gps = flow_gps

    @rule()
    def the_pressostat_moves(self):
        self.rig.closed = not self.rig.closed

    @rule(power_W=st.sampled_from((None, 20, 900, 2500)))
    def the_meter_shows(self, power_W):
        self.rig.power_W = power_W

    # ------------------------------------------------------------ people, links, settings

    @rule()
    def the_switch_is_thrown(self):
        self.rig.unit.on = not self.rig.unit.on

    @rule()
    def a_person_acknowledges(self):
        unit = self.rig.unit
        unit.acknowledged = True
        was = unit.latched
        self._scan()
        if was and not unit.latched:
            self.judge.laws.acknowledge()

    @rule()
    def a_defrost_is_asked(self):
        self.rig.unit.defrost.asked = True

    @rule(room_cC=st.sampled_from((*ODD, 400, 500, 2000, 3000, 3001)))
    def a_remote_sets_the_room(self, room_cC):
        refused = self.rig.unit.demand.remote(room_cC)
        good = type(room_cC) is int and 500 <= room_cC <= 3000
        assert (refused is None) == good

    @rule(row=st.sampled_from([r for r in ROWS if r[0] not in NO_ROWS]), place=st.integers(-1, 5))
    def a_setting_changes(self, row, place):
        name, default, low, high = row
        unit = self.rig.unit
        before = {r[0]: getattr(unit.settings, r[0]) for r in ROWS}
        asked = (low - 1, low, default, (low + high) // 2, high, high + 1)[place]
        errors = unit.settings.take({name: asked})
        if errors:
            assert before == {r[0]: getattr(unit.settings, r[0]) for r in ROWS}
        assert all(r[2] <= getattr(unit.settings, r[0]) <= r[3] for r in ROWS)
        self.judge.settings_changed()

    @rule(value=st.sampled_from(ODD), name=st.sampled_from(("tank_cC", "season", "", "nothing")))
    def an_odd_setting_is_refused(self, value, name):
        assert self.rig.unit.settings.take({name: value})

    # ------------------------------------------------------------ power

    @rule()
    def the_settings_are_saved(self):
        self.rig.unit.keep.save()

    @rule(outage_s=st.sampled_from((0, 1, 30, 400)))
    def the_power_is_cut(self, outage_s):
        """What is on the flash is kept: saved settings, and the ladder of trips with its latch."""
        self.rig.reboot()
        self.judge.settings_changed(booted=True)
        self.judge.power_cut(outage_s)
        self.rig.scan(0)  # main.run() scans at once, and only then lets time pass
        self.heat_s = self.cool_s = -1e9  # the boot hold stands in for the change of season

    def teardown(self):
        if getattr(self, "heals", False) and not self.judge.broken:
            self._heals()

    def _heals(self):
        """Liveness: a sound machine in a cold house comes to heat, once a person has looked."""
        rig = self.rig
        self.wires_are_mended()
        as_shipped = {r[0]: r[1] for r in ROWS if r[0] not in NO_ROWS}
        assert rig.unit.settings.take({**as_shipped, "season": 1}) == []
        rig.unit.on = True
        self.the_world_changes({**MILD_OUT, **COLD, "t_tank": 52})
        for _ in range(4 * 3600 * 1000 // rig.scan_ms):
            self.rig.unit.acknowledged = True
            self._scan()
            if rig.unit.mode == modes.HEAT and rig.lamps["compressor"]:
                return
        raise AssertionError(f"never heats again: {rig.mode}, {rig.unit.because}")


def explore(number, runs, phases=tuple(Phase)):
    """So many runs of 100 steps from one seed; phases: all, or without making a find short."""

    class Seeded(Anything):
        """Its own class, for the seed is kept on it."""

    run_state_machine_as_test(
        seed(number)(Seeded),
        settings=settings(max_examples=runs, stateful_step_count=100, database=None, phases=phases,
                          deadline=None, suppress_health_check=list(HealthCheck)),
    )  # fmt: skip


@pytest.mark.parametrize("number", SEEDS)
def test_no_order_of_events_breaks_a_law(number):
    before = dict(COUNTS)
    explore(number, max(1, RUNS // len(SEEDS)))
    done = {name: COUNTS[name] - before[name] for name in COUNTS}
    print("0 violations in", ", ".join(f"{count:,} {name}" for name, count in done.items()))
    assert done["runs"] >= RUNS // len(SEEDS)


def lose_a_row(code):
    def mutate(monkeypatch):
        rows = tuple(row for row in ladder.ROWS if row[0] != code)
        monkeypatch.setattr(ladder, "ROWS", rows)
        _template.cache_clear()

    mutate.__name__ = f"lose_{code}"
    return mutate


def move_the_valve_at_once(monkeypatch):
    monkeypatch.setattr(guard.Guard, "_valve_may_move", lambda g, want, span: not want[0])


def forget_the_rest(monkeypatch):
    real = guard.Guard._wait
    monkeypatch.setattr(guard.Guard, "_wait",
                        lambda g, name, ms: None if name == 3 else real(g, name, ms))  # fmt: skip


BROKEN = [
    (move_the_valve_at_once, 7), (forget_the_rest, 1), (lose_a_row("FLOW"), 10),
]  # fmt: skip


@pytest.mark.parametrize("mutate, law", BROKEN if RUNS >= 1000 else BROKEN[:1],
                         ids=lambda x: getattr(x, "__name__", f"law {x}"))  # fmt: skip
def test_a_broken_controller_is_found(mutate, law, monkeypatch):
    mutate(monkeypatch)
    try:
        with pytest.raises(BaseException, match=f", {law}, "):  # alone or in a group
            explore(1, 800, (Phase.generate,))
    finally:
        _template.cache_clear()
