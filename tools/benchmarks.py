"""How fast the estimator is, beside C and CoolProp, over the same points in one run.

    python -m tools.benchmarks [--fluid R290] [--only WORD]

A COP here is what the estimator does for one second of samples: two vapour enthalpies, one of the
liquid, their checks and the ratio.  Each figure is the best of many turns.  A row is a function
that takes a Bench and returns a list of (what, value, unit); to add one, write it and put it into
ROWS.  Exit 0 when the targets are met (3 times faster than BICUBIC, within 12 times of C, 1,500
Xtensa instructions), 1 when one is missed, 2 bad input.
"""

import argparse
import functools
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field

import CoolProp
from CoolProp import AbstractState
from CoolProp import CoolProp as coolprop

from tools import accuracy, kernels_c, pythons, scenario, simulate, states, xtensa
from tools.states import FLUIDS, ROOT

POINTS, BLOCK, SEED = 2048, 16, 7
FOLDER = ROOT / "build" / "benchmarks"
FASTER_THAN_BICUBIC, SLOWER_THAN_C = 3, 12
SCAN_us = 100  # on 64-bit MicroPython, one core


@dataclass
class Bench:
    """What the rows share: the points, and the figures found so far, by name."""

    fluid: str
    found: dict = field(default_factory=dict)
    complaints: list = field(default_factory=list)

    @functools.cached_property
    def drawn(self):
        whole = states.told(states.states(self.fluid, POINTS, SEED))
        return {key: [int(v) for v in values] for key, values in whole.items()}

    @functools.cached_property
    def points(self):
        """Path of a file with a line "t1 p1 t2 p2 t3" a point."""
        FOLDER.mkdir(parents=True, exist_ok=True)
        columns = [self.drawn[key] for key in ("t1", "p1", "t2", "p2", "t3")]
        path = FOLDER / "points.txt"
        rows = zip(*columns, strict=True)
        path.write_text("".join(" ".join(map(str, row)) + "\n" for row in rows))
        return path


def _firmware(kind):
    """The firmware with its viper and native functions turned into `kind`."""
    if kind == "native over viper":
        return ROOT / "firmware"
    target = FOLDER / kind
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(ROOT / "firmware" / "heatpump", target / "heatpump",
                    ignore=shutil.ignore_patterns("__pycache__"))
    for path in target.rglob("*.py"):
        text = path.read_text()
        path.write_text(re.sub(r"@micropython\.(viper|native)", "@micropython." + kind, text))
    return target


def micropython(bench):
    """The estimator on both MicroPythons, three ways."""
    rows, sums = [], set()
    for interpreter in ("micropython", "micropython32"):
        try:
            path = pythons.find(interpreter)
        except pythons.Missing as problem:
            rows.append((f"{interpreter}: {problem}", None, ""))
            continue
        bits = "64" if interpreter == "micropython" else "32"
        for kind in ("bytecode", "native", "native over viper"):
            done = subprocess.run(
                [path, "-X", "heapsize=512k", "host_tests/runtime/cop_speed.py",
                 str(_firmware(kind)), bench.fluid, str(bench.points), str(POINTS)],
                cwd=ROOT, capture_output=True, text=True, check=True)
            ns, total, whole_ns = done.stdout.split()
            sums.add(total)
            bench.found[f"{kind} {bits}"] = float(ns)
            rows.append((f"MicroPython {bits} bit, {kind}", float(ns), "ns a COP"))
        rows.append((f"    whole blocks with means and dew points, {bits} bit", float(whole_ns),
                     "ns a second of samples"))
    bench.found["sums"] = sums
    return rows


