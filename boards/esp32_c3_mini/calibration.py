"""What hangs on this board, and what somebody measured on it.

dividers.py has the makers' figures; a name that is set here after the import replaces one of
them.  Nothing has been measured on your board yet.  When you have (README, "Calibrate"), write
here who did it, when, and against what:

    measured by: nobody yet
"""

from dividers import THERMISTORS, TRANSDUCERS, REFERENCE_uV  # noqa: F401

FLUID = "R290"  # what is in the circuit: its pressure limits go with it
WATER = True  # heat goes to water (False: to room air)

TRIM_uV = {}  # added to a reading, once it has been compared: {"t_coil": -1200, ...}

NOT_FITTED = ("t_tank",)  # wires of heatpump.wiring that lead nowhere, e.g. ("t_room", "heater")
PRESSOSTAT = True  # a normally closed contact to ground; False: its input is not read
