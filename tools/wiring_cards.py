"""The little circuits under a wiring diagram: dividers, relay driver, contact, contactor."""

from tools.svg import COLOURS, INK, LINE, PALE, box, dot, line, shape, text

WIDTH, HEIGHT = 284, 236


def _card(x, y, title, colour):
    return [
        box(x, y, WIDTH, HEIGHT, radius=10),
        text(x + 16, y + 26, title, 14, colour, weight="bold"),
    ]


def _resistor(x, y, value, side="right"):
    """Upright, 40 high, from (x, y) down."""
    at, anchor = (x + 12, "start") if side == "right" else (x - 12, "end")
    return [box(x - 7, y, 14, 40, INK, radius=1), text(at, y + 24, value, 12, anchor=anchor)]


def _ground(x, y):
    return [
        line([(x, y), (x, y + 6)]),
        line([(x - 10, y + 6), (x + 10, y + 6)]),
        line([(x - 6, y + 10), (x + 6, y + 10)]),
        line([(x - 2, y + 14), (x + 2, y + 14)]),
    ]


def _rail(x, y, volts, colour):
    return [line([(x - 12, y), (x + 12, y)], colour, 2.4),
            text(x + 18, y + 5, volts, 12, colour, weight="bold")]  # fmt: skip


def _capacitor(x, y, value):
    """From the node at (x, y) to ground."""
    return [
        line([(x, y), (x, y + 24)]),
        line([(x - 10, y + 24), (x + 10, y + 24)], thick=2.2),
        line([(x - 10, y + 31), (x + 10, y + 31)], thick=2.2),
        line([(x, y + 31), (x, y + 48)]),
        text(x + 16, y + 32, value, 12),
        *_ground(x, y + 48),
    ]


def _out(x, y, words, colour):
    return [
        shape([(x, y - 5), (x + 10, y), (x, y + 5)], colour, colour),
        text(x - 2, y - 10, words, 12, colour, "end", "bold"),
    ]


def thermistor(x, y):
    colour = COLOURS["temperature"]
    a, b = x + 96, y + 118  # the node
    return [
        *_card(x, y, "Thermistor", colour),
        *_rail(a, y + 48, "5 V", COLOURS["supply"]),
        line([(a, y + 48), (a, y + 60)]),
        *_resistor(a, y + 60, "22 k", "left"),
        line([(a, y + 100), (a, y + 148)]),
        *_resistor(a, y + 148, "18 k", "right"),
        line([(a, y + 188), (a, y + 194)]),
        *_ground(a, y + 194),
        line([(a, b), (a - 52, b), (a - 52, y + 148)]),
        *_resistor(a - 52, y + 148, "NTC", "left"),
        line([(a - 52, y + 188), (a - 52, y + 194)]),
        *_ground(a - 52, y + 194),
        line([(a, b), (x + 262, b)]),
        *_capacitor(x + 180, b, "100 n"),
        *[dot(a, b), dot(x + 180, b)],
        *_out(x + 262, b, "input", colour),
        text(x + 268, y + 222, "discharge: 4.7 k and 3.9 k", 11.5, PALE, "end"),
    ]


def transducer(x, y):
    colour = COLOURS["pressure"]
    a, b = x + 66, y + 130
    return [
        *_card(x, y, "Pressure, reference", colour),
        line([(x + 20, y + 60), (a, y + 60), (a, y + 72)]),
        shape([(x + 16, y + 55), (x + 26, y + 60), (x + 16, y + 65)], colour, colour),
        text(a + 12, y + 58, "0.5 to 4.5 V", 12, colour, weight="bold"),
        text(a + 12, y + 74, "reference: the 5 V rail", 11.5, PALE),
        *_resistor(a, y + 78, "22 k"),
        line([(a, y + 72), (a, y + 78)]),
        line([(a, y + 118), (a, y + 148)]),
        *_resistor(a, y + 148, "18 k"),
        line([(a, y + 188), (a, y + 194)]),
        *_ground(a, y + 194),
        line([(a, b), (x + 262, b)]),
        *_capacitor(x + 180, b, "100 n"),
        *[dot(a, b), dot(x + 180, b)],
        *_out(x + 262, b, "input", colour),
    ]


