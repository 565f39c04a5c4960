"""The real firmware on the simulated plant: a year of twelve weeks, and a week of each preset.

The week of a month is chosen from the weather alone: of all runs of `days` whole days inside the
month, the first whose mean temperature is nearest to the month's.  A month counts its week times
its days over the week's.  Two runs at a time, on 64-bit MicroPython or else on CPython.
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor

from tools import pythons, scenario, simulate

MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
PLACE = "greensboro"
# The units of the field studies only heat; cooling starts at no outdoor average of this place.
HEATS_ONLY = ("--set", "cool_start_cC=3500")
PRESETS = ("ground_r407c", "water_r134a", "exhaust_r290", "split_r32", "unit_r410a")
AT_A_TIME = 2
ROOM_C = 20.0  # the firmware's own set-point
ROOM_LEAST_C = 19.0  # half of an air unit's band, and as much again for the night


def interpreter():
    """"micropython" where there is one, else "cpython"."""
    try:
        pythons.find("micropython")
    except pythons.Missing:
        return "cpython"
    return "micropython"


def hourly_C(name=PLACE):
    """Outdoor temperature at each hour mark of the year, from 1 January 00:00."""
    lines = scenario.compact(name).read_text().splitlines()[1:]
    return [int(line.split()[0]) / 100 for line in lines]


def typical_day(t_C, month, days):
    """First day of the year (1 January is 0) of the month's most typical `days`; month 0..11."""
    first, count = sum(MONTH_DAYS[:month]), MONTH_DAYS[month]

    def mean(day, many):
        part = t_C[24 * day : 24 * (day + many)]
        return sum(part) / len(part)

    wanted = mean(first, count)
    starts = range(first, first + count - days + 1)
    return min(starts, key=lambda day: abs(mean(day, days) - wanted))


def date_of(day):
    """MM-DD of a day of the year."""
    month = 0
    while day >= MONTH_DAYS[month]:
        day -= MONTH_DAYS[month]
        month += 1
    return f"{month + 1:02}-{day + 1:02}"


def plan(start, days, *more):
    """The scenario dict of what a person would type."""
    typed = ["--weather", PLACE, "--start", start, "--days", str(days), *more]
    return scenario.plan(simulate.parse(typed))[0]


def year(days=7):
    """[(name, plan)] of the twelve months, air to water."""
    t_C = hourly_C()
    starts = [date_of(typical_day(t_C, month, days)) for month in range(12)]
    return [(f"monobloc_r290 {start}", plan(start, days, *HEATS_ONLY)) for start in starts]


def presets(days=7, names=PRESETS):
    """[(name, plan)] of the other machines in the typical week of January."""
    start = date_of(typical_day(hourly_C(), 0, min(7, max(1, int(days)))))
    return [(name, plan(start, days, "--machine", name)) for name in names]


def run(named_plans, told=sys.stderr):
    """The key figures of each plan, in order; a line to `told` as each ends.

    Raises simulate.Failed when a run ends in an error.
    """
    on, began, done = interpreter(), time.monotonic(), []

    def one(named):
        name, wanted = named
        kpi = simulate.execute(wanted, on).kpi
        done.append(name)
        days, wall_s = wanted["duration_s"] / 86400, time.monotonic() - began
        print(f"{len(done)} of {len(named_plans)}, {wall_s:.0f} s: {name}, {days:g} days,"
              f" SPF {kpi['spf_net']:.2f}, {len(kpi['faults'])} faults", file=told, flush=True)
        return kpi

    with ThreadPoolExecutor(AT_A_TIME) as pool:
        return list(pool.map(one, named_plans))


def seasonal(kpis, days):
    """Heat over electricity of the year, the months counted by their days."""
    heat, electric = (
        sum(k[what] * month / days for k, month in zip(kpis, MONTH_DAYS, strict=True))
        for what in ("heat_Wh", "electric_Wh")
    )
    return heat / electric


def energy_pct(kpi):
    """Energy from nowhere, % of the electricity."""
    return 100 * abs(kpi["energy_error_uJ"]) / 1e6 / 3600 / max(1, kpi["electric_Wh"])


def water_pct(kpi):
    """Water from nowhere, % of what dripped off, or of 0.1 kg."""
    return 100 * abs(kpi["water_error_ug"]) / 1e6 / max(100, kpi["drained_g"])
