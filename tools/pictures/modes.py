"""The diagram of modes, drawn from the table of heatpump.modes itself.

Where a mode stands is chosen here; which arrows there are, and why each is taken, comes from
modes.TRANSITIONS.  Left out, and said so below the drawing: what a protection does from every
mode, switching off, and ways that only a refused start, a lost wish or a limit takes.
"""

import html
import math
import textwrap

from heatpump import modes

from tools import inks

_LEFT_OUT = {
    "switched off", "switched on", "the guard refused the start", "heat is no longer wanted",
    "cold is no longer wanted", "hot water is no longer wanted", "the guard holds the compressor",
    "the compressor runs although it is switched off", "the compressor stands still again",
    "latched before the power was cut", "fan on, whatever the valve did",
    "hot water needs no heater any more", "pump and valves have moved",
    "high pressure or hot gas is close to its limit", "supply water is at its limit",
    "defrost ran out of time", "pressure is high, coil must be clear",
    "house water is too cold to go on",
}  # fmt: skip
_ALIKE = {"STANDBY": "IDLE", "TANK": "HEAT"}  # what both do alike is drawn from the second
_WIDE, _HIGH, _ACROSS, _DOWN = 100, 34, 206, 96
# fmt: off
# mode:          column, row, colour
PLACES = {
    "BACK":       ( 1.8, 0, "violet" ), "DRIP":     ( 2.9, 0, "violet" ),
    "DEFROST":    ( 4, 0, "violet" ),
    "RESTART":    ( 1, 1, "violet" ),   "SETTLE":   ( 2.9, 1, "violet" ),
    "TURN":       ( 4, 1, "violet" ),
    "IDLE":       ( 0, 2, "grey" ),     "REST":     ( 4, 2, "grey" ),
    "PRE_HEAT":   ( 1, 2, "red" ),      "HEAT":     ( 2, 2, "red" ),
    "RUN_ON":     ( 3, 2, "red" ),
    "STANDBY":    ( 0, 3.15, "grey" ),
    "PRE_TANK":   ( 1, 3.15, "amber" ), "TANK":     ( 2, 3.15, "amber" ),
    "TANK_ON":    ( 3, 3.15, "amber" ),
    "PRE_COOL":   ( 1, 4.2, "blue" ),   "COOL":     ( 2.2, 4.2, "blue" ),
    "COOL_ON":    ( 3.6, 4.2, "blue" ),
}
# ways that go round the others: the corners, in columns and rows
ROUND = {
    ("REST", "IDLE"):  ( ( 4, 4.85 ), ( -0.42, 4.85 ), ( -0.42, 2 ) ),
}
# fmt: on
_ALONG = {("RESTART", "HEAT"): 0.4, ("COOL_ON", "RUN_ON"): 0.24, ("IDLE", "PRE_TANK"): 0.68,
          ("IDLE", "PRE_COOL"): 0.72}  # where the words stand, if not half way  # fmt: skip
_STYLE = """
.modes { font: 11px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
.modes .paper { fill: var(--paper); }
.modes text { fill: var(--soft); text-anchor: middle; }
.modes text.name { fill: var(--ink); font-weight: 700; font-size: 12px; }
.modes text.title { fill: var(--ink); font-weight: 700; font-size: 16px; text-anchor: start; }
.modes text.below { text-anchor: start; font-size: 12px; }
.modes .halo { stroke: var(--paper); stroke-width: 4; paint-order: stroke; }
.modes .way { fill: none; stroke: var(--grey); stroke-width: 1.4; }
.modes .tip { fill: var(--grey); }
""" + "\n".join(
    f".modes .box.{c} {{ fill: var(--{c}); fill-opacity: .16; stroke: var(--{c}); }}"
    for c in ("red", "blue", "violet", "amber", "grey")
)


def _origins(origins):
    return origins if isinstance(origins, tuple) else (origins,)


def ways():
    """{(from, to): [because]} of the arrows that are drawn."""
    found = {}
    for origins, _, to, because in modes.TRANSITIONS:
        for origin in _origins(origins):
            pair = modes.NAMES[origin], modes.NAMES[to]
            if because and because not in _LEFT_OUT and all(name in PLACES for name in pair):
                found.setdefault(pair, []).append(because)
    for (origin, to), reasons in list(found.items()):
        if reasons == found.get((_ALIKE.get(origin), to)):
            del found[origin, to]
    return found


def _at(column, row):
    return 110 + _ACROSS * column, 74 + _DOWN * row


