"""Make the plant's property tables: CoolProp (HEOS) in, one small module a fluid out.

    python -m tools.make_plant_tables            write boards/virtual/plant/props_*.py
    python -m tools.make_plant_tables --check    compare with what is there, exit 1 if not the same

The tables stand on a grid of one temperature: the middle of bubble and dew point at a pressure
(for a pure fluid: its saturation temperature).  Every column is taken at that pressure:

    p_Pa          pressure
    glide_K       dew point minus the grid temperature (so bubble = grid - glide)
    hg, hl        enthalpy of dry vapour and of bubbling liquid, J/kg
    rho           density of dry vapour, kg/m3
    l0 l1 l2      liquid, SC kelvin below bubble; q = 1/(SC + LIQUID_K):
                                                      h = hl - SC*(l0 + SC*l1 + q*l2)
    v0 v1 v2 v3   vapour, SH kelvin above dew, to 125 degC; q = 1/(SH + VAPOUR_K):
                                                      h = hg + SH*(v0 + q*(v1 + q*(v2 + q*v3)))
    r0            vapour, SH kelvin above dew:        density = rho / (1 + SH*r0)

and the isentropic work of compression from 5 K of superheat at grid temperature e to the
pressure of grid temperature c is (c - e) times a cubic of both, times (1 + (SH - 5)*WORK_SH).
Errors of each fluid against CoolProp stand in the header of its module.
"""

import argparse
import sys
from pathlib import Path

import CoolProp
import numpy as np
from CoolProp import AbstractState

PLACE = Path(__file__).resolve().parent.parent / "boards" / "virtual" / "plant"
FLUIDS = {"r290": "R290", "r32": "R32", "r410a": "R410A", "r407c": "R407C", "r134a": "R134a"}
LOW_C = {"r407c": -60}   # its bubble point at lower pressures is outside CoolProp
USUAL_LOW_C = -70    # below any suction pressure the machines can reach
STEP_K = 2
TOP_C = 84           # or 3 K below the critical point
HOT_C, HOT_K = 125, 80   # the hottest gas, and the most superheat, that the fit covers ...
COLD_K, LEAST_K = 50, 30 # ... at 0 degC; 1 K less for each below, where evaporators are
# chosen for the least error; near its critical point a fluid bends most at the dome itself
VAPOUR_K = {"r290": 70.0, "r32": 20.0, "r410a": 14.0, "r407c": 36.0, "r134a": 70.0}
LIQUID_K = {"r290": 30.0, "r32": 15.0, "r410a": 9.0, "r407c": 20.0, "r134a": 30.0}
SUBCOOLING_K = 18
COLDEST_C = -73     # CoolProp's R410A and R407C end at 200 K
WORK_DEGREE = 3
POWERS = [(i, j) for i in range(WORK_DEGREE + 1) for j in range(WORK_DEGREE + 1 - i)]


class Fluid:
    """Property truth of one fluid: CoolProp's HEOS, phases given so that nothing is guessed."""

    def __init__(self, name):
        self.dome = AbstractState("HEOS", name)
        self.gas = AbstractState("HEOS", name)
        self.gas.specify_phase(CoolProp.iphase_gas)
        self.liquid = AbstractState("HEOS", name)
        self.liquid.specify_phase(CoolProp.iphase_liquid)
        self.critical_C = self.dome.T_critical() - 273.15

    def at_quality(self, t_C, quality):
        self.dome.update(CoolProp.QT_INPUTS, quality, t_C + 273.15)
        return self.dome

    def middle(self, t_C):
        """(p_Pa, half the glide in K) where `t_C` is the middle of bubble and dew point."""
        p_Pa = self.at_quality(t_C, 1).p()
        for _ in range(60):
            bubble, dew = self.ends(p_Pa)
            error = t_C - 0.5 * (bubble + dew)
            if abs(error) < 1e-9:
                break
            p_Pa *= 1 + 0.028 * error
        return p_Pa, 0.5 * (dew - bubble)

    def ends(self, p_Pa):
        self.dome.update(CoolProp.PQ_INPUTS, p_Pa, 0)
        bubble = self.dome.T() - 273.15
        self.dome.update(CoolProp.PQ_INPUTS, p_Pa, 1)
        return bubble, self.dome.T() - 273.15

    def dry(self, p_Pa):
        self.dome.update(CoolProp.PQ_INPUTS, p_Pa, 1)
        return self.dome.hmass(), self.dome.rhomass(), self.dome.smass()

    def wet(self, p_Pa):
        self.dome.update(CoolProp.PQ_INPUTS, p_Pa, 0)
        return self.dome.hmass()

    def vapour(self, p_Pa, t_C):
        self.gas.update(CoolProp.PT_INPUTS, p_Pa, t_C + 273.15)
        return self.gas.hmass(), self.gas.rhomass(), self.gas.smass()

    def liquid_h(self, p_Pa, t_C):
        self.liquid.update(CoolProp.PT_INPUTS, p_Pa, t_C + 273.15)
        return self.liquid.hmass()

    def isentropic_h(self, p_Pa, s, near_C):
        """Enthalpy at (p, s): Newton on temperature, as blends cannot flash with entropy."""
        t_C = near_C
        for _ in range(60):
            _h, _, s_now = self.vapour(p_Pa, t_C)
            step = (s - s_now) * (t_C + 273.15) / self.gas.cpmass()
            t_C += step
            if abs(step) < 1e-9:
                break
        return self.vapour(p_Pa, t_C)[0]


