"""A board of hardware on a chip that is not there, for tests on CPython."""

import importlib
import sys

from tools import pythons

RUNTIME = pythons.ROOT / "host_tests" / "runtime"
SHARED = pythons.ROOT / "boards" / "esp32"


def folder(name):
    return pythons.ROOT / "boards" / name


def modules(name):
    """Names of what a board imports of its own: they shadow those of the virtual board."""
    return {path.stem for place in (folder(name), SHARED) for path in place.glob("*.py")}


class OnBoard:
    """`chip`: fake_esp32.Chip; `load()`: its board.py, imported as after a reset."""

    def __init__(self, name, monkeypatch):
        self.name = name
        for place in (SHARED, folder(name), RUNTIME):
            monkeypatch.syspath_prepend(str(place))
        self.forget()
        self.chip = importlib.import_module("fake_esp32").Chip()
        monkeypatch.setitem(sys.modules, "machine", self.chip.machine)
        self.pins = importlib.import_module("pins")
        self._monkeypatch = monkeypatch

    def load(self):
        with self._monkeypatch.context() as during:
            during.setitem(sys.modules, "time", self.chip.time)
            return importlib.import_module("board")

    def forget(self):
        for module in modules(self.name):
            sys.modules.pop(module, None)
