"""Files in one folder, for heatpump/store.py: the `os` module of the board is an argument."""


class Folder:
    """open(name, mode), rename(old, new) and remove(name) below `path`; OSError as they say."""

    def __init__(self, os, path=""):
        self._os = os
        self._path = path

    def open(self, name, mode):
        return open(self._path + name, mode)

    def rename(self, old, new):
        """`new` is replaced if it is there: littlefs and FAT of MicroPython do so."""
        self._os.rename(self._path + old, self._path + new)

    def remove(self, name):
        self._os.remove(self._path + name)
