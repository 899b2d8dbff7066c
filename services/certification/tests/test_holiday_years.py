"""Results published before a year whose holidays are not entered, and entering them."""

from datetime import timedelta

import pytest

from libs.contracts.certification import HolidayNoticeEntered
from services.certification.storage.collections import NOTICES
from services.certification.tests.builders import a_notice, a_notice_of_2027, beijing
from services.certification.tests.conftest import CLERK, DIRECTOR, post_results, progress

LATE_DECEMBER = beijing(2026, 12, 30, 10)
PATH = "/holiday-years/2027"
MOVED = [{"batch_id": "2026-autumn", "was_until": "2027-01-07", "until": "2027-01-08", "results": 1}]


def a_body(**differing):
    """New Year from 1 to 4 January, a Monday: the provisional calendar has it worked."""
    notice = a_notice_of_2027(breaks={beijing(2027, 1, 1).date(): 4})
    breaks = [{"first": first.isoformat(), "last": last.isoformat()} for first, last in notice.breaks]
    return {"reference": notice.reference, "breaks": breaks, "weekend_workdays": [], **differing}


async def shown(harness):
    return (await harness.get("/notices/2026-autumn-00001", as_=CLERK)).json()


async def year(harness, number=2027):
    years = (await harness.get("/holiday-years", as_=DIRECTOR)).json()
    return next(one for one in years if one["year"] == number)


@pytest.mark.rule("SCO-27")
async def test_late_in_december_a_result_stands_provisionally_and_is_not_released(certification):
    await post_results(certification, {"published_at": LATE_DECEMBER})
    notice = await shown(certification)
    assert (notice["notice_until"], notice["provisional_for"]) == ("2027-01-07", [2027])

    await certification.step_to(beijing(2027, 2, 1))

    assert await progress(certification) == {"posted": 1}
    assert await certification.service.watchdog.look() == 0
    [public] = (await certification.get("/public-notices/2026-autumn")).json()["items"]
    assert (public["notice_until"], public["provisional_for"]) == ("2027-01-07", [2027])


@pytest.mark.rule("SCO-27")
async def test_entering_the_year_moves_the_end_and_tells_what_moved(certification):
    await post_results(certification, {"published_at": LATE_DECEMBER}, {"published_at": beijing(2026, 12, 21, 10)})
    assert (await year(certification))["provisional_results"] == 1

    answer = await certification.put(PATH, json=a_body(), as_=CLERK)

    assert answer.status_code == 204
    notice = await shown(certification)
    told = (notice["notice_until"], notice["moved_from"], notice["provisional_for"])
    assert told == ("2027-01-08", "2027-01-07", [])
    known = await year(certification)
    assert (known["known"], known["entered_by"], known["moved"]) == (True, CLERK[0], MOVED)
    assert known["provisional_results"] == 0
    [event] = certification.published(HolidayNoticeEntered)
    assert [one.results for one in event.moved] == [1]
    await certification.step_to(beijing(2027, 1, 9) - timedelta(seconds=1))
    assert await progress(certification) == {"posted": 1, "issued": 1}
    await certification.step_to(beijing(2027, 1, 9))
    assert await progress(certification) == {"issued": 2}


async def test_entered_after_its_last_day_the_term_ends_at_once(certification):
    await post_results(certification, {"published_at": LATE_DECEMBER})
    await certification.step_to(beijing(2027, 1, 20))

    await certification.put(PATH, json=a_body(), as_=CLERK)
    await certification.step_to(beijing(2027, 1, 20, 0, 2))

    assert await progress(certification) == {"issued": 1}


async def test_a_year_entered_wrongly_is_entered_again_and_no_end_comes_earlier(certification):
    await post_results(certification, {"published_at": LATE_DECEMBER})
    await certification.put(PATH, json=a_body(), as_=CLERK)

    once_more = a_body(weekend_workdays=["2027-01-09"], reference="国办发明电〔2026〕100号")
    await certification.put(PATH, json=once_more, as_=CLERK)

    assert (await shown(certification))["notice_until"] == "2027-01-08"
    assert ((await year(certification))["reference"], (await year(certification))["moved"]) == (
        "国办发明电〔2026〕100号",
        [],
    )


async def test_what_was_being_posted_meanwhile_is_counted_a_minute_later(certification):
    await certification.step_to(LATE_DECEMBER)
    await certification.put(PATH, json=a_body(), as_=CLERK)

    async def who_did_not_see_the_year(work):
        work.of(NOTICES).save(a_notice(published_at=LATE_DECEMBER))

    await certification.service.transactions.run(who_did_not_see_the_year, now=certification.service.clock.now)
    assert (await shown(certification))["provisional_for"] == [2027]
    await certification.step_to(LATE_DECEMBER + timedelta(minutes=1))

    assert ((await shown(certification))["provisional_for"], (await year(certification))["moved"]) == ([], MOVED)


@pytest.mark.parametrize("number", [2026, 2027])
async def test_this_year_and_the_next_are_listed_entered_or_not(certification, number):
    one = await year(certification, number)

    assert one["known"] is (number == 2026)
    assert one["breaks"], "without a notice: the statutory ones"


async def test_what_no_notice_can_say_is_refused_in_its_words(certification):
    answer = await certification.put(PATH, json=a_body(weekend_workdays=["2027-01-05"]), as_=CLERK)

    assert (answer.status_code, answer.json()["title"]) == (422, "weekend-workday-odd")
    assert "2027-01-05不能作为调休上班日" in answer.json()["detail"]


async def test_only_the_general_office_enters_a_year(certification):
    assert (await certification.put(PATH, json=a_body(), as_=DIRECTOR)).status_code == 403
