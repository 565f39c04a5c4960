"""h(T, p) and T(p) of one refrigerant by integer polynomials; its numbers come from `fluids`.

Vapour (suction and discharge alike) is one polynomial of total degree 5 in two variables:
    y = 2**15 p / (p + P) - 2**13     bends the pressure so that its low end gets enough room
    x = T - y/2 - X                   runs along the dew line, so that coefficients stay small
Liquid is a polynomial in u ~ sqrt(T_critical - T), one Newton step from a straight line,
with a term in p.  Dew and bubble temperature are polynomials in q ~ p**(1/4).
Rows are summed by Horner's rule with a right shift for every product.

Kernels over blocks, for a native loop; plain functions on CPython:
    vapour(table, t_cC, p_Pa, h_Jpkg, n)     h_Jpkg[i] from t_cC[i], p_Pa[i], i < n
    liquid(table, t_cC, p_Pa, h_Jpkg, n)
`table` is Refrigerant(fluid).table; the others are array("i") of n items or more, any small
ints.  Enthalpies share one origin and lie in 1..2**20; a state outside the range gives 0.
Every intermediate lies in [-2**30, 2**30): tools/intervals.py proves it on this source for
every fluid and all inputs, which is what permits viper (it wraps silently).
"""

from array import array

import micropython
from micropython import const

REFUSED_cC = const(-27315)  # the dew temperature of a pressure outside the range
_BIAS = const(1 << 28)  # added to table entries: ptr32 loads are unsigned on 64-bit machines
# Left shifts that bring the 16-bit numbers of a fluid module to what the kernels add up.
_VAPOUR_SHIFTS = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1, 5)
_LIQUID_SHIFTS = (0, 0, 0, 2, 5, 0, 0, 0, 0)
_SATURATION_SHIFTS = (0, 0, 0, 1, 1)


@micropython.viper
def _first(a: ptr32) -> int:
    return int(a[0])


@micropython.viper
def vapour(k: ptr32, t_cC: ptr32, p_Pa: ptr32, h_Jpkg: ptr32, n: int):
    """Enthalpy of n vapour states; 0 where one is outside the range."""
    b = int(_BIAS)
    wide = int(k[0])
    i = 0
    while i < n:
        h = 0
        p = int(p_Pa[i]) << wide >> wide
        z = p >> 8
        if z >= int(k[1]) and z < int(k[2]):
            y = (p << 7) // (int(k[2]) + z) - 8192
            t = int(t_cC[i]) << wide >> wide
            x = t - (y >> 1) - int(k[3])
            if x > -6560 and x < 6560:
                h = int(k[7]) - b
                a = ((int(k[8]) - b) * y >> 13) + int(k[9]) - b
                h = (h * x >> 13) + a
                a = ((int(k[10]) - b) * y >> 13) + int(k[11]) - b
                a = (a * y >> 13) + int(k[12]) - b
                h = (h * x >> 13) + a
                a = ((int(k[13]) - b) * y >> 13) + int(k[14]) - b
                a = (a * y >> 13) + int(k[15]) - b
                a = (a * y >> 13) + int(k[16]) - b
                h = (h * x >> 13) + a
                a = ((int(k[17]) - b) * y >> 13) + int(k[18]) - b
                a = (a * y >> 13) + int(k[19]) - b
                a = (a * y >> 13) + int(k[20]) - b
                a = (a * y >> 13) + int(k[21]) - b
                h = (h * x >> 14) + a
                a = ((int(k[22]) - b) * y >> 13) + int(k[23]) - b
                a = (a * y >> 13) + int(k[24]) - b
                a = (a * y >> 13) + int(k[25]) - b
                a = (a * y >> 13) + int(k[26]) - b
                a = (a * y >> 13) + int(k[27]) - b
                h = (h * x >> 12) + a
        h_Jpkg[i] = h
        i += 1


