"""A whole controller through noise and faults drawn from a seed: the same on every interpreter.

    micropython host_tests/runtime/parity.py [SCANS] [SEED]

Wires wander, spike, open, short and fall silent; switches, contacts, commands and settings
change; scans come late; and the tick counter, which starts five seconds before it wraps, jumps by
6.3, 12.5 and 49.8 days.  Prints a checksum of outputs and modes of all scans, and of every integer
and truth that the controller holds every 16th, ten times on the way; then the modes it was in.
"""

import sys

_here = __file__.rsplit("/", 2)[0] if "/" in __file__[:-1] else ".."
_root = _here + "/.."
sys.path[:0] = [_root + "/firmware", _root + "/boards/virtual"]
if sys.implementation.name == "cpython":
    sys.path.insert(0, _here + "/cpython")

import calibration  # noqa: E402
from heatpump import modes, refrigerant  # noqa: E402
from heatpump.clock import Clock  # noqa: E402
from heatpump.controller import Controller  # noqa: E402
from heatpump.settings import Settings  # noqa: E402
from heatpump.wiring import EXTRA_PROBES, OUTPUTS, PRESSURES, PROBES, Wiring  # noqa: E402

WRAP_ms = 1 << 30
JUMPS_ms = (544_320_000, 1_080_000_000, 4_302_720_000)  # 6.3, 12.5 and 49.8 days
CALM, RARE = 100, 1500  # scans between troubles: at least, and so many more

# What the wires rest at in uV with the compressor off, heating, reversed: dividers of rig.py at
# 2 degC outdoors and 25 degC water.  In a defrost the coil clears.
# fmt: off
LEVELS_uV = {
    "t_outdoor":   (2_452_000, 2_452_000, 2_452_000),
    "t_coil":      (2_452_000, 2_750_000, 1_900_000),
    "t_suction":   (2_360_000, 2_560_000, 2_360_000),
    "t_discharge": (2_500_000, 1_700_000, 1_800_000),
    "t_liquid":    (1_480_000, 1_330_000, 1_650_000),
    "t_supply":    (1_560_000, 1_260_000, 1_800_000),
    "t_return":    (1_720_000, 1_480_000, 1_720_000),
    "t_room":      (1_860_000, 1_860_000, 1_860_000),
    "t_tank":      (1_000_000, 1_000_000, 1_000_000),
    "t_crankcase": (1_650_000, 1_500_000, 1_500_000),
    "p_suction":   (1_000_000, 850_000, 1_100_000),
    "p_discharge": (800_000, 1_400_000, 1_250_000),
}
# fmt: on


class World:
    """The wires, and what chance does to them."""

    def __init__(self, seed):
        self.seed = seed
        self.relays = dict.fromkeys(OUTPUTS + ("tank_valve",), False)
        names = PROBES + PRESSURES + EXTRA_PROBES
        self.wires = [Wire(self, name, i) for i, name in enumerate(names)]
        self.reference = Wire(self, None, 0)
        self.flows, self.closed, self.power_W = True, True, -1
        self.contacts, self.minute = 0, 0
        self.ticks_ms, self.scan_ms = WRAP_ms - 5000, 1000
        self.water_uV = 0  # of supply and return: a house that warms and cools
        self.outdoor_uV = self.ice_uV = self.tank_uV = 0

    def roll(self, sides):
        """0 .. sides-1, sides <= 2**16."""
        self.seed = seed = self.seed * 1021 + 12347 & 0xFFFFF
        return (seed >> 4) * sides >> 16

    def moved_uV(self, i, at):
        """By how much the house, the weather and ice move wire i."""
        if i == 0:
            return self.outdoor_uV
        if i == 1:
            return self.ice_uV if at == 1 else self.outdoor_uV
        if i == 5 or i == 6:
            return self.water_uV
        return self.tank_uV if i == 10 else 0

    def wiring(self):
        pins = {wire.name: wire for wire in self.wires}
        for name in self.relays:
            pins[name] = self._relay(name)
        pins.update(
            reference=self.reference, ticks_ms=lambda: self.ticks_ms % WRAP_ms, idle_ms=None,
            flow_gps=lambda: 380 + self.roll(9) if self.relays["pump"] and self.flows else 0,
            meter_W=self._meter_W, pressostat=lambda: self.closed,
            sg_1=lambda: bool(self.contacts & 1), sg_2=lambda: bool(self.contacts & 2),
            minute_of_week=lambda: self.minute,
        )  # fmt: skip
        return Wiring(**pins)

    def _relay(self, name):
        def drive(on):
            self.relays[name] = on

        return drive

    def _meter_W(self):
        if self.power_W >= 0:
            return self.power_W
        return 1700 + self.roll(200) if self.relays["compressor"] else 15 + self.roll(10)


