"""Statements but for the loops: assignments, what they may store where, `if`, `return`, `raise`.

Each takes an environment and gives the next one, or None where the source does not go on.
"""

import ast

from tools.intervals.environment import join
from tools.intervals.values import OPAQUE, Array, Grows, Object, Record


def _loading(target):
    """The same place, read instead of written."""
    copy = ast.parse(ast.unparse(target), mode="eval").body
    return ast.copy_location(copy, target)


class Statements:
    """The part of a Frame that follows a block; a statement it does not know is no proof."""

    def block(self, statements, env):
        for statement in statements:
            if env is None:
                return None
            env = self.statement(statement, env)
        return env

    def statement(self, node, env):
        handler = getattr(self, "_" + type(node).__name__, None)
        if handler is None:
            self.fail(node, f"{type(node).__name__} is not known")
        return handler(node, dict(env))  # calls write the attributes they set into it

    def _Pass(self, node, env):
        return env

    _Global = _Import = _ImportFrom = _Pass

    def _Expr(self, node, env):
        if not isinstance(node.value, ast.Constant):
            self.value(node.value, env)
        return env

    def _Raise(self, node, env):
        return None

    def _Return(self, node, env):
        self.returned.append(self.value(node.value, env) if node.value else OPAQUE)
        self.left.append(env)

    def _Break(self, node, env):
        self.breaks.append(env)

    def _Continue(self, node, env):
        self.continues.append(env)

    def _Assign(self, node, env):
        value = self.value(node.value, env)
        for target in node.targets:
            env = self.assign(target, value, env)
        return env

    def _AugAssign(self, node, env):
        left = ast.copy_location(_loading(node.target), node)
        value = self.operate(node, self.value(left, env), self.value(node.value, env))
        return self.assign(node.target, value, env)

    def assign(self, target, value, env):
        if isinstance(target, ast.Name):
            return {**env, target.id: value}
        if isinstance(target, (ast.Tuple, ast.List)):
            if not isinstance(value, (list, tuple)) or len(value) != len(target.elts):
                self.fail(target, "cannot be unpacked")
            for part, item in zip(target.elts, value, strict=True):
                env = self.assign(part, item, env)
            return env
        if isinstance(target, ast.Attribute):
            thing = self.value(target.value, env)
            if not isinstance(thing, Object) or target.attr not in thing.declared:
                self.fail(target, f"{ast.unparse(target)} is not declared")
            return {**env, (thing, target.attr): value}
        return self._store(target, value, env)

    def _store(self, target, value, env):
        array, index = self.value(target.value, env), self.value(target.slice, env)
        if isinstance(array, Record):
            if not index.within(0, len(array.items) - 1):
                self.fail(target, f"index {index} of {len(array.items)}")
            holds = [item.end if isinstance(item, Grows) else item
                     for item in array.items[index.lo : index.hi + 1]]
        elif isinstance(array, Array):
            holds = [array.item]
        else:
            self.fail(target, "stored into what is not an Array")
        for item in holds:
            if not value.within(item.lo, item.hi):
                self.proof.complain(self.source, target,
                                    f"{ast.unparse(target)} is given {value}, holds {item}")
        return env

    def _If(self, node, env):
        yes, no = self.choose(node.test, env)
        yes = self.block(node.body, yes)
        no = self.block(node.orelse, no)
        return join(yes, no)
