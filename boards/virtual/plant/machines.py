"""Whole machines: every parameter with its unit, and where it comes from.

COMMON is shared, a preset overrides it, HOUSE belongs to the building; `build` merges them, the
caller's own changes last.  "fit": found by tools/fit_plant.py inside the bounds given there.
"size": scales with the machine.  The rest is read from the named source, or is a plain estimate
of what such a part weighs and holds.
"""

# fmt: off
COMMON = {
    # compressor: scroll, motor included
    "volumetric": 0.975,         # at pressure ratio 1; scroll data sheets 0.95..0.98
    "volumetric_slope": 0.012,   # per unit of pressure ratio: leakage past the flanks
    "isentropic": 0.692,         # fit: best efficiency, motor included; data sheets 0.62..0.75
    "best_ratio": 1.75,          # fit: pressure ratio of the best; built-in volume ratio 2.1..2.8
    "off_best": 0.135,           # fit: lost per (ratio/best - 2 + best/ratio)
    "drive_loss": 0.025,         # inverter's loss, part of shaft power, to ambient
    "first_speed": 0.4,          # at which a motor on an inverter starts ...
    "ramp_s": 80.0,              # ... and from nothing to full: 1.5 revolutions a second each s
    "shell_W_K": 1.6,            # to ambient: 4.2 +- 0.8 % of power on 21 scrolls
    # expansion: thermostatic, bulb on the suction line
    "static_K": 3.0,             # superheat at which it opens; makers' data 3..4 K
    "gradient_K": 6.0,           # from there to all open; makers' data 4..7 K
    "bulb_s": 15.0,              # bulb time constant; 10..30 s
    "bleed": 0.22,               # part open at rest: equalises in 60..180 s
    "expansion_back": 0.60,      # flow the other way; bi-flow valves 0.6..0.9
    # four-way valve
    "valve_travel_s": 1.0,       # end to end; makers' data: about a second
    "valve_start_Pa": 0.27e6,    # difference that shifts it; 0.25..0.34 MPa
    "valve_hold_Pa": 0.10e6,     # below this a moving slide stops half way
    "valve_most_Pa": 3.1e6,      # above this the pilot cannot
    "short_kg_s_Pa": 4.0e-7,     # hot gas through a slide half way, at 0.25 of full area
    # moisture and ice
    "surface": 0.12,             # where clear wet fins are between tube (0) and air (1)
    "deposit": 0.31,             # fit: part of the Lewis flow that stays on the coil
    "coil_part": 0.75,           # of the fan's pressure that a clear coil takes; grilles the rest
    "edge_part": 0.12,           # of the air finds its way past a coil that is closed
    "frost_K_W_kg": 6.0e-5,      # frost: 0.2 W/m/K (Sanders), 200 kg/m3, 20 m2 of fins
    "retained_kg": 0.15,         # melt water that stays between the fins
    "drain_s": 20.0,             # how the rest drips off
    "cover_kg": 0.5,             # ice below this no longer covers the whole coil
    "melt_W_K": 3000.0,          # tube to its ice: 1 K at 3 kW, a coil that "stays near 0 degC"
    "freeze_W_K": 800.0,         # retained water to a cold tube
    # electrics
    "standby_W": 10.0,           # Keymark certificates, PSB median 14 W (with display)
    "crankcase_W": 35.0,
    "locked_W": 5000.0,          # locked rotor, all into the shell
    "in_still_W_K": 8.0,         # indoor exchanger to still water or air
    "out_cp_J_kgK": 1006.0,
    "exhaust_rh": 0.45,
}

HOUSE = {
    "floor": 0,                  # 0 radiators (exponent 1.3), 1 heated floor (1.1)
    "loop_J_K": 4186.0 * 90.0,   # pipes and a buffer of 50 l
    "emitter_in_W_K": 2500.0,    # water to iron or slab
    "emitter_J_K": 250.0e3,      # 300 kg of radiators with their water
    "emitter_W_K": 330.0,        # at emitter_over_K above the room
    "emitter_over_K": 15.0,
    "trv_C": 0.0,                # thermostatic valves shut at this room, open 1 K below; 0 none
    "room_J_K": 5.0e6,           # air, furniture, plaster: 150 m2
    "mass_J_K": 45.0e6,          # masonry, 0.3 MJ/m2/K
    "room_mass_W_K": 900.0,
    "loss_W_K": 190.0,           # 150 m2 at 1.25 W/m2/K: 5.7 kW at -10 degC
    "sun_m2": 3.0,               # window area times transmission, orientation, shading
    "people_W": 350.0,           # four people and their appliances at home
    "heater_W": 3000.0,
    "room_humidity": 0.0103,     # kg/kg: 27 degC, 46 % (EN 14511 cooling: wet bulb 19 degC)
    "start_of_day_s": 0.0,       # clock time at which clock_s is 0
    "start_room_C": 20.0,
    "start_return_C": 25.0,
    # domestic hot water behind a three-way valve: none unless tank_J_K is given (200 l: 837e3)
    "tank_J_K": 0.0,
    "tank_C": 45.0,              # at the start
    "tank_loop_J_K": 4186.0 * 15.0,   # pipes and coil between machine and tank
    "tank_coil_W_K": 1400.0,     # 0.25 to 0.3 m2 a kW (VDI 4645), 600 W/m2/K: 2.4 m2
    "tank_loss_W_K": 1.6,
    "tap_part": 1.0,             # of the tapping profile M of EN 16147: 5.845 kWh a day
}
FLOOR = {
    "emitter_in_W_K": 1100.0, "emitter_J_K": 9.0e6,    # 60 mm of screed under 75 m2
    "emitter_W_K": 700.0, "emitter_over_K": 8.0,       # 75 m2 at 9.3 W/m2/K (EN 1264)
}

