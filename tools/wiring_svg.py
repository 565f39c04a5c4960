"""Draw how a board is wired, from its pins.py, and write the pin table of its README.

    python -m tools.wiring_svg [BOARD ...] [--check]     (default: every board)

Writes boards/BOARD/wiring.svg and what stands between the marks `<!-- generated: pins -->` and
`<!-- end -->` of its README.  Exit 0: written, or nothing to do.  1: --check, and something is
stale.  2: a board that is not there.
"""

import argparse
import re
import sys

from tools import pinout, wiring_cards
from tools.docs import table
from tools.svg import COLOURS, INK, PALE, box, dot, line, page, shape, text

_ROW, _GAP, _TOP = 30, 34, 118
_LEFT, _PILL = 30, 272  # the probes
_PART_X, _PART_W = 372, 150  # multiplexer, converters
_RAIL_X = (566, 592)  # SDA, SCL
_CHIP_X, _CHIP_W = 650, 184
_RIGHT = 930  # what the board drives and hears
_WIDTH = _RIGHT + _PILL + 30
_NOTE = "Numbers are GPIO numbers, not pins of the connector.  Grounds meet in one point."
_MARK = re.compile(r"(<!-- generated: pins -->\n).*?(<!-- end -->)", re.DOTALL)


def function(wire):
    """What a wire is about: a key of svg.COLOURS."""
    if wire.startswith("t_"):
        return "temperature"
    if wire.startswith("p_"):
        return "pressure"
    if wire == "reference":
        return "supply"
    if wire in ("sda", "scl", "meter_tx", "meter_rx") or wire.startswith("mu"):
        return "bus"
    return "signal"


def _pill(x, y, wire, colour):
    """A named wire, its middle at height y."""
    return [
        box(x, y - 12, _PILL, 24),
        f'<rect x="{x}" y="{y - 12}" width="7" height="24" rx="3" fill="{colour}"/>',
        text(x + 16, y + 4.5, wire, 13, colour, weight="bold", mono=True),
        text(x + _PILL - 10, y + 4.5, pinout.short(wire), 12.5, PALE, "end"),
    ]


def _probe(y, wire, to_x):
    colour = COLOURS[function(wire)]
    return [line([(_LEFT + _PILL, y), (to_x, y)], colour), *_pill(_LEFT, y, wire, colour)]


def _pin_left(y, number):
    return text(_CHIP_X + 12, y + 4.5, f"GPIO {number}", 12.5, INK, mono=True)


def _pin_right(y, number):
    return text(_CHIP_X + _CHIP_W - 12, y + 4.5, f"GPIO {number}", 12.5, INK, "end", mono=True)


# ---- the left half: what is measured


def _converters(rows, y):
    """Three ADS1115, a bus, and the two pins it ends on; (shapes of wires, boxes, next y)."""
    wires, boxes, ends = [], [], []
    for address, _ in rows.chips:
        mine = [(wire, number) for wire, part, number in rows.inputs if part == address]
        top = y - 34
        boxes += [
            box(_PART_X, top, _PART_W, _ROW * len(mine) + 26, COLOURS["chip"], thick=2),
            text(_PART_X + 12, top + 18, "ADS1115", 13, COLOURS["chip"], weight="bold"),
            text(_PART_X + _PART_W - 10, top + 18, f"0x{address:x}", 12.5, COLOURS["chip"], "end",
                 mono=True),
        ]  # fmt: skip
        for k, (wire, number) in enumerate(sorted(mine, key=lambda row: row[1])):
            wires += _probe(y + k * _ROW, wire, _PART_X)
            boxes.append(text(_PART_X + 12, y + k * _ROW + 4.5, f"A{number}", 12.5, mono=True))
        for k, label in enumerate(("SDA", "SCL")):
            at = y + k * _ROW
            ends.append((k, at))
            wires.append(line([(_PART_X + _PART_W, at), (_RAIL_X[k], at)], COLOURS["bus"]))
            wires.append(dot(_RAIL_X[k], at, COLOURS["bus"]))
            boxes.append(
                text(_PART_X + _PART_W - 10, at + 4.5, label, 12.5, INK, "end", mono=True)
            )
        for k, words in enumerate((f"ADDR: {pinout.ADDRESS_PIN[address]}", "VDD: 3.3 V")):
            at = y + (2 + k) * _ROW + 4.5
            boxes.append(text(_PART_X + _PART_W - 10, at, words, 11.5, PALE, "end"))
        y += _ROW * len(mine) + _GAP
    return wires, boxes, ends, y


