"""Announcements through the front door."""

from datetime import datetime, timedelta

import pytest

from services.registration.tests.builders import (
    an_offer,
)
from services.registration.tests.conftest import (
    EXAM_AFFAIRS,
    RECEPTION,
    a_batch_body,
    an_announcement_body,
    an_offer_body,
    slug,
)

WELDING = an_offer_body(an_offer(code="6-18-02-04", occupation="焊工", work_type="焊工"))


@pytest.mark.rule("REG-02")
async def test_the_public_reads_an_announcement_as_it_was_posted(registration):
    fees = [
        {"level": level, "name": f"{level}级", "fen": 10_000 * level, "item": None, "theory_percent": 40}
        for level in (5, 4, 3)
    ]
    fees.append({"level": 4, "name": "取证费", "fen": 1_000, "item": "certificate", "theory_percent": 50})
    posted = an_announcement_body(areas=["湘岚考区", "北考区"], sites=["主考点", "分考点"], fees=fees)
    await registration.post("/announcements", json=posted, as_=EXAM_AFFAIRS)

    shown = (await registration.get("/announcements/2026-autumn")).json()

    for moment in ("registration_opens_at", "registration_closes_at", "published_at"):
        shown[moment] = datetime.fromisoformat(shown[moment])
    times = {name: datetime.fromisoformat(posted[name]) for name in ("registration_opens_at", "registration_closes_at")}
    assert shown == posted | times | {"published_at": registration.now}


async def test_an_announcement_is_published_and_public(registration):
    answer = await registration.post("/announcements", json=an_announcement_body(), as_=EXAM_AFFAIRS)

    assert answer.status_code == 201
    assert answer.json()["period"] == "month"
    assert answer.json()["hint"] is None
    shown = (await registration.get("/announcements/2026-autumn")).json()
    assert shown["sites"] == ["主考点"]


@pytest.mark.rule("REG-03")
async def test_an_announcement_late_in_a_month_is_published_with_a_hint(registration):
    await registration.step_to(registration.now + timedelta(days=10))

    answer = await registration.post("/announcements", json=an_announcement_body(), as_=EXAM_AFFAIRS)

    assert answer.status_code == 201
    assert "月初" in answer.json()["hint"]


@pytest.mark.rule("REG-02")
@pytest.mark.parametrize("field", ["offers", "conditions", "method", "registration_opens_at", "areas", "sites", "fees"])
async def test_an_announcement_without_one_of_its_contents_is_refused(registration, field):
    body = an_announcement_body()
    del body[field]

    answer = await registration.post("/announcements", json=body, as_=EXAM_AFFAIRS)

    assert answer.status_code == 422
    assert slug(answer) == "announcement-incomplete"


async def test_an_announcement_is_published_once(open_batch):
    answer = await open_batch.post("/announcements", json=an_announcement_body(), as_=EXAM_AFFAIRS)

    assert (answer.status_code, slug(answer)) == (409, "announcement-exists")


@pytest.mark.rule("REG-18")
async def test_nothing_outside_the_filed_scope_is_announced_or_opened(open_batch):
    announced = await open_batch.post(
        "/announcements", json=an_announcement_body(announcement_id="b", offers=[WELDING]), as_=EXAM_AFFAIRS
    )
    opened = await open_batch.post(
        "/batches", json=a_batch_body(batch_id="b", announcement_id="2026-autumn", offers=[WELDING]), as_=EXAM_AFFAIRS
    )

    assert slug(announced) == "outside-filed-scope"
    assert opened.status_code == 422


async def test_the_conditions_are_public(registration):
    conditions = (await registration.get("/announcements/conditions")).json()

    assert {"L5-ENTRY", "L4-CERT3", "L3-DIPLOMA"} <= {condition["code"] for condition in conditions}


async def test_only_exam_affairs_and_the_director_announce(registration):
    answer = await registration.post("/announcements", json=an_announcement_body(), as_=RECEPTION)

    assert answer.status_code == 403
