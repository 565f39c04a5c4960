"""Bad input to the command lines: one sentence, exit code 2, and nothing is harmed."""

import re

import pytest

from tools import deploy, report, simulate

WRONG = [
    (["--fluid", "R999"], "R999", "R290"),
    (["--weather", "atlantis"], "atlantis", "greensboro"),
    (["--days", "0"], "0", "366"),
    (["--days", "ten"], "ten", "366"),
    (["--start", "02-30"], "02-30", "12-31"),
    (["--start", "02-20T24"], "02-20T24", "T00..23"),
    (["--warmer", "99"], "99", "30"),
    (["--emitter", "gas"], "gas", "water"),
    (["--interpreter", "perl"], "perl", "micropython32"),
    (["--scan-ms", "5"], "5", "100"),
    (["--seed", "-1"], "-1", "0"),
    (["--set", "room_heat_cC=99999"], "99999", "3000"),
    (["--set", "room_heet_cC=2000"], "room_heet_cC", "room_heat_cC"),
    (["--set", "room_heat_cC"], "room_heat_cC", "3000"),
    (["--fault", "T_moon.open@5"], "T_moon.open", "T_coil"),
    (["--fault", "T_coil.open"], "T_coil.open", "SECOND"),
    (["--fault", "FAN.mul=9@5"], "9", ".."),
    (["--moon"], "--moon", ""),
]


def run(arguments, out):
    """Exit code of the command line, however it ends."""
    try:
        return simulate.main([*arguments, "--quiet", "--out", str(out)])
    except SystemExit as end:
        return end.code


@pytest.fixture
def earlier(tmp_path):
    """A folder that holds an earlier run."""
    out = tmp_path / "sim"
    out.mkdir()
    for name in simulate.FILES:
        (out / name).write_text(f"earlier {name}")
    return out


@pytest.mark.parametrize(("arguments", "value", "allowed"), WRONG, ids=lambda x: str(x)[:30])
def test_bad_input_is_one_sentence_and_leaves_the_earlier_run_whole(
    arguments, value, allowed, earlier, capsys
):
    assert run(arguments, earlier) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert value in said.err
    assert allowed in said.err
    assert [(earlier / n).read_text() for n in simulate.FILES] == [
        f"earlier {n}" for n in simulate.FILES
    ]
    assert [p.name for p in earlier.parent.iterdir()] == ["sim"]


def test_a_torn_epw_row_names_the_file_the_row_and_what_it_lacks(earlier, tmp_path, capsys):
    torn = tmp_path / "torn.epw"
    heading = ["LOCATION,Torn,-,-,-,1,36.1,-79.9,-5.0,270.0", *["x"] * 7]
    torn.write_text("\n".join([*heading, "1999,1,1,1,60,?9,1.0,0.5"]) + "\n")
    assert run(["--weather", str(torn)], earlier) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "torn.epw" in said
    assert re.search(r"\b(line|row) 9\b", said)


def test_an_output_that_is_a_file_is_refused_before_the_run(tmp_path, capsys):
    out = tmp_path / "file"
    out.write_text("mine")
    assert run([], out) == 2
    assert "is a file" in capsys.readouterr().err
    assert out.read_text() == "mine"


def test_a_run_that_crashes_leaves_the_earlier_one_whole(earlier, monkeypatch, capsys):
    monkeypatch.setattr(simulate, "command", lambda _: ["sh", "-c", "echo oh no >&2; exit 3"])
    assert run(["--interpreter", "cpython"], earlier) == 1
    assert "oh no" in capsys.readouterr().err
    assert (earlier / "kpi.json").read_text() == "earlier kpi.json"


def test_a_folder_without_a_run_has_no_report(tmp_path, capsys):
    assert report.main([str(tmp_path)]) == 2
    assert "trace.csv cannot be read" in capsys.readouterr().err


def test_a_board_that_does_not_exist_is_not_deployed(capsys):
    assert deploy.main(["--board", "toaster", "--dry-run"]) == 2
    assert "toaster is not one of" in capsys.readouterr().out


def test_deploying_lays_out_the_firmware_and_the_board(capsys):
    assert deploy.main(["--board", "esp32_devkit", "--dry-run"]) == 0
    listed = capsys.readouterr().out.split()
    for name in ("main.py", "board.py", "calibration.py", "heatpump/controller.mpy"):
        assert name in listed
    assert not any("virtual" in name or "test_" in name for name in listed)
