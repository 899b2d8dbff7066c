"""The broker's definitions, on a real broker: a service reaches what is its own, and nothing else."""

from datetime import UTC, datetime, timedelta

import pika
import pytest
from pika.exceptions import ChannelClosedByBroker, ProbableAuthenticationError

from apps.cli.system import GATEWAY, SERVICES
from deploy.definitions import DEMO, REPORTER
from libs.chassis.store.port import OutboxEvent
from libs.chassis.testing import a_token
from libs.chassis.tests.buses import until
from libs.contracts.catalogue import PUBLISHERS
from libs.contracts.incident import IncidentReported, ReportIncident
from libs.contracts.sealing import Purpose
from tests.deployed import running, told_our_definitions

pytestmark = pytest.mark.rabbit

REFUSED = 403
THEIRS = "scheduling.registration.candidate-approved.v1"
ITS_OWN = "scoring.scheduling.session-planned.v1"
REPORT = ReportIncident.routing_key


@pytest.fixture(scope="module")
def url_of(private_node, tmp_path_factory):
    with told_our_definitions(private_node, tmp_path_factory.mktemp("definitions")) as url_of:
        yield url_of


@pytest.fixture
def channel_of(url_of):
    """A channel with confirms, opened as a user."""
    connections = []

    def opened(user):
        connections.append(pika.BlockingConnection(pika.URLParameters(url_of(user))))
        channel = connections[-1].channel()
        channel.confirm_delivery()
        return channel

    yield opened
    for connection in connections:
        connection.close()


def assert_refused(act):
    with pytest.raises(ChannelClosedByBroker) as refusal:
        act()
    assert refusal.value.reply_code == REFUSED


def test_a_service_cannot_read_the_queue_of_another(channel_of):
    assert_refused(lambda: channel_of("scoring").basic_get(THEIRS))
    assert channel_of("scheduling").basic_get(THEIRS) == (None, None, None)


def test_a_service_cannot_bind_the_queue_of_another(channel_of):
    assert_refused(lambda: channel_of("scoring").queue_bind(THEIRS, "events", "scoring.score-published.v1"))


def test_a_service_cannot_write_into_the_queue_of_another(channel_of):
    """Nor into its own: everybody's queue is reached through the default exchange, so nobody may use that."""
    for user in ("scoring", "scheduling"):
        assert_refused(lambda user=user: channel_of(user).basic_publish("", THEIRS, b"forged"))

    assert channel_of("scheduling").basic_get(THEIRS) == (None, None, None)


def test_a_service_cannot_take_away_what_another_needs(channel_of):
    assert_refused(lambda: channel_of("scoring").queue_purge(THEIRS))
    assert_refused(lambda: channel_of("scoring").queue_delete(THEIRS))
    assert_refused(lambda: channel_of("scoring").queue_unbind(THEIRS, "events", "registration.candidate-approved.v1"))


@pytest.mark.parametrize("exchange", ["events", "commands"])
@pytest.mark.parametrize("user", [*SERVICES, GATEWAY, REPORTER, DEMO])
def test_nobody_can_remove_or_remake_an_exchange(channel_of, user, exchange):
    assert_refused(lambda: channel_of(user).exchange_delete(exchange))
    assert_refused(lambda: channel_of(user).exchange_declare(exchange, "topic", durable=True))
    assert_refused(lambda: channel_of(user).exchange_declare(f"{exchange}.of-my-own", "topic"))

    channel_of(user).exchange_declare(exchange, passive=True)


def test_a_service_cannot_speak_in_the_name_of_another(channel_of):
    assert_refused(lambda: channel_of("scoring").basic_publish("events", "certification.certificate-issued.v1", b"{}"))
    assert_refused(lambda: channel_of("scoring").basic_publish("events", "scoringx.score-published.v1", b"{}"))

    channel_of("scoring").basic_publish("events", "scoring.score-published.v1", b"{}", mandatory=True)


def test_a_service_cannot_listen_to_more_than_it_subscribes_to(channel_of):
    assert_refused(lambda: channel_of("scoring").queue_bind(ITS_OWN, "events", "registration.candidate-approved.v1"))
    assert_refused(lambda: channel_of("scoring").queue_bind(ITS_OWN, "events", "#"))

    channel_of("scoring").queue_bind(ITS_OWN, "events", "scheduling.session-planned.v1")


