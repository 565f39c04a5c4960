"""Heat of one block out of the compressor's energy balance.

    heat = (W (1 - f) - C dTs/dt) (h2 - h3) / (h2 - h1)    less what stands in brackets if cooling

and, while a gate is closed, m (h2 - h3) with the m that the compressor sweeps (shell.py).
"""

from micropython import const

from heatpump.cycle import Cycle, RATIO_MAX_q11
from heatpump.fixed import clamp, div_round, ratio_q
from heatpump.shell import BLIND_s, Shell

_LOSS_AT_cK = const(5000)  # steel over air at which the loss is what the setting says
_WORK_MOST_W = const(25000)
_LIFT_LEAST_cK = const(500)
_CARNOT_LEAST_pct = const(30)
_CARNOT_MOST_pct = const(85)


class Balance:
    """After run(): heat_W 0 or more, cop_q13, share_q13 of the electricity that reaches the gas,
    flow_q15 in kg/s, and ok: whether the gates were open and the balance has spoken."""

    def __init__(self, refrigerant, settings):
        self.cycle = Cycle(refrigerant)
        self.shell = Shell(settings.shell_JpK)
        self._loss_q13 = div_round(settings.heat_loss_permille << 13, 1000)  # < 2**11
        self.share_q13 = self._kept_q13 = 8192 - self._loss_q13
        self.carnot_q10 = self.cop_q13 = self.heat_W = self.flow_q15 = 0
        self.ok = False

    def lose(self, air_cC):
        """Half of the loss, motor and inverter, goes with the power, and half with the steel's
        temperature over the air's: between the two laws that measured compressors follow."""
        over_cK = clamp(self.shell.steel_cC - air_cC, 0, 2 * _LOSS_AT_cK)
        # 1229 * 15_000 < 2**25
        self._kept_q13 = 8192 - self._loss_q13 * (_LOSS_AT_cK + over_cK) // (2 * _LOSS_AT_cK)

    def run(self, cooling, strict, compressor_W, block_s):
        """compressor_W 0..20_000; 0 where nobody knows: there is a COP then, but no heat.
        strict: with a lift, and between the bounds of Carnot; a defrost has hardly a lift."""
        cycle, shell = self.cycle, self.shell
        cycle.work_out()
        self.carnot_q10 = cycle.carnot_q10(cooling)
        bare_W = compressor_W * self._kept_q13 + 4096 >> 13  # 20_000 << 13 < 2**28
        shell.block(cycle, bare_W, block_s)
        work_W = clamp(bare_W - shell.storage_W, bare_W >> 2, _WORK_MOST_W)
        ratio_q11 = cycle.ratio_q11 - 2048 if cooling else cycle.ratio_q11
        ratio_q11 = clamp(ratio_q11, 0, RATIO_MAX_q11)
        self._share(bare_W - work_W, compressor_W)
        self.cop_q13 = ratio_q11 * self.share_q13 + 1024 >> 11  # 40_960 * 12_288 < 2**29
        self.ok = cycle.ok and shell.run_s > BLIND_s and (not strict or self._fits_carnot())
        if self.ok or not shell.flow_k:
            self.heat_W = work_W * ratio_q11 >> 11  # 25_000 * 40_960 < 2**30
            work_Jpkg = cycle.work_Jpkg
            self.flow_q15 = ratio_q(work_W, work_Jpkg, 15) if work_Jpkg >= 3000 else 0
        else:
            self._sweep(cycle, cooling, bare_W)

    def _share(self, stored_W, compressor_W):
        """Without a meter, what the steel stores has nothing to be compared with: left out."""
        self.share_q13 = self._kept_q13
        if compressor_W > 0:
            # 25_000 << 13 < 2**28
            self.share_q13 -= clamp((stored_W << 13) // compressor_W, -4096, 8192)

    def _fits_carnot(self):
        if self.cycle.t_condensing_cC - self.cycle.t_evaporating_cC < _LIFT_LEAST_cK:
            return False
        cop_q10 = (self.cop_q13 >> 3) * 100  # 2**15 * 100 < 2**22
        bound_q10 = self.carnot_q10  # < 2**26 at a lift of 1 K, < 2**17 where the gate is open
        return _CARNOT_LEAST_pct * bound_q10 <= cop_q10 <= _CARNOT_MOST_pct * bound_q10

    def _sweep(self, cycle, cooling, bare_W):
        """No more, though, than twice the electricity could press: a starved coil sweeps gas."""
        flow_q15 = self.shell.flow_q15(cycle.density)
        if cycle.work_Jpkg >= 3000 and bare_W:
            # 10_000 << 16 < 2**30
            flow_q15 = min(flow_q15, ratio_q(min(bare_W, 10000) << 1, cycle.work_Jpkg, 15))
        heat_Jpkg = cycle.heat_Jpkg - cycle.work_Jpkg if cooling else cycle.heat_Jpkg
        self.flow_q15 = flow_q15
        self.heat_W = _carried_W(flow_q15, max(heat_Jpkg, 1))


def _carried_W(flow_q15, heat_Jpkg):
    """Held at 30 kW, 1e9 >> 15: the product stays below 2**30."""
    return min(flow_q15, 1_000_000_000 // heat_Jpkg) * heat_Jpkg >> 15
