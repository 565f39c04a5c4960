"""Rating points: what certificates and standards say of a machine that runs steadily.

The ten points of EN 14825 with the parameters that were fitted to them, the seasonal figure that
the standard makes of such points and its golden case, cooling, and the speed of the best COP.
"""

import itertools

from tools import plant_bench as bench
from tools.validate.table import row

DESIGN_W = 7000.0  # Pdesignh of an "8 kW" unit: Keymark, i-32V5H 08 and its class
KEYMARK = "EN 14825 / EN 14511 certificates, 9,220 titles, median [p5..p95]"
# point, air degC, RH, outlet degC, part of DESIGN_W (EN 14825; 0.87: nominal A7 of the class),
# pump, median COP, p5, p95 where known, frost cycles
CERTIFICATES = (
    ("A7/W35", 7, 0.87, 35, 0.87, 1.0, 4.80, 4.10, 5.20, False),
    ("A7/W55", 7, 0.87, 55, 0.87, 0.625, 2.90, 2.50, 3.25, False),
    ("A-7/W34", -7, 0.75, 34, 0.885, 1.0, 3.00, None, None, True),
    ("A2/W30", 2, 0.84, 30, 0.538, 1.0, 4.50, None, None, True),
    ("A7/W27", 7, 0.87, 27, 0.346, 1.0, 6.15, None, None, False),
    ("A12/W24", 12, 0.89, 24, 0.154, 1.0, 7.90, None, None, False),
    ("A-7/W52", -7, 0.75, 52, 0.885, 0.625, 2.16, None, None, True),
    ("A2/W42", 2, 0.84, 42, 0.538, 0.625, 3.35, None, None, True),
    ("A7/W36", 7, 0.87, 36, 0.346, 0.625, 4.55, None, None, False),
    ("A12/W30", 12, 0.89, 30, 0.154, 0.625, 6.10, None, None, False),
)
# The parameters that were fitted to the ten points, and the bounds they were free to move in
FITTED = {
    "isentropic": (0.60, 0.80), "best_ratio": (1.6, 3.0), "off_best": (0.02, 0.45),
    "out_UA_W_K": (1200, 3600), "out_ref_W_K": (2500, 8000), "in_UA_W_K": (2500, 8000),
    "in_ref_W_K": (2500, 9000), "friction_W": (10, 120), "drive_W": (8, 60),
}
# Hours of the average climate, EN 14825 table: -10..15 degC
HOURS = (1, 25, 23, 24, 27, 68, 91, 89, 165, 173, 240, 280, 320, 357, 356, 303, 330, 326, 348, 335,
         315, 215, 169, 151, 105, 74)


def scop(design_W, points, cd=0.9):
    """EN 14825 SCOPon, average climate, air or brine to water.

    points: {Tj degC: (capacity, COP)}.  Above its load a unit cycles: COP CR / (Cd CR + 1 - Cd);
    below, a resistance makes up.  Between points capacity and COP are straight lines.
    """
    at = sorted(points)

    def line(t, y):
        for a, b in itertools.pairwise(at):
            if t <= b or b == at[-1]:
                return y(a) + (y(b) - y(a)) * (t - a) / (b - a)
        raise AssertionError

    def load(t):
        return design_W * (t - 16) / (-10 - 16)

    def cop_at(t):
        capacity, cop = points[t]
        cr = min(1.0, load(t) / capacity)
        return cop * cr / (cd * cr + 1 - cd)

    heat = electricity = 0.0
    for t, hours in zip(range(-10, 16), HOURS, strict=True):
        missing = max(0.0, load(t) - line(t, lambda x: points[x][0]))
        heat += hours * load(t)
        electricity += hours * ((load(t) - missing) / line(t, cop_at) + missing)
    return heat / electricity


