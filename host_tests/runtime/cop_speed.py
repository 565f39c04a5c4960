"""Nanoseconds for one COP, on MicroPython: the kernels and the native loop over blocks of 16.

    micropython host_tests/runtime/cop_speed.py FIRMWARE FLUID POINTS COUNT

POINTS: a file of COUNT lines "t1 p1 t2 p2 t3", a multiple of 64.  Four blocks at a time are
timed, the best of many turns, so that the memory they touch is as small as a controller's.
Prints the mean over all points, the sum of the ratios (to compare with the others'), and the
time of whole blocks with their means and dew points.
"""

import sys
import time

sys.path[:] = [sys.argv[1], ".frozen"]

from heatpump import cycle  # noqa: E402
from heatpump.refrigerant import load  # noqa: E402

BLOCKS, TURNS, AGAIN = 4, 12, 4


def fill(block, lines):
    t1, t2, t3 = block._t
    p1, p2 = block._p
    for i, line in enumerate(lines):
        t1[i], p1[i], t2[i], p2[i], t3[i] = [int(word) for word in line.split()]


def heats(blocks):
    for block in blocks:
        block._enthalpies(16)


def whole(blocks):
    for block in blocks:
        block.n = 16
        block.work_out()


def best_us(function, blocks):
    best = 1 << 29
    for _ in range(TURNS):
        start_us = time.ticks_us()
        for _ in range(AGAIN):
            function(blocks)
        best = min(best, time.ticks_diff(time.ticks_us(), start_us))
    return best


def main():
    at = load(sys.argv[2])
    blocks = [cycle.Cycle(at) for _ in range(BLOCKS)]
    count = ratios = heats_us = whole_us = 0
    with open(sys.argv[3]) as file:
        while True:
            for block in blocks:
                fill(block, [file.readline() for _ in range(16)])
            heats_us += best_us(heats, blocks)
            whole_us += best_us(whole, blocks)
            ratios += sum([block._found[4] for block in blocks])
            count += 16 * BLOCKS
            if count == int(sys.argv[4]):
                break
    scale = 1000 / (AGAIN * count)
    print("%.1f %d %.1f" % (heats_us * scale, ratios, whole_us * scale))


main()