class Wire:
    """A channel that follows the compressor and the valve a thirty-second of the way a scan."""

    def __init__(self, world, name, i):
        self._world, self.name, self._i = world, name, i
        self.evil = None  # microvolts, "noise", "silent" or None
        self._uV = LEVELS_uV[name][0] if name else calibration.REFERENCE_uV

    def read_uv(self):
        evil, world = self.evil, self._world
        if evil == "silent":
            raise OSError(116)
        if self.name:
            relays = world.relays
            at = 0 if not relays["compressor"] else 2 if relays["reverse"] else 1
            aim_uV = LEVELS_uV[self.name][at] + world.moved_uV(self._i, at)
            self._uV += (aim_uV - self._uV) >> 5
        if evil == "noise":
            return self._uV + world.roll(60_000) * 20 - 600_000
        return self._uV + world.roll(600) - 300 if evil is None else evil


def trouble(world, unit):
    """Chance ends what went before and begins something else."""
    for wire in world.wires + [world.reference]:
        wire.evil = None
    world.flows, world.closed, world.power_W = True, True, -1
    kind = world.roll(18)
    wire = world.wires[world.roll(len(world.wires))]
    if kind < 5:
        wire.evil = (3_300_000, 0, "silent", "noise", 1_200_000)[kind]
    elif kind == 5:
        world.flows = False
    elif kind == 6:
        world.closed = False
    elif kind == 7:
        world.power_W = world.roll(2500)
    elif kind == 8:
        world.reference.evil = (2_500_000, "noise", "silent")[world.roll(3)]
    elif kind == 9:
        unit.on = not unit.on
    else:
        command(world, unit, kind)
    if not unit.on and world.roll(2):
        unit.on = True


def command(world, unit, kind):
    """What people and the grid do, and how the house is."""
    if kind == 10:
        unit.demand.remote(world.roll(4000))
    elif kind == 11:
        unit.defrost.asked = True
    elif kind == 12:
        world.contacts, world.minute = world.roll(4), world.roll(10_080)
    elif kind == 13:
        rows = unit.settings.rows
        name, _, low, high = rows[1 + world.roll(len(rows) - 1)]
        unit.settings.take({name: low + world.roll(min(high - low + 1, 1 << 16))})
    else:
        world.water_uV = (world.roll(5) - 3) * 150_000
        world.outdoor_uV = (0, 0, -1_200_000)[world.roll(3)]  # frost, or 33 degC
        world.ice_uV = (0, 250_000)[world.roll(2)]
        world.tank_uV = (0, 350_000)[world.roll(2)]
    unit.acknowledged = True


def numbers(holder):
    """Names of what is an int or a bool, or an array of ints, in an object."""
    names = []
    for name in sorted(dir(holder)):
        value = None if name.startswith("__") else getattr(holder, name)
        if type(value) in (int, bool):
            names.append(name)
    return names


def mix(total, value):
    return (total * 31 + (value & 0xFFFFF) + (value >> 20 & 0xFFF)) & 0xFFFFFF


def main(scans=100_000, seed=1):
    world = World(seed)
    settings = Settings()
    settings.take({"outdoor_average_h": 1, "season_dwell_h": 0, "icing_s": 1800})
    wiring = world.wiring()
    unit = Controller(wiring, calibration, settings, refrigerant.load("R290"), True, 7)
    clock = Clock(wiring.ticks_ms)
    holders = [unit, unit.guard, unit.demand, unit.defrost, unit.protections, unit.estimator,
               unit.energy, unit.history, unit.hotwater, unit.backup, unit.demand.schedule,
               unit.demand.grid, settings]  # fmt: skip
    kept = [(holder, numbers(holder)) for holder in holders]
    outputs, state, next_at = 0, 0, 3000  # the first trouble: when it runs
    seen, moves = set(), 0
    for n in range(scans):
        if n == next_at:
            next_at += CALM + world.roll(RARE)
            trouble(world, unit)
        late = world.roll(400)
        world.ticks_ms += world.scan_ms if late else 250 + world.roll(5000)
        if n % (scans // 4) == scans // 5:
            world.ticks_ms += JUMPS_ms[n // (scans // 4) % 3]
        unit.step(clock.elapsed_ms())
        lamps = 0
        for name in sorted(world.relays):
            lamps = lamps * 2 + bool(world.relays[name])
        outputs = mix(mix(outputs, lamps), unit.mode)
        if unit.moves != moves:
            moves = unit.moves
            seen.add(unit.mode)
            for letter in unit.because:
                outputs = mix(outputs, ord(letter))
        if n % 16 == 0:
            for holder, names in kept:
                for name in names:
                    state = mix(state, int(getattr(holder, name)))
        if n % (scans // 10) == scans // 10 - 1:
            print(n + 1, "outputs", outputs, "integers", state, "moves", moves,
                  "trips", unit.protections.count)
    print(sum([len(names) for _, names in kept]), "integers")
    print("modes", " ".join([modes.NAMES[i] for i in sorted(seen)]))


main(*[int(a) for a in sys.argv[1:]])
