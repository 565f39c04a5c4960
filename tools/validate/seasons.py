"""Whole days of every machine, which must balance, and weeks with the firmware in the loop.

The day is run at four steps, which must agree; the weeks are those of tools.weeks: a year of the
R290 monobloc, a week of January of each other machine.
"""

from tools import plant_bench as bench
from tools import weeks
from tools.validate.table import row


def machines():
    rows = []
    for name, preset in bench.plants.machines.MACHINES.items():
        days = {dt: bench.day(name, preset["emitter"], dt) for dt in (0.25, 0.5, 1.0, 2.0)}
        coarse = days[1.0]
        energy = 100 * abs(coarse.energy_error()) / coarse.electric_J
        water = 100 * abs(coarse.water_error()) / max(0.1, coarse.drained_kg)
        used = [p.electric_J for p in days.values()]
        rows += [
            row(f"energy that does not balance, {name}, %", 0.0, energy, None, 0.3, "a day"),
            row(f"water that does not balance, {name}, %", 0.0, water, None, 0.1, "a day"),
            row(f"steps of 0.25, 0.5, 1 and 2 s apart, {name}, %", 0.0,
                100 * (max(used) / min(used) - 1), None, 0.5, "a day's electricity"),
        ]
    sources = (("unit_r410a", 7.0), ("ground_r407c", 0.0), ("exhaust_r290", 20.0),
               ("water_r134a", 10.0))
    for name, t in sources:
        r = bench.point(35, speed=1.0, machine=name, t_air_C=t)
        if name == "exhaust_r290":  # air of 200 m3/h cools far: its mean temperature is the source
            taken_W = r["heat_W"] - r["plant"].power_compressor_W
            t -= 0.5 * taken_W / (r["plant"].machine["out_flow_kg_s"] * 1006)
        carnot = (35 + 273.15) / (35 - t)
        rows.append(row(f"COP W35, {name}", None, r["cop"], 0.30 * carnot, 0.53 * carnot,
                        "water side 0.30..0.53 of Carnot (field p99 0.48, max 0.53)"))
    return rows


# ---- with the firmware in the loop


def seasonal(days):
    return year_rows(weeks.run(weeks.year(days)), days)


def presets(days):
    return preset_rows(weeks.PRESETS, weeks.run(weeks.presets(days)), days)


def year_rows(kpis, days):
    """A year of twelve weeks, as weeks.year plans them."""
    how = f"{days} typical days of each month, Greensboro"
    return [
        row("seasonal figure of a year with the firmware", 4.00, weeks.seasonal(kpis, days),
            3.15, 4.74, "field, air-source, median 4.00; heat less defrosts by all electricity "
            "(compressor, fan, pump, controls, crankcase, heater: SPF H4), no hot water; " + how),
        row("laws broken and faults, in that year", 0, troubles(*kpis), None, 0, how),
        row("energy that does not balance, its worst month, %", 0.0,
            max(weeks.energy_pct(k) for k in kpis), None, 0.3, how),
        row("water that does not balance, its worst month, %", 0.0,
            max(weeks.water_pct(k) for k in kpis), None, 0.1, how),
    ]


def preset_rows(names, kpis, days):
    """The other machines in the typical week of January."""
    rows = []
    for name, kpi in zip(names, kpis, strict=True):
        how = f"{days} days of January with the firmware"
        rows += [
            row(f"energy that does not balance, {name}, %", 0.0, weeks.energy_pct(kpi), None, 0.3,
                how),
            row(f"water that does not balance, {name}, %", 0.0, weeks.water_pct(kpi), None, 0.1,
                how),
            row(f"laws broken and faults, {name}", 0, troubles(kpi), None, 0, how),
            row(f"coldest room, {name}, degC", weeks.ROOM_C, kpi["room_least_cC"] / 100,
                weeks.ROOM_LEAST_C, None, "set-point 20 degC; " + how),
        ]
    return rows


def troubles(*kpis):
    """Laws broken and faults in all."""
    return sum(k["law_violations"] + len(k["faults"]) for k in kpis)
