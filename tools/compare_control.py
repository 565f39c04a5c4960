"""Control of the water, compared: degree-minutes and a band on a heating curve, fixed water.

    python -m tools.compare_control [--days DAYS] [--set NAME=VALUE ...]

One house for all: a 100-litre loop and radiators with thermostatic valves (open at 20 degC, shut
at 21), so that water that is too warm costs electricity and not comfort.  The weeks are the most
typical of their months (tools/weeks.py).  Fixed water: 45 degC back, 50 degC out.

  starts   the most in any 60 minutes, by the outdoor temperature at the start
  rms      the room about its target of 20 degC, K, minute by minute from the second day on;
           a room that the sun has warmed, above its target with the compressor off for an
           hour, is left out of it and stands in the column behind
  kWh      the whole unit

--set changes a row of the settings in every heating run.  Two runs at a time.
Exit 0: as good as is claimed.  1: not.  2: bad input.
"""

import argparse
import hashlib
import json
import math
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

from tools import compare_defrost, scenario, simulate, weeks

AT_A_TIME = 2
HOUSE = {"loop_J_K": 4186.0 * 100.0, "trv_C": 21.0}
CONTROLS = (
    ("degree-minutes", {"water_control": 1}),
    ("band", {"water_control": 0}),
    ("fixed 50 degC", {
        "water_control": 0, "curve_cold_water_cC": 4500, "curve_mild_water_cC": 4500,
        "room_gain_q1": 0,
    }),
)  # fmt: skip
DEFAULT = "band"
FIXED = "fixed 50 degC"
HEATING = (("greensboro", (10, 0, 2)), ("sandpoint", (0, 3)))  # place, months from 0
OTHERS = (("miami", "07-20"), ("greensboro", "04-15"))  # cooling, and between the seasons
BANDS_cC = ((-500, 0), (0, 600), (600, 1200))
STARTS_MOST = 4
RMS_MOST_K = 0.5
SAVING_LEAST_PCT = 3.0
SUNNY_min = 60
APART_LEAST_h = 12  # heat and cold nearer than this to each other were needless
_HEATS = ("HEAT", "TANK")


def plan(place, start, days, settings, house=HOUSE):
    """The scenario dict of one run."""
    typed = ["--weather", place, "--start", start, "--days", str(days)]
    made = scenario.plan(simulate.parse(typed))[0]
    made["settings"] = {**made["settings"], **settings}
    made["house"] = dict(house)
    return made


def plans(days, more):
    """[(place, start, control, plan)] of all runs, heating first."""
    made = []
    for place, months in HEATING:
        t_C = weeks.hourly_C(place)
        for month in months:
            start = weeks.date_of(weeks.typical_day(t_C, month, math.ceil(days)))
            for control, settings in CONTROLS:
                made.append((place, start, control, plan(place, start, days, settings | more)))
    for place, start in OTHERS:
        made.append((place, start, "as shipped", plan(place, start, days, {}, {})))
    return made


def kept(plan, interpreter, stamp):
    """The Run of a plan; from build/compare/ when it has been run with these sources."""
    what = json.dumps([plan, compare_defrost.in_force(plan, ("firmware", 0))], sort_keys=True)
    key = hashlib.sha256(f"{interpreter} {what}".encode()).hexdigest()[:16]
    file = compare_defrost.CACHE / f"{stamp}-{key}.json"
    found = simulate.Run()
    if file.exists():
        found.__dict__.update(json.loads(file.read_text()))
        return found
    found = simulate.execute(plan, interpreter)
    compare_defrost.keep(file, found.__dict__)
    return found


def starts(run):
    """[(second, outdoor cC, heats)] of the compressor's starts, a defrost's not counted."""
    found, before = [], "OFF"
    for line in run.transitions:
        words = line.split()
        mode = words[1]
        if mode in (*_HEATS, "COOL") and before in ("PRE_HEAT", "PRE_TANK", "PRE_COOL"):
            outdoor = words[words.index("out") + 1]
            found.append((int(words[0]), int(outdoor) if outdoor != "?" else 0, mode in _HEATS))
        before = mode
    return found


def most_in_an_hour(found, low_cC, high_cC):
    """The most starts in any hour that began with the outdoor air in the band."""
    most = 0
    for second, outdoor_cC, _ in found:
        if low_cC <= outdoor_cC < high_cC:
            most = max(most, sum(second <= other[0] < second + 3600 for other in found))
    return most


def rms_K(run):
    """The room about its target after the first day (six hours of a shorter run): (while heating
    has a say in it, in all)."""
    heads = run.rows[0].split(",")
    at = [heads.index(name) for name in ("true_room_cC", "room_target_cC", "compressor")]
    minutes = [[int(cells[i]) for i in at] for cells in (row.split(",") for row in run.rows[1:])]
    first = 1440 if len(minutes) > 2880 else 360
    own, every, off_min = [], [], 0
    for n, (room_cC, target_cC, on) in enumerate(minutes):
        off_min = 0 if on else off_min + 1
        if n >= first:
            every.append(room_cC - target_cC)
            if not (every[-1] > 0 and off_min >= SUNNY_min):
                own.append(every[-1])
    return tuple(math.sqrt(sum(cK * cK for cK in some) / len(some)) / 100 for some in (own, every))


