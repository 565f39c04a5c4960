"""Makes the mutants of a source text: one change each, by the operators of Cosmic Ray."""

import ast
import re

import parso
from cosmic_ray import plugins
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator

_TABLES = ("OUTPUTS", "TRANSITIONS", "ROWS", "NOTES")
_IDENTITY = re.compile(r"_(Is|IsNot)$")


class Mutant:
    """source: the whole changed text; what: 'function: old line -> new line'."""

    def __init__(self, source, what):
        self.source, self.what = source, what


class LeaveOutRow(Operator):
    """A module-level table loses one of its rows."""

    def mutation_positions(self, node):
        for row in _rows(node):
            yield row.start_pos, row.end_pos

    def mutate(self, node, index):
        row = _rows(node)[index]
        elements = row.parent
        at = next(i for i, child in enumerate(elements.children) if child is row)
        del elements.children[at : at + 2]  # and its comma
        return node

    @classmethod
    def examples(cls):
        return ()


def _rows(node):
    """The rows of a table `NAME = (row, row, ...)`, empty for any other node."""
    if node.type != "expr_stmt" or getattr(node.children[0], "value", None) not in _TABLES:
        return []
    elements = node.children[2].children[1]
    if elements.type != "testlist_comp":
        return []
    return [child for child in elements.children if child.type == "atom"]


def _operators():
    """(name, operator) of all that need no arguments, but for identity of numbers."""
    for name in plugins.operator_names():
        made = plugins.get_operator(name)
        if not made.arguments() and not _IDENTITY.search(name):
            yield name, made()
    yield "LeaveOutRow", LeaveOutRow()


def mutants(source):
    """All mutants that differ from `source` and from each other as Python sees them."""
    made, seen = [], {_meaning(source)}
    tree = get_ast(source)
    for _, operator in _operators():
        count = sum(1 for node in ast_nodes(tree) for _ in operator.mutation_positions(node))
        for occurrence in range(count):
            changed = mutate_code(source, operator, occurrence)
            meaning = changed and _meaning(changed)
            if meaning and meaning not in seen:
                seen.add(meaning)
                made.append(Mutant(changed, _what(source, changed)))
    return made


def _meaning(source):
    """The syntax tree with constant arithmetic folded, or None when it is no Python."""
    try:
        return ast.dump(ast.parse(source))
    except SyntaxError:
        return None


def _what(source, changed):
    """One line that names the change and stays the same when lines move."""
    old, new = source.splitlines(), changed.splitlines()
    first = next(i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b)
    before = _short(old[first])
    after = _short(new[first]) if len(old) == len(new) else "(left out)"
    return f"{_where(source, first)}: {before} -> {after}"


def _short(text):
    return re.sub(r"\s+", " ", text).strip()


def _where(source, line):
    """The function or class method that holds the line, or the module."""
    node = parso.parse(source).get_leaf_for_position((line + 1, 99), include_prefixes=True)
    names = []
    while node is not None:
        if node.type in ("funcdef", "classdef"):
            names.append(node.name.value)
        node = node.parent
    return ".".join(reversed(names)) or "module"
