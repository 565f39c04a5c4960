"""A machine at the wires of a board with three ADS1115: it follows the relay of its compressor.

Import it before main: it puts the chips that are not there in place of machine and time.
"""

import sys

import fake_chips
import fake_esp32

chip = fake_esp32.Chip()
_time = sys.modules.get("time")
sys.modules["machine"], sys.modules["time"] = chip.machine, chip.time
import pins  # noqa: E402  (rows only)

front = chip.front_end()
pzem = chip.uart.answers = fake_chips.Pzem()
# wire: microvolts at rest (20 degC, 9 and 9 bar) and while the compressor runs
MOVES = (
    ("p_discharge", 765_000, 1_150_000), ("p_suction", 765_000, 480_000),
    ("reference", 2_250_000, 2_250_000), ("t_discharge", 1_937_000, 1_250_000),
    ("t_suction", 1_250_000, 1_700_000), ("t_liquid", 1_250_000, 900_000),
    ("t_coil", 1_700_000, 1_800_000), ("t_outdoor", 1_650_000, 1_650_000),
)  # fmt: skip
# wire: the inputs of its chip, also while that is off the bus, and which of them
PLACES = {wire: (front[address].volts_uV, number) for wire, address, number in pins.INPUTS}
COMPRESSOR = dict(pins.RELAYS)["compressor"]
broken = {}  # wire: microvolts that it has whatever the machine does
for _volts_uV, _number in PLACES.values():
    _volts_uV[_number] = 1_250_000
for _wire, _rest_uV, _ in MOVES:
    _volts_uV, _number = PLACES[_wire]
    _volts_uV[_number] = _rest_uV
(PRESSOSTAT,) = [number for name, number, _ in pins.PINS if name == "pressostat"]
chip.levels[PRESSOSTAT] = 0


def give_back_time():
    """After main and board are loaded: CPython's own modules want theirs."""
    if _time:
        sys.modules["time"] = _time


def on():
    """The relay of the compressor."""
    return chip.level(COMPRESSOR) == 1


def move():
    """What the machine does in a scan."""
    pzem.power_dW = 15_000 if on() else 120
    for wire, rest_uV, runs_uV in MOVES:
        volts_uV, number = PLACES[wire]
        volts_uV[number] += ((runs_uV if on() else rest_uV) - volts_uV[number]) // 32
    for wire in broken:
        volts_uV, number = PLACES[wire]
        volts_uV[number] = broken[wire]


def scan(unit, ms=250):
    """Idle, and step for as long as it was."""
    before_ms = chip.now_ms
    unit.wiring.idle_ms(ms)
    move()
    unit.step(chip.now_ms - before_ms)
