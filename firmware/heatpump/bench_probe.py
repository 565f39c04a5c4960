"""Which probe is this, and how far is it off: no output is driven meanwhile."""

from heatpump import bench_text as text
from heatpump import bench_unit
from heatpump.sensors import THERMISTORS
from heatpump.wiring import EXTRA_PROBES, PRESSURES, PROBES

_RISE_cK = 150  # a hand does that in some seconds, a room does not
_TOLD_s = 10
_LOOK_s = 10
_KINDS = {  # asked for in, a difference in, attribute, its counts a unit, steady within, at most
    "t": ("degC", "K", "t_cC", 100, 30, 500),
    "p": ("bar absolute", "bar", "p_Pa", 100_000, 20_000, 100_000),
}


def _thermistors(it):
    """{wire: reading in 0.01 degC} of those that are believed."""
    found = {}
    for wire in PROBES + EXTRA_PROBES:
        sensor = getattr(it.sensors, wire)
        if sensor and sensor.ok:
            found[wire] = sensor.t_cC
    return found


def identify(it, s):
    """Say which thermistor gets warm; the answer is its wire, or None."""
    before = _thermistors(bench_unit.glance())
    print("Warm one probe in your hand now: %d s, or Ctrl-C." % s)

    def each(second):
        now = _thermistors(it)
        rises = [(now[w] - before[w], w) for w in before if w in now]
        first, wire = max(rises) if rises else (0, None)
        others = [rise for rise, name in rises if name != wire]
        if first >= _RISE_cK and first >= 2 * max(others + [0]):
            return wire
        if second % _TOLD_s == 0 and wire:
            print("%4d s  most so far: %s, by %s K" % (second, wire, text.tenths(first)))
        return None

    wire = bench_unit.quietly(s, each)
    if wire:
        print("%s is warm: it is wired as the %s thermistor." % (wire, THERMISTORS[wire][0]))
    else:
        print("No probe has risen by %s K above the others." % text.tenths(_RISE_cK))
    return wire


def calibrate(it, probe, value, note):
    """Make `probe` read `value` (degC, or bar absolute) from now on, and keep that."""
    text.chosen("calibrate", probe, _wired(it))
    asked, unit, _, per_unit, _, most = _KINDS[probe[0]]
    number = type(value) is int or type(value) is float
    if not (number and -60 <= value <= 200):
        raise ValueError("calibrate: %r is not a number of -60..200 %s" % (value, asked))
    shown = lambda counts: text.decimal(counts * 100 // per_unit, 2)  # noqa: E731
    mean = _mean(getattr(it.sensors, probe), probe, shown)
    wanted = round(value * per_unit)
    offset = wanted - mean + it.keep.corrections.get(probe, 0)
    if abs(offset) > most:
        raise ValueError(
            "calibrate: %s reads %s and would be moved by %s %s; so much is no tolerance but "
            "another probe, another place or a wrong resistor"
            % (probe, shown(mean), shown(offset), unit)
        )
    it.keep.correct(probe, offset)
    _note(it.keep, probe, offset, mean, wanted, note)
    form = "%s read %s, is moved by %s %s in all, %s."
    print(form % (probe, shown(mean), shown(offset), unit, note or "unsigned"))


def _wired(it):
    every = PROBES + EXTRA_PROBES + PRESSURES
    return sorted(wire for wire in every if getattr(it.sensors, wire))


def _mean(sensor, probe, shown):
    """Mean of ten seconds; ValueError when it is not believed, or not steady."""
    _, unit, attribute, _, steady, _ = _KINDS[probe[0]]
    seen = []

    def each(_second):
        if not sensor.ok:
            return sensor.because or "it is not believed"
        seen.append(getattr(sensor, attribute))
        return None

    bench_unit.glance()
    wrong = bench_unit.quietly(_LOOK_s, each)
    if wrong:
        raise ValueError("calibrate: %s" % wrong)
    swing = max(seen) - min(seen)
    if swing > steady:
        raise ValueError(
            "calibrate: %s is not steady, it moved by %s %s in %d s: wait"
            % (probe, shown(swing), unit, _LOOK_s)
        )
    return sum(seen) // len(seen)


def _note(keep, probe, offset, read, wanted, note):
    """Who did it, when and against what, for those who come later: record "calibrated"."""
    kept = keep.store.load("calibrated") or {}
    kept[probe] = {
        "offset": offset, "read": read, "is": wanted, "boot": keep.boot["boots"], "note": note,
    }  # fmt: skip
    keep.idle()  # both generations of the offset itself
    keep.idle()
    wrong = keep.store.save("calibrated", kept)
    if wrong:
        print("It counts until the next power cut: %s." % wrong)


def calibrated(it):
    """[(probe, offset, note), ...] of what has been compared."""
    kept = it.keep.store.load("calibrated") or {}
    return [(probe, kept[probe]["offset"], kept[probe]["note"]) for probe in sorted(kept)]
