"""Parts that sit on a bus or a pin; the bus object is an argument."""

from micropython import const

SILENT_uV = const(-(1 << 24))  # a channel that has no answer; below -1 V a sensor knows it