def _bus(rows, ends):
    """From the rails to the chip; the rails run from the highest end to the lowest."""
    shapes = []
    middle = (min(y for _, y in ends) + max(y for _, y in ends)) // 2
    for k, wire in enumerate(("sda", "scl")):
        (number,) = [n for name, n, _ in rows.pins if name == wire]
        at = middle + k * _ROW - _ROW // 2
        reach = [y for line_, y in ends if line_ == k] + [at]
        colour = COLOURS["bus"]
        shapes += [
            line([(_RAIL_X[k], min(reach)), (_RAIL_X[k], max(reach))], colour, 2.2),
            line([(_RAIL_X[k], at), (_CHIP_X, at)], colour),
            dot(_RAIL_X[k], at, colour),
            _pin_left(at, number),
            text(_CHIP_X - 8, at - 6, wire.upper(), 11.5, colour, "end", "bold"),
        ]
    lowest = max(y for _, y in ends)
    shapes.append(text(sum(_RAIL_X) / 2, lowest + 24, "4.7 k to 3.3 V", 11.5, PALE, "middle"))
    return shapes


def _direct(rows, y):
    """Wires that go to the chip's own converter; the multiplexer has its place below."""
    wires = []
    for wire, number, kind in rows.pins:
        if kind == "adc" and wire != "multiplexer":
            wires += [*_probe(y, wire, _CHIP_X), _pin_left(y, number)]
            y += _ROW
    return wires, y


def _multiplexer(rows, y):
    """The 74HC4051 with its six probes, two grounds, and four wires to the chip."""
    mine = sorted(((n, wire) for wire, _, n in rows.inputs), reverse=False)
    top = y - 34
    boxes = [
        box(_PART_X, top, _PART_W, _ROW * 8 + 26, COLOURS["chip"], thick=2),
        text(_PART_X + 12, top + 18, "74HC4051", 13, COLOURS["chip"], weight="bold"),
        text(_PART_X + _PART_W - 10, top + 18, "3.3 V", 11.5, PALE, "end"),
    ]
    wires = []
    for number, wire in [(0, None), *mine, (7, None)]:
        at = y + number * _ROW
        boxes.append(text(_PART_X + 12, at + 4.5, f"Y{number}", 12.5, mono=True))
        if wire:
            wires += _probe(at, wire, _PART_X)
        else:
            wires.append(line([(_PART_X - 20, at), (_PART_X, at)]))
            boxes.append(text(_PART_X - 28, at + 4.5, "GND", 12.5, INK, "end", mono=True))
    by_name = {wire: number for wire, number, _ in rows.pins}
    for k, (wire, label) in enumerate(
        (("multiplexer", "COM"), ("mux_0", "S0"), ("mux_1", "S1"), ("mux_2", "S2"))
    ):
        at = y + (k + 1) * _ROW
        wires.append(line([(_PART_X + _PART_W, at), (_CHIP_X, at)], COLOURS["bus"]))
        boxes.append(text(_PART_X + _PART_W - 10, at + 4.5, label, 12.5, INK, "end", mono=True))
        boxes.append(_pin_left(at, by_name[wire]))
    boxes.append(
        text(_PART_X + _PART_W - 10, y + 6 * _ROW + 4.5, "E, VEE: GND", 11.5, PALE, "end")
    )
    return wires, boxes, y + 8 * _ROW


# ---- the right half: what is driven and heard


def _outputs(rows, y):
    wires, boxes = [], []
    for wire, number in rows.relays:
        colour, edge = COLOURS["relay"], _CHIP_X + _CHIP_W
        wires += [line([(edge, y), (_RIGHT, y)], colour), _pin_right(y, number)]
        wires.append(
            shape([(edge + 36, y - 8), (edge + 54, y), (edge + 36, y + 8)], "#fff", colour)
        )
        boxes += _pill(_RIGHT, y, wire, colour)
        y += _ROW
    return wires, boxes, y


def _heard(rows, y):
    """Contacts, pulses and the meter, in the order of the table."""
    wires, boxes = [], []
    for group in (
        [row for row in rows.pins if row[2] == "out" and not row[0].startswith("mux")],
        [row for row in rows.pins if row[0].startswith("meter")],
        [row for row in rows.pins if row[2] == "in"],
    ):
        for wire, number, _ in group:
            colour = COLOURS[function(wire)]
            wires += [line([(_CHIP_X + _CHIP_W, y), (_RIGHT, y)], colour), _pin_right(y, number)]
            boxes += _pill(_RIGHT, y, wire, colour)
            y += _ROW
        y += _GAP - 12 if group else 0
    return wires, boxes, y


