"""What stops the machine: one row each.

A row trips when its predicate has been true without a break for `for_ms`.  A trip is
always a safe stop (compressor off now, fan and pump run on).  How often the same trip
may come before it latches is decided by the ladder below and by the last column.
`now` is the controller; its pressures and temperatures are already judged (`*_ok`).
"""

from array import array

from micropython import const

LADDER = const(0)   # two retries, then latched: 3 times in an hour or 5 times in a day
PATIENT = const(1)  # clears by itself as often as it likes: nothing was overloaded

_HOUR_s = const(3600)
_DAY_s = const(86400)
_LONG_AGO_s = const(-100_000)
_SHOWN_s = const(120)  # a compressor must have built up pressure by then
_CAP_ms = const(1 << 20)  # timers stop counting at 17 minutes; every for_ms is far below


# fmt: off
def hp_trip(now):       return now.p_discharge_ok and now.p_discharge_kPa >= now.p_trip_kPa
def pressostat(now):    return not now.pressostat_closed
def lp_trip(now):       return now.lp_watched and _below(now, now.p_low_kPa)
def lp_floor(now):      return _below(now, now.p_floor_kPa)
def discharge_hot(now): return _above(now, now.settings.discharge_trip_cC)
def discharge_max(now): return _above(now, now.settings.discharge_max_cC)
def water_ice(now):     return now.chills_water and _chilled(now, now.settings.water_trip_cC)
def flow_lost(now):     return now.running and now.flow_lost
def no_discharge(now):  return not now.t_discharge_ok
def no_p_high(now):     return not now.p_discharge_ok
def no_p_low(now):      return not now.p_suction_ok
def no_control(now):    return not now.control_ok
def swapped(now):       return now.ran_s >= _SHOWN_s and _lift_kPa(now) < -100
def not_pumping(now):   return now.ran_s >= _SHOWN_s and -100 <= _lift_kPa(now) < 100
def valve_stuck(now):   return now.valve_wrong

def _below(now, p_kPa):   return now.p_suction_ok and now.p_suction_kPa <= p_kPa
def _above(now, t_cC):    return now.t_discharge_ok and now.t_discharge_cC >= t_cC
def _chilled(now, t_cC):  return now.t_supply_ok and now.t_supply_cC <= t_cC
def _lift_kPa(now):       return now.p_discharge_kPa - now.p_suction_kPa


ROWS = (
    # code           trips when     for ms  ladder   because
    # -------------  -------------  ------  -------  ------------------------------------------
    ( "HP",          hp_trip,            0, LADDER,  "discharge pressure is at its limit" ),
    ( "PRESSOSTAT",  pressostat,         0, LADDER,  "the high-pressure switch is open" ),
    ( "LP",          lp_trip,        30000, LADDER,  "suction pressure is too low" ),
    ( "LP_FLOOR",    lp_floor,        1000, LADDER,  "suction pressure is close to vacuum" ),
    ( "DISCHARGE",   discharge_hot,   5000, LADDER,  "discharge gas is too hot" ),
    ( "DISCHARGE!",  discharge_max,      0, LADDER,  "discharge gas is far too hot" ),
    ( "FREEZE",      water_ice,          0, LADDER,  "water leaving is close to freezing" ),
    ( "FLOW",        flow_lost,       4500, LADDER,  "water flow is lost" ),
    ( "T_DISCHARGE", no_discharge,       0, PATIENT, "the discharge thermistor is lost" ),
    ( "P_HP",        no_p_high,          0, PATIENT, "discharge pressure is lost" ),
    ( "P_LP",        no_p_low,           0, PATIENT, "suction pressure is lost" ),
    ( "T_CONTROL",   no_control,         0, PATIENT, "the control thermistor is lost" ),
    ( "SWAPPED",     swapped,        10000, LADDER,  "suction and discharge are swapped" ),
    ( "NO_LIFT",     not_pumping,    30000, LADDER,  "the compressor builds no pressure" ),
    ( "VALVE",       valve_stuck,    10000, LADDER,  "the reversing valve did not turn" ),
)
# fmt: on


class Protections:
    """Timers of the rows and the ladder from retry to latch.  `settings` gives the retry time.

    `tripped`: a row is past its time now.  `code`, `because`: the first row that tripped, kept
    until the next one.  `latched`: a person must acknowledge.
    """

    def __init__(self, settings):
        self._settings = settings
        self._held_ms = array("i", [0] * len(ROWS))
        self._times_s = array("i", [_LONG_AGO_s] * (5 * len(ROWS)))  # last five of each row
        self._retry_at_s = 0
        self.tripped = False
        self.latched = False
        self.code = None
        self.because = None
        self.count = 0  # trips that stopped something, since boot

    def step(self, now, elapsed_ms):
        """Run every timer; `tripped` is whether any row is past its time."""
        held_ms = self._held_ms
        i = 0
        first = -1
        for row in ROWS:
            if row[1](now):
                if held_ms[i] < _CAP_ms:
                    held_ms[i] += elapsed_ms
                if held_ms[i] > row[2] and first < 0:
                    first = i
            elif held_ms[i]:
                held_ms[i] = 0
            i += 1  # noqa: SIM113  enumerate() makes a tuple a row
        if first >= 0 and not self.tripped:
            self._trip(first, now)
        self.tripped = first >= 0

    def retry_wait_s(self, uptime_s):
        """Seconds until the next try is allowed, 0 when it is."""
        wait_s = self._retry_at_s - uptime_s
        return wait_s if wait_s > 0 else 0

    def acknowledge(self):
        """A person looked: clear the latch and the history that led to it."""
        self.latched = False
        for i in range(len(self._times_s)):
            self._times_s[i] = _LONG_AGO_s

    def _trip(self, i, now):
        self.code = ROWS[i][0]
        self.because = ROWS[i][4]
        self.count += 1
        self._retry_at_s = now.uptime_s + self._settings.trip_retry_s
        if ROWS[i][3] == LADDER:
            self._climb(5 * i, now.uptime_s)

    def _climb(self, base, uptime_s):
        """Shift the row's five times, newest first, and latch on 3 an hour or 5 a day."""
        times_s = self._times_s
        for k in range(base + 4, base, -1):
            times_s[k] = times_s[k - 1]
        times_s[base] = uptime_s
        if uptime_s - times_s[base + 2] < _HOUR_s or uptime_s - times_s[base + 4] < _DAY_s:
            self.latched = True
