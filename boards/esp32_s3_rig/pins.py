"""What sits where on an ESP32-S3-DevKitC-1: board, lint, pin table and drawing read it here."""

from front_rows import CHIPS, INPUTS  # noqa: F401  the front end that boards share

CHIP = "esp32s3"

# fmt: off
RELAYS = (                       # active high, 10 kohm to ground at each driver's input
    ("compressor",   4),
    ("reverse",      5),
    ("fan",          6),
    ("pump",         7),
    ("heater",      15),
    ("crankcase",   16),
)
PINS = (
    ("sda",          8, "bus"),
    ("scl",          9, "bus"),
    ("meter_tx",    17, "bus"),  # to the meter's RX
    ("meter_rx",    18, "bus"),
    ("alive",       21, "out"),  # pulses, to a hardware deadman: ../esp32/README.md
    ("pressostat",  10, "in"),   # contacts and open collectors, to ground
    ("flow",        11, "in"),
    ("s0",          12, "in"),
    ("sg_1",        13, "in"),
    ("sg_2",        14, "in"),
)
# fmt: on
