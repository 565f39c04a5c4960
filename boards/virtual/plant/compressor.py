"""The compressor's map: 19 x 21 cells of 5 K over (evaporating, condensing), bilinear inside.

A cell is (a0 a1 a2 a3 b0 b1 b2 b3): with u, w = 0..1 from its lower corner,
a0 + u a1 + w a2 + u w a3 is swept volume times volumetric efficiency at full speed, m3/s, and the
same with b is shaft work over efficiency at 5 K of superheat, J/kg.
"""

import exact

from . import tables

LOW_E_C = -50.0
LOW_C_C = -15.0
CELL_K = 5.0


def _saturation_Pa(fluid, t_C):
    x = (t_C - fluid.LOW_C) / fluid.STEP_K
    i = int(x)
    if i > len(fluid.ROWS) - 2:
        i = len(fluid.ROWS) - 2
    a = exact.log(fluid.ROWS[i][0])
    b = exact.log(fluid.ROWS[i + 1][0])
    return exact.exp(a + (b - a) * (x - i))


def _corner(fluid, m, e_C, c_C):
    """(m3/s, J/kg) at evaporating e_C and condensing c_C; below 3 K of lift as at 3 K."""
    if c_C < e_C + 3.0:
        c_C = e_C + 3.0
    ratio = _saturation_Pa(fluid, c_C) / _saturation_Pa(fluid, e_C)
    volumetric = m["volumetric"] - m["volumetric_slope"] * (ratio - 1.0)
    if volumetric < 0.2:
        volumetric = 0.2
    off = exact.log(ratio / m["best_ratio"])
    efficiency = m["isentropic"] - m["off_best"] * off * off
    if efficiency < 0.3:
        efficiency = 0.3
    ideal = (c_C - e_C) * tables.work(fluid, e_C, c_C)
    return m["swept_m3_s"] * volumetric, ideal / efficiency


def make_map(fluid, m):
    grid = [
        [_corner(fluid, m, LOW_E_C + CELL_K * i, LOW_C_C + CELL_K * j) for j in range(22)]
        for i in range(20)
    ]
    cells = []
    for i in range(19):
        row = []
        for j in range(21):
            cell = []
            for k in (0, 1):
                p, q = grid[i][j][k], grid[i + 1][j][k]
                r, s = grid[i][j + 1][k], grid[i + 1][j + 1][k]
                cell.extend((p, q - p, r - p, s - q - r + p))
            row.append(tuple(cell))
        cells.append(tuple(row))
    return tuple(cells)
