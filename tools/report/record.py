"""A record of tools.record, replayed by this firmware, as the document of a page.

The firmware's own sentences, estimates and beliefs are not in a record; they come from giving
the wires' words to the controller once more, which tools.replay proves to be the same.
"""

from pathlib import Path
from types import SimpleNamespace

from tools import tally
from tools.report import run
from tools.runner import ESTIMATES, READINGS
from tools.scenario import firmware_settings

_OUTPUTS = ("compressor", "reverse", "fan", "pump")
_MOST_ROWS = 3000  # ten seconds apart for eight hours, further in a longer record
_LEAST_s = 10


class NotARecord(Exception):
    """One sentence: what is wrong with the file."""


def _row(it, at_s):
    """What trace.csv would say of this moment."""
    from heatpump import modes

    row = {"at_s": str(at_s), "mode": modes.NAMES[it.mode], "target_cC": str(it.demand.target_cC)}
    for name in READINGS:
        sensor = getattr(it.sensors, name[: name.rindex("_")], None)
        believed = sensor is None or sensor.ok
        row[name] = str(getattr(it, name)) if believed else ""
    if it.power_W < 0:
        row["power_W"] = ""
    for name in ESTIMATES:
        row[name] = str(getattr(it.estimator, name))
    for name in _OUTPUTS:
        row[name] = str(int(getattr(it.guard, name)))
    row["clear_coil_cK"] = str(it.defrost.reference_cK(it.t_outdoor_cC))
    return row


def _length_s(path):
    """Seconds of a record, from the first cell of each of its lines."""
    length_ms = 0
    with open(path) as file:
        for line in file:
            cell = line.partition(",")[0]
            length_ms += int(cell) if cell.isdecimal() else 0
    return length_ms // 1000


def play(path):
    """(rows, transition lines, unit, head, seconds) of a record.  Raises NotARecord."""
    from heatpump import bench_replay, modes

    made = SimpleNamespace(rows=[], lines=[], faults=[], starts=0, defrosts=0, at_ms=0)
    try:
        each_s = max(_LEAST_s, _length_s(path) // _MOST_ROWS)
        with open(path) as file:
            reader = bench_replay.Reader(file)
            it = bench_replay.begin(reader.head, reader.said)
            moves, on, fault = -1, False, None
            while (elapsed_ms := reader.row()) is not None:
                made.at_ms += elapsed_ms
                it.step(elapsed_ms)
                at_s = made.at_ms // 1000
                if it.moves != moves:
                    moves = it.moves
                    made.lines.append(f"{at_s:8} {modes.NAMES[it.mode]:10} {it.because} | ")
                    made.defrosts += it.mode == modes.DEFROST
                if it.guard.compressor != on:
                    on = it.guard.compressor
                    made.starts += on and it.mode not in modes.DEFROSTS
                if it.fault != fault:
                    fault = it.fault
                    made.faults += [fault] if fault else []
                if at_s >= each_s * (len(made.rows) + 1):
                    made.rows.append(_row(it, at_s))
    except OSError as problem:
        raise NotARecord(f"{path}: cannot be read: {problem.strerror}") from None
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as problem:
        raise NotARecord(f"{path}: {problem}") from None
    if not made.rows:
        raise NotARecord(f"{path}: no {each_s} s of scans in it")
    return made, it, reader.head


def document(path):
    """See tools/report.  Raises NotARecord."""
    made, it, head = play(path)
    told = {
        name.removesuffix("_permille"): value / 1000 if name.endswith("_permille") else value
        for name, value in tally.told_figures(it).items()
    }
    told.pop("heat_estimated_Wh")
    if not told["spf_estimated_h1"]:
        told = {}
    kpi = {**told, "starts": made.starts, "defrosts": made.defrosts, "faults": made.faults,
           "simulated_s": made.at_ms // 1000}  # fmt: skip
    defaults = {row[0]: row[1] for row in firmware_settings.ROWS}
    changed = {k: v for k, v in head["settings"].items() if defaults.get(k) != v}
    name = Path(path).name
    about = {
        "title": f"Replay of {name}", "machine": "recorded", "fluid": head["fluid"],
        "subtitle": f"{head['fluid']}, {made.at_ms / 3600e3:.1f} h of a recorded machine, given "
        "to this firmware once more",
        "start": None, "x_name": "second", "simulated_s": made.at_ms // 1000,
        "emitter": "water" if head["water"] else "air", "settings": changed, "seed": "",
        "scan_ms": head["settings"]["scan_ms"], "command": f"python -m tools.report {path}",
    }  # fmt: skip
    return run.document(made.rows, made.lines, kpi, about)
