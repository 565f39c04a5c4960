"""The virtual board on a terminal: the real mpremote talks to a real MicroPython."""

import os
import re
import stat
import sys
import time

import newcomer
import pytest
from desk import ALL_OFF, SLOW_SCANS, Typist

from tools import pythons, record, replay, scenario
from tools.bench import __main__ as bench


@pytest.fixture(scope="module")
def house(made):
    return made("--start", "01-15")


@pytest.fixture
def remote(house):
    """A board with the firmware on it, in a cold house; time passes as fast as it can."""
    yield house
    house.hardware.speed, house.hardware.pace = 0, 1.0
    house.hardware.bench._each_scan = None


# ---------------------------------------------------------------- what mpremote does to a board


def test_exec_and_eval(remote):
    assert remote("exec", "print(6 * 7)") == "42\n"
    assert remote("eval", "1 << 20") == "1048576\n"
    assert "ZeroDivisionError" in remote("exec", "1 // 0", fails=True)


def test_run_sends_a_file(remote, tmp_path):
    script = tmp_path / "hello.py"
    script.write_text("import heatpump.modes as m\nprint(m.NAMES[m.DEFROST])\n")
    assert remote("run", script) == "DEFROST\n"


def test_files_are_listed_and_copied_both_ways(remote, tmp_path):
    listed = remote("fs", "ls")
    for name in ("main.py", "board.py", "heatpump/", "drivers/"):
        assert name in listed
    (tmp_path / "there.txt").write_text("so it is\n")
    remote("fs", "cp", tmp_path / "there.txt", ":there.txt")
    remote("fs", "cp", ":there.txt", tmp_path / "back.txt")
    assert (tmp_path / "back.txt").read_text() == "so it is\n"
    remote("fs", "rm", ":there.txt")
    assert not (remote.device.root / "there.txt").exists()


def test_a_folder_of_the_laptop_can_be_mounted(remote, tmp_path):
    (tmp_path / "here.py").write_text("WORD = 'from the laptop'\n")
    assert "from the laptop" in remote("mount", tmp_path, "exec", "import here; print(here.WORD)")


def test_a_soft_reset_forgets_everything_and_the_house_goes_on(remote):
    remote("exec", "left = 1")
    assert "NameError" in remote("soft-reset", "exec", "left", fails=True)
    before_s = remote.hardware.now_s()
    assert remote("exec", "print(1)") == "1\n"
    assert remote.hardware.now_s() >= before_s


# ---------------------------------------------------------------- safe, whatever is typed


def test_bench_functions_over_mpremote_leave_every_output_off(remote):
    said = remote.bench("look()", "why()", "watch(2)", "pulse('fan', 3)", resume=False)
    assert "outdoor air thermistor" in said and "hold after power-up" in said
    assert "fan was on for 3 s. Every output is off." in said
    assert remote.hardware.asked == ALL_OFF
    assert "uptime_s=" in remote("resume", "exec", "bench.watch(1, True)")


def test_a_dry_run_on_a_board_drives_no_contactor_and_breaks_no_law(remote):
    driven = set()
    remote.hardware.bench._each_scan = lambda _: driven.update(
        i for i in range(7) if remote.hardware.asked[i]
    )
    said = remote.bench("dry_run()", resume=False)
    remote.hardware.bench._each_scan = None
    assert "All 12 modes came in their order; the contactor was never driven." in said
    assert driven == {1, 2, 3}  # reverse, fan, pump
    assert remote.hardware.laws.violations == []


def test_ctrl_c_in_a_defrost_switches_every_output_off(remote):
    hardware = remote.hardware

    def slow_down(_plant):
        if hardware.asked[0] and hardware.asked[1]:
            hardware.speed = 1  # a defrost runs: from here on by the clock

    hardware.bench._each_scan = slow_down
    with Typist(remote.device.path) as typist:
        typist.type("\x03\x02")
        typist.type("from heatpump import bench\r")
        typist.type("bench.hold('DEFROST', 300)\r", until="valve has turned")
        remote.until(lambda: hardware.speed == 1)
        assert hardware.asked[0] == hardware.asked[1] == 1
        said = typist.type("\x03")
        assert hardware.asked == ALL_OFF
        assert "Stopped; every output is off." in said
    hardware.speed, hardware.bench._each_scan = 0, None
    assert hardware.laws.violations == []


