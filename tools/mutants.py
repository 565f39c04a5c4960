"""Are the tests awake?  Change one thing of the firmware at a time; some test must fail.

    python -m tools.mutants [MODULE ...] [--jobs N] [--fresh]

Cosmic Ray's operators make the mutants: numbers one up and one down, comparisons, arithmetic,
and/or, not, True/False, decorators, exceptions, loops, in functions and in module tables alike;
and one of our own leaves out each row of a table.  `is` in place of a comparison of numbers is not
tried: whether two equal numbers are one object is the interpreter's matter.  Each mutant runs in
a process of its own that already has pytest, with the module's own tests, until one fails.

What was killed is remembered in build/mutants, so a run can be stopped and goes on; --fresh
forgets it.  host_tests/mutants.txt keeps every survivor with the reason why it may live; one that
has a reason there counts as alive without being tried again, but with --fresh.
Exit 0: every module has its score, every survivor a reason.  1: not so.  2: bad input.
"""

import argparse
import hashlib
import sys
import tokenize

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tools.weather import ROOT

try:
    from tools import mutants_made, mutants_run
except ImportError as problem:  # Cosmic Ray's packages have left Python 3.10 behind
    sys.exit(f"mutants: {problem}; Python 3.11 and `make ready` bring it")

KEPT = ROOT / "host_tests" / "mutants.txt"
HEAD = "Changes of the firmware that no test notices, and why each may live: `make mutants`.\n"
BUILD = ROOT / "build" / "mutants"
FIRMWARE = ROOT / "firmware" / "heatpump"


def _all_of(name):
    """Names of a test file and of those that go on with its subject: test_x, test_x_more."""
    return tuple(sorted(path.stem for path in KEPT.parent.glob(f"{name}*.py")))


CONTROLLER = _all_of("test_controller")
KEEP = _all_of("test_keep")
# fmt: off
# module: least per cent that must be killed, its tests in the order in which they are asked
MODULES = {
    "guard":       (95, (("test_guard_rules",), ("test_guard",), CONTROLLER, ("test_induction",))),
    "modes":       (95, (("test_modes", "test_conditions"), CONTROLLER, ("test_trips",))),
    "protections": (95, (("test_protections",), (*CONTROLLER, "test_plausible"),
                         ("test_trips",))),
    "ladder":      (95, (("test_ladder", "test_protections"), ("test_trace",), CONTROLLER)),
    "store":       (95, (("test_store",), KEEP)),
    "sensors":     (90, (("test_readings",), ("test_sensors",), ("test_ntc",))),
    "trust":       (90, (("test_trust",), ("test_sensors",), CONTROLLER)),
    "defrost":     (90, (("test_ice",), ("test_defrost",), CONTROLLER)),
}
# fmt: on


def _memory(module):
    return BUILD / f"{module}.jsonl"


def killed_before(module):
    """Digests of mutants of this module that a test has failed on."""
    try:
        return set(_memory(module).read_text().split())
    except OSError:
        return set()


def digest(source):
    return hashlib.sha256(source.encode()).hexdigest()[:20]


def fingerprint(module):
    """Of the words of a module of the firmware: its comments and its shape are not in it."""
    with open(FIRMWARE / f"{module}.py") as source:
        words = [t.string for t in tokenize.generate_tokens(source.readline)
                 if t.type != tokenize.COMMENT and t.string.strip()]  # fmt: skip
    return digest(" ".join(words))[:12]


def reasons():
    """{(module, what was changed): reason} of host_tests/mutants.txt."""
    found, module = {}, None
    for line in KEPT.read_text().splitlines() if KEPT.exists() else ():
        if line.startswith("## "):
            module = line[3:].split()[0]
        elif line.startswith("- "):
            what, _, reason = line[2:].partition("  because: ")
            found[module, what] = reason
    return found


def judge(module, jobs, bar, spared=frozenset()):
    """(number of mutants, [what was changed, ...] of those that live).

    spared: {(module, what was changed)} that need not be tried, and count as alive.
    """
    mutants = mutants_made.mutants((FIRMWARE / f"{module}.py").read_text())
    known = killed_before(module)
    left = [m for m in mutants if digest(m.source) not in known]
    survivors = [m.what for m in left if (module, m.what) in spared]
    left = [m for m in left if (module, m.what) not in spared]
    task = bar.add_task(module, total=len(mutants), completed=len(mutants) - len(left))
    BUILD.mkdir(parents=True, exist_ok=True)
    with open(_memory(module), "a") as memory:
        for mutant, lives in mutants_run.run(f"heatpump.{module}", left, MODULES[module][1], jobs):
            if lives:
                survivors.append(mutant.what)
            else:
                memory.write(digest(mutant.source) + "\n")
                memory.flush()
            bar.advance(task)
    return len(mutants), sorted(survivors)


def report(results):
    """(text to keep, sentences of what is not as it must be).  results: {module: judge()}."""
    known, lines, wrong = reasons(), [HEAD], []
    for module, (count, survivors) in results.items():
        score = 100 * (count - len(survivors)) / count
        killed = f"{count - len(survivors)} of {count} killed, {score:.1f} %"
        lines.append(f"## {module}  {killed}, source {fingerprint(module)}")
        for what in survivors:
            reason = known.get((module, what), "")
            lines.append(f"- {what}  because: {reason}")
            if not reason:
                wrong.append(f"{module}: no reason for {what}")
        if score < MODULES[module][0]:
            wrong.append(f"{module}: {score:.1f} % killed, {MODULES[module][0]} % wanted")
        lines.append("")
    return "\n".join(lines), wrong


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("modules", nargs="*", metavar="MODULE", help=", ".join(MODULES))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--fresh", action="store_true", help="forget what was killed before")
    asked = parser.parse_args(arguments)
    names = asked.modules or list(MODULES)
    for name in names:
        if name not in MODULES:
            print(f"MODULE: {name} is not one of {', '.join(MODULES)}", file=sys.stderr)
            return 2
        if asked.fresh:
            _memory(name).unlink(missing_ok=True)
    bar = Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
                   TimeRemainingColumn(), console=Console(stderr=True))  # fmt: skip
    with bar:
        spared = set() if asked.fresh else {key for key, why in reasons().items() if why}
        results = {name: judge(name, asked.jobs, bar, spared) for name in names}
    text, wrong = report(results)
    print(text)
    if len(names) == len(MODULES):
        KEPT.write_text(text)
    for sentence in wrong:
        print(sentence, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
