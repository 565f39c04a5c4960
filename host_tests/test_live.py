"""The view in a terminal: what it shows, of a simulated machine and over a serial line."""

import io
import os
import pty
import re
import subprocess
import threading
import tty

import pytest
from rich.console import Console

from tools import live, live_view, simulate
from tools.live_view import View, bar, facts_of_line, facts_of_row

LINE = ("uptime_s=3661 mode=HEAT in_mode_s=70 t_outdoor_cC=-250 t_coil_cC=? t_discharge_cC=11200 "
        "t_supply_cC=3490 p_suction_kPa=362 p_discharge_kPa=1410 flow_gps=420 power_W=2150 "
        "compressor=1 reverse=0 fan=1 pump=1 heater=0 crankcase=0 wait_s=0 starts=4 cop_q10=3584 "
        "u95_permille=40 heat_W=7300 superheat_cK=590 subcooling_cK=500 quality=quotable fault=0 "
        "because=fan and pump have run ahead")  # fmt: skip
LIMITS = {"t_discharge": 115.0, "p_discharge": 29.0, "p_suction": 1.49}


def recorded(view, width=100):
    console = Console(record=True, width=width, file=io.StringIO(), force_terminal=True)
    console.print(view)
    return console


def seen(view, width=100):
    return recorded(view, width).export_text()


def test_a_line_of_the_board_becomes_facts_and_any_other_does_not():
    facts = facts_of_line(LINE + "\r\n")
    assert facts["t_coil_cC"] == "?" and facts["because"] == "fan and pump have run ahead"
    for other in ("", "The controller has booted", "mode=HEAT", "Traceback because=x"):
        assert facts_of_line(other) is None


def test_the_view_says_mode_reason_outputs_readings_and_cop():
    view = View("a board", LIMITS)
    view.feed(facts_of_line(LINE))
    text = seen(view)
    for words in ("HEAT for 0:01:10: fan and pump have run ahead", "● compressor", "○ reverse",
                  "-2.5", "14.1", "limit 29", "COP 3.50 ± 0.14 quotable", "heat 7.3 kW",
                  "superheat 5.9 K", "1:01:01"):  # fmt: skip
        assert words in text, words
    assert re.search(r"coil +\? +.*not believed", text)


def test_it_fits_a_terminal_of_eighty_columns():
    view = View("a board", LIMITS)
    view.feed(facts_of_line(LINE))
    assert max(len(line) for line in seen(view, 80).splitlines()) <= 80
    assert "limit 115" in seen(view, 80)


@pytest.mark.parametrize(("value", "low", "high", "limit", "style"), [
    (112, -20, 130, 115, "red"),   # 5 % of 135 K are 6.75 K: from 108.25
    (105, -20, 130, 115, "cyan"),
    (1.6, 0, 20, 1.49, "red"),     # a low limit: up to 1.639
    (3.0, 0, 20, 1.49, "cyan"),
])  # fmt: skip
def test_a_bar_turns_red_close_to_its_limit(value, low, high, limit, style):
    assert bar(value, low, high, limit).style == style


def test_a_bar_is_as_long_as_its_value():
    assert bar(5, 0, 10, None).plain == "━" * 15 + " " * 15
    assert bar(99, 0, 10, None).plain == "━" * 30
    assert bar(-99, 0, 10, None).plain == " " * 30


def test_changes_of_mode_are_listed_once():
    view = View("x")
    facts = facts_of_line(LINE)
    for at_s, mode in ((10, "IDLE"), (20, "HEAT"), (21, "HEAT"), (30, "IDLE")):
        view.feed({**facts, "uptime_s": str(at_s), "mode": mode})
    assert re.findall(r"0:00:(\d\d) +(\w+)", seen(view)) == [
        ("10", "IDLE"), ("20", "HEAT"), ("30", "IDLE"),
    ]  # fmt: skip


def test_a_simulated_run_draws_itself(tmp_path, capsys, micropython):
    assert simulate.main(["--start", "01-04", "--days", "0.02", "--live", "--speed", "100000",
                          "--out", str(tmp_path / "sim")]) == 0  # fmt: skip
    text = capsys.readouterr().out
    assert "HEAT" in text and "fan and pump have run ahead" in text and "limit 29" in text


