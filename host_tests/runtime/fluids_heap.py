"""On a real 32-bit MicroPython: 10,000 evaluations of each property without a byte of heap.

    micropython32 host_tests/runtime/fluids_heap.py

Prints what was done; ends with a MemoryError at the first allocation.
"""

import sys

sys.path[:] = ["firmware", ".frozen"]

from array import array  # noqa: E402

import micropython  # noqa: E402
from heatpump.enthalpy import liquid, vapour  # noqa: E402
from heatpump.refrigerant import load  # noqa: E402

EVALUATIONS = 10000
BLOCK = 16


def singles(at, count):
    p_low_Pa = at.table[1]
    t_cC = -5000
    p_Pa = p_low_Pa - 5000
    while count:
        at.h_vapour(t_cC, p_Pa)
        at.h_liquid(t_cC, p_Pa)
        at.t_dew_cC(p_Pa)
        at.t_bubble_cC(p_Pa)
        t_cC += 7
        if t_cC > 14000:
            t_cC = -5000
        p_Pa += 1013
        if p_Pa > 5000000:
            p_Pa = p_low_Pa
        count -= 1


def in_blocks(at, t_cC, p_Pa, h_Jpkg, count):
    while count > 0:
        vapour(at.table, t_cC, p_Pa, h_Jpkg, BLOCK)
        liquid(at.table, t_cC, p_Pa, h_Jpkg, BLOCK)
        count -= BLOCK


def main():
    at = load("R454B")
    t_cC = array("i", range(-2000, 6000, 500))
    p_Pa = array("i", range(200000, 3400000, 200000))
    h_Jpkg = array("i", [0] * BLOCK)
    micropython.heap_lock()
    try:
        singles(at, EVALUATIONS)
        in_blocks(at, t_cC, p_Pa, h_Jpkg, EVALUATIONS)
    finally:
        micropython.heap_unlock()
    print("%d evaluations, 0 heap bytes" % EVALUATIONS)


main()
