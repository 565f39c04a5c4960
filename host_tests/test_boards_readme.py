"""boards/README.md, typed from its first command to its last: every one is executed.

What stands in for hardware: `make bench` of the page itself for the board on PORT, and for the
chip of `make flash` a boot loader that pretends.  Nothing else of a line is changed.
"""

import re
import shlex
import shutil
import sys
import time

import chips
import newcomer
import pytest
from desk import Terminal

from tools import pinout, pythons

PAGE = pythons.ROOT / "boards" / "README.md"
PORT = "/dev/ttyACM0"
HAND = re.compile(r'`(import board; board\.touch\("\w+"\))`')
ERRORS = ("Traceback", "Error", "NOT as it should be", "FAIL", " is none of ", "not a whole")
LATER_s = 20  # at sixty times the clock: the five minutes of hold are over on a slow laptop too


class Follower:
    """A new user who reads from the top; `said` is what was answered, `done` what was typed."""

    def __init__(self, page, folder):
        self.page, self.folder = page, folder
        self.said, self.done, self.why_not = "", [], {}
        self.verdict = None
        self._board = self._terminal = None

    def follow(self):
        try:
            for language, remark, lines in newcomer.blocks(self.page):
                assert language in ("sh", "pycon"), language
                first, _, rest = (remark or language).partition(" ")
                if first != "pycon" and first != "hand":
                    self._leave()
                getattr(self, "_" + first)(lines, rest)
            self._leave()
            self.verdict = self._board.ctrl_c()
        finally:
            for each in (self._terminal, self._board):
                if each:
                    each.__exit__()
        return self

    def _here(self, line):
        """The words of a command, with the virtual board where a real one would be."""
        line = line.replace(PORT, self._path)
        return newcomer.words(re.sub(r"BOARD=\w+", "BOARD=virtual", line))

    def _ran(self, line, words):
        code, said = newcomer.run(words, self.folder)
        assert code == 0 and "FAIL" not in said, f"{line}\n{said}"
        self.said += said
        self.done.append(line)

    def _device(self, lines, _):
        (line,) = lines
        self._board = newcomer.Running(newcomer.words(line), self.folder)
        first = self._board.first
        assert first.startswith("device: /dev/"), first
        self._path = first.split()[-1]
        self.done.append(line)

    def _flash(self, lines, _):
        for line in lines:
            named = dict(word.split("=", 1) for word in shlex.split(line) if "=" in word)
            chip = pinout.load(named["BOARD"]).chip
            try:
                shutil.copy(chips.official(chip), self.folder / named["IMAGE"])
                with chips.boot_loader(chip) as port:
                    self._ran(line, newcomer.words(line.replace(PORT, port)))
            except pytest.skip.Exception as reason:  # the rest of the page needs none of it
                self.why_not[line] = str(reason)

    def _sh(self, lines, _):
        for line in lines:
            self._ran(line, self._here(line))

    def _repl(self, lines, when):
        """The command that opens a REPL; then Ctrl-C, as the page says."""
        (line,) = lines
        time.sleep(LATER_s if when == "later" else 0)
        self._terminal = Terminal(self._here(line), cwd=self.folder, env=newcomer.surroundings())
        self._terminal.each_key_counts()
        self.said += self._terminal.type("\x03")
        self.done.append(line)

    def _pycon(self, lines, _):
        for line in lines:
            assert line.startswith(">>> "), line
            answer = self._terminal.type(line[4:] + "\r", most_s=120)
            assert not [x for x in ERRORS if x in answer], answer
            self.said += answer
            self.done.append(line)

    def _hand(self, lines, _):
        """A probe is taken in the hand, as the page says how for a virtual one."""
        touch = HAND.search(self.page)[1]
        self._pycon([">>> " + touch, *lines], _)

    def _leave(self):
        if self._terminal:
            assert self._terminal.leave("\x1d") == 0  # Ctrl-]
            self._terminal.__exit__()
            self._terminal = None


@pytest.fixture(scope="module")
def followed(micropython, tmp_path_factory):
    """The page, followed to its end."""
    if not sys.platform.startswith("linux"):
        pytest.skip("a virtual board needs Linux's /proc")
    folder = newcomer.settle(tmp_path_factory.mktemp("project"))
    return Follower(PAGE.read_text(), folder).follow()


def test_a_new_user_gets_from_the_box_to_a_cop(followed):
    assert re.search(r"COP now +\d\.\d\d \+- \d+ %", followed.said)
    assert "The 600 s of the override are over." in followed.said


def test_each_step_answers_what_the_page_promises(followed):
    for sentence in (
        " 0 failed; every output is off.",
        "Use Ctrl-] or Ctrl-x to exit this shell",
        "t_coil is warm: it is wired as the outdoor coil thermistor.",
        "is moved by ",
        "The settings are saved.",
        "fan was on for 3 s.",
        "reverse was on for 3 s.",
        "All 12 modes came in their order; the contactor was never driven.",
        "Nothing is latched.",
    ):
        assert sentence in followed.said, sentence
    scans = re.search(r"(\d+) scans are in build/hour.csv", followed.said)[1]
    again = re.findall(rf"(\w+) +{scans} scans replayed, every integer is equal.", followed.said)
    assert again[-1] == "board" and len(again) >= 2


def test_after_the_reset_the_board_works_by_itself(followed):
    """Of its log the moves since this boot: those of earlier ones have times before zero."""
    log = followed.said.rpartition("bench.log()")[2]
    assert re.search(r"^ +0:\d\d:\d\d +IDLE +PRE_HEAT +heat is wanted", log, re.M), log
    assert re.search(r"^Boot \d+, cause: reset;", log, re.M), log


def test_ctrl_c_ends_the_virtual_board_without_a_law_broken_or_a_process_left(followed):
    said, names, left = followed.verdict
    assert "No law of protection was broken." in said
    assert "make" in names and "micropython" in names and left == []


def test_every_command_of_the_page_was_executed(followed):
    assert newcomer.left_out(followed.page, [*followed.done, *followed.why_not]) == []
    if followed.why_not:  # on CI, where nothing is missing, a skip is a failure
        pytest.skip("; ".join(followed.why_not.values()))


def test_what_make_flash_wrote_was_verified(followed):
    if followed.why_not:
        pytest.skip("; ".join(followed.why_not.values()))
    assert "Hash of data verified" in followed.said


@pytest.mark.parametrize(("more", "missing"), [
    ("```sh\nmake wire\n```\n", ["make wire"]),
    ("```\nmake wire\n```\n", ["make wire"]),
    ("Type `make wire`.\n", ["make wire"]),
    ("```sh\nmake\n```\n", ["make"]),  # only the start of one that was executed
    ("```sh\nmake bench\n```\n", ["make bench"]),  # stands twice, executed once
    ("```pycon\n>>> bench.cop()\n```\n", [">>> bench.cop()"]),
    ("`make` and `make bench` begin it.\n", []),
])  # fmt: skip
def test_a_command_that_nobody_executes_is_named(more, missing):
    page = "# Page\n```sh\nmake bench\n```\n" + more
    assert newcomer.left_out(page, ["make bench"]) == missing