def test_a_row_of_a_trace_becomes_the_same_facts():
    row = {"at_s": "59", "mode": "REST", "quality": "3", "t_coil_cC": "", "cop_q10": "0"}
    facts = facts_of_row(row, "power on")
    assert facts["quality"] == "quotable" and facts["t_coil_cC"] == "?"
    assert facts["because"] == "power on" and facts["uptime_s"] == "59"


def test_speed_out_of_range_is_refused(tmp_path, capsys):
    assert simulate.main(["--live", "--speed", "0", "--out", str(tmp_path / "sim")]) == 2
    assert "--speed: 0 is not a whole number of 1..100000" in capsys.readouterr().err


# --- a board on a line -------------------------------------------------------------------------


class Talker(threading.Thread):
    """The raw REPL of a board at the other end of a pseudo terminal: answers as MicroPython does,
    prints `lines` for whatever is run, then its error."""

    def __init__(self, lines, error=b""):
        super().__init__(daemon=True)
        self.ours, theirs = pty.openpty()
        tty.setraw(self.ours)
        tty.setraw(theirs)
        self.port = os.ttyname(theirs)
        self.lines, self.error, self.ran, self.interrupts = lines, error, b"", 0
        self._theirs = theirs
        self.start()

    def run(self):
        heard = b""
        while True:
            try:
                heard += os.read(self.ours, 1024)
            except OSError:
                return
            self.interrupts += heard.count(b"\x03")
            heard = heard.replace(b"\x03", b"")
            if b"\x05A\x01" in heard:
                os.write(self.ours, b"R\x00")  # no raw paste here: the older way
                heard = heard.replace(b"\x05A\x01", b"")
            if b"\x01" in heard:
                os.write(self.ours, b"raw REPL; CTRL-B to exit\r\n>")
                heard = b""
            if b"\x04" in heard:
                self.ran, _, heard = heard.partition(b"\x04")
                os.write(self.ours, b"OK" + b"\r\n".join(self.lines) + b"\r\n\x04")
                os.write(self.ours, self.error + b"\x04>")


def test_a_board_on_a_serial_line_is_watched(capsys):
    board = Talker([b"The controller has booted; every output is off.", LINE.encode()])
    assert live.main(["--port", board.port, "--seconds", "5", "--fluid", "R290"]) == 0
    text = capsys.readouterr().out
    assert "COP 3.50 ± 0.14 quotable" in text and "The controller has booted" in text
    assert b"bench.watch(5, True)" in board.ran
    assert board.interrupts >= 2  # it was left with Ctrl-C: every output off


def test_an_error_on_the_board_is_shown(capsys):
    board = Talker([], b"Traceback (most recent call last):\r\nMemoryError: no room\r\n")
    assert live.main(["--port", board.port]) == 1
    assert "MemoryError: no room" in capsys.readouterr().err


@pytest.mark.parametrize(("options", "sentence"), [
    (["--port", "/dev/nothing"], "--port: /dev/nothing has no board that answers"),
    (["--fluid", "R22"], "--fluid: R22 is not one of R290"),
    (["--seconds", "0"], "--seconds: 0 is not a whole number of 1..86400 s"),
])  # fmt: skip
def test_bad_input_gets_one_sentence(options, sentence, capsys):
    assert live.main(options) == 2
    assert sentence in capsys.readouterr().err


def test_what_the_firmware_prints_is_what_the_view_reads(micropython):
    """bench.line() itself, on the virtual board, an hour into a cold night."""
    program = (
        "import sys; sys.path[:] = ['', 'firmware', 'boards/virtual', '.frozen']\n"
        "import board; board.configure({'duration_s': 9000})\n"
        "from heatpump import bench; bench.watch(2400, True)"
    )
    done = subprocess.run([micropython, "-c", program], cwd=simulate.ROOT, text=True,
                          capture_output=True)  # fmt: skip
    facts = [facts_of_line(line) for line in done.stdout.splitlines()]
    facts = [f for f in facts if f]
    assert len(facts) > 2000, done.stderr[-500:]
    view = View("virtual", live.limits("R290"))
    for one in facts:
        view.feed(one)
    text = seen(view)
    assert "HEAT" in text and "not believed" not in text
    assert set(live_view.OUTPUTS) <= set(facts[-1])
    drawn = [fact for _, fact, *_ in live_view.ROWS]
    assert set(drawn) <= set(facts[-1])
