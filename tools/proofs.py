"""What tools.intervals is asked to prove of the refrigerant arithmetic, fluid by fluid.

The inputs are every int that a 32-bit array holds; the results must be what the firmware's
readers count on: enthalpies of 0..2**20 J/kg, saturation below 100 degC, or refused.
"""

from tools import accuracy  # also puts the firmware on the path
from tools.intervals import Array, Interval, Object, Proof, Table

ANY = Interval(-(2**30), 2**30 - 1)
H_Jpkg = Interval(0, 2**20)


def _edges(low, high, count=24):
    return [low + (high - low) * i // count for i in range(count + 1)]


def _finer_below(low, high, count=56):
    """Edges of one ratio: pressures, where the root bends most at the low end."""
    return [round(low * (high / low) ** (i / count)) for i in range(count + 1)]


def refrigerant(name, rows=None):
    """A Proof that has seen the kernels, saturation and methods of one fluid."""
    from heatpump import enthalpy
    from heatpump import refrigerant as module

    at = accuracy.refrigerant(name, rows or accuracy.shipped(name))
    table = Table(at.table)
    p_edges = _edges(at.table[1], at.table[2])
    t_edges = _edges(enthalpy.LIQUID_LOW_cC, enthalpy.LIQUID_HIGH_cC + 1)
    proof = Proof()
    many = Interval(0, 2**20)
    proof.run(enthalpy.vapour, table, Array(ANY), Array(ANY, p_edges), Array(H_Jpkg), many)
    proof.run(enthalpy.liquid, table, Array(ANY, t_edges), Array(ANY), Array(H_Jpkg), many)
    _methods(proof, module.Refrigerant, at, table)
    return proof


def _methods(proof, kind, at, table):
    one = Array(ANY)
    thing = Object(kind, table=table, _dew=Table(at._dew), _bubble=Table(at._bubble),
                   _t=one, _p=one, _h=Array(H_Jpkg))
    saturated = Interval(-27315, 10000)  # what intervals can show; in truth below 6710
    p_edges = _finer_below(at.table[1], at.table[2])
    for low, high in zip([ANY.lo, *p_edges], [*p_edges, ANY.hi + 1], strict=True):
        p_Pa = Interval(low, high - 1)
        for method in ("t_dew_cC", "t_bubble_cC"):
            found = proof.method(thing, method, p_Pa)
            if not found.within(saturated.lo, saturated.hi):
                source = proof.source(getattr(kind, method))
                proof.complain(source, source.tree, f"{method}({p_Pa}) is {found}")
