"""tools.deploy to a board that runs: the real mpremote, a real MicroPython, a watchdog."""

import subprocess

import pytest

from tools import deploy


@pytest.fixture
def running(made):
    """A board whose main.py scans at the pace of the clock."""
    remote = made("--start", "01-15", speed="8")
    remote("exec", "--no-follow", "import main; main.run(main.boot())")
    remote.until(lambda: remote.hardware._dog is not None)
    return remote


def test_a_running_board_is_stopped_copied_to_and_started_again(running, capfd):
    assert deploy.main(["--board", "virtual", "--source", "--port", running.device.path]) == 0
    running.until(lambda: running.hardware._dog is not None)  # main.py has begun again
    names = running("resume", "exec", "import os; print(sorted(os.listdir()))")
    assert "'main.py'" in names and "main.old" not in names and "'heatpump'" in names
    assert not running.hardware.laws.total, running.hardware.laws.violations


def steps(monkeypatch, tmp_path, failing=None):
    """What mpremote is asked, in order; the step number `failing` fails."""
    asked = []

    def run(command):
        asked.append(command[command.index("connect") + 2 :])
        return subprocess.CompletedProcess(command, int(len(asked) - 1 == failing))

    for name in ("main.py", "board.py"):
        (tmp_path / name).write_text("")
    monkeypatch.setattr(deploy.subprocess, "run", run)
    return deploy.copy(tmp_path, "auto"), asked


def test_main_is_put_aside_before_anything_is_copied_and_comes_last(monkeypatch, tmp_path):
    """Its watchdog would reset the board in the middle of the copying."""
    done, asked = steps(monkeypatch, tmp_path)
    assert done
    aside, reset, copied, begin = asked
    assert 'os.rename("main.py", "main.old")' in aside[1] and reset == ["reset"]
    assert copied.index(str(tmp_path / "board.py")) < copied.index(str(tmp_path / "main.py"))
    assert begin[-1] == "reset"


@pytest.mark.parametrize("failing", range(4))
def test_a_step_that_fails_ends_it_and_says_so(monkeypatch, tmp_path, capsys, failing):
    done, asked = steps(monkeypatch, tmp_path, failing)
    assert not done and len(asked) == failing + 1
    assert "main.py may be missing on the board until this succeeds" in capsys.readouterr().out