@micropython.viper
def liquid(k: ptr32, t_cC: ptr32, p_Pa: ptr32, h_Jpkg: ptr32, n: int):
    """Enthalpy of n liquid states; 0 where one is outside the range."""
    b = int(_BIAS)
    wide = int(k[0])
    i = 0
    while i < n:
        h = 0
        z = (int(p_Pa[i]) << wide >> wide) >> 8
        t = int(t_cC[i]) << wide >> wide
        if z >= int(k[1]) and z < int(k[2]) and t >= -2000 and t <= 6600:
            d = int(k[4]) - t
            x = int(k[5]) + (d << 1)
            u = ((x + (d << 16) // x) >> 1) - int(k[6])
            z -= int(k[2]) >> 1
            h = ((int(k[28]) - b) * u >> 13) + int(k[29]) - b
            h = (h * u >> 13) + int(k[30]) - b
            h = (h * u >> 13) + int(k[31]) - b
            h = (h * u >> 12) + int(k[32]) - b
            a = ((int(k[33]) - b) * u >> 13) + int(k[34]) - b
            a = (a * u >> 13) + int(k[35]) - b
            a = (a * u >> 13) + int(k[36]) - b
            h += a * z >> 13
        h_Jpkg[i] = h
        i += 1


def _root4(p_Pa):
    """A smooth stand-in for p**(1/4), 7_500..19_500 * 1.41: Newton steps from straight lines."""
    n = p_Pa << 7  # < 2**30 below 8.3 MPa
    x = 3000 + (p_Pa >> 8)
    x = (x + n // x) >> 1
    x += n // x  # twice the square root: < 2**16
    z = 7000 + (x >> 1)
    return ((z + (x << 14) // z) >> 1) - 19000


def _saturation(c, q):
    t = (c[0] * q >> 13) + c[1]
    t = (t * q >> 13) + c[2]
    t = (t * q >> 13) + c[3]
    return ((t * q >> 13) + c[4] + 4) >> 3  # eighths of 0.01 degC, rounded


def _wider(numbers, shifts):
    return array("i", [n << s for n, s in zip(numbers, shifts)])


class Refrigerant:
    """The properties of one fluid module of `heatpump.fluids`.

    h_vapour, h_liquid: J/kg, 0 where refused.  t_dew_cC, t_bubble_cC: REFUSED_cC where refused.
    Any small ints are accepted.  Nothing here allocates after __init__.
    """

    def __init__(self, fluid):
        self.name = fluid.NAME
        self.unit_Jpkg = fluid.UNIT_Jpkg
        self.p_trip_kPa = fluid.P_TRIP_kPa
        wide = 0 if _first(array("i", (-1,))) == -1 else 32  # see _BIAS
        numbers = list(_wider(fluid.VAPOUR, _VAPOUR_SHIFTS))
        numbers += list(_wider(fluid.LIQUID, _LIQUID_SHIFTS))
        self.table = array("i", [wide] + list(fluid.FRAME) + [n + _BIAS for n in numbers])
        self._p_low_Pa = self.table[1] << 8
        self._p_end_Pa = self.table[2] << 8
        self._dew = _wider(fluid.DEW, _SATURATION_SHIFTS)
        self._bubble = _wider(fluid.BUBBLE, _SATURATION_SHIFTS)
        self._t = array("i", (0,))
        self._p = array("i", (0,))
        self._h = array("i", (0,))

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
        return self._p_low_Pa <= p_Pa < self._p_end_Pa

    def t_dew_cC(self, p_Pa):
        if not self.p_in_range(p_Pa):
            return REFUSED_cC
        return _saturation(self._dew, _root4(p_Pa))

    def t_bubble_cC(self, p_Pa):
        if not self.p_in_range(p_Pa):
            return REFUSED_cC
        return _saturation(self._bubble, _root4(p_Pa))

    def p_dew_Pa(self, t_cC):
        """Pressure whose dew point is t_cC, -4000..6700, by halving; for start-up, not scans."""
        low_Pa, high_Pa = self._p_low_Pa, self._p_end_Pa - 1
        while high_Pa - low_Pa > 1:
            p_Pa = (low_Pa + high_Pa) // 2
            if self.t_dew_cC(p_Pa) < t_cC:
                low_Pa = p_Pa
            else:
                high_Pa = p_Pa
        return high_Pa

    def in_range(self, t_suction_cC, p_suction_Pa, t_discharge_cC, p_discharge_Pa, t_liquid_cC):
        """Whether all three enthalpies of the cycle can be told."""
        if self.h_vapour(t_suction_cC, p_suction_Pa) == 0:
            return False
        if self.h_vapour(t_discharge_cC, p_discharge_Pa) == 0:
            return False
        return self.h_liquid(t_liquid_cC, p_discharge_Pa) != 0


def load(name):
    """The Refrigerant called `name`, as "R290"; ImportError when there is no such fluid."""
    return Refrigerant(__import__("heatpump.fluids." + name.lower(), None, None, ("NAME",)))
