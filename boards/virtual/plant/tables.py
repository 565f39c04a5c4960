"""Property tables as the circuit reads them: rows of straight pieces, made once a fluid.

    sat[i]   p dp  h_liquid dh_liquid  chi dchi  h_vapour dh_vapour  rho drho
    vap[i]   v0 dv0  v1 dv1  v2 dv2  v3 dv3  r0  glide
    liq[i]   l0 dl0  l1 dl1  l2 dl2

Row i holds values at LOW_C + i and their change to the next row, 1 K on; the generator's rows
are 2 K apart.  chi: the energy a cubic
metre of vapour holds above the same mass of liquid, J/m3: rho * (h_vapour - h_liquid) - p.

Straight pieces through points of a curve lie on its hollow side, by an eighth of the second
difference at most; each point is moved by a sixteenth, so that the error has both signs.
"""

import exact


def _fine(column, out):
    """Twice as many points: the given ones and their middles, by the cubic through four."""
    n = len(column)
    for i in range(n - 1):
        b, c = column[i], column[i + 1]
        a = column[i - 1] if i else 3.0 * (b - c) + column[2]
        d = column[i + 2] if i + 2 < n else 3.0 * (c - b) + column[i - 1]
        out[2 * i] = b
        out[2 * i + 1] = (9.0 * (b + c) - a - d) / 16.0
    out[2 * n - 2] = column[n - 1]


def _centre(column):
    n = len(column)
    b, c = column[0], column[1]
    bend = (b - 2.0 * c + column[2]) / 16.0
    column[0] = b - bend
    for i in range(1, n - 1):
        a, b, c = b, c, column[i + 1]
        bend = (a - 2.0 * b + c) / 16.0
        column[i] = b - bend
    column[n - 1] = c - bend


def _fill(rows, columns, scratch, slopes):
    """Values, each followed by its change to the next row where `slopes` says so."""
    for column, fine in zip(columns, scratch):
        _fine(column, fine)
        _centre(fine)
    for i in range(len(rows)):
        row = []
        for fine, slope in zip(scratch, slopes):
            row.append(fine[i])
            if slope:
                row.append(fine[i + 1] - fine[i])
        rows[i] = tuple(row)


def make(fluid):
    """(sat, vap, liq) of a props module; the first use makes them of its ROWS and frees those."""
    if hasattr(fluid, "TABLES"):
        return fluid.TABLES
    rows = fluid.ROWS
    n = 2 * len(rows) - 2
    # All lists first, at their full length: one that grows wants ever longer pieces of a heap
    # that the numbers made meanwhile cut up.
    sat, vap, liq = [None] * n, [None] * n, [None] * n
    scratch = [[0.0] * (n + 1) for _ in range(6)]
    columns = [[0.0] * len(rows) for _ in range(14)]
    for i in range(len(rows)):
        for column, x in zip(columns, rows[i]):
            column[i] = exact.decimal(x)
    del fluid.ROWS, rows
    p, glide, hg, hl, rho, l0, l1, l2, v0, v1, v2, v3, r0, chi = columns
    for i in range(len(p)):
        chi[i] = rho[i] * (hg[i] - hl[i]) - p[i]
    _fill(sat, (p, hl, chi, hg, rho), scratch, (1, 1, 1, 1, 1))
    _fill(vap, (v0, v1, v2, v3, r0, glide), scratch, (1, 1, 1, 1, 0, 0))
    _fill(liq, (l0, l1, l2), scratch, (1, 1, 1))
    fluid.TABLES = (sat, vap, liq)
    return fluid.TABLES
