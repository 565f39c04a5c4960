"""Runs inside the interpreter under trial: the real firmware with another rule for the defrost.

    micropython tools/compare_run.py FILE        {"scenario": {...}, "rule": [name, value]}

The rules but the firmware's own stand here, outside of it: they take the place of the object that
heatpump/defrost.py made, with its end, its limits and its counters, and only judge differently
when the coil is iced.  Lines are those of tools/runner.py, and before the last one

    D ...   kilograms of ice on the coil at the beginning of each defrost, JSON
"""

import sys

sys.path.append("")

from tools import runner

_SEEN_s = 180  # as the firmware's own rule: for so long


def rules():
    """{name: class}; made late, when the firmware is on the path."""
    from heatpump.defrost import Defrost

    class Timer(Defrost):
        """After so many seconds of running with the coil below -1 degC."""

        def _find_iced(self, now):
            self.coil_iced = now.heating and now.ran_s >= 300 and self.icing_s >= self.value

    class Coil(Defrost):
        """When the coil is as cold as that, 0.01 degC, for three minutes."""

        def _find_iced(self, now):
            cold = now.heating and now.ran_s >= 300 and now.t_coil_cC <= self.value
            self._sure_s = self._sure_s + 1 if cold else 0
            self.coil_iced = self._sure_s >= _SEEN_s and self.since_s >= 1800

    class Oracle(Defrost):
        """Sees the ice itself: at so many grams."""

        def _find_iced(self, now):
            iced = self.plant.frost_kg * 1000.0 >= self.value
            self.coil_iced = now.heating and now.ran_s >= 300 and self.since_s >= 1800 and iced

    return {"timer": Timer, "coil": Coil, "oracle": Oracle}


class Comparer(runner.Recorder):
    """A recorder that puts the rule in place, and weighs the ice."""

    def __init__(self, modes, laws, tally, rule):
        runner.Recorder.__init__(self, modes, laws, tally)
        self._rule = rule
        self._plant = None
        self.ice_kg = []
        self.room_K_s = 0.0
        self.seconds = 0

    def boots(self, unit, bench):
        self._plant = bench.plant
        name, value = self._rule
        if name != "firmware":
            made = rules()[name](unit.settings)
            made.value, made.plant = value, bench.plant
            unit.defrost = made
        runner.Recorder.boots(self, unit, bench)

    def _moved(self):
        runner.Recorder._moved(self)
        if self._mode == self._modes.DEFROST:
            self.ice_kg.append(int(self._plant.frost_kg * 1000.0) / 1000.0)


def main(path):
    runner.prepare_path()
    import json
    import time

    import board
    import main
    from heatpump import modes

    from tools import laws, tally

    with open(path) as file:
        asked = json.load(file)
    recorder = Comparer(modes, laws, tally.Tally(), asked["rule"])
    recorder.headings()
    board.configure(asked["scenario"], recorder.scan)
    began = time.time()
    runner._run(board, main, recorder)
    wall_s = time.time() - began
    recorder.tell_laws()
    print("D " + json.dumps(recorder.ice_kg))
    scenario = asked["scenario"]
    print("K " + runner._key_figures(recorder, board.plant, wall_s, scenario["duration_s"]))


if __name__ == "__main__":
    main(sys.argv[1])