def test_ctrl_c_out_of_main_leaves_its_controller_to_the_repl(remote):
    hardware = remote.hardware
    with Typist(remote.device.path) as typist:
        os.write(typist._fd, b"\x04")  # soft reset: main.py runs
        remote.until(lambda: hardware.asked[0])
        hardware.speed = 1
        said = typist.type("\x03")
        assert "KeyboardInterrupt" in said
        assert hardware.asked == ALL_OFF
        hardware.speed = 0
        typist.type("from heatpump import bench\r")
        said = typist.type("bench.log()\r")
        assert "heat is wanted" in said  # the journal of the run that was interrupted
        assert "compressor must stay off" in typist.type("bench.why()\r")
    assert hardware.laws.violations == []


def test_after_a_soft_reset_nothing_starts_for_five_minutes_and_this_board_s_seconds(remote):
    hardware = remote.hardware
    with Typist(remote.device.path) as typist:
        typist.type("\x03\x02")
        began_s = hardware.now_s()
        os.write(typist._fd, b"\x04")
        remote.until(lambda: hardware.asked[0])
        hardware.speed = 1
        assert hardware.now_s() - began_s >= 300 + 7
        typist.type("\x03")
    hardware.speed = 0
    assert hardware.laws.violations == []


def test_an_output_that_nobody_renews_falls_after_three_seconds(remote):
    hardware = remote.hardware
    remote("exec", "import board\nio = board.wire()\nio.fan(True)")
    assert hardware.asked[2] == 1
    hardware.pace = 20
    remote.until(lambda: not hardware.asked[2])
    hardware.pace = 1.0


def test_a_program_that_hangs_is_reset_by_the_watchdog(remote):
    hardware = remote.hardware
    remote("exec", "--no-follow", "import board\nfeed = board.watchdog()\nwhile True: pass")
    hardware.speed, hardware.pace = 1, 40
    with Typist(remote.device.path) as typist:
        remote.until(lambda: hardware.asked[3])  # main.py runs again: the pump is on
        hardware.pace = 1.0
        typist.type("\x03")
    hardware.speed = 0
    assert hardware.asked == ALL_OFF


# ---------------------------------------------------------------- what may be wrong at boot


def test_a_shorted_probe_is_named_and_nothing_starts(made):
    remote = made("--fault", "T_discharge.short@0")
    said = remote.bench("look()", "why()", "hold('HEAT', 10)", resume=False)
    assert said.count("the discharge thermistor reads short circuit") >= 2
    assert remote.hardware.bench.plant.electric_J < 3.6e5  # no compressor has run
    assert remote.hardware.asked == ALL_OFF and remote.hardware.laws.violations == []


def test_a_missing_meter_is_named_and_the_machine_runs_without(made):
    remote = made()
    fitted = remote.device.root / "fitted.py"
    text = fitted.read_text()
    fitted.write_text(text.replace("METER = True", "METER = False").replace(
        "FLOW = True", "FLOW = False"))  # fmt: skip
    said = remote.bench("look()", "hold('HEAT', 60)", "cop()", resume=False)
    assert len(re.findall(r"no meter", said)) == 2
    assert "The 60 s of the override are over." in said
    assert remote.hardware.asked == ALL_OFF and remote.hardware.laws.violations == []


@pytest.mark.parametrize("text", ["{", "", '{"room_heat_cC": 99999}', "[1]", '{"x": 1}'])
def test_corrupt_settings_are_told_at_boot_and_nothing_moves(remote, text):
    file = remote.device.root / "settings.json"
    file.write_text(text)
    said = remote.bench("why()", "pulse('fan', 2)", resume=False)
    file.write_text(SLOW_SCANS)
    assert said.count("settings are ") >= 2
    assert "Not allowed: " in said and remote.hardware.asked == ALL_OFF


