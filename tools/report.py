"""One self-contained page on one simulated run: works offline, on a phone, in the dark.

    python -m tools.report DIR        rebuild DIR/report.html from the other files there

Reads trace.csv, transitions.txt, kpi.json and run.json as tools/simulate.py wrote them.
Exit 0: written.  2: a file is missing or not what simulate wrote.
"""

import argparse
import csv
import html
import json
import sys
from pathlib import Path

TEMPLATE = Path(__file__).with_name("report.html")
_MOST_ROWS = 4000  # a week by the minute is 10,080: then every third is drawn
_KEEP_MIN = 2  # minutes: rows this close to a transition are drawn as well
_MEAN_ROWS = 15  # the measured COP is a mean of this many minutes

# light page, dark page; chosen to stay apart for the colour-blind
_RED, _BLUE = ("#c8452c", "#ff8a70"), ("#2366b4", "#77b2f5")
_GREEN, _VIOLET = ("#1f8a5b", "#62cf9d"), ("#7a4fb5", "#c1a3f0")
_GREY, _AMBER, _BLACK = ("#85888e", "#90959d"), ("#b07a00", "#e7b84a"), ("#202226", "#f2f2f2")

# which lane a mode is drawn in; the others are "on the way" from one of these to another
LANES = (
    ("heating", _RED, ("HEAT",)),
    ("cooling", _BLUE, ("COOL",)),
    ("defrost", _VIOLET, ("DEFROST",)),
    ("on the way", _AMBER, ()),
    ("waiting", _GREY, ("OFF", "REST", "STANDBY", "IDLE")),
    ("stopped", _BLACK, ("HOLD_VALVE", "SAFE_STOP", "TRIPPED", "LOCKOUT")),
)


class NotARun(Exception):
    """One sentence: what is missing or wrong in the folder."""


def parse_transition(line):
    """(second, mode, because) of a line of transitions.txt."""
    second, mode, because = line.split(" | ", 1)[0].split(None, 2)
    return int(second), mode, because.strip()


