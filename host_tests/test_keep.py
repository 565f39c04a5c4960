"""What survives a power cut, with the real main.py on the virtual board."""

import json
import runpy

import board
import main
import pytest
from files import Files
from heatpump import energy, why
from heatpump.keep import Keep
from heatpump.settings import Settings
from heatpump.store import Store, pack, unpack


def power_on(files=None, cause="power on", text=None, settings=None):
    """A controller as main.boot() makes it, on the flash of another run."""
    board.configure({"settings": settings or {}})
    board.wire()
    bench = board.bench()
    if files is not None:
        bench.files = files
    bench.power_on = lambda wires=bench.power_on: _with_cause(bench, wires, cause)
    if text is not None:
        board_text, board.settings_text = board.settings_text, lambda: text
        try:
            return main.boot()
        finally:
            board.settings_text = board_text
    return main.boot()


def _with_cause(bench, wires, cause):
    made = wires()
    bench.cause = cause
    return made


def files_of():
    return board.bench().files


def idle(unit, times=20):
    for _ in range(times):
        unit.keep.idle()


def record(name):
    """The newest generation of a record on the flash, or None."""
    copies = [unpack(name, files_of().data[f]) for f in files_of().data if f[:-2] == name]
    return max(copies)[1] if copies else None


def latch(unit):
    unit.protections.latched = True
    unit.protections.code, unit.protections.because = "HP", "discharge pressure is at its limit"
    unit.protections.changes += 1


# --- latches: law 15 ---


def test_a_latch_is_written_between_the_scan_that_made_it_and_the_next():
    unit = power_on()
    latch(unit)
    unit.keep.idle()
    assert record("latches")["latched"] is True


def test_a_latch_survives_any_number_of_power_cuts():
    unit = power_on()
    latch(unit)
    idle(unit)
    for _ in range(5):
        unit = power_on(files_of())
        assert unit.protections.latched
        assert unit.protections.because == "discharge pressure is at its limit"


def test_both_generations_hold_the_latch_so_that_one_damaged_file_forgets_nothing():
    unit = power_on()
    latch(unit)
    idle(unit)
    for damaged in ("latches.0", "latches.1"):
        data = dict(files_of().data)
        data[damaged] = data[damaged][:-3]
        assert power_on(Files(data)).protections.latched
        board.bench().files.data = data


def test_latches_that_cannot_be_read_count_as_latched():
    unit = power_on()
    idle(unit)
    for damage in (b"", b"rubbish", pack("latches", 9, {"latched": False})):
        files = Files({"latches.0": damage})
        unit = power_on(files)
        assert unit.protections.latched
        assert unit.protections.because == "what was latched cannot be read"
        assert any("latches" in sentence for sentence in unit.keep.store.sentences)
        idle(unit)
        assert power_on(files).protections.latched, "and are written as such"


def test_three_acknowledgements_an_hour_are_counted_over_a_power_cut():
    unit = power_on()
    for at_s in (10, 20, 30):
        unit.protections.latched = True
        assert unit.protections.acknowledge(at_s)
    unit.guard.uptime_s = unit.uptime_s = 40
    idle(unit)
    again = power_on(files_of())
    again.protections.latched = True
    assert not again.protections.acknowledge(60)
    assert again.protections.acknowledge(3600 - 30 + 1)


def test_a_latch_that_cannot_be_written_is_tried_again_until_it_is():
    unit = power_on()
    latch(unit)
    files_of().dead = True
    idle(unit)
    assert record("latches") is None
    assert any("latches cannot be written" in s for s in unit.keep.store.sentences)
    files_of().dead = False
    unit.uptime_s += 59
    idle(unit)
    assert record("latches") is None
    unit.uptime_s += 1
    idle(unit)
    assert record("latches")["latched"] is True


# --- settings ---


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


# --- what was counted and learned ---


