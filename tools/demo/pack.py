"""Everything the page needs, as text in one file: wasm, sources, weather, fluid, style, scripts.

The firmware, the virtual board and the two tools that watch it are taken as they are, but for
one thing: the wasm build refuses native and viper, so those two decorators become
`micropython.bytecode`.
"""

import base64
import json
import re

from tools import golden, ph, ph_svg, scenario, simulate
from tools.demo.wasm import ROOT
from tools.report import panels

HERE = ROOT / "tools" / "demo"
FOLDERS = ("firmware", "boards/virtual")
ALONE = ("tools/runner.py", "tools/laws.py", "tools/tally.py", "tools/demo/bridge.py")
SCRIPTS = (
    "../ph.js", "words.js", "schematic.js", "strip.js", "tables.js", "controls.js", "app.js",
)  # fmt: skip
_DECORATOR = re.compile(r"^( *)@micropython\.(?:native|viper)$", re.MULTILINE)

# what a person can choose: of the golden scenarios, title, what there is to see, and from when
SCENARIOS = {
    "cold_night": ("Cold, foggy night", "Freezing fog; the first defrost comes after", "DEFROST"),
    "heat_wave": (
        "Heat wave",
        "A July day in Miami, cooled by water that must not freeze; the machine starts after",
        "COOL",
    ),
    "broken_thermistor": (
        "Broken thermistor",
        "The wire of the hottest thermistor breaks and is mended after 50 minutes; it stops after",
        "SAFE_STOP",
    ),
}  # fmt: skip
FLUID = "R290"
_LOADS = "async function loadMicroPython"


def swapped(text):
    """`text` of a module, its native and viper functions made bytecode; nothing else changes."""
    return _DECORATOR.sub(r"\1@micropython.bytecode", text)


def sources():
    """{path in the project: text} of all that runs inside MicroPython."""
    found = {}
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            found[name] = swapped(path.read_text())
    for name in ALONE:
        found[name] = swapped((ROOT / name).read_text())
    return found


def first_s(name, mode):
    """Second at which golden scenario `name` first comes to `mode`."""
    lines = (line.split() for line in golden.kept(name).splitlines())
    return next(int(second) for second, came, *_ in lines if came == mode)


def scenarios():
    """[{name, title, about, plan}] and {name: text} of the weather files that the plans name.

    A plan is what tools/simulate.py would run, without an end: a person says when it is over.
    """
    listed, weather = [], {}
    for name, (title, about, mode) in SCENARIOS.items():
        plan, _ = scenario.plan(simulate.parse(golden.SCENARIOS[name]))
        path = plan["weather"]
        plan["weather"] = "years/" + path.rpartition("/")[2]
        with open(path) as file:
            weather[plan["weather"]] = file.read()
        plan["duration_s"] = None
        minutes = round(first_s(name, mode) / 60)
        about = f"{about} {minutes // 60} h {minutes % 60} min."
        listed.append({"name": name, "title": title, "about": about, "plan": plan})
    return listed, weather


def classic(module, engine):
    """MicroPython's loader and what stands on it, as one script.

    The loader is a module that waits at its top level; from a file's page Chromium starts no
    module as a worker, so both go into one async function, and three words of the loader go.
    """
    loader = module.replace("import.meta.url", '"demo:/"')
    loader = loader.replace("export default _createMicroPythonModule;", "")
    loader = loader.replace("export async function loadMicroPython", _LOADS)
    return f"(async () => {{\n{loader}\n{engine}\n}})();\n"


def _script(text):
    """Text that may stand in a <script> element."""
    return text.replace("</script", r"<\/script").replace("<!--", r"<\!--")


def _data(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).replace("<", r"\u003c")


def _diagrams():
    chart = ph.chart(FLUID)
    title = f"Log p-h diagram of {FLUID}: the cycle as the firmware's sensors see it"
    shapes = (("wide", 640, 420), ("narrow", 390, 360))
    drawn = [
        f'<div class="{name}">{ph_svg.svg(chart, None, width, height, title)}</div>'
        for name, width, height in shapes
    ]
    return chart, "\n".join(drawn)


def page(module, wasm):
    """The page as text.  module, wasm: of wasm.parts()."""
    listed, weather = scenarios()
    chart, diagrams = _diagrams()
    lanes = {mode: row["name"] for row in panels.lanes()
             for mode in (*row["modes"], *row["light"])}  # fmt: skip
    data = {"lanes": lanes, "files": {**sources(), **weather}, "scenarios": listed, "chart": chart,
            "wasm": base64.b64encode(wasm).decode()}  # fmt: skip
    engine = classic(module, (HERE / "engine.js").read_text())
    filled = {
        "STYLE": ph_svg.STYLE + (HERE / "style.css").read_text(),
        "DIAGRAM": diagrams,
        "SCHEMATIC": (HERE / "schematic.svg").read_text(),
        "DATA": _data(data),
        "ENGINE": _script(engine),
        "SCRIPTS": _script("\n".join((HERE / name).read_text() for name in SCRIPTS)),
    }
    text = (HERE / "page.html").read_text()
    return re.sub(r"\{\{(\w+)\}\}", lambda match: filled[match[1]], text)
