"""The estimator: heat and COP from thermistors and pressures, with an error bar.

Once a second it takes a sample; every 16 s, and whenever the phase changes, it works the block
out (the native loop in cycle.py) and publishes whole numbers.  In a block whose gates are open

    heat = (W (1 - f) - C dT/dt) (h2 - h3) / (h2 - h1)        less W (1 - f) - C dT/dt if cooling

and else m (h2 - h3) with m swept by the compressor (shell.py).  Where flow is measured, the
water side is fused in by inverse variance (fusion.py).
"""

from micropython import const

from heatpump.cycle import BLOCK, Cycle, RATIO_MAX_q11
from heatpump.fixed import clamp, div_round, ratio_q
from heatpump.fusion import Fusion
from heatpump.quality import QUALITY, QUOTABLE, Steadiness  # noqa: F401  (QUALITY: names of `quality`)
from heatpump.shell import BLIND_s, Shell
from heatpump.sink import Sink
from heatpump.tare import Tare
from heatpump.uncertainty import Uncertainty

OFF = const(0)
HEATING = const(1)
COOLING = const(2)
DEFROST = const(3)

_POWER_MOST_W = const(20000)
_EFFECTIVE_MOST_W = const(25000)
_CARNOT_LEAST_pct = const(30)
_CARNOT_MOST_pct = const(85)
_STILL_pct = const(8)  # of the electricity into the steel, for a quotable figure
_STEADY_s = const(300)
_SWEPT_bp = const(1000)  # the swept flow instead of the balance: 10 %
_GAP_ms = const(16000)  # of a longer one, the rest is not accounted for


