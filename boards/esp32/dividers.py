"""What the makers say of probes and dividers; boards/README.md has the circuit.

NTC 10 kohm +-1 %, B25/85 = 3977 K (Vishay NTCLE100E3103 and its kin), ratiometric transducers
0.5..4.5 V, resistors 0.1 %, everything on one rail of 5.00 V.
"""

import curve_air
import curve_discharge

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
    "t_tank":      curve_air,         # where there is one
    "t_crankcase": curve_air,
}
TRANSDUCERS = {                       # 0.5 and 4.5 V through 22 and 18 kohm; 0..30, 0..50 bar g
    "p_suction":   (225_000, 101_325, 2_025_000, 3_101_325),
    "p_discharge": (225_000, 101_325, 2_025_000, 5_101_325),
}
# fmt: on
