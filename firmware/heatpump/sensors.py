"""A sensor is a curve with a wire: microvolts in, an integer and a validity out.

Each is sampled once a scan, never sleeps, never raises, and says whether to believe it
(trust.py).  Bounds are judged on microvolts: a broken wire is a voltage that no
temperature makes, and degrees would hide it behind the end of the curve.
"""

from micropython import const

from heatpump import trust

# fmt: off
# wire: (its name in sentences, 0.01 K per 10 ms: what the thing can do).  Air, and water in
# its pipes, stay below 5 K/s; refrigerant lines jump when the valve flips or the motor starts.
THERMISTORS = {
    "t_outdoor":   ("outdoor air",   5),
    "t_coil":      ("outdoor coil", 10),
    "t_suction":   ("suction line", 10),
    "t_discharge": ("discharge",    10),
    "t_liquid":    ("liquid line",  10),
    "t_supply":    ("supply",        5),
    "t_return":    ("return",        5),
    "t_room":      ("room",          5),
    "t_tank":      ("hot-water",     5),
    "t_crankcase": ("crankcase",    10),
}
# fmt: on
_SLACK_cK = const(100)  # ten sigma of a poor converter
_RATE_Pa = const(20_000)  # per 10 ms: 20 bar/s
_SLACK_Pa = const(50_000)
_MAX_uV = const(5_000_000)
_NO_ANSWER_uV = const(-1_000_000)  # a driver that has none answers less
_SAG = const(10)  # a supply more than a tenth off is a fault and not a correction


class Supply:
    """What feeds the dividers, read through `channel`: their voltages follow it in proportion.

    nominal_uV is what the channel reads while the curves hold; k_q16 = nominal / measured - 1.
    Not ok: no sensor on it is believed.  Without a channel it is taken to be exact.
    """

    def __init__(self, channel=None, nominal_uV=3_300_000):
        if not 300_000 <= nominal_uV <= _MAX_uV:
            raise ValueError("REFERENCE_uV: %d is outside 300000..5000000 uV" % nominal_uV)
        self.k_q16 = 0
        self.ok = True
        self._read = channel.read_uv if channel else None
        self._nominal_uV = nominal_uV
        self._a_uV = self._b_uV = 0  # the two readings before; none yet

    def sample(self, elapsed_ms):
        """Once a scan, before the sensors."""
        if not self._read:
            return
        nominal_uV = self._nominal_uV
        try:
            u_uV = self._read()
        except OSError:
            u_uV = -1
        self.ok = -nominal_uV // _SAG < u_uV - nominal_uV < nominal_uV // _SAG
        if not self.ok:
            self.k_q16 = 1  # a sensor asks for `ok` only where there is something to correct
            return
        a_uV, b_uV = self._a_uV or u_uV, self._b_uV or u_uV
        self._a_uV, self._b_uV = b_uV, u_uV
        if a_uV > b_uV:
            a_uV, b_uV = b_uV, a_uV
        median_uV = a_uV if u_uV < a_uV else b_uV if u_uV > b_uV else u_uV
        # 500 000 << 8 = 1.3e8; what >> 8 drops costs 0.1 % of the correction at most
        self.k_q16 = ((nominal_uV - median_uV) << 8) // (median_uV >> 8)


_EXACT = Supply()


def _not_wired():
    return -999_999  # below every line, one that begins at 0 V too, and yet an answer


class Thermistor:
    """t_cC (0.01 degC) is valid only while ok; because says why it is not, or is None.

    `curve` is a module made by tools/make_ntc.py; its ROWS are (from_uV, below_uV, t_cC, b, c),
    and at x = (u - from) / 4 the temperature is t + x * (b + x * c / 2**16) / 2**18.
    """

    def __init__(self, channel, curve, name="thermistor", rate_p10ms=5, supply=_EXACT):
        high, low = "reads open circuit", "reads short circuit"
        if channel is None:
            high = low = "is not wired"
        self.t_cC = 0
        self.offset_cK = 0  # added to every reading: what a calibration found
        self.ok = False
        self._read = channel.read_uv if channel else _not_wired
        self._supply = supply
        self._rows = curve.ROWS
        self._row = curve.ROWS[0]
        self._k = 0
        self._trust = trust.Trust(trust.sentences(name, high, low), rate_p10ms, _SLACK_cK)

    @property
    def because(self):
        return self._trust.because

    def sample(self, elapsed_ms):
        """Once a scan, elapsed_ms (100..1000) after the one before."""
        try:
            u_uV = self._read()
        except OSError:
            return self._bad(trust.SILENT, elapsed_ms)
        k_q16 = self._supply.k_q16
        if k_q16:
            if not self._supply.ok:
                return self._bad(trust.SUPPLY, elapsed_ms)
            if 0 < u_uV < _MAX_uV:
                u_uV += (u_uV >> 8) * k_q16 >> 8  # 19 531 * 7 340 = 1.5e8 < 2**30
        low_uV, end_uV, t_cC, b, c = self._row
        if not low_uV <= u_uV < end_uV:
            reason = self._look_up(u_uV)
            if reason:
                return self._bad(reason, elapsed_ms)
            low_uV, end_uV, t_cC, b, c = self._row
        x = u_uV - low_uV >> 2  # products below 2**30: make_ntc.py sees to it for each row
        seen = self._trust
        seen.take(t_cC + self.offset_cK + (x * (b + (x * c >> 16)) >> 18), elapsed_ms)
        self.t_cC = seen.value
        self.ok = seen.ok

    def _look_up(self, u_uV):
        # from the row of the last reading, mostly its neighbour
        rows = self._rows
        k = self._k
        while u_uV >= rows[k][1]:
            k += 1
            if k == len(rows):
                return trust.HIGH
        while u_uV < rows[k][0]:
            k -= 1
            if k < 0:
                return trust.LOW if u_uV > _NO_ANSWER_uV else trust.SILENT
        self._k = k
        self._row = rows[k]
        return 0

    def _bad(self, reason, elapsed_ms):
        self._trust.bad(reason, elapsed_ms)
        self.ok = self._trust.ok


