"""The outdoor coil's air, its moisture and its ice; the water an indoor coil takes from a room.

Air flow falls with ice between the fins (fan curve against a closing gap) and with what covers the
face.  Effectiveness of a coil whose tubes have one temperature: 1 - exp(-UA / C).

Moisture goes to the fin surface by the same flow and effectiveness as heat (Lewis number 1), times
`deposit`: the part of the air that meets fins below its dew point and leaves its water there.
Below 0 degC it becomes ice, above it water; both can go back to dry air.
"""

from math import sqrt

import exact

from . import air

CP_AIR = 1006.0         # J/kg/K
ICE_J_kg = 334.0e3      # fusion
VAPOUR_J_kg = 2.834e6   # sublimation: ice at 0 degC is the ledger's zero
LEAST = 0.03            # wind and buoyancy move this part of the air when the fan rests
SLOW_s = 4.0            # what dries in one interval must be there


def air_share(m, plant, frost, fan):
    """Part of the full air flow that passes: fan, ice, leaves."""
    full = frost / m["frost_full_kg"]
    if full > 1.0:
        full = 1.0
    open_ = 1.0 - full * (m["ice_linear"] + m["ice_square"] * full)
    share = fan * plant.fan_mul * open_ * (1.0 - plant.coil_block)
    return share if share > LEAST else LEAST


def effectiveness(ntu):
    return 1.0 - exact.exp(-ntu)


def advance(plant, m, since, frost, water):
    """Moisture that came at the rate set last time, water that drips: (frost, water)."""
    came = plant._vapour_kgps * since
    plant.vapour_kg += came
    if plant._to_frost:
        frost += came
        if frost < 0.0:                 # more was to dry than there was
            plant.vapour_kg -= frost
            frost = 0.0
    else:
        water += came
        plant.wet_J += came * ICE_J_kg
        if water < 0.0:                 # more was to dry than there was
            plant.vapour_kg -= water
            plant.wet_J -= water * ICE_J_kg
            water = 0.0
    spare = water - m["retained_kg"]
    if spare > 0.0:
        part = since / m["drain_s"]
        gone = spare * part if part < 1.0 else spare
        water -= gone
        plant.drained_kg += gone
        plant.drain_J += gone * ICE_J_kg
    return frost, water


def outdoor(plant, m, t_air_C, rh, t_coil_C, frost, water, fan):
    """Sets the air side for the next interval: heat conductance, latent heat, melting."""
    share = air_share(m, plant, frost, fan)
    C = m["out_flow_kg_s"] * share * CP_AIR
    plant._src_W_K = C * effectiveness(m["out_UA_W_K"] * sqrt(share) / C)
    surface = t_coil_C + m["surface"] * (t_air_C - t_coil_C)
    dry = rh * air.saturated(t_air_C) - air.saturated(surface)
    kgps = plant._src_W_K / CP_AIR * m["deposit"] * dry
    cold = surface < 0.0
    plant._to_frost = frost > 0.0 and water <= 0.0 if kgps < 0.0 else cold
    if kgps < 0.0:
        have = frost if plant._to_frost else water
        if -kgps * SLOW_s > have:
            kgps = -have / SLOW_s
    plant._vapour_kgps = kgps
    plant._latent_W = kgps * (VAPOUR_J_kg if plant._to_frost else VAPOUR_J_kg - ICE_J_kg)
    cover = frost / m["cover_kg"] + 0.02
    if plant.ice_never_melts:
        cover = 0.0
    plant._melt_W_K = m["melt_W_K"] * (cover if cover < 1.0 else 1.0)
    cover = water / m["cover_kg"] if cold else 0.0
    plant._freeze_W_K = m["freeze_W_K"] * (cover if cover < 1.0 else 1.0)


def indoor(plant, m, t_room_C, t_coil_C):
    """Water an indoor air coil takes from the room, as the heat it costs, W (never negative)."""
    surface = t_coil_C + m["surface"] * (t_room_C - t_coil_C)
    dry = m["room_humidity"] - air.saturated(surface)
    if dry <= 0.0:
        return 0.0
    return plant._in_W_K / CP_AIR * dry * (VAPOUR_J_kg - ICE_J_kg)
