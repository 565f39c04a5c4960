"""What the steel of the compressor stores, and how the machine itself teaches it.

    W (1 - f) = m (h2 - h1) + C dT/dt          the balance of a compressor that warms up
    m = k density                              a scroll at one speed sweeps a volume

Without C dT/dt a start reads 20 % too much for ten minutes.  Over one run the two lines
integrate to  A = k B + C dT  with A the electricity less its loss, B the swept work; the end
of the run gives k for each C, so one run of 10 minutes and 15 K gives both.  C is what the
discharge thermistor sees of the shell, so its lag and the gas-to-shell film are in it.
k then stands in for the balance while a gate is closed: the first seconds, wet suction.
"""

from array import array

from micropython import const

from heatpump.fixed import clamp, ratio_q

BLIND_s = const(48)  # pressures develop and the thermistor's jump is gas, not steel

_RUN_LEAST_s = const(600)
_RUN_MOST_s = const(2400)  # later the loss to the air outweighs the shell
_RISE_LEAST_cK = const(1500)
_RISE_MOST_cK = const(2500)  # in one block
_LATE_s = const(300)  # k is not taken sooner
_LAST = const(4)  # blocks that make the end of a run
_C_LEAST_JpK = const(500)
_C_MOST_JpK = const(40000)
_K_MOST = const(32767)


class Shell:
    """`storage_W` goes into the steel (negative: comes back); `capacity_JpK` is C; `flow_k`
    is k, 0 until learned; `runs` counts what C was learned from."""

    def __init__(self, capacity_JpK):
        self.capacity_JpK = capacity_JpK
        self.flow_k = 0
        self.runs = 0
        self.storage_W = 0
        self.run_s = 0
        self._t_cC = self._t_first_cC = 0  # end of the block before; end of the blind time
        self._electric_J = self._swept = 0  # A and B
        self._rises_cK = array("i", [0] * _LAST)  # the last blocks, for the end of the run
        self._electrics_J = array("i", [0] * _LAST)
        self._swepts = array("i", [0] * _LAST)
        self._at = 0

    def begin(self):
        """The compressor starts."""
        self.run_s = self._electric_J = self._swept = self.storage_W = 0

    def block(self, cycle, bare_W, block_s):
        """One worked-out block with the electricity less its loss, 0..20_000 W."""
        rise_cK = cycle.t_end_cC - self._t_cC if self.run_s else 0
        rise_cK = clamp(rise_cK, -_RISE_MOST_cK, _RISE_MOST_cK)
        self._t_cC = cycle.t_end_cC
        self.run_s += block_s
        # 40_000 * 2500 < 2**27
        self.storage_W = self.capacity_JpK * rise_cK // (100 * block_s)
        if self.run_s <= BLIND_s:
            self._t_first_cC = cycle.t_end_cC
        elif self.run_s <= _RUN_MOST_s:
            self._note(cycle, bare_W, block_s, rise_cK)
        if self.run_s >= _LATE_s and cycle.ok:
            self._learn_flow(cycle, bare_W - self.storage_W)

    def _note(self, cycle, bare_W, block_s, rise_cK):
        at = self._at
        self._at = (at + 1) % _LAST
        # 28_000 * 2**15 < 2**30; the sum 410_000 * 2400 s < 2**30
        swept = (cycle.density * clamp(cycle.work_Jpkg >> 4, 0, 16383) >> 10) * block_s
        self._swept += swept
        self._electric_J += bare_W * block_s  # 20_000 * 2400 < 2**26
        self._rises_cK[at] = rise_cK
        self._electrics_J[at] = bare_W * block_s
        self._swepts[at] = swept

    def _learn_flow(self, cycle, work_W):
        work_W = clamp(work_W, 0, 25000)
        # m, then per density: 25_000 << 15 < 2**30; 2**18 << 11 < 2**30
        flow = clamp(ratio_q(work_W, cycle.work_Jpkg, 15), 0, 1 << 18)
        k = clamp(ratio_q(flow, cycle.density, 11), 0, _K_MOST)
        self.flow_k += (k - self.flow_k + 2) >> 2 if self.flow_k else k

    def flow_q15(self, density):
        """Mass flow by k in kg/s; 0 while k is not known."""
        return self.flow_k * density >> 11  # 32_767 * 28_000 < 2**30

    def end(self):
        """The compressor stopped: learn C if this run can teach it."""
        if self.run_s < _RUN_LEAST_s or not self._swepts[_LAST - 1]:
            return
        last_swept, last_J = sum(self._swepts), sum(self._electrics_J)
        last_cK = sum(self._rises_cK)
        if last_swept < 256:
            return
        # how many such ends the run is long, by swept work: < 2**22 << 7
        ends_q7 = min(ratio_q(self._swept >> 8, last_swept >> 8, 7), 1 << 13)
        # C (rise - ends * last rise) = A - ends * last A;  2**17 * 2**13 at most
        rise_cK = self._t_cC - self._t_first_cC - (last_cK * ends_q7 >> 7)
        stored_J = self._electric_J - ((last_J >> 4) * ends_q7 >> 3)
        if rise_cK >= _RISE_LEAST_cK:
            found_JpK = ratio_q(stored_J, rise_cK, 3) * 100 >> 3  # 2**26 << 3; then < 2**26
            self._take(clamp(found_JpK, _C_LEAST_JpK, _C_MOST_JpK))

    def _take(self, found_JpK):
        self.runs += 1
        step_JpK = found_JpK - self.capacity_JpK
        self.capacity_JpK += step_JpK if self.runs == 1 else step_JpK >> 2
