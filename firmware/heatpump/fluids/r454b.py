"""R454B for heatpump.refrigerant.  Generated: python -m tools.make_refrigerant R454B

Fitted to CoolProp 8.0.0 HEOS: COP within 0.068 %, dew 0.039 K, bubble 0.042 K; 92 bytes.
FRAME: p_low/256, p_end/256, origin of x, critical temperature, seed and origin of u.
"""

from array import array

NAME = "R454B"
P_TRIP_kPa = 4101  # 40 bar gauge
UNIT_Jpkg = 1
# fmt: off
FRAME = array("h", (
    623, 16157, 6724, 7810, 6389, 15893,
))
VAPOUR = array("h", (
    8281, -7964, -9615, -997, 16648, 6739, -7178, -2758, -12661, -4065, 2198, -1225, 3440,
    9979, 11166, -1115, 734, -3405, -1845, 7876, 16467,
))
LIQUID = array("h", (
    3632, -2984, -3367, -9879, 8668, 6882, -4267, 3773, -2055,
))
DEW = array("h", (
    -944, -602, 714, 23165, 3077,
))
BUBBLE = array("h", (
    -793, -441, 851, 23091, 2483,
))
# fmt: on
