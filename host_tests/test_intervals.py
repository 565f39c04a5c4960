"""The proof that nothing leaves the small ints: that it proves, and that it can fail."""

import ast
import textwrap

import pytest
from heatpump import cycle, enthalpy, fixed, refrigerant

from tools import accuracy, proofs
from tools.intervals import HIGH, LOW, OPAQUE, Array, Interval, Object, Proof, Table, Unknown

HALF = Interval(-(2**14), 2**14)


def written(tmp_path, source, name="sample"):
    """The function `name` of a source file made for one test."""
    path = tmp_path / "sample.py"
    path.write_text(textwrap.dedent(source))
    names = {}
    exec(compile(path.read_text(), str(path), "exec"), names)
    return names[name]


@pytest.mark.parametrize("name", accuracy.FLUIDS)
def test_no_intermediate_of_a_fluid_leaves_the_small_ints(name):
    proof = proofs.refrigerant(name)
    assert proof.complaints == []
    assert proof.unreached() == []


def test_every_arithmetic_node_of_the_kernels_is_counted():
    proof = proofs.refrigerant("R290")
    seen = (enthalpy.vapour, enthalpy.liquid, refrigerant.root4, refrigerant.saturation_cC)
    for function in seen:
        tree = proof.source(function).tree
        nodes = [n for n in ast.walk(tree) if isinstance(n, (ast.BinOp, ast.AugAssign))]
        lines = {proof.source(function).where(n) for n in nodes}
        assert len(nodes) > 10
        assert lines <= set(proof.widest)


@pytest.mark.parametrize(("row", "index"), [("VAPOUR", 14), ("LIQUID", 3), ("DEW", 0)])
def test_a_mutated_coefficient_fails_the_proof(row, index):
    rows = {key: list(numbers) for key, numbers in accuracy.shipped("R290").items()}
    rows[row][index] = 32767
    if row == "VAPOUR":
        rows[row][9:14] = [32767] * 5
    assert proofs.refrigerant("R290", rows).complaints


def test_a_weakened_range_check_fails_the_proof():
    at = refrigerant.load("R290")
    numbers = list(at.table)
    numbers[2] = 2**24  # accepts 168 bar
    proof = Proof()
    proof.run(enthalpy.vapour, Table(numbers), Array(proofs.ANY), Array(proofs.ANY),
              Array(proofs.H_Jpkg), Interval(0, 16))
    assert any("p << 7" in sentence for sentence in proof.complaints)


def test_the_balance_of_a_block_in_viper_stays_in_the_small_ints():
    h_Jpkg, found = Array(proofs.H_Jpkg), Array(proofs.ANY)
    proof = Proof()
    proof.run(cycle._balance, h_Jpkg, h_Jpkg, h_Jpkg, Interval(0, cycle.BLOCK), found)
    assert proof.complaints == []
    assert proof.unreached() == []


def test_what_no_run_evaluates_is_named(tmp_path):
    function = written(tmp_path, """
        def sample(a):
            if a > 100:
                return a * 2
            return a + 1
        """)
    proof = Proof()
    assert proof.run(function, Interval(0, 50)) == Interval(1, 51)
    assert [s.split(": ")[1] for s in proof.unreached()] == ["a * 2"]


def test_a_product_that_is_too_large_is_named_with_its_range(tmp_path):
    function = written(tmp_path, """
        def sample(a):
            return (a * a) >> 20
        """)
    proof = Proof()
    proof.run(function, Interval(0, 2**15))
    assert len(proof.complaints) == 1
    assert "a * a is 0..1073741824" in proof.complaints[0]
    assert Proof().run(function, Interval(0, 2**15 - 1)) == Interval(0, 1023)


def test_an_accumulator_in_an_endless_loop_is_not_called_bounded(tmp_path):
    function = written(tmp_path, """
        def sample(items, n):
            total = 0
            i = 0
            while i < n:
                total += items[i]
                i += 1
            return total
        """)
    proof = Proof()
    proof.run(function, Array(Interval(0, 100)), Interval(0, 2**20))
    assert any("total" in sentence for sentence in proof.complaints)
    proof = Proof()
    proof.run(function, Array(Interval(0, 100)), Interval(16))
    assert proof.complaints == []


