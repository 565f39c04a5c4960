"""The thermistor curves: as near the source as promised, through the firmware's own integers."""

import importlib
import pathlib
import sys

import numpy as np
import pytest
from heatpump.sensors import Thermistor

from tools import make_ntc

ROOT = pathlib.Path(make_ntc.__file__).resolve().parent.parent
CURVES = sorted(ROOT.glob("boards/*/curve_*.py"))


class Wire:
    u_uV = 0

    def read_uv(self):
        return self.u_uV


def load(path):
    sys.path.insert(0, str(path.parent))
    sys.modules.pop(path.stem, None)  # boards share the names of their curves
    try:
        return importlib.import_module(path.stem)
    finally:
        sys.path.pop(0)
        sys.modules.pop(path.stem, None)


def worst_cK(curve, divider, low_C, high_C, step_K=0.05):
    """The largest error of a Thermistor over a temperature range, and where."""
    worst = (0.0, None)
    for t_C in np.arange(low_C, high_C, step_K):
        wire = Wire()
        wire.u_uV = int(divider.u_uV(t_C))
        sensor = Thermistor(wire, curve)
        sensor.sample(250)
        assert sensor.ok, f"{sensor.because} at {t_C:.2f} degC"
        worst = max(worst, (abs(sensor.t_cC - float(divider.t_cC(wire.u_uV))), t_C))
    return worst


def made_from(path):
    options = make_ntc.parse(make_ntc.command_words(path.read_text()))
    source = make_ntc.source_of(options)
    return options, make_ntc.Divider(source, options.pullup, options.supply_uv)


