"""A record once more: the wires' own words to this firmware, and every integer compared."""

import json

from heatpump import modes, refrigerant
from heatpump.bench_record import CHANNELS, FIRST, INPUTS, RESULTS, results
from heatpump.controller import Controller
from heatpump.keep import Keep
from heatpump.settings import Settings
from heatpump.wiring import OUTPUTS, Wiring

_SHOWN = 20


class _Curve:
    def __init__(self, rows):
        self.ROWS = tuple([tuple(row) for row in rows])


class _Calibration:
    def __init__(self, head):
        self.REFERENCE_uV = head["reference_uV"]
        curves = {}  # probes share their curves, as on the board
        for rows in head["curves"].values():
            curves.setdefault(str(rows), _Curve(rows))
        self.THERMISTORS = {w: curves[str(rows)] for w, rows in head["curves"].items()}
        self.TRANSDUCERS = {w: tuple(line) for w, line in head["lines"].items()}


class _Wire:
    """One input that says what it said then."""

    def __init__(self, said, i):
        self._said, self._i = said, i

    def read_uv(self):
        value = self._said[self._i]
        if value is None:
            raise OSError(5)
        return value


def wiring(head, said):
    """The wires of the recorded machine; outputs lead nowhere."""
    wires: dict = {"ticks_ms": None, "idle_ms": None}
    for i, name in enumerate(INPUTS):
        wire = _Wire(said, i)
        fitted = name in head["wired"]
        wires[name] = (wire if i < len(CHANNELS) else wire.read_uv) if fitted else None
    for name in OUTPUTS + ("tank_valve",):
        wires[name] = _nowhere if name in head["outputs"] else None
    return Wiring(**wires)


def _nowhere(_on):
    pass


def begin(head, said):
    """The controller as it was when the record began."""
    settings = Settings()
    errors = settings.take(head["settings"])
    if errors:
        raise ValueError("the record's settings are not this firmware's: %s" % errors[0])
    it = Controller(
        wiring(head, said), _Calibration(head), settings,
        refrigerant.load(head["fluid"]), bool(head["water"]), head["extra_s"],
    )  # fmt: skip
    it.guard.inhibited = head["inhibited"]
    keep = Keep(None, settings)
    keep.store.load = head["kept"].get  # what the board's files said then
    keep.store.save = lambda _name, _value: None
    keep.recall(it, "power on")
    it.all_off()
    return it


class Reader:
    """The head and the rows of an open file; ValueError with the line where it is wrong."""

    def __init__(self, file):
        self._file = file
        self._line = 0
        if self._next() != "# " + FIRST:
            raise ValueError("this is no %s" % FIRST)
        self.head = json.loads(self._next()[2:])
        titles = self._next()
        if titles != "elapsed_ms," + ",".join(INPUTS) + ";" + ",".join(RESULTS):
            raise ValueError("line 3: the record has other columns than this firmware writes")
        self.said = [None] * len(INPUTS)
        self.found = [0] * len(RESULTS)

    def _next(self):
        self._line += 1
        return self._file.readline().rstrip("\r\n")

    def row(self):
        """elapsed_ms of the next scan, with `said` and `found` brought up to date; None after
        the last."""
        line = self._next()
        if not line:
            return None
        heard, _, found = line.partition(";")
        heard, found = heard.split(","), found.split(",")
        if len(heard) != len(INPUTS) + 1 or len(found) != len(RESULTS):
            raise ValueError("line %d is torn: %s" % (self._line, line[:40]))
        try:
            self._take(heard[1:], self.said)
            self._take(found, self.found)
            return int(heard[0])
        except ValueError:
            wrong = "line %d holds no whole numbers: %s" % (self._line, line[:40])
        raise ValueError(wrong)

    def _take(self, cells, into):
        for i, cell in enumerate(cells):
            if cell:
                into[i] = None if cell in ("x", "None") else int(cell)


def replay(file, out=print):
    """Replay an open record.  Returns (scans, integers that differ); prints the first of them,
    and where the decisions part."""
    reader = Reader(file)
    it = begin(reader.head, reader.said)
    scans = different = shown = gone_ms = 0
    while True:
        elapsed_ms = reader.row()
        if elapsed_ms is None:
            break
        it.step(elapsed_ms)
        scans += 1
        gone_ms += elapsed_ms if scans > 1 else 0
        now = results(it)
        if now == reader.found:
            continue
        for i, name in enumerate(RESULTS):
            if now[i] != reader.found[i]:
                different += 1
                shown += 1
                if shown <= _SHOWN or name == "mode":
                    out("scan %d, second %d: %s" % (scans, gone_ms // 1000, _said(
                        name, reader.found[i], now[i])))  # fmt: skip
    return scans, different


def _said(name, then, now):
    if name == "mode":
        then, now = modes.NAMES[then], modes.NAMES[now]
    return "%s was %s and is %s" % (name, then, now)


def tell(name, out=print):
    """Replay the file `name` and say in a sentence how it went; the number of differences."""
    wrong, scans, different = None, 0, 0
    try:
        with open(name) as file:
            scans, different = replay(file, out)
    except OSError as error:
        wrong = "cannot be read: error %d" % error.errno
    except (KeyError, TypeError, IndexError, AttributeError) as problem:
        wrong = "its head is not that of a record: %r" % problem
    except ValueError as problem:
        wrong = str(problem)
    if wrong:
        raise ValueError("%s: %s" % (name, wrong))
    if different:
        out("%d scans replayed, %d integers differ." % (scans, different))
    else:
        out("%d scans replayed, every integer is equal." % scans)
    return different
