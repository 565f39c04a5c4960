"""The tables of the firmware as text in firmware/README.md, made from the code itself.

    python -m tools.docs            write what has changed
    python -m tools.docs --check    say what is stale, exit 1

A section stands between `<!-- generated: NAME -->` and `<!-- end -->`; all else is left alone.
"""

import argparse
import re
import sys
from pathlib import Path

from tools import traced
from tools.setting_units import unit

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "firmware" / "README.md"
sys.path[:0] = [str(ROOT / "host_tests" / "cpython"), str(ROOT / "firmware")]

from heatpump import modes, notes, protections, settings  # noqa: E402  (found through the path above)

_MARK = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_MEANING = re.compile(r'^    "(\w+)",[^#"\n]*# (.*)$', re.MULTILINE)


def table(heads, rows):
    """A Markdown table as text."""
    lines = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    lines += ["| " + " | ".join(str(x) for x in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _moves():
    """(from, to, because) of every way between two modes."""
    for origins, _, to, because in modes.TRANSITIONS:
        for origin in origins if isinstance(origins, tuple) else (origins,):
            yield modes.NAMES[origin], modes.NAMES[to], because or "a protection tripped"


def modes_section():
    """Outputs by mode, and the diagram."""
    onoff = [
        (name, *("on" if on else "" for on in outputs))
        for name, outputs in zip(modes.NAMES, modes.OUTPUTS, strict=True)
    ]
    ways = "\n".join(f"    {a} --> {b}: {why}" for a, b, why in _moves())
    heads = ("mode", "compressor", "reverse", "fan", "pump", "tank")
    return f"{table(heads, onoff)}\n```mermaid\nstateDiagram-v2\n{ways}\n```\n"


def protections_section():
    """Every trip, its time and what happens when it comes again and again."""
    again = {
        protections.LADDER: "3 in an hour or 5 in a day latch",
        protections.PATIENT: "as often as it likes",
        protections.LATCH: "latched at once",
    }
    until = {
        "gone": "it is gone", "hp_restart": "pressure is at `hp_restart_permille`",
        "gas_cool": "gas is below `discharge_restart_cC`",
        "water_mild": "water is above `water_reset_cC`",
    }  # fmt: skip
    rows = [
        (f"`{code}`", because, f"{for_ms / 1000:g} s", until[ends.__name__], again[step])
        for code, _, for_ms, ends, step, because in protections.ROWS
    ]
    stops = table(("code", "because", "for", "until", "again"), rows)
    noted = [(f"`{code}`", because) for code, _, because in notes.NOTES]
    return f"{stops}\nIt goes on with these, and says so:\n\n{table(('code', 'note'), noted)}"


def meanings():
    """{name: the comment behind its row} of heatpump/settings_rows.py."""
    return dict(_MEANING.findall((ROOT / "firmware/heatpump/settings_rows.py").read_text()))


def settings_section():
    """Every setting with its default, hard limits, unit and meaning."""
    said = meanings()
    rows = [
        (f"`{name}`", default, f"{low}..{high}", unit(name), said[name])
        for name, default, low, high in settings.ROWS
    ]
    return table(("name", "default", "hard limits", "unit", "meaning and reason"), rows)


def relations_section():
    """Pairs of settings that must stay apart."""
    rows = [
        (f"`{a}`", f"`{b}`", apart, unit(a), f"`{only[0]}` >= {only[1]}" if only else "")
        for a, b, apart, only in settings.RELATIONS
    ]
    return table(("lower", "upper", "at least apart", "unit", "only while"), rows)


def undetected_section():
    """What the firmware cannot see or stop, and who must."""
    return table(("what this firmware cannot see or stop", "held by"), traced.UNDETECTED)


SECTIONS = {
    "modes": modes_section, "protections": protections_section,
    "settings": settings_section, "relations": relations_section,
    "undetected": undetected_section,
}  # fmt: skip


def filled(text):
    """`text` with every generated section made anew.  Raises KeyError on an unknown name."""
    return _MARK.sub(lambda m: m[1] + "\n" + SECTIONS[m[2]]() + "\n" + m[3], text)


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m tools.docs", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--check", action="store_true", help="write nothing")
    asked = parser.parse_args(arguments)
    before = PAGE.read_text()
    after = filled(before)
    if before == after:
        print(f"{PAGE.relative_to(ROOT)} says what the code says")
        return 0
    if asked.check:
        print(f"{PAGE.relative_to(ROOT)} is stale: make docs")
        return 1
    PAGE.write_text(after)
    print(f"{PAGE.relative_to(ROOT)} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