class Transducer:
    """p_Pa, absolute, is valid only while ok.  `line` is (u0_uV, p0_Pa, u1_uV, p1_Pa).

    A twentieth of the span may be lost on either side to a zero that has drifted, but less
    than a vacuum is a fault.
    """

    def __init__(self, channel, line, name="pressure transducer", supply=_EXACT):
        u0_uV, p0_Pa, u1_uV, p1_Pa = line
        span_uV, span_Pa = max(u1_uV - u0_uV, 1), p1_Pa - p0_Pa
        m_q15 = (span_Pa << 15) // span_uV
        if not (0 <= u0_uV < u1_uV <= _MAX_uV and 0 < m_q15 < 1 << 17):
            raise ValueError("the %s: %r is not a line of 0..4 Pa a uV" % (name, line))
        high, low = "reads above its range", "reads below its range"
        if channel is None:
            high = low = "is not wired"
        self.p_Pa = 0
        self.offset_Pa = 0  # as above
        self.ok = False
        self._read = channel.read_uv if channel else _not_wired
        self._supply = supply
        self._u0_uV, self._p0_Pa = u0_uV, p0_Pa
        self._m_q15 = m_q15
        room_uV = min(span_uV // 20, p0_Pa * span_uV // span_Pa)
        self._low_uV, self._high_uV = u0_uV - room_uV, u1_uV + span_uV // 20
        self._trust = trust.Trust(trust.sentences(name, high, low), _RATE_Pa, _SLACK_Pa)

    @property
    def because(self):
        return self._trust.because

    @property
    def newest_Pa(self):
        """The last good reading itself, for a trip that must not wait for a median."""
        return self._trust.newest

    def sample(self, elapsed_ms):
        """Once a scan, elapsed_ms (100..1000) after the one before."""
        try:
            u_uV = self._read()
        except OSError:
            return self._bad(trust.SILENT, elapsed_ms)
        k_q16 = self._supply.k_q16
        if k_q16:
            if not self._supply.ok:
                return self._bad(trust.SUPPLY, elapsed_ms)
            if 0 < u_uV < _MAX_uV:
                u_uV += (u_uV >> 8) * k_q16 >> 8  # as above
        if u_uV > self._high_uV:
            return self._bad(trust.HIGH, elapsed_ms)
        if u_uV < self._low_uV:
            return self._bad(trust.LOW if u_uV > _NO_ANSWER_uV else trust.SILENT, elapsed_ms)
        x_uV = u_uV - self._u0_uV  # 5 250 000 >> 11 = 2563;  * 2**17 = 3.4e8 < 2**30
        m_q15 = self._m_q15
        seen = self._trust
        p_Pa = self._p0_Pa + ((x_uV >> 11) * m_q15 >> 4) + ((x_uV & 2047) * m_q15 >> 15)
        p_Pa += self.offset_Pa
        seen.take(p_Pa, elapsed_ms)
        self.p_Pa = seen.value
        self.ok = seen.ok

    def _bad(self, reason, elapsed_ms):
        self._trust.bad(reason, elapsed_ms)
        self.ok = self._trust.ok


def thermistor(wire, wiring, calibration, supply=_EXACT):
    """The sensor on `wire` (a name of wiring.PROBES); never None: an absent one is not ok."""
    name, rate_p10ms = THERMISTORS[wire]
    channel, curve = getattr(wiring, wire), calibration.THERMISTORS[wire]
    return Thermistor(channel, curve, name + " thermistor", rate_p10ms, supply)


def transducer(wire, wiring, calibration, supply=_EXACT):
    """The sensor on `wire` (a name of wiring.PRESSURES); never None."""
    channel, line = getattr(wiring, wire), calibration.TRANSDUCERS[wire]
    return Transducer(channel, line, wire[2:] + " pressure transducer", supply)
