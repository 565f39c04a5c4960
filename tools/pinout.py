"""What the pins.py of a board says, and a word on each wire, for lint, pin table and drawing."""

import runpy
import sys
from pathlib import Path
from types import SimpleNamespace

ROOT = Path(__file__).resolve().parent.parent
BOARDS = ROOT / "boards"

CHIPS = {"esp32": "ESP32", "esp32s3": "ESP32-S3", "esp32c3": "ESP32-C3"}
MODULES = {
    "esp32": "ESP32-DevKitC (WROOM-32)",
    "esp32s3": "ESP32-S3-DevKitC-1",
    "esp32c3": "ESP32-C3, USB (SuperMini)",
}

# wire: (short, for the drawing; long, for the table)
# fmt: off
WORDS = {
    "compressor":  ("compressor contactor", "compressor contactor, through high-pressure switch "
                                            "and motor protector"),
    "reverse":     ("reversing valve", "reversing valve coil (energised: cooling, defrost)"),
    "fan":         ("outdoor fan", "outdoor fan"),
    "pump":        ("water pump", "water pump, or the indoor fan"),
    "heater":      ("backup heater", "backup heater contactor"),
    "crankcase":   ("crankcase heater", "crankcase heater"),
    "alive":       ("hardware deadman", "pulses while all is well, to a hardware deadman"),
    "t_outdoor":   ("outdoor air", "air entering the outdoor coil"),
    "t_coil":      ("outdoor coil", "outdoor coil, near its last circuit"),
    "t_suction":   ("suction line", "suction line, at the compressor"),
    "t_discharge": ("discharge line", "discharge line, at the compressor"),
    "t_liquid":    ("liquid line", "liquid line, leaving whichever coil condenses"),
    "t_supply":    ("supply", "water (or air) to the house"),
    "t_return":    ("return", "water (or air) back from the house"),
    "t_room":      ("room", "room air"),
    "t_tank":      ("hot-water tank", "hot-water tank, upper half, where there is one"),
    "p_suction":   ("suction pressure", "suction pressure, 0 to 30 bar"),
    "p_discharge": ("discharge pressure", "discharge pressure, 0 to 50 bar"),
    "reference":   ("5 V rail", "the 5 V rail, through the same kind of divider"),
    "multiplexer": ("common", "common pin (3) of the 74HC4051, no capacitor here"),
    "mux_0":       ("select 0", "S0 (pin 11) of the 74HC4051"),
    "mux_1":       ("select 1", "S1 (pin 10) of the 74HC4051"),
    "mux_2":       ("select 2", "S2 (pin 9) of the 74HC4051"),
    "sda":         ("SDA", "I2C data, 4.7 kohm to 3.3 V"),
    "scl":         ("SCL", "I2C clock, 4.7 kohm to 3.3 V"),
    "meter_tx":    ("to RX of the meter", "to RX of the PZEM-004T"),
    "meter_rx":    ("from TX of the meter", "from TX of the PZEM-004T, its logic side on 3.3 V"),
    "pressostat":  ("high-pressure switch", "a contact of the high-pressure switch to ground, "
                                            "closed while all is well"),
    "flow":        ("water meter", "open-collector pulses of a water meter, to ground "
                                   "(`FLOW_PULSE_mg`)"),
    "s0":          ("S0 electric meter", "open-collector pulses of an electric meter, to ground "
                                         "(`METER`, `S0_PULSE_J`)"),
    "sg_1":        ("SG-Ready 1", "first contact of the grid operator, to ground (`SG_READY`)"),
    "sg_2":        ("SG-Ready 2", "second contact of the grid operator, to ground"),
}
# fmt: on
MUX_PINS = {0: 13, 1: 14, 2: 15, 3: 12, 4: 1, 5: 5, 6: 2, 7: 4}  # inputs of a 74HC4051
ADDRESS_PIN = {0x48: "GND", 0x49: "VDD", 0x4A: "SDA", 0x4B: "SCL"}


def boards():
    """Names of the boards that have a table of pins."""
    return sorted(path.parent.name for path in BOARDS.glob("*/pins.py"))


def load(board, path=None):
    """The rows of one board: chip, relays, pins, inputs, chips (of its front end)."""
    kept = list(sys.path)
    sys.path.insert(0, str(BOARDS / "esp32"))
    try:
        rows = runpy.run_path(str(path or BOARDS / board / "pins.py"))
    finally:
        sys.path[:] = kept
        sys.modules.pop("front_rows", None)
    return SimpleNamespace(
        board=board,
        chip=rows["CHIP"],
        relays=rows["RELAYS"],
        pins=rows["PINS"],
        inputs=rows.get("INPUTS", ()),
        chips=rows.get("CHIPS", ()),
    )


def short(wire):
    return WORDS[wire][0]


def long(wire):
    return WORDS[wire][1]
