"""What a new user has: the project in a folder, a terminal for the board, one to type in.

The folder is made of links, and has a build/ of its own: what a page's commands write there is
nobody else's.  `make` is what they type, but for `-o ready`, which takes the set-up as done: the
.venv is the one these tests run in, and pip must not change it under the others.
"""

import contextlib
import os
import re
import shlex
import signal
import subprocess
from collections import Counter

import psutil

from tools import pythons


def settle(folder):
    """Make `folder` look like the project's, just unpacked."""
    for path in pythons.ROOT.iterdir():
        if path.name not in ("build", ".git"):
            (folder / path.name).symlink_to(path)
    (folder / "build").mkdir()
    return folder


def words(line):
    """A command of a page as a list, see above for `-o ready`."""
    first, *rest = shlex.split(line)
    return [first, "-o", "ready", *rest] if first == "make" else [first, *rest]


def surroundings():
    """The environment without what a `make` that runs these tests has left there."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS"))}


class Running:
    """A command that runs until Ctrl-C in a terminal of its own; `first`: its first line.

    `env` gives it back its Ctrl-C, which is ignored by all that a shell started with `&`.
    """

    def __init__(self, command, folder):
        self._child = subprocess.Popen(
            ["env", "--default-signal=INT", *command], cwd=folder, env=surroundings(), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        self.first = self._child.stdout.readline()

    @property
    def code(self):
        """Its exit code, None while it runs."""
        return self._child.poll()

    def _family(self):
        mother = psutil.Process(self._child.pid)
        return [mother, *mother.children(recursive=True)]

    def ctrl_c(self, most_s=30):
        """(what it said to the end, names of its processes, numbers of those that are left)."""
        family = self._family()
        names = [process.name() for process in family]
        os.killpg(self._child.pid, signal.SIGINT)
        said = self._child.communicate(timeout=most_s)[0]
        _, left = psutil.wait_procs(family, timeout=5)
        return said, names, [process.pid for process in left]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.code is None:
            for process in self._family():
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.kill()
        self._child.wait()
        self._child.stdout.close()


def run(command, folder, most_s=300):
    """A command to its end: (exit code, what it said).

    mpremote waits for ever when the board resets under it, as the watchdog of one at 60 times the
    clock does when this machine is too busy to scan for a tenth of a second: a person presses
    Ctrl-C and types it again, twice at most.
    """
    if os.path.basename(command[0]) == "mpremote":
        for _ in range(2):
            with contextlib.suppress(subprocess.TimeoutExpired):
                return _run(command, folder, 60)
            print(f"typed again after a minute: {' '.join(command)}")
    return _run(command, folder, most_s)


def _run(command, folder, most_s):
    done = subprocess.run(command, cwd=folder, env=surroundings(), text=True, timeout=most_s,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip
    return done.returncode, done.stdout


_BLOCK = re.compile(r"^```(\w*)([^\n]*)\n(.*?)^```$", re.M | re.S)
_INLINE = re.compile(r"`([^`\n]+)`")
_COMMAND = re.compile(r"(make|python|mpremote|\S*\.venv/|import|from|bench\.|sudo|pip|esptool)\b")


def blocks(page):
    """[(language, remark, [line, ...]), ...] of a page, in its order."""
    return [(a, b.strip(), c.splitlines()) for a, b, c in _BLOCK.findall(page)]


def left_out(page, executed):
    """Commands of the page that are not among the `executed` lines, in its order.

    A line of a block must have been executed as often as it stands there; what reads like a
    command in the text may be the start of a line that was, as `make repl` is.
    """
    lines = Counter(line for _, _, each in blocks(page) for line in each if line.strip())
    begun = tuple(line.removeprefix(">>> ") for line in executed)
    prose = [code for code in _INLINE.findall(_BLOCK.sub("", page)) if _COMMAND.match(code)]
    return [*(lines - Counter(executed)).elements()] + [
        code for code in prose if not any(line.startswith(code) for line in begun)
    ]
