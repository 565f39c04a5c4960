"""What survives a power cut, and when it is written: between scans, never in one.

    latches      at once: trips that latch or count towards it, and acknowledgements
    settings     when a person saves them, settings_writes_day times a day at most
    corrections  when a probe is calibrated
    boot         at power-up, after a minute of scans, and at a clean end
    counters     what was counted and learned, and the journal: every log_flush_min, once the
                 compressor stands (or 45 minutes late), and at a clean end

One file is written between two scans at most; one that takes longer than the lease lets every
output drop.  A latch is written after the scan that switched the compressor off.  What a cut
in that very write loses is the latch, not the trips that led to it: the next one latches.
"""

from micropython import const

from heatpump.fixed import whole
from heatpump.numbers import Numbers
from heatpump.store import Store, crc32

_MINUTE_s = const(60)
_LATE_s = const(2700)
_DAY_s = const(86400)
_BOOTS = const(3)  # so many in a row without a minute of scans: no more
_WRONG = (ValueError, TypeError, LookupError, AttributeError)  # what a strange record raises


class Keep:
    """`files`: what board.files() gives; `settings`: Settings, taken before a controller is made.

    `corrections`: {probe: 0.01 K or Pa}; `boot`: {"boots", "short", "clean", "cause"} of this
    boot; `ended_well`: how the last one ended; `looping`: it boots and boots and never runs.
    """

    def __init__(self, files, settings):
        self.store = Store(files)
        self._settings = settings
        self.corrections = {}
        self.boot = None
        self.looping = False
        self._unit = None
        self._changes = self._writes = self._day = self._wait_s = 0
        self._stamp = None  # of the owner's file that was taken last
        self._due_s = _MINUTE_s
        self._queue = ["journal"]  # there from the first: what gives way on a full file system

    # --- at boot ---

    def load_settings(self, text):
        """Settings at boot: `text`, the owner's file, if it is another than at the last boot,
        else what was saved.  Returns the list of errors."""
        kept = self.store.load("settings") or {}
        if "settings" in self.store.lost:
            return self.store.sentences
        try:
            stamp = crc32(text.encode()) if text else kept.get("text")
            if stamp == kept.get("text"):
                self._stamp = stamp
                return self._settings.take(kept.get("rows", {}))
        except _WRONG:
            return ["they are no object of rows"]
        errors = self._settings.load(text)
        if not errors:
            self._stamp = stamp
            self.save()
        return errors

    def recall(self, unit, cause):
        """Give `unit` what was kept, and note this boot.  `cause`: a word, "power on" where
        nothing is known to be wrong."""
        store = self.store
        self._unit = unit
        unit.keep = self
        p, shell = unit.protections, unit.estimator.shell
        numbers = Numbers(unit)
        self._things = (
            ("latches", p), ("corrections", self), ("counters", numbers), ("journal", unit.journal)
        )  # fmt: skip
        for name, thing in self._things:
            value = store.load(name)
            try:
                if value is not None:
                    thing.restore(value)
            except _WRONG as problem:
                store.lost.append(name)
                store.tell("%s: %r" % (name, problem))
        if not shell.runs:
            shell.capacity_JpK = self._settings.shell_JpK
        if "latches" in store.lost:
            p.latched = True
            p.because = "what was latched cannot be read"
            p.changes += 1
        self._note_boot(store.load("boot"), cause)

    def _note_boot(self, last, cause):
        try:
            boots, short, clean = last["boots"] + 1, last["short"] + 1, last["clean"]
        except _WRONG:
            boots, short, clean = 1, 1, True
        if cause == "power on" or clean:
            short = 1
        if short > _BOOTS:
            self.looping = True
            self._unit.guard.inhibited = "it boots again and again: switch it off and on"
        self.ended_well = clean
        self.boot = {"boots": boots, "short": short, "clean": False, "cause": cause}
        self.store.save("boot", self.boot)

    # --- while it runs ---

    def idle(self):
        """Between two scans: write what is due, one file at most."""
        unit = self._unit
        if unit.protections.changes != self._changes:
            self._changes = unit.protections.changes
            self._queue.append("journal")
            self._ask("latches")
        uptime_s = unit.uptime_s
        if uptime_s >= self._due_s and not (unit.running and uptime_s < self._due_s + _LATE_s):
            self._flush(uptime_s)
        if self._queue and uptime_s >= self._wait_s:
            self._write(self._queue[0])

    def end(self):
        """A clean end, every output off: write all there is."""
        self.boot["clean"] = True
        self._flush(self._unit.uptime_s)
        while self._queue and self._write(self._queue[0]):
            pass

    def save(self):
        """Save the settings in force; returns None, or a sentence when they are not saved."""
        s = self._settings
        day = self._unit.uptime_s // _DAY_s if self._unit else 0
        if day != self._day:
            self._day, self._writes = day, 0
        if self._writes >= s.settings_writes_day:
            return "saved %d times today: no more" % self._writes
        self._writes += 1
        rows = {row[0]: getattr(s, row[0]) for row in s.rows if getattr(s, row[0]) != row[1]}
        kept = {"text": self._stamp, "rows": rows}
        return self.store.save("settings", kept) or self.store.save("settings", kept)

    def correct(self, probe, offset):
        """Add `offset` (0.01 K or Pa) to every reading of `probe` from now on, and keep it.

        Raises ValueError for a name that is no probe, or an offset beyond 5 K or 1 bar.
        """
        self._apply(probe, offset)
        self._ask("corrections")

    def _apply(self, probe, offset):
        sensor = getattr(self._unit.sensors, probe)
        if probe[0] == "t":
            sensor.offset_cK = whole(offset, -500, 500)
        else:
            sensor.offset_Pa = whole(offset, -100_000, 100_000)
        self.corrections[probe] = offset

    def state(self, _uptime_s):
        """The corrections, as a record."""
        return self.corrections

    def restore(self, kept):
        """Of the corrections those up to the first that is wrong, which raises."""
        for probe in kept:
            self._apply(probe, kept[probe])

    def _ask(self, name):
        self._queue[:0] = [name, name]

    def _flush(self, uptime_s):
        self._due_s = uptime_s + self._settings.log_flush_min * 60
        self.boot["short"] = 0
        self._queue += ["counters", "journal", "boot"]

    def _write(self, name):
        """Whether the first of the queue was written; a latch that was not is tried again."""
        self._queue.pop(0)
        uptime_s, value = self._unit.uptime_s, self.boot
        for each, thing in self._things:
            if each == name:
                value = thing.state(uptime_s)
        if not self.store.save(name, value):
            return True
        if name == "latches":
            self._ask(name)
            self._wait_s = uptime_s + _MINUTE_s
        return False
