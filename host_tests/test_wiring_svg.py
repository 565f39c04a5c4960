"""The drawings and pin tables are what the pins say, and every word has room."""

import re
import xml.etree.ElementTree as ElementTree

import pytest

from tools import pinout, wiring_svg

SVG = "{http://www.w3.org/2000/svg}"
BOARDS = pinout.boards()


@pytest.fixture(params=BOARDS)
def board(request):
    return request.param


def test_drawing_and_table_are_what_the_tool_makes_of_the_pins(board):
    for path, wanted in wiring_svg.files(board).items():
        assert path.read_text() == wanted, "python -m tools.wiring_svg"


def words(board):
    """[(x from, x to, y, size, words)] of a drawing; a letter is 0.62 of its size wide at most."""
    found = []
    for node in ElementTree.fromstring(wiring_svg.draw(board)).iter(SVG + "text"):
        size, x, y = (float(node.get(name)) for name in ("font-size", "x", "y"))
        wide = 0.62 * size * len(node.text)
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[node.get("text-anchor")]
        found.append((left, left + wide, y, size, node.text))
    return found


def test_the_drawing_names_every_wire_and_every_pin(board):
    rows = pinout.load(board)
    said = [text for *_, text in words(board)]
    for wire, number, *_ in (*rows.relays, *rows.pins):
        assert f"GPIO {number}" in said
        if wire not in ("multiplexer", "mux_0", "mux_1", "mux_2", "sda", "scl"):
            assert wire in said
    for wire, part, _ in rows.inputs:
        assert wire in said
        assert part == "4051" or f"0x{part:x}" in said


def test_no_two_words_overlap_and_none_leaves_the_page(board):
    found = words(board)
    width = float(ElementTree.fromstring(wiring_svg.draw(board)).get("width"))
    for k, (left, right, y, size, text) in enumerate(found):
        assert left >= 0 and right <= width, text
        for other_left, other_right, other_y, other_size, other in found[:k]:
            apart = right <= other_left or other_right <= left
            assert apart or abs(y - other_y) >= 0.8 * max(size, other_size), (text, other)


def test_the_drawing_is_told_in_words_too(board):
    described = ElementTree.fromstring(wiring_svg.draw(board)).find(SVG + "desc").text
    assert re.search(r"compressor: GPIO \d+; ", described)


def test_a_board_that_is_not_there_is_named(capsys):
    assert wiring_svg.main(["esp64"]) == 2
    assert "board: esp64 is not one of" in capsys.readouterr().out


def test_what_is_stale_is_said_and_not_written(monkeypatch, capsys, tmp_path):
    path = tmp_path / "wiring.svg"
    path.write_text("old")
    monkeypatch.setattr(wiring_svg, "files", lambda board: {path: "new"})
    monkeypatch.setattr(pinout, "ROOT", tmp_path)
    assert wiring_svg.main(["--check", BOARDS[0]]) == 1
    assert capsys.readouterr().out == "wiring.svg: stale\n" and path.read_text() == "old"
    assert wiring_svg.main([BOARDS[0]]) == 0 and path.read_text() == "new"
    assert wiring_svg.main(["--check", BOARDS[0]]) == 0
