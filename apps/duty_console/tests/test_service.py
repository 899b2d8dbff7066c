import math

import httpx
import pytest

from apps.duty_console.feed import GONE, keep_on
from apps.duty_console.pages.session import Session
from apps.duty_console.service import IncidentService, RefusedError, Signal, UnreachableError

FEED = """retry: 1000

id: 2026-09-19T01:20:00+00:00
event: incident
data: {"incident_id": "a", "revision": 1}

: beat

event: notice
data: {"key": "k", "title": "t"}

"""


class LeftError(Exception):
    """The screen has seen enough."""


class Screen:
    """Keeps what it is told, and leaves after so many things."""

    def __init__(self, until):
        self.told = []
        self.cursor = ""
        self._until = until

    def _keep(self, *what):
        self.told.append(what)
        if len(self.told) == self._until:
            raise LeftError

    async def take(self, signal):
        self._keep("take", signal.kind)

    def beat(self):
        """Of no interest here."""

    def lost(self, what):
        self._keep("lost", what)

    def expired(self):
        self._keep("expired")

    def refused(self, detail):
        self._keep("refused", detail)


def a_service(answer, session=None):
    http = httpx.AsyncClient(transport=httpx.MockTransport(answer), base_url="http://incident")
    return IncidentService(http, session or Session("a-token", "S-0901", "", (), math.inf))


async def test_the_feed_is_read_as_incidents_beats_and_notices():
    service = a_service(lambda _: httpx.Response(200, text=FEED))

    signals = [signal async for signal in service.follow("")]

    assert signals == [
        Signal("incident", {"incident_id": "a", "revision": 1}, "2026-09-19T01:20:00+00:00"),
        Signal("beat", {}),
        Signal("notice", {"key": "k", "title": "t"}),
    ]


@pytest.mark.parametrize("bad", ['{"incident_id": "x', "", "主考点\u2028event: x", "[" * 5000])
async def test_one_signal_that_nobody_can_read_hides_none_of_those_after_it(bad):
    text = f"id: 2026\nevent: incident\ndata: {bad}\n\n{FEED}"

    signals = [signal async for signal in a_service(lambda _: httpx.Response(200, text=text)).follow("")]

    assert [signal.kind for signal in signals][-3:] == ["incident", "beat", "notice"]
    assert len(signals) == 3


async def test_a_feed_that_ends_goes_on_where_it_ended():
    asked = []

    def answer(request):
        asked.append(request.headers.get("Last-Event-ID"))
        return httpx.Response(200, text=FEED)

    with pytest.raises(LeftError):
        await keep_on(a_service(answer), Screen(until=4))

    assert asked == [None, "2026-09-19T01:20:00+00:00"]


async def test_a_feed_that_breaks_off_is_said_and_taken_up_again():
    answers = iter([httpx.ConnectError("refused"), httpx.Response(200, text=FEED)])

    def answer(_):
        found = next(answers)
        if isinstance(found, Exception):
            raise found
        return found

    screen = Screen(until=2)
    with pytest.raises(LeftError):
        await keep_on(a_service(answer), screen)

    assert screen.told == [("lost", GONE), ("take", "incident")]


@pytest.mark.parametrize(("status", "told"), [(401, ("expired",)), (403, ("refused", "您不能。"))])
async def test_refusals_are_told_in_the_services_words_and_session_ends_as_such(status, told):
    screen = Screen(until=1)
    with pytest.raises(LeftError):
        await keep_on(a_service(lambda _: httpx.Response(status, json={"detail": "您不能。"})), screen)

    assert screen.told == [told]


@pytest.mark.parametrize("id", ["open?drill=true", "..", "../rosters", "a#b", "a\nb", "", "a/../b", "%2e%2e"])
async def test_an_id_leads_to_no_other_route_of_the_service(id):
    def answer(request):
        raise AssertionError(request.url)

    with pytest.raises(RefusedError, match="没有这个地址"):
        await a_service(answer).get(f"/incidents/{id}")


async def test_after_the_end_of_a_session_its_token_is_used_no_more():
    sent = []
    session = Session("a-token", "S-0901", "", (), math.inf)

    def answer(request):
        sent.append(request.headers["Authorization"])
        return httpx.Response(204)

    service = a_service(answer, session)
    await service.post("/incidents/a/acknowledgements", key="1")
    session.end()
    with pytest.raises(RefusedError) as refusal:
        await service.post("/incidents/a/acknowledgements", key="2")

    assert (refusal.value.status, sent) == (401, ["Bearer a-token"])


async def test_the_feed_ends_with_the_session():
    session = Session("a-token", "S-0901", "", (), math.inf)
    service = a_service(lambda _: httpx.Response(200, text=FEED), session)

    feed = service.follow("")
    await anext(feed)
    session.end()

    with pytest.raises(RefusedError, match="请重新登录"):
        await anext(feed)


async def test_a_refused_command_raises_the_words_and_a_broken_service_is_nobody():
    with pytest.raises(RefusedError, match="已有人接手"):
        await a_service(lambda _: httpx.Response(409, json={"detail": "已有人接手。"})).post("/x", key="1")
    with pytest.raises(UnreachableError):
        await a_service(lambda _: httpx.Response(502, text="<html>")).get("/x")
