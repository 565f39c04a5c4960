"""Runs inside the interpreter under trial: the real main.py, on the virtual board.

    micropython tools/runner.py SCENARIO.json        (from the project's folder)

Standard output is a list of lines, each with a letter in front, for tools/simulate.py:

    T ...   a transition: second, mode, because, the readings as the firmware's integers
    R ...   a row of trace.csv, one a simulated minute; the first holds the headings
    L ...   a law that was broken, a sentence
    E ...   the scenario cannot be run, a sentence
    K ...   the key figures, JSON; the last line

Only what MicroPython, CPython and 31-bit small ints have in common is used here.  It runs
after every scan, so that nothing but three comparisons happens when nothing happens.
"""

import sys


def _round_to_double():
    """Make the 32-bit build compute as all others do.

    Its x87 unit keeps 64 bits of every intermediate result where the others round each one
    to the 53 of a double, so a simulated plant would drift apart in the last digit and the
    traces with it.  The control word says how many bits are kept; fesetenv loads it.
    """
    import ffi

    libm = ffi.open("libm.so.6")
    environment = bytearray(28)  # fenv_t of glibc for i386; the control word comes first
    libm.func("i", "fegetenv", "p")(environment)
    environment[0] = 0x7F  # all exceptions masked, as before
    environment[1] = 0x02  # precision 53 bits, round to nearest
    libm.func("i", "fesetenv", "p")(environment)


def prepare_path():
    roots = ["", "firmware", "boards/virtual"]
    if sys.implementation.name == "cpython":
        sys.path[:1] = ["host_tests/cpython"] + roots
        return
    # a module of the same name in the user's own library must not shadow the project's
    sys.path[:] = roots + [".frozen"]
    if sys.maxsize < 1 << 31:
        _round_to_double()


READINGS = (
    "t_outdoor_cC", "t_coil_cC", "t_suction_cC", "t_discharge_cC", "t_liquid_cC",
    "t_supply_cC", "t_return_cC", "t_room_cC", "p_suction_kPa", "p_discharge_kPa", "power_W",
)  # fmt: skip
TRUTH = (
    "true_outdoor_cC", "true_rh_permille", "true_sun_Wpm2", "true_coil_cC", "true_discharge_cC",
    "true_supply_cC", "true_return_cC", "true_room_cC", "true_frost_g",
    "true_p_suction_kPa", "true_p_discharge_kPa", "true_power_W", "true_heat_W",
    "compressor", "reverse", "fan", "pump", "heater",
)  # fmt: skip
ESTIMATES = ("superheat_cK", "subcooling_cK", "t_evaporating_cC", "t_condensing_cC",
             "cop_q10", "heat_W", "u95_permille", "quality")  # fmt: skip
BELIEFS = ("target_cC", "clear_coil_cK", "icing_s")  # of demand and defrost
PURPOSES = ("true_compressor_W", "true_defrost_W", "true_standby_W", "true_heater_W")

_COMFORT_K = 0.5
_STARTUP_s = 21600  # the room's extremes are counted after six hours


def _near(value):
    """The nearest integer; round() may differ between interpreters in the last case."""
    return int(value + 0.5) if value >= 0.0 else -int(0.5 - value)


