"""The monitor of all laws (tools/laws.py) over a controller on a table (rig.py).

What the laws ask of the virtual board's bench is answered from the rig's knobs and lamps: the
knobs are the truth, what they read is what the firmware was shown.
"""

from types import SimpleNamespace

from rig import level_uv

from tools.laws import Laws, limits

WIRES = ("t_outdoor", "t_coil", "t_suction", "t_discharge", "t_liquid", "t_supply", "t_return",
         "t_room", "p_suction", "p_discharge")  # fmt: skip  channels of the board, in its order
LAMPS = ("compressor", "reverse", "fan", "pump", "heater", "crankcase", "tank_valve")


class Probes:
    """seen: degC and Pa; counts: microvolts."""

    def __init__(self):
        self.seen, self.counts, self.spoil = [0.0] * 10, [0] * 10, None
        self.bus = self.counts
        self.channels = [SimpleNamespace(counts=self.counts) for _ in WIRES]

    def level_uV(self, i, value):
        return level_uv(WIRES[i], value if i < 8 else value / 1000)


class Judge:
    """rig.step() and then judge.scan(), each time; `broken` are the numbers of broken laws."""

    def __init__(self, rig, fluid="R290"):
        self.rig, self._fluid = rig, fluid
        self.elapsed_s, self.part_ms, self.quiet_ms = 0, 0, 0
        self.probes = Probes()
        self.plant = SimpleNamespace(flow_kgps=0.0, p_discharge_Pa=0.0)
        self.relays = SimpleNamespace(asked=[0] * 7, closed=[0] * 7, mains=True, alive=[False])
        self.laws = Laws(self, limits(fluid, rig.water, rig.unit.settings))
        self.laws.boots(rig.unit)

    @property
    def broken(self):
        return [law for _, law, _ in self.laws.violations]

    def before(self, elapsed_ms):
        """So much time has passed under the commands of the last scan: judge it."""
        self.part_ms += elapsed_ms
        self.elapsed_s += self.part_ms // 1000
        self.part_ms %= 1000
        self._look()
        self.laws.check()

    def after(self):
        """A scan has driven the lamps."""
        lamps, asked = self.rig.lamps, self.relays.asked
        for i, name in enumerate(LAMPS):
            asked[i] = 1 if lamps[name] else 0
        self.relays.closed[0] = asked[0] and self.rig.closed

    def power_cut(self, outage_s):
        """The rig has a new controller; so long nothing was driven."""
        self.after()
        self.elapsed_s += outage_s
        self.laws.boots(self.rig.unit)

    def settings_changed(self, booted=False):
        """Limits that settings may move; the hold of a boot is the one that it began with."""
        made = limits(self._fluid, self.rig.water, self.rig.unit.settings)
        if not booted:
            made.boot_hold_s = self.laws._limits.boot_hold_s
        self.laws._limits.__dict__.update(made.__dict__)

    def _look(self):
        rig, probes = self.rig, self.probes
        for i, wire in enumerate(WIRES):
            probes.seen[i] = rig.at[wire] if i < 8 else rig.at[wire] * 1000
            u_uV = rig.knobs[wire].uv
            probes.counts[i] = u_uV or 0
            probes.channels[i].counts = None if u_uV is None else probes.counts
        probes.spoil = rig.broken or None
        self.plant.flow_kgps = rig._flow_gps() / 1000
        self.plant.p_discharge_Pa = probes.seen[9]
