"""Long work of whoever is signed in: how far it is, and what came of it."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Form, Query
from fastapi.responses import Response, StreamingResponse

from apps.gateway.answering.listing import Listing
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit, Visit
from apps.gateway.domain.errors import JobMissingError
from apps.gateway.domain.job import Job, JobState
from apps.gateway.long_work.work import opened
from apps.gateway.screens.fields import Keyed
from apps.gateway.use_cases import jobs

pages = Pages()

STATES = {
    JobState.WAITING: ("等待办理", "quiet"),
    JobState.RUNNING: ("办理中", "warn"),
    JobState.DONE: ("已办完", "good"),
    JobState.FAILED: ("没有办成", "late"),
}


@pages.shows("jobs")
async def show_jobs(visit: InVisit, cursor: Annotated[str, Query(max_length=500)] = "") -> Response:
    found = await visit.read(jobs.list_jobs, account_id=visit.account.id, cursor=cursor)
    return visit.draw(
        "jobs.html",
        listing=Listing(items=[job for job in found.items if visit.now < job.forget_at], next=found.next),
        states=STATES,
        is_running=any(job.is_open for job in found.items),
        forms={job.id: _forms(visit, job) for job in found.items},
    )


def _forms(visit: Visit, job: Job) -> dict[str, object]:
    file = "/{job_id}/file/whole" if job.discloses else "/{job_id}/file"
    return {
        "file": visit.form("jobs", file.format(job_id=job.id)),
        "note": visit.form("jobs", f"/{job.id}/note"),
    }


@pages.does("jobs", "/{job_id}/file")
async def hand_out(visit: InVisit, job_id: str, _: Annotated[Keyed, Form()]) -> Response:
    return await _file(visit, job_id, discloses=False)


@pages.does("jobs", "/{job_id}/file/whole", step_up=True)
async def hand_out_whole(visit: InVisit, job_id: str, _: Annotated[Keyed, Form()]) -> Response:
    """A file with whole identifiers in it: a stolen session does not get it."""
    return await _file(visit, job_id, discloses=True)


@pages.does("jobs", "/{job_id}/note")
async def note(visit: InVisit, job_id: str, _: Annotated[Keyed, Form()]) -> Response:
    await visit.change(jobs.note_job, id=job_id, account_id=visit.account.id)
    return visit.go("jobs")


async def _file(visit: Visit, job_id: str, *, discloses: bool) -> Response:
    job = await visit.read(jobs.own_job, id=job_id, account_id=visit.account.id)
    if job.file is None or job.discloses is not discloses or visit.now >= job.forget_at:
        raise JobMissingError
    file, gateway = job.file, visit.gateway
    first = await opened(gateway, job, "file/0")
    await visit.change(jobs.note_job, id=job_id, account_id=visit.account.id)

    async def content() -> AsyncIterator[bytes]:
        yield first
        for number in range(1, file.pieces):
            yield await opened(gateway, job, f"file/{number}")

    return StreamingResponse(
        content(),
        media_type=file.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{file.name}"',
            "Content-Length": str(file.size),
        },
    )
