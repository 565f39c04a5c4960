"""The fluid of a log p-h diagram: dome, isotherms and the points of a cycle, from CoolProp HEOS.

    chart(fluid)           all that a diagram needs, as JSON carries it
    dome(fluid)            bubble and dew line
    isotherms(fluid)       lines of one temperature, across the dome
    state_points(fluid, p_suction_kPa, p_discharge_kPa, t_suction_C, t_discharge_C, t_liquid_C)

A point is [h_kJpkg, p_bar]: enthalpy with 200 kJ/kg in boiling liquid of 0 degC (IIR), absolute
pressure.  fluid: one of tools.states.FLUIDS, else ValueError.  Of a blend the saturation
temperature of a pressure is that of its dew, as superheat counts, and of its bubble point
where subcooling does.  What a page reads off the tables of chart() (tools/ph.js does) lies
within 0.3 kJ/kg of CoolProp.
"""

import functools
import math

import CoolProp
from scipy.interpolate import CubicSpline

from tools.states import FLUIDS, critical_C, open_state

_ZERO_C = 273.15
_LOW_C = -45.0
# the dome turns sharply at its top
_BELOW_CRITICAL_K = (20, 15, 11, 8, 6, 4.5, 3.2, 2.2, 1.4, 0.8, 0.4, 0.15, 0.04)
_OVER_K = (0, 2, 5, 8, 12, 17, 23, 30, 38, 47, 57, 68, 80, 95, 110)
_ISOTHERM_STEP_C = 20
_TOP = 1.25  # the chart reaches to so many times the critical pressure


class _Fluid:
    """CoolProp's states of one fluid, and the curves of its saturation."""

    def __init__(self, name):
        if name not in FLUIDS:
            raise ValueError(f"fluid: {name} is not one of {', '.join(FLUIDS)}")
        self.name = name
        self.both, self.gas, self.liquid = (open_state(name, x) for x in (None, "gas", "liquid"))
        self.origin_Jpkg = 0.0
        self.origin_Jpkg = self._saturated(0, 0.0)[0] * 1000.0 - 200e3
        top_C = math.floor(critical_C(name) - _BELOW_CRITICAL_K[0])
        grid = [float(t) for t in range(int(_LOW_C), top_C, 2)]
        grid += [critical_C(name) - k for k in _BELOW_CRITICAL_K]
        found = []
        for t, bubble, dew in [(t, self._saturated(0, t), self._saturated(1, t)) for t in grid]:
            # near its critical point the flash of a mixture does not converge, or swaps its ends
            whole = bubble and dew and bubble[0] < dew[0]
            last = found[-1] if found else (0, (0, 0), (0, 0))
            if whole and bubble[1] > last[1][1] and dew[1] > last[2][1]:
                found.append((t, bubble, dew))
        self._smooth(found)
        self.rows = [(t, self.saturated(0, t), self.saturated(1, t)) for t in grid
                     if t <= found[-1][0]]  # fmt: skip

    def _smooth(self, found):
        """Splines through what was found: of h and ln p by temperature, and back by ln p."""
        t_C = [row[0] for row in found]
        self._curves = []
        for side in (1, 2):
            ln_p = [math.log(row[side][1]) for row in found]
            h = CubicSpline(t_C, [row[side][0] for row in found])
            self._curves.append((h, CubicSpline(t_C, ln_p), CubicSpline(ln_p, t_C)))

    def saturated(self, side, t_C):
        """(h_kJpkg, p_bar) of the bubble (side 0) or dew (1) line."""
        h, ln_p, _ = self._curves[side]
        return float(h(t_C)), math.exp(ln_p(t_C))

    def _saturated(self, quality, t_C):
        """(h_kJpkg, p_bar), or None where CoolProp finds no equilibrium."""
        try:
            self.both.update(CoolProp.QT_INPUTS, quality, t_C + _ZERO_C)
        except ValueError:
            return None
        return (self.both.hmass() - self.origin_Jpkg) / 1000.0, self.both.p() / 1e5

    def enthalpy(self, state, t_C, p_bar):
        """kJ/kg of gas or liquid; None where the equation of state does not reach."""
        try:
            state.update(CoolProp.PT_INPUTS, p_bar * 1e5, t_C + _ZERO_C)
        except ValueError:
            return None
        return (state.hmass() - self.origin_Jpkg) / 1000.0

    def saturation_C(self, side, p_bar):
        """Temperature of the bubble (side 0) or dew (1) line."""
        return float(self._curves[side][2](math.log(p_bar)))


@functools.lru_cache
def _fluid(name):
    return _Fluid(name)


def dew_kPa(fluid, t_C):
    """Pressure of the dew point, kPa absolute; t_C from -45 up to the critical point."""
    return _fluid(fluid).saturated(1, t_C)[1] * 100.0


def _rounded(points):
    return [[round(h, 2), float(f"{p:.5g}")] for h, p in points]


def dome(fluid):
    """{"bubble": points, "dew": points, "top": point}; both lines begin at -45 degC."""
    rows = _fluid(fluid).rows
    (h_left, p_left), (h_right, p_right) = rows[-1][1:]
    top = [(h_left + h_right) / 2, max(p_left, p_right)]
    return {
        "bubble": _rounded(r[1] for r in rows), "dew": _rounded(r[2] for r in rows),
        "top": _rounded([top])[0],
    }  # fmt: skip


