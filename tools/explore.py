"""Every state that the tables and the guard can reach, whatever the world does to them.

    python -m tools.explore [--jobs N] [--most STATES] [--accept]

The controller of a hydronic unit, and that of one for air, with their real modes, protections,
ladder, facts and guard, are stepped by 30 s from every state they have been seen in, with every
combination of the inputs below (a rare demand only where a row of the mode asks for it); nothing
is drawn by chance.
Readings, demand and the judgement of the coil are what an adversary would choose; timers stop
counting where no rule asks any more, so the states come to an end.

    demand    none, heat, cold, hot water, boost,  coil   as it should be, or iced and then clear
              out of season, stood for days        lift   pressures apart, equal
    switch    on, off
    trouble   none, high pressure, lost flow, a lost probe, the ladder's last step, a late scan,
              freezing water, water at its limit, a contactor that has welded, a person who
              acknowledges

Looser than the machine, never stricter: starts in an hour are not counted here (tools/induction
proves them), any trip may be the one that latches, and the next try after one, as the change
between heat and cold, may come sooner.  Each step is judged against the laws, with timers of the
explorer's own.  Then, from every state, a sound machine that is asked for heat must come to run,
unless a person must look.

Counts are compared with host_tests/explored.txt: a change of the tables changes them, and must be
meant (--accept).
Exit 0: no law can be broken, counts as kept.  1: one can, or the counts differ.
"""

import argparse
import sys
from functools import cache
from multiprocessing import get_context

from rich.console import Console
from rich.progress import Progress, TextColumn, TimeElapsedColumn

from tools.explore_world import SOUND, World, inputs_of
from tools.weather import ROOT

from tools.explore_laws import START, judge  # isort: skip  the world has put the firmware there
from heatpump import modes, protections  # isort: skip

KEPT = ROOT / "host_tests" / "explored.txt"

_KIND = {True: "hydronic", False: "air"}
world_of = cache(World)


def expand(job):
    """(new states, transitions, violations) of all steps from (water, states)."""
    water, states = job
    world = world_of(water)
    found, count, bad = set(), 0, []
    for state in states:
        for inputs in inputs_of(state[0], water):
            world.put(state[0])
            world.step(**inputs)
            after = world.state()
            watch, broken = judge(state[1], state[0], after, inputs, world)
            count += 1
            found.add((after, watch))
            if broken:
                bad.append((broken, state, inputs))
    return found, count, bad[:5]


def runs_at_last(job):
    """(number of states, some from which a sound machine asked for heat never comes to run)."""
    water, states = job
    world = world_of(water)
    good, stuck = set(), []
    for state, _ in states:
        path = []
        while state not in good and len(path) < 200:
            if (state[6] and state[0] == modes.HEAT) or state[20]:  # heats, or waits for a person
                break
            path.append(state)
            world.put(state)
            world.step(**SOUND)
            state = world.state()
        else:
            if len(path) >= 200:
                stuck.append(path[0])
                continue
        good.update(path)
    return len(states), stuck[:5]


def explore(water, jobs, most, progress):
    """(states, transitions, violations, some states that never run again)."""
    start = (world_of(water).state(), START)
    seen, frontier, transitions, bad, stuck = {start}, [start], 0, [], []
    with get_context("fork").Pool(jobs) as pool:
        while frontier and len(seen) < most and not bad:
            fresh = set()
            size = max(1, min(400, len(frontier) // jobs + 1))
            for found, count, broken in pool.imap_unordered(expand, _cut(water, frontier, size)):
                fresh |= found - seen
                transitions += count
                bad += broken
                progress(len(seen) + len(fresh), transitions)
            seen |= fresh
            frontier = list(fresh)
        for _, some in pool.imap_unordered(runs_at_last, _cut(water, list(seen), 4000)):
            stuck += some
    return seen, transitions, bad, stuck


def _cut(water, states, size):
    return [(water, states[i : i + size]) for i in range(0, len(states), size)]


def report(found):
    """What is kept: a line each.  found: {water: what explore() gave}."""
    lines = [f"rows of modes {len(modes.TRANSITIONS)}",
             f"rows of protections {len(protections.ROWS)}"]  # fmt: skip
    for water, (seen, transitions, _, _) in found.items():
        reached = sorted({modes.NAMES[state[0]] for state, _ in seen})
        kind = _KIND[water]
        lines += [f"{kind}: states {len(seen)}", f"{kind}: transitions {transitions}"]
        lines += [f"{kind}: modes reached {' '.join(reached)}"]
    return "\n".join(lines) + "\n"


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m tools.explore", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--most", type=int, default=10_000_000, metavar="STATES")
    parser.add_argument("--accept", action="store_true", help="keep the counts as they are now")
    asked = parser.parse_args(arguments)
    bar = Progress(TextColumn("{task.description}"), TimeElapsedColumn(),
                   console=Console(stderr=True), transient=True)  # fmt: skip
    found = {}
    with bar:
        for water, kind in _KIND.items():
            task = bar.add_task(kind)
            found[water] = explore(water, asked.jobs, asked.most, _told(bar, task, kind))
    return _judged(found, asked.accept)


def _told(bar, task, kind):
    return lambda states, transitions: bar.update(
        task, description=f"{kind}: {states:,} states, {transitions:,} transitions"
    )


def _judged(found, accept):
    """Print what was found and compare it with what is kept; the exit code."""
    text, wrong = report(found), False
    print(text, end="")
    for water, (seen, transitions, bad, stuck) in found.items():
        some = "some" if bad else "0"
        print(f"{_KIND[water]}: {some} in {transitions:,} steps break a law; "
              f"{'some' if stuck else '0'} of {len(seen):,} states never run again")  # fmt: skip
        for law, state, inputs in bad[:5]:
            print(f"law {law} from {modes.NAMES[state[0][0]]} with {inputs}: {state}")
        for state in stuck[:5]:
            print(f"never runs again: {modes.NAMES[state[0]]} {state}")
        wrong = wrong or bool(bad or stuck)
    if accept and not wrong:
        KEPT.write_text(text)
    if not KEPT.exists() or KEPT.read_text() != text:
        print(f"{KEPT.name} holds other counts: read what has changed, then --accept")
        wrong = True
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
