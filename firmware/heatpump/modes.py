"""The machine on one page: what is on in each mode, and what leads from mode to mode.

Waiting is a mode, so every wait has a name and a reason.  `now` is the controller:
every fact the predicates ask for is an attribute of it, worked out once a scan.
Rows are tried from the top; the first one that matches wins.
"""

from micropython import const

# fmt: off
OFF        = const(0)    # switched off by the owner
REST       = const(1)    # compressor off until the guard allows a start
STANDBY    = const(2)    # may start; the house asks for nothing, water stands still
IDLE       = const(3)    # may start; water circulates and is watched
PRE_HEAT   = const(4)    # pump and fan run before the compressor
HEAT       = const(5)
PRE_COOL   = const(6)    # valve turned, pump and fan run before the compressor
COOL       = const(7)
RUN_ON     = const(8)    # after heating: fan and pump carry the last heat away
COOL_ON    = const(9)    # after cooling: the same, valve held while pressures settle
SETTLE     = const(10)   # before a defrost: compressor off, pressures come together
TURN       = const(11)   # valve turned to defrost, compressor still off
DEFROST    = const(12)   # reverse cycle: heat from the house melts the coil
DRIP       = const(13)   # compressor off, melt water drains
BACK       = const(14)   # valve told to go back, compressor still off
FROST      = const(15)   # frost protection: the pump moves cold water
HOLD_VALVE = const(16)   # safe stop out of a reversed mode: the valve waits
SAFE_STOP  = const(17)   # safe stop: compressor off, fan and pump run on
TRIPPED    = const(18)   # a protection acted; waiting for it to clear and for the retry
LOCKOUT    = const(19)   # latched until a person acknowledges
RESTART    = const(20)   # compressor on, fan still off: pressure builds up and turns the valve
WELDED     = const(21)   # told to stop and runs on: air and water move, a person cuts it
PRE_TANK   = const(22)   # tank valve moves, pump and fan run before the compressor
TANK       = const(23)   # the compressor heats the hot-water tank
TANK_ON    = const(24)   # after it: fan and pump carry the last heat into the tank
BOOST      = const(25)   # the backup heater heats the tank beyond the compressor's reach
EXERCISE   = const(26)   # pump and valves that stood for days are moved

NAMES = (
    "OFF", "REST", "STANDBY", "IDLE", "PRE_HEAT", "HEAT", "PRE_COOL", "COOL", "RUN_ON", "COOL_ON",
    "SETTLE", "TURN", "DEFROST", "DRIP", "BACK", "FROST", "HOLD_VALVE", "SAFE_STOP", "TRIPPED",
    "LOCKOUT", "RESTART", "WELDED", "PRE_TANK", "TANK", "TANK_ON", "BOOST", "EXERCISE",
)

OUTPUTS = (
    # compressor reverse fan    pump   tank
    ( False,     False,  False, False, False ),   # OFF
    ( False,     False,  False, True,  False ),   # REST
    ( False,     False,  False, False, False ),   # STANDBY
    ( False,     False,  False, True,  False ),   # IDLE
    ( False,     False,  True,  True,  False ),   # PRE_HEAT
    ( True,      False,  True,  True,  False ),   # HEAT
    ( False,     True,   True,  True,  False ),   # PRE_COOL
    ( True,      True,   True,  True,  False ),   # COOL
    ( False,     False,  True,  True,  False ),   # RUN_ON
    ( False,     True,   True,  True,  False ),   # COOL_ON
    ( False,     False,  False, True,  False ),   # SETTLE
    ( False,     True,   False, True,  False ),   # TURN
    ( True,      True,   False, True,  False ),   # DEFROST
    ( False,     True,   False, True,  False ),   # DRIP
    ( False,     False,  False, True,  False ),   # BACK
    ( False,     False,  False, True,  False ),   # FROST
    ( False,     True,   False, True,  False ),   # HOLD_VALVE
    ( False,     False,  True,  True,  False ),   # SAFE_STOP
    ( False,     False,  False, True,  False ),   # TRIPPED
    ( False,     False,  False, True,  False ),   # LOCKOUT
    ( True,      False,  False, True,  False ),   # RESTART
    ( False,     False,  True,  True,  False ),   # WELDED
    ( False,     False,  True,  True,  True  ),   # PRE_TANK
    ( True,      False,  True,  True,  True  ),   # TANK
    ( False,     False,  True,  True,  True  ),   # TANK_ON
    ( False,     False,  False, True,  True  ),   # BOOST
    ( False,     True,   False, True,  True  ),   # EXERCISE
)

