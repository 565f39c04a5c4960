"""exp and log of the virtual board: right, and the same on every interpreter."""

import math
import struct
import subprocess
from decimal import Decimal, localcontext
from pathlib import Path

import exact
import pytest

from tools import pythons

ROOT = Path(__file__).resolve().parent.parent

SAME_BITS = """
import sys
sys.path.insert(0, "boards/virtual")
if len(sys.argv) > 1:
    import ffi
    libm = ffi.open("libm.so.6")
    env = bytearray(28)
    libm.func("i", "fegetenv", "p")(env)
    env[0], env[1] = 0x7F, 0x02
    libm.func("i", "fesetenv", "p")(env)
import struct
import exact
total = 0
for k in range(3000):
    for value in (exact.exp(k * 0.31 - 480.0), exact.log(1e-6 + k * k * 0.37), exact.exp(k / 4e4),
                  exact.log(0.92 + k / 1.9e4)):
        for byte in struct.pack("<d", value):
            total = (total * 31 + byte) % 8388593
print(total)
"""


def _off(value, truth):
    return abs(float((Decimal(value) - truth) / truth))


def test_exp_is_right_to_the_last_digits_over_its_whole_range():
    with localcontext() as context:
        context.prec = 50
        worst = max(_off(exact.exp(x), Decimal(x).exp()) for x in
                    [k * 0.7331 - 700 for k in range(1920)] + [k * 2e-3 - 0.9 for k in range(999)])
    assert worst < 1e-15


def test_log_is_right_to_the_last_digits_and_close_to_one():
    with localcontext() as context:
        context.prec = 50
        inputs = [1.0 + s * 2.0**-k for k in range(2, 52) for s in (-1, 1)]
        inputs += [1.37**k for k in range(-900, 900)] + [0.4 + k * 1.3e-3 for k in range(999)]
        worst = max(_off(exact.log(x), Decimal(x).ln()) for x in inputs if x != 1.0)
    assert worst < 1e-15


def test_exact_ends():
    assert exact.exp(0.0) == 1.0 and exact.log(1.0) == 0.0
    assert exact.exp(-1e9) == 0.0
    assert exact.log(exact.exp(10.0)) == 10.0
    with pytest.raises(OverflowError):
        exact.exp(710.0)
    with pytest.raises(OverflowError):
        exact.exp(math.nan)
    for bad in (0.0, -1.0, math.inf, math.nan):
        with pytest.raises(ValueError):
            exact.log(bad)


def test_every_interpreter_computes_the_same_bits(interpreter, tmp_path):
    script = tmp_path / "same_bits.py"
    script.write_text(SAME_BITS)
    more = ["53"] if interpreter == "micropython32" else []

    def printed(name, *more):
        command = [pythons.find(name), str(script), *more]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert printed(interpreter, *more) == printed("cpython")


DECIMALS = """
import struct
from plant import props_r290 as fluid
h = 0
for row in fluid.ROWS + (fluid.WORK, (fluid.WORK_SH,)):
    for x in row:
        for byte in struct.pack("<d", exact.decimal(x)):
            h = (h * 31 + byte) % 16777213
print(h)
"""


def test_every_decimal_of_the_plant_is_the_same_double_on_every_interpreter(interpreter):
    script = SAME_BITS[: SAME_BITS.index("import struct")]
    script += 'sys.path.insert(0, "host_tests/cpython")\n' * (interpreter == "cpython")
    script += "import exact\n" + DECIMALS
    command = [pythons.find(interpreter), "-c", script]
    if interpreter == "micropython32":
        script = script.replace("len(sys.argv) > 1", "True")
        command[-1] = script
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert int(done.stdout) == _as_written()


def _as_written():
    """The same sum over the literals as CPython reads them, which is right to the last bit."""
    module = {}
    exec((ROOT / "boards/virtual/plant/props_r290.py").read_text(), module)
    h = 0
    for row in (*module["ROWS"], module["WORK"], (module["WORK_SH"],)):
        for x in row:
            for byte in struct.pack("<d", x):
                h = (h * 31 + byte) % 16777213
    return h


@pytest.mark.parametrize("x", [0.0, 1e-11, -0.0047171, 123456789.0, 5485998.5, -1.2165594e8, 3e14])
def test_a_decimal_that_was_read_well_stays_what_it_is(x):
    assert exact.decimal(x) == x
