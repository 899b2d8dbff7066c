"""Posted results and the objections to them, for staff."""

from typing import Annotated

from fastapi import Depends
from pydantic import Field

from libs.chassis.domain import Act, Decision, Page, Progress
from libs.chassis.identity import Actor
from libs.chassis.web.http import (
    Cursor,
    EarlyNow,
    Limit,
    Now,
    Routes,
    Strict,
    allow,
    repositories,
    repository,
    versioned,
)
from libs.contracts.event import ScoredPart
from services.certification.domain.notice import Stage
from services.certification.domain.objection import Verdict
from services.certification.ports import Notices, ObjectionDesk, Objections
from services.certification.use_cases import issuing, objecting
from services.certification.views import notices as views

router = Routes(tags=["certification"], dependencies=[versioned(objection_id="objections", application_id="notices")])

RESULT_READERS = Annotated[Actor, allow("quality", "general-office", "exam-affairs", "director")]
PROGRESS_READERS = Annotated[
    Actor, allow("quality", "general-office", "exam-affairs", "director", "leading-group", "operator")
]
NoticeStore = Annotated[Notices, repository("notices")]
ObjectionStore = Annotated[Objections, repository("objections")]


class ObjectionBody(Strict):
    """An objection that a clerk lodges for a person."""

    application_id: str = Field(max_length=100)
    part: ScoredPart
    reason: str = Field(max_length=2000)


class DecisionBody(Strict):
    """What becomes of an objection, and why."""

    decision: Verdict
    reason: str = Field(max_length=2000)


class StandingBody(Strict):
    """Why a questioned certificate stays."""

    reason: str = Field(max_length=2000)


@router.post("/objections", status_code=201)
async def lodge_objection(
    body: ObjectionBody,
    desk: Annotated[ObjectionDesk, repositories(ObjectionDesk)],
    now: Now,
    actor: Annotated[Actor, allow("quality", "general-office")],
) -> views.ObjectionView:
    """Hold a candidate's result for an objection, while its notice stands."""
    objection = await objecting.lodge_objection(
        desk, application_id=body.application_id, part=body.part, reason=body.reason, act=Act(actor.id, now)
    )
    return views.show_objection(objection)


@router.post("/objections/{objection_id}/decision", status_code=204)
async def decide_objection(
    objection_id: str,
    body: DecisionBody,
    desk: Annotated[ObjectionDesk, repositories(ObjectionDesk)],
    now: EarlyNow,
    actor: Annotated[Actor, allow("director", "quality")],
) -> None:
    """Uphold an objection (the result waits for its correction) or dismiss it (the hold ends)."""
    await objecting.decide_objection(
        desk, objection_id=objection_id, verdict=body.decision, decision=Decision(actor.id, now, body.reason)
    )


@router.post("/batches/{batch_id}/resumption")
async def take_up_withheld(
    batch_id: str, notices: NoticeStore, now: Now, actor: Annotated[Actor, allow("general-office")]
) -> Progress:
    """What stood against certificates of this batch is settled: see again what can be issued."""
    return await issuing.take_up_withheld(notices, batch_id, act=Act(actor.id, now))


@router.get("/batches/{batch_id}/progress")
async def show_progress(batch_id: str, notices: NoticeStore, _: PROGRESS_READERS) -> dict[Stage, int]:
    """How many results there are at each stage."""
    return await views.show_progress(notices, batch_id)


@router.get("/batches/{batch_id}/notices")
async def list_notices(
    filter: Annotated[views.NoticeFilter, Depends()],
    notices: NoticeStore,
    _: RESULT_READERS,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[views.NoticeView]:
    """The posted results of a batch."""
    return await views.list_notices(notices, filter, cursor=cursor, limit=limit)


@router.get("/questioned-certificates")
async def list_questioned(
    notices: NoticeStore, _: RESULT_READERS, cursor: Cursor = None, limit: Limit = 100
) -> Page[views.QuestionedView]:
    """Certificates of all batches whose results pass no more, and about which nobody has decided."""
    return await views.list_questioned(notices, cursor=cursor, limit=limit)


@router.get("/batches/{batch_id}/objections")
async def list_objections(
    batch_id: str,
    objections: ObjectionStore,
    _: RESULT_READERS,
    decided: bool | None = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[views.ObjectionView]:
    """The objections of a batch; `decided=false`: those that wait."""
    return await views.list_objections(objections, batch_id, decided=decided, cursor=cursor, limit=limit)


@router.post("/notices/{application_id}/standing-certificate", status_code=204)
async def let_certificate_stand(
    application_id: str, body: StandingBody, notices: NoticeStore, now: Now, actor: Annotated[Actor, allow("director")]
) -> None:
    """The head leaves a questioned certificate as it is; to withdraw it a proceeding is opened."""
    await objecting.let_certificate_stand(
        notices, application_id=application_id, decision=Decision(actor.id, now, body.reason)
    )


@router.get("/objections/{objection_id}")
async def show_objection(objection_id: str, objections: ObjectionStore, _: RESULT_READERS) -> views.ObjectionView:
    """One objection and what was decided about it."""
    return views.show_objection(await objections.get(objection_id))


@router.get("/notices/{application_id}")
async def show_notice(application_id: str, notices: NoticeStore, _: RESULT_READERS) -> views.NoticeView:
    """The posted result of one application, with the number of its certificate."""
    return views.show_notice(await notices.get(application_id))