# 8 kW at A2/W35, air to water
MONOBLOC_R290 = {
    "fluid": "r290", "source": "air", "emitter": "water",
    "swept_m3_s": 2.75e-3,       # size
    "friction_W": 18.0,          # bearings, at full speed
    "drive_W": 33.0,             # inverter's own, windage
    "charge_kg": 0.87,
    "expansion": 4.2e-5,         # kg/s/sqrt(Pa), all open
    "out_UA_W_K": 2370.0,        # fit: air to tube, clean and dry
    "out_ref_W_K": 5630.0,       # fit: tube to refrigerant, all wet
    "out_flow_kg_s": 1.15,       # 3300 m3/h
    "out_C_J_K": 9.0e3,          # 20 kg of copper and aluminium
    "out_m3": 5.0e-3,            # tubes, and the pipe and accumulator on its side
    "out_full_kg": 0.42,         # liquid that wets all of it as an evaporator
    "out_film_kg": 0.12,         # liquid that lies in it as a condenser before any floods
    "out_flood_kg": 1.0,         # liquid that would fill it
    "frost_full_kg": 1.1,        # ice that closes it
    "fan_W": 60.0,
    "in_UA_W_K": 7250.0,         # fit: plates to water
    "in_ref_W_K": 7630.0,        # fit: plates to refrigerant
    "in_C_J_K": 14.0e3,          # 6 kg of steel, 2.5 l of water
    "in_m3": 4.5e-3,             # plates, pipe, accumulator
    "in_full_kg": 0.30,
    "in_film_kg": 0.10,
    "in_flood_kg": 0.9,
    "in_flow_kg_s": 0.38,        # 8 kW at 5 K
    "pump_W": 45.0,
    "shell_J_K": 6.0e3,          # 12 kg of hot steel: discharge time constant 500 s
    "gas_W_K": 14.0,             # discharge gas to shell: a fifth of the work at a cold start
}

# 3.5 kW of cooling, 4.0 kW of heating, air to air
SPLIT_R32 = {
    "fluid": "r32", "source": "air", "emitter": "air",
    "swept_m3_s": 5.6e-4, "friction_W": 24.0, "drive_W": 18.0, "expansion": 2.2e-5,
    "isentropic": 0.68,          # small twin rotary with a permanent-magnet motor ...
    "best_ratio": 2.4, "off_best": 0.10,     # ... whose valves open at any ratio: a flat curve
    "static_K": 1.0, "gradient_K": 7.0,      # electronic valve
    "charge_kg": 0.72,           # name plates of 3.5 kW R32 splits 0.7..0.95 kg
    "out_UA_W_K": 1000.0, "out_ref_W_K": 2800.0, "out_flow_kg_s": 0.62, "out_C_J_K": 4.5e3,
    "out_m3": 1.8e-3, "out_full_kg": 0.36, "out_film_kg": 0.11, "out_flood_kg": 0.9,
    "frost_full_kg": 0.70, "frost_K_W_kg": 1.2e-4, "cover_kg": 0.26, "retained_kg": 0.08,
    "melt_W_K": 1500.0, "freeze_W_K": 400.0, "fan_W": 35.0,
    "in_UA_W_K": 480.0, "in_ref_W_K": 2000.0, "in_C_J_K": 2.6e3,
    "in_m3": 1.1e-3, "in_full_kg": 0.20, "in_film_kg": 0.07, "in_flood_kg": 0.5,
    "in_flow_kg_s": 0.228,       # 684 m3/h, catalogue of a 3.5 kW wall unit
    "in_still_W_K": 12.0, "pump_W": 28.0,
    "shell_J_K": 2.5e3, "shell_W_K": 0.75, "gas_W_K": 7.0, "locked_W": 2500.0,
    "loss_W_K": 95.0, "room_J_K": 2.5e6, "mass_J_K": 20.0e6, "room_mass_W_K": 450.0,
    "sun_m2": 1.5, "people_W": 250.0, "heater_W": 0.0,
}

