"""A picture of plots below each other on one axis of time, as SVG that stands by itself.

Plain and the same bytes everywhere: whole numbers in, a tenth of a pixel out.
"""

import html
import math

from tools import inks

STYLE = """
.fig { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
.fig text { fill: var(--soft); }
.fig .title { fill: var(--ink); font-size: 16px; font-weight: 700; }
.fig .head { fill: var(--ink); font-weight: 600; }
.fig .paper { fill: var(--paper); }
.fig .grid { stroke: var(--grid); fill: none; }
.fig .axis { stroke: var(--line); fill: none; }
.fig .line { fill: none; stroke-width: 1.6; stroke-linejoin: round; }
.fig .dash { stroke-dasharray: 5 4; stroke-width: 1.2; }
.fig .area { stroke: none; fill-opacity: .2; }
.fig .light { fill-opacity: .45; }
.fig .mark { fill: var(--ink); }
.fig text.number { fill: var(--paper); font-weight: 700; text-anchor: middle; }
""" + "\n".join(
    f".fig .line.{c} {{ stroke: var(--{c}); }} .fig .fill.{c}, .fig .area.{c} {{ fill: var(--{c});"
    f" }} .fig text.{c} {{ fill: var(--{c}-ink); font-weight: 600; }}"
    for c in ("red", "blue", "green", "violet", "grey", "amber")
) + "\n.fig .fill.ink { fill: var(--ink); }\n"  # fmt: skip
LEFT, RIGHT = 74, 26


def steps(low, high, wanted):
    """Round numbers from low to high, about `wanted` of them."""
    raw = (high - low) / wanted
    size = 10 ** math.floor(math.log10(raw))
    step = next(size * f for f in (1, 2, 5, 10) if size * f >= raw * 0.999)
    count = math.floor(high / step + 1e-9) - math.ceil(low / step - 1e-9) + 1
    return [(math.ceil(low / step - 1e-9) + n) * step for n in range(count)]


class Picture:
    """width in pixels; from_s, to_s: what the axis shows; tick(s) -> its name, every `every_s`."""

    def __init__(self, width, from_s, to_s, every_s, tick):
        self.width, self._span = width, (from_s, to_s)
        self._every_s, self._tick = every_s, tick
        self._parts, self.y = [], 0

    def x(self, at_s):
        from_s, to_s = self._span
        return LEFT + (at_s - from_s) / (to_s - from_s) * (self.width - LEFT - RIGHT)

    def text(self, x, y, words, kind="", anchor="start"):
        self._parts.append(f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">'
                           f"{html.escape(words)}</text>")  # fmt: skip

    def path(self, kind, d):
        self._parts.append(f'<path class="{kind}" d="{d}"/>')

    def title(self, words, below):
        self.text(14, 26, words, "title")
        self.text(14, 46, below)
        self.y = 58

    def ribbon(self, lanes, bars, high=17):
        """lanes: names; bars: (lane, colour, light, from_s, to_s)."""
        top = self.y
        for n, name in enumerate(lanes):
            self.text(LEFT - 8, top + high * n + 12.5, name, "", "end")
        for lane, colour, light, from_s, to_s in bars:
            x, end = self.x(from_s), self.x(to_s)
            self._parts.append(
                f'<rect class="fill {colour}{" light" if light else ""}" x="{x:.1f}" y="'
                f'{top + high * lane + 2:.1f}" width="{max(end - x, 1):.1f}" height="{high - 4}"/>'
            )
        self.y = top + high * len(lanes)
        self.times(top, self.y)

    def times(self, top, bottom, named=True):
        from_s, to_s = self._span
        for n in range(int((to_s - from_s) // self._every_s) + 1):
            x = self.x(from_s + n * self._every_s)
            self.path("grid", f"M{x:.1f} {top:.1f}V{bottom:.1f}")
            if named:
                self.text(x, bottom + 15, self._tick(from_s + n * self._every_s), "", "middle")
        self.path("axis", f"M{LEFT} {bottom:.1f}H{self.width - RIGHT}")
        self.y = bottom + (24 if named else 10)

    def plot(self, words, low, high, height=100, ticks=5, named=False):
        """words: [(text, colour)], the first one the heading; named: with the hours below it.
        Returns y(value)."""
        x = LEFT
        for text, colour in words:
            self.text(x, self.y + 12, text, colour or "head")
            x += 7.1 * len(text) + 14
        top, bottom = self.y + 22, self.y + 22 + height

        def y(value):
            return bottom - (min(max(value, low), high) - low) / (high - low) * height

        for value in steps(low, high, ticks):
            self.path("grid", f"M{LEFT} {y(value):.1f}H{self.width - RIGHT}")
            self.text(LEFT - 8, y(value) + 4, f"{value:g}".replace("-", "\u2212"), "", "end")
        self.times(top, bottom, named)
        return y

    def line(self, at_s, values, y, colour, kind=""):
        d, pen_up = "", True
        for s, value in zip(at_s, values, strict=True):
            if value is None:
                pen_up = True
                continue
            d += f"{'M' if pen_up else 'L'}{self.x(s):.1f} {y(value):.1f}"
            pen_up = False
        self.path(f"line {colour} {kind}".rstrip(), d)

    def area(self, at_s, lows, highs, y, colour):
        """Between two lines, wherever both are there."""
        d, part = "", []
        for s, low, high in [*zip(at_s, lows, highs, strict=True), (0, None, None)]:
            if low is not None and high is not None:
                part.append((self.x(s), y(low), y(high)))
            elif part:
                there = "L".join(f"{x:.1f} {above:.1f}" for x, _, above in part)
                back = "L".join(f"{x:.1f} {below:.1f}" for x, below, _ in reversed(part))
                d += f"M{there}L{back}Z"
                part = []
        self.path(f"area {colour}", d)

    def mark(self, n, x, y):
        """A number to be explained elsewhere."""
        self._parts.append(f'<circle class="mark" cx="{x:.1f}" cy="{y:.1f}" r="9"/><text '
                           f'class="number" x="{x:.1f}" y="{y + 4.2:.1f}">{n}</text>')  # fmt: skip

    def file(self, title, theme="auto"):
        height = round(self.y + 4)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="fig" viewBox="0 0 {self.width} '
            f'{height}" width="{self.width}" height="{height}" role="img">\n'
            f"<title>{html.escape(title)}</title>\n<style>{inks.fixed(STYLE, theme)}</style>\n"
            f'<rect class="paper" width="{self.width}" height="{height}"/>\n'
            + "\n".join(self._parts) + "\n</svg>\n"
        )  # fmt: skip
