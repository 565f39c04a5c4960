"""Every law, fault, protection and sentence of the firmware, with the tests that hold it.

    python -m tools.trace

Laws and faults name their tests in tools/traced.py; a protection is held where its code stands in
the tables of test_trips.py and test_protections.py; a sentence where a test quotes it.
Exit 0: each has a test.  1: one has none, or a test that is named is not there.
"""

import ast
import fnmatch
import functools
import re
import sys

from tools import traced
from tools.campaign import faultlist
from tools.weather import ROOT

from heatpump import guard, modes, notes, protections, trust  # isort: skip  on the path by now

TESTS = ROOT / "host_tests"
FIRMWARE = ROOT / "firmware"
_LEAST = 8  # letters that a quotation must share with a sentence
_SHAPES = re.compile(r"%[-0-9.*]*[a-z%]")
_TYPED = ("bench_", "bench.py")  # what is printed for a person who asks, not said of a fault


@functools.cache
def functions(file):
    """Names of the tests in host_tests/<file>.py; empty when it is not there."""
    path = TESTS / f"{file}.py"
    tree = ast.parse(path.read_text()) if path.exists() else ast.Module([], [])
    return [n.name for n in ast.walk(tree)
            if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")]  # fmt: skip


@functools.cache
def quotations():
    """[(file::test or file, text)] of all strings in the tests."""
    found = []
    for path in sorted(TESTS.glob("test_*.py")):
        for node in ast.parse(path.read_text()).body:
            is_test = isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
            where = f"{path.stem}::{node.name}" if is_test else path.stem
            found += [(where, n.value) for n in ast.walk(node)
                      if isinstance(n, ast.Constant) and isinstance(n.value, str)]  # fmt: skip
    return found


def named(holder):
    """The tests that a holder of tools/traced.py stands for."""
    file, _, name = holder.partition("::")
    if name:
        return [f"{file}::{f}" for f in functions(file) if fnmatch.fnmatch(f, name)]
    file, _, text = holder.partition(":")
    there = any(w.split("::")[0] == file and t == text.strip('"') for w, t in quotations())
    return [file] if there else []


def parts(sentence):
    """Pieces of a sentence that are always the same, long enough to be known again."""
    pieces = [piece.strip(" :,.'") for piece in _SHAPES.split(sentence)]
    return {piece for piece in pieces if len(piece) >= _LEAST}


def quoted(sentence, others, module=""):
    """Tests that quote a part of this sentence which none of the others has; where it has no such
    part, those of the module's own tests that quote what it has."""
    known = [other for other in others if other != sentence]
    own = {p for p in parts(sentence) if not any(p in other for other in known)}
    near = f"test_{module}"
    places = [q for q in quotations() if own or q[0].startswith(near)]
    pieces = own or parts(sentence)
    return sorted({where for where, text in places
                   if any(piece in text.replace("\\", "") for piece in pieces)})  # fmt: skip


def sentences():
    """{place: sentence} of what the firmware refuses or complains with."""
    found = [(f"guard: {s}", s) for s in guard.REFUSED[1:]]
    ends = trust.sentences("", "reads open circuit", "reads short circuit")
    found += [(f"sensor: {s[5:]}", s[5:]) for s in ends]
    for path in sorted(FIRMWARE.rglob("*.py")):
        if not path.name.startswith(_TYPED):
            found += [(f"{path.stem}: {s}", s) for s in _raised(ast.parse(path.read_text()))]
    return found


def _raised(tree):
    """Literals of `raise X("...")` and `errors.append("...")`."""
    for node in ast.walk(tree):
        call = node.exc if isinstance(node, ast.Raise) else node
        if not isinstance(call, ast.Call) or not call.args:
            continue
        if isinstance(node, ast.Raise) or ast.unparse(call.func) == "errors.append":
            text = call.args[0].left if isinstance(call.args[0], ast.BinOp) else call.args[0]
            if isinstance(text, ast.Constant) and len(str(text.value)) > _LEAST:
                yield text.value


def rows():
    """[(kind, what, [tests])] of everything that must be held."""
    made = [("law", f"{n} {what}", _all(holders)) for n, what, holders in traced.LAWS]
    verbs = {fault.verb for fault in faultlist.every()}
    for what, on, holders in traced.FAULTS:
        tried = [f"campaign {verb}" for verb in on if verb in verbs]
        made.append(("fault", what, _all(holders) + tried if len(tried) == len(on) else []))
    for code, _, _, _, _, because in protections.ROWS:
        made.append(("protection", f"{code}: {because}",
                     _all((f'test_trips:"{code}"', f'test_protections:"{code}"'))))  # fmt: skip
    taken = "test_controller_rows::test_every_row_of_the_table_is_taken*"
    made += [("move", because, named(taken)) for because in
             sorted({row[3] for row in modes.TRANSITIONS if row[3]})]  # fmt: skip
    for code, _, because in notes.NOTES:
        made.append(("note", f"{code}: {because}",
                     named(f'test_protections:"{code}"') or named(f'test_why:"{code}"')
                     or quoted(because, ())))  # fmt: skip
    said = sentences()
    texts = [text for _, text in said]
    return made + [
        ("sentence", what, quoted(text, texts, what.split(":")[0])) for what, text in said
    ]


def _all(holders):
    """The tests of all holders, or nothing when one of them stands for none."""
    found = [named(holder) for holder in holders]
    return [test for tests in found for test in tests] if all(found) else []


def main():
    empty = 0
    for kind, what, tests in rows():
        print(f"{kind:10} {what}")
        for test in tests or ("NO TEST HOLDS IT",):
            print(f"{'':14} {test}")
        empty += not tests
    print(f"{len(rows())} traced, {empty} without a test")
    return 1 if empty else 0


if __name__ == "__main__":
    sys.exit(main())
