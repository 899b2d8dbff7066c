"""The console as a process, before a service that says yes to everybody: what is let in, and what answers carry."""

import json
import os
import socket
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from apps.cli.ports import Port
from apps.cli.processes import Process, stop, wait_for
from apps.duty_console.pages.session import COOKIE
from libs.chassis.testing import a_token

OUTSIDE = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "NICEGUI_"))}
PAGES = ("/", "/report", "/readiness", "/register", "/statistics")
ANYBODY = ("/sign-in", "/offline", "/health", "/nowhere", "/static/console.js", "/palette.css", "/worker.js")
BROWSER = {"Accept": "text/html"}


class SaysYes(BaseHTTPRequestHandler):
    """An incident service where nothing has happened; it keeps which paths were asked."""

    asked: list[str] = []  # noqa: RUF012 -- one for the whole module
    following = 0

    def do_GET(self):
        self.asked.append(self.path)
        if self.path.startswith("/incidents/stream"):
            self.beat()
            return
        empty: dict[str, object] = {"items": [], "next": None, "batches": [], "posts": [], "duties": [], "gaps": 0}
        body = json.dumps([] if self.path.endswith("kinds") else empty).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def beat(self):
        SaysYes.following += 1
        try:
            self.send_response(200)
            self.end_headers()
            while True:
                self.wfile.write(b": beat\n\n")
                time.sleep(0.1)
        except OSError:
            SaysYes.following -= 1

    def do_POST(self):
        self.asked.append(self.path)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    directory: Path = tmp_path_factory.mktemp("console")
    service = ThreadingHTTPServer(("127.0.0.1", 0), SaysYes)
    threading.Thread(target=service.serve_forever, daemon=True).start()
    port = Port.free()
    environment = {
        **OUTSIDE,
        "SKILLSEAL_INCIDENT_URL": f"http://127.0.0.1:{service.server_port}",
        "SKILLSEAL_CONSOLE_PORT": str(port.number),
        "SKILLSEAL_CONSOLE_BATCH": "2026-autumn",
        "SKILLSEAL_CONSOLE_PROXIES": '["192.0.2.9"]',
    }
    log = directory / "console.log"
    process = Process.launch(
        "console", [sys.executable, "-m", "apps.duty_console"], environment=environment, log=log, bound=True
    )
    url = f"http://127.0.0.1:{port.number}"
    wait_for(process, f"{url}/health", log=log)
    yield url
    stop([process], patience=1)
    service.shutdown()
    port.release()


@pytest.fixture
def browser(address):
    with httpx.Client(base_url=address, trust_env=False, timeout=10, headers=BROWSER) as client:
        yield client


def sign_in(browser, **headers):
    return browser.post("/sign-in", data={"token": a_token("S-0901", "leading-group")}, headers=headers)


def test_only_the_named_proxy_is_believed_that_a_browser_used_tls(browser):
    answer = sign_in(browser, **{"X-Forwarded-Proto": "https"})

    assert answer.status_code == 303
    assert "Secure" not in answer.headers["Set-Cookie"]


def policy(answer):
    return dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))


@pytest.mark.parametrize("path", [*PAGES, *ANYBODY])
def test_no_page_loads_from_elsewhere_is_framed_kept_or_names_its_referrer(browser, path):
    sign_in(browser)

    answer = browser.get(path)

    assert policy(answer)["default-src"] == policy(answer)["frame-ancestors"] == "'none'"
    assert policy(answer)["base-uri"] == policy(answer)["object-src"] == "'none'"
    assert not [word for word in answer.headers["Content-Security-Policy"].split() if "*" in word or ":/" in word]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] in {"no-referrer", "same-origin"}
    if path not in {"/static/console.js", "/palette.css", "/worker.js"}:
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", [*PAGES[1:], "/sign-in", "/offline"])
def test_a_page_of_our_own_runs_no_inline_script_or_style(browser, path):
    if path != "/sign-in":
        sign_in(browser)

    answer = browser.get(path)

    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.status_code == 200
    assert not [part for part in ("<style", " style=", "<script>", " onclick=", "javascript:") if part in answer.text]


@pytest.mark.parametrize(
    "foreign",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/report", "/photos/INC-1", "/nowhere"])
def test_what_another_page_sends_is_refused(browser, path, foreign):
    sign_in(browser)

    answer = browser.post(path, headers=foreign)

    assert (answer.status_code, answer.json()["detail"]) == (403, "这个请求来自别的网页，已拒绝。")
    assert browser.get("/").status_code == 200


@pytest.mark.parametrize("own", [{}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}])
def test_what_the_console_itself_sends_is_taken(browser, own):
    assert sign_in(browser, **own).status_code == 303
    assert sign_in(browser, Origin=str(browser.base_url).rstrip("/")).status_code == 303


def test_only_the_consoles_own_pages_open_a_socket_for_the_signed_in(browser):
    sign_in(browser)
    own = str(browser.base_url).rstrip("/")

    assert upgraded(browser, own) == 101
    assert {upgraded(browser, origin) for origin in (None, "https://elsewhere.example", "null")} == {403}
    browser.cookies.clear()
    assert upgraded(browser, own) == 403


def upgraded(browser, origin):
    head = (
        "GET /_nicegui_ws/socket.io/?EIO=4&transport=websocket HTTP/1.1",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    )
    return status(browser, *head, *([f"Origin: {origin}"] if origin else []))


