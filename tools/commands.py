"""What people and a building's computer may ask of a running controller: CMD.fuzz gives it.

The board draws (kind, number) from the scenario's seed; here is what that means to the
controller.  All of it happens between two scans, through the doors that an owner's own code
has, and nothing here knows what the firmware makes of it.  Runs inside the interpreter under
trial, so that the same seed gives the same commands on each.
"""

# Not drawn: the scan, and rows that say what valve, meter and probes are fitted.  Those are not
# asked for while a machine runs, and when they are wrong no monitor can tell what is right.
FIRST_ROW, FITTED_ROW = "season", "heat_loss_permille"
FITTED = ("valve_lift_kPa", "valve_span_kPa", "flow_least_gps")
REMOTE_cC = 4000  # set-points are drawn below it; many are outside what the settings allow


def give(unit, kind, number):
    """Do it.  kind: an index of the board's ORDERS, 1 or more; number: 0 .. 2**20 - 1.

    True when the controller has taken what its own table forbids.
    """
    if kind == 1:
        unit.acknowledged = True
    elif kind == 2:
        unit.on = number & 3 != 0  # off for a quarter of the time, or it would seldom run
    elif kind == 3:
        return _set(unit.settings, number)
    elif kind == 4:
        return _remote(unit, number % REMOTE_cC)
    else:
        unit.defrost.asked = True
    return False


def rows(settings):
    """The rows of the settings that are drawn from."""
    names = [row[0] for row in settings.rows]
    turned = settings.rows[names.index(FIRST_ROW) : names.index(FITTED_ROW)]
    return [row for row in turned if row[0] not in FITTED]


def _set(settings, number):
    """One row: half the time its default again, or the machine would soon be set to stand still;
    else anywhere in its limits, or, one time in eight, beyond them."""
    choice = rows(settings)
    name, value, low, high = choice[(number >> 3) % len(choice)]
    beyond = number & 7 == 0
    if beyond:
        value = high + 1 + (number >> 10)
    elif number & 1:
        value = low + number % (high - low + 1)
    return not settings.take({name: value}) and beyond


def _remote(unit, room_cC):
    low, high = unit.settings.row("room_heat_cC")[2:]
    return unit.demand.remote(room_cC) is None and not low <= room_cC <= high
