"""Who holds a password of the broker and no key of a service: what they write is named, and nobody acts on it."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from importlib import import_module
from urllib.parse import quote

import pika
import pytest
from pika.exceptions import ChannelClosedByBroker

from apps.cli.keys import Keys
from apps.cli.system import SERVICES
from deploy.definitions import VHOST, _user
from libs.chassis.bus.provenance import SIGNATURE, Provenance, source_of
from libs.chassis.domain import Harm, Query
from libs.chassis.store.port import OutboxEvent
from libs.chassis.testing import NOON
from libs.chassis.tests.buses import until
from libs.contracts.catalogue import contracts
from libs.contracts.certification import CertificateIssued
from libs.forms.watch import KIND as FORMS_DUE
from services.archive.storage.collections import RECORDS
from services.certification.storage.collections import FILINGS
from services.certification.tests.builders import (
    FIVE_DAYS_OVER,
    PUBLISHED,
    a_batch_opened,
    a_candidate_approved,
    a_filing,
    a_score_published,
)
from tests.deployed import running, tell, told_our_definitions

PRECONDITION_FAILED = 406
# What nobody acts on over the bus, and yet is somebody's right or the record of it.
BY_HAND = {
    "certification.certificate-reissued.v1",
    "incident.disposition-approved.v1",
    "incident.disposition-done.v1",
    "incident.statement-released.v1",
}


def test_whatever_a_service_acts_on_is_signed():
    signed = {key for key, contract in contracts().items() if contract.creates_rights}

    heard = {
        subscription.routing_key
        for service in SERVICES
        for subscription in import_module(f"services.{service}.subscribers").subscriptions.all
        if subscription.contract is not None and not subscription.takes_commands
    }

    assert signed == heard | BY_HAND
    assert not heard & BY_HAND


@pytest.fixture
def url_of(private_node, tmp_path):
    """Fresh for each test: a queue that nobody reads keeps what it got."""
    with told_our_definitions(private_node, tmp_path) as url_of:
        yield url_of


@pytest.fixture
def send(url_of, tmp_path):
    """Publish an event as a user of the broker, with the key of a service or none, and attributes that differ."""
    connections = []

    def send(event, *, user=None, signer=None, key=None, **differing):
        user = user or source_of(event)
        signed = Keys.in_directory(tmp_path / "keys").event_key(signer or source_of(event))
        headers = Provenance(user, signed, {}).attributes(event) | differing
        if not signer:
            headers.pop(SIGNATURE, None)
        connections.append(pika.BlockingConnection(pika.URLParameters(url_of(user))))
        channel = connections[-1].channel()
        channel.confirm_delivery()
        properties = pika.BasicProperties(message_id=event.id, user_id=user, headers=headers)
        channel.basic_publish("events", key or event.routing_key, event.body, properties, mandatory=True)

    yield send
    for connection in connections:
        connection.close()


def committed(fact, *, at=PUBLISHED):
    source = fact.routing_key.partition(".")[0]
    return OutboxEvent(f"{source}:things/1:1", "things/1", 1, fact.routing_key, fact.model_dump_json().encode(), at)


def a_history(cipher):
    """All that leads to a certificate."""
    return [committed(fact) for fact in (a_batch_opened(), a_candidate_approved(cipher), a_score_published())]


async def file_institution(service):
    """So that a certificate may be issued at all."""

    async def keep(work):
        work.of(FILINGS).save(a_filing())

    await service.transactions.run(keep, now=service.clock.now)


async def parked_as(service):
    return sorted(parked.slug for parked in (await service.parking.listing()).items)


async def issued(service):
    return [
        one for one in await service.store.feed(after=0, limit=99) if one.routing_key == CertificateIssued.routing_key
    ]


@pytest.mark.rabbit
@pytest.mark.parametrize(("signer", "slug"), [(None, "unsigned"), ("archive", "forged")])
async def test_services_passwords_without_their_keys_print_no_certificate(*, url_of, tmp_path, send, signer, slug):
    async with running("certification", url_of, tmp_path) as certification:
        certification.clock.step_to(PUBLISHED)
        history = a_history(certification.cipher)
        for event in history:
            send(event, signer=signer)
        await until(lambda: parked_as(certification))
        await until(lambda: certification.totals()["parked"] == len(history))

        assert await parked_as(certification) == [slug] * len(history)
        certification.clock.step_to(FIVE_DAYS_OVER)
        due = [one for harm in Harm for one in await certification.store.due(harm, FIVE_DAYS_OVER, limit=99)]
        assert {one.kind for one in due} <= {FORMS_DUE}
        assert await issued(certification) == []


@pytest.mark.rabbit
async def test_forged_events_keep_the_true_ones_from_nothing(url_of, tmp_path, send):
    """They came first, under the very ids."""
    async with running("certification", url_of, tmp_path) as certification:
        certification.clock.step_to(PUBLISHED)
        await file_institution(certification)
        history = a_history(certification.cipher)
        for event in history:
            send(event)
        await until(lambda: certification.totals()["parked"] == len(history))

        for number, event in enumerate(history, start=1):
            send(event, signer=source_of(event))
            await until(partial(handled, certification, number))

        await until(certification.store.next_due)
        certification.clock.step_to(FIVE_DAYS_OVER)
        certification.timers.wake()
        await until(lambda: issued(certification))


@pytest.mark.rabbit
@pytest.mark.parametrize("signer", [None, "itembank"])
async def test_the_archive_names_what_a_service_writes_in_the_name_of_another(url_of, tmp_path, send, signer):
    """Under its own routing key, which the broker lets it use, with the other's attributes and id."""
    posted = committed(a_score_published())
    async with running("archive", url_of, tmp_path) as archive:
        send(posted, user="itembank", signer=signer, key="itembank.paper-opened.v1")
        await until(lambda: parked_as(archive))
        assert await parked_as(archive) == ["forged"]

        send(posted, signer="scoring")

        await until(lambda: archived(archive))
        assert await archived(archive) == [posted.id]


