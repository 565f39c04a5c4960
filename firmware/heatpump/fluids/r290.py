"""R290 for heatpump.refrigerant.  Generated: python -m tools.make_refrigerant R290

Fitted to CoolProp 8.0.0 HEOS: COP within 0.048 %, dew 0.013 K, bubble 0.013 K; 82 bytes.
FRAME: p_low/256, p_end/256, origin of x, critical temperature, seed and origin of u.
"""

from array import array

NAME = "R290"
P_TRIP_kPa = 2901  # 28 bar gauge
UNIT_Jpkg = 1
# fmt: off
FRAME = array("h", (
    434, 9524, 5755, 9674, 9076, 19564,
))
VAPOUR = array("h", (
    4702, -20602, -1780, 31022, 314, 4818, -22342, 7142, -12370, 7786, 4216, -2439, 3655,
    15289, 20093, -1579, 555, -3319, -1536, 25335, 20926,
))
LIQUID = array("h", (
    3507, -2182, -3445, -17481, 9475, 9900, -8218, 5235, -719,
))
DEW = array("h", (
    -1879, -1033, 2247, 27373, 9628,
))
BUBBLE = DEW
# fmt: on
