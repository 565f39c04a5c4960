"""The names of everything bolted to the controller: the contract with boards/.

An input is anything with `read_uv()` (microvolts, an int; OSError or less than -1 V
when there is no answer), an output is anything called with a bool, exactly as
machine.ADC and machine.Pin.  What a rig does not
have is None; of the EXTRA wires only those that are there need be named.
"""

from collections import namedtuple

# fmt: off
PROBES = (                    # thermistors
    "t_outdoor",              # air entering the outdoor coil
    "t_coil",                 # outdoor coil, near its last circuit: ice is judged here
    "t_suction",              # compressor suction line
    "t_discharge",            # compressor discharge line
    "t_liquid",               # liquid line, leaving whichever coil condenses
    "t_supply",               # water (or air) to the house
    "t_return",               # water (or air) back from the house
    "t_room",
)
PRESSURES = ("p_suction", "p_discharge")   # transducers, at the compressor
OUTPUTS = (
    "compressor",
    "reverse",                # energised = cooling and defrost
    "fan",                    # outdoor fan (brine or well pump on other sources)
    "pump",                   # water pump, or the indoor fan of an air unit
    "heater",                 # backup heater
    "crankcase",              # crankcase heater
)

EXTRA_PROBES = (              # thermistors that most machines do without
    "t_tank",                 # hot-water tank, upper half
    "t_crankcase",            # compressor sump
)
EXTRA = EXTRA_PROBES + (
    "sg_1", "sg_2",           # called: True while an SG-Ready contact is closed
    "minute_of_week",         # called: 0..10079 from Monday 00:00, -1 while nobody knows
    "alive",                  # output: turned over after every scan, for a hardware deadman
    "tank_valve",             # output: energised = the water heats the hot-water tank
)
_NAMES = PROBES + PRESSURES + (
    "reference",              # read_uv() of the divider supply, or None
    "flow_gps",               # called: water flow, or None
    "meter_W",                # called: electric power of the whole unit, or None
    "pressostat",             # called: True while the high-pressure switch is closed, or None
) + OUTPUTS + (
    "ticks_ms", "idle_ms",
) + EXTRA
# fmt: on
_Wiring = namedtuple("Wiring", _NAMES)


def Wiring(**wires):
    """The wires by their names.  EXTRA ones may be left out; TypeError for any other gap."""
    for name in EXTRA:
        if name not in wires:
            wires[name] = None
    return _Wiring(**wires)