@pytest.mark.parametrize("path", CURVES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_curve_is_what_its_command_makes(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the command names files from the repository's top
    options = make_ntc.command_words(path.read_text())
    (tmp_path / options[options.index("--out") + 1]).parent.mkdir(parents=True)
    assert make_ntc.main(options) == 0
    assert (tmp_path / options[options.index("--out") + 1]).read_text() == path.read_text()


@pytest.mark.parametrize("path", CURVES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_curve_is_within_a_fiftieth_of_a_kelvin(path):
    options, divider = made_from(path)
    low_C, high_C = max(options.low or -45, -40), min(options.high or 130, 125)
    error_cK, at_C = worst_cK(load(path), divider, low_C, high_C)
    assert error_cK <= 2.0, f"{error_cK:.2f} cK at {at_C:.2f} degC"


def test_the_virtual_probes_are_covered_from_40_below_to_125_degrees():
    for path in CURVES:
        if path.parent.name == "virtual":
            options, _ = made_from(path)
            assert (options.low or -45) <= -40 and (options.high or 130) >= 125


@pytest.mark.parametrize("path", CURVES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_products_of_a_curve_stay_inside_31_bits(path):
    rows = load(path).ROWS
    for (low_uV, below_uV, t_cC, b, c), after in zip(rows, (*rows[1:], None), strict=True):
        x = np.arange(0, below_uV - low_uV) >> 2
        assert abs(x * c).max() < 2**30
        assert abs(x * (b + (x * c >> 16))).max() < 2**30
        assert after is None or after[0] == below_uV > low_uV
        assert -8000 < t_cC < 25_000


@pytest.mark.parametrize("path", CURVES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_warmer_probe_never_reads_colder_by_more_than_the_tolerance(path):
    options, divider = made_from(path)
    wire = Wire()
    sensor = Thermistor(wire, load(path), rate_p10ms=10**5)
    last_cC = -10_000
    for t_C in np.arange(options.low or -45, min(options.high or 130, 125), 0.02):
        wire.u_uV = int(divider.u_uV(t_C))
        sensor.sample(1000)
        assert sensor.t_cC >= last_cC - 4  # the median of a rising row is the reading before
        last_cC = max(last_cC, sensor.t_cC)


def test_steinhart_and_beta_agree_where_they_must():
    # the beta equation is Steinhart-Hart with C = 0, B = 1/beta, A = 1/T25 - ln(R25)/beta
    beta = make_ntc.from_beta(3977, 10_000)
    a = 1 / 298.15 - np.log(10_000) / 3977
    steinhart = make_ntc.from_steinhart(a, 1 / 3977, 0)
    for ohm in (300, 10_000, 400_000):
        assert abs(beta.kelvin(np.log(ohm)) - steinhart.kelvin(np.log(ohm))) < 1e-9
    assert abs(beta.kelvin(np.log(10_000)) - 298.15) < 1e-9


def test_a_published_steinhart_thermistor_reads_its_published_resistances(tmp_path):
    # 10 kohm "curve 3" material: 32 650 ohm at 0, 10 000 at 25, 678.3 at 100 degC (makers' tables)
    source = make_ntc.from_steinhart(1.129241e-3, 2.341077e-4, 8.775468e-8)
    for t_C, ohm in ((0, 32_650), (25, 10_000), (100, 678.3)):
        assert abs(source.kelvin(np.log(ohm)) - 273.15 - t_C) < 0.1


def table(tmp_path, rows):
    path = tmp_path / "maker.csv"
    path.write_text("degC,ohm\n" + "".join("{:g},{:.6g}\n".format(*row) for row in rows))
    return path


def test_a_curve_from_a_makers_table_reads_its_rows(tmp_path):
    # every 5 K of a Steinhart-Hart material, which no beta fits, in six figures
    truth = make_ntc.from_steinhart(1.129241e-3, 2.341077e-4, 8.775468e-8)
    rows = [(t_C, float(np.exp(truth.ln_ohm(t_C)))) for t_C in range(-50, 156, 5)]
    out = tmp_path / "curve_maker.py"
    path = table(tmp_path, rows)
    assert make_ntc.main(["--table", str(path), "--name", "maker", "--out", str(out)]) == 0
    divider = make_ntc.Divider(truth, 10_000, 3_300_000)
    error_cK, at_C = worst_cK(load(out), divider, -40, 125, 1.0)
    # between the rows too; 0.2 cK for the spline and the six figures
    assert error_cK <= 2.2, f"{error_cK:.2f} cK at {at_C:.2f} degC"


@pytest.mark.parametrize(
    ("options", "sentence"),
    (
        (["--beta", "12"], "--beta 12, --r25 10000: outside 1000..10000 K"),
        (["--beta", "3977", "--pullup", "1"], "--pullup: 1 is outside 10..1e+07"),
        (["--beta", "3977", "--supply-uv", "12000000"], "--supply-uv: 1.2e+07 is outside"),
        (["--steinhart", "1,2"], "--steinhart: '1,2' is not three numbers A,B,C"),
        (["--table", "nowhere.csv"], "nowhere.csv"),
        (["--beta", "3977", "--low", "50", "--high", "40"], "--high: 40 is outside 60..250"),
    ),
)
def test_bad_options_give_one_sentence_and_leave_the_old_file(options, sentence, tmp_path, capsys):
    out = tmp_path / "curve.py"
    out.write_text("old")
    assert make_ntc.main([*options, "--name", "x", "--out", str(out)]) == 2
    said = capsys.readouterr().err
    assert sentence in said and said.count("\n") == 1
    assert out.read_text() == "old"


@pytest.mark.parametrize(
    ("row", "sentence"),
    (("20,abc", "is not degC,ohm"), ("20", "is not degC,ohm"), ("20,-5", "is outside -273")),
)
def test_a_bad_row_of_a_table_is_named(row, sentence, tmp_path, capsys):
    path = tmp_path / "maker.csv"
    path.write_text(f"degC,ohm\n0,32650\n{row}\n")
    out = tmp_path / "x.py"
    assert make_ntc.main(["--table", str(path), "--name", "x", "--out", str(out)]) == 2
    said = capsys.readouterr().err
    assert "line 3" in said and sentence in said
    assert not out.exists()


def test_a_table_whose_resistance_rises_is_refused(tmp_path, capsys):
    path = table(tmp_path, [(0, 100), (25, 110), (50, 119), (75, 129), (100, 138.5)])
    assert make_ntc.main(["--table", str(path), "--name", "x", "--out", str(tmp_path / "x")]) == 2
    assert "ohm fall as degC rise" in capsys.readouterr().err
