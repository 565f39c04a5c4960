"""Records: what the wires said, given to the firmware once more, makes the same integers."""

import pytest
from heatpump import modes
from heatpump.bench_record import INPUTS, RESULTS

from tools import pythons, record, replay, replay_laws

FAULTS = ("--fault", "T_coil.intermittent=30@200..500", "--fault", "ADC.raises=20@600..640",
          "--fault", "T_discharge.open@1300")  # fmt: skip


@pytest.fixture(scope="module")
def hour(micropython, tmp_path_factory):
    """A record of 25 minutes of the virtual board with a start, faults and a trip."""
    file = tmp_path_factory.mktemp("record") / "hour.csv"
    options = ["--seconds", "1500", "--start", "01-15", "--scan-ms", "500", *FAULTS]
    assert record.main(["--out", str(file), *options]) == 0
    return file


def changed(file, into, row, column, value):
    """A copy of the record with one cell of one row replaced."""
    lines = file.read_text().splitlines()
    heard, _, found = lines[2 + row].partition(";")
    cells = heard.split(",")[1:] + found.split(",")
    cells[(INPUTS + RESULTS).index(column)] = value
    n = len(INPUTS)
    lines[2 + row] = f"{heard.split(',')[0]},{','.join(cells[:n])};{','.join(cells[n:])}"
    into.write_text("\n".join(lines) + "\n")
    return into


def test_a_record_holds_every_wire_s_word_and_what_came_of_it(hour):
    lines = hour.read_text().splitlines()
    assert len(lines) == 3 + 3001
    first = lines[3].replace(";", ",").split(",")
    assert first[0] == "0" and first[1 + INPUTS.index("t_outdoor")].isdigit()
    assert any(",x," in line for line in lines[3:])  # a bus that did not answer
    assert 'R290' in lines[1] and '"room_heat_cC": 2000' in lines[1]


def test_on_every_interpreter_every_integer_is_equal(hour, micropython32, capsys):
    assert replay.main([str(hour)]) == 0
    said = capsys.readouterr().out
    for name in pythons.NAMES:
        assert f"{name:14} 3001 scans replayed, every integer is equal." in said
    assert "No law was broken" in said


def test_the_run_had_something_to_decide(hour):
    seen = set()
    for line in hour.read_text().splitlines()[3:]:
        mode = line.partition(";")[2].split(",")[0]
        seen.update({modes.NAMES[int(mode)]} if mode else ())
    assert {"REST", "IDLE", "PRE_HEAT", "HEAT", "SAFE_STOP", "TRIPPED"} <= seen


def test_another_voltage_makes_other_integers_and_exit_1(hour, tmp_path, capsys):
    other = changed(hour, tmp_path / "other.csv", 2500, "p_discharge", "3000001")
    assert replay.main([str(other), "--interpreter", "micropython"]) == 1
    said = capsys.readouterr().out
    assert "scan 2500, second 1249: p_discharge was " in said
    assert "integers differ." in said


def test_another_decision_is_printed(hour, tmp_path, capsys):
    other = changed(hour, tmp_path / "other.csv", 100, "mode", str(modes.HEAT))
    assert replay.main([str(other), "--interpreter", "cpython"]) == 1
    assert "scan 100, second 49: mode was HEAT and is REST" in capsys.readouterr().out


def test_a_recorded_start_in_the_boot_hold_breaks_a_law(hour, tmp_path, capsys):
    other = changed(hour, tmp_path / "other.csv", 50, "compressor", "1")
    with open(other) as file:
        violations, _ = replay_laws.judge(file)
    assert 1 in {law for _, law, _ in violations}
    assert replay.main([str(other), "--interpreter", "cpython"]) == 1
    assert "LAW BROKEN at second 24: 1, the compressor started before" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda t: "", "this is no heatpump record 1"),
        (lambda t: t.replace("record 1", "record 9", 1), "this is no heatpump record 1"),
        (lambda t: t.replace("p_suction,", "", 1), "line 3: the record has other columns"),
        (lambda t: t[: t.rindex(";") + 4], "is torn"),
        (lambda t: t.replace("\n500,", "\nsoon,", 1), "holds no whole numbers"),
        (lambda t: t.replace('"water"', '"w"', 1), "its head is not that of a record"),
        (lambda t: t.replace('"room_heat_cC": 2000', '"room_heat_cC": 1'), "1 is outside"),
        (lambda t: t.replace("{", "", 1), "hour.csv: "),
    ],
)
@pytest.mark.parametrize("name", ["cpython", "micropython"])
def test_a_file_that_is_no_record_is_one_sentence(hour, tmp_path, name, spoil, sentence, capsys):
    if name not in pythons.available():
        pytest.skip(f"no {name}")
    file = tmp_path / "hour.csv"
    file.write_text(spoil(hour.read_text()))
    assert replay.main([str(file), "--interpreter", name]) == 2
    said = capsys.readouterr()
    assert sentence in said.err and len(said.err.splitlines()) == 1 and "E " not in said.out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--seconds", "0"], "--seconds: 0 is not a whole number of 1..86400 s"),
        (["--fault", "T_coil.melted@1"], "T_coil.melted"),
        (["--interpreter", "pypy"], "interpreter: pypy is none of"),
        (["--port", "/dev/ttyNone", "--seconds", "5"], "No record: what was said instead:"),
    ],
)
def test_bad_input_writes_nothing(arguments, sentence, tmp_path, capsys):
    file = tmp_path / "kept.csv"
    file.write_text("earlier")
    assert record.main(["--out", str(file), *arguments]) in (1, 2)
    assert sentence in capsys.readouterr().err
    assert file.read_text() == "earlier" and list(tmp_path.iterdir()) == [file]


def test_no_file_is_a_sentence(tmp_path, capsys):
    assert replay.main([str(tmp_path / "none.csv")]) == 2
    assert "none.csv is no file" in capsys.readouterr().err
