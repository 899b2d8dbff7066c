"""Whoever may not apply, on a page: entered, reviewed, lifted."""

import json

import pytest

from apps.gateway.tests.results import a_page

BAR = {
    "bar_id": "b-1",
    "name": "欧阳试例",
    "id_number": "43010119900517001X",
    "clause": "组织作弊，停考一年",
    "document": "湘岚认定〔2026〕3 号",
    "until": "2027-08-31",
    "state": "proposed",
    "proposed_by": "S-0020",
    "proposed_at": "2026-09-01T12:00:00+08:00",
    "reviewed_by": None,
    "reviewed_at": None,
    "lifted_by": None,
    "lifted_at": None,
    "lifted_why": "",
}


@pytest.fixture
async def office(desk):
    desk.services.says("registration", "GET", "/bars", a_page(BAR, BAR | {"bar_id": "b-2", "state": "standing"}))
    return await desk.signed_in("S-0001", "exam-affairs", "director")


def sent(desk, path):
    return [json.loads(one.content) for _, method, at, one in desk.services.asked if (method, at) == ("POST", path)]


async def test_somebody_is_entered_and_the_number_is_in_no_address(desk, office):
    desk.services.says("registration", "POST", "/bars", None, status=201)
    page = (await office.open("/bars")).text
    assert "至 2027年8月31日" in page
    assert BAR["id_number"] not in page

    answer = await office.send(
        "/bars/new", name="欧阳试例", id_number="43010119900517001X", clause="组织作弊", document="3 号", until=""
    )

    [body] = sent(desk, "/bars")
    assert (body["id_number"], body["until"], body["bar_id"][:2]) == ("43010119900517001X", None, "b-")
    assert "由另一名工作人员复核" in answer.text
    assert all("43010119900517001X" not in str(request.url) for *_, request in desk.services.asked)


async def test_another_person_reviews_and_the_head_lifts(desk, office):
    for path in ("/bars/b-1/review", "/bars/b-2/lifting"):
        desk.services.says("registration", "POST", path, None, status=204)
    await office.open("/bars")

    await office.send("/bars/review", bar_id="b-1", decision="confirmed")
    await office.open("/bars")
    await office.send("/bars/lifting", bar_id="b-2", reason="申诉成立")

    assert sent(desk, "/bars/b-1/review") == [{"confirmed": True}]
    assert sent(desk, "/bars/b-2/lifting") == [{"reason": "申诉成立"}]
