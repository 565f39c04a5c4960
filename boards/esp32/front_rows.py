"""Which input of which ADS1115 is what; the same on every board that has this front end."""

# fmt: off
CHIPS = (                        # address, inputs in the order of their turns
    (0x48, (0, 1, 0, 2, 0, 3)),  # ADDR to GND; what must stop the machine has every other turn
    (0x49, (0, 1, 2, 3)),        # ADDR to VDD
    (0x4A, (0, 1, 2, 3)),        # ADDR to SDA
)
INPUTS = (
    ("p_discharge", 0x48, 0),
    ("p_suction",   0x48, 1),
    ("reference",   0x48, 2),    # the 5 V rail, through the same kind of divider
    ("t_tank",      0x48, 3),
    ("t_discharge", 0x49, 0),
    ("t_suction",   0x49, 1),
    ("t_liquid",    0x49, 2),
    ("t_coil",      0x49, 3),
    ("t_supply",    0x4A, 0),
    ("t_return",    0x4A, 1),
    ("t_outdoor",   0x4A, 2),
    ("t_room",      0x4A, 3),
)
# fmt: on
