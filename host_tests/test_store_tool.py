"""python -m tools.store: what a board keeps, printed and edited on a laptop."""

import board
import main
import pytest
from files import Files
from heatpump.store import pack, unpack

from tools import store


@pytest.fixture
def kept(tmp_path):
    """The files of a board that has run, saved settings and a correction, in a folder."""
    board.configure({})
    unit = main.boot()
    unit.settings.take({"room_heat_cC": 2150})
    unit.keep.save()
    unit.keep.correct("t_coil", -30)
    unit.protections.latched = True
    unit.protections.changes += 1
    for _ in range(20):
        unit.keep.idle()
    unit.keep.end()
    for name, raw in board.bench().files.data.items():
        (tmp_path / name).write_bytes(raw)
    return tmp_path


def rebooted(folder):
    board.configure({})
    board.wire()
    board.bench().files = Files({f.name: f.read_bytes() for f in folder.iterdir()})
    return main.boot()


def run(*arguments):
    return store.main([str(a) for a in arguments])


@pytest.mark.parametrize("name", store.RECORDS[:6])
def test_every_record_of_a_board_is_printed(kept, name, capsys):
    assert run(*sorted(kept.glob(name + ".*"))) == 0
    assert capsys.readouterr().out.startswith(f"{name}, generation ")


def test_an_edited_file_is_what_the_board_goes_by(kept, capsys):
    files = sorted(kept.glob("settings.*"))
    assert run(*files, "--set", "room_heat_cC=1950", "--out", files[0]) == 0
    assert "generation 3" in capsys.readouterr().out
    assert rebooted(kept).settings.room_heat_cC == 1950


def test_a_correction_and_a_latch_can_be_edited(kept):
    files = sorted(kept.glob("corrections.*"))
    assert run(*files, "--set", "p_discharge=12000", "--out", files[0]) == 0
    latches = sorted(kept.glob("latches.*"))
    assert run(*latches, "--set", "latched=0", "--out", latches[1]) == 0
    unit = rebooted(kept)
    assert unit.keep.corrections == {"t_coil": -30, "p_discharge": 12000}
    assert not unit.protections.latched


def test_a_damaged_file_is_named_and_the_good_one_printed(kept, capsys):
    (kept / "settings.0").write_bytes(b"HP1 rubbish")
    assert run(*sorted(kept.glob("settings.*"))) == 1
    said = capsys.readouterr().out
    assert "settings.0 is " in said and '"room_heat_cC": 2150' in said
    (kept / "settings.1").write_bytes(b"")
    assert run(*sorted(kept.glob("settings.*"))) == 1
    assert "generation" not in capsys.readouterr().out


@pytest.mark.parametrize("arguments, said", [
    (["nowhere/settings.0"], "No such file"),
    (["{}/photo.0"], "none of settings"),
    (["{}/settings.0", "{}/boot.0"], "one record at a time"),
    (["{}/settings.0", "--set", "room_heat_cC=2000"], "--out FILE is needed"),
    (["{}/settings.0", "--set", "room_heat_cC", "--out", "{}/settings.0"], "NAME=NUMBER"),
    (["{}/settings.0", "--set", "room_heat_cC=9000", "--out", "{}/settings.0"], "500..3000"),
    (["{}/settings.0", "--set", "room_heat_cC=nan", "--out", "{}/settings.0"], "nan"),
    (["{}/settings.0", "--set", "room_hot=1", "--out", "{}/settings.0"], "no such setting"),
    (["{}/settings.0", "--set", "discharge_trip_cC=8000", "--out", "{}/settings.0"],
     "at least"),
    (["{}/settings.0", "--out", "{}/boot.0"], "reads settings.0 and settings.1 only"),
    (["{}/settings.0", "--out", "{}/none/settings.0"], "No such file"),
    (["{}/corrections.0", "--set", "t_coil=501", "--out", "{}/corrections.0"], "-500..500"),
    (["{}/corrections.0", "--set", "coil=1", "--out", "{}/corrections.0"], "of a probe"),
    (["{}/latches.0", "--set", "latched=2", "--out", "{}/latches.0"], "0..1"),
    (["{}/latches.0", "--set", "ages=2", "--out", "{}/latches.0"], "no such number"),
])  # fmt: skip
def test_bad_input_is_one_sentence_and_leaves_every_file_as_it_was(kept, arguments, said, capsys):
    before = {f.name: f.read_bytes() for f in kept.iterdir()}
    assert run(*[a.replace("{}", str(kept)) for a in arguments]) == 2
    out = capsys.readouterr().out
    assert said in out and out.count("\n") == 1
    assert {f.name: f.read_bytes() for f in kept.iterdir()} == before


def test_what_the_tool_packs_the_firmware_unpacks(tmp_path):
    raw = pack("boot", 3, {"boots": 1})
    (tmp_path / "boot.1").write_bytes(raw)
    assert store.newest([tmp_path / "boot.1"]) == (("boot", 3, {"boots": 1}), [])
    assert unpack("boot", raw) == (3, {"boots": 1})
