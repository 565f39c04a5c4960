"""ESP32-S3-DevKitC-1: six relays, three ADS1115, a PZEM-004T meter, pulses.  Recommended.

Importing it switches every output off before anything but its pin table is read: law 20.
"""

import pins
from machine import Pin

_relays = [Pin(number, Pin.OUT, value=0) for _, number in pins.RELAYS]  # level before direction

import calibration  # noqa: E402
import front  # noqa: E402
import rim  # noqa: E402
from machine import UART  # noqa: E402
from rim import cause, files, nameplate, settings_text, time, watchdog  # noqa: E402, F401

_meter = None


def wire():
    """Everything bolted to this board.  Outputs are off, and fall 3 s after the last call."""
    inputs: dict = front.channels()
    inputs["flow_gps"] = rim.flow()
    inputs["meter_W"] = _electric()
    if calibration.SG_READY:
        inputs["sg_1"], inputs["sg_2"] = rim.closed("sg_1"), rim.closed("sg_2")
    return rim.wire(_relays, inputs, front.idle_ms)


def _electric():
    """What measures the whole unit's power: the PZEM-004T, an S0 output, or None."""
    global _meter
    if calibration.METER == "pzem":
        from drivers.pzem004t import Meter

        tx, rx = Pin(rim.gpio("meter_tx")), Pin(rim.gpio("meter_rx"))
        uart = UART(1, baudrate=9600, tx=tx, rx=rx, timeout=0, timeout_char=0)
        _meter = Meter(uart, time.ticks_ms)
    elif calibration.METER == "s0":
        from drivers.pulses import Power

        _meter = Power(rim.counted("s0", 1), time.ticks_ms, calibration.S0_PULSE_J)
    elif calibration.METER is not None:
        raise ValueError("METER: %r is neither 'pzem' nor 's0' nor None" % (calibration.METER,))
    else:
        _meter = None
    return _meter


def silent():
    """Sentences about the parts that do not answer: chips and meter."""
    because = getattr(_meter, "because", None)
    return front.silent() + ([because] if because else [])
