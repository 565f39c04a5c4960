"""The scan and the heap, asked of a real 32-bit MicroPython."""

import subprocess
from pathlib import Path

import pytest
from heatpump import modes

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = "host_tests/runtime/noalloc.py"


@pytest.mark.parametrize("scan_ms", [250, 1000])
def test_no_scan_allocates_whatever_the_machine_is_doing(micropython32, scan_ms):
    done = subprocess.run(
        [micropython32, SCRIPT, str(scan_ms)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("no allocation in ")
    seen = set(done.stdout.rpartition(": ")[2].split())
    assert seen == set(modes.NAMES)


def test_the_check_notices_a_scan_that_allocates(micropython32, tmp_path):
    """The same script with a controller whose every scan makes a list."""
    source = (ROOT / SCRIPT).read_text()
    wasteful = source.replace(
        "            seen[unit.mode] = 1", "            seen[[unit.mode][0]] = 1"
    )
    assert wasteful != source
    script = tmp_path / "wasteful.py"
    script.write_text(wasteful)
    done = subprocess.run([micropython32, script], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode != 0
    assert "MemoryError" in done.stdout + done.stderr
