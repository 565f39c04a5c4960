"""h(T, p) and T(p) of one refrigerant in integers; its numbers come from `heatpump.fluids`.

For single states there are the methods of Refrigerant.  A native loop over a block calls the
kernels of enthalpy.py itself, with `refrigerant.table`:

    vapour(table, t_cC, p_Pa, h_Jpkg, n)     h_Jpkg[i] from t_cC[i], p_Pa[i], i < n
    liquid(table, t_cC, p_Pa, h_Jpkg, n)

All but `table` are array("i") of n items or more and may hold any ints.  Enthalpies share one
origin and lie in 1..2**20; a state outside the range is refused: its enthalpy is 0.
Dew and bubble temperature are polynomials in q ~ p**(1/4).
"""

from array import array

from micropython import const

from heatpump.enthalpy import BIAS, first, liquid, vapour

REFUSED_cC = const(-27315)  # the dew temperature of a pressure outside the range
# Left shifts from the 16-bit numbers of a fluid module to what the sums take.
_FRAME_SHIFTS = (8, 8, 0, 0, 0, 0, 0)
_VAPOUR_SHIFTS = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 5)
_LIQUID_SHIFTS = (0, 0, 0, 2, 5, 0, 0, 0, 0)
_SATURATION_SHIFTS = (0, 0, 0, 1, 1)


def root4(p_Pa):
    """About p**(1/4), scaled to +-8192, by Newton from straight lines.  p 10_000..5_000_000"""
    n = p_Pa << 7  # < 2**30
    x = 2000 + (p_Pa >> 8)
    x = (x + n // x) >> 1
    x = (x + n // x) >> 1
    x += n // x  # twice the square root, < 2**16
    n = x << 14  # < 2**30
    x = 7000 + (x >> 1)
    x = (x + n // x) >> 1
    return ((x + n // x) >> 1) - 18560


def saturation_cC(c, q):
    """Horner's rule in eighths of 0.01 degC, rounded; q of root4."""
    t = (c[0] * q >> 13) + c[1]
    t = (t * q >> 13) + c[2]
    t = (t * q >> 13) + c[3]
    return ((t * q >> 13) + c[4] + 4) >> 3


def _wider(numbers, shifts):
    return [n << s for n, s in zip(numbers, shifts)]


class Refrigerant:
    """The properties of one fluid module.

    h_vapour, h_liquid: J/kg, 0 where refused.  t_dew_cC, t_bubble_cC: REFUSED_cC where refused.
    Any small ints are accepted.  Only p_dew_Pa takes long; nothing allocates after __init__.
    """

    def __init__(self, fluid):
        self.name = fluid.NAME
        self.p_trip_kPa = fluid.P_TRIP_kPa
        wide = 0 if first(array("i", (-1,))) == -1 else 32  # see enthalpy.BIAS
        numbers = _wider(fluid.VAPOUR, _VAPOUR_SHIFTS) + _wider(fluid.LIQUID, _LIQUID_SHIFTS)
        frame = list(fluid.FRAME)
        frame = _wider(frame[:2] + frame[1:], _FRAME_SHIFTS)  # the upper limit counts as P too
        self.table = array("i", [wide] + frame + [n + BIAS for n in numbers])
        self._dew = array("i", _wider(fluid.DEW, _SATURATION_SHIFTS))
        self._bubble = array("i", _wider(fluid.BUBBLE, _SATURATION_SHIFTS))
        self._t, self._p, self._h = [array("i", (0,)) for _ in range(3)]

    def h_vapour(self, t_cC, p_Pa):
        self._t[0] = t_cC
        self._p[0] = p_Pa
        vapour(self.table, self._t, self._p, self._h, 1)
        return self._h[0]

    def h_liquid(self, t_cC, p_Pa):
        self._t[0] = t_cC
        self._p[0] = p_Pa
        liquid(self.table, self._t, self._p, self._h, 1)
        return self._h[0]

    def p_in_range(self, p_Pa):
        """Dew point -40 to 67 degC, to a few hundred pascal."""
        return self.table[1] <= p_Pa < self.table[2]

    def t_dew_cC(self, p_Pa):
        if self.table[1] <= p_Pa < self.table[2]:
            return saturation_cC(self._dew, root4(p_Pa))
        return REFUSED_cC

    def t_bubble_cC(self, p_Pa):
        if self.table[1] <= p_Pa < self.table[2]:
            return saturation_cC(self._bubble, root4(p_Pa))
        return REFUSED_cC

    def p_dew_Pa(self, t_cC):
        """Pressure whose dew point is t_cC, -4000..6700, by halving; for start-up, not scans."""
        low_Pa, high_Pa = self.table[1], self.table[2] - 1
        while high_Pa - low_Pa > 1:
            p_Pa = (low_Pa + high_Pa) // 2
            if self.t_dew_cC(p_Pa) < t_cC:
                low_Pa = p_Pa
            else:
                high_Pa = p_Pa
        return high_Pa


def load(name):
    """The Refrigerant called `name`, as "R290"; ImportError when there is no such fluid."""
    return Refrigerant(__import__("heatpump.fluids." + name.lower(), None, None, ("NAME",)))
