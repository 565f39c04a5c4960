"""Three short nights and days whose every transition is kept in host_tests/golden/*.txt.

    python -m tools.golden                    rerun on each interpreter, show what differs
    python -m tools.golden --accept NAME      keep what NAME does now, after showing the difference

A change of behaviour shows as a readable difference.  Read it before you accept it: nothing
here is ever written without --accept, and never while the interpreters disagree.
Exit 0: as kept.  1: something differs.  2: bad input.
"""

import argparse
import difflib
import sys
from pathlib import Path

from tools import pythons, scenario, simulate

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "host_tests" / "golden"

# name -> how tools.simulate would be asked for it
SCENARIOS = {
    # freezing fog: the iciest night of the year in Greensboro, minus 0.6 degC and saturated
    "cold_night": ["--start", "01-04", "--days", "0.3"],
    # cooling with water, which must not freeze
    "heat_wave": ["--weather", "miami", "--start", "07-20", "--days", "0.55",
                  "--set", "room_cool_cC=2200"],
    # the wire to the hottest thermistor breaks while it heats, and is mended in 50 minutes
    "broken_thermistor": ["--start", "01-18", "--days", "0.2",
                          "--fault", "T_discharge.open@6900..9900"],
}  # fmt: skip


def replay(name, interpreter):
    """What transitions.txt holds for scenario `name` on `interpreter`, as text."""
    plan, _ = scenario.plan(simulate.parse(SCENARIOS[name]))
    return "".join(line + "\n" for line in simulate.execute(plan, interpreter).transitions)


def kept(name):
    """The kept text of scenario `name`, empty before the first --accept."""
    path = KEPT / f"{name}.txt"
    return path.read_text() if path.exists() else ""


def difference(before, after, was, now):
    """A unified difference as text, empty when there is none."""
    return "".join(
        difflib.unified_diff(
            before.splitlines(True), after.splitlines(True), was, now, n=1
        )
    )  # fmt: skip


def accept(name, interpreters):
    """Keep what `name` does now.  Returns the exit code."""
    first, texts = interpreters[0], {}
    for interpreter in interpreters:
        texts[interpreter] = replay(name, interpreter)
        differs = difference(texts[first], texts[interpreter], first, interpreter)
        if differs:
            print(f"{differs}{name}: the interpreters disagree; nothing is kept")
            return 1
    print(difference(kept(name), texts[first], "kept", "now") or f"{name}: nothing has changed")
    KEPT.mkdir(parents=True, exist_ok=True)
    (KEPT / f"{name}.txt").write_text(texts[first])
    return 0


def compare(names, interpreters):
    """Show what differs from what is kept.  Returns the exit code."""
    bad = 0
    for name in names:
        for interpreter in interpreters:
            differs = difference(kept(name), replay(name, interpreter), "kept", interpreter)
            print(differs + f"{name:20} {interpreter:14} {'DIFFERS' if differs else 'as kept'}")
            bad += bool(differs)
    if bad:
        print("Read the difference; if it is meant: python -m tools.golden --accept NAME")
    return 1 if bad else 0


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m tools.golden", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--accept", metavar="NAME", help=f"one of {', '.join(SCENARIOS)}")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these")
    asked = parser.parse_args(arguments)
    for name in [*asked.names, *([asked.accept] if asked.accept else [])]:
        if name not in SCENARIOS:
            print(f"golden: {name} is not one of {', '.join(SCENARIOS)}")
            return 2
    interpreters = pythons.available()
    try:
        if asked.accept:
            return accept(asked.accept, interpreters)
        return compare(asked.names or SCENARIOS, interpreters)
    except (simulate.Failed, scenario.BadInput) as problem:
        print(problem)
        return 1


if __name__ == "__main__":
    sys.exit(main())
