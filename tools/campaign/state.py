"""A campaign on disk: plan.json says what it is, results.jsonl what has been found so far.

A line is written when its scenario is done and never changed, so a campaign can be stopped at any
moment and goes on where it was: what was under way then is run again, nothing is lost.
"""

import json
from pathlib import Path

from tools.weather import BadInput

PLAN, RESULTS, CARD = "plan.json", "results.jsonl", "scorecard.md"


def begin(out, about, cases):
    """A new campaign in the folder `out`.  Raises BadInput when one is there already."""
    out = Path(out)
    if (out / PLAN).exists():
        raise BadInput(f"--out: {out} holds a campaign; --resume {out} goes on with it")
    out.mkdir(parents=True, exist_ok=True)
    numbered = [{"id": n, **case} for n, case in enumerate(cases)]
    (out / (PLAN + ".part")).write_text(json.dumps({**about, "cases": numbered}))
    (out / (PLAN + ".part")).replace(out / PLAN)
    return {**about, "cases": numbered}


def load(out):
    """The plan of a campaign begun earlier.  Raises BadInput."""
    try:
        return json.loads((Path(out) / PLAN).read_text())
    except (OSError, ValueError) as problem:
        raise BadInput(f"--resume: {out} holds no campaign: {problem}") from problem


def results(out):
    """What was found so far; a line torn by a power cut is left out and its case runs again."""
    try:
        lines = (Path(out) / RESULTS).read_text().splitlines()
    except OSError:
        return []
    found = {}
    for line in lines:
        try:
            one = json.loads(line)
        except ValueError:
            continue
        found[one["id"]] = one
    return [found[n] for n in sorted(found)]


def keep(out, found):
    """Add one finding, on a line of its own whatever was torn before."""
    with open(Path(out) / RESULTS, "a+") as file:
        end = file.tell()
        file.seek(max(0, end - 1))
        torn = end and file.read(1) != "\n"
        file.write(("\n" if torn else "") + json.dumps(found) + "\n")
