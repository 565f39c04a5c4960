"""Air: beta 3977 K, 10000 ohm at 25 degC; to ground,
9900 ohm to 2250000 uV.  Made by
    python -m tools.make_ntc --beta 3977 --r25 10000 --pullup 9900 --supply-uv 2250000 --low
    -42 --high 90 --name air --out boards/esp32/curve_air.py
14 parabolas, at most 0.0195 K off at every microvolt of -42..90 degC.
From 2205000 uV up it is an open circuit: a probe at -42 degC leaves
45000 uV (2.00 %) to the supply; measure that too where it may be off.
Below 191000 uV it is a short circuit: a sound probe there is hotter than 90 degC.
"""

# fmt: off
ROWS = (  # from_uV, below_uV, t_cC, b, c
    (  191000,   258000,   9000,  -19512,   10697),
    (  258000,   351000,   7926,  -14058,    5466),
    (  351000,   472000,   6850,  -10218,    2802),
    (  472000,   644000,   5819,   -7621,    1401),
    (  644000,   887000,   4718,   -5780,     648),
    (  887000,  1187000,   3516,   -4595,     237),
    ( 1187000,  1508000,   2277,   -4050,     -54),
    ( 1508000,  1760000,   1015,   -4180,    -424),
    ( 1760000,  1932000,    -90,   -4986,   -1163),
    ( 1932000,  2045000,  -1035,   -6509,   -2813),
    ( 2045000,  2120000,  -1869,   -8906,   -6681),
    ( 2120000,  2168000,  -2645,  -12703,  -16011),
    ( 2168000,  2198000,  -3363,  -18554,  -38257),
    ( 2198000,  2205000,  -4020,  -28191,  -69513),
)
# fmt: on
