"""Every row at its limit and one below, and at its time, one scan short and one past."""

import pytest
from heatpump import protections
from heatpump.ladder import Protections
from heatpump.notes import NOTES
from heatpump.protections import LADDER, LATCH, PATIENT, ROWS
from heatpump.settings import Settings
from now import healthy, running

CODES = [row[0] for row in ROWS]

# code, fact that is varied, last value that is still good, first that is not, other facts
# fmt: off
LIMITS = [
    ("HP",          "p_discharge_kPa",  2900,  2901, {}),
    ("LP",          "p_suction_kPa",     151,   150, {}),
    ("LP_FLOOR",    "p_suction_kPa",     111,   110, {"lp_watched": False}),
    ("DISCHARGE",   "t_discharge_cC",  11499, 11500, {}),
    ("DISCHARGE!",  "t_discharge_cC",  12499, 12500, {}),
    ("FREEZE",      "t_supply_cC",       301,   300, {"chills_water": True}),
    ("NO_LIFT",     "p_discharge_kPa",   550,   549, {}),  # 100 kPa over 450
    ("SWAPPED",     "p_suction_kPa",    1500,  1501, {}),
    ("PRESSOSTAT",  "pressostat_closed", True, False, {}),
    ("FLOW",        "flow_lost",        False,  True, {}),
    ("T_DISCHARGE", "t_discharge_ok",    True, False, {}),
    ("P_HP",        "p_discharge_ok",    True, False, {}),
    ("P_LP",        "p_suction_ok",      True, False, {}),
    ("T_CONTROL",   "control_ok",        True, False, {}),
    ("VALVE",       "valve_wrong",      False,  True, {}),
    ("NO_FLOW",     "flow_missed",      False,  True, {}),
    ("NO_POWER",    "idle_motor",       False,  True, {}),
    ("STUCK",       "stuck",            False,  True, {}),
    ("WATER",       "water_crossed",    False,  True, {}),
    ("WELDED",      "welded",           False,  True, {}),
    ("GAS_COLD",    "gas_too_cold",     False,  True, {}),
    ("LINES",       "lines_crossed",    False,  True, {}),
    ("REFRIGERANT", "wrong_gas",        False,  True, {}),
    ("UNEVEN",      "uneven",           False,  True, {}),
]
# fmt: on


# How long a reason must last, and which trips are no overload (PATIENT) or need a person at once
# (LATCH); every other row trips at its first scan and climbs the ladder.
TIMES_ms = {
    "LP": 30_000, "LP_FLOOR": 1000, "DISCHARGE": 5000, "FLOW": 4500, "SWAPPED": 10_000,
    "NO_LIFT": 30_000, "VALVE": 10_000, "NO_POWER": 20_000, "WATER": 60_000, "WELDED": 20_000,
    "GAS_COLD": 120_000, "LINES": 60_000, "REFRIGERANT": 60_000, "UNEVEN": 60_000,
}  # fmt: skip
KINDS = {
    "T_DISCHARGE": PATIENT, "P_HP": PATIENT, "P_LP": PATIENT, "T_CONTROL": PATIENT,
    "REFRIGERANT": PATIENT, "UNEVEN": PATIENT, "WELDED": LATCH,
}  # fmt: skip


def row_of(code):
    return ROWS[CODES.index(code)]


def test_every_row_is_in_the_table_of_limits():
    assert sorted(CODES) == sorted(limit[0] for limit in LIMITS)


@pytest.mark.parametrize("row", ROWS, ids=CODES)
def test_how_long_a_reason_must_last_and_what_follows_is_said_here_too(row):
    code, _, for_ms, _, again, _ = row
    assert (for_ms, again) == (TIMES_ms.get(code, 0), KINDS.get(code, LADDER))


# A compressor is judged by its lift from its 120th second on; less than -100 kPa is SWAPPED, and
# from there to +100 kPa it is NO_LIFT.
@pytest.mark.parametrize("ran_s, lift_kPa, codes", [
    (119, -500, []), (120, -101, ["SWAPPED"]), (120, -100, ["NO_LIFT"]), (121, 0, ["NO_LIFT"]),
    (120, 99, ["NO_LIFT"]), (120, 100, []), (119, 0, []), (120, -5000, ["SWAPPED"]),
])  # fmt: skip
def test_what_a_lift_says_after_two_minutes(ran_s, lift_kPa, codes):
    now = running(ran_s=ran_s, p_suction_kPa=700, p_discharge_kPa=700 + lift_kPa)
    assert [code for code in ("SWAPPED", "NO_LIFT") if row_of(code)[1](now)] == codes


