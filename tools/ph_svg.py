"""Draws a log p-h diagram as SVG: the fluid, and a cycle on it that tools/ph.js can move.

    svg(chart, state=None, width=720, height=470)   the diagram as text, styled by classes
    file(chart, state, title, note, theme)          the same as a file that stands by itself

chart: of tools.ph.chart; state: of tools.ph.state_points plus the temperatures told, see words().
Every part of the cycle names the anchor it stands at, and its words with {places}: Python fills
them in here, ph.js on a page, so a diagram looks the same in both.
"""

import html
import itertools
import json
import math
import re
from bisect import bisect_right

from tools import inks

STYLE = """
.ph { font-size: 12px;
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
.ph text { fill: var(--soft); }
.ph .grid { stroke: var(--grid); fill: none; }
.ph .wet { fill: var(--wet); }
.ph .dome { stroke: var(--dome); stroke-width: 1.8; fill: none; }
.ph .iso { stroke: var(--soft); stroke-opacity: .45; stroke-width: 1; fill: none; }
.ph .cycle { stroke: var(--cycle); stroke-width: 2.4; fill: none; stroke-linejoin: round; }
.ph .low { stroke: var(--low); stroke-width: 4; fill: none; }
.ph .high { stroke: var(--high); stroke-width: 4; fill: none; }
.ph text.lowtext { fill: var(--low); }
.ph text.hightext { fill: var(--high); }
.ph .dot { fill: var(--paper); stroke: var(--cycle); stroke-width: 1.8; }
.ph text.number { fill: var(--ink); font-weight: 700; font-size: 11px;
  text-anchor: middle; }
.ph text.told { fill: var(--ink); }
.ph .halo { stroke: var(--paper); stroke-width: 4; stroke-linejoin: round; paint-order: stroke; }
.ph .paper { fill: var(--paper); }
.ph .title { font-weight: 600; font-size: 15px; fill: var(--ink); }
"""
_TICKS_bar = (0.5, 1, 2, 3, 5, 7, 10, 15, 20, 30, 40, 50, 60, 80)
_CYCLE = """\
<path class="cycle" data-through="1 2 3 4 1"/>
<g transform="translate(0 13)"><path class="low" data-through="dew 1"/></g>
<g transform="translate(0 -13)"><path class="high" data-through="3 bubble"/></g>
<g data-at="low"><text class="lowtext halo" text-anchor="middle" y="21" \
data-text="{low} bar, {te} °C"></text></g>
<g data-at="high"><text class="hightext halo" text-anchor="middle" y="-11" \
data-text="{high} bar, {tc} °C"></text></g>
<g data-at="1"><text class="told halo" x="14" y="5" data-text="{t1} °C"></text></g>
<g data-at="3"><text class="told halo" text-anchor="end" x="-14" y="5" data-text="{t3} °C">\
</text></g>
"""
# names too long for the side of a narrow picture stand in a line of their own there
_SIDES = """\
<g data-at="1"><text class="lowtext halo" x="14" y="20" data-text="superheat {superheat} K">\
</text></g><g data-at="3"><text class="hightext halo" text-anchor="end" x="-14" y="-11" \
data-text="subcooling {subcooling} K"></text></g>
<g data-at="2"><text class="told halo" x="14" y="-6" data-text="{t2} °C"></text></g>
"""
_LINES = """\
<g data-at="1"><text class="lowtext halo" text-anchor="middle" x="22" y="36" \
data-text="superheat {superheat} K"></text></g><g data-at="3"><text class="hightext halo" \
text-anchor="middle" x="-14" y="-27" data-text="subcooling {subcooling} K"></text></g>
<g data-at="2"><text class="told halo" text-anchor="middle" y="-15" data-text="{t2} °C"></text></g>
"""
_NARROW = 500
_DOT = (
    '<g data-at="{0}"><circle class="dot" r="8"/><text class="number" y="4">{0}</text></g>'
)  # fmt: skip


