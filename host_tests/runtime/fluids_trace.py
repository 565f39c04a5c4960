"""Refrigerant arithmetic to compare between interpreters: prints a line of sums for each fluid.

    INTERPRETER host_tests/runtime/fluids_trace.py

A grid over the whole range and beyond it, through the methods and through the block kernels.
"""

import sys

if sys.implementation.name == "cpython":
    sys.path[:0] = ["firmware", "host_tests/cpython"]
else:
    sys.path[:] = ["firmware", ".frozen"]

from array import array

from heatpump.enthalpy import liquid, vapour
from heatpump.refrigerant import load

FLUIDS = ("R290", "R32", "R410A", "R134a", "R454B", "R1234yf", "R407C")
EXTREMES = (-(1 << 30), -70000, -4001, -1, 0, 32768, 65536 + 2000, (1 << 30) - 1)
MODULUS = 1000003


def mixed(total, value):
    return (total * 31 + value) % MODULUS


def methods(at):
    total = 0
    p_Pa = at.table[1] - 1000
    while p_Pa < at.table[2] + 2000:
        total = mixed(mixed(total, at.t_dew_cC(p_Pa)), at.t_bubble_cC(p_Pa))
        for t_cC in range(-4500, 14000, 977):
            total = mixed(mixed(total, at.h_vapour(t_cC, p_Pa)), at.h_liquid(t_cC, p_Pa))
        p_Pa += p_Pa // 37 + 1
    for t_cC in EXTREMES:
        for p_Pa in EXTREMES:
            total = mixed(mixed(total, at.h_vapour(t_cC, p_Pa)), at.h_liquid(t_cC, p_Pa))
            total = mixed(total, at.t_dew_cC(p_Pa))
    return total


def blocks(at):
    t_cC = array("i", range(-3000, 13000, 250))
    p_Pa = array("i", [at.table[1] + i * 9973 for i in range(len(t_cC))])
    h_Jpkg = array("i", [-1] * len(t_cC))
    total = 0
    for kernel in (vapour, liquid):
        kernel(at.table, t_cC, p_Pa, h_Jpkg, len(t_cC))
        for h in h_Jpkg:
            total = mixed(total, h)
    return total


for name in FLUIDS:
    at = load(name)
    print(name, methods(at), blocks(at))
