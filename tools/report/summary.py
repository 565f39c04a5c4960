"""What a run's page says in figures: cards, SPF by boundary, energy by day, facts."""

from datetime import datetime, timedelta

from tools.report import figures

_DAY_s = 86400
QUALITY = ("none", "insufficient", "preliminary", "quotable")
BOUNDARIES = (
    ("H1", "heat, by the compressor alone"),
    ("H2", "and fan, controls, crankcase heater"),
    ("H3", "and backup heater, its heat counted too"),
    ("H4", "and water pump or indoor fan: all the meter sees"),
)


def _bar(kpi, value):
    """Half the error bar of an estimated figure, in its own unit; None when not told."""
    return value * kpi["u95"] if kpi.get("u95") and value else None


def _told(kpi, key, label):
    if not kpi.get(key):
        return []
    half = _bar(kpi, kpi[key])
    plus = f"{half:.2f}" if half is not None else ""
    return [figures.card(f"{kpi[key]:.2f}", label, key, plus=plus)]


def _true(kpi, key, label, form="{:.2f}", scale=1.0, unit=""):
    if kpi.get(key) is None:
        return []
    return [figures.card(form.format(kpi[key] * scale), label, key, unit)]


def _count(kpi, key, label, graded=False):
    """A number of things, or of what is in a list; one that must be 0 is graded."""
    if kpi.get(key) is None:
        return []
    value = len(kpi[key]) if isinstance(kpi[key], list) else kpi[key]
    grade = ("bad" if value else "good") if graded else ""
    return [figures.card(str(value), label, key, grade=grade)]


def cards(kpi):
    """Headline figures.  Those with an error bar are the firmware's, the others the plant's; one
    that kpi does not have (a recording from a real board knows no truth) has no card."""
    cold = bool(kpi.get("cold_Wh"))
    heat = bool(kpi.get("heat_Wh")) or not cold
    share = kpi.get("defrost_Wh", 0) / max(kpi.get("electric_Wh", 0), 1) * 100
    made = _told(kpi, "spf_estimated_h1", "net COP by the firmware (H1), 95 %")
    made += _told(kpi, "spf_estimated_h4", "SPF by the firmware (H4), 95 %")
    made += _true(kpi, "spf_net", "SPF in truth (H4), defrosts deducted")
    if heat:
        made += _true(kpi, "heat_Wh", "heat to the house", "{:.1f}", 0.001, "kWh")
    if cold:
        made += _true(kpi, "cold_Wh", "cold to the house", "{:.1f}", 0.001, "kWh")
    made += _true(kpi, "electric_Wh", "electricity, whole unit", "{:.1f}", 0.001, "kWh")
    most = kpi.get("max_starts_per_hour")
    told = "starts" if most is None else f"starts, {most} in an hour at most"
    made += _count(kpi, "starts", told)
    made += _true(kpi, "comfort_Kh", "room off target by over 0.5 K", "{:.1f}", 1.0, "Kh")
    told = f"defrosts, {kpi['defrost_s']} s in all" if "defrost_s" in kpi else "defrosts"
    told += f", {share:.1f} % of electricity" if kpi.get("defrost_Wh") else ""
    made += _count(kpi, "defrosts", told)
    if kpi.get("heat_Wh", 0) > 0 and not cold:
        made += _true(kpi, "carbon_saved_gas_g", "CO\u2082 saved against a gas boiler", "{:.1f}",
                      0.001, "kg")  # fmt: skip
        told = "CO\u2082 saved against resistance heating"
        made += _true(kpi, "carbon_saved_resistance_g", told, "{:.1f}", 0.001, "kg")
    made += _count(kpi, "law_violations", "laws of the machine broken", graded=True)
    return made + _count(kpi, "faults", "faults", graded=True)


def boundaries(kpi):
    """SPF by boundary: truth beside what the firmware tells, with its error bar."""
    found = []
    for name, meaning in BOUNDARIES:
        true, told = kpi.get(f"spf_{name.lower()}"), kpi.get(f"spf_estimated_{name.lower()}")
        if told:
            found.append((name, meaning, true, told, _bar(kpi, told) or 0.0))
    if not found:
        return ""
    low = min(min(told - half, true or told) for _, _, true, told, half in found) - 0.05
    high = max(max(told + half, true or told) for _, _, true, told, half in found) + 0.05
    rows = [
        (name, meaning, f"{true:.2f}" if true else "unknown", f"{told:.2f} \u00b1 {half:.2f}",
         (figures.error_bar(told, half, true, low, high),))
        for name, meaning, true, told, half in found
    ]  # fmt: skip
    said = QUALITY[int(kpi["quality"])] if kpi.get("quality") is not None else "unknown"
    note = (
        "Seasonal performance factors as in SEPEMO: sums of heat and cold by sums of electricity, "
        "defrosts deducted. Circle and bar: the firmware's estimate, 95 %, which it calls "
        f"{said}; diamond: the plant's truth."
    )
    inner = figures.table(("", "boundary", "true", "estimated", ""), rows, (2, 3), "plain")
    return figures.section("SPF by boundary", inner, note)


