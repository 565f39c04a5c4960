"""Do the readings fit together, and does the machine do what it was told?  Once a second.

Everything here is a comparison of two things that a healthy machine cannot have at once;
protections.py says for how long each may last and what follows.

    idle_motor      switched on, but the meter shows no compressor: protector open, relay open
    welded          switched off, but the meter shows a compressor and it builds pressure; or,
                    without a meter, both pressures stand as they stood when it ran
    stuck           a pressure that did not move when the compressor started
    gas_too_cold    discharge gas colder than it condenses: a thermistor fell off its pipe
    lines_crossed   suction line hotter than the discharge line
    water_crossed   water seems chilled in heating while the outdoor coil is cold as it should be
    wrong_gas       long at rest, and the pressure is not that of this refrigerant at that cold
    uneven          long at rest, and still the two pressures differ: a transducer is off
    flow_ghost      flow while the pump has long been off
"""

from micropython import const

_SETTLED_s = const(600)
_STARTED_s = const(120)      # pressures have moved by then
_MOVED_kPa = const(20)
_RESTED_s = const(180)       # a start after less begins with pressures still apart
_IDLE_s = const(270)         # pressures are equal (60 to 180 s), before the boot hold ends
_MOTOR_W = const(80)         # half a kilowatt of compressor draws 150 with next to no lift
_WELDED_W = const(300)
_WELDED_s = const(10)
_PUMPS_kPa = const(200)
_HELD_s = const(180)         # fan and pump have run on: what a stopped machine holds has fallen
_HELD_kPa = const(400)
_UNEVEN_kPa = const(150)     # three per cent of a cheap transducer's span
_GHOST_s = const(60)
_CROSSED_cK = const(500)
_BELOW_cK = const(300)
_NEAR_cK = const(300)        # pipes this near to the air have been at rest for hours
_FITS_cK = const(500)
_COIL_cK = const(200)


class Plausible:
    def __init__(self, settings, refrigerant, water):
        self._settings = settings
        self._refrigerant = refrigerant
        self._water = water
        self._rested_s = 0
        self._high_kPa = self._low_kPa = 0  # in the last second of running
        self._pump_off_s = 0
        self._p_suction_kPa = self._p_discharge_kPa = 0  # before the start

    def clear(self, now):
        """Give `now` every attribute that `second` sets, before the first scan."""
        now.has_water = self._water
        now.idle_motor = now.welded = now.stuck = False
        now.gas_too_cold = now.lines_crossed = now.water_crossed = False
        now.wrong_gas = now.uneven = now.flow_ghost = False

    def second(self, now, guard):
        self._motor(now, guard)
        if now.running:
            self._started(now)
            self._lines(now)
            now.wrong_gas = now.uneven = False
        else:
            self._at_rest(now)
        self._pump_off_s = 0 if guard.pump else min(self._pump_off_s + 1, _SETTLED_s)
        now.flow_ghost = (
            self._pump_off_s > _GHOST_s and now.flow_gps > self._settings.flow_least_gps
        )

    def _motor(self, now, guard):
        """The meter sees the whole unit; what is not the compressor is taken off (< 2**16 W)."""
        if now.power_W < 0 or now.heater_on:
            now.idle_motor = False
            now.welded = now.off_s >= _HELD_s and self._holds(now)
            return
        s = self._settings
        others_W = s.standby_W + (s.fan_W if guard.fan else 0) + (s.pump_W if guard.pump else 0)
        if now.crankcase_on:
            others_W += s.crankcase_W
        motor_W = now.power_W - others_W
        now.idle_motor = now.running and motor_W < _MOTOR_W
        now.welded = (
            now.off_s >= _WELDED_s and motor_W >= _WELDED_W and now.lift_kPa >= _PUMPS_kPa
        )

    def _holds(self, now):
        """Both pressures within a twentieth of what they were at the stop (16 * 2**13 kPa)."""
        return (
            now.p_suction_ok
            and now.p_discharge_ok
            and now.lift_kPa >= _HELD_kPa
            and 20 * now.p_discharge_kPa >= 19 * self._high_kPa
            and 20 * now.p_suction_kPa <= 21 * self._low_kPa
        )

    def _started(self, now):
        """Compare with the pressures before the start, when two minutes have passed."""
        self._high_kPa = now.p_discharge_kPa
        self._low_kPa = now.p_suction_kPa
        if now.ran_s >= _STARTED_s and self._rested_s >= _RESTED_s and not now.defrosting:
            self._rested_s = 0  # once a start, though a late scan may skip a second
            low_kPa = now.p_suction_kPa - self._p_suction_kPa
            high_kPa = now.p_discharge_kPa - self._p_discharge_kPa
            now.stuck = -_MOVED_kPa < low_kPa < _MOVED_kPa or -_MOVED_kPa < high_kPa < _MOVED_kPa

    def _lines(self, now):
        steady = now.ran_s >= _SETTLED_s and now.circuit_ok and not now.defrosting
        t_cC = now.t_discharge_cC
        now.gas_too_cold = steady and t_cC < now.estimator.t_condensing_cC - _BELOW_cK
        now.lines_crossed = steady and now.t_suction_cC > t_cC + _CROSSED_cK
        now.water_crossed = now.water_chills and now.heating and self._coil_cold(now)

    def _coil_cold(self, now):
        return (
            now.t_coil_ok and now.t_outdoor_ok and now.t_outdoor_cC - now.t_coil_cC >= _COIL_cK
        )

    def _at_rest(self, now):
        self._rested_s = now.off_s
        self._p_suction_kPa = now.p_suction_kPa
        self._p_discharge_kPa = now.p_discharge_kPa
        now.stuck = now.gas_too_cold = now.lines_crossed = now.water_crossed = False
        if now.off_s >= _IDLE_s and now.off_s % 16 == 0:  # it costs some, and changes slowly
            cold = self._is_cold(now)
            now.wrong_gas = cold and self._gas_is_wrong(now)
            now.uneven = cold and not -_UNEVEN_kPa <= now.lift_kPa <= _UNEVEN_kPa

    def _is_cold(self, now):
        """The whole circuit has the temperature of the air: at rest for hours, and out there."""
        t_cC = now.t_outdoor_cC  # a coil in exhaust air or brine never has: it is not judged
        return (
            now.circuit_ok
            and now.t_coil_ok
            and now.t_outdoor_ok
            and _near(now.t_suction_cC, t_cC)
            and _near(now.t_discharge_cC, t_cC)
            and _near(now.t_coil_cC, t_cC)
        )

    def _gas_is_wrong(self, now):
        """Refrigerant at rest settles where it is coldest, and has the pressure of that cold."""
        coldest_cC = min(now.t_coil_cC, now.t_liquid_cC)  # the coil has the air's temperature
        at = self._refrigerant  # a blend lies anywhere between its bubble and its dew point
        warm_cK = at.t_bubble_cC(now.p_suction_Pa) - coldest_cC
        cold_cK = coldest_cC - at.t_dew_cC(now.p_suction_Pa)
        return warm_cK > _FITS_cK or cold_cK > _FITS_cK


def _near(a_cC, b_cC):
    return -_NEAR_cK <= a_cC - b_cC <= _NEAR_cK
