"""COP of a recorded or measured machine, worked out by the firmware's own estimator.

    python -m tools.estimate LOG.csv --fluid R407C [--loss-pct 5] [--out FILE] [--report FILE]

Columns by name, in any order; others are left alone:

    t_suction_C t_discharge_C t_liquid_C p_suction_kPa p_discharge_kPa     needed; absolute
    time_s                                  without it each row is a steady point
    power_W                                 of the compressor; without it there is no heat_W
    flow_kgps t_water_in_C t_water_out_C    the three together: the water side is fused in

One row out for each row in: row (line of the file), time_s if there was one, cop_heat cop_cool
heat_W cool_W mass_flow_gps superheat_K subcooling_K t_evaporating_C t_condensing_C u95_pct
carnot_fraction quality.  What cannot be told is empty; quality is none, insufficient (a gate is
closed: wet suction, no lift, beyond Carnot), preliminary, or quotable.

A row that cannot be worked is named in a sentence, and the others are worked.
Exit 0: every row worked.  1: some did not.  2: bad input; nothing is written.
"""

import argparse
import csv
import math
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from tools import pythons

ROOT = Path(__file__).resolve().parent.parent
FLUIDS = ("R290", "R32", "R410A", "R134a", "R454B", "R1234yf", "R407C")
SENSORS = ("cheap", "good", "calibrated")
QUALITY = ("none", "insufficient", "preliminary", "quotable")
GAP_s = 300.0  # after a longer one the machine may have stopped and started

# fmt: off
# column: lowest, highest, factor to the firmware's integer
CIRCUIT = {
    "t_suction_C":    (  -60.0,   100.0,  100 ),
    "t_discharge_C":  (  -40.0,   180.0,  100 ),
    "t_liquid_C":     (  -40.0,   100.0,  100 ),
    "p_suction_kPa":  (   10.0,  3500.0, 1000 ),
    "p_discharge_kPa":(   50.0,  6000.0, 1000 ),
}
POWER = { "power_W":   (    0.0, 20000.0,    1 ) }
WATER = {
    "flow_kgps":      (    0.0,     3.0, 1000 ),
    "t_water_in_C":   (  -40.0,   100.0,  100 ),
    "t_water_out_C":  (  -40.0,   100.0,  100 ),
}
# fmt: on
FIGURES = (
    "cop_heat", "cop_cool", "heat_W", "cool_W", "mass_flow_gps", "superheat_K", "subcooling_K",
    "t_evaporating_C", "t_condensing_C", "u95_pct", "carnot_fraction", "quality",
)  # fmt: skip


class BadInput(Exception):
    """One sentence: the thing, its value, what is allowed."""


class BadRow(Exception):
    """One sentence about one row; the others are still worked."""


def read(path):
    """(names of the columns, [(line number, {name: text})]) of a CSV file."""
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            reader = csv.reader(file)
            names = [name.strip() for name in next(reader, [])]
            rows = [(reader.line_num, row) for row in reader if any(c.strip() for c in row)]
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise BadInput(f"{path}: cannot be read: {problem}") from None
    if not rows:
        raise BadInput(f"{path}: no rows in it; a heading and at least one row are needed")
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise BadInput(f"{path}: column {twice[0]} stands in it twice")
    return names, [(line, dict(zip(names, row, strict=False))) for line, row in rows]


def columns(path, names):
    """The measured columns that are in the file: {name: (low, high, factor)}."""
    missing = [name for name in CIRCUIT if name not in names]
    if missing:
        raise BadInput(f"{path}: column {', '.join(missing)} missing; it has {', '.join(names)}")
    water = [name for name in WATER if name in names]
    if water and len(water) < len(WATER):
        raise BadInput(
            f"{path}: column {', '.join(water)} without {', '.join(set(WATER) - set(water))}; "
            "the water side needs all three"
        )
    wanted = {**CIRCUIT, **(WATER if water else {})}
    return {**wanted, **(POWER if "power_W" in names else {})}


def number(cells, name, low, high):
    """The number in a cell, or a sentence why there is none."""
    text = (cells.get(name) or "").strip()
    if not text:
        raise BadRow(f"{name} is empty")
    try:
        value = float(text)
    except ValueError:
        raise BadRow(f"{name}: {text!r} is not a number") from None
    if not low <= value <= high:
        raise BadRow(f"{name}: {text} is outside {low:g}..{high:g}")
    return value


