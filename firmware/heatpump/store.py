"""Records that survive a power cut: a checked line in front, two generations, rename.

    HP1 settings 12 345 8f3a21bc        version, name, generation, bytes below, CRC32
    {"room_heat_cC": 2100, ...}         JSON, for people and for tools/store.py

Each is written to NAME.new and renamed over the older of NAME.0 and NAME.1, so that one good
generation is left whenever the power goes.  The check sum covers every other byte: littlefs
itself gives flipped bits back as good.  Nothing here is called in a scan.
"""

import json
from binascii import crc32

from micropython import const

_PART = const(512)
_PARTS = const(16)  # 8192 bytes: no file of ours is longer
_ENOENT = const(2)
_ENOSPC = const(28)


def pack(name, generation, value):
    """The bytes of a record."""
    body = json.dumps(value).encode()
    return _line(name, generation, body) + body


def unpack(name, raw):
    """(generation, value) of a record; ValueError says what is wrong with it."""
    if raw[:4] != b"HP1 ":
        raise ValueError("is no record of this version")
    end = raw.find(b"\n") + 1
    head = raw[:end].split()
    if len(head) != 5 or not head[2].isdigit():
        raise ValueError("is damaged")
    generation, body = int(head[2]), raw[end:]
    if raw[:end] != _line(name, generation, body):
        raise ValueError("is torn or damaged")
    return generation, json.loads(body)


def _line(name, generation, body):
    head = ("HP1 %s %d %d " % (name, generation, len(body))).encode()
    return head + b"%08x\n" % crc32(head + body)


class Store:
    """`files`: an object with open(name, mode), rename(old, new), remove(name), as a board's
    files() gives.  `sentences`: what was wrong, each once; `lost`: names without a good copy
    although one was there."""

    def __init__(self, files):
        self._files = files
        self._last = {}  # name -> (newest generation, which copy it is)
        self.sentences = []
        self.lost = []

    def load(self, name):
        """The newest good value of `name`, or None."""
        last, value, bad = (0, 1), None, False
        for copy in (0, 1):
            try:
                raw = self._read("%s.%d" % (name, copy))
                if raw is None:
                    continue
                generation, found = unpack(name, raw)
            except ValueError as problem:
                bad = True
                self.tell("%s.%d %s" % (name, copy, problem))
                continue
            if generation > last[0]:
                last, value = (generation, copy), found
        self._last[name] = last
        if bad and not last[0]:
            self.lost.append(name)
        return value

    def save(self, name, value):
        """Write one generation; returns None, or a sentence when it could not be."""
        if name not in self._last:
            self.load(name)
        generation, copy = self._last[name]
        raw = pack(name, generation + 1, value)
        problem = self._write(name, 1 - copy, raw)
        if problem and problem.errno == _ENOSPC:  # what happened is worth less than what must not
            for spare in ("journal.0", "journal.1"):
                self._remove(spare)
            problem = self._write(name, 1 - copy, raw)
        if problem:
            return self.tell("%s cannot be written: %r" % (name, problem))
        self._last[name] = (generation + 1, 1 - copy)
        return None

    def tell(self, sentence):
        """Keep a sentence, once; returns it."""
        if sentence not in self.sentences and len(self.sentences) < 16:
            self.sentences.append(sentence)
        return sentence

    def _read(self, file):
        try:
            with self._files.open(file, "rb") as opened:
                raw = b""
                for _ in range(_PARTS):  # as one part it would be taken from the heap whole
                    raw += opened.read(_PART)
                return raw
        except OSError as error:
            problem = error
        if problem.errno == _ENOENT:
            return None
        raise ValueError("cannot be read: %r" % problem)

    def _write(self, name, copy, raw):
        """None, or the OSError that it ended with."""
        try:
            with self._files.open(name + ".new", "wb") as opened:
                opened.write(raw)
            self._files.rename(name + ".new", "%s.%d" % (name, copy))
        except OSError as problem:
            return problem
        return None

    def _remove(self, file):
        try:
            self._files.remove(file)
        except OSError:
            return  # it was not there
