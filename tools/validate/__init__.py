"""The simulated plant against figures that nobody here made: see __main__.py.

A part is a function that makes rows of the table; here stands which parts there are, and what
others use of them.  rating.py, ice.py, seconds.py and seasons.py hold the parts.
"""

from tools.validate.ice import frost
from tools.validate.rating import (
    CERTIFICATES,
    DESIGN_W,
    FITTED,
    certificates,
    cooling,
    golden,
    speeds,
)
from tools.validate.seasons import machines, preset_rows, presets, seasonal, year_rows
from tools.validate.seconds import rest, transients, valve
from tools.validate.table import collect, row, show

__all__ = [
    "CERTIFICATES", "DESIGN_W", "FITTED", "QUICK", "collect", "preset_rows", "row", "show",
    "year_rows",
]  # fmt: skip

QUICK = (golden, certificates, cooling, rest, valve)
ALL = (golden, certificates, cooling, frost, transients, speeds, machines)
WITH_FIRMWARE = (seasonal, presets)
