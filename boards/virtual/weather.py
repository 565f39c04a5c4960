"""A year of measured weather, read an hour at a time.

The file is made by tools/weather.py: a line of heading, then one line of the same
length for every hour mark of a year, integers: t_cC rh_pm ghi_W.  Between the marks
everything is a straight line; after the last comes the first.  Only two lines are ever
in memory.
"""

_HOUR_s = 3600


class Weather:
    """Outdoor air and sun: t_outdoor_C, rh (0..1), ghi_W (W/m2 on the flat).

    path: a file of tools/weather.py, or None for a constant t_C and rh without sun.
    start_s: second of the year at which clock_s is 0.
    """

    def __init__(self, path=None, start_s=0, t_C=2.0, rh=0.84, ghi_W=0.0):
        self.t_outdoor_C, self.rh, self.ghi_W = t_C, rh, ghi_W
        self._file = None
        self._start_s = start_s
        self._hour = -1
        if path is not None:
            self._open(path)
            self.at(0)

    def _open(self, path):
        self._file = open(path, "rb")  # noqa: SIM115  kept for the whole run
        self._heading = len(self._file.readline())
        self._line = len(self._file.readline())
        if self._line == 0:
            raise ValueError("weather file %s: no hours in it, at least 1 needed" % path)
        self._hours = (self._file.seek(0, 2) - self._heading) // self._line

    def _mark(self, hour):
        self._file.seek(self._heading + hour % self._hours * self._line)
        t_cC, rh_pm, ghi_W = self._file.readline().split()
        return int(t_cC) / 100.0, int(rh_pm) / 1000.0, float(int(ghi_W))

    def at(self, clock_s):
        """Set the three values to those of clock_s (a number of seconds), and return self."""
        if self._file is None:
            return self
        second = int(clock_s) + self._start_s
        hour = second // _HOUR_s
        if hour != self._hour:
            self._hour = hour
            self._from, self._to = self._mark(hour), self._mark(hour + 1)
        part = (second - hour * _HOUR_s) / 3600.0
        (t0_C, rh0, ghi0_W), (t1_C, rh1, ghi1_W) = self._from, self._to
        self.t_outdoor_C = t0_C + (t1_C - t0_C) * part
        self.rh = rh0 + (rh1 - rh0) * part
        self.ghi_W = ghi0_W + (ghi1_W - ghi0_W) * part
        return self