def test_hours_starts_energy_and_what_was_learned_go_on_after_a_power_cut():
    unit = power_on()
    unit.history.run_s, unit.history.starts, unit.history.hours[3] = 5000, 12, 7
    unit.energy.life.add_J(energy.HEAT, 5 * 3_600_000 + 7)
    unit.energy.month.add_J(energy.MELT, -3_600_000)
    unit.energy.day_s = 777
    shell = unit.estimator.shell
    shell.capacity_JpK, shell.flow_k, shell.runs = 9000, 4000, 2
    unit.defrost.references_cK[4] = 655
    unit.keep.end()
    again = power_on(files_of())
    assert (again.history.run_s, again.history.starts, again.history.hours[3]) == (5000, 12, 7)
    assert again.energy.life.Wh(energy.HEAT) == 5000
    assert again.energy.month.wheels == unit.energy.month.wheels
    assert again.energy.day_s == 777
    shell = again.estimator.shell
    assert (shell.capacity_JpK, shell.flow_k, shell.runs) == (9000, 4000, 2)
    assert again.defrost.references_cK[4] == 655
    assert again.keep.store.sentences == []


def test_a_shell_that_was_never_learned_follows_its_setting():
    unit = power_on()
    unit.keep.end()
    again = power_on(files_of(), settings={"shell_JpK": 7777})
    assert again.estimator.shell.capacity_JpK == 7777


@pytest.mark.parametrize("path, wrong", [
    ("estimator.shell.capacity_JpK", 499),
    ("estimator.shell.capacity_JpK", 100_001),
    ("estimator.shell.flow_k", -1),
    ("estimator.shell.runs", 1.5),
    ("defrost.references_cK", [1501] * 8),
    ("defrost.references_cK", [600] * 7),
    ("history.run_s", "many"),
    ("history.hours", 3),
    ("energy.life.wheels", [1 << 40] * 36),
])  # fmt: skip
def test_numbers_that_no_firmware_wrote_are_not_taken_and_named(path, wrong):
    unit = power_on()
    unit.keep.end()
    kept = record("counters")
    kept[path] = wrong
    again = power_on(Files({"counters.0": pack("counters", 1, kept)}))
    assert again.guard.inhibited is None, "the machine runs all the same"
    assert any(s.startswith("counters: ") for s in again.keep.store.sentences)


def test_numbers_that_an_older_firmware_did_not_know_are_left_alone():
    files = Files({"counters.0": pack("counters", 1, {"history.run_s": 5})})
    unit = power_on(files)
    assert unit.history.run_s == 5 and unit.history.starts == 0
    assert unit.keep.store.sentences == []


def test_counters_are_written_when_the_compressor_stands_or_much_later():
    unit = power_on()
    unit.uptime_s = 60
    idle(unit)
    assert record("boot")["short"] == 0
    for uptime_s, running, written in (
        (959, False, False), (960, True, False), (3659, True, False), (3660, True, True),
        (4559, False, False), (4560, False, True), (5459, False, False), (5460, False, True),
    ):  # fmt: skip
        files_of().data.pop("counters.0", None), files_of().data.pop("counters.1", None)
        unit.uptime_s, unit.running = uptime_s, running
        idle(unit)
        assert (record("counters") is not None) is written, uptime_s


def test_one_file_at_most_is_written_between_two_scans():
    unit = power_on()
    latch(unit)
    unit.uptime_s = 2000
    seen = []
    rename = files_of().rename
    files_of().rename = lambda old, new: (seen.append(new), rename(old, new))
    for _ in range(20):
        before = len(seen)
        unit.keep.idle()
        assert len(seen) - before <= 1
    assert [name[:-2] for name in seen[:2]] == ["latches", "latches"], "the latch goes first"
    assert {name[:-2] for name in seen} == {"latches", "journal", "counters", "boot"}


# --- corrections ---


def test_a_correction_is_added_to_the_reading_and_kept():
    unit = power_on()
    unit.keep.correct("t_coil", -130)
    unit.keep.correct("p_discharge", 25_000)
    assert unit.sensors.t_coil.offset_cK == -130
    idle(unit)
    again = power_on(files_of())
    assert again.sensors.t_coil.offset_cK == -130
    assert again.sensors.p_discharge.offset_Pa == 25_000
    assert again.sensors.t_outdoor.offset_cK == 0
    plain = power_on()
    for one in (plain, again):
        for _ in range(5):
            one.step(1000)
    assert again.t_coil_cC == plain.t_coil_cC - 130
    assert again.p_discharge_Pa == plain.p_discharge_Pa + 25_000


