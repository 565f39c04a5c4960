"""The picture of a winter day: what the firmware did, minute by minute, and what is true."""

from tools import simulate
from tools.report import run

OPTIONS = ("--start", "01-04", "--days", "0.5")
_FROM_s, _TO_s = 0, 43200
LANES = ("heat", "defrost", "wait")


def simulated():
    """(Run, about) of that day, from the firmware itself."""
    from tools import pythons, scenario

    have = pythons.available()
    interpreter = "micropython" if "micropython" in have else "cpython"  # the same bytes
    plan, about = scenario.plan(simulate.parse([*OPTIONS, "--interpreter", "cpython"]))
    return simulate.execute(plan, interpreter), about


def document(done, about):
    """The document of its report; see tools/report."""
    names = done.rows[0].split(",")
    rows = [dict(zip(names, line.split(","), strict=True)) for line in done.rows[1:]]
    kpi = {**done.kpi, "wall_s": 0}
    return run.document(rows, done.transitions, kpi, {**about, "laws_broken": done.broken})


def bars(modes, to_s):
    """What Picture.ribbon() takes, of the document's modes."""
    made = []
    ends = [*modes["at_s"][1:], to_s]
    for at_s, end_s, number in zip(modes["at_s"], ends, modes["mode"], strict=True):
        name = modes["names"][number]
        for lane in modes["lanes"]:
            light = name in lane["light"]
            if (light or name in lane["modes"]) and lane["name"] in LANES and at_s < to_s:
                made.append((LANES.index(lane["name"]), lane["colour"], light, at_s,
                             min(end_s, to_s)))  # fmt: skip
    return made


def _clock(at_s):
    return f"{at_s // 3600:02}:00"


def draw(done, about):
    """SVG text, with the numbers that tools/REPORT.md explains."""
    from tools.pictures.plot import Picture

    seen, kpi = document(done, about), done.kpi
    count = sum(s <= _TO_s for s in seen["at_s"])
    at_s = seen["at_s"][:count]

    def column(name, worth):
        return [None if v is None else v * worth for v in seen["columns"][name][:count]]

    made = Picture(860, _FROM_s, _TO_s, 7200, _clock)
    half = kpi["spf_estimated_h4"] * kpi["u95"]
    made.title("A night of freezing fog: Greensboro, 4 January",
               f"{about['machine']}: SPF {kpi['spf_h4']:.2f} in truth, "
               f"{kpi['spf_estimated_h4']:.2f} \u00b1 {half:.2f} by the firmware; {kpi['starts']} "
               f"starts, {kpi['defrosts']} defrosts; room at {kpi['room_least_cC'] / 100:.1f} to "
               f"{kpi['room_most_cC'] / 100:.1f} °C")  # fmt: skip
    tops = [made.y]
    made.ribbon(LANES, bars(seen["modes"], _TO_s))
    tops.append(made.y)
    _water(made, at_s, column)
    tops.append(made.y)
    _coil(made, at_s, column)
    tops.append(made.y)
    _frost(made, at_s, column)
    tops.append(made.y)
    _cop(made, at_s, column)
    for n, top in enumerate(tops, 1):
        made.mark(n, 14, top + 10)
    return made.file("A winter day of the simulated heat pump")


def _water(made, at_s, column):
    supply, back = column("t_supply_cC", 0.01), column("t_return_cC", 0.01)
    known = [v for v in supply + back if v is not None]
    words = [("Water, °C", ""), ("supply", "red"), ("return", "blue"), ("wanted", "grey")]
    y = made.plot(words, min(known) - 1, max(known) + 1)
    made.line(at_s, column("target_cC", 0.01), y, "grey", "dash")
    made.line(at_s, back, y, "blue")
    made.line(at_s, supply, y, "red")


def _coil(made, at_s, column):
    words = [("Outdoor coil, °C", ""), ("outdoor air", "blue"), ("coil", "violet")]
    y = made.plot(words, -15, 22)
    made.line(at_s, column("true_outdoor_cC", 0.01), y, "blue")
    made.line(at_s, column("t_coil_cC", 0.01), y, "violet")


def _frost(made, at_s, column):
    frost = column("true_frost_g", 1)
    high = max(frost) * 1.08
    words = [("Frost on the coil, g", ""), ("truth", "violet"),
             ("sign of ice that the controller sees, K \u00d7 100", "amber")]  # fmt: skip
    y = made.plot(words, -100, high, ticks=8)
    made.area(at_s, [0] * len(frost), frost, y, "violet")
    made.line(at_s, frost, y, "violet")
    made.line(at_s, column("ice_cK", 1), y, "amber")


def _cop(made, at_s, column):
    told, true = column("cop_told_q10", 1 / 1024), column("cop_true_q10", 1 / 1024)
    low, high = column("cop_low_q10", 1 / 1024), column("cop_high_q10", 1 / 1024)
    known = [v for v in (*low, *high, *true) if v is not None]
    words = [("COP of the compressor", ""), ("estimated, with its error bar", "red"),
             ("true", "grey")]  # fmt: skip
    y = made.plot(words, min(known) - 0.1, max(known) + 0.1, ticks=8, named=True)
    made.area(at_s, low, high, y, "red")
    made.line(at_s, true, y, "grey")
    made.line(at_s, told, y, "red")
