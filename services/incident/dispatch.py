"""Sends notices beside the timers and the requests, and enters what the channels answered."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

from libs.chassis.domain import DomainError
from libs.chassis.unit_of_work import Transactions, UnitOfWork
from services.incident import use_cases
from services.incident.domain.notices import Channel, Notice, Outcome, Receipt
from services.incident.ports import Channels
from services.incident.storage import NOTIFICATIONS

LONGEST = 35.0

log = structlog.get_logger()


class Dispatch:
    """Keeps what is being sent. What a stopped process was sending is sent again: its timer is still set."""

    def __init__(self, channels: Channels, transactions: Transactions, now: Callable[[], datetime]) -> None:
        self._channels = channels
        self._transactions = transactions
        self._now = now
        self._sending: dict[tuple[str, Channel], asyncio.Task[None]] = {}

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
            await use_cases.note_receipt(work.of(NOTIFICATIONS), id=notice.id, channel=notice.channel, receipt=receipt)

        try:
            await self._transactions.run(enter, now=self._now)
        except DomainError as refusal:
            log.warning("notice.receipt-refused", slug=refusal.slug)

    async def _send(self, notice: Notice) -> Receipt:
        try:
            async with asyncio.timeout(LONGEST):
                return await self._channels.send(notice)
        except Exception as fault:  # noqa: BLE001 -- whatever a channel does, it is tried again
            log.warning("notice.failed", channel=notice.channel.value, reason=type(fault).__name__)
            return Receipt(outcome=Outcome.FAILED, at=self._now(), detail=type(fault).__name__)
