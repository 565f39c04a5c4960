"""Everything that must be held is held by a test, and what nobody tests is found."""


import calibration
import pytest
from drivers import pzem004t
from heatpump import sensors, trust
from heatpump.ladder import Protections
from heatpump.settings import Settings
from heatpump.store import pack, unpack

from tools import trace, traced


def test_every_law_fault_protection_and_sentence_has_a_test():
    assert [what for _, what, tests in trace.rows() if not tests] == []


def test_a_test_that_is_not_there_holds_nothing():
    assert trace.named("test_laws::test_99_*") == []
    assert trace.named("test_nothing::test_1_*") == []
    assert trace.named('test_trips:"NO_SUCH_CODE"') == []
    assert trace.quoted("no such cheese" * 3, ()) == []


def test_every_fault_verb_of_the_board_stands_in_some_row_or_is_one_of_a_kind():
    verbs = {verb for _, on, _ in traced.FAULTS for verb in on}
    kinds = {verb.partition(".")[2] or verb for verb in verbs}
    tried = {fault.verb.partition(".")[2] or fault.verb for fault in trace.faultlist.every()}
    assert tried <= kinds


def test_what_cannot_be_detected_names_the_hardware_that_holds_it():
    assert len(traced.UNDETECTED) > 10
    assert all(len(what) > 10 and len(by) > 10 for what, by in traced.UNDETECTED)


# --- sentences that no other test quotes ---


def test_a_sensor_says_in_words_what_is_wrong():
    said = trust.sentences("coil thermistor", "reads open circuit", "reads short circuit")
    assert said == [
        "the coil thermistor has not been read yet",
        "the coil thermistor reads open circuit",
        "the coil thermistor reads short circuit",
        "the coil thermistor changes faster than it can",
        "the coil thermistor does not answer",
        "the coil thermistor has lost its supply",
    ]


def test_a_line_that_no_transducer_has_is_refused():
    line = (500_000, 0, 400_000, 3_000_000)
    with pytest.raises(ValueError, match=r"is not a line of 0\.\.4 Pa a uV"):
        sensors.Transducer(None, line, "suction pressure transducer")
    assert calibration.TRANSDUCERS["p_suction"] != line


def test_a_meter_address_that_cannot_be_is_refused():
    for address in (0, 0xF9):
        with pytest.raises(ValueError, match=rf"meter: address {address} is outside 1\.\.247 and"):
            pzem004t.Meter(None, None, address)


def test_a_latch_with_no_number_of_seconds_is_refused():
    p = Protections(Settings())
    with pytest.raises(ValueError, match="latch: 'x' is no number of seconds"):
        p.restore({"latched": True, "code": "HP", "ages": {"HP": ["x"]}})
    with pytest.raises(ValueError, match="latch: 'HPX' is the code of no protection"):
        p.restore({"latched": True, "code": "HPX", "ages": {}})


def test_a_record_whose_sum_is_wrong_is_torn_or_damaged():
    whole = pack("latches", 7, {"a": 1})
    with pytest.raises(ValueError, match="is torn or damaged"):
        unpack("latches", whole[:-1] + b" ")
    assert unpack("latches", whole)[1] == {"a": 1}
