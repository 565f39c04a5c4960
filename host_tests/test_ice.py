"""The rules of defrost.py once more, plainly; from 40,000 states at the edges of every rule one
second must end in the same state, to the last counter."""

import random

import pytest
from heatpump.defrost import Defrost
from heatpump.settings import Settings
from now import healthy

MOST_s, NOT_LEARNED, BANDS = 1 << 20, -1, 8
COUNTERS = ("since_s", "icing_s", "cold_s", "blind_s", "_sure_s", "_warm_s", "_thaw_s")
KEPT = (*COUNTERS, "timed_out", "_sum_cK", "_count", "_clear", "asked", "coil_iced", "coil_clear")


def state(d):
    return {**{name: getattr(d, name) for name in KEPT}, "learned": list(d.references_cK)}


def band(t_outdoor_cC):
    return min(max((t_outdoor_cC + 2200) // 400, 0), BANDS - 1)


def reference_cK(learned, t_outdoor_cC, untaught_cK):
    """Of the nearest band that was learned; of two as near, the colder one."""
    at = band(t_outdoor_cC)
    near = [(abs(k - at), k) for k in range(BANDS) if learned[k] != NOT_LEARNED]
    return learned[min(near)[1]] if near else untaught_cK


def after_a_second(s, now, settings):
    """The state after one second; `s` is the one before."""
    s = {**s, "learned": list(s["learned"])}
    s["since_s"] = min(s["since_s"] + 1, MOST_s)
    count(s, now)
    learn(s, now, settings)
    s["_thaw_s"] = thawing_s(s, now)
    if not now.heating and s["_thaw_s"] == 300:
        s["icing_s"] = s["cold_s"] = 0
    s["coil_iced"] = is_iced(s, now, settings)
    is_clear(s, now, settings)
    return s


def count(s, now):
    if now.heating and not now.t_coil_ok:
        s["blind_s"] += 1
    elif now.heating and now.t_coil_cC < -100:
        s["icing_s"] = min(s["icing_s"] + 1, MOST_s)
    if now.heating and now.t_outdoor_ok and now.t_outdoor_cC < 200:
        s["cold_s"] = min(s["cold_s"] + 1, MOST_s)


def learn(s, now, settings):
    both = now.t_coil_ok and now.t_outdoor_ok
    if now.heating and both and now.ran_s in range(300, 600):
        s["_sum_cK"] += now.t_outdoor_cC - now.t_coil_cC
        s["_count"] += 1
    elif not now.heating or (both and now.ran_s >= 600):
        if s["_count"] >= 290 and now.t_outdoor_ok:
            mean_cK = s["_sum_cK"] // s["_count"]
            known_cK = reference_cK(s["learned"], now.t_outdoor_cC, settings.clear_coil_cK)
            if 200 <= mean_cK <= 1500 and (s["_clear"] or mean_cK < known_cK):
                s["learned"][band(now.t_outdoor_cC)] = mean_cK
            s["_clear"] = False
        s["_sum_cK"] = s["_count"] = 0


def thawing_s(s, now):
    if now.heating:
        return s["_thaw_s"]
    mild = now.compressor_off and now.t_coil_ok and now.t_coil_cC > 100
    return s["_thaw_s"] + 1 if mild else 0


def is_iced(s, now, settings):
    apart_s = 14_400 if s["timed_out"] >= 6 else settings.defrost_apart_s
    if not now.heating or s["since_s"] < apart_s or now.ran_s < 300:
        s["_sure_s"] = 0
        return False
    if s["asked"]:
        return now.ran_s >= 600
    if not now.t_coil_ok:
        return s["blind_s"] >= settings.defrost_timed_s
    cold = now.t_coil_cC <= settings.defrost_coil_cC
    if not now.t_outdoor_ok:
        return cold and s["icing_s"] >= settings.icing_s
    known_cK = reference_cK(s["learned"], now.t_outdoor_cC, settings.clear_coil_cK)
    over_cK = now.t_outdoor_cC - now.t_coil_cC - known_cK
    sure = (cold and now.t_outdoor_cC <= settings.defrost_outdoor_cC
            and over_cK >= settings.defrost_over_cK)  # fmt: skip
    s["_sure_s"] = s["_sure_s"] + 1 if sure else 0
    long_cold = s["cold_s"] >= settings.defrost_forced_s and now.t_outdoor_cC < 200
    long_sure = s["_sure_s"] >= settings.defrost_sure_s and s["icing_s"] >= settings.icing_s
    return long_sure or (long_cold and over_cK >= 150)


def is_clear(s, now, settings):
    if not (now.defrosting and now.t_coil_ok):
        s["_warm_s"], s["coil_clear"] = 0, False
        return
    s["_warm_s"] = s["_warm_s"] + 1 if now.t_coil_cC >= 800 else 0
    s["coil_clear"] = now.t_coil_cC >= settings.defrost_end_cC or s["_warm_s"] >= 80


def near(dice, *edges):
    """At an edge, or one or two beside it."""
    return dice.choice(edges) + dice.choice((-2, -1, 0, 0, 1))


def drawn(dice, settings):
    """(a state that can be, a second's facts), most of them at the edge of some rule."""
    s = settings
    d = Defrost(s)
    d.since_s = max(near(dice, 1, s.defrost_apart_s, 14_400, MOST_s - 1, 30_000), 0)
    d.icing_s = dice.choice((0, min(near(dice, s.icing_s, MOST_s), MOST_s)))
    d.cold_s = dice.choice((0, min(near(dice, s.defrost_forced_s, MOST_s), MOST_s)))
    d.blind_s = dice.choice((0, near(dice, s.defrost_timed_s)))
    d._sure_s = dice.choice((0, near(dice, s.defrost_sure_s)))
    d._warm_s, d._thaw_s = max(near(dice, 2, 80), 0), max(near(dice, 2, 300), 0)
    d.timed_out = max(near(dice, 6, 1), 0)
    d._clear, d.asked = dice.random() < 0.5, dice.random() < 0.2
    d._count = dice.choice((0, 1, near(dice, 290), 300))
    mean_cK = near(dice, 200, 1500, 600, s.clear_coil_cK)
    d._sum_cK = mean_cK * d._count + dice.choice((0, d._count // 2, max(d._count - 1, 0)))
    for k in range(BANDS):
        d.references_cK[k] = dice.choice((NOT_LEARNED, NOT_LEARNED, NOT_LEARNED, 400 + 70 * k))
    return d, second(dice, d, s)


def second(dice, d, s):
    outdoor_cC = dice.choice((near(dice, s.defrost_outdoor_cC, 200), near(dice, -2200, 600, 1000),
                              near(dice, *range(-2600, 1400, 400)), -5000, 4000))  # fmt: skip
    known_cK = d.reference_cK(outdoor_cC)
    under_cK = known_cK + near(dice, s.defrost_over_cK, 150, 0)
    coil_cC = dice.choice((outdoor_cC - under_cK, outdoor_cC - under_cK,
                           near(dice, -100, s.defrost_coil_cC, 100, 800, s.defrost_end_cC)))
    kind = dice.choice(("heat", "heat", "heat", "melt", "rest", "cool"))
    return healthy(
        settings=s, heating=kind == "heat", defrosting=kind == "melt",
        compressor_off=kind == "rest", ran_s=max(near(dice, 300, 600, 5000), 0),
        t_outdoor_cC=outdoor_cC, t_outdoor_ok=dice.random() < 0.8, t_coil_cC=coil_cC,
        t_coil_ok=dice.random() < 0.85,
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_a_second_at_the_edge_of_every_rule_ends_as_the_rules_say(seed):
    dice, settings = random.Random(seed), Settings()
    seen = {"coil_iced": 0, "coil_clear": 0, "learned": 0}
    for n in range(10_000):
        d, now = drawn(dice, settings)
        before = state(d)
        d.second(now)
        assert state(d) == after_a_second(before, now, settings), (seed, n, before, vars(now))
        for what in seen:
            seen[what] += getattr(d, what, False) or state(d)["learned"] != before["learned"]
    assert min(seen.values()) > 100  # the edges are met and not passed by


@pytest.mark.parametrize("outdoor_cC", range(-3000, 2000, 100))
def test_a_band_without_a_reference_takes_that_of_the_nearest_the_colder_of_two(outdoor_cC):
    d, dice = Defrost(Settings()), random.Random(outdoor_cC)
    for _ in range(300):
        for k in range(BANDS):
            d.references_cK[k] = dice.choice((NOT_LEARNED, NOT_LEARNED, 300 + 10 * k))
        for t_cC in (outdoor_cC - 1, outdoor_cC, outdoor_cC + 1):
            expected = reference_cK(d.references_cK, t_cC, Settings().clear_coil_cK)
            assert d.reference_cK(t_cC) == expected


def test_a_fresh_one_knows_nothing_and_asks_for_nothing():
    fresh = dict.fromkeys(KEPT, 0) | {"learned": [NOT_LEARNED] * BANDS}
    assert state(Defrost(Settings())) == fresh


@pytest.mark.parametrize("by_time", [True, False])
def test_an_ended_defrost_counts_from_nought_and_keeps_what_was_learned(by_time):
    d = Defrost(Settings())
    for name in (*COUNTERS, "_sum_cK", "_count"):
        setattr(d, name, 777)
    d.asked, d.coil_iced, d.timed_out, d.references_cK[3] = True, True, 4, 555
    d.ended(by_time)
    kept = {"_thaw_s": 777, "timed_out": 5 if by_time else 0, "_clear": not by_time}
    learned = [NOT_LEARNED] * 3 + [555] + [NOT_LEARNED] * 4
    assert state(d) == dict.fromkeys(KEPT, 0) | kept | {"learned": learned}