@pytest.mark.parametrize("code, facts", [
    ("HP", {"p_discharge_kPa": 5000, "p_discharge_ok": False}),
    ("LP_FLOOR", {"p_suction_kPa": 0, "p_suction_ok": False}),
    ("DISCHARGE", {"t_discharge_cC": 20_000, "t_discharge_ok": False}),
    ("FREEZE", {"t_supply_cC": -500, "t_supply_ok": False, "chills_water": True}),
    ("FREEZE", {"t_supply_cC": -500}), ("FLOW", {"flow_lost": True, "running": False}),
])  # fmt: skip
def test_a_reading_that_is_not_believed_or_not_meant_trips_no_limit(code, facts):
    assert not row_of(code)[1](running(**facts))


def test_a_lost_pressure_does_not_end_a_trip_by_high_pressure_and_a_lost_probe_ends_others():
    lost = healthy(p_discharge_ok=False, t_discharge_ok=False, t_supply_ok=False)
    ends = {code: row_of(code)[3](lost) for code in ("HP", "DISCHARGE", "FREEZE")}
    assert ends == {"HP": False, "DISCHARGE": True, "FREEZE": True}


@pytest.mark.parametrize("code, fact, good, bad, others", LIMITS, ids=[x[0] for x in LIMITS])
def test_a_row_trips_at_its_limit_and_not_before(code, fact, good, bad, others):
    when = row_of(code)[1]
    assert not when(running(**{**others, fact: good}))
    assert when(running(**{**others, fact: bad}))


