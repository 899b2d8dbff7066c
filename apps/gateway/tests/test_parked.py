"""Messages that a service could not handle, in the browser."""

import json
from base64 import urlsafe_b64encode
from typing import Any

import pytest

from apps.gateway.tests.results import a_page

IDENTIFIER = "certification.scoring.score-published.v1|scoring:results/2026-autumn-00003:1"
MARK = urlsafe_b64encode(IDENTIFIER.encode()).decode().rstrip("=")
PAGE = f"/parked/certification/{MARK}"
PARKED: dict[str, Any] = {
    "id": IDENTIFIER,
    "queue": "certification.scoring.score-published.v1",
    "routing_key": "scoring.score-published.v1",
    "source": "scoring",
    "subject": "results/2026-autumn-00003",
    "sequence": 1,
    "occurred_at": "2026-09-04T07:00:00.000+00:00",
    "state": "parked",
    "slug": "notice-not-found",
    "reason": "没有这份公示。",
    "attempts": 3,
    "parked_at": "2026-09-04T07:01:00+00:00",
    "history": ["2026-09-04T08:00:00+00:00 replayed timer", "2026-09-04T09:00:00+00:00 dropped S-0029 重复的 来件"],
    "actor": None,
}
SECRET = '{"id_number": "43010119900307001X"}'


@pytest.fixture
async def operator(desk):
    for service in ("registration", "scheduling", "itembank", "scoring", "incident", "archive", "sync"):
        desk.services.says(service, "GET", "/internal/parked", a_page())
    desk.services.says("certification", "GET", "/internal/parked", a_page(PARKED))
    desk.services.says("certification", "GET", "/internal/parked/message", PARKED | {"body": SECRET})
    return await desk.signed_in("S-0029", "operator")


def sent(desk, path):
    [request] = [one for _, method, asked, one in desk.services.asked if (method, asked) == ("POST", path)]
    return request


async def test_every_service_is_asked_and_one_that_is_away_is_named(desk, operator):
    desk.services.away = {"archive"}

    page = (await operator.open("/parked")).text

    asked = {
        (service, request.url.params["state"]) for service, _, path, request in desk.services.asked if "parked" in path
    }
    assert {("certification", "waiting"), ("certification", "parked"), ("incident", "parked")} <= asked
    assert f'href="{PAGE}"' in page
    assert "没有这份公示。" in page
    assert "档案" in page.partition('role="alert">')[2].partition("</p>")[0]


async def test_a_message_is_shown_without_what_is_in_it(desk, operator):
    page = (await operator.open(PAGE)).text

    request = next(one for _, _, path, one in desk.services.asked if path == "/internal/parked/message")
    assert request.url.params["id"] == IDENTIFIER
    assert "43010119900307001X" not in page
    assert "已放弃：重复的 来件" in page
    assert "系统" in page


async def test_a_message_is_handled_again_under_its_id(desk, operator):
    desk.services.says("certification", "POST", "/internal/parked/replay", status=204)
    await operator.open(PAGE)

    await operator.send(f"{PAGE}/replay")

    assert sent(desk, "/internal/parked/replay").url.params["id"] == IDENTIFIER
    assert "已重新处理。" in operator.page.text


async def test_what_is_refused_again_says_why(desk, operator):
    desk.services.refuses("certification", "POST", "/internal/parked/replay", "没有这份公示。")
    await operator.open(PAGE)

    answer = await operator.send(f"{PAGE}/replay")

    assert answer.status_code == 409
    assert 'role="alert">没有这份公示。' in answer.text


async def test_a_message_is_given_up_for_a_reason(desk, operator):
    desk.services.says("certification", "POST", "/internal/parked/drop", status=204)
    await operator.open(PAGE)

    without = await operator.send(f"{PAGE}/drop", reason="x")
    await operator.open(PAGE)
    await operator.send(f"{PAGE}/drop", reason="重复的来件")

    assert without.status_code == 422
    request = sent(desk, "/internal/parked/drop")
    assert (request.url.params["id"], json.loads(request.content)) == (IDENTIFIER, {"reason": "重复的来件"})


@pytest.mark.parametrize("path", ["/parked/nowhere/eA", "/parked/archive/%C3%A9"])
async def test_an_address_of_nothing_is_not_found(operator, path):
    answer = await operator.open(path)

    assert answer.status_code == 404
    assert "没有这条搁置消息" in answer.text


async def test_what_is_settled_is_not_offered_again(desk, operator):
    desk.services.says("certification", "GET", "/internal/parked/message", PARKED | {"body": "", "state": "dropped"})

    page = (await operator.open(PAGE)).text

    assert f'action="{PAGE}/' not in page
