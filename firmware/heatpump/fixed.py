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


def mul_shift(a, b, shift):
    """a * b / 2**shift rounded to nearest.  |a * b| < 2**29, shift 1..29."""
    return (a * b + (1 << (shift - 1))) >> shift


def div_round(n, d):
    """n / d rounded to nearest, half up.  |n| < 2**29, 0 < d < 2**29."""
    return (n + (d >> 1)) // d


def mul_div(a, num, den):
    """a * num / den, floored, where a * num alone would not fit.

    |a| < 2**30 - 2**15, 0 <= num <= den <= 2**15, den > 0.
    """
    whole = a // den
    rest = a - whole * den  # 0..den-1 < 2**15
    return whole * num + rest * num // den  # |whole * num| <= |a| + den; rest * num < 2**30


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


def hypot3(a, b, c):
    """Square root of a*a + b*b + c*c.  Each 0..18_900, so that the sum is < 2**30."""
    return isqrt(a * a + b * b + c * c)
