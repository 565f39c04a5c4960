"""Everything slow, every four seconds: weather, source, house, moisture, and the ledger."""

import exact
import micropython

from . import coil, house, ledger, sources

SLOW_s = 3999 / 1000          # four seconds with steps of 0.25, 0.5, 1 or 2 s
WEATHER_s = 60.0
_LEAK_s = 60.0          # a change of `charge` comes with this time constant
_HOT_C = 155.0          # the motor's own protector opens ...
_COOL_C = 110.0         # ... and closes


def saturation(plant, t_C):
    """(p_Pa, h_liquid, chi, rho_vapour) at a grid temperature."""
    sat = plant.tables[0]
    x = t_C - plant.fluid.LOW_C
    if x < 0.0:
        x = 0.0
    elif x > len(sat) + 2.0:
        x = len(sat) + 2.0
    i = int(x)
    if i > len(sat) - 1:
        i = len(sat) - 1
    p, dp, hl, dhl, chi, dchi, _, _, rho, drho = sat[i]
    f = x - i
    return p + f * dp, hl + f * dhl, chi + f * dchi, rho + f * drho


def start(plant):
    """Everything at rest since yesterday: all liquid in the colder coil, one pressure."""
    m = plant.machine
    plant.clock_s = 0.0
    if plant.weather is not None:
        _weather(plant)
    house.start(plant, m)
    t = sources.start(plant, m)
    t_in = plant.t_return_C if plant.emitter == "water" else plant.t_room_C
    cold = t if t < t_in else t_in
    p, hl, chi, rho = saturation(plant, cold)
    few = m["in_m3"] if t <= t_in else m["out_m3"]
    least = few * rho
    rest = m["charge_kg"] - least
    most = m["out_m3"] if t <= t_in else m["in_m3"]
    a = (rest * hl + most * chi, rest, cold)
    b = (least * hl + few * chi, least, cold)
    if t > t_in:
        a, b = b, a
    t_amb = plant.t_outdoor_C
    plant._x = a + (t,) + b + (t_in, t_amb, t_amb, m["bleed"], 0.0, 0.0, 0.0,
                               0.0, 0.0, 0.0, 0.0, 0.0)
    plant.p_suction_Pa = plant.p_discharge_Pa = p
    plant.t_coil_C = t
    plant.t_suction_C = plant.t_discharge_C = plant.t_liquid_C = plant.t_shell_C = t_amb
    plant.t_supply_C = t_in
    plant.power_W = plant.power_compressor_W = plant.heat_W = 0.0
    plant.valve = plant.frost_kg = plant.water_kg = plant.flow_kgps = 0.0
    plant.superheat_K = plant.subcooling_K = plant.refrigerant_kgps = 0.0
    ledger.start(plant)
    plant._vapour_kgps = plant._aux_W = plant._latent_W = plant._crankcase_W = 0.0
    plant._heater_W = plant._in_latent_W = plant._pump_W = 0.0
    plant.bulk_kg = plant._frost_was = plant._surface_C = plant._freeze_W_K = 0.0
    plant._to_frost = plant._cooling = plant.motor_hot = False
    plant._spin = 0.0
    plant._first_speed = m["first_speed"]
    plant._per_ramp = 1.0 / m["ramp_s"]
    plant._next_weather_s = WEATHER_s
    plant._fan = plant._pump = plant._grid = -1.0
    plant._stored0_J = 0.0
    plant._fixed = _fixed(plant, m)
    advance(plant)
    plant._stored0_J = ledger.stored_J(plant)


