"""The public page before the services themselves: what its tests have a fake answer is what they answer."""

import re
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, cast
from urllib.parse import quote

import httpx
import pytest
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from apps.public.tests.visitors import (
    BROWSER,
    CERTIFICATE,
    LAST_SIX,
    NAME,
    PROGRAM,
    FakeServices,
    Place,
    words_of,
)
from apps.public.tests.visitors import NUMBER as FAKE_NUMBER
from apps.public.tests.visitors import TOKEN as FAKE_TOKEN
from libs.chassis.domain import Allowance
from libs.chassis.testing import Harness
from services.certification.main import build
from services.certification.settings import Settings
from services.certification.storage.press import TypstPress
from services.certification.tests.builders import BATCH_ID, FIVE_DAYS_OVER, PUBLISHED, a_sheet
from services.certification.tests.conftest import CLERK, certificates, post_results
from services.certification.tests.pictures import read_code
from services.registration.main import build as registration
from services.registration.tests.conftest import EXAM_AFFAIRS, an_announcement_body
from tests.nasty import BODIES, HEADERS, STRINGS

PRINTED = "https://verify.example.org/verify"
PAGE = "10.0.0.8"


class Before:
    """A page, a visitor, and what is on the paper."""

    def __init__(self, place, number, token, **known):
        self.place = place
        self.known = known
        self.paper = {"number": number, "name": NAME, "last_six": LAST_SIX}
        self.code = f"/verify/{number}?token={token}"


@asynccontextmanager
async def real(directory, monkeypatch):
    """The services themselves, that believe this page where visitors come from."""
    monkeypatch.setenv("SKILLSEAL_VERIFICATION_URL", PRINTED)
    (directory / "registration").mkdir()
    async with (
        Harness(build, directory, now=PUBLISHED) as harness,
        Harness(registration, directory / "registration") as announcing,
    ):
        await announcing.post("/announcements", json=an_announcement_body(), as_=EXAM_AFFAIRS)
        await post_results(harness, {}, name=NAME, id_number=f"431202199803{LAST_SIX}")
        place = Place(
            http=httpx.AsyncClient(
                mounts={f"http://{one.service.name}": believing(one) for one in (harness, announcing)}
            ),
            settings={"certification_url": "http://certification", "registration_url": "http://registration"},
        )
        async with place.visitor() as visitor:
            noticed = [await visitor.get("/notices"), await visitor.get(f"/notices/{BATCH_ID}")]
        await harness.step_to(FIVE_DAYS_OVER)
        [entry] = await certificates(harness)
        token = harness.cipher.fingerprint(f"certificate:{entry['number']}")[:32]
        yield Before(place, entry["number"], token, entry=entry, certification=harness, noticed=noticed)


def believing(harness):
    app: Any = ProxyHeadersMiddleware(cast("Any", harness.service.application()), trusted_hosts=[PAGE])
    return httpx.ASGITransport(app, client=(PAGE, 1))


@pytest.fixture
async def certification(tmp_path, monkeypatch):
    async with real(tmp_path, monkeypatch) as before:
        yield before


@pytest.fixture(params=["fake", "real"])
async def before(request, tmp_path, monkeypatch):
    if request.param == "fake":
        place = Place(FakeServices())
        async with place.visitor() as visitor:
            noticed = [await visitor.get("/notices"), await visitor.get(f"/notices/{BATCH_ID}")]
        place.services.noticed.clear()
        yield Before(place, FAKE_NUMBER, FAKE_TOKEN, noticed=noticed)
        return
    async with real(tmp_path, monkeypatch) as found:
        yield found


@pytest.mark.rule("CER-08")
async def test_what_is_right_is_shown_in_both_ways(before):
    async with before.place.visitor() as visitor:
        by_code = await visitor.get(before.code)
        by_hand = await visitor.post("/verify", data=before.paper)
        told = await visitor.get(before.code, headers=PROGRAM)

    assert (by_code.status_code, by_hand.status_code) == (200, 200)
    assert by_code.text == by_hand.text
    assert "纸质证书和电子证书具有同等效力" in words_of(by_code)
    assert "欧***" in words_of(by_code)
    assert NAME not in by_code.text
    assert LAST_SIX not in by_code.text
    assert {**told.json(), "pdf_sha256": ""} == {**CERTIFICATE, "pdf_sha256": ""}