def _centre(name):
    return _at(*PLACES[name][:2])


def _edge(x, y, towards_x, towards_y):
    """Where a line from the middle of a box leaves it."""
    dx, dy = towards_x - x, towards_y - y
    share = min(_WIDE / 2 / abs(dx) if dx else 9, _HIGH / 2 / abs(dy) if dy else 9)
    return x + dx * share, y + dy * share


def _tip(x, y, ux, uy):
    return (f'<path class="tip" d="M{x:.1f} {y:.1f}L{x - 8 * ux - 4 * uy:.1f} '
            f"{y - 8 * uy + 4 * ux:.1f}L{x - 8 * ux + 4 * uy:.1f} "
            f'{y - 8 * uy - 4 * ux:.1f}Z"/>')  # fmt: skip


def _arrow(pair, reasons, twice):
    """A line with its tip, and its words; `twice`: there is a way back, each keeps to a side."""
    first, last = _centre(pair[0]), _centre(pair[1])
    corners = [_at(*corner) for corner in ROUND.get(pair, ())]
    ax, ay = _edge(*first, *(corners[0] if corners else last))
    bx, by = _edge(*last, *(corners[-1] if corners else first))
    fx, fy = corners[-1] if corners else (ax, ay)
    length = math.hypot(bx - fx, by - fy)
    ux, uy = (bx - fx) / length, (by - fy) / length
    aside = 10 if twice and not corners else 0
    ax, ay, bx, by = ax - uy * aside, ay + ux * aside, bx - uy * aside, by + ux * aside
    points = [(ax, ay), *corners, (bx - 6 * ux, by - 6 * uy)]
    line = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    along = _ALONG.get(pair, 0.5)
    (px, py), (qx, qy) = (corners[0], corners[1]) if corners else ((ax, ay), (bx, by))
    x, y = px + along * (qx - px) - uy * aside * 4.6, py + along * (qy - py) + ux * aside
    flat = abs(qy - py) < 1
    return (f'<path class="way" d="M{line}"/>{_tip(bx, by, ux, uy)}',
            _words(reasons, x, y, flat, 40 if corners else 18))  # fmt: skip


def _words(reasons, x, y, flat, wide):
    """Above a level line, across any other."""
    told = [reasons[0], *(f"or {reason}" for reason in reasons[1:])]
    lines = [part for reason in told for part in textwrap.wrap(reason, wide)]
    top = y - 13 * len(lines) + 8 if flat else y - 6.5 * (len(lines) - 1) + 3.5
    return "".join(
        f'<text class="halo" x="{x:.1f}" y="{top + 13 * n:.1f}">{html.escape(line)}</text>'
        for n, line in enumerate(lines)
    )


def _box(name):
    x, y = _centre(name)
    colour = PLACES[name][2]
    return (
        f'<rect class="box {colour}" x="{x - _WIDE / 2:.1f}" y="{y - _HIGH / 2:.1f}" '
        f'width="{_WIDE}" height="{_HIGH}" rx="8"/>'
        f'<text class="name" x="{x:.1f}" y="{y + 4.2:.1f}">{name}</text>'
    )


def draw(theme="auto"):
    """SVG text."""
    found = ways()
    width, height = 1010, 600
    arrows = [_arrow(pair, reasons, pair[::-1] in found) for pair, reasons in found.items()]
    below = (
        "Not drawn: ways to the next mode by a limit, a refused start or a wish that is gone; "
        "STANDBY starts, and TANK defrosts, as IDLE and HEAT do;",
        "BOOST, FROST, EXERCISE, switching off; and a protection that trips: from any mode to "
        "SAFE_STOP (valve turned: HOLD_VALVE), TRIPPED, LOCKOUT.",
    )
    title = "Modes, and what leads from one to the next"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="modes" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img">\n<title>{title}</title>\n'
        f"<style>{inks.fixed(_STYLE, theme)}</style>\n"
        f'<rect class="paper" width="{width}" height="{height}"/>\n'
        f'<text class="title" x="22" y="30">{title}</text>\n'
        + "\n".join(line for line, _ in arrows) + "\n"
        + "\n".join(_box(name) for name in PLACES) + "\n"
        + "\n".join(words for _, words in arrows) + "\n"
        + "\n".join(f'<text class="below" x="22" y="{height - 26 + 17 * n}">'
                    f"{html.escape(line)}</text>" for n, line in enumerate(below))
        + "\n</svg>\n"
    )  # fmt: skip
