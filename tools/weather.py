"""Weather files in, the small file that the simulated board reads out.

    python -m tools.weather greensboro|sandpoint|miami|FILE     prints where it was put

TMY3 and TM2 years come with pvlib; any TMY3, TM2 or EPW file can be named instead.  All
three are read by pvlib.  Out comes build/weather/NAME-CHECKSUM.txt: a line of heading and 8760
lines of the same length, one for each full hour of the year in local standard time from
1 January 00:00, integers: outdoor air in 0.01 degC, relative humidity in 0.1 %, and sun on
the flat in W/m2.  A file gives the sun as the mean of the hour that ends; a mark gets the
mean of the hours on both sides of it, so straight lines between marks keep the day's sum.
"""

import argparse
import csv
import os
import sys
import warnings
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACES = {
    "greensboro": "723170TYA.CSV",  # mixed, humid; North Carolina
    "sandpoint": "703165TY.csv",  # cold, maritime; Alaska
    "miami": "12839.tm2",  # hot, humid; Florida
}
_VERSION = 1  # of the small file; a new one is made anew
_HOURS = 8760
_LEAP_HOURS = 8784
_29_FEBRUARY = slice(59 * 24, 60 * 24)

# what, column, low, high, unit, factor into the small file
_QUANTITIES = (
    ("dry-bulb temperature", "temp_air", -70.0, 70.0, "degC", 100),
    ("relative humidity", "relative_humidity", 0.0, 110.0, "%", 10),
    ("global horizontal radiation", "ghi", 0.0, 1500.0, "Wh/m2", 1),
)


class BadInput(ValueError):
    """One sentence for the person who typed it: the thing, its value, what is allowed."""


class _Format:
    """How a kind of file is recognised, read, and where its rows and columns are."""

    def __init__(self, name, heading_lines, fields, read):
        self.name, self.heading_lines, self.fields, self.read = name, heading_lines, fields, read


def _read_epw(path):
    from pvlib import iotools

    return iotools.read_epw(path)[0]


def _read_tmy3(path):
    from pvlib import iotools

    return iotools.read_tmy3(path, map_variables=True)[0]


def _read_tm2(path):
    from pvlib import iotools

    frame = iotools.read_tmy2(path)[0]
    frame["temp_air"] = frame["DryBulb"] / 10.0
    return frame.rename(columns={"RHum": "relative_humidity", "GHI": "ghi"})


EPW = _Format("EPW", 8, 35, _read_epw)
TMY3 = _Format("TMY3", 2, None, _read_tmy3)
TM2 = _Format("TM2", 1, None, _read_tm2)
_EPW_PLACE = 10  # fields of its first line


def find(name):
    """Path of the file behind a name.  Raises BadInput when there is none."""
    if name in PLACES:
        import pvlib

        return Path(pvlib.__file__).parent / "data" / PLACES[name]
    path = Path(name)
    if path.is_file():
        return path
    raise BadInput(f"weather: {name} is neither {', '.join(PLACES)} nor a file that exists")


def _format_of(path, text):
    lines = text.split("\n", 2)
    if lines[0].upper().startswith("LOCATION,"):
        return EPW
    if len(lines) > 1 and lines[1].startswith("Date (MM/DD/YYYY)"):
        return TMY3
    if path.suffix.lower() == ".tm2":
        return TM2
    raise BadInput(
        f"weather file {path.name}: its first lines are not those of an EPW (LOCATION,...), "
        "TMY3 (second line Date (MM/DD/YYYY),...) or .tm2 file"
    )


def _torn_row(path, text, form):
    """The sentence for the first row that has too few or too many fields, or None."""
    rows = text.splitlines()
    if form is TM2:
        wanted = len(rows[1]) if len(rows) > 1 else 142
        for number, row in enumerate(rows[1:], 2):
            if row.strip() and len(row) != wanted:
                return (
                    f"weather file {path.name}, row {number}: {len(row)} characters, "
                    f"{wanted} expected"
                )
        return None
    head = len(next(csv.reader(rows[:1]), []))
    if form is EPW and head != _EPW_PLACE:
        return f"weather file {path.name}, row 1: {head} fields, {_EPW_PLACE} expected"
    wanted = form.fields or len(next(csv.reader(rows[1:2]), []))
    for number, fields in enumerate(
        csv.reader(rows[form.heading_lines :]), form.heading_lines + 1
    ):
        if fields and len(fields) != wanted:
            return (
                f"weather file {path.name}, row {number}: {len(fields)} fields, {wanted} expected"
            )
    return None


