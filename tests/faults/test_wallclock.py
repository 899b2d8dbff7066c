"""What the runner holds a stepped clock to: when a deadline may and must fire."""

import pytest

from apps.faults.wallclock import TRUST, promised
from libs.chassis.domain import Harm

HOUR = 3600.0
FORWARD = [(0.0, 0.0), (100.0, HOUR), (110.0, 0.0)]
BACK = [(0.0, 0.0), (100.0, -HOUR), (110.0, 0.0)]


@pytest.mark.parametrize(
    ("steps", "harm", "due", "moment"),
    [
        (FORWARD, Harm.LATE, 50.0, 50.0),
        (FORWARD, Harm.LATE, 105.0, 100.0),
        (FORWARD, Harm.LATE, 5000.0, 5000.0),
        (BACK, Harm.LATE, 105.0, 105.0),
        (FORWARD, Harm.EARLY, 50.0, 50.0),
        (FORWARD, Harm.EARLY, 105.0, 110.0 + TRUST),
        (FORWARD, Harm.EARLY, 500.0, 500.0),
        (BACK, Harm.EARLY, 105.0, 110.0 + TRUST),
    ],
)
def test_a_stepped_clock_moves_latest_times_forward_and_earliest_times_back(steps, harm, due, moment):
    assert promised(steps, harm, due, armed=0.0) == moment


def test_nothing_is_promised_before_it_was_armed():
    assert promised(FORWARD, Harm.LATE, 111.0, armed=112.0) == 112.0
