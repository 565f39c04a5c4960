"""The page on a run: by itself, small, legible, true to kpi.json, and it hides no transition."""

import csv
import io
import itertools
import json
import re

import pytest

from tools import report, simulate
from tools.report import figures, log, run, scores, summary
from tools.tally import Tally

DAY = ("--start", "01-04", "--days", "0.25", "--set", "defrost_over_cK=250", "--sensor-errors",
       "--fault", "T_discharge.open@18500..18700", "--fault", "T_coil.open@14000..16000")
LINES = ["       0 REST       power on          | out 1",
         "    3000 HEAT       heat < cold | out 1"]  # fmt: skip
LOOKS = [({}, ""), ({"dark": True}, ""), ({"width": 360, "height": 740, "dark": True}, ""),
         ({"width": 360, "height": 740}, ""), ({"width": 794}, "print")]  # fmt: skip


@pytest.fixture(scope="session")
def day(tmp_path_factory, micropython):
    """Six hours of freezing fog with a probe that breaks, as the command line leaves them."""
    out = tmp_path_factory.mktemp("day")
    assert simulate.main([*DAY, "--quiet", "--out", str(out)]) == 0
    return out


@pytest.fixture(scope="session")
def parts(day):
    """(rows, lines, kpi, about) of that day."""
    with open(day / "trace.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    lines = (day / "transitions.txt").read_text().splitlines()
    return rows, lines, *(json.loads((day / f"{n}.json").read_text()) for n in ("kpi", "run"))


def longer(parts, days):
    """The same day again and again: rows, lines and about of a run of so many days."""
    rows, lines, kpi, about = parts
    step_s, count = about["simulated_s"], round(days * 86400 / about["simulated_s"])
    many = [{**row, "at_s": str(int(row["at_s"]) + n * step_s)} for n in range(count)
            for row in rows]  # fmt: skip
    moved = [f"{int(line[:8]) + n * step_s:8}{line[8:]}" for n in range(count) for line in lines]
    return many, moved, kpi, {**about, "simulated_s": count * step_s}


def data_of(page):
    """What the page draws, its differences added up again."""
    text = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    data = json.loads(text.group(1))
    for values in (data["at_s"], *data["columns"].values()):
        known = [i for i, step in enumerate(values) if step is not None]
        sums = itertools.accumulate(values[i] for i in known)
        for i, total in zip(known, sums, strict=True):
            values[i] = total
    return data


# --- in a browser --------------------------------------------------------------------------


@pytest.mark.parametrize(("look", "media"), LOOKS, ids=["light", "dark", "phone dark", "phone",
                                                        "paper"])  # fmt: skip
def test_the_page_is_whole_and_legible(look, media, browser, day):
    page = browser.open(day / "report.html", **look)
    if media:
        page.look(dark=True, media=media)
        page.wait("document.querySelector('.plot svg').viewBox.baseVal.width === 700")
    assert page.evaluate("document.documentElement.dataset.ready") == "yes"
    assert page.problems() == [] and page.foreign() == []
    assert page.overflow_px() <= 0
    assert page.faint() == []
    page.close()


def shown(page):
    """{key: number as a person reads it} of the headline figures on the page."""
    texts = page.evaluate("Object.fromEntries([...document.querySelectorAll('[data-key]')]"
                          ".map(e => [e.dataset.key, e.innerText]))")  # fmt: skip
    return {key: float(text.replace("\u2212", "-")) for key, text in texts.items()}


def test_the_figures_on_the_page_are_those_of_kpi_json(browser, day, parts):
    kpi = parts[2]
    seen = shown(browser.open(day / "report.html"))
    wanted = {
        "spf_estimated_h1": round(kpi["spf_estimated_h1"], 2),
        "spf_estimated_h1_bar": round(kpi["spf_estimated_h1"] * kpi["u95"], 2),
        "spf_estimated_h4": round(kpi["spf_estimated_h4"], 2),
        "spf_estimated_h4_bar": round(kpi["spf_estimated_h4"] * kpi["u95"], 2),
        "spf_net": round(kpi["spf_net"], 2), "heat_Wh": round(kpi["heat_Wh"] / 1000, 1),
        "electric_Wh": round(kpi["electric_Wh"] / 1000, 1), "starts": kpi["starts"],
        "comfort_Kh": round(kpi["comfort_Kh"], 1), "defrosts": kpi["defrosts"],
        "carbon_saved_gas_g": round(kpi["carbon_saved_gas_g"] / 1000, 1),
        "carbon_saved_resistance_g": round(kpi["carbon_saved_resistance_g"] / 1000, 1),
        "law_violations": 0, "faults": len(kpi["faults"]),
    }  # fmt: skip
    assert seen == pytest.approx(wanted, abs=0.0101)
    assert wanted["faults"] >= 1 and wanted["defrosts"] >= 1  # a day with something to show


def test_spf_by_boundary_is_that_of_kpi_json(browser, day, parts):
    rows = browser.open(day / "report.html").evaluate(
        "[...document.querySelector('.plain tbody').rows].map(r => [...r.cells].map(c => "
        "c.innerText))"
    )
    for n, (name, _, true, told, _) in enumerate(rows, 1):
        assert name == f"H{n}"
        assert float(true) == pytest.approx(parts[2][f"spf_h{n}"], abs=0.0051)
        assert float(told.split()[0]) == pytest.approx(parts[2][f"spf_estimated_h{n}"], abs=0.0051)


def counted(page):
    return page.evaluate("[...document.querySelectorAll('#panel-modes [data-count]')]"
                         ".reduce((sum, r) => sum + Number(r.dataset.count), 0)")  # fmt: skip


def test_a_season_is_thinned_and_every_change_of_mode_is_drawn(browser, parts, tmp_path):
    rows, lines, kpi, about = longer(parts, 120)
    drawn = run.document(rows, lines, kpi, about)
    assert len(drawn["at_s"]) < len(rows) / 4
    text = report.page(drawn)
    assert len(text.encode()) < 6_000_000
    (tmp_path / "season.html").write_text(text)
    page = browser.open(tmp_path / "season.html")
    assert page.opened_s < 3.0
    assert counted(page) == len(lines) > 10_000
    page.evaluate("charts.look(3600, 7200)")
    page.wait("charts.view.to === 7200")
    begun = [int(line[:8]) for line in lines]
    inside = sum(3600 < s <= 7200 for s in begun) + 1  # and the one that was there before
    page.wait(f"[...document.querySelectorAll('#panel-modes [data-count]')].length <= {inside}")
    assert counted(page) == inside
    page.close()


def test_a_week_is_drawn_whole_within_six_megabytes_and_three_seconds(browser, parts, tmp_path):
    rows, lines, kpi, about = longer(parts, 7)
    drawn = run.document(rows, lines, kpi, about)
    assert len(drawn["at_s"]) == len(rows) == 10080
    (tmp_path / "week.html").write_text(report.page(drawn))
    assert (tmp_path / "week.html").stat().st_size < 6_000_000
    page = browser.open(tmp_path / "week.html")
    assert page.opened_s < 3.0
    page.close()


def test_keys_go_from_change_to_change_and_say_why(browser, day, parts):
    page = browser.open(day / "report.html")
    page.evaluate("document.querySelector('#panel-modes .plot').focus()")
    for line in parts[1][1:4]:
        _, mode, because = run.parse_transition(line)
        page.press("ArrowRight")
        page.wait(f"document.querySelector('.tip').innerText.startsWith('{mode} ')")
        said = page.evaluate("document.querySelector('.tip').innerText")
        assert because in said
        assert page.evaluate("document.getElementById('what').innerText") == f"{mode}: {because}"


def test_the_mouse_says_why_and_drags_out_a_span(browser, day):
    page = browser.open(day / "report.html")
    box = page.evaluate("(b => [b.x, b.y, b.width, b.height])(document.querySelector("
                        "'#panel-modes .plot').getBoundingClientRect())")  # fmt: skip
    page.point(box[0] + box[2] / 2, box[1] + box[3] / 2)
    page.wait("!document.querySelector('.tip').hidden")
    at = {"button": "left", "clickCount": 1, "y": box[1] + box[3] / 2}
    page.ask("Input.dispatchMouseEvent", type="mousePressed", x=box[0] + 300, **at)
    page.ask("Input.dispatchMouseEvent", type="mouseMoved", x=box[0] + 600, **at)
    page.ask("Input.dispatchMouseEvent", type="mouseReleased", x=box[0] + 600, **at)
    page.wait("charts.view.to - charts.view.from < 0.4 * (charts.all.to - charts.all.from)")
    assert page.problems() == []


def test_the_slider_moves_the_cycle_to_that_moment(browser, day, parts):
    page = browser.open(day / "report.html")
    running = [n for n, row in enumerate(parts[0]) if row["mode"] == "HEAT"][10]
    page.evaluate(f"(s => {{ s.value = {running}; s.dispatchEvent(new Event('input')); }})"
                  "(document.getElementById('at'))")  # fmt: skip
    row = parts[0][running]
    wanted = f"{int(row['p_discharge_kPa']) / 100:.1f} bar"
    page.wait(f"document.querySelector('.ph-cycle').textContent.includes('{wanted}')")
    assert f"{int(row['t_discharge_cC']) / 100:.1f} °C".replace("-", "\u2212") in page.evaluate(
        "document.querySelector('.ph-cycle').textContent")  # fmt: skip
    assert page.evaluate("charts.cursor") == int(row["at_s"])


# --- what stands in it -----------------------------------------------------------------------


def test_the_page_needs_nothing_from_the_network(day):
    text = (day / "report.html").read_text()
    own = text.replace("http://www.w3.org/2000/svg", "")  # a name, which nobody asks for
    assert "://" not in own
    assert not re.search(r"<(link|img|iframe)\b|\bsrc=|@import", own)


def test_it_says_how_to_make_the_same_run_again(day, parts):
    command = parts[3]["command"]
    assert command in (day / "report.html").read_text().replace("&#x27;", "'")
    asked = simulate.parse(command.split()[3:])
    assert asked.settings == ["defrost_over_cK=250"] and asked.faults == [DAY[-3], DAY[-1]]
    assert (asked.start, asked.days, asked.seed) == ("01-04", "0.25", "1")
    assert "defrost_over_cK = 250" in (day / "report.html").read_text()


def test_the_command_it_shows_makes_the_same_plan(parts):
    from tools import scenario

    again, about = scenario.plan(simulate.parse(parts[3]["command"].split()[3:]))
    assert about["command"] == parts[3]["command"]
    assert {k: v for k, v in parts[3].items() if k in again} == json.loads(json.dumps(again))


def test_energy_by_purpose_adds_up(parts):
    rows, _, kpi, about = parts
    bars = summary.by_day(rows, about)
    total_kWh = sum(sum(stack["v"]) for stack in bars["stacks"]) / 100
    assert total_kWh == pytest.approx(kpi["electric_Wh"] / 1000, abs=0.04)
    named = {stack["name"]: sum(stack["v"]) / 100 for stack in bars["stacks"]}
    assert named["defrost"] == pytest.approx(kpi["defrost_Wh"] / 1000, abs=0.03)
    assert named["standby"] == pytest.approx(kpi["standby_Wh"] / 1000, abs=0.04)


def test_electricity_is_counted_to_the_mode_it_was_used_in():
    from heatpump import modes

    class Meter:
        electric_J = heater_J = 0.0

    tally, meter = Tally(), Meter()
    for mode, used_J in ((modes.HEAT, 500.0), (modes.DEFROST, 70.0), (modes.DRIP, 5.0),
                         (modes.IDLE, 3.0), (modes.REST, 1.0)):  # fmt: skip
        meter.electric_J += used_J + 40.0
        meter.heater_J += 40.0  # of the backup heater: in neither
        tally.mark(meter, mode)
    assert (tally.defrost_J, tally.standby_J) == (75.0, 4.0)


def test_boundaries_are_in_order_and_the_outermost_is_all_the_meter_sees(parts):
    kpi = parts[2]
    assert kpi["spf_h1"] > kpi["spf_h2"] >= kpi["spf_h3"] > kpi["spf_h4"] == kpi["spf_net"]
    wide = kpi["heat_Wh"] / (kpi["electric_Wh"] - kpi["pump_Wh"])
    assert kpi["spf_h3"] == pytest.approx(wide, abs=0.002)


def test_a_sensor_that_is_not_believed_leaves_a_gap(parts):
    rows, lines, kpi, about = parts
    gone = [n for n, row in enumerate(rows) if not row["t_coil_cC"]]
    assert gone  # the probe was broken
    drawn = data_of(report.page(run.document(rows, lines, kpi, about)))
    assert all(drawn["columns"]["t_coil_cC"][n] is None for n in gone)
    assert drawn["columns"]["true_coil_cC"].count(None) == 0


def test_a_panel_without_anything_to_draw_is_left_out(parts):
    """A day on which nothing ran has no superheat, no COP, no frost and no sign of ice."""
    rows, lines, kpi, about = parts
    still = [{**row, "mode": "IDLE", "compressor": "0", "true_frost_g": "0"} for row in rows]
    ids = {panel["id"] for panel in run.document(still, lines[:1], kpi, about)["panels"]}
    assert not ids & {"superheat", "cop", "frost"} and {"room", "coil"} <= ids


def test_the_heating_curve_is_the_firmwares_over_the_air_there_was(parts):
    curve = run.document(*parts)["curve"]
    # by default a line from 35.00 at -10 to 24.00 at +15: 11 K in 25 K
    by_hand = {out: 35.0 - (out + 10.0) * 11.0 / 25.0 for out, _ in curve}
    assert all(water == pytest.approx(by_hand[out], abs=0.011) for out, water in curve)
    known = [int(row["t_outdoor_cC"]) / 100 for row in parts[0] if row["t_outdoor_cC"]]
    assert curve[0][0] <= min(known) and curve[-1][0] >= max(known)
    summer = {**parts[3], "emitter": "air"}
    assert run.document(*parts[:3], summer)["curve"] is None


def test_columns_come_back_from_their_differences(parts):
    drawn = run.document(*parts)
    assert data_of(report.page(drawn))["columns"] == drawn["columns"]


def test_a_recording_without_truth_has_a_page_too(browser, parts, tmp_path):
    rows, lines, kpi, about = parts
    bare = [{k: v for k, v in row.items() if not k.startswith("true_")} for row in rows]
    known = ("u95", "quality", "defrosts")
    told = {k: v for k, v in kpi.items() if "estimated" in k or k in known}
    drawn = run.document(bare, lines, told, about)
    ids = [panel["id"] for panel in drawn["panels"]]
    assert {"room", "sink", "circuit", "pressures", "cop", "power"} <= set(ids)
    names = [s["name"] for panel in drawn["panels"] for s in panel["series"]]
    assert "heat, estimated" in names and not [n for n in names if "truth" in n or "true" in n]
    (tmp_path / "r.html").write_text(report.page(drawn))
    page = browser.open(tmp_path / "r.html")
    assert page.problems() == [] and page.faint() == []
    assert set(shown(page)) == {"spf_estimated_h1", "spf_estimated_h1_bar", "spf_estimated_h4",
                                "spf_estimated_h4_bar", "defrosts"}  # fmt: skip
    assert "unknown" in page.evaluate("document.querySelector('.plain').innerText")
    page.close()


def test_a_trace_is_read_as_a_dict_reads(day, parts):
    with open(day / "trace.csv", newline="") as file:
        rows = run.load(file)
    assert set(rows[0]) == set(parts[0][0]) and "mode" in rows[0]
    assert [{name: row[name] for name in row} for row in rows[:9]] == parts[0][:9]
    with pytest.raises(ValueError, match="2 cells in line 3"):
        run.load(io.StringIO("a,b,c\n1,2,3\n1,2\n"))


def test_rows_beside_a_transition_are_never_thinned_out():
    rows = [{"at_s": str(60 * n + 59)} for n in range(80000)]
    kept = run.thinned(rows, [300_000])
    assert {int(row["at_s"]) // 60 for row in kept} >= {4999, 5000, 5001}
    assert len(kept) < run.MOST_ROWS + 10


def test_words_from_a_run_cannot_become_markup(parts):
    rows, _, kpi, about = parts
    about = {**about, "title": "a <night> @DATA@", "laws_broken": ["<i>law</i>"]}
    text = report.page(run.document(rows, LINES, {**kpi, "faults": ["<b>hot</b>"]}, about))
    for word in ("A &lt;night&gt; @DATA@", "&lt;b&gt;hot&lt;/b&gt;", "&lt;i&gt;law&lt;/i&gt;"):
        assert word in text
    assert data_of(text)["modes"]["reasons"] == ["heat < cold", "power on"]


@pytest.mark.parametrize("name", ["trace.csv", "kpi.json", "transitions.txt", "run.json"])
def test_a_run_with_a_file_missing_is_refused_by_name(name, tmp_path):
    for other in ("trace.csv", "kpi.json", "transitions.txt", "run.json"):
        (tmp_path / other).write_text("{}")
    (tmp_path / name).unlink()
    with pytest.raises(report.NotARun, match=re.escape(name)):
        report.write(tmp_path)


# --- logs and campaigns ----------------------------------------------------------------------


def test_a_log_has_a_page_with_its_cycle(browser, tmp_path, day):
    from tools import estimate

    source, out = tmp_path / "log.csv", tmp_path / "log.html"
    with open(day / "trace.csv", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["mode"] == "HEAT"][:60]
    names = ("t_suction_cC", "t_discharge_cC", "t_liquid_cC", "p_suction_kPa", "p_discharge_kPa")
    lines = ["t_suction_C,t_discharge_C,t_liquid_C,p_suction_kPa,p_discharge_kPa"]
    for row in rows:
        lines.append(",".join(f"{int(row[n]) / (100 if 'cC' in n else 1):g}" for n in names))
    source.write_text("\n".join(lines) + "\n")
    estimate.main([str(source), "--fluid", "R290", "--out", str(tmp_path / "out.csv"),
                   "--report", str(out)])  # fmt: skip
    page = browser.open(out)
    assert page.problems() == [] and page.foreign() == [] and page.faint() == []
    assert page.evaluate("document.querySelector('.ph-cycle').textContent").count("bar") == 2
    with open(tmp_path / "out.csv", newline="") as file:
        cops = sorted(float(row["cop_heat"]) for row in csv.DictReader(file) if row["cop_heat"])
    wanted = f"{cops[0]:.2f} to {cops[-1]:.2f}"
    assert page.evaluate("document.querySelector('[data-key=cop_heat]').innerText") == wanted
    page.close()


def test_rows_of_a_log_without_heat_have_no_sum_over_a_sum():
    about = {"log": "a.csv", "fluid": "R290", "refused": [], "timed": False, "command": "x",
             "facts": {}}  # fmt: skip
    cards = "".join(log.document(about, [{"cop_heat": "3.5", "quality": "quotable"}])["cards"])
    assert 'data-key="cop"' not in cards and "3.50 to 3.50" in cards


def test_a_campaign_has_a_page(browser, tmp_path):
    base = {"id": 0, "hours": 9.0, "options": ["--seed", "1"], "laws": [], "said": [],
            "latched": False, "failed": None, "mode": "HEAT"}  # fmt: skip
    results = [{**base, "faults": ["FAN.dead"], "reacted_s": s} for s in (4, 30, 900)]
    results += [{**base, "faults": [], "mode": None, "reacted_s": None, "laws": ["law 8: <fan>"]}]
    about = {"command": "python -m tools.campaign --faults single", "interpreter": "micropython"}
    (tmp_path / "card.html").write_text(report.page(scores.document(results, about)))
    for look in ({}, {"dark": True, "width": 360}):
        page = browser.open(tmp_path / "card.html", **look)
        assert page.problems() == [] and page.foreign() == [] and page.faint() == []
        assert page.overflow_px() <= 0
    told = page.evaluate("document.body.innerText")
    assert "law 8: <fan>" in told and "4 / 30 / 900 / 900" in told


def test_an_error_bar_that_holds_the_truth_reaches_over_it():
    drawn = figures.error_bar(3.0, 0.2, 3.1, 2.5, 3.5)
    low, high = (float(x) for x in re.search(r"M([\d.]+) 11.0H([\d.]+)", drawn).groups())
    true = float(re.search(r'class="true" d="M([\d.]+)', drawn)[1])
    assert low < true < high


# --- records ---------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def hour(tmp_path_factory, micropython):
    """An hour of the virtual board, recorded scan by scan."""
    from tools import record

    out = tmp_path_factory.mktemp("hour") / "hour.csv"
    assert record.main(["--seconds", "3600", "--start", "01-04", "--out", str(out)]) == 0
    return out


def test_a_record_has_a_page_with_the_firmwares_own_reasons(browser, hour, capsys):
    assert report.main([str(hour)]) == 0
    page = browser.open(hour.with_suffix(".html"))
    assert page.problems() == [] and page.foreign() == [] and page.faint() == []
    said = page.evaluate("document.getElementById('changes').innerText")
    assert "HEAT" in said and "fan and pump have run ahead" in said
    assert page.evaluate("document.querySelector('.ph-cycle').textContent").count("bar") == 2
    ids = page.evaluate("charts.data.panels.map(p => p.id)")
    assert {"room", "sink", "circuit", "superheat", "pressures", "power", "cop"} <= set(ids)
    axes = page.evaluate("charts.data.panels.find(p => p.id === 'outdoors').right")
    assert axes is None  # nobody measured the humidity
    page.close()


def test_a_replay_draws_what_it_replayed(hour, tmp_path, capsys):
    from tools import replay

    out = tmp_path / "replay.html"
    assert replay.main([str(hour), "--interpreter", "micropython", "--report", str(out)]) == 0
    assert "Replay of hour.csv" in out.read_text()


@pytest.mark.parametrize(("text", "sentence"), [
    ("a,b\n", "this is no heatpump record 1"),
    ("# heatpump record 1\n# {}\n", "line 3: the record has other columns"),
])  # fmt: skip
def test_a_file_that_is_no_record_is_refused_in_a_sentence(text, sentence, tmp_path, capsys):
    (tmp_path / "bad.csv").write_text(text)
    assert report.main([str(tmp_path / "bad.csv")]) == 2
    said = capsys.readouterr().err
    assert sentence in said and said.count("\n") == 1
    assert not (tmp_path / "bad.html").exists()