def certificates():
    rows, errors, results = [], [], {}
    for name, t, rh, out_C, part, pump, median, p5, p95, ice in CERTIFICATES:
        rate = bench.iced_point if ice else bench.point
        r = rate(out_C, load_W=part * DESIGN_W, pump=pump, t_air_C=t, rh=rh)
        results[name] = r
        errors.append(r["cop"] / median - 1)
        low, high = median * 0.9, median * 1.1
        if p5:
            low, high = max(low, p5), min(high, p95)
        rows.append(row("COP " + name, median, r["cop"], low, high, KEYMARK))
    rms = 100 * (sum(e * e for e in errors) / len(errors)) ** 0.5
    rows.append(row("rms of the ten, %", 0.0, rms, None, 4.0, "required: at most 4 %"))
    carnot = (35 + 273.15) / (35 - 7)
    rows.append(row("COP / Carnot A7/W35", 0.44, results["A7/W35"]["cop"] / carnot, 0.36, 0.48,
                    "certificates: p1 0.36, median 0.44, p99 0.48"))
    made = bench.plants.machines.build("monobloc_r290", "water", None)
    nearest = min(min(made[k] - a, b - made[k]) / (b - a) for k, (a, b) in FITTED.items())
    rows.append(row("nearest fitted parameter to a bound, %", None, 100 * nearest, 3.0, None,
                    "no fitted parameter on its bound"))
    for water, names, published in (
        ("35 degC", ("A-7/W34", "A2/W30", "A7/W27", "A12/W24"), 4.6),
        ("55 degC", ("A-7/W52", "A2/W42", "A7/W36", "A12/W30"), 3.4),
    ):
        points = {t: (abs(results[n]["heat_W"]), results[n]["cop"])
                  for t, n in zip((-7, 2, 7, 12), names, strict=True)}
        rows.append(row("SCOP average climate, " + water, published, scop(DESIGN_W, points),
                        published * 0.9, published * 1.1, "certificates, median; EN 14825 bins"))
    return rows


def golden():
    points = {-10: (7.8, 2.6), -7: (9.55, 3.26), -6: (9.7, 3.3), 2: (11.17, 4.0), 7: (12.66, 4.91),
              12: (14.3, 5.5)}
    return [row("EN 14825 Annex H, SCOPon", 3.61, scop(11.46, points), 3.59, 3.63,
                "EN 14825 Annex H: Pdesignh 11.46 kW, Cd 0.9, bivalent at -6 degC")]


COOLING = "EN 14511 / EN 14825 certificates (Keymark, in hplib-database_cooling.csv of hplib)"


def cooling():
    w7 = bench.point(7, load_W=6000, cooling=True, t_air_C=35, rh=0.4)
    w18 = bench.point(18, load_W=6000, cooling=True, t_air_C=35, rh=0.4)
    air = bench.air_point("split_r32", 35, 27, rh=0.4)
    return [
        row("EER A35/W7, 6 kW", 3.14, w7["cop"], 2.69, 4.0, COOLING
            + ": 21 air/water units of 3..15 kW, median 3.14, range 2.69..4.00"),
        row("EER A35/W18, 6 kW", 5.0, w18["cop"], 4.0, 5.92, COOLING + ": RASM-2 5.4, RAS-3 5.0, "
            "RAS-2.5 5.3; R290 units: 4.00 (4 kW, data sheet), Wolf CHA10 5.92 (CoSES)"),
        row("EER A35/A27, 3.5 kW R32", 3.4, air["cop"], 2.9, 4.2,
            "air-cooled below 12 kW: limit 2.90 (SIA 380/2), EN 14511 rating 3.4 of a home unit"),
        row("cooling capacity A35/A27, kW", 3.5, -air["heat_W"] / 1e3, 3.15, 4.0, "name plate"),
    ]


def speeds():
    """COP against speed at one water temperature: the best is below full speed."""
    at = [0.25, 0.4, 0.6, 0.8, 1.0]
    cops = [bench.point(35, speed=s, changes={"fan_W": 60.0})["cop"] for s in at]
    best = at[cops.index(max(cops))]
    return [row("speed of the best COP, A7/W35", 0.5, best, 0.2, 0.9, "a maximum below full")]
