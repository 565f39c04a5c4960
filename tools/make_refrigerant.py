"""Fit the integer polynomials of a refrigerant to CoolProp HEOS and write its fluid module.

    python -m tools.make_refrigerant R290 [R32 ...] [--check]

The fit is a linear program that minimises the greatest error of COP over random cycles, with
the size of every coefficient and of every Horner sum as constraints.  Coefficients are rounded a
few at a time, coarsest first, the program being solved again for those left, so that the later
ones take up the rounding of the earlier; then single steps are tried in the kernels' own integer
arithmetic.  Exit 0 written (or unchanged under --check), 1 different, 2 bad input.
"""

import argparse
import sys

import CoolProp
import numpy as np
from scipy.optimize import linprog

from tools import accuracy
from tools.states import BLENDS, FLUIDS, ROOT, Saturation, critical_C, states, told

FOLDER = ROOT / "firmware" / "heatpump" / "fluids"
SEED = 101  # of the fit; tools.accuracy checks with others
_BAR_G = {"R290": 28, "R32": 42, "R410A": 42, "R134a": 20, "R454B": 40, "R1234yf": 20, "R407C": 30}
# the order of the coefficients in the kernels: rows of falling powers
_VAPOUR = [(i, j) for i in range(5, -1, -1) for j in range(5 - i, -1, -1)]
_LIQUID = [(i, 0) for i in range(4, -1, -1)] + [(i, 1) for i in range(3, -1, -1)]
_TERMS = len(_VAPOUR)
# left shifts from the stored 16 bits: refrigerant._VAPOUR_SHIFTS and its neighbours
_STORED = {(0, 0): 5, (0, 1): 1, (1, 0): 1}
_STORED_LIQUID = {(0, 0): 5, (1, 0): 2}
_INT16 = 32767
_SMALL = 0.999 * 2**30
_ROOM = 0.25  # share of the 99th percentile; more costs accuracy at large lifts
_X_LIMIT = 6560  # enthalpy.X2_LIMIT / 2
_LIQUID_cC = (-2000, 6600)  # enthalpy.LIQUID_LOW_cC and _HIGH_
_UNITS = [4 if i == 1 else 1 for i, _ in _VAPOUR] + [2 if j == 0 and i else 1 for i, j in _LIQUID]
_SHIFTS = [_STORED.get(t, 0) for t in _VAPOUR] + [_STORED_LIQUID.get(t, 0) for t in _LIQUID[:5]]
_SHIFTS += [0] * 4
# how many floors, of half a step each, stand after a coefficient's row
_FLOORS = [(j < 5 - i) + (j == 0 and i < 5) for i, j in _VAPOUR] + [0, 1, 1, 1, 2, 0, 1, 1, 1]


