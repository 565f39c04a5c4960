"""The yardsticks of the benchmark compute what the firmware computes."""

import shutil
import subprocess
from array import array

import pytest
from heatpump import cycle, enthalpy

from tools import accuracy, benchmarks, kernels_c


@pytest.fixture
def bench(tmp_path, monkeypatch):
    monkeypatch.setattr(benchmarks, "FOLDER", tmp_path)
    return benchmarks.Bench("R290")


def ratios(bench):
    """The sum of the ratios over all points, by the shipped functions on CPython."""
    at = accuracy.refrigerant(bench.fluid, accuracy.shipped(bench.fluid))
    told = {key: array("i", values) for key, values in bench.drawn.items()}
    n, total = len(told["t1"]), 0
    h1, h2, h3 = (array("i", bytes(4 * n)) for _ in range(3))
    enthalpy.vapour(at.table, told["t1"], told["p1"], h1, n)
    enthalpy.vapour(at.table, told["t2"], told["p2"], h2, n)
    enthalpy.liquid(at.table, told["t3"], told["p2"], h3, n)
    for i in range(0, n, 16):
        found = array("i", bytes(20))
        cycle._balance(h1[i : i + 16], h2[i : i + 16], h3[i : i + 16], 16, found)
        total += found[4]
    return total


def test_c_and_micropython_add_up_the_same_ratios(bench, micropython):
    if not shutil.which("gcc"):
        pytest.skip("gcc is not here")
    benchmarks.c(bench)
    speed = ["host_tests/runtime/cop_speed.py", "firmware", "R290", str(bench.points)]
    done = subprocess.run([micropython, *speed, str(benchmarks.POINTS)], capture_output=True,
                          text=True, cwd=benchmarks.ROOT, check=True)
    assert bench.found["sums"] == {str(ratios(bench))} == {done.stdout.split()[1]}


def test_a_missed_target_is_a_complaint(bench):
    bench.found.update({"native over viper 64": 500.0, "c": 40.0, "bicubic": 1600.0})
    lines = benchmarks.judge(bench)
    assert lines == ["3.2 times faster than BICUBIC (3 at least): met",
                     "12.5 times slower than C (12 at most): MISSED"]
    assert bench.complaints == ["12.5 times slower than C (12 at most)"]


def test_c_knows_only_what_it_translates_exactly():
    def odd(a, b):
        a[0] = b % 3

    with pytest.raises(KeyError):
        kernels_c.program([odd], 16, 16, 8)


def test_the_variants_differ_in_nothing_but_the_emitter(bench):
    folder = benchmarks._firmware("bytecode")
    text = (folder / "heatpump" / "enthalpy.py").read_text()
    shipped = (benchmarks.ROOT / "firmware" / "heatpump" / "enthalpy.py").read_text()
    assert text.replace("@micropython.bytecode", "@micropython.viper") == shipped


def test_a_scan_is_quicker_than_a_loop_of_two_thousand_turns(micropython):
    """100 us on a core that runs the loop of 1000 in 50; measured: 0.65 loops."""
    said = benchmarks.scan_times(micropython)
    assert said["scan_us"] / said["loop_us"] < 2.0
    assert len(said["stages"]) == 10 and all(ns > 0 for ns in said["stages"].values())


def test_the_plant_has_a_speed_in_every_heap_it_is_measured_with(micropython):
    speeds = [value for _, value, _ in benchmarks.plant(None)]
    assert len(speeds) == 3 and all(speeds)
    assert speeds[0] > speeds[2] > 0.1 * speeds[0]
