"""Samples every sensor once a scan and puts the numbers where the tables can see them.

A reading is an int attribute of `now` and a bool beside it: `t_coil_cC`, `t_coil_ok`.
While a bool is False its number means nothing and nobody may use it.
"""

from micropython import const

from heatpump.sensors import Supply, thermistor, transducer
from heatpump.wiring import EXTRA_PROBES, PRESSURES, PROBES

_UNKNOWN = const(-1)
_MINUTE_ms = const(60_000)
_POWER_MOST_W = const(32_000)  # the recorder keeps 16 bits
_FLOW_MOST_gps = const(4_000)


class Readings:
    """Sensors of one machine; what is not wired is never ok and costs nothing to ask."""

    def __init__(self, wiring, calibration, water):
        self._supply = Supply(wiring.reference, calibration.REFERENCE_uV)
        for wire in PROBES:
            setattr(self, wire, thermistor(wire, wiring, calibration, self._supply))
        for wire in EXTRA_PROBES:
            wired = getattr(wiring, wire)
            made = thermistor(wire, wiring, calibration, self._supply) if wired else None
            setattr(self, wire, made)
        for wire in PRESSURES:
            setattr(self, wire, transducer(wire, wiring, calibration, self._supply))
        self.control = self.t_return if water else self.t_room
        self._flow_gps = wiring.flow_gps
        self._meter_W = wiring.meter_W
        self._pressostat = wiring.pressostat
        self._sg_1, self._sg_2 = wiring.sg_1, wiring.sg_2
        self._minute_of_week = wiring.minute_of_week
        self._minute_ms = _MINUTE_ms

    def sample(self, now, elapsed_ms):
        """Read everything.  elapsed_ms: since the scan before."""
        self._supply.sample(elapsed_ms)
        s = self.t_outdoor
        s.sample(elapsed_ms)
        now.t_outdoor_cC = s.t_cC
        now.t_outdoor_ok = s.ok
        s = self.t_coil
        s.sample(elapsed_ms)
        now.t_coil_cC = s.t_cC
        now.t_coil_ok = s.ok
        s = self.t_discharge
        s.sample(elapsed_ms)
        now.t_discharge_cC = s.t_cC
        now.t_discharge_ok = s.ok
        s = self.t_supply
        s.sample(elapsed_ms)
        now.t_supply_cC = s.t_cC
        now.t_supply_ok = s.ok
        s = self.t_return
        s.sample(elapsed_ms)
        now.t_return_cC = s.t_cC
        now.t_return_ok = s.ok
        now.water_ok = s.ok and now.t_supply_ok
        s = self.t_room
        s.sample(elapsed_ms)
        now.t_room_cC = s.t_cC
        now.t_room_ok = s.ok
        s = self.control
        now.t_control_cC = s.t_cC
        now.control_ok = s.ok
        self._sample_circuit(now, elapsed_ms)
        self._sample_rest(now)
        self._minute_ms += elapsed_ms
        if self._minute_ms >= _MINUTE_ms:
            self._minute_ms = 0
            self._sample_minute(now)
        s = self.t_tank
        if s:
            s.sample(elapsed_ms)
            now.t_tank_cC = s.t_cC
            now.t_tank_ok = s.ok
        s = self.t_crankcase
        if s:
            s.sample(elapsed_ms)
            now.t_crankcase_cC = s.t_cC
            now.t_crankcase_ok = s.ok

    def _sample_minute(self, now):
        """What need not be asked each scan: the clock and the grid's contacts."""
        if self._minute_of_week:
            now.minute_of_week = self._minute_of_week()
        now.sg = 1 if self._sg_1 and self._sg_1() else 0
        if self._sg_2 and self._sg_2():
            now.sg += 2

    def _sample_circuit(self, now, elapsed_ms):
        a = self.t_suction
        a.sample(elapsed_ms)
        now.t_suction_cC = a.t_cC
        b = self.t_liquid
        b.sample(elapsed_ms)
        now.t_liquid_cC = b.t_cC
        c = self.p_suction
        c.sample(elapsed_ms)
        now.p_suction_Pa = c.p_Pa
        now.p_suction_kPa = c.p_Pa // 1000
        now.p_suction_ok = c.ok
        d = self.p_discharge
        d.sample(elapsed_ms)
        now.p_discharge_Pa = d.p_Pa
        now.p_discharge_kPa = d.newest_Pa // 1000  # the newest: its trip waits for no median
        now.p_discharge_ok = d.ok
        now.circuit_ok = a.ok and b.ok and c.ok and d.ok and now.t_discharge_ok

    def _sample_rest(self, now):
        if self._meter_W:
            power_W = self._meter_W()
            now.power_W = power_W if power_W < _POWER_MOST_W else _POWER_MOST_W
        if self._flow_gps:
            flow_gps = self._flow_gps()
            now.flow_gps = flow_gps if flow_gps < _FLOW_MOST_gps else _FLOW_MOST_gps
        if self._pressostat:
            now.pressostat_closed = self._pressostat()


def clear(now):
    """Give `now` every attribute that `sample` sets, before the first scan."""
    for wire in PROBES + EXTRA_PROBES:
        setattr(now, wire + "_cC", 0)
        setattr(now, wire + "_ok", False)
    for wire in PRESSURES:
        setattr(now, wire + "_Pa", 0)
        setattr(now, wire + "_kPa", 0)
        setattr(now, wire + "_ok", False)
    now.t_control_cC = 0
    now.control_ok = now.circuit_ok = now.water_ok = False
    now.power_W = now.flow_gps = _UNKNOWN
    now.pressostat_closed = True
    now.minute_of_week = _UNKNOWN
    now.sg = 0
