"""The real main.boot() on the virtual board, with the flash that another run left."""

import board
import main
from heatpump.store import unpack


def power_on(files=None, cause="power on", text=None, settings=None):
    """A controller as main.boot() makes it, on the flash of another run."""
    board.configure({"settings": settings or {}})
    board.wire()
    bench = board.bench()
    if files is not None:
        bench.files = files
    bench.power_on = lambda wires=bench.power_on: _with_cause(bench, wires, cause)
    if text is not None:
        board_text, board.settings_text = board.settings_text, lambda: text
        try:
            return main.boot()
        finally:
            board.settings_text = board_text
    return main.boot()


def _with_cause(bench, wires, cause):
    made = wires()
    bench.cause = cause
    return made


def files_of():
    return board.bench().files


def idle(unit, times=20):
    for _ in range(times):
        unit.keep.idle()


def record(name):
    """The newest generation of a record on the flash, or None."""
    copies = [unpack(name, files_of().data[f]) for f in files_of().data if f[:-2] == name]
    return max(copies)[1] if copies else None


def latch(unit):
    unit.protections.latched = True
    unit.protections.code, unit.protections.because = "HP", "discharge pressure is at its limit"
    unit.protections.changes += 1
