"""Figures of a period out of its counters: COP, boundaries, quality, carbon."""

from micropython import const

from heatpump import energy
from heatpump.quality import INSUFFICIENT, NONE, PRELIMINARY, QUOTABLE

# fmt: off
_HEATING = const(1 << 0 | 1 << 1)                # HEAT, MELT
_USEFUL  = const(1 << 0 | 1 << 1 | 1 << 2)       # and COLD
_H1      = const(1 << 4 | 1 << 5)                # E_HEATING, E_DEFROST
_H2      = const(1 << 4 | 1 << 5 | 1 << 6 | 1 << 7 | 1 << 8)
_BACKUP  = const(1 << 3)
_SINK    = const(1 << 9)

FIGURES = (
    # name        gains               costs
    ( "running",  1 << 0,             1 << 4 ),                      # defrosts left out
    ( "cooling",  1 << 2,             1 << 6 ),
    ( "net",      _HEATING,           _H1 ),                         # SPF H1: the compressor
    ( "SPF H2",   _USEFUL,            _H2 ),                         # and fan, controls, crankcase
    ( "SPF H3",   _USEFUL | _BACKUP,  _H2 | _BACKUP ),               # and backup heater
    ( "system",   _USEFUL | _BACKUP,  _H2 | _BACKUP | _SINK ),       # SPF H4: and water pump
)
# fmt: on
RUNNING = const(0)
COOLING = const(1)
NET = const(2)
SYSTEM = const(5)

_LEAST_Wh = const(250)
_GATED_QUOTABLE_q10 = const(922)  # nine tenths of the heat went through open gates
_GATED_LEAST_q10 = const(512)
_HEAT = const(1 << 0)
_GATED = const(1 << 10)
_UNSURE = const(1 << 11)
_FINE_kWh = const(5000)
_MIDDLE_kWh = const(500_000)
_WIDTH = const(3)  # wheels of a row: kWh, Wh, J


def cop_q10(counters, figure):
    """One of FIGURES for a period; 0 before there is any electricity in it."""
    row = FIGURES[figure]
    return ratio_q10(counters, row[1], row[2])


def u95_permille(counters):
    """Error bar of the heat of a period: the mean of its blocks' bars, weighted by heat."""
    return min(max(ratio_q10(counters, _UNSURE, _USEFUL), 0), 1 << 20) * 1000 >> 10


def quality(counters):
    """The word for a period, an index into quality.QUALITY."""
    if counters.Wh(energy.HEAT) + counters.Wh(energy.COLD) < _LEAST_Wh:
        return NONE
    gated_q10 = ratio_q10(counters, _GATED, _USEFUL)
    if gated_q10 < _GATED_LEAST_q10:
        return INSUFFICIENT
    return QUOTABLE if gated_q10 >= _GATED_QUOTABLE_q10 else PRELIMINARY


def carbon_saved_kg(counters, settings, against_gas):
    """Carbon kept out of the air, against a gas boiler or against resistance heating: signed."""
    heat_kWh = counters.kWh(energy.HEAT) + counters.kWh(energy.MELT)
    used_kWh = 0
    for row in range(energy.E_HEATING, energy.E_SINK + 1):
        used_kWh += counters.kWh(row)
    grid = settings.grid_gpkWh
    other = settings.gas_gpkWh * 100 // settings.boiler_pct if against_gas else grid
    return _kg(heat_kWh, other) - _kg(used_kWh, grid)


def _kg(energy_kWh, gpkWh):
    whole = energy_kWh // 1000  # 4.4e7 kWh of heat in 20 years: 44_000 * 1500 < 2**27
    return whole * gpkWh + energy_kWh % 1000 * gpkWh // 1000


def ratio_q10(counters, gains, costs):
    """Sum of the rows of one mask over the sum of another's, signed; 0 without cost."""
    unit = min(finest(counters, gains), finest(counters, costs))
    gain, cost = total(counters, gains, unit), total(counters, costs, unit)
    while gain >= 1 << 19 or gain < -(1 << 19):
        gain >>= 1
        cost >>= 1
    return (gain << 10) // cost if cost > 0 else 0


def total(counters, mask, unit):
    """Rows whose bit is set in mask, in a unit of 1 kWh (0), 1 Wh (1) or 10 mWh (2), where
    it stays below 2**30: see finest()."""
    wheels = counters.wheels
    found = 0
    i = 0
    while mask:
        if mask & 1:
            part = wheels[i]
            if unit > 0:
                part = part * 1000 + wheels[i + 1]
            if unit > 1:
                part = part * 100 + wheels[i + 2] // 36
            found += part
        mask >>= 1
        i += _WIDTH
    return found


def finest(counters, mask):
    """The finest unit in which the rows of mask can be added."""
    kWh = 0
    wheels = counters.wheels
    i = 0
    while mask:
        if mask & 1:
            kWh += abs(wheels[i]) + 1
        mask >>= 1
        i += _WIDTH
    if kWh < _FINE_kWh:
        return 2
    return 1 if kWh < _MIDDLE_kWh else 0