def changes(found):
    """(how often heat followed cold or cold heat, the shortest hours between the two)."""
    gaps = [(b[0] - a[0]) / 3600 for a, b in pairwise(found) if a[2] != b[2]]
    return len(gaps), min(gaps, default=math.inf)


def run(progress=print, days=7, jobs=AT_A_TIME, more=None):
    """(lines of the table, list of failures).  progress(done, total): as each run ends."""
    wanted, done = plans(days, more or {}), []
    interpreter, stamp = weeks.interpreter(), compare_defrost.sources()

    def one(job):
        found = kept(job[3], interpreter, stamp)
        done.append(job)
        progress(len(done), len(wanted))
        return found

    with ThreadPoolExecutor(jobs) as pool:
        runs = list(pool.map(one, wanted))
    return told([(*job[:3], found) for job, found in zip(wanted, runs, strict=True)])


def told(results):
    """(lines, failures) of [(place, start, control, Run)]."""
    lines = ["| week | control | starts/h -5..0 | 0..6 | 6..12 degC | rms K | with sun | kWh "
             "| SPF | saved |",
             "|---|---|---|---|---|---|---|---|---|---|"]  # fmt: skip
    failures, rooms, totals = [], [], {}
    fixed_Wh = {r[:2]: r[3].kpi["electric_Wh"] for r in results if r[2] == FIXED}
    for place, start, control, found in results:
        week, kpi = f"{place} {start}", found.kpi
        if kpi["law_violations"]:
            failures.append(f"{week}, {control}: {kpi['law_violations']} laws broken")
        if (place, start) not in fixed_Wh:
            lines += [_season_line(week, found, failures)]
            continue
        began = starts(found)
        own_K, all_K = rms_K(found)
        by_band = [most_in_an_hour(began, low, high) for low, high in BANDS_cC]
        saved_pct = 100 * (1 - kpi["electric_Wh"] / fixed_Wh[place, start])
        totals[control] = totals.get(control, 0) + kpi["electric_Wh"]
        lines.append(
            f"| {week} | {control} | {by_band[0]} | {by_band[1]} | {by_band[2]} | "
            f"{own_K:.2f} | {all_K:.2f} | {kpi['electric_Wh'] / 1000:.1f} | "
            f"{kpi['spf_net']:.2f} | {saved_pct:.1f} % |"
        )
        if control == DEFAULT:
            rooms.append(own_K)
            if max(by_band) > STARTS_MOST:
                failures.append(f"{week}: {max(by_band)} starts in an hour, {STARTS_MOST} at most")
            if rooms[-1] > RMS_MOST_K:
                failures.append(f"{week}: {rooms[-1]:.2f} K rms, {RMS_MOST_K} at most")
    saved_pct = 100 * (1 - totals[DEFAULT] / totals[FIXED])
    lines.append(
        f"| all heating weeks | {DEFAULT} against fixed | | | | {max(rooms):.2f} at most | | "
        f"{totals[DEFAULT] / 1000:.1f} | | {saved_pct:.1f} % |"
    )
    if saved_pct < SAVING_LEAST_PCT:
        failures.append(f"{saved_pct:.1f} % saved, {SAVING_LEAST_PCT} at least")
    return lines, failures


def _season_line(week, found, failures):
    """A week that cools or changes over: no heat near cold."""
    count, apart_h = changes(starts(found))
    if apart_h < APART_LEAST_h:
        failures.append(f"{week}: heat and cold {apart_h:.1f} h apart, {APART_LEAST_h} at least")
    kpi = found.kpi
    low, high = kpi["room_least_cC"] / 100, kpi["room_most_cC"] / 100
    return (f"| {week} | as shipped | {kpi['max_starts_per_hour']} in all | "
            f"{count} changes heat/cold | | room {low:.1f}..{high:.1f} | | "
            f"{kpi['electric_Wh'] / 1000:.1f} | {kpi['spf_net']:.2f} | |")  # fmt: skip


def _say(done, total):
    print(f"control: {done} of {total} runs", file=sys.stderr, flush=True)


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m tools.compare_control", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--days", type=float, default=7, help="of each week (default 7)")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE")
    asked = parser.parse_args(arguments)
    try:
        if not 1 <= asked.days <= 28:
            raise scenario.BadInput(f"--days: {asked.days:g} is not within 1..28 days")
        more = scenario.settings_of(asked.set, 1000)
    except scenario.BadInput as problem:
        print(problem, file=sys.stderr)
        return 2
    lines, failures = run(_say, asked.days, AT_A_TIME, more)
    print("\n".join(lines))
    for line in failures:
        print("NOT AS CLAIMED:", line)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
