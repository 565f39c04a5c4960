"""A file of settings is taken whole or not at all, and says everything that is wrong with it."""

import json

import pytest
from heatpump.settings import RELATIONS, ROWS, Settings
from hypothesis import given
from hypothesis import strategies as st

NAMES = [row[0] for row in ROWS]


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_every_default_lies_within_its_limits(row):
    name, default, low, high = row
    assert low <= default <= high
    assert Settings().row(name) is row


def test_no_name_stands_twice_and_the_defaults_keep_every_relation():
    assert len(NAMES) == len(set(NAMES))
    assert Settings().take({}) == []
    assert all(a in NAMES and b in NAMES for a, b, _, _ in RELATIONS)


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda r: f"{r[0]} {r[1]} {r[3]}")
def test_every_relation_refuses_one_step_too_close_and_takes_the_closest(relation):
    lower, upper, apart, only = relation
    limits = {name: (low, high) for name, _, low, high in ROWS}
    rows = {r[0]: r for r in ROWS}
    base = {only[0]: only[1]} if only else {}
    least = max(limits[lower][0], limits[upper][0] - apart)
    at = min(max(least, rows[lower][1]), limits[upper][1] - apart)

    def said(distance):
        wanted = {**base, lower: at, upper: at + distance}
        return [e for e in Settings().take(wanted) if e.startswith(f"{lower} {at} and {upper} ")]

    if limits[lower][0] <= at <= limits[lower][1] and at + apart - 1 >= limits[upper][0]:
        assert len(said(apart - 1)) == 1
    assert said(apart) == []


def test_points_of_the_curve_that_are_not_used_are_not_compared():
    assert Settings().take({"curve_mild_out_cC": 500}) == []
    (error,) = Settings().take({"curve_mild_out_cC": 800, "curve_points": 5})
    assert error.startswith("curve_d_out_cC 900 and curve_mild_out_cC 800")


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_one_step_outside_a_limit_is_refused_with_the_range(row):
    name, _, low, high = row
    for value in (low - 1, high + 1):
        (error,) = Settings().take({name: value})
        assert error.startswith(f"{name}: {value} is outside {low}..{high}")


@pytest.mark.parametrize("bad", [True, 1.0, "300", None, [300], {}])
def test_only_whole_numbers_are_numbers(bad):
    (error,) = Settings().take({"compressor_off_s": bad})
    assert "is not a whole number" in error


def test_one_wrong_entry_rejects_the_whole_file_and_lists_every_error():
    settings = Settings()
    errors = settings.load(
        json.dumps({"compressor_off_s": 400, "no_such_thing": 1, "starts_per_hour": 99})
    )
    assert [e.split(":")[0] for e in errors] == ["no_such_thing", "starts_per_hour"]
    assert settings.compressor_off_s == 300


@pytest.mark.parametrize("text", ["", "{", "[]", "7", "nul", '{"scan_ms": NaN}', "\x00"])
def test_what_is_not_a_settings_file_is_refused(text):
    assert Settings().load(text)


def test_relations_between_rows_are_kept():
    settings = Settings()
    (error,) = settings.take({"discharge_trip_cC": 12000, "discharge_max_cC": 12100})
    assert "discharge_trip_cC 12000 and discharge_max_cC 12100" in error
    assert settings.discharge_trip_cC == 11500


values = st.one_of(st.integers(), st.booleans(), st.text(), st.none(), st.floats())


@given(st.dictionaries(st.one_of(st.sampled_from(NAMES), st.text()), values, max_size=6))
def test_no_file_whatever_brings_a_value_outside_its_limits(wanted):
    settings = Settings()
    errors = settings.load(json.dumps(wanted))
    for name, default, low, high in ROWS:
        value = getattr(settings, name)
        assert type(value) is int and low <= value <= high
        assert not errors or value == default
