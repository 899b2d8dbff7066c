"""Opening a paper: two people sign in turn, each after showing the second factor again."""

import pytest

from apps.gateway.tests.exam_day import SESSION_ID

PAGE = f"/exam-sessions/{SESSION_ID}/papers"
PAPER_ID = "2026-autumn-t-4-03-02-01-4-A"
OPENINGS = f"/papers/{PAPER_ID}/openings"
CLOSED = {
    "paper_id": PAPER_ID,
    "form": "A",
    "sealed": True,
    "state": "closed",
    "first_by": None,
    "second_until": None,
    "opened_by": [],
}
WAITING = {"state": "waiting", "paper_id": PAPER_ID, "second_until": "2026-09-01T12:16:00+08:00"}
OPENED = {
    "state": "opened",
    "opened_by": ["I-0001", "I-0002"],
    "paper_id": PAPER_ID,
    "part": "theory",
    "form": "A",
    "minutes": 90,
    "questions": [
        {"no": 1, "kind": "choice", "marks": "1", "stem": "炒菜先放什么？", "options": {"A": "油", "B": "盐"}}
    ],
    "tasks": [],
}


ROOM_PAPERS = {
    "session_id": SESSION_ID,
    "opens_at": "2026-09-01T12:05:00+08:00",
    "ends_at": "2026-09-01T13:40:00+08:00",
    "called_off": None,
    "papers": [CLOSED],
}


def papers(desk, called_off=None, **differing):
    told = {**ROOM_PAPERS, "called_off": called_off, "papers": [{**CLOSED, **differing}]}
    desk.services.says("itembank", "GET", f"/sessions/{SESSION_ID}/papers", told)


def sent(desk):
    return [asked for asked in desk.services.asked if asked[1] == "POST"]


async def signs(desk, browser):
    """Press the button, show the second factor, press again."""
    desk.step(minutes=6)
    await browser.open(PAGE)
    await browser.send(f"{PAGE}/{PAPER_ID}")
    assert sent(desk) == [], "nothing is asked before the second factor was shown"
    desk.last = browser.account_id
    await browser.confirm()
    return await browser.send(f"{PAGE}/{PAPER_ID}")


@pytest.fixture
async def first(desk):
    papers(desk)
    browser = await desk.signed_in("I-0001", "invigilator")
    browser.account_id = "I-0001"
    return browser


async def test_the_first_signs_with_a_fresh_code_and_hears_the_seconds_deadline(desk, first):
    desk.services.says("itembank", "POST", OPENINGS, WAITING, 202)

    await signs(desk, first)

    assert (first.path, first.page.status_code) == (PAGE, 200)
    assert "请另一名当班人员用自己的账户在 12:16 前签名" in first.page.text
    [asked] = sent(desk)
    assert asked[2] == OPENINGS
    assert asked[3].content == f'{{"session_id":"{SESSION_ID}"}}'.encode()


async def test_the_first_is_not_offered_to_be_the_second_too(desk, first):
    papers(desk, state="waiting", first_by="I-0001", second_until="2026-09-01T12:16:00+08:00")

    await first.open(PAGE)

    assert "您已签名，请另一名当班人员" in first.page.text
    assert f"{PAGE}/{PAPER_ID}" not in first.page.text


async def test_the_second_opens_the_paper_and_reads_it_where_no_address_leads(desk):
    papers(desk, state="waiting", first_by="I-0001", second_until="2026-09-01T12:16:00+08:00")
    desk.services.says("itembank", "POST", OPENINGS, OPENED)
    browser = await desk.signed_in("I-0002", "invigilator")
    browser.account_id = "I-0002"
    await browser.open(PAGE)
    assert "第一人 I-0001，第二人须在 12:16 前签名" in browser.page.text

    answer = await signs(desk, browser)

    assert "炒菜先放什么？" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    await browser.open(PAGE)
    assert "炒菜先放什么？" not in browser.page.text


async def test_a_seal_broken_too_early_is_refused_in_the_services_words(desk, first):
    desk.services.refuses("itembank", "POST", OPENINGS, "试卷须在 12:05 以后当众启封，现在还不能启封。")

    await signs(desk, first)

    assert first.page.status_code == 409
    assert "试卷须在 12:05 以后当众启封" in first.page.text


async def test_a_third_person_sees_who_opened_it_and_nothing_to_press(desk):
    papers(desk, state="opened", opened_by=["I-0001", "I-0002"])
    browser = await desk.signed_in("I-0003", "invigilator")

    await browser.open(PAGE)

    assert "启封人 I-0001、I-0002" in browser.page.text
    assert f"{PAGE}/{PAPER_ID}" not in browser.page.text


@pytest.mark.parametrize(
    ("differing", "words"), [({"called_off": "cancelled"}, "本场已停考"), ({"sealed": False}, "尚未封存")]
)
async def test_what_cannot_be_opened_is_not_offered(desk, first, differing, words):
    papers(desk, **differing)

    await first.open(PAGE)

    assert words in first.page.text
    assert f"{PAGE}/{PAPER_ID}" not in first.page.text
