"""The filed scope: an explicit list, nothing implied."""

from datetime import date

import pytest

from services.registration.domain.errors.scope import OutsideFiledScopeError
from services.registration.domain.scope import FOUR_OCCUPATIONS, FiledScope
from services.registration.tests.builders import a_filed_offer, an_offer

DAY = date(2026, 9, 1)


@pytest.mark.rule("REG-13")
def test_the_institution_is_filed_for_four_occupations():
    assert {entry.occupation for entry in FOUR_OCCUPATIONS} == {"中式烹调师", "中式面点师", "车工", "制冷工"}


@pytest.mark.rule("REG-13", "REG-18")
@pytest.mark.parametrize(
    "offer",
    [
        an_offer(code="6-18-02-04", occupation="焊工", work_type="焊工"),
        an_offer(level=2),
        an_offer(level=1),
        an_offer(work_type="药膳制作师"),
        an_offer(occupation="西式烹调师"),
    ],
)
def test_an_occupation_work_type_or_level_that_is_not_listed_is_refused(offer):
    with pytest.raises(OutsideFiledScopeError):
        FiledScope(FOUR_OCCUPATIONS).must_cover([an_offer(), offer], DAY)


@pytest.mark.rule("REG-18")
@pytest.mark.parametrize(
    ("day", "covered"),
    [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
def test_a_filing_holds_from_its_first_to_its_last_day(day, covered):
    assert FiledScope((a_filed_offer(),)).covers(an_offer().key, day) is covered


def test_every_day_must_be_covered_and_filings_may_follow_each_other():
    early = a_filed_offer(valid_to=date(2026, 6, 30))
    late = a_filed_offer(valid_from=date(2026, 7, 1))

    assert FiledScope((early, late)).covers(an_offer().key, date(2026, 6, 30), date(2026, 7, 1))
    assert not FiledScope((early,)).covers(an_offer().key, date(2026, 6, 30), date(2026, 7, 1))


def test_an_empty_list_covers_nothing():
    assert not FiledScope(()).covers(an_offer().key)
