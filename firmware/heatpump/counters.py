"""Energy counters that never lose a joule: kWh, Wh and J, as on a chain of wheels.

Sums are signed and floored, so that a negative total is -1 kWh and 999 Wh and ..., and every
joule given is in the wheels.  20 years of 25 kW are 4.4e6 kWh < 2**23.
"""

from array import array

from micropython import const

_J_PER_Wh = const(3600)
_WIDTH = const(3)
_MIDDLE_kWh = const(500_000)


class Counters:
    """`rows` totals of `wheels`: an array of kWh, Wh 0..999, J 0..3599 for each (it can be
    stored and put back as it is)."""

    def __init__(self, rows):
        self.wheels = array("i", [0] * (_WIDTH * rows))

    def add_J(self, row, energy_J):
        """|energy_J| < 2**29."""
        if energy_J:
            _roll(self.wheels, row * _WIDTH, energy_J)

    def clear(self):
        wheels = self.wheels
        for i in range(len(wheels)):
            wheels[i] = 0

    def copy(self, other):
        mine, theirs = self.wheels, other.wheels
        for i in range(len(mine)):
            mine[i] = theirs[i]

    def kWh(self, row):
        """Whole kWh, floored."""
        return self.wheels[row * _WIDTH]

    def Wh(self, row):
        """Floored; held at +-5e8."""
        kWh = self.wheels[row * _WIDTH]
        kWh = min(max(kWh, -_MIDDLE_kWh), _MIDDLE_kWh)
        return kWh * 1000 + self.wheels[row * _WIDTH + 1]


def _roll(wheels, i, energy_J):
    energy_J += wheels[i + 2]
    energy_Wh = energy_J // 3600
    wheels[i + 2] = energy_J % 3600
    energy_Wh += wheels[i + 1]
    energy_kWh = energy_Wh // 1000
    wheels[i + 1] = energy_Wh % 1000
    wheels[i] += energy_kWh