def test_a_sum_over_a_range_is_bounded_by_its_turns(tmp_path):
    function = written(tmp_path, """
        def sample(n):
            total = 0
            for i in range(n):
                total += i * 10
            return total
        """)
    assert Proof().run(function, Interval(0, 5)) == Interval(0, 100)


@pytest.mark.parametrize("sign", ["-a", "abs(a)"])
def test_the_lowest_small_int_has_no_opposite(tmp_path, sign):
    function = written(tmp_path, f"""
        def sample(a):
            return {sign}
        """)
    proof = Proof()
    proof.run(function, Interval(LOW + 1, HIGH))
    assert proof.complaints == []
    proof.run(function, Interval(LOW, HIGH))
    assert "1073741824" in proof.complaints[0]


def test_conditions_narrow_what_they_compare(tmp_path):
    function = written(tmp_path, """
        def sample(a, b):
            if not 0 <= a < 10 or b == 0:
                return -1
            return 100 // (b if b > 0 else 1) + a
        """)
    proof = Proof()
    assert proof.run(function, HALF, HALF) == Interval(-1, 109)
    assert proof.complaints == []


def test_a_division_that_may_be_by_zero_is_named(tmp_path):
    function = written(tmp_path, """
        def sample(a, b):
            return a // b
        """)
    proof = Proof()
    proof.run(function, HALF, Interval(0, 5))
    assert "may divide by zero" in proof.complaints[0]


class Counter:
    def __init__(self):
        self.count = 0

    def step(self, n):
        self.count += n
        if self.count > 1000:
            self._empty()

    def leak(self, n):
        self.count += n

    def branch(self, n, flag):
        if flag:
            self._add(n)

    def inline(self, n, flag):
        return self._add(n) if flag else 0

    def _add(self, n):
        self.count += n
        return n

    def _empty(self):
        self.count = 0


def test_an_attribute_must_end_in_its_declared_range():
    counter = Object(Counter, count=Interval(0, 1000))
    proof = Proof()
    proof.method(counter, "step", Interval(0, 50))
    assert proof.complaints == []
    proof.method(counter, "leak", Interval(0, 50))
    assert "count ends as 0..1050, declared 0..1000" in proof.complaints[0]


@pytest.mark.parametrize("method", ["branch", "inline"])
@pytest.mark.parametrize("flag", [Interval(0, 1), OPAQUE])
def test_an_attribute_set_in_one_branch_is_not_forgotten(method, flag):
    proof = Proof()
    proof.method(Object(Counter, count=Interval(0, 1000)), method, Interval(0, 50), flag)
    assert "count ends as 0..1050, declared 0..1000" in proof.complaints[0]


def test_what_is_not_declared_or_not_known_is_no_proof(tmp_path):
    with pytest.raises(Unknown, match="not declared"):
        Proof().method(Object(Counter), "leak", Interval(0, 50))
    function = written(tmp_path, """
        def sample(a):
            return [a for _ in range(3)]
        """)
    with pytest.raises(Unknown, match="ListComp"):
        Proof().run(function, HALF)


def test_an_array_keeps_to_its_type():
    proof = Proof()

    def store(items, value):
        items[0] = value

    proof.run(store, Array(Interval(-32768, 32767)), Interval(0, 40000))
    assert "items[0] is given 0..40000" in proof.complaints[0]


BOUNDS = {  # the bounds that fixed.py states, as arguments at their extremes
    "clamp": (Interval(LOW, HIGH), Interval(-5), Interval(5)),
    "div_round": (Interval(-(2**29) + 1, 2**29 - 1), Interval(1, 2**29 - 1)),
    "ratio_q": (Interval(-(2**20) + 1, 2**20 - 1), Interval(1, HIGH), Interval(10)),
    "isqrt": (Interval(0, HIGH),),
}


@pytest.mark.parametrize("name", BOUNDS)
def test_fixed_keeps_its_stated_bounds(name):
    proof = Proof()
    proof.run(getattr(fixed, name), *BOUNDS[name])
    assert proof.complaints == []
    assert proof.unreached() == []
