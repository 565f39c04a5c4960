"""Who may import whom, read off the syntax trees: the ring of firmware/README.md.

The core knows no hardware; the truth knows no core; the tables know nobody.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CORE = ROOT / "firmware" / "heatpump"
VIRTUAL = ROOT / "boards" / "virtual"

INTERPRETER = {"micropython", "array", "collections"}  # what every MicroPython port has
FILES = {"struct", "binascii", "json"}  # for those that read or write a file
KEEPERS = {"settings", "store", "bench_record", "bench_replay"}  # ... which are these
STARTERS = {"bench_unit", "bench"}  # at the REPL: boots by main.py, or takes over what it left

# a module of the core -> the modules of the core that it may import
ALLOWED = {
    "__init__": set(),
    "fixed": set(),
    "clock": set(),
    "wiring": set(),
    "settings": {"settings_rows"},
    "settings_rows": set(),
    "schedule": set(),
    "smartgrid": set(),
    "hotwater": set(),
    "backup": {"modes"},
    "journal": {"fixed"},
    "table": {"modes"},
    "modes": set(),  # facts come in as `now`
    "protections": set(),
    "ladder": {"protections"},
    "plausible": set(),
    "history": set(),
    "notes": set(),
    "why": {"guard", "modes", "notes"},
    "guard": {"fixed"},
    "trust": {"fixed"},
    "sensors": {"fixed", "trust"},
    "enthalpy": {"fixed"},
    "refrigerant": {"fixed", "enthalpy", "fluids"},
    "counters": set(),
    "energy": {"counters"},
    "figures": {"energy", "quality"},
    "demand": {"fixed", "schedule", "smartgrid"},
    "defrost": {"fixed"},
    "shell": {"fixed"},
    "cycle": {"enthalpy", "fixed"},
    "sink": {"fixed"},
    "tare": {"fixed"},
    "fusion": {"fixed"},
    "quality": set(),
    "uncertainty": {"fixed"},
    "balance": {"fixed", "cycle", "shell"},
    "verdict": {"fixed", "fusion", "quality", "uncertainty"},
    "cop": {"balance", "cycle", "quality", "sink", "tare", "verdict"},
    "store": set(),
    "numbers": {"fixed"},
    "keep": {"fixed", "numbers", "store"},
    "facts": {"fixed", "modes"},
    "readings": {"fixed", "sensors", "wiring"},
    "controller": None,  # all of the above
    "bench": None,  # ... and controller
    "bench_curve": set(),
    "bench_dry": None,
    "bench_force": None,
    "bench_probe": None,
    "bench_record": None,
    "bench_replay": None,
    "bench_show": None,
    "bench_text": set(),
    "bench_unit": None,
}


def sources(*folders):
    return sorted(f for folder in folders for f in (ROOT / folder).rglob("*.py"))


def name_of(path):
    return str(path.relative_to(ROOT))


def imports(path):
    """[(module, names)]: `from a.b import c` is ("a.b", ["c"]), `import a` is ("a", [])."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found += [(x.name, []) for x in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append(("." * node.level + (node.module or ""), [x.name for x in node.names]))
    return found


def from_core(path):
    """Names of the core's modules that `path` imports."""
    found = set()
    for module, names in imports(path):
        if module == "heatpump":
            found.update(names)
        elif module.startswith("heatpump."):
            found.add(module.split(".")[1])
    return found


def from_outside(path):
    tops = {module.split(".")[0] for module, _ in imports(path)}
    return {x for x in tops if x not in ("heatpump", "")}


CORE_FILES = sorted(CORE.glob("*.py"))
in_core = pytest.mark.parametrize("path", CORE_FILES, ids=lambda p: p.stem)


@in_core
def test_the_core_imports_only_what_its_place_in_the_ring_allows(path):
    stem = path.stem
    assert stem in ALLOWED, f"give {stem} its place in the ring: ALLOWED in this file"
    allowed = ALLOWED[stem]
    if allowed is None:
        people = {name for name in ALLOWED if name.startswith("bench")}
        allowed = set(ALLOWED) - ({"controller"} if stem == "controller" else set()) | {"fluids"}
        allowed -= set() if stem in people else people
    assert from_core(path) - allowed == set()


