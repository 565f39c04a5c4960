"""The error of the firmware's refrigerant arithmetic against CoolProp HEOS.

    python -m tools.accuracy [--seed 1] [--states 20000] [FLUID ...]

Draws random cycles of the envelope (tools/states.py) with the given seed, which is not that of
the fit, and runs the shipped kernels on what the firmware would be told of them.  The limits hold
for the error of the arithmetic: its COP against HEOS at the same 0.01 degC and 1 Pa.  "drawn"
is against the state before that rounding of the inputs.  Exit 0 within the limits, 1 over, 2 bad
input.
"""

import argparse
import importlib
import sys
import types
from array import array
from dataclasses import dataclass

import numpy as np

from tools import states as source
from tools.states import FLUIDS, ROOT

SEED, STATES = 1, 20000
LIMITS_pct = {"R32": 0.15, "R410A": 0.15, "R407C": 0.15}
LIMIT_pct, LIMIT_K, LIMIT_bytes = 0.10, 0.05, 128

for place in ("firmware", "host_tests/cpython"):
    if str(ROOT / place) not in sys.path:
        sys.path.insert(0, str(ROOT / place))


@dataclass
class Found:
    """Errors of one fluid: of COP in per cent, of saturation in K."""

    size: int
    count: int
    max_pct: float
    p99_pct: float
    rms_pct: float
    drawn_pct: float
    dew_K: float
    bubble_K: float
    refused: int


def shipped(name):
    """The rows of integers of a shipped fluid module."""
    module = importlib.import_module("heatpump.fluids." + name.lower())
    return {row: getattr(module, row) for row in ("FRAME", "VAPOUR", "LIQUID", "DEW", "BUBBLE")}


def refrigerant(name, rows):
    """The firmware's Refrigerant over rows of integers."""
    from heatpump.refrigerant import Refrigerant

    arrays = {row: array("h", numbers) for row, numbers in rows.items()}
    return Refrigerant(types.SimpleNamespace(NAME=name, P_TRIP_kPa=1, UNIT_Jpkg=1, **arrays))


def enthalpies(at, whole):
    """h1 h2 h3 of the shipped kernels over arrays t1 p1 t2 p2 t3, as int arrays."""
    from heatpump.enthalpy import liquid, vapour

    n = len(whole["t1"])
    told = {key: array("i", map(int, values)) for key, values in whole.items()}
    found = []
    for kernel, t, p in ((vapour, "t1", "p1"), (vapour, "t2", "p2"), (liquid, "t3", "p2")):
        h = array("i", bytes(4 * n))
        kernel(at.table, told[t], told[p], h, n)
        found.append(np.array(h, np.int64))
    return found


def measure(name, rows, seed, count=STATES):
    """Found over `count` random cycles of `seed`, and saturation from -40 to 67 degC."""
    at, drawn = refrigerant(name, rows), source.states(name, count, seed)
    h1, h2, h3 = enthalpies(at, source.told(drawn))
    refused = int(((h1 == 0) | (h2 == 0) | (h3 == 0)).sum())
    cop = (h2 - h3) / np.where(h2 == h1, 1, h2 - h1)
    error, error_drawn = (
        np.abs(cop * (drawn[k + "2"] - drawn[k + "1"]) / (drawn[k + "2"] - drawn[k + "3"]) - 1)
        for k in "ih"
    )
    dew_K, bubble_K = (saturation_error_K(name, at, side, seed) for side in ("dew", "bubble"))
    size = sum(array("h", row).itemsize * len(row) for row in _distinct(rows))
    return Found(size, count, 100 * error.max(), 100 * np.quantile(error, 0.99),
                 100 * np.sqrt((error**2).mean()), 100 * error_drawn.max(), dew_K, bubble_K,
                 refused)


def _distinct(rows):
    return [row for key, row in rows.items() if key != "BUBBLE" or row is not rows["DEW"]]


def saturation_error_K(name, at, side, seed, count=4000):
    """Greatest error over random pressures whose dew or bubble point is -40..67 degC."""
    curve = source.Saturation(name)
    low = max(curve.p(side, -40.0), at.table[1])
    high = min(curve.p(side, 67.0), at.table[2] - 1)
    p = np.exp(np.random.default_rng(seed).uniform(np.log(low), np.log(high), count))
    p = np.clip(np.round(p).astype(int), at.table[1], at.table[2] - 1)
    tell = at.t_dew_cC if side == "dew" else at.t_bubble_cC
    return max(abs(tell(int(x)) / 100 - t) for x, t in zip(p, curve.t(side, p), strict=True))


def over(name, found):
    """Sentences on what is over its limit."""
    most = LIMITS_pct.get(name, LIMIT_pct)
    rows = ((found.max_pct, most, "COP error, %"), (found.dew_K, LIMIT_K, "dew point, K"),
            (found.bubble_K, LIMIT_K, "bubble point, K"), (found.size, LIMIT_bytes, "bytes"),
            (found.refused, 0, "states refused"))
    return [f"{name}: {what}: {value:.4g} is over {limit}"
            for value, limit, what in rows if not value <= limit]


def main(argv=None):
    parser = argparse.ArgumentParser(prog="python -m tools.accuracy",
                                     description=__doc__.split("\n")[0])
    parser.add_argument("fluids", nargs="*", metavar="FLUID", help=" ".join(FLUIDS))
    parser.add_argument("--seed", type=int, default=SEED, help="of the random states")
    parser.add_argument("--states", type=int, default=STATES, help="how many, 20000")
    options = parser.parse_args(argv)
    if unknown := [f for f in options.fluids if f not in FLUIDS]:
        parser.error(f"fluid: {unknown[0]} is none of {' '.join(FLUIDS)}")
    if options.states < 100:
        parser.error(f"--states: {options.states} is below 100")
    print(f"COP error over {options.states} random cycles, seed {options.seed}, against HEOS")
    print("fluid    bytes   max %  p99 %  rms %  limit   drawn %   dew K  bubble K")
    complaints = []
    for name in options.fluids or FLUIDS:
        f = measure(name, shipped(name), options.seed, options.states)
        print(f"{name:8} {f.size:5}   {f.max_pct:.3f}  {f.p99_pct:.3f}  {f.rms_pct:.3f}   "
              f"{LIMITS_pct.get(name, LIMIT_pct):.2f}    {f.drawn_pct:.3f}    {f.dew_K:.3f}   "
              f"{f.bubble_K:.3f}", flush=True)
        complaints += over(name, f)
    print("\n".join(complaints) if complaints else "All within their limits.")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
