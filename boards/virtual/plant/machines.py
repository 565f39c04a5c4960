"""Whole machines: every parameter with its unit and where it comes from.

A machine is a dict: names end in their unit.  `common` holds what all share; a preset overrides.
"""

COMMON = {
    # compressor: scroll
    "volumetric": 0.97,          # 1, at pressure ratio 1; data sheets of ZH scrolls 0.95..0.98
    "volumetric_slope": 0.014,   # 1 per unit of pressure ratio; leakage
    "isentropic": 0.72,          # 1, best of shaft work, motor included
    "best_ratio": 2.7,           # 1, pressure ratio of that best; built-in volume ratio 2.2..2.6
    "off_best": 0.16,            # 1, loss of efficiency per (ln ratio)**2
    "drive_loss": 0.03,          # 1, inverter, lost to ambient
    # valves
    "valve_travel_s": 2.0,       # four-way valve, end to end; makers' data sheets 1..3 s
    "valve_start_Pa": 0.30e6,    # difference that shifts it; PHYSICS: 0.25..0.34 MPa
    "valve_hold_Pa": 0.25e6,
    "valve_most_Pa": 3.1e6,
    # melting and water
    "melt_W_K": 2600.0,          # iced coil to its ice
    "retained_kg": 0.15,         # melt water that stays between the fins
    "surface": 0.45,             # fin surface between tube (0) and air (1)
    "locked_W": 5000.0,
    "short_kg_s_Pa": 4.0e-7,     # hot gas through a slide half way
    "standby_W": 8.0,
    "crankcase_W": 35.0,
}

MONOBLOC_R290 = {
    "fluid": "r290",
    "source": "air",
    "swept_m3_s": 2.75e-3,       # displacement x speed: 8 kW at A2/W35
    "friction_W": 60.0,
    "charge_kg": 1.10,
    # outdoor coil: fin and tube
    "out_UA_W_K": 1900.0,        # air to tube wall, clean and dry
    "out_ref_W_K": 3600.0,       # tube wall to refrigerant, all wet
    "out_air_kg_s": 1.15,        # at full fan
    "out_C_J_K": 9.0e3,          # 20 kg of copper and aluminium
    "out_m3": 4.0e-3,
    "out_full_kg": 0.42,         # liquid that wets all of it as an evaporator
    "out_film_kg": 0.12,         # liquid that lies in it as a condenser before any floods
    "out_flood_kg": 1.0,         # liquid that would fill it
    "fan_W": 75.0,
    # indoor exchanger: plates
    "in_UA_W_K": 3600.0,
    "in_ref_W_K": 4200.0,
    "in_C_J_K": 6.0e3,
    "in_m3": 2.0e-3,
    "in_full_kg": 0.30,
    "in_film_kg": 0.10,
    "in_flood_kg": 0.9,
    "in_flow_kg_s": 0.38,        # water: 8 kW at 5 K
    "pump_W": 45.0,
    # shell
    "shell_J_K": 13.0e3,         # 26 kg of steel
    "shell_W_K": 1.1,            # to ambient: f = 4.2 +- 0.8 % of power (PHYSICS 2)
    "gas_W_K": 45.0,             # discharge gas to shell
    # expansion: thermostatic
    "expansion": 4.2e-5,         # kg/s/sqrt(Pa), all open
    "bleed": 0.10,               # opening at rest
    "static_K": 3.0,
    "gradient_K": 6.0,
    "bulb_s": 15.0,
    "frost_full_kg": 2.2,
    "deposit": 0.40,
}

HOUSE_WATER = {
    "loop_J_K": 4186.0 * 90.0,
    "emitter_W_K": 330.0,        # at 15 K over the room
    "room_J_K": 5.0e6,
    "mass_J_K": 45.0e6,
    "room_mass_W_K": 900.0,
    "loss_W_K": 190.0,
    "sun_m2": 3.0,
    "people_W": 350.0,
    "heater_W": 3000.0,
}

MACHINES = {"monobloc_r290": MONOBLOC_R290}


def build(name, emitter, house):
    if name not in MACHINES:
        raise ValueError("machine: %s is not one of %s" % (name, " ".join(sorted(MACHINES))))
    made = dict(COMMON)
    made.update(HOUSE_WATER)
    made.update(MACHINES[name])
    for key in sorted(house or {}):
        if key not in made:
            raise ValueError("house: %s is not one of %s" % (key, " ".join(sorted(made))))
        made[key] = house[key]
    return made
