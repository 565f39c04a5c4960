"""Runs mutants side by side, each in a process forked from one that has pytest in memory."""

import importlib.abc
import importlib.util
import os
import resource
import signal
import sys
import time

import hypothesis  # noqa: F401  imported once, here, and not by each mutant
import pytest

from tools.weather import ROOT

_PATHS = [str(ROOT / p) for p in ("host_tests", "host_tests/cpython", "firmware",
                                  "boards/virtual", ".")]  # fmt: skip
_MOST_bytes = 3 << 30
_PATIENCE = 3.0  # a stage may take so many times what it takes with the sound module
_LEAST_s = 15.0


class Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds one module in a text instead of its file."""

    def __init__(self, name, source):
        self._name, self._source = name, source

    def find_spec(self, name, path, target=None):
        if name != self._name:
            return None
        return importlib.util.spec_from_loader(name, self)

    def exec_module(self, module):
        code = compile(self._source, f"<{self._name} changed>", "exec")
        exec(code, module.__dict__)


def _child(name, source, stages):
    """Exit code 0 when no test fails.  Runs in a process of its own."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    os.chdir(ROOT)
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_bytes, _MOST_bytes))
    sys.path[:0] = _PATHS
    sys.meta_path.insert(0, Changed(name, source))
    for files in stages:
        chosen = [f"host_tests/{file}.py" for file in files]
        if pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist",
                        "-k", "not micropython", *chosen]):  # fmt: skip
            return 1
    return 0


def _fork(name, source, stages):
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        os.setpgid(0, 0)
        code = _child(name, source, stages)
    finally:
        os._exit(code)


def sound_s(name, source, stages):
    """Seconds that all stages take with the sound module; RuntimeError when a test fails."""
    began = time.monotonic()
    _, status = os.waitpid(_fork(name, source, stages), 0)
    if status:
        raise RuntimeError(f"the tests of {name} fail without any change")
    return time.monotonic() - began


def run(name, mutants, stages, jobs):
    """Yields (mutant, whether it lives) as they come."""
    if not mutants:
        return
    source = (ROOT / "firmware" / (name.replace(".", "/") + ".py")).read_text()
    patience_s = max(_LEAST_s, _PATIENCE * sound_s(name, source, stages))
    waiting, under_way = list(reversed(mutants)), {}
    try:
        while waiting or under_way:
            while waiting and len(under_way) < jobs:
                mutant = waiting.pop()
                pid = _fork(name, mutant.source, stages)
                under_way[pid] = (mutant, time.monotonic())
            yield from _ended(under_way, patience_s)
            time.sleep(0.01)
    finally:
        for pid in under_way:
            _end(pid)


def _ended(under_way, patience_s):
    for pid, (mutant, began) in list(under_way.items()):
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            del under_way[pid]
            yield mutant, status == 0
        elif time.monotonic() - began > patience_s:  # hangs: that is noticed too
            _end(pid)
            del under_way[pid]
            yield mutant, False


def _end(pid):
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
