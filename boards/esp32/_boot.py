"""For a frozen image, in place of MicroPython's own: relays off, then the file system.

MicroPython's never gets past a file system that is damaged, and leaves the outputs as they
were.  This one goes on without it: boot.py and main.py are frozen, the settings are the defaults.
"""

import gc

import boot  # noqa: F401  every relay off; frozen: nothing is mounted yet
import vfs
from flashbdev import bdev

try:
    vfs.mount(bdev, "/")
except OSError as _error:
    print("no file system (error %d): settings are the defaults" % _error.errno)
gc.collect()
