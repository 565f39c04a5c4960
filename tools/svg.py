"""A few shapes of SVG, each a line of text; colours and type of every drawing here."""

import html

# by function; each is 4.5 : 1 or better on white
COLOURS = {
    "temperature": "#b45309",
    "pressure": "#1d4ed8",
    "supply": "#6d28d9",
    "bus": "#0f766e",
    "relay": "#b91c1c",
    "signal": "#3f6212",
    "chip": "#334155",
}
INK, PALE, LINE = "#0f172a", "#475569", "#94a3b8"
SANS = "system-ui, 'Segoe UI', 'DejaVu Sans', Helvetica, Arial, sans-serif"
MONO = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"


def text(x, y, words, size=13, fill=INK, anchor="start", weight="normal", mono=False):
    family = MONO if mono else SANS
    return (
        f'<text x="{x}" y="{y}" font-family="{family}" font-size="{size}" fill="{fill}" '
        f'text-anchor="{anchor}" font-weight="{weight}">{html.escape(words)}</text>'
    )


def box(x, y, width, height, stroke=LINE, fill="#ffffff", radius=6, thick=1.5):
    return (
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{radius}" '
        f'fill="{fill}" stroke="{stroke}" stroke-width="{thick}"/>'
    )


def line(points, colour=INK, thick=1.6):
    path = " ".join(f"{x},{y}" for x, y in points)
    return (
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{thick}" '
        'stroke-linejoin="round"/>'
    )


def dot(x, y, colour=INK):
    return f'<circle cx="{x}" cy="{y}" r="3.2" fill="{colour}"/>'


def shape(points, fill="#ffffff", stroke=INK):
    path = " ".join(f"{x},{y}" for x, y in points)
    return f'<polygon points="{path}" fill="{fill}" stroke="{stroke}" stroke-width="1.5"/>'


def page(width, height, title, description, shapes):
    """The whole file."""
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" role="img" aria-labelledby="title desc">',
            f'<title id="title">{html.escape(title)}</title>',
            f'<desc id="desc">{html.escape(description)}</desc>',
            f'<rect width="{width}" height="{height}" fill="#f8fafc"/>',
            *shapes,
            "</svg>\n",
        ]
    )
