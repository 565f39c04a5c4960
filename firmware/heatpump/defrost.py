"""When the outdoor coil is iced, and when it is clear again.

Ice shows as a coil that is colder under the air than it was when clear.  How cold a
clear coil runs is learned after each good defrost, for each band of outdoor
temperature, so the machine's own size and fan need no table; and from any run in which
it is less than was thought, since ice only makes it more.

    iced   outdoor <= 6 degC, coil <= -3 degC, for 3 minutes
           (outdoor - coil) >= clear-coil reference + 2 K,
           and 40 minutes of running with the coil below -1 degC
    forced 6 h of running below 2 degC outdoors, with the coil 1.5 K under its reference
    thawed by itself: coil above 1 degC for five minutes with the compressor off
    timed  90 minutes of running when the coil thermistor is not believed
    clear  coil >= 15 degC, or >= 8 degC for 80 s
    futile six in a row that never got there: none for four hours

Source of the thresholds: Siemens, Lennox and Mitsubishi service manuals.
"""

from array import array

from micropython import const

_BANDS = const(8)             # of 4 K, from -22 degC
_BAND_cK = const(400)
_COLDEST_cC = const(-2200)
_UNKNOWN = const(-1)
_SETTLED_s = const(300)       # a run this old has stopped swinging
_LEARNED_s = const(600)       # the reference is the mean of seconds 300 to 600
_ENOUGH = const(290)          # of them: a run that ends with its 600th second counts at any scan
_RUN_MOST_s = const(1 << 20)
_EIGHT_cC = const(800)
_EIGHT_s = const(80)
_LEAST_cK = const(200)
_MOST_cK = const(1500)
_THAW_cC = const(100)
_THAW_s = const(300)
_FREEZING_cC = const(-100)
_COLD_cC = const(200)
_SIGN_OF_ICE_cK = const(150)  # a forced defrost wants so much: the hot gas melts some 150 g while
# pressures come together and the valve turns, and less ice than that needs no defrost
_FUTILE = const(6)            # so many in a row ended by time: ice is not what it is
_FUTILE_s = const(14400)      # then none for four hours (Lennox)


