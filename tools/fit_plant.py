"""Fit the R290 monobloc's nine uncertain parameters to the ten certificate points.

    python -m tools.fit_plant        three minutes; prints the values to copy into machines.py

Least squares of the relative COP errors, in units of 2 %, with a weak pull (0.6 a full range) to
what data sheets say, so that no parameter runs to a bound.  The points: tools.validate.
"""

import sys

import numpy as np
from scipy.optimize import least_squares

from tools import plant_bench as bench
from tools.validate import CERTIFICATES, DESIGN_W, FITTED

TYPICAL = {"isentropic": 0.71, "best_ratio": 2.0, "off_best": 0.18, "out_UA_W_K": 2300,
           "out_ref_W_K": 4500, "in_UA_W_K": 4500, "in_ref_W_K": 5500, "friction_W": 50,
           "drive_W": 25}
LOW, HIGH = (np.array([bounds[i] for bounds in FITTED.values()], float) for i in (0, 1))


def errors(changes):
    """Relative COP error of each certificate point."""
    out = []
    for _, t, rh, outlet_C, part, pump, median, _, _, ice in CERTIFICATES:
        rate = bench.iced_point if ice else bench.point
        r = rate(outlet_C, load_W=part * DESIGN_W, pump=pump, t_air_C=t, rh=rh, changes=changes)
        out.append(r["cop"] / median - 1)
    return np.array(out)


def main():
    typical = (np.array([TYPICAL[k] for k in FITTED]) - LOW) / (HIGH - LOW)

    def residuals(z):
        values = LOW + (HIGH - LOW) * z
        changes = dict(zip(FITTED, map(float, values), strict=True))
        return np.concatenate([errors(changes) / 0.02, 0.6 * (z - typical)])

    found = least_squares(residuals, typical, bounds=(0.05, 0.95), diff_step=0.03, max_nfev=14)
    values = LOW + (HIGH - LOW) * found.x
    for name, value, z in zip(FITTED, values, found.x, strict=True):
        print(f'    "{name}": {value:.4g},    # {100 * z:.0f} % of the way between its bounds')
    e = found.fun[: len(CERTIFICATES)] * 0.02
    print(f"rms {100 * np.sqrt((e**2).mean()):.2f} %, worst {100 * abs(e).max():.1f} %")
    return 0


if __name__ == "__main__":
    sys.exit(main())
