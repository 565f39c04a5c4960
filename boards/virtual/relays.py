"""Seven relays between the controller's pins and the plant.

A relay follows its pin after 30 ms (a contactor's data sheet: 15 to 35 ms); the pin
follows the firmware as long as the firmware lives: 3 s without a call and every output
falls, which on a real board a hardware timer does.  The pressostat and the mains are
in series with the compressor's coil, where no firmware can reach.
"""

NAMES = ("compressor", "reverse", "fan", "pump", "heater", "crankcase", "tank_valve")
DELAY_ms = 30
LEASE_ms = 3000

COMPRESSOR = 0


def _pin(asked, alive, i):
    def drive(on):
        if alive[2]:
            alive[2]()
        alive[0] = True
        if asked[i] != on:
            asked[i] = 1 if on else 0
            alive[1] = True

    return drive


class Relays:
    """asked: what the firmware last said.  closed: where the contacts are."""

    def __init__(self, plant):
        self._plant = plant
        self.asked = [0] * 7
        self.closed = [0] * 7
        # called since the last look; something may have changed; faults: called at every call
        self.alive = [True, True, None]
        self.pins = [_pin(self.asked, self.alive, i) for i in range(7)]
        self.mains = True
        self.safety = True  # the pressostat
        self.forced = None  # faults: what the compressor's contact does whatever it is told

    def reset(self):
        """Power on, or a lease that ran out: every pin low."""
        for i in range(7):
            self.asked[i] = 0
        self.alive[1] = True

    def _wanted(self, i):
        if not self.mains or (i == COMPRESSOR and not self.safety):
            return 0
        if i == COMPRESSOR and self.forced is not None:
            return self.forced
        return self.asked[i]

    def stale(self):
        """True when a contact is not where it should be by now."""
        self.alive[1] = False
        return any(self._wanted(i) != self.closed[i] for i in range(7))

    def move(self):
        """The delay is over: contacts go where they are wanted."""
        for i in range(7):
            self.closed[i] = self._wanted(i)
        plant, closed = self._plant, self.closed
        plant.compressor, plant.reverse, plant.fan = closed[0], closed[1], closed[2]
        plant.pump, plant.heater, plant.crankcase = closed[3], closed[4], closed[5]
        plant.tank_valve = closed[6]
