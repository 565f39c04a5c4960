"""Ten sensors and one converter: truth in, microvolts out.

The equations are the ones on the data sheets, run forwards and in floating point;
the firmware runs its own fitted curves backwards.  A thermistor of 10 kOhm at
25 degC, B(25/85) = 3977 K, to ground, pulled up to 3.3 V by 10 kOhm (2.2 kOhm at
the compressor's discharge); a ratiometric transducer of 0.5..4.5 V at 5 V behind a
divider to two thirds; a 16-bit converter with 125 uV a count (ADS1115 at
+-4.096 V) and 100 uV rms of noise.  `reference` is the divider supply.
"""

from array import array

import exact
import micropython
from micropython import const

NAMES = (
    "t_outdoor", "t_coil", "t_suction", "t_discharge", "t_liquid",
    "t_supply", "t_return", "t_room", "p_suction", "p_discharge", "reference",
)  # fmt: skip
SUPPLY_uV = 3300000.0
COUNT_uV = const(125)
TIGHT = const(3)  # the discharge probe: 2.2 kOhm, for resolution at 100 degC
_TAU_s = (30.0, 8.0, 8.0, 10.0, 8.0, 6.0, 6.0, 120.0, 0.1, 0.1)  # 63 % of a step, on its pipe
_SPAN_Pa = (30.0e5, 50.0e5)  # gauge: suction, discharge
_ATMOSPHERE_Pa = 101325.0
_LOW_uV = 1.0e6 / 3.0  # 0.5 V of 5 V, two thirds of it
_SWING_uV = 8.0e6 / 3.0
_CLIP_uV = 9.4e6 / 3.0  # the transducer's output stage ends at 4.7 V
_NOISE_uV = 100.0

_COLDEST_C = -80.0  # the voltage tables: -80..170 degC in steps of a quarter kelvin,
_CELLS = const(1000)  # each cell in 1024 parts
_PER_K = 4096.0

# A linear congruential generator of 20 bits: 1021 * 2**20 < 2**30
_TIMES = const(1021)
_PLUS = const(12347)
_MASK = const(0xFFFFF)


class Dice:
    """Seeded chance in small integers."""

    def __init__(self, seed):
        self.state = seed % 1021 * 977 + 4729 & _MASK
        for _ in range(16):
            self.roll()

    def roll(self):
        """0..1023, every value as likely."""
        self.state = self.state * _TIMES + _PLUS & _MASK
        return self.state >> 10

    def bell(self):
        """About normal, mean 0, standard deviation 1, within +-6 (twelve uniforms)."""
        total = 0
        for _ in range(12):
            total += self.roll()
        return (total - 6138) / 1024.0


def _table(pull_up_ohm, supply_uV):
    """Microvolts at every quarter kelvin: straight lines between are within 8 uV (0.3 mK)."""
    table = array("i", [0] * (_CELLS + 1))
    for i in range(_CELLS + 1):
        t_K = _COLDEST_C + i * 0.25 + 273.15
        ohm = 10.0e3 * exact.exp(3977.0 * (1.0 / t_K - 1.0 / 298.15))
        table[i] = int(supply_uV * ohm / (ohm + pull_up_ohm) + 0.5)
    return table


class Channel:
    """What the firmware holds: read_uv() returns microvolts, as machine.ADC does."""

    def __init__(self, counts, i):
        self.counts = counts
        self._i = i

    def read_uv(self):
        return self.counts[self._i]


class Tank:
    """The hot-water tank's thermistor: slow, in a pocket, and read without noise."""

    def __init__(self, probes):
        self._probes = probes
        self.wire_uV = None  # faults: what the channel shows whatever the tank does

    def read_uv(self):
        """Microvolts of the tank as it is; its own 60 s are nothing beside those of the tank."""
        if self.wire_uV is not None:
            return self.wire_uV
        probes = self._probes
        return probes.level_uV(7, probes.plant.t_tank_C)


