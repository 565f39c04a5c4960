"""The other way round: which microvolts a probe shows at a temperature or a pressure."""


def thermistor_uV(curve, t_cC):
    """Microvolts at t_cC (0.01 degC) by a curve module of tools/make_ntc.py; held at its ends.

    Every row is followed as sensors.Thermistor follows it, so that the answer read back is t_cC
    within the step of one count.
    """
    for low_uV, end_uV, from_cC, b, c in curve.ROWS:
        if t_cC > from_cC:
            return low_uV
        if t_cC >= _at(end_uV - 1 - low_uV, from_cC, b, c):
            return _halve(low_uV, end_uV, t_cC, from_cC, b, c)
    return curve.ROWS[-1][1] - 1


def _at(u_uV, from_cC, b, c):
    x = u_uV >> 2
    return from_cC + (x * (b + (x * c >> 16)) >> 18)


def _halve(low_uV, end_uV, t_cC, from_cC, b, c):
    """The voltages with that reading lie together: the middle of them."""
    edges = []
    for least in (t_cC, t_cC - 1):  # a curve falls: the first voltage that reads `least` or less
        low, high = 0, end_uV - low_uV
        while low < high:
            middle = (low + high) // 2
            if _at(middle, from_cC, b, c) <= least:
                high = middle
            else:
                low = middle + 1
        edges.append(low)
    return low_uV + (edges[0] + max(edges[1] - 1, edges[0])) // 2


def transducer_uV(line, p_Pa):
    """Microvolts at p_Pa (absolute) of a line (u0_uV, p0_Pa, u1_uV, p1_Pa)."""
    u0_uV, p0_Pa, u1_uV, p1_Pa = line
    return u0_uV + (p_Pa - p0_Pa) * (u1_uV - u0_uV) // (p1_Pa - p0_Pa)
