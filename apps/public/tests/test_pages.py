"""What holds for every page: it loads nothing but its style, is kept by nobody, and works in any browser."""

import re
from pathlib import Path

import httpx
import pytest
from fastapi.routing import APIRoute

from apps.public.pages import static_files
from apps.public.public import NOTHING_BUT_ITS_STYLE
from apps.public.routes import ALL
from apps.public.settings import Settings
from apps.public.tests.visitors import NUMBER, PROGRAM, TOKEN, Place, words_of

TEMPLATES = sorted((Path(__file__).parents[1] / "templates").glob("*.html"))
FORBIDDEN = {
    "a script": r"<script|javascript:",
    "an inline style": r"<style|\sstyle\s*=",
    "an inline handler": r"\son[a-z]+\s*=",
    "something unescaped": r"\|\s*safe|autoescape\s+false|Markup",
    "something from elsewhere": r"(?:src|href|action)\s*=\s*\"(?:https?:)?//",
    "a picture, a frame or a font": r"<(?:img|iframe|object|embed|svg|video)",
}
ROUTES = [
    (min(route.methods or ()), route.path) for pages in ALL for route in pages.routes if isinstance(route, APIRoute)
]
PARTS = {
    "number": NUMBER,
    "batch_id": "2026-autumn",
    "announcement_id": "2026-autumn",
    "purpose": "revocation",
    "list_id": "0",
}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.name)
def test_no_template_holds_what_the_policy_forbids(template):
    text = template.read_text(encoding="utf-8")

    assert [name for name, pattern in FORBIDDEN.items() if re.search(pattern, text)] == []


@pytest.mark.parametrize(
    "bad", ["<script>", '<p style="x">', '<b onclick="x">', "{{ x | safe }}", '<a href="//x">', "<img>"]
)
def test_the_walk_over_the_templates_finds_what_is_forbidden(bad):
    assert [name for name, pattern in FORBIDDEN.items() if re.search(pattern, bad)]


async def every_answer(place, visitor):
    """Every address there is, right and wrong, as people and programs ask for it, well and while services are away."""
    for place.services.away in (False, True):
        for headers in ({}, PROGRAM, {"Accept": ""}):
            for method, path in ROUTES:
                filled = path.format_map(PARTS)
                for address in (filled, f"{filled}?token={TOKEN}", f"{filled}?cursor=x"):
                    yield await visitor.request(method, address, headers=headers)
            for path in (
                "/nowhere",
                "/health",
                "/metrics",
                "/static/nowhere",
                "/openapi.json",
                "/docs",
                "/internal/feed",
            ):
                yield await visitor.get(path, headers=headers)
            yield await visitor.delete("/verify", headers=headers)
            yield await visitor.post("/verify", content=b"x" * (1024 * 1024 + 1), headers=headers)
            yield await visitor.post("/verify", content=b"a=1&" * 1000, headers=headers)
    for name in static_files():
        yield await visitor.get(f"/static/{name}")
    yield await visitor.get("/", headers={"Host": "elsewhere.example"})
    yield await visitor.get("/", headers={"X-Long": "x" * 20_000})


async def test_every_answer_has_its_headers_and_no_cookie_and_no_stack(place, visitor):
    count = 0
    async for answer in every_answer(place, visitor):
        count += 1
        assert answer.headers["Content-Security-Policy"] == NOTHING_BUT_ITS_STYLE, answer.url
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert answer.headers["Cache-Control"] == "no-store", answer.url
        assert "Set-Cookie" not in answer.headers
        assert "Traceback" not in answer.text
        assert answer.status_code != 500, answer.url
        if answer.headers["Content-Type"].startswith("text/html"):
            assert [name for name, pattern in FORBIDDEN.items() if re.search(pattern, answer.text)] == [], answer.url
            assert re.search(r"<h1>[^<]+</h1>", answer.text), answer.url
            assert re.search(r"<title>[^<]+ - 湘岚技师学院（虚构）</title>", answer.text), answer.url

    assert count > 60


@pytest.mark.parametrize("path", ["/nowhere", "/openapi.json", "/docs", "/redoc", "/internal/feed", "/verify/"])
async def test_what_is_missing_is_words_to_people_and_a_problem_to_programs(visitor, path):
    page, program = await visitor.get(path), await visitor.get(path, headers=PROGRAM)

    assert (page.status_code, program.status_code) == (404, 404)
    assert "没有这个页面" in words_of(page)
    assert program.json()["title"] == "not-served"


async def test_it_answers_under_its_own_name_alone(visitor):
    assert (await visitor.get("/", headers={"Host": "elsewhere.example"})).status_code == 421


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://verify.example.org/verify", "verify.example.org"),
        ("http://verify.example.org", "verify.example.org"),
        ("https://verify.example.org:8443", "verify.example.org:8443"),
    ],
)
def test_its_address_is_shown_as_people_type_it(monkeypatch, url, shown):
    monkeypatch.setenv("SKILLSEAL_PUBLIC_URL", url)

    assert Settings().typed_out == shown


def test_the_policy_lets_nothing_run():
    assert "unsafe" not in NOTHING_BUT_ITS_STYLE
    assert NOTHING_BUT_ITS_STYLE.startswith("default-src 'none'; style-src 'self'; form-action 'self';")


async def test_the_style_changes_address_with_content_and_old_browsers_read_it(visitor):
    [address] = re.findall(r'"(/static/[^"]+)"', (await visitor.get("/")).text)

    answer = await visitor.get(address)

    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "var(" not in answer.text
    assert "grid" not in answer.text
    assert len(answer.content) < 5 * 1024


async def test_production_is_said_and_numbers_are_told_under_no_public_name():
    place = Place(settings={"production": True, "url": "https://verify.example.org"})
    async with place.visitor() as visitor:
        visitor.base_url = "https://verify.example.org"
        page = await visitor.get("/")
        hidden = [(await visitor.get(path)).status_code for path in ("/metrics", "/health", "/health/ready")]
        probe = await visitor.get("https://10.0.0.7:8080/metrics")

    assert "max-age" in page.headers["Strict-Transport-Security"]
    assert "本站网址是 verify.example.org 。" in words_of(page)
    assert hidden == [404, 404, 404]
    assert probe.status_code == 200


def test_in_production_its_address_is_not_of_this_machine():
    with pytest.raises(ValueError, match="SKILLSEAL_PUBLIC_URL"):
        Place(settings={"production": True})


async def test_no_log_holds_a_token_a_number_or_a_name(place, visitor, capsys):
    for place.services.away in (False, True):
        await visitor.get(f"/verify/{NUMBER}?token={TOKEN}")
        await visitor.post("/verify", data={"number": NUMBER, "name": "欧阳喆玥", "last_six": "07001X"})

    logged = "".join(capsys.readouterr())
    assert "/verify/{number}" in logged
    assert not [secret for secret in (TOKEN, NUMBER, "欧阳", "07001X") if secret in logged]


async def test_when_it_ends_it_lets_go_of_the_services():
    http = httpx.AsyncClient()
    place = Place(http=http)

    async with place.web.router.lifespan_context(place.web):
        assert not http.is_closed

    assert http.is_closed


async def test_it_is_told_how_often_pages_are_read(visitor):
    await visitor.get(f"/verify/{NUMBER}?token={TOKEN}")

    assert 'route="/verify/{number}",status="200"' in (await visitor.get("/metrics")).text
