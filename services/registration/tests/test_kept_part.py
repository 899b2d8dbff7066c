"""Whoever has a kept part pays no certificate fee at the next sitting, once."""

from datetime import date

import pytest

from libs.contracts.certification import PartKept
from services.registration.tests.builders import NOON, REVIEW, a_csv, an_application, cells
from services.registration.tests.conftest import EXAM_AFFAIRS, RECEPTION, a_batch_body, an_announcement_body

LAST_DAY = date(2026, 9, 20)


def kept(valid_until=LAST_DAY):
    application = an_application()
    application.approve(REVIEW)
    application.keep_part("theory", valid_until=valid_until)
    return application


def next_one(**differing):
    return an_application(number=7, **differing)


@pytest.mark.parametrize(("until", "free"), [(19, False), (20, True), (21, True)])
def test_a_kept_part_counts_until_its_last_day(until, free):
    application = next_one(报考科目="实操")

    application.use_kept_part(kept(date(2026, 9, until)), sat_on=LAST_DAY)

    assert application.certificate_fee_free is free


def test_a_kept_part_is_used_once():
    earlier, first, second = kept(), next_one(), next_one()

    first.use_kept_part(earlier, sat_on=LAST_DAY)
    second.use_kept_part(earlier, sat_on=LAST_DAY)

    assert (first.certificate_fee_free, second.certificate_fee_free) == (True, False)
    assert first.free_of_charge == ["theory"]
    assert earlier.unused_kept_key is None


@pytest.mark.rule("SCO-04")
async def test_the_certificate_fee_is_let_off_at_the_next_appraisal_alone(open_batch):
    shown = [await sat(open_batch, "2026-autumn", opened=True)]
    await open_batch.deliver(
        PartKept(
            application_id="2026-autumn-00002",
            batch_id="2026-autumn",
            part="theory",
            occupation_code="4-03-02-01",
            level=4,
            valid_until=date(2028, 9, 20),
            kept_at=NOON,
        )
    )
    shown += [await sat(open_batch, batch_id, 报考科目="实操") for batch_id in ("2026-winter", "2027-spring")]

    assert [one["certificate_fee_free"] for one in shown] == [False, True, False]


async def sat(registration, batch_id, *, opened=False, **differing):
    """One person applies and is approved in a batch; as it is shown then."""
    if not opened:
        announcement = an_announcement_body(announcement_id=batch_id)
        await registration.post("/announcements", json=announcement, as_=EXAM_AFFAIRS)
        await registration.post("/batches", json=a_batch_body(batch_id=batch_id), as_=EXAM_AFFAIRS)
    body = a_csv(cells(**differing))
    await registration.post(f"/batches/{batch_id}/roster", content=body, as_=RECEPTION)
    await registration.post(f"/batches/{batch_id}/approvals", as_=EXAM_AFFAIRS)
    return (await registration.get(f"/applications/{batch_id}-00002", as_=RECEPTION)).json()
