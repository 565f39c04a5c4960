"""A laptop with a virtual board on it: mpremote, and a person who types."""

import os
import pty
import select
import subprocess
import sys
import termios
import time

from tools import pythons

ALL_OFF = [0] * 7
SLOW_SCANS = '{"scan_ms": 1000}'  # a quarter of the work


def fill(files):
    """Not a byte is left, and no journal to make room with."""
    for name in [name for name in files.data if name.startswith("journal")]:
        files.remove(name)
    files.room = 0


class Remote:
    """mpremote, connected to a device; `rest` of a call is what mpremote is told."""

    def __init__(self, device):
        self.device = device
        self.hardware = device.hardware
        self._connect = [sys.executable, "-m", "mpremote", "connect", device.path]

    def __call__(self, *rest, fails=False, cwd=pythons.ROOT):
        done = subprocess.run([*self._connect, *map(str, rest)], capture_output=True, text=True,
                              timeout=120, cwd=cwd)  # fmt: skip
        assert bool(done.returncode) == fails, done.stdout[-2000:] + done.stderr[-2000:]
        return (done.stdout + done.stderr).replace("\r\n", "\n")

    def bench(self, *typed, resume=True):
        lines = "\n".join(["from heatpump import bench", *(f"bench.{x}" for x in typed)])
        return self(*(["resume"] if resume else []), "exec", lines)

    def until(self, happens, most_s=60):
        """Wait for the house; for what it does is known here without asking the firmware."""
        end_s = time.monotonic() + most_s
        while not happens():
            assert time.monotonic() < end_s, self.hardware.asked
            time.sleep(0.01)


class Typist:
    """A person at the friendly REPL of the device `path`, without mpremote."""

    def __init__(self, path):
        self._fd = os.open(path, os.O_RDWR | os.O_NOCTTY)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self._fd)

    def type(self, text, until=">>> ", most_s=60):
        """Type and return what is said, `until` included."""
        os.write(self._fd, text.encode())
        echo = text[:-1].encode() if text.endswith("\r") else b""
        said, end_s = b"", time.monotonic() + most_s
        # a prompt of before is no answer to this: what counts stands behind the echo
        while until.encode() not in _behind(echo, said):
            assert time.monotonic() < end_s, said[-500:]
            if select.select([self._fd], [], [], 0.05)[0]:
                said += os.read(self._fd, 4096)
        return said.decode()


def _behind(echo, said):
    return said.partition(echo)[2] if echo else said


class Terminal(Typist):
    """A person at a terminal in which a command was started, `make repl` for instance."""

    def __init__(self, command, **where):
        self._fd, slave = pty.openpty()
        self._child = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave,
                                       start_new_session=True, **where)  # fmt: skip
        os.close(slave)

    def __exit__(self, *_):
        self._child.kill()
        self._child.wait()
        super().__exit__()

    def each_key_counts(self, most_s=30):
        """Wait until keys, Ctrl-C too, go to the command one by one, as mpremote asks for it."""
        end_s = time.monotonic() + most_s
        while termios.tcgetattr(self._fd)[3] & (termios.ICANON | termios.ISIG):
            ended = self._child.poll() is not None
            assert not ended, os.read(self._fd, 4096).decode()
            assert time.monotonic() < end_s, "the terminal is not raw"
            time.sleep(0.01)

    def leave(self, key, most_s=30):
        """Press the key that ends the command; its exit code."""
        os.write(self._fd, key.encode())
        return self._child.wait(most_s)
