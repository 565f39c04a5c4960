"""tools.image: the file for a board's flash, without a board.

The image is written to a boot loader that is not there, its file system is mounted by a real
MicroPython, and the firmware in it runs a house.
"""

import functools
import re
import subprocess

import pytest
from chips import boot_loader, official

from tools import deploy, image, pinout, pythons

ROOT = pythons.ROOT
BLOCKS = {"esp32": 512, "esp32s3": 1536, "esp32c3": 512}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """build(board, source) -> path of its merged image, made once."""

    @functools.cache
    def build(board, source=False):
        out = tmp_path_factory.mktemp("image") / f"{board}.bin"
        image.build(board, official(pinout.load(board).chip), None, out, source)
        return out

    return build


def booted(interpreter, path, blocks, *more):
    command = [interpreter, "-X", "heapsize=4m", "host_tests/runtime/image_boot.py"]
    done = subprocess.run(
        [*command, str(path), str(0x200000), str(blocks), *more],
        cwd=ROOT, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


def sum_of(data):
    total = 0
    for byte in data:
        total = (total * 31 + byte) & 0xFFFFFF
    return total


@pytest.mark.parametrize("board", deploy.boards())
def test_a_real_micropython_mounts_what_was_laid_out(built, micropython32, board, tmp_path):
    deploy.gather(board, tmp_path)
    wanted = {
        f"{len(data)} {sum_of(data)} {path.relative_to(tmp_path)}"
        for path in tmp_path.rglob("*")
        if path.is_file()
        for data in [path.read_bytes()]
    }
    assert any(line.endswith(" boot.py") for line in wanted)
    found = booted(micropython32, built(board), BLOCKS[pinout.load(board).chip])
    assert set(found) == wanted


@pytest.mark.parametrize("board", deploy.boards())
def test_the_official_image_lies_in_front_unchanged(built, board):
    chip = pinout.load(board).chip
    data, merged = official(chip).read_bytes(), built(board).read_bytes()
    offset = {"esp32": 0x1000}.get(chip, 0)
    assert merged[offset : offset + len(data)] == data
    assert len(merged) == 0x200000 + BLOCKS[chip] * 4096


def test_the_firmware_in_an_image_boots_and_runs_an_hour(built, micropython32):
    path = built("esp32_s3_rig", source=True)
    lines = booted(micropython32, path, BLOCKS["esp32s3"], "3600")
    assert lines[0] == "main is /flash/main.py"
    # a second less: the clock starts with the first scan
    assert re.match(r"ran 3599 s: [A-Z_]+ .* \d+$", lines[-1])
    assert int(lines[-1].split()[-1]) >= 8  # moves: it held, started, ran and stopped


def test_an_image_is_written_to_a_boot_loader_and_its_hash_is_verified(built, tmp_path, capfd):
    name, out = str(official("esp32")), tmp_path / "esp32_devkit.bin"
    with boot_loader("esp32") as port:
        status = image.main(["esp32_devkit", "--image", name, "--port", port, "--out", str(out)])
    said = capfd.readouterr().out
    assert status == 0, said
    assert "Hash of data verified" in said
    assert out.read_bytes() == built("esp32_devkit").read_bytes()  # made twice, the same


def test_a_port_with_nobody_there_fails_and_says_so(capfd):
    name = str(official("esp32"))
    status = image.main(["esp32_devkit", "--image", name, "--port", "socket://127.0.0.1:9"])
    assert status == 1
    assert "socket://127.0.0.1:9" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["esp64", "--image", "x"], "board: esp64 is not one of esp32_c3_mini,"),
        (["esp32_devkit"], "image: name the .bin of MicroPython for the board: IMAGE=FILE"),
        (["esp32_devkit", "--image", "/nowhere.bin"], "image: /nowhere.bin cannot be read: No su"),
        (["esp32_devkit", "--image", __file__], "is not an image of MicroPython for an ESP32"),
        (["esp32_devkit", "--image", "x", "--flash", "3"], "flash: 3 is not one of 2, 4, 8, 16"),
    ],
)
def test_bad_input_gets_a_sentence(capsys, tmp_path, arguments, sentence):
    out = tmp_path / "kept.bin"
    out.write_text("kept")
    assert image.main([*arguments, "--out", str(out)]) == 2
    assert sentence in capsys.readouterr().out
    assert out.read_text() == "kept"


def test_an_image_for_another_chip_is_refused(capsys):
    assert image.main(["esp32_s3_rig", "--image", str(official("esp32"))]) == 2
    assert "is for ESP32; the board has an ESP32-S3" in capsys.readouterr().out


def test_an_image_that_is_too_old_is_refused(capsys, tmp_path):
    data = official("esp32").read_bytes().replace(b"MicroPython v1.27.0", b"MicroPython v1.20.0")
    (tmp_path / "old.bin").write_bytes(data)
    assert image.main(["esp32_devkit", "--image", str(tmp_path / "old.bin")]) == 2
    assert "MicroPython is 1.20; 1.27 or newer is needed" in capsys.readouterr().out


def test_an_image_whose_table_has_a_file_system_is_refused(capsys, tmp_path):
    """Its size would be another than the flash's end, and it would be taken for corrupt."""
    data = bytearray(official("esp32").read_bytes())
    at = 0x8000 - 0x1000 + 3 * 32
    data[at : at + 32] = b"\xaa\x50\x01\x81" + bytes(8) + b"vfs".ljust(20, b"\0")
    (tmp_path / "own.bin").write_bytes(data)
    assert image.main(["esp32_devkit", "--image", str(tmp_path / "own.bin")]) == 2
    assert "has a file system of its own size" in capsys.readouterr().out


def test_a_flash_without_room_is_refused(capsys):
    arguments = ["esp32_devkit", "--image", str(official("esp32")), "--flash", "2"]
    assert image.main(arguments) == 2
    assert "flash: 2 MB leave 0 bytes behind" in capsys.readouterr().out