@in_core
def test_the_core_imports_neither_hardware_nor_a_clock(path):
    allowed = INTERPRETER | (FILES if path.stem in KEEPERS else set())
    allowed |= {"main", "__main__", "selftest"} if path.stem in STARTERS else set()
    assert from_outside(path) - allowed == set()


def test_a_refrigerant_is_data_and_imports_nobody():
    for path in sorted((CORE / "fluids").glob("*.py")):
        assert from_outside(path) <= {"micropython", "array"}, name_of(path)
        assert from_core(path) == set(), name_of(path)


def test_drivers_know_a_bus_and_nothing_else():
    for path in sources("firmware/drivers"):
        # ticks_ms and sleeps come in as arguments, like the bus
        assert from_outside(path) <= {"struct", "micropython", "array", "drivers"}, name_of(path)
        assert from_core(path) == set(), name_of(path)


def test_main_meets_the_hardware_only_through_the_board():
    main = ROOT / "firmware" / "main.py"
    assert from_outside(main) <= {"board", "micropython", "json"}


def test_the_truth_knows_no_core():
    for path in sources("boards/virtual/plant"):
        top = {m for m, _ in imports(path) if not m.startswith(".")}
        assert top <= {"math", "exact", "array", "micropython"}, name_of(path)


def test_a_board_takes_only_the_names_of_its_wires_from_the_core():
    for path in sources("boards"):
        assert from_core(path) <= {"wiring"}, name_of(path)


def test_hardware_has_one_address():
    """`machine` and `time` in board.py and boot.py of a board and in what boards share."""
    holders = [p for p in sources("firmware", "boards") if from_outside(p) & {"machine", "time"}]
    strangers = [
        name_of(p) for p in holders
        if (p.name not in ("board.py", "boot.py") and p.parent.name != "esp32")
        or VIRTUAL in p.parents
    ]  # fmt: skip
    assert strangers == []


def test_nothing_that_ships_imports_tools_or_tests():
    for path in sources("firmware", "boards"):
        assert not from_outside(path) & {"tools", "host_tests", "pytest"}, name_of(path)


def test_no_module_imports_an_underscored_name_from_another():
    """`_X = const(3)` does not exist for others on MicroPython."""
    wrong = [
        f"{name_of(path)}: {name}"
        for path in sources("firmware", "boards")
        for _, names in imports(path)
        for name in names
        if name.startswith("_")
    ]
    assert wrong == []


def _stranger(node):
    """Why `node` may not stand in the core, or None."""
    if isinstance(node, ast.Constant) and isinstance(node.value, float):
        return "a float"
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        return "a division that makes a float"
    if isinstance(node, ast.JoinedStr):
        return "an f-string"
    if isinstance(node, ast.Assert):
        return "an assert, which optimisation removes"
    if isinstance(node, ast.ClassDef) and node.bases:
        return "inheritance"
    if isinstance(node, ast.ExceptHandler):
        caught = {x.id for x in ast.walk(node) if node.type and isinstance(x, ast.Name)}
        if not node.type or caught & {"Exception", "BaseException"}:
            return "an except that hides a broken program"
    return None


@in_core
def test_the_core_is_integers_and_hides_no_error(path):
    found = [
        f"line {node.lineno}: {_stranger(node)}"
        for node in ast.walk(ast.parse(path.read_text()))
        if _stranger(node)
    ]
    assert found == []


@pytest.mark.parametrize("path", sources("boards/virtual"), ids=lambda p: p.stem)
def test_the_simulated_world_uses_only_arithmetic_that_is_the_same_everywhere(path):
    """libm's exp, log and pow differ in their last bit from one interpreter to the next."""
    tree = ast.parse(path.read_text())
    wanted = {n for module, names in imports(path) if module == "math" for n in names}
    assert wanted <= {"sqrt", "frexp", "ldexp"}
    assert "random" not in from_outside(path)
    calls = {n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call)
             and isinstance(n.func, ast.Name)}  # fmt: skip
    assert not calls & {"round", "hash", "pow", "set", "frozenset"}
    powers = [n.lineno for n in ast.walk(tree) if isinstance(n, ast.BinOp)
              and isinstance(n.op, ast.Pow) and not isinstance(n.right, ast.Constant)]  # fmt: skip
    assert powers == [], "lines with a power"
    via_module = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)
                  and isinstance(n.value, ast.Name) and n.value.id == "math"}  # fmt: skip
    assert via_module <= {"sqrt", "frexp", "ldexp"}
