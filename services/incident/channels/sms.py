"""Text messages: the port of a provider, and the one adapter, for providers that take JSON over HTTP."""

from collections.abc import Mapping
from typing import Any, Final, Protocol

import orjson

from services.incident.channels.posting import Poster, fields_of
from services.incident.channels.way import Message, RefusedError
from services.incident.settings import Sms

SINGLE: Final = 70
PART: Final = 67


class Provider(Protocol):
    """Whoever carries text messages into the telephone network."""

    async def submit(self, *, phone: str, text: str, key: str) -> str:
        """Hand over one text; answers the provider's number. Raises like `Way.send`."""
        ...


def units(text: str) -> int:
    """How long a telephone network finds a text with Chinese in it: UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def parts(text: str) -> int:
    """How many messages carry it: 70 characters alone, 67 each when they must be joined."""
    length = units(text)
    return 1 if length <= SINGLE else -(-length // PART)


def fitted(text: str, most: int) -> str:
    """A text cut so that `most` messages carry it."""
    if parts(text) <= most:
        return text
    room = (SINGLE if most == 1 else most * PART) - units("…")
    while units(text) > room:
        text = text[:-1]
    return text + "…"


class TextMessages:
    """The signature (【…】, which providers demand) and one line of text."""

    def __init__(self, provider: Provider, *, signature: str, most_parts: int) -> None:
        self._provider = provider
        self._signature = signature
        self._most_parts = most_parts

    async def send(self, message: Message, address: str) -> str:
        whole = message.fitted(self._line, lambda text: parts(text) <= self._most_parts)
        text = fitted(whole, self._most_parts)
        return await self._provider.submit(phone=address, text=text, key=message.key)

    def _line(self, message: Message) -> str:
        lines = [message.title, *message.text.splitlines()]
        return self._signature + "，".join(line.strip() for line in lines if line.strip())


class HttpProvider:
    """A provider described by the settings: what to post, and what its answer must hold."""

    def __init__(self, sms: Sms, poster: Poster) -> None:
        self._sms = sms
        self._poster = poster

    async def submit(self, *, phone: str, text: str, key: str) -> str:
        sms = self._sms
        body = orjson.dumps(_filled(sms.body, {"{phone}": phone, "{text}": text, "{id}": key}))
        headers = {name: value.get_secret_value() for name, value in sms.headers.items()}
        answer = fields_of(await self._poster.post(sms.url.get_secret_value(), body, headers=headers))
        for path, expected in sms.accepted.items():
            told = str(_at(answer, path))
            if told != expected:
                raise RefusedError(f"provider-{told[:32]}")
        return str(_at(answer, sms.reference) or "") if sms.reference else ""


def _filled(template: Any, words: Mapping[str, str]) -> Any:
    """Words in the places of a JSON template; what stands in them is never itself read as a template."""
    match template:
        case dict():
            return {name: _filled(value, words) for name, value in template.items()}
        case list():
            return [_filled(value, words) for value in template]
        case str():
            return words.get(template, template)
        case _:
            return template


def _at(fields: Any, path: str) -> Any:
    """The value at a dotted path, or None."""
    for name in path.split("."):
        fields = fields.get(name) if isinstance(fields, dict) else None
    return fields
