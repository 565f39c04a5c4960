"""What a person looks at: tables and sentences out of a controller, nothing is driven here."""

from heatpump import bench_text as text
from heatpump import energy, figures, modes, why
from heatpump.journal import COLUMNS, INPUTS
from heatpump.quality import QUALITY
from heatpump.sensors import THERMISTORS
from heatpump.wiring import EXTRA_PROBES, PRESSURES, PROBES

_SUMMARY = ("t_outdoor", "t_coil", "t_discharge", "t_supply", "t_return", "t_room")
_HEADING = (
    "    second mode        out   coil discharge supply return  room  suct.  disch.    W   COP"
)
_CALENDAR = (("today", "day"), ("yesterday", "yesterday"), ("month", "month"), ("life", "life"))


def mode(it):
    """One line: the mode, how long, and why."""
    line = "%s for %s: %s" % (modes.NAMES[it.mode], text.clock(it.in_mode_s), it.because)
    return line if it.on else line + " (switched off)"


def probes(it):
    """[(wire, name, what it shows), ...] of every probe and pressure of this machine."""
    found = []
    for wire in PROBES + EXTRA_PROBES:
        sensor = getattr(it.sensors, wire)
        if sensor:
            shown = sensor.because or text.tenths(sensor.t_cC) + " degC"
            found.append((wire, THERMISTORS[wire][0] + " thermistor", shown))
    for wire in PRESSURES:
        sensor = getattr(it.sensors, wire)
        shown = sensor.because or "%s bar absolute" % text.bar(sensor.p_Pa // 1000)
        found.append((wire, wire[2:] + " pressure transducer", shown))
    return found


def look(it):
    """Everything that is read and driven."""
    print(mode(it))
    rows = probes(it)
    rows.append(("flow_gps", "water flow", _or(it.flow_gps, "%d g/s", "no meter")))
    rows.append(("meter_W", "power", _or(it.power_W, "%d W", "no meter")))
    switch = "closed" if it.pressostat_closed else "OPEN"
    if it.sensors._pressostat is None:
        switch = "not wired"
    rows.append(("pressostat", "high-pressure switch", switch))
    text.table(rows)
    text.table([_output(*row) for row in why.outputs(it)])
    for note in why.notes(it):
        print("Note: %s." % note)


def _or(value, form, absent):
    return form % value if value >= 0 else absent


def _output(name, on, because, left_s):
    wait = ", %d s left" % left_s if left_s else ""
    return (name, "on" if on else "off", because + wait if because else "")


def reasons(it):
    """Why the compressor does not run, what binds longest first."""
    print(mode(it))
    if it.running:
        print("The compressor runs, since %s." % text.clock(it.ran_s))
    for sentence, left_s in why.reasons(it):
        print("- %s%s" % (sentence, ", %s left" % text.clock(left_s) if left_s else ""))
    for note in why.notes(it):
        print("Note: %s." % note)


def line(it):
    """One line of name=value; a reading nobody may use is "?"; `because` goes to the end."""
    e, g = it.estimator, it.guard
    name = modes.NAMES[it.mode]
    found = ["uptime_s=%d mode=%s in_mode_s=%d" % (it.uptime_s, name, it.in_mode_s)]
    for wire in PROBES + EXTRA_PROBES:
        if getattr(it.sensors, wire):
            found.append("%s_cC=%s" % (wire, _believed(it, wire, "_cC")))
    for wire in PRESSURES:
        found.append("%s_kPa=%s" % (wire, _believed(it, wire, "_kPa")))
    found.append("flow_gps=%d power_W=%d" % (it.flow_gps, it.power_W))
    found.append("compressor=%d reverse=%d fan=%d" % (g.compressor, g.reverse, g.fan))
    found.append("pump=%d heater=%d crankcase=%d" % (g.pump, it.heater_on, it.crankcase_on))
    found.append("wait_s=%d starts=%d target_cC=%d" % (g.wait_s, g.starts, it.demand.target_cC))
    found.append("cop_q10=%d u95_permille=%d heat_W=%d" % (e.cop_q10, e.u95_permille, e.heat_W))
    found.append("superheat_cK=%d subcooling_cK=%d" % (e.superheat_cK, e.subcooling_cK))
    found.append("quality=%s fault=%s" % (QUALITY[e.quality], 1 if it.fault else 0))
    return " ".join(found) + " because=" + (it.fault or it.because)


def _believed(it, wire, unit):
    return str(getattr(it, wire + unit)) if getattr(it.sensors, wire).ok else "?"


def heading():
    print(_HEADING)


def short(it):
    """One line for a person who watches, below heading()."""
    cells = [_tenths(it, wire) for wire in _SUMMARY]
    line = "%10s %-9s %6s %6s %9s %6s %6s %5s" % (
        (text.clock(it.uptime_s), modes.NAMES[it.mode]) + tuple(cells)
    )
    pressures = [text.bar(getattr(it, wire + "_kPa")) if getattr(it.sensors, wire).ok else "?"
                 for wire in PRESSURES]  # fmt: skip
    power = str(it.power_W) if it.power_W >= 0 else "-"
    cop = text.cop(it.estimator.cop_q10)
    print(line + " %6s %7s %4s %5s" % (pressures[0], pressures[1], power, cop))


def _tenths(it, wire):
    return text.tenths(getattr(it, wire + "_cC")) if getattr(it.sensors, wire).ok else "?"


def cop(it):
    """The circuit now, and what a day, a month and a life came to."""
    e = it.estimator
    bar = " +- %d %%" % ((e.u95_permille + 5) // 10) if e.cop_q10 else ""
    text.table([
        ("COP now", text.cop(e.cop_q10) + bar, QUALITY[e.quality]),
        ("heat to the house", "%d W" % e.heat_W, ""),
        ("evaporating", text.tenths(e.t_evaporating_cC) + " degC",
         "superheat %s K" % text.tenths(e.superheat_cK)),
        ("condensing", text.tenths(e.t_condensing_cC) + " degC",
         "subcooling %s K" % text.tenths(e.subcooling_cK)),
    ])  # fmt: skip
    rows = [("", "heat kWh", "cold kWh", "net COP", "system COP", "quality")]
    for name, attribute in _CALENDAR:
        rows.append(_period(name, getattr(it.energy, attribute)))
    text.table(rows)
    print("Carbon kept out of the air so far: %d kg against gas, %d kg against resistance." % (
        figures.carbon_saved_kg(it.energy.life, it.settings, True),
        figures.carbon_saved_kg(it.energy.life, it.settings, False),
    ))  # fmt: skip


def _period(name, counters):
    heat_Wh = counters.Wh(energy.HEAT) + counters.Wh(energy.MELT)
    word = QUALITY[figures.quality(counters)]
    if word != "none":
        word += ", +- %d %%" % ((figures.u95_permille(counters) + 5) // 10)
    return (
        name, text.decimal(heat_Wh // 10, 2), text.decimal(counters.Wh(energy.COLD) // 10, 2),
        text.cop(figures.cop_q10(counters, figures.NET)),
        text.cop(figures.cop_q10(counters, figures.SYSTEM)), word,
    )  # fmt: skip


def log(it, count=20):
    """The last moves, oldest first, the first trip of the last series, and how it booted."""
    rows = [("second", "from", "to", "because")]
    for at_s, origin, to, because in it.journal.last_moves(count):
        rows.append((text.clock(at_s), modes.NAMES[origin], modes.NAMES[to], because))
    text.table(rows)
    if it.journal.first_out:
        print("First trip at %s: %s." % (text.clock(it.journal.first_out_s), it.journal.first_out))
        for name, value in zip(INPUTS, it.journal.snapshot):
            print("  %s %s" % (name, modes.NAMES[value] if name == "mode" else value))
    else:
        print("No trip is on record.")
    boot = it.keep.boot
    ended = "was switched off in good order" if it.keep.ended_well else "ended without a word"
    print("Boot %d, cause: %s; the one before %s." % (boot["boots"], boot["cause"], ended))
    for sentence in it.keep.store.sentences:
        print("Note: %s." % sentence)


def flight(it):
    """The recorder's minutes as CSV, oldest second first."""
    print(",".join(COLUMNS))
    for row in it.journal.flight():
        print(",".join([modes.NAMES[row[0]]] + [str(x) for x in row[1:]]))


def changed(it):
    """[(name, value, default), ...] of the settings that are not as delivered."""
    rows = [(row[0], getattr(it.settings, row[0]), row[1]) for row in it.settings.rows]
    return [row for row in rows if row[1] != row[2]]
