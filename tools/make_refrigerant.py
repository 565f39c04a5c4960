"""Fit the integer polynomials of a refrigerant to CoolProp HEOS and write its fluid module.

    python -m tools.make_refrigerant R290 [R32 ...] [--check]

The fit is a linear program that minimises the greatest error of COP over random cycles, with
the size of every coefficient and of every row sum as constraints.  Coefficients are rounded a
few at a time, coarsest first, the program being solved again for those left, so that the
later ones take up the rounding of the earlier.  Exit 0 written (or unchanged under --check),
1 different, 2 bad input.
"""

import argparse
import pathlib
import sys

import CoolProp
import numpy as np
from scipy.optimize import linprog

from tools.states import BLENDS, FLUIDS, ROOT, Saturation, critical_C, states, told

FOLDER = ROOT / "firmware" / "heatpump" / "fluids"
SEED = 101  # of the fit; the checks of tools.accuracy use others
_BAR_G = {"R290": 28, "R32": 42, "R410A": 42, "R134a": 20, "R454B": 40, "R1234yf": 20, "R407C": 30}
_VAPOUR = [(i, j) for i in range(5, -1, -1) for j in range(5 - i, -1, -1)]
_LIQUID = [(i, 0) for i in range(4, -1, -1)] + [(i, 1) for i in range(3, -1, -1)]
# left shifts from the stored 16 bits to the kernel's units: refrigerant._VAPOUR_SHIFTS
_STORED = {(0, 0): 5, (0, 1): 1, (1, 0): 2}
_STORED_LIQUID = {(0, 0): 5, (1, 0): 2}
_INT16 = 32767
_X_LIMIT = 6560  # as in refrigerant.vapour