class Frame:
    """The integers that place the variables of a fluid, and the variables themselves."""

    def __init__(self, name, saturation):
        self.p_low, self.p_end = (int(saturation.p("dew", t)) >> 8 for t in (-40.0, 67.0))
        self.x0 = self.u0 = 0
        self.t0 = round(critical_C(name) * 100)
        low, high = (np.sqrt(self.t0 - t) for t in (6600, 0))
        self.seed = int(256 * low * high / (low + high))

    def numbers(self):
        return [self.p_low, self.p_end, self.x0, self.t0, self.seed, self.u0]

    def centre(self, whole):
        """Put the origins of x and u in the middle of what occurs."""
        x = np.r_[self.vapour(whole["t1"], whole["p1"])[0],
                  self.vapour(whole["t2"], whole["p2"])[0]]
        u = self.liquid(whole["t3"], whole["p2"])[0]
        self.x0 = int(x.min() + x.max()) // 2
        self.u0 = int(u.min() + u.max()) // 2

    def vapour(self, t_cC, p_Pa):
        y = (p_Pa << 7) // (self.p_end + (p_Pa >> 8)) - 8192
        return (t_cC << 1) - y - self.x0, y

    def liquid(self, t_cC, p_Pa):
        d = self.t0 - t_cC
        x = self.seed + (d << 1)
        return ((x + (d << 16) // x) >> 1) - self.u0, (p_Pa >> 8) - (self.p_end >> 1)

    def far(self):
        """The greatest |u| and |z| that the liquid kernel accepts."""
        u = self.liquid(np.array(_LIQUID_cC), np.array([self.p_low << 8, self.p_end << 8]))[0]
        return int(np.abs(u).max()), self.p_end >> 1


def _powers(first, second, terms):
    return np.stack([(first / 8192) ** i * (second / 8192) ** j for i, j in terms], 1)


def _vapour_powers(x2, y):
    """As the kernel does: the last factor x in half steps, the others in whole ones."""
    x = x2 >> 1
    half = np.where(x == 0, 1, x2 / np.where(x == 0, 1, 2 * x))
    return _powers(x, y, _VAPOUR) * np.where([i > 0 for i, _ in _VAPOUR], half[:, None], 1)


class Program:
    """minimise max(|A c - b| + r), |c| <= bound, weighted sums of |c| bounded, some c fixed."""

    def __init__(self, a, b, bounds, sums=(), r=0.0):
        self.a, self.b, self.bounds, self.sums = a, b, np.asarray(bounds, float), sums
        self.r = r + 0 * b
        self.fixed = {}
        chosen = np.random.default_rng(SEED).permutation(len(b))
        self.active = np.sort(chosen[:900])

    def solve(self):
        free = [k for k in range(len(self.bounds)) if k not in self.fixed]
        c = np.zeros(len(self.bounds))
        c[list(self.fixed)] = list(self.fixed.values())
        for _ in range(12):
            worst = self._step(free, c)
            error = np.abs(self.a @ c - self.b) + self.r
            if error.max() <= worst * 1.01:
                break
            self.active = np.unique(np.r_[self.active, np.argsort(-error)[:200]])
        return c, error.max()

    def _step(self, free, c):
        """Solve on the active rows; writes c, returns the objective.

        Each free c is the difference of two non-negative halves, so that their sum is |c|.
        """
        fixed = [k for k in range(len(c)) if k not in free]
        scale = self.bounds[free]
        left = self.a[self.active][:, free] * scale
        right = self.b[self.active] - self.a[self.active][:, fixed] @ c[fixed]
        r = self.r[self.active]
        one = np.ones((len(right), 1))
        rows, limits = [np.hstack([left, -left, -one]), np.hstack([-left, left, -one])], []
        for weights, most in self.sums:
            w = weights[free] * scale
            rows.append(np.r_[w, w, 0][None])
            limits.append(most - np.abs(weights[fixed] * c[fixed]).sum())
        n = len(free)
        found = linprog(np.r_[np.full(2 * n, 1e-7), 1], A_ub=np.vstack(rows),
                        b_ub=np.r_[right - r, -right - r, limits],
                        bounds=[(0, 1)] * (2 * n) + [(0, None)], method="highs")
        if found.x is None:
            raise ArithmeticError("no fit within the bounds: " + found.message)
        c[free] = (found.x[:n] - found.x[n : 2 * n]) * scale
        return found.x[-1]


def _sums(frame):
    """What keeps every Horner sum times its variable below 2**30, as rows of the program."""
    u, z = frame.far()
    x = _X_LIMIT
    blank = [0.0] * (_TERMS + len(_LIQUID))
    sums = []

    def add(first, weights, factor, units=1):
        row = np.array(blank)
        row[first : first + len(weights)] = weights
        sums.append((row, _SMALL / factor * units))

    for low in range(1, 5):
        units = 2 if low == 1 else 1  # 4 J/kg, but times 2 x
        add(0, [(x / 8192) ** (i - low) * (i >= low) for i, _ in _VAPOUR], x, units)
    for row in range(5):
        add(0, [float(i == row and j > 0) for i, j in _VAPOUR], 8192, 4 if row == 1 else 1)
    liquid = [(u / 8192) ** max(i - 1, 0) for i, _ in _LIQUID]
    add(_TERMS, [w * (i > 0 and j == 0) for w, (i, j) in zip(liquid, _LIQUID, strict=True)], u, 2)
    add(_TERMS, [(u / 8192) ** i * (j == 1) for i, j in _LIQUID], z)
    return sums


class Enthalpies:
    """The joint fit of vapour and liquid: errors of h1 and h2 that cancel in COP are free."""

    def __init__(self, data, frame):
        whole = told(data)
        self.frame, self.places = frame, (
            frame.vapour(whole["t1"], whole["p1"]), frame.vapour(whole["t2"], whole["p2"]),
            frame.liquid(whole["t3"], whole["p2"]))
        v1, v2 = (_vapour_powers(*place) for place in self.places[:2])
        liquid = _powers(*self.places[2], _LIQUID)
        h1, h2, h3 = data["i1"], data["i2"], data["i3"]
        work, heat = h2 - h1, h2 - h3
        cop = np.hstack([v2 * (1 / heat - 1 / work)[:, None] + v1 / work[:, None],
                         -liquid / heat[:, None]]) * 100
        scale = np.hstack([v2 - v1, 0 * liquid]) / work[:, None] * 30  # h2 - h1 to 3 times as much
        self.v1, self.h1, self.truth = v1, h1, heat / work
        # room for the rounding of the inputs, which no fit can take back: most at small lifts
        rounding_Jpkg = np.quantile(np.abs(work - (data["h2"] - data["h1"])), 0.99)
        self.room = _ROOM * rounding_Jpkg / work
        bounds = [_INT16 * u << s for u, s in zip(_UNITS, _SHIFTS, strict=True)]
        self.program = Program(np.vstack([cop, scale]), np.r_[0 * work, 30 + 0 * work],
                               bounds, _sums(frame), np.r_[100 * self.room, 0 * work])

    def solve(self):
        """The stored 16-bit integers in the order of the kernels."""
        p, whole = self.program, np.zeros(_TERMS + len(_LIQUID), int)
        origin, ground = _VAPOUR.index((0, 0)), _TERMS + _LIQUID.index((0, 0))
        p.fixed[origin] = 0.0  # only the difference of the two constants counts
        c, _ = p.solve()
        whole[origin], rise = _rounded(origin, float(np.mean(self.h1 - self.v1 @ c[:_TERMS])))
        order = sorted((k for k in range(len(c)) if k not in (origin, ground)),
                       key=lambda k: -(_UNITS[k] << _SHIFTS[k]))
        order.insert(0, ground)
        while order:
            count = max(1, len(order) // 5)
            for k in order[:count]:
                away = rise if k == ground else 0.0
                whole[k], value = _rounded(k, c[k] + away)
                p.fixed[k] = value - away
            order = order[count:]
            c = p.solve()[0] if order else c
        return self._polished(whole)

    def error(self, whole):
        """Greatest relative error of COP, with its room, in the integers of the kernels."""
        k = whole << np.array(_SHIFTS)
        h1, h2 = (_vapour(k, *place) for place in self.places[:2])
        h3 = _liquid(k[_TERMS:], *self.places[2])
        return (np.abs((h2 - h3) / (h2 - h1) / self.truth - 1) + self.room).max()

    def _polished(self, whole):
        best, better = self.error(whole), True
        while better:
            better = False
            for k in range(len(whole)):
                for step in (-1, 1):
                    tried = whole.copy()
                    tried[k] = np.clip(tried[k] + step, -_INT16, _INT16)
                    error = self.error(tried)
                    if error < best:
                        whole, best, better = tried, error, True
        return [int(n) for n in whole]


def _rounded(k, value):
    """The stored integer for a coefficient, and what the kernel will make of it."""
    grain, lift = _UNITS[k] << _SHIFTS[k], _UNITS[k] * _FLOORS[k] / 2
    stored = int(np.clip(round((value + lift) / grain), -_INT16, _INT16))
    return stored, stored * grain - lift


def _vapour(k, x, y):
    """enthalpy.vapour on numpy arrays; tools.accuracy runs the real one."""
    h, first = k[0], 1
    for row, shift in zip(range(1, 6), (13, 13, 13, 15, 12), strict=True):
        a = k[first]
        for c in k[first + 1 : first + row + 1]:
            a = (a * y >> 13) + c
        h, first = (h * (x >> (row < 5)) >> shift) + a, first + row + 1
    return h


def _liquid(k, u, z):
    h, a = k[0], k[5]
    for c, shift in zip(k[1:5], (13, 13, 13, 12), strict=True):
        h = (h * u >> shift) + c
    for c in k[6:9]:
        a = (a * u >> 13) + c
    return h + (a * z >> 13)


def fit_saturation(saturation, side):
    """The five stored integers of a dew or bubble curve."""
    from heatpump.refrigerant import root4

    t = np.arange(-40.0, 67.01, 0.05)
    p = np.round(saturation.p(side, t)).astype(np.int64)
    a = _powers(root4(p), 0 * p, [(i, 0) for i in range(4, -1, -1)])
    program = Program(a, t * 800, [_INT16] * 3 + [_INT16 * 2] * 2)
    whole = []
    for k, stored in enumerate((0, 0, 0, 1, 1)):
        c, _ = program.solve()
        lift = 0.5 if k else 0.0
        whole.append(round((c[k] + lift) / (1 << stored)))
        program.fixed[k] = (whole[-1] << stored) - lift
    return whole


def _array(name, numbers):
    lines, line = [], ""
    for word in (f"{n}," for n in numbers):
        if len(line) + len(word) > 90:
            lines.append("    " + line.rstrip())
            line = ""
        line += word + " "
    lines.append("    " + line.rstrip())
    return '{} = array("h", (\n{}\n))\n'.format(name, "\n".join(lines))


def fit(name):
    """The five rows of 16-bit integers of a fluid module, as a dict of lists."""
    saturation = Saturation(name)
    data = states(name, 6000 if name in BLENDS else 12000, SEED, edges=True)
    frame = Frame(name, saturation)
    frame.centre(told(data))
    numbers = Enthalpies(data, frame).solve()
    dew = fit_saturation(saturation, "dew")
    bubble = dew if saturation.pure else fit_saturation(saturation, "bubble")
    return {"FRAME": frame.numbers(), "VAPOUR": numbers[:_TERMS], "LIQUID": numbers[_TERMS:],
            "DEW": dew, "BUBBLE": bubble}


def text(name, rows):
    """The source of a fluid module, with what tools.accuracy finds in its header."""
    found = accuracy.measure(name, rows, accuracy.SEED)
    same = rows["BUBBLE"] is rows["DEW"]
    body = [_array(row, numbers) for row, numbers in rows.items() if row != "BUBBLE" or not same]
    if same:
        body.append("BUBBLE = DEW\n")
    return f'''"""{name}: numbers for heatpump.refrigerant, {found.size} bytes.

Generated by `python -m tools.make_refrigerant {name}`, CoolProp {CoolProp.__version__}.  \
Over {found.count} random cycles
the COP is within {found.max_pct:.3f} % of HEOS (rms {found.rms_pct:.3f} %), \
dew {found.dew_K:.3f} K, bubble {found.bubble_K:.3f} K.
FRAME: lowest p / 256, P / 256 and highest p / 256, X, T_critical, seed and origin of u.
"""

from array import array

NAME = "{name}"
P_TRIP_kPa = {round(_BAR_G[name] * 100 + 101.325)}  # {_BAR_G[name]} bar gauge
UNIT_Jpkg = 1
# fmt: off
''' + "".join(body) + "# fmt: on\n"


def main(argv=None):
    parser = argparse.ArgumentParser(prog="python -m tools.make_refrigerant",
                                     description=__doc__.split("\n")[0])
    parser.add_argument("fluids", nargs="+", choices=FLUIDS, metavar="FLUID",
                        help=" ".join(FLUIDS))
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    options = parser.parse_args(argv)
    different = 0
    for name in options.fluids:
        path, source = FOLDER / (name.lower() + ".py"), text(name, fit(name))
        same = path.exists() and path.read_text() == source
        if not options.check:
            path.write_text(source)
        different += not same
        verdict = "as it was" if same else "different" if options.check else "written"
        print(f"{path.relative_to(ROOT)}: {verdict}", flush=True)
    return 1 if different and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
