"""package.json and manifest.py: exactly what runs, wherever it comes from."""

import json
import re

import pytest

from tools import deploy, packages

ROOT = packages.ROOT


@pytest.mark.parametrize("path", packages.files(), ids=lambda p: str(p.relative_to(ROOT)))
def test_the_list_is_what_the_tree_makes_of_it(path):
    assert path.read_text() == packages.files()[path], "python -m tools.packages"


def laid_out(board, into):
    """Places on a board's file system, as tools.deploy lays them out."""
    deploy.gather(board, into, source=True)
    return {p.relative_to(into).as_posix() for p in into.rglob("*") if p.is_file()}


def listed(path):
    """{place: file} of a package.json."""
    urls = json.loads(path.read_text())["urls"]
    assert len({place for place, _ in urls}) == len(urls)
    return {place: (path.parent / source).resolve() for place, source in urls}


@pytest.mark.parametrize("board", deploy.boards())
def test_mip_installs_exactly_what_deploy_copies(board, tmp_path):
    both = listed(ROOT / "firmware" / "package.json")
    own = listed(ROOT / "boards" / board / "package.json")
    assert not set(both) & set(own)
    both.update(own)
    assert set(both) == laid_out(board, tmp_path)
    for place, source in both.items():
        assert source.read_bytes() == (tmp_path / place).read_bytes()


class Manifest:
    """MicroPython's manifest functions, as its documentation has them; collects the places."""

    def __init__(self):
        self.places, self.included = {}, []

    def run(self, path):
        names = {"include": self._include, "module": self._module, "package": self._package}
        here, self.folder = getattr(self, "folder", None), path.parent
        exec(compile(path.read_text(), str(path), "exec"), names)
        self.folder = here
        return self

    def _include(self, path):
        self.included.append(path)
        if not path.startswith("$(PORT_DIR)"):
            self.run((self.folder / path).resolve())

    def _take(self, path, place):
        assert path.is_file(), path
        assert place not in self.places, f"{place} is frozen twice"
        self.places[place] = path

    def _module(self, name, base_path="."):
        self._take((self.folder / base_path / name).resolve(), name)

    def _package(self, name, base_path="."):
        base = (self.folder / base_path).resolve()
        for path in sorted((base / name).rglob("*.py")):
            self._take(path, path.relative_to(base).as_posix())


@pytest.mark.parametrize("board", deploy.boards())
def test_an_image_freezes_exactly_what_deploy_copies(board, tmp_path):
    frozen = Manifest().run(ROOT / "boards" / board / "manifest.py")
    assert frozen.included[0] == "$(PORT_DIR)/boards/manifest.py"  # MicroPython's own, first
    assert set(frozen.places) == laid_out(board, tmp_path)
    for place, path in frozen.places.items():
        assert path.read_bytes() == (tmp_path / place).read_bytes()


def test_the_version_is_the_projects():
    assert re.fullmatch(r"\d+\.\d+\.\d+", packages.version())
    assert json.loads((ROOT / "firmware/package.json").read_text())["version"] == (
        packages.version()
    )


def test_what_is_stale_is_said(monkeypatch, capsys, tmp_path):
    path = tmp_path / "package.json"
    monkeypatch.setattr(packages, "files", lambda: {path: "new"})
    monkeypatch.setattr(packages, "ROOT", tmp_path)
    assert packages.main(["--check"]) == 1
    assert capsys.readouterr().out == "package.json: stale\n" and not path.exists()
    assert packages.main([]) == 0 and path.read_text() == "new"
