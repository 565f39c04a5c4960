"""The names of everything bolted to the controller: the contract with boards/.

An input is anything with `read_uv()` (microvolts, an int), an output is anything
called with a bool, exactly as machine.ADC and machine.Pin.  What a rig does not
have is None.  `board.wire()` returns one Wiring.
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

Wiring = namedtuple("Wiring", PROBES + PRESSURES + (
    "reference",              # read_uv() of the divider supply, or None
    "flow_gps",               # called: water flow, or None
    "meter_W",                # called: electric power of the whole unit, or None
    "pressostat",             # called: True while the high-pressure switch is closed, or None
) + OUTPUTS + (
    "ticks_ms", "idle_ms",
))
# fmt: on
