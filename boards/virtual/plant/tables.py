"""Property tables as the circuit reads them: rows of straight pieces, made once a fluid.

    sat[i]   p dp  h_liquid dh_liquid  chi dchi  h_vapour dh_vapour  rho drho    every 1 K
    vap[i]   v0 dv0  v1 dv1  v2 dv2  v3 dv3  r0  glide                           every 2 K
    liq[i]   l0 dl0  l1 dl1  l2 dl2                                                every 2 K

Row i holds values at LOW_C + i (or 2i) and their change to the next row.  chi: the energy a cubic
metre of vapour holds above the same mass of liquid, J/m3: rho * (h_vapour - h_liquid) - p.

Straight pieces through points of a curve lie on its hollow side, by an eighth of the second
difference at most; each point is moved by a sixteenth, so that the error has both signs.
"""


def _fine(column):
    """Twice as many points: the given ones and their middles, by the cubic through four."""
    n = len(column)
    out = []
    for i in range(n - 1):
        b, c = column[i], column[i + 1]
        a = column[i - 1] if i else 3.0 * (b - c) + column[2]
        d = column[i + 2] if i + 2 < n else 3.0 * (c - b) + column[i - 1]
        out.append(b)
        out.append((9.0 * (b + c) - a - d) / 16.0)
    out.append(column[n - 1])
    return out


def _centred(column):
    n = len(column)
    out = []
    for i in range(n):
        k = 1 if i == 0 else n - 2 if i == n - 1 else i
        out.append(column[i] - (column[k - 1] - 2.0 * column[k] + column[k + 1]) / 16.0)
    return out


def _rows(columns, slopes):
    """Values, each followed by its change where `slopes` says so; the last row is left out."""
    rows = []
    for i in range(len(columns[0]) - 1):
        row = []
        for column, slope in zip(columns, slopes):
            row.append(column[i])
            if slope:
                row.append(column[i + 1] - column[i])
        rows.append(tuple(row))
    return tuple(rows)


def make(fluid):
    """(sat, vap, liq) of a props module; the first use makes them of its ROWS and frees those."""
    if hasattr(fluid, "TABLES"):
        return fluid.TABLES
    p, glide, hg, hl, rho, l0, l1, l2, v0, v1, v2, v3, r0 = zip(*fluid.ROWS)
    chi = [rho[i] * (hg[i] - hl[i]) - p[i] for i in range(len(p))]
    sat = _rows([_centred(_fine(c)) for c in (p, hl, chi, hg, rho)], (1, 1, 1, 1, 1))
    vap = _rows((v0, v1, v2, v3, r0, glide), (1, 1, 1, 1, 0, 0))
    liq = _rows((l0, l1, l2), (1, 1, 1))
    fluid.TABLES = (sat, vap, liq)
    del fluid.ROWS
    return fluid.TABLES
