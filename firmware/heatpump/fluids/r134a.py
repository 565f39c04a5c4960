"""R134a for heatpump.refrigerant.  Generated: python -m tools.make_refrigerant R134a

Fitted to CoolProp 8.0.0 HEOS: COP within 0.042 %, dew 0.018 K, bubble 0.018 K; 82 bytes.
FRAME: p_low/256, p_end/256, origin of x, critical temperature, seed and origin of u.
"""

from array import array

NAME = "R134a"
P_TRIP_kPa = 2101  # 20 bar gauge
UNIT_Jpkg = 1
# fmt: off
FRAME = array("h", (
    200, 7727, 6262, 10106, 9539, 20376,
))
VAPOUR = array("h", (
    5261, -8111, -4483, 3362, 5730, 2605, -4544, -434, -4302, 1242, 985, -181, 514, 6560,
    10061, -318, -80, -1159, -121, 13437, 14055,
))
LIQUID = array("h", (
    460, -138, -2587, -9287, 7930, 3002, -1854, 1410, -344,
))
DEW = array("h", (
    -1623, -845, 1300, 25554, 14683,
))
BUBBLE = DEW
# fmt: on
