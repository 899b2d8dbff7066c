"""The HTTP face of registration."""

from typing import Annotated, Any

from fastapi import Body, Depends, Header, Query, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from libs.chassis.identity import Actor
from libs.chassis.web.http import Now, RawBody, Routes, allow, asks, provided, repository, versioned
from libs.contracts.event import Day, Level, Moment, OccupationCode, Whole
from libs.contracts.plain_text import in_one_line
from services.registration import use_cases, views
from services.registration.domain.announcement import Fee, Statement
from services.registration.domain.application import ApplicationState, Downgrade
from services.registration.domain.batch import BatchState, Plan
from services.registration.domain.conditions import Proof
from services.registration.domain.days import Act
from services.registration.domain.finding import Wanted
from services.registration.domain.scope import FiledScope, Offer
from services.registration.ports import Announcements, Applications, Batches, Cipher, Registry, RosterFiles, Uploads
from services.registration.settings import Settings

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REGISTRARS = ("reception", "exam-affairs")
READERS = (*REGISTRARS, "quality", "finance", "general-office", "director", "auditor")

announcement_routes = Routes(prefix="/announcements", tags=["announcements"])
batch_routes = Routes(prefix="/batches", tags=["batches"], dependencies=[versioned(batch_id="batches")])
application_routes = Routes(
    prefix="/applications", tags=["applications"], dependencies=[versioned(application_id="applications")]
)


async def registry(  # noqa: PLR0913, PLR0917 -- the one place where the parts come together
    announcements: Annotated[Announcements, repository("announcements")],
    batches: Annotated[Batches, repository("batches")],
    applications: Annotated[Applications, repository("applications")],
    uploads: Annotated[Uploads, repository("uploads")],
    roster_files: Annotated[RosterFiles, provided("roster_files")],
    scope: Annotated[FiledScope, provided("scope")],
    cipher: Annotated[Cipher, provided("cipher")],
) -> Registry:
    return Registry(
        announcements=announcements,
        batches=batches,
        applications=applications,
        uploads=uploads,
        roster_files=roster_files,
        scope=scope,
        cipher=cipher,
    )


Kept = Annotated[Registry, Depends(registry)]
ExamAffairs = Annotated[Actor, allow("exam-affairs")]
Registrar = Annotated[Actor, allow(*REGISTRARS)]
Reader = Annotated[Actor, allow(*READERS)]
BatchId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
ShortText = Annotated[str, AfterValidator(in_one_line), Field(max_length=200)]
Cursor = Annotated[str | None, Query(max_length=500)]
Limit = Annotated[int, Query(ge=1, le=500)]


class Strict(BaseModel):
    """A request body; a misspelt field is an error, not silence."""

    model_config = ConfigDict(extra="forbid")


class OfferBody(Strict):
    occupation_code: OccupationCode
    occupation: ShortText
    work_type: ShortText = "--"
    level: Level

    def offer(self) -> Offer:
        return Offer(**self.model_dump())


class FeeBody(Strict):
    level: Level
    name: ShortText = ""
    fen: Whole = Field(ge=0)


class AnnouncementBody(Strict):
    """What is left out is refused by its name in the rulebook, so nothing but the id is required here."""

    announcement_id: BatchId
    title: ShortText = ""
    offers: list[OfferBody] = []
    conditions: str = ""
    method: str = ""
    registration_opens_at: Moment | None = None
    registration_closes_at: Moment | None = None
    areas: list[ShortText] = []
    sites: list[ShortText] = []
    fees: list[FeeBody] = []

    def statement(self) -> Statement:
        return Statement(
            title=self.title,
            offers=[offer.offer() for offer in self.offers],
            conditions=self.conditions,
            method=self.method,
            registration_opens_at=self.registration_opens_at,
            registration_closes_at=self.registration_closes_at,
            areas=self.areas,
            sites=self.sites,
            fees=[Fee(level=fee.level, name=fee.name, fen=fee.fen) for fee in self.fees],
        )


