"""Whether a certificate is real: by the address that its QR code holds, and by what is typed in from the paper."""

import json
import re
from datetime import timedelta

import httpx
import pytest

from apps.public.settings import Settings
from apps.public.tests.visitors import (
    CERTIFICATE,
    LAST_SIX,
    NAME,
    NUMBER,
    PROGRAM,
    TOKEN,
    Place,
    problem,
    words_of,
)
from libs.chassis.domain import Allowance
from libs.chassis.web.serving import configured

CODE = f"/verify/{NUMBER}?token={TOKEN}"
PAPER = {"number": NUMBER, "name": NAME, "last_six": LAST_SIX}


async def by_hand(visitor, **typed):
    return await visitor.post("/verify", data={**PAPER, **typed})


def as_drawn(answer):
    """A page without what was typed into its form."""
    return re.sub(r'value="[^"]*"', "", answer.text)


async def test_the_qr_code_shows_what_paper_must_say_and_the_certificates_state(visitor):
    answer = await visitor.get(CODE)

    words = words_of(answer)
    assert answer.status_code == 200
    for shown in (
        "有效",
        "姓名 欧***",
        "职业名称 中式烹调师",
        "工种/职业方向 --",
        "职业技能等级 五级/初级工",
        f"证书编号 {NUMBER}",
        "评价机构 怀化市示例职业培训学校",
        "发证日期 2026年10月10日",
        "印制流水号 265000001-01",
        "0f" * 32,
        "查验时间：2026年9月1日 12:00:00",
        "是否核发过这本证书",
        "jndj.osta.org.cn",
        "本站网址是 127.0.0.1:8130",
    ):
        assert shown in words, shown


async def test_what_is_typed_in_from_the_paper_is_answered_alike(visitor):
    by_code = await visitor.get(CODE)

    answer = await by_hand(visitor)

    assert answer.text == by_code.text


async def test_a_program_gets_what_certification_answers(visitor):
    by_code = await visitor.get(CODE, headers=PROGRAM)
    typed = await visitor.post("/verify", data=PAPER, headers=PROGRAM)
    wrong = await visitor.get(f"/verify/{NUMBER}?token=x", headers=PROGRAM)

    assert by_code.json() == typed.json() == CERTIFICATE
    assert (wrong.status_code, wrong.json()["title"]) == (404, "not-verified")
    assert wrong.headers["Content-Type"] == "application/problem+json"
    assert by_code.headers["Vary"] == (await visitor.get(CODE)).headers["Vary"] == "Accept"


@pytest.mark.parametrize("accepted", ["", "*/*", "text/html, application/json;q=0.9"])
async def test_who_does_not_ask_for_json_alone_gets_the_page(visitor, accepted):
    answer = await visitor.get(CODE, headers={"Accept": accepted})

    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


async def test_a_program_is_told_which_field_cannot_be_right(visitor):
    answer = await visitor.post("/verify", data={**PAPER, "last_six": "1"}, headers=PROGRAM)

    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == ["last_six"]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("valid", "有效"),
        ("suspended", "暂停使用"),
        ("revoked", "已撤回"),
        ("void", "已作废"),
        ("replaced", "已换发"),
        ("of-another-time", "请向评价机构核实"),
    ],
)
async def test_a_certificate_has_a_state_in_words(place, visitor, status, words):
    place.services.certificate["status"] = status

    answer = await visitor.get(CODE)

    assert f'<strong class="state">{words}</strong>' in answer.text


async def test_whatever_is_wrong_or_unknown_the_page_is_one_and_the_same(visitor):
    answers = [
        await visitor.get(f"/verify/{NUMBER}?token={'b2' * 16}"),
        await visitor.get(f"/verify/{NUMBER}"),
        await visitor.get(f"/verify/S000043009001265999999?token={TOKEN}"),
        await visitor.get(f"/verify/{'9' * 300}?token={'9' * 300}"),
        await by_hand(visitor, number="S000043009001265999999"),
        await by_hand(visitor, name="欧阳"),
        await by_hand(visitor, last_six="070011"),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({as_drawn(answer) for answer in answers}) == 1
    assert "没有查到与所填内容一致的证书。" in words_of(answers[0])


async def test_what_was_typed_stands_in_the_form_again_but_for_the_identifier(visitor):
    answer = await by_hand(visitor, name='"><b>欧')

    assert f'value="{NUMBER}"' in answer.text
    assert 'value="&#34;&gt;&lt;b&gt;欧"' in answer.text
    assert LAST_SIX not in answer.text


async def test_whose_code_cannot_be_read_finds_its_number_in_the_form(visitor):
    assert f'value="{NUMBER}"' in (await visitor.get(f"/verify/{NUMBER}")).text


async def test_the_identifier_is_never_in_an_address(place, visitor):
    await by_hand(visitor)

    assert [(asked.method, str(asked.url.path), asked.url.query) for asked in place.services.asked] == [
        ("POST", "/verify", b"")
    ]
    page = (await visitor.get("/verify")).text
    assert re.findall(r'<form[^>]*method="(\w+)" action="([^"]*)"', page) == [("post", "/verify")]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"number": ""}, "number"),
        ({"name": "  "}, "name"),
        ({"last_six": "07001"}, "last_six"),
        ({"name": "欧" * 101}, "name"),
    ],
)
async def test_what_cannot_be_right_is_said_at_its_field_and_not_asked(place, visitor, typed, field):
    answer = await by_hand(visitor, **typed)

    assert answer.status_code == 422
    assert f'id="{field}-refusal"' in answer.text
    assert place.services.asked == []


