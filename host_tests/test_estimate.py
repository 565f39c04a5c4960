"""`python -m tools.estimate`: the firmware's estimator over lab and field data."""

import csv
import io
import random

import CoolProp.CoolProp as CP
import pytest

from tools import estimate

CIRCUIT = "t_suction_C,t_discharge_C,t_liquid_C,p_suction_kPa,p_discharge_kPa"
# fluid -> what its polynomials may be off at most, 0.1 % or 0.15 % of COP (tools.accuracy)
ALLOWED = {"R290": 0.0010, "R407C": 0.0015}
STEADY = "3.10,62.00,33.50,420.000,1310.000"


def run(tmp_path, capsys, text, *options, fluid="R290"):
    """(exit code, rows as dicts, sentences) of one call."""
    log = tmp_path / "log.csv"
    log.write_text(text)
    code = estimate.main([str(log), "--fluid", fluid, *options])
    said = capsys.readouterr()
    return code, list(csv.DictReader(io.StringIO(said.out))), said.err.splitlines()


def lab(fluid, n, seed=3):
    """n measured states over the envelope, with CoolProp's COP at a loss of 5 %."""
    chance, rows = random.Random(seed), []
    while len(rows) < n:
        te_C, tc_C = chance.uniform(-30, 20), chance.uniform(20, 65)
        if tc_C - te_C < 15:
            continue
        p1 = round(CP.PropsSI("P", "T", te_C + 273.15, "Q", 1, fluid) / 1000, 3)
        p2 = round(CP.PropsSI("P", "T", tc_C + 273.15, "Q", 1, fluid) / 1000, 3)
        t1 = round(te_C + chance.uniform(3.1, 30), 2)
        t2 = round(tc_C + chance.uniform(10, 55), 2)
        bubble_C = CP.PropsSI("T", "P", p2 * 1000, "Q", 0, fluid) - 273.15
        t3 = round(bubble_C - chance.uniform(0.1, 15), 2)
        h1, h2, h3 = (
            CP.PropsSI("H", "T", t + 273.15, "P", p * 1000, fluid)
            for t, p in ((t1, p1), (t2, p2), (t3, p2))
        )
        if t2 > 130 or h2 - h1 < 10000:
            continue
        cop = 0.95 * (h2 - h3) / (h2 - h1)
        carnot = (tc_C + 273.15) / (tc_C - te_C)
        if 0.32 < cop / carnot < 0.83:
            rows.append((f"{t1:.2f},{t2:.2f},{t3:.2f},{p1:.3f},{p2:.3f}", cop))
    return rows


@pytest.mark.parametrize("fluid", ALLOWED)
def test_a_steady_log_reproduces_coolprop_on_every_interpreter_alike(
    tmp_path, capsys, interpreter, fluid
):
    states = lab(fluid, 60)
    text = "\n".join([CIRCUIT + ",power_W", *(row + ",2000" for row, _ in states)])
    code, rows, said = run(tmp_path, capsys, text, "--interpreter", interpreter, fluid=fluid)
    assert (code, said) == (0, [])
    assert all(row["quality"] == "quotable" for row in rows)
    worst = max(
        abs(float(row["cop_heat"]) / cop - 1) for row, (_, cop) in zip(rows, states, strict=True)
    )
    assert worst <= ALLOWED[fluid]
    for row in rows:
        cop_heat, heat_W = float(row["cop_heat"]), float(row["heat_W"])
        assert heat_W == pytest.approx(2000 * cop_heat, rel=0.001)
        assert float(row["cop_cool"]) == pytest.approx(cop_heat - 0.95, abs=0.001)
        assert heat_W - float(row["cool_W"]) == pytest.approx(1900, abs=1)
    assert same_everywhere(fluid, rows)


_FIRST = {}


def same_everywhere(fluid, rows):
    """Whether these are, to the last digit, what the first interpreter wrote."""
    return _FIRST.setdefault(fluid, rows) == rows


