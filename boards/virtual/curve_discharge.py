"""Discharge: beta 3977 K, 10000 ohm at 25 degC; to ground, 2200 ohm to 3300000 uV.

Made by
    python -m tools.make_ntc --beta 3977 --r25 10000 --pullup 2200 --supply-uv 3300000 --low
    -42 --high 150 --name discharge --out boards/virtual/curve_discharge.py
18 parabolas, at most 0.0195 K from the source at every microvolt of -42..150 degC.
From 3284000 uV up: open circuit.  A probe at -42 degC leaves 16000 uV (0.48 %) to the
supply, so judge it against a measured supply where the reading may be wrong by more than that.
Below 268000 uV: short circuit (0 uV but for the wire); a sound probe there is above 150 degC.
"""

# fmt: off
ROWS = (  # from_uV, below_uV, t_cC, b, c
    (  268000,   352000,  14998,  -18849,    7808),
    (  352000,   466000,  13686,  -13852,    4208),
    (  466000,   613000,  12377,  -10219,    2265),
    (  613000,   810000,  11121,   -7686,    1212),
    (  810000,  1062000,   9847,   -5879,     638),
    ( 1062000,  1413000,   8580,   -4649,     310),
    ( 1413000,  1837000,   7161,   -3830,     110),
    ( 1837000,  2270000,   5682,   -3475,     -50),
    ( 2270000,  2591000,   4211,   -3648,    -258),
    ( 2591000,  2829000,   2995,   -4265,    -656),
    ( 2829000,  2989000,   1889,   -5446,   -1512),
    ( 2989000,  3098000,    915,   -7276,   -3422),
    ( 3098000,  3169000,      8,  -10101,   -7789),
    ( 3169000,  3216000,   -821,  -14297,  -17831),
    ( 3216000,  3246000,  -1607,  -20694,  -41172),
    ( 3246000,  3265000,  -2336,  -30083,  -94162),
    ( 3265000,  3277000,  -3007,  -43752, -211181),
    ( 3277000,  3284000,  -3620,  -63477, -445498),
)
# fmt: on
