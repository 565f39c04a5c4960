"""A pseudo terminal that mpremote takes for a board, and the MicroPython behind it.

The unix build of MicroPython has the raw REPL of a board but none of the rest.  Added here:
soft and hard reset, boot.py and main.py, a "/" of its own, and Ctrl-C, which is only a byte to
that build unless it has just installed its signal handler: /proc says when, hence Linux only.
"""

import contextlib
import os
import pty
import select
import signal
import socket
import subprocess
import sys
import threading
import time
import tty
from pathlib import Path

from tools import pythons
from tools.bench.hardware import MESSAGE, SOFT_RESET, Hardware

BOOT = Path(__file__).with_name("boot_device.py")
_HEAP = "1m"  # 64-bit words need twice an ESP32's room, and here source is compiled on it
_TICK_s = 0.05
_CTRL_C, _CTRL_A = b"\x03", b"\x01"
_MOUNT = b"\x18"  # mpremote's mounted folder talks in bytes
_RAW, _FRIENDLY = b"raw REPL; CTRL-B to exit", b'Type "help()"'
_PROMPT_s = 20


class Unusable(Exception):
    """One sentence: why there can be no such device on this machine."""


class Device:
    """`path`: the terminal's name; `root`: the folder that is its "/"; `hardware`: Hardware.

    with Device(root, plan, speed) as device: ...    serves from a thread of its own
    """

    def __init__(self, root, plan, speed=1.0, boot_extra_s=None):
        if not sys.platform.startswith("linux"):
            raise Unusable(f"a virtual board needs Linux's /proc, and this is {sys.platform}")
        self.root = Path(root).resolve()
        self.interpreter = pythons.find("micropython")
        self.hardware = Hardware(plan, speed, boot_extra_s)
        self._outer, self._slave = pty.openpty()
        tty.setraw(self._slave)  # kept open: the terminal survives whoever closes it
        self.path = os.ttyname(self._slave)
        self._raw = False
        self._tail = b""
        self._child = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self.serve, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._thread.join()

    def serve(self):
        """Until stop(): connect terminal, interpreter and house.  KeyboardInterrupt passes."""
        self._start()
        try:
            while not self._over.is_set():
                self._turn()
        finally:
            self._kill()
            for fd in (self._outer, self._slave):
                os.close(fd)

    # --- the interpreter ----------------------------------------------------------------------

    def _start(self):
        """A fresh interpreter: after power-up, and after every reset."""
        inner, slave = pty.openpty()
        tty.setraw(slave)
        near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        how = "raw" if self._raw else "friendly"
        self._child = subprocess.Popen(
            [self.interpreter, "-X", f"heapsize={_HEAP}", "-i", str(BOOT), str(self.root), how,
             str(far.fileno())],
            stdin=slave, stdout=slave, stderr=slave, pass_fds=(far.fileno(),),
            start_new_session=True, cwd=self.root,
        )  # fmt: skip
        os.close(slave)
        far.close()
        self._inner, self._link = inner, near
        self._held = b""  # what was typed before there is anybody to read it
        self._awake = self._raw
        if self._raw:
            self._enter_raw()

    def _enter_raw(self):
        """mpremote was in the raw REPL, and finds it again after a soft reset."""
        said, until_s = b"", time.monotonic() + _PROMPT_s
        while not said.endswith(b">>> ") and time.monotonic() < until_s:
            said += self._said() or b""
        # what boot.py printed is the board's; the banner is not
        os.write(self._outer, said[: max(said.find(b"MicroPython "), 0)])
        os.write(self._inner, _CTRL_A)

    def _said(self):
        """What the interpreter prints meanwhile, while its link is served; None: it has ended."""
        ready, _, _ = select.select([self._inner, self._link], [], [], _TICK_s)
        if self._link in ready:
            self._serve_link()
        if self._inner not in ready:
            return b""
        try:
            return os.read(self._inner, 4096) or None
        except OSError:
            return None

    def _kill(self):
        self._child.kill()
        self._child.wait()
        os.close(self._inner)
        self._link.close()
        self.hardware.ends()

    def _reset(self, hard):
        self._kill()
        self.hardware.laws.stopped()
        if hard:
            self._raw = False
            self.hardware.hard_reset()
        else:
            self.hardware.cause = SOFT_RESET
            os.write(self._outer, b"MPY: soft reboot\r\n")
        self._start()

    # --- one turn -----------------------------------------------------------------------------

    def _turn(self):
        waiting = [self._outer, self._inner, self._link]
        ready, _, _ = select.select(waiting, [], [], self.hardware.wait_s(_TICK_s))
        answer = self.hardware.passed()
        if answer:
            self._answer(answer)
        if self._link in ready:
            self._serve_link()
        if self._outer in ready:
            self._type(os.read(self._outer, 4096))
        if self._held and self._awake:
            typed, self._held = self._held, b""
            self._type(typed)
        if self.hardware.wants_reset:
            self._reset(hard=True)
        elif self._inner in ready:
            try:
                said = os.read(self._inner, 4096)
            except OSError:
                said = b""
            while select.select([self._link], [], [], 0)[0] and self._serve_link():
                pass  # what it did to its outputs before it said so
            if said:
                self._show(said)
            else:
                self._reset(hard=False)

    def _serve_link(self):
        """Take one message; False when the link's other end is gone."""
        try:
            message = self._link.recv(64)
        except OSError:
            message = b""
        if len(message) == MESSAGE.size:
            self._awake = True  # until boot_device.py said so, a launcher may have run
            answer = self.hardware.take(message)
            if answer:
                self._answer(answer)
        elif not message:
            time.sleep(0.001)  # its end is closed: the terminal will say so too
            return False
        return True

    def _answer(self, answer):
        with contextlib.suppress(OSError):  # it may just have ended
            self._link.send(answer)

    def _show(self, said):
        self._tail = (self._tail + said)[-200:]
        raw, friendly = self._tail.rfind(_RAW), self._tail.rfind(_FRIENDLY)
        if max(raw, friendly) >= 0:
            self._raw = raw > friendly
        if not self._raw and _MOUNT not in said:
            said = said.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")  # as a board's REPL does
        os.write(self._outer, said)

    def _type(self, typed):
        if not self._awake:
            self._held += typed
            return
        while typed:
            at = typed.find(_CTRL_C)
            if at < 0 or not _catches_sigint(self._child.pid):
                os.write(self._inner, typed)
                return
            os.write(self._inner, typed[:at])
            os.kill(self._child.pid, signal.SIGINT)
            typed = typed[at + 1 :]


def _catches_sigint(pid):
    """MicroPython has its handler installed exactly while code runs that Ctrl-C may end."""
    with open(f"/proc/{pid}/status") as file:
        for line in file:
            if line.startswith("SigCgt"):
                return bool(int(line.split()[1], 16) & (1 << (signal.SIGINT - 1)))
    return False
