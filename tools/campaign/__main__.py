"""Run scenarios by the thousand and keep score.

    python -m tools.campaign --faults single           every fault in every mode
    python -m tools.campaign --faults random --hours 2000 --seed 1
    python -m tools.campaign --faults none --hours 5000        healthy machines
    python -m tools.campaign --resume DIR              go on with one that was stopped

With --interpreter cpython the day of many single faults is run once and branches at each of them.
Ctrl-C stops it; nothing that was done is lost.  A scenario that breaks a law is made as short as
it can be and shown as a command.  DIR/scorecard.md is the result, DIR/report.html a page of it.
Exit 0: no law was broken.  1: one was, or a scenario did not run.  2: bad input.  130: stopped.
"""

import argparse
import sys
from itertools import chain
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tools import pythons, report, scenario, simulate
from tools.campaign import branch, card, plan, pool, shrink, state, work
from tools.report import scores
from tools.simulate import Parser
from tools.weather import BadInput

KINDS = ("single", "pairs", "random", "none")
_PAIR_h = 9.0
_SHRUNK = 3  # so many failures are made short; the others are listed as they are


def parse(arguments=None):
    """The options; bad ones end the program with a sentence, exit 2."""
    parser = Parser(
        prog="python -m tools.campaign", description=__doc__, allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    add = parser.add_argument
    add("--faults", default="random", metavar="|".join(KINDS), help="default %(default)s")
    add("--hours", default="2000", metavar="N", help="simulated, 1..1000000; single: all of them")
    add("--seed", default="1", metavar="N", help="default %(default)s")
    add("--jobs", default="2", metavar="N", help="side by side, 1..256 (default %(default)s)")
    add("--interpreter", default="micropython", metavar="NAME", help="default %(default)s")
    add("--scheduler", metavar="ADDRESS", help="a Dask scheduler, tcp://host:8786")
    add("--resume", metavar="DIR", type=Path, help="go on with the campaign in DIR")
    add("--out", default="build/campaign", metavar="DIR", type=Path, help="default %(default)s")
    add("--quiet", action="store_true", help="no progress bar")
    return parser.parse_args(arguments)


def _begin(asked):
    if asked.faults not in KINDS:
        raise BadInput(f"--faults: {asked.faults} is not one of {', '.join(KINDS)}")
    hours = scenario.whole("--hours", asked.hours, 1, 1_000_000, "h")
    seed = scenario.whole("--seed", asked.seed, 0, 1_000_000, "")
    about = {"command": f"python -m tools.campaign --faults {asked.faults} --hours {hours} "
                        f"--seed {seed} --interpreter {asked.interpreter}",
             "interpreter": asked.interpreter}  # fmt: skip
    if asked.faults == "single":
        cases = plan.single(seed, timelines(asked.interpreter))
    elif asked.faults == "pairs":
        cases = plan.pairs(seed, max(1, round(hours / _PAIR_h)))
    else:
        cases = plan.drawn(seed, hours, 1 if asked.faults == "none" else plan.HEALTHY)
    return state.begin(asked.out, about, cases)


def timelines(interpreter):
    """The base days of plan.BASES, run without faults: when each mode is there."""
    made = []
    for _, options, hours in plan.BASES:
        asked = simulate.parse([*options, "--days", f"{hours / 24:.4f}"])
        run = simulate.execute(scenario.plan(asked)[0], interpreter)
        made.append((list(options), plan.moments(run.transitions, int(hours * 3600))))
    return made


def go_on(out, asked, console):
    """Run what is not done yet; returns all findings."""
    about = state.load(out)
    done = state.results(out)
    known = {found["id"] for found in done}
    left = [case for case in about["cases"] if case["id"] not in known]
    left.sort(key=lambda case: -case["hours"])  # the longest first: all cores end together
    jobs = scenario.whole("--jobs", asked.jobs, 1, 256, "")
    interpreter = about["interpreter"]
    if asked.scheduler:
        findings = pool.cluster(left, asked.scheduler, interpreter)
    else:
        branching = [case for case in left if interpreter == "cpython" and branch.can(case)]
        others = [case for case in left if case not in branching]
        findings = chain(branch.local(branching, jobs), pool.local(others, jobs, interpreter))
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
        TimeRemainingColumn(), console=console, disable=asked.quiet, transient=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task("scenarios", total=len(about["cases"]), completed=len(done))
        for found in findings:
            state.keep(out, found)
            done.append(found)
            if work.bad(found):
                console.print(f"{work.bad(found)}: {work.command(found)}", markup=False,
                              soft_wrap=True)  # fmt: skip
            bar.advance(task)
    return about, sorted(done, key=lambda found: found["id"])


def main(arguments=None):
    asked = parse(arguments)
    console = Console()
    try:
        pythons.find(asked.interpreter)
        out = asked.resume or asked.out
        if asked.resume is None:
            _begin(asked)
        about, done = go_on(out, asked, console)
    except (BadInput, pythons.Missing) as problem:
        print(problem, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"Stopped.  Go on with: python -m tools.campaign --resume {out}", file=sys.stderr)
        return 130
    (out / state.CARD).write_text(card.markdown(done, about["command"]))
    (out / "report.html").write_text(report.page(scores.document(done, about)))
    for name, value in card.summary(done).items():
        console.print(f"{value:>40}  {name}", highlight=False)
    failures = [found for found in done if work.bad(found)]
    for found in failures[:_SHRUNK]:
        shorter = shrink.shrink(found, shrink.failing(about["interpreter"]))
        console.print(f"{work.bad(found)}; at its shortest:\n  {work.command(shorter)}",
                      markup=False, soft_wrap=True)  # fmt: skip
    console.print(f"Score card: {out / state.CARD}", soft_wrap=True, highlight=False)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
