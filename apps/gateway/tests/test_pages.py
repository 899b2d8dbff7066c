"""What holds for every page: nothing inline, a strict policy, the roles of the page map, own requests alone."""

import hashlib
import re
from pathlib import Path

import httpx
import pytest

from apps.gateway.routes import ALL
from apps.gateway.screens.drawing import static_files
from apps.gateway.screens.page_map import PAGES
from apps.gateway.tests.desk import Browser
from apps.web.walls import STRICT

GATEWAY = Path(__file__).parents[1]
TEMPLATES = sorted((GATEWAY / "templates").glob("*.html"))
ROUTES = [route for pages in ALL for route in pages.routes]
FORBIDDEN = {
    "an inline script": r"<script(?![^>]*\bsrc=)",
    "an inline style": r"<style|\sstyle\s*=",
    "an inline handler": r"\son[a-z]+\s*=",
    "code in an attribute of htmx": r"hx-on|hx-vals\s*=\s*.js:|js:|javascript:|hx-trigger=\"[^\"]*\[",
    "something unescaped": r"\|\s*safe|autoescape\s+false|Markup",
    "something from elsewhere": r"(?:src|href|action)\s*=\s*\"(?:https?:)?//",
}
PARTS = {
    "year": "2026",
    "position": "1",
    "ledger": "seals",
    "staff_id": "E-0001",
    "file": "examiner-4-03-02-01",
    "step": "training",
    "batch_id": "2026-autumn",
    "account_id": "S-0001",
    "session_id": "x",
    "case_id": "x",
    "grant_id": "x",
    "passkey_id": "x",
    "application_id": "2026-autumn-00002",
    "announcement_id": "2026-autumn",
    "objection_id": "O-1",
    "number": "Y000043000001264000001",
    "receipt": "SJ2026000001",
    "reissue_id": "Y000043000001264000001-r1",
    "proceeding_id": "P-000001",
    "filing_id": "B-000001",
    "series": "XN",
    "serial": "XN00000001",
    "destruction": "X-000001",
    "run": "R-000001",
    "finding_id": "F-000001",
    "incident_id": "I-1",
    "paper_id": "x",
    "material_id": "U-2026-01",
    "no": "1",
    "code": "K7",
    "service": "archive",
    "item_id": "2026-autumn-3-0001",
    "upload_id": "ab" * 32,
    "package": "1",
    "loan_id": "x",
    "consultation_id": "x",
    "destruction_id": "x",
    "message": "YXJjaGl2ZS5ldmVudHN8bS0x",
    "level": "4",
    "job_id": "x",
    "keeper": "scheduling",
    "form": "sealing-record",
    "subject_id": "x",
    "record_id": "x",
    "place": "x",
}


def method_of(route):
    return min(route.methods or ())


def filled(path):
    return path.format_map(PARTS)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.name)
def test_no_template_holds_what_the_policy_forbids(template):
    text = template.read_text(encoding="utf-8")

    assert [name for name, pattern in FORBIDDEN.items() if re.search(pattern, text)] == []


@pytest.mark.parametrize(
    "bad",
    [
        "<script>x</script>", '<p style="x">', '<b onclick="x">', '<b hx-on:click="x">', "{{ x | safe }}",
        '<a href="//elsewhere">', '<b hx-trigger="click[x]">',
    ],
)  # fmt: skip
def test_the_walk_over_the_templates_finds_what_is_forbidden(bad):
    assert [name for name, pattern in FORBIDDEN.items() if re.search(pattern, bad)]


def test_every_page_has_route_and_template_and_every_route_a_page():
    # They lead on, or are a picture.
    drawn = {"home", "console_entry", "provider", "provider_back", "certificate_years", "photo_file"}
    shown = [route.declared.page.name for route in ROUTES if method_of(route) == "GET"]

    assert sorted(shown) == sorted(page.name for page in PAGES)
    assert [
        page.name
        for page in PAGES
        if page.name not in drawn and GATEWAY / f"templates/{page.name}.html" not in TEMPLATES
    ] == []


def test_no_get_changes_anything():
    """Declared by `shows`, a page has no command; links of other sites can only open it."""
    assert {method_of(route) for route in ROUTES} == {"GET", "POST"}


