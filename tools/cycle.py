"""The refrigerant's cycle at one moment of a run, on a log p-h diagram.

    python -m tools.cycle build/sim --at 41000            writes build/sim/cycle.svg and .png
    python -m tools.cycle build/sim --at 41000 --out cycle.png --theme dark

Points 1 to 4 are what the firmware's own sensors read in that minute: suction, discharge, liquid
line, after the valve.  Saturation and isotherms are CoolProp's.  --at: seconds from the start;
the minute that holds it is drawn, without --at the end of the longest run of the compressor.
Exit 0: written.  2: bad input; nothing is written.
"""

import argparse
import csv
import json
import os
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from tools import inks, ph, ph_svg
from tools.simulate import Parser
from tools.weather import BadInput

_NEEDED = ("p_suction_kPa", "p_discharge_kPa", "t_suction_cC", "t_discharge_cC", "t_liquid_cC")
_KINDS = (".svg", ".png")
_SCALE = 2  # pixels of a PNG for each of the drawing


def load(folder):
    """(rows of trace.csv, run.json) of a run's folder.  Raises BadInput."""
    try:
        with open(folder / "trace.csv", newline="") as file:
            rows = list(csv.DictReader(file))
        about = json.loads((folder / "run.json").read_text())
    except (OSError, ValueError) as problem:
        raise BadInput(f"RUN_DIR: {folder} holds no run of tools.simulate ({problem})") from None
    missing = [name for name in _NEEDED if not rows or name not in rows[0]]
    if missing or about.get("fluid") not in ph.FLUIDS:
        raise BadInput(f"RUN_DIR: {folder} has no {', '.join(missing) or 'fluid'} to draw")
    return rows, about


def longest(rows):
    """The last row of the longest unbroken stretch of heating or cooling."""
    best, length, run = rows[-1], 0, 0
    for row in rows:
        good = row["mode"] in ("HEAT", "COOL", "TANK") and all(row[name] for name in _NEEDED)
        run = run + 1 if good else 0
        if run > length:
            best, length = row, run
    return best


def row_at(rows, at_s):
    """The row of the minute that holds second at_s.  Raises BadInput beyond the run."""
    last_s = int(rows[-1]["at_s"])
    if not 0 <= at_s <= last_s + 60:
        raise BadInput(f"--at: {at_s} is outside 0..{last_s} s, the length of that run")
    return next((row for row in rows if int(row["at_s"]) >= at_s), rows[-1])


def state_of(row, fluid):
    """tools.ph.state_points of a row, with its words.  Raises BadInput."""
    blind = [name for name in _NEEDED if not row[name]]
    if blind:
        names = ", ".join(blind)
        raise BadInput(f"--at: at {row['at_s']} s the firmware does not believe {names}")
    p_suction_kPa, p_discharge_kPa, *t_cC = (int(row[name]) for name in _NEEDED)
    t_C = [t / 100 for t in t_cC]
    try:
        state = ph.state_points(fluid, p_suction_kPa, p_discharge_kPa, *t_C)
    except ValueError as problem:
        raise BadInput(f"--at: at {row['at_s']} s {problem}") from None
    return {**state, "words": ph_svg.words(state, *t_C)}


def draw(row, about, theme="auto"):
    """The drawing as SVG text."""
    state = state_of(row, about["fluid"])
    began = datetime.fromisoformat(about["start"])
    when = began + timedelta(seconds=int(row["at_s"]))
    title = f"{about['fluid']}, {when:%d %B %H:%M}, {row['mode']}"
    if row.get("true_outdoor_cC"):
        title += f", {int(row['true_outdoor_cC']) / 100:.1f} °C outdoors".replace("-", "\u2212")
    note = _note(state, row)
    return ph_svg.file(ph.chart(about["fluid"]), state, title, note, theme)


def _note(state, row):
    if row.get("compressor") == "0" or not state["cop_heat"]:
        return "The compressor stands: the points are where the sensors are, not a cycle."
    note = f"Refrigerant alone: (h2 \u2212 h3) / (h2 \u2212 h1) = {state['cop_heat']:.2f}"
    if int(row.get("cop_q10") or 0) > 0:
        told = int(row["cop_q10"]) / 1024
        half = told * int(row["u95_permille"]) / 1000
        note += f".  By the firmware, with the shell's losses: {told:.2f} ± {half:.2f}"
    return note


def png(svg):
    """The bytes of a PNG of SVG text."""
    import resvg_py  # slow to import

    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=_SCALE))


def write(path, svg):
    """To an .svg or a .png file, replaced whole."""
    data = png(svg) if path.suffix == ".png" else svg.encode()
    try:
        with tempfile.NamedTemporaryFile("wb", dir=path.parent, delete=False) as file:
            file.write(data)
        os.chmod(file.name, 0o644)
        os.replace(file.name, path)
    except OSError as problem:
        raise BadInput(f"--out: {path} cannot be written: {problem}") from None


def run(asked):
    rows, about = load(asked.folder)
    if asked.at is None:
        row = longest(rows)
    else:
        if not asked.at.isdecimal():
            raise BadInput(f"--at: {asked.at} is not a whole number of seconds")
        row = row_at(rows, int(asked.at))
    if asked.theme not in (*inks.THEMES, "auto"):
        raise BadInput(f"--theme: {asked.theme} is not one of auto, {', '.join(inks.THEMES)}")
    paths = [asked.out] if asked.out else [asked.folder / f"cycle{kind}" for kind in _KINDS]
    for path in paths:
        if path.suffix not in _KINDS:
            raise BadInput(f"--out: {path} ends in none of {', '.join(_KINDS)}")
    for path in paths:
        plain = path.suffix == ".png" and asked.theme == "auto"  # a PNG has one look
        write(path, draw(row, about, "light" if plain else asked.theme))
        print(path)


def main(arguments=None):
    parser = Parser(
        prog="python -m tools.cycle", description=__doc__, allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    add = parser.add_argument
    add("folder", metavar="RUN_DIR", type=Path, help="what tools.simulate wrote")
    add("--at", metavar="SECONDS", help="from the start of the run")
    add("--out", metavar="FILE", type=Path, help=".svg or .png; both into RUN_DIR without it")
    add("--theme", default="auto", metavar="NAME", help="auto, light or dark (default auto)")
    try:
        run(parser.parse_args(arguments))
    except BadInput as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
