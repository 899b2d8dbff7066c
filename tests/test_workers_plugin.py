"""In which order workers are handed the tests."""

import pytest

from tests.workers_plugin import has_no_order, turn_of

FAULTS = "tests/faults/test_subset.py"
DEMO = "tests/journeys/test_demo.py"
BUS = "libs/chassis/tests/test_bus.py"
STORES = "libs/chassis/tests/test_stores.py"
FUZZ = "tests/test_fuzz.py"
PLAIN = "libs/chassis/tests/test_relay.py"
TRACING = "libs/chassis/tests/test_tracing.py"


def test_what_takes_minutes_begins_first_and_what_changes_its_process_comes_last():
    assert sorted([TRACING, PLAIN, FUZZ, STORES, BUS, DEMO, FAULTS], key=turn_of) == [
        FAULTS,
        DEMO,
        BUS,
        STORES,
        FUZZ,
        PLAIN,
        TRACING,
    ]


def test_files_that_are_alike_stay_in_the_order_they_were_found():
    assert turn_of(PLAIN) == turn_of("tests/test_workers_plugin.py")


def test_values_in_a_set_are_told_from_values_in_an_order():
    parametrize = pytest.mark.parametrize

    assert has_no_order(parametrize("name", {"a", "b"}).mark)
    assert has_no_order(parametrize("name", frozenset("ab")).mark)
    assert not has_no_order(parametrize("name", sorted({"a", "b"})).mark)
    assert not has_no_order(parametrize("name", [{"a"}, {"b"}]).mark)
