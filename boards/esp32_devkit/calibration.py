"""What hangs on this board, and what somebody measured on it.

The figures below are the makers': NTC 10 kohm +-1 %, B25/85 = 3977 K (Vishay NTCLE100E3103
and its kin), ratiometric transducers 0.5..4.5 V, resistors 0.1 %, a supply of 5.00 V.
Nothing has been measured on your board yet.  When you have (README, "Calibrate"), write here
who did it, when, and against what:

    measured by: nobody yet
"""

import curve_air
import curve_discharge

FLUID = "R290"  # what is in the circuit: its pressure limits go with it
WATER = True  # heat goes to water (False: to room air)

REFERENCE_uV = 2_250_000  # 5 V through 22 kohm and 18 kohm

# fmt: off
THERMISTORS = {                       # to 5 V: 22 kohm, to ground: 18 kohm and the probe
    "t_outdoor":   curve_air,
    "t_coil":      curve_air,
    "t_suction":   curve_air,
    "t_discharge": curve_discharge,   # 4.7 kohm and 3.9 kohm
    "t_liquid":    curve_air,
    "t_supply":    curve_air,
    "t_return":    curve_air,
    "t_room":      curve_air,
    "t_tank":      curve_air,          # where there is one
    "t_crankcase": curve_air,
}
TRANSDUCERS = {                       # 0.5 and 4.5 V through 22 and 18 kohm; 0..30, 0..50 bar g
    "p_suction":   (225_000, 101_325, 2_025_000, 3_101_325),
    "p_discharge": (225_000, 101_325, 2_025_000, 5_101_325),
}
TRIM_uV = {                           # added to a reading, once it has been compared
    "t_outdoor":   0,
    "t_coil":      0,
    "t_suction":   0,
    "t_discharge": 0,
    "t_liquid":    0,
    "t_supply":    0,
    "t_return":    0,
    "t_room":      0,
    "p_suction":   0,
    "p_discharge": 0,
    "reference":   0,
}
# fmt: on

NOT_FITTED = ()  # wires of heatpump.wiring that lead nowhere, e.g. ("t_room", "heater")
PRESSOSTAT = True  # a normally closed contact to ground; False: its input is not read
FLOW_PULSE_mg = 0  # milligrams a pulse of the water meter (450 a litre: 2222); 0: no meter
