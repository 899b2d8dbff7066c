"""What a batch has to collect and who was let off, in the browser."""

import pytest

from apps.gateway.tests.preparation import ANNOUNCEMENT
from apps.gateway.tests.results import a_page
from apps.gateway.tests.test_applications import APPLICATION
from apps.gateway.tests.test_batches import BATCH

FEES = "/batches/2026-autumn/fees"
LEVELS = [{**BATCH["totals"][0], "level": level, "approved": count} for level, count in ((4, 24), (3, 2))]
WAIVED = APPLICATION | {"free_of_charge": ["practical"], "free_parts": ["theory"]}


@pytest.fixture
async def finance(desk):
    says = desk.services.says
    says("registration", "GET", "/batches/2026-autumn", BATCH | {"totals": LEVELS})
    says("registration", "GET", "/batches/2026-autumn/applications", a_page(WAIVED))
    fees = [{"level": 4, "name": "四级", "fen": 22_050}]
    says("registration", "GET", "/announcements/2026-autumn", ANNOUNCEMENT | {"fees": fees})
    return await desk.signed_in("S-0013", "finance")


async def test_what_is_due_is_the_announced_fee_of_those_approved(desk, finance):
    page = (await finance.open(FEES)).text

    assert "<strong>5,292.00 元</strong>" in page
    assert "220.50" in page
    assert "有等级没有公告收费标准，未计入" in page
    assert page.count("未公告") == 1


async def test_whoever_was_let_off_is_listed_by_part(desk, finance):
    page = (await finance.open(FEES)).text

    asked = next(request for _, _, path, request in desk.services.asked if path.endswith("/applications"))
    assert asked.url.params["fee_waived"] == "true"
    row = page.partition("免收的报名")[2].partition("<tbody>")[2]
    assert row.index("实操") < row.index("理论")
    assert WAIVED["application_id"] in row
