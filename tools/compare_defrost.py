"""When to defrost: the learned rule against timers, coil temperature and an oracle.

Weeks are chosen from the weather alone.  An hour is as prone to frost as the water that a surface
6 K below its air could take out of it, when that surface is below freezing and the air not above
6 degC; of all weeks of November to March that begin at midnight the one with the largest sum is
taken, then the largest that does not overlap it.
"""

import hashlib
import json
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from math import exp
from pathlib import Path

from tools import child, pythons, scenario, simulate
from tools.weather import compact

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / "build" / "compare"
PLACES = ("greensboro", "sandpoint")
WEEKS, DAYS = 2, 7
WINTER = [*range(304, 365), *range(0, 90)]  # days of the year: November to March
BELOW_K, MILD_C = 6.0, 6.0
TIMERS_min = (30, 45, 60, 90)
COIL_cC = -700
TRIGGERS_g = (300, 400, 500, 600, 800)
NEEDLESS_kg, NEEDLESS_MOST = 0.1, 0.02
ORACLE_MOST = 0.010
OURS = ("defrost_outdoor_cC", "defrost_coil_cC", "defrost_over_cK", "defrost_sure_s",
        "clear_coil_cK", "icing_s", "defrost_forced_s", "defrost_timed_s")  # fmt: skip
RULES = (
    ("learned demand defrost", ("firmware", 0)),
    *((f"timer, {m} min", ("timer", 60 * m)) for m in TIMERS_min),
    (f"coil at {COIL_cC / 100:g} degC", ("coil", COIL_cC)),
    *((f"oracle, {g} g", ("oracle", g)) for g in TRIGGERS_g),
)


def humidity(t_C, rh):
    """kg of water in a kg of air at sea level; Magnus over water or ice (Buck 1981)."""
    a, b = (17.502, 240.97) if t_C >= 0 else (22.452, 272.55)
    p_Pa = rh * 611.21 * exp(a * t_C / (b + t_C))
    return 0.622 * p_Pa / (101325.0 - p_Pa)


def proneness(t_C, rh):
    """g/kg that a surface BELOW_K under the air could take as frost."""
    if t_C > MILD_C or t_C - BELOW_K >= 0.0:
        return 0.0
    return max(0.0, humidity(t_C, rh) - humidity(t_C - BELOW_K, 1.0)) * 1000.0


def weeks(place):
    """[(first day of the year, g/kg summed), ...], WEEKS of them."""
    lines = compact(place).read_text().splitlines()[1:]
    hours = [proneness(int(t) / 100, int(rh) / 1000) for t, rh, _ in map(str.split, lines)]
    sums = {day: sum(hours[(24 * day + h) % 8760] for h in range(24 * DAYS)) for day in WINTER
            if day + DAYS <= 365}  # fmt: skip
    found = []
    while len(found) < WEEKS:
        day = max(sums, key=sums.get)
        found.append((day, sums[day]))
        sums = {d: s for d, s in sums.items() if abs(d - day) >= DAYS}
    return found


def plan_of(place, day, days=DAYS, seed=1):
    from tools.weeks import date_of

    options = ["--weather", place, "--start", date_of(day), "--days", str(days)]
    return scenario.plan(simulate.parse([*options, "--seed", str(seed)]))[0]