@pytest.mark.parametrize("probe, offset", [
    ("t_coil", 501), ("t_coil", -501), ("p_suction", 100_001), ("t_coil", 1.5), ("t_coil", True),
])  # fmt: skip
def test_a_correction_out_of_bounds_is_refused(probe, offset):
    unit = power_on()
    with pytest.raises(ValueError, match="is not a whole number of"):
        unit.keep.correct(probe, offset)
    assert unit.keep.corrections == {}


# --- journal ---


def test_what_happened_before_the_cut_can_be_read_after_it():
    unit = power_on()
    unit.uptime_s = 500
    for n in range(20):
        unit.journal.move(100 + n, n, n + 1, f"reason {n}")
    unit.journal.trip(unit, "the discharge thermistor reads open circuit")
    unit.keep.end()
    again = power_on(files_of())
    moves = again.journal.last_moves()
    assert len(moves) == 16
    assert moves[-1] == (119 - 500, 19, 20, "reason 19")
    assert again.journal.first_out == "the discharge thermistor reads open circuit"
    assert again.journal.first_out_s == 0


# --- boots ---


def test_a_boot_is_counted_with_its_cause_and_how_the_last_one_ended():
    unit = power_on()
    assert unit.keep.boot == {"boots": 1, "short": 1, "clean": False, "cause": "power on"}
    unit.keep.end()
    again = power_on(files_of(), cause="soft reset")
    assert again.keep.boot["boots"] == 2 and again.keep.ended_well
    third = power_on(files_of(), cause="watchdog")
    assert third.keep.boot["boots"] == 3 and not third.keep.ended_well


def test_three_boots_without_a_minute_of_scans_and_it_stays_off():
    files = Files()
    power_on(files)
    for n in range(2):
        assert power_on(files, cause="watchdog").guard.inhibited is None, n
    stuck = power_on(files, cause="watchdog")
    assert stuck.keep.looping
    assert "boots again and again" in stuck.guard.inhibited
    assert power_on(files).guard.inhibited is None, "switched off and on, it tries again"


def test_a_minute_of_scans_ends_the_count_of_boots():
    files = Files()
    for _ in range(6):
        unit = power_on(files, cause="watchdog")
        assert not unit.keep.looping
        unit.uptime_s = 60
        idle(unit)


def test_ctrl_c_is_a_clean_end_with_every_output_off():
    unit = power_on()
    scans = [0]

    def interrupt(_ms):
        scans[0] += 1
        if scans[0] == 5:
            raise KeyboardInterrupt

    unit.wiring = unit.wiring._replace(idle_ms=interrupt)
    with pytest.raises(KeyboardInterrupt):
        main.run(unit)
    assert sum(board.bench().relays.asked) == 0
    assert record("boot")["clean"] is True


def test_a_boot_record_of_nonsense_starts_anew():
    for nonsense in ([], 5, {"boots": "x", "short": []}):
        unit = power_on(Files({"boot.0": pack("boot", 1, nonsense)}), cause="watchdog")
        assert unit.keep.boot["boots"] == 1 and not unit.keep.looping


# --- whatever the files do ---


@pytest.mark.parametrize("dead", [True, False], ids=["dead", "full"])
def test_a_dead_or_full_file_system_is_sentences_and_a_machine_that_runs_or_is_safe(dead):
    power_on()
    files = files_of()
    files.dead, files.room = dead, 0
    unit = power_on(files)
    for _ in range(400):
        unit.step(1000)
        unit.keep.idle()
    assert unit.keep.store.sentences
    if dead:  # nothing can be read: nobody knows what was latched
        assert unit.protections.latched and not unit.guard.compressor
    unit.keep.end()


NONSENSE = (None, True, 0, -1, 1 << 70, 1.5, float("inf"), "x", [], [1], {}, {"x": 1}, [[]])


