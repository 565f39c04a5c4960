"""The flash of the virtual board: files in memory that outlive its power cuts, and fail on demand.

Every opening, writing, closing, renaming and removing is an operation.  As on littlefs, what
was written is there once the file has been closed, and a rename either was or was not.
"""

ENOENT, EIO, ENOSPC = 2, 5, 28


class Files:
    """`data`: {name: bytes}.  Faults: `cut_in` operations from now `cut` is called, which raises;
    `errno` is what every operation, or with ENOSPC every writing one, ends with."""

    def __init__(self, data=None):
        self.data = {} if data is None else data
        self.operations = 0
        self.cut_in = self.errno = 0
        self.cut = None
        self.slow = None  # called at each operation: time that it takes

    def operation(self, writes):
        """One more; OSError or the power cut where one is due."""
        self.operations += 1
        if self.slow:
            self.slow()
        if self.cut_in:
            self.cut_in -= 1
            if not self.cut_in:
                self.cut()
        if self.errno and (writes or self.errno != ENOSPC):
            raise OSError(self.errno, "flash")

    def open(self, name, mode):
        self.operation(False)
        if mode == "rb":
            if name not in self.data:
                raise OSError(ENOENT, name)
            return _Reader(self.data[name])
        return _Writer(self, name)

    def rename(self, old, new):
        self.operation(False)
        if old not in self.data:
            raise OSError(ENOENT, old)
        self.data[new] = self.data.pop(old)

    def remove(self, name):
        self.operation(False)
        if name not in self.data:
            raise OSError(ENOENT, name)
        del self.data[name]

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
        self._files.operation(True)
        self._raw += raw
        return len(raw)

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        """Closing writes; a file whose writing failed has half of it, the worst there is."""
        files = self._files
        if problem[0]:
            files.data[self._name] = self._raw[: len(self._raw) // 2]
        else:
            files.operation(True)
            files.data[self._name] = self._raw
