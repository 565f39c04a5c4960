"""Expressions: names, attributes, items, arithmetic, conditional values and the call itself.

Every operator goes through operate(), which tells the proof what it yields; a result is held
within 4 times the small ints, so that one complaint does not become a hundred.
"""

import ast
import inspect

from tools.intervals.arithmetic import ARITHMETIC, BUILTINS, narrowed
from tools.intervals.environment import abstract, attributes, hull, join
from tools.intervals.values import (
    HIGH,
    LOW,
    OPAQUE,
    Array,
    Bound,
    Interval,
    Object,
    Record,
    Table,
    Unknown,
)


class Expressions:
    """The part of a Frame that works values out; `_of_` and the kind of node name the method."""

    def value(self, node, env):
        handler = getattr(self, "_of_" + type(node).__name__, None)
        if handler is None:
            self.fail(node, f"{type(node).__name__} is not known")
        return handler(node, env)

    def _of_Constant(self, node, env):
        return abstract(node.value)

    def _of_Name(self, node, env):
        if node.id in env:
            return env[node.id]
        if node.id in self.proof.replace:
            return self.proof.replace[node.id]
        if node.id in self.source.names:
            return abstract(self.source.names[node.id])
        if node.id in BUILTINS:
            return BUILTINS[node.id]
        self.fail(node, f"{node.id} is not known here")

    def _of_Attribute(self, node, env):
        thing = self.value(node.value, env)
        if isinstance(thing, Object):
            if (thing, node.attr) in env:
                return env[thing, node.attr]
            if node.attr in thing.declared:
                return abstract(thing.declared[node.attr])
            if thing.kind and hasattr(thing.kind, node.attr):
                member = getattr(thing.kind, node.attr)
                if isinstance(member, property):
                    return self.called(node, Bound(thing, member.fget), [], {}, env)
                return Bound(thing, member) if callable(member) else abstract(member)
        if inspect.ismodule(thing):
            return abstract(getattr(thing, node.attr))
        self.fail(node, f"{ast.unparse(node)} is not declared")

    def _of_Tuple(self, node, env):
        return [self.value(part, env) for part in node.elts]

    _of_List = _of_Tuple

    def _of_Subscript(self, node, env):
        array, index = self.value(node.value, env), self.value(node.slice, env)
        if isinstance(array, Array):
            return array.item
        items = array.numbers if isinstance(array, Table) else array
        items = array.items if isinstance(array, Record) else items
        if not isinstance(items, (list, tuple)):
            self.fail(node, f"{ast.unparse(node.value)} has no known items")
        if not index.within(-len(items), len(items) - 1) or index.lo < 0 <= index.hi:
            self.proof.complain(self.source, node, f"{ast.unparse(node)}: index {index}")
            index = narrowed(index, ast.LtE, Interval(len(items) - 1)) or Interval(0)
            index = narrowed(index, ast.GtE, Interval(0)) or Interval(0)
        found = abstract(items[index.lo])
        for i in range(index.lo + 1, index.hi + 1):
            found = hull(found, abstract(items[i]))
        return found

    def _of_BinOp(self, node, env):
        return self.operate(node, self.value(node.left, env), self.value(node.right, env))

    def operate(self, node, a, b):
        if isinstance(a, list) and isinstance(node.op, ast.Mult) and b.lo == b.hi:
            self.proof.reached(self.source, node, b)
            return a * b.lo
        if not (isinstance(a, Interval) and isinstance(b, Interval)):
            if isinstance(node.op, ast.Mod) or OPAQUE in (a, b):
                self.fail(node, "arithmetic on what is not an int")
            self.fail(node, f"{ast.unparse(node)}: not two ints")
        if isinstance(node.op, (ast.FloorDiv, ast.Mod)) and b.lo <= 0 <= b.hi:
            self.proof.complain(self.source, node, f"{ast.unparse(node)} may divide by zero")
            b = narrowed(b, ast.GtE, Interval(1)) or Interval(b.lo, -1)
        operation = ARITHMETIC.get(type(node.op))
        if operation is None:
            self.fail(node, f"{type(node.op).__name__} is not known")
        try:
            value = operation(a, b)
        except Unknown as problem:
            self.fail(node, problem)
        if self._square(node):
            value = narrowed(value, ast.GtE, Interval(0))
        self.proof.reached(self.source, node, value)
        return Interval(*(max(4 * LOW, min(end, 4 * HIGH)) for end in (value.lo, value.hi)))

    def _square(self, node):
        """A name times itself is not negative."""
        return (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)
                and isinstance(node.left, (ast.Name, ast.Attribute))
                and ast.unparse(node.left) == ast.unparse(node.right))

    def _of_UnaryOp(self, node, env):
        if isinstance(node.op, ast.Not):
            yes, no = self.choose(node.operand, env)
            env.update(attributes(join(yes, no)))
            return Interval(int(yes is None), int(no is not None))
        value = self.value(node.operand, env)
        if isinstance(node.op, ast.UAdd):
            return value
        value = (Interval(-value.hi, -value.lo) if isinstance(node.op, ast.USub)
                 else Interval(~value.hi, ~value.lo))
        self.proof.reached(self.source, node, value)
        return value

    def _of_Compare(self, node, env):
        yes, no = self.choose(node, env)
        env.update(attributes(join(yes, no)))
        return Interval(int(no is None), int(yes is not None))

    def _of_BoolOp(self, node, env):
        """a and b is a where a is false, else b; the hull of what it can be."""
        found, wants, here, left = None, isinstance(node.op, ast.And), env, None
        for part in node.values:
            value = self.value(part, here)
            found = value if found is None else hull(found, value)
            yes, no = self.choose(part, here)
            here, done = (yes, no) if wants else (no, yes)
            left = join(left, done)
            if here is None:
                break
        env.update(attributes(join(left, here)))
        return found

    def _of_IfExp(self, node, env):
        yes, no = self.choose(node.test, env)
        values = [self.value(part, branch) for part, branch in
                  ((node.body, yes), (node.orelse, no)) if branch is not None]
        env.update(attributes(join(yes, no)))
        return values[0] if len(values) == 1 else hull(*values)

    def _of_Call(self, node, env):
        function = self.value(node.func, env)
        arguments = [self.value(a, env) for a in node.args]
        named = {k.arg: self.value(k.value, env) for k in node.keywords}
        return self.called(node, function, arguments, named, env)
