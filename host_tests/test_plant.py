"""The simulated plant: it balances, it does not depend on the step, and no input breaks it."""

import subprocess
from math import isfinite
from pathlib import Path

import plant as plants
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plant import house

from tools import plant_bench as bench

ROOT = Path(__file__).resolve().parent.parent
MACHINES = plants.machines.MACHINES
TRUTH = ("t_coil_C", "t_suction_C", "t_discharge_C", "t_liquid_C", "t_supply_C", "t_return_C",
         "t_room_C", "p_suction_Pa", "p_discharge_Pa", "flow_kgps", "power_W", "heat_W",
         "frost_kg", "water_kg", "valve", "t_shell_C", "electric_J", "heat_J", "cold_J")


def balanced(p):
    """0.3 % of the electricity and 0.1 % of the water, or a rounding's worth at the very start."""
    assert abs(p.energy_error()) <= 0.003 * p.electric_J + 1.0
    assert abs(p.water_error()) <= 0.001 * (abs(p.vapour_kg) + p.drained_kg) + 1e-9


@pytest.mark.parametrize("name", MACHINES)
def test_a_winter_day_balances_and_hardly_depends_on_the_step(name):
    fine, coarse = (bench.day(name, MACHINES[name]["emitter"], dt, hours=7) for dt in (0.25, 2.0))
    balanced(fine)
    balanced(coarse)
    assert coarse.electric_J == pytest.approx(fine.electric_J, rel=5e-3)
    assert coarse.heat_J == pytest.approx(fine.heat_J, rel=5e-3)


@pytest.mark.parametrize("emitter", ["water", "air"])
def test_every_machine_takes_either_emitter(emitter):
    for name in MACHINES:
        p = plants.Plant(name, emitter)
        p.pump = p.fan = p.compressor = 1
        bench.run(p, 900)
        assert p.heat_W > 0.4 * p.power_W > 0
        balanced(p)


def test_a_coil_at_work_in_moist_cold_air_takes_ice_and_a_dry_one_does_not():
    wet, dry = (bench.make(t_air_C=0, rh=rh) for rh in (0.9, 0.4))
    for p in (wet, dry):
        bench.start(p)
        bench.run(p, 3600)
    assert wet.frost_kg > 0.5 and dry.frost_kg == 0.0
    assert wet.heat_W < 0.97 * dry.heat_W  # the ice costs capacity
    balanced(wet)


def test_a_defrost_takes_heat_from_the_water_and_leaves_a_clear_wet_coil():
    p = bench.make(t_air_C=0, rh=0.9)
    bench.start(p)
    bench.run(p, 3600)
    done = bench.defrost(p)
    assert done["left_kg"] < 0.01 and done["taken_J"] > 3.34e5 * done["melted_kg"] > 0
    assert done["half_C"] < 5.0  # near 0 degC as long as there is ice
    assert p.drained_kg > 0.5 * done["melted_kg"]
    balanced(p)


def test_melt_water_that_stays_freezes_again():
    p = bench.make(t_air_C=-3, rh=0.8)
    bench.start(p)
    state = list(p._x)
    state[13] = 0.15
    p._x = tuple(state)
    bench.run(p, 1800)
    p.settle()
    assert p.frost_kg > 0.1 and p.water_kg < 0.03


def test_cooling_takes_heat_from_the_house_and_counts_it_as_cold():
    p = bench.make(t_air_C=32, rh=0.4, return_C=15)
    bench.start(p, cooling=True)
    bench.run(p, 600)
    p.settle()
    assert p.valve == 1.0 and p.heat_W < -4000 and p.cold_J > 0
    balanced(p)


def test_the_pressures_part_at_the_start_and_meet_again_after_a_stop():
    p = bench.make()
    bench.start(p)
    bench.run(p, 300)
    running_Pa = p.p_discharge_Pa - p.p_suction_Pa
    p.compressor = p.fan = 0
    bench.run(p, 30)
    half_Pa = p.p_discharge_Pa - p.p_suction_Pa
    bench.run(p, 270)
    assert running_Pa > 8e5 > half_Pa > 2e5 > 0.2e5 > p.p_discharge_Pa - p.p_suction_Pa


