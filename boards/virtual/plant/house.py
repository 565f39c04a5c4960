"""The house: a water loop and what gives its heat to the rooms, or air straight into them.

loop (water, pipes, buffer) -> emitter (radiator iron or floor slab) -> room air -> outdoors
                                                                          |-> masonry
A radiator gives as (its excess over the room)**1.3 (EN 442), a floor as **1.1 (EN 1264);
here 1.3125 = 1 + 1/4 + 1/16 and 1.125 = 1 + 1/8, which square roots make on every machine alike.
"""

from math import sqrt

from . import coil

CP_WATER = 4186.0       # J/kg/K
_DAY_s = 86400.0
_CUP_W, _BATH_W = 7000.0, 14000.0   # 3 l/min and 6 l/min heated by 33 K

# EN 16147, tapping profile M (Regulation (EU) 814/2013, annex III): minute of day, Wh, W
TAPS = tuple([
    (60 * h + m, Wh, _BATH_W if Wh > 1000 else _CUP_W) for h, m, Wh in (
        (7, 0, 105), (7, 5, 1400), (7, 30, 105), (8, 1, 105), (8, 15, 105), (8, 30, 105),
        (8, 45, 105), (9, 0, 105), (9, 30, 105), (10, 30, 105), (11, 30, 105), (11, 45, 105),
        (12, 45, 315), (14, 30, 105), (15, 30, 105), (16, 30, 105), (18, 0, 105), (18, 15, 105),
        (18, 30, 105), (19, 0, 105), (20, 30, 735), (21, 15, 105), (21, 30, 1400),
    )
])


def start(plant, m):
    plant.t_room_C = m["start_room_C"]
    plant.t_mass_C = m["start_room_C"]
    water = plant.emitter == "water"
    plant.t_return_C = m["start_return_C"] if water else plant.t_room_C
    plant.t_emitter_C = plant.t_return_C if water else plant.t_room_C
    plant.t_tank_C = plant.t_aside_C = m["tank_C"]
    plant.at_tank = False               # the water goes to the tank, not to the emitter


def _emitted_W(m, over_K):
    """What the emitter gives at over_K above the room; negative when it is colder."""
    size = (over_K if over_K > 0.0 else -over_K) / m["emitter_over_K"]
    root = sqrt(sqrt(size))
    if m["floor"]:
        root = sqrt(root)
    else:
        root *= sqrt(sqrt(root))
    return m["emitter_W_K"] * over_K * root


def _people(m, clock_s):
    """Part of people_W that is there: nights and evenings all of it, days 40 %."""
    hour = (clock_s + m["start_of_day_s"]) / 3600.0
    hour -= 24.0 * int(hour / 24.0)
    return 0.4 if 8.0 <= hour < 17.0 else 1.0


def _tapped_J(m, clock_s, since):
    """Heat drawn in the `since` seconds that end at clock_s, by the profile of the day."""
    now_s = clock_s + m["start_of_day_s"]
    now_s -= _DAY_s * int(now_s / _DAY_s)
    wanted_J = 0.0
    for minute, Wh, power_W in TAPS:
        begin_s = minute * 60.0
        part_s = min(now_s, begin_s + Wh * 3600.0 / power_W) - max(now_s - since, begin_s)
        if part_s > 0.0:
            wanted_J += part_s * power_W
    return wanted_J * m["tap_part"]


def _tank(plant, m, since, flow):
    """The hot-water tank: draws, loss, and what its coil takes from the water; the latter, J."""
    took_J = 0.0
    if plant.at_tank and flow > 0.01:
        took_J = m["tank_coil_W_K"] * (plant.t_return_C - plant.t_tank_C) * since
    tapped_J = _tapped_J(m, plant.clock_s, since)
    if plant.t_tank_C < 15.0:
        tapped_J = 0.0                  # the tap is fed at 10 degC: nothing left to draw
    lost_J = tapped_J + m["tank_loss_W_K"] * (plant.t_tank_C - plant.t_room_C) * since
    plant.t_tank_C += (took_J - lost_J) / m["tank_J_K"]
    plant.tap_J += lost_J
    return took_J


