"""How much waits, in the navigation: counted beside the pages, once for each set of roles."""

import pytest

from apps.gateway.tests.results import a_page
from apps.gateway.tests.test_batches import BATCH, LINE

PAGE = "/announcements"


@pytest.fixture
def services(desk):
    desk.services.says("registration", "GET", "/announcements", a_page())
    desk.services.says(
        "registration", "GET", "/batches", lambda request: a_page(*[LINE] * (request.url.params["state"] == "open"))
    )
    desk.services.says("registration", "GET", "/batches/2026-autumn", {**BATCH, "eligible": 3})
    return desk.services


async def waits(browser):
    text = (await browser.open(PAGE)).text
    return "我的待办（1）" in text


async def test_a_page_shows_what_was_counted_and_waits_for_nobody(desk, services):
    browser = await desk.signed_in("S-0001", "exam-affairs")
    asked = len(desk.services.asked)
    assert await waits(browser) is False
    assert [path for _, _, path, _ in desk.services.asked[asked:]] == [PAGE], "no page asks for it"

    await desk.gateway.counts.look()

    assert await waits(browser) is True


async def test_a_hundred_of_an_office_are_counted_once_and_another_by_itself(desk, services):
    for number in range(3):
        browser = await desk.signed_in(f"S-000{number}", "exam-affairs", address=f"10.1.1.{number}")
        await browser.open(PAGE)
    other = await desk.signed_in("S-0009", "quality")
    await other.open(PAGE)
    asked = len(desk.services.asked)

    await desk.gateway.counts.look()

    assert len([path for _, _, path, _ in desk.services.asked[asked:] if path == "/batches"]) == 2 * 2
    assert await waits(browser) is True
    assert await waits(other) is False, "what waits is exam affairs'"


async def test_what_was_done_is_counted_anew_and_what_is_a_minute_old(desk, services):
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open(PAGE)
    counts = desk.gateway.counts
    await counts.look()
    services.says("registration", "GET", "/batches", a_page())
    await counts.look()
    assert await waits(browser) is True, "not a minute old"

    await browser.open("/batches")
    await browser.send("/batches/find", batch_id="2026-autumn")
    await counts.look()

    assert await waits(browser) is False


async def test_nobody_is_counted_for_whose_roles_are_others_now(desk, services):
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open(PAGE)
    await desk.gateway.change(_disable, now=desk.now)
    asked = len(desk.services.asked)

    await desk.gateway.counts.look()

    assert desk.services.asked[asked:] == []


async def _disable(records, *, now):
    account = await records.accounts.get("S-0001")
    account.disable(by="A-0001", now=now)
    records.accounts.save(account)


async def test_while_a_service_is_away_the_last_count_stays(desk, services):
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open(PAGE)
    await desk.gateway.counts.look()
    desk.step(minutes=2)
    services.away.add("registration")

    await desk.gateway.counts.look()

    services.away.clear()
    assert await waits(browser) is True