def c(bench):
    """The same integers compiled by gcc -O2."""
    if not shutil.which("gcc"):
        return [("C: gcc is not here", None, "")]
    from heatpump import cycle, enthalpy

    at = accuracy.refrigerant(bench.fluid, accuracy.shipped(bench.fluid))
    table = [n - enthalpy.BIAS if i > 7 else n for i, n in enumerate(at.table)]
    source, program = FOLDER / "kernels.c", FOLDER / "kernels"
    points = bench.points.read_text()
    functions = (enthalpy.vapour, enthalpy.liquid, cycle._balance)
    source.write_text(kernels_c.program(functions, POINTS, BLOCK, len(table)))
    subprocess.run(["gcc", "-O2", "-o", str(program), str(source)], check=True)
    done = subprocess.run([str(program)], capture_output=True, text=True, check=True,
                          input=" ".join(map(str, table)) + "\n" + points)
    ns, total = done.stdout.split()
    bench.found["c"] = float(ns)
    sums = bench.found.setdefault("sums", set())
    sums.add(total)
    if len(sums) > 1:
        bench.complaints.append(f"the sums of the ratios differ: {', '.join(sorted(sums))}")
    return [("C, gcc -O2, the same integers", float(ns), "ns a COP")]


def _coolprop_ns(backend, bench, count, turns):
    gas, liquid = (AbstractState(backend, bench.fluid) for _ in range(2))
    gas.specify_phase(CoolProp.iphase_gas)
    liquid.specify_phase(CoolProp.iphase_liquid)
    kelvin = {t: [v / 100 + 273.15 for v in bench.drawn[t]] for t in ("t1", "t2", "t3")}
    points = list(zip(kelvin["t1"], bench.drawn["p1"], kelvin["t2"], bench.drawn["p2"],
                      kelvin["t3"], strict=True))[:count]
    inputs, best = CoolProp.PT_INPUTS, 1e9
    for _ in range(turns):
        start = time.perf_counter()
        for t1, p1, t2, p2, t3 in points:
            gas.update(inputs, p1, t1)
            h1 = gas.hmass()
            gas.update(inputs, p2, t2)
            h2 = gas.hmass()
            liquid.update(inputs, p2, t3)
            _ = (h2 - liquid.hmass()) / (h2 - h1)
        best = min(best, time.perf_counter() - start)
    return best / count * 1e9


def heos(bench):
    """CoolProp's equations of state, through AbstractState with the phase given."""
    bench.found["heos"] = ns = _coolprop_ns(_backend("HEOS", bench), bench, 400, 5)
    return [("CoolProp HEOS, phase given", ns, "ns a COP")]


def bicubic(bench):
    """CoolProp's bicubic tables, the fastest it has."""
    if bench.fluid in states.BLENDS:
        return [("CoolProp BICUBIC: has no tables for a blend", None, "")]
    tables = ROOT / "build" / "coolprop"
    tables.mkdir(parents=True, exist_ok=True)
    coolprop.set_config_string(coolprop.ALTERNATIVE_TABLES_DIRECTORY, str(tables))
    bench.found["bicubic"] = ns = _coolprop_ns("BICUBIC&HEOS", bench, 1000, 15)
    return [("CoolProp BICUBIC, phase given", ns, "ns a COP")]


def _backend(name, bench):
    if bench.fluid in states.BLENDS:
        raise ValueError(f"fluid: {bench.fluid} is a blend; the benchmark takes the others")
    return name


def instructions(bench):
    """The viper kernels as Xtensa code, executed."""
    try:
        found = xtensa.count(bench.fluid)
    except xtensa.Missing as problem:
        return [(f"Xtensa instructions: skipped: {problem}", None, "")]
    bench.found["xtensa"] = sum(n for n, _ in found.values())
    if not all(same for _, same in found.values()):
        bench.complaints.append("the Xtensa code computes other integers than CPython")
    return [("Xtensa instructions of the viper kernels, executed", bench.found["xtensa"],
             "a COP")]


def plant(_bench):
    """Steps of the simulated plant, by itself.

    It keeps 250 kB, but MicroPython collects only a full heap, so what imports keep is strewn all
    over it: of 512 kB there may be no 2 kB left in one piece for a table, of 1 MB there are.
    """
    rows = []
    for interpreter, heap in (("cpython", None), ("micropython", "1m"), ("micropython", "4m")):
        rows.append(_speed(interpreter, heap, "plant_speed", "plant, %s", "steps a second"))
    return rows


def simulated(_bench):
    """What `make sim` reaches in two winter days, everything included."""
    plan, _ = scenario.plan(simulate.parse(["--days", "2"]))
    try:
        kpi = simulate.execute(plan, "micropython").kpi
    except pythons.Missing as problem:
        return [(f"make sim: {problem}", None, "")]
    return [("make sim, two days", kpi["simulated_s"] / kpi["wall_s"], "x real time")]


