"""R1234yf for heatpump.refrigerant.  Generated: python -m tools.make_refrigerant R1234yf

Fitted to CoolProp 8.0.0 HEOS: COP within 0.069 %, dew 0.020 K, bubble 0.020 K; 82 bytes.
FRAME: p_low/256, p_end/256, origin of x, critical temperature, seed and origin of u.
"""

from array import array

NAME = "R1234yf"
P_TRIP_kPa = 2101  # 20 bar gauge
UNIT_Jpkg = 1
# fmt: off
FRAME = array("h", (
    242, 7486, 5089, 9470, 8845, 19170,
))
VAPOUR = array("h", (
    2856, -19734, -1377, 24256, -53, 2989, -13253, 3797, -6887, 1349, 1912, -670, 1052, 7172,
    10467, -657, 22, -1215, -674, 13998, 12706,
))
LIQUID = array("h", (
    1110, -429, -2866, -8703, 7917, 5021, -2134, 2526, -364,
))
DEW = array("h", (
    -1723, -1080, 1537, 26996, 14579,
))
BUBBLE = DEW
# fmt: on
