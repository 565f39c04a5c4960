"""Weather files in, a year read an hour at a time out."""

from pathlib import Path

import pvlib
import pytest
import weather as on_the_board

from tools import weather

DATA = Path(pvlib.__file__).parent / "data"
HOUR_s = 3600


@pytest.fixture(scope="module")
def greensboro(tmp_path_factory):
    return weather.compact("greensboro", tmp_path_factory.mktemp("weather"))


def tmy3_with(tmp_path, row, column, value):
    """A copy of Greensboro with one field of one row (the first is 1) changed."""
    lines = (DATA / "723170TYA.CSV").read_text().splitlines()
    fields = lines[row - 1].split(",")
    fields[column] = value
    lines[row - 1] = ",".join(fields)
    path = tmp_path / "changed.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


T_DRY, RH, GHI = 31, 37, 4  # columns of a TMY3 file


def epw(tmp_path, hours=8760, change=None, place="here.epw"):
    """An EPW file (EnergyPlus Auxiliary Programs, 2.9): -5 degC, 80 %, no sun, one change."""
    lines = ["LOCATION,Here,-,-,test,0,50.0,8.0,1.0,100.0"] + ["DESIGN CONDITIONS,0"] + ["X"] * 6
    for h in range(hours):
        fields = [2001, 1, 1, h % 24 + 1, 60, "?9", -5.0, -8.0, 80, 99000, *[0] * 25]
        if change and change[0] == h:
            fields[change[1]] = change[2]
        lines.append(",".join(str(f) for f in fields))
    path = tmp_path / place
    path.write_text("\n".join(lines) + "\n")
    return path


# ---------------------------------------------------------------- the tool


def test_every_place_gives_a_year_of_lines_of_one_length(tmp_path):
    for place in weather.PLACES:
        heading, *lines = weather.compact(place, tmp_path).read_text().splitlines()
        assert heading.startswith("# t_cC rh_pm ghi_W")
        assert len(lines) == 8760 and len({len(line) for line in lines}) == 1


def test_greensboro_is_what_stands_in_its_file(greensboro):
    lines = greensboro.read_text().splitlines()
    # row 3 of the TMY3 file ends at 01:00 on 1 January: 10.0 degC, 77 %, no sun
    assert lines[1 + 1].split() == ["1000", "770", "0"]
    # its last row, 24:00 on 31 December, is midnight: 2.2 degC, 89 %
    assert lines[1].split() == ["220", "890", "0"]


def test_the_sun_of_a_year_is_kept(greensboro):
    of_file = sum(
        int(line.split(",")[GHI]) for line in (DATA / "723170TYA.CSV").read_text().splitlines()[2:]
    )
    of_ours = sum(int(line.split()[2]) for line in greensboro.read_text().splitlines()[1:])
    assert of_ours == pytest.approx(of_file, rel=2e-3)


def test_miami_is_warm_and_sand_point_is_not(tmp_path):
    def mean_C(place):
        lines = weather.compact(place, tmp_path).read_text().splitlines()[1:]
        return sum(int(line.split()[0]) for line in lines) / len(lines) / 100

    assert mean_C("miami") == pytest.approx(24.3, abs=0.1)  # pvlib's own mean of the column
    assert 3 < mean_C("sandpoint") < 6


def test_an_epw_file_is_read(tmp_path):
    lines = weather.compact(str(epw(tmp_path)), tmp_path).read_text().splitlines()
    assert len(lines) == 8761 and lines[5].split() == ["-500", "800", "0"]


def test_a_leap_year_loses_its_29_february(tmp_path):
    rows = weather.hours(epw(tmp_path, hours=8784, change=(59 * 24 + 5, 6, 33.0)))
    assert len(rows) == 8760 and all(t_cC == -500 for t_cC, _, _ in rows)


def test_the_coldest_and_warmest_hour_of_a_stay(tmp_path):
    path = weather.compact(str(epw(tmp_path, change=(5, 6, 33.0))), tmp_path)
    warm_h = 6  # the row of hour 5 is the hour that ends at 06:00
    assert weather.coldest_and_warmest_cC(path, (warm_h - 2) * 3600, 7200) == (-500, 3300)
    assert weather.coldest_and_warmest_cC(path, (warm_h + 1) * 3600, 7200) == (-500, -500)


def test_a_file_is_not_read_again_when_it_has_not_changed(tmp_path, monkeypatch):
    path = epw(tmp_path)
    first = weather.compact(str(path), tmp_path)
    monkeypatch.setattr(weather, "hours", None)
    assert weather.compact(str(path), tmp_path) == first


def refused(path, tmp_path):
    with pytest.raises(weather.BadInput) as problem:
        weather.compact(str(path), tmp_path / "out")
    assert "\n" not in str(problem.value)
    assert not (tmp_path / "out").exists()
    return str(problem.value)


