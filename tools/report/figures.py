"""Headline figures, error bars, tables and alerts of a report as HTML."""

import html
import math

# an error bar reaches over so many pixels; the scale is chosen so that all bars fit
_BAR_px, _BAR_HIGH_px = 190, 22


def escaped(value):
    return html.escape(str(value))


def minus(text):
    """A real minus sign in front of a number."""
    return text.replace("-", "\u2212") if text[:1] == "-" else text


def card(value, label, key="", unit="", plus="", grade=""):
    """One headline figure.  key: its name in kpi.json; plus: half its error bar, as text."""
    parts = [f'<b class="{grade}" data-key="{key}">{escaped(minus(value))}</b>']
    if plus:
        parts.append(f'<i>\u00b1\u2009<b data-key="{key}_bar">{escaped(plus)}</b></i>')
    if unit:
        parts.append(f"<i>{escaped(unit)}</i>")
    return f'<div class="card"><p>{" ".join(parts)}</p><span>{escaped(label)}</span></div>'


def cards(made):
    return "".join(made)


def alerts(groups):
    """groups: [(title, [sentence])]; nothing for an empty one."""
    parts = []
    for title, sentences in groups:
        if sentences:
            items = "".join(f"<li>{escaped(x)}</li>" for x in sentences)
            parts.append(f'<section class="alert"><h2>{escaped(title)}</h2><ul>{items}</ul>'
                         "</section>")  # fmt: skip
    return "".join(parts)


def table(heads, rows, numeric=(), kind=""):
    """rows: lists of text, or of ready HTML in a one-tuple.  numeric: columns set to the right."""
    sides = [' class="n"' if i in numeric else "" for i in range(len(heads))]
    top = "".join(f"<th{side}>{escaped(h)}</th>" for side, h in zip(sides, heads, strict=True))
    lines = []
    for row in rows:
        cells = [cell[0] if isinstance(cell, tuple) else escaped(cell) for cell in row]
        lines.append("".join(f"<td{s}>{c}</td>" for s, c in zip(sides, cells, strict=True)))
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return (f'<div class="scroll {kind}" tabindex="0"><table><thead><tr>{top}</tr></thead>'
            f"<tbody>{body}</tbody></table></div>")  # fmt: skip


def section(title, inner, note=""):
    told = f'<p class="soft note">{escaped(note)}</p>' if note else ""
    return f"<section><h2>{escaped(title)}</h2>{told}{inner}</section>"


def folded(title, inner):
    """Shown when asked for; on paper it stays folded."""
    return f"<details><summary>{escaped(title)}</summary>{inner}</details>"


def facts(pairs):
    """[(name, value)] as a list of terms."""
    return "".join(f"<dt>{escaped(name)}</dt><dd>{escaped(value)}</dd>" for name, value in pairs)


def error_bar(told, half, true, low, high):
    """A small drawing: what is told with its bar, and the truth, if it is known, as a diamond, on
    low..high."""
    def x(value):
        share = (value - low) / (high - low) if high > low else 0.5
        return round(6 + (_BAR_px - 12) * min(max(share, 0.0), 1.0), 1)

    middle = _BAR_HIGH_px / 2
    said = f"{told:.2f} plus or minus {half:.2f}" + (f", truth {true:.2f}" if true else "")
    parts = [f'<svg class="bar" viewBox="0 0 {_BAR_px} {_BAR_HIGH_px}" role="img" '
             f'aria-label="{said}">']  # fmt: skip
    ends = [x(told - half), x(told + half)]
    parts.append(f'<path class="whisker" d="M{ends[0]} {middle}H{ends[1]}M{ends[0]} 5V17'
                 f'M{ends[1]} 5V17"/>')  # fmt: skip
    parts.append(f'<circle class="told" cx="{x(told)}" cy="{middle}" r="3.5"/>')
    if true:
        parts.append(f'<path class="true" d="M{x(true)} {middle - 6}l5 6l-5 6l-5 -6z"/>')
    return "".join(parts) + "</svg>"


def spread(times, longest):
    """From the first to the last of rising times in seconds, log scale up to `longest`; what is
    said to be before its beginning is drawn at it."""
    def x(value):
        share = math.log1p(max(value, 0)) / math.log1p(max(longest, 1))
        return round(6 + (_BAR_px - 12) * share, 1)

    middle = times[len(times) // 2]
    return (f'<svg class="bar" viewBox="0 0 {_BAR_px} {_BAR_HIGH_px}" role="img" aria-label="'
            f'{times[0]} to {times[-1]} s, median {middle} s"><path class="whisker" d="M'
            f'{x(times[0])} 11H{x(times[-1])}"/><circle class="told" cx="{x(middle)}" cy="11" '
            f'r="3.5"/></svg>')  # fmt: skip
