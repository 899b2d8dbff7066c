"""Does what was ordered, one job at a time, beside the pages; what was gathered survives the process."""

import asyncio
import contextlib
import hashlib
import uuid
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import structlog

from apps.gateway.asking import Asked
from apps.gateway.domain.account import Account
from apps.gateway.domain.disclosure import Disclosure
from apps.gateway.domain.errors import AccountDisabledError, JobLostError, ServiceAwayError
from apps.gateway.domain.job import LEASE, Gathered, Job, JobFile
from apps.gateway.domain.job_piece import JobPiece
from apps.gateway.gateway import Gateway
from apps.gateway.ports import Records
from apps.gateway.use_cases import jobs
from libs.chassis.domain import DomainError
from libs.chassis.sealing import FieldCipher
from libs.chassis.store.files import LONGEST_PIECE
from libs.contracts.sealing import Purpose

LOOKS_EVERY_SECONDS = 2.0
AGAIN_AFTER = timedelta(seconds=15)

Ask = Callable[[str], Asked]
log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Step:
    """What was gathered at a time. No cursor: that was all. `said` is the sentence of the end, if there is one."""

    pieces: Sequence[bytes] = ()
    done: int
    cursor: str = ""
    said: str = ""


@dataclass(frozen=True)
class InHand:
    """A job with what a kind of work needs for it: who is asked in its owner's name, and what was gathered so far."""

    job: Job
    ask: Ask
    pieces: AsyncIterator[bytes]


class Work(Protocol):
    """A kind of long work."""

    async def step(self, hand: InHand) -> Step:
        """Gather a little from where the job is; done again if the process dies before it is kept."""
        ...

    def file(self, hand: InHand) -> AsyncIterator[bytes] | None:
        """What was gathered as a file, from its beginning; none if there is none."""
        ...

    def name(self, job: Job) -> tuple[str, str]:
        """The file's name and its kind."""
        ...


