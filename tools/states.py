"""Random states of the heat-pump cycle with CoolProp's HEOS enthalpies: the truth of the fits.

A state is a whole cycle: suction vapour (t1, p1), discharge vapour (t2, p2) and liquid line
(t3, p2).  It is drawn from the envelope below; the discharge temperature follows from an
isentropic efficiency.  Each point carries two truths: the enthalpy of the state as drawn
(h1 h2 h3), and that of the state rounded to what the firmware is told, 0.01 degC and 1 Pa
(i1 i2 i3).  Drawing is slow for mixtures, so the arrays are kept under build/states.
"""

import pathlib

import CoolProp
import numpy as np
from CoolProp import AbstractState
from CoolProp.CoolProp import PropsSI
from scipy.interpolate import CubicSpline

ROOT = pathlib.Path(__file__).resolve().parent.parent
CACHE = ROOT / "build" / "states"
FLUIDS = ("R290", "R32", "R410A", "R134a", "R454B", "R1234yf", "R407C")
BLENDS = {"R454B": (("R32", 0.689), ("R1234yf", 0.311))}  # by mass; CoolProp has no pure fluid

# fmt: off
TE_C, TC_C = (-30.0, 20.0), (20.0, 65.0)    # evaporating and condensing dew temperature
SUPERHEAT_K, SUBCOOLING_K = (2.0, 30.0), (0.0, 15.0)
EFFICIENCY = (0.5, 0.8)                     # isentropic: fixes the discharge temperature
LIFT_MIN_K, DISCHARGE_MAX_C = 15.0, 130.0
# fmt: on
_ZERO_C = 273.15
_COLUMNS = ("te", "tc", "t1", "p1", "t2", "p2", "t3", "h1", "h2", "h3", "i1", "i2", "i3")


def open_state(name, phase=None):
    """A CoolProp HEOS state of the fluid, optionally held in 'gas' or 'liquid'."""
    if name in BLENDS:
        moles = [share / PropsSI("M", part) for part, share in BLENDS[name]]
        state = AbstractState("HEOS", "&".join(part for part, _ in BLENDS[name]))
        state.set_mole_fractions([m / sum(moles) for m in moles])
    else:
        state = AbstractState("HEOS", name)
    if phase:
        state.specify_phase(getattr(CoolProp, "iphase_" + phase))
    return state


class Saturation:
    """Dew and bubble curves: p_Pa(t_C) and back, through splines of ln p on a 1 K grid."""

    def __init__(self, name, low_C=-45.0, high_C=69.0):
        state = open_state(name)
        self.t_C, self.p_Pa = {}, {}
        for side, quality in (("dew", 1), ("bubble", 0)):
            points = [(t, self._pressure(state, quality, t)) for t in np.arange(low_C, high_C + 1)]
            t, p = zip(*[pair for pair in points if pair[1]], strict=True)
            self.t_C[side], self.p_Pa[side] = np.array(t), np.array(p)
        self.pure = len(t) == len(self.t_C["dew"]) and np.allclose(p, self.p_Pa["dew"], rtol=1e-6)
        self._p = {s: CubicSpline(self.t_C[s], np.log(p)) for s, p in self.p_Pa.items()}
        self._t = {s: CubicSpline(np.log(p), self.t_C[s]) for s, p in self.p_Pa.items()}

    @staticmethod
    def _pressure(state, quality, t_C):
        """None where the flash of a mixture does not converge; the spline bridges it."""
        try:
            state.update(CoolProp.QT_INPUTS, quality, t_C + _ZERO_C)
        except ValueError:
            return None
        return state.p()

    def p(self, side, t_C):
        return np.exp(self._p[side](t_C))

    def t(self, side, p_Pa):
        return self._t[side](np.log(p_Pa))


