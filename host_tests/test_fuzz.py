"""What nobody would write or type: settings files by the ten thousand, commands at the REPL.

HEATPUMP_FUZZ files and commands: few in `make test`, 100,000 of each kind in `make fuzz`.
"""

import os
import random
import subprocess
from pathlib import Path

import board
import pytest
from heatpump import bench, bench_text, bench_unit
from heatpump.settings_rows import ROWS

from tools import pythons
from tools.laws import Laws, limits

ROOT = Path(__file__).resolve().parent.parent
COUNT = int(os.environ.get("HEATPUMP_FUZZ", "5000"))


def test_no_file_of_settings_raises_or_is_taken_out_of_bounds(interpreter):
    done = subprocess.run(
        [pythons.find(interpreter), "host_tests/runtime/fuzz_settings.py", str(COUNT), "1"],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    print(interpreter, done.stdout.strip())
    words = done.stdout.replace(",", "").split()
    assert int(words[0]) == COUNT == int(words[2]) + int(words[4])
    assert int(words[2]) > COUNT // 50  # sound files are among them, and taken


# ---------------------------------------------------------------- what is typed

ODD = (None, True, False, -1, 0, 1, 2, 3.5, float("nan"), float("inf"), 1 << 40, -(1 << 40), "",
       "x", "HEAT", "COOL", "DEFROST", "IDLE", "fan", "pump", "reverse", "compressor", "\x00",
       "\u2603" * 50, b"fan", [], {}, (), object(), [[[]]], "T_coil", "t_coil", 10, 64,
       {"season": 1}, [1, 2, 3])  # fmt: skip
LASTS = {"watch", "hold", "pulse", "dry_run"}  # take time: asked seldom, and for seconds


def commands():
    """Public functions of the bench, by inspection."""
    return {
        name: function
        for name, function in vars(bench).items()
        if callable(function) and not name.startswith("_")
        and getattr(function, "__module__", "") == bench_text.__name__ and name != "asks"
    }  # fmt: skip


def test_the_commands_of_a_person_are_all_found():
    assert {"look", "why", "watch", "cop", "log", "snapshot", "pulse", "hold", "dry_run", "set",
            "acknowledge"} <= set(commands())  # fmt: skip


def typed(dice, name):
    """Arguments as a person in a hurry, or a line of noise, would give them."""
    if name == "set" and dice.random() < 0.6:
        row = dice.choice(ROWS)
        if row[0] == "starts_per_hour":  # the monitor's window is as long
            return (), {}
        return (row[0], dice.choice((row[1], row[2], row[3], row[2] - 1, *ODD))), {}
    if name in LASTS:
        return (dice.choice(ODD), dice.choice((1, 2, 0, -1, 601, None, "1"))), {}
    values = tuple(dice.choice(ODD) for _ in range(dice.choice((0, 0, 1, 1, 2, 3))))
    return values, {"s": 1} if dice.random() < 0.02 else {}


@pytest.fixture
def house(monkeypatch):
    bench_unit.drop()
    board.configure({"settings": {"scan_ms": 1000}})
    bench_unit.boot()
    yield board.bench()
    bench_unit.drop()
    board.configure({})


def test_no_command_raises_or_breaks_a_law(house, monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)  # a record goes where it is asked to
    dice, count = random.Random(1), dict.fromkeys(commands(), 0)
    unit = bench_unit.unit()
    laws = Laws(house, limits("R290", True, unit.settings))
    laws.boots(unit)
    wires = bench_unit.wires()
    idle_ms = wires.idle_ms

    def idle_and_judge(ms):
        idle_ms(ms)
        laws.check()

    wires.idle_ms = idle_and_judge
    names = list(commands())
    for n in range(COUNT):
        name = dice.choice(names)
        if name in ("dry_run", "help", "snapshot") and n % 50:  # long or wordy: seldom
            name = dice.choice(("set", "why", "look"))
        values, named = typed(dice, name)
        if name == "watch" and values[0] is None:
            values = (2,)  # without seconds it runs for ever
        commands()[name](*values, **named)
        count[name] += 1
        assert not sum(house.relays.asked), (name, values, named)
        laws._limits.__dict__.update(limits("R290", True, unit.settings).__dict__)
        laws.check()  # what a command switches off at its end is a stop
        assert laws.violations == [], (name, values, named)
        unit.settings.scan_ms = 1000
        capsys.readouterr()
    print(f"0 violations, 0 exceptions in {sum(count.values()):,} commands")
    assert all(count.values()), count
