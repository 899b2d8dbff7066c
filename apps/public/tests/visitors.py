"""The public page before services that a test made, and somebody who visits it."""

import re
from typing import Any

import httpx

from apps.public.main import build
from apps.public.settings import Settings
from libs.chassis.testing import NOON
from libs.chassis.time.clock import SimulatedClock

NUMBER = "S000043009001265000001"
TOKEN = "a1" * 16
NAME, LAST_SIX = "欧阳喆玥", "07001X"
CERTIFICATE = {
    "number": NUMBER,
    "name": "欧***",
    "occupation": "中式烹调师",
    "work_type": "--",
    "level": "五级/初级工",
    "institution": "怀化市示例职业培训学校",
    "issued_on": "2026-10-10",
    "status": "valid",
    "print_serial": "265000001-01",
    "pdf_sha256": "0f" * 32,
}
BATCH_ID = "2026-autumn"
NOTICED: dict[str, Any] = {
    "application_id": f"{BATCH_ID}-00001",
    "name": "欧***",
    "id_number": "431*************1X",
    "occupation": "中式烹调师",
    "work_type": "--",
    "level": "五级/初级工",
    "theory": "passed",
    "practical": "failed",
    "review": None,
    "notice_from": "2026-09-28",
    "notice_until": "2026-10-09",
    "provisional_for": [],
    "moved_from": None,
}
VOID_PAPER = {
    "number": "S000043009001265999999",
    "ground": "own-number",
    "authority": "湘岚技证字〔2026〕3号",
    "declared_on": "2026-10-12",
}
VOID_SCOPE = {
    "occupation_code": "4-03-02-01",
    "work_type": "--",
    "level": "五级/初级工",
    "first": "2026-10-01",
    "last": "2026-10-10",
    "authority": "湘岚技证字〔2026〕4号",
}
ANNOUNCEMENT = {
    "announcement_id": "2026-autumn",
    "title": "2026年秋季职业技能等级认定公告",
    "offers": [{"occupation_code": "4-03-02-01", "occupation": "中式烹调师", "work_type": "", "level": 5}],
    "conditions": "按国家职业标准执行。",
    "method": "理论知识考试和操作技能考核。",
    "registration_opens_at": "2026-09-01T00:00:00Z",
    "registration_closes_at": "2026-09-10T10:00:00Z",
    "areas": ["湘岚考区"],
    "sites": ["主考点"],
    "fees": [{"level": 5, "name": "", "fen": 20_000}],
    "published_at": "2026-08-20T01:00:00Z",
}
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PROGRAM = {"Accept": "application/json"}


def problem(status, slug, detail="没有。", **headers):
    return httpx.Response(status, json={"title": slug, "status": status, "detail": detail}, headers=headers)


VERIFICATION_KEY = {
    "algorithm": "Ed25519",
    "key": "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
    "earlier": ["PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw="],
    "lines": ["skillseal-certificate-1", "证书编号", "发证日期"],
}


class FakeServices(httpx.AsyncBaseTransport):
    """One certificate, one batch in notice, one announcement; beyond that what `answers` says, and else nothing.

    `tests/test_public_page.py` holds the services themselves to the same. `asked` keeps what was asked.
    """

    def __init__(self):
        self.asked = []
        self.away = False
        self.certificate = dict(CERTIFICATE)
        self.noticed = [dict(NOTICED)]
        self.answers: dict[str, httpx.Response] = {}

    async def handle_async_request(self, request):
        self.asked.append(request)
        if self.away:
            raise httpx.ConnectError("away")
        if request.url.path in self.answers:
            return self.answers[request.url.path]
        if request.url.path == f"/verify/{NUMBER}" and request.url.params["token"] == TOKEN:
            return httpx.Response(200, json=self.certificate)
        if request.url.path == "/verify":
            right = {"number": NUMBER, "name": NAME, "last_six": LAST_SIX}
            if httpx.Response(200, content=request.content).json() == right:
                return httpx.Response(200, json=self.certificate)
        listed = [{"batch_id": BATCH_ID, "institution": CERTIFICATE["institution"], "results": len(self.noticed)}]
        shown: dict[str, object] = {
            "/public-notices": listed if self.noticed else [],
            "/void-papers": {"items": [VOID_PAPER], "next": None},
            "/void-scopes": {"items": [VOID_SCOPE], "next": None},
            "/verification-key": VERIFICATION_KEY,
            "/announcements": {"items": [ANNOUNCEMENT], "next": None},
            "/announcements/2026-autumn": ANNOUNCEMENT,
            "/announcements/conditions": {"conditions": []},
        }
        if request.url.path.startswith("/public-notices/"):
            is_this = request.url.path.endswith(BATCH_ID)
            return httpx.Response(200, json={"items": self.noticed if is_this else [], "next": None})
        if request.url.path in shown:
            return httpx.Response(200, json=shown[request.url.path])
        return problem(404, "not-verified")


class Place:
    """The page on a stepped clock; `services` stands for registration and certification."""

    def __init__(self, services=None, **other):
        self.services = services or FakeServices()
        self.clock = SimulatedClock(NOON)
        settings = Settings(
            **{"institution": "湘岚技师学院（虚构）", "contact": "0731-0000 0000", **other.pop("settings", {})}
        )
        http = other.pop("http", None) or httpx.AsyncClient(transport=self.services)
        self.public = build(settings, clock=self.clock, http=http, **other)
        self.web = self.public.application()

    def visitor(self, address="203.0.113.7", **headers):
        transport = httpx.ASGITransport(self.web, client=(address, 1), raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="https://127.0.0.1", headers={**BROWSER, **headers})


def words_of(answer):
    """What a person reads of a page, without the ends of lines."""
    html = re.sub(r"<(style|script|title)\b.*?</\1>", "", answer.text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
