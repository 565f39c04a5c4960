"""A power cut at every scan of a start, a defrost or a stop, each in a process of its own.

    python host_tests/runtime/power_cuts.py start|defrost|stop        (CPython: it forks)

The real main.py heats a house at 2 degC until the phase begins.  From then on every scan is
followed by a fork: the child loses its mains for 25 ms, 200 ms, 5 s or 70 s, boots on the same
flash, and runs until the compressor may run again; the laws watch all of it.  Prints the number
of cuts, and every one that broke a law or left a file that could not be read.
"""

import os
import sys

_root = __file__.rsplit("/", 3)[0]
for _folder in ("boards/virtual", "firmware", "", "host_tests/cpython"):
    sys.path.insert(0, _root + "/" + _folder)

import board  # noqa: E402
import main  # noqa: E402
from heatpump import modes  # noqa: E402

from tools import laws  # noqa: E402

OUTAGES_ms = (25, 200, 5000, 70_000)
LATEST_s = 3600  # a phase that has not begun by then never will
AFTER_s = 380  # the boot hold, fan and pump ahead, and half a minute of running
PHASES = {  # from this mode, through these, and so many seconds more
    "start": ((modes.PRE_HEAT,), (modes.HEAT,), 30),
    "defrost": ((modes.SETTLE,), modes.DEFROSTS, 20),
    "stop": ((modes.RUN_ON,), (modes.RUN_ON,), 15),
}


class Enough(Exception):
    """The child has seen what it was to see."""


class Run:
    def __init__(self, phase):
        self.first, self.through, self.more_s = PHASES[phase]
        self.unit = self.laws = self.deadline_s = None
        self.began = False
        self.cuts = 0
        self.wrong = []

    def boots(self, unit):
        self.unit = unit
        bench = board.bench()
        if self.laws is None:
            self.laws = laws.Laws(bench, laws.limits("R290", True, unit.settings))
        self.laws.boots(unit)

    def scan(self, _plant):
        self.laws.check()
        now_s = board.bench().elapsed_s
        if self.deadline_s is not None:  # in a child, or past the phase
            if now_s >= self.deadline_s and board.bench().relays.mains:
                raise Enough
            return
        mode = self.unit.mode
        self.unit.defrost.asked = modes.SETTLE in self.first  # by hand: nobody waits for ice
        self.began = self.began or mode in self.first
        if not self.began:
            if now_s > LATEST_s:
                raise Enough
            return
        if mode not in self.first + tuple(self.through):
            self.more_s -= 1
        elif mode == modes.HEAT and self.unit.in_mode_s > self.more_s:
            raise Enough
        if self.more_s < 0:
            raise Enough
        self.cut(now_s)

    def cut(self, now_s):
        outage_ms = OUTAGES_ms[self.cuts % len(OUTAGES_ms)]
        self.cuts += 1
        child = os.fork()
        if child:
            _, status = os.waitpid(child, 0)
            if status:
                self.wrong.append("cut %d at %d s, %d ms" % (self.cuts, now_s, outage_ms))
            return
        self.deadline_s = now_s + outage_ms // 1000 + AFTER_s
        board.bench().outage_ms = outage_ms


def judge(run):
    """0 when the child broke no law and could read every file; else why, printed."""
    problems = [sentence for _, _, sentence in run.laws.violations] + run.unit.keep.store.sentences
    if sum(board.bench().relays.asked):
        problems.append("an output is left on")
    if run.unit.wants_heat and not run.unit.guard.starts:
        problems.append("it did not start again: %s" % run.unit.guard.because)
    print("".join([problem + "\n" for problem in problems]), end="", flush=True)
    return 1 if problems else 0


def main_(phase):
    run = Run(phase)
    board.configure({"settings": {"season": 1, "scan_ms": 1000}}, run.scan)
    parent = os.getpid()
    while True:
        run.boots(main.boot())
        try:
            main.run(run.unit)
        except board.PowerCut:
            continue
        except Enough:
            break
    if os.getpid() != parent:
        os._exit(judge(run))
    print("%d cuts, %d wrong" % (run.cuts, len(run.wrong)))
    print("\n".join(run.wrong))
    return 1 if run.wrong or run.laws.total else 0


if __name__ == "__main__":
    sys.exit(main_(sys.argv[1]))