class Defrost:
    """Facts: `coil_iced coil_clear`.  Counters are whole seconds of compressor running."""

    def __init__(self, settings):
        self._settings = settings
        self.references_cK = array("h", [_UNKNOWN] * _BANDS)  # learned, a band each; < 0: not
        self.coil_iced = False
        self.coil_clear = False
        self.asked = False       # by hand; withdrawn when the defrost begins
        self.icing_s = 0         # running with the coil below -1 degC since the last defrost
        self.cold_s = 0          # running below 2 degC outdoors since the last defrost
        self.blind_s = 0         # running without a believed coil probe
        self.since_s = 0         # since the last defrost ended: a reset may have cut one off
        self.timed_out = 0       # defrosts in a row that ended by time
        self._sure_s = self._warm_s = self._thaw_s = 0
        self._sum_cK = self._count = 0
        self._clear = False      # the coil is known to be clear: learn from this run

    def second(self, now):
        """Once a second.  `now.heating`, `now.defrosting`, `now.ran_s` and the readings."""
        if self.since_s < _RUN_MOST_s:
            self.since_s += 1
        if now.heating:
            self._count_running(now)
            self._learn(now)
        else:
            self._finish(now)
            self._thaw(now)
        self._find_iced(now)
        self._find_clear(now)

    def ended(self, by_time):
        """A defrost is over; `by_time` is True when the coil never became clear."""
        self.icing_s = self.cold_s = self.blind_s = self._sure_s = self._warm_s = 0
        self.since_s = 0
        self.asked = self.coil_iced = False
        self._sum_cK = self._count = 0
        self._clear = not by_time
        self.timed_out = self.timed_out + 1 if by_time else 0

    def reference_cK(self, t_outdoor_cC):
        """Outdoor minus coil of a clear coil: of this band, else the nearest learned one."""
        at = _band(t_outdoor_cC)
        if self.references_cK[at] != _UNKNOWN:
            return self.references_cK[at]
        for step in range(1, _BANDS):
            if at >= step and self.references_cK[at - step] != _UNKNOWN:
                return self.references_cK[at - step]
            if at + step < _BANDS and self.references_cK[at + step] != _UNKNOWN:
                return self.references_cK[at + step]
        return self._settings.clear_coil_cK

    def _count_running(self, now):
        if not now.t_coil_ok:
            self.blind_s += 1
        elif now.t_coil_cC < _FREEZING_cC and self.icing_s < _RUN_MOST_s:
            self.icing_s += 1
        if now.t_outdoor_ok and now.t_outdoor_cC < _COLD_cC and self.cold_s < _RUN_MOST_s:
            self.cold_s += 1

    def _thaw(self, now):
        """Mild air takes the ice away while the machine stands: begin to count afresh."""
        mild = now.compressor_off and now.t_coil_ok and now.t_coil_cC > _THAW_cC
        self._thaw_s = self._thaw_s + 1 if mild else 0
        if self._thaw_s == _THAW_s:
            self.icing_s = self.cold_s = 0

    def _learn(self, now):
        """Mean of 300 samples of at most 2**14 cK: the sum stays below 2**23."""
        if not (now.t_coil_ok and now.t_outdoor_ok):
            return
        if _SETTLED_s <= now.ran_s < _LEARNED_s:
            self._sum_cK += now.t_outdoor_cC - now.t_coil_cC
            self._count += 1
        elif now.ran_s >= _LEARNED_s:
            self._finish(now)

    def _finish(self, now):
        """What was seen of a run is learned if it is nearly all of it, and never added to the next
        run's."""
        if self._count >= _ENOUGH and now.t_outdoor_ok:
            self._keep(now.t_outdoor_cC, self._sum_cK // self._count)
            self._clear = False
        self._sum_cK = self._count = 0

    def _keep(self, t_outdoor_cC, mean_cK):
        """A coil known to be clear sets its band; any coil may lower it, for ice only raises."""
        lower = mean_cK < self.reference_cK(t_outdoor_cC)
        if (self._clear or lower) and _LEAST_cK <= mean_cK <= _MOST_cK:
            self.references_cK[_band(t_outdoor_cC)] = mean_cK

    def _find_iced(self, now):
        s = self._settings
        apart_s = _FUTILE_s if self.timed_out >= _FUTILE else s.defrost_apart_s
        if not now.heating or self.since_s < apart_s or now.ran_s < _SETTLED_s:
            self._sure_s = 0
            self.coil_iced = False
            return
        if self.asked:
            self.coil_iced = now.ran_s >= _LEARNED_s  # ten minutes of heating lie between two
        elif not now.t_coil_ok:
            self.coil_iced = self.blind_s >= s.defrost_timed_s
        elif now.t_outdoor_ok:
            self._judge(now, now.t_outdoor_cC - now.t_coil_cC)
        else:  # no outdoor probe: the coil rule alone
            self.coil_iced = now.t_coil_cC <= s.defrost_coil_cC and self.icing_s >= s.icing_s

    def _judge(self, now, under_cK):
        s = self._settings
        over_cK = under_cK - self.reference_cK(now.t_outdoor_cC)
        cold = now.t_outdoor_cC <= s.defrost_outdoor_cC and now.t_coil_cC <= s.defrost_coil_cC
        sure = cold and over_cK >= s.defrost_over_cK
        self._sure_s = self._sure_s + 1 if sure else 0
        forced = (
            self.cold_s >= s.defrost_forced_s
            and now.t_outdoor_cC < _COLD_cC
            and over_cK >= _SIGN_OF_ICE_cK
        )
        self.coil_iced = forced or (
            self._sure_s >= s.defrost_sure_s and self.icing_s >= s.icing_s
        )

    def _find_clear(self, now):
        if not (now.defrosting and now.t_coil_ok):
            self._warm_s = 0
            self.coil_clear = False
            return
        self._warm_s = self._warm_s + 1 if now.t_coil_cC >= _EIGHT_cC else 0
        self.coil_clear = (
            now.t_coil_cC >= self._settings.defrost_end_cC or self._warm_s >= _EIGHT_s
        )


def _band(t_outdoor_cC):
    """Index of the outdoor band, held at both ends."""
    at = (t_outdoor_cC - _COLDEST_cC) // _BAND_cK
    if at < 0:
        return 0
    return at if at < _BANDS else _BANDS - 1
