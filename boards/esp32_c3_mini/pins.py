"""What sits where on an ESP32-C3 with USB: board, lint, pin table and drawing read it here."""

from front_rows import CHIPS, INPUTS  # noqa: F401  the front end that boards share

CHIP = "esp32c3"

# fmt: off
RELAYS = (                       # active high, 10 kohm to ground at each driver's input
    ("compressor",   3),
    ("reverse",      4),
    ("fan",          5),
    ("pump",         6),
    ("heater",       7),
    ("crankcase",   10),
)
PINS = (
    ("sda",          0, "bus"),
    ("scl",          1, "bus"),
    ("pressostat",  20, "in"),   # U0RXD: the console is on USB; contact to ground
)
# fmt: on
