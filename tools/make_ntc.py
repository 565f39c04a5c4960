"""Makes the curve of a thermistor divider: microvolts to 0.01 degC, for heatpump.sensors.

    python -m tools.make_ntc --beta 3977 --r25 10000 --pullup 10000 --supply-uv 3300000 \\
        --name air --out boards/virtual/curve_air.py
    python -m tools.make_ntc --steinhart 1.1279e-3,2.3429e-4,8.7298e-8 ...
    python -m tools.make_ntc --table maker.csv ...          rows: degC,ohm

The thermistor lies between the pin and ground, the pull-up between the pin and the supply.
The voltage range is cut into the fewest pieces on which a parabola, evaluated in the
firmware's own integers, stays within 0.02 K of the source; each knot is as far from the one
before as that allows (so the table is the smallest of its kind), on whole millivolts (so that
another machine's last bit of a logarithm does not move it).
"""

import argparse
import csv
import itertools
import pathlib
import shlex
import sys
import textwrap

import numpy as np

ZERO_K = 273.15
TOLERANCE_cK = 1.95  # of the 2.00 promised: the rest is for another machine's logarithm
STEP_uV = 1000  # knots
SMALL = 1 << 30
_SAMPLES = 257
_BETWEEN_cK = 0.03  # what may hide between samples; measure() has the last word


class Source:
    """ln(ohm) <-> kelvin of a thermistor; `words` say where it comes from."""

    def __init__(self, words, kelvin, low_C=-80.0, high_C=250.0):
        self.words, self.kelvin, self.low_C, self.high_C = words, kelvin, low_C, high_C

    def ln_ohm(self, t_C):
        """Found by halving: one definition of the curve, and not two that disagree."""
        low, high = np.log(0.1), np.log(1e9)
        for _ in range(80):
            middle = (low + high) / 2
            if self.kelvin(middle) > t_C + ZERO_K:
                low = middle
            else:
                high = middle
        return low


def from_beta(beta_K, r25_ohm):
    """T = 1 / (1/298.15 + ln(R/R25)/beta), the two-point form of IEC 60539-1."""
    words = f"beta {beta_K:g} K, {r25_ohm:g} ohm at 25 degC"
    start = 1 / (25 + ZERO_K) - np.log(r25_ohm) / beta_K
    return Source(words, lambda ln_r: 1 / (start + ln_r / beta_K))


def from_steinhart(a, b, c):
    """1/T = A + B ln R + C (ln R)^3; Steinhart and Hart, Deep-Sea Res. 15 (1968) 497."""
    words = f"Steinhart-Hart A {a:g}, B {b:g}, C {c:g}"
    return Source(words, lambda ln_r: 1 / (a + b * ln_r + c * ln_r**3))


def from_table(path):
    """A maker's rows of degC and ohm; between them a cubic spline of 1/T over ln R."""
    from scipy.interpolate import CubicSpline

    rows = sorted(read_table(path), key=lambda row: row[1])
    t_C, ohm = np.array(rows).T
    if len(rows) < 4 or not (np.diff(ohm) > 0).all() or not (np.diff(t_C) < 0).all():
        raise ValueError(f"{path}: needs at least 4 rows whose ohm fall as degC rise")
    spline = CubicSpline(np.log(ohm), 1 / (t_C + ZERO_K))
    name = pathlib.Path(path).name
    words = f"table {name}, {len(rows)} rows, {t_C[-1]:g}..{t_C[0]:g} degC"
    return Source(words, lambda ln_r: 1 / spline(ln_r), t_C[-1], t_C[0])


def read_table(path):
    """[(degC, ohm), ...]; lines that do not begin with a number are headings or comments."""
    rows = []
    with open(path, newline="") as lines:
        for number, row in enumerate(csv.reader(lines), 1):
            if not row or not row[0].strip() or row[0].strip()[0] not in "-+.0123456789":
                continue
            where = f"{path} line {number}: {','.join(row)!r}"
            try:
                t_C, ohm = float(row[0]), float(row[1])
            except (ValueError, IndexError):
                raise ValueError(f"{where} is not degC,ohm") from None
            if not (-ZERO_K < t_C < 500 and 0 < ohm < 1e9):
                raise ValueError(f"{where} is outside -273.15..500 degC, 0..1e9 ohm")
            rows.append((t_C, ohm))
    return rows


class Divider:
    def __init__(self, source, pullup_ohm, supply_uV):
        self.source, self.pullup_ohm, self.supply_uV = source, pullup_ohm, supply_uV

    def u_uV(self, t_C):
        ohm = np.exp(self.source.ln_ohm(t_C))
        return float(self.supply_uV * ohm / (ohm + self.pullup_ohm))

    def t_cC(self, u_uV):
        """Float, of an array of microvolts."""
        u_uV = np.asarray(u_uV, dtype=float)
        ln_r = np.log(self.pullup_ohm * u_uV / (self.supply_uV - u_uV))
        return 100 * (self.source.kelvin(ln_r) - ZERO_K)


