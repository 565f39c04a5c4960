"""The defaults of good practice are those that ship, and no setting leaves their hard limits.

The numbers stand in the manuals that settings_rows.py names behind its rows; of two that differ,
the safer.
"""

from pathlib import Path

import pytest
from heatpump import settings

PAGE = Path(__file__).resolve().parent.parent / "firmware" / "README.md"
ROWS = {row[0]: row[1:] for row in settings.ROWS}
# fmt: off
PRACTICE = (
    # name                 default, least, most (None: the manuals give no limit)
    ("scan_ms",                250,   100,  1000),
    ("compressor_off_s",       300,   180,  1800),
    ("compressor_on_s",        180,    60,  3600),
    ("comfort_on_s",           600,    60,  3600),
    ("start_to_start_s",       600,   360,  None),
    ("starts_per_hour",          6,  None,    10),
    ("grid_start_to_start_s", 1200,   360,  None),
    ("grid_starts_per_hour",     3,  None,    10),
    ("boot_hold_s",            300,   180,  None),
    ("fan_pre_s",               15,  None,  None),
    ("fan_post_s",              60,  None,  None),
    ("pump_pre_s",              60,  None,  None),
    ("pump_post_s",            180,  None,  None),
    ("valve_off_s",             30,    30,  None),
    ("valve_settle_s",          15,    15,  None),
    ("valve_hold_s",            60,    60,  None),
    ("valve_span_kPa",        3100,  None,  3100),
    ("mode_change_s",          600,   300,  None),
    ("hp_warn_permille",       920,  None,  1000),
    ("hp_unload_permille",     950,  None,  1000),
    ("hp_trip_permille",      1000,  None,  1000),
    ("hp_restart_permille",    750,  None,  1000),
    ("lp_blank_start_s",       120,  None,  None),
    ("lp_blank_flip_s",         90,  None,  None),
    ("discharge_trip_cC",    11500,  None, 12500),
    ("discharge_max_cC",     12500,  None, 12500),
    ("discharge_restart_cC",  9000,  None, 12500),
    ("water_trip_cC",          300,  None,  None),
    ("water_reset_cC",         800,  None,  None),
    ("water_frost_cC",         400,  None,  None),
    ("defrost_outdoor_cC",     600,  None,  None),
    ("defrost_coil_cC",       -300,  None,  None),
    ("defrost_sure_s",         180,  None,  None),
    ("icing_s",               2400,  1800,  5400),
    ("defrost_forced_s",     21600,  None,  None),
    ("defrost_timed_s",       5400,  1800,  None),
    ("defrost_apart_s",       1800,  1800,  None),
    ("defrost_end_cC",        1500,  None,  None),
    ("defrost_least_s",         60,  None,  None),
    ("defrost_most_s",         600,  None,   840),
    ("defrost_dwell_s",         60,    60,  None),
    ("trip_retry_s",           600,   600,  None),
    ("crankcase_off_s",      10800,  None,  None),
    ("crankcase_cC",           300,  None,  None),
    ("crankcase_start_cC",     800,  None,  None),
    ("exercise_h",              72,  None,  None),
    ("exercise_s",              30,  None,  None),
    ("remote_lease_min",        15,  None,  None),
    ("settings_writes_day",     24,  None,    24),
    ("log_flush_min",           15,    15,  None),
)
# what is no row, or another number than in the manuals: the page says where it is, or why not
EXPLAINED = (
    "output lease 3 s", "watchdog 8 s", "trip limits of each refrigerant", "below the pressostat",
    "suction filter 30 s", "samples, rates, 30 s", "3 in an hour, 5 in a day",
    "three times an hour", "valve proof within 120 s", "8 degC for 80 s", "6 h after a long power",
    "gas at 100 degC unload", "3 defrosts in a row", "4 K over the clear coil",
    "2 K above its frost", "short-cycle warning", "a defrost's restarts", "0..60 s",
)  # fmt: skip
# fmt: on


@pytest.mark.parametrize("row", PRACTICE, ids=lambda row: row[0])
def test_a_default_is_that_of_good_practice_and_cannot_leave_its_limits(row):
    name, default, least, most = row
    ships, low, high = ROWS[name]
    assert ships == default
    assert least is None or low >= least
    assert most is None or high <= most


@pytest.mark.parametrize("words", EXPLAINED)
def test_what_is_not_a_row_is_explained_on_the_page(words):
    section = PAGE.read_text().partition("### Defaults of good practice that are not rows")[2]
    assert words in section.partition("\n## ")[0]
