"""The pictures of the pages: what the code draws, small, legible, and shown."""

import re

import pytest
from heatpump import modes

from tools import pictures
from tools.pictures import modes as diagram
from tools.pictures import plot
from tools.simulate import ROOT


def test_every_picture_is_what_the_code_draws(micropython):
    assert pictures.stale() == [], "read what has changed, then: make docs"


def test_a_picture_that_differs_is_named_and_drawn_anew(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(pictures, "FOLDER", tmp_path)
    monkeypatch.setattr(pictures, "PICTURES", {"a.svg": lambda: "new", "b.svg": lambda: "same"})
    (tmp_path / "a.svg").write_text("old")
    (tmp_path / "b.svg").write_text("same")
    assert pictures.main(["--check"]) == 1
    assert "a.svg is stale" in capsys.readouterr().out
    assert (tmp_path / "a.svg").read_text() == "old"
    assert pictures.main([]) == 0 and pictures.main(["--check"]) == 0
    assert (tmp_path / "a.svg").read_text() == "new"


@pytest.mark.parametrize("name", pictures.PICTURES)
def test_a_picture_is_small_and_shown_on_a_page(name):
    assert (pictures.FOLDER / name).stat().st_size < 200_000
    pages = ("README.md", "firmware/README.md", "tools/REPORT.md")
    assert any(f"pictures/{name}" in (ROOT / page).read_text() for page in pages)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", pictures.PICTURES)
def test_a_picture_is_legible_on_either_screen(name, dark, browser, tmp_path):
    (tmp_path / "p.html").write_text(
        f"<title>p</title><body>{(pictures.FOLDER / name).read_text()}</body>"
    )
    page = browser.open(tmp_path / "p.html", dark=dark)
    assert page.problems() == [] and page.foreign() == [] and page.faint() == []
    page.close()


def test_the_diagram_draws_every_way_that_it_does_not_name_as_left_out():
    drawn = diagram.ways()
    text = diagram.draw("light")
    note = " ".join(re.findall(r'class="below"[^>]*>([^<]*)', text))
    for origins, _, to, because in modes.TRANSITIONS:
        for origin in origins if isinstance(origins, tuple) else (origins,):
            pair = modes.NAMES[origin], modes.NAMES[to]
            alike = diagram._ALIKE.get(pair[0]), pair[1]
            outside = [name for name in pair if name not in diagram.PLACES]
            told = any(name in note for name in outside) or "WELDED" in pair
            shown = because in drawn.get(pair, ()) or because in drawn.get(alike, ())
            assert shown or told or because in (None, *diagram._LEFT_OUT), (pair, because)
    for pair in drawn:
        assert all(f">{name}<" in text for name in pair)


@pytest.mark.parametrize(("low", "high", "wanted", "steps"), [
    (0, 10, 5, [0, 2, 4, 6, 8, 10]), (-15, 22, 4, [-10, 0, 10, 20]),
    (3.1, 3.9, 4, [3.2, 3.4, 3.6, 3.8]),
])  # fmt: skip
def test_an_axis_has_round_numbers(low, high, wanted, steps):
    assert plot.steps(low, high, wanted) == pytest.approx(steps)
