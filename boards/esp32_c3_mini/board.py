"""ESP32-C3 with USB (SuperMini, C3-DevKitM): six relays and three ADS1115.  RISC-V.

Importing it switches every output off before anything but its pin table is read: law 20.
"""

import pins
from machine import Pin

_relays = [Pin(number, Pin.OUT, value=0) for _, number in pins.RELAYS]  # level before direction

import calibration  # noqa: E402, F401  main.py asks the board for it
import front  # noqa: E402
import rim  # noqa: E402
from front import silent  # noqa: E402, F401
from rim import cause, files, nameplate, settings_text, watchdog  # noqa: E402, F401


def wire():
    """Everything bolted to this board.  Outputs are off, and fall 3 s after the last call."""
    return rim.wire(_relays, front.channels(), front.idle_ms)
