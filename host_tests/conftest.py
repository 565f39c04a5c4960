"""What all tests share: the interpreters, and that a skip is a failure where CI asks so."""

import os

import browser as chromium
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


@pytest.fixture(scope="session")
def browser():
    """A Chromium without a window, see browser.py; skips visibly where there is none."""
    try:
        path = chromium.find()
    except chromium.Missing as problem:
        pytest.skip(str(problem))
    with chromium.Browser(path) as opened:
        yield opened
