"""A `now` for tests of single tables: every fact that a controller has, quiet and healthy."""

from types import SimpleNamespace

from heatpump.settings import Settings


def healthy(**changes):
    """A machine at rest on a mild day with every probe believed; `changes` on top."""
    now = SimpleNamespace(
        settings=Settings(), mode=0, uptime_s=100_000, on=True, acknowledged=False,
        t_outdoor_cC=700, t_outdoor_ok=True, t_coil_cC=650, t_coil_ok=True,
        t_suction_cC=700, t_discharge_cC=2000, t_discharge_ok=True, t_liquid_cC=2000,
        t_supply_cC=3000, t_supply_ok=True, t_return_cC=2800, t_return_ok=True,
        t_room_cC=2000, t_room_ok=True, t_control_cC=2800, control_ok=True,
        p_suction_kPa=600, p_suction_ok=True, p_discharge_kPa=650, p_discharge_ok=True,
        p_suction_Pa=600_000, p_discharge_Pa=650_000, circuit_ok=True,
        p_trip_kPa=2901, p_low_kPa=150, p_floor_kPa=110, p_high_warning=False,
        power_W=20, flow_gps=380, pressostat_closed=True,
        running=False, compressor_off=True, ran_s=0, heating=False, defrosting=False,
        in_mode_s=0, valve_s=10_000, start_wait_s=0, heat_wait_s=0, cool_wait_s=0,
        wants_heat=False, wants_cold=False, circulate=True, pre_run_done=False,
        coil_iced=False, coil_clear=False, tripped=False, latched=False, retry_wait_s=0,
        flow_ready=True, flow_lost=False, lp_watched=False, chills_water=False,
        water_cold=False, water_freezing=False, water_too_hot=False, valve_wrong=False,
        water_chills=False, water_ok=True, lift_kPa=50, off_s=10_000, has_water=True,
        p_restart_kPa=2175, at_limit=False, flow_missed=False, idle_motor=False, welded=False,
        stuck=False, gas_too_cold=False, lines_crossed=False, water_crossed=False,
        wrong_gas=False, uneven=False, flow_ghost=False, heater_on=False, crankcase_on=False,
        history=SimpleNamespace(short_cycling=lambda: False),
        defrost=SimpleNamespace(timed_out=0), estimator=SimpleNamespace(t_condensing_cC=3500),
        minute_of_week=-1, sg=0, tank_on=False, pump_on=True, t_tank_cC=4500, t_tank_ok=True,
        t_crankcase_cC=2500,
        wants_tank=False, wants_boost=False, exercise_due=False,
    )  # fmt: skip
    for name, value in changes.items():
        if not hasattr(now, name):
            raise AttributeError(f"the controller has no fact {name}")
        setattr(now, name, value)
    return now


def running(**changes):
    """The same machine ten minutes into heating."""
    usual = {
        "running": True, "compressor_off": False, "ran_s": 600, "heating": True,
        "in_mode_s": 600, "p_suction_kPa": 450, "p_discharge_kPa": 1400,
        "t_discharge_cC": 6500, "t_coil_cC": 100, "lp_watched": True, "power_W": 1800,
        "pre_run_done": True, "off_s": 0,
    }  # fmt: skip
    return healthy(**{**usual, **changes})
