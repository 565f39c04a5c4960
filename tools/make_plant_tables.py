"""Make the plant's property tables: CoolProp (HEOS) in, one small module a fluid out.

    python -m tools.make_plant_tables            write boards/virtual/plant/props_*.py
    python -m tools.make_plant_tables --check    compare with what is there, exit 1 if not the same

The tables stand on a grid of one temperature: the middle between bubble and dew point at a pressure
(for a pure fluid: its saturation temperature).  Every column is taken at that pressure:

    p_Pa          pressure
    glide_K       dew point minus the grid temperature (so bubble = grid - glide)
    hg, hl        enthalpy of dry vapour and of bubbling liquid, J/kg
    rho           density of dry vapour, kg/m3
    l0 l1         liquid, SC kelvin below bubble:     h = hl - SC*(l0 + SC*l1)
    v0 v1 v2 v3   vapour, SH kelvin above dew:        h = hg + SH*(v0 + SH*(v1 + SH*(v2 + SH*v3)))
    r0            vapour, SH kelvin above dew:        density = rho / (1 + SH*r0)

and the isentropic work of compression from 5 K of superheat at grid temperature e to the pressure of
grid temperature c is (c - e) times a cubic of both, times (1 + (SH - 5)*WORK_SH).
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
SUPERHEAT_K = 110    # discharge gas: 150 degC at 40 degC condensing
SUBCOOLING_K = 18
COLDEST_C = -73     # CoolProp's R410A and R407C end at 200 K
WORK_DEGREE = 3
POWERS = [(i, j) for i in range(WORK_DEGREE + 1) for j in range(WORK_DEGREE + 1 - i)]


class Fluid:
    """Property truth of one fluid: CoolProp's HEOS, phases given so that nothing has to be guessed."""

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
        """Pressure whose bubble and dew points have `t_C` in their middle; returns (p_Pa, half glide K)."""
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
        """Enthalpy at (p, s): Newton on temperature, because the blends cannot flash with entropy."""
        t_C = near_C
        for _ in range(60):
            h, _, s_now = self.vapour(p_Pa, t_C)
            step = (s - s_now) * (t_C + 273.15) / self.gas.cpmass()
            t_C += step
            if abs(step) < 1e-9:
                break
        return self.vapour(p_Pa, t_C)[0]


def columns(fluid, t_C):
    p_Pa, glide_K = fluid.middle(t_C)
    bubble, dew = t_C - glide_K, t_C + glide_K
    hg, rho, _ = fluid.dry(p_Pa)
    hl = fluid.wet(p_Pa)
    # 1e-3 K off the dome: closer, the phase CoolProp was told is not the one it finds
    sh = 1e-3 + (SUPERHEAT_K - 1e-3) * (1 - np.cos(np.linspace(0, np.pi, 40))) / 2
    h = np.array([fluid.vapour(p_Pa, dew + x)[0] for x in sh])
    v = np.linalg.lstsq(np.stack([sh ** k for k in (1, 2, 3, 4)], 1), h - hg, rcond=None)[0]
    sc = np.linspace(0.5, min(SUBCOOLING_K, bubble - COLDEST_C), 20)
    h = np.array([fluid.liquid_h(p_Pa, bubble - x) for x in sc])
    low = np.linalg.lstsq(np.stack([sc, sc ** 2], 1), hl - h, rcond=None)[0]
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


NAMES = "p_Pa glide_K hg hl rho l0 l1 v0 v1 v2 v3 r0".split()
DIGITS = (".8g", ".5g", ".9g", ".9g", ".7g", ".7g", ".5g", ".7g", ".6g", ".5g", ".4g", ".5g")


def module(key, name):
    fluid = Fluid(name)
    top_C = min(TOP_C, STEP_K * int((fluid.critical_C - 3) // STEP_K))
    low_C = LOW_C.get(key, USUAL_LOW_C)
    rows = [columns(fluid, t) for t in range(low_C, top_C + 1, STEP_K)]
    k, slope, worst = work(fluid, top_C)
    lines = [
        '"""%s, made by tools/make_plant_tables.py from CoolProp %s (HEOS); do not edit.'
        % (name, CoolProp.__version__),
        "",
        "Columns: %s; meaning and units in the generator." % " ".join(NAMES),
        "Isentropic work within %.2f %% of CoolProp.  h differences: host_tests/test_plant_props.py." % (100 * worst),
        '"""',
        "",
        'NAME = "%s"' % name,
        "CRITICAL_C = %.3f" % fluid.critical_C,
        "LOW_C = %d" % low_C,
        "STEP_K = %d" % STEP_K,
        "WORK_SH = %.5f" % slope,
        "# fmt: off",
        "WORK = (    # J/(kg K): of e**i * c**j, i = 0.. and j = 0..%d - i" % WORK_DEGREE,
    ]
    for i in range(WORK_DEGREE + 1):
        part = [x for x, (a, _) in zip(k, POWERS) if a == i]
        lines.append("    " + " ".join("%.8g," % x for x in part))
    lines += [")", "ROWS = ("]
    for row in rows:
        text = ["0.0" if abs(x) < 1e-12 else format(x, d) for x, d in zip(row, DIGITS)]
        lines.append("    (%s)," % ",".join(text))
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
            print("fluid: %s is not one of %s" % (key, " ".join(FLUIDS)), file=sys.stderr)
            return 2
        text = module(key, FLUIDS[key])
        path = PLACE / ("props_%s.py" % key)
        if not args.check:
            path.write_text(text)
            print("%s: %d bytes" % (path.name, len(text)))
        elif not path.exists() or path.read_text() != text:
            different.append(path.name)
    if different:
        print("not as generated: " + " ".join(different))
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
