"""R32 for heatpump.refrigerant.  Generated: python -m tools.make_refrigerant R32

Fitted to CoolProp 8.0.0 HEOS: COP within 0.092 %, dew 0.046 K, bubble 0.046 K; 82 bytes.
FRAME: p_low/256, p_end/256, origin of x, critical temperature, seed and origin of u.
"""

from array import array

NAME = "R32"
P_TRIP_kPa = 4301  # 42 bar gauge
UNIT_Jpkg = 1
# fmt: off
FRAME = array("h", (
    693, 17875, 6738, 7811, 6391, 15589,
))
VAPOUR = array("h", (
    11056, -6205, -13471, -14496, 22247, 9219, 2591, -5179, -17890, -6878, 511, -924, 5337,
    11523, 11408, -587, 760, -4855, -2222, 4822, 17942,
))
LIQUID = array("h", (
    1690, -2429, -2382, -10718, 8743, 2462, -3667, 6256, -2560,
))
DEW = array("h", (
    -682, -487, 536, 22573, 1714,
))
BUBBLE = DEW
# fmt: on
