"""What a person types, as the dict a simulated board is configured with; or one sentence."""

import difflib
import shlex
import sys
from datetime import datetime
from pathlib import Path

from tools.setting_units import unit as setting_unit
from tools.weather import ROOT, BadInput, compact

for _folder in ("boards/virtual", "firmware", "host_tests/cpython"):
    if str(ROOT / _folder) not in sys.path:
        sys.path.append(str(ROOT / _folder))

import faults  # noqa: E402  found by the lines above
import nameplates  # noqa: E402
from heatpump import settings as firmware_settings  # noqa: E402

INTERPRETERS = ("micropython", "micropython32", "cpython")
SCAN_ms = (100, 1000)
DAYS = (0.01, 366)
SEEDS = (0, 1_000_000)
WARMER_K = (-30, 30)
TANK_l = (0, 1000)
GRID = ("normal", "blocked", "recommended", "forced")  # SG-Ready 2, 1, 3, 4
_DAY_s = 86400
_NEW_YEAR = datetime(2023, 1, 1)  # any year of 365 days

__all__ = ["INTERPRETERS", "BadInput", "parse_fault", "plan"]


def plan(options):
    """(scenario, about) of parsed options; raises BadInput, one sentence, when they are wrong.

    options: weather start days fluid emitter interpreter settings faults scan_ms seed, as
    strings or lists of strings, and perhaps machine, sensor_errors, tank and grid.  scenario:
    the dict of boards/virtual/board.py.  about: the same and what a report has in its heading.
    """
    row = _machine(options.fluid, getattr(options, "machine", None))
    scan_ms = whole("--scan-ms", options.scan_ms, *SCAN_ms, "ms")
    _one_of("--interpreter", options.interpreter, INTERPRETERS)
    first = _first_hour(options.start)
    scenario = {
        "machine": row[0],
        "fluid": row[1],
        "emitter": _one_of("--emitter", options.emitter or row[2], nameplates.EMITTERS),
        "start_s": int((first - _NEW_YEAR).total_seconds()),
        "duration_s": _duration_s(options.days),
        "seed": whole("--seed", options.seed, *SEEDS, ""),
        "scan_ms": scan_ms,
        "settings": settings_of(options.settings, scan_ms),
        "faults": [parse_fault(text) for text in options.faults],
        "sensor_errors": bool(getattr(options, "sensor_errors", False)),
        "weather": str(compact(options.weather, warmer_K=_warmer_K(options))),
        **_extras(options),
    }
    return scenario, {**scenario, **_heading(scenario, options, first)}


def _extras(options):
    """A tank for hot water, and what the grid says: only where they are asked for."""
    litres = whole("--tank", getattr(options, "tank", "0"), *TANK_l, "litres")
    grid = [_grid(text) for text in getattr(options, "grid", ())]
    if litres and options.emitter == "air":
        raise BadInput(f"--tank: {litres} litres need water, and --emitter is air")
    made = {"house": {"tank_J_K": 4186.0 * litres}} if litres else {}
    return {**made, "grid": sorted(grid)} if grid else made


def _grid(text):
    """[second, state] of STATE@SECOND."""
    state, at, second = text.partition("@")
    if state not in GRID or not at:
        raise BadInput(f"--grid {text}: STATE@SECOND is needed, STATE one of {', '.join(GRID)}")
    return [whole(f"--grid {text}: {second}", second, 0, (1 << 30) - 1, "s"), GRID.index(state)]


def _heading(scenario, options, first):
    days = scenario["duration_s"] / _DAY_s
    faults_text = ", ".join(options.faults) or "no faults"
    noun = "day" if days == 1 else "days"
    return {
        "start": first.isoformat(),
        "simulated_s": scenario["duration_s"],
        "title": f"{Path(options.weather).stem}, {days:g} {noun} from {first:%d %B}",
        "subtitle": f"{scenario['machine']}, {scenario['fluid']}, {scenario['emitter']}; "
        f"{options.interpreter}, scan {scenario['scan_ms']} ms, seed {scenario['seed']}; "
        f"{faults_text}",
        "interpreter": options.interpreter,
        "place": Path(options.weather).stem,
        "command": command(scenario, options),
    }


def command(scenario, options):
    """The line that runs the scenario again; what is left out is its default."""
    words = ["--weather", options.weather, "--start", options.start, "--days", options.days,
             "--machine", scenario["machine"], "--emitter", scenario["emitter"],
             "--interpreter", options.interpreter, "--scan-ms", str(scenario["scan_ms"]),
             "--seed", str(scenario["seed"])]  # fmt: skip
    for option, none in (("warmer", "0"), ("tank", "0")):
        value = getattr(options, option, none)
        words += [f"--{option}", value] if value != none else []
    for option, texts in (("set", options.settings), ("fault", options.faults),
                          ("grid", getattr(options, "grid", ()))):  # fmt: skip
        words += [word for text in texts for word in (f"--{option}", text)]
    words += ["--sensor-errors"] if scenario["sensor_errors"] else []
    return shlex.join(["python", "-m", "tools.simulate", *(str(word) for word in words)])


