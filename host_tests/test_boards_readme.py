"""boards/README.md, followed from its first command to its last on a virtual board."""

import os
import re
import shlex
import subprocess

import pytest
from test_device import ALL_OFF, Typist, made  # noqa: F401  `made` is a fixture

from tools import pythons

PAGE = pythons.ROOT / "boards" / "README.md"
PORT = "/dev/ttyACM0"
BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.M | re.S)
ERRORS = ("Traceback", "Error", "NOT as it should be", "FAIL", " is none of ", "not a whole")


def blocks():
    """[(language, remark, [line, ...]), ...] of the page, in its order."""
    return [(a, b.strip(), c.splitlines()) for a, b, c in BLOCK.findall(PAGE.read_text())]


def recipe(line):
    """What `make ...` would run, without the bootstrap that it always begins with."""
    alone = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS"))}
    done = subprocess.run(["make", "-n", *shlex.split(line)[1:]], cwd=pythons.ROOT, env=alone,
                          capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [x for x in done.stdout.splitlines() if "tools/bootstrap.py" not in x]


class Follower:
    """A new user who reads from the top; `said` is what the board has answered."""

    def __init__(self, remote):
        self.remote = remote
        self.said = ""

    def here(self, line):
        line = line.replace(PORT, self.remote.device.path)
        return re.sub(r"BOARD=\w+", "BOARD=virtual", line)

    def shell(self, lines):
        for line in map(self.here, lines):
            for command in recipe(line) if line.startswith("make ") else [line]:
                done = subprocess.run(command, shell=True, cwd=pythons.ROOT, text=True,
                                      capture_output=True, timeout=120)  # fmt: skip
                self.said += done.stdout
                assert done.returncode == 0, command + done.stdout + done.stderr
                assert "FAIL" not in done.stdout, done.stdout

    def type(self, lines, remark):
        with Typist(self.remote.device.path) as typist:
            for line in lines:
                assert line.startswith(">>> "), line
                if remark.startswith("hand="):
                    wire = remark.removeprefix("hand=")
                    typist.type(f"import board; board.touch('{wire}')\r")
                answer = typist.type(line[4:] + "\r")
                assert not [x for x in ERRORS if x in answer], answer
                self.said += answer
                assert self.remote.hardware.asked == ALL_OFF, answer

    def sit_down(self, lines):
        """The command that opens a REPL is one mpremote knows; then Ctrl-C, as the page says."""
        for line in map(self.here, lines):
            for command in recipe(line) if line.startswith("make ") else [line]:
                words = shlex.split(command.lstrip("@"))
                assert words[0].endswith("mpremote") and words[-1] == "repl"
                assert os.access(pythons.ROOT / words[0], os.X_OK)
        with Typist(self.remote.device.path) as typist:
            typist.type("\x03\x02")


@pytest.fixture(scope="module")
def followed(made):  # noqa: F811
    """The page, followed to its end."""
    remote = made("--start", "01-15")
    follower = Follower(remote)
    for language, remark, lines in blocks():
        if remark == "device":
            assert any("tools.bench" in x for x in recipe(lines[0]))  # test_device.py runs it
        elif remark == "flash":
            # test_image.py writes to a boot loader; here only that make knows it
            assert any("tools.image" in x for x in recipe(lines[0]))
        elif remark == "repl":
            follower.sit_down(lines)
        elif language == "sh":
            follower.shell(lines)
        else:
            assert language == "pycon", language
            follower.type(lines, remark)
    return follower


def test_a_new_user_gets_from_the_box_to_a_cop(followed):
    assert re.search(r"COP now +\d\.\d\d \+- \d+ %", followed.said)
    assert "The 600 s of the override are over." in followed.said


def test_each_step_answers_what_the_page_promises(followed):
    for sentence in (
        " 0 failed; every output is off.",
        "t_coil is warm: it is wired as the outdoor coil thermistor.",
        "is moved by ",
        "The settings are saved.",
        "fan was on for 3 s.",
        "reverse was on for 3 s.",
        "All 12 modes came in their order; the contactor was never driven.",
        "401 scans are in build/hour.csv",
        "board          401 scans replayed, every integer is equal.",
    ):
        assert sentence in followed.said, sentence


def test_no_law_was_broken_on_the_way(followed):
    assert followed.remote.hardware.laws.violations == []


def test_after_the_last_command_the_board_works_by_itself(followed):
    followed.remote.until(lambda: followed.remote.hardware.asked[0])


def test_every_command_of_the_page_is_in_a_block_that_is_followed():
    kinds = {(language, remark) for language, remark, _ in blocks()}
    assert kinds <= {("sh", ""), ("sh", "device"), ("sh", "flash"), ("sh", "repl"),
                     ("pycon", ""), ("pycon", "hand=t_coil")}  # fmt: skip
    assert sum(len(lines) for _, _, lines in blocks()) >= 20
