"""The outdoor coil's air, its moisture and its ice; the water an indoor coil takes from a room.

Ice has a mass and a bulk, the mass that would fill the same room at the usual density: frost of
a cold and dry hour is loose, closes more and insulates more.  Air flow is where the fan's curve
meets a gap that closes, less what covers the face.  Effectiveness of a coil whose tubes have one
temperature: 1 - exp(-UA / C), UA with the layer's resistance in series.

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
USUAL_kg_m3 = 202.0     # frost at a surface of -5 degC (Hosoda and Uzuhashi, 2 m/s)
REFROZEN = 4.0          # melt water that freezes again is as dense as ice, over that
LEAST_GAP = 0.08        # ice bridges the fins but for this part
LEAST = 0.03            # wind and buoyancy move this part of the air when the fan rests
SLOW_s = 4.0            # what dries in one interval must be there


def air_share(m, plant, fan):
    """Part of the full air flow that passes: fan, ice, leaves."""
    gap = 1.0 - plant.bulk_kg / m["frost_full_kg"]
    if gap < LEAST_GAP:
        gap = LEAST_GAP
    closed = 1.0 / (gap * gap * gap) - 1.0          # what the gap resists more than a clear one
    edges = m["edge_part"]
    share = edges + (1.0 - edges) / sqrt(1.0 + m["coil_part"] * closed)
    share *= fan * plant.fan_mul * (1.0 - plant.coil_block)
    return share if share > LEAST else LEAST


def relative_density(surface_C):
    """Of frost that settles at this temperature, over the usual; warmer than -1.5 degC as there.

    340 |t|^-0.455 + 25 v kg/m3 (Hosoda and Uzuhashi) at 2 m/s; the exponent here is 0.5.
    """
    cold = -surface_C if surface_C < -1.5 else 1.5
    return (340.0 / sqrt(cold) + 50.0) / USUAL_kg_m3


def grow(plant, frost, density):
    """The bulk follows the mass: what came has a density, what went is taken evenly."""
    was = plant._frost_was
    if frost > was:
        plant.bulk_kg += (frost - was) / density
    elif was > 0.0:
        plant.bulk_kg *= frost / was
    plant._frost_was = frost


def effectiveness(ntu):
    return 1.0 - exact.exp(-ntu)


def advance(plant, m, since, frost, water):
    """Moisture that came at the rate set last time, water that drips: (frost, water)."""
    grow(plant, frost, REFROZEN)        # what the steps melted, or froze again
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
    grow(plant, frost, relative_density(plant._surface_C))
    return frost, water


def outdoor(plant, m, t_air_C, rh, t_coil_C, frost, water, fan):
    """Sets the air side for the next interval: heat conductance, latent heat, melting."""
    share = air_share(m, plant, fan)
    C = m["out_flow_kg_s"] * share * CP_AIR
    UA = m["out_UA_W_K"] * sqrt(share)
    layer = UA * m["frost_K_W_kg"] * plant.bulk_kg   # its resistance over that of the air
    plant._src_W_K = C * effectiveness(UA / (1.0 + layer) / C)
    part = (m["surface"] + layer) / (1.0 + layer)
    surface = t_coil_C + part * (t_air_C - t_coil_C)
    plant._surface_C = surface
    # where little air passes it leaves as cold as the tubes, and superheats the less
    reach = sqrt(share / fan) if share < fan else 1.0
    plant._warm_C = t_coil_C + reach * (t_air_C - t_coil_C)
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
    cover = water / m["cover_kg"] + 0.02 if cold else 0.0
    plant._freeze_W_K = m["freeze_W_K"] * (cover if cover < 1.0 else 1.0)


def indoor(plant, m, t_room_C, t_coil_C):
    """Water an indoor air coil takes from the room, as the heat it costs, W (never negative)."""
    surface = t_coil_C + m["surface"] * (t_room_C - t_coil_C)
    dry = m["room_humidity"] - air.saturated(surface)
    if dry <= 0.0:
        return 0.0
    return plant._in_W_K / CP_AIR * dry * (VAPOUR_J_kg - ICE_J_kg)