def _read(path, text, form):
    torn = _torn_row(path, text, form)
    if torn:
        raise BadInput(torn)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of mixed types: a sentence about the row follows
            return form.read(str(path))
    except Exception as problem:  # whatever the reader tripped over is the file's fault
        sentence = " ".join(str(problem).split())
        raise BadInput(
            f"weather file {path.name}: cannot be read as {form.name}: {sentence}"
        ) from problem


def _column(path, frame, form, quantity):
    """The values of one quantity, each proved to be a number in its range."""
    import pandas

    what, name, low, high, unit, _ = quantity
    values = pandas.to_numeric(frame[name], errors="coerce").to_numpy(dtype=float)
    for i, value in enumerate(values):
        if not low <= value <= high:
            shown = str(frame[name].iloc[i]).strip().replace("nan", "nothing")
            raise BadInput(
                f"weather file {path.name}, row {i + 1 + form.heading_lines}: {what} {shown} "
                f"is outside {low:g}..{high:g} {unit}"
            )
    return values


def hours(path):
    """[(t_cC, rh_pm, ghi_W)] at each full hour of a year, the first at 1 January 00:00.

    path: an EPW, TMY3 or TM2 file.  Raises BadInput with one sentence.
    """
    text = path.read_bytes().decode("utf-8", errors="replace")
    form = _format_of(path, text)
    frame = _read(path, text, form)
    columns = [_column(path, frame, form, quantity) for quantity in _QUANTITIES]
    if len(frame) == _LEAP_HOURS:
        columns = [[*c[: _29_FEBRUARY.start], *c[_29_FEBRUARY.stop :]] for c in columns]
    elif len(frame) != _HOURS:
        raise BadInput(
            f"weather file {path.name}: {len(frame)} hours, a year of {_HOURS} "
            f"(or {_LEAP_HOURS}) is needed"
        )
    t_cC, rh_pm, ghi_W = (
        [round(float(value) * q[-1]) for value in column]
        for column, q in zip(columns, _QUANTITIES, strict=True)
    )
    # row i is the hour that ends at mark i + 1; the year is a ring
    return [
        (t_cC[h - 1], min(rh_pm[h - 1], 1000), (ghi_W[h - 1] + ghi_W[h] + 1) // 2)
        for h in range(_HOURS)
    ]


def _write_whole(path, text):
    """The file is there complete or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_text(text)
    part.replace(path)


def compact(name, folder=ROOT / "build" / "weather", warmer_K=0):
    """Path of the small file for a name of PLACES or a file; made only when it is not there.

    warmer_K: every hour's dry bulb is so much warmer, at the same relative humidity.
    """
    path = find(name)
    try:
        checksum = zlib.crc32(path.read_bytes())
    except OSError as problem:
        raise BadInput(f"weather file {path}: cannot be read: {problem.strerror}") from problem
    shift = f"{warmer_K:+d}K" if warmer_K else ""
    out = Path(folder) / f"{path.stem}-{checksum:08x}{shift}.txt"
    heading = f"# t_cC rh_pm ghi_W, each hour, from {path.name}{shift} (layout {_VERSION})\n"
    if out.exists() and out.read_text().startswith(heading):
        return out
    rows = "".join(
        f"{t_cC + 100 * warmer_K:6d} {rh_pm:4d} {ghi_W:4d}\n" for t_cC, rh_pm, ghi_W in hours(path)
    )
    _write_whole(out, heading + rows)
    return out


def coldest_and_warmest_cC(path, start_s, duration_s):
    """(least, most) dry bulb at the full hours from start_s on, of a file that compact() made."""
    rows = Path(path).read_text().splitlines()[1:]
    first_h, last_h = start_s // 3600, (start_s + duration_s) // 3600
    t_cC = [int(rows[h % _HOURS].split()[0]) for h in range(first_h, last_h + 1)]
    return min(t_cC), max(t_cC)


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", help="|".join(PLACES) + ", or an EPW, TMY3 or TM2 file")
    args = parser.parse_args(argv)
    try:
        print(compact(args.name))
    except BadInput as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
