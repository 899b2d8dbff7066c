"""In which order workers are handed the tests."""

from tests.workers_plugin import turn_of

FAULTS = "tests/faults/test_subset.py"
DEMO = "tests/journeys/test_demo.py"
BUS = "libs/chassis/tests/test_bus.py"
STORES = "libs/chassis/tests/test_stores.py"
PLAIN = "libs/chassis/tests/test_relay.py"
TRACING = "libs/chassis/tests/test_tracing.py"


def test_what_takes_minutes_is_begun_first_and_what_changes_its_process_for_good_comes_last():
    assert sorted([TRACING, PLAIN, STORES, BUS, DEMO, FAULTS], key=turn_of) == [
        FAULTS,
        DEMO,
        BUS,
        STORES,
        PLAIN,
        TRACING,
    ]


def test_files_that_are_like_one_another_stay_in_the_order_in_which_they_were_found():
    assert turn_of(PLAIN) == turn_of("tests/test_workers_plugin.py")
