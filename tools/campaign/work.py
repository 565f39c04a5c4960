"""Runs one case and says what came of it; the same on this machine and on a cluster's worker."""

from tools import scenario, simulate
from tools.weather import coldest_and_warmest_cC

NOTHING = {"laws": [], "said": [], "reacted_s": None, "latched": False, "failed": None,
           "air_cC": None}  # fmt: skip
STOPS = ("SAFE_STOP", "HOLD_VALVE", "TRIPPED", "LOCKOUT")


def run(case, interpreter="micropython"):
    """The case with what was found:

    hours   simulated           laws     [sentence, ...], each law once
    said    the firmware's own sentences about faults, in their order
    reacted seconds from the first fault to the first entry into a protection's stop, or None
    latched whether the run ends in a lockout         failed  why it did not run, or None
    air_cC  coldest and warmest air outdoors, or None where nobody asks for it
    """
    found = {**case, **NOTHING}
    try:
        plan, _ = scenario.plan(simulate.parse(case["options"]))
        done = simulate.execute(plan, interpreter)
    except (scenario.BadInput, simulate.Failed) as problem:
        found["failed"] = str(problem)
        return found
    found["air_cC"] = coldest_and_warmest_cC(plan["weather"], plan["start_s"], plan["duration_s"])
    moves = [line.split(None, 2)[:2] for line in done.transitions]
    found["laws"] = done.broken
    found["said"] = done.kpi["faults"]
    found["reacted_s"] = _reaction_s(moves, case["begin_s"])
    found["latched"] = bool(moves) and moves[-1][1] == "LOCKOUT"
    return found


def _reaction_s(moves, begin_s):
    """Seconds to the first entry into a stop; from one stop into the next is no entry."""
    if begin_s is None:
        return None
    stands = False
    for at_s, mode in moves:
        was, stands = stands, mode in STOPS
        if int(at_s) >= begin_s and stands and not was:
            return int(at_s) - begin_s
    return None


def bad(found):
    """Why a finding is a failure, as one sentence, or None.  A case that does not run is one."""
    if found["failed"]:
        return "did not run: " + found["failed"].splitlines()[-1]
    if found["laws"]:
        return found["laws"][0]
    return None


def command(case):
    """What a person types to see it again."""
    return "python -m tools.simulate " + " ".join(case["options"])
