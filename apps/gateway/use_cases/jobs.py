"""Long work: ordered, taken, carried on, looked after by its owner."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from apps.gateway.domain.disclosure import Disclosure
from apps.gateway.domain.errors import JobMissingError, TooManyJobsError
from apps.gateway.domain.job import Gathered, Job, JobFile
from apps.gateway.domain.job_piece import JobPiece
from apps.gateway.ports import Records
from libs.chassis.domain import Page, Query

AT_ONCE = 20
MOST_OPEN = 5
# A second early is no harm: whoever works says so every ten.
MOMENT = timedelta(seconds=1)


async def order_job(records: Records, *, job: Job, pieces: Sequence[JobPiece] = ()) -> None:
    """Once for each id. Raises `TooManyJobsError`: nobody fills the store."""
    if await records.jobs.find_one(job.id):
        return
    if await records.jobs.count({"account_id": job.account_id, "is_open": True}) >= MOST_OPEN:
        raise TooManyJobsError(MOST_OPEN)
    records.jobs.save(job)
    for piece in pieces:
        await records.job_pieces.put(piece)


async def take_next(records: Records, *, holder: str, now: datetime) -> Job | None:
    """The one that waits longest, of those that nobody works on; none if there is none."""
    free = Query({"is_open": True}, below={"free_at": now + MOMENT}, order_by="free_at", limit=1)
    for job in (await records.jobs.find(free)).items:
        job.take(holder, now)
        records.jobs.save(job)
        return job
    return None


async def hold_job(records: Records, *, id: str, holder: str, now: datetime) -> None:
    job = await records.jobs.get(id)
    job.hold(holder, now)
    records.jobs.save(job)


async def go_on(  # noqa: PLR0913 -- who gathered what
    records: Records, *, id: str, holder: str, gathered: Gathered, pieces: Sequence[JobPiece], now: datetime
) -> Job:
    job = await records.jobs.get(id)
    job.go_on(holder, gathered, now)
    records.jobs.save(job)
    for piece in pieces:
        await records.job_pieces.put(piece)
    return job


async def keep_piece(records: Records, *, id: str, holder: str, piece: JobPiece, now: datetime) -> None:
    """A piece of the file, as long as the job is still held."""
    await hold_job(records, id=id, holder=holder, now=now)
    await records.job_pieces.put(piece)


async def wait_for_service(records: Records, *, id: str, holder: str, until: datetime) -> None:
    job = await records.jobs.get(id)
    job.wait(holder, until=until)
    records.jobs.save(job)


async def finish_job(  # noqa: PLR0913 -- what came of it
    records: Records,
    *,
    id: str,
    holder: str,
    file: JobFile | None,
    disclosure: Disclosure | None,
    now: datetime,
) -> None:
    """A file with identifiers is there when it stands on record, and not before."""
    job = await records.jobs.get(id)
    job.finish(holder, file=file, now=now)
    records.jobs.save(job)
    if disclosure:
        records.disclosures.save(disclosure)


async def fail_job(records: Records, *, id: str, holder: str, sentence: str, now: datetime) -> None:
    job = await records.jobs.get(id)
    job.fail(holder, sentence, now)
    records.jobs.save(job)


async def note_job(records: Records, *, id: str, account_id: str) -> None:
    """Raises `JobMissingError` for anybody else."""
    job = await own_job(records, id=id, account_id=account_id)
    job.note()
    records.jobs.save(job)


async def own_job(records: Records, *, id: str, account_id: str) -> Job:
    """Raises `JobMissingError`, also for anybody else."""
    job = await records.jobs.find_one(id)
    if job is None or job.account_id != account_id:
        raise JobMissingError
    return job


async def list_jobs(records: Records, *, account_id: str, cursor: str) -> Page[Job]:
    """The newest first."""
    return await records.jobs.find(
        Query({"account_id": account_id}, order_by="newest", after=cursor or None, limit=AT_ONCE)
    )


async def news_of(records: Records, *, account_id: str) -> list[Job]:
    """What is over, and not yet noted."""
    news = Query({"account_id": account_id, "is_news": True}, order_by="newest", limit=AT_ONCE)
    return (await records.jobs.find(news)).items