FORWARD  = (PRE_HEAT, HEAT, RUN_ON, SETTLE, BACK, RESTART, PRE_TANK, TANK, TANK_ON)  # at rest
REVERSED = (PRE_COOL, COOL, COOL_ON, TURN, DEFROST, DRIP, EXERCISE)  # valve energised
CALM     = (REST, STANDBY, IDLE, BOOST)                        # nothing runs but the pump
STILL    = (OFF, REST, STANDBY, IDLE, PRE_HEAT, RUN_ON, FROST, SAFE_STOP, TRIPPED, LOCKOUT,
            PRE_TANK, TANK_ON, BOOST)
AT_REST  = (OFF, STANDBY)                                      # water stands still
READY    = (STANDBY, IDLE)                                     # the compressor may start
DEFROSTS = (SETTLE, TURN, DEFROST, DRIP, BACK, RESTART)        # one defrost, start to end
BY_TRIP  = None                                                # the sentence of the protection


# --- facts ----------------------------------------------------------------------------
def tripped(now):        return now.tripped
def latched(now):        return now.latched and now.compressor_off
def runs_alone(now):     return now.welded and now.latched
def stands_still(now):   return not now.welded and now.in_mode_s >= 60
def close_to_limit(now): return now.at_limit and now.ran_s >= now.settings.compressor_on_s
def retry_due(now):      return not now.tripped and not now.latched and now.retry_wait_s == 0
def acknowledged(now):   return now.acknowledged and not now.tripped
def switched_on(now):    return now.on
def switched_off(now):   return not now.on
def off_by_hand(now):    return not now.on and now.ran_s >= now.settings.compressor_on_s
def pump_done(now):      return now.in_mode_s >= now.settings.pump_post_s
def off_and_calm(now):   return not now.on and pump_done(now)
def may_start(now):      return now.start_wait_s == 0 and now.on
def may_not_start(now):  return now.start_wait_s > 0
def circulate(now):      return now.circulate
def no_season(now):      return not now.circulate
def wants_heat(now):     return now.wants_heat and now.heat_wait_s == 0
def wants_cold(now):     return now.wants_cold and now.cool_wait_s == 0 and not now.wants_tank
def wants_tank(now):     return now.wants_tank and now.heat_wait_s == 0
def wants_boost(now):    return now.wants_boost
def boost_gone(now):     return not now.wants_boost
def tank_gone(now):      return not now.wants_tank
def tank_ready(now):     return now.pre_run_done and now.in_mode_s >= now.settings.tank_settle_s
def tank_first(now):     return now.wants_tank and now.ran_s >= now.settings.compressor_on_s
def tank_warm(now):      return not now.wants_tank and now.wants_heat
def tank_enough(now):    return not now.wants_tank and now.ran_s >= now.settings.comfort_on_s
def stood_long(now):     return now.exercise_due
def exercised(now):      return now.in_mode_s >= now.settings.exercise_s
def heat_gone(now):      return not now.wants_heat
def cold_gone(now):      return not now.wants_cold
def air_moves(now):      return now.pre_run_done
def valve_turned(now):   return now.pre_run_done and now.valve_s >= now.settings.valve_settle_s
def refused(now):        return now.compressor_off and now.in_mode_s >= now.settings.refused_s
def warm_enough(now):    return not now.wants_heat and now.ran_s >= now.settings.comfort_on_s
def cool_enough(now):    return not now.wants_cold and now.ran_s >= now.settings.comfort_on_s
def too_warm(now):       return now.water_too_hot and now.in_mode_s >= now.settings.compressor_on_s
def fan_done(now):       return now.in_mode_s >= now.settings.fan_post_s
def valve_free(now):     return now.in_mode_s >= now.settings.valve_off_s
def turned(now):         return now.lift_kPa >= now.settings.valve_lift_kPa
def fan_due(now):        return now.in_mode_s >= now.settings.fan_late_s
def held(now):           return now.off_s >= now.settings.valve_hold_s
def half_dwell(now):     return now.in_mode_s >= now.settings.defrost_dwell_s // 2
def coil_iced(now):      return now.coil_iced
def defrosted(now):      return now.in_mode_s >= now.settings.defrost_least_s
def coil_clear(now):     return now.coil_clear and defrosted(now)
def defrost_hot(now):    return now.p_high_warning and defrosted(now)
def house_cold(now):     return now.water_cold
def defrost_long(now):   return now.in_mode_s >= now.settings.defrost_most_s
def water_freezing(now): return now.water_freezing
def water_safe(now):     return not now.water_freezing and pump_done(now)


