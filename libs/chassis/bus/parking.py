"""Parked messages: what could not be handled waits in the store with its reason, not in a loop of the broker."""

import base64
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import structlog

from libs.chassis.bus.messages import Received
from libs.chassis.domain import Aggregate, ConflictError, DomainError, NotYetError, Page, Query
from libs.chassis.identity import Actor
from libs.chassis.store.port import Collection, Index
from libs.chassis.store.unit_of_work import Transactions, UnitOfWork
from libs.chassis.watch.metrics import Meters

log = structlog.get_logger()

# What it waits for is usually on its way; twice as long after each try.
FIRST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(minutes=10)
# Some three and a half hours; what has not come by then is for a person to find out.
TRIES = 30
# Bytes that are kept of a body; as base64 they fit into a document of MongoDB ten times over.
LARGEST_BODY = 1_000_000
# Messages tried again in one look; the next look is a second later.
RETRIED_AT_ONCE = 200


class ParkState(StrEnum):
    """Where a parked message stands."""

    WAITING = "waiting"
    PARKED = "parked"
    REPLAYED = "replayed"
    DROPPED = "dropped"


class ParkedAlreadySettledError(ConflictError):
    """A parked message is replayed or dropped once."""

    says = "搁置消息 {identifier} 已经处理，不能再次操作。"
    identifier: str


@dataclass(kw_only=True)
class ParkedMessage(Aggregate):
    """One delivery with the reason why it could not be handled, and who did what about it.

    `actor` is who wanted a command, as their token said when it came.
    """

    id: str
    queue: str
    message_id: str
    routing_key: str
    source: str
    subject: str
    seq: int
    occurred_at: datetime
    body: str
    slug: str
    reason: str
    parked_at: datetime
    state: ParkState
    attempts: int = 1
    retry_at: datetime | None = None
    history: list[str] = field(default_factory=list)
    actor: Actor | None = None
    flaw: str = ""
    user: str = ""
    key: str = ""
    signature: str = ""
    acted_by: str = ""
    actor_signature: str = ""

    def raw(self) -> bytes:
        """The body as it came."""
        return base64.b64decode(self.body)

    def failed_again(self, *, slug: str, reason: str, again: bool, at: datetime) -> None:
        """Note another failure; a message that only waits for another one is tried again later, up to a limit."""
        self.attempts += 1
        self.slug, self.reason = slug, reason
        waits = again and self.attempts < TRIES
        self.state = ParkState.WAITING if waits else ParkState.PARKED
        self.retry_at = at + min(FIRST_WAIT * 2 ** min(self.attempts, 12), LONGEST_WAIT) if waits else None

    @property
    def is_closed(self) -> bool:
        """Whether it was replayed or given up; a late copy does not bring it back."""
        return self.state in {ParkState.REPLAYED, ParkState.DROPPED}

    def close(self, state: ParkState, *, by: str, at: datetime, why: str = "") -> None:
        """Close the matter, with who did it, when and why in its history. Raises `ParkedAlreadySettledError`."""
        if self.is_closed:
            raise ParkedAlreadySettledError(self.id)
        self.state = state
        self.retry_at = None
        self.history.append(f"{at.isoformat()} {state.value} {by} {why}".rstrip())


PARKED = Collection("parked", ParkedMessage, indexes=[Index("state"), Index("retry_at"), Index("queue")])


Handle = Callable[[ParkedMessage], Awaitable[None]]


