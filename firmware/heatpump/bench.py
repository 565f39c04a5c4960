"""For a person with a board, a laptop and a REPL: `from heatpump import bench`, `bench.help()`."""

from heatpump import bench_show as show
from heatpump import bench_text as text
from heatpump import bench_unit
from heatpump.bench_text import asks

_HEADING_EVERY_s = 20
HELP = """\
    look()             everything that is read and driven            drives nothing
    why()              why the compressor does not run               drives nothing
    watch(s)           run the machine, a line a second; Ctrl-C ends it
    cop()              the COP now, of today, this month, its life
    log(n)             the last n moves and the first trip
    snapshot()         all of it as text, for somebody far away
    pulse(name, s)     one output on, through the guard, 600 s at most
    hold(mode, s)      HEAT, COOL, DEFROST or IDLE, through the guard, 600 s at most
    record(s, file)    what every wire says each scan; without a file it is printed
    replay(file)       a record once more: every integer must be equal
    identify(s)        which probe is this?  Warm it in your hand
    calibrate(probe, value, note)   an offset, against a thermometer or gauge; note: who, when
    dry_run()          the whole sequence with the contactor inhibited, 60 times faster
    set(name, value)   a setting; set() lists them
    save()             keep the settings through a power cut
    selftest()         probes, reference, clock, arithmetic, store        drives nothing
    acknowledge()      a latched fault has been seen to

At a bare prompt nothing scans and every output is off.  What takes time scans by itself and
ends with every output off; the compressor then rests its minutes again."""


@asks("help")
def help():
    """What there is."""
    print(HELP)


@asks("look")
def look():
    """Probes, pressures, meters, outputs, and what is wrong with them."""
    show.look(bench_unit.glance())


@asks("why")
def why():
    """Why the compressor does not run and for how long, what binds longest first."""
    show.reasons(bench_unit.glance())


def line():
    """One line of name=value, for programs; as of the last scan."""
    return show.line(bench_unit.unit())


@asks("watch", "s", "facts")
def watch(s=None, facts=False):
    """Run the machine for `s` seconds, or until Ctrl-C, with a line a second.

    facts=True: each line is line(), for programs.
    """
    it = bench_unit.unit()
    if s is not None:
        text.seconds("watch", s, 86400)

    def each(second):
        if facts:
            print(show.line(it))
            return
        if second % _HEADING_EVERY_s == 1:
            print(show.mode(it))
            show.heading()
        show.short(it)

    bench_unit.scan(s, each)
    if not facts:
        print("Scanning has ended; every output is off.")


@asks("cop")
def cop():
    """The COP now with its error bar, and the figures of day, month and life."""
    show.cop(bench_unit.unit())


@asks("log", "n")
def log(n=20):
    """The last n moves (64 at most), and the first trip of the last series."""
    show.log(bench_unit.unit(), text.whole("log", n, 1, 64, "moves"))


@asks("snapshot")
def snapshot():
    """All there is to know, as text to send to somebody."""
    it = bench_unit.glance()
    print(show.line(it))
    for name, value, default in show.changed(it):
        print("setting %s=%d, as delivered %d" % (name, value, default))
    for probe, offset in it.keep.corrections.items():
        print("correction %s=%d" % (probe, offset))
    show.look(it)
    show.reasons(it)
    show.cop(it)
    show.log(it, 64)
    show.flight(it)


@asks("pulse", "name", "s")
def pulse(name=None, s=10):
    """One output on for s seconds, everything else off; never the compressor."""
    from heatpump import bench_force

    bench_force.pulse(bench_unit.unit(), name, s)


@asks("hold", "mode", "s")
def hold(mode=None, s=300):
    """Want a mode for s seconds from when it is reached; guard and protections decide."""
    from heatpump import bench_force

    bench_force.hold(bench_unit.unit(), mode, s)


@asks("dry_run")
def dry_run():
    """The whole sequence of modes with the contactor inhibited, sixty times faster."""
    from heatpump import bench_dry

    bench_dry.run()


@asks("set", "name", "value")
def set(name=None, value=None):
    """Change a setting until the next power cut; save() keeps it."""
    settings = bench_unit.unit().settings
    if name is None or settings.row(name) is None:
        print("Settings are:" if name is None else "set: %r is none of" % (name,))
        text.columns([row[0] for row in settings.rows])
    elif value is None:
        show_setting(settings, name)
    else:
        errors = settings.take({name: value})
        print("\n".join(["set: " + error for error in errors]) or _taken(settings, name))


@asks("save")
def save():
    """Keep the settings in force through a power cut."""
    wrong = bench_unit.unit().keep.save()
    print("Not saved: %s." % wrong if wrong else "The settings are saved.")


@asks("record", "s", "file")
def record(s=3600, file=None):
    """Boot, run the machine for s seconds, and write what every wire said at each scan."""
    from heatpump import bench_record

    text.seconds("record", s, 86400)
    if file is None:
        bench_record.record(s, print)
        return
    text.file_name("record", file)
    try:
        with open(file, "w") as opened:
            bench_record.record(s, lambda line: opened.write(line + "\n"))
        print("%d s are in %s; every output is off." % (s, file))
    except OSError as error:
        print("record: %s cannot be written to its end: error %d." % (file, error.errno))


@asks("replay", "file")
def replay(file=None):
    """Give a record to this firmware once more and compare every integer."""
    from heatpump import bench_replay

    text.file_name("replay", file)
    bench_replay.tell(file)


@asks("identify", "s")
def identify(s=60):
    """Which thermistor is in your hand?"""
    from heatpump import bench_probe

    bench_probe.identify(bench_unit.unit(), text.seconds("identify", s))


@asks("calibrate", "probe", "value", "note")
def calibrate(probe=None, value=None, note=""):
    """Make a probe read value: degC, or bar absolute.  note: who, when, against what."""
    from heatpump import bench_probe

    bench_probe.calibrate(bench_unit.unit(), probe, value, note)


@asks("selftest")
def selftest():
    """Is this board fit to run a machine?"""
    import selftest as checks

    checks.run()


def show_setting(settings, name):
    _, default, low, high = settings.row(name)
    form = "%s is %d; as delivered %d, allowed %d..%d"
    print(form % (name, getattr(settings, name), default, low, high))


def _taken(settings, name):
    return "%s is %d now; save() keeps it." % (name, getattr(settings, name))


@asks("acknowledge")
def acknowledge():
    """A person has seen to the latched fault: try again."""
    it = bench_unit.glance()
    if not it.latched:
        print("Nothing is latched.")
        return
    it.acknowledged = True
    print("Acknowledged" if not bench_unit.glance().latched else
          "Not taken: %s." % (it.fault or "the fault is still there, or it was acknowledged "
          "three times in an hour"))  # fmt: skip


bench_unit.greet()
