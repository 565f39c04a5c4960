"""On a real 32-bit MicroPython: no scan may touch the heap, whatever the machine is doing.

    micropython32 host_tests/runtime/noalloc.py        (from the project's folder)

A whole controller, wired to channels that a script moves, is taken with the heap locked
through boot, heating, a defrost, a broken probe, a trip, and cooling.  Each line of the script
is a stretch of scans; what the wires read changes only between stretches.  Prints the modes that
were seen; ends with a MemoryError at the first scan that allocates.

On the 64-bit build even calling a bound method can allocate, so only the 32-bit one is asked.
"""

import sys

sys.path[:] = ["firmware", "boards/virtual", ".frozen"]

import math  # noqa: E402

import calibration  # noqa: E402
import micropython  # noqa: E402
from heatpump import modes, refrigerant  # noqa: E402
from heatpump.controller import Controller  # noqa: E402
from heatpump.settings import Settings  # noqa: E402
from heatpump.wiring import EXTRA_PROBES, OUTPUTS, PRESSURES, PROBES, Wiring  # noqa: E402

OPEN = 1000  # degC that no thermistor shows: the wire is off
OPEN_uV = 3_300_000


class Channel:
    """Goes to one of three voltages: compressor off, running forwards, running reversed.

    It gets there as a sensor does, a thirty-second of the way each scan: a jump would be a fault.
    """

    def __init__(self):
        self.uV = self.still_uV = self.heating_uV = self.reversed_uV = 0

    def read_uv(self):
        if not RELAYS["compressor"]:
            aim_uV = self.still_uV
        elif RELAYS["reverse"]:
            aim_uV = self.reversed_uV
        else:
            aim_uV = self.heating_uV
        if aim_uV >= OPEN_uV:
            return aim_uV
        self.uV += (aim_uV - self.uV) >> 5
        return self.uV


def ntc_uV(wire, t_C):
    """What a 10 kOhm thermistor (B 3977 K) to ground shows below its pull-up to 3.3 V."""
    if t_C == OPEN:
        return OPEN_uV
    ohm = 10e3 * math.exp(3977 * (1 / (t_C + 273.15) - 1 / 298.15))
    return int(3.3e6 * ohm / (ohm + (2200 if wire == "t_discharge" else 10000)))


def transducer_uV(wire, p_kPa):
    u0_uV, p0_Pa, u1_uV, p1_Pa = calibration.TRANSDUCERS[wire]
    return int(u0_uV + (p_kPa * 1000.0 - p0_Pa) * (u1_uV - u0_uV) / (p1_Pa - p0_Pa))


CHANNELS = {name: Channel() for name in PROBES + PRESSURES + EXTRA_PROBES}
RELAYS = {}
STANDING_W = [20]  # what the meter shows with the contactor open


def relay(name):
    RELAYS[name] = False

    def drive(on):
        RELAYS[name] = on

    return drive


def flow_gps():
    return 380 if RELAYS["pump"] else 0


def meter_W():
    return 2100 if RELAYS["compressor"] else STANDING_W[0]


def turn(still, heating, reversed_):
    """Set what every wire reads in each of the three states of the compressor."""
    for name in CHANNELS:
        convert = transducer_uV if name in PRESSURES else ntc_uV
        channel = CHANNELS[name]
        channel.still_uV = convert(name, still[name])
        channel.heating_uV = convert(name, heating[name])
        channel.reversed_uV = convert(name, reversed_[name])
        if not channel.uV:
            channel.uV = channel.still_uV


WIRES = dict(CHANNELS)
WIRES.update({name: relay(name) for name in OUTPUTS + ("tank_valve",)})
WIRES.update({"sg_1": lambda: False, "sg_2": lambda: True, "minute_of_week": lambda: 100})
wiring = Wiring(
    reference=None,
    flow_gps=flow_gps,
    meter_W=meter_W,
    pressostat=lambda: True,
    ticks_ms=None,
    idle_ms=None,
    **WIRES,
)


def but(values, **changed):
    values = dict(values)
    values.update(changed)
    return values