async def every_answer(desk):
    """Every address there is, as seen by whoever has not signed in, by an administrator, by a foreign page."""
    inside = await desk.signed_in("A-0001", "administrator", "exam-affairs")
    inside.client.follow_redirects = False
    outside = Browser(desk)
    outside.client.follow_redirects = False
    statics = [f"/static/{name}" for name in [*static_files(), "nowhere"]]
    for browser in (outside, inside):
        for path in [
            *(filled(page.path) for page in PAGES),
            *statics,
            "/nowhere",
            "/health",
            "/metrics",
            "/operator/accounts",
        ]:
            yield await browser.open(path)
        for route in ROUTES:
            if method_of(route) == "POST" and not route.path.endswith("/sign-out"):
                yield await browser.client.post(filled(route.path))
                yield await browser.client.post(filled(route.path), headers={"Sec-Fetch-Site": "cross-site"})
    yield await outside.client.get("/", headers={"Host": "elsewhere.example"})
    yield await outside.client.get("/", headers={"X-Long": "x" * 20_000})


async def test_every_answer_carries_the_policy_and_nothing_that_it_forbids(desk):
    count = 0
    async for answer in every_answer(desk):
        count += 1
        assert answer.headers["Content-Security-Policy"] == STRICT, answer.url
        assert "unsafe" not in STRICT
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        if "/static/" not in str(answer.url):
            assert answer.headers["Cache-Control"] == "no-store", answer.url
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            assert [name for name, pattern in FORBIDDEN.items() if re.search(pattern, answer.text)] == [], answer.url
        assert answer.status_code not in {500, 503}, (answer.url, answer.text)

    assert count > 60


async def test_cookies_are_sent_by_no_other_site_and_read_by_no_script(desk, browser):
    slip = await desk.add("S-0001", "王小明", "reception")
    set_: list[str] = []
    browser.client.event_hooks = {"response": [lambda answer: kept(answer, set_)]}

    await browser.activate("S-0001", slip)

    assert {cookie.partition("=")[0] for cookie in set_} == {
        "__Host-skillseal", "__Host-skillseal-arrival", "__Host-skillseal-said",
    }  # fmt: skip
    for cookie in set_:
        assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
        assert "Domain" not in cookie


async def kept(answer, cookies):
    cookies += answer.headers.get_list("set-cookie")


async def test_only_the_digest_of_a_session_is_kept(desk):
    browser = await desk.signed_in("S-0001", "reception")
    value = browser.client.cookies["__Host-skillseal"]

    everything = b"".join(file.read_bytes() for file in Path(desk.gateway.settings.store[10:]).parent.glob("gateway*"))

    assert value.encode() not in everything
    assert "湘江边".encode() in everything, "this test's passwords are kept as they are: it does look into the store"


# ---- who sees which page is in test_rights.py


@pytest.mark.parametrize("page", [page for page in PAGES if not page.public], ids=lambda page: page.name)
async def test_whoever_has_not_signed_in_sees_no_page(browser, page):
    browser.client.follow_redirects = False

    answer = await browser.open(filled(page.path))

    assert (answer.status_code, httpx.URL(answer.headers["Location"]).path) == (303, "/sign-in")


async def test_the_navigation_names_what_is_for_this_person(desk, browser):
    clerk = await desk.signed_in("S-0001", "reception")
    administrator = await desk.signed_in("A-0001", "administrator")

    assert 'href="/accounts"' not in clerk.page.text
    assert 'href="/accounts"' in administrator.page.text
    assert '<a href="/todo" aria-current="page">' in clerk.page.text


# ---- whose requests are taken


