"""ESP32 DevKitC (WROOM-32, 38 or 30 pins): six relays, ten probes, the converter inside.

Importing it switches every output off before anything but its pin table is read: law 20.
"""

import pins
from machine import Pin

_relays = [Pin(number, Pin.OUT, value=0) for _, number in pins.RELAYS]  # level before direction

import calibration  # noqa: E402, F401  main.py asks the board for it
import rim  # noqa: E402
from drivers.hc4051 import Channel, Multiplexer  # noqa: E402
from drivers.internal_adc import Oversampled  # noqa: E402
from machine import ADC  # noqa: E402
from rim import cause, files, nameplate, settings_text, watchdog  # noqa: E402, F401


def wire():
    """Everything bolted to this board.  Outputs are off, and fall 3 s after the last call."""
    inputs = _inputs()
    inputs["flow_gps"] = rim.flow()
    return rim.wire(_relays, inputs)


def _inputs():
    adc = {name: ADC(Pin(n), atten=ADC.ATTN_11DB) for name, n, kind in pins.PINS if kind == "adc"}
    select = [Pin(rim.gpio(name), Pin.OUT, value=0) for name in ("mux_0", "mux_1", "mux_2")]
    chip = Multiplexer(Oversampled(adc.pop("multiplexer")), select[0], select[1], select[2])
    wires: dict = {name: Oversampled(adc[name], 32, rim.trim_uV(name)) for name in adc}
    for name, _, number in pins.INPUTS:
        wires[name] = Channel(chip, number, rim.trim_uV(name))
    return wires