def test_the_valve_does_not_move_without_a_pressure_difference_and_can_stick_half_way():
    p = bench.make()
    bench.run(p, 600)
    p.reverse = 1
    bench.run(p, 60)
    assert p.valve == 0.0
    p.valve_stuck = 0.5
    p.pump = p.fan = p.compressor = 1
    bench.run(p, 300)
    assert p.valve == 0.5
    assert p.p_discharge_Pa - p.p_suction_Pa < 5e5  # hot gas short-circuits; 9e5 is healthy


@pytest.mark.parametrize(("fault", "value", "sign"), [
    ("charge", 0.3, "superheat"), ("charge", 1.5, "subcooling"), ("fan_mul", 0.0, "colder"),
    ("coil_block", 0.9, "colder"), ("flow_mul", 0.2, "hotter"),
])
def test_a_fault_shows_where_a_technician_would_look(fault, value, sign):
    healthy, ill = bench.make(t_air_C=7, rh=0.5), bench.make(t_air_C=7, rh=0.5)
    setattr(ill, fault, value)
    for p in (healthy, ill):
        bench.start(p)
        bench.run(p, 900)
        balanced(p)
    if sign == "superheat":
        assert ill.superheat_K > healthy.superheat_K + 1 and ill.subcooling_K < 1
        assert ill.p_suction_Pa < healthy.p_suction_Pa - 0.3e5
    elif sign == "subcooling":
        assert ill.subcooling_K > healthy.subcooling_K + 3
        assert ill.p_discharge_Pa > healthy.p_discharge_Pa
    elif sign == "colder":
        assert ill.p_suction_Pa < healthy.p_suction_Pa - 0.5e5
    else:
        assert ill.p_discharge_Pa > healthy.p_discharge_Pa + 2e5


def test_a_compressor_that_cannot_turn_heats_itself_until_its_protector_opens():
    p = bench.make()
    p.rotor_locked = True
    p.pump = p.fan = p.compressor = 1
    bench.run(p, 30)
    assert p.power_W > 4000 and p.refrigerant_kgps == 0.0
    bench.run(p, 900)
    assert p.motor_hot or p.t_shell_C < 160
    balanced(p)
    p.rotor_locked, p.motor_open = False, True
    bench.run(p, 30)
    assert p.power_compressor_W == 0.0


def test_no_mains_means_no_power_at_once():
    p = bench.make()
    bench.start(p)
    p.grid_ok = False
    bench.run(p, 1)
    assert p.power_W == 0.0
    balanced(p)


def test_a_borehole_sinks_under_load_and_recovers():
    p = plants.Plant("ground_r407c")
    p.t_outdoor_C = -5.0
    first_C = p.t_brine_C
    p.pump = p.fan = p.compressor = 1
    p.pin_return_C = 30.0
    bench.run(p, 3 * 86400)
    under_C = p.t_brine_C
    p.compressor = 0
    bench.run(p, 3 * 86400)
    assert first_C - under_C > 4.0
    assert under_C + 2.0 < p.t_brine_C < first_C
    balanced(p)


def test_a_hot_water_tank_behind_its_valve_takes_all_the_heat_and_closes_the_balance():
    house = {"tank_J_K": 837e3, "tank_C": 30.0, "start_return_C": 36.0}
    p, radiators = plants.Plant(house=house), plants.Plant(house=house)
    for plant in (p, radiators):
        plant.pump = plant.fan = plant.compressor = 1
        plant.tank_valve = plant is p
        bench.run(plant, 3600)
        balanced(plant)
    assert p.t_tank_C > 45.0 and radiators.t_tank_C < 30.0
    assert p.t_emitter_C < radiators.t_emitter_C - 3
    p.tank_valve = 0  # the house's water comes back as it was left, and the balance stays closed
    bench.run(p, 60)
    assert p.t_return_C < 36.0
    balanced(p)


def test_a_day_of_taps_is_the_profile_m_of_en_16147():
    assert (len(house.TAPS), sum(Wh for _, Wh, _ in house.TAPS)) == (23, 5845)
    p = plants.Plant(house={"tank_J_K": 837e3, "tank_C": 60.0, "tank_loss_W_K": 0.0})
    bench.run(p, 86400)
    assert abs(p.tap_J / 3600 - 5845) < 5
    balanced(p)


def test_thermostatic_valves_keep_a_room_from_water_that_is_too_warm():
    rooms_C = []
    for shut_C in (0.0, 21.0):
        p = plants.Plant(house={"trv_C": shut_C, "start_return_C": 45.0, "loss_W_K": 60.0})
        p.heater = p.pump = 1
        bench.run(p, 12 * 3600)
        balanced(p)
        rooms_C.append(p.t_room_C)
    assert rooms_C[0] > 21.5 and rooms_C[1] < 21.0