def sources():
    """A checksum of everything that a result depends on but the defaults of the settings."""
    total = hashlib.sha256()
    for folder in ("firmware", "boards/virtual"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if path.name != "settings_rows.py":
                total.update(path.read_bytes())
    for name in ("compare_run", "runner", "tally", "laws"):
        total.update((ROOT / "tools" / f"{name}.py").read_bytes())
    return total.hexdigest()[:16]


def in_force(plan, rule):
    """The settings that a result depends on; the other rules do not look at some of them."""
    from heatpump.settings_rows import ROWS

    rows = {row[0]: row[1] for row in ROWS} | plan["settings"]
    own = rule[0] == "firmware"
    return {name: value for name, value in rows.items() if own or name not in OURS}


def run(plan, rule, stamp):
    """The key figures of one week under one rule; from the cache when nothing has changed."""
    what = [plan, rule, in_force(plan, rule)]
    key = hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()[:16]
    kept = CACHE / f"{stamp}-{key}.json"
    if kept.exists():
        return json.loads(kept.read_text())
    *start, _ = simulate.command("micropython")
    said = {}

    def take(line):
        letter, _, text = line.partition(" ")
        said[letter] = text
        return letter in (*simulate.LETTERS, "D")

    tail = child.listen([*start, "tools/compare_run.py"], {"scenario": plan, "rule": rule}, take)
    if "K" not in said:
        raise simulate.Failed("\n".join(tail[-12:]) or said.get("E", "ended without a word"))
    found = {**json.loads(said["K"]), "ice_kg": json.loads(said["D"])}
    keep(kept, found)
    return found


def keep(file, found):
    """Write a result whole or not at all."""
    CACHE.mkdir(parents=True, exist_ok=True)
    half = file.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    half.write_text(json.dumps(found))
    half.replace(file)


def results(progress, days=DAYS, at_a_time=2):
    """{(place, rule name): [key figures of each week]}.  progress(done, total)."""
    pythons.find("micropython")
    stamp = sources()
    jobs = [
        (place, name, plan_of(place, day, days), rule)
        for place in PLACES for day, _ in weeks(place) for name, rule in RULES
    ]  # fmt: skip
    found, done = {}, 0
    with ThreadPoolExecutor(at_a_time) as pool:
        for job, kpi in zip(jobs, pool.map(lambda j: run(j[2], j[3], stamp), jobs), strict=True):
            found.setdefault(job[:2], []).append(kpi)
            done += 1
            progress(done, len(jobs))
    return found


def net_spf(kpis):
    """Heat less what defrosts took, by all electricity, of the weeks together."""
    return sum(k["heat_Wh"] for k in kpis) / sum(k["electric_Wh"] for k in kpis)


def needless(kpis):
    """Defrosts that met less than NEEDLESS_kg, and all of them."""
    ice = [kg for k in kpis for kg in k["ice_kg"]]
    return sum(kg < NEEDLESS_kg for kg in ice), len(ice)


def table(found):
    """Rows of text: place, rule, net SPF, loss against the best oracle, defrosts, ice, room."""
    rows = []
    for place in PLACES:
        best = best_oracle(found, place)
        for name, _ in RULES:
            kpis = found[place, name]
            few, many = needless(kpis)
            ice = [kg for k in kpis for kg in k["ice_kg"]]
            mean = f"{sum(ice) / len(ice):.2f}" if ice else "-"
            spf = net_spf(kpis)
            rows.append((place, name, f"{spf:.3f}", f"{100 * (spf / best - 1):+.2f} %", str(many),
                         mean, str(few), f"{sum(k['heat_Wh'] for k in kpis) / 1000:.1f}",
                         f"{sum(k['comfort_Kh_permille'] for k in kpis) / 1000:.1f}",
                         str(sum(k["law_violations"] for k in kpis))))  # fmt: skip
    return rows


HEADS = ("place", "rule", "net SPF", "to oracle", "defrosts", "ice kg", "below 0.1 kg", "heat kWh",
         "Kh off", "laws")  # fmt: skip


def best_oracle(found, place):
    return max(net_spf(found[place, name]) for name, rule in RULES if rule[0] == "oracle")


def failures(found):
    """What of the goal is not reached, as sentences."""
    said = []
    for place in PLACES:
        own = net_spf(found[place, RULES[0][0]])
        for name, rule in RULES:
            if rule[0] == "timer" and net_spf(found[place, name]) >= own:
                said.append(f"{place}: {name} is as good as the learned rule")
        if own < best_oracle(found, place) * (1 - ORACLE_MOST):
            said.append(f"{place}: more than {100 * ORACLE_MOST:g} % below the oracle")
        few, many = needless(found[place, RULES[0][0]])
        if few > NEEDLESS_MOST * many:
            said.append(f"{place}: {few} of {many} defrosts met less than {NEEDLESS_kg} kg")
        if any(k["law_violations"] for name, _ in RULES for k in found[place, name]):
            said.append(f"{place}: a law was broken")
    return said
