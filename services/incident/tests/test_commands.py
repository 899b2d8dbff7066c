"""Reports that come over the bus: the same checks, the same incident, and nothing lost without a reason."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from libs.chassis.bus.messages import Received
from libs.chassis.identity import command_token, signed_token
from libs.chassis.testing import KEY, Harness, a_token
from libs.contracts.incident import IncidentReported, ReportIncident
from libs.contracts.sealing import Purpose
from services.incident.main import build
from services.incident.tests.builders import DISCOVERED, MINUTE
from services.incident.tests.test_http import INVIGILATOR, LEADING_GROUP, SITE_HEAD, a_report

OPERATOR = ("S-0099", "operator")
QUEUE = f"incident.{ReportIncident.routing_key}"


@pytest.fixture
async def incident(tmp_path):
    async with Harness(build, tmp_path, now=DISCOVERED + 2 * MINUTE) as harness:
        yield harness


def a_command(incident, *, description="第一考场停电", by=INVIGILATOR, **differing):
    sealed = incident.cipher.seal(description, purpose=Purpose.INCIDENT_DESCRIPTION, owner=by[0])
    return ReportIncident(**{**a_report(**differing), "description": sealed})


def an_expired(command, identifier):
    token = a_token(*INVIGILATOR, expires=datetime.now(UTC) - timedelta(hours=1))
    body = command.model_dump_json().encode()
    key = command.routing_key
    return Received(identifier, key, "field", "", 1, DISCOVERED, body, authorization=f"Bearer {token}")


async def the_only_page(incident):
    [reported] = incident.published(IncidentReported)
    return (await incident.get(f"/incidents/{reported.incident_id}", as_=SITE_HEAD)).json()


@pytest.mark.parametrize("times", [1, 2])
async def test_a_command_reports_once_with_the_time_of_discovery_and_who_reports(incident, times):
    await incident.deliver(a_command(incident, outage_minutes=5), as_=INVIGILATOR, times=times)

    page = await the_only_page(incident)
    assert (page["reported_by"], page["description"]) == (INVIGILATOR[0], "第一考场停电")
    assert datetime.fromisoformat(page["discovered_at"]) == DISCOVERED
    assert (page["site"], page["room"], page["outage_minutes"]) == ("主考点", "第一考场", 5)
    assert incident.parked() == []


async def test_a_report_sent_both_ways_is_one_incident(incident):
    answer = await incident.post("/incidents", json=a_report(), as_=INVIGILATOR)

    await incident.deliver(a_command(incident), as_=INVIGILATOR)

    assert (await the_only_page(incident))["incident_id"] == answer.json()["incident_id"]


@pytest.mark.rule("INC-06")
async def test_a_report_that_lay_queued_too_long_rings_at_once(incident):
    await incident.step_to(DISCOVERED + 11 * MINUTE)

    await incident.deliver(a_command(incident), as_=INVIGILATOR)

    page = await the_only_page(incident)
    assert page["recorded_late"]
    assert page["overdue_at"]


async def test_what_a_role_means_for_the_clock_it_means_over_the_bus(incident):
    await incident.deliver(a_command(incident, by=LEADING_GROUP), as_=LEADING_GROUP)

    assert "leading-group" in (await the_only_page(incident))["first_report_stamps"]


async def test_without_a_token_nobody_reports(incident):
    await incident.deliver(a_command(incident))

    assert [one["slug"] for one in incident.parked()] == ["unauthenticated"]
    assert incident.published() == []


async def test_a_token_run_out_counts_only_for_a_command_already_done(incident):
    command = a_command(incident)
    await incident.deliver(command, id="m-1", as_=INVIGILATOR)

    for identifier in ("m-1", "m-2"):
        await incident.service.consumer.take(QUEUE, an_expired(command, identifier))

    [parked] = incident.parked()
    assert parked["id"].startswith(f"{QUEUE}|m-2:")


def a_delivery(command, token):
    body = command.model_dump_json().encode()
    key = command.routing_key
    return Received("m-1", key, "field", "", 1, DISCOVERED, body, authorization=f"Bearer {token}")


async def test_a_report_that_waited_counts_by_its_own_token_alone(incident):
    """ADR 0018: a minute's token has run out while the report waited for the service; that of the report has not."""
    hours_ago = datetime.now(UTC) - timedelta(hours=23)
    minutes = signed_token(KEY, *one_with(INVIGILATOR), made_at=hours_ago, expires=hours_ago + timedelta(minutes=1))
    own = command_token(KEY, *one_with(INVIGILATOR), command=ReportIncident.routing_key, made_at=hours_ago)
    other = command_token(KEY, *one_with(INVIGILATOR), command="incident.close-incident.v1", made_at=hours_ago)

    for token in (minutes, other):
        await incident.service.consumer.take(QUEUE, a_delivery(a_command(incident), token))
    assert {one["slug"] for one in incident.parked()} == {"unauthenticated"}
    assert incident.published(IncidentReported) == []
    await incident.service.consumer.take(QUEUE, a_delivery(a_command(incident, room="第二考场"), own))

    assert (await the_only_page(incident))["reported_by"] == INVIGILATOR[0]


