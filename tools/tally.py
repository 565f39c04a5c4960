"""Electricity of a simulated run by what it was for, from the plant's own counters.

Runs inside the interpreter under trial, beside tools/runner.py: a call at each change of mode
and each minute.  The plant's counters may be four seconds behind; what one call misses the next
one has, so that nothing is lost or counted twice.
"""

from heatpump import energy, modes
from heatpump import figures as cops

_RUNS = (modes.HEAT, modes.COOL, modes.TANK, modes.PRE_HEAT, modes.PRE_COOL, modes.PRE_TANK,
         modes.RUN_ON, modes.COOL_ON, modes.TANK_ON)  # fmt: skip


class Tally:
    """`defrost_J` from the end of heating to its beginning again, `standby_J` while nothing is
    made; the backup heater in neither."""

    def __init__(self):
        self.defrost_J = self.standby_J = self._before_J = 0.0

    def mark(self, plant, mode):
        """All since the last call was used in `mode`."""
        now_J = plant.electric_J - plant.heater_J
        used_J = now_J - self._before_J
        self._before_J = now_J
        if mode in modes.DEFROSTS:
            self.defrost_J += used_J
        elif mode not in _RUNS:
            self.standby_J += used_J

    def compressor_J(self, plant):
        """Electricity of the compressor alone: boundary H1."""
        return plant.electric_J - plant.aux_J - plant.crankcase_J - plant.heater_J


def _ratio_permille(gain_J, cost_J):
    return int(gain_J / cost_J * 1000.0 + 0.5) if cost_J > 1.0 else 0


def true_figures(plant, tally):
    """SPF of each boundary as the plant has it, in 0.001, and Wh of each purpose."""
    useful_J = plant.heat_J + plant.cold_J
    backed_J = useful_J + plant.heater_J
    h1_J = tally.compressor_J(plant)
    h4_J = plant.electric_J
    h3_J = h4_J - plant.pump_J
    return {
        "spf_h1_permille": _ratio_permille(useful_J, h1_J),
        "spf_h2_permille": _ratio_permille(useful_J, h3_J - plant.heater_J),
        "spf_h3_permille": _ratio_permille(backed_J, h3_J),
        "spf_h4_permille": _ratio_permille(backed_J, h4_J),
        "compressor_Wh": int(h1_J / 3600.0 + 0.5),
        "pump_Wh": int(plant.pump_J / 3600.0 + 0.5),
        "defrost_Wh": int(tally.defrost_J / 3600.0 + 0.5),
        "standby_Wh": int(tally.standby_J / 3600.0 + 0.5),
    }


def told_figures(unit):
    """The same boundaries as the firmware counts them, and what it says of its own figure."""
    life = unit.energy.life
    told = {"u95_permille": cops.u95_permille(life), "quality": cops.quality(life)}
    for n, figure in enumerate((cops.NET, cops.NET + 1, cops.NET + 2, cops.SYSTEM)):
        q10 = cops.cop_q10(life, figure)
        told["spf_estimated_h" + str(n + 1) + "_permille"] = (q10 * 1000 + 512) >> 10
    told["heat_estimated_Wh"] = life.Wh(energy.HEAT) + life.Wh(energy.MELT)
    return told


def carbon(plant, settings):
    """Grams kept out of the air against a gas boiler and against resistance: signed."""
    heat_kWh = (plant.heat_J + plant.heater_J) / 3.6e6
    used_g = plant.electric_J / 3.6e6 * settings.grid_gpkWh
    gas_g = heat_kWh * settings.gas_gpkWh * 100.0 / settings.boiler_pct
    return {
        "carbon_saved_gas_g": int(gas_g - used_g),
        "carbon_saved_resistance_g": int(heat_kWh * settings.grid_gpkWh - used_g),
    }
