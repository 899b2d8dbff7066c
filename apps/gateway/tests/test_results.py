"""Public notice, objections and certificates in the browser."""

import json
import re

import pytest

from apps.gateway.tests.results import APPLICATION_ID, CERTIFICATE, NOTICE, NUMBER, OBJECTION, OBJECTION_ID, a_page

NOTICES = "/batches/2026-autumn/notices"
NOTICE_PAGE = f"/notices/{APPLICATION_ID}"
OBJECTIONS = "/batches/2026-autumn/objections"
OBJECTION_PAGE = f"/objections/{OBJECTION_ID}"
CERTIFICATES = "/batches/2026-autumn/certificates"
CERTIFICATE_PAGE = f"/certificates/{NUMBER}"


@pytest.fixture
def certification(desk):
    def tells(path, told, **options):
        desk.services.says("certification", "GET", path, told, **options)

    desk.services.tells = tells
    tells(NOTICES, {"items": [NOTICE], "next": "c-2"})
    tells(NOTICE_PAGE, NOTICE)
    tells(OBJECTIONS, a_page(OBJECTION))
    tells(OBJECTION_PAGE, OBJECTION, ETag='"2"')
    tells(CERTIFICATES, a_page(CERTIFICATE))
    tells(CERTIFICATE_PAGE, CERTIFICATE)
    return desk.services


def sent(desk, path):
    [request] = [request for _, method, asked, request in desk.services.asked if (method, asked) == ("POST", path)]
    return request


async def test_the_list_of_results_asks_what_the_address_says(desk, certification):
    browser = await desk.signed_in("S-0001", "quality")

    await browser.open(f"{NOTICES}?stage=held")

    asked = next(request for _, _, path, request in desk.services.asked if path == NOTICES)
    assert dict(asked.url.params) == {"stage": "held", "limit": "50"}
    assert 'href="?stage=held&amp;cursor=c-2"' in browser.page.text
    assert '<td>2026年9月7日<br><span class="quiet">至 2026年9月11日</span></td>' in browser.page.text


@pytest.mark.parametrize(
    ("role", "differing", "may"),
    [
        ("quality", {}, True),
        ("general-office", {"stage": "held"}, True),
        ("director", {}, False),
        ("exam-affairs", {}, False),
        ("quality", {"stage": "issued"}, False),
    ],
)
async def test_an_objection_is_lodged_while_the_notice_stands_by_those_who_may(
    desk, certification, role, differing, may
):
    certification.tells(NOTICE_PAGE, {**NOTICE, **differing})
    browser = await desk.signed_in("S-0001", role)

    await browser.open(NOTICE_PAGE)

    assert (f'action="{NOTICE_PAGE}/objections"' in browser.page.text) is may


async def test_an_objection_that_was_lodged_is_shown_with_what_is_next(desk, certification):
    certification.says("certification", "POST", "/objections", OBJECTION, 201)
    browser = await desk.signed_in("S-0001", "quality")
    await browser.open(NOTICE_PAGE)

    await browser.send(f"{NOTICE_PAGE}/objections", part="theory", reason="认为第三题判错。")

    assert json.loads(sent(desk, "/objections").content) == {
        "application_id": APPLICATION_ID, "part": "theory", "reason": "认为第三题判错。",
    }  # fmt: skip
    assert browser.path == OBJECTION_PAGE
    assert "已登记异议" in browser.page.text


@pytest.mark.parametrize(
    ("role", "objection", "may"),
    [
        ("director", OBJECTION, True),
        ("quality", OBJECTION, True),
        ("general-office", OBJECTION, False),
        ("quality", {**OBJECTION, "decision": "dismissed", "decided_at": "2026-09-09T02:00:00Z"}, False),
    ],
)
async def test_an_objection_is_decided_once_by_those_who_may(desk, certification, role, objection, may):
    certification.tells(OBJECTION_PAGE, objection, ETag='"2"')
    browser = await desk.signed_in("S-0001", role)

    await browser.open(OBJECTION_PAGE)

    assert (f'action="{OBJECTION_PAGE}/decision"' in browser.page.text) is may


async def test_a_decision_is_about_what_was_seen_and_takes_a_fresh_code(desk, certification):
    certification.says("certification", "POST", f"{OBJECTION_PAGE}/decision", None, 204)
    browser = await desk.signed_in("S-0001", "director")
    desk.step(minutes=6)
    await browser.open(OBJECTION_PAGE)

    decision = {"decision": "upheld", "reason": "第三题标准答案有误。"}
    await browser.send(f"{OBJECTION_PAGE}/decision", **decision)
    await browser.confirm()
    await browser.send(f"{OBJECTION_PAGE}/decision", **decision)

    request = sent(desk, f"{OBJECTION_PAGE}/decision")
    assert request.headers["If-Match"] == '"2"'
    assert json.loads(request.content) == decision
    assert "已认定异议成立" in browser.page.text


async def test_the_general_office_sees_a_certificate_and_opens_its_pdf(desk, certification):
    certification.tells(f"{CERTIFICATE_PAGE}/pdf", b"%PDF-1.7")
    browser = await desk.signed_in("S-0001", "general-office")
    await browser.open(CERTIFICATES)
    assert CERTIFICATE["id_number"] not in browser.page.text, "a list shows no identifiers"
    shown = (await browser.open(CERTIFICATE_PAGE)).text
    assert CERTIFICATE["id_number"] not in shown, "whole it is on the certificate, after a fresh code"
    assert "430*************1X" in shown
    desk.step(minutes=5)
    await browser.send(f"{CERTIFICATE_PAGE}/pdf")
    await browser.confirm()
    assert browser.path == CERTIFICATE_PAGE

    await browser.send(f"{CERTIFICATE_PAGE}/pdf")

    assert (browser.page.content, browser.page.headers["Content-Type"]) == (b"%PDF-1.7", "application/pdf")
    assert browser.page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("role", ["quality", "exam-affairs", "director", "marking-lead", "auditor"])
async def test_certificates_are_for_the_general_office_alone(desk, certification, role):
    browser = await desk.signed_in("S-0001", role)

    answer = await browser.open(CERTIFICATE_PAGE)

    assert answer.status_code == 403
    assert re.search(NUMBER, answer.text) is None
