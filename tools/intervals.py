"""Prove that no intermediate of a firmware function leaves the small ints, [-2**30, 2**30).

    python -m tools.intervals     every fluid's kernels, the estimator, the account of energy

The proof runs the shipped source: an interpreter of Python's syntax tree in which every value is
an interval.  It follows assignments, conditions (which narrow what they compare), calls into
other firmware functions, methods and attributes, `for` over a range and `while`; anything it does
not know is an error, never a pass.  What it finds is an over-approximation: silence is a proof.

    proof = Proof()
    proof.run(fixed.isqrt, Interval(0, 2**30 - 1))       -> Interval of what it returns
    proof.complaints    sentences: file, line, what left which range
    proof.unreached()   arithmetic in the functions seen that no run came to

Where intervals forget too much (x - x is not 0), inputs are cut: `proof.cut(...)` joins the runs
over pieces of one argument, and an Array may be cut into pieces, one loop turn seeing one piece.
Exit 0 proved, 1 not.
"""

import ast
import inspect
import itertools
import pathlib
import sys
import textwrap

ROOT = pathlib.Path(__file__).resolve().parent.parent
LOW, HIGH = -(2**30), 2**30 - 1
_TURNS = 70  # a loop of more turns than this is widened instead of unrolled


class Unknown(Exception):
    """The source uses something the interpreter does not know: no proof."""


class Interval:
    """All ints from lo to hi.  Booleans are 0 and 1."""

    __slots__ = ("hi", "lo")

    def __init__(self, lo, hi=None):
        self.lo, self.hi = lo, lo if hi is None else hi

    def __repr__(self):
        return f"{self.lo}..{self.hi}"

    def __eq__(self, other):
        return isinstance(other, Interval) and (self.lo, self.hi) == (other.lo, other.hi)

    __hash__ = None

    def within(self, lo, hi):
        return lo <= self.lo and self.hi <= hi

    def pieces(self, count):
        """The interval cut into `count` of nearly one width."""
        edges = [self.lo + (self.hi + 1 - self.lo) * i // count for i in range(count + 1)]
        return [Interval(a, b - 1) for a, b in itertools.pairwise(edges) if a < b]


class Array:
    """An array whose items all lie in `item`, which is also all that may be stored in it.

    With `cuts`, ints inside `item`, a loop turn sees the piece between two of them at a time.
    sum(), len() and `for x in` want to know its `length`.
    """

    def __init__(self, item, cuts=(), length=None):
        self.item, self.length = item, length
        edges = [item.lo, *sorted(c for c in set(cuts) if item.lo < c <= item.hi), item.hi + 1]
        self.pieces = [Interval(a, b - 1) for a, b in itertools.pairwise(edges)]


class Table:
    """An array of known numbers that is only read."""

    def __init__(self, numbers):
        self.numbers = list(numbers)


class Record:
    """A list or array each of whose items has its own range: may be read and stored into."""

    def __init__(self, *items):
        self.items = list(items)


class Grows:
    """An attribute that begins a method in `start` and must end it in `end`, which is wider.

    For sums whose bound is one of time: n turns of at most r each are at most n r.
    """

    def __init__(self, start, end):
        self.start, self.end = start, end


class Object:
    """An instance: its class (for methods) and its attributes, each with a declared range.

    A method may assign an attribute anything while it runs; when it returns, the attribute must
    be back in its declared range.  What others assign in between is therefore covered.
    """

    def __init__(self, kind=None, **attributes):
        self.kind, self.declared = kind, attributes


class Returns:
    """A function that is proved elsewhere, or lies outside: whatever it is given, this."""

    def __init__(self, value):
        self.value = value


class Takes:
    """A function that is proved elsewhere for last arguments of these ranges only."""

    def __init__(self, *ranges):
        self.ranges = ranges


class Rises:
    """A function of one int that is proved elsewhere and never falls as its argument grows."""

    def __init__(self, function, takes):
        self.function, self.takes = function, takes


class _Opaque:
    """None, a string, a float nobody computes with."""


OPAQUE = _Opaque()


def _hull(a, b):
    if isinstance(a, Interval) and isinstance(b, Interval):
        return Interval(min(a.lo, b.lo), max(a.hi, b.hi))
    if a is b or (isinstance(a, (Table, Array, Record)) and type(a) is type(b)):
        return a
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)) and len(a) == len(b):
        return [_hull(x, y) for x, y in zip(a, b, strict=True)]
    return OPAQUE