@pytest.mark.parametrize(
    ("headers", "is_taken"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Origin": "https://127.0.0.1"}, True),
        ({"Origin": "https://elsewhere.example"}, False),
        ({"Origin": "https://127.0.0.1:1"}, False),
        ({"Origin": "null"}, False),
        ({}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://127.0.0.1"}, False),
    ],
)
async def test_what_another_page_sends_is_refused(desk, headers, is_taken):
    browser = Browser(desk)
    del browser.client.headers["Sec-Fetch-Site"]

    answer = await browser.client.post("/sign-in", data={"account_id": "S-9", "password": "x"}, headers=headers)

    assert ("来自别的网页" not in answer.text) == is_taken
    assert answer.status_code == 403


async def test_a_form_is_so_large_and_no_larger(desk, browser):
    small, large = "x" * (256 * 1024 - 100), "x" * (256 * 1024 + 1)

    assert (await browser.client.post("/sign-in", data={"account_id": small})).status_code == 422
    assert "超过 256 KB。" in (await browser.client.post("/sign-in", data={"account_id": large})).text


async def test_what_was_typed_beside_a_paste_of_5_mb_comes_back(desk):
    browser = await desk.signed_in("S-0001", "exam-affairs")
    await browser.open("/announcements/new")

    answer = await browser.send("/announcements/new", title="秋季公告", conditions="条" * 1_700_000)

    assert answer.status_code == 422
    assert "超过 256 KB。" in answer.text
    assert 'value="秋季公告"' in answer.text
    assert 'id="conditions-refusal">太长。' in answer.text
    assert len(answer.text) < 20_000
    assert not [asked for asked in desk.services.asked if asked[1] == "POST"]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: form-data\r\n\r\nno name\r\n--b--"),
        ("application/x-www-form-urlencoded", b"&".join(b"f%d=1" % number for number in range(2000))),
    ],
)
async def test_a_form_that_is_none_is_called_unreadable_and_nothing_fails(desk, kind, body):
    browser = await desk.signed_in("S-0001", "exam-affairs")

    answer = await browser.client.post("/announcements/new", content=body, headers={"Content-Type": kind})

    assert answer.status_code == 400
    assert "无法读取，没有办理" in answer.text


async def test_what_is_missing_is_words_to_browsers_and_a_problem_to_programs(browser):
    page = await browser.open("/nowhere")
    program = await browser.client.get("/nowhere", headers={"Accept": "application/json"})

    assert (page.status_code, page.text) == (404, "没有这个页面。")
    assert program.json()["title"] == "not-served"


async def test_files_are_kept_by_browsers_under_an_address_that_changes_with_them(desk, browser):
    await browser.open("/sign-in")
    for address in re.findall(r'"(/static/[^"]+)"', browser.page.text):
        answer = await browser.client.get(address)

        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert (await browser.client.get(address.partition("?")[0])).headers["Cache-Control"] == "no-store"


def test_htmx_is_what_its_makers_published_with_its_licence():
    """The digest of `dist/htmx.min.js` in the package htmx.org 4.0.1 of the npm registry."""
    file = static_files()["htmx-4.0.1.min.js"]

    assert (
        hashlib.sha256(file.content).hexdigest() == "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"
    )
    assert "Zero-Clause BSD" in (GATEWAY / "static/htmx-4.0.1.LICENSE").read_text(encoding="utf-8")


async def test_what_was_typed_before_a_deployment_comes_back_after_it(desk):
    """Its form lacks a field of today and has one of yesterday; what is there comes back with today's form."""
    desk.services.says("certification", "GET", "/holiday-years", [])
    browser = await desk.signed_in("S-0001", "general-office")
    old = {"key": "k" * 32, "year": "2027", "notice": "国办发明电〔2026〕99号", "breaks": "2027-01-01"}

    answer = await browser.client.post("/holidays", data=old)

    assert (answer.status_code, "有内容没有填对，请看标出的地方。" in answer.text) == (422, True)
    assert 'id="reference-refusal">请填写。' in answer.text
    assert "2027-01-01</textarea>" in answer.text


async def test_a_form_that_is_no_more_is_said_to_be_no_more(desk):
    browser = await desk.signed_in("S-0001", "reception")

    answer = await browser.client.post("/batches/2026-autumn/of-yesterday", data={"key": "k" * 32})

    assert (answer.status_code, answer.text) == (404, "没有这个页面。")


async def test_the_gateway_tells_its_health_and_counts_its_pages(browser):
    await browser.open("/sign-in")

    assert (await browser.client.get("/health/live")).json() == {"status": "ok"}
    assert 'route="/sign-in"' in (await browser.client.get("/metrics")).text