async def test_the_token_of_a_report_on_the_bus_opens_no_route(incident):
    token = command_token(KEY, *one_with(LEADING_GROUP), command=ReportIncident.routing_key)
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "k-1"}

    answers = [
        await incident.client.post("/incidents", json=a_report(), headers=headers),
        await incident.client.get("/incidents/open", headers=headers),
        await incident.client.get("/incidents/kinds", headers=headers),
    ]

    assert [(answer.status_code, answer.json()["title"]) for answer in answers] == [(401, "unauthenticated")] * 3


def one_with(person):
    return person[0], person[1:]


async def test_two_senders_that_number_alike_both_report(incident):
    await incident.deliver(a_command(incident), id="1", as_=INVIGILATOR)
    other = a_command(incident, by=SITE_HEAD, kind="other-general", room="第二考场")
    await incident.deliver(other, id="1", as_=SITE_HEAD)

    assert len(incident.published(IncidentReported)) == 2


@pytest.mark.parametrize(
    ("differing", "slug"),
    [
        ({"kind": "bad-mood"}, "incident-kind-unknown"),
        ({"kind": None}, "questions-unanswered"),
    ],
)
async def test_a_report_that_cannot_be_is_parked_with_its_reason(incident, differing, slug):
    await incident.deliver(a_command(incident, **differing), as_=INVIGILATOR)

    assert [one["slug"] for one in incident.parked()] == [slug]
    assert incident.published() == []


async def test_a_description_that_cannot_be_opened_is_parked_at_every_try(incident):
    sealed_elsewhere = a_command(incident).model_copy(update={"description": "sealed:k9:AAAA"})

    await incident.deliver(sealed_elsewhere, as_=INVIGILATOR)

    [parked] = incident.parked()
    again = await incident.post("/internal/parked/replay", params={"id": parked["id"]}, as_=OPERATOR)
    assert (parked["slug"], again.status_code, again.json()["title"]) == ("seal-broken", 409, "seal-broken")


OWN = (Purpose.INCIDENT_DESCRIPTION, INVIGILATOR[0])
OWNERS = [INVIGILATOR[0], SITE_HEAD[0], "2026-autumn-00001", "P-t-A"]


@pytest.mark.parametrize(("purpose", "owner"), sorted({*product(Purpose, OWNERS)} - {OWN}))
async def test_nothing_sealed_for_another_use_is_read_as_a_description(incident, purpose, owner):
    copied = incident.cipher.seal("110101199003070011", purpose=purpose, owner=owner)

    await incident.deliver(a_command(incident).model_copy(update={"description": copied}), as_=INVIGILATOR)

    assert [one["slug"] for one in incident.parked()] == ["seal-broken"]
    assert incident.published() == []


async def test_a_description_that_looks_like_a_seal_is_just_text(incident):
    copied = incident.cipher.seal("110101199003070011", purpose=Purpose.RESIDENT_NUMBER, owner=INVIGILATOR[0])

    answer = await incident.post("/incidents", json={**a_report(), "description": copied}, as_=INVIGILATOR)

    page = (await incident.get(f"/incidents/{answer.json()['incident_id']}", as_=SITE_HEAD)).json()
    assert page["description"] == copied


async def test_a_report_whose_clock_was_ahead_is_entered_at_once(incident):
    await incident.deliver(a_command(incident, discovered_at=incident.now + 60 * MINUTE), as_=INVIGILATOR)

    page = await the_only_page(incident)
    assert (incident.parked(), page["reported_by"]) == ([], INVIGILATOR[0])
    assert datetime.fromisoformat(page["discovered_at"]) == incident.now


async def test_what_is_parked_keeps_neither_a_token_nor_what_was_described(incident):
    await incident.deliver(a_command(incident, kind="bad-mood", description="考生王小明晕倒"), as_=INVIGILATOR)
    [parked] = incident.parked()

    shown = (await incident.get("/internal/parked/message", params={"id": parked["id"]}, as_=OPERATOR)).text

    assert INVIGILATOR[0] in shown
    assert "王小明" not in shown
    assert "Bearer" not in shown


async def test_a_command_that_killed_its_process_keeps_its_sender_when_replayed(incident):
    body = a_command(incident).model_dump_json().encode()
    authorization = f"Bearer {a_token(*INVIGILATOR)}"
    message = Received("m-1", ReportIncident.routing_key, "field", "", 1, DISCOVERED, body, authorization=authorization)
    await incident.service.consumer.give_up(QUEUE, message)

    [parked] = incident.parked()
    answer = await incident.post("/internal/parked/replay", params={"id": parked["id"]}, as_=OPERATOR)

    assert answer.status_code == 204
    assert (await the_only_page(incident))["reported_by"] == INVIGILATOR[0]


@pytest.mark.parametrize(("length", "slugs"), [(3999, []), (4000, []), (4001, ["description-too-long"])])
async def test_a_description_is_as_long_over_the_bus_as_over_http(incident, length, slugs):
    await incident.deliver(a_command(incident, description="x" * length), as_=INVIGILATOR)

    answer = await incident.post(
        "/incidents", json={**a_report(room="另一考场"), "description": "x" * length}, as_=INVIGILATOR
    )

    assert [one["slug"] for one in incident.parked()] == slugs
    assert answer.status_code == (422 if slugs else 201)