class BatchBody(Strict):
    """The announcement goes by the batch's id unless another is named."""

    batch_id: BatchId
    announcement_id: BatchId | None = None
    name: ShortText
    institution_code: str
    institution: ShortText
    offers: list[OfferBody] = Field(min_length=1)
    registration_opens_at: Moment
    registration_closes_at: Moment
    theory_days: list[Day] = []
    practical_days: list[Day] = []

    def plan(self) -> Plan:
        return Plan(
            id=self.batch_id,
            name=self.name,
            institution_code=self.institution_code,
            institution=self.institution,
            offers=[offer.offer() for offer in self.offers],
            registration_opens_at=self.registration_opens_at,
            registration_closes_at=self.registration_closes_at,
            examination_days=[*self.theory_days, *self.practical_days],
        )


class ApprovalsBody(Strict):
    most: int = Field(default=200, ge=1, le=500)


class RefusalBody(Strict):
    reason: Annotated[str, Field(min_length=2, max_length=200)]


class SearchBody(Strict):
    """At least a name or an identifier, whole: both are compared by fingerprint."""

    name: ShortText = ""
    id_number: ShortText = ""
    batch_id: BatchId | None = None
    cursor: Annotated[str | None, Field(max_length=500)] = None
    limit: Whole = Field(default=100, ge=1, le=500)


class DowngradeBody(Strict):
    level: Level
    condition: ShortText
    proofs: list[Proof] = []

    def downgrade(self) -> Downgrade:
        return Downgrade(level=self.level, condition=self.condition, proofs=self.proofs)


