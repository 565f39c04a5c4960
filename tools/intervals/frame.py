"""One call of a function, and calls out of it.

A Frame is put together of what each kind of syntax does: statements, loops, conditions and
expressions, a file each.  Here is how a call begins, how a call within a method shares the
attributes assigned so far, and what must hold when the outermost returns.
"""

import ast
import inspect

from tools.intervals.conditions import Conditions
from tools.intervals.environment import abstract, attributes, hull, join
from tools.intervals.expressions import Expressions
from tools.intervals.loops import Loops
from tools.intervals.statements import Statements
from tools.intervals.values import (
    OPAQUE,
    Bound,
    Grows,
    Interval,
    Native,
    Returns,
    Rises,
    Takes,
    Unknown,
)


class Frame(Statements, Loops, Conditions, Expressions):
    """One call: statements turn environments (name -> value) into environments or None."""

    def __init__(self, proof, source):
        self.proof, self.source = proof, source
        self.returned, self.left = [], []
        self.breaks, self.continues = [], []

    def fail(self, node, what):
        raise Unknown(f"{self.source.where(node)}: {what}")

    def call(self, arguments, named):
        names = self.source.parameters
        env = {k: abstract(v) for k, v in self.source.defaults.items()}
        env.update(zip(names, map(abstract, arguments), strict=False))
        env.update((k, abstract(v)) for k, v in named.items())
        if set(names) - set(env):
            raise Unknown(f"{self.source.tree.name}: nothing is given for "
                          f"{', '.join(sorted(set(names) - set(env)))}")
        fell = self.block(self.source.tree.body, env)
        if fell is not None:
            self.returned.append(OPAQUE)
            self.left.append(fell)
        for env in self.left:
            self._settle(env)
        value = self.returned[0] if self.returned else OPAQUE
        for other in self.returned[1:]:
            value = hull(value, other)
        return value

    def _settle(self, env):
        """Attributes that were assigned must be back in their declared ranges."""
        for key, value in env.items():
            if isinstance(key, tuple):
                thing, name = key
                declared = thing.declared.get(name)
                if isinstance(declared, Grows):
                    declared = declared.end
                if isinstance(declared, Interval) and not (
                    isinstance(value, Interval) and value.within(declared.lo, declared.hi)
                ):
                    self.proof.complain(self.source, self.source.tree,
                                        f"{name} ends as {value}, declared {declared}")

    def called(self, node, function, arguments, named, env):
        if isinstance(function, Returns):
            return function.value
        if isinstance(function, Takes):
            last = arguments[-len(function.ranges) :]
            for a, takes in zip(last, function.ranges, strict=True):
                if not a.within(takes.lo, takes.hi):
                    self.proof.complain(self.source, node, f"{ast.unparse(node)} is given {a}")
            return OPAQUE
        if isinstance(function, Rises):
            a, takes = arguments[0], function.takes
            if not a.within(takes.lo, takes.hi):
                self.proof.complain(self.source, node, f"{ast.unparse(node)} is given {a}")
                a = takes
            return Interval(function.function(a.lo), function.function(a.hi))
        if isinstance(function, Native):
            value = function.work(*arguments)
            self.proof.reached(self.source, node, value)  # abs(-2**30) is one too many
            return value
        if isinstance(function, Bound):
            arguments = [function.thing, *arguments]
            function = function.function
        if not inspect.isfunction(function):
            self.fail(node, f"{ast.unparse(node.func)} cannot be called here")
        inner = Frame(self.proof, self.proof.source(function))
        return inner.entered(attributes(env), arguments, named, env)

    def entered(self, shared, arguments, named, caller):
        """A call within a method: attributes assigned so far are seen, and come back changed."""
        names = self.source.parameters
        env = {k: abstract(v) for k, v in self.source.defaults.items()}
        env.update(zip(names, arguments, strict=False))
        env.update(named)
        env.update(shared)
        fell = self.block(self.source.tree.body, env)
        if fell is not None:
            self.returned.append(OPAQUE)
            self.left.append(fell)
        joined = None
        for left in self.left:
            joined = join(joined, left)
        caller.update(attributes(joined))
        value = self.returned[0] if self.returned else OPAQUE
        for other in self.returned[1:]:
            value = hull(value, other)
        return value
