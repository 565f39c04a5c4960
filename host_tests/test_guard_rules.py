"""The guard's rules once more, plainly; from 40,000 states at the edges of every rule one scan
must end in the same state, to the millisecond and to the word."""

import random

import pytest
from heatpump.guard import REFUSED, Guard
from heatpump.settings import Settings

THREE_DAYS_ms, HOUR_s, LONG_AGO_s, RING = 1 << 28, 3600, -100_000, 10
TIMERS = ("on_ms", "off_ms", "valve_ms", "fan_ms", "pump_ms", "since_start_ms")
OUTPUTS = ("compressor", "reverse", "fan", "pump")
KEPT = (*OUTPUTS, *TIMERS, "hold_ms", "starts", "uptime_s", "_uptime_ms", "wait_s", "because",
        "_lapsed", "_defrosted", "inhibited", "sump_cold", "rationed")  # fmt: skip


def state(g):
    newest_first = [g._start_s[(g._at - 1 - k) % RING] for k in range(RING)]
    return {**{name: getattr(g, name) for name in KEPT}, "started_s": newest_first}


def after_tick(s, elapsed_ms, settings):
    """(the state after a tick, the time that counts)."""
    s = {**s, "started_s": list(s["started_s"]), "_lapsed": elapsed_ms >= 3000}
    if s["_lapsed"]:
        elapsed_ms = settings.scan_ms
        s |= dict.fromkeys(OUTPUTS, False)
    whole_s, s["_uptime_ms"] = divmod(s["_uptime_ms"] + elapsed_ms, 1000)
    s["uptime_s"] += whole_s
    s["fan_ms"] *= s["fan"]
    s["pump_ms"] *= s["pump"]
    counting = {"on_ms": s["compressor"], "off_ms": not s["compressor"], "fan_ms": s["fan"],
                "pump_ms": s["pump"], "valve_ms": True, "since_start_ms": True}  # fmt: skip
    for name, counts in counting.items():
        if counts and s[name] < THREE_DAYS_ms:
            s[name] += elapsed_ms
    s["hold_ms"] = max(s["hold_ms"] - elapsed_ms, 0)
    if s["_lapsed"]:
        s["off_ms"] = s["valve_ms"] = 0
    s["wait_s"], s["because"] = (0, "nothing") if s["compressor"] else longest_wait(s, settings)
    return s, elapsed_ms


