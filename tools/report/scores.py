"""A campaign's score card as the document of a page: the figures of tools/campaign/card.py."""

from tools.campaign import card, work
from tools.report import figures

_MOST_FAILURES = 50
_NUMERIC = (1, 2, 3, 5)


def _figure(name, text):
    """A headline: its first word large, the rest of what may be said below it."""
    value, _, rest = text.partition(" in ")
    label = name + (f": {value} in {rest}" if rest else "")
    grade = ""
    if name.startswith(("scenarios that", "false", "latches")):
        grade = {"0": "good", "-": ""}.get(value, "bad")  # of no hours nothing is known
    return figures.card(value, label, name.replace(" ", "_"), grade=grade)


def _stops(results):
    """{verb: seconds to stop, rising} of the faults that came alone."""
    found = {}
    for one in results:
        if len(one["faults"]) == 1 and one["reacted_s"] is not None:
            found.setdefault(one["faults"][0], []).append(one["reacted_s"])
    return {verb: sorted(times) for verb, times in found.items()}


def _faults(results):
    stops = _stops(results)
    longest = max((times[-1] for times in stops.values()), default=1)
    rows = []
    for row in card.by_fault(results):
        times = stops.get(row[0])
        drawn = figures.spread(times, longest) if times else ""
        rows.append([*row[:5], (drawn,), *row[5:]])
    heads = [*card.HEADS[:5], "log scale", *card.HEADS[5:]]
    return figures.table(heads, rows, (1, 2, 3, 6), "plain") if rows else ""


def document(results, about):
    """results: the findings of a campaign; about: its command and interpreter."""
    failures = [f for f in results if work.bad(f)]
    broken = [f"{work.bad(f)}: {work.command(f)}" for f in failures[:_MOST_FAILURES]]
    parts = []
    faults = _faults(results)
    if faults:
        note = "Line: from the quickest to the slowest stop, in seconds; the dot is the median."
        parts.append(figures.section("Fault by fault, alone", faults, note))
    if any(f["mode"] for f in results):
        heads = ("mode", "runs", "stopped", "laws")
        table = figures.table(heads, card.by_mode(results), (1, 2, 3), "plain")
        parts.append(figures.section("By the mode in which it began", table))
    return {
        "title": "Score card of a campaign", "command": about["command"],
        "subtitle": f"Run on {about['interpreter']}; the laws were watched from outside the "
        "firmware in every scan",
        "cards": [_figure(*pair) for pair in card.summary(results).items()],
        "alerts": [("Failures", broken)], "before": parts,
        "facts": [("interpreter", about["interpreter"])],
    }  # fmt: skip
