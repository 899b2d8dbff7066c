"""So many in a span."""

from datetime import timedelta

import pytest

from libs.chassis.domain import Allowance, TooOftenError
from libs.chassis.domain.allowance import MOST_KEYS
from libs.chassis.testing import NOON

SECOND = timedelta(seconds=1)


def test_one_too_many_is_refused_until_the_span_has_passed():
    allowance = Allowance(2, within=60 * SECOND)
    allowance.spend("a", now=NOON)
    allowance.spend("a", now=NOON + 10 * SECOND)

    with pytest.raises(TooOftenError) as refused:
        allowance.spend("a", now=NOON + 59 * SECOND)

    assert refused.value.retry_after == SECOND
    allowance.spend("b", now=NOON + 59 * SECOND)
    allowance.spend("a", now=NOON + 60 * SECOND)


def test_a_clock_put_back_forgives():
    allowance = Allowance(1, within=60 * SECOND)
    allowance.spend("a", now=NOON)

    allowance.spend("a", now=NOON - SECOND)


def test_it_keeps_no_more_keys_than_anybody_needs():
    allowance = Allowance(1, within=60 * SECOND)
    for key in range(MOST_KEYS + 1):
        allowance.spend(str(key), now=NOON)

    allowance.spend("0", now=NOON)
    with pytest.raises(TooOftenError):
        allowance.spend(str(MOST_KEYS), now=NOON)
