"""One person at the counter, by the page."""

import json

import pytest

from apps.gateway.tests.test_applications import APPLICATION, ASSESSMENT
from apps.gateway.tests.test_batches import BATCH

PAGE = "/batches/2026-autumn/applications/new"
DONE = {"application_id": "2026-autumn-00002", "outcome": "eligible", "findings": [], "advice": []}


@pytest.fixture
async def clerk(desk):
    says = desk.services.says
    says("registration", "GET", "/batches/2026-autumn", BATCH)
    says("registration", "GET", "/announcements/conditions", [])
    says("registration", "POST", "/batches/2026-autumn/applications", DONE, 201)
    says("registration", "GET", "/applications/2026-autumn-00002", APPLICATION, ETag='"3"')
    says("registration", "GET", "/applications/2026-autumn-00002/assessment", ASSESSMENT)
    says("archive", "GET", "/events", {"items": [], "next": None})
    browser = await desk.signed_in("S-0001", "reception")
    await browser.open(PAGE)
    return browser


async def test_what_is_typed_is_handed_on_by_its_columns(desk, clerk):
    await clerk.send(PAGE, name="欧阳试例", id_number="43010119900517001X", phone="16900000001", condition="L4-YEARS5")

    [body] = [json.loads(request.content) for _, method, _, request in desk.services.asked if method == "POST"]
    assert body["cells"]["姓名"] == "欧阳试例"
    assert body["cells"]["证件类型"] == "居民身份证"
    assert "民族" not in body["cells"]
    assert clerk.path == "/applications/2026-autumn-00002"
    assert "已登记，等待审核。" in clerk.page.text


async def test_a_refusal_stands_on_the_form_with_what_was_typed(desk, clerk):
    desk.services.refuses("registration", "POST", "/batches/2026-autumn/applications", "报名已截止。")

    answer = await clerk.send(
        PAGE, name="欧阳试例", id_number="43010119900517001X", phone="16900000001", condition="L4-YEARS5"
    )

    assert "报名已截止。" in answer.text
    assert 'value="欧阳试例"' in answer.text