# ---------------------------------------------------------------- the command


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--board", "esp32_devkit"], "--board: esp32_devkit is hardware"),
        (["--speed", "x"], "--speed: x is not a whole number of 0..1000 times"),
        (["--fault", "T_coil.melted@3"], "T_coil.melted"),
        (["--fluid", "R22"], "R22"),
    ],
)
def test_bad_input_is_one_sentence(arguments, sentence, tmp_path, capsys):
    assert bench.main(["--root", str(tmp_path / "root"), *arguments]) == 2
    said = capsys.readouterr().err
    assert sentence in said and len(said.strip().splitlines()) == 1
    assert not (tmp_path / "root").exists()


def test_the_command_prints_a_device_and_ends_with_the_verdict_of_the_laws(micropython, tmp_path):
    command = [sys.executable, "-m", "tools.bench", "--root", str(tmp_path / "root")]
    with newcomer.Running(command, pythons.ROOT) as running:
        path = running.first.split()[-1]
        assert stat.S_ISCHR(os.stat(path).st_mode)
        with Typist(path) as typist:
            assert "KeyboardInterrupt" in typist.type("\x03")
            assert "42" in typist.type("6 * 7\r", until="42\r\n>>> ")
        said, _, left = running.ctrl_c()
        assert "No law of protection was broken." in said
        assert running.code == 0 and left == []


def test_a_speed_of_sixty_is_sixty_times_the_clock(made):
    remote = made(speed="60")
    began_s, wall_s = remote.hardware.now_s(), time.monotonic()
    time.sleep(1.5)
    gone_s, wall_s = remote.hardware.now_s() - began_s, time.monotonic() - wall_s
    assert 20 * wall_s < gone_s <= 62 * wall_s + 2  # a busy laptop computes between its scans


def test_the_plan_is_that_of_the_simulation():
    plan, speed = bench.plan(bench.parse(["--start", "02-01", "--tank", "200", "--speed", "5"]))
    assert speed == 5
    assert plan["start_s"] == 31 * 86400 and plan["house"] == {"tank_J_K": 4186.0 * 200}
    with pytest.raises(scenario.BadInput, match="--start: 13-01"):
        bench.plan(bench.parse(["--start", "13-01"]))
    with pytest.raises(scenario.BadInput, match=r"HEAP\.fail_nth: not at a board of its own"):
        bench.plan(bench.parse(["--fault", "HEAP.fail_nth=5@9"]))


def test_a_board_records_and_replays_what_it_recorded(remote, tmp_path, capsys):
    file, port = tmp_path / "minutes.csv", remote.device.path
    assert record.main(["--port", port, "--seconds", "400", "--out", str(file)]) == 0
    assert replay.main([str(file), "--port", port]) == 0
    said = capsys.readouterr().out  # the board's own clock says whether the last second counts
    scans = re.search(r"(40[01]) scans are in", said).group(1)
    assert f"{scans} scans replayed, every integer is equal." in said
    assert replay.main([str(file), "--interpreter", "cpython"]) == 0
    assert remote.hardware.asked == ALL_OFF and remote.hardware.laws.violations == []


def test_the_self_test_runs_through_mpremote(remote):
    said = remote("run", pythons.ROOT / "firmware" / "selftest" / "run.py")
    assert " 0 failed; every output is off." in said
    assert "ok    integers are small" in said and "skip  t_tank: not wired" in said
    assert remote.hardware.asked == ALL_OFF


def test_mip_installs_the_package_on_an_empty_board(made):
    empty = made("--empty")
    for file in ("boards/virtual/device/package.json", "firmware/package.json"):
        empty("mip", "install", "--target", "/", pythons.ROOT / file)
    assert "REST" in empty.bench("look()", resume=False)


def test_bench_asks_the_running_watchdog_for_ten_minutes_and_no_more(remote):
    hardware = remote.hardware
    with Typist(remote.device.path) as typist:
        typist.type("\x03\x02")
        os.write(typist._fd, b"\x04")  # main.py runs and starts the watchdog
        remote.until(lambda: hardware.asked[3])
        hardware.speed = 1
        typist.type("\x03")
        typist.type("from heatpump import bench\r")
        began_s, hardware.pace = hardware.now_s(), 200
        remote.until(lambda: hardware.now_s() > began_s + 300)
        assert hardware.asked == ALL_OFF  # nobody has reset it: main.py would run the pump
        remote.until(lambda: hardware.asked[3])
        assert 550 < hardware.now_s() - began_s < 700
        hardware.pace = 1.0
        typist.type("\x03")
