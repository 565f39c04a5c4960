"""A proof: what is run, and what was seen on the way.

Source is one function of the firmware, its tree and the names it can see; Proof runs functions
over intervals, collects complaints, and knows which arithmetic no run came to.
"""

import ast
import inspect
import pathlib
import textwrap

from tools.intervals.environment import hull
from tools.intervals.frame import Frame
from tools.intervals.values import HIGH, LOW

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def arithmetic_nodes(tree):
    """Every place where a number is worked out."""
    kinds, signs = (ast.BinOp, ast.AugAssign), (ast.USub, ast.Invert)
    return [n for n in ast.walk(tree) if isinstance(n, kinds)
            or (isinstance(n, ast.UnaryOp) and isinstance(n.op, signs))]


class Source:
    """A function's tree, with line numbers of its file, and the names it can see."""

    def __init__(self, function):
        function = inspect.unwrap(getattr(function, "__func__", function))
        lines, first = inspect.getsourcelines(function)
        self.tree = ast.parse(textwrap.dedent("".join(lines))).body[0]
        ast.increment_lineno(self.tree, first - 1)
        self.path = pathlib.Path(inspect.getsourcefile(function))
        self.name = f"{self.path.stem}.{function.__qualname__}"
        self.names = function.__globals__
        self.parameters = [a.arg for a in self.tree.args.args]
        defaults = function.__defaults__ or ()
        self.defaults = dict(zip(self.parameters[-len(defaults) :], defaults, strict=False))

    def where(self, node):
        path = self.path.relative_to(ROOT) if self.path.is_relative_to(ROOT) else self.path
        return f"{path}:{node.lineno}"


class Proof:
    """Runs functions over intervals and keeps what it saw.

    `replace` maps names that the source calls or reads, wherever it does, to abstract values:
    another table of coefficients, a Returns() for a call whose proof lies elsewhere.
    """

    def __init__(self, low=LOW, high=HIGH, replace=None):
        self.low, self.high, self.replace = low, high, replace or {}
        self.complaints, self.widest, self.products = [], {}, set()
        self._sources, self._reached, self._said = {}, set(), set()

    def source(self, function):
        key = inspect.unwrap(getattr(function, "__func__", function))
        if key not in self._sources:
            self._sources[key] = Source(key)
        return self._sources[key]

    def run(self, function, *arguments, **named):
        """The hull of what `function` returns; complaints are collected on the way."""
        return Frame(self, self.source(function)).call(arguments, named)

    def method(self, thing, name, *arguments):
        """Run a method of an Object: its attributes start, and must end, in their ranges."""
        return self.run(getattr(thing.kind, name), thing, *arguments)

    def cut(self, function, arguments, which, count):
        """run() for each of `count` pieces of argument number `which`, joined."""
        found = None
        for piece in arguments[which].pieces(count):
            result = self.run(function, *arguments[:which], piece, *arguments[which + 1 :])
            found = result if found is None else hull(found, result)
        return found

    def reached(self, source, node, value):
        self._reached.add((source.path, node.lineno, node.col_offset, type(node)))
        key = source.where(node)
        self.widest[key] = max(self.widest.get(key, 0), abs(value.lo), abs(value.hi))
        if isinstance(getattr(node, "op", None), (ast.Mult, ast.LShift)):
            self.products.add(key)
        if not value.within(self.low, self.high):
            self.complain(source, node, f"{ast.unparse(node)} is {value}")

    def complain(self, source, node, sentence):
        text = f"{source.where(node)}: {sentence}"
        if (key := (source.where(node), ast.unparse(node))) not in self._said:
            self._said.add(key)
            self.complaints.append(text)

    def unreached(self):
        """Arithmetic of the functions seen that no run evaluated: not proved."""
        return sorted(
            f"{s.where(n)}: {ast.unparse(n)}"
            for s in self._sources.values()
            for n in arithmetic_nodes(s.tree)
            if (s.path, n.lineno, n.col_offset, type(n)) not in self._reached
        )

    def functions(self):
        """[(name, arithmetic places, widest product or None)] of the functions seen."""
        found = []
        for s in sorted(self._sources.values(), key=lambda s: (str(s.path), s.tree.lineno)):
            nodes = arithmetic_nodes(s.tree)
            lines = {s.where(n) for n in nodes} & self.products
            if nodes:
                widest = max((self.widest[line] for line in lines), default=None)
                found.append((s.name, len(nodes), widest))
        return found
