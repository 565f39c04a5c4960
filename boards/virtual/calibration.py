"""How the virtual board is wired: NTC 10 kohm, B25/85 = 3977 K, to ground on 3.3 V.

Its probes are exact by construction, so these are the makers' figures and nothing was
measured; a real board says here who measured what, when, and with what.
"""

import curve_air
import curve_discharge

REFERENCE_uV = 3_300_000  # what the reference channel reads while the supply is right

# fmt: off
THERMISTORS = {                       # pull-up 10 kohm; 2.2 kohm where 100 degC matters most
    "t_outdoor":   curve_air,
    "t_coil":      curve_air,
    "t_suction":   curve_air,
    "t_discharge": curve_discharge,
    "t_liquid":    curve_air,
    "t_supply":    curve_air,
    "t_return":    curve_air,
    "t_room":      curve_air,
    "t_tank":      curve_air,          # where there is one
    "t_crankcase": curve_air,
}
TRANSDUCERS = {                       # 0.5..4.5 V of 5 V through a 2/3 divider; 0..30, 0..50 bar g
    "p_suction":   (333_333, 101_325, 3_000_000, 3_101_325),
    "p_discharge": (333_333, 101_325, 3_000_000, 5_101_325),
}
# fmt: on
