"""Property tables as the circuit reads them: rows of straight pieces, made once at start.

    sat[i]   p dp  h_liquid dh_liquid  chi dchi  h_vapour dh_vapour  rho drho    every 1 K
    vap[i]   v0 dv0  v1 dv1  v2 dv2  v3  r0  glide                               every 2 K
    liq[i]   l0 dl0  l1 dl1                                                      every 2 K

Row i holds values at LOW_C + i (or + 2i) and their change per kelvin.  chi is the energy a cubic metre
of vapour holds above the same mass of liquid, J/m3: rho * (h_vapour - h_liquid) - p.
"""

STEP_K = 2


def _between(a, b, c, d):
    """The middle of b and c by the cubic through four equally spaced points."""
    return (9.0 * (b + c) - a - d) / 16.0


def _fine(column):
    """Twice as many points: the given ones and their middles."""
    n = len(column)
    out = []
    for i in range(n - 1):
        out.append(column[i])
        a = column[i - 1] if i else 3.0 * (column[0] - column[1]) + column[2]
        last = i + 2 >= n
        d = 3.0 * (column[n - 1] - column[n - 2]) + column[n - 3] if last else column[i + 2]
        out.append(_between(a, column[i], column[i + 1], d))
    out.append(column[n - 1])
    return out


def _rows(columns, slopes, step_K):
    """Values, each followed by its slope where `slopes` says so; the last row is left out."""
    rows = []
    for i in range(len(columns[0]) - 1):
        row = []
        for column, slope in zip(columns, slopes):
            row.append(column[i])
            if slope:
                row.append((column[i + 1] - column[i]) / step_K)
        rows.append(tuple(row))
    return tuple(rows)


def make(fluid):
    """(sat, vap, liq) of a props module."""
    p, glide, hg, hl, rho, l0, l1, l2, v0, v1, v2, v3, r0 = zip(*fluid.ROWS)
    chi = [rho[i] * (hg[i] - hl[i]) - p[i] for i in range(len(p))]
    five = [_fine([float(x) for x in c]) for c in (p, hl, chi, hg, rho)]
    sat = _rows(five, (1, 1, 1, 1, 1), 1.0)
    vap = _rows((v0, v1, v2, v3, r0, [float(x) for x in glide]), (1, 1, 1, 0, 0, 0), 2.0)
    liq = _rows((l0, l1), (1, 1), 2.0)
    return sat, vap, liq


def work(fluid, e_C, c_C):
    """Isentropic work from 5 K of superheat at grid temperature e to c, J/kg, divided by (c - e)."""
    u = e_C / 50.0
    v = c_C / 50.0
    total = 0.0
    k = 0
    power_u = 1.0
    for i in range(6):
        power = power_u
        for _ in range(6 - i):
            total += fluid.WORK[k] * power
            power *= v
            k += 1
        power_u *= u
    return total