class Recorder:
    """Watches one run.  `scan` is what the board calls at the end of every idle_ms."""

    def __init__(self, modes, laws, tally=None):
        self._modes = modes
        self.tally = tally
        self._purposes_J = [0.0] * len(PURPOSES)
        self._laws_module = laws
        self._orders, self._scenario = (), None
        self._told = 0  # of the broken laws, those that have been printed
        self.laws = None
        self._check = None
        self.unit = None
        self._booted_s = 0  # when the controller last booted, counted from the start of the run
        self._moves = -1
        self._on = 0
        self._mode = self._origin = -1
        self._defrost_at_s = -1
        self._due_s = 60.0
        self._heat_J = self._electric_J = 0.0
        self._cooling = False
        self._target_cC = 0
        self._fault = None
        self.starts_s = []
        self.defrosts = 0
        self.defrost_s = 0
        self.comfort_Kh = 0.0
        self.coldest_C = 1000.0
        self.warmest_C = -1000.0
        self.tank_least_C = self.tank_most_C = None
        self.faults = []

    def boots(self, unit, bench):
        """A controller begins: the first of the run, or the next one after a power cut."""
        self.unit = unit
        self._booted_s = bench.elapsed_s
        self._moves = -1
        self._orders, self._scenario = bench.orders, bench.scenario
        if self.laws is None:
            self.laws = self._laws_module.Laws(bench, self._limits())
            self._check = self.laws.check  # bound once: a scan makes no object
        self.laws.boots(unit, self._limits())

    def _limits(self):
        """Those of the settings that are in force."""
        fluid, water = self._scenario["fluid"], self._scenario["emitter"] == "water"
        return self._laws_module.limits(fluid, water, self.unit.settings)

    def tell_laws(self):
        """Print the laws broken since the last time; each is told once, with its first second."""
        for at_s, law, sentence in self.laws.violations[self._told :]:
            print("L %d s, law %d: %s" % (at_s, law, sentence))
        self._told = len(self.laws.violations)

    def scan(self, plant):
        if self.unit.moves != self._moves:
            if self.tally:
                self.tally.mark(plant, self._mode)
            self._moved()
        if plant.compressor != self._on:
            self._switched(plant)
        if plant.clock_s >= self._due_s:
            self._minute(plant)
        self._check()
        if self._orders:
            self._obey()

    def _obey(self):
        """Commands of CMD.fuzz, between two scans."""
        from tools import commands

        for kind, number in self._orders:
            widened = commands.give(self.unit, kind, number)
            self.laws.commanded(self._limits(), widened)
        del self._orders[:]

    # --- a transition ---

    def _moved(self):
        unit, modes = self.unit, self._modes
        self._moves = unit.moves
        self._origin, self._mode = self._mode, unit.mode
        if self._origin == modes.DEFROST:
            self.defrost_s += unit.uptime_s - self._defrost_at_s
        if self._mode == modes.DEFROST:
            self.defrosts += 1
            self._defrost_at_s = unit.uptime_s
        if unit.fault != self._fault:
            self._fault = unit.fault
            if self._fault is not None:
                self.faults.append(self._fault)
        print("T " + self._line())

    def _line(self):
        unit = self.unit
        return (
            "%8d %-10s %-46s | out %5s coil %5s dis %5s sup %5s ret %5s room %5s cC"
            "  %4s %4s kPa %5d W  cop %4d/1024"
            % (
                self._booted_s + unit.uptime_s, self._modes.NAMES[unit.mode], unit.because,
                self._shown("t_outdoor_cC", "?"), self._shown("t_coil_cC", "?"),
                self._shown("t_discharge_cC", "?"), self._shown("t_supply_cC", "?"),
                self._shown("t_return_cC", "?"), self._shown("t_room_cC", "?"),
                self._shown("p_suction_kPa", "?"), self._shown("p_discharge_kPa", "?"),
                unit.power_W, unit.estimator.cop_q10,
            )
        )  # fmt: skip

    def _shown(self, name, unknown):
        """The reading, or `unknown` while the firmware itself does not believe it."""
        sensor = getattr(self.unit.sensors, name[: name.rindex("_")], None)
        if sensor is not None and not sensor.ok:
            return unknown
        return str(getattr(self.unit, name))

    # --- the compressor ---

    def _switched(self, plant):
        """Starts are counted as the starts-per-hour rule counts them: a defrost's are not."""
        modes = self._modes
        self._on = plant.compressor
        of_defrost = self._mode in modes.DEFROSTS or self._origin in modes.DEFROSTS
        if not self._on or of_defrost:
            return
        self.starts_s.append(int(plant.clock_s))
        self._cooling = self._mode == modes.COOL

    def most_in_an_hour(self):
        """The most starts in any 3600 s."""
        most = first = 0
        for last in range(len(self.starts_s)):
            while self.starts_s[last] - self.starts_s[first] >= 3600:
                first += 1
            most = max(most, last - first + 1)
        return most

    # --- every minute ---

    def _minute(self, plant):
        self._due_s += 60.0
        t_C = plant.t_room_C
        settings = self.unit.settings
        target_cC = settings.room_cool_cC if self._cooling else settings.room_heat_cC
        self._target_cC = target_cC
        off_K = abs(t_C - target_cC * 0.01) - _COMFORT_K
        if off_K > 0.0:
            self.comfort_Kh += off_K / 60.0
        if plant.clock_s > _STARTUP_s:
            self.coldest_C = min(self.coldest_C, t_C)
            self.warmest_C = max(self.warmest_C, t_C)
        if plant.machine["tank_J_K"]:
            tank_C = plant.t_tank_C
            self.tank_least_C = min(self.tank_least_C or tank_C, tank_C)
            self.tank_most_C = max(self.tank_most_C or tank_C, tank_C)
        self._row(plant)
        if len(self.laws.violations) > self._told:
            self.tell_laws()

    def headings(self):
        columns = ("at_s", "mode", "room_target_cC") + READINGS + ESTIMATES + TRUTH
        print("R " + ",".join(columns + BELIEFS + PURPOSES))

    def _row(self, plant):
        unit = self.unit
        row = [self._booted_s + unit.uptime_s, self._modes.NAMES[unit.mode], self._target_cC]
        for name in READINGS:
            row.append(self._shown(name, ""))
        for name in ESTIMATES:
            row.append(getattr(unit.estimator, name))
        heat_J, electric_J = plant.heat_J, plant.electric_J  # a minute's mean, not its last second
        row.append(_near(plant.t_outdoor_C * 100.0))
        row.append(_near(plant.rh * 1000.0))
        row.append(_near(plant.ghi_W))
        row.append(_near(plant.t_coil_C * 100.0))
        row.append(_near(plant.t_discharge_C * 100.0))
        row.append(_near(plant.t_supply_C * 100.0))
        row.append(_near(plant.t_return_C * 100.0))
        row.append(_near(plant.t_room_C * 100.0))
        row.append(_near(plant.frost_kg * 1000.0))
        row.append(_near(plant.p_suction_Pa / 1000.0))
        row.append(_near(plant.p_discharge_Pa / 1000.0))
        row.append(_near((electric_J - self._electric_J) / 60.0))
        row.append(_near((heat_J - self._heat_J) / 60.0))
        for state in (plant.compressor, plant.reverse, plant.fan, plant.pump, plant.heater):
            row.append(_near(state))
        self._heat_J, self._electric_J = heat_J, electric_J
        row.append(unit.demand.target_cC)
        row.append(unit.defrost.reference_cK(unit.t_outdoor_cC))
        row.append(unit.defrost.icing_s)
        self._purposes(plant, row)
        print("R " + ",".join([str(x) for x in row]))


    def _purposes(self, plant, row):
        """What the minute's electricity was for, W."""
        tally, before_J = self.tally, self._purposes_J
        tally.mark(plant, self._mode)
        now_J = (tally.compressor_J(plant), tally.defrost_J, tally.standby_J, plant.heater_J)
        for n in range(len(now_J)):
            row.append(_near((now_J[n] - before_J[n]) / 60.0))
            before_J[n] = now_J[n]


