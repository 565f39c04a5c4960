"""One self-contained page on a run, a log or a campaign: offline, phone, dark, paper.

    python -m tools.report DIR           rebuild DIR/report.html from the other files there
    python -m tools.report hour.csv      of a record of tools.record: hour.html beside it

The page is made of one document, a dict that tools/report/run.py, log.py or scores.py fill in:

    title subtitle command      text; the command makes the same page again
    cards alerts tables facts   of what figures.py turns into HTML
    start end_s at_s            time of the first second (ISO) or None, seconds of each row
    columns                     {name: [whole numbers or None]}, a value for each of at_s
    panels bars modes ph curve  what page.js draws; see run.py
Exit 0: written.  2: a file is missing or not what simulate wrote.
"""

import argparse
import html
import json
import re
import sys
from pathlib import Path

from tools import inks, ph_svg
from tools.report import figures, run

FOLDER = Path(__file__).parent
_SCRIPTS = ("../ph.js", "charts.js", "ribbon.js", "bars.js", "page.js")
_DRAWN = ("start", "end_s", "at_s", "columns", "panels", "bars", "modes", "ph", "curve", "x_name")


class NotARun(Exception):
    """One sentence: what is missing or wrong in the folder."""


def differences(values):
    """[5, 7, None, 8] -> [5, 2, None, 1]: most are small, and the page is a third the size."""
    made, before = [], 0
    for value in values:
        made.append(None if value is None else value - before)
        before = before if value is None else value
    return made


def _data(document):
    drawn = {name: document[name] for name in _DRAWN if document.get(name) is not None}
    drawn["at_s"] = differences(drawn.get("at_s", []))
    drawn["columns"] = {
        name: differences(values) for name, values in drawn.get("columns", {}).items()
    }
    return json.dumps(drawn, separators=(",", ":")).replace("</", "<\\/")


def _cycle(document):
    """Two drawings of the fluid, for a screen and for a phone; the page moves the cycle."""
    chart = document.get("ph")
    if not chart:
        return ""
    wide, narrow = ph_svg.svg(chart), ph_svg.svg(chart, None, 344, 400)
    return f'<div class="wide">{wide}</div><div class="narrow">{narrow}</div>'


def page(document):
    """The page as text."""
    shown = html.escape(document["title"])
    parts = {
        "TITLE": shown,
        "SUBTITLE": html.escape(document["subtitle"]),
        "ALERTS": figures.alerts(document.get("alerts", ())),
        "CARDS": figures.cards(document["cards"]),
        "BEFORE": "".join(document.get("before", ())),
        "CYCLE": _cycle(document),
        "AFTER": "".join(document.get("after", ())),
        "COMMAND": html.escape(document["command"]),
        "FACTS": figures.facts(document.get("facts", ())),
        "STYLE": inks.page_css() + (FOLDER / "page.css").read_text() + ph_svg.STYLE,
        "SCRIPT": "\n".join((FOLDER / name).read_text() for name in _SCRIPTS),
        "DATA": _data(document),
    }
    # in one pass: what a run said is not searched
    return re.sub(r"@([A-Z]+)@", lambda m: parts[m[1]], (FOLDER / "page.html").read_text())


def write(folder):
    """Write folder/report.html from the files beside it; returns its path.  Raises NotARun."""
    folder = Path(folder)
    try:
        with open(folder / "trace.csv", newline="") as file:
            rows = run.load(file)
        lines = (folder / "transitions.txt").read_text().splitlines()
        kpi = json.loads((folder / "kpi.json").read_text())
        about = json.loads((folder / "run.json").read_text())
        text = page(run.document(rows, lines, kpi, about))
    except OSError as problem:
        raise NotARun(f"folder: {problem.filename} cannot be read") from problem
    except (ValueError, KeyError, IndexError, TypeError) as problem:
        raise NotARun(f"folder: {folder} holds no run of tools.simulate ({problem})") from problem
    (folder / "report.html").write_text(text)
    return folder / "report.html"


def write_record(path, out=None):
    """Write the page of a record beside it, or to `out`; returns its path.  Raises NotARun."""
    from tools.report import record  # brings the whole firmware with it

    out = Path(out or Path(path).with_suffix(".html"))
    try:
        text = page(record.document(path))
        out.write_text(text)
    except record.NotARecord as problem:
        raise NotARun(str(problem)) from None
    except OSError as problem:
        raise NotARun(f"{out}: cannot be written: {problem.strerror}") from None
    return out


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m tools.report", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("folder", type=Path, metavar="DIR|FILE")
    folder = parser.parse_args(arguments).folder
    try:
        made = write_record(folder) if folder.is_file() else write(folder)
    except NotARun as problem:
        print(problem, file=sys.stderr)
        return 2
    print(made)
    return 0
