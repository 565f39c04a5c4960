"""Heat by what it warms: flow * heat capacity * (supply - return), where flow is measured."""

from micropython import const

from heatpump.fixed import clamp

_FLOW_MOST_gps = const(3000)
_DT_MOST_cK = const(3000)


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
        self._n = self._flow_n = self._dts_cK = self._flows = 0

    def take(self, now):
        """One sample a second; without believed probes or a meter it does not count."""
        if now.water_ok:
            dt_cK = clamp(now.t_supply_cC - now.t_return_cC, -_DT_MOST_cK, _DT_MOST_cK)
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