TRANSITIONS = (
    # from       when            to           because
    # ---------  --------------  -----------  -------------------------------------------
    ( STILL,      runs_alone,     WELDED,      "the compressor runs although it is switched off" ),
    ( WELDED,     stands_still,   TRIPPED,     "the compressor stands still again" ),
    ( FORWARD,    tripped,        SAFE_STOP,   BY_TRIP ),
    ( REVERSED,   tripped,        HOLD_VALVE,  BY_TRIP ),
    ( CALM,       tripped,        TRIPPED,     BY_TRIP ),
    ( HOLD_VALVE, held,           SAFE_STOP,   "pressures have settled, valve to rest" ),
    ( SAFE_STOP,  fan_done,       TRIPPED,     "fan and pump have run on" ),
    ( TRIPPED,    latched,        LOCKOUT,     "a person must look at it" ),
    ( CALM,       latched,        LOCKOUT,     "latched before the power was cut" ),
    ( TRIPPED,    switched_off,   OFF,         "switched off" ),
    ( TRIPPED,    retry_due,      REST,        "fault gone, trying again" ),
    ( LOCKOUT,    acknowledged,   REST,        "acknowledged by a person" ),

    ( OFF,        switched_on,    REST,        "switched on" ),
    ( OFF,        water_freezing, FROST,       "water is close to freezing" ),
    ( FROST,      water_safe,     REST,        "water is safe from freezing" ),
    ( REST,       off_and_calm,   OFF,         "switched off" ),
    ( STANDBY,    switched_off,   OFF,         "switched off" ),
    ( IDLE,       switched_off,   OFF,         "switched off" ),
    ( PRE_HEAT,   switched_off,   REST,        "switched off" ),
    ( PRE_COOL,   switched_off,   COOL_ON,     "switched off" ),
    ( HEAT,       off_by_hand,    RUN_ON,      "switched off" ),
    ( COOL,       off_by_hand,    COOL_ON,     "switched off" ),

    ( REST,       may_start,      IDLE,        "compressor has rested" ),
    ( STANDBY,    water_freezing, FROST,       "water is close to freezing" ),
    ( STANDBY,    circulate,      IDLE,        "the season asks for circulation" ),
    ( IDLE,       may_not_start,  REST,        "the guard holds the compressor" ),
    ( AT_REST,    stood_long,     EXERCISE,    "pump and valves stood for days" ),
    ( EXERCISE,   exercised,      REST,        "pump and valves have moved" ),
    ( READY,      wants_tank,     PRE_TANK,    "hot water is wanted" ),
    ( READY,      wants_boost,    BOOST,       "hot water beyond the compressor's reach" ),
    ( BOOST,      switched_off,   REST,        "switched off" ),
    ( BOOST,      boost_gone,     REST,        "hot water needs no heater any more" ),
    ( STANDBY,    wants_heat,     PRE_HEAT,    "heat is wanted" ),
    ( STANDBY,    wants_cold,     PRE_COOL,    "cold is wanted" ),
    ( IDLE,       wants_heat,     PRE_HEAT,    "heat is wanted" ),
    ( IDLE,       wants_cold,     PRE_COOL,    "cold is wanted" ),
    ( IDLE,       no_season,      STANDBY,     "no heat or cold in season" ),

    ( PRE_HEAT,   heat_gone,      REST,        "heat is no longer wanted" ),
    ( PRE_HEAT,   air_moves,      HEAT,        "fan and pump have run ahead" ),
    ( PRE_COOL,   cold_gone,      COOL_ON,     "cold is no longer wanted" ),
    ( PRE_COOL,   valve_turned,   COOL,        "valve turned, fan and pump have run ahead" ),

    ( PRE_TANK,   switched_off,   REST,        "switched off" ),
    ( PRE_TANK,   tank_gone,      REST,        "hot water is no longer wanted" ),
    ( PRE_TANK,   tank_ready,     TANK,        "tank valve, fan and pump have run ahead" ),
    ( TANK,       refused,        TANK_ON,     "the guard refused the start" ),
    ( TANK,       off_by_hand,    TANK_ON,     "switched off" ),
    ( TANK,       coil_iced,      SETTLE,      "outdoor coil is iced" ),
    ( TANK,       too_warm,       TANK_ON,     "supply water is at its limit" ),
    ( TANK,       tank_warm,      HEAT,        "hot water has had its turn, now the house" ),
    ( TANK,       tank_enough,    TANK_ON,     "hot water is warm" ),
    ( TANK_ON,    fan_done,       REST,        "fan has run on" ),

    ( HEAT,       refused,        RUN_ON,      "the guard refused the start" ),
    ( COOL,       refused,        COOL_ON,     "the guard refused the start" ),
    ( DEFROST,    refused,        COOL_ON,     "the guard refused the start" ),
    ( HEAT,       coil_iced,      SETTLE,      "outdoor coil is iced" ),
    ( HEAT,       too_warm,       RUN_ON,      "supply water is at its limit" ),
    ( HEAT,       close_to_limit, RUN_ON,     "high pressure or hot gas is close to its limit" ),
    ( COOL,       close_to_limit, COOL_ON,    "high pressure or hot gas is close to its limit" ),
    ( TANK,       close_to_limit, TANK_ON,    "high pressure or hot gas is close to its limit" ),
    ( HEAT,       tank_first,     TANK,        "hot water goes before the house" ),
    ( HEAT,       warm_enough,    RUN_ON,      "warm enough" ),
    ( COOL,       tank_first,     COOL_ON,     "hot water goes before the house" ),
    ( COOL,       cool_enough,    COOL_ON,     "cool enough" ),
    ( RUN_ON,     fan_done,       REST,        "fan has run on" ),
    ( COOL_ON,    valve_free,     RUN_ON,      "valve to rest while pressure still moves it" ),

    ( SETTLE,     half_dwell,     TURN,        "pressures have come together" ),
    ( TURN,       half_dwell,     DEFROST,     "valve has turned" ),
    ( DEFROST,    defrost_long,   DRIP,        "defrost ran out of time" ),
    ( DEFROST,    coil_clear,     DRIP,        "outdoor coil is clear" ),
    ( DEFROST,    defrost_hot,    DRIP,        "pressure is high, coil must be clear" ),
    ( DEFROST,    house_cold,     DRIP,        "house water is too cold to go on" ),
    ( DRIP,       half_dwell,     BACK,        "melt water has drained" ),
    ( BACK,       half_dwell,     RESTART,     "pressure must build up to turn the valve" ),
    ( RESTART,    refused,        RUN_ON,      "the guard refused the start" ),
    ( RESTART,    turned,         HEAT,        "pressure has turned the valve, fan on" ),
    ( RESTART,    fan_due,        HEAT,        "fan on, whatever the valve did" ),
)
# fmt: on
