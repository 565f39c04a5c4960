"""Heat by what it warms: flow * heat capacity * (supply - return), where flow is measured.

While the pump runs and the compressor has stood for some minutes, both probes are in the same
water: what they differ by then is their own error, and is taken off from there on.
"""

from micropython import const

from heatpump.fixed import clamp

_FLOW_MOST_gps = const(3000)
_DT_MOST_cK = const(3000)
_ZERO_MOST_cK = const(150)  # more is not two probes' error
_ZEROED = const(32)  # blocks that make a zero: 9 minutes
_ZEROED_cK = const(8)  # and what is left of it, at most


def heat_capacity_JpkgK(settings):
    """Of the sink with its glycol: within 0.5 % of CoolProp's INCOMP::MPG at 30 degC, 0..60 %."""
    x = settings.glycol_pct
    return settings.sink_cp_JpkgK - (670 * x + 11 * x * x) // 100


class Sink:
    """`heat_W` of the last block, signed as the water goes; `known` while it was measured;
    `dt_cK` supply over return, `watched` while its probes were believed; `same_sign_s` how
    long dt_cK has kept its sign."""

    def __init__(self, settings):
        # J/kgK into W per (g/s * 0.01 K): / 100_000
        self._cp_q16 = (heat_capacity_JpkgK(settings) << 16) // 100000  # 4300 << 16 < 2**29
        self.heat_W = self.dt_cK = self.same_sign_s = 0
        self.known = self.watched = False
        self._zero_cKq4 = self._zeroed = 0
        self._n = self._flow_n = self._dts_cK = self._flows = 0

    def take(self, now):
        """One sample a second; without believed probes or a meter it does not count."""
        if now.water_ok:
            dt_cK = now.t_supply_cC - now.t_return_cC - (self._zero_cKq4 + 8 >> 4)
            dt_cK = clamp(dt_cK, -_DT_MOST_cK, _DT_MOST_cK)
            self._n += 1
            self._dts_cK += dt_cK
            if now.flow_gps >= 0:
                flow_gps = clamp(now.flow_gps, 0, _FLOW_MOST_gps)
                self._flow_n += 1
                self._flows += flow_gps * dt_cK  # 16 * 9e6 < 2**28

    def work_out(self, block_s):
        n, self._n = self._n, 0
        self.watched = n > 0
        self.known = self._flow_n > 0
        if self.known:
            flow = self._flows // self._flow_n >> 6  # 9e6 >> 6 < 2**18
            self.heat_W = flow * self._cp_q16 >> 10  # 140_625 * 2818 < 2**29
        else:
            self.heat_W = 0
        before_cK = self.dt_cK
        self.dt_cK = self._dts_cK // n if n else 0
        self._flow_n = self._dts_cK = self._flows = 0
        same = (before_cK > 0) == (self.dt_cK > 0) and self.dt_cK != 0
        self.same_sign_s = min(self.same_sign_s + block_s, 1 << 20) if same else 0

    def zero(self):
        """The last block was still water running: call after work_out()."""
        if self.known and -_ZERO_MOST_cK < self.dt_cK < _ZERO_MOST_cK:
            self._zero_cKq4 += self.dt_cK
            self._zeroed = min(self._zeroed + 1, _ZEROED)

    def limit_cK(self, probe_cK):
        """How far one probe of the pair may be off, by its class or by the zero."""
        return min(probe_cK, _ZEROED_cK) if self._zeroed >= _ZEROED else probe_cK
