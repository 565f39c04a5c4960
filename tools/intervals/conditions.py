"""Conditions: the environment where a test holds, and the one where it does not.

A comparison narrows the name or the attribute on either side of it; `and`, `or`, `not` and chains
of comparisons are taken apart.  What cannot be is None, and is then not followed.
"""

import ast

from tools.intervals.arithmetic import CERTAIN, INVERSE, MIRROR, narrowed
from tools.intervals.environment import join
from tools.intervals.values import Interval, Object


class Conditions:
    """The part of a Frame that tells what a test proves."""

    def choose(self, test, env):
        """(env where test holds, env where it does not), None for what cannot be."""
        if isinstance(test, ast.BoolOp):
            return self._all(test.values, env) if isinstance(test.op, ast.And) else (
                self._any(test.values, env))
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            yes, no = self.choose(test.operand, env)
            return no, yes
        if isinstance(test, ast.Compare):
            return self._compared(test, env)
        value = self.value(test, env)
        if not isinstance(value, Interval):
            return env, dict(env)
        zero = Interval(0)
        return (self._narrow(test, ast.NotEq, zero, value, env),
                self._narrow(test, ast.Eq, zero, value, env))

    def _all(self, tests, env):
        no = None
        for test in tests:
            if env is None:
                break
            env, failed = self.choose(test, env)
            no = join(no, failed)
        return env, no

    def _any(self, tests, env):
        yes = None
        for test in tests:
            if env is None:
                break
            held, env = self.choose(test, env)
            yes = join(yes, held)
        return yes, env

    def _compared(self, test, env):
        left, no = test.left, None
        for operation, right in zip(test.ops, test.comparators, strict=True):
            if env is None:
                break
            if type(operation) not in CERTAIN:  # is, in: nothing is learnt
                self.value(left, env)
                self.value(right, env)
                return env, join(no, dict(env))
            a, b = self.value(left, env), self.value(right, env)
            if not (isinstance(a, Interval) and isinstance(b, Interval)):
                return env, join(no, dict(env))
            relation = type(operation)
            failed = self._related(left, INVERSE[relation], right, a, b, env)
            no = join(no, failed)
            env = self._related(left, relation, right, a, b, env)
            left = right
        return env, no

    def _related(self, left, relation, right, a, b, env):
        env = self._narrow(left, relation, b, a, env)
        return env and self._narrow(right, MIRROR[relation], a, b, env)

    def _narrow(self, node, relation, other, value, env):
        part = narrowed(value, relation, other)
        if part is None:
            return None
        if isinstance(node, ast.Name) and node.id in env:
            return {**env, node.id: part}
        if isinstance(node, ast.Attribute):
            thing = self.value(node.value, env)
            if isinstance(thing, Object) and node.attr in thing.declared:
                return {**env, (thing, node.attr): part}
        return dict(env)
