"""What staff pages list: announcements, batches, rosters, applications; page by page, narrowed by what is asked."""

from datetime import timedelta

import pytest

from services.registration.tests.builders import CLOSES_AT, a_csv, cells, some_people
from services.registration.tests.conftest import EXAM_AFFAIRS, a_batch_body, an_announcement_body

RECEPTION = ("S-0002", "reception")
MARKING_LEAD = ("S-0004", "marking-lead")
BATCH = "/batches/2026-autumn"


async def announce(registration, identifier):
    body = an_announcement_body(announcement_id=identifier)
    assert (await registration.post("/announcements", json=body, as_=EXAM_AFFAIRS)).status_code == 201


async def listed(registration, path, name, as_=EXAM_AFFAIRS, **chosen):
    """The ids under this name, page by page."""
    pages: list[list[str]] = []
    cursor = None
    while not pages or cursor:
        asked = {"limit": 2, **chosen} | ({"cursor": cursor} if cursor else {})
        page = (await registration.get(path, as_=as_, params=asked)).json()
        pages.append([one[name] for one in page["items"]])
        cursor = page["next"]
    return pages


async def test_the_public_lists_announcements_the_newest_first(registration):
    for identifier in ("a", "c", "b"):
        await announce(registration, identifier)
        await registration.step_to(registration.now + timedelta(minutes=1))

    pages = await listed(registration, "/announcements", "announcement_id", as_=None)

    assert pages == [["b", "c"], ["a"]]


async def test_any_member_of_staff_lists_batches_the_newest_first(registration):
    await announce(registration, "2026-autumn")
    for identifier in ("b-1", "b-3", "b-2"):
        body = a_batch_body(batch_id=identifier, announcement_id="2026-autumn")
        assert (await registration.post("/batches", json=body, as_=EXAM_AFFAIRS)).status_code == 201
        await registration.step_to(registration.now + timedelta(minutes=1))

    pages = await listed(registration, "/batches", "batch_id", as_=MARKING_LEAD)

    assert pages == [["b-2", "b-3"], ["b-1"]]


async def test_batches_are_listed_by_their_state(open_batch):
    body = a_batch_body(batch_id="other", announcement_id="2026-autumn")
    await open_batch.post("/batches", json=body, as_=EXAM_AFFAIRS)
    await open_batch.step_to(CLOSES_AT)
    await open_batch.post(f"{BATCH}/closure", as_=EXAM_AFFAIRS)

    closed = await open_batch.get("/batches?state=closed", as_=EXAM_AFFAIRS)
    still_open = await open_batch.get("/batches?state=open", as_=EXAM_AFFAIRS)

    assert [one["batch_id"] for one in closed.json()["items"]] == ["2026-autumn"]
    assert [one["batch_id"] for one in still_open.json()["items"]] == ["other"]


async def test_rosters_are_listed_with_who_brought_them_and_how_they_came_out(open_batch):
    rows = [*some_people(2), cells(本人确认="否")]
    await open_batch.post(f"{BATCH}/roster", content=a_csv(*rows), as_=RECEPTION)

    [roster] = (await open_batch.get(f"{BATCH}/rosters", as_=EXAM_AFFAIRS)).json()["items"]

    assert (roster["uploaded_by"], roster["rows"], roster["eligible"], roster["refused"]) == ("S-0002", 3, 2, 1)


@pytest.mark.parametrize(("asked", "rows"), [("level=4", [2]), ("occupation_code=6-18-01-01", [3]), ("", [2, 3, 4])])
async def test_applications_are_listed_by_occupation_and_level(open_batch, asked, rows):
    roster = a_csv(
        cells(级别="四级"),
        cells(证件号码="", 职业编码="6-18-01-01", 职业名称="车工", 工种="普通车工", 级别="五级"),
        cells(证件号码="1", 级别="五级"),
    )
    assert (await open_batch.post(f"{BATCH}/roster", content=roster, as_=RECEPTION)).status_code == 200

    page = (await open_batch.get(f"{BATCH}/applications?{asked}", as_=EXAM_AFFAIRS)).json()

    assert [one["row"] for one in page["items"]] == rows


@pytest.mark.parametrize(
    ("sort", "numbers"),
    [("number", [2, 3, 4]), ("level", [3, 4, 2]), ("occupation_code", [2, 4, 3]), ("state", [4, 2, 3])],
)
async def test_applications_are_listed_in_the_order_asked_for_page_by_page(open_batch, sort, numbers):
    roster = a_csv(
        cells(级别="五级", 证件号码=""),
        cells(证件号码="1", 职业编码="6-18-01-01", 职业名称="车工", 工种="普通车工", 级别="四级"),
        *some_people(1),
    )
    assert (await open_batch.post(f"{BATCH}/roster", content=roster, as_=RECEPTION)).status_code == 200

    pages = await listed(open_batch, f"{BATCH}/applications", "number", sort=sort)

    assert [number for page in pages for number in page] == numbers


async def test_nobody_sorts_applications_by_what_is_sealed(open_batch):
    answer = await open_batch.get(f"{BATCH}/applications?sort=person", as_=EXAM_AFFAIRS)

    assert answer.status_code == 422
