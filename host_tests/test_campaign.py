"""A campaign finds what is wrong, loses nothing when stopped, and shows it in one line."""

import re
from types import SimpleNamespace

import pytest

from tools import scenario, simulate
from tools.campaign import __main__ as campaign
from tools.campaign import branch, card, faultlist, plan, pool, shrink, state, work
from tools.report import scores
from tools.weather import BadInput, coldest_and_warmest_cC

TIMELINES = [(["--start", "01-04"], {"REST": 60, "HEAT": 376}), ([], {"REST": 60, "COOL": 400})]


def finding(n=0, **changed):
    """What work.run() would say of a quiet hour."""
    quiet = {"id": n, "options": ["--days", "0.1"], "faults": [], "begin_s": None, "mode": None,
             "hours": 1.0, "laws": [], "said": [], "reacted_s": None, "latched": False,
             "failed": None}  # fmt: skip
    return {**quiet, **changed}


def test_no_verb_of_the_board_is_left_out():
    assert faultlist.left_out() == []


def test_every_sharp_fault_is_tried_in_every_mode_and_every_slow_one_once():
    cases = plan.single(1, TIMELINES)
    for fault in faultlist.every():
        modes = [c["mode"] for c in cases if c["faults"] == [fault.text]]
        assert modes == (["REST"] if fault.slow else ["REST", "HEAT", "COOL"])


def test_every_case_is_a_command_that_simulate_takes():
    for case in plan.drawn(7, 200) + plan.pairs(7, 20) + plan.single(7, TIMELINES):
        made, _ = scenario.plan(simulate.parse(case["options"]))
        assert made["duration_s"] == pytest.approx(case["hours"] * 3600, abs=10)
        assert len(made["faults"]) == len(case["faults"])


def test_the_same_seed_draws_the_same_cases_and_another_others():
    assert plan.drawn(3, 100) == plan.drawn(3, 100) != plan.drawn(4, 100)


def test_a_mode_is_entered_in_its_middle_and_a_passing_one_not_at_all():
    lines = ["0 REST power on", "300 IDLE x", "302 PRE_HEAT y", "320 HEAT z"]
    assert plan.moments(lines, 1000) == {"REST": 60, "PRE_HEAT": 311, "HEAT": 380}


def test_a_stopped_campaign_goes_on_where_it_was(tmp_path, monkeypatch):
    cases = [{"options": [], "hours": 1.0, "n": n} for n in range(5)]
    state.begin(tmp_path, {"command": "c", "interpreter": "micropython"}, cases)
    ran = []

    def run(case, interpreter):
        if len(ran) == 2:
            raise KeyboardInterrupt
        ran.append(case["id"])
        return finding(case["id"])

    monkeypatch.setattr(work, "run", run)
    arguments = ["--resume", str(tmp_path), "--jobs", "1", "--quiet"]
    assert campaign.main(arguments) == 130
    assert len(state.results(tmp_path)) == 2
    with open(tmp_path / state.RESULTS, "a") as file:
        file.write('{"id": 4, "lost in a power')
    monkeypatch.setattr(work, "run", lambda case, interpreter: finding(case["id"]))
    assert campaign.main(arguments) == 0
    assert "Score card" in (tmp_path / "report.html").read_text()
    assert [found["id"] for found in state.results(tmp_path)] == [0, 1, 2, 3, 4]


def test_a_campaign_is_not_overwritten(tmp_path):
    state.begin(tmp_path, {}, [])
    with pytest.raises(BadInput, match="--resume"):
        state.begin(tmp_path, {}, [])


def test_a_broken_law_is_made_as_short_as_it_can_be():
    """Only one of two faults matters, and a tenth of the day."""
    options = ["--machine", "split_r32", "--fault", "A@5", "--fault", "B@9", "--sensor-errors",
               "--days", "1.0"]  # fmt: skip

    def fails(case):
        days = float(case["options"][-1])
        return "law 1" if "B@9" in case["options"] and days > 0.1 else None

    shorter = shrink.shrink(finding(options=options), fails)
    assert shorter["options"][:-1] == ["--fault", "B@9", "--days"]
    assert 0.1 < float(shorter["options"][-1]) < 0.1 / 0.7


