"""Which scenarios a campaign runs, each as the options of tools.simulate: from a seed alone.

single   every fault at the beginning of every mode that the base days pass through
pairs    two faults drawn by chance, the second while the first lasts
random   machines, weather, scan, settings and none to three faults drawn by chance
none     the same with no fault at all, but for what ordinary sensors are off by

A case is a dict: `id`, `options` (what a person would type after tools.simulate), `faults` (their
verbs), `begin_s` of the first or None, `mode` at that moment or None, `hours`.
"""

import random

from tools.campaign import faultlist

# fmt: off
# Days that together pass through every mode a healthy machine has.  The first row ices its coil
# as early as the settings allow, so that a defrost comes within the hour.
BASES = (
    ("fog",  ("--start", "01-04", "--set", "icing_s=1800", "--set", "defrost_over_cK=150"), 2.0),
    ("heat", ("--weather", "miami", "--start", "07-20T11", "--set", "room_heat_cC=1500",
             "--set", "room_cool_cC=1800"), 1.5),
    ("mild", ("--start", "05-12"), 0.5),
)
MACHINES = ("monobloc_r290", "split_r32", "unit_r410a", "ground_r407c", "exhaust_r290",
            "water_r134a")
PLACES = ("greensboro", "sandpoint", "miami")
WARMER_K = (0, 0, -10, -5, 5, 10)
HEALTHY_WARMER_K = (0, 0, -10, -5, 5, 13)  # to +45 degC: a healthy machine must bear that
# fmt: on
HEALTHY = 4  # of random cases every so many has no fault at all
_LONGEST_h = (6.0, 12.0, 24.0, 48.0)
_SCANS_ms = (250, 500, *(1000,) * 8)  # an hour at 250 ms costs as much as three at 1000
_SETTLED_s = 60  # seconds into a mode, or half of it when it is shorter


def moments(transitions, ends_s):
    """{mode: second} in the middle of the first long enough stay in each mode."""
    entries = [(int(line.split(None, 2)[0]), line.split(None, 2)[1]) for line in transitions]
    found = {}
    for (at_s, mode), (next_s, _) in zip(entries, [*entries[1:], (ends_s, "")], strict=True):
        stay_s = next_s - at_s
        if stay_s >= 4 and mode not in found:
            found[mode] = at_s + min(_SETTLED_s, stay_s // 2)
    return found


def _case(options, chosen, begin_s, mode, hours):
    return {
        "options": [*options, "--days", f"{hours / 24:.4f}"],
        "faults": [fault.text for fault in chosen],
        "begin_s": begin_s,
        "mode": mode,
        "hours": round(hours, 3),
    }


def single(seed, timelines):
    """Every fault in every mode.  timelines: [(options of a base, {mode: second}), ...]."""
    cases, seen = [], set()
    for options, modes in timelines:
        for mode, begin_s in sorted(modes.items(), key=lambda item: item[1]):
            for fault in faultlist.every():
                if (fault.slow and fault.text in seen) or (fault.text, mode) in seen:
                    continue
                seen |= {fault.text, (fault.text, mode)} if fault.slow else {(fault.text, mode)}
                asked = [*options, "--seed", str(seed), "--fault", fault.at(begin_s)]
                hours = (begin_s + fault.look_s) / 3600
                cases.append(_case(asked, [fault], begin_s, mode, hours))
    return cases


def pairs(seed, count):
    """`count` cases of two faults in one day, each with an end."""
    return [_pair(random.Random(f"pair {seed} {n}")) for n in range(count)]


def _pair(dice):
    hours = dice.choice(_LONGEST_h[:2])
    one, two = dice.sample(faultlist.every(), 2)
    begin_s = dice.randrange(600, int(hours * 1800))
    second_s = begin_s + dice.randrange(0, 1800)
    ends_s = second_s + dice.randrange(60, 7200)
    faults = ["--fault", one.at(begin_s, ends_s), "--fault", two.at(second_s, ends_s + 600)]
    return _case([*_somewhere(dice), *faults], [one, two], begin_s, None, hours)


def drawn(seed, hours, healthy=HEALTHY):
    """Random cases until their hours add up; of so many one is healthy."""
    cases, sum_h = [], 0.0
    while sum_h < hours:
        dice = random.Random(f"random {seed} {len(cases)}")
        cases.append(_random(dice, healthy=len(cases) % healthy == 0))
        sum_h += cases[-1]["hours"]
    return cases


def _random(dice, healthy):
    hours = dice.choice(_LONGEST_h)
    options, chosen, first_s = _somewhere(dice, healthy), [], None
    if healthy:
        return _case([*options, "--sensor-errors"], [], None, None, hours)
    for _ in range(dice.randrange(1, 4)):
        fault = dice.choice(faultlist.every())
        begin_s = dice.randrange(0, int(hours * 3000))
        ends_s = begin_s + dice.choice((5, 60, 600, 3600, 14400))
        options += ["--fault", fault.at(begin_s, dice.choice((ends_s, None)))]
        chosen.append(fault)
        first_s = begin_s if first_s is None else min(first_s, begin_s)
    return _case(options, chosen, first_s, None, hours)


def _somewhere(dice, healthy=False):
    """A machine on a day of the year in some place, colder or warmer than it was measured."""
    machine = dice.choice(MACHINES)
    options = ["--machine", machine, "--weather", dice.choice(PLACES)]
    options += ["--start", f"{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}"]
    options += ["--warmer", str(dice.choice(HEALTHY_WARMER_K if healthy else WARMER_K))]
    options += ["--seed", str(dice.randrange(1_000_000))]
    return [*options, "--scan-ms", str(dice.choice(_SCANS_ms))]
