"""The same 100,000 scans of noise and faults on three interpreters: the same to the last bit."""

import subprocess
from pathlib import Path

import pytest

from tools import pythons

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = "host_tests/runtime/parity.py"
SCANS = 100_000


def trace(name, scans=SCANS, seed=1, script=SCRIPT):
    done = subprocess.run(
        [pythons.find(name), script, str(scans), str(seed)],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def on_cpython():
    return trace("cpython")


@pytest.mark.parametrize("name", ["micropython", "micropython32"])
def test_outputs_and_integers_are_identical(on_cpython, name, request):
    request.getfixturevalue(name)  # skips where it is not
    assert trace(name) == on_cpython


def test_the_noise_takes_the_machine_through_its_life(on_cpython):
    """Starts, defrosts, trips and latches happened in it, or equal would mean little."""
    assert on_cpython[-3].startswith(f"{SCANS} outputs ")
    assert int(on_cpython[-3].rpartition(" ")[2]) > 20  # trips
    modes = set(on_cpython[-1].split()[1:])
    assert {"HEAT", "DEFROST", "RESTART", "TANK", "SAFE_STOP", "LOCKOUT", "OFF"} <= modes
    assert int(on_cpython[-2].split()[0]) > 300  # integers watched


def test_another_seed_has_another_checksum(on_cpython):
    assert trace("cpython", 10_000, 2)[0] != trace("cpython", 10_000, 1)[0]


def test_one_bit_of_one_scan_changes_the_checksum(tmp_path):
    """A machine whose fan fails to answer at one scan of 10,000."""
    source = (ROOT / SCRIPT).read_text()
    here = str(ROOT / "host_tests")
    wrong = source.replace('_here = __file__.rsplit("/", 2)[0]', f"_here = {here!r}")
    wrong = wrong.replace("        lamps = 0\n", "        lamps = int(n == 4321)\n")
    script = tmp_path / "wrong.py"
    script.write_text(wrong)
    sound, broken = trace("cpython", 10_000), trace("cpython", 10_000, 1, str(script))
    assert sound[:4] == broken[:4] and sound[4] != broken[4]