# 12 kW at A7/W35, air to water (or to air)
UNIT_R410A = {
    "fluid": "r410a", "source": "air", "emitter": "water",
    "swept_m3_s": 2.0e-3, "friction_W": 90.0, "drive_W": 40.0, "expansion": 8.4e-5,
    "charge_kg": 2.80,
    "out_UA_W_K": 2900.0, "out_ref_W_K": 8200.0, "out_flow_kg_s": 1.70, "out_C_J_K": 13.0e3,
    "out_m3": 5.5e-3, "out_full_kg": 1.20, "out_film_kg": 0.35, "out_flood_kg": 2.8,
    "frost_full_kg": 2.0, "frost_K_W_kg": 4.1e-5, "cover_kg": 0.72, "retained_kg": 0.22,
    "melt_W_K": 4400.0, "freeze_W_K": 1200.0, "fan_W": 110.0,
    "in_UA_W_K": 7600.0, "in_ref_W_K": 10000.0, "in_C_J_K": 20.0e3,
    "in_m3": 3.8e-3, "in_full_kg": 0.85, "in_film_kg": 0.30, "in_flood_kg": 2.4,
    "in_flow_kg_s": 0.57, "pump_W": 60.0,
    "shell_J_K": 8.5e3, "shell_W_K": 2.3, "gas_W_K": 20.0, "locked_W": 8000.0,
    "loss_W_K": 290.0, "room_J_K": 7.0e6, "mass_J_K": 65.0e6, "room_mass_W_K": 1300.0,
    "emitter_W_K": 500.0, "loop_J_K": 4186.0 * 130.0, "emitter_in_W_K": 3800.0,
    "emitter_J_K": 380.0e3, "sun_m2": 4.5,
}

# 6 kW at B0/W35, one borehole
GROUND_R407C = {
    "fluid": "r407c", "source": "ground", "emitter": "water",
    "swept_m3_s": 1.95e-3, "friction_W": 45.0, "drive_W": 15.0, "expansion": 56 / 1000000,
    "drive_loss": 0.0, "first_speed": 2.0,   # straight from the mains
    "isentropic": 0.72, "best_ratio": 2.8, "off_best": 0.12,   # fixed-speed scroll, data sheets
    "static_K": 2.0, "gradient_K": 4.0,      # electronic valve
    "charge_kg": 1.90,
    "out_UA_W_K": 2600.0, "out_ref_W_K": 3600.0, "out_flow_kg_s": 0.40,
    "out_cp_J_kgK": 3790.0,      # 25 % ethylene glycol at 0 degC (ASHRAE Fundamentals, ch. 31)
    "out_C_J_K": 38.0e3, "out_m3": 3.6e-3, "out_full_kg": 0.75, "out_film_kg": 0.22,
    "out_flood_kg": 1.8, "fan_W": 60.0, "frost_full_kg": 1.0,
    "ground_C": 10.5,            # undisturbed, 50 m deep, central Europe
    "ground_m": 100.0,           # 46 W/m (VDI 4640-2: 40..55)
    "ground_mK_W": 0.10,         # double-U borehole, EN ISO 17628 tests 0.08..0.12
    "brine_J_K": 480.0e3,        # 125 l
    "in_UA_W_K": 3900.0, "in_ref_W_K": 4600.0, "in_C_J_K": 26.0e3,
    "in_m3": 3.6e-3, "in_full_kg": 0.55, "in_film_kg": 0.22, "in_flood_kg": 1.6,
    "in_flow_kg_s": 0.29, "pump_W": 40.0,
    "shell_J_K": 5.0e3, "shell_W_K": 1.3, "gas_W_K": 10.5, "locked_W": 4500.0,
    "loss_W_K": 150.0, "emitter_W_K": 260.0, "heater_W": 3000.0,
}

