"""A log that tools.estimate has worked, as the document of a page.

document(about, rows): about has log, fluid, command, refused ([(row, sentence)]), timed; a row
is {name of a column of the log or of estimate.FIGURES: text}, "" where there is nothing to tell.
"""

import itertools

from tools import ph
from tools.report import figures
from tools.report.panels import line, panel_of

_MOST_REFUSED = 20
# column of the page: (column of the log or of the estimate, whole numbers a unit)
_COLUMNS = {
    "p_suction_kPa": ("p_suction_kPa", 1), "p_discharge_kPa": ("p_discharge_kPa", 1),
    "t_suction_cC": ("t_suction_C", 100), "t_discharge_cC": ("t_discharge_C", 100),
    "t_liquid_cC": ("t_liquid_C", 100), "t_evaporating_cC": ("t_evaporating_C", 100),
    "t_condensing_cC": ("t_condensing_C", 100), "superheat_cK": ("superheat_K", 100),
    "subcooling_cK": ("subcooling_K", 100), "cop_milli": ("cop_heat", 1000),
    "heat_W": ("heat_W", 1), "power_W": ("power_W", 1),
    "carnot_permille": ("carnot_fraction", 1000),
}  # fmt: skip


def _whole(text, factor):
    try:
        return round(float(text) * factor)
    except ValueError:
        return None


def _columns(rows):
    made = {
        name: [_whole(row.get(source) or "", factor) for row in rows]
        for name, (source, factor) in _COLUMNS.items()
    }
    half = [_whole(row.get("u95_pct") or "", 10) for row in rows]
    bars = [
        None if None in pair else pair[0] * pair[1] // 1000
        for pair in zip(made["cop_milli"], half, strict=True)
    ]
    for name, sign in (("cop_low_milli", -1), ("cop_high_milli", 1)):
        made[name] = [None if bar is None else cop + sign * bar
                      for cop, bar in zip(made["cop_milli"], bars, strict=True)]  # fmt: skip
    return {name: values for name, values in made.items() if any(v is not None for v in values)}


def _panels(columns, limit):
    wanted = (
        panel_of("cop", "COP of heating, with its error bar", "", 0.001, 2, [
            line("estimated", "cop_milli", "red", width=1.8,
               band=["cop_low_milli", "cop_high_milli"])], least=2.0),
        panel_of("power", "Heat and electricity", "kW", 0.001, 2, [
            line("heat, estimated", "heat_W", "red", width=1.8),
            line("electricity", "power_W", "blue", width=1.8)]),
        panel_of("circuit", "Circuit", "°C", 0.01, 1, [
            line("discharge", "t_discharge_cC", "red", width=1.8),
            line("condensing", "t_condensing_cC", "amber"),
            line("liquid", "t_liquid_cC", "green"), line("suction", "t_suction_cC", "blue"),
            line("evaporating", "t_evaporating_cC", "violet")]),
        panel_of("superheat", "Superheat and subcooling", "K", 0.01, 1, [
            line("superheat", "superheat_cK", "blue"),
            line("subcooling", "subcooling_cK", "green")]),
        panel_of("pressures", "Pressures", "bar", 0.01, 2, [
            line("discharge", "p_discharge_kPa", "red", width=1.8),
            line("suction", "p_suction_kPa", "blue", width=1.8)],
            limits=limit, saturation=True, log=True),
        panel_of("carnot", "Of Carnot", "%", 0.1, 1, [
            line("second-law efficiency", "carnot_permille", "violet")], least=5.0),
    )  # fmt: skip
    for panel in wanted:
        series = [s for s in panel["series"] if s["column"] in columns]
        if series:
            yield {**panel, "series": series}


def _cards(rows, refused):
    cops = sorted(float(row["cop_heat"]) for row in rows if row.get("cop_heat"))
    quotable = sum(row.get("quality") == "quotable" for row in rows)
    made = [figures.card(f"{len(rows):,}", "rows in the log", "rows")]
    if cops:
        made.append(figures.card(f"{cops[0]:.2f} to {cops[-1]:.2f}", "COP of heating, row by row",
                                 "cop_heat"))  # fmt: skip
    with_heat = [(float(row["heat_W"]), float(row["cop_heat"]), float(row["u95_pct"]))
                 for row in rows if row.get("heat_W") and row.get("cop_heat")]  # fmt: skip
    heat_W = sum(heat for heat, _, _ in with_heat)
    if heat_W > 0:
        cop = heat_W / sum(heat / cop for heat, cop, _ in with_heat)
        half = cop * sum(heat * bar for heat, _, bar in with_heat) / heat_W / 100
        made.insert(0, figures.card(f"{cop:.2f}", "COP, heat by electricity over all rows, 95 %",
                                    "cop", plus=f"{half:.2f}"))  # fmt: skip
    made.append(figures.card(f"{quotable:,}", "rows that may be quoted", "quotable"))
    made.append(figures.card(f"{len(refused):,}", "rows with a remark", "refused",
                             grade="bad" if refused else "good"))  # fmt: skip
    return made


def document(about, rows):
    """See above.  Rows without a time are counted 1, 2, 3."""
    columns, refused = _columns(rows), about["refused"]
    at = [_whole(row["time_s"], 1) for row in rows] if about["timed"] else None
    timed = bool(at) and None not in at and all(a < b for a, b in itertools.pairwise(at))
    sentences = [f"row {row}: {sentence}" for row, sentence in refused[:_MOST_REFUSED]]
    if len(refused) > _MOST_REFUSED:
        sentences.append(f"and {len(refused) - _MOST_REFUSED} more")
    return {
        "title": f"{about['log']}, worked out", "command": about["command"],
        "subtitle": f"{about['fluid']}; {len(rows):,} rows, by the firmware's own estimator",
        "start": None, "x_name": "second" if timed else "row",
        "at_s": at if timed else list(range(1, len(rows) + 1)),
        "end_s": at[-1] if timed else len(rows),
        "columns": columns, "panels": list(_panels(columns, [])), "ph": ph.chart(about["fluid"]),
        "cards": _cards(rows, refused), "alerts": [("Remarks on rows", sentences)],
        "facts": list(about["facts"].items()),
    }  # fmt: skip
