"""The estimator and the accounts fed with every corner of their inputs, under heap_lock.

    PATH_TO_PYTHON host_tests/runtime/estimator_extremes.py [host_tests/cpython]

On a 32-bit MicroPython an intermediate outside the small ints takes heap and so ends this.
"""

import sys

sys.path[:0] = ["firmware"] + sys.argv[1:]

import micropython  # noqa: E402  the path comes first
from heatpump import cop, figures  # noqa: E402
from heatpump.energy import Energy  # noqa: E402
from heatpump.refrigerant import load  # noqa: E402


class Settings:
    heat_loss_permille = 150
    sensor_class = 0
    suction_span_kPa, discharge_span_kPa = 6000, 10000
    shell_JpK = 100_000
    compressor_W = 0
    fan_W, pump_W, standby_W, crankcase_W, heater_W = 2000, 2000, 200, 300, 20000
    sink_cp_JpkgK, glycol_pct = 4300, 0
    grid_gpkWh, gas_gpkWh, boiler_pct = 1500, 500, 50


class Now:
    def __init__(self):
        self.t_suction_cC = self.t_discharge_cC = self.t_liquid_cC = 0
        self.p_suction_Pa = self.p_discharge_Pa = 0
        self.t_supply_cC = self.t_return_cC = self.t_outdoor_cC = 0
        self.power_W = self.flow_gps = self.phase = 0
        self.circuit_ok = self.water_ok = self.t_outdoor_ok = True
        self.fan_on = self.pump_on = self.heater_on = self.crankcase_on = False


# fmt: off
T_cC  = (-5500, -2000, 0, 1500, 6000, 9000, 15000)
P_Pa  = (0, 80_000, 300_000, 1_200_000, 2_400_000, 5_200_000)
W     = (-1, 0, 1, 300, 5000, 20_000, 32_000)
GPS   = (-1, 0, 1, 400, 4000)
MS    = (100, 1000, 16_000, 1_000_000)
# fmt: on
now = Now()
state = 12345


def pick(row):
    global state
    state = state * 1021 + 12347 & 0xFFFFF
    return row[(state >> 8) % len(row)]


def shuffle():
    """New corners for some of the inputs, so that runs, rests and defrosts come about."""
    now.t_suction_cC, now.t_discharge_cC, now.t_liquid_cC = pick(T_cC), pick(T_cC), pick(T_cC)
    now.p_suction_Pa, now.p_discharge_Pa = pick(P_Pa), pick(P_Pa)
    now.t_supply_cC, now.t_return_cC, now.t_outdoor_cC = pick(T_cC), pick(T_cC), pick(T_cC)
    now.power_W, now.flow_gps = pick(W), pick(GPS)
    now.heater_on = now.fan_on = pick(GPS) == 0
    now.water_ok, now.t_outdoor_ok = pick(GPS) != 0, pick(GPS) != 1


def main(fluid, rounds):
    estimator, account = cop.Estimator(load(fluid), Settings()), Energy(Settings())
    total = 0
    micropython.heap_lock()
    try:
        for i in range(rounds):
            if i % 50 == 0:
                now.phase = i // 50 % 4 if i % 100 else cop.HEATING
            if i % 7 == 0:
                shuffle()
            elapsed_ms = pick(MS)
            estimator.sample(now, elapsed_ms)
            account.add(elapsed_ms, now, estimator)
            total = total * 31 + estimator.heat_W + estimator.cop_q10 & 0x3FFFFF
        for row in range(len(figures.FIGURES)):
            total = total * 31 + figures.cop_q10(account.life, row) & 0x3FFFFF
        total += figures.carbon_saved_kg(account.life, Settings, True) & 0xFFFF
    finally:
        micropython.heap_unlock()
    return total


print(main("R290", 20000), main("R32", 20000), main("R134a", 20000))
