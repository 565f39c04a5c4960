"""The plant's property tables against CoolProp, from which they were made another way."""

import random

import pytest
from plant import props_r32, props_r134a, props_r290, props_r407c, props_r410a, tables

from tools import make_plant_tables as maker

FLUIDS = {"r290": props_r290, "r32": props_r32, "r410a": props_r410a, "r407c": props_r407c,
          "r134a": props_r134a}


def cell(fluid, t_C, step_K):
    x = (t_C - fluid.LOW_C) / step_K
    i = int(x)
    return i, x - i


def state(fluid, t_C):
    """(p, h_liquid, h_vapour, rho, glide, l0..l2, v0..v3) as the circuit reads them."""
    sat, vap, liq = tables.make(fluid)
    i, f = cell(fluid, t_C, 1.0)
    p, dp, hl, dhl, _, _, hg, dhg, rho, drho = sat[i]
    p, hl, hg, rho = p + f * dp, hl + f * dhl, hg + f * dhg, rho + f * drho
    v0, dv0, v1, dv1, v2, dv2, v3, dv3, _, glide = vap[i]
    l0, dl0, l1, dl1, l2, dl2 = liq[i]
    return (p, hl, hg, rho, glide,
            l0 + f * dl0, l1 + f * dl1, l2 + f * dl2,
            v0 + f * dv0, v1 + f * dv1, v2 + f * dv2, v3 + f * dv3)


def vapour_h(fluid, s, x):
    q = 1 / (x + fluid.VAPOUR_K)
    return s[2] + x * (s[8] + q * (s[9] + q * (s[10] + q * s[11])))


def liquid_h(fluid, s, x):
    return s[1] - x * (s[5] + x * s[6] + s[7] / (x + fluid.LIQUID_K))


@pytest.mark.parametrize("key", FLUIDS)
def test_enthalpy_differences_are_those_of_coolprop(key):
    # the condenser's difference, at the same pressures: 0.02 % of 120..400 kJ/kg is 24..80 J/kg
    fluid, true = FLUIDS[key], maker.Fluid(maker.FLUIDS[key])
    dice = random.Random(7)
    top = min(64.0, true.critical_C - 11)   # R410A 60 degC
    for _ in range(300):
        e, c = dice.uniform(-28, 20), dice.uniform(25, top)
        sh, hot, sc = dice.uniform(1, 25), dice.uniform(5, 60), dice.uniform(0.5, 15)
        low, high = state(fluid, e), state(fluid, c)
        got = (vapour_h(fluid, low, sh), vapour_h(fluid, high, hot), liquid_h(fluid, high, sc))
        bubble, dew = true.ends(high[0])
        _, low_dew = true.ends(low[0])
        want = (true.vapour(low[0], low_dew + sh)[0], true.vapour(high[0], dew + hot)[0],
                true.liquid_h(high[0], bubble - sc))
        for a, b in ((1, 2), (0, 2)):
            assert got[a] - got[b] == pytest.approx(want[a] - want[b], rel=2e-4)
        # the compressor's difference is small: 50 J/kg is 0.02 % of the condenser's
        assert got[1] - got[0] == pytest.approx(want[1] - want[0], rel=2e-4, abs=50.0)


@pytest.mark.parametrize("key", FLUIDS)
def test_pressure_and_density_follow_saturation(key):
    fluid, true = FLUIDS[key], maker.Fluid(maker.FLUIDS[key])
    for t in range(-35, 60, 3):
        s = state(fluid, t + 0.5)
        p_Pa, _ = true.middle(t + 0.5)
        assert s[0] == pytest.approx(p_Pa, rel=1.5e-4)
        assert s[3] == pytest.approx(true.dry(p_Pa)[1], rel=3e-4)


@pytest.mark.parametrize("key", FLUIDS)
def test_isentropic_work_is_that_of_coolprop(key):
    fluid, true = FLUIDS[key], maker.Fluid(maker.FLUIDS[key])
    k = iter(fluid.WORK)
    terms = [(next(k), i, j) for i in range(4) for j in range(4 - i)]
    for e, c in ((-20, 35), (-7, 45), (2, 35), (7, 55), (15, 30)):
        p1, glide = true.middle(e)
        p2, _ = true.middle(c)
        h1, _, s1 = true.vapour(p1, e + glide + 8.0)
        want = true.isentropic_h(p2, s1, c + 25.0) - h1
        got = (c - e) * sum(x * e**i * c**j for x, i, j in terms) * (1 + 3.0 * fluid.WORK_SH)
        assert got == pytest.approx(want, rel=6e-3)


def test_the_generator_makes_what_is_in_the_repository():
    assert maker.main(["--check", "r134a"]) == 0
