"""Applications: listed, searched, and decided one by one."""

from typing import Annotated

from fastapi import Depends
from pydantic import AfterValidator, Field

from libs.chassis.domain import Act, Decision
from libs.chassis.web.http import Cursor, Limit, Now, Routes, Strict, asks, versioned
from libs.contracts.beijing import beijing_day
from libs.contracts.event import Day, Level, Whole
from services.registration.domain.admission.conditions import Proof
from services.registration.domain.application import Downgrade, PapersHandedIn
from services.registration.domain.roster.columns import TEMPLATE_COLUMNS
from services.registration.domain.search import Search
from services.registration.routes.parameters import (
    REGISTRARS,
    AtDesk,
    BatchId,
    ExamAffairs,
    Reader,
    Registrar,
    ShortText,
)
from services.registration.use_cases import registering
from services.registration.views import applications as views

router = Routes(tags=["applications"], dependencies=[versioned(application_id="applications", batch_id="batches")])


def _of_the_template(name: str) -> str:
    if name not in TEMPLATE_COLUMNS:
        raise ValueError("no column of a roster")
    return name


ColumnName = Annotated[str, AfterValidator(_of_the_template)]


class RefusalBody(Strict):
    reason: Annotated[str, Field(min_length=2, max_length=200)]


class SearchBody(Strict):
    """At least a name or an identifier, whole: both are compared by fingerprint."""

    name: ShortText = ""
    id_number: ShortText = ""
    batch_id: BatchId | None = None
    cursor: Annotated[str | None, Field(max_length=500)] = None
    limit: Annotated[Whole, Field(ge=1, le=500)] = 100


class DowngradeBody(Strict):
    level: Level
    condition: ShortText
    proofs: list[Proof] = Field(default=[])

    def downgrade(self) -> Downgrade:
        return Downgrade(level=self.level, condition=self.condition, proofs=self.proofs)


class ApplicantBody(Strict):
    """What stands in the columns of a roster, by their names."""

    cells: dict[ColumnName, ShortText]


class PapersRequestBody(Strict):
    proofs: list[Proof] = Field(min_length=1)
    due_on: Day


class PapersBody(Strict):
    """`verified_online` where nobody saw paper (REG-06)."""

    proofs: list[Proof] = Field(min_length=1)
    verified_online: bool = False


@router.get("/batches/{batch_id}/applications")
async def list_applications(
    filter: Annotated[views.ApplicationFilter, Depends()],
    desk: AtDesk,
    actor: Reader,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> views.ApplicationPage:
    """Every roster row with its outcome, in the order of the numbers or as asked for."""
    await desk.batches.get(filter.batch_id)
    return await views.list_applications(desk, filter, after=cursor, limit=limit, whole=actor.has_any(*REGISTRARS))


@router.post("/batches/{batch_id}/applications", status_code=201)
async def register_applicant(
    batch_id: str, body: ApplicantBody, desk: AtDesk, now: Now, actor: Registrar
) -> views.RegisteredView:
    """One person at the counter. The cells are those of a row of a roster, and are judged as such."""
    judged = await registering.register_applicant(desk, batch_id=batch_id, cells=body.cells, act=Act(actor.id, now))
    return views.show_registered(judged)


@router.post("/applications/search", dependencies=[asks])
async def search_applications(body: SearchBody, desk: AtDesk, actor: Reader) -> views.ApplicationPage:
    """Applications of somebody, by the whole name, the whole identifier, or both; in all batches or in one."""
    search = Search(name=body.name, id_number=body.id_number, batch_id=body.batch_id)
    return await views.list_matches(desk, search, after=body.cursor, limit=body.limit, whole=actor.has_any(*REGISTRARS))


@router.get("/applications/{application_id}")
async def show_application(application_id: str, desk: AtDesk, actor: Reader) -> views.ApplicationView:
    application = await desk.applications.get(application_id)
    return views.show_application(application, desk.cipher, whole=actor.has_any(*REGISTRARS))


@router.post("/applications/{application_id}/confirmation", status_code=204)
async def confirm_application(application_id: str, desk: AtDesk, now: Now, actor: Registrar) -> None:
    """The candidate has signed the data sheet after the roster was handed in."""
    await registering.confirm_application(desk, application_id=application_id, act=Act(actor.id, now))


@router.post("/applications/{application_id}/approval", status_code=204)
async def approve_application(application_id: str, desk: AtDesk, now: Now, actor: ExamAffairs) -> None:
    """What was presented holds; the person's waivers are taken over."""
    await registering.approve_application(desk, application_id=application_id, act=Act(actor.id, now))


@router.post("/applications/{application_id}/refusal", status_code=204)
async def refuse_application(
    application_id: str, body: RefusalBody, desk: AtDesk, now: Now, actor: ExamAffairs
) -> None:
    """What was presented does not hold."""
    await registering.refuse_application(
        desk, application_id=application_id, decision=Decision(actor.id, now, body.reason)
    )


@router.post("/applications/{application_id}/disqualification", status_code=204)
async def disqualify_application(
    application_id: str, body: RefusalBody, desk: AtDesk, now: Now, actor: ExamAffairs
) -> None:
    """The data were forged: the examination qualification is cancelled (DIS-01)."""
    await registering.disqualify_for_forgery(
        desk, application_id=application_id, decision=Decision(actor.id, now, body.reason)
    )


@router.get("/applications/{application_id}/integrity")
async def show_integrity(application_id: str, desk: AtDesk, _: Reader) -> list[views.IntegrityView]:
    """What stands in the integrity file of the person who applies, of every batch."""
    return await views.list_integrity(desk, application_id)


@router.get("/applications/{application_id}/assessment")
async def show_assessment(application_id: str, desk: AtDesk, now: Now, _: Reader) -> views.AssessmentView:
    """Every condition of the level applied for and of the lower ones: met, or missed by what and how much."""
    application = await desk.applications.get(application_id)
    batch = await desk.batches.get(application.batch_id)
    return views.show_assessment(desk, application, batch, today=beijing_day(now))


@router.post("/applications/{application_id}/papers-request", status_code=204)
async def ask_for_papers(
    application_id: str, body: PapersRequestBody, desk: AtDesk, now: Now, actor: ExamAffairs
) -> None:
    """The review waits until these are handed in."""
    await registering.ask_for_papers(
        desk, application_id=application_id, proofs=body.proofs, due_on=body.due_on, act=Act(actor.id, now)
    )


@router.post("/applications/{application_id}/papers", status_code=204)
async def hand_in_papers(application_id: str, body: PapersBody, desk: AtDesk, now: Now, actor: Registrar) -> None:
    """Papers that were handed in later, or verified online."""
    papers = PapersHandedIn(proofs=body.proofs, verified_online=body.verified_online, taken_by=actor.id, taken_at=now)
    await registering.hand_in_papers(desk, application_id=application_id, papers=papers)


@router.post("/applications/{application_id}/downgrade", status_code=204)
async def downgrade_application(
    application_id: str, body: DowngradeBody, desk: AtDesk, now: Now, actor: ExamAffairs
) -> None:
    """Apply for a lower level instead, with another condition and the proofs handed in for it."""
    await registering.downgrade_application(
        desk, application_id=application_id, to=body.downgrade(), act=Act(actor.id, now)
    )