def longest_wait(s, settings):
    """(whole seconds, why) of what must be waited for; of two as long the first named here."""
    few = s["rationed"]
    apart_s = settings.grid_start_to_start_s if few else settings.start_to_start_s
    most = settings.grid_starts_per_hour if few else settings.starts_per_hour
    left_s = HOUR_s - (s["uptime_s"] - s["started_s"][most - 1])
    waits_ms = {
        "hold after power-up": s["hold_ms"],
        "compressor must stay off": settings.compressor_off_s * 1000 - s["off_ms"],
        "starts must be further apart": apart_s * 1000 - s["since_start_ms"],
        "too many starts in the last hour": left_s * 1000,
        "the crankcase is cold: its oil holds refrigerant": 60_000 * s["sump_cold"],
    }
    waits_s = {why: -(-ms // 1000) for why, ms in waits_ms.items()}
    why = max(waits_s, key=waits_s.get)
    return (waits_s[why], why) if waits_s[why] > 0 else (0, "nothing")


def after_drive(s, want, defrosting, span_kPa, flows, settings):
    s = {**s, "started_s": list(s["started_s"])}
    if s["_lapsed"]:
        return s
    if s["inhibited"]:
        s["off_ms"] *= not s["compressor"]
        s["valve_ms"] *= not s["reverse"]
        return s | dict.fromkeys(OUTPUTS, False) | {"because": "outputs are inhibited"}
    compressor, reverse, s["fan"], s["pump"] = want
    rested = not s["compressor"] and s["off_ms"] >= settings.valve_off_s * 1000
    may_move = rested and not compressor and span_kPa <= settings.valve_span_kPa
    if may_move and reverse != s["reverse"]:
        s["reverse"], s["valve_ms"] = reverse, 0
    if not compressor:
        s["off_ms"] *= not s["compressor"]
        s["compressor"] = False
    elif not s["compressor"]:
        start(s, reverse, defrosting, flows, settings)
    return s


def start(s, reverse, defrosting, flows, settings):
    """Start if nothing stands against it; what does is named."""
    quick = (defrosting and 45_000 <= s["off_ms"] <= 300_000 and s["hold_ms"] == 0
             and reverse != s["_defrosted"])  # fmt: skip
    if not flows:
        s["because"] = "water flow is not proved"
    elif reverse != s["reverse"]:
        s["because"] = "the reversing valve is not where it must be"
    elif s["valve_ms"] < settings.valve_settle_s * 1000:
        s["because"] = "the reversing valve has just moved"
    elif quick or s["wait_s"] == 0:
        s |= {"compressor": True, "on_ms": 0, "because": "nothing"}
        s["_defrosted"] = quick and reverse
        if not quick:
            s["starts"] += 1
            s["since_start_ms"] = 0
            s["started_s"] = [s["uptime_s"], *s["started_s"][:-1]]


BESIDE_ms = (-1001, -1000, -251, -250, -1, 0, 0, 1, 250)


def near_ms(dice, *edges_ms):
    return max(dice.choice(edges_ms) + dice.choice(BESIDE_ms), 0)


def drawn(dice, s):
    """A guard that has lived, most of it at the edge of some rule."""
    g = Guard(s, 0)
    for name in OUTPUTS:
        setattr(g, name, dice.random() < 0.4)
    g.off_ms = near_ms(dice, 45_000, 300_000, s.compressor_off_s * 1000, s.valve_off_s * 1000,
                       THREE_DAYS_ms, 4_000_000)  # fmt: skip
    g.valve_ms = near_ms(dice, s.valve_settle_s * 1000, THREE_DAYS_ms, 900_000)
    g.since_start_ms = near_ms(dice, s.start_to_start_s * 1000, s.grid_start_to_start_s * 1000,
                               THREE_DAYS_ms, 9_000_000)  # fmt: skip
    g.on_ms, g.fan_ms, g.pump_ms = (near_ms(dice, 0, 5000, THREE_DAYS_ms) for _ in range(3))
    g.hold_ms = dice.choice((0, 0, 0, near_ms(dice, 250, 1000, 300_000)))
    g.uptime_s, g._uptime_ms = dice.choice((9, 50_000)), dice.choice((0, 250, 749, 750, 999))
    g._at = dice.randrange(RING)
    ages_s = sorted(dice.choice((10, 3597, 3598, 3599, 3600, 3601, 90_000)) for _ in range(RING))
    for k, age_s in enumerate(ages_s):
        g._start_s[(g._at - 1 - k) % RING] = g.uptime_s - age_s
    g.sump_cold, g.rationed = dice.random() < 0.1, dice.random() < 0.3
    g._defrosted, g.starts = dice.random() < 0.5, dice.randrange(5)
    g.inhibited = "settings are refused" if dice.random() < 0.05 else None
    return g


@pytest.mark.parametrize("seed", range(4))
def test_a_scan_at_the_edge_of_every_rule_ends_as_the_rules_say(seed):
    dice, settings, seen = random.Random(seed), Settings(), set()
    for n in range(10_000):
        g, elapsed_ms = drawn(dice, settings), dice.choice((100, 250, 1000, 2999, 3000, 1 << 29))
        before = state(g)
        expected, counts_ms = after_tick(before, elapsed_ms, settings)
        assert g.tick(elapsed_ms) == counts_ms
        assert state(g) == expected, (seed, n, before)
        want = tuple(dice.random() < p for p in (0.7, 0.5, 0.5, 0.5))
        if dice.random() < 0.5:
            want = (want[0], g.reverse, *want[2:])
        asked = (want, dice.random() < 0.5, near_ms(dice, settings.valve_span_kPa, 500),
                 dice.random() < 0.9)  # fmt: skip
        was = g.compressor, g.reverse
        expected = after_drive(expected, *asked, settings)
        g.drive(*asked)
        assert state(g) == expected, (seed, n, before, asked)
        seen.add((g.because, was != (g.compressor, g.reverse)))
    assert {why for why, _ in seen} == set(REFUSED)  # every refusal is met, and every move
    assert ("nothing", True) in seen


@pytest.mark.parametrize("apart_left_ms, wait", [
    (99_999, (100, "hold after power-up")), (100_000, (100, "hold after power-up")),
    (100_001, (101, "starts must be further apart")),
    (100_099, (101, "starts must be further apart")),
])  # fmt: skip
def test_of_two_waits_the_longer_by_a_whole_second_gives_the_name(apart_left_ms, wait):
    g = Guard(Settings(), 0)
    g.hold_ms, g.off_ms = 100_250, 900_000
    g.since_start_ms = 600_000 - 250 - apart_left_ms
    g.tick(250)
    assert (g.wait_s, g.because) == wait


@pytest.mark.parametrize("extra_s", [0, 37, 60])
def test_a_fresh_guard_starts_from_the_worst_and_holds_for_the_boot(extra_s):
    settings = Settings()
    fresh = dict.fromkeys(KEPT, 0) | dict.fromkeys(OUTPUTS, False) | {
        "valve_ms": THREE_DAYS_ms, "since_start_ms": THREE_DAYS_ms, "because": "nothing",
        "hold_ms": (settings.boot_hold_s + extra_s) * 1000, "inhibited": None,
        "started_s": [LONG_AGO_s] * RING,
    }  # fmt: skip
    assert state(Guard(settings, extra_s)) == fresh
