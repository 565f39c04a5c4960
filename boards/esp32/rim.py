"""What every board with an ESP32 has: relays on a lease, contacts, pulses, watchdog, nameplate.

Copied to the board beside its board.py, which says only what is its own.  Which pin does what
stands in the board's pins.py.
"""

import os
import time

import calibration
import machine
import pins
from drivers.folder import Folder
from drivers.lease import Lease
from heatpump import wiring
from machine import WDT, Pin, Timer, unique_id

_LEASE_TICKS = 6  # of 500 ms
_TICK_ms = 500
_WATCHDOG_ms = 8000
_AT_EASE_ms = 600_000
_SETTINGS = "settings.json"
_ENOENT = 2
_timer = None


def wire(relays, inputs, idle_ms=time.sleep_ms):
    """heatpump.wiring.Wiring of a board.  Outputs are off, and fall 3 s after the last call.

    relays: Pins in the order of pins.RELAYS; inputs: the channels and meters by their wires;
    idle_ms: what passes the time between two scans.
    """
    global _timer
    lease = Lease(relays, _LEASE_TICKS)
    lease.tick(None)
    _timer = Timer(0, period=_TICK_ms, mode=Timer.PERIODIC, callback=lease.tick)
    wires = dict(inputs)
    for i in range(len(pins.RELAYS)):
        wires[pins.RELAYS[i][0]] = lease.outputs[i]
    wires["pressostat"] = closed("pressostat") if calibration.PRESSOSTAT else None
    for name, number, _ in pins.PINS:
        if name == "alive":
            wires[name] = Pin(number, Pin.OUT, value=0)
    for table in ("NOT_FITTED", "TRIM_uV"):
        for name in getattr(calibration, table):
            if name not in wires:
                raise ValueError("%s: %s is none of %s" % (table, name, ", ".join(sorted(wires))))
    for name in calibration.NOT_FITTED:
        wires[name] = None
    for name in ("flow_gps", "meter_W"):
        wires.setdefault(name)
    return wiring.Wiring(ticks_ms=time.ticks_ms, idle_ms=idle_ms, **wires)


def gpio(name):
    """Number of the pin that pins.PINS gives to `name`."""
    for wire, number, _ in pins.PINS:
        if wire == name:
            return number
    raise ValueError("pins.py: no pin for %s" % name)


def trim_uV(name):
    """What calibration adds to the reading of a wire."""
    return calibration.TRIM_uV.get(name, 0)


def closed(name):
    """A contact to ground: called, it says True while closed; open or a broken wire reads high."""
    pin = Pin(gpio(name), Pin.IN, Pin.PULL_UP)
    return lambda: not pin()


def counted(name, unit=0):
    """take(0) of pulses to ground on the pin of `name`: the chip's counter, else an interrupt."""
    pin = Pin(gpio(name), Pin.IN, Pin.PULL_UP)
    try:
        from machine import Counter
    except ImportError:  # ESP32-C3
        from drivers.pulses import Count

        count = Count()
        pin.irq(handler=count.pulse, trigger=Pin.IRQ_FALLING)
        return count.value
    return Counter(unit, pin, edge=Counter.FALLING).value


def flow():
    """Water flow in g/s by a meter's pulses, or None without one."""
    if not calibration.FLOW_PULSE_mg:
        return None
    from drivers.pulses import Flow

    return Flow(counted("flow"), time.ticks_ms, calibration.FLOW_PULSE_mg)


def watchdog():
    """Start it (nothing but a reset stops it); the answer feeds it."""
    return WDT(timeout=_WATCHDOG_ms).feed


def at_ease():
    """A person is at the prompt: the watchdog, if it runs, waits ten minutes.  The answer feeds
    it.  It outlives a soft reset; a new one with another timeout changes the one there is
    (MicroPython, ports/esp32/machine_wdt.c)."""
    return WDT(timeout=_AT_EASE_ms).feed


def nameplate():
    """(fluid, True when heat goes to water, seconds this unit waits longer after boot)."""
    return calibration.FLUID, calibration.WATER, sum(unique_id()) % 61


def files():
    """Where heatpump/keep.py keeps what must survive a power cut: beside main.py."""
    return Folder(os)


def cause():
    """Why it boots, as far as the chip knows: it takes a brown-out for "power on"."""
    causes = {
        machine.PWRON_RESET: "power on",
        machine.WDT_RESET: "watchdog",
        machine.SOFT_RESET: "soft reset",
    }
    return causes.get(machine.reset_cause(), "reset")


def settings_text():
    """The file of settings; None without one.  One that cannot be read is not "none"."""
    try:
        with open(_SETTINGS) as file:
            return file.read() or "an empty file"  # a torn write, and not "none"
    except OSError as error:
        if error.errno == _ENOENT:
            return None
        return "%s cannot be read: error %d" % (_SETTINGS, error.errno)
