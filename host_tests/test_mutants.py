"""tools.mutants: what it changes, that a test which sleeps is found, and what it demands."""

import subprocess
import sys

import pytest

from tools.weather import ROOT

try:
    from tools import mutants, mutants_made
except SystemExit as problem:
    pytest.skip(str(problem), allow_module_level=True)

SOURCE = '''"""A module."""
ROWS = (
    (1, "one"),
    (2, "two"),
)


def enough(x):
    return x >= 7 and not ROWS
'''
TRY = """
from tools import mutants_run
from tools.mutants_made import Mutant
text = (mutants_run.ROOT / "firmware/heatpump/store.py").read_text()
changed = [Mutant(text, "sound"), Mutant(text.replace("1 - copy", "copy"), "one generation")]
for mutant, lives in mutants_run.run("heatpump.store", changed, (("test_store",),), 2):
    print(mutant.what, lives)
"""


def test_limits_comparisons_logic_and_rows_are_changed_one_at_a_time():
    made = {m.what for m in mutants_made.mutants(SOURCE)}
    old = "enough: return x >= 7 and not ROWS -> return "
    for new in ("x > 7 and not ROWS", "x >= 8 and not ROWS", "x >= 6 and not ROWS",
                "x >= 7 or not ROWS", "x >= 7 and ROWS"):  # fmt: skip
        assert old + new in {" ".join(what.split()) for what in made}
    assert sum(what.endswith("(left out)") for what in made) == 2


def test_no_mutant_is_the_source_itself_or_comes_twice():
    sources = [m.source for m in mutants_made.mutants(SOURCE)]
    assert len(set(sources)) == len(sources) and SOURCE not in sources


def test_a_changed_module_is_what_the_tests_get_and_the_sound_one_lives():
    done = subprocess.run([sys.executable, "-c", TRY], cwd=ROOT, capture_output=True, text=True)
    assert sorted(done.stdout.splitlines()) == ["one generation False", "sound True"], done.stderr


def test_a_survivor_needs_a_reason_and_a_module_its_score(tmp_path, monkeypatch):
    kept = tmp_path / "mutants.txt"
    monkeypatch.setattr(mutants, "KEPT", kept)
    text, wrong = mutants.report({"guard": (100, ["f: a -> b"])})
    assert wrong == ["guard: no reason for f: a -> b"]
    kept.write_text(text.rstrip() + " the same in all cases\n")
    again, wrong = mutants.report({"guard": (100, ["f: a -> b"])})
    assert wrong == [] and again.strip() == kept.read_text().strip()
    assert mutants.report({"guard": (10, ["f: a -> b"])})[1] == [
        "guard: 90.0 % killed, 95 % wanted"
    ]


def test_a_fingerprint_is_that_of_the_words_and_not_of_comments_or_shape(tmp_path, monkeypatch):
    monkeypatch.setattr(mutants, "FIRMWARE", tmp_path)
    found = []
    for text in ("x = 1  # a\n", "# b\n\nx  =  1\n", "x = 2  # a\n"):
        (tmp_path / "guard.py").write_text(text)
        found.append(mutants.fingerprint("guard"))
    assert found[0] == found[1] != found[2]


def test_what_is_no_module_is_refused(capsys):
    assert mutants.main(["gaurd"]) == 2
    assert "gaurd is not one of guard, modes," in capsys.readouterr().err


def test_the_scores_that_are_kept_are_of_this_source_high_enough_and_explained():
    """After a change of such a module `make mutants` must be run again; it takes minutes."""
    lines = mutants.KEPT.read_text().splitlines()
    heads = [line[3:].split() for line in lines if line.startswith("## ")]
    kept = {head[0]: (float(head[-4]), head[-1]) for head in heads}
    assert list(kept) == list(mutants.MODULES)
    for module, (score, source) in kept.items():
        assert score >= mutants.MODULES[module][0], module
        assert source == mutants.fingerprint(module), f"{module} has changed: make mutants"
    assert [key for key, why in mutants.reasons().items() if len(why) < 9] == []
