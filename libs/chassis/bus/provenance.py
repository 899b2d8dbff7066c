"""Provenance: whose an event is. Its attributes fit each other and its sender; one that creates rights is signed.

The broker vouches for the sender: it takes no message that names another user than the one who is logged in.
"""

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from libs.chassis.bus.messages import Received
from libs.chassis.domain import StrangeMessageError
from libs.chassis.store.port import OutboxEvent
from libs.contracts.event import Event

PREFIX = "cloudEvents:"
SIGNATURE = f"{PREFIX}signature"
ACTOR, ACTOR_SIGNATURE = f"{PREFIX}actor", f"{PREFIX}actorsignature"
GUEST = "guest"


class UnsignedError(StrangeMessageError):
    """It would create rights, and nobody has signed it."""

    says = "该消息须有发布服务的签名，但没有签名。"


class ForgedError(StrangeMessageError):
    """It does not come from where it says that it comes from."""

    says = "该消息的{what}与其声称的发布者不符，可能是伪造的。"
    what: str


class Provenance:
    """Signs what a service publishes, and tells whether what comes is from whom it says.

    `user` is who the service is at the broker: each service has a user of its own name, or all of them share one.
    `key` is its own Ed25519 key, base64 of 32 bytes; `ring` has the public keys of all services.
    """

    def __init__(self, user: str, key: str, ring: Mapping[str, Sequence[bytes]]) -> None:
        self.user = user
        self._key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(key))
        self._ring = {
            service: [Ed25519PublicKey.from_public_bytes(one) for one in keys] for service, keys in ring.items()
        }

    def signature(self, event: OutboxEvent) -> str:
        """Base64, and always the same for the same event; empty for one that creates no rights."""
        return self._signed(event)

    def actor_signature(self, event: OutboxEvent) -> str:
        """The same under who acted, too: a second one, so that a reader of before, who knows no actor, believes it."""
        return self._signed(event, event.actor) if event.actor else ""

    def _signed(self, event: OutboxEvent, *actor: str) -> str:
        if not _creates_rights(event.routing_key):
            return ""
        named = [event.id, source_of(event), event.routing_key, event.aggregate, event.seq, *actor]
        line = _line(named, event.occurred_at, event.body)
        return base64.b64encode(self._key.sign(line)).decode()

    def attributes(self, event: OutboxEvent) -> dict[str, Any]:
        """The CloudEvents attributes of an event as headers, the signature among them."""
        headers = {
            f"{PREFIX}specversion": "1.0",
            f"{PREFIX}id": event.id,
            f"{PREFIX}source": source_of(event),
            f"{PREFIX}type": event.routing_key,
            f"{PREFIX}subject": event.aggregate,
            f"{PREFIX}sequence": event.seq,
            f"{PREFIX}time": event.occurred_at.isoformat(),
        }
        further = {
            SIGNATURE: self.signature(event),
            ACTOR: event.actor,
            ACTOR_SIGNATURE: self.actor_signature(event),
        }
        return headers | {name: value for name, value in further.items() if value}

    def check(self, message: Received) -> None:
        """Whether it is whose it says. Raises `ForgedError` or `UnsignedError`."""
        source = message.source
        speaks_for_all = self.user not in self._ring
        if not source or message.user not in ({source, self.user} if speaks_for_all else {source}):
            raise ForgedError("发送用户")
        if message.key not in {"", message.type}:
            raise ForgedError("路由键")
        if message.type.partition(".")[0] != source:
            raise ForgedError("类型")
        if not message.id.startswith(f"{source}:{message.subject}:"):
            raise ForgedError("编号")
        if _creates_rights(message.type):
            self._check_signature(message, message.signature)
            if message.acted_by:
                self._check_signature(message, message.actor_signature, message.acted_by)

    def _check_signature(self, message: Received, signature: str, *actor: str) -> None:
        if not signature:
            raise UnsignedError
        named = [message.id, message.source, message.type, message.subject, message.seq, *actor]
        line = _line(named, message.time, message.body)
        for key in self._ring.get(message.source, ()):
            try:
                return key.verify(base64.b64decode(signature), line)
            except (InvalidSignature, ValueError):
                continue
        raise ForgedError("签名")


def source_of(event: OutboxEvent) -> str:
    """The service whose event it is."""
    return event.id.split(":", 1)[0]


def user_of(amqp_url: str) -> str:
    """Who logs in with an address of the broker."""
    return unquote(urlsplit(amqp_url).username or GUEST)


def public_key(key: str) -> str:
    """Base64 of the public half of a service's key."""
    private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(key))
    return base64.b64encode(private.public_key().public_bytes_raw()).decode()


def _line(named: Sequence[object], time: datetime, body: bytes) -> bytes:
    """What is signed: id, source, type, subject, sequence, who acted and time in one line of JSON, and the body.

    The time is that of whole milliseconds, which is what readers keep of it.
    """
    moment = time.astimezone(UTC).isoformat(timespec="milliseconds")
    return json.dumps([*named, moment]).encode() + b"\n" + body


@lru_cache(maxsize=1_000)
def _creates_rights(routing_key: str) -> bool:
    """Whether a contract that this process knows says so."""
    return any(one.creates_rights for one in _kinds(Event) if getattr(one, "routing_key", "") == routing_key)


def _kinds(of: type[Event]) -> Iterator[type[Event]]:
    """Every kind of event, also one that is made of another."""
    for kind in of.__subclasses__():
        yield kind
        yield from _kinds(kind)
