"""What is printed on each machine: its fluid, what it feeds, where its pressostat stands."""

# machine, fluid, emitter it is built for; the first row of a fluid is the one it selects
# fmt: off
MACHINES = (
    ( "monobloc_r290", "R290",  "water" ),
    ( "split_r32",     "R32",   "air"   ),
    ( "unit_r410a",    "R410A", "water" ),
    ( "ground_r407c",  "R407C", "water" ),
    ( "water_r134a",   "R134a", "water" ),
    ( "exhaust_r290",  "R290",  "water" ),
)
EMITTERS = ("water", "air")
TRIP_barg = (                 # high-pressure trip of the controller, which comes first
    ( "R290",   28 ),
    ( "R32",    42 ),
    ( "R410A",  42 ),
    ( "R407C",  30 ),
    ( "R134a",  20 ),
    ( "R454B",  40 ),
    ( "R1234yf", 20 ),
)
# fmt: on
_ATMOSPHERE_Pa = 101325.0


def fluids():
    """Every fluid there is a machine for, in the order of the table."""
    names = []
    for _, fluid, _ in MACHINES:
        if fluid not in names:
            names.append(fluid)
    return names


def machine_of(fluid):
    """(machine, fluid, emitter) that a fluid selects; ValueError for a fluid without one."""
    for row in MACHINES:
        if row[1] == fluid:
            return row
    raise ValueError("fluid: %s is not one of %s" % (fluid, ", ".join(fluids())))


def row_of(machine):
    """(machine, fluid, emitter); ValueError for an unknown machine."""
    for row in MACHINES:
        if row[0] == machine:
            return row
    names = ", ".join([row[0] for row in MACHINES])
    raise ValueError("machine: %s is not one of %s" % (machine, names))


def trip_Pa(fluid):
    """Absolute pressure at which the controller must have stopped the compressor."""
    for name, trip_barg in TRIP_barg:
        if name == fluid:
            return trip_barg * 1.0e5 + _ATMOSPHERE_Pa
    raise ValueError("fluid: %s has no pressure limit" % fluid)
