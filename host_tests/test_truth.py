"""tools.truth: what it calls right and wrong, and that it runs the shipped firmware."""

import pytest

from tools import truth

RIGHT = {
    "true_running_J": 100e6, "true_melt_J": -2e6, "true_on_J": 25e6, "true_defrost_on_J": 1e6,
    "told_running_J": 101e6, "told_melt_J": -2e6, "told_on_J": 25e6, "told_defrost_on_J": 1e6,
    "cycles": [[900.0, 50e6, 51e6], [599.0, 1e6, 9e6], [900.0, 50e6, 49e6], [60.0, 1.0, 9.0]],
    "quotable": 100, "covered": 93,
}  # fmt: skip


def test_figures_within_their_limits_pass():
    cells, good = truth.judge(RIGHT)
    assert good
    assert cells == ["+1.02 %", "+1.02 %", "+1.00 %", "2: -2.0..+2.0 %", "93.0 % of 100"]


@pytest.mark.parametrize(
    ("changes", "marked"),
    [
        ({"told_melt_J": -5e6, "told_running_J": 100e6}, [0, 1]),
        ({"told_on_J": 24e6}, [1, 2]),
        ({"told_on_J": 25.75e6, "told_running_J": 100e6}, [2]),
        ({"cycles": [[600.0, 50e6, 53e6], [600.0, 1e6, 1e6]]}, [3]),
        ({"cycles": []}, [3]),
        ({"covered": 92}, [4]),
        ({"quotable": 0, "covered": 0}, [4]),
        ({"true_on_J": 0.0, "true_defrost_on_J": 0.0}, [1, 2]),
    ],
)
def test_a_figure_beyond_its_limit_is_marked_and_fails(changes, marked):
    cells, good = truth.judge({**RIGHT, **changes})
    assert not good
    assert [i for i, cell in enumerate(cells) if cell.endswith("!")] == marked


def test_three_hours_of_the_shipped_firmware_pass_on_this_interpreter(capsys):
    asked = ["--weeks", "sandpoint:02-01", "--days", "0.13", "--seeds", "2"]
    assert truth.main([*asked, "--interpreter", "cpython"]) == 0
    assert "PASS" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        (["--weeks", "greensboro"], "PLACE:MM-DD"),
        (["--weeks", "atlantis:01-01"], "atlantis"),
        (["--seeds", "x"], "1000000"),
        (["--days", "0"], "366"),
        (["--fluid", "R999"], "R290"),
        (["--interpreter", "perl"], "cpython"),
    ],
)
def test_bad_input_is_one_sentence(capsys, wrong, word):
    assert truth.main(wrong) == 2
    said = capsys.readouterr().err
    assert word in said
    assert said.count("\n") == 1
