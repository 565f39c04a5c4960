"""Refuse a relay or a sensor on a pin of an ESP32 that cannot bear it.

    python -m tools.pins [BOARD ...]        (default: every board with a pins.py)

Exit 0: every row is sound.  1: complaints, one a line.  2: a board that is not there.

Sources: Espressif's data sheets of ESP32, ESP32-S3 and ESP32-C3, "Strapping Pins" and "Pin
Mapping Between Chip and Flash"; ESP-IDF's programming guide, "GPIO & RTC GPIO", whose table for
each chip says which pins are on ADC1, ADC2, USB, UART0, the flash, or input-only.

A relay on a strapping pin moves while the chip starts, or keeps it from starting; on
the console it follows every letter that is printed; ADC2 is taken by Wi-Fi.
"""

import ast
import sys

from tools import pinout

EVERYTHING = ("relay", "out", "bus", "in", "adc")
DRIVEN = ("relay", "out", "bus")

# fmt: off
STRAPPING = "a strapping pin: its level at reset decides how the chip starts"
FLASH = "wired to the flash or the memory inside the module"
CONSOLE = "the console's: it moves with every letter that is printed"
USB = "the USB port's"
INPUT_ONLY = "an input only"
ADC2 = "on ADC2, which Wi-Fi takes away"
NO_ADC = "on no converter"

# chip: rows of (pins, why, kinds that may not be there)
RULES = {
    "esp32": (
        ((0, 2, 5, 12, 15),           STRAPPING,  EVERYTHING),
        (range(6, 12),                FLASH,      EVERYTHING),
        ((1, 3),                      CONSOLE,    EVERYTHING),
        (range(34, 40),               INPUT_ONLY, DRIVEN),
        ((4, 13, 14, 25, 26, 27),     ADC2,       ("adc",)),
        ((16, 17, 18, 19, 21, 22, 23), NO_ADC,    ("adc",)),
    ),
    "esp32s3": (
        ((0, 3, 45, 46),              STRAPPING,  EVERYTHING),
        (range(26, 38),               FLASH,      EVERYTHING),  # 33..37 where it is octal
        ((43, 44),                    CONSOLE,    EVERYTHING),
        ((19, 20),                    USB,        EVERYTHING),
        (range(11, 19),               ADC2,       ("adc",)),
        ((21, *range(38, 43), 47, 48), NO_ADC,    ("adc",)),
    ),
    "esp32c3": (
        ((2, 8, 9),                   STRAPPING,  EVERYTHING),
        (range(11, 18),               FLASH,      EVERYTHING),
        ((18, 19),                    USB,        EVERYTHING),
        ((21,),                       CONSOLE,    EVERYTHING),
        ((20,),                       CONSOLE,    (*DRIVEN, "adc")),  # it only listens there
        ((5,),                        ADC2,       ("adc",)),
        ((6, 7, 10),                  NO_ADC,     ("adc",)),
    ),
}
EXISTING = {
    "esp32": {*range(20), 21, 22, 23, 25, 26, 27, *range(32, 40)},
    "esp32s3": {*range(22), *range(26, 49)},
    "esp32c3": set(range(22)),
}
# fmt: on


def complaints(rows):
    """Sentences about the rows of one board (see pinout.load)."""
    if rows.chip not in RULES:
        yield f"{rows.board}: chip {rows.chip} is none of {', '.join(RULES)}"
        return
    used = {}
    for wire, number, kind in [*((w, n, "relay") for w, n in rows.relays), *rows.pins]:
        what = f"{rows.board}: {'relay ' if kind == 'relay' else ''}{wire} on GPIO {number}"
        if kind not in EVERYTHING:
            yield f"{what}: {kind} is none of {', '.join(EVERYTHING)}"
        if wire not in pinout.WORDS:
            yield f"{what}: pinout.WORDS has no word on {wire}"
        if number in used:
            yield f"{what}: {used[number]} is there already"
        used[number] = wire
        yield from (f"{what}: that pin is {why}" for why in _faults(rows.chip, number, kind))
    yield from _inputs(rows)


def _faults(chip, number, kind):
    if number not in EXISTING[chip]:
        yield f"none of the {pinout.CHIPS[chip]}'s"
        return
    for numbers, why, kinds in RULES[chip]:
        if number in numbers and kind in kinds:
            yield why


def _inputs(rows):
    """Inputs of the parts in front of the converter."""
    orders, used = dict(rows.chips), set()
    for wire, part, number in rows.inputs:
        what = f"{rows.board}: {wire} on input {number} of {part}"
        allowed = range(1, 7) if part == "4051" else orders.get(part, ())
        if number not in allowed:
            yield f"{what}: read are only {', '.join(map(str, sorted(set(allowed)))) or 'none'}"
        if (part, number) in used:
            yield f"{what}: that input is taken"
        used.add((part, number))


def boot_numbers(board):
    """The bare numbers of a board's boot.py, which come before any table is read; () without."""
    path = pinout.BOARDS / board / "boot.py"
    for node in ast.walk(ast.parse(path.read_text() if path.exists() else "")):
        if isinstance(node, ast.For) and isinstance(node.iter, ast.Tuple):
            return ast.literal_eval(node.iter)
    return ()


def check(board):
    """All complaints about one board, its boot.py included."""
    rows = pinout.load(board)
    found = list(complaints(rows))
    numbers = tuple(number for _, number in rows.relays)
    if boot_numbers(board) != numbers:
        found.append(f"{board}: boot.py switches {boot_numbers(board)} off, relays are {numbers}")
    return found


def main(arguments=None):
    boards = sys.argv[1:] if arguments is None else arguments
    for board in boards:
        if board not in pinout.boards():
            print(f"board: {board} is not one of {', '.join(pinout.boards())}")
            return 2
    found = [line for board in boards or pinout.boards() for line in check(board)]
    for line in found:
        print(line)
    if not found:
        print(f"{len(boards or pinout.boards())} boards, every pin can bear what is on it")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
