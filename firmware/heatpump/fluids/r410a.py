"""R410A for heatpump.refrigerant.  Generated: python -m tools.make_refrigerant R410A

Fitted to CoolProp 8.0.0 HEOS: COP within 0.102 %, dew 0.042 K, bubble 0.044 K; 92 bytes.
FRAME: p_low/256, p_end/256, origin of x, critical temperature, seed and origin of u.
"""

from array import array

NAME = "R410A"
P_TRIP_kPa = 4301  # 42 bar gauge
UNIT_Jpkg = 1
# fmt: off
FRAME = array("h", (
    683, 17440, 6725, 7134, 4644, 13807,
))
VAPOUR = array("h", (
    11560, -16847, -12378, 7220, 19274, 6414, -10788, -1876, -12609, -4224, 2325, -1805, 3917,
    9682, 10685, -1088, 850, -3495, -1466, 7659, 14954,
))
LIQUID = array("h", (
    5364, -5830, -3406, -8379, 8612, 12150, -8988, 4755, -3128,
))
DEW = array("h", (
    -817, -561, 722, 22794, 1962,
))
BUBBLE = array("h", (
    -768, -549, 700, 22780, 1921,
))
# fmt: on
