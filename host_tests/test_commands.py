"""CMD.fuzz and HEAP.fail_nth with the real firmware: no law is broken, the same on each."""

import functools
from types import SimpleNamespace

import pytest
from heatpump.settings import Settings

from tools import commands, scenario, simulate

WINTER = ("--start", "01-04", "--set", "icing_s=1800", "--set", "defrost_over_cK=150")
PLACES = {
    "winter": WINTER,
    "summer": ("--machine", "split_r32", "--weather", "miami", "--start", "07-20T11"),
    "tank": ("--start", "05-12", "--tank", "200"),
}


@functools.cache
def ran(interpreter, fault, *options):
    plan, _ = scenario.plan(simulate.parse([*options, "--fault", fault]))
    return simulate.execute(plan, interpreter)


def modes(run):
    return [line.split(None, 2)[1] for line in run.transitions]


# ---------------------------------------------------------------- commands


@pytest.mark.parametrize("rate", [20, 600])
@pytest.mark.parametrize("place", PLACES)
def test_what_people_and_the_grid_command_breaks_no_law(place, rate):
    run = ran("micropython", f"CMD.fuzz={rate}@0", *PLACES[place], "--days", "0.25")
    assert run.broken == []
    assert "OFF" in modes(run) or "STANDBY" in modes(run)  # they were heard
    assert run.kpi["starts"] > 0


@pytest.mark.parametrize("name", ["micropython", "micropython32"])
def test_the_same_seed_gives_the_same_commands_on_every_interpreter(name, request):
    request.getfixturevalue(name)  # says so where it is not
    case = ("CMD.fuzz=600@0", *WINTER, "--days", "0.1", "--seed", "7")
    one, other = ran(name, *case), ran("cpython", *case)
    assert one.transitions == other.transitions and one.rows == other.rows
    assert len(one.transitions) > 20


def test_another_seed_gives_other_commands():
    case = ("CMD.fuzz=600@0", *WINTER, "--days", "0.1", "--seed")
    assert ran("cpython", *case, "7").transitions != ran("cpython", *case, "8").transitions


class Controller:
    """Of a controller what commands reach; `gullible`: it takes whatever it is told."""

    def __init__(self, gullible=False):
        self.on, self.acknowledged = True, False
        self.defrost = SimpleNamespace(asked=False)
        self.settings, self.heard_cC = Settings(), []
        self.demand = SimpleNamespace(remote=self._remote)
        self._gullible = gullible
        if gullible:
            self.settings.take = lambda wanted: []

    def _remote(self, room_cC):
        self.heard_cC.append(room_cC)
        return None if self._gullible or 500 <= room_cC <= 3000 else "refused"


def given(unit, kind, count=2000):
    return [commands.give(unit, kind, n * 523 & 0xFFFFF) for n in range(count)]


def test_a_command_reaches_what_it_is_meant_for():
    unit = Controller()
    assert not commands.give(unit, 1, 0) and unit.acknowledged
    assert not commands.give(unit, 2, 4) and not unit.on
    assert not commands.give(unit, 2, 5) and unit.on
    assert not commands.give(unit, 5, 0) and unit.defrost.asked


def test_settings_are_drawn_within_their_rows_and_beyond_and_the_last_are_refused():
    unit = Controller()
    before = {row[0]: getattr(unit.settings, row[0]) for row in unit.settings.rows}
    assert not any(given(unit, 3))
    turned = {n for n, value in before.items() if getattr(unit.settings, n) != value}
    assert len(turned) > 30
    assert not turned & {"scan_ms", "suction_span_kPa", *commands.FITTED}


@pytest.mark.parametrize("kind", [3, 4])
def test_a_controller_that_takes_what_is_forbidden_is_told_on(kind):
    told = given(Controller(gullible=True), kind)
    assert 0.1 < sum(told) / len(told) < 0.5
    assert not any(given(Controller(), kind))


# ---------------------------------------------------------------- heap


@pytest.mark.parametrize("nth", [1, 9, 12, 15, 17, 18, 300])
def test_a_full_heap_ends_in_a_reboot_with_its_hold_and_breaks_no_law(nth):
    """Of the 18 or so calls of a scan: readings, outputs, the idle, and one much later."""
    run = ran("cpython", f"HEAP.fail_nth={nth}@1000", *WINTER, "--days", "0.03")
    assert run.broken == []  # 11 among them: no output is left on
    entries = [line.split(None, 2)[:2] for line in run.transitions]
    boots = [int(second) for second, mode in entries if mode == "REST"]
    assert boots[0] == 0 and 1000 + 8 <= boots[1] <= 1000 + 9 + nth // 15
    [again] = [int(second) for second, mode in entries if mode == "HEAT" and int(second) > 1000]
    assert again >= boots[1] + 300
