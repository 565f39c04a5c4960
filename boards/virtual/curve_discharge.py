"""Discharge: beta 3977 K, 10000 ohm at 25 degC; to ground,
2200 ohm to 3300000 uV.  Made by
    python -m tools.make_ntc --beta 3977 --r25 10000 --pullup 2200 --supply-uv 3300000 --low
    -42 --high 150 --name discharge --out boards/virtual/curve_discharge.py
18 parabolas, at most 0.0195 K off at every microvolt of -42..150 degC.
From 3284000 uV up it is an open circuit: a probe at -42 degC leaves
16000 uV (0.48 %) to the supply; measure that too where it may be off.
Below 268000 uV it is a short circuit: a sound probe there is hotter than 150 degC.
"""

# fmt: off
ROWS = (  # from_uV, below_uV, t_cC, b, c
    (  268000,   352000,  14998,  -18849,    7808),
    (  352000,   466000,  13686,  -13852,    4208),
    (  466000,   613000,  12377,  -10219,    2265),
    (  613000,   810000,  11121,   -7686,    1212),
    (  810000,  1062000,   9847,   -5879,     638),
    ( 1062000,  1413000,   8580,   -4649,     310),
    ( 1413000,  1835000,   7161,   -3830,     110),
    ( 1835000,  2265000,   5689,   -3478,     -48),
    ( 2265000,  2600000,   4228,   -3631,    -264),
    ( 2600000,  2836000,   2958,   -4297,    -674),
    ( 2836000,  2996000,   1852,   -5499,   -1567),
    ( 2996000,  3101000,    865,   -7410,   -3548),
    ( 3101000,  3170000,    -21,  -10247,   -7965),
    ( 3170000,  3216000,   -835,  -14402,  -17979),
    ( 3216000,  3246000,  -1607,  -20694,  -41172),
    ( 3246000,  3265000,  -2336,  -30083,  -94162),
    ( 3265000,  3277000,  -3007,  -43752, -211181),
    ( 3277000,  3284000,  -3620,  -63477, -445498),
)
# fmt: on
