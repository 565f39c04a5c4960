"""R407C for heatpump.refrigerant.  Generated: python -m tools.make_refrigerant R407C

Fitted to CoolProp 8.0.0 HEOS: COP within 0.053 %, dew 0.020 K, bubble 0.029 K; 92 bytes.
FRAME: p_low/256, p_end/256, origin of x, critical temperature, seed and origin of u.
"""

from array import array

NAME = "R407C"
P_TRIP_kPa = 3101  # 30 bar gauge
UNIT_Jpkg = 1
# fmt: off
FRAME = array("h", (
    334, 11612, 6780, 8620, 7752, 18357,
))
VAPOUR = array("h", (
    5705, -9656, -5689, 3861, 7931, 3599, -6229, -1183, -5930, -698, 1323, -370, 1000, 7581,
    10273, -407, 44, -1805, -754, 11500, 14533,
))
LIQUID = array("h", (
    985, -1310, -2982, -9229, 7876, 1690, -5016, 2017, -585,
))
DEW = array("h", (
    -1499, -881, 866, 23678, 8735,
))
BUBBLE = array("h", (
    -1278, -487, 1385, 24359, 6454,
))
# fmt: on
