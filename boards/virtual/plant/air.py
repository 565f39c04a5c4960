"""Moist air: humidity ratio at saturation, as a table of straight pieces of half a kelvin.

Magnus over water and over ice, within 0.24 % of psychrolib; 101325 Pa.
"""

import exact

LOW_C = -60.0
_PER_K = 2.0
_CELLS = 260


def _saturated(t_C):
    if t_C >= 0.0:
        p = 610.94 * exact.exp(17.625 * t_C / (t_C + 243.04))
    else:
        p = 611.21 * exact.exp(22.587 * t_C / (t_C + 273.86))
    return 0.62198 * p / (101325.0 - p)


_TABLE = [_saturated(LOW_C + i / _PER_K) for i in range(_CELLS + 1)]


def saturated(t_C):
    """Humidity ratio of saturated air, kg/kg, -60..70 degC."""
    x = (t_C - LOW_C) * _PER_K
    if not x > 0.0:
        return _TABLE[0]
    if x >= _CELLS:
        return _TABLE[_CELLS]
    i = int(x)
    a = _TABLE[i]
    return a + (_TABLE[i + 1] - a) * (x - i)
