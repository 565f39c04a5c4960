"""What stops the machine: one row each.

A row trips when its condition has held without a break for its time.  A trip is a safe stop:
compressor off now, valve held until pressures have settled, fan and pump run on.  It lasts
until its condition is gone *and* what the column `until` asks for has come.  How often it may
come back is the last but one column:

    LADDER   the first two times it tries again by itself; the third in an hour, or the fifth
             in a day, latches: a person must look (Dixell, York)
    PATIENT  it tries again as often as it likes: nothing was overloaded
    LATCH    the first time already latches

What the machine goes on with, restricted, is in notes.py.  `now` is the controller: its facts
are worked out in facts.py and plausible.py, its readings are already judged (`*_ok`).
"""

from micropython import const

LADDER = const(0)
PATIENT = const(1)
LATCH = const(2)

_SHOWN_s = const(120)  # a compressor must have built up pressure by then


# fmt: off
# --- conditions -------------------------------------------------------------------------
def hp_trip(now):       return now.p_discharge_ok and now.p_discharge_kPa >= now.p_trip_kPa
def pressostat(now):    return not now.pressostat_closed
def lp_trip(now):       return now.lp_watched and _below(now, now.p_low_kPa)
def lp_floor(now):      return _below(now, now.p_floor_kPa)
def discharge_hot(now): return _above(now, now.settings.discharge_trip_cC)
def discharge_max(now): return _above(now, now.settings.discharge_max_cC)
def water_ice(now):     return now.chills_water and _chilled(now, now.settings.water_trip_cC)
def flow_lost(now):     return now.running and now.flow_lost
def flow_missed(now):   return now.flow_missed
def no_discharge(now):  return not now.t_discharge_ok
def no_p_high(now):     return not now.p_discharge_ok
def no_p_low(now):      return not now.p_suction_ok
def no_control(now):    return not now.control_ok
def swapped(now):       return now.ran_s >= _SHOWN_s and _lift_kPa(now) < -100
def not_pumping(now):   return now.ran_s >= _SHOWN_s and -100 <= _lift_kPa(now) < 100
def valve_stuck(now):   return now.valve_wrong
def idle_motor(now):    return now.idle_motor
def welded(now):        return now.welded
def gas_too_cold(now):  return now.gas_too_cold
def lines_crossed(now): return now.lines_crossed
def wrong_gas(now):     return now.wrong_gas
def uneven(now):        return now.uneven
def stuck(now):         return now.stuck
def water_crossed(now): return now.water_crossed

def _below(now, p_kPa):   return now.p_suction_ok and now.p_suction_kPa <= p_kPa
def _above(now, t_cC):    return now.t_discharge_ok and now.t_discharge_cC >= t_cC
def _chilled(now, t_cC):  return now.t_supply_ok and now.t_supply_cC <= t_cC
def _lift_kPa(now):       return now.p_discharge_kPa - now.p_suction_kPa

# --- until ------------------------------------------------------------------------------
def gone(_now):         return True
def hp_restart(now):    return now.p_discharge_ok and now.p_discharge_kPa <= now.p_restart_kPa
def gas_cool(now):      return not _above(now, now.settings.discharge_restart_cC)
def water_mild(now):    return not _chilled(now, now.settings.water_reset_cC)
# fmt: on

# fmt: off
ROWS = (
    # code           trips when     for ms  until        again    because
    # -------------  -------------  ------  -----------  -------  ------------------------------
    ( "HP",          hp_trip,            0, hp_restart,  LADDER,
      "discharge pressure is at its limit" ),
    ( "PRESSOSTAT",  pressostat,         0, hp_restart,  LADDER,
      "the high-pressure switch is open" ),
    ( "LP",          lp_trip,        30000, gone,        LADDER,
      "suction pressure is too low" ),
    ( "LP_FLOOR",    lp_floor,        1000, gone,        LADDER,
      "suction pressure is close to vacuum" ),
    ( "DISCHARGE",   discharge_hot,   5000, gas_cool,    LADDER,
      "discharge gas is too hot" ),
    ( "DISCHARGE!",  discharge_max,      0, gas_cool,    LADDER,
      "discharge gas is far too hot" ),
    ( "FREEZE",      water_ice,          0, water_mild,  LADDER,
      "water leaving is close to freezing" ),
    ( "FLOW",        flow_lost,       4500, gone,        LADDER,
      "water flow is lost" ),
    ( "NO_FLOW",     flow_missed,        0, gone,        LADDER,
      "the pump runs and no water flows" ),
    ( "T_DISCHARGE", no_discharge,       0, gone,        PATIENT,
      "the discharge thermistor is lost" ),
    ( "P_HP",        no_p_high,          0, gone,        PATIENT,
      "discharge pressure is lost" ),
    ( "P_LP",        no_p_low,           0, gone,        PATIENT,
      "suction pressure is lost" ),
    ( "T_CONTROL",   no_control,         0, gone,        PATIENT,
      "the control thermistor is lost" ),
    ( "SWAPPED",     swapped,        10000, gone,        LADDER,
      "suction and discharge pressure are swapped" ),
    ( "NO_LIFT",     not_pumping,    30000, gone,        LADDER,
      "the compressor builds no pressure" ),
    ( "VALVE",       valve_stuck,    10000, gone,        LADDER,
      "the reversing valve did not turn" ),
    ( "NO_POWER",    idle_motor,     20000, gone,        LADDER,
      "the compressor draws no power" ),
    ( "STUCK",       stuck,              0, gone,        LADDER,
      "a pressure did not move when the compressor started" ),
    ( "WATER",       water_crossed,  60000, gone,        LADDER,
      "supply and return thermistors are swapped" ),
    ( "WELDED",      welded,         20000, gone,        LATCH,
      "the compressor runs although it is switched off" ),
    ( "GAS_COLD",    gas_too_cold,  120000, gone,        LADDER,
      "discharge gas is colder than it condenses" ),
    ( "LINES",       lines_crossed,  60000, gone,        LADDER,
      "suction and discharge thermistors are swapped" ),
    ( "REFRIGERANT", wrong_gas,      60000, gone,        PATIENT,
      "pressure at rest does not fit this refrigerant" ),
    ( "UNEVEN",      uneven,         60000, gone,        PATIENT,
      "suction and discharge pressure differ at rest" ),
)
# fmt: on
