"""The units lint, rule by rule: each wrong line is refused, its right twin is not."""

import pytest

from tools import units

WRONG = [
    ("a = t_coil_cC + t_outdoor_cC", "cC + cC"),
    ("a = superheat_cK - t_coil_cC", "cK - cC"),
    ("a = in_mode_s > hold_ms", "s compared with ms"),
    ("a = 0 < in_mode_s < hold_ms", "s compared with ms"),
    ("wait_s = left_ms", "s assigned from ms"),
    ("wait_ms = left_ms // 1000", "ms assigned from s"),
    ("t_coil_cC = t_coil_cC - t_outdoor_cC", "cC assigned from cK"),
    ("self.wait_s += elapsed_ms", "s + ms"),
    ("heat_W = power_W * elapsed_s", "W assigned from J"),
    ("power_Wh = heat_J // elapsed_s", "Wh assigned from W"),
    ("a_s, b_ms = c_s, d_s", "ms assigned from s"),
    ("a_s = max(b_s, c_ms)", "s against ms"),
    ("a_s = b_s if c else d_ms", "s or ms"),
    ("wait(left_s=left_ms)", "s passed ms"),
    ("def rest_s(self):\n    return self.left_ms", "s returns ms"),
    ("def wait(left_s):\n    pass\nwait(left_ms)", "s passed ms"),
    ("def wait(left_s=LEAST_ms):\n    pass", "s defaults to ms"),
    ("for t_cC in gaps_cK:\n    pass", "cC taken from cK"),
    ("a_uV = readings_mV[3]", "uV assigned from mV"),
    ("p_Pa = const(limit_kPa)", "Pa assigned from kPa"),
    ("ratio_q10 = ratio_q14", "q10 assigned from q14"),
    ("t_K = t_C", "K assigned from C"),
]

RIGHT = [
    "superheat_cK = t_suction_cC - t_evaporating_cC",
    "t_cC = t_coil_cC + 2 * margin_cK",
    "t_cC = margin_cK + t_coil_cC",
    "t_K = t_C + 273.15",
    "t_C = t_K - 273.15",
    "wait_ms = 1000 * left_s",
    "p_Pa = p_kPa * 1000 + offset_Pa",
    "half_s = dwell_s // 2",
    "heat_J = power_W * elapsed_s",
    "power_W = heat_J // elapsed_s",
    "heat_J += power_W * elapsed_s",
    "left_s = left_s % period_s",
    "text = '%d s' % left_ms",
    "q_W = flow_gps * dt_cK * _CP_Q14 >> 14",
    "a_s = b_ms  # units: the caller passes milliseconds in this test",
    "a_s = clamp(b_s, LEAST_s, MOST_s)",
    "wait_s = left_ms * 10",
    "far_C = 2.0 * mean_C - t_return_C",
    "is_on = level > 3",
    "s = ms",
]


@pytest.mark.parametrize(("line", "complaint"), WRONG)
def test_a_line_that_mixes_units_is_refused(line, complaint):
    found = units.check_text(line)
    assert [x.split(": ", 1)[1] for x in found] == [complaint]


@pytest.mark.parametrize("line", RIGHT)
def test_a_line_whose_units_agree_is_left_alone(line):
    assert units.check_text(line) == []


def test_an_excuse_without_a_reason_excuses_nothing():
    assert units.check_text("a_s = b_ms  # units:") != []


def test_a_complaint_names_the_file_and_the_line(tmp_path, capsys):
    wrong = tmp_path / "wrong.py"
    wrong.write_text("a = 1\nwait_s = left_ms\n")
    assert units.main([str(wrong)]) == 1
    assert capsys.readouterr().out == f"{wrong}:2: s assigned from ms\n"


def test_a_path_that_is_not_there_is_bad_input(tmp_path, capsys):
    assert units.main([str(tmp_path / "nowhere")]) == 2
    assert "nowhere is not there" in capsys.readouterr().out


def test_the_firmware_and_the_boards_mix_no_units():
    assert units.main([]) == 0
