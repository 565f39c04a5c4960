"""The first thing after any reset: every relay off.  RELAYS of pins.py, as bare numbers, so
that not even a damaged file comes before it."""

from machine import Pin

for _number in (4, 5, 6, 7, 15, 16):
    Pin(_number, Pin.OUT, value=0)
