"""The cycle of a run as a picture: at the right minute, right, and refused with one sentence."""

import csv
import json
import re

import pytest
from CoolProp.CoolProp import PropsSI

from tools import cycle, ph, ph_svg

ROW = {"at_s": "119", "mode": "HEAT", "p_suction_kPa": "400", "p_discharge_kPa": "1500",
       "t_suction_cC": "450", "t_discharge_cC": "7500", "t_liquid_cC": "4100", "compressor": "1",
       "cop_q10": "3900", "u95_permille": "40", "true_outdoor_cC": "-220"}  # fmt: skip
ABOUT = {"fluid": "R290", "start": "2023-01-04T00:00:00", "emitter": "water"}


@pytest.fixture
def folder(tmp_path):
    rows = [{**ROW, "at_s": str(60 * n + 59), "p_suction_kPa": str(400 + n)} for n in range(5)]
    rows[4]["t_liquid_cC"] = ""
    with open(tmp_path / "trace.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    (tmp_path / "run.json").write_text(json.dumps(ABOUT))
    return tmp_path


def test_the_minute_that_was_asked_for_is_drawn(folder):
    assert cycle.main([str(folder), "--at", "130"]) == 0
    assert "4.02 bar" in (folder / "cycle.svg").read_text()
    assert (folder / "cycle.png").read_bytes().startswith(b"\x89PNG")


def test_points_stand_where_coolprop_says():
    """Read off the drawing: pixels back to kJ/kg and bar by the frame that is in it."""
    drawing = cycle.draw(ROW, ABOUT)
    frame = json.loads(re.search(r'data-frame="([^"]+)"', drawing)[1].replace("&quot;", '"'))
    path = re.search(r'data-through="1 2 3 4 1" d="M([^"]+)"', drawing)[1]
    h = [float(point.split()[0]) for point in path.split("L")]
    h = [(x - frame["left"]) / frame["per_kJpkg"] + frame["h_low"] for x in h]
    true = [PropsSI("H", "T", 273.15 + t, "P", p, "R290") / 1000
            for t, p in ((4.5, 4e5), (75, 15e5), (41, 15e5))]  # fmt: skip
    heat = true[1] - true[2]
    assert h[1] - h[2] == pytest.approx(heat, rel=0.01)
    assert h[1] - h[0] == pytest.approx(true[1] - true[0], abs=0.01 * heat)
    assert h[2] == h[3]


def test_without_a_moment_the_longest_run_is_drawn(folder):
    rows, _ = cycle.load(folder)
    assert cycle.longest(rows)["at_s"] == "239"  # the last with all its sensors


def test_a_standing_compressor_is_called_that():
    assert "The compressor stands" in cycle.draw({**ROW, "compressor": "0"}, ABOUT)
    assert "3.81 ± 0.15" in cycle.draw(ROW, ABOUT)  # 3900 / 1024, 40 permille of it


@pytest.mark.parametrize(("options", "sentence"), [
    (["--at", "9999"], "--at: 9999 is outside 0..299 s"),
    (["--at", "-5"], "--at: -5 is not a whole number"),
    (["--at", "290"], "does not believe t_liquid_cC"),
    (["--out", "cycle.gif"], "cycle.gif ends in none of .svg, .png"),
    (["--theme", "pink"], "--theme: pink is not one of auto, light, dark"),
    (["--out", "/nowhere/cycle.svg"], "cannot be written"),
])  # fmt: skip
def test_bad_input_gets_one_sentence(options, sentence, folder, capsys):
    assert cycle.main([str(folder), *[f"{a}" for a in options]]) == 2
    said = capsys.readouterr()
    assert sentence in said.err and said.err.count("\n") == 1
    assert not list(folder.glob("cycle.*"))


def test_a_folder_without_a_run_is_refused(tmp_path, capsys):
    assert cycle.main([str(tmp_path)]) == 2
    assert "holds no run" in capsys.readouterr().err


@pytest.mark.parametrize("dark", [False, True])
def test_the_file_is_legible_on_either_screen(dark, browser, tmp_path):
    (tmp_path / "c.html").write_text(f"<title>c</title><body>{cycle.draw(ROW, ABOUT)}</body>")
    page = browser.open(tmp_path / "c.html", dark=dark)
    assert page.faint() == [] and page.problems() == []


def test_every_fluid_can_be_drawn():
    for fluid in ph.FLUIDS:
        drawing = ph_svg.svg(ph.chart(fluid))
        assert "nan" not in drawing and drawing.count('class="iso"') == 11
