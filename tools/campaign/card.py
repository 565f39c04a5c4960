"""The score card: per fault, detected or tolerated, how fast; what was broken, in what time."""

from collections import defaultdict

from tools.campaign import work


def percentile(sorted_values, share):
    """The value below which `share` of them lie; the nearest rank."""
    return sorted_values[min(len(sorted_values) - 1, int(share * len(sorted_values)))]


def rule_of_three(events, hours):
    """What may be said of a rate after so many hours: "0 in 2,000 h, so < 1.5 in 1,000 h"."""
    if events:
        return f"{events} in {hours:,.0f} h"
    if not hours:
        return "- in no hours"
    return f"0 in {hours:,.0f} h, so less than {3000 / hours:.2g} in 1,000 h (95 %)"


def _row(verb, found):
    stops = sorted(f["reacted_s"] for f in found if f["reacted_s"] is not None)
    said = defaultdict(int)
    for f in found:
        for sentence in f["said"][:1]:
            said[sentence] += 1
    times = "-"
    if stops:
        p50, p99 = percentile(stops, 0.5), percentile(stops, 0.99)
        times = f"{stops[0]} / {p50} / {p99} / {stops[-1]}"
    most = max(said, key=said.get) if said else "tolerated: no protection was needed"
    laws = sum(len(f["laws"]) for f in found)
    return verb, len(found), len(stops), len(found) - len(stops), times, laws, most


HEADS = ("fault", "runs", "stopped", "tolerated", "s to stop: min / p50 / p99 / max", "laws",
         "first sentence, most often")  # fmt: skip


def by_fault(results):
    """A row for each fault that came alone."""
    alone = defaultdict(list)
    for found in results:
        if len(found["faults"]) == 1:
            alone[found["faults"][0]].append(found)
    return [_row(verb, found) for verb, found in alone.items()]


def by_mode(results):
    """[(mode, runs, stopped, laws)] of the single faults."""
    modes = defaultdict(list)
    for found in results:
        if found["mode"]:
            modes[found["mode"]].append(found)
    return [
        (mode, len(found), sum(f["reacted_s"] is not None for f in found),
         sum(len(f["laws"]) for f in found))
        for mode, found in sorted(modes.items())
    ]  # fmt: skip


def _air(results):
    """The coldest and the warmest hour of all, as texts."""
    known = [f["air_cC"] for f in results if f.get("air_cC")]  # a card begun earlier has none
    if not known:
        return "-", "-"
    least_cC, most_cC = min(a for a, _ in known), max(b for _, b in known)
    return f"{least_cC / 100:+.1f} degC", f"{most_cC / 100:+.1f} degC"


def summary(results):
    """{figure: text}, in the order in which they are shown."""
    hours = sum(f["hours"] for f in results)
    healthy = [f for f in results if not f["faults"]]
    healthy_h = sum(f["hours"] for f in healthy)
    broken = sum(bool(f["laws"]) for f in results)
    coldest, warmest = _air(healthy)
    return {
        "scenarios": f"{len(results):,}",
        "simulated hours": f"{hours:,.0f}",
        "scenarios that broke a law": rule_of_three(broken, hours),
        "scenarios that did not run": str(sum(bool(f["failed"]) for f in results)),
        "healthy hours": f"{healthy_h:,.0f}",
        "coldest hour in them": coldest,
        "warmest hour in them": warmest,
        "false trips in them": rule_of_three(sum(len(f["said"]) for f in healthy), healthy_h),
        "latches in them": rule_of_three(sum(f["latched"] for f in healthy), healthy_h),
    }


def markdown(results, command):
    """The whole card as text, with the command that made it."""
    lines = ["# Score card", "", f"    {command}", ""]
    lines += _table(("figure", "found"), summary(results).items())
    lines += ["", "## Failures", ""]
    failures = [f for f in results if work.bad(f)]
    lines += [f"- {work.bad(f)}\n  `{work.command(f)}`" for f in failures] or ["None."]
    lines += ["", "## Fault by fault, alone", ""]
    lines += _table(HEADS, by_fault(results))
    if any(f["mode"] for f in results):
        lines += ["", "## By the mode in which it began", ""]
        lines += _table(("mode", "runs", "stopped", "laws"), by_mode(results))
    return "\n".join(lines) + "\n"


def _table(heads, rows):
    lines = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    return lines + ["| " + " | ".join(str(x) for x in row) + " |" for row in rows]