def handled(service, number):
    return service.totals()["handled"] == number


async def archived(archive):
    return [record.id for record in (await archive.transactions.begin().of(RECORDS).find(Query())).items]


@pytest.mark.rabbit
async def test_a_service_that_says_two_things_under_one_id_is_named(url_of, tmp_path, send):
    posted = committed(a_score_published())
    another = replace(posted, body=a_score_published(theory="99.0").model_dump_json().encode())
    async with running("archive", url_of, tmp_path) as archive:
        send(posted, signer="scoring")
        await until(lambda: archived(archive))
        send(another, signer="scoring")

        await until(lambda: parked_as(archive))
        assert await parked_as(archive) == ["another-under-its-id"]
        assert await archived(archive) == [posted.id]


@pytest.mark.rabbit
def test_the_broker_takes_no_message_in_the_name_of_another_user(url_of):
    connection = pika.BlockingConnection(pika.URLParameters(url_of("scoring")))
    channel = connection.channel()
    channel.confirm_delivery()

    with pytest.raises(ChannelClosedByBroker) as refusal:
        channel.basic_publish(
            "events", "scoring.score-published.v1", b"{}", pika.BasicProperties(user_id="certification")
        )

    assert refusal.value.reply_code == PRECONDITION_FAILED
    connection.close()


@pytest.mark.rabbit
async def test_an_event_of_any_microsecond_is_believed(url_of, tmp_path):
    posted = committed(a_score_published(), at=NOON + timedelta(microseconds=999_999))
    async with running("scoring", url_of, tmp_path) as scoring, running("archive", url_of, tmp_path) as archive:
        await scoring.bus.publish(posted)

        await until(lambda: archived(archive))
        assert await parked_as(archive) == []


@pytest.mark.rabbit
async def test_a_user_whose_name_an_address_must_encode_publishes_and_is_believed(private_node, url_of, tmp_path):
    """One user for all services, as on one machine."""
    user, password = "über@haus:1", "p@ss/word"
    everything = {"configure": ".*", "write": ".*", "read": ".*"}
    permissions = [{"user": user, "vhost": VHOST, **everything}]
    tell(private_node, {"users": [_user(user, password)], "permissions": permissions}, tmp_path)

    def as_one(_):
        return f"amqp://{quote(user, safe='')}:{quote(password, safe='')}@127.0.0.1:{private_node.amqp_port}/{VHOST}"

    async with running("scoring", as_one, tmp_path) as scoring, running("archive", as_one, tmp_path) as archive:
        await scoring.bus.publish(committed(a_score_published()))

        await until(lambda: archived(archive))
        assert await parked_as(archive) == []