def minimax(basis, y):
    """Coefficients of least greatest error, by Lawson's weights."""
    weight = np.ones(len(y))
    best, least = None, np.inf
    for _ in range(60):
        root = np.sqrt(weight)
        c = np.linalg.lstsq(basis * root[:, None], y * root, rcond=None)[0]
        error = np.abs(basis @ c - y)
        if error.max() < least:
            best, least = c, error.max()
        weight *= error / error.mean() + 1e-3
        weight /= weight.sum()
    return best


def columns(fluid, t_C, k, liquid_k):
    p_Pa, glide_K = fluid.middle(t_C)
    bubble, dew = t_C - glide_K, t_C + glide_K
    hg, rho, _ = fluid.dry(p_Pa)
    hl = fluid.wet(p_Pa)
    # 1e-3 K off the dome: closer, the phase CoolProp was told is not the one it finds
    dense = (1 - np.cos(np.linspace(0, np.pi, 40))) / 2
    most = min(HOT_K, HOT_C - t_C, max(LEAST_K, COLD_K + t_C))
    sh = 1e-3 + (most - 1e-3) * dense
    h = np.array([fluid.vapour(p_Pa, dew + x)[0] for x in sh])
    q = 1 / (sh + k)
    v = minimax(np.stack([sh, sh * q, sh * q**2, sh * q**3], 1), h - hg)
    sc = np.linspace(0.3, min(SUBCOOLING_K, bubble - COLDEST_C), 20)
    h = np.array([fluid.liquid_h(p_Pa, bubble - x) for x in sc])
    low = minimax(np.stack([sc, sc**2, sc / (sc + liquid_k)], 1), hl - h)
    few = np.linspace(1, 20, 10)
    r = np.array([rho / fluid.vapour(p_Pa, dew + x)[1] - 1 for x in few])
    r0 = float((few * r).sum() / (few * few).sum())
    return [p_Pa, glide_K, hg, hl, rho, *low, *v, r0]


def work(fluid, top_C):
    """(coefficients, WORK_SH, worst relative error): isentropic work / lift as a polynomial."""
    at, y, slopes = [], [], []
    for e in range(-45, 36, 5):
        p1, glide = fluid.middle(e)
        for c in range(int(max(e + 5, -10)), int(min(top_C, 80)) + 1, 5):
            p2, glide2 = fluid.middle(c)
            w = []
            for sh in (5.0, 15.0):
                h1, _, s1 = fluid.vapour(p1, e + glide + sh)
                w.append(fluid.isentropic_h(p2, s1, c + glide2 + sh + 10) - h1)
            at.append((e, c))
            y.append(w[0] / (c - e))
            slopes.append((w[1] / w[0] - 1) / 10)
    at, y = np.array(at), np.array(y)
    a = np.stack([at[:, 0] ** i * at[:, 1] ** j for i, j in POWERS], 1)
    k = np.linalg.lstsq(a / y[:, None], np.ones(len(y)), rcond=None)[0]
    return k, float(np.mean(slopes)), float(np.abs(a @ k / y - 1).max())


NAMES = "p_Pa glide_K hg hl rho l0 l1 l2 v0 v1 v2 v3 r0".split()
DIGITS = (".8g", ".5g", ".9g", ".9g", ".7g", ".7g", ".6g", ".7g",
          ".7g", ".7g", ".8g", ".8g", ".5g")


def module(key, name):
    fluid = Fluid(name)
    top_C = min(TOP_C, STEP_K * int((fluid.critical_C - 3) // STEP_K))
    low_C = LOW_C.get(key, USUAL_LOW_C)
    poles = VAPOUR_K[key], LIQUID_K[key]
    rows = [columns(fluid, t, *poles) for t in range(low_C, top_C + 1, STEP_K)]
    k, slope, worst = work(fluid, top_C)
    lines = [
        f'"""{name}, made by tools/make_plant_tables.py from CoolProp {CoolProp.__version__}.',
        "",
        "Columns: {}; meaning and units in the generator.".format(" ".join(NAMES)),
        f"Isentropic work within {100 * worst:.2f} % of CoolProp; the rest: test_plant_props.py.",
        '"""',
        "",
        f'NAME = "{name}"',
        f"CRITICAL_C = {fluid.critical_C:.3f}",
        f"LOW_C = {low_C}",
        f"STEP_K = {STEP_K}",
        f"WORK_SH = {slope:.5f}",
        f"VAPOUR_K = {VAPOUR_K[key]}",
        f"LIQUID_K = {LIQUID_K[key]}",
        "# fmt: off",
        f"WORK = (    # J/(kg K): of e**i * c**j, i = 0.. and j = 0..{WORK_DEGREE} - i",
    ]
    for i in range(WORK_DEGREE + 1):
        part = [x for x, (a, _) in zip(k, POWERS, strict=False) if a == i]
        lines.append("    " + " ".join(f"{x:.8g}," for x in part))
    lines += [")", "ROWS = ("]
    for row in rows:
        pairs = zip(row, DIGITS, strict=True)
        text = ["0.0" if abs(x) < 1e-12 else format(x, d) for x, d in pairs]
        lines.append("    ({}),".format(",".join(text)))
    lines += [")", ""]
    return "\n".join(lines)


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    parser.add_argument("fluid", nargs="*", default=[], help="some of: " + " ".join(FLUIDS))
    args = parser.parse_args(argv)
    different = []
    for key in args.fluid or FLUIDS:
        if key not in FLUIDS:
            print("fluid: {} is not one of {}".format(key, " ".join(FLUIDS)), file=sys.stderr)
            return 2
        text = module(key, FLUIDS[key])
        path = PLACE / (f"props_{key}.py")
        if not args.check:
            path.write_text(text)
            print(f"{path.name}: {len(text)} bytes")
        elif not path.exists() or path.read_text() != text:
            different.append(path.name)
    if different:
        print("not as generated: " + " ".join(different))
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
