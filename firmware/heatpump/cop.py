"""The estimator: heat and COP from thermistors and pressures, with an error bar.

Once a second it takes a sample; every 16 s, and whenever the phase changes, it works the block
out: the circuit (the native loop in cycle.py), the compressor's balance with what its steel
stores (balance.py, shell.py), the water side where flow is measured (sink.py), both together
(fusion.py), and what all that is worth (verdict.py, uncertainty.py, quality.py).
"""

from micropython import const

from heatpump.balance import Balance
from heatpump.cycle import BLOCK
from heatpump.quality import QUALITY  # noqa: F401  the names of `quality`
from heatpump.sink import Sink
from heatpump.tare import Tare
from heatpump.verdict import Verdict

OFF = const(0)
HEATING = const(1)
COOLING = const(2)
DEFROST = const(3)

_TURNED_s = const(64)
_TURNED_cK = const(-100)
_STILL_s = const(300)  # after a stop, supply and return are the same water
_BLOCK_ms = const(16000)  # also the longest gap that is accounted for


class Estimator:
    """Published after each block: superheat_cK subcooling_cK t_evaporating_cC t_condensing_cC
    carnot_q10 cop_q10 (0: no value) heat_W (to the house: negative in cooling and defrost)
    compressor_W mass_flow_gps u95_permille quality.  heat_J is what this call of sample() has
    worked out, 0 in most, for the block that ran in block_phase; bar_permille its error bar;
    blocks counts them."""

    def __init__(self, refrigerant, settings):
        self.balance = Balance(refrigerant, settings)
        self.cycle = self.balance.cycle
        self.shell = self.balance.shell
        self.sink = Sink(settings)
        self.tare = Tare(settings)
        self.verdict = Verdict(refrigerant, settings, self.balance, self.sink)
        self.fusion = self.verdict.fusion
        self.steadiness = self.verdict.steadiness
        self.bar = self.verdict.bar
        self.phase = self.block_phase = OFF
        self._block_ms = self._second_ms = self._taken = 0
        self._rest_cC = self._air_cC = self.blocks = self._stood_s = 0
        self._plain = self._rest_ok = self._air_ok = self.gates_open = False
        self.superheat_cK = self.subcooling_cK = self.t_evaporating_cC = self.t_condensing_cC = 0
        self.carnot_q10 = self.cop_q10 = self.heat_W = self.heat_J = self.bar_permille = 0
        self.compressor_W = self.mass_flow_gps = self.u95_permille = self.quality = 0

    def sample(self, now, elapsed_ms):
        """One scan; elapsed_ms since the last, 0 or more.  `now`: see firmware/README.md."""
        self.heat_J = 0
        if now.phase != self.phase:
            self._close()
            self._turn(now.phase)
        if elapsed_ms > _BLOCK_ms:
            elapsed_ms = _BLOCK_ms
        self._block_ms += elapsed_ms
        second_ms = self._second_ms + elapsed_ms
        if second_ms >= 1000:
            second_ms -= 1000
            if second_ms > 999:
                second_ms = 999
            self._take(now)
        self._second_ms = second_ms

    def _turn(self, phase):
        self.phase = phase
        self._stood_s = 0
        self.shell.end()
        self.shell.begin()
        if phase == DEFROST:
            self.steadiness.defrost()

    def _take(self, now):
        self.sink.take(now)
        if self.phase == OFF:
            self.tare.weigh(now)
            self._rest_cC = now.t_discharge_cC
            self._rest_ok = now.circuit_ok
            self._plain = not now.heater_on
        else:
            self.tare.take(now)
            if now.circuit_ok:
                self.cycle.take(now)
                self._air_cC = now.t_outdoor_cC
                self._air_ok = now.t_outdoor_ok
        self._taken += 1
        if self._taken >= BLOCK or self._block_ms >= _BLOCK_ms:
            self._close()

    def _close(self):
        """Work the block out, unless not a second of it has passed."""
        block_s = self._block_ms // 1000
        if block_s == 0:
            return
        self._block_ms %= 1000
        self._taken = 0
        self.blocks = self.blocks + 1 & 0xFFFF
        self.block_phase = self.phase
        self.sink.work_out(block_s)
        self.compressor_W = self.tare.mean_W() if self.phase != OFF else 0
        if self.phase == OFF or self.cycle.n == 0:
            self._stand(block_s)
        else:
            self._run(block_s)
        self._publish(self.verdict)
        self.heat_J = self.heat_W * block_s  # 2**20 W * 32 s < 2**26

    def _publish(self, verdict):
        self.cop_q10 = verdict.cop_q10
        self.heat_W = verdict.heat_W
        self.quality = verdict.quality
        self.u95_permille = verdict.u95_permille
        self.bar_permille = verdict.bar_permille

    def _stand(self, block_s):
        if self._rest_ok:
            self.shell.follow(self._rest_cC, block_s)
        self._stood_s = min(self._stood_s + block_s, _STILL_s)
        if self._stood_s >= _STILL_s and self._plain:
            self.sink.zero()
        self.verdict.stand(block_s)
        self.mass_flow_gps = 0
        self.gates_open = self.sink.known

    def _run(self, block_s):
        cooling = self._cools()
        balance = self.balance
        strict = cooling == (self.phase == COOLING)  # else a defrost, or a valve that did not turn
        if self._air_ok:
            balance.lose(self._air_cC)
        balance.run(cooling, strict, self.compressor_W, block_s)
        ok = balance.ok and strict
        self.verdict.run(block_s, cooling, ok, self.phase == DEFROST, self.compressor_W)
        self._show(self.cycle)

    def _cools(self):
        """Heat goes the way the water says: the valve may not have followed its relay."""
        if self.phase == HEATING and self.shell.run_s >= _TURNED_s:
            return self.sink.dt_cK <= _TURNED_cK
        return self.phase != HEATING

    def _show(self, cycle):
        self.superheat_cK = cycle.superheat_cK
        self.subcooling_cK = cycle.subcooling_cK
        self.t_evaporating_cC = cycle.t_evaporating_cC
        self.t_condensing_cC = cycle.t_condensing_cC
        self.carnot_q10 = self.balance.carnot_q10
        self.mass_flow_gps = self.balance.flow_q15 * 1000 >> 15  # 2**20 * 1000 < 2**30
        self.gates_open = self.balance.ok
