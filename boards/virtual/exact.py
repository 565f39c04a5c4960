"""exp and log whose last bit is the same on every interpreter.

A trace must be the same, byte for byte, on CPython, on 64-bit and on 32-bit
MicroPython.  libm's exp and log differ between them in the last bits; + - * and
/ of IEEE doubles do not (the 32-bit build's x87 is first set to 53 bits by
whoever starts it), nor do frexp and ldexp, which only move the exponent.
Relative error of both at most 1e-15; a test compares them with
60-digit decimal arithmetic.  Method: Tang, ACM TOMS 15(2) 1989 and 16(4) 1990: a small
table and a short series.  The tables are made here by longer series.
"""

from math import frexp, ldexp

# ln 2 in two parts: the first has 38 bits, so 2**15 times it is exact
_LN2_TOP = 190530846196 / 274877906944  # floor(ln2 * 2**38) / 2**38
_LN2_REST = 4076771654704541 / 9007199254740992 / 274877906944  # what that leaves out
_LN2 = _LN2_TOP + _LN2_REST
_STEPS = 32  # exp table: 2**(j/32)
_PER_X = _STEPS / _LN2
_TOP = _LN2_TOP / _STEPS
_REST = _LN2_REST / _STEPS
_C3 = 1.0 / 6.0
_C4 = 1.0 / 24.0
_C5 = 1.0 / 120.0
_C6 = 1.0 / 720.0


def _long_exp(x):
    total = 1.0
    for n in range(24, 0, -1):
        total = 1.0 + x * total / n
    return total


def _long_log(x):
    s = (x - 1.0) / (x + 1.0)
    total = 0.0
    for n in range(61, 0, -2):
        total = total * s * s + 1.0 / n
    return 2.0 * s * total


_EXP = [_long_exp(j * _TOP + j * _REST) for j in range(_STEPS)]
_CENTRE = [0.5 + (i + 0.5) / 16.0 for i in range(8)]  # log table: eight cells of 0.5..1
_LOG = [_long_log(c) for c in _CENTRE]
_L3 = 2.0 / 3.0
_L5 = 2.0 / 5.0
_L7 = 2.0 / 7.0
_L9 = 2.0 / 9.0
_L11 = 2.0 / 11.0


def exp(x):
    """e**x for x up to 709 (OverflowError above); 0.0 below -708."""
    if x < -708.0:
        return 0.0
    if not x <= 709.0:
        raise OverflowError("exp: %s is not a number of at most 709" % x)
    n = int(x * _PER_X + (0.5 if x > 0.0 else -0.5))
    r = x - n * _TOP - n * _REST  # |r| <= ln2 / 64 = 0.011: r**7/5040 is 3e-18
    q = r + r * r * (0.5 + r * (_C3 + r * (_C4 + r * (_C5 + r * _C6))))
    m = _EXP[n & 31]
    return ldexp(m + m * q, n >> 5)


def log(x):
    """Natural logarithm of x > 0 (ValueError otherwise)."""
    if 0.93 < x < 1.07:  # nothing may cancel here
        s = (x - 1.0) / (x + 1.0)
        z = s * s
        return s * (2.0 + z * (_L3 + z * (_L5 + z * (_L7 + z * (_L9 + z * _L11)))))
    if not 0.0 < x < 1.7e308:
        raise ValueError("log: %s is not a number above 0" % x)
    m, e = frexp(x)
    i = int((m - 0.5) * 16.0)
    c = _CENTRE[i]
    s = (m - c) / (m + c)  # |s| <= 0.031: 2 s**11 / 11 is 5e-18
    z = s * s
    series = s * (2.0 + z * (_L3 + z * (_L5 + z * (_L7 + z * _L9))))
    return e * _LN2_TOP + (_LOG[i] + (series + e * _LN2_REST))


def decimal(x):
    """The double nearest to the decimal of at most nine digits that x was written as.

    MicroPython before 1.29 reads some literals one last digit off; whole numbers, and the
    quotient of two, every interpreter gets right.  1e-12 < |x| < 1e15, or 0.
    """
    a = x if x > 0.0 else -x
    if a == 0.0:
        return x
    times = by = 1
    while a < 1e8:
        a *= 10.0
        by *= 10
    while a >= 1e9:
        a /= 10.0
        times *= 10
    value = int(a + 0.5) * times / by  # both whole and exact as doubles, so rounded once
    return value if x > 0.0 else -value