def _warmer_K(options):
    return whole("--warmer", getattr(options, "warmer", "0"), *WARMER_K, "K")


def _one_of(what, value, allowed):
    if value not in allowed:
        raise BadInput(f"{what}: {value} is not one of {', '.join(allowed)}")
    return value


def whole(what, text, low, high, unit):
    try:
        value = int(text)
    except ValueError:
        value = None
    if value is None or not low <= value <= high:
        shown = text or "nothing"
        raise BadInput(f"{what}: {shown} is not a whole number of {low}..{high} {unit}".rstrip())
    return value


def _machine(fluid, machine):
    try:
        row = nameplates.row_of(machine) if machine else nameplates.machine_of(fluid or "R290")
    except ValueError as problem:
        raise BadInput(f"--{problem}") from problem
    if fluid and fluid != row[1]:
        raise BadInput(f"--fluid: {fluid} is not what {machine} is filled with, which is {row[1]}")
    return row


def _first_hour(text):
    """MM-DD, or MM-DDTHH for a later hour of that day."""
    try:
        day, _, hour = text.partition("T")
        month, day = (int(part) for part in day.split("-"))
        return datetime(_NEW_YEAR.year, month, day, int(hour or 0))
    except ValueError as problem:
        raise BadInput(
            f"--start: {text} is not a day MM-DD of 01-01..12-31, nor an hour of it, MM-DDT00..23"
        ) from problem


def _duration_s(text):
    try:
        duration_s = int(float(text) * _DAY_s)
    except (ValueError, OverflowError):
        duration_s = 0
    if not DAYS[0] * _DAY_s <= duration_s <= DAYS[1] * _DAY_s:
        raise BadInput(f"--days: {text} is not a number of {DAYS[0]}..{DAYS[1]} days")
    return duration_s


def settings_of(entries, scan_ms):
    """{name: int}, proved by the firmware's own table."""
    wanted = {"scan_ms": scan_ms}
    for entry in entries:
        name, _, text = entry.partition("=")
        row = _setting_row(name)
        if name == "scan_ms":
            raise BadInput(f"--set {entry}: say --scan-ms {text or 'N'} instead")
        unit = setting_unit(name)
        wanted[name] = whole(f"--set {name}", text, row[2], row[3], unit)
    errors = firmware_settings.Settings().take(wanted)
    if errors:
        raise BadInput(f"--set {errors[0]}")
    return wanted


def _setting_row(name):
    for row in firmware_settings.ROWS:
        if row[0] == name:
            return row
    names = [row[0] for row in firmware_settings.ROWS]
    near = difflib.get_close_matches(name, names, n=5, cutoff=0.4) or names
    raise BadInput(
        f"--set {name}: no such setting; near it are {', '.join(near)}, "
        "all are in firmware/heatpump/settings_rows.py"
    )


# ---------------------------------------------------------------- faults


def parse_fault(text):
    """[verb, value or None, begin_s, end_s or None] of VERB[=VALUE]@SECOND[..END]."""
    front, at, times = text.partition("@")
    verb, equals, value = front.partition("=")
    row = _fault_row(verb)
    if not at:
        raise BadInput(
            f"--fault {text}: no second, VERB@SECOND or VERB=VALUE@BEGIN..END is needed"
        )
    begin, dots, end = times.partition("..")
    begin_s = _second(text, begin)
    end_s = _second(text, end) if dots else None
    if end_s is not None and end_s <= begin_s:
        raise BadInput(f"--fault {text}: its end {end_s} is not after its beginning {begin_s} s")
    return [verb, _fault_value(row, value) if equals else None, begin_s, end_s]


def _fault_row(verb):
    for row in faults.rows():
        if row[0] == verb:
            return row
    place = verb.partition(".")[0]
    if place == "LINK":
        raise BadInput(f"--fault {verb}: {faults.NO_LINK}")
    near = [row[0] for row in faults.rows() if row[0].partition(".")[0] == place]
    allowed = ", ".join(near) if near else _all_verbs()
    raise BadInput(f"--fault {verb}: unknown, allowed {allowed}")


def _all_verbs():
    kinds = "|".join(row[0] for row in faults.ON_A_THERMISTOR)
    sensors = "|".join(faults.THERMISTORS + faults.TRANSDUCERS)
    return f"({sensors}).({kinds}), " + ", ".join(row[0] for row in faults.OTHERS)


def _second(text, digits):
    if not digits.isdecimal() or int(digits) >= 1 << 30:
        raise BadInput(
            f"--fault {text}: {digits or 'nothing'} is not a second of 0..{(1 << 30) - 1}"
        )
    return int(digits)


def _fault_value(row, text):
    verb, _, low, high, unit, _ = row
    if low is None:
        raise BadInput(f"--fault {verb}: takes no value, not {text}")
    try:
        value = float(text)
    except ValueError:
        value = None
    if value is None or not low <= value <= high:
        raise BadInput(f"--fault {verb}: {text} is outside {low}..{high} {unit}".rstrip())
    return int(value) if value == int(value) else value
