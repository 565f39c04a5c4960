"""A controller on a table: every probe is a knob, every relay a lamp, time is turned by hand.

No plant stands behind it: what the tables do is tested apart from what a machine does.
Knobs turn no faster than a real thing changes, or the sensors would not believe them.
"""

import math

import calibration
from files import Files
from heatpump import modes, refrigerant
from heatpump.controller import Controller
from heatpump.keep import Keep
from heatpump.settings import Settings
from heatpump.wiring import OUTPUTS, PRESSURES, PROBES, Wiring

PULLUP_ohm = {"t_discharge": 2200.0}
RATE_Kps = 4.0
RATE_kPaps = 1500.0


class Knob:
    """An input: `uv` is what it reads; OSError when it is None."""

    def __init__(self):
        self.uv = 0

    def read_uv(self):
        if self.uv is None:
            raise OSError(5)
        return self.uv


def divider_uv(wire, t_C):
    """What a 10 kOhm NTC (beta 3977) below its pull-up to 3.3 V shows at t_C."""
    r_ohm = 10e3 * math.exp(3977 * (1 / (t_C + 273.15) - 1 / 298.15))
    return int(3.3e6 * r_ohm / (r_ohm + PULLUP_ohm.get(wire, 10e3)))


def line_uv(wire, p_kPa):
    """What the ratiometric transducer on `wire` shows."""
    u0_uV, p0_Pa, u1_uV, p1_Pa = calibration.TRANSDUCERS[wire]
    return int(u0_uV + (p_kPa * 1000 - p0_Pa) * (u1_uV - u0_uV) / (p1_Pa - p0_Pa))


def level_uv(wire, value):
    """What `wire` shows at degC or kPa absolute."""
    return line_uv(wire, value) if wire in PRESSURES else divider_uv(wire, value)


class Lamp:
    """An output: what it was last told stands in `lamps`."""

    def __init__(self, lamps, name):
        self.lamps, self.name = lamps, name

    def __call__(self, on):
        self.lamps[self.name] = on


class Rig:
    """`turn(t_coil=-5.0, p_discharge=1400)` in degC and kPa absolute; `run(60)` seconds."""

    def __init__(self, water=True, scan_ms=1000, fluid="R290", settings=None, boot_extra_s=0,
                 tank=False, crankcase=False):  # fmt: skip
        extra = ("t_tank",) * tank + ("t_crankcase",) * crankcase
        self.knobs = {name: Knob() for name in PROBES + PRESSURES + extra}
        self.lamps = dict.fromkeys((*OUTPUTS, "tank_valve"), False)
        self.flow_gps, self.closed = 380, True
        self.power_W = None  # None: what a sound unit draws; a number: the meter says so
        self.at, self.aim = {}, {}  # degC or kPa of each wire, and where its knob turns to
        self.broken = {}  # wire: microvolts, or None for silence
        self.files = Files()  # the flash
        self.judge = None  # judge.Judge(rig), if somebody shall watch the laws
        self._shown = {}  # what each knob stands for, as long as its wire is sound
        self.scan_ms, self.water = scan_ms, water
        self.log = []
        self.wiring = Wiring(
            **self.knobs, reference=None,
            flow_gps=self._flow_gps, meter_W=self._power_W, pressostat=self._pressostat,
            **{name: Lamp(self.lamps, name) for name in self.lamps}, ticks_ms=None, idle_ms=None,
        )  # fmt: skip
        taken = Settings()
        assert taken.take(settings or {}) == []
        self._make = (refrigerant.load(fluid), water, boot_extra_s)
        self.unit = Controller(self.wiring, calibration, taken, *self._make)
        Keep(self.files, taken).recall(self.unit, "power on")
        self.jump(
            t_outdoor=2, t_coil=2, t_suction=5, t_discharge=40, t_liquid=30, t_supply=30,
            t_return=25, t_room=20, p_suction=500, p_discharge=550,
            **({"t_tank": 52} if tank else {}), **({"t_crankcase": 30} if crankcase else {}),
        )  # fmt: skip

    def _flow_gps(self):
        return self.flow_gps if self.lamps["pump"] else 0

    def _power_W(self):
        if self.power_W is not None:
            return self.power_W
        return 1800 if self.lamps["compressor"] else 20

    def _pressostat(self):
        return self.closed

    def dark(self):
        """Every output falls: the power, or the board's lease."""
        for name in self.lamps:
            self.lamps[name] = False

    def reboot(self):
        """The power was cut: a new controller, which has what main.boot() finds on the flash."""
        self.dark()
        settings = Settings()
        keep = Keep(self.files, settings)
        assert keep.load_settings(None) == []
        self.unit = Controller(self.wiring, calibration, settings, *self._make)
        keep.recall(self.unit, "power on")

    def turn(self, **knobs):
        """Turn probes to degC and pressures to kPa absolute, as fast as is believed."""
        self.aim.update(knobs)
        return self

    def jump(self, **knobs):
        """Set them at once."""
        self.aim.update(knobs)
        self.at.update(knobs)
        self._show()
        return self

    def _slew(self, dt_s):
        for wire, aim in self.aim.items():
            if aim != self.at[wire]:
                most = dt_s * (RATE_kPaps if wire in PRESSURES else RATE_Kps)
                self.at[wire] += min(max(aim - self.at[wire], -most), most)
        self._show()

    def _show(self):
        for wire, value in self.at.items():
            if wire in self.broken:
                self.knobs[wire].uv, self._shown[wire] = self.broken[wire], None
            elif self._shown.get(wire) != value:
                self.knobs[wire].uv, self._shown[wire] = level_uv(wire, value), value

    def scan(self, elapsed_ms):
        """What main.run() does at each turn, told that so much time has passed."""
        self.unit.step(elapsed_ms)
        self.unit.keep.idle()
        if self.judge:
            self.judge.after()

    def step(self):
        """One scan."""
        self._slew(self.scan_ms / 1000)
        if self.judge:
            self.judge.before(self.scan_ms)
        self.scan(self.scan_ms)

    def set_running_pressures(self):
        """Pressures of a running circuit when the compressor's lamp is lit, equal when not."""
        on = self.lamps["compressor"]
        self.turn(p_suction=400 if on else 500, p_discharge=1400 if on else 550)

    def run(self, seconds, circuit=True):
        """Scan for so long; with `circuit` the pressures follow the compressor."""
        for _ in range(seconds * 1000 // self.scan_ms):
            if circuit:
                self.set_running_pressures()
            moves = self.unit.moves
            self.step()
            if self.unit.moves != moves:
                self.log.append((modes.NAMES[self.unit.mode], self.unit.because))
        return self

    def until(self, name, most_s, circuit=True):
        """Scan until the mode is `name`; returns the seconds it took."""
        for second in range(most_s):
            if self.mode == name:
                return second
            self.run(1, circuit)
        raise AssertionError(f"{name} not reached in {most_s} s, but {self.mode}: {self.log[-3:]}")

    @property
    def mode(self):
        return modes.NAMES[self.unit.mode]