def _turn(plant):
    """The three-way valve: the water of the one circuit waits while that of the other moves."""
    plant.at_tank = plant.tank_valve > 0.5
    plant.t_return_C, plant.t_aside_C = plant.t_aside_C, plant.t_return_C


def advance(plant, m, since, heat_J, dry_J):
    """Moves the house by heat_J from the machine (dry_J of it without the room's moisture)."""
    if since <= 0.0:
        return
    water = plant.emitter == "water"
    heater_J = plant._heater_W * since
    plant.heater_J += heater_J
    room_J = dry_J + heater_J
    if water:
        room_J = _loop(plant, m, since, heat_J, heater_J)
    else:
        plant.moist_J += dry_J - heat_J
    t_room = plant.t_room_C
    if plant.pin_room_C is not None:
        plant.bench_J += room_J + m["room_J_K"] * (t_room - plant.pin_room_C)
        plant.t_room_C = plant.pin_room_C
        return
    lost_J = m["loss_W_K"] * (t_room - plant.t_outdoor_C) * since
    gain_J = (m["sun_m2"] * plant.ghi_W + m["people_W"] * _people(m, plant.clock_s)) * since
    mass_J = m["room_mass_W_K"] * (t_room - plant.t_mass_C) * since
    plant.house_loss_J += lost_J
    plant.gain_J += gain_J
    plant.t_room_C = t_room + (room_J + gain_J - lost_J - mass_J) / m["room_J_K"]
    plant.t_mass_C += mass_J / m["mass_J_K"]


def _loop(plant, m, since, heat_J, heater_J):
    """The water: takes heat from machine and backup heater; returns what the room gets, J."""
    if plant.pin_return_C is not None:
        moved_K = plant.t_return_C - plant.pin_return_C
        plant.bench_J += heat_J + heater_J + m["loop_J_K"] * moved_K
        plant.t_return_C = plant.pin_return_C
        return 0.0
    flow = plant.flow_kgps
    mean_C = plant.t_return_C
    if flow > 0.01:
        mean_C += 0.5 * (heat_J + heater_J) / (since * CP_WATER * flow)
    house_C = mean_C
    if m["tank_J_K"] > 0.0:
        took_J = _tank(plant, m, since, flow)
        if plant.at_tank:
            plant.t_return_C += (heat_J + heater_J - took_J) / m["tank_loop_J_K"]
            house_C, flow, heat_J, heater_J = plant.t_aside_C, 0.0, 0.0, 0.0
    into_J = m["emitter_in_W_K"] * (house_C - plant.t_emitter_C) * since
    if flow <= 0.01:
        into_J *= 0.05                  # thermosyphon only
    if m["trv_C"] > 0.0:
        shut_C = m["trv_C"]
        open_K = shut_C - plant.t_room_C
        into_J *= 0.0 if open_K < 0.0 else open_K if open_K < 1.0 else 1.0
    room_J = _emitted_W(m, plant.t_emitter_C - plant.t_room_C) * since
    if plant.at_tank:
        plant.t_aside_C -= into_J / m["loop_J_K"]
    else:
        plant.t_return_C += (heat_J + heater_J - into_J) / m["loop_J_K"]
    plant.t_emitter_C += (into_J - room_J) / m["emitter_J_K"]
    return room_J


def side(plant, m, t_coil_C, pump):
    """Sets the indoor exchanger for the next interval; returns the temperature that enters."""
    water = plant.emitter == "water"
    if m["tank_J_K"] > 0.0 and plant.at_tank != (plant.tank_valve > 0.5):
        _turn(plant)
    share = pump * plant.flow_mul
    flow = m["in_flow_kg_s"] * share
    plant.flow_kgps = flow
    cp = CP_WATER if water else coil.CP_AIR
    t_in = plant.t_return_C if water else plant.t_room_C
    if not water:
        plant.t_return_C = t_in
    if share > 0.002:
        C = flow * cp
        plant._in_W_K = C * coil.effectiveness(m["in_UA_W_K"] * sqrt(share) / C)
        plant._per_W = 1.0 / C
    else:
        plant._in_W_K = m["in_still_W_K"]
        plant._per_W = 1.0e-4           # what little it warms the pipe at the probe
    plant._in_latent_W = 0.0 if water else coil.indoor(plant, m, t_in, t_coil_C)
    return t_in
