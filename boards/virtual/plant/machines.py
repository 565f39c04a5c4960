"""Whole machines: every parameter with its unit, and where it comes from.

COMMON is shared, a preset overrides it, HOUSE belongs to the building; `build` merges them, and the
caller's own changes last.  "fit" is a value found by tools/fit_plant.py inside the bounds given there;
"size" scales with the machine; the rest is read from the named source.
"""

# fmt: off
COMMON = {
    # compressor: scroll, motor included
    "volumetric": 0.975,         # at pressure ratio 1; scroll data sheets 0.95..0.98
    "volumetric_slope": 0.012,   # per unit of pressure ratio: leakage past the flanks
    "isentropic": 0.72,          # fit: best shaft-to-gas efficiency with motor; data sheets 0.62..0.75
    "best_ratio": 2.6,           # fit: pressure ratio of the best; built-in volume ratio 2.1..2.8
    "off_best": 0.12,            # fit: lost per (ratio/best - 2 + best/ratio)
    "drive_loss": 0.025,         # inverter's loss, part of shaft power, to ambient
    "shell_W_K": 1.1,            # to ambient; f = 4.2 +- 0.8 % of power (PHYSICS 2) at the rating point
    # expansion: thermostatic, bulb on the suction line
    "static_K": 3.0,             # superheat at which it opens; makers' data 3..4 K
    "gradient_K": 6.0,           # from there to all open; makers' data 4..7 K
    "bulb_s": 15.0,              # bulb time constant; 10..30 s
    "bleed": 0.22,               # part open at rest: equalises in 60..180 s (PHYSICS 4)
    "expansion_back": 0.60,      # flow the other way; bi-flow valves 0.5..0.8
    # four-way valve
    "valve_travel_s": 2.0,       # end to end; makers' data 1..3 s
    "valve_start_Pa": 0.30e6,    # difference that shifts it; 0.25..0.34 MPa (PHYSICS 4)
    "valve_hold_Pa": 0.25e6,     # below this it stops half way
    "valve_most_Pa": 3.1e6,      # above this the pilot cannot
    "short_kg_s_Pa": 4.0e-7,     # hot gas through a slide half way, at 0.25 of full area
    # moisture and ice
    "surface": 0.45,             # fin surface between tube (0) and air (1): fin efficiency of 0.55 + film
    "deposit": 0.40,             # fit: part of the Lewis flow that stays on the coil
    "ice_linear": 0.40,          # fan curve against closing gaps: share = 1 - a x - b x^2,
    "ice_square": 0.35,          #   x = ice / frost_full_kg
    "retained_kg": 0.15,         # melt water that stays between the fins
    "drain_s": 20.0,             # how the rest drips off
    "cover_kg": 0.25,            # ice below this no longer covers the whole coil
    "melt_W_K": 2600.0,          # tube to its ice: held within 3 K of 0 degC by 8 kW
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
    # domestic hot water on the loop: none unless tank_J_K is given (200 l: 837e3)
    "tank_J_K": 0.0,
    "tank_C": 45.0,
    "tank_coil_W_K": 600.0,
    "tank_loss_W_K": 1.6,
    "tap_W": 2800.0,             # from 7 to 8 and 19 to 20 o'clock: 5.6 kWh a day (EN 16147 profile M)
}
FLOOR = {
    "emitter_in_W_K": 1100.0, "emitter_J_K": 9.0e6,    # 60 mm of screed under 75 m2
    "emitter_W_K": 700.0, "emitter_over_K": 8.0,       # 75 m2 at 9.3 W/m2/K (EN 1264)
}

# 8 kW at A2/W35, air to water
MONOBLOC_R290 = {
    "fluid": "r290", "source": "air", "emitter": "water",
    "swept_m3_s": 2.75e-3,       # size
    "friction_W": 60.0,          # bearings, at full speed
    "drive_W": 25.0,             # inverter's own, windage
    "charge_kg": 1.10,
    "expansion": 4.2e-5,         # kg/s/sqrt(Pa), all open
    "out_UA_W_K": 1900.0,        # fit: air to tube, clean and dry
    "out_ref_W_K": 3600.0,       # fit: tube to refrigerant, all wet
    "out_flow_kg_s": 1.15,       # 3300 m3/h
    "out_C_J_K": 9.0e3,          # 20 kg of copper and aluminium
    "out_m3": 4.0e-3,
    "out_full_kg": 0.42,         # liquid that wets all of it as an evaporator
    "out_film_kg": 0.12,         # liquid that lies in it as a condenser before any floods
    "out_flood_kg": 1.0,         # liquid that would fill it
    "frost_full_kg": 2.2,        # ice that closes it
    "fan_W": 75.0,
    "in_UA_W_K": 3600.0,         # fit: plates to water
    "in_ref_W_K": 4200.0,        # fit: plates to refrigerant
    "in_C_J_K": 14.0e3,          # 6 kg of steel, 2.5 l of water
    "in_m3": 2.0e-3,
    "in_full_kg": 0.30,
    "in_film_kg": 0.10,
    "in_flood_kg": 0.9,
    "in_flow_kg_s": 0.38,        # 8 kW at 5 K
    "pump_W": 45.0,
    "shell_J_K": 13.0e3,         # 26 kg of steel
    "gas_W_K": 45.0,             # discharge gas to shell
}

MACHINES = {"monobloc_r290": MONOBLOC_R290}
# fmt: on


def build(name, emitter, house):
    """One flat dict of everything."""
    if name not in MACHINES:
        raise ValueError("machine: %s is not one of %s" % (name, " ".join(sorted(MACHINES))))
    if emitter not in ("water", "air"):
        raise ValueError("emitter: %s is not one of air water" % emitter)
    made = dict(COMMON)
    made.update(HOUSE)
    if house and house.get("floor"):
        made.update(FLOOR)
    made.update(MACHINES[name])
    for key in house or {}:
        if key not in made:
            raise ValueError("house: %s is not one of %s" % (key, " ".join(sorted(made))))
        made[key] = house[key]
    return made
