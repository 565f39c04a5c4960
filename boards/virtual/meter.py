"""What is bought rather than built: a flow meter, an electric meter, a pressostat.

The flow meter is a vortex type that reads nothing below 30 g/s; the electric meter
gives whole watts and S0 pulses, 1000 a kilowatt-hour; the pressostat opens 2 bar above
the fluid's trip and closes again 7 bar below it.
"""

import probes

_SILENT_gps = 30
_TURN = 1 << 30  # where a pulse counter begins again


class Meters:
    """With errors: flow 1 %, power 0.5 %, as standard deviations, drawn from the seed."""

    def __init__(self, plant, seed=1, errors=False):
        dice = probes.Dice(seed + 500)
        self._plant = plant
        self._flow_gain = 1000.0 * (1.0 + (0.01 * dice.bell() if errors else 0.0))
        self._power_gain = 1.0 + (0.005 * dice.bell() if errors else 0.0)

    def flow_gps(self):
        flow_gps = int(self._plant.flow_kgps * self._flow_gain + 0.5)
        return flow_gps if flow_gps > _SILENT_gps else 0

    def meter_W(self):
        return int(self._plant.power_W * self._power_gain + 0.5)

    def pulses(self):
        """S0 pulses since power was first connected, below 2**30."""
        return int(self._plant.electric_J * self._power_gain / 3600.0) & (_TURN - 1)
