# How long one scan of the real controller takes in closed loop with the virtual board, in
# microseconds: the median of 4000 scans through starts and stops.
import sys
import time

sys.path[:0] = ["firmware", "boards/virtual"]
import board  # noqa: E402  found by the line above

board.configure({"settings": {"scan_ms": 1000}})
import main  # noqa: E402  after the board is configured

unit = main.boot()
idle_ms = unit.wiring.idle_ms
for _ in range(300):
    unit.step(1000)
    idle_ms(1000)
taken_us = []
for _ in range(4000):
    begin_us = time.ticks_us()
    unit.step(1000)
    taken_us.append(time.ticks_diff(time.ticks_us(), begin_us))
    idle_ms(1000)
taken_us.sort()
print("microseconds a scan:", taken_us[2000])
