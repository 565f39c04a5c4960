"""The virtual board seen from a MicroPython of its own: wires that lead to the house outside.

tools/bench starts this interpreter beside the simulated house and gives it a link.  Nothing
but this file knows that: the firmware, its files and what a person types are a real board's.
A reading asks the house unless it is the first since time last passed; an output is told at
once, and whoever lets the house wait for 3 s loses all of them, as by a hardware timer.
"""

import os
import struct

import calibration  # noqa: F401  main.py reads board.calibration
import fitted
import link  # made by tools/bench/boot_device.py: what a file descriptor is called there
from drivers.folder import Folder
from heatpump.wiring import Wiring

PROBES = (
    "t_outdoor", "t_coil", "t_suction", "t_discharge", "t_liquid",
    "t_supply", "t_return", "t_room", "p_suction", "p_discharge", "reference", "t_tank",
)  # fmt: skip
OUTPUTS = ("compressor", "reverse", "fan", "pump", "heater", "crankcase", "tank_valve")
STATE = "<BB2x17i"  # tools/bench/hardware.py packs it: number, flags, ticks, probes, meters
CAUSES = ("power on", "watchdog", "soft reset", "reset")
_AT_EASE_s = 600
_SETTINGS = "settings.json"
_ENOENT = 2
_EIO = 5
_SILENT_uV = -(1 << 30)
_CLOSED, _TANK, _GRID, _SG_1, _SG_2, _WATER = 1, 2, 4, 8, 16, 32


class _House:
    """The other end of the link.  `seen`: number, flags, ticks_ms, twelve uV, flow, power,
    minute of the week, s more to wait at boot."""

    def __init__(self):
        self._reply = bytearray(struct.calcsize(STATE))
        self._number = 0
        self._fresh = [False] * len(PROBES)
        self.seen = None

    def ask(self, verb, value=0):
        """Send a verb and wait for the state that answers it; older answers are passed over."""
        self._number = (self._number + 1) & 255
        link.file.write(struct.pack("<BBxxi", ord(verb), self._number, value))
        while True:
            link.file.readinto(self._reply)
            if self._reply[0] == self._number:
                break
        self.seen = struct.unpack(STATE, self._reply)
        for i in range(len(self._fresh)):
            self._fresh[i] = True

    def tell(self, verb, value):
        """Send a verb that nobody answers."""
        link.file.write(struct.pack("<BBxxi", ord(verb), 0, value))

    def probe_uV(self, i):
        if not self._fresh[i]:
            self.ask("s")
        self._fresh[i] = False
        if self.seen[3 + i] == _SILENT_uV:
            raise OSError(_EIO)
        return self.seen[3 + i]


_house = _House()


class Channel:
    """What the firmware holds: read_uv() as machine.ADC has it."""

    def __init__(self, i):
        self._i = i

    def read_uv(self):
        return _house.probe_uV(self._i)


def _output(i):
    return lambda on: _house.tell("o", 2 * i + (1 if on else 0))


def _seen(place):
    return lambda: _house.seen[place]


def _flag(bit):
    return lambda: bool(_house.seen[1] & bit)


def _ticks_ms():
    _house.ask("s")
    return _house.seen[2]


def wire():
    """Power on: every output is off, and what this house has is wired."""
    _house.ask("w")
    flags = _house.seen[1]
    wires = {PROBES[i]: Channel(i) for i in range(11)}
    wires.update({OUTPUTS[i]: _output(i) for i in range(6)})
    if flags & _TANK:
        wires["t_tank"] = Channel(11)
        wires["tank_valve"] = _output(6)
    if flags & _GRID:
        wires["sg_1"], wires["sg_2"] = _flag(_SG_1), _flag(_SG_2)
    for name in fitted.NOT_FITTED:
        wires[name] = None
    return Wiring(
        flow_gps=_seen(15) if flags & _WATER and fitted.FLOW else None,
        meter_W=_seen(16) if fitted.METER else None,
        pressostat=_flag(_CLOSED) if fitted.PRESSOSTAT else None,
        minute_of_week=_seen(17),
        ticks_ms=_ticks_ms,
        idle_ms=lambda ms: _house.ask("i", ms),
        **wires,
    )


def watchdog():
    """Start it (nothing but a reset stops it); the answer feeds it."""
    _house.tell("d", 0)
    return lambda: _house.tell("f", 0)


def at_ease():
    """A person is at the prompt: the watchdog waits ten minutes.  The answer feeds it."""
    _house.tell("d", _AT_EASE_s)
    return lambda: _house.tell("d", _AT_EASE_s)


def nameplate():
    """(fluid, True when heat goes to water, seconds this unit waits longer after boot)."""
    _house.ask("s")
    return fitted.FLUID, bool(_house.seen[1] & _WATER), _house.seen[18]


def files():
    """Where heatpump/keep.py keeps what must survive a power cut: beside main.py."""
    return Folder(os)


def cause():
    """Why it boots: one of CAUSES."""
    return CAUSES[_house.seen[1] >> 6]


def settings_text():
    """The file of settings; None without one.  One that cannot be read is not "none"."""
    try:
        with open(_SETTINGS) as file:
            return file.read() or "an empty file"
    except OSError as error:
        if error.errno == _ENOENT:
            return None
        return "%s cannot be read: error %d" % (_SETTINGS, error.errno)


def touch(probe):
    """Only here: a hand round a probe for a minute, which on a rig is your own."""
    if probe not in PROBES[:8]:
        raise ValueError("touch: %r is none of %s" % (probe, ", ".join(PROBES[:8])))
    _house.tell("t", PROBES.index(probe))
