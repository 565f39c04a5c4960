"""Check firmware and boards against the stubs of MicroPython for the ESP32, with pyright.

    python -m tools.typecheck                                     (make types)

Needs pyright and the stubs, which only CI installs: `python3 tools/bootstrap.py --ci`.
Exit 0: clean.  1: complaints.  2: not installed; one sentence says so.
"""

import json
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

from tools import deploy

ROOT = Path(__file__).resolve().parent.parent
SITE = Path(sysconfig.get_paths()["purelib"])
BUILD = ROOT / "build"
_FEWEST = 60  # fewer files than this, and it did not find them
_SHARED = ("boards/esp32", "firmware")

# The facts of a scan are attributes that readings.clear and facts.clear make by name, and a wire
# that is not there is None until somebody asks: no type checker follows either.  test_controller*
# and the runs on a real MicroPython do.
_FIRMWARE = {
    "reportAttributeAccessIssue": "none",
    "reportOptionalMemberAccess": "none",
    "reportOptionalSubscript": "none",
    "reportOptionalOperand": "none",
}


class Missing(Exception):
    """One sentence: what is not installed."""


def _paths(*folders):
    return [f"../{folder}" for folder in folders]  # from build/; include takes no absolute ones


def config():
    """What pyright is told: a surrounding for each board, since each has its own `board`."""
    own = [f"boards/{board}" for board in deploy.boards()]
    around = [
        {"root": "../firmware", "extraPaths": _paths(own[-1], "boards/esp32"), **_FIRMWARE},
        {"root": "../boards/esp32", "extraPaths": _paths(own[-1], "firmware")},
        *({"root": f"../{folder}", "extraPaths": _paths(*_SHARED)} for folder in own),
    ]
    return {
        "include": _paths("firmware", "boards/esp32", *own),
        "exclude": ["../**/manifest.py"],  # its names are those of MicroPython's build
        "stubPath": "../tools/typings",  # goes before the stubs of .venv
        "typeshedPath": str(SITE),
        "typeCheckingMode": "basic",
        "reportMissingModuleSource": "none",
        "executionEnvironments": around,
    }


def complaints():
    """Lines `file:line: rule: what`.  Raises Missing."""
    for part in ("pyright", "machine.pyi", "stdlib/VERSIONS"):
        if not (SITE / part).exists():
            raise Missing(
                f"{part} is not installed, and nothing was checked: "
                "python3 tools/bootstrap.py --ci installs pyright and the stubs"
            )
    BUILD.mkdir(exist_ok=True)
    with tempfile.NamedTemporaryFile("w", suffix=".json", dir=BUILD) as file:
        json.dump(config(), file)
        file.flush()
        command = [sys.executable, "-m", "pyright", "-p", file.name, "--outputjson"]
        command += ["--pythonpath", sys.executable]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    try:
        said = json.loads(done.stdout)
        found, seen = said["generalDiagnostics"], said["summary"]["filesAnalyzed"]
    except (ValueError, KeyError):
        raise Missing(f"pyright does not run: {(done.stderr or done.stdout).strip()}") from None
    if seen < _FEWEST:
        raise Missing(f"pyright looked at {seen} files only: {(done.stderr or '').strip()}")
    return [_line(row) for row in found if row["severity"] == "error"]


def _line(row):
    path = Path(row["file"]).relative_to(ROOT)
    message = row["message"].split("\n")[0]
    return f"{path}:{row['range']['start']['line'] + 1}: {row.get('rule', 'error')}: {message}"


def main():
    try:
        found = complaints()
    except Missing as problem:
        print(problem)
        return 2
    for line in found:
        print(line)
    print(f"{len(found)} complaints" if found else "firmware and boards agree with the stubs")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