def test_columns_stand_in_any_order_and_strangers_are_left_alone(tmp_path, capsys):
    _, plain, _ = run(tmp_path, capsys, f"{CIRCUIT}\n{STEADY}\n")
    text = (
        "note,p_discharge_kPa,t_liquid_C,t_suction_C,p_suction_kPa,t_discharge_C\n"
        "calm,1310.000,33.50,3.10,420.000,62.00\n"
    )
    assert run(tmp_path, capsys, text) == (0, plain, [])


def test_without_power_there_is_a_cop_and_no_heat(tmp_path, capsys):
    _, rows, _ = run(tmp_path, capsys, f"{CIRCUIT}\n{STEADY}\n")
    assert float(rows[0]["cop_heat"]) > 3
    assert [rows[0][name] for name in ("heat_W", "cool_W", "mass_flow_gps")] == ["", "", ""]


def test_more_loss_is_less_cop(tmp_path, capsys):
    cops = []
    for loss in ("0", "10"):
        _, rows, _ = run(tmp_path, capsys, f"{CIRCUIT}\n{STEADY}\n", "--loss-pct", loss)
        cops.append(float(rows[0]["cop_heat"]))
    assert cops[1] == pytest.approx(0.9 * cops[0], rel=0.0005)


def test_measured_water_is_fused_in(tmp_path, capsys):
    heading = CIRCUIT + ",power_W,flow_kgps,t_water_in_C,t_water_out_C"
    _, rows, _ = run(tmp_path, capsys, f"{CIRCUIT},power_W\n{STEADY},2000\n", "--sensors", "good")
    heat_W = float(rows[0]["heat_W"])
    flow = f"{1.05 * heat_W / 4186 / 5:.3f}"
    _, both, _ = run(
        tmp_path, capsys, f"{heading}\n{STEADY},2000,{flow},30,35\n", "--sensors", "good"
    )
    assert heat_W < float(both[0]["heat_W"]) < 1.02 * heat_W
    assert float(both[0]["u95_pct"]) <= float(rows[0]["u95_pct"])


# fmt: off
BAD_ROWS = (
    ("3.10,warm,33.50,420.000,1310.000",   "t_discharge_C: 'warm' is not a number"),
    ("3.10,,33.50,420.000,1310.000",       "t_discharge_C is empty"),
    ("3.10,62.00",                         "t_liquid_C is empty"),
    ("3.10,nan,33.50,420.000,1310.000",    "t_discharge_C: nan is outside -40..180"),
    ("3.10,62.00,33.50,42e9,1310.000",     "p_suction_kPa: 42e9 is outside 10..3500"),
    ("3.10,62.00,33.50,1310.000,420.000",  "p_discharge_kPa: 420.000 is not above p_suction_kPa"),
    ("3.10,32.00,33.50,420.000,1310.000",  "t_liquid_C: 33.50 is above t_discharge_C, 32.00"),
    ("3.10,62.00,33.50,20.000,1310.000",   "suction 3.10 degC at 20.000 kPa is outside the range"),
)
# fmt: on


@pytest.mark.parametrize(("row", "sentence"), BAD_ROWS)
def test_a_bad_row_is_named_and_the_others_are_worked(tmp_path, capsys, row, sentence):
    code, rows, said = run(tmp_path, capsys, f"{CIRCUIT}\n{STEADY}\n{row}\n{STEADY}\n")
    assert code == 1
    assert [line.startswith(f"row 3: {sentence}") for line in said] == [True]
    assert [r["row"] for r in rows] == ["2", "3", "4"]
    assert rows[0]["cop_heat"] == rows[2]["cop_heat"] != ""
    assert rows[1]["cop_heat"] == ""
    assert rows[1]["quality"] == "none"


