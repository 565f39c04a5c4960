"""An exception at any line of a scan, whatever its kind, ends with every output off: law 11.

On CPython the tracer raises in turn at each line of firmware that a scan runs, in a machine that
heats, defrosts, cools or heats its tank; the real main.run() is what it must get out of.  On
MicroPython, which has no tracer, the wires themselves raise.  Not tried: a second exception on
the way out of the first; what it leaves on falls with the board's lease, 3 s later.
"""

import copy
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import main
import pytest
from heatpump.controller import Controller
from ways import into

from tools import pythons

ROOT = Path(__file__).resolve().parent.parent
FIRMWARE = str(ROOT / "firmware")
SCANS = 70  # a second, sixteen seconds and a minute are among them


class Enough(Exception):
    """The scans are over; the way out that a test has."""


class Fault(Exception):
    """What no code expects."""


class Tracer:
    """Counts the lines of firmware that are run; raises at the first visit of line `at`."""

    def __init__(self, at=None, kind=Fault):
        self.seen, self._at, self._kind = set(), at, kind
        self.raised, self.over = False, True  # over: before the first scan and after the last

    def __call__(self, frame, event, _argument):
        if not frame.f_code.co_filename.startswith(FIRMWARE):
            return None
        if event == "call" and frame.f_code is Controller.step.__code__ and not self.raised:
            self.over = False
        if event == "line" and not self.over:
            where = (frame.f_code.co_filename, frame.f_lineno)
            if where == self._at and not self.raised:
                self.raised = self.over = True
                raise self._kind
            self.seen.add(where)
        return self


def scans(rig, tracer, count):
    """main.run() for so many scans, watched by the tracer; returns how it ended."""
    left = [count]
    ticks_ms = [0]

    def idle_ms(ms):
        rig.set_running_pressures()
        rig._slew(ms / 1000)
        ticks_ms[0] += ms
        left[0] -= 1
        if not left[0]:
            tracer.over = True
            raise Enough

    rig.unit.wiring = rig.unit.wiring._replace(ticks_ms=lambda: ticks_ms[0], idle_ms=idle_ms)
    sys.settrace(tracer)
    try:
        main.run(rig.unit)
    except BaseException as problem:
        return type(problem)
    finally:
        sys.settrace(None)


@pytest.fixture(autouse=True)
def watchdog(monkeypatch):
    monkeypatch.setattr(main, "board", SimpleNamespace(watchdog=lambda: lambda: None))


def lines_of(name):
    rig = into(name)
    rig.scan_ms = rig.unit.settings.scan_ms = 1000
    tracer = Tracer()
    assert scans(copy.deepcopy(rig), tracer, SCANS) is Enough
    return rig, tracer.seen


def test_an_exception_at_any_line_of_a_scan_leaves_every_output_off():
    tried, count = set(), 0
    for name in ("HEAT", "DEFROST", "COOL", "TANK", "TRIPPED", "REST"):
        rig, seen = lines_of("HEAT" if name == "TRIPPED" else name)
        if name == "TRIPPED":
            rig.closed = False
            rig.run(2)
        for where in sorted(seen - tried):
            for kind in (Fault, KeyboardInterrupt):
                copied = copy.deepcopy(rig)
                tracer = Tracer(where, kind)
                ended = scans(copied, tracer, SCANS)
                assert ended is kind, where
                assert tracer.raised and not any(copied.lamps.values()), (name, where, kind)
                count += 1
        tried |= seen
    print(f"0 outputs left on in {count} exceptions")
    assert count > 1000


@pytest.mark.parametrize("name", ["micropython", "micropython32"])
def test_a_wire_that_raises_leaves_every_output_off_on_micropython(name, request):
    request.getfixturevalue(name)  # skips where it is not
    done = subprocess.run(
        [pythons.find(name), "host_tests/runtime/raising_wires.py"],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout.split()[4]) >= 40