STILL = {
    "t_outdoor": 2,
    "t_coil": 2,
    "t_suction": 5,
    "t_discharge": 40,
    "t_liquid": 25,
    "t_supply": 27,
    "t_return": 22,
    "t_room": 19,
    "t_tank": 60,
    "t_crankcase": 20,
    "p_suction": 500,
    "p_discharge": 550,
}
HEATING = but(
    STILL,
    t_coil=-5,
    t_suction=0,
    t_discharge=70,
    t_liquid=33,
    t_supply=36,
    t_return=28,
    p_suction=350,
    p_discharge=1400,
)
ICED = but(HEATING, t_coil=-16, p_suction=230)
MELTING = but(STILL, t_coil=1, t_supply=15, p_suction=520, p_discharge=900)
CLEAR = but(MELTING, t_coil=17)
PROBE_LOST = but(HEATING, t_coil=OPEN)
BLOCKED = but(HEATING, p_discharge=3100)
SUMMER = but(
    STILL,
    t_outdoor=34,
    t_coil=34,
    t_supply=27,
    t_return=27,
    t_room=28,
    p_suction=900,
    p_discharge=950,
    t_suction=20,
)
COOLING = but(
    SUMMER,
    t_coil=45,
    t_discharge=80,
    t_liquid=40,
    t_supply=14,
    t_return=22,
    t_suction=12,
    p_suction=560,
    p_discharge=1700,
)
LATE = but(
    SUMMER,
    t_coil=20,
    t_discharge=80,
    t_liquid=45,
    t_supply=50,
    t_return=45,
    p_suction=700,
    p_discharge=1700,
)
TANK_COLD = but(STILL, t_tank=38)
TANK_HEATS = but(HEATING, t_tank=38, t_supply=50, t_return=43)
TANK_LIMIT = but(HEATING, t_tank=44, t_supply=59, t_return=52, p_discharge=2000)
DEAD = but(HEATING, t_discharge=OPEN)

# seconds; what is read with the compressor off, heating, reversed
SCRIPT = (
    (4400, STILL, HEATING, MELTING),
    (700, STILL, ICED, MELTING),
    (400, STILL, ICED, CLEAR),
    (4000, STILL, HEATING, CLEAR),
    (1200, but(STILL, t_return=40), but(HEATING, t_return=40, t_supply=47), CLEAR),
    (1500, but(TANK_COLD, t_return=40), TANK_HEATS, CLEAR),
    (1500, STILL, HEATING, CLEAR),
    (3000, TANK_COLD, TANK_HEATS, CLEAR),
    (1500, but(STILL, t_tank=44), TANK_LIMIT, CLEAR),
    (900, but(STILL, t_tank=65), HEATING, CLEAR),
    (300, but(STILL, t_coil=OPEN), PROBE_LOST, CLEAR),
    (60, but(STILL, t_discharge=OPEN), DEAD, CLEAR),
    (1500, STILL, HEATING, CLEAR),
    (3000, STILL, BLOCKED, CLEAR),
    (9000, SUMMER, LATE, COOLING),
    (600, SUMMER, LATE, but(COOLING, t_supply=2)),
    (2000, SUMMER, LATE, COOLING),
    (1800, but(SUMMER, t_return=10), LATE, but(COOLING, t_return=10)),
)  # fmt: skip

COLD_WATER = but(STILL, t_supply=3.5, t_return=3.5)
WELDED = but(STILL, p_discharge=1400)
# the owner's switch, the meter with the contactor open, seconds, what is read
BY_HAND = (
    (False, 20, 900, STILL),
    (False, 20, 300, COLD_WATER),
    (True, 2100, 60, WELDED),
    (True, 20, 300, STILL),
)


def locked(unit, scans, scan_ms, seen):
    """Scan so often with the heap locked; `seen` is a bytearray, one byte a mode."""
    step = unit.step
    micropython.heap_lock()
    try:
        while scans:
            step(scan_ms)
            seen[unit.mode] = 1
            scans -= 1
    finally:
        micropython.heap_unlock()


def main(scan_ms=1000):
    turn(STILL, STILL, STILL)
    fluid = refrigerant.load("R290")
    settings = Settings()
    settings.take({"outdoor_average_h": 1, "season_dwell_h": 0})  # summer comes in two hours
    unit = Controller(wiring, calibration, settings, fluid, True, 0)
    seen = bytearray(len(modes.NAMES))
    total = 0
    for seconds, still, heating, reversed_ in SCRIPT:
        turn(still, heating, reversed_)
        unit.acknowledged = True  # a person looks in between
        scans = seconds * 1000 // scan_ms
        locked(unit, scans, scan_ms, seen)
        total += scans
    for unit.on, STANDING_W[0], seconds, still in BY_HAND:
        turn(still, still, still)
        locked(unit, seconds * 1000 // scan_ms, scan_ms, seen)
        total += seconds * 1000 // scan_ms
    unit.on, unit.acknowledged, STANDING_W[0] = False, True, 20
    turn(STILL, STILL, STILL)
    locked(unit, 2000 * 1000 // scan_ms, scan_ms, seen)
    unit.demand.schedule._still_min = 100_000  # as after ten weeks
    locked(unit, 400 * 1000 // scan_ms, scan_ms, seen)
    names = [modes.NAMES[i] for i in range(len(seen)) if seen[i]]
    print("no allocation in %d scans of %d ms: %s" % (total, scan_ms, " ".join(names)))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
