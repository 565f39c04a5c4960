"""Refrigerant properties against CoolProp, their range, and the interpreters they run on."""

import subprocess

import numpy as np
import pytest
import scipy
from heatpump import refrigerant
from heatpump.refrigerant import REFUSED_cC, load

from tools import accuracy, make_refrigerant, pythons, states, xtensa

BAR_G = {"R410A": 42, "R32": 42, "R290": 28, "R134a": 20, "R454B": 40, "R1234yf": 20, "R407C": 30}


def run(script, interpreter, *arguments):
    path = pythons.find(interpreter)
    return subprocess.run([path, "host_tests/runtime/" + script, *arguments], cwd=states.ROOT,
                          capture_output=True, text=True)


@pytest.mark.parametrize("name", accuracy.FLUIDS)
def test_cop_and_saturation_of_random_cycles_keep_their_limits(name):
    """A thousand cycles here, with a seed of their own; `make accuracy` takes 20,000."""
    found = accuracy.measure(name, accuracy.shipped(name), seed=40, count=1000)
    assert accuracy.over(name, found) == []


def test_a_worn_coefficient_is_seen_by_the_accuracy_check():
    rows = {key: list(numbers) for key, numbers in accuracy.shipped("R290").items()}
    rows["VAPOUR"][14] += 40  # cp by 0.2 %
    found = accuracy.measure("R290", rows, seed=40, count=1000)
    assert any("COP error" in sentence for sentence in accuracy.over("R290", found))


def test_enthalpies_are_those_of_a_table_of_propane():
    """CoolProp HEOS, IIR reference: 200 kJ/kg for the saturated liquid at 0 degC."""
    at, gas, liquid = load("R290"), states.open_state("R290"), states.open_state("R290")
    gas.update(states.CoolProp.PT_INPUTS, 400e3, 283.15)
    liquid.update(states.CoolProp.PT_INPUTS, 1400e3, 303.15)
    assert at.h_vapour(1000, 400_000) == pytest.approx(gas.hmass(), abs=150)
    assert at.h_liquid(3000, 1_400_000) == pytest.approx(liquid.hmass(), abs=500)


@pytest.mark.parametrize("name", accuracy.FLUIDS)
def test_the_header_of_a_module_says_what_it_is(name):
    module = __import__("heatpump.fluids." + name.lower(), fromlist=["NAME"])
    assert name == module.NAME
    assert module.P_TRIP_kPa == round(BAR_G[name] * 100 + 101.325)
    assert f"tools.make_refrigerant {name}`" in module.__doc__


@pytest.mark.parametrize("name", accuracy.FLUIDS)
def test_dew_and_bubble_meet_in_a_pure_fluid_and_part_in_a_blend(name):
    at = load(name)
    middle = (at.table[1] + at.table[2]) // 2
    glide_cK = at.t_dew_cC(middle) - at.t_bubble_cC(middle)
    if name in ("R407C", "R454B"):
        assert 50 < glide_cK < 800
    else:
        assert -2 <= glide_cK < 20


def test_just_inside_the_pressure_range_is_told_and_just_outside_is_refused():
    at = load("R290")
    low, end = at.table[1], at.table[2]
    for p_Pa in (low, end - 1):
        assert at.h_liquid(2000, p_Pa) > 0
        assert at.t_dew_cC(p_Pa) > -4100
        assert at.p_in_range(p_Pa)
    for p_Pa in (low - 1, end, 0, -1, 2**30 - 1, -(2**30)):
        assert at.h_vapour(2000, p_Pa) == 0
        assert at.h_liquid(2000, p_Pa) == 0
        assert at.t_dew_cC(p_Pa) == REFUSED_cC
        assert at.t_bubble_cC(p_Pa) == REFUSED_cC
        assert not at.p_in_range(p_Pa)


@pytest.mark.parametrize("t_cC", [-20000, 20000, 65536 + 2000, 2000 - 65536, 2**30 - 1, -(2**30)])
def test_a_temperature_out_of_range_is_refused_and_not_wrapped(t_cC):
    at = load("R32")
    assert at.h_vapour(2000, 1_000_000) > 0
    assert at.h_vapour(t_cC, 1_000_000) == 0
    assert at.h_liquid(t_cC, 1_000_000) == 0


def test_a_lost_block_entry_spoils_no_other():
    at = load("R410A")
    whole = states.told(states.states("R410A", 500, 3))
    clean = accuracy.enthalpies(at, whole)
    whole["p1"][7] = -1
    h1, h2, h3 = accuracy.enthalpies(at, whole)
    assert h1[7] == 0
    assert np.array_equal(np.delete(h1, 7), np.delete(clean[0], 7))
    assert np.array_equal(h2, clean[1])
    assert np.array_equal(h3, clean[2])


def test_the_pressure_of_a_dew_point_is_found_back():
    at = load("R407C")
    for t_cC in (-3500, 0, 4200, 6500):
        assert abs(at.t_dew_cC(at.p_dew_Pa(t_cC)) - t_cC) <= 1


def test_a_fluid_that_is_not_there_is_an_import_error():
    with pytest.raises(ImportError):
        load("R22")


@pytest.mark.skipif(scipy.__version__ < "1.17", reason="fitted with the solver of scipy 1.17")
def test_regenerating_a_fluid_gives_the_shipped_numbers():
    """All seven: python -m tools.make_refrigerant R290 R32 ... --check"""
    shipped = {row: list(numbers) for row, numbers in accuracy.shipped("R134a").items()}
    assert make_refrigerant.fit("R134a") == shipped


def test_every_interpreter_computes_the_same_integers():
    here = run("fluids_trace.py", "cpython").stdout
    assert here.count("\n") == len(accuracy.FLUIDS)
    for interpreter in pythons.available():
        assert run("fluids_trace.py", interpreter).stdout == here


def test_ten_thousand_evaluations_take_no_heap(micropython32):
    done = run("fluids_heap.py", "micropython32")
    assert done.stdout == "10000 evaluations, 0 heap bytes\n", done.stderr


def test_an_esp32_computes_the_same_integers_in_few_instructions():
    try:
        found = xtensa.count("R290")
    except xtensa.Missing as problem:
        pytest.skip(str(problem))
    assert all(same for _, same in found.values())
    assert sum(n for n, _ in found.values()) <= xtensa.LIMIT


def test_the_module_uses_nothing_beyond_the_range_of_the_kernels():
    """root4 is asked only for pressures it is proved for."""
    for name in accuracy.FLUIDS:
        table = load(name).table
        assert 10_000 <= table[1] < table[2] <= 5_000_000
    assert refrigerant.root4(10_000) < refrigerant.root4(5_000_000)


def test_the_accuracy_check_names_a_fluid_it_does_not_know(capsys):
    with pytest.raises(SystemExit) as end:
        accuracy.main(["R22"])
    assert end.value.code == 2
    assert "fluid: R22 is none of R290 R32" in capsys.readouterr().err


def test_without_qemu_the_count_is_skipped_with_a_sentence(monkeypatch, capsys):
    monkeypatch.setattr(xtensa.shutil, "which", lambda _: None)
    assert xtensa.main([]) == 0
    assert "skipped: qemu-xtensa is not here (Debian:" in capsys.readouterr().out