def _join(a, b):
    """The environment after two branches: names that both know, attributes that either set."""
    if a is None or b is None:
        return a if b is None else b
    joined = {k: _hull(v, b[k]) for k, v in a.items() if k in b}
    for one, other in ((a, b), (b, a)):
        for key, value in one.items():
            if isinstance(key, tuple) and key not in other:
                thing, name = key
                joined[key] = _hull(value, _abstract(thing.declared[name]))
    return joined


def _attributes(env):
    return {k: v for k, v in (env or {}).items() if isinstance(k, tuple)}


def _same(a, b):
    return a.keys() == b.keys() and all(
        v == b[k] if isinstance(v, Interval) else isinstance(b[k], type(v)) for k, v in a.items()
    )


def _corners(operate, a, b):
    found = [operate(x, y) for x in (a.lo, a.hi) for y in (b.lo, b.hi)]
    return Interval(min(found), max(found))


def _floordiv(a, b):
    return _corners(lambda x, y: x // y, a, b)


def _mod(a, b):
    if b.lo > 0:
        if b.lo == b.hi and a.lo // b.lo == a.hi // b.lo:
            return Interval(a.lo % b.lo, a.hi % b.lo)
        return Interval(0, min(b.hi - 1, a.hi) if a.lo >= 0 else b.hi - 1)
    return Interval(b.lo + 1, 0) if b.hi < 0 else Interval(b.lo + 1, b.hi - 1)


def _and(a, b):
    if a.lo == a.hi and b.lo == b.hi:
        return Interval(a.lo & b.lo)
    highs = [v.hi for v in (a, b) if v.lo >= 0]
    if not highs:
        raise Unknown("& of two that may be negative")
    return Interval(0, min(highs))


def _or(a, b):
    if a.lo < 0 or b.lo < 0:
        raise Unknown("| of what may be negative")
    return Interval(max(a.lo, b.lo), (1 << max(a.hi, b.hi).bit_length()) - 1)


def _xor(a, b):
    return Interval(0, _or(a, b).hi)


def _shift_left(a, b):
    if not b.within(0, 31):
        raise Unknown(f"<< by {b}")
    return _corners(lambda x, y: x << y, a, b)


def _shift_right(a, b):
    if not b.within(0, 63):
        raise Unknown(f">> by {b}")
    return _corners(lambda x, y: x >> y, a, b)


_ARITHMETIC = {
    ast.Add: lambda a, b: Interval(a.lo + b.lo, a.hi + b.hi),
    ast.Sub: lambda a, b: Interval(a.lo - b.hi, a.hi - b.lo),
    ast.Mult: lambda a, b: _corners(lambda x, y: x * y, a, b),
    ast.FloorDiv: _floordiv,
    ast.Mod: _mod,
    ast.BitAnd: _and,
    ast.BitOr: _or,
    ast.BitXor: _xor,
    ast.LShift: _shift_left,
    ast.RShift: _shift_right,
}
_CERTAIN = {  # when a comparison of two intervals must hold
    ast.Lt: lambda a, b: a.hi < b.lo,
    ast.LtE: lambda a, b: a.hi <= b.lo,
    ast.Gt: lambda a, b: a.lo > b.hi,
    ast.GtE: lambda a, b: a.lo >= b.hi,
    ast.Eq: lambda a, b: a.lo == a.hi == b.lo == b.hi,
    ast.NotEq: lambda a, b: a.hi < b.lo or a.lo > b.hi,
}
_INVERSE = {ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.Gt: ast.LtE, ast.GtE: ast.Lt,
            ast.Eq: ast.NotEq, ast.NotEq: ast.Eq}  # fmt: skip
_MIRROR = {ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE,
           ast.Eq: ast.Eq, ast.NotEq: ast.NotEq}  # fmt: skip


def _narrowed(a, relation, b):
    """The part of a that can stand in the relation to some of b; None where none can."""
    lo, hi = a.lo, a.hi
    if relation is ast.Lt:
        hi = min(hi, b.hi - 1)
    elif relation is ast.LtE:
        hi = min(hi, b.hi)
    elif relation is ast.Gt:
        lo = max(lo, b.lo + 1)
    elif relation is ast.GtE:
        lo = max(lo, b.lo)
    elif relation is ast.Eq:
        lo, hi = max(lo, b.lo), min(hi, b.hi)
    elif b.lo == b.hi:  # !=
        lo, hi = lo + (lo == b.lo), hi - (hi == b.lo)
    return Interval(lo, hi) if lo <= hi else None


def _arithmetic_nodes(tree):
    """Every place where a number is worked out."""
    kinds, signs = (ast.BinOp, ast.AugAssign), (ast.USub, ast.Invert)
    return [n for n in ast.walk(tree) if isinstance(n, kinds)
            or (isinstance(n, ast.UnaryOp) and isinstance(n.op, signs))]


class _Source:
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
            self._sources[key] = _Source(key)
        return self._sources[key]

    def run(self, function, *arguments, **named):
        """The hull of what `function` returns; complaints are collected on the way."""
        return _Frame(self, self.source(function)).call(arguments, named)

    def method(self, thing, name, *arguments):
        """Run a method of an Object: its attributes start, and must end, in their ranges."""
        return self.run(getattr(thing.kind, name), thing, *arguments)

    def cut(self, function, arguments, which, count):
        """run() for each of `count` pieces of argument number `which`, joined."""
        found = None
        for piece in arguments[which].pieces(count):
            result = self.run(function, *arguments[:which], piece, *arguments[which + 1 :])
            found = result if found is None else _hull(found, result)
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
            for n in _arithmetic_nodes(s.tree)
            if (s.path, n.lineno, n.col_offset, type(n)) not in self._reached
        )


    def functions(self):
        """[(name, arithmetic places, widest product or None)] of the functions seen."""
        found = []
        for s in sorted(self._sources.values(), key=lambda s: (str(s.path), s.tree.lineno)):
            nodes = _arithmetic_nodes(s.tree)
            lines = {s.where(n) for n in nodes} & self.products
            if nodes:
                widest = max((self.widest[line] for line in lines), default=None)
                found.append((s.name, len(nodes), widest))
        return found


