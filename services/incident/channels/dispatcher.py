"""The port `Channels`: one notice, one channel, a receipt within seconds."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Collection, Coroutine, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

import structlog

from services.incident.channels.storm import Storm
from services.incident.channels.way import HeldError, Message, RefusedError, UnreachableError, Way
from services.incident.domain.notices.notice import EVERY_GROUP, Channel, Contact, Notice, Outcome, Receipt

# Those who are called at the same moment call within this time, and are answered together.
GATHER_SECONDS: Final = 0.05
PAUSE_SECONDS: Final = 0.25
REMEMBERED: Final = 10_000

log = structlog.get_logger()


class Dispatcher:
    """Sends by the channel that a notice names, a few times if need be; the next channel is its caller's decision.

    A notice that was delivered is not sent again while this process lives. What one storm adds to its first message is
    told once more when `storm_seconds` are over. `now` dates receipts.
    """

    def __init__(  # noqa: PLR0913 -- what the settings say of channels
        self,
        ways: Mapping[Channel, Way],
        *,
        seconds: float,
        tries: int,
        storm_seconds: float,
        now: Callable[[], datetime],
        groups: Mapping[Channel, Collection[str]] | None = None,
    ) -> None:
        self._ways = ways
        self._groups = groups or {}
        self._seconds = seconds
        self._tries = tries
        self._storm_seconds = storm_seconds
        self._now = now
        self._storms: dict[tuple[str, ...], Storm] = {}
        self._delivered: OrderedDict[tuple[str, str, str], Receipt] = OrderedDict()
        self._tasks: set[asyncio.Task[Any]] = set()

    async def send(self, notice: Notice) -> Receipt:
        if notice.recipient.person_id == EVERY_GROUP and not notice.recipient.addresses:
            return await self._to_every_group(notice)
        own = notice.recipient.person_id if notice.channel is Channel.CONSOLE else ""
        address = notice.recipient.addresses.get(notice.channel, own)
        if notice.channel not in self._ways:
            return self._receipt(Outcome.REFUSED, detail="channel-not-set-up")
        if not address:
            return self._receipt(Outcome.REFUSED, detail="address-missing")
        copy = (notice.id, notice.channel, address)
        if copy not in self._delivered:
            receipt = await asyncio.shield(self._told(notice, address))
            if receipt.outcome is not Outcome.DELIVERED:
                return receipt
            self._delivered[copy] = receipt
            if len(self._delivered) > REMEMBERED:
                self._delivered.popitem(last=False)
        return self._delivered[copy]

    async def _to_every_group(self, notice: Notice) -> Receipt:
        """One group that has it is enough for a receipt; each is tried."""
        named = [
            replace(notice, recipient=Contact(person_id=EVERY_GROUP, addresses={notice.channel: name}))
            for name in self._groups.get(notice.channel, ())
        ]
        if not named:
            return self._receipt(Outcome.REFUSED, detail="channel-not-set-up")
        receipts = await asyncio.gather(*map(self.send, named))
        order = (Outcome.DELIVERED, Outcome.HELD, Outcome.FAILED, Outcome.REFUSED)
        return min(receipts, key=lambda receipt: order.index(receipt.outcome))

    def _told(self, notice: Notice, address: str) -> asyncio.Task[Receipt]:
        """The message that says this: one that went out before could not, so no receipt is older than its report."""
        key = Storm.key(notice, address)
        storm = self._storms.get(key)
        if storm is None or not storm.takes(notice):
            storm = self._storms[key] = Storm(notice, ":".join(key))
            storm.told = self._started(self._tell(key, storm, address))
            storm.rest = self._started(self._tell_rest(key, storm, address))
            return storm.told
        storm.add(notice)
        return storm.told if storm.tells(notice) else storm.rest

    async def _tell(self, key: tuple[str, ...], storm: Storm, address: str) -> Receipt:
        await asyncio.sleep(GATHER_SECONDS)
        receipt = await self._tried(storm.first.channel, storm.opens(), address)
        if receipt.outcome is not Outcome.DELIVERED or not storm.first.group:
            self._over(key, storm)
        return receipt

    async def _tell_rest(self, key: tuple[str, ...], storm: Storm, address: str) -> Receipt:
        receipt = await storm.told
        if receipt.outcome is not Outcome.DELIVERED or not storm.first.group:
            return receipt
        await asyncio.sleep(self._storm_seconds)
        self._over(key, storm)
        return await self._tried(storm.first.channel, storm.message(), address) if storm.has_more else receipt

    def _over(self, key: tuple[str, ...], storm: Storm) -> None:
        if self._storms.get(key) is storm:
            del self._storms[key]

    async def _tried(self, channel: Channel, message: Message, address: str) -> Receipt:
        attempt = 0
        while True:
            receipt, again = await self._try(channel, message, address)
            if receipt.outcome is Outcome.DELIVERED:
                return receipt
            log.warning("notice.undelivered", channel=channel, outcome=receipt.outcome, reason=receipt.detail)
            attempt += 1
            if not again or attempt == self._tries:
                return receipt
            await asyncio.sleep(PAUSE_SECONDS * 2 ** (attempt - 1))

    async def _try(self, channel: Channel, message: Message, address: str) -> tuple[Receipt, bool]:
        """One try, and whether another one can help."""
        try:
            async with asyncio.timeout(self._seconds / self._tries):
                reference = await self._ways[channel].send(message, address)
        except RefusedError as refusal:
            return self._receipt(Outcome.REFUSED, detail=str(refusal)), False
        except UnreachableError as fault:
            outcome = Outcome.HELD if isinstance(fault, HeldError) else Outcome.FAILED
            return replace(self._receipt(outcome, detail=str(fault)), again_at=fault.until), fault.again
        except TimeoutError:
            return self._receipt(Outcome.FAILED, detail="timeout"), True
        except Exception as fault:  # noqa: BLE001 -- the port never raises; a fault's words may hold an address
            return self._receipt(Outcome.FAILED, detail=f"fault-{type(fault).__name__}"), False
        return self._receipt(Outcome.DELIVERED, reference=reference), False

    def _receipt(self, outcome: Outcome, *, reference: str = "", detail: str = "") -> Receipt:
        return Receipt(outcome=outcome, at=self._now(), reference=reference, detail=detail)

    def _started(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