# 2 kW from the stale air of a flat
EXHAUST_R290 = {
    "fluid": "r290", "source": "exhaust", "emitter": "water",
    "swept_m3_s": 5.9e-4, "friction_W": 18.0, "drive_W": 10.0, "expansion": 1.05e-5,
    "isentropic": 0.64,          # small hermetic
    "static_K": 2.0, "gradient_K": 12.0,     # a wide band: 20 K between air and coil
    "bulb_s": 25.0,
    "charge_kg": 0.275,          # EN 378: below 0.5 kg indoors
    "out_UA_W_K": 230.0, "out_ref_W_K": 1300.0,
    "out_flow_kg_s": 0.067,      # 200 m3/h, fixed: the flat's ventilation
    "out_C_J_K": 2.6e3, "out_m3": 1.1e-3, "out_full_kg": 0.12, "out_film_kg": 0.04,
    "out_flood_kg": 0.30, "frost_full_kg": 0.57, "frost_K_W_kg": 5.2e-4,
    "cover_kg": 0.20, "retained_kg": 0.05, "melt_W_K": 900.0, "freeze_W_K": 240.0, "deposit": 0.85,
    "fan_W": 35.0,
    "in_UA_W_K": 1300.0, "in_ref_W_K": 1700.0, "in_C_J_K": 5.0e3,
    "in_m3": 1.1e-3, "in_full_kg": 0.09, "in_film_kg": 0.035, "in_flood_kg": 0.30,
    "in_flow_kg_s": 0.096, "pump_W": 20.0,
    "shell_J_K": 2.2e3, "shell_W_K": 0.55, "gas_W_K": 4.2, "locked_W": 1500.0,
    "loss_W_K": 50.0, "room_J_K": 2.0e6, "mass_J_K": 18.0e6, "room_mass_W_K": 350.0,
    "emitter_W_K": 90.0, "loop_J_K": 4186.0 * 40.0, "emitter_in_W_K": 700.0,
    "emitter_J_K": 70.0e3, "sun_m2": 1.0, "people_W": 200.0, "heater_W": 1500.0,
}

# 10 kW at W10/W35, two wells
WATER_R134A = {
    "fluid": "r134a", "source": "well", "emitter": "water",
    "swept_m3_s": 3.6e-3, "friction_W": 70.0, "drive_W": 15.0, "expansion": 1.40e-4,
    "drive_loss": 0.0, "first_speed": 2.0,
    "isentropic": 0.72, "best_ratio": 2.6, "off_best": 0.12,   # fixed-speed scroll, data sheets
    "static_K": 2.0, "gradient_K": 4.0,      # electronic valve
    "charge_kg": 2.90,
    "out_UA_W_K": 4600.0, "out_ref_W_K": 5600.0, "out_flow_kg_s": 0.50,
    "out_cp_J_kgK": 4195.0, "out_C_J_K": 18.0e3, "out_m3": 6.0e-3, "out_full_kg": 1.15,
    "out_film_kg": 0.35, "out_flood_kg": 2.8, "fan_W": 220.0, "frost_full_kg": 1.0,
    "ground_C": 10.0,            # ground water, 7..12 degC the year round
    "in_UA_W_K": 6400.0, "in_ref_W_K": 8000.0, "in_C_J_K": 18.0e3,
    "in_m3": 6.0e-3, "in_full_kg": 0.90, "in_film_kg": 0.33, "in_flood_kg": 2.6,
    "in_flow_kg_s": 0.48, "pump_W": 55.0,
    "shell_J_K": 8.0e3, "shell_W_K": 1.9, "gas_W_K": 16.0, "locked_W": 7000.0,
    "loss_W_K": 240.0, "room_J_K": 6.0e6, "mass_J_K": 55.0e6, "room_mass_W_K": 1100.0,
    "emitter_W_K": 420.0, "loop_J_K": 4186.0 * 110.0, "emitter_in_W_K": 3200.0,
    "emitter_J_K": 320.0e3, "sun_m2": 4.0,
}

MACHINES = {
    "monobloc_r290": MONOBLOC_R290,
    "split_r32": SPLIT_R32,
    "unit_r410a": UNIT_R410A,
    "ground_r407c": GROUND_R407C,
    "exhaust_r290": EXHAUST_R290,
    "water_r134a": WATER_R134A,
}
# What an air unit has instead of a water exchanger, per watt per kelvin of that exchanger's size
_AIR = {"in_flow_kg_s": 1.6, "in_UA_W_K": 0.27, "pump_W": 1.6, "in_C_J_K": 0.6}
_WATER = {"in_flow_kg_s": 0.84, "in_UA_W_K": 4.6, "pump_W": 1.0, "in_C_J_K": 2.4}
# fmt: on


def build(name, emitter, house):
    """One flat dict of everything."""
    if name not in MACHINES:
        raise ValueError("machine: %s is not one of %s" % (name, " ".join(sorted(MACHINES))))
    if emitter not in ("water", "air"):
        raise ValueError("emitter: %s is not one of air water" % emitter)
    preset = MACHINES[name]
    made = dict(COMMON)
    made.update(HOUSE)
    if house and house.get("floor"):
        made.update(FLOOR)
    made.update(preset)
    if emitter != preset["emitter"]:
        factors = _AIR if emitter == "air" else _WATER
        for key in sorted(factors):
            made[key] *= factors[key]
    for key in house or {}:
        if key not in made:
            raise ValueError("house: %s is not one of %s" % (key, " ".join(sorted(made))))
        made[key] = house[key]
    return made
