"""Everything slow, every SLOW_s: weather, air flow, moisture, water loop, house, and the ledger."""

from math import sqrt

import exact
import micropython

from . import air

SLOW_s = 3.999          # called when this much has passed (4 s with steps of 0.25, 0.5, 1 and 2 s)
WEATHER_s = 60.0
_CP_AIR = 1006.0
_CP_WATER = 4186.0
_ICE_J_kg = 334.0e3
_VAPOUR_J_kg = 2.834e6  # from ice: ice at 0 degC is the zero of the ledger


def _row(plant, t_C):
    sat = plant.tables[0]
    x = (t_C - plant.fluid.LOW_C) * 0.5
    if x < 0.0:
        x = 0.0
    elif x > len(sat) + 0.5:
        x = len(sat) + 0.5
    i = int(x)
    if i > len(sat) - 1:
        i = len(sat) - 1
    p, dp, hl, dhl, chi, dchi, hg, dhg, rho, drho = sat[i]
    f = x - i
    return p + f * dp, hl + f * dhl, chi + f * dchi, rho + f * drho


def start(plant):
    m = plant.machine
    plant.clock_s = 0.0
    if plant.weather is not None:
        _weather(plant)
    t = plant.t_outdoor_C
    plant.t_room_C = m.get("start_room_C", 20.0)
    plant.t_mass_C = plant.t_room_C
    plant.t_return_C = m.get("start_return_C", 25.0) if plant.emitter == "water" else plant.t_room_C
    p, hl, chi, rho = _row(plant, t)
    Mi = m["in_m3"] * rho
    Mo = m["charge_kg"] - Mi
    Ui = Mi * hl + m["in_m3"] * chi
    Uo = Mo * hl + m["out_m3"] * chi
    plant._x = (Uo, Mo, t, t, Ui, Mi, t, plant.t_return_C, t, t, m["bleed"], 0.0, 0.0, 0.0,
                0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    plant.p_suction_Pa = plant.p_discharge_Pa = p
    plant.t_coil_C = plant.t_suction_C = plant.t_discharge_C = plant.t_liquid_C = t
    plant.t_supply_C = plant.t_return_C
    plant.power_W = plant.power_compressor_W = plant.heat_W = 0.0
    plant.valve = plant.frost_kg = plant.water_kg = plant.flow_kgps = 0.0
    plant.t_shell_C = t
    # ledger, J and kg
    plant.heat_J = plant.cold_J = plant.electric_J = plant.source_J = plant.loss_J = 0.0
    plant.aux_J = plant.house_loss_J = plant.gain_J = plant.bench_J = plant.drain_J = 0.0
    plant.charge_J = plant.wet_J = 0.0
    plant.vapour_kg = plant.drained_kg = 0.0
    plant._vapour_kgps = 0.0
    plant._aux_W = plant._latent_W = plant._crankcase_W = 0.0
    plant._to_frost = False
    plant._cooling = False
    plant._next_weather_s = WEATHER_s
    plant._fan = plant._pump = -1.0
    plant._stored0_J = None
    advance(plant)
    plant._stored0_J = stored_J(plant)


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
     qo_J, qi_J, el_J, loss_J, spare, since) = plant._x
    fan = plant._fan = plant.fan
    pump = plant._pump = plant.pump
    if plant.weather is not None and plant.clock_s >= plant._next_weather_s:
        plant._next_weather_s += WEATHER_s
        _weather(plant)
    t_out = plant.t_outdoor_C

    # moisture that came or went since the last time, at the rate set then
    came = plant._vapour_kgps * since
    plant.vapour_kg += came
    if plant._to_frost:
        frost += came
    else:
        water += came
        plant.wet_J += came * _ICE_J_kg
        if water < 0.0:                 # more dried than there was: the rest was ice
            frost += water
            plant.wet_J -= water * _ICE_J_kg
            water = 0.0
    # drain
    if water > m["retained_kg"]:
        part = since / 20.0
        gone = (water - m["retained_kg"]) * (part if part < 1.0 else 1.0)
        water -= gone
        plant.drained_kg += gone
        plant.drain_J += gone * _ICE_J_kg

    # ledger
    plant.electric_J += el_J
    plant.source_J += qo_J
    plant.loss_J += loss_J
    plant.aux_J += plant._aux_W * since
    Tsh += plant._crankcase_W * since / m["shell_J_K"]
    if plant.compressor:
        if valve < 0.5:
            plant._cooling = False
        else:
            plant._cooling = fan > 0.0
    if plant._cooling:
        plant.cold_J -= qi_J
    else:
        plant.heat_J += qi_J

    # refrigerant leaks or is added, a minute's time constant, at the liquid's energy
    target = plant.charge * m["charge_kg"]
    by = target - Mo - Mi
    if by > 1e-9 or by < -1e-9:
        part = since / 60.0
        by *= part if part < 1.0 else 1.0
        if Mo > Mi:
            hl = _row(plant, To)[1]
            Mo += by
            Uo += by * hl
        else:
            hl = _row(plant, Ti)[1]
            Mi += by
            Ui += by * hl
        plant.charge_J += by * hl

    # house
    water_unit = plant.emitter == "water"
    t_room = plant.t_room_C
    t_ret = plant.t_return_C
    flow = m["in_flow_kg_s"] * pump * plant.flow_mul
    if water_unit:
        if plant.pin_return_C is not None:
            plant.bench_J += qi_J + m["loop_J_K"] * (t_ret - plant.pin_return_C)
            t_ret = plant.pin_return_C
            to_room_J = 0.0
        else:
            heater_J = m["heater_W"] * plant.heater * since
            over = t_ret + (0.5 * plant.heat_W / (_CP_WATER * flow) if flow > 0.01 else 0.0) - t_room
            size = over if over > 0.0 else -over
            to_room_J = m["emitter_W_K"] * over * sqrt(sqrt(size / 15.0)) * since
            if flow <= 0.01:
                to_room_J *= 0.1
            plant.electric_J += heater_J
            t_ret += (qi_J + heater_J - to_room_J) / m["loop_J_K"]
    else:
        heater_J = m["heater_W"] * plant.heater * since
        plant.electric_J += heater_J
        to_room_J = qi_J + heater_J
    if plant.pin_room_C is not None:
        plant.bench_J += to_room_J + m["room_J_K"] * (t_room - plant.pin_room_C)
        t_room = plant.pin_room_C
    else:
        lost_J = m["loss_W_K"] * (t_room - t_out) * since
        gain_J = (m["sun_m2"] * plant.ghi_W + m["people_W"]) * since
        mass_J = m["room_mass_W_K"] * (t_room - plant.t_mass_C) * since
        plant.house_loss_J += lost_J
        plant.gain_J += gain_J
        t_room += (to_room_J + gain_J - lost_J - mass_J) / m["room_J_K"]
        plant.t_mass_C += mass_J / m["mass_J_K"]
    if not water_unit:
        t_ret = t_room
    plant.t_room_C = t_room
    plant.t_return_C = t_ret

    # outdoor air side
    full = frost / m["frost_full_kg"]
    open_ = 1.0 - 0.40 * full - 0.35 * full * full
    if open_ < 0.08:
        open_ = 0.08
    share = fan * plant.fan_mul * open_ * (1.0 - plant.coil_block)
    if share < 0.03:
        share = 0.03                    # wind and buoyancy
    C = m["out_air_kg_s"] * share * _CP_AIR
    UA = m["out_UA_W_K"] * sqrt(share)
    src_W_K = C * (1.0 - exact.exp(-UA / C))

    # moisture on the coil
    surface = Wo + m["surface"] * (t_out - Wo)
    kgps = src_W_K / _CP_AIR * m["deposit"] * (plant.rh * air.saturated(t_out) - air.saturated(surface))
    plant._to_frost = surface < 0.0 and (kgps > 0.0 or water <= 0.0)
    if kgps < 0.0:
        have = frost if plant._to_frost else water
        if -kgps * 4.0 > have:
            kgps = -have / 4.0
    plant._vapour_kgps = kgps
    latent_W = kgps * (_VAPOUR_J_kg if plant._to_frost else _VAPOUR_J_kg - _ICE_J_kg)
    plant._latent_W = latent_W

    # indoor side
    if water_unit:
        C = flow * _CP_WATER
    else:
        C = flow * _CP_AIR
    if flow > 1e-4:
        C_in = C
        part = pump * plant.flow_mul
        in_W_K = C * (1.0 - exact.exp(-m["in_UA_W_K"] * sqrt(part) / C))
    else:
        C_in = 1e4
        in_W_K = 5.0
    plant.flow_kgps = flow

    pump_W = m["pump_W"] * pump
    plant._aux_W = m["fan_W"] * fan + pump_W + m["standby_W"]
    plant._crankcase_W = m["crankcase_W"] * plant.crankcase
    aux_W = plant._aux_W + plant._crankcase_W
    cover = frost * 4.0 + 0.02
    melt = 0.0 if plant.ice_never_melts else m["melt_W_K"] * (cover if cover < 1.0 else 1.0)
    cover = water * 10.0
    freeze = 800.0 * (cover if cover < 1.0 else 1.0)
    plant.water_kg = water
    plant.t_shell_C = Tsh
    sat, vap, liq = plant.tables
    plant._now = (
        sat, vap, liq, float(plant.fluid.LOW_C), len(sat) - 0.001, aux_W, t_out, t_out, src_W_K, latent_W, melt, freeze,
        t_ret, in_W_K, 1.0 / C_in, m["out_m3"], m["in_m3"], m["out_ref_W_K"], m["in_ref_W_K"],
        m["out_full_kg"], m["in_full_kg"], m["out_film_kg"], m["in_film_kg"], m["out_flood_kg"],
        m["in_flood_kg"], 1.0 / m["out_C_J_K"], 1.0 / m["in_C_J_K"], 1.0 / m["shell_J_K"],
        m["shell_W_K"], m["gas_W_K"], m["expansion"], m["bleed"], m["static_K"], m["gradient_K"],
        1.0 / m["bulb_s"], m["friction_W"], plant.fluid.WORK_SH, 1.0 + m["drive_loss"],
        m["swept_m3_s"], m["volumetric"] + m["volumetric_slope"], m["volumetric_slope"],
        m["isentropic"], m["off_best"] / m["best_ratio"], m["best_ratio"],
    ) + plant.fluid.WORK
    plant._x = (Uo, Mo, To, Wo, Ui, Mi, Ti, Wi, Tsh, Tdis, z, valve, frost, water,
                0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def stored_J(plant):
    m = plant.machine
    x = plant._x
    total = (x[0] + x[4] + m["out_C_J_K"] * x[3] + m["in_C_J_K"] * x[7] + m["shell_J_K"] * x[8]
             + _ICE_J_kg * x[13])
    if plant.emitter == "water":
        total += m["loop_J_K"] * plant.t_return_C
    return total + m["room_J_K"] * plant.t_room_C + m["mass_J_K"] * plant.t_mass_C


def energy_error(plant):
    """Joules that appeared from nowhere since the start."""
    advance(plant)
    # latent heat comes with the vapour; what becomes water keeps the ice's part in store
    came = plant.electric_J + plant.source_J + plant.wet_J + plant.gain_J + plant.charge_J
    went = plant.loss_J + plant.aux_J + plant.house_loss_J + plant.bench_J + plant.drain_J
    return stored_J(plant) - plant._stored0_J - came + went


def water_error(plant):
    """Kilograms of water that appeared from nowhere since the start."""
    return plant._x[12] + plant._x[13] + plant.drained_kg - plant.vapour_kg
