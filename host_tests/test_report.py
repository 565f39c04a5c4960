"""The page on one run: complete, by itself, small, and it hides no transition."""

import json
import re

import pytest

from tools import report

KPI = {"simulated_s": 7200, "wall_s": 0.5, "interpreter": "cpython 3.11", "heat_Wh": 9000,
       "cold_Wh": 0, "electric_Wh": 3000, "spf_net": 3.0, "cop_estimated_net": 3.1, "starts": 2,
       "max_starts_per_hour": 1, "defrosts": 0, "defrost_s": 0, "comfort_Kh": 0.25,
       "law_violations": 0, "faults": []}  # fmt: skip
RUN = {"title": "a <night>", "subtitle": "R290", "start": "2023-01-15T00:00:00",
       "simulated_s": 7200, "emitter": "water"}  # fmt: skip
LINES = [
    "       0 REST       power on          | out 1",
    "    3000 HEAT       heat < cold | out 1",
]
COLUMNS = (
    "room_target_cC t_coil_cC t_suction_cC t_discharge_cC t_liquid_cC p_suction_kPa"
    " p_discharge_kPa cop_q10 true_room_cC true_outdoor_cC true_supply_cC true_return_cC"
    " true_coil_cC true_frost_g true_power_W true_heat_W compressor"
).split()


def rows(count):
    """As csv.DictReader gives them."""
    return [{"at_s": str(60 * n + 59), "mode": "HEAT", **dict.fromkeys(COLUMNS, "1024")}
            for n in range(count)]  # fmt: skip


def data_of(page):
    """What the page draws."""
    text = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    return json.loads(text.group(1))


def test_the_page_needs_nothing_from_the_network():
    page = report.page(rows(120), LINES, KPI, RUN)
    own = page.replace(report.plotly(), "")
    assert len(own) < len(page)
    assert "://" not in own
    assert not re.search(r"<(link|img|iframe)\b|\bsrc=|@import|url\(", own)


def test_a_week_with_five_hundred_transitions_stays_below_six_megabytes():
    lines = [f"{n * 1200:8} HEAT       heat is wanted | out" for n in range(504)]
    page = report.page(rows(10080), lines, KPI, {**RUN, "simulated_s": 604800})
    assert len(page.encode()) < 6_000_000


def test_every_transition_is_drawn_however_long_the_run():
    lines = [f"{n * 600:8} HEAT       reason {n % 7} | out" for n in range(52560)]
    page = report.page(rows(20000), lines, KPI, {**RUN, "simulated_s": 31536000})
    changes = data_of(page)["changes"]
    assert changes["at_s"] == [n * 600 for n in range(52560)]
    assert len(data_of(page)["at_s"]) <= 5000


def test_rows_beside_a_transition_are_never_thinned_out():
    kept = report.thinned(rows(10080), [300_000])
    assert {int(row["at_s"]) // 60 for row in kept} >= set(range(4998, 5003))
    assert len(kept) < 4000


def test_few_rows_are_all_drawn():
    assert report.thinned(rows(500), []) == rows(500)


def test_words_from_a_run_cannot_become_markup():
    page = report.page(rows(3), LINES, {**KPI, "faults": ["<b>hot</b>"]}, RUN, ["<i>law</i>"])
    assert "A &lt;night&gt;" in page
    assert "&lt;b&gt;hot&lt;/b&gt;" in page
    assert "&lt;i&gt;law&lt;/i&gt;" in page
    assert data_of(page)["changes"]["reasons"] == ["heat < cold", "power on"]


def test_a_sensor_that_is_not_believed_leaves_a_gap_in_its_line():
    seen = rows(3)
    seen[1]["t_coil_cC"] = ""
    page = report.page(seen, LINES, KPI, RUN)
    coil = next(p for p in data_of(page)["panels"] if p["title"] == "Outdoor coil")
    read = next(s for s in coil["series"] if s["name"] == "coil, as read")
    assert read["y"] == [10.24, None, 10.24]


def test_the_measured_cop_is_heat_by_electricity_and_blank_when_off():
    seen = rows(40)
    for row in seen[:20]:
        row.update(true_heat_W="0", true_power_W="10")
    for row in seen[20:]:
        row.update(true_heat_W="6000", true_power_W="2000")
    measured = report._measured_cop(seen, seen)
    assert measured[:20] == [None] * 20
    assert measured[-1] == 3.0


@pytest.mark.parametrize("name", ["trace.csv", "kpi.json", "transitions.txt", "run.json"])
def test_a_run_with_a_file_missing_is_refused_by_name(name, tmp_path):
    for other in ("trace.csv", "kpi.json", "transitions.txt", "run.json"):
        (tmp_path / other).write_text("{}")
    (tmp_path / name).unlink()
    with pytest.raises(report.NotARun, match=re.escape(name)):
        report.write(tmp_path)
