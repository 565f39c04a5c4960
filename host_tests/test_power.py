"""Power cuts: at every scan of a start, a defrost and a stop, in writes, with files that fail."""

import re
import subprocess
import sys

import board
import main
import pytest

from tools import laws, pythons, scenario, simulate
from tools.weather import ROOT


@pytest.mark.parametrize("phase, least", [("start", 40), ("defrost", 180), ("stop", 60)])
def test_a_cut_at_every_scan_breaks_no_law_and_loses_no_file(phase, least):
    command = [sys.executable, "host_tests/runtime/power_cuts.py", phase]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    cuts, _, wrong, _ = done.stdout.split()[:4]
    assert int(cuts) >= least and wrong == "0"


@pytest.mark.parametrize("name", ["micropython", "micropython32"])
def test_a_cut_at_every_block_operation_of_a_littlefs_leaves_the_old_or_the_new(name, request):
    script = "host_tests/runtime/littlefs_cuts.py"
    command = [request.getfixturevalue(name), "-X", "heapsize=8m", script]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr[-2000:]
    cuts, wrong = re.search(r"(\d+) block operations cut, (\d+) wrong", done.stdout).groups()
    assert int(cuts) > 50 and wrong == "0", done.stdout


class House:
    """main.py on the virtual board, booted again after whatever ends it; the laws watch."""

    def __init__(self, seconds, *faults, settings=None):
        self.units = []
        self.laws = None
        self.each = None
        scenario = {"faults": faults, "duration_s": seconds, "scan_ms": 1000}
        board.configure({**scenario, "settings": {"scan_ms": 1000, **(settings or {})}}, self.scan)
        self.run()

    def scan(self, _plant):
        self.laws.check()

    def run(self):
        while True:
            try:
                self.boots(main.boot())
                main.run(self.units[-1])
            except board.Finished:
                return
            except (board.PowerCut, board.WatchdogBite):
                continue

    def boots(self, unit):
        self.units.append(unit)
        if self.laws is None:
            self.laws = laws.Laws(board.bench(), laws.limits("R290", True, unit.settings))
        self.laws.boots(unit)

    @property
    def sentences(self):
        return [s for unit in self.units for s in unit.keep.store.sentences]


# the third wrong trip of a broken compressor contact latches, in half an hour
LATCHES = ("RELAY_comp.open", None, 5, None)
CUTS = tuple(("GRID.cut_ms", 5000, at_s, None) for at_s in (4000, 4400, 4800))


def test_a_latch_of_the_machine_itself_survives_every_cut():
    house = House(5500, LATCHES, *CUTS)
    assert house.laws.violations == [] and len(house.units) == 4
    assert [unit.latched for unit in house.units[1:]] == [True] * 3
    assert house.units[-1].protections.code == "NO_POWER"


def test_a_firmware_that_forgets_is_caught_by_the_law(monkeypatch):
    monkeypatch.setattr("heatpump.keep.Keep.idle", lambda self: None)
    house = House(5500, LATCHES, *CUTS[:1])
    assert [law for _, law, _ in house.laws.violations] == [15]


@pytest.mark.parametrize("fault", [
    ("FILE.eio", None, 3500, None),
    ("FILE.flip", 100, 3900, None),
    ("FILE.flip", 3, 3900, None),
    ("FILE.enospc", 0, 1500, None),
    ("FILE.slow", 100, 5, None),
], ids=lambda fault: fault[0])  # fmt: skip
def test_whatever_the_files_do_a_latch_is_not_forgotten(fault):
    house = House(5500, LATCHES, fault, *CUTS)
    assert house.laws.violations == []
    assert [unit.latched for unit in house.units[1:]] == [True] * 3


@pytest.mark.parametrize("operation", range(1, 13))
def test_a_cut_in_a_write_is_a_power_cut_and_nothing_worse(operation):
    """From second 50 on: the record of the boot and, a scan each, what follows it."""
    house = House(1500, ("FILE.cut_op", operation, 50, None))
    assert house.laws.violations == [] and house.sentences == [] and len(house.units) == 2
    assert house.units[-1].guard.starts == 1, "and heats the house again"


@pytest.mark.parametrize("operation", range(1, 6))
def test_a_cut_in_the_first_writing_of_all_is_survived(operation):
    house = House(1200, ("FILE.cut_op", operation, 0, None))
    assert house.laws.violations == [] and house.sentences == []
    assert house.units[-1].guard.starts == 1


def test_a_write_that_blocks_longer_than_the_lease_drops_the_outputs_and_rests_anew():
    house = House(4000, ("FILE.slow", 1200, 30, None), settings={"log_flush_min": 15})
    assert house.laws.violations == []
    assert len(house.units) == 1, "four seconds and a bit are no reason for the watchdog"


def test_a_file_system_that_hangs_ends_in_the_watchdog_and_in_the_end_it_stays_off():
    house = House(1500, ("FILE.slow", 20_000, 5, None))
    assert house.laws.violations == []
    assert house.units[-1].keep.looping and not house.units[-1].guard.starts


def test_the_store_writes_reads_and_says_the_same_on_every_interpreter(interpreter):
    def said(name):
        command = [pythons.find(name), "host_tests/runtime/store_trace.py"]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout

    lines = said(interpreter)
    assert lines == said("cpython")
    assert "259 bytes; 259 truncations and 2072 turned bits of 2072 seen" in lines


CUT_AND_LATCHED = (
    "--start 01-16 --days 0.06 --scan-ms 1000 --fault RELAY_comp.open@5 --fault GRID.cut_ms@3900"
    " --fault FILE.cut_op=3@4100 --fault FILE.flip=99@4500 --fault GRID.cut_ms=200@4600"
).split()


def test_power_cuts_and_damaged_files_end_alike_on_every_interpreter(interpreter):
    plan, _ = scenario.plan(simulate.parse(CUT_AND_LATCHED))
    run, expected = simulate.execute(plan, interpreter), simulate.execute(plan, "cpython")
    assert run.transitions == expected.transitions and run.broken == []
    assert sum("latched before the power was cut" in move for move in run.transitions) >= 2
