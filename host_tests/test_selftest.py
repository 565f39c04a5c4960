"""firmware/selftest: what it says of a sound board, of a broken one, and of what is not wired."""

import board
import pytest
import selftest
from CoolProp.CoolProp import PropsSI
from heatpump import bench, bench_unit


def fill(files):
    """Not a byte is left, and no journal to make room with."""
    for name in [name for name in files.data if name.startswith("journal")]:
        files.remove(name)
    files.room = 0


@pytest.fixture
def house():
    def configure(**scenario):
        bench_unit.drop()
        board.configure({"scan_ms": 1000, **scenario})
        return bench_unit.boot()

    yield configure
    bench_unit.drop()
    board.configure({})


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
