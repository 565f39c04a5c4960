"""Commands and contacts that the virtual board draws by chance."""

import faults
import pytest
from passing import let_pass


def commands_of(broken, rate, seconds, seed=1):
    """[(second, kind, number)] of what is drawn; the contacts are kind 0."""
    wiring, bench = broken("CMD.fuzz", rate, 10, 10 + seconds, seed=seed)
    drawn, contacts = [], None
    for second in range(20 + seconds):
        let_pass(wiring, 1)
        drawn += [(second, *order) for order in bench.orders]
        if bench.contacts not in (None, contacts):
            drawn.append((second, 0, bench.contacts))
        contacts = bench.contacts
        del bench.orders[:]
    assert contacts is None  # it is over
    return drawn


@pytest.mark.parametrize("rate", [60, 900])
def test_commands_come_at_their_rate_of_every_kind_and_in_their_time(broken, rate):
    drawn = commands_of(broken, rate, 7200)
    assert {kind for _, kind, _ in drawn} == set(range(len(faults.ORDERS)))
    assert 1.6 * rate < len(drawn) < 2.2 * rate  # contacts that stay as they were are not seen
    assert all(10 <= second < 7210 and 0 <= number < 1 << 20 for second, _, number in drawn)


def test_commands_are_those_of_the_seed(broken):
    assert commands_of(broken, 300, 3600) == commands_of(broken, 300, 3600)
    assert commands_of(broken, 300, 3600) != commands_of(broken, 300, 3600, seed=2)


def test_contacts_are_wired_where_they_are_commanded(broken):
    wiring, bench = broken("CMD.fuzz", 60, 0, None)
    seen = set()
    for state in (None, 0, 1, 2, 3):
        bench.contacts = state
        seen.add((wiring.sg_1(), wiring.sg_2()))
    assert len(seen) == 4
    wiring, _ = broken("FAN.mul", 1, 0, None)
    assert wiring.sg_1 is None