async def test_whoever_pastes_the_whole_identifier_is_told_to_type_its_end(place, visitor):
    answer = await by_hand(visitor, last_six=f"431202199803{LAST_SIX}")

    assert answer.status_code == 422
    assert "请填写证件号码的最后六位。" in words_of(answer)
    assert place.services.asked == []


async def test_an_address_that_asks_too_often_is_told_when_to_come_back(place, visitor):
    for path in ("/verify", f"/verify/{NUMBER}", "/verify/batch"):
        place.services.answers[path] = problem(429, "too-often", **{"Retry-After": "60"})

    many = await visitor.post("/employers", data={"key": SHOWN_KEY, "lines": LINES})
    for answer in (await visitor.get(CODE), await by_hand(visitor), many):
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
        assert "查询过于频繁" in words_of(answer)


async def test_certification_counts_the_visitors_address_and_no_other_that_is_claimed(place):
    async with place.visitor("2001:db8::7") as visitor:
        await visitor.get(CODE, headers={"X-Forwarded-For": "198.51.100.1"})

    assert place.services.asked[0].headers["X-Forwarded-For"] == "2001:db8::7"


@pytest.mark.parametrize(("comes_by", "counted"), [("10.0.0.9", "203.0.113.9"), ("203.0.113.1", "203.0.113.1")])
async def test_where_a_visitor_comes_from_is_believed_of_a_named_proxy_alone(place, comes_by, counted):
    config = configured(place.web, Settings(proxies=["10.0.0.0/8"]))
    config.load()
    transport = httpx.ASGITransport(config.loaded_app, client=(comes_by, 1))
    async with httpx.AsyncClient(transport=transport, base_url="https://127.0.0.1") as visitor:
        await visitor.get(CODE, headers={"X-Forwarded-For": "198.51.100.66, 203.0.113.9"})

    assert place.services.asked[0].headers["X-Forwarded-For"] == counted


async def test_a_service_that_is_away_is_a_sentence(place, visitor):
    place.services.away = True

    page = await visitor.get(CODE)
    told = await visitor.get(CODE, headers=PROGRAM)

    assert (page.status_code, told.status_code) == (503, 503)
    assert "证书系统暂时没有回应，请过几分钟再试。" in words_of(page)
    assert told.json()["title"] == "service-away"


@pytest.mark.parametrize(
    "answer", [httpx.Response(503, json={}), httpx.Response(421, json={}), httpx.Response(200, content=b"<html>")]
)
async def test_so_is_one_that_answers_nonsense(place, visitor, answer):
    place.services.answers[f"/verify/{NUMBER}"] = answer

    page = await visitor.get(CODE)

    assert (page.status_code, "证书系统暂时没有回应" in words_of(page)) == (503, True)
    assert 'public_service_away_total{service="certification"} 1.0' in (await visitor.get("/metrics")).text


async def test_an_answer_without_what_must_be_shown_is_a_sentence_too(place, visitor):
    del place.services.certificate["level"]

    page = await visitor.get(CODE)

    assert (page.status_code, "系统出了问题" in words_of(page)) == (503, True)


# ---- the budget of all


async def test_too_many_wrong_ones_close_asking_by_hand_and_the_alarm_counts():
    place = Place(budgets={"wrong": Allowance(3, within=timedelta(minutes=1))})
    async with place.visitor() as visitor:
        wrong = [(await by_hand(visitor, name=f"欧{n}")).status_code for n in range(3)]
        strained = await by_hand(visitor)
        by_code = await visitor.get(CODE)
        counted = (await visitor.get("/metrics")).text
        place.clock.step_to(place.clock.now() + timedelta(minutes=1))
        later = await by_hand(visitor)

    assert wrong == [404] * 3
    assert (strained.status_code, strained.headers["Retry-After"]) == (503, "60")
    assert "访问的人太多" in words_of(strained)
    assert by_code.status_code == later.status_code == 200
    assert 'public_over_budget_total{budget="wrong"} 1.0' in counted
    assert 'public_verifications_total{outcome="not-verified",way="hand"} 3.0' in counted


