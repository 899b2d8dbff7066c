"""Messages as the services themselves would send them, signature and all."""

import aio_pika

from apps.cli.keys import Keys
from libs.chassis.bus.provenance import Provenance, source_of, user_of
from libs.chassis.store.port import OutboxEvent
from libs.contracts.catalogue import contracts


def as_published(event: OutboxEvent, keys: Keys, url: str, *, signer: str = "") -> aio_pika.Message:
    """An event as its publisher sends it; `signer` is another service whose key is used in place of its own."""
    contracts()  # which of them are signed
    provenance = Provenance(user_of(url), keys.event_key(signer or source_of(event)), {})
    return aio_pika.Message(
        event.body, message_id=event.id, user_id=provenance.user, headers=provenance.attributes(event)
    )