def test_floors_answer_later_than_radiators():
    radiators, floor = (plants.Plant(house={"floor": on}) for on in (0, 1))
    for p in (radiators, floor):
        p.pump = p.fan = p.compressor = 1
        bench.run(p, 1800)
        balanced(p)
    assert radiators.t_emitter_C > floor.t_emitter_C + 2


def test_unknown_names_are_refused_in_one_sentence():
    with pytest.raises(ValueError, match="machine: steam is not one of exhaust_r290"):
        plants.Plant("steam")
    with pytest.raises(ValueError, match="emitter: fire is not one of air water"):
        plants.Plant(emitter="fire")
    with pytest.raises(ValueError, match="house: attic is not one of"):
        plants.Plant(house={"attic": 1})


share = st.floats(0, 1)
event = st.fixed_dictionaries({
    "t_outdoor_C": st.floats(-40, 50), "rh": share, "ghi_W": st.floats(0, 1100),
    "compressor": st.one_of(st.sampled_from([0, 1]), st.floats(0, 1.2)),
    "reverse": st.sampled_from([0, 1]), "fan": share, "pump": share,
    "heater": st.sampled_from([0, 1]), "crankcase": st.sampled_from([0, 1]),
    "fan_mul": st.floats(0, 2), "flow_mul": st.floats(0, 2), "charge": st.floats(0.1, 1.5),
    "coil_block": share, "ice_never_melts": st.booleans(), "rotor_locked": st.booleans(),
    "motor_open": st.booleans(), "grid_ok": st.booleans(),
    "valve_stuck": st.one_of(st.none(), share), "for_s": st.integers(5, 200),
    "dt_s": st.sampled_from([0.1, 0.25, 0.97, 1.0, 2.0]),
})


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=st.sampled_from(sorted(MACHINES)), emitter=st.sampled_from(["water", "air"]),
       events=st.lists(event, min_size=2, max_size=5))
def test_no_input_in_the_range_of_the_verbs_breaks_it(name, emitter, events):
    p = plants.Plant(name, emitter)
    for what in events:
        for key, value in what.items():
            if key not in ("for_s", "dt_s"):
                setattr(p, key, value)
        for _ in range(int(what["for_s"] / what["dt_s"])):
            p.step(what["dt_s"])
        assert all(isfinite(getattr(p, key)) for key in TRUTH)
        assert p.p_suction_Pa > 0 and p.p_discharge_Pa > 0
        assert p._x[1] > 0 and p._x[5] > 0 and p.frost_kg >= 0 and p.water_kg >= 0
        assert 0 <= p.valve <= 1 and -120 < p.t_coil_C < 400
    balanced(p)


PROGRAM = """
import sys
if sys.implementation.name == "cpython":
    sys.path.insert(0, "host_tests/cpython")
sys.path.insert(0, "boards/virtual")
import plant
p = plant.Plant(MACHINE, EMITTER)
h = 0
for k in range(2400):
    if k == 20:
        p.pump = p.fan = p.compressor = 1
    if k == 1500:
        p.compressor = p.fan = 0
    if k == 1560:
        p.reverse = 1
    if k == 1620:
        p.compressor = 1
    if k == 1800:
        p.compressor = 0
    p.step(1.0 if k % 3 else 0.25)
    if k % 50 == 0:
        p.settle()
        for x in (p.p_suction_Pa, p.p_discharge_Pa, p.t_discharge_C, p.t_coil_C, p.frost_kg * 1e9,
                  p.electric_J, p.t_room_C * 1e7, p.t_brine_C):
            h = (h * 31 + int(x * 1e3)) & 0xFFFFFF
print(h, int(p.electric_J * 1e3), int(p.heat_J * 1e3))
"""


@pytest.mark.parametrize("name", ["monobloc_r290", "split_r32", "ground_r407c", "exhaust_r290"])
def test_every_interpreter_computes_the_same_bits(name, micropython):
    program = PROGRAM.replace("MACHINE", repr(name)).replace(
        "EMITTER", repr(MACHINES[name]["emitter"]))
    outs = [subprocess.run([*command, "-c", program], cwd=ROOT, capture_output=True, text=True,
                           check=True).stdout
            for command in ((".venv/bin/python",), (str(micropython), "-X", "heapsize=1m"))]
    assert outs[0] == outs[1] != ""
