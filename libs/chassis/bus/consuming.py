"""Consuming: decode, remember in the inbox, run the handler in one transaction, park what cannot be done."""

import asyncio
import contextlib
import hashlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import TypeVar

import structlog
from opentelemetry.trace import SpanKind
from pydantic import ValidationError

from libs.chassis.bus.messages import UNDATED, Received
from libs.chassis.bus.parking import ParkedMessage, Parking
from libs.chassis.bus.provenance import Provenance
from libs.chassis.bus.subscriptions import Subscription, Subscriptions
from libs.chassis.domain import ConflictError, DomainError, NotYetError, StrangeMessageError
from libs.chassis.identity import Tokens, UnauthenticatedError
from libs.chassis.sealing import SealBrokenError
from libs.chassis.store.port import AlreadyHandledError, Handled
from libs.chassis.store.unit_of_work import Transactions, UnitOfWork
from libs.chassis.time.clock import Clock
from libs.chassis.watch.metrics import Meters
from libs.chassis.watch.tracing import span
from libs.chassis.wiring import Bound, Handler, Wiring
from libs.contracts.command import Command
from libs.contracts.event import Event

H = TypeVar("H", bound=Handler)

log = structlog.get_logger()

# A fault holds a message back for so long, doubled each time: most are a store that is busy, some one that is down.
FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 30.0
# A handler takes milliseconds; one in hand for so long waits for something that does not come.
STALLED_SECONDS = 30.0


class UnreadableError(StrangeMessageError):
    """An attribute of it could not be read."""

    slug = "undecodable"
    says = "{flaw}"
    flaw: str


class UndecodableError(DomainError):
    """What it says is not what its contract promises; which fields, never what they held."""

    says = "{flaw}"
    flaw: str


class UnknownVersionError(DomainError):
    """The routing key names a contract or version that this subscriber does not know."""

    says = "{routing_key}"
    routing_key: str


class OlderThanTheLogError(DomainError):
    """The event is older than what the inbox is sure to remember, so nobody knows whether it took effect before."""

    says = "该消息早于事件日志的保存期，无法判断是否已经处理过。"


class CannotBeOpenedError(ConflictError):
    """Something in it was sealed under a key that is not here, or altered."""

    slug = "seal-broken"
    says = "消息中的密封内容无法打开。"


class DeliveryLimitError(ConflictError):
    """It ended the process each time that it was tried."""

    says = "该消息多次使处理进程异常退出。"


class WithoutIdError(StrangeMessageError):
    """The sender gave the message no id, so a second copy could not be told from a second message."""

    says = "该消息没有编号。"