async def test_how_a_code_is_checked_offline_is_written_without_a_script(visitor):
    answer = await visitor.get("/offline")

    words = words_of(answer)
    for told in (
        "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
        "旧公钥",
        "PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=",
        "skillseal-certificate-1 （照写）",
        "base64url",
    ):
        assert told in words
    assert "<script" not in answer.text
    assert 'href="/offline"' in (await visitor.get("/verify")).text


async def test_whoever_has_the_code_gets_the_credential_and_anybody_the_lists(place, visitor):
    for path in (f"/credentials/{NUMBER}", "/credentials/status/revocation/S000043009001265-0"):
        place.services.answers[path] = httpx.Response(200, json={"credential": "a.b.c"})

        answer = await visitor.get(path)

        assert (answer.status_code, answer.text) == (200, "a.b.c")
        assert answer.headers["content-type"].startswith("application/vc+jwt")
    assert (await visitor.get("/credentials/X?token=1")).status_code == 404


LINES = f"{NUMBER} {NAME} {LAST_SIX}\n\nS000043009001265999999 John van Smith 070014\n"
SHOWN_KEY = "E-000001-" + "0a" * 16


def answers_employers(place, *, closed=False):
    told = [
        {"number": NUMBER, "certificate": CERTIFICATE, "closed": False},
        {"number": "S000043009001265999999", "certificate": None, "closed": closed},
    ]
    place.services.answers["/verify/batch"] = httpx.Response(200, json=told)


async def test_an_employer_asks_about_many_certificates_at_once(place, visitor):
    answers_employers(place)
    assert 'href="/employers"' in (await visitor.get("/verify")).text

    answer = await visitor.post("/employers", data={"key": SHOWN_KEY, "lines": LINES})

    words = words_of(answer)
    assert answer.status_code == 200
    assert "有效" in words
    assert "没有查到" in words
    assert SHOWN_KEY not in answer.text
    papers = json.loads(place.services.asked[-1].content)["papers"]
    assert papers[0] == {"number": NUMBER, "name": NAME, "last_six": LAST_SIX}
    assert papers[1]["name"] == "John van Smith"


async def test_a_number_that_is_closed_is_not_told_to_be_wrong(place, visitor):
    answers_employers(place, closed=True)

    words = words_of(await visitor.post("/employers", data={"key": SHOWN_KEY, "lines": LINES}))

    assert "今天不能查验" in words
    assert "没有查到" not in words


async def test_a_program_of_an_employer_is_answered_in_json(place, visitor):
    answers_employers(place)
    asks = {"Accept": "application/json"}

    answer = await visitor.post("/employers", data={"key": SHOWN_KEY, "lines": LINES}, headers=asks)
    wrong = await visitor.post("/employers", data={"key": "", "lines": LINES}, headers=asks)

    assert [one["number"] for one in answer.json()] == [NUMBER, "S000043009001265999999"]
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "key")


async def test_the_longest_list_and_key_are_taken(place, visitor):
    answers_employers(place)

    await visitor.post("/employers", data={"key": "x" * 100, "lines": f"{NUMBER} {NAME} {LAST_SIX}\n" * 100})

    assert len(json.loads(place.services.asked[-1].content)["papers"]) == 100


@pytest.mark.parametrize(
    ("key", "lines", "said"),
    [
        ("", LINES, "请填写评价机构发放的查询密钥"),
        ("x" * 101, LINES, "请填写评价机构发放的查询密钥"),
        (SHOWN_KEY, " \n", "请填写 1 至 100 行"),
        (SHOWN_KEY, f"{NUMBER} {NAME} {LAST_SIX}\n" * 101, "请填写 1 至 100 行"),
        (SHOWN_KEY, f"{NUMBER} {NAME}", "有 1 行不是三项"),
        (SHOWN_KEY, f"{NUMBER} {NAME} 12345", "后六位不是六位"),
    ],
)
async def test_what_is_no_key_or_no_list_is_said_to_be_none(place, visitor, key, lines, said):
    answers_employers(place)

    answer = await visitor.post("/employers", data={"key": key, "lines": lines})

    assert answer.status_code == 422
    assert said in words_of(answer)
    assert [one for one in place.services.asked if one.url.path == "/verify/batch"] == []


@pytest.mark.parametrize(
    ("status", "slug", "said"),
    [
        (404, "employer-key-refused", "查询密钥不正确"),
        (422, "malformed-request", "查询密钥不正确"),
        (429, "quota-spent", "超出密钥当天的限额"),
        (429, "too-often", "查询过于频繁"),
    ],
)
async def test_an_employer_is_told_why_there_is_no_answer(place, visitor, status, slug, said):
    place.services.answers["/verify/batch"] = problem(status, slug)

    answer = await visitor.post("/employers", data={"key": SHOWN_KEY, "lines": LINES})

    assert answer.status_code == (404 if status == 422 else status)
    assert said in words_of(answer)
    assert NAME in answer.text, "the lines need not be typed again"
    assert SHOWN_KEY not in answer.text
