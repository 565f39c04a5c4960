"""Many faults in one day: the day is run once, and branches wherever a fault shall begin.

The trunk is a CPython that runs the real main.py on the virtual board.  At the second at which a
fault begins it forks: the branch breaks the thing and runs on until the fault has been looked at
long enough, the trunk goes on to the next.  So the hours before a fault are simulated once for
all, and what a branch finds is what its command line would find.
"""

import contextlib
import json
import os
import subprocess
import sys
from itertools import groupby

from tools import scenario, simulate
from tools.campaign import work
from tools.weather import ROOT, BadInput

_AT_POWER_ON = ("TICK.start", "CMD.fuzz")  # cannot begin later, or not without its wires


def can(case):
    """True when the case has one fault that can begin at its second."""
    return case["begin_s"] is not None and not case["faults"][0].startswith(_AT_POWER_ON)


def local(cases, jobs):
    """Yields the finding of each case; those of a day one after the other."""
    key = lambda case: " ".join(_day(case))  # noqa: E731
    for _, some in groupby(sorted(cases, key=key), key):
        yield from _branches(list(some), jobs)


def _day(case):
    """The options of a case without its fault and its length."""
    return case["options"][: case["options"].index("--fault")]


def _branches(cases, jobs):
    try:
        planned = [scenario.plan(simulate.parse(case["options"]))[0] for case in cases]
    except BadInput as problem:
        yield from ({**case, **work.NOTHING, "failed": str(problem)} for case in cases)
        return
    twigs = [
        {"id": case["id"], "fault": plan["faults"][0][:2], "begin_s": plan["faults"][0][2],
         "ends_s": plan["duration_s"]}
        for case, plan in zip(cases, planned, strict=True)
    ]  # fmt: skip
    by_id = {case["id"]: case for case in cases}
    asked = json.dumps({"plan": {**planned[0], "faults": []}, "twigs": twigs, "jobs": jobs})
    with subprocess.Popen(
        [sys.executable, "-m", "tools.campaign.branch"], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as child:  # fmt: skip
        child.stdin.write(asked)
        child.stdin.close()
        for line in child.stdout:
            found = json.loads(line)
            yield {**by_id.pop(found["id"]), **work.NOTHING, **found}
    for case in by_id.values():
        yield {**case, **work.NOTHING, "failed": "its branch ended without a word"}


class Trunk:
    """Called at the end of every scan."""

    def __init__(self, recorder, asked, stops):
        self._recorder, self._jobs, self._stops = recorder, asked["jobs"], stops
        self._twigs = sorted(asked["twigs"], key=lambda twig: twig["begin_s"])
        self._alive = 0
        self.twig, self.reacted_s, self._stands = None, None, False
        self.bench = None

    def scan(self, plant):
        self._recorder.scan(plant)
        now_s = self.bench().elapsed_s
        if self.twig is None:
            while self._twigs and now_s >= self._twigs[0]["begin_s"] - 1 and not self.twig:
                self._grow(self._twigs.pop(0))
        elif self.reacted_s is None:
            self._look()

    def _look(self):
        """Only an entry into a stop is a reaction: what stood tripped already has not reacted."""
        was, self._stands = self._stands, self._stopped()
        if self._stands and not was:
            at_s = self._recorder._booted_s + self._recorder.unit.uptime_s
            if at_s >= self.twig["begin_s"]:  # its own clock stands still in a gap of scans
                self.reacted_s = at_s - self.twig["begin_s"]

    def _stopped(self):
        return self._recorder.unit.mode in self._stops

    def _grow(self, twig):
        while self._alive >= self._jobs:
            os.wait()
            self._alive -= 1
        if os.fork():
            self._alive += 1
            if not self._twigs:
                self.bench().scenario["duration_s"] = self.bench().elapsed_s  # nothing more to do
            return
        self.twig, self._stands = twig, self._stopped()
        bench = self.bench()
        bench.scenario["duration_s"] = twig["ends_s"]
        bench._watch_faults([[*twig["fault"], twig["begin_s"], None]])  # as a scenario has it
        bench._next_s = 0

    def finding(self):
        """What the branch has found."""
        unit, recorder = self._recorder.unit, self._recorder
        laws = [f"{s} s, law {law}: {text}" for s, law, text in recorder.laws.violations]
        looked_s = self.twig["ends_s"] - self.twig["begin_s"]
        return {"id": self.twig["id"], "laws": laws, "said": recorder.faults[:9],
                "reacted_s": self.reacted_s, "latched": unit.latched,
                "hours": round(looked_s / 3600, 3)}  # fmt: skip

    def gather(self):
        """Wait for the branches that are still growing."""
        while self._alive:
            os.wait()
            self._alive -= 1


def main():
    asked = json.loads(sys.stdin.read())
    out = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    from tools import laws, runner, tally

    runner.prepare_path()
    import board
    import main as firmware
    from heatpump import modes

    recorder = runner.Recorder(modes, laws, tally.Tally())
    stops = [i for i, name in enumerate(modes.NAMES) if name in work.STOPS]
    trunk = Trunk(recorder, asked, stops)
    trunk.bench = board.bench
    board.configure(asked["plan"], trunk.scan)
    failed = None
    try:
        runner._run(board, firmware, recorder)
    except (Exception, SystemExit) as problem:
        failed = {"failed": f"{type(problem).__name__}: {problem}"}
    if trunk.twig is not None:
        os.write(out, (json.dumps({**trunk.finding(), **(failed or {})}) + "\n").encode())
        os._exit(0)
    with contextlib.suppress(ChildProcessError):
        trunk.gather()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