class Consumer:
    """Takes one message at a time through a subscription, so that it takes effect once or is parked."""

    def __init__(  # noqa: PLR0913 -- the parts that meet here
        self,
        *,
        subscriptions: Subscriptions,
        wiring: Wiring,
        transactions: Transactions,
        parking: Parking,
        tokens: Tokens,
        provenance: Provenance,
        clock: Clock,
        meters: Meters,
        log_kept: timedelta,
    ) -> None:
        self._log_kept = log_kept
        self._tokens = tokens
        self._provenance = provenance
        self.subscriptions = {subscription.queue: subscription for subscription in subscriptions.all}
        self._bound = {
            queue: wiring.bind(subscription.handler, "event", "command", "actor", "message", "now")
            for queue, subscription in self.subscriptions.items()
        }
        self._transactions = transactions
        self._parking = parking
        self._clock = clock
        self._meters = meters
        self._in_hand: dict[int, tuple[str, float]] = {}
        self._deliveries = count()
        self.stalled_after = STALLED_SECONDS

    @property
    def in_flight(self) -> int:
        """How many deliveries are in hand."""
        return len(self._in_hand)

    def stalled(self) -> list[str]:
        """The queues of which a message has been in hand for too long; a hundred such, and nothing follows."""
        before = time.monotonic() - self.stalled_after
        return sorted({queue for queue, since in self._in_hand.values() if since <= before})

    async def take(self, queue: str, message: Received) -> None:
        """Handle a delivery until it is settled: done, seen before, or parked. A fault is waited out, never dropped."""
        if message.redelivered:
            self._meters.redelivered.add(queue)
        identified = self._identified(queue, message)
        await self._until_done(queue, message, lambda: self._handle_or_park(queue, identified))

    async def give_up(self, queue: str, message: Received) -> None:
        """Park what ended the process each time that it was tried."""
        identified = self._identified(queue, message)
        refusal: DomainError = DeliveryLimitError()
        try:
            self._must_be_authentic(queue, identified)
        except StrangeMessageError as strange:
            refusal = strange
        await self._until_done(queue, message, lambda: self._park(queue, identified, refusal))

    async def _until_done(self, queue: str, message: Received, work: Callable[[], Awaitable[None]]) -> None:
        delivery = next(self._deliveries)
        self._in_hand[delivery] = queue, time.monotonic()
        pause = FIRST_PAUSE_SECONDS
        try:
            while True:
                try:
                    return await work()
                except Exception:
                    log.exception("message.held", queue=queue, message_id=message.id, pause_s=pause)
                    self._meters.held.add(queue)
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
        finally:
            del self._in_hand[delivery]

    def _identified(self, queue: str, message: Received) -> Received:
        """A command with who wants it; whoever is unknown now is unknown for good, and a token is never kept.

        Senders number their commands each for itself: a copy is what has the same id and says the same.
        """
        subscription = self.subscriptions[queue]
        if not subscription.takes_commands:
            return message
        try:
            actor = self._tokens.sender(message.authorization, subscription.routing_key)
        except Exception:  # noqa: BLE001 -- what no token can be read from is nobody's
            actor = None
        identifier = message.id and f"{message.id}:{hashlib.sha256(message.body).hexdigest()[:16]}"
        return replace(message, id=identifier, actor=actor, authorization="")

    async def _handle_or_park(self, queue: str, message: Received) -> None:
        try:
            self._must_be_authentic(queue, message)
            if UNDATED < message.time < self._clock.now() - self._log_kept:
                raise OlderThanTheLogError
            await self._handle(queue, message)
        except AlreadyHandledError:
            self._meters.deduplicated.add(queue)
        except DomainError as refusal:
            await self._park(queue, message, refusal)
        else:
            self._meters.handled.add(queue)

    async def _park(self, queue: str, message: Received, refusal: DomainError) -> None:
        strange = isinstance(refusal, StrangeMessageError)
        name = f"{refusal.slug}:{hashlib.sha256(message.body).hexdigest()}" if strange else message.id
        again = isinstance(refusal, NotYetError)
        await self._parking.park(queue, name, message, slug=refusal.slug, reason=refusal.sentence, again=again)

    def _must_be_authentic(self, queue: str, message: Received) -> None:
        """Before anything is done under its id: what is not believed never takes the place of what has that id.

        A command says by its token whose it is.
        """
        if message.flaw:
            raise UnreadableError(message.flaw)
        if not message.id:
            raise WithoutIdError
        if not self.subscriptions[queue].takes_commands:
            self._provenance.check(message)

    async def _handle(self, queue: str, message: Received) -> None:
        """Decode and run the handler in one commit with the inbox entry; refusals and clashes are raised."""
        subscription = self.subscriptions[queue]
        decoded = _decoded(subscription, message)
        bound: Bound = self._bound[queue]

        async def use(work: UnitOfWork) -> None:
            if subscription.takes_commands and message.actor is None:
                raise UnauthenticatedError
            given = {"actor": message.actor, "message": message, "now": self._clock.now()}
            try:
                await bound(work, event=decoded, command=decoded, **given)
            except SealBrokenError:
                raise CannotBeOpenedError from None
            except ValidationError as invalid:
                raise UndecodableError(_without_values(invalid)) from None
            except ArithmeticError as overflow:  # a date or a number that nobody can reckon with
                raise UndecodableError(type(overflow).__name__) from overflow

        with span(f"process {message.type}", SpanKind.CONSUMER, parent=message.trace, queue=queue) as trace:
            handled = Handled(queue, message.id, message.time if message.time > UNDATED else None)
            actor = message.actor.id if message.actor else message.acted_by
            await self._transactions.run(use, now=self._clock.now, handled=handled, trace=trace, actor=actor)

    async def replay(self, parked: ParkedMessage) -> None:
        """Run a parked message again under its own id; what it raises is for the caller to note."""
        message = received(parked)
        self._must_be_authentic(parked.queue, message)
        with contextlib.suppress(AlreadyHandledError):
            await self._handle(parked.queue, message)


def received(parked: ParkedMessage) -> Received:
    """The delivery that was parked."""
    return Received(
        id=parked.message_id,
        type=parked.routing_key,
        source=parked.source,
        subject=parked.subject,
        seq=parked.seq,
        time=parked.occurred_at,
        body=parked.raw(),
        actor=parked.actor,
        flaw=parked.flaw,
        user=parked.user,
        key=parked.key,
        signature=parked.signature,
        acted_by=parked.acted_by,
        actor_signature=parked.actor_signature,
    )


def _decoded(subscription: Subscription, message: Received) -> Event | Command | None:
    if subscription.contract is None:
        return None
    if message.type != subscription.contract.routing_key:
        raise UnknownVersionError(message.type)
    try:
        return subscription.contract.model_validate_json(message.body)
    except ValidationError as invalid:
        raise UndecodableError(_without_values(invalid)) from None
    except Exception as flaw:  # whatever a stranger's body can make a validator raise
        raise UndecodableError(type(flaw).__name__) from flaw


def _without_values(invalid: ValidationError) -> str:
    """Which fields are wrong and how, but never what they held."""
    return "; ".join(f"{'.'.join(map(str, error['loc'])) or 'body'}: {error['type']}" for error in invalid.errors())
