"""Sends notices beside the timers and the requests, and enters what the channels answered."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog

from libs.chassis.domain import DomainError
from libs.chassis.store.unit_of_work import Transactions, UnitOfWork
from services.incident.domain.notices.notice import Channel, Notice, Outcome, Receipt
from services.incident.ports import Channels, IncidentDesk
from services.incident.storage.collections import INCIDENTS, JOINED_REPORTS, NOTIFICATIONS, ROSTERS
from services.incident.use_cases import sending

LONGEST_SECONDS = 35.0
# Hundreds of answers may come in one instant, as when no console is open: entered all at once, they would stand
# before the calls that are due then.
ENTERED_AT_A_TIME = 2

log = structlog.get_logger()


class BackgroundSender:
    """Keeps what is being sent. What a stopped process was sending is sent again: its timer is still set."""

    def __init__(self, channels: Channels, transactions: Transactions, now: Callable[[], datetime]) -> None:
        self._channels = channels
        self._transactions = transactions
        self._now = now
        self._sending: dict[tuple[str, Channel], asyncio.Task[None]] = {}
        self._entering = asyncio.Semaphore(ENTERED_AT_A_TIME)

    def start(self, notice: Notice) -> None:
        """Send it, unless that is being done already."""
        copy = (notice.id, notice.channel)
        if copy not in self._sending:
            task = asyncio.create_task(self._deliver(notice))
            self._sending[copy] = task
            task.add_done_callback(lambda _: self._sending.pop(copy, None))

    async def settled(self) -> None:
        """Wait until nothing is being sent."""
        while self._sending:
            await asyncio.wait(list(self._sending.values()))

    async def _deliver(self, notice: Notice) -> None:
        receipt = await self._send(notice)

        async def enter(work: UnitOfWork) -> None:
            await sending.note_receipt(
                _desk(work), id=notice.id, channel=notice.channel, receipt=receipt, now=self._now()
            )

        async with self._entering:
            await self._enter(enter)

    async def shown(self, notice_id: str, person_id: str) -> None:
        """A console of the person has shown it, whichever process sends it."""

        async def enter(work: UnitOfWork) -> None:
            await sending.show_notice(_desk(work), id=notice_id, person_id=person_id, now=self._now())

        await self._enter(enter)

    async def _enter(self, use: Callable[[UnitOfWork], Awaitable[None]]) -> None:
        try:
            await self._transactions.run(use, now=self._now)
        except DomainError as refusal:
            log.warning("notice.receipt-refused", slug=refusal.slug)

    async def _send(self, notice: Notice) -> Receipt:
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                return await self._channels.send(notice)
        except Exception as fault:  # noqa: BLE001 -- whatever a channel does, it is tried again
            log.warning("notice.failed", channel=notice.channel.value, reason=type(fault).__name__)
            return Receipt(outcome=Outcome.FAILED, at=self._now(), detail=type(fault).__name__)


def _desk(work: UnitOfWork) -> IncidentDesk:
    return IncidentDesk(
        incidents=work.of(INCIDENTS),
        rosters=work.of(ROSTERS),
        notifications=work.of(NOTIFICATIONS),
        joined_reports=work.of(JOINED_REPORTS),
    )
