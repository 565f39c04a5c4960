"""Sums the plant's truth up beside what the firmware says; tools/truth.py starts it.

    micropython tools/witness.py SCENARIO.json       (from the project's folder)

Standard output is lines with a letter in front: D, a simulated day has passed; E, a sentence why
the scenario cannot be run; K, what was found, JSON, the last line.

Only what MicroPython and CPython have in common is used here.
"""

import sys

_DAY_s = 86400


class Witness:
    """`scan` is what the board calls at the end of every idle_ms; set `unit` after booting.

    heat_J, used_J: truth by phase, heat to the house and electricity of the compressor; told_J:
    the heat of every block the estimator has closed.  cycles: [seconds of heating, true J,
    told J] from one start to the next, a defrost within.  quoted: of every quotable figure,
    whether the truth lies inside its error bar.
    """

    def __init__(self, scan_ms=1000):
        self.unit = None
        self.heat_J, self.used_J = [0.0] * 4, [0.0] * 4
        self.cycles = []
        self.quoted = []
        self._scan_s = scan_ms / 1000
        self._phase_before = 0  # cop.OFF
        self._last = None  # the scan before: heat, electricity, phase
        self._block_heat_J = self._block_used_J = 0.0
        self._blocks = 0

    def scan(self, plant):
        if self._last is not None:
            self._compare(*self._last)
        phase = self.unit.phase
        heat_J = plant.heat_W * self._scan_s
        used_J = plant.power_compressor_W * self._scan_s
        self.heat_J[phase] += heat_J
        self.used_J[phase] += used_J
        self._last = heat_J, used_J, phase

    def _compare(self, heat_J, used_J, phase):
        """The estimator has now seen that scan: in the block it closed, or in the next one."""
        estimator = self.unit.estimator
        closed = estimator.blocks != self._blocks
        self._blocks = estimator.blocks
        turned = closed and estimator.block_phase != estimator.phase
        if turned:
            self._judge(estimator)
        self._block_heat_J += heat_J
        self._block_used_J += used_J
        if closed and not turned:
            self._judge(estimator)
        self._count_cycle(estimator, heat_J, phase)

    def _judge(self, estimator):
        """A block is closed: is the truth within the bar of what is shown?"""
        used_J = self._block_used_J
        if estimator.quality == 3 and used_J > 0:  # quality.QUOTABLE
            true = abs(self._block_heat_J) / used_J
            off = abs(estimator.cop_q10 / 1024 - true)
            self.quoted.append(off <= estimator.u95_permille / 1000 * true)
        self._block_heat_J = self._block_used_J = 0.0

    def _count_cycle(self, estimator, heat_J, phase):
        if phase == 1:  # cop.HEATING
            # a run that is not the second half of one with a defrost
            if self._phase_before == 0 and estimator.steadiness.state == 0:  # quality.NORMAL
                self.cycles.append([0.0, 0.0, 0.0])
            if self.cycles:
                self.cycles[-1][0] += self._scan_s
        self._phase_before = phase
        if self.cycles:
            cycle = self.cycles[-1]
            cycle[1] += heat_J
            cycle[2] += estimator.heat_J


def told_J(counters, *rows):
    """Sum of rows of heatpump.counters.Counters, every joule."""
    wheels, total = counters.wheels, 0
    for row in rows:
        total += (wheels[3 * row] * 1000 + wheels[3 * row + 1]) * 3600 + wheels[3 * row + 2]
    return total


def found(witness):
    """What tools/truth.py judges, in joule; "on" is the compressor's electricity."""
    from heatpump import cop, energy

    life, heat, used = witness.unit.energy.life, witness.heat_J, witness.used_J
    shell = witness.unit.estimator.shell
    return {
        "true_running_J": heat[cop.OFF] + heat[cop.HEATING],
        "true_melt_J": heat[cop.DEFROST],
        "true_on_J": used[cop.HEATING],
        "true_defrost_on_J": used[cop.DEFROST],
        "true_cold_J": -heat[cop.COOLING],
        "told_running_J": told_J(life, energy.HEAT),
        "told_melt_J": told_J(life, energy.MELT),
        "told_on_J": told_J(life, energy.E_HEATING),
        "told_defrost_on_J": told_J(life, energy.E_DEFROST),
        "told_cold_J": told_J(life, energy.COLD),
        "cycles": witness.cycles,
        "quotable": len(witness.quoted),
        "covered": sum(witness.quoted),
        "capacity_JpK": shell.capacity_JpK,
        "agreement": witness.unit.estimator.fusion.agreement,
    }


def main(path):
    from tools import runner

    runner.prepare_path()
    import json

    import board
    import main

    with open(path) as file:
        scenario = json.load(file)
    witness = Witness(scenario["scan_ms"])
    days = [0]

    def scan(plant):
        witness.scan(plant)
        if plant.clock_s >= (days[0] + 1) * _DAY_s:
            days[0] += 1
            print("D %d" % days[0])

    board.configure(scenario, scan)
    try:
        witness.unit = main.boot()
    except ValueError as problem:  # a fluid or house that the board refuses
        print("E %s" % problem)
        sys.exit(2)
    try:
        main.run(witness.unit)
    except board.Finished:
        print("K " + json.dumps(found(witness)))


if __name__ == "__main__":
    sys.path.insert(0, "")
    main(sys.argv[1])
