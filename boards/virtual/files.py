"""The flash of the virtual board: files in memory that outlive its power cuts, and fail on demand.

Every opening, writing, closing, renaming and removing is an operation.  As on littlefs, what
was written is there once the file has been closed, and a rename either was or was not.
"""

ENOENT, EIO, ENOSPC = 2, 5, 28


class Files:
    """`data`: {name: bytes}.  Faults: `cut_in` operations from now `cut` is called, which raises;
    `dead`: EIO at every operation; `room`: bytes that are left, None for plenty; `slow`: called
    at every operation, to pass the time that it takes; `heap`: called ahead of it, may raise."""

    def __init__(self, data=None):
        self.data = {} if data is None else data
        self.operations = self.cut_in = 0
        self.cut = self.slow = self.room = self.heap = None
        self.dead = False

    def operation(self):
        """One more; OSError or the power cut where one is due."""
        if self.heap:
            self.heap()
        self.operations += 1
        if self.slow:
            self.slow()
        if self.cut_in:
            self.cut_in -= 1
            if not self.cut_in:
                self.cut()
        if self.dead:
            raise OSError(EIO, "flash")

    def keep(self, name, raw):
        """What closing a file does: it takes the place of what had its name."""
        if self.room is not None:
            room = self.room + len(self.data.get(name, b"")) - len(raw)
            if room < 0:
                raise OSError(ENOSPC, name)
            self.room = room
        self.data[name] = raw

    def forget(self, name):
        raw = self.data.pop(name, b"")
        if self.room is not None:
            self.room += len(raw)

    def open(self, name, mode):
        self.operation()
        if mode == "rb":
            if name not in self.data:
                raise OSError(ENOENT, name)
            return _Reader(self.data[name])
        return _Writer(self, name)

    def rename(self, old, new):
        self.operation()
        if old not in self.data:
            raise OSError(ENOENT, old)
        self.forget(new)
        self.data[new] = self.data.pop(old)

    def remove(self, name):
        self.operation()
        if name not in self.data:
            raise OSError(ENOENT, name)
        self.forget(name)

    def flip(self, bit):
        """Turn one bit of every file round, counted from its first."""
        for name in self.data:
            raw = bytearray(self.data[name])
            if raw:
                raw[bit // 8 % len(raw)] ^= 1 << bit % 8
            self.data[name] = bytes(raw)


class _Reader:
    def __init__(self, raw):
        self._raw = raw

    def read(self, most):
        part, self._raw = self._raw[:most], self._raw[most:]
        return part

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


class _Writer:
    def __init__(self, files, name):
        self._files, self._name, self._raw = files, name, b""

    def write(self, raw):
        self._files.operation()
        self._raw += raw
        return len(raw)

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        """Closing writes; a file whose writing failed has half of it, the worst there is."""
        files, raw = self._files, self._raw
        if problem[0]:
            raw = raw[: len(raw) // 2]
        else:
            files.operation()
        files.keep(self._name, raw)