@pytest.mark.parametrize(
    ("column", "value", "named"),
    [
        (T_DRY, "99.9", "dry-bulb temperature 99.9 is outside -70..70 degC"),
        (T_DRY, "warm", "dry-bulb temperature warm is outside -70..70 degC"),
        (T_DRY, "", "dry-bulb temperature nothing is outside"),
        (RH, "-9", "relative humidity -9 is outside 0..110 %"),
        (GHI, "9999", "global horizontal radiation 9999 is outside 0..1500 Wh/m2"),
    ],
)
def test_a_bad_value_in_a_tmy3_row_is_named_with_its_row_and_range(tmp_path, column, value, named):
    sentence = refused(tmy3_with(tmp_path, 1234, column, value), tmp_path)
    assert sentence.startswith("weather file changed.csv, row 1234: ")
    assert named in sentence


def test_a_bad_value_in_an_epw_row_is_named_with_its_row_and_range(tmp_path):
    sentence = refused(epw(tmp_path, change=(100, 8, 999)), tmp_path)
    assert sentence == (
        "weather file here.epw, row 109: relative humidity 999 is outside 0..110 %"
    )


def test_a_torn_first_line_is_named(tmp_path):
    path = epw(tmp_path)
    first, *others = path.read_text().splitlines()
    path.write_text("\n".join([",".join(first.split(",")[:7]), *others]))
    assert refused(path, tmp_path) == "weather file here.epw, row 1: 7 fields, 10 expected"


def test_a_torn_row_is_named(tmp_path):
    path = epw(tmp_path)
    lines = path.read_text().splitlines()
    lines[499] = lines[499][:40]
    path.write_text("\n".join(lines))
    assert "row 500: " in refused(path, tmp_path) and "35 expected" in refused(path, tmp_path)


def test_half_a_year_is_refused(tmp_path):
    assert "4000 hours, a year of 8760" in refused(epw(tmp_path, hours=4000), tmp_path)


@pytest.mark.parametrize("content", [b"", b"hello\n", b"\x00\xff\x00" * 100, b"LOCATION,x\n"])
def test_a_file_that_is_no_weather_at_all_is_refused(tmp_path, content):
    path = tmp_path / "what.dat"
    path.write_bytes(content)
    assert "weather file what.dat" in refused(path, tmp_path)


def test_a_file_that_may_not_be_read_is_refused(tmp_path, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(weather.BadInput, match=r"here\.epw: cannot be read: Permission denied"):
        weather.compact(str(epw(tmp_path)), tmp_path)


def test_the_command_says_why_and_exits_with_2(tmp_path, capsys):
    assert weather.main([str(epw(tmp_path, hours=24))]) == 2
    assert "24 hours" in capsys.readouterr().err


# ---------------------------------------------------------------- on the board


def lines(tmp_path, *rows):
    path = tmp_path / "small.txt"
    path.write_text("# heading\n" + "".join(f"{t:6d} {rh:4d} {ghi:4d}\n" for t, rh, ghi in rows))
    return str(path)


def test_between_two_marks_weather_is_a_straight_line(tmp_path):
    year = on_the_board.Weather(lines(tmp_path, (-500, 800, 0), (500, 600, 100), (0, 700, 0)))
    assert (year.t_outdoor_C, year.rh, year.ghi_W) == (-5.0, 0.8, 0.0)
    year.at(900.0)
    assert (year.t_outdoor_C, year.ghi_W) == (-2.5, 25.0)
    assert year.rh == pytest.approx(0.75)
    year.at(HOUR_s * 1.5)
    assert year.t_outdoor_C == 2.5


def test_after_the_last_hour_comes_the_first(tmp_path):
    year = on_the_board.Weather(lines(tmp_path, (-500, 800, 0), (500, 600, 0), (100, 700, 0)))
    assert year.at(2.5 * HOUR_s).t_outdoor_C == pytest.approx(-2.0)  # from 1 to -5
    assert year.at(3 * HOUR_s).t_outdoor_C == -5.0
    assert year.at(7.0 * HOUR_s).t_outdoor_C == 5.0


def test_a_run_may_start_on_any_day(tmp_path, greensboro):
    year = on_the_board.Weather(str(greensboro), start_s=14 * 86400 + 6 * HOUR_s)
    # 06:00 on 15 January: row 2 + 14 * 24 + 6 of the TMY3 file
    row = (DATA / "723170TYA.CSV").read_text().splitlines()[1 + 14 * 24 + 6].split(",")
    assert year.t_outdoor_C == float(row[T_DRY])
    assert year.rh == float(row[RH]) / 100


def test_without_a_file_it_is_two_degrees_and_damp_for_ever():
    year = on_the_board.Weather()
    assert (year.at(1e9).t_outdoor_C, year.rh, year.ghi_W) == (2.0, 0.84, 0.0)


def test_a_file_without_hours_is_refused(tmp_path):
    with pytest.raises(ValueError, match="no hours in it"):
        on_the_board.Weather(lines(tmp_path))