class _Cycle:
    """Works one drawn state out, or returns None where it leaves the envelope."""

    def __init__(self, name):
        self.gas, self.liquid = open_state(name, "gas"), open_state(name, "liquid")
        self.saturation = Saturation(name)

    def enthalpy(self, state, t_C, p_Pa):
        state.update(CoolProp.PT_INPUTS, p_Pa, t_C + _ZERO_C)
        return state.hmass()

    def _discharge(self, p_Pa, start_C, wanted, floor_C):
        """Temperature at which wanted(gas) -> (surplus, slope) is zero, by Newton."""
        t_C = start_C
        for _ in range(40):
            self.gas.update(CoolProp.PT_INPUTS, p_Pa, t_C + _ZERO_C)
            surplus, slope = wanted(self.gas)
            t_C = max(t_C - surplus / slope, floor_C)
            if abs(surplus / slope) < 1e-7:
                return t_C
        return None

    def work(self, te, tc, superheat, subcooling, efficiency):
        p1, p2 = (float(self.saturation.p("dew", t)) for t in (te, tc))
        t1 = te + superheat
        h1 = self.enthalpy(self.gas, t1, p1)
        s1 = self.gas.smass()
        t = self._discharge(
            p2, tc + 20, lambda g: (g.smass() - s1, g.cpmass() / (g.T())), tc + 0.01
        )
        if t is None:
            return None
        h2 = h1 + (self.enthalpy(self.gas, t, p2) - h1) / efficiency
        t2 = self._discharge(p2, t + 10, lambda g: (g.hmass() - h2, g.cpmass()), tc + 0.01)
        if t2 is None or t2 > DISCHARGE_MAX_C or t2 < tc + 1:
            return None
        t3 = float(self.saturation.t("bubble", p2)) - max(subcooling, 0.001)
        h3 = self.enthalpy(self.liquid, t3, p2)
        whole = [round(t, 2) for t in (t1, t2, t3)]
        i1 = self.enthalpy(self.gas, whole[0], round(p1))
        i2 = self.enthalpy(self.gas, whole[1], round(p2))
        i3 = self.enthalpy(self.liquid, whole[2], round(p2))
        return te, tc, t1, p1, t2, p2, t3, h1, h2, h3, i1, i2, i3


def _edge(draw, low, high, edges):
    """A uniform draw; with edges, one in four lies on a limit, where fits are worst."""
    if edges and draw.random() < 0.25:
        return low if draw.random() < 0.5 else high
    return draw.uniform(low, high)


def _make(name, count, seed, edges):
    draw, cycle, rows = np.random.default_rng(seed), _Cycle(name), []
    while len(rows) < count:
        te, tc, superheat, subcooling, efficiency = (
            _edge(draw, low, high, edges)
            for low, high in (TE_C, TC_C, SUPERHEAT_K, SUBCOOLING_K, EFFICIENCY)
        )
        if tc - te < LIFT_MIN_K:
            continue
        row = cycle.work(te, tc, superheat, subcooling, efficiency)
        if row:
            rows.append(row)
    return np.array(rows)


def states(name, count, seed, edges=False):
    """`count` cycles of fluid `name` as a dict of float arrays.

    Temperatures in degC, pressures in Pa, enthalpies in J/kg on CoolProp's own origin; the
    keys are te tc t1 p1 t2 p2 t3, h1 h2 h3 as drawn, and i1 i2 i3 rounded as the firmware
    sees them.
    """
    path = CACHE / f"{name}_{count}_{seed}{'_edges' if edges else ''}.npy"
    if not path.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        np.save(path, _make(name, count, seed, edges))
    return dict(zip(_COLUMNS, np.load(path).T, strict=True))


def told(drawn):
    """What the firmware is told of the states: int arrays t1 p1 t2 p2 t3 in 0.01 degC and Pa."""
    whole = {k: np.round(drawn[k] * 100).astype(np.int64) for k in ("t1", "t2", "t3")}
    return whole | {k: np.round(drawn[k]).astype(np.int64) for k in ("p1", "p2")}


def critical_C(name):
    """Where the dew and bubble curves meet; for a blend its pseudo-critical temperature."""
    if name in BLENDS:
        return 78.1  # R454B: CoolProp's critical point search, rounded
    return open_state(name).T_critical() - _ZERO_C
