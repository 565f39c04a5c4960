"""Settings after a power cut: saved ones, the owner's file, and those that are refused."""

import pytest
from files import Files
from flash import files_of, power_on
from heatpump.keep import Keep
from heatpump.settings import Settings
from heatpump.store import pack


def test_saved_settings_are_in_force_after_a_power_cut():
    unit = power_on()
    assert unit.settings.take({"room_heat_cC": 2150}) == []
    assert unit.keep.save() is None
    assert power_on(files_of()).settings.room_heat_cC == 2150


def test_the_owners_file_wins_when_it_is_new_and_only_then():
    text = '{"room_heat_cC": 1900}'
    unit = power_on(text=text)
    unit.settings.take({"room_heat_cC": 2150})
    unit.keep.save()
    assert power_on(files_of(), text=text).settings.room_heat_cC == 2150
    again = power_on(files_of(), text='{"room_heat_cC": 2000}')
    assert again.settings.room_heat_cC == 2000
    assert power_on(files_of()).settings.room_heat_cC == 2000, "and is kept without the file"


def test_settings_are_written_so_often_a_day_and_no_more():
    unit = power_on()
    most = unit.settings.settings_writes_day
    assert [unit.keep.save() for _ in range(most)] == [None] * most
    before = dict(files_of().data)
    assert "%d times" % most in unit.keep.save()  # noqa: UP031
    assert files_of().data == before
    unit.uptime_s = 86400
    assert unit.keep.save() is None


def refused(data, text=None):
    unit = power_on(Files(data), text=text)
    assert unit.guard.inhibited and unit.guard.inhibited.startswith("settings are refused")
    return unit.guard.inhibited


@pytest.mark.parametrize("kept, said", [
    ({"text": 0, "rows": {"room_heat_cC": 99999}}, "room_heat_cC: 99999 is outside"),
    ({"text": 0, "rows": {"no_such": 1}}, "no_such"),
    ({"text": 0, "rows": {"room_heat_cC": 21.5}}, "not a whole number"),
    ({"text": 0, "rows": {"room_heat_cC": True}}, "not a whole number"),
    ({"text": 0, "rows": {"room_heat_cC": None}}, "not a whole number"),
    ({"text": 0, "rows": {"room_heat_cC": 1 << 70}}, "is outside"),
    ({"text": 0, "rows": [1, 2]}, "1: no such setting"),
    ({"text": 0, "rows": "x"}, "x: no such setting"),
    ([1, 2], "no object of rows"),
    (17, "no object of rows"),
])  # fmt: skip
def test_saved_settings_that_are_wrong_leave_it_inhibited_with_a_sentence(kept, said):
    assert said in refused({"settings.0": pack("settings", 1, kept)})


def test_settings_without_a_good_copy_leave_it_inhibited_even_beside_the_owners_file():
    said = refused({"settings.0": b"HP1 settings"}, text='{"room_heat_cC": 1900}')
    assert "settings.0 is damaged" in said


def test_nan_in_the_owners_file_is_a_sentence():
    assert "room_heat_cC" in refused({}, text='{"room_heat_cC": NaN}')


def test_an_inhibited_machine_can_be_saved_out_of_it():
    unit = power_on(Files({"settings.0": b"rubbish"}))
    assert unit.guard.inhibited
    assert unit.keep.save() is None
    assert power_on(files_of()).guard.inhibited is None


def test_a_settings_object_is_made_before_a_controller():
    keep = Keep(Files(), Settings())
    assert keep.load_settings(None) == [] and keep.save() is None
