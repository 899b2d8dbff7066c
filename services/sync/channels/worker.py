"""The worker: sends what waits, asks for what is uncertain, and holds the platform's list against ours each night."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, time
from typing import Any, TypeVar

import structlog

from libs.chassis.domain import every
from libs.chassis.service import Service
from libs.contracts.beijing import BEIJING, beijing_day
from services.sync.domain.row import RecordKind
from services.sync.domain.upload import Sending
from services.sync.ports import (
    Platform,
    PlatformBusyError,
    PlatformRefusedError,
    PlatformSilentError,
    SyncDesk,
)
from services.sync.use_cases import comparing, sending

PAUSE_SECONDS = 1.0
# After so many requests in a row that failed the platform is left alone, for longer each time.
FAILURES_BEFORE_REST = 5
FIRST_REST_SECONDS, LONGEST_REST_SECONDS = 5.0, 600.0
LISTED_AFTER = time(2)
SILENT = "平台没有答复，结果不明"

R = TypeVar("R")
log = structlog.get_logger()


class Worker:
    """One round after the other, for ever. Two workers never send the same: the second one to claim clashes."""

    def __init__(self, service: Service, platform: Platform, *, opens: time, closes: time) -> None:
        self._service = service
        self._platform = platform
        self._opens, self._closes = opens, closes
        self._failures = 0
        self._is_idle = False

    async def run(self) -> None:
        while True:
            worked = await self.round()
            self._is_idle = not worked
            if not worked:
                await asyncio.sleep(PAUSE_SECONDS)
            await asyncio.sleep(self.rest())

    def rest(self) -> float:
        """How many seconds the platform is left alone now."""
        if self._failures < FAILURES_BEFORE_REST:
            return 0
        doublings = min(self._failures - FAILURES_BEFORE_REST, 10)
        return min(FIRST_REST_SECONDS * 2.0**doublings, LONGEST_REST_SECONDS)

    def idle(self) -> bool:
        """Whether its last round found nothing to do."""
        return self._is_idle

    async def round(self) -> bool:
        """Whether there was anything to do: questions first, since their answers may save a sending."""
        clock = self._service.clock.now().astimezone(BEIJING).time()
        if not is_open(clock, opens=self._opens, closes=self._closes):
            return False
        asked = await self._ask()
        sent = await self._send()
        listed = await self._list()
        return asked or sent or listed

    async def _send(self) -> bool:
        claimed: list[Sending] = await self._in_commit(sending.claim)
        if not claimed:
            return False
        keys = [one.key for one in claimed]
        try:
            verdicts = await self._platform.submit(claimed[0].batch_id, claimed)
        except PlatformBusyError as busy:
            self._failed("busy")
            await self._in_commit(sending.put_back, keys, busy)
        except PlatformRefusedError as refused:
            self._failures = 0
            await self._in_commit(sending.refuse, keys, why=refused.why)
        except PlatformSilentError:
            self._failed("silent")
            await self._in_commit(sending.lose, keys, said=SILENT)
        else:
            self._failures = 0
            await self._in_commit(sending.settle, keys, verdicts)
        return True

    async def _ask(self) -> bool:
        keys: list[str] = await self._in_commit(sending.uncertain)
        for key in keys:
            there: bool | None = None
            try:
                there = await self._platform.has(key)
                self._failures = 0
            except (PlatformBusyError, PlatformRefusedError, PlatformSilentError):
                self._failed("question")
            await self._in_commit(sending.answer, key, there=there)
        return bool(keys)

    async def _list(self) -> bool:
        now = self._service.clock.now().astimezone(BEIJING)
        if now.time() < LISTED_AFTER:
            return False
        listed = False
        for batch_id in await self._in_commit(_unlisted):
            try:
                theirs = await self._platform.listing(batch_id)
            except (PlatformBusyError, PlatformRefusedError, PlatformSilentError):
                self._failed("listing")
                return listed
            await self._in_commit(comparing.compare, batch_id=batch_id, theirs=theirs, day=beijing_day(now))
            listed = True
        return listed

    def _failed(self, what: str) -> None:
        self._failures += 1
        log.warning("platform.failed", what=what, in_a_row=self._failures)

    async def _in_commit(self, use: Callable[..., Awaitable[R]], *given: Any, **named: Any) -> R:
        """One use case in one unit of work of its own."""

        async def act(work: Any) -> R:
            desk = self._service.wiring.bundle(SyncDesk, work)
            return await use(desk, *given, **named, now=self._service.clock.now())

        done: R = await self._service.transactions.run(act, now=self._service.clock.now)
        return done


def is_open(clock: time, *, opens: time, closes: time) -> bool:
    """Whether the platform may be called; its hours may go over midnight, and from one time to the same is always."""
    if opens < closes:
        return opens <= clock < closes
    return opens == closes or clock >= opens or clock < closes


async def _unlisted(desk: SyncDesk, *, now: datetime) -> list[str]:
    """Batches with certificates whose list was not looked at today, until their certificates are reported."""
    found = []
    async for report in every(desk.reports, {"is_made": False}):
        batch = await desk.batches.find_one(report.batch_id)
        if batch is None or batch.id in found or batch.listed_on == beijing_day(now):
            continue
        if await desk.uploads.count({"batch_id": batch.id, "kind": RecordKind.CERTIFICATE}):
            found.append(batch.id)
    return found
