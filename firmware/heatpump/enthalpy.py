"""Enthalpy of vapour and liquid by integer polynomials: the kernels of the estimator.

Vapour (suction and discharge alike) is one polynomial of total degree 5 in two variables:
    y = 2**15 p / (p + P) - 2**13     bends the pressure so that its low end gets enough room
    x = T - y/2 - X                   runs along the dew line, which keeps coefficients small
Liquid is a polynomial in u ~ sqrt(T_critical - T), one Newton step from a straight line, plus
one in u times z, the pressure.  Both are summed by Horner's rule, a shift after every product.

Every intermediate lies in [-2**30, 2**30) whatever the arrays hold, or the state is refused:
tools/intervals/ proves it on this source for every fluid.  That permits viper, which wraps
silently.
"""

import micropython
from micropython import const

BIAS = const(1 << 28)  # on coefficients in a table: viper's ptr32 reads unsigned on 64 bits
X2_LIMIT = const(13120)  # 65.6 K to either side of the line x = 0
LIQUID_LOW_cC = const(-2000)
LIQUID_HIGH_cC = const(6600)
_FAR_cC = const(20000)


@micropython.viper
def first(items: ptr32) -> int:
    """What viper makes of the first item: -1 comes out as 2**32 - 1 on 64-bit machines."""
    return items[0]


@micropython.viper
def vapour(k: ptr32, t_cC: ptr32, p_Pa: ptr32, h_Jpkg: ptr32, n: int):
    """h_Jpkg[i] from t_cC[i], p_Pa[i], i < n; 0 for a state outside the range.  k: table."""
    wide = k[0]
    i = 0
    while i < n:
        h = 0
        p = p_Pa[i]  # below zero it is refused, read as signed or not
        t = t_cC[i] << wide >> wide
        if p >= k[1] and p < k[2] and t > 0 - _FAR_cC and t < _FAR_cC:
            y = (p << 7) // (k[3] + (p >> 8)) - 8192  # |y| <= 8192; p < 2**23
            x2 = (t << 1) - y - k[4]  # in half steps: in whole ones h would jump by 5..10 J/kg
            if x2 > 0 - X2_LIMIT and x2 < X2_LIMIT:
                x = x2 >> 1
                # a row for each power of x; the last but one counts in 4 J/kg
                h = k[8] - BIAS
                a = ((k[9] - BIAS) * y >> 13) + k[10] - BIAS
                h = (h * x >> 13) + a
                a = ((k[11] - BIAS) * y >> 13) + k[12] - BIAS
                a = (a * y >> 13) + k[13] - BIAS
                h = (h * x >> 13) + a
                a = ((k[14] - BIAS) * y >> 13) + k[15] - BIAS
                a = (a * y >> 13) + k[16] - BIAS
                a = (a * y >> 13) + k[17] - BIAS
                h = (h * x >> 13) + a
                a = ((k[18] - BIAS) * y >> 13) + k[19] - BIAS
                a = (a * y >> 13) + k[20] - BIAS
                a = (a * y >> 13) + k[21] - BIAS
                a = (a * y >> 13) + k[22] - BIAS
                h = (h * x >> 15) + a
                a = ((k[23] - BIAS) * y >> 13) + k[24] - BIAS
                a = (a * y >> 13) + k[25] - BIAS
                a = (a * y >> 13) + k[26] - BIAS
                a = (a * y >> 13) + k[27] - BIAS
                a = (a * y >> 13) + k[28] - BIAS
                h = (h * x2 >> 12) + a
        h_Jpkg[i] = h
        i += 1


@micropython.viper
def liquid(k: ptr32, t_cC: ptr32, p_Pa: ptr32, h_Jpkg: ptr32, n: int):
    """As vapour."""
    wide = k[0]
    i = 0
    while i < n:
        h = 0
        p = p_Pa[i]
        t = t_cC[i] << wide >> wide
        if p >= k[1] and p < k[2] and t >= LIQUID_LOW_cC and t <= LIQUID_HIGH_cC:
            d = k[5] - t  # 400..13_000
            u = k[6] + (d << 1)
            u = ((u + (d << 16) // u) >> 1) - k[7]
            z = (p >> 8) - (k[3] >> 1)
            # all but the last row count in 2 J/kg
            h = ((k[29] - BIAS) * u >> 13) + k[30] - BIAS
            h = (h * u >> 13) + k[31] - BIAS
            h = (h * u >> 13) + k[32] - BIAS
            h = (h * u >> 12) + k[33] - BIAS
            a = ((k[34] - BIAS) * u >> 13) + k[35] - BIAS
            a = (a * u >> 13) + k[36] - BIAS
            a = (a * u >> 13) + k[37] - BIAS
            h += a * z >> 13
        h_Jpkg[i] = h
        i += 1
