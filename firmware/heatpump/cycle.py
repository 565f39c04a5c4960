"""A block of sixteen seconds of the refrigerant circuit, and what it says about itself.

    COP = (h2 - h3) / (h2 - h1)            1 suction, 2 discharge, 3 liquid line

A state outside the fluid's range has no enthalpy (0) and closes the gate.
"""

from array import array

import micropython
from micropython import const

from heatpump.enthalpy import liquid, vapour
from heatpump.fixed import clamp, div_round, ratio_q

BLOCK = const(16)
RATIO_MAX_q11 = const(40960)  # 20: above every Carnot bound of the envelope

_ZERO_cK = const(27315)
_SUPERHEAT_LEAST_cK = const(300)  # a suction quality of 0.98 already reads 10 % too much
_GAS_MOST_Pa = const(3_000_000)
_GAS_LEAST_cC = const(-6000)


class Cycle:
    """Means of the block in `t_*_cC` and `p_*_Pa`; `ratio_q11`, `work_Jpkg` (h2 - h1), `heat_Jpkg`
    (h2 - h3); `density` in units of its own.  `ok` says whether the energy balance holds."""

    def __init__(self, refrigerant):
        self.refrigerant = refrigerant
        self._t = [array("i", [0] * BLOCK) for _ in range(3)]
        self._p = [array("i", [0] * BLOCK) for _ in range(2)]
        self._h = [array("i", [0] * BLOCK) for _ in range(3)]
        self._found = array("i", [0] * 5)
        self.n = 0
        self.ok = False
        self.t_suction_cC = self.t_discharge_cC = self.t_liquid_cC = 0
        self.p_suction_Pa = self.p_discharge_Pa = 0
        self.superheat_cK = self.subcooling_cK = 0
        self.t_evaporating_cC = self.t_condensing_cC = 0
        self.ratio_q11 = self.work_Jpkg = self.heat_Jpkg = self.density = 0

    def take(self, now):
        """One sample of five believed sensors; at most BLOCK of them between two work_out."""
        i = self.n
        t1, t2, t3 = self._t
        p1, p2 = self._p
        t1[i] = now.t_suction_cC
        t2[i] = now.t_discharge_cC
        t3[i] = now.t_liquid_cC
        p1[i] = now.p_suction_Pa
        p2[i] = now.p_discharge_Pa
        self.n = i + 1

    def work_out(self):
        """Everything from the samples taken since the last call (one at least)."""
        n = self.n
        self.n = 0
        t1, t2, t3 = self._t
        p1, p2 = self._p
        self.t_suction_cC = _mean(t1, n)
        self.t_discharge_cC = _mean(t2, n)
        self.t_liquid_cC = _mean(t3, n)
        self.p_suction_Pa = _mean(p1, n)
        self.p_discharge_Pa = _mean(p2, n)
        self._temperatures()
        self._enthalpies(n)
        self.ok = self._plausible()

    def _temperatures(self):
        at = self.refrigerant
        self.t_evaporating_cC = at.t_dew_cC(self.p_suction_Pa)
        self.t_condensing_cC = at.t_dew_cC(self.p_discharge_Pa)
        if at.p_in_range(self.p_suction_Pa) and at.p_in_range(self.p_discharge_Pa):
            self.superheat_cK = self.t_suction_cC - self.t_evaporating_cC
            self.subcooling_cK = at.t_bubble_cC(self.p_discharge_Pa) - self.t_liquid_cC
        else:
            self.superheat_cK = self.subcooling_cK = 0  # closes the gate

    def _enthalpies(self, n):
        found = self._found
        _work_through(self.refrigerant.table, self._t, self._p, self._h, n, found)
        whole, good = found[0], found[3]
        self._all_good = good == n
        self.ratio_q11 = div_round(found[4], good) if good else 0  # 16 * 40960 < 2**20
        if whole:  # else the last that was in range stands
            self.work_Jpkg = found[1] // whole
            self.heat_Jpkg = found[2] // whole
        self._gas()

    def _gas(self):
        """p (1 + p / 40 bar) / T: 40 bar is within 2 % the second virial of all seven fluids."""
        p = clamp(self.p_suction_Pa, 0, _GAS_MOST_Pa) >> 4
        p += p * (p >> 6) // 3906  # 187_500 * 2930 = 5.5e8; 3906 = 40 bar >> 10
        absolute = max(self.t_suction_cC, _GAS_LEAST_cC) + _ZERO_cK
        self.density = ratio_q(p, absolute, 11)  # 328_100 << 11 < 2**30; 31_524 at most

    def _plausible(self):
        return (
            self._all_good
            and self.superheat_cK >= _SUPERHEAT_LEAST_cK
            and self.t_discharge_cC > self.t_condensing_cC
        )

    def carnot_q10(self, cooling):
        """The bound between the two saturation temperatures, at 1 K of lift or more."""
        lift_cK = self.t_condensing_cC - self.t_evaporating_cC
        if lift_cK < 100:
            lift_cK = 100
        side_cC = self.t_evaporating_cC if cooling else self.t_condensing_cC
        return ratio_q(side_cC + _ZERO_cK, lift_cK, 10)  # 40_000 << 10 < 2**26


def _work_through(table, t, p, h, n, found):
    """The block: three enthalpies for each of n samples, then their balance."""
    p2 = p[1]
    vapour(table, t[0], p[0], h[0], n)
    vapour(table, t[1], p2, h[1], n)
    liquid(table, t[2], p2, h[2], n)
    _balance(h[0], h[1], h[2], n, found)


def _mean(samples, n):
    if n == BLOCK:
        return sum(samples) >> 4  # 16 * 6e6 Pa < 2**27
    total = 0
    for i in range(n):
        total += samples[i]
    return total // n


@micropython.viper
def _balance(h1: ptr32, h2: ptr32, h3: ptr32, n: int, found: ptr32):
    """found = samples in range, sums of their h2 - h1 and h2 - h3; good ones, sum of ratios."""
    whole = works_Jpkg = heats_Jpkg = 0  # 16 * 2**20 < 2**25
    good = ratios_q11 = 0
    for i in range(n):
        discharge_Jpkg = h2[i]
        suction_Jpkg = h1[i]
        liquid_Jpkg = h3[i]
        if discharge_Jpkg and suction_Jpkg and liquid_Jpkg:
            work_Jpkg = discharge_Jpkg - suction_Jpkg
            heat_Jpkg = discharge_Jpkg - liquid_Jpkg
            whole += 1
            works_Jpkg += work_Jpkg
            heats_Jpkg += heat_Jpkg
            if work_Jpkg >= 3000 and 0 < heat_Jpkg < 520000:
                ratio_q11 = ((heat_Jpkg << 11) + (work_Jpkg >> 1)) // work_Jpkg  # < 2**30
                if ratio_q11 <= 40960:
                    good += 1
                    ratios_q11 += ratio_q11
    found[0] = whole
    found[1] = works_Jpkg
    found[2] = heats_Jpkg
    found[3] = good
    found[4] = ratios_q11
