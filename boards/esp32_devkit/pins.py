"""What sits where on an ESP32 DevKitC: board, lint, pin table and drawing read it here."""

CHIP = "esp32"

# fmt: off
RELAYS = (                       # active high, 10 kohm to ground at each driver's input
    ("compressor",  25),
    ("reverse",     26),
    ("fan",         27),
    ("pump",        23),
    ("heater",      19),
    ("crankcase",   18),
)
PINS = (
    ("p_suction",   34, "adc"),  # ADC1 only: Wi-Fi takes ADC2 away
    ("p_discharge", 35, "adc"),
    ("t_discharge", 39, "adc"),  # what must stop the machine does not pass the multiplexer
    ("t_return",    32, "adc"),
    ("reference",   33, "adc"),
    ("multiplexer", 36, "adc"),
    ("mux_0",       13, "out"),
    ("mux_1",       14, "out"),
    ("mux_2",        4, "out"),
    ("alive",       17, "out"),  # pulses, to a hardware deadman: ../esp32/README.md
    ("pressostat",  22, "in"),   # contact to ground; open, or a broken wire, reads high
    ("flow",        21, "in"),   # open collector to ground
)
INPUTS = (                       # of the 74HC4051; 0 and 7 are tied to ground: drivers/hc4051.py
    ("t_outdoor", "4051", 1),
    ("t_supply",  "4051", 2),
    ("t_room",    "4051", 3),
    ("t_coil",    "4051", 4),
    ("t_liquid",  "4051", 5),
    ("t_suction", "4051", 6),
)
# fmt: on