class LongWork:
    """The part of the gateway that takes jobs; several processes share them by lease."""

    def __init__(self, gateway: Gateway, works: Mapping[str, Work]) -> None:
        self._gateway = gateway
        self._works = works
        self._holder = uuid.uuid4().hex
        self._is_busy = False

    def idle(self) -> bool:
        """Whether no job is in hand."""
        return not self._is_busy

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            self._gateway.ordered.clear()
            if not await self.work():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._gateway.ordered.wait(), LOOKS_EVERY_SECONDS)

    async def work(self) -> bool:
        """Take one job and see it through; whether there was one."""
        now = self._gateway.clock.now()
        job = await self._gateway.change(jobs.take_next, holder=self._holder, now=now)
        if job is None:
            return False
        if job.is_open:
            self._is_busy = True
            try:
                await self._see_through(job)
            finally:
                self._is_busy = False
        return True

    async def _see_through(self, job: Job) -> None:
        held = {"id": job.id, "holder": self._holder}
        holding = asyncio.create_task(self._hold(job))
        try:
            await self._carry_on(job)
        except JobLostError:
            log.warning("job.lost", kind=job.kind)
        except ServiceAwayError:
            await self._again_later(held)
        except DomainError as refusal:
            now = self._gateway.clock.now()
            await self._gateway.change(jobs.fail_job, **held, sentence=refusal.sentence, now=now)
        finally:
            holding.cancel()

    async def _again_later(self, held: Mapping[str, str]) -> None:
        until = self._gateway.clock.now() + AGAIN_AFTER
        with contextlib.suppress(JobLostError):
            await self._gateway.change(jobs.wait_for_service, **held, until=until)

    async def _hold(self, job: Job) -> None:
        """A step may take longer than the lease."""
        while True:
            await asyncio.sleep(LEASE.total_seconds() / 3)
            with contextlib.suppress(JobLostError):
                now = self._gateway.clock.now()
                await self._gateway.change(jobs.hold_job, id=job.id, holder=self._holder, now=now)

    async def _carry_on(self, job: Job) -> None:
        work = self._works[job.kind]
        while not job.is_gathered:
            step = await work.step(await self._in_hand(job))
            gathered = Gathered(pieces=len(step.pieces), done=step.done, cursor=step.cursor, said=step.said)
            job = await self._gateway.change(
                jobs.go_on,
                id=job.id,
                holder=self._holder,
                gathered=gathered,
                pieces=[
                    sealed(self._gateway.cipher, job, str(job.pieces + at), part) for at, part in enumerate(step.pieces)
                ],
                now=self._gateway.clock.now(),
            )
        file = await self._file(job, work)
        now = self._gateway.clock.now()
        disclosure = Disclosure(id=job.id, at=now, by=job.account_id, what=job.title, rows=job.done)
        await self._gateway.change(
            jobs.finish_job,
            id=job.id,
            holder=self._holder,
            file=file,
            disclosure=disclosure if job.discloses else None,
            now=now,
        )

    async def _in_hand(self, job: Job) -> InHand:
        """Asked in the name of whoever ordered it, with what they may do now. Raises `AccountDisabledError`."""
        account = await self._gateway.read(_account, id=job.account_id)
        if account.disabled:
            raise AccountDisabledError
        return InHand(job, lambda service: self._gateway.ask(service, job, account), self._gathered(job))

    async def _file(self, job: Job, work: Work) -> JobFile | None:
        parts = work.file(await self._in_hand(job))
        if parts is None:
            return None
        size, number, kept = 0, 0, bytearray()
        async for part in parts:
            kept += part
            while len(kept) >= LONGEST_PIECE:
                await self._keep(job, number, bytes(kept[:LONGEST_PIECE]))
                del kept[:LONGEST_PIECE]
                size, number = size + LONGEST_PIECE, number + 1
        await self._keep(job, number, bytes(kept))
        name, media_type = work.name(job)
        return JobFile(name=name, media_type=media_type, size=size + len(kept), pieces=number + 1)

    async def _keep(self, job: Job, number: int, part: bytes) -> None:
        await self._gateway.change(
            jobs.keep_piece,
            id=job.id,
            holder=self._holder,
            piece=sealed(self._gateway.cipher, job, f"file/{number}", part),
            now=self._gateway.clock.now(),
        )

    async def _gathered(self, job: Job) -> AsyncIterator[bytes]:
        for number in range(job.pieces):
            yield await opened(self._gateway, job, str(number))


class Outflow:
    """What a writer of files writes, taken away piece by piece, so that no file is whole in memory."""

    def __init__(self) -> None:
        self._kept = bytearray()

    def write(self, part: bytes) -> int:
        """More of it."""
        self._kept += part
        return len(part)

    def flush(self) -> None:
        """Nothing waits here."""

    def taken(self) -> bytes:
        """What was written since."""
        taken = bytes(self._kept)
        self._kept.clear()
        return taken


def sealed(cipher: FieldCipher, job: Job, number: str, part: bytes) -> JobPiece:
    """One piece of a job, for its owner."""
    name = f"{job.id}/{number}"
    closed = cipher.seal_bytes(part, purpose=Purpose.JOB_PIECE, owner=f"{job.account_id}/{name}")
    return JobPiece(id=name, sealed=closed, forget_at=job.forget_at)


async def opened(gateway: Gateway, job: Job, number: str) -> bytes:
    """One piece."""
    name = f"{job.id}/{number}"
    piece = await gateway.read(_piece, id=name)
    return gateway.cipher.open_bytes(piece.sealed, purpose=Purpose.JOB_PIECE, owner=f"{job.account_id}/{name}")


def job_id(account_id: str, key: str) -> str:
    """The same order once more is the same job, and nobody orders another's."""
    return hashlib.sha256(f"{account_id}|{key}".encode()).hexdigest()[:32]


async def _account(records: Records, *, id: str) -> Account:
    return await records.accounts.get(id)


async def _piece(records: Records, *, id: str) -> JobPiece:
    return await records.job_pieces.get(id)
