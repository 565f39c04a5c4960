"""What all tests share: the interpreters, and that a skip is a failure where CI asks so."""

import importlib.util
import os
import sys

import browser as chromium
import desk
import pytest

from tools import pythons

STRICT = os.environ.get("HEATPUMP_CI") == "1" or os.environ.get("CI", "").lower() == "true"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """On CI everything a test needs is there, so a skipped one has proved nothing."""
    report = yield
    if STRICT and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped: {call.excinfo.value}"
    return report


def _interpreter(name):
    try:
        return pythons.find(name)
    except pythons.Missing as problem:
        pytest.skip(str(problem))


@pytest.fixture(scope="session")
def micropython():
    """Path of the 64-bit MicroPython; skips visibly where there is none."""
    return _interpreter("micropython")


@pytest.fixture(scope="session")
def micropython32():
    """Path of the 32-bit MicroPython, whose small ints are an ESP32's."""
    return _interpreter("micropython32")


@pytest.fixture(params=pythons.NAMES)
def interpreter(request):
    """The name of each interpreter in turn: cpython, micropython, micropython32."""
    _interpreter(request.param)
    return request.param


@pytest.fixture(scope="module")
def made(micropython, tmp_path_factory):
    """made(*options) -> Remote of a device with these options of tools.bench."""
    if not sys.platform.startswith("linux"):
        pytest.skip("a virtual board needs Linux's /proc")
    if importlib.util.find_spec("mpremote") is None:
        pytest.skip("mpremote is not installed")
    from tools.bench import __main__ as bench
    from tools.bench.device import Device

    opened = []

    def make(*options, speed="0"):
        root = tmp_path_factory.mktemp("root")
        asked = bench.parse(["--root", str(root), "--speed", speed, *options])
        plan, factor = bench.plan(asked)
        bench.lay_out(root, plan["fluid"], asked.empty)
        (root / "settings.json").write_text(desk.SLOW_SCANS)
        device = Device(root, plan, factor, boot_extra_s=7)
        device.__enter__()
        opened.append(device)
        return desk.Remote(device)

    yield make
    for device in opened:
        device.__exit__()


@pytest.fixture
def house():
    """A virtual board with scans of a second; configure(**scenario) for another."""
    import board  # not before a test asks: boards of hardware stand in its place in others
    from heatpump import bench_unit

    def configure(**scenario):
        bench_unit.drop()
        board.configure({"scan_ms": 1000, "settings": {"scan_ms": 1000}, **scenario})
        bench_unit.boot()
        return bench_unit.unit()

    yield configure
    bench_unit.drop()
    board.configure({})


@pytest.fixture
def standing_still(monkeypatch):
    """The plant of the virtual board is a stub: only what a test moves moves."""
    import board
    from stub_plant import StubPlant

    monkeypatch.setattr(board, "Plant", StubPlant)
    yield
    monkeypatch.undo()
    board.configure({})


@pytest.fixture
def broken(standing_still):
    """broken(verb, value, begin, end) -> (wiring, bench) of a plant that stands still."""
    import board

    def wire(*entry, more=(), seed=1):
        board.configure({"faults": [list(entry), *more], "seed": seed})
        wiring = board.wire()
        return wiring, board.bench()

    return wire


@pytest.fixture(params=[1000, 500])
def scan_ms(request):
    """The time from scan to scan, slow and quick."""
    return request.param


@pytest.fixture(scope="session")
def browser():
    """A Chromium without a window, see browser.py; skips visibly where there is none."""
    try:
        path = chromium.find()
    except chromium.Missing as problem:
        pytest.skip(str(problem))
    with chromium.Browser(path) as opened:
        yield opened
