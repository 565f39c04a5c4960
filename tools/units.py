"""Read the unit off every name and refuse to add metres to seconds.

    python -m tools.units [PATH ...]        (default: firmware boards)

The unit is the last word of a name: `t_coil_cC`, `elapsed_ms`, `valve_q10`.  What must agree:
sums, differences, remainders, comparisons, `min`/`max`, branches of a conditional, what is
assigned, returned from a function whose name ends in a unit, or passed to a parameter that
does, where the function stands in the same file.

A temperature is a point (`cC`, `C`) or a difference (`cK`, `K`): point - point is a difference,
point + difference a point, and two points are never added.  Products with a known meaning are
followed: `W * s` is `J`, `ms // 1000` is `s`, `C + 273.15` is `K`; all others lose their unit,
and the reader takes over.  A line that knows better says why: `# units: <reason>`.

Exit 0: all agree.  1: complaints, one a line.  2: a path that cannot be read.
"""

import ast
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

UNITS = set(
    "cC cK C K Pa kPa uPa bar uV mV V uA mA A W kW J kJ MJ Wh kWh mWh s ms us min h kg g gps kgps"
    " gpkg kgpkg Jpkg JpkgK WpK JpK ohm kohm m mm m2 m3 m3ps pct permille ppm rm Hz dHz mHz rpm"
    " Wpm2 Kps Paps".split()
)
_SCALED = re.compile(r"q\d+$")

# point temperatures and the differences that belong to them
_DIFFERENCE = {"cC": "cK", "C": "K"}
_POINT = {difference: point for point, difference in _DIFFERENCE.items()}

# unit, literal factor -> unit; a division reads the row backwards
_FACTORS = {
    ("s", 1000): "ms", ("ms", 1000): "us", ("min", 60): "s", ("h", 60): "min", ("h", 3600): "s",
    ("kPa", 1000): "Pa", ("bar", 100): "kPa", ("bar", 100000): "Pa",
    ("mV", 1000): "uV", ("V", 1000): "mV", ("V", 1000000): "uV", ("A", 1000): "mA",
    ("C", 100): "cC", ("K", 100): "cK", ("kW", 1000): "W", ("kJ", 1000): "J",
    ("Wh", 3600): "J", ("kWh", 1000): "Wh", ("Wh", 1000): "mWh",
    ("kgps", 1000): "gps", ("kg", 1000): "g", ("pct", 10): "permille", ("kohm", 1000): "ohm",
    ("m", 1000): "mm",
}  # fmt: skip
_PRODUCTS = {("W", "s"): "J", ("WpK", "K"): "W", ("JpK", "K"): "J", ("kgps", "s"): "kg",
             ("gps", "s"): "g", ("W", "h"): "Wh", ("V", "A"): "W", ("kg", "Jpkg"): "J",
             ("kgps", "Jpkg"): "W", ("Kps", "s"): "K", ("Paps", "s"): "Pa"}  # fmt: skip
_THROUGH = {"abs", "int", "float", "const", "round", "sum", "sorted"}  # keep their argument's unit
_ALIKE = {"min", "max", "clamp"}  # all arguments and the result agree


def suffix(name):
    """The unit at the end of `name`, or None."""
    head, bar, tail = name.rpartition("_")
    return tail if bar and head and (tail in UNITS or _SCALED.match(tail)) else None


