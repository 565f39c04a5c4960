"""What a block's figures are worth: error bar, quality word, both methods weighed."""

from micropython import const

from heatpump.fixed import ratio_q
from heatpump.fusion import Fusion
from heatpump.quality import QUOTABLE, Steadiness
from heatpump.uncertainty import Uncertainty

_STEADY_s = const(300)
_STILL_pct = const(8)  # of the electricity into the steel, for a quotable figure
_SWEPT_bp = const(1000)  # the swept flow instead of the balance: 10 %


class Verdict:
    """After run() or stand(): heat_W signed, cop_q10 (0: not to be shown), quality, and error
    bars: u95_permille of the COP shown, bar_permille of the heat counted."""

    def __init__(self, refrigerant, settings, balance, sink):
        self._balance = balance
        self._sink = sink
        self.bar = Uncertainty(refrigerant, settings)
        self.fusion = Fusion()
        self.steadiness = Steadiness()
        self.heat_W = self.cop_q10 = self.quality = self.u95_permille = self.bar_permille = 0

    def stand(self, block_s):
        """The compressor was off: what still comes is the water's to tell."""
        self.cop_q10 = self.u95_permille = 0
        self.heat_W = self.fusion.join_W(0, self._sink.heat_W)
        self.bar_permille = self.bar.sink_bp // 10
        self.steadiness.rest(block_s)
        self.quality = self.steadiness.word

    def run(self, block_s, cooling, ok, defrosting, compressor_W):
        """After balance.run(); ok: its gates were open, and heat went the way it was sent."""
        self._judge(block_s, cooling, ok, defrosting, compressor_W)
        heat_W = self._balance.heat_W
        self.heat_W = -heat_W if cooling else heat_W
        self.cop_q10 = self._balance.cop_q13 + 4 >> 3
        self.u95_permille = (self.bar.cop_bp + 9) // 10
        self.bar_permille = (self.bar.heat_bp + 9) // 10
        if self._sink.known:
            self._fuse(ok, compressor_W)
        if not ok or self.steadiness.recovering:
            self.cop_q10 = self.u95_permille = 0

    def _judge(self, block_s, cooling, ok, defrosting, compressor_W):
        steady, shell, bar = self.steadiness, self._balance.shell, self.bar
        stored_W = abs(shell.storage_W) * 100  # 100_000 * 8000 / 30_000 * 100 < 2**22
        if not defrosting:
            steady.run(block_s, ok, self._balance.cop_q13)
            if stored_W <= compressor_W * _STILL_pct:
                steady.quote(shell.run_s, self._sink)
        bar.next(self._balance.cycle, cooling)
        share_pct = min(stored_W // compressor_W, 100) if compressor_W else 0
        extra_bp = share_pct * (20 if shell.runs else 40)  # C is known to 20 %, or to 40 %
        bar.combine(extra_bp if ok else extra_bp + _SWEPT_bp)
        bar.sink(self._sink)
        self.quality = steady.word

    def _fuse(self, ok, compressor_W):
        bar, fusion, sink_W = self.bar, self.fusion, self._sink.heat_W
        if ok and self._balance.shell.run_s >= _STEADY_s and compressor_W:
            fusion.weigh(bar.heat_bp, bar.sink_bp)
            if self.quality == QUOTABLE:
                fusion.compare(self.heat_W, sink_W, bar.heat_bp, bar.sink_bp)
        self.heat_W = fusion.join_W(self.heat_W, sink_W)
        if compressor_W:
            self.cop_q10 = ratio_q(abs(self.heat_W), compressor_W, 10)  # 890_000 << 10 < 2**30
            self.u95_permille = self.bar_permille = (fusion.bar_bp + 9) // 10