def isotherms(fluid, temperatures_C=None):
    """[{"t_C", "points"}]: compressed liquid, straight across the dome, gas down to 0.4 bar.

    temperatures_C: by default every 20 K from -40 degC up to 160 degC.
    """
    if temperatures_C is None:
        temperatures_C = range(-40, 161, _ISOTHERM_STEP_C)
    return [{"t_C": t, "points": _rounded(_isotherm(_fluid(fluid), t))} for t in temperatures_C]


def _isotherm(of, t_C):
    top_bar = of.rows[-1][2][1]
    bubble, dew = (of.saturated(n, t_C) if t_C < of.rows[-1][0] else None for n in (0, 1))
    points = []
    if bubble:
        pressures = [top_bar * _TOP * (bubble[1] / top_bar / _TOP) ** (n / 4) for n in range(4)]
        points = [(of.enthalpy(of.liquid, t_C, p), p) for p in pressures] + [bubble, dew]
    high_bar, gas = (dew[1], of.gas) if dew else (top_bar * _TOP, of.both)
    steps = [(n / 28) ** 1.6 for n in range(1 if dew else 0, 29)]
    if not dew and t_C < of.rows[-1][0] + 25:  # just above the critical point it bends sharply
        steps = sorted(steps + [n / 300 for n in range(1, 60, 2)])
    pressures = [high_bar * (0.4 / high_bar) ** step for step in steps]
    points += [(of.enthalpy(gas, t_C, p), p) for p in pressures]
    return [(h, p) for h, p in points if h is not None]


def chart(fluid):
    """Everything a page needs to draw the fluid and to place points on it, for json.dumps.

    dome, isotherms as above.  saturation: rows [t_C, bubble p_bar, dew p_bar], to be read
    by the logarithm of p.  gas: h_kJpkg[i][j] at pressure p_bar[i], over_K[j] above the dew
    point.  liquid: rows [t_C, h_kJpkg] of boiling liquid.
    """
    of = _fluid(fluid)
    rows = [r for r in of.rows if r[0] <= of.rows[-1][0] - 4]
    dew = [r for r in rows if r[2][1] > 0.4][::2]
    table = [
        [round(r[2][0] if over == 0 else of.enthalpy(of.gas, r[0] + over, r[2][1]), 2)
         for over in _OVER_K] for r in dew
    ]  # fmt: skip
    return {
        "fluid": fluid, "dome": dome(fluid), "isotherms": isotherms(fluid),
        "saturation": [[round(t, 2), *(float(f"{x[1]:.5g}") for x in (b, d))] for t, b, d in rows],
        "gas": {"p_bar": [float(f"{r[2][1]:.5g}") for r in dew], "over_K": list(_OVER_K),
                "h_kJpkg": table},
        "liquid": [[round(t, 2), round(b[0], 2)] for t, b, _ in rows],
    }  # fmt: skip


def state_points(fluid, p_suction_kPa, p_discharge_kPa, t_suction_C, t_discharge_C, t_liquid_C):
    """The cycle that these readings mean: a dict of

    points: [1 suction, 2 discharge, 3 liquid line, 4 after the valve, at the enthalpy of 3];
    evaporating_C, condensing_C: dew; superheat_K, subcooling_K, negative when a probe reads
    beyond the line, where the point is then drawn; cop_heat: (h2 - h3) / (h2 - h1), or None.
    Pressures are absolute, 40 kPa up to the critical one, else ValueError.
    """
    of = _fluid(fluid)
    low_bar, high_bar = p_suction_kPa / 100.0, p_discharge_kPa / 100.0
    for name, p_bar in (("p_suction", low_bar), ("p_discharge", high_bar)):
        if not 0.4 <= p_bar < of.rows[-1][2][1]:
            most_kPa = of.rows[-1][2][1] * 100.0
            raise ValueError(f"{name}: {p_bar * 100:.0f} is outside 40..{most_kPa:.0f} kPa")
    evaporating_C, condensing_C = (of.saturation_C(1, p) for p in (low_bar, high_bar))
    bubble_C = of.saturation_C(0, high_bar)
    h1 = _gas(of, evaporating_C, t_suction_C, low_bar)
    h2 = _gas(of, condensing_C, t_discharge_C, high_bar)
    h3 = _liquid(of, bubble_C, t_liquid_C, high_bar)
    points = [[h1, low_bar], [h2, high_bar], [h3, high_bar], [h3, low_bar]]
    return {
        "points": points, "evaporating_C": evaporating_C, "condensing_C": condensing_C,
        "superheat_K": t_suction_C - evaporating_C, "subcooling_K": bubble_C - t_liquid_C,
        "cop_heat": (h2 - h3) / (h2 - h1) if h2 > h1 else None,
    }  # fmt: skip


def _gas(of, dew_C, t_C, p_bar):
    return of.saturated(1, dew_C)[0] if t_C <= dew_C else of.enthalpy(of.gas, t_C, p_bar)


def _liquid(of, bubble_C, t_C, p_bar):
    if t_C >= bubble_C:
        return of.saturated(0, bubble_C)[0]
    return of.enthalpy(of.liquid, t_C, p_bar)