def _key_figures(recorder, plant, wall_s, simulated_s):
    import json

    from heatpump import figures as cops

    from tools import tally

    plant.settle()  # its totals may be four seconds old
    recorder.tally.mark(plant, recorder.unit.mode)
    # whole numbers: the interpreters do not print the last digit of a float alike
    heat_J, cold_J, electric_J = plant.heat_J + plant.heater_J, plant.cold_J, plant.electric_J
    estimated_q10 = cops.cop_q10(recorder.unit.energy.life, cops.SYSTEM)
    figures = {
        "simulated_s": simulated_s,
        "wall_s": wall_s,
        "interpreter": _interpreter(),
        "heat_Wh": _near(heat_J / 3600.0),
        "heater_Wh": _near(plant.heater_J / 3600.0),
        "cold_Wh": _near(cold_J / 3600.0),
        "electric_Wh": _near(electric_J / 3600.0),
        "spf_net_permille": _near((heat_J + cold_J) / max(electric_J, 1.0) * 1000.0),
        "cop_estimated_net_permille": _near(estimated_q10 * 1000.0 / 1024.0),
        "starts": len(recorder.starts_s),
        "max_starts_per_hour": recorder.most_in_an_hour(),
        "defrosts": recorder.defrosts,
        "defrost_s": recorder.defrost_s,
        "comfort_Kh_permille": _near(recorder.comfort_Kh * 1000.0),
        "law_violations": recorder.laws.total,
        "faults": recorder.faults,
        "room_least_cC": _near(recorder.coldest_C * 100.0),
        "room_most_cC": _near(recorder.warmest_C * 100.0),
        "energy_error_uJ": _near(plant.energy_error() * 1e6),
        "water_error_ug": _near(plant.water_error() * 1e9),
        "drained_g": _near(plant.drained_kg * 1000.0),
    }  # fmt: skip
    figures.update(tally.true_figures(plant, recorder.tally))
    figures.update(tally.told_figures(recorder.unit))
    figures.update(tally.carbon(plant, recorder.unit.settings))
    if recorder.tank_most_C is not None:
        figures["tank_least_cC"] = _near(recorder.tank_least_C * 100.0)
        figures["tank_most_cC"] = _near(recorder.tank_most_C * 100.0)
    return json.dumps(figures)


def _interpreter():
    """Name and version of what runs this, for people."""
    name = sys.implementation.name
    version = ".".join([str(x) for x in sys.implementation.version[:3]])
    return "%s %s, %d bit" % (name, version, 64 if sys.maxsize > 1 << 32 else 32)


def _live(board, main, recorder):
    """From a boot to its end; a program that a full heap has ended waits for the watchdog."""
    try:
        unit = main.boot()
        recorder.boots(unit, board.bench())
        main.run(unit)
    except board.HeapFull:
        recorder.laws.stopped()
        board.bench().left_alone()


def _run(board, main, recorder):
    """Boot and run until the scenario is over; power cuts and the watchdog boot again."""
    while True:
        try:
            _live(board, main, recorder)
        except ValueError as problem:  # a fluid, fault or house that the board refuses
            if recorder.unit is not None:
                raise ValueError(problem)  # noqa: B904  native code knows neither bare raise nor from
            print("E %s" % problem)
            sys.exit(2)
        except board.Finished:
            recorder.laws.stopped()
            return
        except (board.PowerCut, board.WatchdogBite):
            if recorder.laws:  # else the power failed in the very first boot
                recorder.laws.stopped()


def main(path):
    prepare_path()
    import json
    import time

    import board
    import main
    from heatpump import modes

    from tools import laws, tally

    with open(path) as file:
        scenario = json.load(file)
    recorder = Recorder(modes, laws, tally.Tally())
    recorder.headings()
    board.configure(scenario, recorder.scan)
    began = time.time()
    _run(board, main, recorder)
    wall_s = time.time() - began
    recorder.tell_laws()
    print("K " + _key_figures(recorder, board.plant, wall_s, scenario["duration_s"]))


if __name__ == "__main__":
    main(sys.argv[1])
