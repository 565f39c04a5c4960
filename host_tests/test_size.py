"""What the firmware weighs on an ESP32."""

import pytest

from tools import size


def test_the_firmware_fits_in_64_kilobytes(capsys):
    assert size.main([]) == 0, capsys.readouterr().out
    assert size.LIMIT == 65536


def test_the_account_is_made_of_modules_that_exist():
    assert set(size.measure()) >= size.ACCOUNT


@pytest.mark.parametrize("march", ["xtensawin", "rv32imc"])
def test_the_whole_tree_compiles_for_every_esp32(march):
    assert len(size.measure(march)) > 20


def test_a_limit_that_is_passed_fails_and_says_by_how_much(capsys):
    assert size.main(["--limit", "1000"]) == 1
    assert "bytes too large" in capsys.readouterr().out


def test_one_refrigerant_is_counted_the_largest():
    sizes = {"main.py": 1, "heatpump/fluids/__init__.py": 2, "heatpump/fluids/r1.py": 30,
             "heatpump/fluids/r2.py": 40, "drivers/meter.py": 500,
             "heatpump/bench.py": 900, "heatpump/why.py": 700}  # fmt: skip
    assert sum(size.counted(sizes).values()) == 1 + 2 + 40


def test_a_file_that_does_not_compile_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(size, "ROOT", tmp_path)
    wrong = tmp_path / "wrong.py"
    wrong.write_text("def f(:\n")
    with pytest.raises(size.DoesNotCompile, match=r"^wrong\.py for xtensawin: "):
        size.compiled(wrong, "xtensawin", tmp_path)
