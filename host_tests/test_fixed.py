"""Small-integer arithmetic against exact arithmetic."""

import math
from fractions import Fraction

from heatpump import fixed
from hypothesis import given
from hypothesis import strategies as st

SMALL = st.integers(-(2**30) + 1, 2**30 - 1)


@given(SMALL, SMALL, SMALL)
def test_clamp_moves_a_value_only_as_far_as_the_nearer_end(value, a, b):
    low, high = min(a, b), max(a, b)
    assert fixed.clamp(value, low, high) == sorted((low, value, high))[1]



@given(st.integers(-(2**29) + 1, 2**29 - 1), st.integers(1, 2**29 - 1))
def test_div_round_is_within_half_of_the_quotient(n, d):
    assert abs(fixed.div_round(n, d) - Fraction(n, d)) <= Fraction(1, 2)



def test_ratio_keeps_q_bits_of_the_fraction():
    assert fixed.ratio_q(1, 3, 10) == 341
    assert fixed.ratio_q(-1, 3, 10) == -342  # floored


def test_a_line_is_held_at_its_ends_and_meets_its_corners():
    assert [fixed.lerp(x, -10, 30, 55, 25) for x in (-99, -10, 10, 30, 99)] == [55, 55, 40, 25, 25]
    assert fixed.lerp(1, 0, 3, 0, 2) == 1  # 0.67, to nearest


@given(st.integers(0, 2**30 - 1))
def test_isqrt_is_the_floor_of_the_root(n):
    assert fixed.isqrt(n) == math.isqrt(n)


def test_isqrt_at_every_square_and_the_number_before_it():
    for root in range(1, 2**15):
        assert fixed.isqrt(root * root) == root
        assert fixed.isqrt(root * root - 1) == root - 1
