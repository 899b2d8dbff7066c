"""Which tests share a worker."""

from tests.workers_plugin import group_of, turn_of

BUS = "libs/chassis/tests/test_bus.py::test_it"
RIGHTS = "tests/test_broker_rights.py::test_it[a::b]"
PLAIN = "libs/chassis/tests/test_relay.py::test_it"
CONSOLE = "tests/journeys/test_console_alarms.py::test_it"
TRACING = "libs/chassis/tests/test_tracing.py::test_it"
FAULTS = "tests/faults/test_subset.py::test_it"


def test_all_that_needs_a_broker_shares_a_worker():
    assert group_of(BUS) == group_of(RIGHTS) == "rabbit"


def test_any_other_file_may_go_anywhere_but_as_a_whole():
    assert group_of(PLAIN) == "libs/chassis/tests/test_relay.py"


def test_what_keeps_processors_busy_comes_before_what_times_what_it_sees():
    assert sorted([TRACING, CONSOLE, BUS, PLAIN, FAULTS], key=turn_of) == [FAULTS, PLAIN, CONSOLE, BUS, TRACING]
