"""Why it does not run, or what it goes on with: for people, outside the scan.

    reasons(unit)    [(sentence, seconds left or None), ...], what binds longest first
    notes(unit)      [sentence, ...]: faults it lives with
    outputs(unit)    [(output, on, why not, seconds left), ...]

Nothing here decides anything: the sentences are those that guard and tables go by.
"""

from heatpump import modes
from heatpump.guard import REFUSED, Guard
from heatpump.notes import NOTES


def reasons(unit):
    """Empty while the compressor runs.  Waits that run together are listed longest first."""
    if unit.running:
        return []
    found = []
    if unit.guard.inhibited:
        found.append((unit.guard.inhibited, None))
    if unit.latched:
        found.append(("latched, a person must acknowledge: %s" % unit.protections.because, None))
    if unit.fault:
        found.append((unit.fault, None))
    waits = _waits(unit.guard)
    if unit.retry_wait_s:
        waits.append(("the next try after a trip", unit.retry_wait_s))
    if unit.demand.wants_heat and unit.heat_wait_s:
        waits.append(("cooling has just ended", unit.heat_wait_s))
    if unit.demand.wants_cold and unit.cool_wait_s:
        waits.append(("heating has just ended", unit.cool_wait_s))
    # MicroPython's sort keeps no order among equals
    found += sorted(waits, key=lambda wait: (-wait[1], waits.index(wait)))
    if not unit.on:
        found.append(("it is switched off", None))
    elif not (unit.wants_heat or unit.wants_cold):
        found.append((_nothing_wanted(unit), None))
    if not found or unit.mode not in modes.CALM:
        found.append(("%s: %s" % (modes.NAMES[unit.mode], unit.because), None))
    return found


def _waits(guard):
    """[(sentence, seconds left), ...] of all that holds the compressor now."""
    every = _Every(guard)
    Guard._find_wait(every)  # pyright: ignore[reportArgumentType]
    return every.found


class _Every:
    """Stands in for the guard while it works out its longest wait, and keeps all of them."""

    def __init__(self, guard):
        self._guard = guard
        self.found = []

    def __getattr__(self, name):
        return getattr(self._guard, name)

    def _wait(self, name, left_ms):
        if left_ms > 0:
            self.found.append((REFUSED[name], (left_ms + 999) // 1000))


def _nothing_wanted(unit):
    if not unit.control_ok:
        return "the temperature that it goes by is lost"
    d = unit.demand
    if not (d.heating_season or d.cooling_season):
        return "no heat or cold in season: %s degC outdoors on average" % _tenths(
            d.outdoor_average_cC
        )
    half_cK = (unit.settings.water_band_cK if unit.has_water else unit.settings.room_band_cK) // 2
    edge_cC = d.target_cC + half_cK if d.cooling_season else d.target_cC - half_cK
    word = "above" if d.cooling_season else "below"
    return "%s degC, starts %s %s" % (_tenths(unit.t_control_cC), word, _tenths(edge_cC))


def _tenths(t_cC):
    """-5 -> "-0.1", without floats."""
    t = (abs(t_cC) + 5) // 10
    return "%s%d.%d" % ("-" if t_cC < 0 and t else "", t // 10, t % 10)


def notes(unit):
    """What it goes on with, each as a sentence; and what was wrong with its files."""
    files = unit.keep.store.sentences if unit.keep else []
    return files + [sentence for _, when, sentence in NOTES if when(unit)]


def outputs(unit):
    """What each output does, and who keeps one off, or held, against its mode."""
    wanted = modes.OUTPUTS[unit.mode]
    guard = unit.guard
    found = []
    for i, name in enumerate(("compressor", "reverse", "fan", "pump")):
        on = getattr(guard, name)
        held = (None, 0) if bool(wanted[i]) == bool(on) else _keeper(name, unit)
        found.append((name, on) + held)
    tank_on = bool(wanted[4]) and not guard.inhibited
    held = _all(unit) if wanted[4] and not tank_on else (None, 0)
    found.append(("tank_valve", tank_on) + held)
    found.append(("heater", unit.heater_on) + _heater(unit))
    found.append(("crankcase", unit.crankcase_on, None, 0))
    return found


def _keeper(name, unit):
    """(sentence, seconds left or 0)"""
    guard = unit.guard
    if guard.inhibited or name in ("fan", "pump"):
        return _all(unit)
    if name == "compressor":
        return (guard.because, guard.wait_s)
    if guard.compressor:
        return ("the valve waits for the compressor to stop", 0)
    left_ms = unit.settings.valve_off_s * 1000 - guard.off_ms
    if left_ms > 0:
        return ("the compressor has just stopped", (left_ms + 999) // 1000)
    return ("the pressures are too far apart to move the valve", 0)


def _all(unit):
    return (unit.guard.inhibited or "outputs were let go: no scan for three seconds", 0)


def _heater(unit):
    if not (unit.backup and unit.backup.on) or unit.heater_on:
        return (None, 0)
    if unit.guard.reverse:
        return ("the machine chills the water", 0)
    if unit.water_too_hot:
        return ("supply water is at its limit", 0)
    return ("water flow is not proved", 0)
