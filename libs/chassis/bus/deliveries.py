"""Deliveries: read, handed to whoever settles them, acknowledged together with what is done at the same moment."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

from aio_pika import IncomingMessage
from aiormq.exceptions import AMQPError, ChannelInvalidStateError
from pydantic import TypeAdapter

from libs.chassis.bus.frames import UNREADABLE
from libs.chassis.bus.messages import UNDATED, Received
from libs.chassis.bus.provenance import ACTOR, ACTOR_SIGNATURE, PREFIX, SIGNATURE
from libs.chassis.failpoints import failpoint
from libs.contracts.event import Moment

MOMENT: TypeAdapter[datetime] = TypeAdapter(Moment)
# Tags acknowledged out of turn that a channel keeps in mind, before it gives up acknowledging several at once.
REMEMBERED = 10_000
# Below every tag: no run begins behind it.
NEVER = -(2**62)

Handle = Callable[[IncomingMessage], Awaitable[None]]


class ChannelTags:
    """What is done on one channel, whose delivery tags count up from 1.

    A run is acknowledged by its last tag only if every tag below is done. One delivery that takes its time holds up no
    other: those after it are acknowledged one by one.
    """

    def __init__(self) -> None:
        self._through = 0
        self._done: set[int] = set()
        self._sent: set[int] = set()

    def add(self, tag: int) -> bool:
        """Note one that is done; whether it is the first since the last frames."""
        self._done.add(tag)
        return len(self._done) == 1

    def frames(self) -> list[tuple[int, bool]]:
        """What to tell the broker now: delivery tags, and whether each stands for all before it too."""
        run = []
        while (following := self._through + 1) in self._done or following in self._sent:
            self._through = following
            if following in self._done:
                run.append(following)
        frames = [(run[-1], len(run) > 1)] if run else []
        alone = self._done.difference(run)
        frames += [(tag, False) for tag in sorted(alone)]
        self._sent = {tag for tag in self._sent if tag > self._through} if run else self._sent
        self._sent |= alone
        self._done = set()
        if len(self._sent) > REMEMBERED:  # somebody waits for very long: no more runs on this channel
            self._through, self._sent = NEVER, set()
        return frames


class Acknowledgements:
    """The tags of all channels that deliver."""

    def __init__(self) -> None:
        self._tags: WeakKeyDictionary[Any, ChannelTags] = WeakKeyDictionary()
        self._sending: set[asyncio.Task[None]] = set()

    def done(self, message: IncomingMessage) -> None:
        """Acknowledge with what else is done before the loop comes round."""
        try:
            channel = message.channel
        except ChannelInvalidStateError:
            return  # the broker delivers again
        tags = self._tags.get(channel)
        if tags is None:
            tags = self._tags[channel] = ChannelTags()
        if tags.add(message.delivery_tag or 0):
            task = asyncio.create_task(self._send(channel, tags))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    async def _send(self, channel: Any, tags: ChannelTags) -> None:
        """A channel that is gone takes none: the broker delivers again, and the inbox knows them."""
        for tag, several in tags.frames():
            try:
                await channel.basic_ack(tag, multiple=several, wait=False)
            except (AMQPError, RuntimeError):
                return


def then_acknowledge(take: Callable[[Received], Awaitable[None]], acknowledgements: Acknowledgements) -> Handle:
    async def handle(message: IncomingMessage) -> None:
        await take(received_from(message))
        failpoint("before-ack")
        acknowledgements.done(message)

    return handle


def take_directly(subscriber: Any, handle: Handle) -> None:
    """Take deliveries from FastStream before its contexts and middlewares, which nothing here uses.

    They were a fifth of what a message costs. FastStream declares, starts and drains; the lock is what it drains by.
    """

    async def process(message: IncomingMessage) -> None:
        with subscriber.lock:
            await handle(message)

    subscriber(handle)
    setattr(subscriber, "process_message", process)  # noqa: B010 -- FastStream 0.7.8 offers no public way


def received_from(message: IncomingMessage) -> Received:
    """Read the CloudEvents attributes of a delivery; what is missing stays empty and is refused later."""
    try:
        return _received(message)
    except Exception as flaw:  # noqa: BLE001 -- a message that cannot be read is no fault: it is parked
        return Received(
            id="",
            type=message.routing_key or "",
            source="",
            subject="",
            seq=0,
            time=UNDATED,
            body=message.body,
            redelivered=bool(message.redelivered),
            flaw=str(flaw) or type(flaw).__name__,
        )


def _received(message: IncomingMessage) -> Received:
    headers = message.headers
    if UNREADABLE in headers or message.routing_key == UNREADABLE:
        raise AttributeUnreadableError(str(headers.get(UNREADABLE, "routing key")))
    sequence = headers.get(f"{PREFIX}sequence", 0)
    if type(sequence) is not int:
        raise AttributeUnreadableError("sequence")
    trace = headers.get("traceparent", "")
    return Received(
        id=message.message_id or "",
        type=_text(headers, f"{PREFIX}type", message.routing_key or ""),
        source=_text(headers, f"{PREFIX}source"),
        subject=_text(headers, f"{PREFIX}subject"),
        seq=sequence,
        time=_moment(_text(headers, f"{PREFIX}time")),
        body=message.body,
        trace=trace if isinstance(trace, str) else "",
        redelivered=bool(message.redelivered),
        authorization=_text(headers, "authorization"),
        user=message.user_id or "",
        key=message.routing_key or "" if message.exchange else "",
        signature=_text(headers, SIGNATURE),
        acted_by=_text(headers, ACTOR),
        actor_signature=_text(headers, ACTOR_SIGNATURE),
    )


class AttributeUnreadableError(ValueError):
    """An attribute is there, but is not what it must be; its value is nobody's business."""


def _text(headers: Mapping[str, Any], name: str, otherwise: str = "") -> str:
    text = headers.get(name, otherwise)
    if not isinstance(text, str):
        raise AttributeUnreadableError(name.removeprefix(PREFIX))
    return text


def _moment(text: str) -> datetime:
    """A point in time has an offset, and lies in the calendar wherever one is."""
    if not text:
        return UNDATED
    try:
        return MOMENT.validate_python(datetime.fromisoformat(text))
    except ValueError:
        raise AttributeUnreadableError("time") from None
