"""What the pages say is what the code says."""

import re

from heatpump import settings

from tools import docs


def test_the_tables_in_the_firmware_page_are_those_of_the_code():
    assert docs.main(["--check"]) == 0


def test_every_setting_says_what_it_means():
    said = docs.meanings()
    assert set(said) == {row[0] for row in settings.ROWS}
    assert not [name for name, words in said.items() if "fmt:" in words or len(words) < 8]
    assert said["discharge_trip_cC"] == "discharge gas, after 5 s"


def test_a_changed_default_makes_the_page_stale(monkeypatch, capsys):
    rows = (("scan_ms", 251, 100, 1000), *settings.ROWS[1:])
    monkeypatch.setattr(settings, "ROWS", rows)
    assert docs.main(["--check"]) == 1 and "stale" in capsys.readouterr().out


def test_the_night_in_the_readme_is_one_that_was_run():
    page = (docs.ROOT / "README.md").read_text()
    night = re.search(r"```\n( +\d+ [A-Z_]+ .*?)```", page, re.DOTALL)[1].splitlines()
    golden = (docs.ROOT / "host_tests/golden/cold_night.txt").read_text().splitlines()
    assert len(night) >= 10
    for line in night:
        assert any(kept.startswith(line) for kept in golden), line


def test_every_file_that_a_page_links_to_is_there():
    for page in docs.ROOT.glob("**/README.md"):
        if ".venv" in page.parts or "build" in page.parts:
            continue
        for link in re.findall(r"\]\((?!http|#)([^)#]+)", page.read_text()):
            assert (page.parent / link).exists(), f"{page}: {link}"
