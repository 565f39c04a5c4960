"""firmware/selftest: what it says of a sound board, of a broken one, and of what is not wired."""

import json
import shutil
import subprocess

import board
import pytest
import selftest
from CoolProp.CoolProp import PropsSI
from desk import fill
from heatpump import bench

from tools.demo import pack, wasm


def said(capsys):
    return capsys.readouterr().out


def test_a_sound_board_passes_and_what_is_not_wired_is_skipped_by_name(house, capsys):
    house()
    bench.selftest()
    answer = said(capsys)
    assert " 0 failed; every output is off." in answer and "FAIL" not in answer
    for name in ("t_tank", "t_crankcase"):
        assert f"skip  {name}: not wired" in answer
    for name in ("t_outdoor", "p_discharge", "reference", "ticks wrap", "store keeps"):
        assert f"ok    {name}" in answer


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (["T_coil.short", None, 0, None], "FAIL  t_coil: the outdoor coil thermistor reads short"),
        (["T_room.open", None, 0, None], "FAIL  t_room: the room thermistor reads open circuit"),
        (["ADC.vref", 0.8, 0, None], "FAIL  reference: "),
        (["ADC.raises", 100, 0, None], "FAIL  reference: the reference does not answer"),
        (["P_lp.open", None, 0, None], "FAIL  p_suction: the suction pressure transducer reads"),
    ],
)
def test_what_is_broken_fails_by_name(house, fault, sentence, capsys):
    house(faults=[fault])
    bench.selftest()
    assert sentence in said(capsys)


def test_a_full_file_system_fails_and_settings_that_are_refused_too(house, capsys):
    house(settings={"room_heat_cC": 1})
    fill(board.bench().files)
    bench.selftest()
    answer = said(capsys)
    assert "FAIL  store keeps what it is given: selftest cannot be written" in answer
    assert "FAIL  nothing is inhibited: settings are refused" in answer


def test_the_self_test_leaves_no_file_behind(house):
    house()
    before = set(board.files().data)
    selftest.run(lambda _line: None)
    assert set(board.files().data) == before


@pytest.mark.parametrize("fluid", sorted(selftest.GOLDEN))
def test_its_golden_figures_are_coolprop_s(fluid):
    cold_kPa, warm_kPa, work, heat = selftest.GOLDEN[fluid]
    assert round(PropsSI("P", "T", 273.15, "Q", 1, fluid) / 1000) == cold_kPa
    assert round(PropsSI("P", "T", 313.15, "Q", 1, fluid) / 1000) == warm_kPa
    h1 = PropsSI("H", "T", 278.15, "P", cold_kPa * 1e3, fluid)
    h2 = PropsSI("H", "T", 343.15, "P", warm_kPa * 1e3, fluid)
    h3 = PropsSI("H", "T", 303.15, "P", warm_kPa * 1e3, fluid)
    assert abs(h2 - h1 - work) < 0.002 * work  # pressures are rounded to a kilopascal
    assert abs(h2 - h3 - heat) < 0.002 * heat


@pytest.mark.parametrize("fluid", ["R290", "R32", "R410A", "R134a", "R407C"])
def test_the_estimator_passes_for_every_fluid_of_a_machine(house, fluid, capsys):
    house(fluid=fluid)
    bench.selftest()
    assert "ok    estimator against CoolProp" in said(capsys)


@pytest.fixture(scope="module")
def in_wasm(tmp_path_factory):
    """run(faults) -> what run.py says on the MicroPython that has `unittest` frozen in."""
    node = shutil.which("node")
    if not node:
        pytest.skip("node is not here: no MicroPython with micropython-lib's unittest")
    folder = tmp_path_factory.mktemp("wasm")
    try:
        module, machine = wasm.parts()
    except wasm.Missing as problem:
        pytest.skip(str(problem))
    (folder / "micropython.mjs").write_text(module)
    (folder / "micropython.wasm").write_bytes(machine)
    (folder / "files.json").write_text(json.dumps(pack.sources()))

    def run(*faults):
        command = [node, "host_tests/runtime/selftest_wasm.mjs", str(folder), json.dumps(faults)]
        done = subprocess.run(command, cwd=wasm.ROOT, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


def test_by_micropython_lib_s_unittest_a_sound_board_passes_the_same_checks(in_wasm):
    answer = in_wasm()
    for name, _ in selftest.CHECKS:
        verdict = "skipped: not wired" if name in ("t_tank", "t_crankcase") else "ok"
        assert f"test_{name.replace(' ', '_')} (.OnTheBoard) ... {verdict}\n" in answer, name
    assert f"Ran {len(selftest.CHECKS)} tests" in answer and "OK" in answer.splitlines()[-1]


def test_by_unittest_what_is_broken_fails_with_its_sentence(in_wasm):
    answer = in_wasm(["T_coil.short", None, 0, None])
    assert "test_t_coil (.OnTheBoard) ... FAIL" in answer
    assert "AssertionError: the outdoor coil thermistor reads short circuit" in answer
    assert answer.splitlines()[-1] == "FAILED (failures=1, errors=0)"