@pytest.mark.parametrize("cookie", ["made-up", "a.eyJzdWIiOiJTLTA5MDEiLCJyb2xlcyI6W119.c"])
def test_for_a_made_up_cookie_nothing_is_drawn_and_nobody_is_asked(browser, cookie):
    browser.cookies.set(COOKIE, cookie)
    asked = len(SaysYes.asked)

    for path in PAGES:
        answer = browser.get(path)
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/sign-in?next=%2F")
    for path in ("/nowhere", "/live", "/photos/INC-1/" + "a" * 64, "/classification", "/_nicegui_ws/socket.io/"):
        assert browser.get(path, headers={"Accept": "*/*"}).status_code == 401

    assert len(SaysYes.asked) == asked


def test_an_address_that_does_not_exist_builds_no_live_page(browser):
    sign_in(browser)

    answer = browser.get("/nowhere")

    assert (answer.status_code, answer.text) == (404, "没有这个页面。")


def test_the_cookie_holds_no_token_and_no_script_or_stranger_reaches_it(browser):
    cookie = sign_in(browser).headers["Set-Cookie"]

    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert len(browser.cookies[COOKIE]) == 43
    assert "." not in browser.cookies[COOKIE]


def test_signing_out_is_no_link_and_the_cookie_is_worth_nothing_afterwards(browser):
    sign_in(browser)
    cookie = browser.cookies[COOKIE]

    assert browser.get("/sign-out").status_code == 405
    assert browser.get("/").status_code == 200
    assert browser.post("/sign-out").status_code == 204
    assert COOKIE not in browser.cookies
    browser.cookies.set(COOKIE, cookie)
    assert browser.get("/").status_code == 303


def test_one_sign_in_does_not_leave_the_earlier_one_open(browser):
    sign_in(browser)
    first = browser.cookies[COOKIE]
    sign_in(browser)
    browser.cookies.clear()
    browser.cookies.set(COOKIE, first)

    assert browser.get("/").status_code == 303


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "/a b"]
)
def test_signing_in_leads_to_pages_of_the_console_alone(browser, elsewhere):
    form = {"token": a_token("S-0901", "leading-group"), "next": elsewhere}

    assert browser.post("/sign-in", data=form).headers["Location"] == "/"
    assert browser.post("/sign-in", data={**form, "next": "/report"}).headers["Location"] == "/report"


def test_whoever_has_signed_in_is_not_asked_again_when_going_back(browser):
    sign_in(browser)

    assert browser.get("/sign-in?next=/statistics").headers["Location"] == "/statistics"


@pytest.mark.parametrize(
    ("path", "length", "status"),
    [
        ("/photos/INC-1", 10 * 1024 * 1024 + 1, 413),
        ("/photos/INC-1", 200 * 1024 * 1024, 413),
        ("/report", 256 * 1024 + 1, 413),
        ("/sign-in", 256 * 1024 + 1, 413),
        ("/photos/INC-1", None, 411),
    ],
)
def test_what_is_too_large_is_refused_before_it_is_read(browser, path, length, status):
    sign_in(browser)

    assert said_before_the_body(browser, path, length) == status


@pytest.mark.parametrize("path", ["/photos/INC-1", "/report"])
def test_whoever_sends_something_is_asked_who_it_is_before_it_is_read(browser, path):
    assert said_before_the_body(browser, path, 1000) == 401


def said_before_the_body(browser, path, length):
    """The status that comes though not a byte of the body was sent."""
    size = "Transfer-Encoding: chunked" if length is None else f"Content-Length: {length}"
    return status(browser, f"POST {path} HTTP/1.1", size)


def status(browser, *head):
    """What is answered to these lines."""
    host, port = browser.base_url.host, browser.base_url.port
    own = (f"Host: {host}:{port}", f"Cookie: {COOKIE}={browser.cookies.get(COOKIE, '')}")
    with socket.create_connection((host, port), timeout=10) as connection:
        connection.sendall("\r\n".join([*head, *own, "", ""]).encode())
        return int(connection.recv(64).split()[1])


@pytest.mark.parametrize(
    "path", ["/photos/open%3Fdrill", "/photos/..%2F..%2Frosters/" + "a" * 64, "/photos/INC-1/notices"]
)
def test_the_way_to_photos_leads_to_nothing_else(browser, path):
    sign_in(browser)
    asked = len(SaysYes.asked)

    assert browser.get(path).status_code in {404, 405, 422}
    assert browser.post(path).status_code in {404, 405, 422}
    assert len(SaysYes.asked) == asked


def test_only_drawing_or_dismissing_a_notice_goes_to_the_service_that_way(browser):
    sign_in(browser)

    assert browser.post("/notices/2026-a:ladder:S-0401/shown").status_code == 204
    assert SaysYes.asked[-1] == "/incidents/notices/2026-a:ladder:S-0401/shown"
    assert browser.post("/notices/2026-a:ladder:S-0401/dismissal").status_code == 204
    asked = len(SaysYes.asked)
    assert browser.post("/notices/2026-a/closure").status_code == 422
    assert browser.post("/notices/a%3Fb/shown").status_code == 422
    assert len(SaysYes.asked) == asked


def test_a_page_that_is_closed_is_on_the_feed_no_more(browser):
    sign_in(browser)
    with browser.stream("GET", "/live") as live:
        beats = live.iter_lines()
        assert next(beats) == "event: beat"
        assert SaysYes.following == 1

    until = time.monotonic() + 20
    while SaysYes.following:
        assert time.monotonic() < until, "the feed goes on for nobody"
        time.sleep(0.1)


def test_signing_out_ends_the_feed_of_a_page_that_is_still_open(browser):
    sign_in(browser)
    with browser.stream("GET", "/live") as live:
        lines = live.iter_lines()
        assert next(lines) == "event: beat"
        httpx.post(f"{browser.base_url}/sign-out", cookies=browser.cookies, trust_env=False)

        assert "event: expired" in lines