def relay(x, y):
    colour = COLOURS["relay"]
    b = y + 136
    return [
        *_card(x, y, "Relay driver, six times", colour),
        shape([(x + 16, b - 5), (x + 26, b), (x + 16, b + 5)], colour, colour),
        text(x + 16, b - 12, "GPIO", 12, colour, weight="bold"),
        line([(x + 20, b), (x + 150, b)]),
        box(x + 66, b - 7, 40, 14, INK, radius=1),
        text(x + 86, b - 12, "1 k", 12, anchor="middle"),
        line([(x + 124, b), (x + 124, b + 12)]),
        *_resistor(x + 124, b + 12, "10 k", "left"),
        line([(x + 124, b + 52), (x + 124, b + 58)]),
        *_ground(x + 124, b + 58),
        dot(x + 124, b),
        box(x + 150, b - 18, 56, 36, INK),
        text(x + 178, b + 5, "driver", 12, anchor="middle"),
        line([(x + 178, b + 18), (x + 178, b + 58)]),
        *_ground(x + 178, b + 58),
        line([(x + 178, b - 18), (x + 178, b - 30)]),
        box(x + 160, b - 54, 36, 24, INK),
        text(x + 152, b - 37, "coil", 12, anchor="end"),
        line([(x + 178, b - 54), (x + 178, y + 58)]),
        *_rail(x + 178, y + 58, "12 V", COLOURS["supply"]),
        *_diode(x + 224, b - 54),
        line([(x + 178, y + 70), (x + 224, y + 70), (x + 224, b - 54)]),
        line([(x + 178, b - 24), (x + 224, b - 24), (x + 224, b - 32)]),
        *[dot(x + 178, y + 70), dot(x + 178, b - 24)],
        text(x + 268, y + 222, "off without a signal", 11.5, PALE, "end"),
    ]  # fmt: skip


def _diode(x, y):
    """Upright, 22 high, cathode on top."""
    return [
        shape([(x - 8, y + 20), (x + 8, y + 20), (x, y + 5)], INK),
        line([(x - 8, y + 5), (x + 8, y + 5)], thick=2),
        line([(x, y + 20), (x, y + 22)]),
        line([(x, y), (x, y + 5)]),
    ]


def contact(x, y):
    colour = COLOURS["signal"]
    b = y + 120
    return [
        *_card(x, y, "Contact, pulse input", colour),
        *_rail(x + 70, y + 52, "3.3 V, inside the chip", COLOURS["supply"]),
        line([(x + 70, y + 52), (x + 70, y + 62)]),
        *_resistor(x + 70, y + 62, "pull-up"),
        line([(x + 70, y + 102), (x + 70, b)]),
        shape([(x + 26, b - 5), (x + 16, b), (x + 26, b + 5)], colour, colour),
        text(x + 16, b + 20, "GPIO", 12, colour, weight="bold"),
        line([(x + 22, b), (x + 210, b), (x + 210, b + 18)]),
        box(x + 120, b - 7, 40, 14, INK, radius=1),
        text(x + 140, b + 22, "1 k", 12, anchor="middle"),
        dot(x + 70, b),
        dot(x + 210, b + 18),
        line([(x + 210, b + 46), (x + 226, b + 20)]),
        dot(x + 210, b + 46),
        line([(x + 210, b + 46), (x + 210, b + 60)]),
        *_ground(x + 210, b + 60),
        text(x + 198, b + 46, "contact or", 12, anchor="end"),
        text(x + 198, b + 61, "open collector", 12, anchor="end"),
        text(x + 268, y + 222, "a broken wire reads open", 11.5, PALE, "end"),
    ]


ALL = (thermistor, transducer, relay, contact)
_CHAIN = (
    "fuse", "high-pressure switch", "motor protector", "flow switch (water)", "relay compressor",
    "contactor coil",
)  # fmt: skip


def contactor(x, y, width):
    """What no firmware can reach: the contactor's own circuit, from L to N."""
    colour = COLOURS["relay"]
    gap = 22
    each = (width - 32 - 2 * 24 - gap * (len(_CHAIN) - 1)) / len(_CHAIN)
    b = y + 66
    shapes = [
        box(x, y, width, 104, radius=10),
        text(x + 16, y + 26, "Contactor circuit: what must hold without any firmware", 14, colour,
             weight="bold"),
        text(x + width - 16, y + 26, "JP1 opens the coil side of the compressor's relay", 11.5,
             PALE, "end"),
        line([(x + 34, b), (x + width - 34, b)], INK),
        text(x + 18, b + 5, "L", 14, weight="bold"),
        text(x + width - 18, b + 5, "N", 14, anchor="end", weight="bold"),
    ]  # fmt: skip
    for k, words in enumerate(_CHAIN):
        left = round(x + 16 + 24 + k * (each + gap), 1)
        ours = words.startswith("relay")
        shapes.append(box(left, b - 18, round(each, 1), 36, colour if ours else LINE))
        middle = round(left + each / 2, 1)
        shapes.append(text(middle, b + 5, words, 12.5, colour if ours else INK, "middle"))
    return shapes