def test_only_the_reporter_sends_commands_and_only_those_that_are_its_own(channel_of):
    for user in (*SERVICES, GATEWAY, DEMO):
        assert_refused(lambda user=user: channel_of(user).basic_publish("commands", REPORT, b"{}"))
    assert_refused(lambda: channel_of(REPORTER).basic_publish("commands", "incident.close-incident.v1", b"{}"))
    assert_refused(lambda: channel_of(REPORTER).basic_publish("events", "incident.incident-reported.v1", b"{}"))
    assert_refused(lambda: channel_of(REPORTER).basic_get(f"incident.{REPORT}"))


def test_only_the_service_that_takes_a_command_hears_it(channel_of):
    assert_refused(lambda: channel_of("scoring").queue_bind(ITS_OWN, "commands", REPORT))
    assert_refused(lambda: channel_of("incident").queue_bind(f"incident.{REPORT}", "commands", "#"))


def test_the_archive_speaks_for_itself_alone(channel_of):
    channel_of("archive").basic_publish("events", "archive.anything.v1", b"{}")

    assert_refused(lambda: channel_of("archive").basic_publish("events", "scoring.score-published.v1", b"{}"))


async def test_the_gateway_is_well_on_the_broker_and_may_do_nothing_there(channel_of, url_of, tmp_path):
    async with running(GATEWAY, url_of, tmp_path):
        assert_refused(lambda: channel_of(GATEWAY).basic_publish("events", "scoring.score-published.v1", b"{}"))
        assert_refused(lambda: channel_of(GATEWAY).basic_publish("", THEIRS, b"forged"))
        assert_refused(lambda: channel_of(GATEWAY).basic_get(THEIRS))
        assert_refused(lambda: channel_of(GATEWAY).queue_bind(THEIRS, "events", "scoring.score-published.v1"))
        assert_refused(lambda: channel_of(GATEWAY).queue_declare("gateway.of-its-own"))


def test_the_demo_steps_the_clock_and_does_nothing_else(channel_of):
    channel_of(DEMO).basic_publish("simulation-clock", "", b"2026-09-01T00:00:00+00:00")

    assert_refused(lambda: channel_of(DEMO).basic_publish("events", "scoring.score-published.v1", b"{}"))
    assert_refused(lambda: channel_of(DEMO).basic_get(THEIRS))


def test_nobody_gets_in_without_a_password(url_of):
    with pytest.raises(ProbableAuthenticationError):
        pika.BlockingConnection(pika.URLParameters(url_of("scoring").replace("secret-of", "guess-of")))


@pytest.mark.parametrize("service", SERVICES)
async def test_a_service_runs_under_its_rights(service, url_of, tmp_path):
    """It declares just what was defined: an argument that differs would be refused, as would a queue of its own."""
    async with running(service, url_of, tmp_path) as built:
        if service in PUBLISHERS:
            await built.bus.publish(an_event_of(service))


async def test_a_report_over_the_bus_becomes_one_incident(channel_of, url_of, tmp_path):
    async with running("incident", url_of, tmp_path) as built:
        now = built.clock.now()
        command = ReportIncident(
            batch_id="2026-autumn",
            site="主考点",
            kind="terror",
            discovered_at=now - timedelta(minutes=1),
            description=built.cipher.seal("门口有可疑物品", purpose=Purpose.INCIDENT_DESCRIPTION, owner="S-0001"),
        )
        properties = pika.BasicProperties(
            message_id="field-7:1", headers={"authorization": f"Bearer {a_token('S-0001', 'invigilator')}"}
        )

        for _ in range(2):
            channel_of(REPORTER).basic_publish(
                "commands", REPORT, command.model_dump_json().encode(), properties, mandatory=True
            )

        await until(lambda: built.totals()["handled"] + built.totals()["deduplicated"] == 2)
        events = await built.store.feed(after=0, limit=100)
        [reported] = [event for event in events if event.routing_key == IncidentReported.routing_key]
        assert IncidentReported.model_validate_json(reported.body).discovered_at == command.discovered_at


def an_event_of(service):
    return OutboxEvent(
        id=f"{service}:thing/1:1",
        aggregate="thing/1",
        seq=1,
        routing_key=f"{service}.thing-happened.v1",
        body=b"{}",
        occurred_at=datetime(2026, 1, 1, tzinfo=UTC),
        trace="",
        position=1,
    )