@pytest.mark.parametrize("name", ["latches", "corrections", "counters", "journal", "boot",
                                  "settings"])  # fmt: skip
def test_nonsense_with_a_good_check_sum_never_stops_a_boot(name):
    unit = power_on()
    latch(unit)
    unit.keep.correct("t_coil", 5)
    unit.keep.save()
    unit.journal.trip(unit, "a trip")
    idle(unit)
    unit.keep.end()
    good = record(name)
    wrongs = list(NONSENSE)
    for key in good if type(good) is dict else ():
        for nonsense in NONSENSE:
            wrongs.append({**good, key: nonsense})
    for wrong in wrongs:
        unit = power_on(Files({name + ".0": pack(name, 1, json.loads(json.dumps(wrong)))}))
        unit.step(1000)
        idle(unit, 3)
        unit.keep.end()


def test_a_settings_object_is_made_before_a_controller():
    keep = Keep(Files(), Settings())
    assert keep.load_settings(None) == [] and keep.save() is None


def written_by_a_board():
    """Every file that the firmware writes, with all it can hold."""
    unit = power_on()
    latch(unit)
    unit.keep.correct("t_coil", 5)
    unit.settings.take({"room_heat_cC": 2100})
    unit.keep.save()
    unit.journal.move(5, 1, 2, "a reason")
    unit.journal.trip(unit, "a trip")
    idle(unit)
    unit.keep.end()
    unit.keep.end()
    return dict(files_of().data)


def test_every_flipped_byte_and_every_truncation_of_every_file_is_a_sentence_and_no_loss():
    data = written_by_a_board()
    assert len(data) == 12
    for file in data:
        name, raw = file[:-2], data[file]
        damaged = [raw[:i] for i in range(len(raw))]
        damaged += [raw[:i] + bytes([raw[i] ^ 0x10]) + raw[i + 1 :] for i in range(len(raw))]
        for wrong in damaged:
            store = Store(Files({**data, file: wrong}))
            assert store.load(name) is not None, "the other copy is good"
            assert len(store.sentences) == 1 and store.lost == []


def test_the_wire_alive_turns_over_at_every_whole_scan_and_is_off_at_the_end():
    unit = power_on()
    seen = []
    unit.wiring = unit.wiring._replace(alive=seen.append)
    for _ in range(4):
        unit.step(1000)
    assert seen == [True, False, True, False]
    unit.step(1000)
    sensor, unit.sensors.sample = unit.sensors.sample, None
    with pytest.raises(TypeError):
        unit.step(1000)
    assert seen[-1] is True and len(seen) == 5, "half a scan is none"
    unit.sensors.sample = sensor
    unit.all_off()
    assert seen[-1] is False


def test_a_write_longer_than_the_lease_drops_every_output_and_the_next_scan_rests_anew():
    unit = power_on(settings={"scan_ms": 1000})
    bench = board.bench()
    while not unit.guard.compressor or unit.guard.on_ms < 60_000:
        unit.step(1000)
        unit.wiring.idle_ms(1000)
    assert bench.relays.asked[0]
    files_of().slow = lambda: bench.pass_ms(1200)
    latch(unit)
    unit.keep.idle()
    assert sum(bench.relays.asked) == 0
    unit.step(5800)
    assert not unit.guard.compressor and unit.guard.off_ms == 0


def test_a_board_that_only_boots_is_left_to_the_prompt_without_scan_and_watchdog(monkeypatch):
    files = Files()
    power_on(files)
    for _ in range(3):
        unit = power_on(files, cause="watchdog")
    assert unit.keep.looping
    monkeypatch.setattr(board, "cause", lambda: "watchdog")
    monkeypatch.setattr(board, "watchdog", lambda: pytest.fail("the watchdog was started"))
    left = runpy.run_path(main.__file__, run_name="__main__")
    assert left["unit"].keep.looping and left["unit"].uptime_s == 0


def test_what_was_wrong_with_the_files_is_among_the_notes():
    unit = power_on(Files({"counters.0": b"rubbish"}))
    assert "counters.0 is no record of this version" in why.notes(unit)
