"""Where the heat comes from: outdoor air, a borehole, a well, or a house's own stale air.

Each gives the temperature that enters the outdoor exchanger and, but for air, the conductance.
Brine: one node of liquid, the borehole's resistance to its wall, and three rings of ground out
to a ground that never changes.  The rings have time constants of hours, weeks and years, so the
brine falls under load within minutes, drifts through a winter and recovers through a summer.
"""

from math import sqrt

from . import coil

# Rings of ground about a borehole of 0.13 m, to 0.4, 1.6 and 6.4 m: 2.2 MJ/m3/K and 2.1 W/m/K
# (VDI 4640-1, moist loam and marl), per metre of depth:
RING_J_mK = (1.0e6, 16.6e6, 265.0e6)    # pi * (r2**2 - r1**2) * 2.2e6
RING_W_mK = (17.4, 9.5, 9.5, 9.5)       # 2 pi * 2.1 / ln(r2 / r1); the wall first


def start(plant, m):
    kind = m["source"]
    plant.t_brine_C = m.get("ground_C", 10.0)
    plant._rings = [plant.t_brine_C, plant.t_brine_C, plant.t_brine_C]
    if kind == "air":
        return plant.t_outdoor_C
    if kind == "exhaust":
        return plant.t_room_C
    return plant.t_brine_C


def advance(plant, m, since, taken_J):
    """Moves the ground by what was taken in `since` seconds."""
    if m["source"] != "ground" or since <= 0.0:
        return
    depth = m["ground_m"]
    rings = plant._rings
    flow_J = depth / m["ground_mK_W"] * (rings[0] - plant.t_brine_C) * since
    plant.t_brine_C += (flow_J - taken_J) / m["brine_J_K"]
    for i in range(3):
        beyond = rings[i + 1] if i < 2 else m["ground_C"]
        next_J = RING_W_mK[i + 1] * depth * (beyond - rings[i]) * since
        rings[i] += (next_J - flow_J) / (RING_J_mK[i] * depth)
        flow_J = next_J


def side(plant, m, t_coil_C, frost, water, fan):
    """Sets the source side for the next interval and returns the temperature that enters."""
    kind = m["source"]
    if kind == "air":
        coil.outdoor(plant, m, plant.t_outdoor_C, plant.rh, t_coil_C, frost, water, fan)
        return plant.t_outdoor_C
    if kind == "exhaust":
        coil.outdoor(plant, m, plant.t_room_C, m["exhaust_rh"], t_coil_C, frost, water, fan)
        return plant.t_room_C
    share = fan * plant.fan_mul * (1.0 - plant.coil_block)
    if share < 0.002:
        share = 0.002
    C = m["out_flow_kg_s"] * share * m["out_cp_J_kgK"]
    plant._src_W_K = C * coil.effectiveness(m["out_UA_W_K"] * sqrt(share) / C)
    plant._latent_W = plant._melt_W_K = plant._freeze_W_K = plant._vapour_kgps = 0.0
    plant._warm_C = plant.t_brine_C
    return plant.t_brine_C
