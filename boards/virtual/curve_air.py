"""Air: beta 3977 K, 10000 ohm at 25 degC; to ground,
10000 ohm to 3300000 uV.  Made by
    python -m tools.make_ntc --beta 3977 --r25 10000 --pullup 10000 --supply-uv 3300000 --name
    air --out boards/virtual/curve_air.py
18 parabolas, at most 0.0195 K off at every microvolt of -45..130 degC.
From 3245000 uV up it is an open circuit: a probe at -45 degC leaves
55000 uV (1.67 %) to the supply; measure that too where it may be off more.
Below 100000 uV it is a short circuit: a sound probe there is hotter than 130 degC.
"""

# fmt: off
ROWS = (  # from_uV, below_uV, t_cC, b, c
    (  100000,   132000,  12965,  -43335,   49428),
    (  132000,   174000,  11825,  -31342,   26798),
    (  174000,   233000,  10740,  -22732,   14296),
    (  233000,   315000,   9640,  -16302,    7434),
    (  315000,   428000,   8545,  -11667,    3808),
    (  428000,   578000,   7463,   -8408,    1948),
    (  578000,   796000,   6418,   -6169,     974),
    (  796000,  1088000,   5302,   -4564,     469),
    ( 1088000,  1473000,   4175,   -3531,     208),
    ( 1473000,  1947000,   2989,   -2925,      53),
    ( 1947000,  2374000,   1708,   -2742,     -83),
    ( 2374000,  2692000,    534,   -3008,    -304),
    ( 2692000,  2906000,   -492,   -3741,    -763),
    ( 2906000,  3048000,  -1385,   -4973,   -1830),
    ( 3048000,  3140000,  -2195,   -6942,   -4347),
    ( 3140000,  3200000,  -2940,   -9964,  -10455),
    ( 3200000,  3237000,  -3649,  -14757,  -25347),
    ( 3237000,  3245000,  -4297,  -22567,  -46011),
)
# fmt: on