@pytest.mark.parametrize("scan_ms", [100, 250, 500, 1000])
@pytest.mark.parametrize("code, fact, good, bad, others", LIMITS, ids=[x[0] for x in LIMITS])
def test_a_row_trips_within_one_scan_of_its_time(code, fact, good, bad, others, scan_ms):
    p = Protections(Settings())
    i, for_ms = CODES.index(code), row_of(code)[2]
    now = running(**{**others, fact: bad})
    p._held_ms[i] = 0
    seen_ms = None
    for scan in range(130_000 // scan_ms):
        p.step(now, scan_ms)
        if p._held_ms[i] > for_ms:
            seen_ms = scan * scan_ms  # since the first scan that saw it
            break
    assert seen_ms is not None and for_ms - scan_ms < seen_ms <= for_ms


@pytest.mark.parametrize("code, fact, good, bad, others", LIMITS, ids=[x[0] for x in LIMITS])
def test_a_row_forgets_when_its_reason_goes_away(code, fact, good, bad, others):
    p = Protections(Settings())
    i = CODES.index(code)
    p.step(running(**{**others, fact: bad}), 1000)
    p.step(running(**{**others, fact: good}), 1000)
    assert p._held_ms[i] == 0


def test_suction_pressure_is_not_judged_while_it_is_blanked():
    assert not row_of("LP")[1](running(p_suction_kPa=120, lp_watched=False))


def test_a_healthy_machine_trips_nothing():
    p = Protections(Settings())
    for now in (healthy(), running()):
        p.step(now, 1000)
        assert not p.tripped and p.code is None


# What must come before the trip is over: last value that is not enough, first that is.
UNTIL = [
    ("HP",         "p_discharge_kPa", 2176, 2175, {}),
    ("PRESSOSTAT", "p_discharge_kPa", 2176, 2175, {}),
    ("DISCHARGE",  "t_discharge_cC",  9000, 8999, {}),
    ("DISCHARGE!", "t_discharge_cC",  9000, 8999, {}),
    ("FREEZE",     "t_supply_cC",      800,  801, {}),
]  # fmt: skip


def test_every_row_that_waits_for_more_is_in_the_table_of_ends():
    waiting = [row[0] for row in ROWS if row[3] is not protections.gone]
    assert sorted(waiting) == sorted(entry[0] for entry in UNTIL)


@pytest.mark.parametrize("code, fact, short, enough, others", UNTIL, ids=[x[0] for x in UNTIL])
def test_a_trip_lasts_until_what_it_waits_for_has_come(code, fact, short, enough, others):
    _, varied, _, bad, at_limit = next(limit for limit in LIMITS if limit[0] == code)
    p = Protections(Settings())
    for _ in range(7):
        p.step(running(**{**at_limit, varied: bad}), 1000)
    assert p.tripped
    p.step(healthy(**{**others, fact: short}), 1000)
    assert p.tripped
    p.step(healthy(**{**others, fact: enough}), 1000)
    assert not p.tripped


def trip_at(p, uptime_s, **bad):
    """One trip that lasts one scan, at `uptime_s`."""
    p.step(running(uptime_s=uptime_s, **bad), 1000)
    assert p.tripped
    p.step(running(uptime_s=uptime_s + 1), 1000)
    assert not p.tripped


@pytest.mark.parametrize("third_s, latches", [(3599, True), (3600, False)])
def test_three_trips_within_an_hour_latch(third_s, latches):
    p = Protections(Settings())
    for at_s in (0, 900, third_s):
        trip_at(p, 10_000 + at_s, p_discharge_kPa=2950)
    assert p.latched == latches


@pytest.mark.parametrize("fifth_s, latches", [(86_399, True), (86_400, False)])
def test_five_trips_within_a_day_latch(fifth_s, latches):
    p = Protections(Settings())
    for at_s in (0, 20_000, 40_000, 60_000, fifth_s):
        trip_at(p, 10_000 + at_s, p_discharge_kPa=2950)
    assert p.latched == latches


def test_different_trips_climb_different_ladders():
    p = Protections(Settings())
    trip_at(p, 1000, p_discharge_kPa=2950)
    trip_at(p, 1700, pressostat_closed=False)
    trip_at(p, 2400, flow_lost=True, p_discharge_kPa=2950)
    assert not p.latched


def test_a_lost_probe_never_latches_because_nothing_was_overloaded():
    p = Protections(Settings())
    for at_s in range(0, 6000, 100):
        trip_at(p, 10_000 + at_s, t_discharge_ok=False)
    assert not p.latched
    assert row_of("HP")[4] == LADDER  # the word is used


def test_the_retry_waits_ten_minutes_from_the_trip():
    p = Protections(Settings())
    trip_at(p, 5000, p_discharge_kPa=2950)
    assert p.retry_wait_s(5001) == 599 and p.retry_wait_s(5600) == 0


def test_an_acknowledged_latch_starts_the_ladder_afresh():
    p = Protections(Settings())
    for at_s in (0, 900, 1800):
        trip_at(p, 10_000 + at_s, p_discharge_kPa=2950)
    assert p.acknowledge(12_400)
    assert not p.latched
    trip_at(p, 12_500, p_discharge_kPa=2950)
    assert not p.latched


def test_a_person_may_acknowledge_three_times_an_hour():
    p = Protections(Settings())
    assert all(p.acknowledge(10_000 + n) for n in range(3))
    p.latched = True
    assert not p.acknowledge(13_599) and p.latched
    assert p.acknowledge(13_600) and not p.latched


def test_a_welded_contactor_latches_at_once():
    p = Protections(Settings())
    for _ in range(22):
        p.step(healthy(welded=True), 1000)
    assert p.latched and p.code == "WELDED" and row_of("WELDED")[4] == LATCH


def test_a_latch_and_its_ladder_survive_a_power_cut():
    p = Protections(Settings())
    for at_s in (0, 900):
        trip_at(p, 10_000 + at_s, p_discharge_kPa=2950)
    again = Protections(Settings())
    again.restore(p.state(11_000))
    assert not again.latched
    trip_at(again, 100, p_discharge_kPa=2950)  # the third, 2000 s after the first
    assert again.latched
    third = Protections(Settings())
    third.restore(again.state(200))
    assert third.latched and third.because == "discharge pressure is at its limit"


def test_a_latch_of_an_unknown_code_is_refused_and_changes_nothing():
    p = Protections(Settings())
    with pytest.raises(ValueError, match="HPX"):
        p.restore({"latched": True, "code": "HPX", "ages": {}})
    assert not p.latched and p.code is None


NOTED = [
    ("T_OUTDOOR", {"t_outdoor_ok": False}), ("T_COIL", {"t_coil_ok": False}),
    ("T_ROOM", {"t_room_ok": False}), ("T_WATER", {"t_return_ok": False}),
    ("T_LINES", {"circuit_ok": False}), ("GAS_WARM", {"t_discharge_cC": 10000}),
    ("HP_WARM", {"p_high_warning": True}), ("FLOW_GHOST", {"flow_ghost": True}),
]  # fmt: skip


@pytest.mark.parametrize("code, facts", NOTED, ids=[x[0] for x in NOTED])
def test_what_it_goes_on_with_is_noted(code, facts):
    when = next(row[1] for row in NOTES if row[0] == code)
    assert when(running(**facts)) and not when(running())


def test_the_first_row_in_the_table_gives_the_reason_when_two_trip_at_once():
    p = Protections(Settings())
    p.step(running(p_discharge_kPa=2950, pressostat_closed=False), 1000)
    assert p.code == "HP"