def _number(node):
    """The value of a literal number, through a minus sign; else None."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        node = node.operand
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return node.value
    return None


def _scaled(unit, factor, divide):
    """The unit after multiplying by (or dividing by) a literal, None when it cannot be told."""
    if 1 <= factor < 10 and factor == int(factor):
        # half of a time is a time, but twice a point on the thermometer is nothing
        return None if unit in _DIFFERENCE and factor > 1 else unit
    for (low, by), high in _FACTORS.items():
        if by == factor and (high if divide else low) == unit:
            return low if divide else high
    return None


class _Checker(ast.NodeVisitor):
    """Walks one file.  `unit(node)` tells the unit of an expression and complains on the way."""

    def __init__(self, path, tree, excused):
        self._path, self._excused = path, excused
        self._functions = {
            node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)
        }
        self._returns = []
        self.complaints = set()
        self.visit(tree)

    def _complain(self, node, what):
        if node.lineno not in self._excused:
            self.complaints.add((node.lineno, f"{self._path}:{node.lineno}: {what}"))

    def _agree(self, node, first, second, how):
        if first and second and first != second:
            self._complain(node, f"{first} {how} {second}")

    # --- the unit of an expression ---

    def unit(self, node):
        if isinstance(node, ast.Name):
            return suffix(node.id)
        if isinstance(node, ast.Attribute):
            return suffix(node.attr)
        if isinstance(node, (ast.Subscript, ast.Starred)):
            return self.unit(node.value)
        if isinstance(node, ast.UnaryOp):
            return None if isinstance(node.op, ast.Not) else self.unit(node.operand)
        if isinstance(node, ast.BinOp):
            return self._of_arithmetic(node)
        if isinstance(node, ast.Call):
            return self._of_call(node)
        if isinstance(node, ast.IfExp):
            return self._same(node, (node.body, node.orelse), "or")
        if isinstance(node, (ast.List, ast.Tuple)) and node.elts:
            units = {self.unit(x) for x in node.elts}
            return units.pop() if len(units) == 1 else None
        return None

    def _same(self, node, parts, how):
        known = None
        for part in parts:
            unit = self.unit(part)
            self._agree(node, known, unit, how)
            known = known or unit
        return known

    def _of_call(self, node):
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
        if name in _ALIKE:
            return self._same(node, node.args, "against")
        if name in _THROUGH and node.args:
            return self.unit(node.args[0])
        return suffix(name)

    def _of_arithmetic(self, node):
        left, right = self.unit(node.left), self.unit(node.right)
        if isinstance(node.op, (ast.Add, ast.Sub)):
            return self._of_sum(node, left, right)
        if isinstance(node.op, ast.Mod):
            if not isinstance(node.left, ast.Constant):  # a % of a string is a format
                self._agree(node, left, right, "%")
            return left
        if isinstance(node.op, ast.Mult):
            return self._of_product(node, left, right)
        if isinstance(node.op, (ast.Div, ast.FloorDiv)):
            return self._of_quotient(node, left, right)
        return None

    def _of_sum(self, node, left, right):
        minus = isinstance(node.op, ast.Sub)
        if _number(node.right) == 273.15 and left in ("C", "K"):
            return "C" if minus else "K"
        if left is None or right is None:
            return left or right
        if minus and left == right:
            return _DIFFERENCE.get(left, left)
        if _DIFFERENCE.get(left) == right:
            return left
        if not minus and _POINT.get(left) == right:
            return right
        if left != right or left in _DIFFERENCE:
            self._complain(node, f"{left} {'-' if minus else '+'} {right}")
        return left

    def _of_product(self, node, left, right):
        for unit, other in ((left, node.right), (right, node.left)):
            factor = _number(other)
            if unit and factor is not None:
                return _scaled(unit, factor, divide=False)
        return _PRODUCTS.get((left, right)) or _PRODUCTS.get((right, left))

    def _of_quotient(self, node, left, right):
        factor = _number(node.right)
        if left and factor:
            return _scaled(left, factor, divide=True)
        for (one, other), product in _PRODUCTS.items():
            if left == product and right in (one, other):
                return other if right == one else one
        return None

    # --- where units must agree ---

    def visit_BinOp(self, node):
        self.unit(node)
        self.generic_visit(node)

    def visit_IfExp(self, node):
        self.unit(node)
        self.generic_visit(node)

    def visit_Compare(self, node):
        left = node.left
        for op, right in zip(node.ops, node.comparators, strict=True):
            if isinstance(op, (ast.Lt, ast.Gt, ast.LtE, ast.GtE, ast.Eq, ast.NotEq)):
                self._agree(node, self.unit(left), self.unit(right), "compared with")
            left = right
        self.generic_visit(node)

    def visit_Assign(self, node):
        for target in node.targets:
            self._assigned(node, target, node.value)
        self.generic_visit(node)

    def _assigned(self, node, target, value):
        pair = isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
        if pair and len(target.elts) == len(value.elts):
            for one, other in zip(target.elts, value.elts, strict=True):
                self._assigned(node, one, other)
        elif not isinstance(target, ast.Tuple):
            self._agree(node, self.unit(target), self.unit(value), "assigned from")

    def visit_AugAssign(self, node):
        if isinstance(node.op, (ast.Add, ast.Sub)):
            combined = ast.copy_location(ast.BinOp(node.target, node.op, node.value), node)
            self._agree(node, self.unit(node.target), self.unit(combined), "assigned from")
        self.generic_visit(node)

    def visit_For(self, node):
        if isinstance(node.target, (ast.Name, ast.Attribute)):
            self._agree(node, self.unit(node.target), self.unit(node.iter), "taken from")
        self.generic_visit(node)

    def visit_FunctionDef(self, node):
        self._returns.append(suffix(node.name))
        tail = node.args.args[len(node.args.args) - len(node.args.defaults) :]
        for parameter, default in zip(tail, node.args.defaults, strict=True):
            self._agree(node, suffix(parameter.arg), self.unit(default), "defaults to")
        self.generic_visit(node)
        self._returns.pop()

    def visit_Return(self, node):
        if node.value is not None and self._returns:
            self._agree(node, self._returns[-1], self.unit(node.value), "returns")
        self.generic_visit(node)

    def visit_Call(self, node):
        self.unit(node)
        for keyword in node.keywords:
            if keyword.arg:
                self._agree(node, suffix(keyword.arg), self.unit(keyword.value), "passed")
        self._positional(node)
        self.generic_visit(node)

    def _positional(self, node):
        """Arguments against parameters of a function of this file, found by its name."""
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
        function = self._functions.get(name)
        if function is None or any(isinstance(x, ast.Starred) for x in node.args):
            return
        parameters = [x.arg for x in function.args.args]
        if parameters[:1] == ["self"]:
            parameters = parameters[1:]
        for parameter, value in zip(parameters, node.args, strict=False):
            self._agree(node, suffix(parameter), self.unit(value), "passed")


def check_text(text, path="<text>"):
    """Complaints about one source text, in the order of its lines."""
    lines = text.splitlines()
    excused = {n for n, line in enumerate(lines, 1) if re.search(r"# units: \S", line)}
    return [what for _, what in sorted(_Checker(path, ast.parse(text), excused).complaints)]


def main(arguments=None):
    arguments = sys.argv[1:] if arguments is None else arguments
    if "-h" in arguments or "--help" in arguments:
        print(__doc__)
        return 0
    roots = [Path(x) for x in arguments] or [ROOT / "firmware", ROOT / "boards"]
    for root in roots:
        if not root.exists():
            print(f"path: {root} is not there")
            return 2
    files = [f for r in roots for f in ([r] if r.is_file() else sorted(r.rglob("*.py")))]
    complaints = []
    for file in files:
        shown = file.relative_to(ROOT) if file.is_relative_to(ROOT) else file
        complaints += check_text(file.read_text(), shown)
    print("\n".join(complaints) or f"{len(files)} files, all units agree")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
