"""Ice on the coil: a defrost step by step, how it ends, and how it is given up."""

from runs import ICED, defrosting, heating, heating_the_tank, modes_seen, reason


def test_an_iced_coil_is_defrosted_step_by_step():
    rig = defrosting()
    assert modes_seen(rig)[-3:] == ["SETTLE", "TURN", "DEFROST"]
    assert rig.lamps["reverse"] and rig.lamps["pump"] and not rig.lamps["fan"]
    rig.turn(t_coil=16).until("HEAT", 100)
    assert modes_seen(rig)[-4:] == ["DRIP", "BACK", "RESTART", "HEAT"]
    assert reason(rig) == "pressure has turned the valve, fan on"
    rig.run(5)
    assert rig.lamps["compressor"] and not rig.lamps["reverse"] and rig.unit.guard.starts == 1


def test_a_defrost_ends_after_ten_minutes_with_the_coil_still_cold():
    rig = defrosting().turn(t_coil=0)  # ice holds it there
    assert rig.until("DRIP", 700) <= 600
    assert reason(rig) == "defrost ran out of time" and rig.unit.defrost.timed_out == 1


def test_the_fan_comes_back_after_a_defrost_even_when_no_pressure_builds_up():
    rig = defrosting().turn(t_coil=16)
    rig.until("RESTART", 100)
    assert rig.until("HEAT", 30, circuit=False) == 18 and rig.lamps["fan"]
    assert reason(rig) == "fan on, whatever the valve did"


def test_a_defrost_ends_on_high_pressure():
    rig = defrosting().turn(p_suction=400, p_discharge=2700)
    rig.run(4, circuit=False)
    assert rig.mode == "DRIP" and reason(rig) == "pressure is high, coil must be clear"


def test_a_defrost_does_not_go_on_with_cold_house_water():
    rig = defrosting().turn(t_supply=11)
    rig.run(5)
    assert rig.mode == "DRIP" and reason(rig) == "house water is too cold to go on"


def test_a_defrost_whose_valve_must_not_move_is_given_up():
    rig = heating().turn(**ICED)
    rig.until("SETTLE", 3000)
    rig.turn(p_suction=200, p_discharge=2800)
    rig.unit.settings.valve_span_kPa = 500
    rig.until("COOL_ON", 200, circuit=False)
    assert reason(rig) == "the guard refused the start" and not rig.lamps["reverse"]
    rig.until("REST", 100, circuit=False)  # nothing has run reversed: the next start is any start


def test_after_a_defrost_that_never_started_the_fan_leads_again():
    """Found by a campaign: its restart, much later, ran for three seconds without the fan."""
    rig = heating().turn(**ICED)
    rig.until("TURN", 3000)
    rig.unit.guard.hold_ms = 900_000
    rig.until("COOL_ON", 300)
    rig.unit.settings.defrost_over_cK = 2000
    while not rig.lamps["compressor"]:
        fan = rig.lamps["fan"]
        rig.run(1)
    assert rig.mode == "HEAT" and fan


def test_a_trip_in_a_defrost_holds_the_valve():
    rig = defrosting().turn(p_suction=400, p_discharge=2950)
    rig.until("HOLD_VALVE", 3, circuit=False)
    assert rig.lamps["reverse"] and not rig.lamps["compressor"]
    assert rig.until("SAFE_STOP", 70) >= 59
    assert reason(rig) == "pressures have settled, valve to rest"


def test_ice_on_the_coil_is_melted_out_of_the_house_and_not_out_of_the_tank():
    rig = heating_the_tank().turn(**ICED)
    rig.until("DEFROST", 6000)
    assert "SETTLE" in modes_seen(rig) and not rig.lamps["tank_valve"]
