"""Every condition of modes.py, at the edge of each of its facts.

A condition is an "and" of facts: it holds when all are as they must be, and not when any single
one of them is otherwise.  For each fact stand the values that are enough and those that are not;
a word in place of a number is the setting of that name, one less is not enough.
"""

import inspect

import pytest
from heatpump import modes
from heatpump.settings import Settings
from now import running

YES, NO = ((True,), (False,)), ((False,), (True,))
IN_MODE, RAN = "in_mode_s", "ran_s"
ZERO = ((0,), (1, 7))


def at_least(limit):
    return limit, None


# fmt: off
CONDITIONS = {
    "tripped":        {"tripped": YES},
    "latched":        {"latched": YES, "compressor_off": YES},
    "runs_alone":     {"welded": YES, "latched": YES},
    "stands_still":   {"welded": NO, IN_MODE: at_least(60)},
    "close_to_limit": {"at_limit": YES, RAN: at_least("compressor_on_s")},
    "retry_due":      {"tripped": NO, "latched": NO, "retry_wait_s": ZERO},
    "acknowledged":   {"acknowledged": YES, "tripped": NO},
    "switched_on":    {"on": YES},
    "switched_off":   {"on": NO},
    "off_by_hand":    {"on": NO, RAN: at_least("compressor_on_s")},
    "pump_done":      {IN_MODE: at_least("pump_post_s")},
    "off_and_calm":   {"on": NO, IN_MODE: at_least("pump_post_s")},
    "may_start":      {"start_wait_s": ZERO, "on": YES},
    "may_not_start":  {"start_wait_s": ((1, 7), (0,))},
    "circulate":      {"circulate": YES},
    "no_season":      {"circulate": NO},
    "wants_heat":     {"wants_heat": YES, "heat_wait_s": ZERO},
    "wants_cold":     {"wants_cold": YES, "cool_wait_s": ZERO, "wants_tank": NO},
    "wants_tank":     {"wants_tank": YES, "heat_wait_s": ZERO},
    "wants_boost":    {"wants_boost": YES},
    "boost_gone":     {"wants_boost": NO},
    "tank_gone":      {"wants_tank": NO},
    "tank_ready":     {"pre_run_done": YES, IN_MODE: at_least("tank_settle_s")},
    "tank_first":     {"wants_tank": YES, RAN: at_least("compressor_on_s")},
    "tank_warm":      {"wants_tank": NO, "wants_heat": YES},
    "tank_enough":    {"wants_tank": NO, RAN: at_least("comfort_on_s")},
    "stood_long":     {"exercise_due": YES},
    "exercised":      {IN_MODE: at_least("exercise_s")},
    "heat_gone":      {"wants_heat": NO},
    "cold_gone":      {"wants_cold": NO},
    "air_moves":      {"pre_run_done": YES},
    "valve_turned":   {"pre_run_done": YES, "valve_s": at_least("valve_settle_s")},
    "refused":        {"compressor_off": YES, IN_MODE: at_least("refused_s")},
    "warm_enough":    {"wants_heat": NO, RAN: at_least("comfort_on_s")},
    "cool_enough":    {"wants_cold": NO, RAN: at_least("comfort_on_s")},
    "too_warm":       {"water_too_hot": YES, IN_MODE: at_least("compressor_on_s")},
    "fan_done":       {IN_MODE: at_least("fan_post_s")},
    "valve_free":     {IN_MODE: at_least("valve_off_s")},
    "turned":         {"lift_kPa": at_least("valve_lift_kPa")},
    "fan_due":        {IN_MODE: at_least("fan_late_s")},
    "held":           {"off_s": at_least("valve_hold_s")},
    "half_dwell":     {IN_MODE: ((30, 31, 400), (29, 0))},  # of 61 s: a half second is not waited
    "coil_iced":      {"coil_iced": YES},
    "defrosted":      {IN_MODE: at_least("defrost_least_s")},
    "coil_clear":     {"coil_clear": YES, IN_MODE: at_least("defrost_least_s")},
    "defrost_hot":    {"p_high_warning": YES, IN_MODE: at_least("defrost_least_s")},
    "house_cold":     {"water_cold": YES},
    "defrost_long":   {IN_MODE: at_least("defrost_most_s")},
    "water_freezing": {"water_freezing": YES},
    "water_safe":     {"water_freezing": NO, IN_MODE: at_least("pump_post_s")},
}
# fmt: on


def values(limit, less, settings):
    """((enough, ...), (not enough, ...)) of what stands beside a fact."""
    if less is not None:
        return limit, less
    least = getattr(settings, limit) if isinstance(limit, str) else limit
    return (least, least + 1, 10 * least), (least - 1, 0)


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_condition_holds_when_all_its_facts_do_and_not_when_one_does_not(name):
    settings = Settings()
    assert not settings.take({"defrost_dwell_s": 61})
    facts = {fact: values(*pair, settings) for fact, pair in CONDITIONS[name].items()}
    holds, sound = getattr(modes, name), {fact: good[0] for fact, (good, _) in facts.items()}
    for fact, (good, bad) in facts.items():
        for value in good:
            assert holds(running(settings=settings, **{**sound, fact: value})), (fact, value)
        for value in bad:
            assert not holds(running(settings=settings, **{**sound, fact: value})), (fact, value)


def test_no_condition_is_left_out():
    written = [name for name, _ in inspect.getmembers(modes, inspect.isfunction)]
    assert sorted(CONDITIONS) == sorted(set(written) - {"const"})