async def window(  # noqa: PLR0913, PLR0917 -- FastAPI injects them
    batch_id: str,
    state: ApplicationState | None = None,
    occupation_code: OccupationCode | None = None,
    level: Level | None = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> views.Window:
    return views.Window(
        batch_id=batch_id, state=state, occupation_code=occupation_code, level=level, after=cursor, limit=limit
    )


@announcement_routes.get("/conditions")
async def list_conditions(_: Annotated[Actor, allow.anyone()]) -> list[views.ConditionView]:
    """The conditions for every level; announcements quote them."""
    return views.shown_conditions()


@announcement_routes.get("")
async def list_announcements(
    kept: Kept, _: Annotated[Actor, allow.anyone()], cursor: Cursor = None, limit: Limit = 100
) -> views.AnnouncementPage:
    """The announcements, the newest first."""
    return await views.shown_announcements(kept.announcements, after=cursor, limit=limit)


@announcement_routes.post("", status_code=201)
async def publish_announcement(
    body: AnnouncementBody,
    kept: Kept,
    settings: Annotated[Settings, provided("settings")],
    now: Now,
    actor: Annotated[Actor, allow("exam-affairs", "director")],
) -> views.PublishedView:
    announcement = await use_cases.publish_announcement(
        kept, id=body.announcement_id, statement=body.statement(), act=Act(actor.id, now)
    )
    return views.published_announcement(announcement, early_days=settings.announcement_early_days)


@announcement_routes.get("/{announcement_id}")
async def read_announcement(
    announcement_id: str, kept: Kept, _: Annotated[Actor, allow.anyone()]
) -> views.AnnouncementView:
    """Announcements are public."""
    return views.shown_announcement(await kept.announcements.get(announcement_id))


@batch_routes.post("", status_code=201)
async def open_batch(body: BatchBody, kept: Kept, now: Now, _: ExamAffairs) -> dict[str, str]:
    batch = await use_cases.open_batch(
        kept, plan=body.plan(), announcement_id=body.announcement_id or body.batch_id, now=now
    )
    return {"batch_id": batch.id, "state": batch.state.value}


@batch_routes.get("")
async def list_batches(
    kept: Kept,
    _: Annotated[Actor, allow.staff()],
    state: BatchState | None = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> views.BatchPage:
    """The batches, the newest first; nothing of who applied."""
    return await views.shown_batches(kept.batches, state=state, after=cursor, limit=limit)


@batch_routes.get("/{batch_id}")
async def read_batch(batch_id: str, kept: Kept, _: Reader) -> views.BatchView:
    return await views.shown_batch(await kept.batches.get(batch_id), kept.applications)


@batch_routes.post("/{batch_id}/roster")
async def import_roster(batch_id: str, body: RawBody, kept: Kept, now: Now, actor: Registrar) -> views.ImportView:
    """Take an XLSX or CSV roster, sent as the raw body; every row is answered for."""
    upload, received = await use_cases.import_roster(kept, batch_id=batch_id, body=body, act=Act(actor.id, now))
    return views.shown_import(upload, received)


@batch_routes.post(
    "/{batch_id}/roster/check",
    dependencies=[asks],
    response_model=views.CheckView,
    responses={200: {"content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}},
)
async def check_roster(  # noqa: PLR0913, PLR0917 -- FastAPI injects them
    batch_id: str,
    body: RawBody,
    kept: Kept,
    now: Now,
    actor: Registrar,
    accept: Annotated[str, Header(max_length=1000)] = "",
) -> Any:
    """What would become of every row of a roster; nothing is taken in.

    Whoever accepts XLSX gets the roster back as a workbook of text cells, with the verdicts in two further columns.
    """
    judged = await use_cases.judge_roster(kept, batch_id=batch_id, body=body, act=Act(actor.id, now))
    if XLSX in accept:
        return Response(await kept.roster_files.annotated(judged.rows, views.notes_on(judged)), media_type=XLSX)
    return views.shown_check(judged)


@batch_routes.get("/{batch_id}/rosters")
async def list_rosters(
    batch_id: str, kept: Kept, _: Reader, cursor: Cursor = None, limit: Limit = 100
) -> views.RosterPage:
    """The rosters that were taken in: by whom, when, and how they came out."""
    return await views.shown_rosters(kept.uploads, batch_id=batch_id, after=cursor, limit=limit)


@batch_routes.post("/{batch_id}/approvals")
async def approve_applications(
    batch_id: str, kept: Kept, now: Now, actor: ExamAffairs, body: Annotated[ApprovalsBody | None, Body()] = None
) -> use_cases.Progress:
    """Approve the next eligible applications, at most `most` of them; repeat until none remains."""
    most = (body or ApprovalsBody()).most
    return await use_cases.approve_applications(kept, batch_id=batch_id, most=most, act=Act(actor.id, now))


@batch_routes.post("/{batch_id}/closure", status_code=204)
async def close_registration(batch_id: str, kept: Kept, now: Now, _: ExamAffairs) -> None:
    await use_cases.close_registration(kept, batch_id=batch_id, now=now)


@batch_routes.get("/{batch_id}/applications")
async def list_applications(
    window: Annotated[views.Window, Depends(window)], kept: Kept, actor: Reader
) -> views.ApplicationPage:
    """Every roster row with its outcome, in the order of the numbers."""
    await kept.batches.get(window.batch_id)
    return await views.shown_applications(kept.applications, kept.cipher, window, whole=actor.has_any(*REGISTRARS))


@application_routes.post("/search", dependencies=[asks])
async def search_applications(body: SearchBody, kept: Kept, actor: Reader) -> views.ApplicationPage:
    """Applications of somebody, by the whole name, the whole identifier, or both; in all batches or in one."""
    wanted = Wanted(name=body.name, id_number=body.id_number, batch_id=body.batch_id)
    return await views.found_applications(
        kept.applications,
        kept.cipher,
        wanted,
        after=body.cursor,
        limit=body.limit,
        whole=actor.has_any(*REGISTRARS),
    )


@application_routes.get("/{application_id}")
async def read_application(application_id: str, kept: Kept, actor: Reader) -> views.ApplicationView:
    application = await kept.applications.get(application_id)
    return views.shown_application(application, kept.cipher, whole=actor.has_any(*REGISTRARS))


@application_routes.post("/{application_id}/confirmation", status_code=204)
async def confirm_application(application_id: str, kept: Kept, now: Now, actor: Registrar) -> None:
    """The candidate has signed the data sheet after the roster was handed in."""
    await use_cases.confirm_application(kept, application_id=application_id, act=Act(actor.id, now))


@application_routes.post("/{application_id}/refusal", status_code=204)
async def refuse_application(application_id: str, body: RefusalBody, kept: Kept, now: Now, actor: ExamAffairs) -> None:
    """What was presented does not hold."""
    await use_cases.refuse_application(kept, application_id=application_id, reason=body.reason, act=Act(actor.id, now))


@application_routes.post("/{application_id}/downgrade", status_code=204)
async def downgrade_application(
    application_id: str, body: DowngradeBody, kept: Kept, now: Now, actor: ExamAffairs
) -> None:
    """Apply for a lower level instead, with another condition and the proofs handed in for it."""
    await use_cases.downgrade_application(
        kept, application_id=application_id, to=body.downgrade(), act=Act(actor.id, now)
    )
