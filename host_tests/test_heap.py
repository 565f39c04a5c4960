"""The firmware fits into the heap of an ESP32, boots again, and does not grow in an hour."""

import pytest

from tools import heap

_NEEDED_MOST = 160_000  # bytes; an ESP32-WROOM without Wi-Fi has about 165 000 free


@pytest.mark.parametrize("board", heap.BOARDS)
def test_the_firmware_fits_and_does_not_grow_in_an_hour(micropython32, board):
    scans = 14_400 if board == "esp32_s3_rig" else 1200
    found = heap.measure(board, scans=scans)
    assert found["chips"] - found["booted"] < _NEEDED_MOST
    assert heap.grown(found) == 0
    if scans == 14_400:
        assert int(found["ran"].split()[0]) > 10_000  # the compressor ran most of the hour


def test_a_heap_that_is_too_small_is_said(micropython32, capsys):
    assert heap.main(["--heap", "64", "--scans", "480"]) == 1
    assert "esp32_s3_rig does not fit into 64 kB: MemoryError" in capsys.readouterr().out


def test_growth_is_found():
    assert heap.grown({"minute": 20_000, "hour": 19_000}) == 1000
    assert heap.grown({"minute": 20_000, "hour": 19_900}) == 0


@pytest.mark.parametrize("arguments", (["--heap", "8"], ["--scans", "10"]))
def test_bad_input_gets_a_sentence(capsys, arguments):
    assert heap.main(arguments) == 2
    assert capsys.readouterr().out.startswith("heap: 32..4096 kB and 480 scans at least")