def whole(cells, wanted):
    """One row of the estimator's integers, elapsed_ms left out."""
    found = dict.fromkeys([*CIRCUIT, *POWER, *WATER], -1)
    for name, (low, high, factor) in wanted.items():
        found[name] = math.floor(number(cells, name, low, high) * factor + 0.5)
    if found["t_liquid_C"] > found["t_discharge_C"]:
        liquid, discharge = cells["t_liquid_C"].strip(), cells["t_discharge_C"].strip()
        raise BadRow(f"t_liquid_C: {liquid} is above t_discharge_C, {discharge}")
    return [found[name] for name in (*CIRCUIT, *POWER, *WATER)]


def prepare(path, names, rows):
    """([(line, cells, row of integers with elapsed_ms)], [(line, sentence)])."""
    wanted = columns(path, names)
    timed = "time_s" in names
    good, bad = [], []
    before_s = None
    for line, cells in rows:
        try:
            row = whole(cells, wanted)
            elapsed_ms = -1
            if timed:
                time_s = number(cells, "time_s", 0.0, 4e9)
                elapsed_ms = _elapsed(before_s, time_s, line, bad)
                before_s = time_s
            elif row[4] <= row[3]:
                low, high = cells["p_suction_kPa"].strip(), cells["p_discharge_kPa"].strip()
                raise BadRow(f"p_discharge_kPa: {high} is not above p_suction_kPa, {low}")
            good.append((line, cells, [elapsed_ms, *row]))
        except BadRow as problem:
            bad.append((line, str(problem)))
    return good, bad


def _elapsed(before_s, time_s, line, bad):
    """Milliseconds since the row before; -2 where the log begins, or begins anew."""
    if before_s is None:
        return -2
    if time_s <= before_s:
        raise BadRow(f"time_s: {time_s:g} is not after {before_s:g}, the row before")
    if time_s - before_s > GAP_s:
        bad.append((line, f"time_s: a gap of {time_s - before_s:g} s; the estimator starts anew"))
        return -2
    return round(time_s * 1000) - round(before_s * 1000)


