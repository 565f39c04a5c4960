"""Print, and edit, what a board keeps over power cuts: its files, fetched to this computer.

    mpremote fs cp :settings.0 :settings.1 .
    python -m tools.store settings.0 settings.1
    python -m tools.store settings.0 settings.1 --set room_heat_cC=2100 --out settings.0
    mpremote fs cp settings.0 :settings.0

Of several files of one record the newest good generation counts.  --set changes a row of the
settings, a correction in 0.01 K or Pa (t_coil=-30), or any whole number by its name (latched=0);
what is written is one generation newer than what was read.
Exit 0: done.  1: a file is damaged.  2: bad input.
"""

import argparse
import json
import sys
from pathlib import Path

from tools.scenario import whole
from tools.weather import ROOT, BadInput

sys.path.append(str(ROOT / "firmware"))
from heatpump import settings as firmware_settings
from heatpump.store import pack, unpack

RECORDS = ("settings", "latches", "corrections", "counters", "journal", "boot",
           "calibrated")  # fmt: skip
_MOST = 1 << 28


def read(path):
    """(name of the record, generation, value, None) of a file, or (name, 0, None, a sentence).

    Raises BadInput when there is no such file, or it is none of ours by its name.
    """
    path = Path(path)
    name = path.name.rpartition(".")[0] or path.name
    if name not in RECORDS:
        raise BadInput(f"{path}: its name begins with none of {', '.join(RECORDS)}")
    try:
        raw = path.read_bytes()
    except OSError as problem:
        raise BadInput(f"{path}: {problem.strerror}") from problem
    try:
        return (name, *unpack(name, raw), None)
    except ValueError as problem:
        return name, 0, None, f"{path} {problem}"


def newest(paths):
    """(name, generation, value) of the newest good file, and the sentences about the others."""
    found = [read(path) for path in paths]
    names = sorted({entry[0] for entry in found})
    if len(names) > 1:
        raise BadInput(f"{' and '.join(names)}: one record at a time")
    good = [entry for entry in found if entry[3] is None]
    best = max(good, key=lambda entry: entry[1], default=(names[0], 0, None))
    return best[:3], [entry[3] for entry in found if entry[3]]


def change(name, value, entry):
    """`value` with one NAME=NUMBER of --set in it; raises BadInput."""
    key, equals, text = entry.partition("=")
    if not equals:
        raise BadInput(f"--set {entry}: NAME=NUMBER is needed")
    if name == "settings":
        return _with_setting(value, key, text)
    if name == "corrections":
        if key[:2] not in ("t_", "p_"):
            raise BadInput(f"--set {key}: a correction is of a probe, t_... or p_...")
        most, unit = (500, "0.01 K") if key[0] == "t" else (100_000, "Pa")
        return {**value, key: whole(f"--set {key}", text, -most, most, unit)}
    known = [k for k in value if type(value[k]) in (int, bool)]
    if key not in known:
        raise BadInput(f"--set {key}: {name} has no such number, but {', '.join(known) or 'none'}")
    if type(value[key]) is bool:
        return {**value, key: bool(whole(f"--set {key}", text, 0, 1, ""))}
    return {**value, key: whole(f"--set {key}", text, -_MOST, _MOST, "")}


def _with_setting(value, key, text):
    row = firmware_settings.Settings().row(key)
    if row is None:
        raise BadInput(f"--set {key}: no such setting, see firmware/README.md")
    rows = {**value["rows"], key: whole(f"--set {key}", text, row[2], row[3], "")}
    errors = firmware_settings.Settings().take(rows)
    if errors:
        raise BadInput(f"--set {errors[0]}")
    return {**value, "rows": rows}


def _written(path, name, generation, value):
    """Write the whole file or nothing."""
    path = Path(path)
    if path.name.rpartition(".")[0] != name:
        raise BadInput(f"--out {path}: the board reads {name}.0 and {name}.1 only")
    made = path.with_name(path.name + ".part")
    try:
        made.write_bytes(pack(name, generation, value))
        made.replace(path)
    except OSError as problem:
        raise BadInput(f"--out {path}: {problem.strerror}") from problem


def _run(asked):
    (name, generation, value), problems = newest(asked.files)
    for problem in problems:
        print(problem)
    if value is None:
        return 1
    for entry in asked.set:
        value = change(name, value, entry)
    if asked.out:
        _written(asked.out, name, generation + 1, value)
        print(f"{asked.out}: {name}, generation {generation + 1}")
    else:
        print(f"{name}, generation {generation}")
        print(json.dumps(value, indent=2, sort_keys=True))
    return 1 if problems else 0


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m tools.store", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("files", metavar="FILE", nargs="+", help="NAME.0, NAME.1 or both")
    parser.add_argument("--set", metavar="NAME=NUMBER", action="append", default=[])
    parser.add_argument("--out", metavar="FILE", help="write NAME.0 or NAME.1 instead of printing")
    asked = parser.parse_args(arguments)
    try:
        if asked.set and not asked.out:
            raise BadInput("--set: --out FILE is needed to write it to")
        return _run(asked)
    except BadInput as problem:
        print(problem)
        return 2


if __name__ == "__main__":
    sys.exit(main())
