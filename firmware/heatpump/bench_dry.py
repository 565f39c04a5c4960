"""The whole sequence without a compressor: fan, pump and valve move, its contactor does not.

A controller of its own, with the owner's settings, is shown a machine that only pretends: its
probes answer as those of a sound one would.  Time runs sixty times faster, which nothing else
here can do.  Afterwards the real controller boots again, with its hold after power-up.
"""

from heatpump import bench_curve, bench_force, bench_text, bench_unit, modes, refrigerant
from heatpump.controller import Controller
from heatpump.settings import Settings
from heatpump.wiring import PRESSURES, PROBES, Wiring

SEQUENCE = (
    "IDLE", "PRE_HEAT", "HEAT", "SETTLE", "TURN", "DEFROST", "DRIP", "BACK", "RESTART", "HEAT",
    "RUN_ON", "REST",
)  # fmt: skip
FASTER = 60
_SCAN_ms = 1000
_CHUNK = 15  # scans in a quarter of a second
_CHUNK_ms = _CHUNK * _SCAN_ms // FASTER
_MOST_s = 5400  # boot hold, rest, a run, a defrost and the longest run after it
_STILL_s = 60  # the real valve may move only when the real compressor has stood so long
_BARRED = ("compressor", "heater", "crankcase")
_WARM_AFTER_s = 60

# wire: at rest, in heating, in a defrost (0.01 degC; None: as at rest), 0.01 K a second at most
_PRETEND = {
    "t_outdoor": (0, None, None, 50),
    "t_coil": (0, -800, 2000, 60),
    "t_suction": (0, -300, 500, 200),
    "t_discharge": (2500, 6500, 5000, 200),
    "t_liquid": (2000, 3000, 1000, 200),
    "t_tank": (6500, None, None, 50),
    "t_crankcase": (3000, None, None, 50),
}
_DEW_cC = {"p_suction": (0, -800, -200), "p_discharge": (0, 4000, 2500)}
_kPaps = 300
_FLOW_gps = 400
_MOTOR_W = 1800


class _Channel:
    def __init__(self):
        self.uV = 0

    def read_uv(self):
        return self.uV


