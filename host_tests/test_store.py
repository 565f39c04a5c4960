"""The store: what it gives back is what it was given, or nothing and a sentence."""

import contextlib
from binascii import crc32

import pytest
from files import Files
from heatpump.store import Store, pack, unpack

OLD, NEW = {"n": 1, "text": "a trip"}, {"n": 2, "text": "another"}


def stored(*values):
    files = Files()
    store = Store(files)
    for value in values:
        assert store.save("x", value) is None
    return files


def load(files):
    store = Store(files)
    return store.load("x"), store


def test_the_newest_generation_is_read():
    value, store = load(stored(OLD, NEW))
    assert value == NEW and store.sentences == [] and store.lost == []


def test_nothing_there_is_nothing_wrong():
    value, store = load(Files())
    assert value is None and store.sentences == [] and store.lost == []


def test_a_record_says_its_version_name_generation_length_and_check_sum():
    head, body = pack("x", 7, NEW).split(b"\n")
    assert head.split()[:4] == [b"HP1", b"x", b"7", b"%d" % len(body)]
    assert unpack("x", head + b"\n" + body) == (7, NEW)


@pytest.mark.parametrize("mask", [0x01, 0x20, 0x80, 0xFF])
def test_every_flipped_byte_is_seen_and_the_older_generation_is_read(mask):
    files = stored(OLD, NEW)
    whole = files.data["x.0"]
    assert unpack("x", whole)[1] == NEW or unpack("x", files.data["x.1"])[1] == NEW
    newest = "x.0" if unpack("x", whole)[1] == NEW else "x.1"
    raw = files.data[newest]
    for i in range(len(raw)):
        files.data[newest] = raw[:i] + bytes([raw[i] ^ mask]) + raw[i + 1 :]
        value, store = load(files)
        assert value == OLD and store.lost == []
        assert len(store.sentences) == 1 and store.sentences[0].startswith(newest + " is ")


def test_every_truncation_is_seen():
    files = stored(OLD, NEW)
    newest = max(files.data, key=lambda name: unpack("x", files.data[name])[0])
    raw = files.data[newest]
    for length in range(len(raw)):
        files.data[newest] = raw[:length]
        value, store = load(files)
        assert value == OLD and len(store.sentences) == 1


def test_bytes_behind_the_end_are_seen():
    files = stored(OLD, NEW)
    newest = max(files.data, key=lambda name: unpack("x", files.data[name])[0])
    files.data[newest] += b" "
    assert load(files)[0] == OLD


def test_without_a_good_copy_it_is_lost_and_says_so():
    files = stored(OLD, NEW)
    for name in files.data:
        files.data[name] = b"rubbish"
    value, store = load(files)
    assert value is None and store.lost == ["x"]
    assert store.sentences == [f"x.{n} is no record of this version" for n in (0, 1)]


def test_a_record_under_another_name_is_not_taken():
    files = stored(OLD)
    files.data["y.0"] = files.data.pop("x.1", None) or files.data.pop("x.0")
    store = Store(files)
    assert store.load("y") is None and store.lost == ["y"]


@pytest.mark.parametrize("version", [b"HP0", b"HP2", b"XX1"])
def test_an_older_or_newer_version_is_not_taken_and_said_to_be_one(version):
    raw = version + pack("x", 5, NEW)[3:]
    with pytest.raises(ValueError, match="is no record of this version"):
        unpack("x", raw)


def test_a_good_check_sum_over_what_is_no_json_is_a_sentence():
    head, body = b"HP1 x 5 4 ", b"{NaN"
    files = Files({"x.0": head + b"%08x\n" % crc32(head + body) + body})
    value, store = load(files)
    assert value is None and store.lost == ["x"] and len(store.sentences) == 1


class PowerOff(Exception):
    pass


def cut():
    raise PowerOff


def test_a_cut_at_any_operation_leaves_the_old_or_the_new():
    seen = set()
    for operation in range(1, 20):
        files = stored({"n": 0}, OLD)
        store = Store(files)
        store.load("x")
        files.cut, files.cut_in = cut, operation
        with contextlib.suppress(PowerOff):
            store.save("x", NEW)
        files.cut_in = 0
        value, after = load(files)
        assert value in (OLD, NEW) and after.sentences == []
        seen.add(value["n"])
        assert after.save("x", {"n": 3}) is None and load(files)[0] == {"n": 3}
    assert seen == {1, 2}


