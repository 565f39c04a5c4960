"""Firmware and boards agree with the stubs of MicroPython for the ESP32."""

import pytest

from tools import typecheck


@pytest.fixture
def installed():
    if not (typecheck.SITE / "pyright").exists() or not (typecheck.SITE / "machine.pyi").exists():
        pytest.skip("pyright and the stubs are not installed: python3 tools/bootstrap.py --ci")


def test_firmware_and_boards_are_clean(installed):
    assert typecheck.complaints() == []


def test_a_name_that_the_chip_does_not_have_is_found(installed, monkeypatch):
    wrong = typecheck.ROOT / "build" / "typecheck"
    wrong.mkdir(parents=True, exist_ok=True)
    source = "from machine import Pin, UART\nPin(4).blink()\nUART(1, baudrate='9600', tix=4)\n"
    (wrong / "wrong.py").write_text(source)
    plan = typecheck.config()
    monkeypatch.setattr(typecheck, "config", lambda: {**plan, "include": ["typecheck"]})
    monkeypatch.setattr(typecheck, "_FEWEST", 1)
    found = typecheck.complaints()
    assert any(line.startswith("build/typecheck/wrong.py:2: ") for line in found), found


def test_a_check_that_saw_nothing_is_no_check(installed, monkeypatch):
    plan = typecheck.config()
    monkeypatch.setattr(typecheck, "config", lambda: {**plan, "include": ["nowhere"]})
    with pytest.raises(typecheck.Missing, match="pyright looked at 0 files only"):
        typecheck.complaints()


def test_what_is_not_installed_is_said(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(typecheck, "SITE", tmp_path)
    assert typecheck.main() == 2
    assert "pyright is not installed, and nothing was checked" in capsys.readouterr().out
