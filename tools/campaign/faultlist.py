"""The faults of a campaign: what the board's verbs are switched on with, and for how long to look.

One row a kind of fault, for every probe that it can happen to.  A sharp fault has shown itself
after 25 minutes; a slow one gets its own time and is tried in one mode only.
"""

from tools import scenario

faults = scenario.faults

SHARP_s = 1500
# fmt: off
# kind, values to try (None: the verb's own), seconds to look
ON_A_PROBE = (
    ("open",         (None,),          SHARP_s),
    ("short",        (None,),          SHARP_s),
    ("stuck",        (None,),          SHARP_s),
    ("swap",         (None,),          SHARP_s),
    ("offset",       (-20, 20),        SHARP_s),
    ("noise",        (200,),           SHARP_s),
    ("intermittent", (1, 10, 50),      SHARP_s),
    ("drift",        (5, -5),          90000),
    ("lag",          (600,),           10800),
)
ON_A_TRANSDUCER = (
    ("open",         (None,),          SHARP_s),
    ("short",        (None,),          SHARP_s),
    ("stuck",        (None,),          SHARP_s),
    ("swap",         (None,),          SHARP_s),
    ("offset",       (-3, 3),          SHARP_s),
    ("noise",        (10,),            SHARP_s),
    ("intermittent", (1, 10, 50),      SHARP_s),
    ("drift",        (2, -2),          90000),
    ("lag",          (60,),            10800),
)
OTHERS = (
    ("ADC.vref",            (0.8, 0.95, 1.2),  SHARP_s),
    ("ADC.mux",             (0, 3, 9),         SHARP_s),
    ("ADC.raises",          (10, 100),         SHARP_s),
    ("RELAY_comp.weld",     (None,),           SHARP_s),
    ("RELAY_comp.open",     (None,),           SHARP_s),
    ("RELAY_comp.chatter",  (50,),             SHARP_s),
    ("VALVE.stuck",         (0, 1),            7200),
    ("VALVE.mid",           (None,),           7200),
    ("FAN.mul",             (0, 0.3, 2),       SHARP_s),
    ("FLOW.mul",            (0, 0.3, 2),       SHARP_s),
    ("CHARGE",              (0.3, 0.7, 1.2),   7200),
    ("COIL.block",          (0.5, 0.9),        SHARP_s),
    ("ICE.never_melts",     (None,),           14400),
    ("ROTOR.lock",          (None,),           SHARP_s),
    ("MOTOR.protector",     (None,),           SHARP_s),
    ("FILE.cut_op",         (1, 3, 7),         SHARP_s),
    ("FILE.enospc",         (0, 900),          SHARP_s),
    ("FILE.eio",            (None,),           SHARP_s),
    ("FILE.flip",           (0, 3, 77, 100),   SHARP_s),
    ("FILE.slow",           (1000, 4000, 20000), SHARP_s),
    ("GRID.cut_ms",         (10, 100, 5000, 86400000),  SHARP_s),
    ("GRID.flicker",        (2, 30),           SHARP_s),
    ("GRID.sag",            (200,),            SHARP_s),
    ("SCAN.delay",          (500, 2000, 20000), SHARP_s),
    ("TICK.start",          (0, 1073741822),   SHARP_s),
    ("TICK.jump",           (-600000, 60000, 536870911), SHARP_s),
    ("HEAP.fail_nth",       (1, 15, 300),      SHARP_s),
    ("CMD.fuzz",            (60, 1200),        SHARP_s),
)
# fmt: on


class Fault:
    """verb, value or None, look_s: how long it is watched after it began."""

    def __init__(self, verb, value, look_s):
        self.verb, self.value, self.look_s = verb, value, look_s
        self.text = verb if value is None else f"{verb}={value}"

    @property
    def slow(self):
        return self.look_s > SHARP_s

    def at(self, begin_s, end_s=None):
        """As --fault wants it."""
        end = "" if end_s is None else f"..{end_s}"
        return f"{self.text}@{begin_s}{end}"


def every():
    """All faults, each with each of its values, in the order of the tables."""
    made = []
    for names, rows in (
        (faults.THERMISTORS, ON_A_PROBE),
        (faults.TRANSDUCERS, ON_A_TRANSDUCER),
    ):
        for name in names:
            for kind, values, look_s in rows:
                made += [Fault(f"{name}.{kind}", value, look_s) for value in values]
    return made + [Fault(verb, v, look_s) for verb, values, look_s in OTHERS for v in values]


def left_out():
    """Verbs of the board that no row here names: there must be none."""
    used = {fault.verb for fault in every()}
    return [row[0] for row in faults.rows() if row[0] not in used]