class Pretend:
    """A machine that behaves, shown to a controller as microvolts."""

    def __init__(self, calibration, fluid, water):
        self._calibration = calibration
        self._water = water
        self._dew_kPa = {
            wire: [fluid.p_dew_Pa(t_cC) // 1000 for t_cC in row] for wire, row in _DEW_cC.items()
        }
        self.channels = {wire: _Channel() for wire in PROBES + PRESSURES}
        self.at = {}
        self.flow_gps = self.power_W = 0
        self.warm = False

    def wiring(self, wires):
        """The wires of the pretended machine; the outputs go to `wires`."""
        names = ("reverse", "fan", "pump", "heater", "crankcase", "compressor")
        return Wiring(
            reference=None,
            flow_gps=(lambda: self.flow_gps) if self._water else None,
            meter_W=lambda: self.power_W,
            pressostat=None,
            ticks_ms=wires.ticks_ms,
            idle_ms=wires.idle_ms,
            **self.channels,
            **{name: getattr(wires, name) for name in names},
        )

    def second(self, it):
        """A second passes; the outputs of `it` say what the machine does."""
        guard = it.guard
        phase = 0 if not guard.compressor else 2 if guard.reverse else 1
        for wire, row in _PRETEND.items():
            if wire in self.channels:
                goal = row[phase]
                self._go(wire, row[0] if goal is None else goal, row[3])
        for wire in PRESSURES:
            self._go(wire, self._dew_kPa[wire][phase], _kPaps)
        self._house(it, phase)
        self.flow_gps = _FLOW_gps if guard.pump else 0
        s = it.settings
        others_W = s.standby_W + s.fan_W * guard.fan + s.pump_W * guard.pump
        self.power_W = others_W + (_MOTOR_W if phase else 0)

    def _house(self, it, phase):
        """Cool until it is to be warm enough; supply follows what the machine does to it."""
        control_cC = it.demand.target_cC + (800 if self.warm else -800)
        if self._water:
            self._go("t_return", min(max(control_cC, 1500), 5000), 50)
            self._go("t_room", 1900, 50)
        else:
            self._go("t_return", 2000, 50)
            self._go("t_room", control_cC, 50)
        self._go("t_supply", self.at["t_return"] + (0, 500, -300)[phase], 100)

    def _go(self, wire, goal, most):
        was = self.at.get(wire, goal)
        now = was + min(max(goal - was, -most), most)
        if wire not in self.at or now != was:
            self.at[wire] = now
            self.channels[wire].uV = self._uV(wire, now)

    def _uV(self, wire, value):
        if wire in PRESSURES:
            return bench_curve.transducer_uV(self._calibration.TRANSDUCERS[wire], value * 1000)
        return bench_curve.thermistor_uV(self._calibration.THERMISTORS[wire], value)


def run():
    """Walk through SEQUENCE; prints each move and whether all of it came."""
    _stand_still()
    board = bench_unit.board()
    settings = _settings(bench_unit.unit().settings)
    wires = bench_unit.wires()
    wires.barred = _BARRED
    bench_unit.drop()  # the controller: its memory is needed
    print("DRY RUN: %s are inhibited; fan, pump and valve move." % ", ".join(_BARRED))
    fluid, water, _ = board.nameplate()
    fluid = refrigerant.load(fluid)
    pretend = Pretend(board.calibration, fluid, water)
    it = Controller(pretend.wiring(wires), board.calibration, settings, fluid, water)
    pretend.second(it)
    try:
        seen = _walk(it, pretend, wires)
    finally:
        it.all_off()
        wires.barred = ()
        print("The dry run is over, every output is off; the controller boots anew.")
    return _judge(seen)


def _stand_still():
    it = bench_unit.unit()
    left_s = _STILL_s - it.guard.off_ms // 1000
    if left_s > 0:
        print("First %d s of rest for the real machine: the valve will move." % left_s)
        bench_force.calm(it, left_s)


def _settings(owners):
    """The owner's, but for what chooses whether there is anything to do in a cold house."""
    settings = Settings(owners.rows)
    wanted = {row[0]: getattr(owners, row[0]) for row in owners.rows}
    wanted.update({"season": 1, "water_control": 0, "setback_days": 0})
    settings.take(wanted)
    return settings


def _walk(it, pretend, wires):
    seen, second, mode = [], 0, it.mode
    began_ms = wires.ticks_ms()
    while second < _MOST_s:
        it.step(_SCAN_ms)
        pretend.second(it)
        second += 1
        if it.mode == modes.HEAT:
            _steer(it, pretend, "RESTART" in seen)
        if it.mode != mode:
            mode = it.mode
            seen.append(modes.NAMES[mode])
            print("%6d s  %-9s %-45s %s" % (second, seen[-1], it.because, _lamps(it.guard)))
            if mode == modes.REST or mode == modes.TRIPPED:
                return seen
        if second % _CHUNK == 0:
            spent_ms = wires.ticks_ms() - began_ms & (1 << 30) - 1
            wires.idle_ms(max(_CHUNK_ms - spent_ms, 1))
            began_ms = wires.ticks_ms()
    return seen


def _steer(it, pretend, defrosted):
    """In the first run ice is to be found, in the second the house is to get warm."""
    if not defrosted:
        it.defrost.asked = True
    else:
        pretend.warm = it.in_mode_s >= _WARM_AFTER_s


def _lamps(guard):
    on = [name for name in ("compressor", "reverse", "fan", "pump") if getattr(guard, name)]
    return "+".join(on).replace("compressor", "(compressor)") or "-"


def _judge(seen):
    if tuple(seen) == SEQUENCE:
        print("All %d modes came in their order; the contactor was never driven." % len(seen))
        return True
    print("NOT as it should be: %s came, %s was expected." % (
        bench_text.listed(seen), bench_text.listed(SEQUENCE)))  # fmt: skip
    return False
