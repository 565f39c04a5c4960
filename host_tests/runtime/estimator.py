"""Ten thousand scans of the estimator and the accounts, in every phase, under heap_lock.

    PATH_TO_PYTHON host_tests/runtime/estimator.py [host_tests/cpython]     from the repository

Prints the number of scans and a checksum of all that was published: the same everywhere.
"""

import sys

sys.path[:0] = ["firmware"] + sys.argv[1:]

import micropython  # noqa: E402  the path comes first
from heatpump import cop, figures  # noqa: E402
from heatpump.energy import Energy  # noqa: E402
from heatpump.refrigerant import load  # noqa: E402


class Settings:
    heat_loss_permille = 50
    sensor_class = 1
    suction_span_kPa, discharge_span_kPa = 3000, 5000
    shell_JpK = 6000
    compressor_W = 0
    fan_W, pump_W, standby_W, crankcase_W, heater_W = 70, 45, 12, 40, 3000
    sink_cp_JpkgK, glycol_pct = 4186, 30


class Now:
    def __init__(self):
        self.t_suction_cC, self.t_discharge_cC, self.t_liquid_cC = 0, 6500, 3300
        self.p_suction_Pa, self.p_discharge_Pa = 390_000, 1_310_000
        self.t_supply_cC, self.t_return_cC = 3500, 3000
        self.power_W, self.flow_gps = 2100, 380
        self.circuit_ok = self.water_ok = self.t_outdoor_ok = True
        self.t_outdoor_cC = 200
        self.phase = cop.OFF
        self.fan_on = self.pump_on = True
        self.heater_on = self.crankcase_on = False


estimator = cop.Estimator(load("R290"), Settings())
account = Energy(Settings())
now = Now()


def scans(first, end):
    """A day in little: runs of 2000 s with a defrost, everything wandering a bit."""
    check = 0
    for i in range(first, end):
        place = i % 2500
        if place < 300:
            now.phase, now.power_W = cop.OFF, 120
        elif place < 2000:
            now.phase, now.power_W = cop.HEATING, 2100 + i % 37
        elif place < 2200:
            now.phase, now.power_W = cop.DEFROST, 1200
        else:
            now.phase, now.power_W = cop.COOLING, 1500
        now.t_discharge_cC = 4000 + (place if place < 2000 else 2000) + i % 7 * 3
        now.t_suction_cC = -100 + i % 400  # wet at times
        now.flow_gps = -1 if i % 5000 < 2500 else 380 + i % 11
        now.circuit_ok = i % 611 > 20
        estimator.sample(now, 1000)
        account.add(1000, now, estimator)
        check = check * 31 + estimator.heat_W + estimator.cop_q10 * 7 & 0x3FFFFF
        check ^= estimator.u95_permille + estimator.quality * 1024
    return check


def main():
    before = scans(0, 5000)
    micropython.heap_lock()
    try:
        check = scans(5000, 15000)
        account.new_day()
        account.new_month()
    finally:
        micropython.heap_unlock()
    print(10000, before, check, estimator.shell.capacity_JpK, estimator.shell.flow_k)
    print(*account.life.wheels)
    for row in range(len(figures.FIGURES)):
        print(figures.FIGURES[row][0], figures.cop_q10(account.life, row))
    print(figures.u95_permille(account.life), figures.quality(account.life))


main()
