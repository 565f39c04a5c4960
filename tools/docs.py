"""The tables of the firmware as pages: build/docs/modes.md and settings.md.

    python -m tools.docs [--out DIR]

Read from the source of truth, never edited by hand.  modes.md holds a Mermaid diagram.
"""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "host_tests" / "cpython"), str(ROOT / "firmware")]

from heatpump import modes, settings  # noqa: E402  (found through the path above)


def _origins(origin):
    return origin if isinstance(origin, tuple) else (origin,)


def modes_page():
    """The outputs of each mode, every transition, and the diagram of both."""
    lines = ["# Modes", "", "| mode | compressor | reverse | fan | pump |"]
    lines.append("|---|---|---|---|---|")
    for name, outputs in zip(modes.NAMES, modes.OUTPUTS, strict=True):
        states = " | ".join("on" if on else "-" for on in outputs)
        lines.append(f"| {name} | {states} |")
    rows = [
        (modes.NAMES[origin], modes.NAMES[to], because or "the protection that tripped")
        for origins, _, to, because in modes.TRANSITIONS
        for origin in _origins(origins)
        if origin != to
    ]
    lines += ["", "| from | to | because |", "|---|---|---|"]
    lines += [f"| {origin} | {to} | {because} |" for origin, to, because in rows]
    lines += ["", "```mermaid", "stateDiagram-v2"]
    lines += [f"    {origin} --> {to}: {because}" for origin, to, because in rows]
    return "\n".join([*lines, "```", ""])


def settings_page():
    """Every setting with its default and its hard limits."""
    lines = ["# Settings", "", "| name | default | low | high | unit | meaning |"]
    lines.append("|---|---|---|---|---|---|")
    lines += ["| " + " | ".join(str(x) for x in row) + " |" for row in settings.ROWS]
    return "\n".join([*lines, ""])


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m tools.docs", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "docs")
    out = parser.parse_args(arguments).out
    out.mkdir(parents=True, exist_ok=True)
    for name, text in (("modes.md", modes_page()), ("settings.md", settings_page())):
        (out / name).write_text(text)
        print(out / name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
