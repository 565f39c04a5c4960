"""What the machine goes on with, restricted, and says so: for people, outside the scan.

`now` is the controller, as in protections.py, which holds what stops it.
"""

# fmt: off
def no_outdoor(now):    return not now.t_outdoor_ok
def no_coil(now):       return not now.t_coil_ok
def no_room(now):       return not now.t_room_ok
def no_water(now):      return now.has_water and not (now.t_supply_ok and now.t_return_ok)
def no_lines(now):      return not now.circuit_ok
def gas_warm(now):      return now.t_discharge_ok and _hot(now)
def hp_warm(now):       return now.p_high_warning
def flow_ghost(now):    return now.flow_ghost
def short_cycles(now):  return now.history.short_cycling()
def coil_stays(now):    return now.defrost.timed_out >= 3

def _hot(now):          return now.t_discharge_cC >= now.settings.discharge_warn_cC

NOTES = (
    # code            when            what it means
    # --------------  --------------  ------------------------------------------------------
    ( "T_OUTDOOR",    no_outdoor,     "no outdoor temperature: ice is judged by the coil alone" ),
    ( "T_COIL",       no_coil,        "no coil temperature: defrosts go by time" ),
    ( "T_ROOM",       no_room,        "no room temperature: the heating curve stands alone" ),
    ( "T_WATER",      no_water,       "supply or return is lost: no heat from the water side" ),
    ( "T_LINES",      no_lines,       "a line thermistor is lost: there is no COP" ),
    ( "GAS_WARM",     gas_warm,       "discharge gas is hot" ),
    ( "HP_WARM",      hp_warm,        "discharge pressure is near its limit" ),
    ( "FLOW_GHOST",   flow_ghost,     "flow is seen although the pump is off" ),
    ( "SHORT_CYCLES", short_cycles,   "it starts too often: band, flow or size do not fit" ),
    ( "COIL_STAYS",   coil_stays,     "three defrosts in a row ran out of time" ),
)
# fmt: on