def test_the_card_counts_what_was_found():
    results = [
        finding(0, faults=["T_coil.open"], mode="HEAT", reacted_s=3, said=["the coil is lost"]),
        finding(1, faults=["T_coil.open"], mode="COOL", reacted_s=9, said=["the coil is lost"]),
        finding(2, faults=["T_coil.open"], mode="REST", laws=["law 6: x"]),
        finding(3, said=["false"], latched=True),
    ]
    row = ("T_coil.open", 3, 2, 1, "3 / 9 / 9 / 9", 1, "the coil is lost")
    assert card.by_fault(results) == [row]
    assert card.by_mode(results)[0] == ("COOL", 1, 1, 0)
    assert card.summary(results)["scenarios that broke a law"] == "1 in 4 h"
    assert card.summary(results)["latches in them"] == "1 in 1 h"
    assert "law 6: x" in card.markdown(results, "command")


def test_the_card_says_how_cold_and_how_warm_it_was_for_healthy_machines():
    results = [finding(0, air_cC=(-1234, 300)), finding(1, air_cC=(250, 4520)),
               finding(2, air_cC=(-3000, 5000), faults=["T_coil.open"])]  # fmt: skip
    found = card.summary(results)
    assert found["coldest hour in them"] == "-12.3 degC"
    assert found["warmest hour in them"] == "+45.2 degC"


def test_healthy_machines_are_drawn_from_20_degC_of_frost_to_45_degC():
    cases = plan.drawn(1, 5000, healthy=1)
    asked = [scenario.plan(simulate.parse(case["options"]))[0] for case in cases]
    ends = [coldest_and_warmest_cC(a["weather"], a["start_s"], a["duration_s"]) for a in asked]
    assert min(a for a, _ in ends) <= -2000 and max(b for _, b in ends) >= 4500


def drawn(*times):
    """The page's lines of a fault that was reacted to in so many seconds; None: not at all."""
    results = [finding(n, faults=["T_coil.open"], reacted_s=s) for n, s in enumerate(times)]
    page = scores.document(results, {"command": "c", "interpreter": "cpython"})
    assert page["cards"]
    shown = r'aria-label="([^"]*)"><path class="whisker" d="M([-.0-9]+) '
    return re.findall(shown, "".join(page["before"]))


@pytest.mark.parametrize(
    ("times", "lines"),
    [
        ((), []),
        ((None, None), []),
        ((0,), [("0 to 0 s, median 0 s", "6.0")]),
        ((-5, 7), [("-5 to 7 s, median 7 s", "6.0")]),  # before its fault: of an older record
        ((-5,), [("-5 to -5 s, median -5 s", "6.0")]),
        ((0, 7, None), [("0 to 7 s, median 7 s", "6.0")]),
    ],
)
def test_a_card_can_be_drawn_whatever_the_reactions(times, lines):
    assert drawn(*times) == lines


MOVES = {  # entries as the trace has them, begin, seconds to the reaction
    "at once": ([(0, "REST"), (300, "HEAT"), (703, "SAFE_STOP")], 700, 3),
    "before": ([(0, "REST"), (690, "SAFE_STOP")], 700, None),
    "stood tripped": ([(0, "REST"), (690, "SAFE_STOP"), (750, "TRIPPED"), (760, "LOCKOUT")], 700,
                      None),
    "tripped anew": ([(600, "TRIPPED"), (750, "REST"), (800, "HEAT"), (820, "TRIPPED")], 700, 120),
    "never": ([(0, "REST"), (300, "HEAT")], 700, None),
}  # fmt: skip


@pytest.mark.parametrize("case", MOVES)
def test_only_an_entry_into_a_stop_is_a_reaction(case, monkeypatch):
    monkeypatch.setattr(branch.os, "fork", lambda: 0)  # the branch goes on in this process
    moves, begin_s, seconds = MOVES[case]
    assert work._reaction_s([(str(at_s), mode) for at_s, mode in moves], begin_s) == seconds
    assert branched(moves, begin_s) == seconds