async def test_whatever_is_wrong_is_one_page(before):
    async with before.place.visitor() as visitor:
        answers = [
            await visitor.get(before.code[:-1]),
            await visitor.get(f"/verify/{'9' * 300}?token={'9' * 300}"),
            await visitor.post("/verify", data={**before.paper, "name": "欧阳"}),
            await visitor.post("/verify", data={**before.paper, "number": "S000043009001265999999"}),
        ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({re.sub(r'value="[^"]*"', "", answer.text) for answer in answers}) == 1


async def test_a_notice_is_read_while_it_stands_and_not_a_moment_longer(before):
    batches, notice = before.known["noticed"]
    async with before.place.visitor() as visitor:
        after = [await visitor.get("/notices"), await visitor.get(f"/notices/{BATCH_ID}")]

    assert f'href="/notices/{BATCH_ID}"' in batches.text
    assert re.search(
        r"欧\*\*\* 431\*{13}1X 中式烹调师 五级/初级工 公示至2026年10月9日 理论 合格 实操 (不)?合格", words_of(notice)
    )
    assert NAME not in notice.text
    assert "现在没有正在公示的结果。" in words_of(after[0])
    assert after[1].status_code == 404


async def test_announcements_are_read_from_the_list_to_the_whole(before):
    async with before.place.visitor() as visitor:
        listed = await visitor.get("/announcements")
        [path] = re.findall(r'href="(/announcements/[^"]+)"', listed.text)
        answer = await visitor.get(path)
        missing = [await visitor.get(f"/announcements/{name}") for name in ("nowhere", "conditions")]

    for shown in ("2026年秋季职业技能等级认定公告", "2026年9月1日 08:00至2026年9月10日 18:00", "考点：主考点", "200元"):
        assert shown in words_of(answer)
    assert [one.status_code for one in missing] == [404, 404]


@pytest.mark.parametrize("headers", [BROWSER, PROGRAM], ids=["browser", "program"])
async def test_no_value_in_any_place_is_a_fault(certification, headers):
    """Every place of every address and of the form, before the services themselves; limits are not in the way."""
    public = certification.place.public
    public.budgets = dict.fromkeys(public.budgets, Allowance(10**9, within=timedelta(minutes=1)))
    typed = certification.paper
    bodies = [{**typed, field: value} for field in typed for value in STRINGS]
    for number, value in enumerate(STRINGS):
        asked = quote(value, safe="")
        async with certification.place.visitor(f"203.0.113.{number}", **headers) as visitor:
            answers = [
                await visitor.get(f"{path}?{places}")
                for path in ("/verify", f"/verify/{asked}", "/notices", f"/notices/{asked}", f"/announcements/{asked}")
                for places in (f"token={asked}", f"cursor={asked}", f"token=1&token={asked}&{asked}")
            ]
            answers += [await visitor.post("/verify", data=body) for body in bodies[number :: len(STRINGS)]]
            answers += [await visitor.post(f"/verify/{asked}", content=body) for body in BODIES[:1]]
        for answer in answers:
            assert answer.status_code in {200, 404, 405, 422, 429}, (answer.url, answer.text)
            _is_said_in_kind(answer, headers)
    async with certification.place.visitor("203.0.113.250", **headers) as visitor:
        for body in BODIES:
            for name, value in (
                ("Content-Type", "application/json"),
                ("Content-Type", "multipart/form-data"),
                *HEADERS,
            ):
                try:
                    answer = await visitor.post("/verify", content=body, headers={name: value})
                except ValueError:  # no client sends this
                    continue
                assert answer.status_code < 500, (body, name, value)


def _is_said_in_kind(answer, headers):
    kind = answer.headers["Content-Type"].partition(";")[0]
    if headers == PROGRAM and answer.status_code >= 400:
        assert kind == "application/problem+json"
    else:
        assert kind in {"text/html", "application/json"}


async def test_each_address_may_ask_thirty_times_a_minute_and_no_other_suffers(certification):
    async with certification.place.visitor("203.0.113.7") as visitor:
        answers = [await visitor.get(certification.code) for _ in range(31)]
        by_hand = await visitor.post("/verify", data=certification.paper)
    async with certification.place.visitor("203.0.113.8") as another:
        elsewhere = await another.get(certification.code)

    assert [answer.status_code for answer in answers] == [200] * 30 + [429]
    assert by_hand.status_code == 429
    assert int(answers[-1].headers["Retry-After"]) <= 60
    assert elsewhere.status_code == 200


async def test_ten_wrong_ones_close_a_number_by_hand_but_not_its_code(certification):
    async with certification.place.visitor() as visitor:
        answers = [
            await visitor.post("/verify", data={**certification.paper, "last_six": f"{n:06}"}) for n in range(11)
        ]
        by_code = await visitor.get(certification.code)

    assert [answer.status_code for answer in answers] == [404] * 10 + [429]
    assert by_code.status_code == 200


async def test_the_code_that_is_printed_leads_to_this_page(certification):
    """The sheet with this address in its code is, byte by byte, the one that was issued."""
    number = certification.known["entry"]["number"]
    settings = Settings.model_fields
    press = TypstPress(font_dir=settings["font_dir"].default, font_families=settings["font_families"].default)
    words = {
        "name": NAME,
        "id_number": f"431202199803{LAST_SIX}",
        "number": number,
        "print_serial": f"{number[13:]}-01",
        "institution": certification.known["entry"]["institution"],
    }
    issued = (await certification.known["certification"].get(f"/certificates/{number}/pdf", as_=CLERK)).content
    address = read_code(issued)

    assert address.startswith(f"https://verify.example.org{certification.code}&s=")
    assert issued.startswith(press.render(a_sheet(**words, verification_url=address)))
    async with certification.place.visitor() as visitor:
        shown = await visitor.get(address.removeprefix("https://verify.example.org"))
    assert number in words_of(shown)
