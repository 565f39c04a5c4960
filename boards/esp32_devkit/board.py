"""ESP32 DevKitC (WROOM-32, 38 or 30 pins): six relays, ten probes, the converter inside.

Importing it switches every output off before anything else happens: law 20.
"""

from machine import Pin

# fmt: off
OUTPUT_PINS = (             # active high, 10 kohm to ground at each driver's input
    ("compressor", 25),
    ("reverse",    26),
    ("fan",        27),
    ("pump",       23),
    ("heater",     19),
    ("crankcase",  18),
)
_pins = [Pin(number, Pin.OUT, value=0) for _, number in OUTPUT_PINS]  # level before direction

import time  # noqa: E402

import calibration  # noqa: E402
from drivers.hc4051 import Channel, Multiplexer  # noqa: E402
from drivers.internal_adc import Oversampled  # noqa: E402
from drivers.lease import Lease  # noqa: E402
from heatpump import wiring  # noqa: E402
from machine import ADC, WDT, Timer, unique_id  # noqa: E402

ADC_PINS = (                # ADC1 only: Wi-Fi takes ADC2 away
    ("p_suction",   34),
    ("p_discharge", 35),
    ("t_discharge", 39),    # what must stop the machine does not pass the multiplexer
    ("t_return",    32),
    ("reference",   33),
)
MUX_PIN = 36
MUX_SELECT_PINS = (13, 14, 4)   # S0, S1, S2
MUX_INPUTS = (              # inputs 0 and 7 are tied to ground: drivers/hc4051.py
    ("t_outdoor",   1),
    ("t_supply",    2),
    ("t_room",      3),
    ("t_coil",      4),
    ("t_liquid",    5),
    ("t_suction",   6),
)
PRESSOSTAT_PIN = 22         # contact to ground; open, or a broken wire, reads high
FLOW_PIN = 21               # open collector to ground
# fmt: on
_LEASE_TICKS = 6  # of 500 ms
_TICK_ms = 500
_WATCHDOG_ms = 8000
_SETTINGS = "settings.json"
_ENOENT = 2
_timer = None


def wire():
    """Everything bolted to this board.  Outputs are off, and fall 3 s after the last call."""
    global _timer
    lease = Lease(_pins, _LEASE_TICKS)
    lease.tick(None)
    _timer = Timer(0, period=_TICK_ms, mode=Timer.PERIODIC, callback=lease.tick)
    wires = _inputs()
    for i in range(len(OUTPUT_PINS)):
        wires[OUTPUT_PINS[i][0]] = lease.outputs[i]
    for name in calibration.NOT_FITTED:
        if name not in wires:
            raise ValueError("NOT_FITTED: %s is none of %s" % (name, ", ".join(sorted(wires))))
        wires[name] = None
    wires["flow_gps"] = _flow_gps()
    wires["pressostat"] = _pressostat()
    wires["meter_W"] = None
    return wiring.Wiring(ticks_ms=time.ticks_ms, idle_ms=time.sleep_ms, **wires)


def _inputs():
    trim_uV = calibration.TRIM_uV
    wires = {name: Oversampled(_adc(pin), 32, trim_uV[name]) for name, pin in ADC_PINS}
    select = [Pin(pin, Pin.OUT, value=0) for pin in MUX_SELECT_PINS]
    multiplexer = Multiplexer(Oversampled(_adc(MUX_PIN)), select[0], select[1], select[2])
    for name, number in MUX_INPUTS:
        wires[name] = Channel(multiplexer, number, trim_uV[name])
    return wires


def _adc(pin):
    return ADC(Pin(pin), atten=ADC.ATTN_11DB)


def _pressostat():
    if not calibration.PRESSOSTAT:
        return None
    pin = Pin(PRESSOSTAT_PIN, Pin.IN, Pin.PULL_UP)
    return lambda: not pin()


def _flow_gps():
    if not calibration.FLOW_PULSE_mg:
        return None
    from drivers.pulses import Flow
    from machine import Counter

    counter = Counter(0, Pin(FLOW_PIN, Pin.IN, Pin.PULL_UP))
    return Flow(counter.value, time.ticks_ms, calibration.FLOW_PULSE_mg)


def watchdog():
    """Start it (nothing but a reset stops it); the answer feeds it."""
    return WDT(timeout=_WATCHDOG_ms).feed


def nameplate():
    """(fluid, True when heat goes to water, seconds this unit waits longer after boot)."""
    return calibration.FLUID, calibration.WATER, sum(unique_id()) % 61


def settings_text():
    """The file of settings; None without one.  One that cannot be read is not "none"."""
    try:
        with open(_SETTINGS) as file:
            return file.read() or "an empty file"  # a torn write, and not "none"
    except OSError as error:
        if error.errno == _ENOENT:
            return None
        return "%s cannot be read: error %d" % (_SETTINGS, error.errno)