def scan(bench):
    """One scan of the whole controller in closed loop, its stages, and a loop to compare with."""
    try:
        said = scan_times(pythons.find("micropython"))
    except pythons.Missing as problem:
        return [(f"one scan: {problem}", None, "")]
    bench.found["scan"] = said["scan_us"]
    bench.found["scan ratio"] = said["scan_us"] / said["loop_us"]
    rows = [("one scan at 1 s, micropython, median", said["scan_us"], "us"),
            ("a loop of 1000 turns in bytecode, in the same run", said["loop_us"], "us"),
            ("one scan, in such loops", bench.found["scan ratio"], "")]  # fmt: skip
    total_ns = sum(said["stages"].values())
    return rows + [
        (f"    {name.replace('_', ' ')}", 100 * ns / total_ns, "% of a scan")
        for name, ns in said["stages"].items()
    ]


def scan_times(interpreter):
    """{"scan_us", "loop_us", "stages": {name: mean ns}} of host_tests/runtime/scan_speed.py."""
    command = [interpreter, "-X", "emit=native", "-X", "heapsize=4m"]
    done = subprocess.run([*command, "host_tests/runtime/scan_speed.py"], cwd=ROOT,
                          capture_output=True, text=True, check=True)
    lines = [line.split() for line in done.stdout.splitlines()]
    said = {line[0]: float(line[1]) for line in lines if line[0] != "stage"}
    return {**said, "stages": {line[1]: float(line[2]) for line in lines if line[0] == "stage"}}


def _speed(interpreter, heap, script, what, unit):
    """The number that a script of host_tests/runtime prints last, as a row."""
    what = what % (interpreter + (f", heap {heap}" if heap else ""))
    try:
        command = [pythons.find(interpreter)]
    except pythons.Missing as problem:
        return (f"{what}: {problem}", None, "")
    if heap:
        command += ["-X", "emit=native", "-X", f"heapsize={heap}"]
    command.append(f"host_tests/runtime/{script}.py")
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return (what, float(done.stdout.split()[-1]), unit)


ROWS = (micropython, c, heos, bicubic, instructions, plant, scan, simulated)


def judge(bench):
    """Lines on the targets; what is missed is a complaint."""
    found, lines = bench.found, []

    def target(text, met):
        lines.append(f"{text}: {'met' if met else 'MISSED'}")
        if not met:
            bench.complaints.append(text)

    ours = found.get("native over viper 64")
    if ours and "bicubic" in found:
        times = found["bicubic"] / ours
        target(f"{times:.1f} times faster than BICUBIC ({FASTER_THAN_BICUBIC} at least)",
               times >= FASTER_THAN_BICUBIC)
    if ours and "c" in found:
        times = ours / found["c"]
        target(f"{times:.1f} times slower than C ({SLOWER_THAN_C} at most)",
               times <= SLOWER_THAN_C)
    if "scan" in found:
        target(f"{found['scan']:.0f} us a scan ({SCAN_us} at most)", found["scan"] <= SCAN_us)
    if "xtensa" in found:
        target(f"{found['xtensa']:.0f} Xtensa instructions a COP ({xtensa.LIMIT} at most)",
               found["xtensa"] <= xtensa.LIMIT)
    return lines


def main(argv=None):
    parser = argparse.ArgumentParser(prog="python -m tools.benchmarks",
                                     description=__doc__.split("\n")[0])
    parser.add_argument("--fluid", default="R290", choices=[f for f in FLUIDS if f != "R454B"])
    parser.add_argument("--only", metavar="WORD", default="", help="rows with WORD in their name")
    options = parser.parse_args(argv)
    bench = Bench(options.fluid)
    for row in ROWS:
        if options.only in row.__name__:
            for what, value, unit in row(bench):
                shown = "" if value is None else f"{value:11,.1f} {unit}"
                print(f"{what:58}{shown}", flush=True)
    print("\n".join(judge(bench) + [f"Not as it should be: {c}" for c in bench.complaints]))
    return 1 if bench.complaints else 0


if __name__ == "__main__":
    sys.exit(main())