class _Frame:
    """One call: statements turn environments (name -> value) into environments or None."""

    def __init__(self, proof, source):
        self.proof, self.source = proof, source
        self.returned, self.left = [], []
        self.breaks, self.continues = [], []

    def fail(self, node, what):
        raise Unknown(f"{self.source.where(node)}: {what}")

    def call(self, arguments, named):
        names = self.source.parameters
        env = {k: _abstract(v) for k, v in self.source.defaults.items()}
        env.update(zip(names, map(_abstract, arguments), strict=False))
        env.update((k, _abstract(v)) for k, v in named.items())
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
            value = _hull(value, other)
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

    # --- statements ---

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
        return _join(yes, no)

    def _For(self, node, env):
        turns = self._range(node.iter, env)
        if turns is None:
            return self._each(node, env)
        first, end = turns
        most = end.hi - first.lo
        if most > _TURNS:
            self.fail(node, f"a loop of {most} turns; declare a smaller range")
        out, breaks = (env if end.lo <= first.hi else None), self.breaks
        self.breaks = []
        for turn in range(max(most, 0)):
            if env is None:
                break
            index = _narrowed(Interval(first.lo + turn, first.hi + turn), ast.Lt, end)
            env = self._turn(node.body, {**env, node.target.id: index})
            if first.hi + turn + 1 >= end.lo:
                out = _join(out, env)
        for left in self.breaks:
            out = _join(out, left)
        self.breaks = breaks
        return self.block(node.orelse, out) if node.orelse else out

    def _range(self, node, env):
        if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "range"):
            return None
        bounds = [self.value(a, env) for a in node.args]
        if len(bounds) > 2:
            self.fail(node, "range with a step")
        return (Interval(0), bounds[0]) if len(bounds) == 1 else bounds

    def _each(self, node, env):
        """for x in a list, a table or a tuple of known length."""
        items = self.value(node.iter, env)
        if isinstance(items, Table):
            items = [Interval(n) for n in items.numbers]
        elif isinstance(items, Array) and items.length:
            items = [items.item] * items.length
        if not isinstance(items, (list, tuple)):
            self.fail(node, "a loop over what has no known length")
        for item in items:
            env = self._turn(node.body, self.assign(node.target, item, env))
        return env

    def _turn(self, body, env):
        """One turn of a loop; arrays that are to be cut show one piece at a time."""
        outer, self.continues, out = self.continues, [], None
        for view in self._views(body, env):
            seen = self.block(body, view)
            for left in self.continues:
                seen = _join(seen, left)
            self.continues = []
            if seen is not None:
                out = _join(out, {k: env[k] if isinstance(v, Array) and k in env else v
                                  for k, v in seen.items()})
        self.continues = outer
        return out

    def _views(self, body, env):
        cut = {k: v for k, v in env.items() if isinstance(v, Array) and len(v.pieces) > 1}
        cut = {k: v for k, v in cut.items() if self._read_at_one_place(body, k)}
        for pieces in itertools.product(*(v.pieces for v in cut.values())):
            yield {**env, **dict(zip(cut, map(Array, pieces), strict=True))}

    def _read_at_one_place(self, body, name):
        """One turn sees one item: every use is name[i], i changing only at the turn's end."""
        whole = ast.Module(body, [])
        uses = [n for n in ast.walk(whole) if isinstance(n, ast.Name) and n.id == name]
        items = [n for n in ast.walk(whole) if isinstance(n, ast.Subscript)
                 and getattr(n.value, "id", "") == name]
        if not items:
            return False
        indices = {ast.unparse(n.slice) for n in items}
        changed = {n.id for s in body[:-1] for n in ast.walk(s)
                   if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        if len(uses) != len(items) or len(indices) != 1 or indices & changed:
            self.fail(body[0], f"{name} is cut into pieces but not read at one place a turn")
        return True

    def _While(self, node, env):
        """Certain turns are taken one by one; then the environment grows until it is stable."""
        outer, self.breaks, out = self.breaks, [], None
        for _ in range(_TURNS):
            yes, no = self.choose(node.test, env)
            if yes is None or no is not None:
                break
            env = self._turn(node.body, yes)
            if env is None:
                break
        if env is not None:
            out = self._stable(node, env)
        for left in self.breaks:
            out = _join(out, left)
        self.breaks = outer
        return out

    def _stable(self, node, head):
        for round_ in range(12):
            yes, _ = self.choose(node.test, head)
            joined = head if yes is None else _join(head, self._turn(node.body, yes))
            if _same(joined, head):
                return self.choose(node.test, head)[1]
            head = self._widened(head, joined) if round_ else joined
        return self.fail(node, "the loop does not settle")

    def _widened(self, old, new):
        wide = dict(new)
        for key, value in new.items():
            before = old.get(key)
            if isinstance(value, Interval) and isinstance(before, Interval):
                lo = value.lo if value.lo >= before.lo else 4 * LOW
                hi = value.hi if value.hi <= before.hi else 4 * HIGH
                wide[key] = Interval(lo, hi)
        return wide

    # --- conditions ---

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
            no = _join(no, failed)
        return env, no

    def _any(self, tests, env):
        yes = None
        for test in tests:
            if env is None:
                break
            held, env = self.choose(test, env)
            yes = _join(yes, held)
        return yes, env

    def _compared(self, test, env):
        left, no = test.left, None
        for operation, right in zip(test.ops, test.comparators, strict=True):
            if env is None:
                break
            if type(operation) not in _CERTAIN:  # is, in: nothing is learnt
                self.value(left, env)
                self.value(right, env)
                return env, _join(no, dict(env))
            a, b = self.value(left, env), self.value(right, env)
            if not (isinstance(a, Interval) and isinstance(b, Interval)):
                return env, _join(no, dict(env))
            relation = type(operation)
            failed = self._related(left, _INVERSE[relation], right, a, b, env)
            no = _join(no, failed)
            env = self._related(left, relation, right, a, b, env)
            left = right
        return env, no

    def _related(self, left, relation, right, a, b, env):
        env = self._narrow(left, relation, b, a, env)
        return env and self._narrow(right, _MIRROR[relation], a, b, env)

    def _narrow(self, node, relation, other, value, env):
        part = _narrowed(value, relation, other)
        if part is None:
            return None
        if isinstance(node, ast.Name) and node.id in env:
            return {**env, node.id: part}
        if isinstance(node, ast.Attribute):
            thing = self.value(node.value, env)
            if isinstance(thing, Object) and node.attr in thing.declared:
                return {**env, (thing, node.attr): part}
        return dict(env)

    # --- expressions ---

    def value(self, node, env):
        handler = getattr(self, "_of_" + type(node).__name__, None)
        if handler is None:
            self.fail(node, f"{type(node).__name__} is not known")
        return handler(node, env)

    def _of_Constant(self, node, env):
        return _abstract(node.value)

    def _of_Name(self, node, env):
        if node.id in env:
            return env[node.id]
        if node.id in self.proof.replace:
            return self.proof.replace[node.id]
        if node.id in self.source.names:
            return _abstract(self.source.names[node.id])
        if node.id in _BUILTINS:
            return _BUILTINS[node.id]
        self.fail(node, f"{node.id} is not known here")

    def _of_Attribute(self, node, env):
        thing = self.value(node.value, env)
        if isinstance(thing, Object):
            if (thing, node.attr) in env:
                return env[thing, node.attr]
            if node.attr in thing.declared:
                return _abstract(thing.declared[node.attr])
            if thing.kind and hasattr(thing.kind, node.attr):
                member = getattr(thing.kind, node.attr)
                if isinstance(member, property):
                    return self.called(node, _Bound(thing, member.fget), [], {}, env)
                return _Bound(thing, member) if callable(member) else _abstract(member)
        if inspect.ismodule(thing):
            return _abstract(getattr(thing, node.attr))
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
            index = _narrowed(index, ast.LtE, Interval(len(items) - 1)) or Interval(0)
            index = _narrowed(index, ast.GtE, Interval(0)) or Interval(0)
        found = _abstract(items[index.lo])
        for i in range(index.lo + 1, index.hi + 1):
            found = _hull(found, _abstract(items[i]))
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
            b = _narrowed(b, ast.GtE, Interval(1)) or Interval(b.lo, -1)
        operation = _ARITHMETIC.get(type(node.op))
        if operation is None:
            self.fail(node, f"{type(node.op).__name__} is not known")
        try:
            value = operation(a, b)
        except Unknown as problem:
            self.fail(node, problem)
        if self._square(node):
            value = _narrowed(value, ast.GtE, Interval(0))
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
            env.update(_attributes(_join(yes, no)))
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
        env.update(_attributes(_join(yes, no)))
        return Interval(int(no is None), int(yes is not None))

    def _of_BoolOp(self, node, env):
        """a and b is a where a is false, else b; the hull of what it can be."""
        found, wants, here, left = None, isinstance(node.op, ast.And), env, None
        for part in node.values:
            value = self.value(part, here)
            found = value if found is None else _hull(found, value)
            yes, no = self.choose(part, here)
            here, done = (yes, no) if wants else (no, yes)
            left = _join(left, done)
            if here is None:
                break
        env.update(_attributes(_join(left, here)))
        return found

    def _of_IfExp(self, node, env):
        yes, no = self.choose(node.test, env)
        values = [self.value(part, branch) for part, branch in
                  ((node.body, yes), (node.orelse, no)) if branch is not None]
        env.update(_attributes(_join(yes, no)))
        return values[0] if len(values) == 1 else _hull(*values)

    def _of_Call(self, node, env):
        function = self.value(node.func, env)
        arguments = [self.value(a, env) for a in node.args]
        named = {k.arg: self.value(k.value, env) for k in node.keywords}
        return self.called(node, function, arguments, named, env)

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
        if isinstance(function, _Native):
            value = function.work(*arguments)
            self.proof.reached(self.source, node, value)  # abs(-2**30) is one too many
            return value
        if isinstance(function, _Bound):
            arguments = [function.thing, *arguments]
            function = function.function
        if not inspect.isfunction(function):
            self.fail(node, f"{ast.unparse(node.func)} cannot be called here")
        inner = _Frame(self.proof, self.proof.source(function))
        return inner.entered(_attributes(env), arguments, named, env)

    def entered(self, shared, arguments, named, caller):
        """A call within a method: attributes assigned so far are seen, and come back changed."""
        names = self.source.parameters
        env = {k: _abstract(v) for k, v in self.source.defaults.items()}
        env.update(zip(names, arguments, strict=False))
        env.update(named)
        env.update(shared)
        fell = self.block(self.source.tree.body, env)
        if fell is not None:
            self.returned.append(OPAQUE)
            self.left.append(fell)
        joined = None
        for left in self.left:
            joined = _join(joined, left)
        caller.update(_attributes(joined))
        value = self.returned[0] if self.returned else OPAQUE
        for other in self.returned[1:]:
            value = _hull(value, other)
        return value


class _Bound:
    def __init__(self, thing, function):
        self.thing, self.function = thing, inspect.unwrap(function)


class _Native:
    """A builtin, by what it makes of intervals."""

    def __init__(self, work):
        self.work = work


def _abs(a):
    lo = 0 if a.lo <= 0 <= a.hi else min(abs(a.lo), abs(a.hi))
    return Interval(lo, max(abs(a.lo), abs(a.hi)))


def _length(items):
    if isinstance(items, Array):
        if items.length is None:
            raise Unknown("len() of an Array of unknown length")
        return Interval(items.length)
    items = items.items if isinstance(items, Record) else items
    return Interval(len(items.numbers if isinstance(items, Table) else items))


def _sum(items):
    if not isinstance(items, Array) or items.length is None:
        raise Unknown("sum() of what is not an Array of known length")
    return Interval(items.item.lo * items.length, items.item.hi * items.length)


def _min(*items):
    return Interval(min(i.lo for i in items), min(i.hi for i in items))


def _max(*items):
    return Interval(max(i.lo for i in items), max(i.hi for i in items))


_BUILTINS = {
    "int": _Native(lambda a: a), "bool": _Native(lambda a: Interval(0, 1)),
    "abs": _Native(_abs), "min": _Native(_min), "max": _Native(_max), "len": _Native(_length),
    "sum": _Native(_sum),
    "const": _Native(lambda a: a), "True": Interval(1), "False": Interval(0),
}  # fmt: skip


def _loading(target):
    """The same place, read instead of written."""
    copy = ast.parse(ast.unparse(target), mode="eval").body
    return ast.copy_location(copy, target)


def _abstract(value):
    """A Python value as the interpreter sees it."""
    if isinstance(value, (Interval, Array, Table, Record, Object, Returns, Rises, Takes,
                          _Native, _Bound)):
        return value
    if isinstance(value, Grows):
        return value.start
    if type(value) in (int, bool):
        return Interval(int(value))
    if type(value).__name__ == "array":
        return Table(value)
    if isinstance(value, (list, tuple)):
        return [_abstract(v) for v in value]
    if inspect.isfunction(value) or inspect.ismodule(value):
        return value
    return OPAQUE


def main():
    """Every fluid, then every function; prints how near to the limit each comes."""
    from tools import accuracy, proofs, proofs_estimator

    bad = 0
    for name in accuracy.FLUIDS:
        proof = proofs.refrigerant(name)
        sentences = proof.complaints + [f"{node}: never evaluated" for node in proof.unreached()]
        products = {k: v for k, v in proof.widest.items() if k in proof.products}
        where, widest = max(products.items(), key=lambda item: item[1])
        good = f"{len(proof.widest)} lines proved, widest product {widest / 2**30:.2f} of 2**30"
        print(f"{name:8} " + ("; ".join(sentences) or f"{good}, {where}"), flush=True)
        bad += bool(sentences)
    for proof in (proofs_estimator.estimator(), proofs_estimator.account()):
        sentences = proof.complaints + [f"{node}: never evaluated" for node in proof.unreached()]
        for name, places, widest in proof.functions():
            product = "" if widest is None else f", widest product {widest / 2**30:.2f} of 2**30"
            print(f"{name:32} {places:3} places{product}")
        print("\n".join(sentences) or "all proved", flush=True)
        bad += len(sentences)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
