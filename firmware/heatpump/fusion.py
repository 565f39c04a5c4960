"""Two methods that share hardly a sensor: weighted by inverse variance, and compared."""

from micropython import const

from heatpump.fixed import clamp, isqrt

# fmt: off
UNKNOWN  = const(0)   # no flow is measured, or it was never steady
AGREE    = const(1)
DIFFER   = const(2)   # by more than 5 %
FAULT    = const(3)   # by more than 15 %: a sensor, or charge lost
# fmt: on
AGREEMENT = ("unknown", "agree", "differ", "fault")

_DIFFER_bp = const(500)
_FAULT_bp = const(1500)
_ALL_q10 = const(1024)


class Fusion:
    """`weight_q10` of the internal method; `bar_bp` of the fused figure; `difference_bp` of the
    water side over the internal method, smoothed; `agreement`."""

    def __init__(self):
        self.weight_q10 = _ALL_q10
        self.bar_bp = 0
        self.difference_bp = 0
        self.agreement = UNKNOWN

    def weigh(self, internal_bp, sink_bp):
        """Variances in bp of heat, each 1..9000: the weight and what is left of the bar."""
        one, other = internal_bp * internal_bp, sink_bp * sink_bp
        share_q10 = ((other >> 8) << 10) // ((one + other >> 8) + 1)  # 316_406 << 10 < 2**29
        share_q10 = min(share_q10, _ALL_q10)
        before_q10 = share_q10 if self.agreement == UNKNOWN else self.weight_q10
        self.weight_q10 = 7 * before_q10 + share_q10 >> 3
        self.bar_bp = isqrt((one >> 10) * share_q10)  # 79_102 * 1024 < 2**27

    def join_W(self, internal_W, sink_W):
        """The weighted mean of -500_000..500_000 W and -390_000..390_000 W: << 10 < 2**30."""
        weight_q10 = self.weight_q10
        return internal_W * weight_q10 + sink_W * (_ALL_q10 - weight_q10) >> 10

    def compare(self, internal_W, sink_W, internal_bp, sink_bp):
        """A steady block.  No alarm inside the error bars of both."""
        if internal_W == 0:
            return
        off_permille = (sink_W - internal_W) * 1000 // internal_W  # 890_000 * 1000 < 2**30
        off_bp = clamp(off_permille, -2000, 2000) * 10
        before_bp = self.difference_bp if self.agreement != UNKNOWN else off_bp
        self.difference_bp = 3 * before_bp + off_bp >> 2
        bar_bp = isqrt(internal_bp * internal_bp + sink_bp * sink_bp)
        apart_bp = abs(self.difference_bp)
        if apart_bp > max(_FAULT_bp, bar_bp):
            self.agreement = FAULT
        elif apart_bp > max(_DIFFER_bp, bar_bp):
            self.agreement = DIFFER
        else:
            self.agreement = AGREE
