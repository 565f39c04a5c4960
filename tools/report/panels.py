"""What a run's page draws, as data: columns of whole numbers and panels that name them.

A panel: id, title, note, unit, scale (what a whole number is worth), digits, series, limits;
right: the same for a second axis.  A series: name, column, colour, and dash, step, width, fill,
band (two columns), right.  A limit: name, value in the panel's unit, colour.  `saturation`: the
right axis shows the dew temperature of each pressure.
"""

from types import SimpleNamespace

from tools import ph
from tools.scenario import firmware_settings, nameplates
from tools.states import FLUIDS

_MEAN_s = 900  # COP: the mean of a quarter of an hour
_LOW_C = -33.0  # dew point of the low-pressure trip: firmware/heatpump/facts.py
_RUNNING_W = 200
_CURVE_cK = 50  # steps of the heating curve
_SETTLED_s = 240  # a run this old has stopped swinging
_PRELIMINARY, _QUOTABLE = 2, 3  # firmware/heatpump/quality.py

# which lane a mode is drawn in, its colour; those that only lead there are drawn lighter.
# A mode that stands nowhere is on the way from one of these to another.
LANES = (
    ("heat", "red", ("HEAT",), ("PRE_HEAT", "RUN_ON")),
    ("cool", "blue", ("COOL",), ("PRE_COOL", "COOL_ON")),
    ("tank", "amber", ("TANK", "BOOST"), ("PRE_TANK", "TANK_ON")),
    ("defrost", "violet", ("DEFROST",), ("SETTLE", "TURN", "DRIP", "BACK", "RESTART")),
    ("wait", "grey", ("OFF", "REST", "STANDBY", "IDLE"), ("FROST", "EXERCISE")),
    ("stop", "ink", ("TRIPPED", "LOCKOUT", "WELDED"), ("HOLD_VALVE", "SAFE_STOP")),
)


def lanes():
    return [
        {"name": name, "colour": colour, "modes": full, "light": light}
        for name, colour, full, light in LANES
    ]


def settings_of(about):
    """The firmware's settings in that run, as an object."""
    made = firmware_settings.Settings()
    made.take(about.get("settings", {}))
    return made


