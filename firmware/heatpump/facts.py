"""What the tables ask, worked out once a scan from the readings and the guard's times.

A fact is an attribute of `now` (the controller) with a plain name.  Facts decide nothing:
modes.py and protections.py do.
"""

from micropython import const

from heatpump import modes

_LOW_cC = const(-3300)          # dew point of the low-pressure trip: 3 K below the envelope
_FLOOR_cC = const(-3950)        # and of the one that nothing blanks
_FLOW_PROVED_ms = const(10_000)
_SHORT_ms = const(1 << 20)
_PROOF_s = const(120)           # a valve must have shown its position by then
_WRONG_cK = const(100)
_ICE_cC = const(-500)
_RESET_cK = const(200)
_COIL_cK = const(500)


class Facts:
    """`p_trip_kPa p_low_kPa p_floor_kPa` absolute, from the refrigerant and the settings."""

    def __init__(self, settings, refrigerant, water):
        self._settings = settings
        self._water = water
        # 4600 kPa * 1000 < 2**23
        self.p_trip_kPa = refrigerant.p_trip_kPa * settings.hp_trip_permille // 1000
        self._p_warn_kPa = self.p_trip_kPa * settings.hp_warn_permille // 1000
        self._p_unload_kPa = self.p_trip_kPa * settings.hp_unload_permille // 1000
        self.p_restart_kPa = self.p_trip_kPa * settings.hp_restart_permille // 1000
        self.p_low_kPa = refrigerant.p_dew_Pa(_LOW_cC) // 1000
        self.p_floor_kPa = refrigerant.p_dew_Pa(_FLOOR_cC) // 1000
        self._flow_ms = 0

    def clear(self, now):
        """Give `now` every attribute that `judge` sets, before the first scan."""
        now.p_trip_kPa = self.p_trip_kPa
        now.p_restart_kPa = self.p_restart_kPa
        now.at_limit = now.flow_missed = False
        now.p_low_kPa = self.p_low_kPa
        now.p_floor_kPa = self.p_floor_kPa
        now.running = now.heating = now.defrosting = now.p_high_warning = False
        now.compressor_off = True
        now.off_s = now.ran_s = now.in_mode_s = now.valve_s = now.start_wait_s = 0
        now.flow_ready = not self._water
        now.flow_lost = now.lp_watched = now.pre_run_done = False
        now.lift_kPa = 0
        now.chills_water = now.water_chills = now.water_cold = False
        now.water_freezing = now.water_too_hot = now.heater_too_hot = False
        now.valve_wrong = now.tank_on = False

    def judge(self, now, guard, in_mode_ms, elapsed_ms):
        """`in_mode_ms`: how long the mode has lasted."""
        s = self._settings
        mode = now.mode
        now.in_mode_s = in_mode_ms // 1000
        now.running = guard.compressor
        now.lift_kPa = now.p_discharge_kPa - now.p_suction_kPa
        now.compressor_off = not guard.compressor
        now.ran_s = guard.on_ms // 1000 if guard.compressor else 0
        now.off_s = 0 if guard.compressor else guard.off_ms // 1000
        now.valve_s = guard.valve_ms // 1000
        now.start_wait_s = guard.wait_s
        now.heating = (mode == modes.HEAT or mode == modes.TANK) and guard.compressor
        now.tank_on = mode == modes.TANK or mode == modes.BOOST
        now.defrosting = mode == modes.DEFROST and guard.compressor
        now.p_high_warning = now.p_discharge_ok and now.p_discharge_kPa >= self._p_warn_kPa
        now.at_limit = (now.p_high_warning and now.p_discharge_kPa >= self._p_unload_kPa) or (
            now.t_discharge_ok and now.t_discharge_cC >= s.discharge_unload_cC
        )
        now.lp_watched = (
            now.ran_s >= s.lp_blank_start_s and now.valve_s >= s.lp_blank_flip_s
        )  # ran_s is 0 while the compressor stands
        if self._water:
            self._judge_water(now, guard, elapsed_ms)
        now.pre_run_done = (
            guard.fan_ms >= s.fan_pre_s * 1000
            and guard.pump_ms >= s.pump_pre_s * 1000
            and now.flow_ready
        )
        now.valve_wrong = (  # from the mode's begin: between house and tank the water changes
            guard.compressor and now.in_mode_s >= _PROOF_s and self._valve_wrong(now, mode)
        )

    def _judge_water(self, now, guard, elapsed_ms):
        s = self._settings
        flows = guard.pump if now.flow_gps < 0 else now.flow_gps >= s.flow_least_gps
        if flows and self._flow_ms < _SHORT_ms:
            self._flow_ms += elapsed_ms
        elif not flows:
            self._flow_ms = 0
        now.flow_ready = self._flow_ms >= _FLOW_PROVED_ms
        now.flow_lost = not flows
        now.flow_missed = (
            not flows and not guard.compressor and guard.pump_ms >= s.flow_wait_s * 1000
        )
        now.water_chills = now.water_ok and now.t_supply_cC < now.t_return_cC - _WRONG_cK
        now.chills_water = guard.compressor and (guard.reverse or now.water_chills)
        now.water_cold = now.t_supply_ok and now.t_supply_cC < s.defrost_water_cC
        now.water_too_hot = now.t_supply_ok and now.t_supply_cC >= s.supply_most_cC
        now.heater_too_hot = now.water_too_hot and (  # the tank's coil wants 5 K over the tank
            now.mode != modes.BOOST or now.t_supply_cC >= s.legionella_cC + _COIL_cK
        )
        edge_cC = s.water_frost_cC + (_RESET_cK if now.water_freezing else 0)
        now.water_freezing = (now.t_supply_ok and now.t_supply_cC < edge_cC) or (
            now.t_return_ok and now.t_return_cC < edge_cC
        )

    def _valve_wrong(self, now, mode):
        """Heating warms the water, cooling and a defrost chill it.  Air units show the same on
        the outdoor coil; ice holds it near zero in a defrost, whatever the air does."""
        if self._water:
            warms_cK = now.t_supply_cC - now.t_return_cC if now.water_ok else 0
        elif now.t_coil_ok and now.t_outdoor_ok:
            ice = mode == modes.DEFROST and now.t_coil_cC > _ICE_cC
            warms_cK = 0 if ice else now.t_outdoor_cC - now.t_coil_cC
        else:
            warms_cK = 0
        heats = mode == modes.HEAT or mode == modes.TANK
        return warms_cK < -_WRONG_cK if heats else warms_cK > _WRONG_cK
