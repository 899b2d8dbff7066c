"""Ordering long work: whoever orders goes on to see how far it is."""

from fastapi.responses import Response

from apps.gateway.answering.visit import Visit
from apps.gateway.domain.job import Job
from apps.gateway.long_work.work import job_id, sealed
from apps.gateway.use_cases import jobs
from libs.chassis.store.files import LONGEST_PIECE

ORDERED = "已转为后台任务，可以关闭本页，办完后在这里取文件。"


async def order(  # noqa: PLR0913 -- what is ordered
    visit: Visit,
    kind: str,
    title: str,
    given: dict[str, str],
    *,
    key: str,
    discloses: bool = False,
    content: bytes = b"",
) -> Response:
    """A job of whoever is signed in, once for each key; `content` is what it works on. Raises `TooManyJobsError`."""
    job = Job.order(
        id=job_id(visit.account.id, key),
        account_id=visit.account.id,
        kind=kind,
        title=title,
        given=given,
        discloses=discloses,
        proved_at=visit.session.proved_at,
        now=visit.now,
    )
    job.amr = visit.session.amr
    parts = [content[at : at + LONGEST_PIECE] for at in range(0, len(content), LONGEST_PIECE)]
    pieces = [sealed(visit.gateway.cipher, job, str(number), part) for number, part in enumerate(parts)]
    job.pieces = len(pieces)
    await visit.change(jobs.order_job, job=job, pieces=pieces)
    visit.gateway.ordered.set()
    return visit.go("jobs", said=ORDERED)
