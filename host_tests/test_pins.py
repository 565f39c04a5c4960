"""pyproject.toml names every package that another of its packages needs.

The list is installed without dependencies, so a name missing from it is missing in .venv,
and a developer who once installed it by hand would never notice.
"""

import importlib.metadata as metadata
import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.bootstrap import requirements

ROOT = Path(__file__).resolve().parent.parent
PINS = [Requirement(line) for line in requirements((ROOT / "pyproject.toml").read_text())]
HERE = [pin for pin in PINS if pin.marker is None or pin.marker.evaluate()]
LISTED = {canonicalize_name(pin.name): pin for pin in HERE}


@pytest.mark.parametrize("pin", HERE, ids=lambda pin: pin.name)
def test_what_a_package_needs_is_pinned_too(pin):
    for line in metadata.requires(pin.name) or ():
        needed = Requirement(line)
        if needed.marker is None or needed.marker.evaluate({"extra": ""}):
            mine = LISTED.get(canonicalize_name(needed.name))
            assert mine, f"{pin.name} needs {needed}, which pyproject.toml does not pin"
            version = re.fullmatch(r"==(.+)", str(mine.specifier)).group(1)
            assert needed.specifier.contains(version, prereleases=True), f"{pin.name}: {needed}"