def heating_curve(about, columns):
    """[[outdoors, return water wanted], ...] in °C, by the firmware's own curve, over the air that
    there was; None where there is no water or nothing to lay it over."""
    from heatpump.demand import curve_cC

    needed = {"t_outdoor_cC", "t_supply_cC", "t_return_cC", "compressor"}
    if about["emitter"] != "water" or not needed <= set(columns) or not any(columns["compressor"]):
        return None
    s = settings_of(about)
    known = [t for t in columns["t_outdoor_cC"] if t is not None]
    outdoors = range(min(known) // _CURVE_cK * _CURVE_cK, max(known) + _CURVE_cK, _CURVE_cK)
    wanted = [min(max(curve_cC(s, t), s.water_least_cC), s.water_most_cC) for t in outdoors]
    return [[t / 100, water / 100] for t, water in zip(outdoors, wanted, strict=True)]


def fluid_chart(about, have):
    """tools.ph.chart of the run's fluid, where the readings of a cycle are there."""
    needed = {"p_suction_kPa", "p_discharge_kPa", "t_suction_cC", "t_discharge_cC", "t_liquid_cC"}
    fluid = about.get("fluid")
    return ph.chart(fluid) if fluid in FLUIDS and needed <= have else None


def line(name, column, colour, **more):
    return {"name": name, "column": column, "colour": colour, **more}


def _limit(name, value, colour="red"):
    return {"name": name, "value": round(value, 2), "colour": colour}


def panel_of(key, title, unit, scale, digits, series, **more):
    return {"id": key, "title": title, "unit": unit, "scale": scale, "digits": digits,
            "series": series, **more}  # fmt: skip


def of_run(rows, drawn, about, have):
    """columns (of the rows drawn) and panels of a run; what `have` lacks is left out."""
    made = SimpleNamespace(columns={}, panels=[])
    derived = _derived(rows, drawn, have)
    settings = settings_of(about)
    for panel in (*_house(about, settings), *_machine(about, settings), *_results()):
        series = [s for s in panel["series"] if s["column"] in have or s["column"] in derived]
        names = [x for s in series for x in (s["column"], *s.get("band", ()))]
        values = {n: derived[n] if n in derived else _column(drawn, n) for n in names}
        series = [s for s in series if _tells(s, values[s["column"]])]
        if series:
            made.panels.append(_with_axes({**panel, "series": series}))
            for s in series:
                made.columns.update({n: values[n] for n in (s["column"], *s.get("band", ()))})
    for name in ("compressor", "p_suction_kPa", "t_suction_cC"):
        if name in have:
            made.columns[name] = _column(drawn, name)
    return made


def _with_axes(panel):
    """Without the right axis and its limits where nothing is drawn against it."""
    if "right" in panel and not any(s.get("right") for s in panel["series"]):
        del panel["right"]
        panel["limits"] = [x for x in panel.get("limits", ()) if not x.get("right")]
    return panel


def _tells(series, values):
    """Whether there is anything to draw: a summer has no frost, a standing machine no COP."""
    return any(values) if series.get("fill") else any(v is not None for v in values)


def _column(rows, name):
    return [int(row[name]) if row[name] else None for row in rows]


def _house(about, settings):
    water = about["emitter"] == "water"
    yield panel_of("room", "Room", "°C", 0.01, 1, [
        line("set-point", "room_target_cC", "grey", step=True, dash="5 4"),
        line("as read", "t_room_cC", "amber"),
        line("room", "true_room_cC", "red", width=2.2)], least=2.0)  # fmt: skip
    limits = [_limit("hottest supply", settings.supply_most_cC / 100),
              _limit("frost", settings.water_frost_cC / 100, "blue")] if water else []  # fmt: skip
    yield panel_of("sink", "Water" if water else "Indoor air", "°C", 0.01, 1, [
        *([line("return wanted", "target_cC", "grey", step=True, dash="5 4")] if water else []),
        line("supply", "t_supply_cC", "red", width=1.8),
        line("return", "t_return_cC", "blue", width=1.8)], limits=limits)  # fmt: skip
    yield panel_of("outdoors", "Outdoors", "°C", 0.01, 1, [
        line("as read", "t_outdoor_cC", "amber"),
        line("outdoor air", "true_outdoor_cC", "blue", width=2.2),
        line("humidity", "true_rh_permille", "grey", right=True, dash="2 3")],
        right={"unit": "% RH", "scale": 0.1, "digits": 0})  # fmt: skip


def _machine(about, settings):
    yield panel_of("frost", "Frost, and what the controller makes of it", "g", 1, 0, [
        line("frost on the coil, truth", "true_frost_g", "violet", fill=True, width=1.8),
        line("sign of ice", "ice_cK", "amber", right=True, width=1.8)],
        note="The controller never weighs the frost.  It sees how much colder than its own clear "
        "coil the coil runs, and defrosts when that has been above the limit for three minutes, "
        "after 40 minutes of icing.",
        limits=[{**_limit("starts a defrost", settings.defrost_over_cK / 100, "amber"),
                 "right": True}],
        right={"unit": "K", "scale": 0.01, "digits": 1, "least": 3.0})  # fmt: skip
    yield panel_of("coil", "Outdoor coil", "°C", 0.01, 1, [
        line("coil, truth", "true_coil_cC", "grey", width=2.2),
        line("coil, as read", "t_coil_cC", "blue"),
        line("evaporating", "t_evaporating_on_cC", "violet")],
        limits=[_limit("defrost ends", settings.defrost_end_cC / 100, "violet")])  # fmt: skip
    yield panel_of("circuit", "Circuit", "°C", 0.01, 1, [
        line("discharge", "t_discharge_cC", "red", width=1.8),
        line("condensing", "t_condensing_on_cC", "amber"),
        line("liquid", "t_liquid_cC", "green"),
        line("suction", "t_suction_cC", "blue")],
        limits=[_limit("trip", settings.discharge_trip_cC / 100),
                _limit("run ends", settings.discharge_unload_cC / 100, "amber")])  # fmt: skip
    yield panel_of("superheat", "Superheat and subcooling", "K", 0.01, 1, [
        line("superheat", "superheat_on_cK", "blue", width=1.8),
        line("subcooling", "subcooling_on_cK", "green", width=1.8)])  # fmt: skip
    yield _pressures(about, settings)
    yield panel_of("power", "Power, means of a minute", "kW", 0.001, 2, [
        line("heat to the house", "true_heat_W", "red", width=1.8),
        line("heat, estimated", "heat_told_W", "red", width=1.8),
        line("electricity", "true_power_W", "blue", width=1.8),
        line("electricity", "power_read_W", "blue", width=1.8),
        line("backup heater", "heater_on_W", "amber")])  # fmt: skip


def _pressures(about, settings):
    fluid, limits = about.get("fluid"), []
    if fluid in FLUIDS:
        trip_kPa = nameplates.trip_Pa(fluid) / 1000 * settings.hp_trip_permille / 1000
        # fmt: off
        limits = [_limit("high-pressure trip", trip_kPa / 100),
                  _limit("low-pressure trip", ph.dew_kPa(fluid, _LOW_C) / 100, "blue")]
        # fmt: on
    return panel_of("pressures", "Pressures", "bar", 0.01, 2, [
        line("discharge", "p_discharge_kPa", "red", width=1.8),
        line("suction", "p_suction_kPa", "blue", width=1.8)],
        note="Absolute.  The right axis shows the temperature at which the fluid condenses.",
        limits=limits, saturation=True, log=True)  # fmt: skip


def _results():
    yield panel_of("cop", "COP, estimated and true", "", 1 / 1024, 2, [
        line("true, 15 min", "cop_true_q10", "grey", width=2.4),
        line("estimated, 15 min", "cop_told_q10", "red", width=1.5,
           band=["cop_low_q10", "cop_high_q10"]),
        line("while quotable", "cop_sure_q10", "red", width=3.2)],
        note="Both of the compressor alone (boundary H1), defrosts left out.  The shade is the "
        "firmware's own error bar, 95 %.", least=2.0)  # fmt: skip


def _derived(rows, drawn, have):
    """Columns worked out here, over all rows where a mean is taken, for the rows drawn."""
    made = {}
    on = [bool(int(row["compressor"])) if "compressor" in have else True for row in drawn]
    steady = _steady(rows, drawn) if "mode" in have else on
    for name, when in (("t_evaporating_cC", on), ("t_condensing_cC", on),
                       ("superheat_cK", steady), ("subcooling_cK", steady)):  # fmt: skip
        if name in have:
            masked = zip(_column(drawn, name), when, strict=True)
            stem, unit = name.rsplit("_", 1)
            made[f"{stem}_on_{unit}"] = [v if w else None for v, w in masked]
    if {"clear_coil_cK", "t_coil_cC", "t_outdoor_cC", "mode"} <= have:
        made["ice_cK"] = [_ice_cK(r) if s else None for r, s in zip(drawn, steady, strict=True)]
    if "true_heater_W" in have and any(int(row["true_heater_W"]) for row in rows):
        made["heater_on_W"] = _column(drawn, "true_heater_W")
    if {"mode", "cop_q10", "u95_permille", "quality"} <= have:
        made.update(_cops(rows, drawn, {"true_heat_W", "true_compressor_W"} <= have))
    if "heat_W" in have and "true_heat_W" not in have:  # a real board: what it tells is all
        made["heat_told_W"] = _column(drawn, "heat_W")
        made["power_read_W"] = _column(drawn, "power_W") if "power_W" in have else []
    return made


def _steady(rows, drawn):
    """Whether each row drawn stands in a run that has lasted for some minutes."""
    idle_s, found = 0, {}
    for row in rows:
        if row["mode"] not in ("HEAT", "TANK", "COOL"):
            idle_s = int(row["at_s"])
        found[row["at_s"]] = int(row["at_s"]) - idle_s > _SETTLED_s
    return [found[row["at_s"]] for row in drawn]


def _ice_cK(row):
    """How much colder than a clear coil; known while it heats."""
    if row["mode"] not in ("HEAT", "TANK") or not row["t_coil_cC"] or not row["t_outdoor_cC"]:
        return None
    return int(row["t_outdoor_cC"]) - int(row["t_coil_cC"]) - int(row["clear_coil_cK"])


def _sums(rows, truth):
    """Running sums over all minutes that have a figure: (heat, electricity, COP, error bar,
    count), and {second: place} of each row."""
    sums, at = [(0, 0, 0, 0, 0)], {}
    heat_Wmin = used_Wmin = cops_q10 = bars = count = 0
    for n, row in enumerate(rows):
        cop_q10 = int(row["cop_q10"])
        runs = row["mode"] in ("HEAT", "TANK", "COOL") and int(row["quality"]) >= _PRELIMINARY
        if runs and cop_q10 > 0:
            heat_Wmin += abs(int(row["true_heat_W"])) if truth else 0
            used_Wmin += int(row["true_compressor_W"]) if truth else 0
            cops_q10 += cop_q10
            bars += int(row["u95_permille"])
            count += 1
        sums.append((heat_Wmin, used_Wmin, cops_q10, bars, count))
        at[row["at_s"]] = n
    return sums, at


def _cops(rows, drawn, truth):
    """Estimated COP, and true if there is truth, over the same quarter of an hour, of whole
    minutes of running: {name: column}."""
    sums, at = _sums(rows, truth)
    names = ("cop_true_q10", "cop_told_q10", "cop_low_q10", "cop_high_q10", "cop_sure_q10")
    found, apart_s = [], 60
    if len(rows) > 1:
        apart_s = (int(rows[-1]["at_s"]) - int(rows[0]["at_s"])) / (len(rows) - 1)
    mean_rows = max(1, round(_MEAN_s / apart_s))
    for row in drawn:
        n = at[row["at_s"]] + 1
        first = sums[max(0, n - mean_rows)]
        heat_W, used_W, cop_q10, bar, count = (a - b for a, b in zip(sums[n], first, strict=True))
        if count < 3 or sums[n][4] == sums[n - 1][4]:
            found.append((None,) * 5)
            continue
        told = cop_q10 // count
        half = told * (bar // count) // 1000
        true = 1024 * heat_W // used_W if used_W > _RUNNING_W * count else None
        sure = told if int(row["quality"]) >= _QUOTABLE else None
        found.append((true, told, told - half, told + half, sure))
    return dict(zip(names, map(list, zip(*found, strict=True)), strict=True)) if found else {}
