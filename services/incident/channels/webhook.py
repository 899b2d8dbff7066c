"""Webhooks: JSON to a program of the institution's own, signed so that it can tell who sent it, what, and when.

An address is the name of a configured webhook. docs/howto/set-up-channels.md shows the receiving side.
"""

import hashlib
import hmac
import time
from collections.abc import Callable, Mapping
from typing import Final

import orjson

from services.incident.channels.posting import Poster
from services.incident.channels.way import Message, RefusedError
from services.incident.settings import Webhook

NOTICE: Final = "X-SkillSeal-Notice"
TIMESTAMP: Final = "X-SkillSeal-Timestamp"
SIGNATURE: Final = "X-SkillSeal-Signature"
REPLAY_WINDOW: Final = 300


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over `<timestamp>.<body>`, hexadecimal, after its version."""
    return "v1=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


class Webhooks:
    """Sends to the webhooks that the settings name."""

    def __init__(self, webhooks: Mapping[str, Webhook], poster: Poster, wall: Callable[[], float] = time.time) -> None:
        self._webhooks = webhooks
        self._poster = poster
        self._wall = wall

    async def send(self, message: Message, address: str) -> str:
        """See `Way`. Any 2xx answer is a receipt."""
        if address not in self._webhooks:
            raise RefusedError("webhook-unknown")
        webhook = self._webhooks[address]
        body = orjson.dumps(
            {
                "notice": message.key,
                "incident_id": message.incident_id,
                "title": message.title,
                "text": message.text,
                "drill": message.drill,
                "count": message.count,
            }
        )
        timestamp = str(int(self._wall()))
        headers = {
            NOTICE: message.key,
            TIMESTAMP: timestamp,
            SIGNATURE: signature(webhook.secret.get_secret_value(), timestamp, body),
        }
        await self._poster.post(webhook.url.get_secret_value(), body, headers=headers)
        return ""
