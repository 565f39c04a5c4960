"""The log p-h diagram: its points against CoolProp asked directly, on a page and off it."""

import itertools
import json
import math

import pytest
from CoolProp.CoolProp import PropsSI

from tools import ph, ph_svg
from tools.states import FLUIDS, ROOT, states

NAMES = ("p_suction_kPa", "p_discharge_kPa", "t_suction_C", "t_discharge_C", "t_liquid_C")


def drawn(fluid, count=40):
    """Cycles of tools.states: [(readings, enthalpies of 1, 2 and 3 in kJ/kg, CoolProp's zero)]."""
    many = states(fluid, 300, 1) if fluid != "R454B" else states(fluid, 60, 1)
    for n in range(min(count, len(many["t1"]))):
        now = [many[k][n] for k in ("p1", "p2", "t1", "t2", "t3")]
        now = [now[0] / 1000, now[1] / 1000, *now[2:]]
        yield dict(zip(NAMES, now, strict=True)), [many[k][n] / 1000 for k in ("h1", "h2", "h3")]


def off_pct(points, wanted):
    """The greatest error of the three enthalpy differences of a cycle, in % of the heat."""
    h1, h2, h3 = (h for h, _ in points[:3])
    w1, w2, w3 = wanted
    pairs = ((h2 - h3, w2 - w3), (h2 - h1, w2 - w1), (h1 - h3, w1 - w3))
    return max(100 * abs(a - b) / (w2 - w3) for a, b in pairs)


@pytest.mark.parametrize("fluid", FLUIDS)
def test_the_points_of_a_cycle_are_coolprops(fluid):
    for now, wanted in drawn(fluid):
        assert off_pct(ph.state_points(fluid, **now)["points"], wanted) < 0.05


@pytest.mark.parametrize("fluid", ["R290", "R134a"])
def test_the_origin_is_that_of_the_trade(fluid):
    """IIR: 200 kJ/kg in boiling liquid of 0 degC."""
    p_Pa = PropsSI("P", "T", 273.15, "Q", 0, fluid)
    liquid = [point for point in ph.chart(fluid)["liquid"] if abs(point[0]) < 1.01]
    assert min(h for _, h in liquid) < 200 < max(h for _, h in liquid)
    told = ph.state_points(fluid, 0.9 * p_Pa / 1000, p_Pa / 1000, 5, 30, 0.0)
    assert told["points"][2][0] == pytest.approx(200.0, abs=0.2)


def test_superheat_and_subcooling_are_counted_from_dew_and_bubble():
    glide = {side: PropsSI("T", "P", 1.6e6, "Q", side, "R407C") - 273.15 for side in (0, 1)}
    suction_C = PropsSI("T", "P", 4.5e5, "Q", 1, "R407C") - 273.15
    told = ph.state_points("R407C", 450, 1600, suction_C + 7, 80, glide[0] - 4)
    assert told["superheat_K"] == pytest.approx(7, abs=0.01)
    assert told["subcooling_K"] == pytest.approx(4, abs=0.01)
    assert glide[1] - glide[0] > 4  # a blend: the two are not the same temperature


@pytest.mark.parametrize("fluid", FLUIDS)
def test_dome_and_isotherms_are_whole(fluid):
    dome = ph.dome(fluid)
    for side in ("bubble", "dew"):
        assert all(a[1] < b[1] for a, b in itertools.pairwise(dome[side]))
    assert all(b[0] < d[0] for b, d in zip(dome["bubble"], dome["dew"], strict=True))
    warm = {line["t_C"]: line["points"] for line in ph.isotherms(fluid)}
    assert set(warm) == set(range(-40, 161, 20))
    for points in warm.values():
        assert all(a[1] >= b[1] - 1e-3 or a[1] > b[1] * 0.9 for a, b in itertools.pairwise(points))


def test_a_pressure_nobody_can_draw_is_refused_by_name():
    with pytest.raises(ValueError, match=r"p_suction: 20 is outside 40\.\.42\d\d kPa"):
        ph.state_points("R290", 20, 1500, 5, 70, 40)
    with pytest.raises(ValueError, match="fluid: R22 is not one of R290"):
        ph.chart("R22")


def test_the_page_places_points_as_coolprop_does(browser, tmp_path):
    """tools/ph.js on the tables, every fluid: 1 % is asked for, of the heat of the cycle."""
    page = tmp_path / "page.html"
    page.write_text(f"<title>ph</title><script>{(ROOT / 'tools/ph.js').read_text()}</script>")
    opened = browser.open(page)
    for fluid in FLUIDS:
        cycles = list(drawn(fluid))
        asked = json.dumps([now for now, _ in cycles])
        call = f"(c => {asked}.map(now => ph.state(c, now)))({json.dumps(ph.chart(fluid))})"
        for said, (_, wanted) in zip(opened.evaluate(call), cycles, strict=True):
            assert off_pct([said["points"][n] for n in "123"], wanted) < 1.0, fluid
    assert opened.problems() == []


def test_page_and_file_draw_the_same_cycle(browser, tmp_path):
    chart = ph.chart("R290")
    now = dict(zip(NAMES, (400, 1500, 4.5, 75.0, 41.0), strict=True))
    state = ph.state_points("R290", **now)
    state["words"] = ph_svg.words(state, 4.5, 75.0, 41.0)
    texts = "[...document.querySelectorAll('.ph-cycle text')].map(t => t.textContent)"
    seen = []
    for drawing in (ph_svg.svg(chart, state), ph_svg.svg(chart)):
        page = tmp_path / "page.html"
        page.write_text(f"<title>ph</title>{drawing}<script>{(ROOT / 'tools/ph.js').read_text()}"
                        f"</script>")  # fmt: skip
        opened = browser.open(page)
        call = f"ph.move(document.querySelector('svg'), ph.state({json.dumps(chart)}, " \
               f"{json.dumps(now)}))"  # fmt: skip
        if not seen:
            call = "0"
        opened.evaluate(call)
        seen.append((opened.evaluate(texts), opened.evaluate(
            "[...document.querySelectorAll('[data-at]')].map(g => g.getCTM().e + g.getCTM().f)")))
    assert seen[0][0] == seen[1][0] and "superheat 10.0 K" in seen[0][0]
    pairs = zip(seen[0][1], seen[1][1], strict=True)
    assert all(math.isclose(a, b, abs_tol=0.6) for a, b in pairs)
