"""The estimator and the account stay in the small ints: proved, all of it, and able to fail."""

import inspect

import pytest
from heatpump import (
    balance,
    cop,
    counters,
    cycle,
    energy,
    figures,
    fusion,
    quality,
    shell,
    sink,
    tare,
    uncertainty,
    verdict,
)

from tools import proofs_estimator
from tools.intervals import Array, Grows, Interval, Object, Proof, Record, Rises, Takes, Unknown
from tools.intervals.proof import Source, arithmetic_nodes

ESTIMATOR = (
    balance, cop, cycle, fusion, quality, shell, sink, tare, uncertainty, verdict,
)  # fmt: skip
ACCOUNT = (counters, energy, figures)
# [0] * n once, at boot: nothing else is worked out there
BUFFERS = {"cycle.Cycle.__init__", "shell.Shell.__init__", "counters.Counters.__init__"}


def functions(module):
    """All functions and methods that a module defines."""
    for thing in vars(module).values():
        if getattr(thing, "__module__", None) != module.__name__:
            continue
        members = vars(thing).values() if inspect.isclass(thing) else [thing]
        for member in members:
            member = member.fget if isinstance(member, property) else member
            if inspect.isfunction(member):
                yield member


@pytest.mark.parametrize(
    ("proved", "modules"), [("estimator", ESTIMATOR), ("account", ACCOUNT)]
)  # fmt: skip
def test_nothing_leaves_the_small_ints_and_no_function_is_left_out(proved, modules):
    proof = getattr(proofs_estimator, proved)()
    assert proof.complaints == []
    assert proof.unreached() == []
    seen = {name for name, _, _ in proof.functions()}
    computing = set()
    for module in modules:
        for function in functions(module):
            source = Source(function)
            if arithmetic_nodes(source.tree):
                computing.add(source.name)
    assert len(computing) > 10
    assert computing - seen == {name for name in BUFFERS if name in computing}


# what is widened, to what, and the part that must no longer pass
WIDER = [
    ("T_cC", Interval(-(2**27), 2**27), "prove_cycle"),
    ("P_Pa", Interval(-(2**12), 2**27), "prove_cycle"),
    ("T_cC", Interval(-(2**15), 2**23), "prove_shell"),
    ("COMPRESSOR_W", Interval(0, 33000), "prove_shell"),
    ("DENSITY", Interval(0, 33000), "prove_shell"),
    ("SWEPT_PER_s", 450_000, "prove_shell"),
    ("BLOCK_s", Interval(1, 100), "prove_shell"),
    ("COMPRESSOR_W", Interval(0, 140_000), "prove_balance"),
    ("COP_q13", Interval(-(2**16), 2**16), "prove_balance"),
    ("COMPRESSOR_W", Interval(0, 19_999), "prove_tare"),
    ("INTERNAL_W", Interval(-800_000, 800_000), "prove_fusion"),
    ("SINK_W", Interval(-300_000, 300_000), "prove_sink"),
    ("COP_q13", Interval(0, 2**21), "prove_quality"),
    ("BAR_bp", Interval(0, 30_000), "prove_uncertainty"),
    ("BLOCK_s", Interval(1, 20), "prove_sampling"),
    ("ANY_J", Interval(-(2**31), 2**31), "prove_counters"),
    ("ANY_J", Interval(-(2**20), 2**20), "prove_energy"),
    ("KWH_MOST", 2**30, "prove_counters"),
    ("POWER_W", Interval(-(2**30), 2**31), "prove_tare"),
]


@pytest.mark.parametrize(("name", "wider", "part"), WIDER)
def test_a_wider_range_fails_the_proof(monkeypatch, name, wider, part):
    monkeypatch.setattr(proofs_estimator, name, wider)
    root = Rises(proofs_estimator.fixed.isqrt, Interval(0, 2**30 - 1))
    proof = Proof(replace={"isqrt": root})
    getattr(proofs_estimator, part)(proof)
    assert proof.complaints


class Tank:
    def __init__(self):
        self.level = 0
        self.wheels = [0, 0]

    @property
    def twice(self):
        return self.level * 2

    def fill(self, n):
        self.level += n

    def pour(self, n):
        if self.twice > 6:
            self.wheels[0] = n
        return self.wheels[1] + self.twice

    def hand_on(self, other, n):
        other(n * 2)
        return n * n


def test_a_sum_may_end_wider_than_it_began_and_no_wider():
    proof = Proof()
    tank = Object(Tank, level=Grows(Interval(0, 90), Interval(0, 100)))
    proof.method(tank, "fill", Interval(0, 10))
    assert proof.complaints == []
    proof.method(tank, "fill", Interval(0, 11))
    assert "level ends as 0..101, declared 0..100" in proof.complaints[0]


def test_a_property_is_run_and_each_item_of_a_record_has_its_own_range():
    proof = Proof()
    tank = Object(Tank, level=Interval(0, 5), wheels=Record(Interval(0, 9), Interval(0, 3)))
    assert proof.method(tank, "pour", Interval(0, 9)) == Interval(0, 13)
    assert proof.complaints == []
    proof.method(tank, "pour", Interval(0, 10))
    assert "self.wheels[0] is given 0..10, holds 0..9" in proof.complaints[0]


def test_what_is_proved_elsewhere_is_held_to_the_range_it_was_proved_for():
    for other in (Takes(Interval(0, 10)), Rises(lambda n: n, Interval(0, 10))):
        proof = Proof()
        assert proof.method(Object(Tank), "hand_on", other, Interval(-1, 5)) == Interval(0, 25)
        assert "is given -2..10" in proof.complaints[0]


def test_a_sum_needs_to_know_how_many():
    def total(items):
        return sum(items)

    assert Proof().run(total, Array(Interval(-1, 5), length=4)) == Interval(-4, 20)
    with pytest.raises(Unknown, match="length"):
        Proof().run(total, Array(Interval(-1, 5)))
