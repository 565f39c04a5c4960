"""The estimator's kernels in C, translated from the shipped source: the yardstick of speed.

Knows what those functions use and raises on anything else.  What MicroPython needs and C does
not is left out: the bias on the table, the sign extension.  Python's // is C's / because the
proof (tools/intervals/) has both operands positive.
"""

import ast
import inspect
import textwrap

_BINARY = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.FloorDiv: "/", ast.LShift: "<<",
           ast.RShift: ">>"}  # fmt: skip
_COMPARED = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==",
             ast.NotEq: "!="}  # fmt: skip


class _Translator:
    def __init__(self, function):
        source = textwrap.dedent(inspect.getsource(function))
        self.tree = ast.parse(source).body[0]
        self.names = function.__globals__
        self.arrays = {n.value.id for n in ast.walk(self.tree) if isinstance(n, ast.Subscript)}

    def function(self):
        parameters = [a.arg for a in self.tree.args.args]
        shown = ", ".join(f"int *restrict {p}" if p in self.arrays else f"int {p}"
                          for p in parameters)
        stored = {n.id for n in ast.walk(self.tree)
                  if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        names = sorted(stored - set(parameters))
        body = [f"static void {self.tree.name}({shown})", "{", f"    int {', '.join(names)};"]
        return "\n".join([*body, *self.block(self.tree.body, 1), "}"])

    def block(self, statements, depth):
        lines = []
        for statement in statements:
            lines += ["    " * depth + line for line in self.statement(statement)]
        return lines

    def statement(self, node):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            return []
        if isinstance(node, ast.Assign):
            targets = " = ".join(self.value(t) for t in node.targets)
            return [f"{targets} = {self.value(node.value)};"]
        if isinstance(node, ast.AugAssign):
            sign = _BINARY[type(node.op)]
            return [f"{self.value(node.target)} {sign}= {self.value(node.value)};"]
        if isinstance(node, ast.If):
            lines = [f"if ({self.value(node.test)}) {{", *self.block(node.body, 1), "}"]
            if node.orelse:
                lines[-1] = "} else {"
                lines += [*self.block(node.orelse, 1), "}"]
            return lines
        if isinstance(node, ast.While):
            return [f"while ({self.value(node.test)}) {{", *self.block(node.body, 1), "}"]
        if isinstance(node, ast.For):
            i, end = node.target.id, self.value(node.iter.args[0])
            return [f"for ({i} = 0; {i} < {end}; {i}++) {{", *self.block(node.body, 1), "}"]
        raise ValueError(f"no C for {ast.unparse(node)}")

    def value(self, node):
        if isinstance(node, ast.Constant):
            return str(node.value)
        if isinstance(node, ast.Name):
            if node.id in self.names and isinstance(self.names[node.id], int):
                return f"({self.names[node.id]})"
            return node.id
        if isinstance(node, ast.Subscript):
            return f"{node.value.id}[{self.value(node.slice)}]"
        if isinstance(node, ast.BinOp):
            return self.arithmetic(node)
        if isinstance(node, ast.Compare):
            terms = [node.left, *node.comparators]
            return "(" + " && ".join(
                f"{self.value(a)} {_COMPARED[type(op)]} {self.value(b)}"
                for a, op, b in zip(terms[:-1], node.ops, terms[1:], strict=True)) + ")"
        if isinstance(node, ast.BoolOp):
            sign = " && " if isinstance(node.op, ast.And) else " || "
            return "(" + sign.join(self.value(v) for v in node.values) + ")"
        raise ValueError(f"no C for {ast.unparse(node)}")

    def arithmetic(self, node):
        if isinstance(node.right, ast.Name) and node.right.id in ("BIAS", "wide"):
            return self.value(node.left)
        sign = _BINARY[type(node.op)]
        return f"({self.value(node.left)} {sign} {self.value(node.right)})"


_MAIN = """
#include <stdio.h>
#include <time.h>

%(functions)s

static int k[64], t1[N], p1[N], t2[N], p2[N], t3[N], h1[B], h2[B], h3[B], found[5];

int main(void)
{
    double best = 1e9;
    long sum = 0;
    for (int i = 0; i < K; i++) if (scanf("%%d", k + i) != 1) return 1;
    for (int i = 0; i < N; i++)
        if (scanf("%%d%%d%%d%%d%%d", t1 + i, p1 + i, t2 + i, p2 + i, t3 + i) != 5) return 1;
    for (int turn = 0; turn < 400; turn++) {
        struct timespec a, b;
        sum = 0;
        clock_gettime(CLOCK_MONOTONIC, &a);
        for (int i = 0; i < N; i += B) {
            vapour(k, t1 + i, p1 + i, h1, B);
            vapour(k, t2 + i, p2 + i, h2, B);
            liquid(k, t3 + i, p2 + i, h3, B);
            _balance(h1, h2, h3, B, found);
            sum += found[4];
        }
        clock_gettime(CLOCK_MONOTONIC, &b);
        double ns = (b.tv_sec - a.tv_sec) * 1e9 + (b.tv_nsec - a.tv_nsec);
        if (ns < best) best = ns;
    }
    printf("%%.3f %%ld\\n", best / N, sum);
    return 0;
}
"""


def program(functions, points, block, table_length):
    """The C source of a program that times the functions over points read from stdin."""
    text = _MAIN % {"functions": "\n\n".join(_Translator(f).function() for f in functions)}
    return f"#define N {points}\n#define B {block}\n#define K {table_length}\n" + text
