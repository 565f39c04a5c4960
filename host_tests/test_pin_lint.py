"""tools.pins: a row that a chip cannot bear is refused with a sentence; ours are borne."""

from types import SimpleNamespace

import pytest

from tools import pinout, pins


def rows(chip, relays=(), others=(), inputs=(), chips=()):
    return SimpleNamespace(
        board="some_board", chip=chip, relays=relays, pins=others, inputs=inputs, chips=chips
    )


def complaints(*args, **kwargs):
    return list(pins.complaints(rows(*args, **kwargs)))


@pytest.mark.parametrize("board", pinout.boards())
def test_every_row_of_every_board_is_borne(board):
    assert pins.check(board) == []


# relays never on GPIO 0 1 2 3 5 6-11 12 15 34-39 of an ESP32
@pytest.mark.parametrize(
    ("chip", "numbers"),
    [
        ("esp32", (0, 1, 2, 3, 5, *range(6, 12), 12, 15, *range(34, 40))),
        ("esp32s3", (0, 3, 45, 46, 19, 20, 43, 44, *range(26, 38))),
        ("esp32c3", (2, 8, 9, *range(11, 18), 18, 19, 20, 21)),
    ],
)
def test_no_relay_may_sit_where_a_reset_would_move_it(chip, numbers):
    for number in range(64):
        found = complaints(chip, [("compressor", number)])
        if number in numbers or number not in pins.EXISTING[chip]:
            assert len(found) == 1, number
            assert found[0].startswith(f"some_board: relay compressor on GPIO {number}: that pin")
        else:
            assert found == [], number


@pytest.mark.parametrize(
    ("chip", "adc1"), [("esp32", range(32, 40)), ("esp32s3", range(1, 11)), ("esp32c3", range(5))]
)
def test_a_sensor_sits_on_the_converter_that_wifi_leaves_alone(chip, adc1):
    strapping = pins.RULES[chip][0][0]
    for number in pins.EXISTING[chip]:
        found = complaints(chip, others=[("t_coil", number, "adc")])
        assert (found == []) == (number in adc1 and number not in strapping), number


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("t_coil", 25, "adc"), "t_coil on GPIO 25: that pin is on ADC2, which Wi-Fi takes away"),
        (("flow", 6, "in"), "flow on GPIO 6: that pin is wired to the flash or the memory inside"),
        (("flow", 5, "in"), "flow on GPIO 5: that pin is a strapping pin: its level at reset"),
        (("mux_0", 35, "out"), "mux_0 on GPIO 35: that pin is an input only"),
        (
            ("sda", 1, "bus"),
            "sda on GPIO 1: that pin is the console's: it moves with every letter",
        ),
        (("flow", 24, "in"), "flow on GPIO 24: that pin is none of the ESP32's"),
        (("flow", 21, "input"), "flow on GPIO 21: input is none of relay, out, bus, in, adc"),
        (("flaw", 21, "in"), "flaw on GPIO 21: pinout.WORDS has no word on flaw"),
    ],
)
def test_a_wrong_row_is_refused_with_a_sentence(row, sentence):
    (found,) = complaints("esp32", others=[row])
    assert found.startswith(f"some_board: {sentence}")


def test_a_pin_that_does_two_things_is_refused():
    (found,) = complaints("esp32", [("fan", 27)], [("flow", 27, "in")])
    assert found == "some_board: flow on GPIO 27: fan is there already"


def test_an_input_that_nobody_reads_is_refused():
    grounded = complaints("esp32", inputs=[("t_coil", "4051", 7)])
    assert grounded == ["some_board: t_coil on input 7 of 4051: read are only 1, 2, 3, 4, 5, 6"]
    left_out = complaints("esp32s3", inputs=[("t_coil", 72, 3)], chips=[(72, (0, 1))])
    assert left_out == ["some_board: t_coil on input 3 of 72: read are only 0, 1"]
    twice = [("t_coil", 72, 0), ("t_room", 72, 0)]
    assert complaints("esp32s3", inputs=twice, chips=[(72, (0,))]) == [
        "some_board: t_room on input 0 of 72: that input is taken"
    ]


def test_a_chip_without_rules_is_named():
    assert complaints("esp8266") == ["some_board: chip esp8266 is none of esp32, esp32s3, esp32c3"]


def test_a_boot_file_that_forgot_a_relay_is_refused(monkeypatch):
    monkeypatch.setattr(pins, "boot_numbers", lambda board: (4, 5, 6, 7, 15))
    (found,) = pins.check("esp32_s3_rig")
    assert "boot.py switches (4, 5, 6, 7, 15) off, relays are (4, 5, 6, 7, 15, 16)" in found


def test_the_command_names_a_board_that_is_not_there(capsys):
    assert pins.main(["esp64"]) == 2
    assert "board: esp64 is not one of esp32_c3_mini," in capsys.readouterr().out
    assert pins.main([]) == 0
