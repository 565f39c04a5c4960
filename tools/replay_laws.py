"""The monitor of tools/laws.py over a record: what it asks of a plant, answered by the record.

Commands and times are the record's own.  For the truth stand the readings of the recorded
firmware while it believed them, so laws that a wrong sensor could hide (3), what happens in
the mains and relays, and what outlives a power cut (15) are not judged.
"""

from tools import laws, scenario  # noqa: F401  scenario puts the firmware on the path

from heatpump import bench_replay  # isort: skip
from heatpump.bench_record import INPUTS, RESULTS  # isort: skip

JUDGED = "laws 1, 2, 4 to 10, 13, 14 and 16"
_PROBES = (
    "t_outdoor", "t_coil", "t_suction", "t_discharge", "t_liquid",
    "t_supply", "t_return", "t_room", "p_suction", "p_discharge",
)  # fmt: skip
_OUTPUTS = ("compressor", "reverse", "fan", "pump", "heater", "crankcase")
_UNBELIEVED = -32768
_FLOWS_kgps = 1.0
_SOUND_uV = 1_000_000


class _Anything:
    """Attributes, set by whoever needs them."""


class _Settings:
    def __init__(self, rows):
        self.__dict__.update(rows)


class Played:
    """What Laws wants of boards/virtual's Bench, out of the rows of a record."""

    def __init__(self, head):
        self.elapsed_s = self.part_ms = self.quiet_ms = 0
        self.plant, self.relays, self.probes = _Anything(), _Anything(), _Anything()
        self.plant.flow_kgps = self.plant.p_discharge_Pa = 0.0
        self.relays.asked, self.relays.closed, self.relays.mains = [0] * 7, [0] * 7, True
        self.relays.alive = [False]
        self.probes.spoil = self  # so that needed probes are looked at in every scan
        self.probes.seen = [20.0] * 8 + [5.0e5] * 2
        self.probes.counts = [_SOUND_uV] * 10
        self.probes.bus = self.probes.counts
        self.probes.channels = [self.probes] * 10  # a channel that answers shares the counts
        self.probes.level_uV = lambda i, _value: self.probes.counts[i]
        self._metered = "flow_gps" in head["wired"]

    def show(self, said, found):
        """One row: what was read, then what was commanded."""
        found = dict(zip(RESULTS, found, strict=True))
        said = dict(zip(INPUTS, said, strict=True))
        for i, name in enumerate(_PROBES):
            if found[name] != _UNBELIEVED:
                self.probes.seen[i] = found[name] / 100 if i < 8 else float(found[name])
            self.probes.counts[i] = _SOUND_uV if found[name] != _UNBELIEVED else 0
        for i, name in enumerate(_OUTPUTS):
            self.relays.asked[i] = found[name]
        gps = said["flow_gps"] if self._metered else None
        self.plant.flow_kgps = gps / 1000 if gps is not None else _FLOWS_kgps * found["pump"]

    def passes(self, ms):
        self.part_ms += ms
        self.elapsed_s += self.part_ms // 1000
        self.part_ms %= 1000


def judge(file):
    """([(second, law, sentence), ...], which laws were judged) of an open record."""
    reader = bench_replay.Reader(file)
    head = reader.head
    played = Played(head)
    settings = _Settings(head["settings"])
    watch = laws.Laws(played, laws.limits(head["fluid"], bool(head["water"]), settings))
    elapsed_ms, first = reader.row(), True
    while elapsed_ms is not None:
        # what this scan saw and commanded stands until the next one begins
        played.show(reader.said, reader.found)
        elapsed_ms = reader.row()
        if elapsed_ms is None:
            break
        played.passes(min(elapsed_ms, 3000))
        watch.check()
        first = False
    return ([] if first else watch.violations), JUDGED
