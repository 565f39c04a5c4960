"""What a newcomer meets first: `make`, the pinned list, the interpreters."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools import bootstrap, pythons

ROOT = Path(__file__).resolve().parent.parent
INNER = {"help", "ready", "interpreters"}  # what the others stand on


def make(*arguments):
    return subprocess.run(["make", *arguments], cwd=ROOT, capture_output=True, text=True)


def test_make_alone_lists_every_target_with_a_word_on_it():
    listed = re.findall(r"^  make ([\w-]+) +\S.+$", make().stdout, re.M)
    written = re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(), re.M)
    assert listed == [target for target in written if target not in INNER]


def test_sim_is_the_greensboro_week_of_january():
    planned = make("-n", "sim").stdout
    for part in ("greensboro", "--start 01-15", "--days 7", "--fluid R290", "--emitter water",
                 "--interpreter micropython ", "--out build/sim"):  # fmt: skip
        assert part in planned


def test_check_runs_every_check():
    planned = make("-n", "check").stdout
    for part in ("ruff check", "tools.units", "test_architecture", "tools.size", "tools.pins",
                 "tools.wiring_svg --check", "tools.packages --check", "tools.golden"):
        assert part in planned


def test_every_package_is_pinned_to_one_version():
    lines = re.findall(r'^    "(.*)",$', (ROOT / "pyproject.toml").read_text(), re.M)
    packages = [line for line in lines if "==" in line]
    assert len(packages) > 30
    assert all(re.match(r"[\w-]+==[\w.]+(; .+)?$", line) for line in packages)
    assert set(bootstrap.requirements((ROOT / "pyproject.toml").read_text())) <= set(packages)


def test_no_python_gets_two_versions_of_a_package():
    wanted = bootstrap.requirements((ROOT / "pyproject.toml").read_text())
    names = [re.split("=", line)[0] for line in wanted]
    assert len(names) == len(set(names))


def test_a_second_bootstrap_has_nothing_to_do_and_says_nothing():
    done = subprocess.run([sys.executable, "tools/bootstrap.py"], cwd=ROOT, capture_output=True)
    assert (done.returncode, done.stdout) == (0, b"")


def test_no_file_that_builds_names_a_server():
    for name in ("Makefile", "pyproject.toml", ".ci/run", "tools/debian.py", "tools/pythons.py",
                 "tools/frozen.py"):  # fmt: skip
        assert "://" not in (ROOT / name).read_text(), name


def test_an_interpreter_that_is_named_and_missing_gets_one_sentence(monkeypatch):
    monkeypatch.setenv("MICROPYTHON32", "/nowhere/micropython")
    with pytest.raises(pythons.Missing, match=r"/nowhere/micropython.*MICROPYTHON32"):
        pythons.find("micropython32")


def test_a_64_bit_interpreter_is_not_taken_for_a_32_bit_one(monkeypatch, micropython):
    monkeypatch.setenv("MICROPYTHON32", micropython)
    with pytest.raises(pythons.Missing, match="64-bit micropython, micropython32 is wanted"):
        pythons.find("micropython32")


def test_the_version_is_read_off_what_an_interpreter_prints():
    facts = ("micropython", 32, "MicroPython v1.26.1+ds-1 on 2025-09-13")
    assert pythons.version(facts) == (1, 26, 1)
    assert pythons.version(("micropython", 64, "MicroPython 9458e3a23f")) == (0,)
