"""A laboratory for the plant: hold the water and the air, run a point, a start, a frost cycle.

What EN 14511 does with a calorimeter is done here with the plant's two pins: the return water (or
the room) is held, and the outlet is brought to its rating by moving the return.  No firmware.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
for _folder in ("host_tests/cpython", "boards/virtual"):
    if str(ROOT / _folder) not in sys.path:
        sys.path.append(str(ROOT / _folder))

import plant as plants  # noqa: E402

PUMP_SHARE_W = 15.0  # EN 14511-3 counts only the pump power the exchanger itself needs
QUICK_SHELL_J_K = 1500.0  # a light shell settles soon and changes nothing when settled
LEAST_SPEED, MOST_SPEED = 0.2, 1.2  # 20..120 revolutions a second, as inverter scrolls turn


def fan_at(speed):
    """The outdoor fan of an inverter unit slows with its compressor."""
    return 0.5 + 0.5 * min(1.0, speed)


def make(machine="monobloc_r290", emitter=None, t_air_C=7.0, rh=0.87, return_C=30.0, room_C=20.0,
         changes=None):
    """A plant on the bench: outdoor state constant, return water and room held."""
    preset = plants.machines.MACHINES[machine]
    made = {"start_return_C": float(return_C), "start_room_C": float(room_C)}
    if preset["source"] in ("ground", "well"):
        made["ground_C"] = float(t_air_C)
    made.update(changes or {})
    p = plants.Plant(machine, emitter or preset["emitter"], None, 1, made)
    if preset["source"] in ("ground", "well"):
        p.machine["brine_J_K"] = 1e12  # a thermostat bath in place of the ground
    p.t_outdoor_C, p.rh = float(t_air_C), rh
    p.pin_return_C, p.pin_room_C = float(return_C), float(room_C)
    return p


def run(p, seconds, dt_s=1.0):
    for _ in range(round(seconds / dt_s)):
        p.step(dt_s)


def start(p, speed=1.0, cooling=False, fan=None):
    p.pump = 1 if not p.pump else p.pump
    p.reverse = 1 if cooling else 0
    run(p, 30)
    p.fan = fan_at(speed) if fan is None else fan
    p.compressor = 1.0  # full speed shifts the valve
    run(p, 20)
    p.compressor = speed


def point(outlet_C, load_W=None, speed=1.0, pump=1.0, cooling=False, frost=False, seconds=700,
          **where):
    """One rating point; returns a dict of cop, heat_W, power_W, speed and the plant.

    load_W: the speed is moved until this is delivered (within its limits), else `speed` holds.
    """
    changes = {"shell_J_K": QUICK_SHELL_J_K, "pump_W": PUMP_SHARE_W}
    if not frost:
        changes["frost_full_kg"] = 1e6  # ice may grow but closes nothing
    changes.update(where.pop("changes", {}))
    guess = outlet_C + (5.0 if cooling else -4.0)
    p = make(return_C=guess, changes=changes, **where)
    p.pump = pump
    start(p, 0.7 if load_W else speed, cooling)
    speed = 0.7 if load_W else speed
    heat = power = 0.0
    for k in range(seconds):
        p.step(1.0)
        if k % 4 == 0:
            p.pin_return_C += 0.25 * (outlet_C - p.t_supply_C)
            if load_W and k > 60:
                speed += 0.06 * (load_W - abs(p.heat_W)) / load_W
                speed = min(MOST_SPEED, max(LEAST_SPEED, speed))
                p.compressor, p.fan = speed, fan_at(speed)
        if k >= seconds - 100:
            heat += p.heat_W / 100
            power += p.power_W / 100
    return {"cop": abs(heat) / power, "heat_W": heat, "power_W": power, "speed": speed, "plant": p}


def iced_point(outlet_C, load_W, pump=1.0, changes=None, **where):
    """A rating point over whole cycles of frost and defrost; it is their mean that meets load_W.

    The return water is that of the point without ice; the speed is raised once for what ice took.
    """
    r = point(outlet_C, load_W=load_W, pump=pump, changes=changes or {}, **where)
    return_C, speed = r["plant"].pin_return_C, r["speed"]
    for _ in range(2):
        r.update(frost_cycles(where["t_air_C"], where["rh"], return_C, speed, pump=pump, drop=0.12,
                              changes=changes), speed=speed)
        speed = min(MOST_SPEED, speed * load_W / r["heat_W"])
    return r


def air_point(machine, t_air_C, room_C, speed=1.0, rh=0.87, seconds=1500):
    """A rating point of an air-to-air unit."""
    p = make(machine, "air", t_air_C, rh, room_C, room_C, {"shell_J_K": QUICK_SHELL_J_K,
                                                          "frost_full_kg": 1e6})
    start(p, speed, cooling=t_air_C > room_C)
    run(p, seconds)
    heat = power = 0.0
    for _ in range(200):
        p.step(1.0)
        heat += p.heat_W / 200
        power += p.power_W / 200
    return {"cop": abs(heat) / power, "heat_W": heat, "power_W": power, "plant": p}


def defrost(p, pump=None):
    """Reverse cycle until the coil has 15 degC or for 600 s; returns what it cost.

    The sequence is a plain one: 30 s rest, flip, 15 s, melt at full speed without fan, 60 s drip,
    flip back, 15 s.  pump: indoor flow meanwhile (None: as it was).
    """
    was = p.compressor, p.fan, p.pump
    p.compressor = p.fan = 0
    run(p, 30)
    p.reverse = 1
    if pump is not None:
        p.pump = pump
    run(p, 15)
    p.settle()
    heat_J, electric_J, ice_kg = p.heat_J, p.electric_J, p.frost_kg
    p.compressor = 1.0
    seconds, warmest_C = 0, -99.0
    melted_s = None
    while seconds < 600 and p.t_coil_C < 15.0:
        p.step(1.0)
        seconds += 1
        if p.frost_kg > 0.5 * ice_kg:
            warmest_C = max(warmest_C, p.t_coil_C)
        if melted_s is None and p.frost_kg < 0.03 * ice_kg:
            melted_s = seconds
    p.settle()
    taken_J, electric_J = heat_J - p.heat_J, p.electric_J - electric_J
    melted_kg = ice_kg - p.frost_kg
    p.compressor = 0
    run(p, 60)
    p.reverse = 0
    run(p, 15)
    p.compressor, p.fan, p.pump = was
    return {"seconds": seconds, "melted_s": melted_s, "melted_kg": melted_kg, "ice_kg": ice_kg,
            "left_kg": p.frost_kg, "taken_J": taken_J, "electric_J": electric_J,
            "half_C": warmest_C, "all_s": 30 + 15 + seconds + 60 + 15}


def melted(ice_kg, pump=None, machine="monobloc_r290", emitter=None, t_air_C=0.0, rh=0.85,
           return_C=30.0, room_C=20.0):
    """Let ice_kg grow at full speed, then defrost: what that cost."""
    p = make(machine, emitter, t_air_C, rh, return_C, room_C, {"pump_W": PUMP_SHARE_W})
    start(p)
    while p.frost_kg < ice_kg:
        p.step(1.0)
    return defrost(p, pump)


def frost_cycles(t_air_C, rh, return_C, speed=1.0, hours=4.0, drop=0.15, longest_s=5400, pump=1.0,
                 machine="monobloc_r290", changes=None, defrost_pump=None, emitter=None,
                 room_C=20.0):
    """Run with demand defrost (capacity down by `drop`, or `longest_s` with ice on the coil).

    Returns cop and heat_W over whole cycles (first defrost to last), the defrosts, intervals in
    seconds and the rate of frost in kg/h; without a whole cycle: until the first defrost.
    """
    p = make(machine, emitter, t_air_C, rh, return_C, room_C,
             dict({"pump_W": PUMP_SHARE_W}, **(changes or {})))
    p.pump = pump
    start(p, speed)
    marks, defrosts, intervals = [], [], []
    since = best_W = 0
    while p.clock_s < hours * 3600:
        p.step(1.0)
        since += 1
        if since == 600 and not marks:
            p.settle()
            settled = p.clock_s, p.heat_J, p.electric_J
        if since >= 600:
            best_W = max(best_W, p.heat_W)
        worn = since > 900 and p.heat_W < (1.0 - drop) * best_W
        if worn or (since > longest_s and p.frost_kg > 0.05):
            p.settle()
            marks.append((p.clock_s, p.heat_J, p.electric_J))
            intervals.append(since)
            done = defrost(p, defrost_pump)
            done["rate_kgph"] = done["ice_kg"] / since * 3600
            defrosts.append(done)
            since = best_W = 0
    p.settle()
    result = {"defrosts": defrosts, "intervals": intervals, "plant": p}
    if len(marks) < 2:
        marks = [settled, *marks, (p.clock_s, p.heat_J, p.electric_J)][:2]
    s, q, e = (b - a for a, b in zip(marks[0], marks[-1], strict=True))
    result.update(cop=q / e, heat_W=q / s)
    return result


def day(machine, emitter, dt_s, t_air_C=0.0, rh=0.85, hours=24, changes=None):
    """A day in a house on a fixed programme: 40 minutes of every hour, a defrost in every third.

    The commands depend on the clock alone, so runs with different steps differ by the step alone.
    """
    p = plants.Plant(machine, emitter, None, 1, changes)
    p.t_outdoor_C, p.rh, p.ghi_W = t_air_C, rh, 60.0
    p.pump = 1
    steps = round(30 / dt_s)
    for half in range(hours * 120):
        m = half % 120 / 2
        thaw = (half // 120) % 3 == 2
        p.reverse = 1 if thaw and 40.5 <= m < 45 else 0  # while the pressures are still apart
        p.compressor = 1 if m < 40 or (thaw and 41 <= m < 44) else 0
        p.fan = 1 if m < 40 else 0
        for _ in range(steps):
            p.step(dt_s)
    p.settle()
    return p