def _legend(y):
    shapes, x = [], _LEFT
    for words, key in (
        ("temperature", "temperature"), ("pressure", "pressure"), ("reference", "supply"),
        ("bus, select", "bus"), ("relay output", "relay"), ("contact, pulses", "signal"),
    ):  # fmt: skip
        shapes.append(
            f'<rect x="{x}" y="{y - 11}" width="14" height="14" rx="3" fill="{COLOURS[key]}"/>'
        )
        shapes.append(text(x + 22, y + 1, words, 12.5, PALE))
        x += 40 + round(7.2 * len(words))
    return shapes


def draw(board):
    """The drawing of one board as text."""
    rows = pinout.load(board)
    first = _TOP + 44
    if rows.chips:
        wires, boxes, ends, left_y = _converters(rows, first)
        boxes += _bus(rows, ends)
    else:
        wires, after = _direct(rows, first)
        more, boxes, left_y = _multiplexer(rows, after + _GAP)
        wires += more
    outs, out_boxes, y = _outputs(rows, first)
    heard, heard_boxes, right_y = _heard(rows, y + _GAP - 12)
    bottom = max(left_y, right_y) - 6
    chip = [
        box(_CHIP_X, _TOP - 4, _CHIP_W, bottom - _TOP, COLOURS["chip"], "#eef2f7", 10, 2.2),
        text(_CHIP_X + _CHIP_W / 2, _TOP + 16, pinout.CHIPS[rows.chip], 15, COLOURS["chip"],
             "middle", "bold"),
    ]  # fmt: skip
    cards_y = bottom + 30
    step = (_WIDTH - 2 * _LEFT - wiring_cards.WIDTH) / 3
    cards = []
    for k, card in enumerate(wiring_cards.ALL):
        cards += card(round(_LEFT + k * step), cards_y)
    chain_y = cards_y + wiring_cards.HEIGHT + 20
    module = pinout.MODULES[rows.chip]
    shapes = [
        text(_LEFT, 40, f"{board}: {module}", 22, INK, weight="bold"),
        text(_LEFT, 62, _NOTE, 13, PALE),
        *_legend(90),
        *chip, *wires, *outs, *heard, *boxes, *out_boxes, *heard_boxes, *cards,
        *wiring_cards.contactor(_LEFT, chain_y, _WIDTH - 2 * _LEFT),
    ]  # fmt: skip
    title = f"How {board} is wired"
    return page(_WIDTH, chain_y + 104 + 28, title, _spoken(rows), shapes)


def _spoken(rows):
    """The drawing in words, for who cannot see it."""
    pins = [f"{wire}: GPIO {number}" for wire, number, *_ in (*rows.relays, *rows.pins)]
    inputs = [f"{wire}: input {number} of {_part(part)}" for wire, part, number in rows.inputs]
    return "; ".join(pins + inputs)


def _part(part):
    return "74HC4051" if part == "4051" else f"ADS1115 0x{part:x}"


# ---- the pin table


def pin_table(board):
    """The tables of a README as text."""
    rows = pinout.load(board)
    relays = [(f"`{w}`", f"GPIO {n}", pinout.long(w)) for w, n in rows.relays]
    pins = [(f"`{w}`", f"GPIO {n}", pinout.long(w)) for w, n, _ in rows.pins]
    inputs = [(f"`{w}`", f"{_part(p)}, {_input(p, n)}", pinout.long(w)) for w, p, n in rows.inputs]
    parts = [
        table(("output", "pin", "drives"), relays),
        table(("wire", "pin", "what"), pins),
        table(("wire", "input", "what"), inputs),
    ]
    return "\n" + "\n".join(parts) + "\n"


def _input(part, number):
    if part == "4051":
        return f"input {number} (pin {pinout.MUX_PINS[number]})"
    return f"A{number}"


def files(board):
    """{path: what it should hold} of one board."""
    folder = pinout.BOARDS / board
    page_path = folder / "README.md"
    readme = _MARK.sub(lambda m: m[1] + pin_table(board) + m[2], page_path.read_text())
    return {folder / "wiring.svg": draw(board), page_path: readme}


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m tools.wiring_svg", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("boards", nargs="*", metavar="BOARD")
    parser.add_argument("--check", action="store_true", help="say what is stale, write nothing")
    asked = parser.parse_args(arguments)
    for board in asked.boards:
        if board not in pinout.boards():
            print(f"board: {board} is not one of {', '.join(pinout.boards())}")
            return 2
    stale = 0
    for board in asked.boards or pinout.boards():
        for path, wanted in files(board).items():
            if not path.exists() or path.read_text() != wanted:
                stale += 1
                print(f"{path.relative_to(pinout.ROOT)}: {'stale' if asked.check else 'written'}")
                if not asked.check:
                    path.write_text(wanted)
    return 1 if asked.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
