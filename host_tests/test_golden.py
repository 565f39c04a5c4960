"""The kept transitions of three short scenarios, on every interpreter that is here."""

import pytest

from tools import golden


@pytest.mark.parametrize("name", golden.SCENARIOS)
def test_a_scenario_goes_as_it_was_kept(name, interpreter):
    assert golden.replay(name, interpreter) == golden.kept(name)


def test_what_is_kept_shows_what_it_is_named_for():
    assert " DEFROST " in golden.kept("cold_night")
    assert " COOL " in golden.kept("heat_wave")
    broken = golden.kept("broken_thermistor")
    assert "the discharge thermistor reads open circuit" in broken
    assert "fault gone, trying again" in broken


@pytest.fixture
def changed(tmp_path, monkeypatch):
    """A folder whose kept text differs from what the scenario does now."""
    monkeypatch.setattr(golden, "KEPT", tmp_path)
    monkeypatch.setattr(golden, "replay", lambda name, interpreter: "0 REST\n9 HEAT\n")
    kept = tmp_path / "cold_night.txt"
    kept.write_text("0 REST\n8 HEAT\n")
    return kept


def test_a_change_is_shown_and_not_kept(changed, capsys):
    assert golden.compare(["cold_night"], ["cpython"]) == 1
    said = capsys.readouterr().out
    assert "-8 HEAT\n+9 HEAT\n" in said
    assert changed.read_text() == "0 REST\n8 HEAT\n"


def test_a_change_is_kept_only_when_it_is_accepted(changed, capsys):
    assert golden.accept("cold_night", ["cpython"]) == 0
    assert "-8 HEAT\n+9 HEAT\n" in capsys.readouterr().out
    assert changed.read_text() == "0 REST\n9 HEAT\n"


def test_nothing_is_kept_while_the_interpreters_disagree(changed, monkeypatch, capsys):
    monkeypatch.setattr(golden, "replay", lambda name, interpreter: f"0 {interpreter}\n")
    assert golden.accept("cold_night", ["cpython", "micropython"]) == 1
    assert "disagree" in capsys.readouterr().out
    assert changed.read_text() == "0 REST\n8 HEAT\n"


def test_a_scenario_that_does_not_exist_is_bad_input(capsys):
    assert golden.main(["--accept", "lukewarm_night"]) == 2
    assert "lukewarm_night is not one of" in capsys.readouterr().out
