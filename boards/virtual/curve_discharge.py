"""Discharge: beta 3977 K, 10000 ohm at 25 degC; to ground,
2200 ohm to 3300000 uV.  Made by
    python -m tools.make_ntc --beta 3977 --r25 10000 --pullup 2200 --supply-uv 3300000 --low
    -42 --high 150 --name discharge --out boards/virtual/curve_discharge.py
18 parabolas, at most 0.0195 K off at every microvolt of -42..150 degC.
From 3285000 uV up it is an open circuit: a probe at -42 degC leaves
15000 uV (0.45 %) to the supply; measure that too where it may be off.
Below 267000 uV it is a short circuit: a sound probe there is hotter than 150 degC.
"""

# fmt: off
ROWS = (  # from_uV, below_uV, t_cC, b, c
    (  267000,   346000,  15017,  -18974,    8003),
    (  346000,   451000,  13768,  -14153,    4457),
    (  451000,   595000,  12528,  -10579,    2431),
    (  595000,   783000,  11257,   -7923,    1301),
    (  783000,  1049000,  10002,   -6048,     673),
    ( 1049000,  1388000,   8639,   -4698,     324),
    ( 1388000,  1791000,   7254,   -3873,     124),
    ( 1791000,  2232000,   5837,   -3489,     -33),
    ( 2232000,  2567000,   4344,   -3604,    -236),
    ( 2567000,  2815000,   3094,   -4192,    -613),
    ( 2815000,  2981000,   1963,   -5344,   -1431),
    ( 2981000,  3091000,    971,   -7144,   -3236),
    ( 3091000,  3165000,     77,   -9841,   -7325),
    ( 3165000,  3213000,   -766,  -13948,  -16778),
    ( 3213000,  3244000,  -1547,  -20096,  -38494),
    ( 3244000,  3264000,  -2278,  -29124,  -88502),
    ( 3264000,  3277000,  -2964,  -42623, -204882),
    ( 3277000,  3285000,  -3620,  -63014, -469917),
)
# fmt: on