def estimate(rows, fluid, loss_permille, sensor_class, interpreter):
    """The firmware's integers for rows of integers, one list for each."""
    worker = ROOT / "tools" / "estimate_rows.py"
    command = [pythons.find(interpreter), str(worker), str(ROOT / "firmware")]
    if interpreter == "cpython":
        command.append(str(ROOT / "host_tests" / "cpython"))
    lines = [f"{fluid} {loss_permille} {sensor_class}"]
    lines += [" ".join(map(str, row)) for row in rows]
    done = subprocess.run(command, input="\n".join(lines) + "\n", capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{interpreter}: {(done.stderr or done.stdout).strip()[-500:]}")
    return [[int(word) for word in line.split()] for line in done.stdout.splitlines()]


def figures(found):
    """The twelve cells of one row; empty where there is nothing to tell."""
    cop_heat, cop_cool, heat_W, cool_W, flow_gps, superheat, subcooling = found[:7]
    te, tc, u95, carnot = found[7:11]
    quality = QUALITY[found[11]]
    if te == 0 and tc == 0:
        return [""] * 11 + [QUALITY[0]]
    cells = [f"{cop_heat / 8192:.4f}", f"{cop_cool / 8192:.4f}"] if cop_heat else ["", ""]
    cells += [str(v) if v >= 0 else "" for v in (heat_W, cool_W, flow_gps)]
    cells += [f"{v / 100:.2f}" for v in (superheat, subcooling, te, tc)]
    cells += [f"{u95 / 10:.1f}", f"{carnot / 1000:.3f}"] if cop_heat else ["", ""]
    return [*cells, quality]


def refusals(good, found, fluid):
    """[(line, sentence)] of the states the fluid's polynomials do not reach."""
    places = (("suction", "t_suction_C", "p_suction_kPa"),
              ("discharge", "t_discharge_C", "p_discharge_kPa"),
              ("liquid", "t_liquid_C", "p_discharge_kPa"))  # fmt: skip
    said = []
    for (line, cells, _), row in zip(good, found, strict=True):
        for bit, (place, t, p) in enumerate(places):
            if row[13] >> bit & 1:
                state = f"{cells[t].strip()} degC at {cells[p].strip()} kPa"
                said.append((line, f"{place} {state} is outside the range of {fluid}"))
    return said


def write(path, heading, lines):
    """To standard output, or to a file that is replaced whole."""
    if path is None:
        csv.writer(sys.stdout, lineterminator="\n").writerows([heading, *lines])
        return
    folder = Path(path).resolve().parent
    try:
        with tempfile.NamedTemporaryFile(
            "w", newline="", dir=folder, suffix=".part", delete=False
        ) as file:
            csv.writer(file, lineterminator="\n").writerows([heading, *lines])
        os.chmod(file.name, 0o644)
        os.replace(file.name, path)
    except OSError as problem:
        raise BadInput(f"--out {path}: cannot be written: {problem}") from None


def parse(arguments):
    parser = argparse.ArgumentParser(prog="python -m tools.estimate", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("log", metavar="LOG.csv")
    parser.add_argument("--fluid", required=True, help=", ".join(FLUIDS))
    parser.add_argument("--loss-pct", type=float, default=5.0, help="heat the compressor loses")
    parser.add_argument("--sensors", default="cheap", help=f"for u95_pct: {', '.join(SENSORS)}")
    parser.add_argument("--out", metavar="FILE", help="standard output when left out")
    parser.add_argument("--report", metavar="FILE.html", help="and a page of plots")
    parser.add_argument("--interpreter", default="cpython", help=", ".join(pythons.NAMES))
    asked = parser.parse_args(arguments)
    by_name = {name.lower(): name for name in FLUIDS}
    if asked.fluid.lower() not in by_name:
        raise BadInput(f"--fluid: {asked.fluid} is none of {', '.join(FLUIDS)}")
    asked.fluid = by_name[asked.fluid.lower()]
    if not 0.0 <= asked.loss_pct <= 15.0:
        raise BadInput(f"--loss-pct: {asked.loss_pct:g} is outside 0..15")
    if asked.sensors not in SENSORS:
        raise BadInput(f"--sensors: {asked.sensors} is none of {', '.join(SENSORS)}")
    return asked


def run(asked):
    names, rows = read(asked.log)
    good, bad = prepare(asked.log, names, rows)
    loss_permille = round(asked.loss_pct * 10)
    sensor_class = SENSORS.index(asked.sensors)
    inputs = [row for _, _, row in good]
    found = estimate(inputs, asked.fluid, loss_permille, sensor_class, asked.interpreter)
    bad = sorted(bad + refusals(good, found, asked.fluid))
    timed = ["time_s"] if "time_s" in names else []
    cells_of = dict(rows)
    results = {line: figures(row) for (line, _, _), row in zip(good, found, strict=True)}
    nothing = [""] * 11 + [QUALITY[0]]
    lines = [
        [line, *(cells[name] for name in timed), *results.get(line, nothing)]
        for line, cells in cells_of.items()
    ]
    write(asked.out, ["row", *timed, *FIGURES], lines)
    if asked.report:
        _report(asked, rows, bad, lines, bool(timed))
    for line, sentence in bad:
        print(f"row {line}: {sentence}", file=sys.stderr)
    return 1 if bad else 0


def _report(asked, rows, bad, lines, timed):
    """The page of plots, of the log's own columns and the figures."""
    from tools import report
    from tools.report import log

    figures_of = [dict(zip(FIGURES, line[-len(FIGURES) :], strict=True)) for line in lines]
    worked = [{**cells, **found} for (_, cells), found in zip(rows, figures_of, strict=True)]
    options = ["--fluid", asked.fluid, "--loss-pct", f"{asked.loss_pct:g}", "--sensors",
               asked.sensors, "--report", asked.report]  # fmt: skip
    about = {
        "log": Path(asked.log).name, "fluid": asked.fluid, "refused": bad, "timed": timed,
        "command": shlex.join(["python", "-m", "tools.estimate", asked.log, *options]),
        "facts": {"heat the compressor loses": f"{asked.loss_pct:g} %", "sensors": asked.sensors,
                  "interpreter": asked.interpreter},
    }  # fmt: skip
    try:
        Path(asked.report).write_text(report.page(log.document(about, worked)))
    except OSError as problem:
        raise BadInput(f"--report {asked.report}: cannot be written: {problem}") from None


def main(arguments=None):
    try:
        return run(parse(arguments))
    except (BadInput, pythons.Missing) as problem:
        print(problem, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