def _fixed(plant, m):
    """The part of `_now` that never changes, in the order the step unpacks it."""
    fluid = plant.fluid
    sat, vap, liq = plant.tables
    return (
        sat, vap, liq, fluid.VAPOUR_K, fluid.LIQUID_K, float(fluid.LOW_C), len(sat) - 1,
        m["out_m3"], m["in_m3"],
        m["out_ref_W_K"], m["in_ref_W_K"], m["out_full_kg"], m["in_full_kg"],
        m["out_film_kg"], m["in_film_kg"], m["out_flood_kg"], m["in_flood_kg"],
        1.0 / m["out_C_J_K"], 1.0 / m["in_C_J_K"], 1.0 / m["shell_J_K"],
        m["shell_W_K"], m["gas_W_K"], m["expansion"], m["expansion"] * m["expansion_back"],
        m["bleed"], m["static_K"], m["gradient_K"], 1.0 / m["bulb_s"],
        m["friction_W"], m["drive_W"], exact.decimal(fluid.WORK_SH),
        1.0 + m["drive_loss"], m["swept_m3_s"],
        m["volumetric"] + m["volumetric_slope"], m["volumetric_slope"],
        m["isentropic"], m["off_best"] / m["best_ratio"], m["best_ratio"],
    ) + tuple([exact.decimal(x) for x in fluid.WORK])


def _weather(plant):
    weather = plant.weather
    weather.at(plant.clock_s)
    plant.t_outdoor_C = weather.t_outdoor_C
    plant.rh = weather.rh
    plant.ghi_W = weather.ghi_W


@micropython.native
def advance(plant):
    m = plant.machine
    (Uo, Mo, To, Wo, Ui, Mi, Ti, Wi, Tsh, Tdis, z, valve, frost, water,
     qo_J, qi_J, el_J, loss_J, since) = plant._x
    if plant.weather is not None and plant.clock_s >= plant._next_weather_s:
        plant._next_weather_s += WEATHER_s
        _weather(plant)

    # what the last interval did
    frost, water = coil.advance(plant, m, since, frost, water)
    plant.electric_J += el_J
    plant.source_J += qo_J
    plant.loss_J += loss_J
    plant.aux_J += plant._aux_W * since
    plant.pump_J += plant._pump_W * since
    plant.crankcase_J += plant._crankcase_W * since
    Tsh += plant._crankcase_W * since / m["shell_J_K"]
    if plant.compressor:
        plant._cooling = valve > 0.5 and plant.fan > 0.0
    if plant._cooling:
        plant.cold_J -= qi_J
    else:
        plant.heat_J += qi_J
    by = plant.charge * m["charge_kg"] - Mo - Mi
    if by > 1e-9 or by < -1e-9:
        part = since / _LEAK_s
        by *= part if part < 1.0 else 1.0
        if Mo > Mi:
            hl = saturation(plant, To)[1]
            Mo += by
            Uo += by * hl
        else:
            hl = saturation(plant, Ti)[1]
            Mi += by
            Ui += by * hl
        plant.charge_J += by * hl
    house.advance(plant, m, since, qi_J, qi_J + plant._in_latent_W * since)
    sources.advance(plant, m, since, qo_J)

    # what the next will meet
    plant._fan = plant.fan
    plant._pump = plant.pump
    plant._grid = plant.grid_ok
    on = 1.0 if plant.grid_ok else 0.0
    fan = plant.fan * on
    pump = plant.pump * on
    t_src = sources.side(plant, m, Wo, frost, water, fan)
    t_in = house.side(plant, m, Wi, pump)
    plant._aux_W = (m["fan_W"] * fan * fan * fan + m["pump_W"] * pump * pump * pump
                    + m["standby_W"]) * on
    plant._pump_W = m["pump_W"] * pump * pump * pump
    plant._crankcase_W = m["crankcase_W"] * plant.crankcase * on
    plant._heater_W = m["heater_W"] * plant.heater * on
    aux_W = plant._aux_W + plant._crankcase_W + plant._heater_W
    if Tsh > _HOT_C:
        plant.motor_hot = True
    elif Tsh < _COOL_C:
        plant.motor_hot = False
    plant.water_kg = water
    plant.t_shell_C = Tsh
    plant._now = (
        aux_W, plant.t_outdoor_C, t_src, plant._warm_C, plant._src_W_K, plant._latent_W,
        plant._melt_W_K, plant._freeze_W_K, t_in, plant._in_W_K, plant._in_latent_W, plant._per_W,
    )
    plant._x = (Uo, Mo, To, Wo, Ui, Mi, Ti, Wi, Tsh, Tdis, z, valve, frost, water,
                0.0, 0.0, 0.0, 0.0, 0.0)
