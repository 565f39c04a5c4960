"""What the steel of the compressor stores, and how the machine itself teaches it.

    W (1 - f) = m (h2 - h1) + C dTs/dt         the balance of a compressor that warms up
    dTs/dt = (T2 - Ts) / TAU                   steel follows the discharge gas
    m = k density                              a scroll at one speed sweeps a volume

Without C dTs/dt a start reads 20 % too much for ten minutes.  Over one run the first and the
last line integrate to  A = k B + C X  with A the electricity less its loss, B the swept work
and X the integral of dTs/dt; so does the end of the run, and the two give both k and C.
k then says how much is pumped while the balance cannot: in the first seconds, or wet.
"""

from array import array

from micropython import const

from heatpump.fixed import clamp, ratio_q

BLIND_s = const(48)  # pressures develop, the thermistor lags

_TAU_s = const(300)  # 10 to 15 kg of steel at 40 W/K to its gas
_RUN_LEAST_s = const(600)
_RUN_MOST_s = const(2400)  # later the loss to the air outweighs the shell
_APART_LEAST = const(150_000)  # 0.01 K s: 2.5 K on average over 10 minutes
_APART_MOST_cK = const(8000)
_CLEAR = const(24)  # stored unevenly: a 24th of the electricity
_LATE_s = const(300)  # k is not taken sooner
_LAST = const(4)  # blocks that make the end of a run
_C_LEAST_JpK = const(500)
_C_MOST_JpK = const(100_000)
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
        self._steel_cCq4 = None  # Ts
        self._electric_J = self._swept = self._apart = 0  # A, B, X * TAU
        self._electrics_J = array("i", [0] * _LAST)  # the last blocks, for the end of the run
        self._swepts = array("i", [0] * _LAST)
        self._aparts = array("i", [0] * _LAST)
        self._at = 0

    @property
    def steel_cC(self):
        return self._steel_cCq4 >> 4 if self._steel_cCq4 is not None else 0

    def begin(self):
        """The compressor starts."""
        self.run_s = self._electric_J = self._swept = self._apart = 0

    def follow(self, t_discharge_cC, block_s):
        """T2 - Ts over a block, after which the steel is that much warmer."""
        gas_cCq4 = t_discharge_cC << 4
        if self._steel_cCq4 is None:
            self._steel_cCq4 = gas_cCq4
        block_s = min(block_s, 64)
        before_cCq4 = self._steel_cCq4
        tau_s = _TAU_s + (block_s >> 1)
        # a mean of the two, 2**19 * 332 < 2**28
        steel_cCq4 = (before_cCq4 * (tau_s - block_s) + gas_cCq4 * block_s) // tau_s
        self._steel_cCq4 = steel_cCq4
        apart_cKq4 = gas_cCq4 - before_cCq4 - (steel_cCq4 - before_cCq4 >> 1)
        self.apart_cK = clamp(apart_cKq4 >> 4, -_APART_MOST_cK, _APART_MOST_cK)
        # 100_000 * 8000 < 2**30
        self.storage_W = self.capacity_JpK * self.apart_cK // (100 * _TAU_s)

    def block(self, cycle, bare_W, block_s):
        """One worked-out block with the electricity less its loss, 0..20_000 W."""
        self.follow(cycle.t_discharge_cC, block_s)
        self.run_s += block_s
        if BLIND_s < self.run_s <= _RUN_MOST_s:
            self._note(cycle, bare_W, block_s)
        if self.run_s >= _LATE_s and cycle.ok:
            self._learn_flow(cycle, bare_W - self.storage_W)

    def _note(self, cycle, bare_W, block_s):
        at = self._at
        self._at = (at + 1) % _LAST
        # 31_524 << 14 < 2**29; >> 11 = 252_200; the sum * 2400 s < 2**30
        swept = (cycle.density * clamp(cycle.work_Jpkg >> 4, 0, 16383) >> 11) * block_s
        apart = self.apart_cK * block_s
        self._swept += swept
        self._electric_J += bare_W * block_s  # 20_000 * 2400 < 2**26
        self._apart += apart  # 8000 * 2400 < 2**25
        self._electrics_J[at] = bare_W * block_s
        self._swepts[at] = swept
        self._aparts[at] = apart

    def _learn_flow(self, cycle, work_W):
        work_W = clamp(work_W, 0, 25000)
        # m, then per density: 25_000 << 15 < 2**30; 2**18 << 11 < 2**30
        flow = clamp(ratio_q(work_W, cycle.work_Jpkg, 15), 0, 1 << 18)
        k = clamp(ratio_q(flow, cycle.density, 11), 0, _K_MOST)
        self.flow_k = 3 * self.flow_k + k + 2 >> 2 if self.flow_k else k

    def flow_q15(self, density):
        """Mass flow by k in kg/s; 0 while k is not known."""
        return self.flow_k * density >> 11  # 32_767 * 31_524 < 2**30

    def end(self):
        """The compressor stopped: learn C if this run can teach it."""
        if self.run_s < _RUN_LEAST_s:
            return
        last_swept = sum(self._swepts) >> 8
        if last_swept < 4:
            return
        # how many such ends the run is long, by swept work: < 2**22 << 7; 2432 s of 64 s
        ends_q7 = min(ratio_q(self._swept >> 8, last_swept, 7), 38 << 7)
        # C / TAU (X - ends * last X) = A - ends * last A;  (20_000 * 128 >> 4) * 4864 < 2**30
        apart = self._apart - ((sum(self._aparts) >> 4) * ends_q7 >> 3)
        stored_J = self._electric_J - ((sum(self._electrics_J) >> 4) * ends_q7 >> 3)
        if apart < _APART_LEAST:
            return
        apart = min(apart, 1 << 25)
        # what k itself drifts in a run, a percent, must not pass for steel: cold starts teach
        expected_J = self.capacity_JpK * (apart // _TAU_s >> 4) // 100 << 4  # 1e5 * 6990 < 2**30
        if expected_J >= self._electric_J // _CLEAR:
            per_q12 = ratio_q(clamp(stored_J, 0, 1 << 24), apart >> 8, 4)
            found_JpK = min(per_q12, 1 << 15) * (100 * _TAU_s) >> 12  # 2**15 * 30_000 < 2**30
            self._take(clamp(found_JpK, _C_LEAST_JpK, _C_MOST_JpK))

    def _take(self, found_JpK):
        self.runs += 1
        before_JpK = found_JpK if self.runs == 1 else self.capacity_JpK
        self.capacity_JpK = 3 * before_JpK + found_JpK >> 2