def thinned(rows, transitions_s):
    """The rows worth drawing: all when they are few, else every n-th and those by a transition.

    Transitions themselves are drawn one by one whatever is left out here.
    """
    every = -(-len(rows) // _MOST_ROWS)
    if every <= 1:
        return rows
    near = set()
    for at_s in transitions_s:
        near.update(range(at_s // 60 - _KEEP_MIN, at_s // 60 + _KEEP_MIN + 1))
    if len(near) > 2 * _MOST_ROWS:  # a season: there a transition is narrower than a pixel
        near = set()
    return [row for n, row in enumerate(rows) if n % every == 0 or int(row["at_s"]) // 60 in near]


def _series(rows, name, column, colour, scale=1.0, digits=2, **more):
    # an empty cell: the firmware did not believe its sensor, and the line has a gap
    values = [round(int(row[column]) * scale, digits) if row[column] else None for row in rows]
    return {"name": name, "y": values, "colour": colour, **more}


def _while(rows, series, column):
    """Leaves a gap in the line wherever `column` is 0."""
    series["y"] = [
        y if int(row[column]) else None for y, row in zip(series["y"], rows, strict=True)
    ]
    return series


def _measured_cop(all_rows, rows):
    """Heat by electricity over the last quarter of an hour, where there was any."""
    by_second = {}
    heat_W = [int(r["true_heat_W"]) for r in all_rows]
    power_W = [int(r["true_power_W"]) for r in all_rows]
    for n, row in enumerate(all_rows):
        first = max(0, n - _MEAN_ROWS + 1)
        used_W, made_W = sum(power_W[first : n + 1]), sum(heat_W[first : n + 1])
        running = used_W > 200 * (n + 1 - first)
        by_second[row["at_s"]] = round(abs(made_W) / used_W, 2) if running else None
    return [by_second[row["at_s"]] for row in rows]


def _cop_panel(all_rows, rows):
    estimated = _series(rows, "estimated by the firmware", "cop_q10", _RED, 1 / 1024)
    measured = {"name": "measured on the plant, 15 min", "colour": _GREY, "width": 2.5,
                "y": _measured_cop(all_rows, rows)}  # fmt: skip
    return {
        "title": "COP", "axis": "", "unit": "",
        "note": "The estimate is of the refrigerant circuit and its compressor; the measurement "
        "is of the whole unit, fan, pump and defrosts included.",
        "series": [measured, _while(rows, estimated, "cop_q10")],
    }  # fmt: skip


def _lanes():
    return [{"name": name, "colour": colour, "modes": modes} for name, colour, modes in LANES]


def _changes(transitions):
    """Every transition, its words as numbers into lists: a season has ten thousand."""
    modes = sorted({mode for _, mode, _ in transitions})
    reasons = sorted({because for _, _, because in transitions})
    return {
        "modes": modes,
        "reasons": reasons,
        "at_s": [at_s for at_s, _, _ in transitions],
        "mode": [modes.index(mode) for _, mode, _ in transitions],
        "because": [reasons.index(because) for _, _, because in transitions],
    }


def panels(all_rows, transitions, run):
    """The plots as data: what is drawn is decided here, how in report.html."""
    rows = thinned(all_rows, [at_s for at_s, _, _ in transitions])
    flow_is = "water" if run["emitter"] == "water" else "air"
    return rows, [
        {"title": "Modes", "axis": "", "note": "Point at a bar for the reason. Drag to zoom all "
         "plots, double click to see everything.",
         "lanes": _lanes()},
        {"title": "Room", "axis": "degC", "unit": "degC", "series": [
            _series(rows, "set-point", "room_target_cC", _GREY, 0.01, step=True, dash="dot"),
            _series(rows, "room", "true_room_cC", _RED, 0.01, width=2)]},
        {"title": f"Outdoors and {flow_is}", "axis": "degC", "unit": "degC", "series": [
            _series(rows, "outdoors", "true_outdoor_cC", _BLUE, 0.01, width=2),
            _series(rows, f"supply {flow_is}", "true_supply_cC", _AMBER, 0.01),
            _series(rows, f"return {flow_is}", "true_return_cC", _GREY, 0.01)]},
        {"title": "Outdoor coil", "axis": "degC, frost in 100 g", "unit": "", "series": [
            _series(rows, "coil, true", "true_coil_cC", _GREY, 0.01, width=2.5),
            _series(rows, "coil, as read", "t_coil_cC", _BLUE, 0.01),
            _series(rows, "frost, 100 g", "true_frost_g", _VIOLET, 0.01, fill=True)]},
        {"title": "Circuit", "axis": "degC", "unit": "degC", "series": [
            _series(rows, "discharge", "t_discharge_cC", _RED, 0.01),
            _series(rows, "liquid", "t_liquid_cC", _GREEN, 0.01),
            _series(rows, "suction", "t_suction_cC", _BLUE, 0.01)]},
        {"title": "Pressures", "axis": "bar, absolute", "unit": "bar", "series": [
            _series(rows, "discharge", "p_discharge_kPa", _RED, 0.01),
            _series(rows, "suction", "p_suction_kPa", _BLUE, 0.01)]},
        {"title": "Power", "axis": "kW, mean of a minute", "unit": "kW", "series": [
            _series(rows, "heat to the house", "true_heat_W", _RED, 0.001, 3),
            _series(rows, "electricity", "true_power_W", _BLUE, 0.001, 3)]},
        _cop_panel(all_rows, rows),
    ]  # fmt: skip


def _card(value, label, grade=""):
    return (
        f'<div class="card"><b class="{grade}">{html.escape(value)}</b><span>{label}</span></div>'
    )


def _cards(kpi):
    broken, faults = kpi["law_violations"], len(kpi["faults"])
    speed = kpi["simulated_s"] / kpi["wall_s"] if kpi["wall_s"] else 0
    heat = [_card(f"{kpi['heat_Wh'] / 1000:.1f} kWh", "heat to the house")]
    cold = [_card(f"{kpi['cold_Wh'] / 1000:.1f} kWh", "cold to the house")]
    return "".join(
        (heat if kpi["heat_Wh"] or not kpi["cold_Wh"] else [])
        + (cold if kpi["cold_Wh"] else [])
        + [
            _card(f"{kpi['electric_Wh'] / 1000:.1f} kWh", "electricity, whole unit"),
            _card(f"{kpi['spf_net']:.2f}", "SPF, defrosts deducted"),
            _card(f"{kpi['cop_estimated_net']:.2f}", "the same, by the firmware"),
            _card(f"{kpi['comfort_Kh']:.1f} Kh", "room off target by over 0.5 K"),
            _card(f"{kpi['starts']}", f"starts, {kpi['max_starts_per_hour']} in an hour at most"),
            _card(f"{kpi['defrosts']}", f"times defrosted, {kpi['defrost_s']} s in all"),
            _card(f"{broken}", "laws broken", "bad" if broken else "good"),
            _card(f"{faults}", "faults", "bad" if faults else "good"),
            _card(f"{speed:,.0f} x", "faster than real time"),
        ]
    )


def _alerts(kpi, broken):
    parts = []
    for title, sentences in (("Laws broken", broken), ("Faults", kpi["faults"])):
        if sentences:
            items = "".join(f"<li>{html.escape(x)}</li>" for x in sentences)
            parts.append(f'<section><h2 class="bad">{title}</h2><ul>{items}</ul></section>')
    return "".join(parts)


def plotly():
    """plotly.js as text, from the pinned package."""
    from plotly.offline import get_plotlyjs  # slow to import

    return get_plotlyjs()


def page(rows, transition_lines, kpi, run, broken=()):
    """The page as text.  rows: dicts of trace.csv; run: {title, start, simulated_s, emitter}."""
    transitions = [parse_transition(line) for line in transition_lines]
    drawn, shown = panels(rows, transitions, run)
    data = {
        "start": run["start"], "simulated_s": run["simulated_s"], "panels": shown,
        "at_s": [int(row["at_s"]) for row in drawn],
        "changes": _changes(transitions),
    }  # fmt: skip
    parts = {
        "TITLE": html.escape(run["title"][:1].upper() + run["title"][1:]),
        "SUBTITLE": html.escape(run["subtitle"]),
        "CARDS": _cards(kpi),
        "ALERTS": _alerts(kpi, broken),
        "FOOT": f"{len(drawn)} of {len(rows)} minutes are drawn as lines and every change of mode "
        f"as a bar; trace.csv has every minute. Run on {html.escape(kpi['interpreter'])} "
        f"in {kpi['wall_s']:.1f} s.",
        "DATA": json.dumps(data, separators=(",", ":")).replace("</", "<\\/"),
        "PLOTLY": plotly(),
    }
    text = TEMPLATE.read_text()
    for name, part in parts.items():
        text = text.replace(f"@{name}@", part)  # PLOTLY last: its source is not searched
    return text


def write(folder):
    """Write folder/report.html from the files beside it.  Raises NotARun."""
    folder = Path(folder)
    try:
        with open(folder / "trace.csv", newline="") as file:
            rows = list(csv.DictReader(file))
        lines = (folder / "transitions.txt").read_text().splitlines()
        kpi = json.loads((folder / "kpi.json").read_text())
        run = json.loads((folder / "run.json").read_text())
        text = page(rows, lines, kpi, run, run.get("laws_broken", ()))
    except OSError as problem:
        raise NotARun(f"folder: {problem.filename} cannot be read") from problem
    except (ValueError, KeyError, IndexError) as problem:
        raise NotARun(f"folder: {folder} holds no run of tools.simulate ({problem})") from problem
    (folder / "report.html").write_text(text)


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m tools.report", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args(arguments).folder
    try:
        write(folder)
    except NotARun as problem:
        print(problem)
        return 2
    print(folder / "report.html")
    return 0


if __name__ == "__main__":
    sys.exit(main())
