"""Discharge: beta 3977 K, 10000 ohm at 25 degC; to ground,
2131.4 ohm to 2267442 uV.  Made by
    python -m tools.make_ntc --beta 3977 --r25 10000 --pullup 2131.4 --supply-uv 2267442 --low
    -35 --high 150 --name discharge --out boards/esp32/curve_discharge.py
17 parabolas, at most 0.0195 K off at every microvolt of -35..150 degC.
From 2251000 uV up it is an open circuit: a probe at -35 degC leaves
16442 uV (0.73 %) to the supply; measure that too where it may be off.
Below 189000 uV it is a short circuit: a sound probe there is hotter than 150 degC.
"""

# fmt: off
ROWS = (  # from_uV, below_uV, t_cC, b, c
    (  189000,   248000,  15013,  -26818,   15740),
    (  248000,   321000,  13702,  -19806,    8725),
    (  321000,   424000,  12491,  -14917,    4777),
    (  424000,   566000,  11208,  -11158,    2508),
    (  566000,   750000,   9879,   -8462,    1285),
    (  750000,   989000,   8551,   -6666,     616),
    (  989000,  1288000,   7158,   -5543,     206),
    ( 1288000,  1585000,   5642,   -5069,    -141),
    ( 1585000,  1806000,   4159,   -5389,    -623),
    ( 1806000,  1960000,   2910,   -6426,   -1557),
    ( 1960000,  2065000,   1830,   -8248,   -3561),
    ( 2065000,  2135000,    859,  -11076,   -8019),
    ( 2135000,  2181000,    -26,  -15333,  -18003),
    ( 2181000,  2211000,   -839,  -21669,  -40322),
    ( 2211000,  2231000,  -1593,  -30790,  -90978),
    ( 2231000,  2244000,  -2315,  -44598, -208367),
    ( 2244000,  2251000,  -2998,  -65864, -446349),
)
# fmt: on