def evaluate(t_cC, b, c, x):
    """heatpump.sensors.Thermistor, on an array; a test holds the two together."""
    return t_cC + (x * (b + (x * c >> 16)) >> 18)


def fits_small(b, c, x):
    """Every product of the firmware on this piece stays inside 31 bits."""
    return max(abs(x * c).max(), abs(x * (b + (x * c >> 16))).max()) < SMALL


def parabola(divider, low_uV, high_uV):
    """(error_cK, t_cC, b, c): the best integers found for one piece, or None."""
    angle = np.cos(np.pi * np.arange(_SAMPLES) / (_SAMPLES - 1))
    u_uV = (low_uV + (high_uV - 1 - low_uV) * (1 - angle) / 2).astype(np.int64)
    x = u_uV - low_uV >> 2
    want_cC = divider.t_cC(u_uV)
    start_cC, c_real = through_chebyshev_nodes(divider, low_uV, high_uV)
    best = None
    for t_cC in range(int(start_cC) - 2, int(start_cC) + 4):
        for c in range(round(c_real) - 2, round(c_real) + 3):
            b = best_slope(want_cC + 0.5 - t_cC, x, c)
            error_cK = abs(evaluate(t_cC, b, c, x) - want_cC).max()
            if fits_small(b, c, x) and (best is None or error_cK < best[0]):
                best = error_cK, t_cC, b, c
    return best


def through_chebyshev_nodes(divider, low_uV, high_uV):
    """Value at low_uV and curvature (scaled as c) of a parabola close to the best there is."""
    nodes_uV = low_uV + (high_uV - low_uV) * (0.5 + 0.4330127 * np.array([-1.0, 0.0, 1.0]))
    y0, y1, y2 = divider.t_cC(nodes_uV)
    x0, x1, x2 = (nodes_uV - low_uV) / 4
    slope = (y1 - y0) / (x1 - x0)
    curve = ((y2 - y1) / (x2 - x1) - slope) / (x2 - x0)
    return y0 - slope * x0 + curve * x0 * x1, curve * (1 << 34)


def best_slope(rise_cK, x, c):
    """The integer b that keeps rise - x * (b + c x) flattest; the worst point says which way."""
    inner = x * c >> 16
    middle = int(rise_cK[-1] / x[-1] * (1 << 18)) - int(inner[-1])  # right at the far end
    near = abs(middle) // 64 + 256
    low, high = middle - near, middle + near
    while high - low > 1:
        b = low + high >> 1
        rest_cK = rise_cK - x * (b + inner) / (1 << 18)
        if rest_cK[abs(rest_cK).argmax()] > 0:
            low = b
        else:
            high = b
    return low


def pieces(divider, low_C, high_C, tolerance_cK=TOLERANCE_cK):
    """[(from_uV, below_uV, t_cC, b, c), ...], each as long as it can be; and the worst error."""
    end_uV = int(divider.u_uV(low_C)) // STEP_uV * STEP_uV + STEP_uV
    knot_uV = int(divider.u_uV(high_C)) // STEP_uV * STEP_uV
    made, worst_cK = [], 0.0
    while knot_uV < end_uV:
        good, bad = 0, (end_uV - knot_uV) // STEP_uV + 1
        while bad - good > 1:
            steps = (good + bad) // 2
            found = parabola(divider, knot_uV, knot_uV + steps * STEP_uV)
            if found and found[0] <= tolerance_cK - _BETWEEN_cK:
                good = steps
            else:
                bad = steps
        error_cK = np.inf
        while good and error_cK > tolerance_cK:
            next_uV = knot_uV + good * STEP_uV
            error_cK, *numbers = measure(divider, knot_uV, next_uV)
            good -= 1
        if error_cK > tolerance_cK:
            raise ValueError(f"no parabola fits at {knot_uV} uV: narrow --low and --high")
        made.append((knot_uV, next_uV, *numbers))
        worst_cK = max(worst_cK, error_cK)
        knot_uV = next_uV
    return made, worst_cK


def measure(divider, low_uV, high_uV):
    """parabola(), its error at every microvolt: those of one x are worst at its ends."""
    _, t_cC, b, c = parabola(divider, low_uV, high_uV)
    u_uV = np.arange(low_uV, high_uV, 4)  # STEP_uV is a multiple of four
    x = u_uV - low_uV >> 2
    value_cC = evaluate(t_cC, b, c, x)
    error_cK = max(abs(value_cC - divider.t_cC(u_uV + end)).max() for end in (0, 3))
    return (error_cK if fits_small(b, c, x) else np.inf), t_cC, b, c


