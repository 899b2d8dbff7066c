"""The plan of a year: two batches at the least, a chance for everybody, and reminders that go by the calendar."""

from datetime import UTC, datetime

import pytest

from services.registration.domain.scope import FOUR_OCCUPATIONS
from services.registration.tests.conftest import EXAM_AFFAIRS, RECEPTION, a_batch_body, an_announcement_body

ALL = sorted({(one.occupation_code, one.level) for one in FOUR_OCCUPATIONS})
SPRING, AUTUMN = ("2026-spring", "2026-03-02", "2026-05-16"), ("2026-autumn", "2026-08-31", "2026-09-19")


def a_batch(which=AUTUMN, chances=ALL, **differing):
    batch_id, opens_by, examines_on = which
    told = [{"occupation_code": code, "level": level} for code, level in chances]
    one = {"batch_id": batch_id, "name": "一批", "opens_by": opens_by, "examines_on": examines_on, "chances": told}
    return one | differing


async def file(registration, *batches, year=2026, as_=EXAM_AFFAIRS):
    return await registration.put(f"/annual-plans/{year}", json={"batches": list(batches)}, as_=as_)


async def reminded(registration):
    listed = (await registration.get("/annual-plans/reminders", as_=EXAM_AFFAIRS)).json()
    return [(one["kind"], one["due_on"], one["batch_id"]) for one in listed]


def beijing(day, hour=0):
    return datetime.fromisoformat(f"{day}T{hour:02d}:00:00+08:00").astimezone(UTC)


@pytest.mark.rule("SCH-02")
@pytest.mark.parametrize(("batches", "status"), [(0, 422), (1, 422), (2, 200), (3, 200)])
async def test_a_year_has_at_least_two_batches(registration, batches, status):
    planned = [a_batch(SPRING), a_batch(AUTUMN), a_batch(("2026-winter", "2026-11-02", "2026-12-05"))][:batches]

    answer = await file(registration, *planned)

    assert answer.status_code == status
    assert status == 200 or answer.json()["title"] == "too-few-batches"
    shown = await registration.get("/annual-plans/2026", as_=RECEPTION)
    assert shown.status_code == (200 if status == 200 else 404)
    if status == 200:
        ids = [one["batch_id"] for one in shown.json()["batches"]]
        assert ids == ["2026-spring", "2026-autumn", "2026-winter"][:batches]


@pytest.mark.rule("SCH-03")
@pytest.mark.parametrize("left_out", [ALL[0], ALL[-1]])
async def test_everything_that_is_filed_has_a_chance_in_the_year(registration, left_out):
    others = [one for one in ALL if one != left_out]

    refused = await file(registration, a_batch(SPRING, others), a_batch(AUTUMN, others))
    once = await file(registration, a_batch(SPRING, others), a_batch(AUTUMN, [left_out]))

    assert (refused.status_code, refused.json()["title"]) == (422, "chance-missing")
    assert f"{left_out[0]} {left_out[1]} 级" in refused.json()["detail"]
    assert once.status_code == 200


@pytest.mark.rule("SCH-03")
async def test_a_batch_offers_what_the_year_promised_for_it(registration):
    await file(registration, a_batch(SPRING), a_batch(AUTUMN))
    body = an_announcement_body()
    fewer = body["offers"][1:]
    await registration.post("/announcements", json=body | {"offers": fewer}, as_=EXAM_AFFAIRS)

    refused = await registration.post("/batches", json=a_batch_body(offers=fewer), as_=EXAM_AFFAIRS)

    assert (refused.status_code, refused.json()["title"]) == (422, "planned-offer-left-out")


@pytest.mark.parametrize(
    ("batch", "slug"),
    [
        (a_batch(("2026-x", "2026-03-02", "2027-05-16")), "batch-of-another-year"),
        (a_batch(("2026-x", "2025-12-31", "2026-05-16")), "batch-of-another-year"),
        (a_batch(("2026-x", "2026-05-16", "2026-05-16")), "batch-of-another-year"),
        (a_batch(AUTUMN), "batch-planned-twice"),
        (a_batch(SPRING, [*ALL, ("4-03-02-01", 1)]), "not-filed-then"),
    ],
)
async def test_a_plan_that_cannot_be_kept_is_refused(registration, batch, slug):
    refused = await file(registration, batch, a_batch(AUTUMN))

    assert (refused.status_code, refused.json()["title"]) == (422, slug)


async def test_the_plan_is_filed_by_exam_affairs_or_the_director(registration):
    assert (await file(registration, a_batch(SPRING), a_batch(AUTUMN), as_=RECEPTION)).status_code == 403


@pytest.mark.rule("SCH-02")
async def test_a_year_without_a_plan_is_reminded_of_and_overdue_in_february(registration):
    await registration.step_to(beijing("2027-01-01"))
    first = await reminded(registration)
    await registration.step_to(beijing("2027-01-31", 23))
    last = await reminded(registration)
    await registration.step_to(beijing("2027-02-01"))

    assert first == last == [("plan-due", "2027-01-31", "")]
    assert await reminded(registration) == [("plan-overdue", "2027-01-31", "")]


@pytest.mark.rule("SCH-02", "SCH-03")
async def test_a_planned_batch_is_reminded_of_until_it_is_open(open_batch):
    await file(open_batch, a_batch(AUTUMN), a_batch(("2026-winter", "2026-11-02", "2026-12-05")))
    seen = {}
    for day in ("2026-10-25", "2026-10-26", "2026-11-02", "2026-11-03"):
        await open_batch.step_to(beijing(day))
        seen[day] = await reminded(open_batch)

    assert seen == {
        "2026-10-25": [],
        "2026-10-26": [("batch-due", "2026-11-02", "2026-winter")],
        "2026-11-02": [("batch-due", "2026-11-02", "2026-winter")],
        "2026-11-03": [("batch-overdue", "2026-11-02", "2026-winter")],
    }
    plan = (await open_batch.get("/annual-plans/2026", as_=EXAM_AFFAIRS)).json()
    assert [(one["batch_id"], one["opened"]) for one in plan["batches"]] == [
        ("2026-autumn", True),
        ("2026-winter", False),
    ]