# fmt: off
BAD_INPUT = (
    ("",                                   [],                    "no rows in it"),
    (CIRCUIT + "\n",                       [],                    "no rows in it"),
    ("t_suction_C,power_W\n1,2\n",         [],                    "t_discharge_C, t_liquid_C"),
    (f"{CIRCUIT},t_liquid_C\n{STEADY},1",  [],                    "t_liquid_C stands in it twice"),
    (f"{CIRCUIT},flow_kgps\n{STEADY},1",   [],                    "column flow_kgps without"),
    (f"{CIRCUIT}\n{STEADY}\n",             ["--loss-pct", "40"],  "--loss-pct: 40 is outside 0.."),
    (f"{CIRCUIT}\n{STEADY}\n",             ["--loss-pct", "nan"], "--loss-pct: nan is outside"),
    (f"{CIRCUIT}\n{STEADY}\n",             ["--fluid", "R22"],    "--fluid: R22 is none of R290,"),
    (f"{CIRCUIT}\n{STEADY}\n",             ["--sensors", "new"],  "--sensors: new is none of"),
    (f"{CIRCUIT}\n{STEADY}\n",             ["--interpreter", "x"], "interpreter: x is none of"),
)
# fmt: on


@pytest.mark.parametrize(("text", "options", "sentence"), BAD_INPUT)
def test_bad_input_is_one_sentence_and_earlier_output_stays(
    tmp_path, capsys, text, options, sentence
):
    out = tmp_path / "figures.csv"
    out.write_text("earlier\n")
    code, rows, said = run(tmp_path, capsys, text, "--out", str(out), *options)
    assert (code, rows, len(said)) == (2, [], 1)
    assert sentence in said[0]
    assert out.read_text() == "earlier\n"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["figures.csv", "log.csv"]


def test_a_missing_file_is_one_sentence(tmp_path, capsys):
    assert estimate.main([str(tmp_path / "no.csv"), "--fluid", "R290"]) == 2
    assert "no.csv: cannot be read" in capsys.readouterr().err


def test_the_result_goes_to_a_file(tmp_path, capsys):
    out = tmp_path / "figures.csv"
    assert run(tmp_path, capsys, f"{CIRCUIT}\n{STEADY}\n", "--out", str(out)) == (0, [], [])
    assert out.read_text().startswith("row,cop_heat,cop_cool,heat_W")


# --- logs with time -------------------------------------------------------------------------
def timed(times, power_W=2000):
    return "\n".join([f"time_s,{CIRCUIT},power_W", *(f"{t},{STEADY},{power_W}" for t in times)])


@pytest.mark.parametrize("step_s", [1, 5, 60])
def test_a_log_becomes_quotable_when_it_has_been_steady_for_long_enough(tmp_path, capsys, step_s):
    code, rows, said = run(tmp_path, capsys, timed(range(0, 1800, step_s)))
    assert (code, said, len(rows)) == (0, [], 1800 // step_s)
    words = [row["quality"] for row in rows]
    assert words.index("quotable") * step_s == pytest.approx(900, abs=61)
    assert set(words[words.index("quotable"):]) == {"quotable"}
    assert words[0] in ("insufficient", "preliminary")


def test_a_gap_is_named_and_the_estimator_starts_anew(tmp_path, capsys):
    times = [*range(0, 1200, 10), *range(9000, 10200, 10)]
    code, rows, said = run(tmp_path, capsys, timed(times))
    assert code == 1
    assert said == ["row 122: time_s: a gap of 7810 s; the estimator starts anew"]
    words = [row["quality"] for row in rows]
    assert words[119] == words[-1] == "quotable"
    assert words[125] != "quotable"


def test_time_that_goes_back_is_named_and_the_others_are_worked(tmp_path, capsys):
    code, rows, said = run(tmp_path, capsys, timed([0, 10, 5, 20, 30]))
    assert code == 1
    assert said == ["row 4: time_s: 5 is not after 10, the row before"]
    assert [row["superheat_K"] != "" for row in rows] == [True, True, False, True, True]


def test_a_standing_machine_has_no_figure(tmp_path, capsys):
    _, rows, _ = run(tmp_path, capsys, timed(range(0, 100, 10), power_W=5))
    assert {row["quality"] for row in rows} == {"none"}
    assert {row["cop_heat"] for row in rows} == {""}
