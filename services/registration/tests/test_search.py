"""Somebody is found again by the whole name or identifier, which lie sealed; nothing of them is in an address."""

import json

import pytest
from structlog.testing import capture_logs

from services.registration.storage.collections import APPLICATIONS
from services.registration.tests.builders import a_csv, a_number, an_application, cells
from services.registration.tests.conftest import EXAM_AFFAIRS, a_batch_body

RECEPTION, AUDITOR = ("S-0002", "reception"), ("S-0003", "auditor")
PEOPLE = [
    cells(姓名="欧阳试例", 证件号码=a_number(order=1)),
    cells(姓名="欧阳试例", 证件号码=a_number(order=3)),
    cells(姓名="欧阳", 证件号码=a_number(order=5)),
]


@pytest.fixture
async def registered(open_batch):
    other = a_batch_body(batch_id="other", announcement_id="2026-autumn")
    assert (await open_batch.post("/batches", json=other, as_=EXAM_AFFAIRS)).status_code == 201
    for batch, rows in (("2026-autumn", PEOPLE), ("other", PEOPLE[:1])):
        answer = await open_batch.post(f"/batches/{batch}/roster", content=a_csv(*rows), as_=RECEPTION)
        assert answer.json()["refused"] == 0
    return open_batch


async def found(registered, as_=RECEPTION, **asked):
    answer = await registered.post("/applications/search", json=asked, as_=as_)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


@pytest.mark.parametrize(
    ("asked", "applications"),
    [
        ({"name": "欧阳试例"}, ["2026-autumn-00002", "2026-autumn-00003", "other-00002"]),
        ({"name": " 欧阳 "}, ["2026-autumn-00004"]),
        ({"name": "欧"}, []),
        ({"id_number": a_number(order=1)}, ["2026-autumn-00002", "other-00002"]),
        ({"id_number": f" {a_number(order=1).lower()} ", "batch_id": "other"}, ["other-00002"]),
        ({"id_number": a_number(order=1), "name": "欧阳"}, []),
        ({"id_number": a_number(order=1)[:-1]}, []),
    ],
)
async def test_somebody_is_found_by_the_whole_name_or_identifier(registered, asked, applications):
    assert [one["application_id"] for one in await found(registered, **asked)] == applications


@pytest.mark.parametrize("asked", [{}, {"name": " "}, {"batch_id": "other"}])
async def test_without_a_name_or_an_identifier_nobody_is_looked_for(registered, asked):
    answer = await registered.post("/applications/search", json=asked, as_=RECEPTION)

    assert (answer.status_code, answer.json()["title"]) == (422, "search-empty")


async def test_who_sees_people_masked_finds_them_masked(registered):
    [one, _] = await found(registered, as_=AUDITOR, id_number=a_number(order=1))

    assert (one["name"], one["id_number"][3:14]) == ("欧***", "*" * 11)


async def test_what_was_looked_for_is_in_no_log_and_is_not_remembered(registered):
    with capture_logs() as lines:
        await found(registered, id_number=a_number(order=1), name="欧阳试例")

    assert a_number(order=1) not in str(lines)
    assert "欧阳" not in str(lines)


async def test_an_application_that_was_stored_before_names_were_found_loads():
    before = json.loads(APPLICATIONS.dump(an_application()))
    del before["person"]["name_fingerprint"]

    assert APPLICATIONS.index_values(APPLICATIONS.load(json.dumps(before)))["name"] is None
