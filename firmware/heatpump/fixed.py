"""Small-integer arithmetic that several parts share.

Every product here stays in [-2**30, 2**30), where a 32-bit MicroPython keeps ints
without allocating, as long as the stated bounds on the arguments hold.  Division
floors, as everywhere in Python: the rounding is stated where it matters.
"""


def clamp(value, low, high):
    """value moved into low..high; any ints, low <= high."""
    if value < low:
        return low
    return high if value > high else value


def div_round(n, d):
    """n / d rounded to nearest, half up.  |n| < 2**29, 0 < d < 2**29."""
    return (n + (d >> 1)) // d


def ratio_q(n, d, q):
    """n / d with q fraction bits, floored.  |n| < 2**(30 - q), d > 0."""
    return (n << q) // d


def lerp(x, x0, x1, y0, y1):
    """y on the line through (x0, y0) and (x1, y1), held at its ends, rounded to nearest.

    x0 < x1; |y1 - y0| * (x1 - x0) < 2**29.
    """
    if x <= x0:
        return y0
    if x >= x1:
        return y1
    return y0 + div_round((y1 - y0) * (x - x0), x1 - x0)


def isqrt(n):
    """Floor of the square root of n in 0..2**30 - 1, one bit a turn, without division."""
    root = 0
    bit = 1 << 14
    while bit:
        trial = root + bit  # < 2**15, so its square is < 2**30
        if trial * trial <= n:
            root = trial
        bit >>= 1
    return root


def whole(value, low, high):
    """`value`, if it is a whole number of low..high; else ValueError.  Not for a scan."""
    if type(value) is int and low <= value <= high:
        return value
    raise ValueError("%r is not a whole number of %d..%d" % (value, low, high))
