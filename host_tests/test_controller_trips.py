"""What stops the compressor: pressure, hot gas, a valve that did not turn, probes, flow."""

import pytest
from rig import Rig
from runs import COLD, WARM, cooling, heating, heating_the_tank, reason


@pytest.mark.parametrize("supply, trips", [(22.5, False), (20.5, True)])
def test_heating_that_chills_the_water_means_that_the_valve_did_not_turn(supply, trips):
    rig = heating().turn(t_return=22, t_supply=supply)
    rig.run(30)
    assert (rig.mode == "SAFE_STOP") == trips
    assert not trips or reason(rig) == "the reversing valve did not turn"


@pytest.mark.parametrize("coil, trips", [(2.5, False), (4.5, True)])
def test_an_air_unit_sees_on_its_coil_that_the_valve_did_not_turn(coil, trips):
    rig = Rig(water=False).jump(t_outdoor=3, t_coil=3, t_room=17)
    rig.until("HEAT", 500)
    rig.turn(t_coil=coil).run(150)
    assert (rig.mode == "SAFE_STOP") == trips
    assert not trips or reason(rig) == "the reversing valve did not turn"


def test_high_pressure_stops_heating_within_half_a_second():
    rig = Rig(scan_ms=250).jump(**COLD)
    rig.until("HEAT", 500)
    rig.run(100).turn(p_discharge=2890)  # too early to end the run in good order
    for _ in range(20):
        rig.step()
    assert rig.lamps["compressor"]
    rig.jump(p_discharge=2905)
    rig.step()
    rig.step()
    assert not rig.lamps["compressor"] and rig.mode == "SAFE_STOP"
    assert rig.unit.because == "discharge pressure is at its limit"


@pytest.mark.parametrize("run, after", [(heating, "RUN_ON"), (cooling, "COOL_ON")])
@pytest.mark.parametrize("p_kPa, ends", [(2745, False), (2765, True)])  # 95 % of 2901 is 2755
def test_a_run_close_to_the_limit_ends_in_good_order(run, after, p_kPa, ends):
    rig = run().turn(p_discharge=p_kPa)
    rig.run(3, circuit=False)
    assert (rig.mode == after) == ends and not rig.unit.tripped
    assert reason(rig) == "high pressure or hot gas is close to its limit" or not ends


@pytest.mark.parametrize("run, after", [(heating, "RUN_ON"), (cooling, "COOL_ON")])
@pytest.mark.parametrize("t_C, ends", [(109.7, False), (110.3, True)])
def test_gas_close_to_its_limit_ends_the_run_in_good_order(run, after, t_C, ends):
    rig = run().turn(t_discharge=t_C)
    rig.run(25)
    assert (rig.mode == after) == ends and not rig.unit.tripped


@pytest.mark.parametrize("in_mode_s, wrong", [(118, False), (140, True)])
def test_the_water_between_house_and_tank_proves_no_valve(in_mode_s, wrong):
    rig = heating_the_tank().turn(t_tank=50, t_return=24, t_supply=24)
    rig.until("HEAT", 500)
    rig.jump(t_return=24, t_supply=22)
    rig.run(in_mode_s)
    assert (reason(rig) == "the reversing valve did not turn") == wrong


@pytest.mark.parametrize("wire, words", [
    ("t_discharge", "discharge thermistor"), ("p_suction", "suction pressure transducer"),
    ("p_discharge", "discharge pressure transducer"), ("t_return", "return thermistor"),
])  # fmt: skip
@pytest.mark.parametrize("uv, fault", [(3_300_000, "open"), (0, "short"), (None, "silent")])
@pytest.mark.parametrize("scan_ms", [250, 1000])
def test_a_probe_that_is_needed_stops_the_machine_within_four_seconds(
    wire, words, uv, fault, scan_ms
):
    rig = heating(scan_ms=scan_ms)
    rig.broken[wire] = uv
    for _ in range(4000 // scan_ms):
        rig.step()
    assert not rig.lamps["compressor"] and words in rig.unit.fault


@pytest.mark.parametrize("wire", ["t_outdoor", "t_coil", "t_suction", "t_liquid", "t_room"])
def test_a_probe_that_is_not_needed_leaves_the_machine_running(wire):
    rig = heating()
    rig.broken[wire] = 3_300_000
    rig.run(60)
    assert rig.lamps["compressor"] and rig.unit.fault is None


def test_a_broken_probe_while_idle_trips_at_once_and_clears_by_itself():
    rig = Rig().jump(**WARM)
    rig.until("IDLE", 500)
    rig.broken["t_discharge"] = 0
    rig.until("TRIPPED", 5)
    rig.run(1200)
    assert rig.mode == "TRIPPED"
    rig.broken.clear()
    rig.until("REST", 40)


def test_lost_flow_stops_the_compressor_within_five_seconds():
    rig = heating()
    rig.flow_gps = 0
    rig.run(5)
    assert not rig.lamps["compressor"] and rig.unit.because == "water flow is lost"


def test_hot_water_close_to_the_pressure_limit_ends_in_good_order():
    rig = heating_the_tank().turn(p_discharge=2765)
    rig.run(3, circuit=False)
    assert rig.mode == "TANK_ON" and not rig.unit.tripped