def _periods(rows, about):
    """{start second: [rows]}: days by the calendar, hours of a run of two days or less."""
    length_s = 3600 if about["simulated_s"] <= 2 * _DAY_s else _DAY_s
    began = datetime.fromisoformat(about["start"])
    into_s = (began.hour * 3600) % length_s
    found = {}
    for row in rows:
        at_s = int(row["at_s"])
        found.setdefault((at_s + into_s) // length_s * length_s - into_s, []).append(row)
    return began, length_s, found


def _sum_Wh(rows, name):
    return sum(int(row[name]) for row in rows) / 60 if name in rows[0] else 0.0


def _energy(rows):
    """(running, defrost, standby, heater, useful heat or cold), Wh, of one period."""
    all_Wh, heater_Wh = _sum_Wh(rows, "true_power_W"), _sum_Wh(rows, "true_heater_W")
    defrost_Wh, standby_Wh = _sum_Wh(rows, "true_defrost_W"), _sum_Wh(rows, "true_standby_W")
    heat_Wh = sum(abs(int(r["true_heat_W"])) if r["mode"] == "COOL" else int(r["true_heat_W"])
                  for r in rows) / 60  # fmt: skip
    running_Wh = all_Wh - defrost_Wh - standby_Wh - heater_Wh
    return running_Wh, defrost_Wh, standby_Wh, heater_Wh, heat_Wh + heater_Wh


def by_day(rows, about):
    """Bars of energy: names of the periods, electricity by purpose and heat, in 0.01 kWh."""
    if not {"true_power_W", "true_heat_W"} <= set(rows[0]):
        return None
    began, length_s, found = _periods(rows, about)
    form = "%H:%M" if length_s < _DAY_s else "%d %b"
    sums = [_energy(part) for part in found.values()]
    stacks = [
        {"name": name, "colour": colour, "v": [round(s[n] / 10) for s in sums]}
        for n, (name, colour) in enumerate((("running", "blue"), ("defrost", "violet"),
                                            ("standby", "grey"), ("backup heater", "amber")))
    ]  # fmt: skip
    return {
        "title": "Energy by hour" if length_s < _DAY_s else "Energy by day",
        "names": [(began + timedelta(seconds=max(at, 0))).strftime(form) for at in found],
        "stacks": [s for s in stacks if any(s["v"])],
        "heat": [round(s[4] / 10) for s in sums],
    }  # fmt: skip


def day_table(rows, about):
    """The bars as a table."""
    if not {"true_power_W", "true_heat_W"} <= set(rows[0]):
        return ""
    began, length_s, found = _periods(rows, about)
    form = "%d %b %H:%M" if length_s < _DAY_s else "%a %d %b"
    lines = []
    for at_s, part in found.items():
        running, defrost, standby, heater, heat = _energy(part)
        all_Wh = running + defrost + standby + heater
        name = (began + timedelta(seconds=max(at_s, 0))).strftime(form)
        cells = (f"{x / 1000:.2f}" for x in (heat, all_Wh, running, defrost, standby, heater))
        lines.append((name, *cells, f"{heat / all_Wh:.2f}" if all_Wh > 1 else ""))
    heads = ("", "heat or cold", "electricity", "running", "defrost", "standby", "heater", "SPF")
    inner = figures.table(heads, lines, range(1, len(heads)))
    return f"<section>{figures.folded('Energy as a table, kWh', inner)}</section>"


def facts(kpi, about, drawn, rows):
    """Everything that is needed to make the run again, and what differs from default."""
    changed = {k: v for k, v in about.get("settings", {}).items() if k != "scan_ms"}
    house = ", ".join(f"{k}={v}" for k, v in (about.get("house") or {}).items())
    wall_s = kpi.get("wall_s")
    speed = f"{kpi['simulated_s'] / wall_s:,.0f} times real time" if wall_s else ""
    pairs = [
        ("machine",
         f"{about.get('machine', '?')}, {about.get('fluid', '?')}, to {about['emitter']}"),
        ("settings other than default",
         ", ".join(f"{k} = {v}" for k, v in changed.items()) or "none"),
        ("house other than default", house),
        ("faults commanded", ", ".join(map(str, about.get("faults", ()))) or "none"),
        ("sensor errors", "every sensor off by its own constant" if about.get("sensor_errors")
         else "none, noise only"),
        ("seed", about.get("seed", "")), ("scan", f"{about.get('scan_ms', '?')} ms"),
        ("interpreter", kpi.get("interpreter", "")), ("speed", speed),
        ("version", about.get("version", "")),
        ("drawn", f"{drawn:,} of {rows:,} minutes as lines, every change of mode as a bar; "
         "trace.csv has every minute"),
    ]  # fmt: skip
    return [(name, value) for name, value in pairs if value != ""]