def branched(moves, begin_s):
    """What a branch says of the same entries, scan by scan."""
    unit, bench = SimpleNamespace(), SimpleNamespace(elapsed_s=0, scenario={})
    bench._watch_faults = lambda entries: None
    recorder = SimpleNamespace(unit=unit, _booted_s=0, scan=lambda plant: None)
    twig = {"id": 0, "fault": ["A", None], "begin_s": begin_s, "ends_s": 900}
    trunk = branch.Trunk(recorder, {"twigs": [twig], "jobs": 1}, work.STOPS)
    trunk.bench = lambda: bench
    for second in range(900):
        unit.mode = [mode for at_s, mode in moves if at_s <= second][-1:] or [None]
        unit.mode, unit.uptime_s, bench.elapsed_s = unit.mode[0], second, second + 1
        trunk.scan(None)
    assert trunk.twig == twig
    return trunk.reacted_s


def test_never_seen_in_so_many_hours_bounds_the_rate():
    assert card.rule_of_three(0, 3000) == "0 in 3,000 h, so less than 1 in 1,000 h (95 %)"
    assert card.rule_of_three(0, 0) == "- in no hours"


@pytest.mark.parametrize(
    ("arguments", "value", "allowed"),
    [
        (["--faults", "all"], "all", "single, pairs, random, none"),
        (["--hours", "0"], "0", "1..1000000"),
        (["--jobs", "0"], "0", "1..256"),
        (["--resume", "nowhere"], "nowhere", "no campaign"),
        (["--scheduler", "tcp://127.0.0.1:1"], "tcp://127.0.0.1:1", "nobody answers"),
    ],
)
def test_bad_input_is_one_sentence(arguments, value, allowed, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(pool, "_ANSWER_s", 0.5)
    out = [] if "--resume" in arguments else ["--out", str(tmp_path / "c")]
    hours = [] if "--hours" in arguments else ["--hours", "1"]
    assert campaign.main([*hours, "--quiet", *arguments, *out]) == 2
    said = capsys.readouterr().err
    assert value in said and allowed in said and said.count("\n") == 1


def test_a_cluster_does_the_same_work(monkeypatch):
    from distributed import LocalCluster

    monkeypatch.setattr(work, "run", lambda case, interpreter: finding(case["id"]))
    with LocalCluster(n_workers=1, processes=False, dashboard_address=None) as here:
        done = pool.cluster([{"id": 5}, {"id": 6}], here.scheduler_address, "micropython")
        assert sorted(found["id"] for found in done) == [5, 6]


def test_a_lost_probe_is_found_and_timed_and_the_rest_of_the_day_breaks_no_law(tmp_path):
    options = ["--start", "01-04", "--fault", "T_discharge.open@700", "--days", "0.02"]
    case = finding(options=options, faults=["T_discharge.open"], begin_s=700)
    [found] = list(pool.local([case], 1, "cpython"))
    assert found["failed"] is None and found["laws"] == []
    assert found["reacted_s"] <= 4
    assert "discharge thermistor" in found["said"][0]


def test_a_branch_finds_what_its_command_line_finds():
    """Two faults of one day, side by side and one by one."""
    begin = ["--start", "01-04", "--seed", "1"]
    cases = []
    for n, fault in enumerate(("T_discharge.open", "GRID.cut_ms=5000", "P_hp.offset=-3")):
        options = [*begin, "--fault", f"{fault}@700", "--days", "0.012"]
        cases.append({"id": n, "options": options, "faults": [fault], "begin_s": 700,
                      "mode": "HEAT", "hours": 0.3})  # fmt: skip
    found = sorted(branch.local(cases, 2), key=lambda f: f["id"])
    alone = [work.run(case, "cpython") for case in cases]
    for name in ("id", "laws", "said", "reacted_s", "latched", "failed"):
        assert [f[name] for f in found] == [f[name] for f in alone]
    assert found[0]["reacted_s"] is not None


def test_what_only_happens_at_power_on_is_no_branch():
    assert not branch.can({"begin_s": 700, "faults": ["TICK.start=0"]})
    assert not branch.can({"begin_s": None, "faults": []})


def test_healthy_machines_have_no_fault():
    assert all(not case["faults"] for case in plan.drawn(1, 100, healthy=1))