@pytest.mark.parametrize("dead", [True, False], ids=["dead", "full"])
def test_a_file_system_that_fails_is_a_sentence_and_loses_nothing(dead):
    files = stored(OLD)
    store = Store(files)
    store.load("x")
    files.dead, files.room = dead, 0
    assert "x cannot be written" in store.save("x", NEW)
    files.dead, files.room = False, None
    assert load(files)[0] == OLD
    assert store.save("x", NEW) is None and load(files)[0] == NEW


def test_a_dead_file_system_at_boot_is_a_sentence():
    files = stored(OLD)
    files.dead = True
    value, store = load(files)
    assert value is None and store.lost == ["x"] and "cannot be read" in store.sentences[0]


def test_a_full_file_system_gives_up_the_journal_first():
    files = stored(OLD)
    files.data["journal.0"] = files.data["journal.1"] = b"what happened" * 9
    files.room = 5
    assert Store(files).save("x", NEW) is None
    assert load(files)[0] == NEW and sorted(files.data) == ["x.0", "x.1"]


def failing(files, errno):
    """From now on every operation of the flash ends with this error."""

    def fail():
        raise OSError(errno, "flash")

    files.heap = fail
    return files


@pytest.mark.parametrize("errno, lost", [(1, ["x"]), (2, []), (5, ["x"])])
def test_only_a_file_that_is_not_there_is_nothing_wrong(errno, lost):
    value, store = load(failing(stored(OLD), errno))
    assert value is None and store.lost == lost


@pytest.mark.parametrize("errno", [5, 27, 30])
def test_the_journal_is_given_up_for_room_and_for_nothing_else(errno):
    files, given_up = stored(OLD), []
    store = Store(files)
    store.load("x")
    failing(files, errno).remove = given_up.append
    assert "x cannot be written" in store.save("x", NEW)
    assert given_up == []
    failing(files, 28)
    assert "x cannot be written" in store.save("x", NEW)
    assert given_up == ["journal.0", "journal.1"]


@pytest.mark.parametrize("before", [(OLD,), (OLD, OLD), (OLD, OLD, OLD)])
def test_what_is_written_after_the_journal_was_given_up_replaces_the_older_copy(before):
    files = stored(*before)
    files.data["journal.0"] = b"what happened" * 9
    files.room = 5
    assert Store(files).save("x", NEW) is None
    found = sorted(unpack("x", files.data[f"x.{copy}"]) for copy in (0, 1))
    assert found == [(len(before), OLD), (len(before) + 1, NEW)]


@pytest.mark.parametrize("wrong", [None, b"HP1 rubbish"])
@pytest.mark.parametrize("copy", [0, 1])
def test_either_copy_is_enough_when_the_other_is_missing_or_damaged(copy, wrong):
    files = stored(OLD, NEW)
    kept = unpack("x", files.data[f"x.{copy}"])[1]
    files.data.pop(f"x.{1 - copy}")
    if wrong:
        files.data[f"x.{1 - copy}"] = wrong
    value, store = load(files)
    assert value == kept and store.lost == []


def test_generations_count_up_by_one_and_the_copies_take_turns():
    files, seen = Files(), []
    store = Store(files)
    for n in range(5):
        store.save("x", {"n": n})
        found = [(unpack("x", raw)[0], name) for name, raw in files.data.items()]
        seen.append(max(found))
    assert seen == [(1, "x.0"), (2, "x.1"), (3, "x.0"), (4, "x.1"), (5, "x.0")]


@pytest.mark.parametrize("length, value", [(8192, "fits"), (8193, None)])
def test_a_record_of_8192_bytes_is_read_whole_and_a_longer_one_is_not_taken(length, value):
    bare = len(pack("x", 1, {"fits": 1000 * "."})) - 1000
    raw = pack("x", 1, {"fits": (length - bare) * "."})
    assert len(raw) == length
    found, store = load(Files({"x.0": raw}))
    assert list(found or {None: 0}) == [value] and store.lost == ([] if value else ["x"])


@pytest.mark.parametrize("line", [
    b"HP1 x 5 4", b"HP1 x 5 4 00000000 more", b"HP1 x -5 4 00000000",
])  # fmt: skip
def test_a_first_line_that_is_none_of_ours_is_damaged(line):
    with pytest.raises(ValueError, match=r"^is damaged$"):
        unpack("x", line + b"\n{}")


def test_sentences_do_not_grow_without_end():
    store = Store(Files())
    for n in range(100):
        store.tell(f"sentence {n}")
        store.tell(f"sentence {n}")
    assert len(store.sentences) == 16