class Probes:
    """All the sensors of one machine; refresh() once a time step, then read at will.

    With errors, every sensor is off by its own constant: thermistors 0.1 K, transducers
    0.25 % of span, the supply 0.2 %, as standard deviations, drawn from the seed.
    """

    def __init__(self, plant, seed=1, errors=False):
        self.plant = plant
        dice = Dice(seed)
        self.seen = [0.0] * 10  # each sensing element, degC or Pa
        self.tau_s = list(_TAU_s)
        self.counts = [0] * 11  # microvolts, in whole counts
        self.bus = self.counts  # what channels read while the converter answers
        self.channels = [Channel(self.counts, i) for i in range(11)]
        self.spoil = None  # faults: called after each conversion
        self._truth = [0.0] * 10
        self._noise = array("h", [int(dice.bell() * _NOISE_uV) for _ in range(1024)])
        off = [dice.bell() if errors else 0.0 for _ in range(11)]
        supply_uV = SUPPLY_uV * (1.0 + 0.002 * off[10])
        wide = _table(10.0e3, supply_uV)
        self._tables = [wide] * 8
        self._tables[TIGHT] = _table(2.2e3, supply_uV)
        self._origin_K = [0.1 * off[i] - _COLDEST_C for i in range(8)]
        self._per_Pa = [_SWING_uV / span_Pa for span_Pa in _SPAN_Pa]
        self._zero_uV = [
            _LOW_uV + 0.0025 * off[8 + i] * _SWING_uV - _ATMOSPHERE_Pa * self._per_Pa[i]
            for i in range(2)
        ]
        self._supply_uV = int(supply_uV)
        self._dice = dice.state
        self._gain = [1.0] * 10
        self._gain_ms = -1
        self.settle()

    def settle(self):
        """Every sensor at the temperature of its place, as after a long time."""
        self.refresh(0)
        self.seen[:] = self._truth
        self.refresh(0)

    def slow(self, i, tau_s):
        """Give sensor i another time constant; None gives it its own again."""
        self.tau_s[i] = _TAU_s[i] if tau_s is None else tau_s
        self._gain_ms = -1

    def level_uV(self, i, value):
        """Channel i's whole counts, without noise, when its sensor sits at value (degC or Pa)."""
        if i >= 8:
            u_uV = int(min(self._zero_uV[i - 8] + value * self._per_Pa[i - 8], _CLIP_uV))
        else:
            place = int((value + self._origin_K[i]) * _PER_K)
            place = min(max(place, 0), _CELLS * 1024 - 1)
            table, n = self._tables[i], place >> 10
            u_uV = table[n] + ((table[n + 1] - table[n]) * (place & 1023) >> 10)
        return (u_uV + 62) // COUNT_uV * COUNT_uV

    def supply_uV(self, i):
        """Channel i's counts with its sensor's wire on the supply."""
        level_uV = self._supply_uV if i < 8 else 10_000_000 // 3
        return (level_uV + 62) // COUNT_uV * COUNT_uV

    def _new_gains(self, ms):
        self._gain_ms = ms
        for i in range(10):
            self._gain[i] = 1.0 - exact.exp(-ms * 0.001 / self.tau_s[i])

    @micropython.native
    def refresh(self, ms):
        """Let `ms` pass for the sensors, then convert every one of them.

        Long for a reason: it is a tenth of the time a simulated winter takes, and neither a
        call nor a tuple per sensor would be free.
        """
        if ms != self._gain_ms:
            self._new_gains(ms)
        plant = self.plant
        truth = self._truth
        truth[0] = plant.t_outdoor_C
        truth[1] = plant.t_coil_C
        truth[2] = plant.t_suction_C
        truth[3] = plant.t_discharge_C
        truth[4] = plant.t_liquid_C
        truth[5] = plant.t_supply_C
        truth[6] = plant.t_return_C
        truth[7] = plant.t_room_C
        truth[8] = plant.p_suction_Pa
        truth[9] = plant.p_discharge_Pa
        seen = self.seen
        gain = self._gain
        counts = self.counts
        noise = self._noise
        dice = self._dice
        tables = self._tables
        origin_K = self._origin_K
        for i in range(8):
            t_C = seen[i]
            t_C += (truth[i] - t_C) * gain[i]
            seen[i] = t_C
            place = int((t_C + origin_K[i]) * _PER_K)
            n = place >> 10
            if n < 0 or n >= _CELLS:
                n = 0 if n < 0 else _CELLS - 1
                place = 0
            table = tables[i]
            u_uV = table[n]
            dice = dice * _TIMES + _PLUS & _MASK
            u_uV += ((table[n + 1] - u_uV) * (place & 1023) >> 10) + noise[dice >> 10] + 62
            counts[i] = u_uV - u_uV % COUNT_uV
        for i in range(2):
            p_Pa = seen[8 + i]
            p_Pa += (truth[8 + i] - p_Pa) * gain[8 + i]
            seen[8 + i] = p_Pa
            level_uV = self._zero_uV[i] + p_Pa * self._per_Pa[i]
            if level_uV > _CLIP_uV:
                level_uV = _CLIP_uV
            dice = dice * _TIMES + _PLUS & _MASK
            u_uV = int(level_uV) + noise[dice >> 10] + 62
            counts[8 + i] = u_uV - u_uV % COUNT_uV
        dice = dice * _TIMES + _PLUS & _MASK
        u_uV = self._supply_uV + noise[dice >> 10] + 62
        counts[10] = u_uV - u_uV % COUNT_uV
        self._dice = dice
        if self.spoil is not None:
            self.spoil()