class Frame:
    """The integers that place the variables of a fluid, and the variables themselves."""

    def __init__(self, name, saturation):
        self.p_low, self.p_end = (int(saturation.p("dew", t)) >> 8 for t in (-40.0, 67.0))
        self.x0, self.u0 = 0, 0
        self.t0 = round(critical_C(name) * 100)
        low, high = (np.sqrt(self.t0 - t) for t in (6600, 0))
        self.seed = int(256 * low * high / (low + high))

    def numbers(self):
        return [self.p_low, self.p_end, self.x0, self.t0, self.seed, self.u0]

    def centre(self, data):
        """Put the origins of x and u in the middle of what occurs."""
        x = np.concatenate([self.vapour(data["t1"], data["p1"])[0],
                            self.vapour(data["t2"], data["p2"])[0]])
        u = self.liquid(data["t3"], data["p2"])[0]
        self.x0 = int(x.min() + x.max()) // 2
        self.u0 = int(u.min() + u.max()) // 2

    def vapour(self, t_cC, p_Pa):
        y = (p_Pa << 7) // (self.p_end + (p_Pa >> 8)) - 8192
        return t_cC - (y >> 1) - self.x0, y

    def liquid(self, t_cC, p_Pa):
        d = self.t0 - t_cC
        x = self.seed + (d << 1)
        return ((x + (d << 16) // x) >> 1) - self.u0, (p_Pa >> 8) - (self.p_end >> 1)


def _powers(first, second, terms):
    return np.stack([(first / 8192) ** i * (second / 8192) ** j for i, j in terms], 1)


class Program:
    """minimise max |A c - b| with |c| <= bound, row sums bounded, and some c fixed."""

    def __init__(self, a, b, bounds, sums):
        self.a, self.b, self.bounds = a, b, np.asarray(bounds, float)
        self.sums = sums
        self.fixed = {}
        self.active = np.random.default_rng(SEED).choice(len(b), 900, replace=False)

    def solve(self):
        free = [k for k in range(len(self.bounds)) if k not in self.fixed]
        c = np.zeros(len(self.bounds))
        for k, value in self.fixed.items():
            c[k] = value
        for _ in range(12):
            worst = self._step(free, c)
            error = np.abs(self.a @ c - self.b)
            if error.max() <= worst * 1.01:
                break
            self.active = np.unique(np.r_[self.active, np.argsort(-error)[:200]])
        return c, error.max()

    def _step(self, free, c):
        """Solve on the active rows; writes c, returns the objective.

        Each free c is the difference of two non-negative halves, so that their sum is |c|.
        """
        fixed = [k for k in range(len(c)) if k not in free]
        rows, scale = self.a[self.active], self.bounds[free]
        left = rows[:, free] * scale
        right = self.b[self.active] - rows[:, fixed] @ c[fixed]
        one = np.ones((len(right), 1))
        upper = [np.hstack([left, -left, -one]), np.hstack([-left, left, -one])]
        limit = [right, -right]
        for weights, most in self.sums:
            w = weights[free] * scale
            upper.append(np.r_[w, w, 0][None])
            limit.append([most - np.abs(weights[fixed] * c[fixed]).sum()])
        n = len(free)
        cost = np.r_[np.full(2 * n, 1e-7), 1]
        found = linprog(cost, A_ub=np.vstack(upper), b_ub=np.concatenate(limit),
                        bounds=[(0, 1)] * (2 * n) + [(0, None)], method="highs")
        if found.x is None:
            raise ArithmeticError("no fit within the bounds: " + found.message)
        c[free] = (found.x[:n] - found.x[n : 2 * n]) * scale
        return found.x[-1]


class Enthalpies:
    """The joint fit of vapour and liquid: errors of h1 and h2 that cancel in COP are free."""

    def __init__(self, name, data, frame):
        whole = told(data)
        v1 = _powers(*frame.vapour(whole["t1"], whole["p1"]), _VAPOUR)
        v2 = _powers(*frame.vapour(whole["t2"], whole["p2"]), _VAPOUR)
        liquid = _powers(*frame.liquid(whole["t3"], whole["p2"]), _LIQUID)
        h1, h2, h3 = data["i1"], data["i2"], data["i3"]
        work, heat = h2 - h1, h2 - h3
        cop = np.hstack([v2 * (1 / heat - 1 / work)[:, None] + v1 / work[:, None],
                         -liquid / heat[:, None]]) * 100
        scale = np.hstack([v2 - v1, 0 * liquid]) / work[:, None] * 30  # dh to 3 times as much
        self.v1, self.h1 = v1, h1
        self.units = [2 if i == 1 else 1 for i, _ in _VAPOUR] + [
            2 if j == 0 and i else 1 for i, j in _LIQUID]
        self.stored = [_STORED.get(t, 0) for t in _VAPOUR] + [
            _STORED_LIQUID.get(t, 0) for t in _LIQUID[:5]] + [0] * 4
        self.floors = [(j < 5 - i) + (j == 0 and i < 5) for i, j in _VAPOUR] + [
            (i < 4) if j == 0 else (i < 3) for i, j in _LIQUID]
        self.floors[-5] += 1  # the liquid's last sum adds the cross term's floor
        bounds = [_INT16 * u << s for u, s in zip(self.units, self.stored, strict=True)]
        self.program = Program(np.vstack([cop, scale]),
                               np.r_[0 * work, 30 + 0 * work], bounds, self._sums())
        self.origin = _VAPOUR.index((0, 0))
        self.program.fixed[self.origin] = 0.0

    def _sums(self):
        """Every Horner sum times x stays below 2**30 for |x| < 6560, |y| <= 8192."""
        sums, most = [], 0.999 * 2.0**30 / _X_LIMIT
        for row in range(1, 5):
            weights = [(_X_LIMIT / 8192) ** (i - row) * (i >= row) for i, _ in _VAPOUR]
            sums.append((np.array(weights + [0.0] * len(_LIQUID)), most * (2 if row == 1 else 1)))
        return sums

    def _rounded(self, k, value):
        grain = self.units[k] << self.stored[k]
        lift = self.units[k] * self.floors[k] / 2  # what the floors after it take away
        return int(np.clip(round((value + lift) / grain), -_INT16 - 1, _INT16)), grain, lift

    def solve(self):
        """The stored 16-bit integers in the order of the kernels, and the error in per cent."""
        p, whole = self.program, {}
        c, error = p.solve()
        k = self.origin
        whole[k], grain, lift = self._rounded(k, float(np.mean(self.h1 - self.v1 @ c[: len(_VAPOUR)])))
        shift = whole[k] * grain - lift
        ground = len(_VAPOUR) + _LIQUID.index((0, 0))
        order = sorted((k for k in range(len(c)) if k != self.origin),
                       key=lambda k: -(self.units[k] << self.stored[k]))
        order.remove(ground)
        order.insert(0, ground)
        while order:
            group, order = order[: max(1, len(order) // 5)], order[max(1, len(order) // 5) :]
            for k in group:
                away = shift if k == ground else 0.0
                whole[k], grain, lift = self._rounded(k, c[k] + away)
                p.fixed[k] = whole[k] * grain - lift - away
            c, error = p.solve() if order else (c, error)
        return [whole[k] for k in range(len(c))], error


def _root4(p):
    """refrigerant._root4 on arrays."""
    n, x = p << 7, 3000 + (p >> 8)
    x = (x + n // x) >> 1
    x = x + n // x
    z = 7000 + (x >> 1)
    return ((z + (x << 14) // z) >> 1) - 19000


def fit_saturation(saturation, side):
    """Five stored integers, eighths of 0.01 degC, and the greatest error in K."""
    t = np.arange(-40.2, 67.3, 0.05)
    p = np.round(saturation.p(side, t)).astype(np.int64)
    a = _powers(_root4(p), 0 * p, [(i, 0) for i in range(4, -1, -1)])
    t = t[(p >= saturation.p("dew", -40.0)) & (p <= saturation.p("dew", 67.0))] if False else t
    program = Program(a, t * 800, [_INT16, _INT16, _INT16, _INT16 * 2, _INT16 * 2], [])
    c, _ = program.solve()
    whole = []
    for k, stored in enumerate((0, 0, 0, 1, 1)):
        lift = 0.5 if k else 0.0
        whole.append(round((c[k] + lift) / (1 << stored)))
        program.fixed[k] = (whole[-1] << stored) - lift
        c, error = program.solve() if k < 4 else (c, 0)
    error = np.abs(a @ [program.fixed[k] for k in range(5)] - t * 800).max()
    return whole, error / 800


def _wrapped(name, numbers):
    lines, line = [], "    "
    for n in numbers:
        word = "%d, " % n
        if len(line + word) > 95:
            lines.append(line.rstrip())
            line = "    "
        line += word
    lines.append(line.rstrip().rstrip(","))
    return '%s = array("h", (\n%s,\n))\n' % (name, "\n".join(lines))


def module(name, count=12000):
    """The text of a fluid module."""
    saturation = Saturation(name)
    data, frame = states(name, 6000 if name in BLENDS else count, SEED, edges=True), Frame(name, saturation)
    frame.centre(told(data))
    enthalpies = Enthalpies(name, data, frame)
    numbers, error_pct = enthalpies.solve()
    dew, dew_K = fit_saturation(saturation, "dew")
    pure = np.allclose(saturation.p_Pa["dew"], saturation.p_Pa["bubble"], rtol=1e-6) if len(
        saturation.p_Pa["dew"]) == len(saturation.p_Pa["bubble"]) else False
    bubble, bubble_K = (dew, dew_K) if pure else fit_saturation(saturation, "bubble")
    n = len(_VAPOUR)
    parts = [_wrapped("FRAME", frame.numbers()), _wrapped("VAPOUR", numbers[:n]),
             _wrapped("LIQUID", numbers[n:]), _wrapped("DEW", dew),
             "BUBBLE = DEW\n" if pure else _wrapped("BUBBLE", bubble)]
    size = 2 * (6 + len(numbers) + 5 + (0 if pure else 5))
    head = '''"""%s for heatpump.refrigerant.  Generated: python -m tools.make_refrigerant %s

Fitted to CoolProp %s HEOS: COP within %.3f %%, dew %.3f K, bubble %.3f K; %d bytes.
FRAME: p_low/256, p_end/256, origin of x, critical temperature, seed and origin of u.
"""

from array import array

NAME = "%s"
P_TRIP_kPa = %d  # %d bar gauge
UNIT_Jpkg = 1
# fmt: off
''' % (name, name, CoolProp.__version__, error_pct, dew_K, bubble_K, size, name,
       round(_BAR_G[name] * 100 + 101.325), _BAR_G[name])
    return head + "".join(parts) + "# fmt: on\n"


def main(argv=None):
    parser = argparse.ArgumentParser(prog="python -m tools.make_refrigerant",
                                     description=__doc__.split("\n")[0])
    parser.add_argument("fluids", nargs="+", choices=FLUIDS, metavar="FLUID")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    options = parser.parse_args(argv)
    different = 0
    for name in options.fluids:
        path, text = FOLDER / (name.lower() + ".py"), module(name)
        if options.check:
            different += path.read_text() != text
        else:
            path.write_text(text)
        print("%s: %s" % (path.relative_to(ROOT), text.split("\n")[2]))
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