def frame(chart, width, height):
    """Where the chart stands in the picture: pixels, and kJ/kg and bar at its corner."""
    bubble, rows = chart["dome"]["bubble"], chart["gas"]["h_kJpkg"]
    warm = chart["gas"]["over_K"].index(80)
    h_low, h_high = bubble[2][0] - 15, rows[len(rows) * 3 // 4][warm]
    p_low, p_high = chart["dome"]["dew"][2][1], chart["dome"]["top"][1] * 1.2
    left, right, top, bottom = 46, width - 12, 14, height - 40
    return {
        "left": left, "right": right, "top": top, "bottom": bottom,
        "h_low": round(h_low, 1), "h_high": round(h_high, 1),
        "p_low": round(p_low, 4), "p_high": round(p_high, 4),
        "per_kJpkg": round((right - left) / (h_high - h_low), 6),
        "per_ln": round((bottom - top) / math.log(p_high / p_low), 6),
    }  # fmt: skip


def _at(f, h_kJpkg, p_bar):
    x = f["left"] + (h_kJpkg - f["h_low"]) * f["per_kJpkg"]
    return x, f["bottom"] - math.log(p_bar / f["p_low"]) * f["per_ln"]


def _path(f, points):
    return "M" + "L".join("{:.1f} {:.1f}".format(*_at(f, h, p)) for h, p in points)


def _grid(f):
    parts = [f'<path class="grid" d="M{f["left"]} {f["top"]}H{f["right"]}V{f["bottom"]}'
             f'H{f["left"]}Z"/>']  # fmt: skip
    last_y = 1e9
    for p_bar in _TICKS_bar:
        y = _at(f, f["h_low"], p_bar)[1]
        if not f["top"] <= y <= f["bottom"]:
            continue
        parts.append(f'<path class="grid" d="M{f["left"]} {y:.1f}H{f["right"]}"/>')
        if last_y - y > 15:
            parts.append(f'<text text-anchor="end" x="{f["left"] - 6}" y="{y + 4:.1f}">'
                         f"{p_bar:g}</text>")  # fmt: skip
            last_y = y
    step = 50 if f["per_kJpkg"] * 50 > 34 else 100
    for h in range(-200, 1200, step):
        x = _at(f, h, f["p_low"])[0]
        if f["left"] <= x <= f["right"] - 8:
            parts.append(f'<path class="grid" d="M{x:.1f} {f["top"]}V{f["bottom"]}"/>')
            parts.append(f'<text text-anchor="middle" x="{x:.1f}" y="{f["bottom"] + 16}">'
                         f"{h}</text>")  # fmt: skip
    middle = (f["left"] + f["right"]) / 2
    parts.append(f'<text text-anchor="middle" x="{middle:.0f}" y="{f["bottom"] + 33}">'
                 "specific enthalpy h, kJ/kg</text>")  # fmt: skip
    y = (f["top"] + f["bottom"]) / 2
    parts.append(f'<text text-anchor="middle" transform="translate(12 {y:.0f}) rotate(-90)">'
                 "pressure p, bar absolute, logarithmic</text>")  # fmt: skip
    return parts


def _isotherms(f, chart):
    parts, free_x = [], f["left"] + 20
    dew = [(math.log(p), h) for h, p in chart["dome"]["dew"]]
    dew_x = _at(f, _between(dew, math.log(f["p_low"] * 1.12)), 1.0)[0] + 15
    for line in chart["isotherms"]:
        points = line["points"]
        parts.append(f'<path class="iso" d="{_path(f, points)}"/>')
        edge = _crossing(points, f["p_low"] * 1.12)
        if edge is None:
            continue
        x, y = _at(f, *edge)
        if max(free_x, dew_x) < x < f["right"] - 14:
            parts.append(f'<text class="halo" text-anchor="middle" x="{x:.1f}" y="{y:.1f}">'
                         f"{_number(line['t_C'], 0)}°</text>")  # fmt: skip
            free_x = x + 26
    return parts


def _crossing(points, p_bar):
    """Where a line that falls in pressure crosses p_bar, or None."""
    for (h0, p0), (h1, p1) in itertools.pairwise(points):
        if p0 >= p_bar > p1:
            return h0 + (h1 - h0) * math.log(p0 / p_bar) / math.log(p0 / p1), p_bar
    return None


def _fluid(f, chart):
    dome = chart["dome"]
    outline = dome["bubble"] + [dome["top"]] + dome["dew"][::-1]
    return [f'<path class="wet" d="{_path(f, outline)}"/>', *_isotherms(f, chart),
            f'<path class="dome" d="{_path(f, outline)}"/>']  # fmt: skip


def _between(pairs, x):
    """Linear between [(x, y)] with rising x, held at both ends."""
    xs = [pair[0] for pair in pairs]
    i = min(max(bisect_right(xs, x) - 1, 0), len(xs) - 2)
    share = min(max((x - xs[i]) / (xs[i + 1] - xs[i]), 0.0), 1.0)
    return pairs[i][1] + share * (pairs[i + 1][1] - pairs[i][1])


def anchors(chart, points):
    """{name: [h, p]} at which parts of the cycle stand; points: those of ph.state_points."""
    one, two, three, four = points
    low, high = one[1], two[1]
    side = {
        name: [(math.log(p), h) for h, p in chart["dome"][name]] for name in ("bubble", "dew")
    }
    dew, bubble = _between(side["dew"], math.log(low)), _between(side["bubble"], math.log(high))
    wet_from = max(four[0], _between(side["bubble"], math.log(low)))
    return {
        "1": one, "2": two, "3": three, "4": four, "dew": [dew, low], "bubble": [bubble, high],
        "low": [(wet_from + dew) / 2, low],
        "high": [(bubble + _between(side["dew"], math.log(high))) / 2, high],
    }  # fmt: skip


def _number(value, digits=1):
    return f"{value:.{digits}f}".replace("-", "\u2212")


def words(state, t_suction_C, t_discharge_C, t_liquid_C):
    """What stands at the points, of the state that these temperatures made."""
    (_, low), (_, high) = state["points"][:2]
    told = {
        "t1": t_suction_C, "t2": t_discharge_C, "t3": t_liquid_C, "te": state["evaporating_C"],
        "tc": state["condensing_C"], "superheat": state["superheat_K"],
        "subcooling": state["subcooling_K"],
    }  # fmt: skip
    return {**{k: _number(v) for k, v in told.items()}, "low": f"{low:.2f}", "high": f"{high:.1f}"}


def _filled(f, chart, state, text):
    """The cycle with its places filled in, as ph.js does it."""
    stand = {name: _at(f, *point) for name, point in anchors(chart, state["points"]).items()}

    def through(match):
        d = "M" + "L".join("{:.1f} {:.1f}".format(*stand[name]) for name in match[1].split())
        return f'{match[0]} d="{d}"'

    def at(match):
        return '{} transform="translate({:.1f} {:.1f})"'.format(match[0], *stand[match[1]])

    text = re.sub(r'data-through="([^"]+)"', through, text)
    text = re.sub(r'data-at="([^"]+)"', at, text)
    fill = state["words"]
    return re.sub(r'data-text="([^"]+)">', lambda m: m[0] + m[1].format(**fill), text)


def svg(chart, state=None, width=720, height=470, title=""):
    """An <svg> element.  state: None leaves the cycle to ph.js; else has "points" and "words"."""
    f = frame(chart, width, height)
    cycle = _CYCLE + (_LINES if width < _NARROW else _SIDES)
    cycle += "".join(_DOT.format(n) for n in "1234")
    if state:
        cycle = _filled(f, chart, state, cycle)
    shown = "" if state else ' style="display:none"'
    label = html.escape(title or f"log p-h diagram of {chart['fluid']}")
    data = html.escape(json.dumps(f, separators=(",", ":")))
    clip = f"ph-{width}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="ph" viewBox="0 0 {width} {height}" '
        f'role="img" aria-label="{label}" data-frame="{data}">\n'
        f'<clipPath id="{clip}"><rect x="{f["left"]}" y="{f["top"]}" '
        f'width="{f["right"] - f["left"]}" height="{f["bottom"] - f["top"]}"/></clipPath>\n'
        + "\n".join(_grid(f)) + f'\n<g clip-path="url(#{clip})">\n'
        + "\n".join(_fluid(f, chart)) + "\n</g>\n"
        + f'<g class="ph-cycle"{shown}>\n{cycle}</g>\n</svg>'
    )  # fmt: skip


def file(chart, state, title, note="", theme="auto"):
    """A file by itself: heading, diagram, a line below it."""
    width, height, head, foot = 720, 470, 34, 26
    inner = svg(chart, state, width, height, title)
    inner = inner.replace("<svg ", f'<svg y="{head}" width="{width}" height="{height}" ', 1)
    tall = head + height + foot
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="ph" width="{width}" height="{tall}" '
        f'viewBox="0 0 {width} {tall}">\n<title>{html.escape(title)}</title>\n'
        f"<style>{inks.fixed(STYLE, theme)}</style>\n"
        f'<rect class="paper" width="{width}" height="{tall}"/>\n'
        f'<text class="title" x="14" y="23">{html.escape(title)}</text>\n{inner}\n'
        f'<text x="14" y="{head + height + 16}">{html.escape(note)}</text>\n</svg>\n'
    )