class Estimator:
    """Published after each block: superheat_cK subcooling_cK t_evaporating_cC t_condensing_cC
    carnot_q10 cop_q10 (0: no value) heat_W (to the house: negative in cooling and defrost)
    compressor_W mass_flow_gps u95_permille quality agreement; heat_J is what this call of
    sample() worked out, 0 in most, for the block that ran in block_phase."""

    def __init__(self, refrigerant, settings):
        self._cycle = Cycle(refrigerant)
        self._loss_q10 = div_round((1000 - settings.heat_loss_permille) << 10, 1000)
        self.shell = Shell(settings.shell_JpK)
        self.sink = Sink(settings)
        self.fusion = Fusion()
        self.steadiness = Steadiness()
        self._bar = Uncertainty(refrigerant, settings)
        self.tare = Tare(settings)
        self._nominal_W = settings.compressor_W
        self.phase = self.block_phase = OFF
        self._block_ms = self._second_ms = self._taken = self._power_n = self._powers_W = 0
        self.superheat_cK = self.subcooling_cK = self.t_evaporating_cC = self.t_condensing_cC = 0
        self.carnot_q10 = self.cop_q10 = self.heat_W = self.heat_J = 0
        self.compressor_W = self.mass_flow_gps = self.u95_permille = self.quality = 0
        self.gates_open = self._rest_ok = False
        self.bar_permille = self._rest_cC = 0

    def sample(self, now, elapsed_ms):
        """One scan of elapsed_ms, 0..16_000; `now` as in firmware/README.md."""
        self.heat_J = 0
        if now.phase != self.phase:
            self._close()
            self._turn(now.phase)
        elapsed_ms = min(elapsed_ms, _GAP_ms)
        self._block_ms += elapsed_ms
        self._second_ms += elapsed_ms
        if self._second_ms >= 1000:
            self._second_ms = min(self._second_ms - 1000, 999)
            self._take(now)
            if self._taken >= BLOCK:
                self._close()

    def _turn(self, phase):
        self.phase = phase
        self.shell.end()
        self.shell.begin()
        if phase == DEFROST:
            self.steadiness.defrost()

    def _take(self, now):
        self._taken += 1
        self.sink.take(now)
        if self.phase == OFF:
            self.tare.weigh(now)
            self._rest_cC = now.t_discharge_cC
            self._rest_ok = now.circuit_ok
            return
        if now.power_W >= 0:
            self._power_n += 1
            self._powers_W += min(self.tare.compressor_W(now), _POWER_MOST_W)
        if now.circuit_ok:
            self._cycle.take(now)

    def _close(self):
        """Work the block out, unless not a second of it has passed."""
        block_s = self._block_ms // 1000
        if block_s == 0:
            return
        self._block_ms -= block_s * 1000
        self._taken = 0
        self.block_phase = self.phase
        self.sink.work_out(block_s)
        self._mean_power()
        if self.phase == OFF or self._cycle.n == 0:
            self._stand(block_s)
        else:
            self._run(block_s)
        self.heat_J = self.heat_W * block_s  # 2**18 W * 256 s < 2**27

    def _mean_power(self):
        n = self._power_n
        running_W = self._powers_W // n if n else self._nominal_W
        self.compressor_W = running_W if self.phase != OFF else 0
        self._power_n = self._powers_W = 0

    def _stand(self, block_s):
        self.cop_q10 = self.mass_flow_gps = self.u95_permille = 0
        self.heat_W = self.fusion.join_W(0, self.sink.heat_W)
        if self._rest_ok:
            self.shell.follow(self._rest_cC, block_s)
        self.gates_open = self.sink.known
        self.bar_permille = self._bar.sink_bp // 10
        self.steadiness.rest(block_s)
        self.quality = self.steadiness.word

    def _run(self, block_s):
        cycle, shell = self._cycle, self.shell
        cooling = self.phase != HEATING
        cycle.work_out()
        self._show_circuit(cycle, cooling)
        bare_W = self.compressor_W * self._loss_q10 >> 10  # 20_000 << 10 < 2**25
        shell.block(cycle, bare_W, block_s)
        work_W = clamp(bare_W - shell.storage_W, bare_W >> 2, _EFFECTIVE_MOST_W)
        ratio_q11 = cycle.ratio_q11 - 2048 if cooling else cycle.ratio_q11
        cop_q10 = self._internal_q10(work_W, ratio_q11)
        ok = cycle.ok and shell.run_s > BLIND_s and self._below_carnot(cop_q10)
        if ok or not shell.flow_k:
            heat_W = work_W * clamp(ratio_q11, 0, RATIO_MAX_q11) >> 11  # 25_000 * 40_960 < 2**30
        else:
            heat_W = self._swept_W(cycle, cooling)
        self._judge(block_s, ok, cop_q10, cooling)
        self._publish(-heat_W if cooling else heat_W, cop_q10, ok)

    def _show_circuit(self, cycle, cooling):
        self.superheat_cK = cycle.superheat_cK
        self.subcooling_cK = cycle.subcooling_cK
        self.t_evaporating_cC = cycle.t_evaporating_cC
        self.t_condensing_cC = cycle.t_condensing_cC
        self.carnot_q10 = cycle.carnot_q10(cooling)

    def _internal_q10(self, work_W, ratio_q11):
        """Without a meter, C dT/dt has nothing to be compared with and is left out."""
        share_q10 = self._loss_q10
        if self.compressor_W > 0:
            share_q10 = min(ratio_q(work_W, self.compressor_W, 10), 2048)  # 25_000 << 10 < 2**25
        return clamp(ratio_q11, 0, RATIO_MAX_q11) * share_q10 >> 11  # 40_960 * 2048 < 2**27

    def _below_carnot(self, cop_q10):
        pct = cop_q10 * 100 // self.carnot_q10  # 40_960 * 100 < 2**22
        return _CARNOT_LEAST_pct <= pct <= _CARNOT_MOST_pct

    def _swept_W(self, cycle, cooling):
        heat_Jpkg = cycle.heat_Jpkg - cycle.work_Jpkg if cooling else cycle.heat_Jpkg
        if heat_Jpkg <= 0:
            return 0
        flow_q15 = min(self.shell.flow_q15(cycle.density), ((1 << 30) - 1) // heat_Jpkg)
        return flow_q15 * heat_Jpkg >> 15  # < 2**30

    def _judge(self, block_s, ok, cop_q10, cooling):
        """The word and the error bar of this block."""
        steady, shell, bar = self.steadiness, self.shell, self._bar
        stored_W = abs(shell.storage_W) * 100
        still = stored_W <= self.compressor_W * _STILL_pct
        if self.phase != DEFROST:
            steady.run(block_s, ok, cop_q10)
            steady.quote(shell.run_s, self.sink, still)
        bar.next(self._cycle, cooling)
        share_bp = min(stored_W // max(self.compressor_W, 1), 100)
        extra_bp = share_bp * (10 if shell.runs else 30)  # C is known to 10 %, or to 30 %
        bar.combine(extra_bp if ok else extra_bp + _SWEPT_bp)
        bar.sink(self.sink.dt_cK)
        self.quality = steady.word

    def _publish(self, heat_W, cop_q10, ok):
        bar, fusion, sink = self._bar, self.fusion, self.sink
        self.heat_W = heat_W
        self.u95_permille = (bar.cop_bp + 9) // 10
        self.cop_q10 = cop_q10 if ok and self.phase != DEFROST else 0
        self.gates_open = ok
        self.bar_permille = (bar.heat_bp + 9) // 10
        if not sink.known:
            return
        if ok and self.shell.run_s >= _STEADY_s and self.compressor_W:
            fusion.weigh(bar.heat_bp, bar.sink_bp)
            if self.quality == QUOTABLE:
                fusion.compare(heat_W, sink.heat_W, bar.heat_bp, bar.sink_bp)
        self.heat_W = fusion.join_W(heat_W, sink.heat_W)
        if self.cop_q10 and self.compressor_W:
            self.cop_q10 = ratio_q(abs(self.heat_W), self.compressor_W, 10)  # 2**18 << 10
            self.u95_permille = self.bar_permille = (fusion.bar_bp + 9) // 10