def text(divider, name, low_C, high_C, command):
    """The module: what it is, how it was made, how well it fits, and its rows."""
    rows, error_cK = pieces(divider, low_C, high_C)
    supply_uV, end_uV = divider.supply_uV, rows[-1][1]
    left_uV = supply_uV - end_uV
    left_pct = 100 * left_uV / supply_uV
    lines = [
        f'"""{name.capitalize()}: {divider.source.words}; to ground,',
        f"{divider.pullup_ohm:g} ohm to {supply_uV} uV.  Made by",
        *command,
        f"{len(rows)} parabolas, at most {error_cK / 100:.4f} K off at every microvolt of "
        f"{low_C:g}..{high_C:g} degC.",
        f"From {end_uV} uV up it is an open circuit: a probe at {low_C:g} degC leaves",
        f"{left_uV} uV ({left_pct:.2f} %) to the supply; measure that too where it may be off.",
        f"Below {rows[0][0]} uV it is a short circuit: a sound probe there is hotter than "
        f"{high_C:g} degC.",
        '"""',
        "",
        "# fmt: off",
        "ROWS = (  # from_uV, below_uV, t_cC, b, c",
        *("    ({:8}, {:8}, {:6}, {:7}, {:7}),".format(*row) for row in rows),
        ")",
        "# fmt: on",
        "",
    ]
    return "\n".join(lines)


def command_text(words):
    """One command as lines of the house's width; command_words() takes them back."""
    wrapped = textwrap.wrap(shlex.join(words), 90, break_long_words=False, break_on_hyphens=False)
    return ["    " + line for line in wrapped]


def command_words(made):
    """The options in the header of a file this tool made."""
    lines = itertools.takewhile(lambda line: line.startswith("    "), made.split("\n")[2:])
    return shlex.split(" ".join(lines))[3:]


def source_of(options):
    if options.table:
        return from_table(options.table)
    if options.steinhart:
        try:
            a, b, c = map(float, options.steinhart.split(","))
        except ValueError:
            raise ValueError(
                f"--steinhart: {options.steinhart!r} is not three numbers A,B,C"
            ) from None
        return from_steinhart(a, b, c)
    if not (1000 <= options.beta <= 10_000 and 10 <= options.r25 <= 10_000_000):
        given = f"--beta {options.beta:g}, --r25 {options.r25:g}"
        raise ValueError(f"{given}: outside 1000..10000 K, 10..10000000 ohm")
    return from_beta(options.beta, options.r25)


def check(options, source):
    """One sentence about the first thing that cannot be."""
    for name, value, low, high in (
        ("--pullup", options.pullup, 10, 10_000_000),
        ("--supply-uv", options.supply_uv, 300_000, 5_000_000),
        ("--low", options.low, max(source.low_C, -80), 100),
        ("--high", options.high, options.low + 10, min(source.high_C, 250)),
    ):
        if not low <= value <= high:
            raise ValueError(f"{name}: {value:g} is outside {low:g}..{high:g}")
    for t_C in (options.low, options.high):
        reached_C = source.kelvin(source.ln_ohm(t_C)) - ZERO_K
        if not abs(reached_C - t_C) < 0.001:
            raise ValueError(f"{source.words}: no resistance makes {t_C:g} degC")


def parse(argv):
    parser = argparse.ArgumentParser(
        prog="python -m tools.make_ntc",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--beta", type=float, help="K, between 25 degC and the maker's other point")
    which.add_argument("--steinhart", metavar="A,B,C")
    which.add_argument("--table", metavar="FILE", help="csv: degC,ohm")
    parser.add_argument("--r25", type=float, default=10_000, help="ohm at 25 degC, for --beta")
    parser.add_argument("--pullup", type=float, default=10_000, help="ohm")
    parser.add_argument("--supply-uv", type=int, default=3_300_000)
    parser.add_argument("--low", type=float, help="degC, -45 unless told; colder is open circuit")
    parser.add_argument(
        "--high", type=float, help="degC, 130 unless told; hotter is short circuit"
    )
    parser.add_argument("--name", required=True, help="word for the file's first line")
    parser.add_argument("--out", required=True, metavar="FILE")
    return parser.parse_args(argv)


def main(argv=None):
    argv = sys.argv[1:] if argv is None else argv
    options = parse(argv)
    try:
        source = source_of(options)
        options.low = max(-45, source.low_C) if options.low is None else options.low
        options.high = min(130, source.high_C) if options.high is None else options.high
        check(options, source)
        divider = Divider(source, options.pullup, options.supply_uv)
        command = command_text(["python", "-m", "tools.make_ntc", *argv])
        made = text(divider, options.name, options.low, options.high, command)
        pathlib.Path(options.out).write_text(made)
    except (ValueError, OSError) as error:
        print(f"make_ntc: {error}", file=sys.stderr)
        return 2
    print(f"{options.out}: " + next(x for x in made.split("\n") if " parabolas, " in x))
    return 0


if __name__ == "__main__":
    sys.exit(main())