class Parking:
    """The parking place of one service. Its waits run on the wall clock, never on a simulated one."""

    def __init__(self, transactions: Transactions, meters: Meters) -> None:
        self._transactions = transactions
        self._meters = meters

    async def park(  # noqa: PLR0913 -- a message, its place and its reason
        self, queue: str, name: str, message: Received, *, slug: str, reason: str, again: bool = False
    ) -> None:
        """Keep a message under a name, with its reason; parking it a second time only counts the attempt."""
        at = datetime.now(UTC)
        body = base64.b64encode(message.body[:LARGEST_BODY]).decode()

        async def use(work: UnitOfWork) -> None:
            documents = work.of(PARKED)
            identifier = f"{queue}|{name}"
            parked = await documents.find_one(identifier)
            if parked is not None and parked.body != body:  # another message under the same id
                identifier = f"{identifier}|{hashlib.sha256(message.body).hexdigest()}"
                parked = await documents.find_one(identifier)
            if parked is None:
                parked = ParkedMessage(
                    id=identifier,
                    queue=queue,
                    message_id=message.id,
                    routing_key=message.type,
                    source=message.source,
                    subject=message.subject,
                    seq=message.seq,
                    occurred_at=message.time,
                    body=body,
                    slug=slug,
                    reason=reason,
                    parked_at=at,
                    state=ParkState.WAITING if again else ParkState.PARKED,
                    retry_at=at + FIRST_WAIT if again else None,
                    actor=message.actor,
                    flaw=message.flaw,
                    user=message.user,
                    key=message.key,
                    signature=message.signature,
                    acted_by=message.acted_by,
                    actor_signature=message.actor_signature,
                )
            elif parked.is_closed:
                return
            else:
                parked.failed_again(slug=slug, reason=reason, again=again, at=at)
            documents.save(parked)

        await self._transactions.run(use, now=lambda: at)
        self._meters.parked.add(queue, slug)

    async def listing(
        self, *, state: str | None = None, after: str | None = None, limit: int = 100
    ) -> Page[ParkedMessage]:
        """Parked messages, oldest id first."""
        where = {"state": state} if state else {}
        return await self._transactions.begin().of(PARKED).find(Query(where, after=after, limit=limit))

    async def show(self, identifier: str) -> ParkedMessage:
        """One parked message, with its body. Raises `AbsentError`."""
        return await self._transactions.begin().of(PARKED).get(identifier)

    async def drop(self, identifier: str, *, by: str, why: str) -> None:
        """Give a message up, audited."""
        await self._close(identifier, ParkState.DROPPED, by, why)

    async def replay(self, identifier: str, handle: Handle, *, by: str) -> None:
        """Handle a parked message again under its own id.

        Raises `ParkedAlreadySettledError`, or the refusal that it meets again.
        """
        parked = await self.show(identifier)
        if parked.is_closed:
            raise ParkedAlreadySettledError(identifier)
        try:
            await handle(parked)
        except DomainError as refusal:
            await self._failed_again(identifier, refusal)
            raise
        await self._close(identifier, ParkState.REPLAYED, by)

    async def retry_waiting(self, handle: Handle) -> int:
        """Try again what waited long enough; answers how many came through."""
        now = datetime.now(UTC)
        waited = Query(
            {"state": ParkState.WAITING}, order_by="retry_at", below={"retry_at": now}, limit=RETRIED_AT_ONCE
        )
        page = await self._transactions.begin().of(PARKED).find(waited)
        through = 0
        for parked in page.items:
            try:
                await handle(parked)
            except DomainError as refusal:
                await self._failed_again(parked.id, refusal)
            except Exception:
                log.exception("parked.retry-failed", parked_id=parked.id, queue=parked.queue)
            else:
                await self._close(parked.id, ParkState.REPLAYED, "timer")
                through += 1
        return through

    async def _failed_again(self, identifier: str, refusal: DomainError) -> None:
        at = datetime.now(UTC)

        async def use(work: UnitOfWork) -> None:
            parked = await work.of(PARKED).get(identifier)
            parked.failed_again(
                slug=refusal.slug, reason=refusal.sentence, again=isinstance(refusal, NotYetError), at=at
            )
            work.of(PARKED).save(parked)

        await self._transactions.run(use, now=lambda: at)

    async def _close(self, identifier: str, state: ParkState, by: str, why: str = "") -> None:
        at = datetime.now(UTC)

        async def use(work: UnitOfWork) -> None:
            parked = await work.of(PARKED).get(identifier)
            parked.close(state, by=by, at=at, why=why)
            work.of(PARKED).save(parked)

        await self._transactions.run(use, now=lambda: at)
