"""What readers are shown. Identifiers are whole for those who register people, masked for everybody else."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from pydantic import BaseModel

from libs.contracts.sealing import Purpose
from services.registration.domain.announcement import Announcement, beginning_of
from services.registration.domain.application import Application, ApplicationState
from services.registration.domain.batch import Batch, BatchState
from services.registration.domain.conditions import GENERATION_2023
from services.registration.domain.days import local_day
from services.registration.domain.finding import Wanted
from services.registration.domain.resident_number import mask_name, mask_number
from services.registration.domain.scope import Offer
from services.registration.domain.upload import JudgedRoster, RosterUpload
from services.registration.ports import Announcements, Applications, Batches, Cipher, Uploads

OUTCOMES = {
    ApplicationState.ELIGIBLE: "符合条件",
    ApplicationState.APPROVED: "已通过",
    ApplicationState.REFUSED: "不符合",
}
TIMING_HINT = "公告宜在年初、季初或月初发布，本公告发布时间不在其列。"


class PublishedView(BaseModel):
    """An announcement just published, with a hint when its day is not the usual one (REG-03)."""

    announcement_id: str
    published_at: datetime
    period: str | None
    hint: str | None


class OfferView(BaseModel):
    occupation_code: str
    occupation: str
    work_type: str
    level: int

    @classmethod
    def of(cls, offer: Offer) -> "OfferView":
        return cls(
            occupation_code=offer.occupation_code,
            occupation=offer.occupation,
            work_type=offer.work_type,
            level=offer.level,
        )


class FeeView(BaseModel):
    level: int
    name: str
    fen: int


class AnnouncementView(BaseModel):
    """An announcement as the public reads it."""

    announcement_id: str
    title: str
    offers: list[OfferView]
    conditions: str
    method: str
    registration_opens_at: datetime | None
    registration_closes_at: datetime | None
    areas: list[str]
    sites: list[str]
    fees: list[FeeView]
    published_at: datetime


class AnnouncementPage(BaseModel):
    """Announcements, the newest first."""

    items: list[AnnouncementView]
    next: str | None


class ConditionView(BaseModel):
    """A way to be admitted to a level, and what it is proved with."""

    code: str
    level: int
    sentence: str
    proofs: list[str]


class OfferTotal(OfferView):
    """How many applied for one occupation and level, by state."""

    eligible: int
    approved: int
    refused: int


class BatchLine(BaseModel):
    """A batch in a list."""

    batch_id: str
    name: str
    institution_code: str
    institution: str
    announcement_id: str
    state: str
    registration_opens_at: datetime
    registration_closes_at: datetime
    opened_at: datetime
    closed_at: datetime | None

    @classmethod
    def of(cls, batch: Batch) -> "BatchLine":
        plan = batch.plan
        return cls(
            batch_id=batch.id,
            name=plan.name,
            institution_code=plan.institution_code,
            institution=plan.institution,
            announcement_id=batch.announcement_id,
            state=batch.state.value,
            registration_opens_at=plan.registration_opens_at,
            registration_closes_at=plan.registration_closes_at,
            opened_at=batch.opened_at,
            closed_at=batch.closed_at,
        )


class BatchPage(BaseModel):
    """Batches, the newest first."""

    items: list[BatchLine]
    next: str | None


class BatchView(BatchLine):
    """A batch and where its applications stand."""

    eligible: int
    approved: int
    refused: int
    totals: list[OfferTotal]


class FindingView(BaseModel):
    slug: str
    column: str
    reason: str


class OutcomeView(BaseModel):
    """What became of one row. The first finding is the reason; there may be more."""

    row: int
    application_id: str
    outcome: str
    slug: str | None
    reason: str | None
    column: str | None


class ImportView(BaseModel):
    """What became of a roster, row by row."""

    rows: int
    eligible: int
    refused: int
    outcomes: list[OutcomeView]


class CheckedRow(BaseModel):
    """What would become of one row, and all that stands against it."""

    row: int
    name: str
    outcome: str
    findings: list[FindingView]


class CheckView(BaseModel):
    """What would become of a roster, row by row."""

    rows: int
    eligible: int
    refused: int
    outcomes: list[CheckedRow]


class RosterView(BaseModel):
    """A roster that was taken in."""

    uploaded_at: datetime
    uploaded_by: str
    rows: int
    eligible: int
    refused: int


class RosterPage(BaseModel):
    """The rosters of a batch."""

    items: list[RosterView]
    next: str | None


class ApplicationView(OutcomeView):
    """An application with its person, whole or masked."""

    batch_id: str
    number: int
    name: str
    id_number: str
    phone: str
    occupation_code: str
    occupation: str
    work_type: str
    level: int | None
    downgraded_from: int | None
    parts: list[str]
    condition: str
    proofs: list[str]
    class_name: str | None
    confirmed: bool
    findings: list[FindingView]
    decided_at: datetime | None
    decided_by: str | None
    free_parts: list[str]
    free_of_charge: list[str]


class ApplicationPage(BaseModel):
    """Applications in the order of their numbers."""

    items: list[ApplicationView]
    next: str | None


def published_announcement(announcement: Announcement, *, early_days: int) -> PublishedView:
    period = beginning_of(local_day(announcement.published_at), early_days=early_days)
    return PublishedView(
        announcement_id=announcement.id,
        published_at=announcement.published_at,
        period=period.value if period else None,
        hint=None if period else TIMING_HINT,
    )


def shown_announcement(announcement: Announcement) -> AnnouncementView:
    statement = announcement.statement
    return AnnouncementView(
        announcement_id=announcement.id,
        title=statement.title,
        offers=[OfferView.of(offer) for offer in statement.offers],
        conditions=statement.conditions,
        method=statement.method,
        registration_opens_at=statement.registration_opens_at,
        registration_closes_at=statement.registration_closes_at,
        areas=statement.areas,
        sites=statement.sites,
        fees=[FeeView(level=fee.level, name=fee.name, fen=fee.fen) for fee in statement.fees],
        published_at=announcement.published_at,
    )


async def shown_announcements(announcements: Announcements, *, after: str | None, limit: int) -> AnnouncementPage:
    page = await announcements.find(order_by="newest", after=after, limit=limit)
    return AnnouncementPage(items=[shown_announcement(one) for one in page.items], next=page.next)


async def shown_batches(batches: Batches, *, state: BatchState | None, after: str | None, limit: int) -> BatchPage:
    page = await batches.find({"state": state} if state else {}, order_by="newest", after=after, limit=limit)
    return BatchPage(items=[BatchLine.of(one) for one in page.items], next=page.next)


async def shown_rosters(uploads: Uploads, *, batch_id: str, after: str | None, limit: int) -> RosterPage:
    page = await uploads.find({"batch_id": batch_id}, after=after, limit=limit)
    return RosterPage(
        items=[
            RosterView(
                uploaded_at=one.uploaded_at,
                uploaded_by=one.uploaded_by,
                rows=one.rows,
                eligible=one.eligible,
                refused=one.refused,
            )
            for one in page.items
        ],
        next=page.next,
    )


def shown_conditions() -> list[ConditionView]:
    return [
        ConditionView(code=c.code, level=c.level, sentence=c.sentence, proofs=[proof.value for proof in c.proofs])
        for c in GENERATION_2023
    ]


async def shown_batch(batch: Batch, applications: Applications) -> BatchView:
    """Totals by occupation, work type and level, as the list is reported."""

    async def counted(post: str | None = None) -> dict[str, int]:
        where = {"batch_id": batch.id} | ({"post": post} if post else {})
        return {state.value: await applications.count(where | {"state": state.value}) for state in ApplicationState}

    return BatchView(
        **BatchLine.of(batch).model_dump(),
        totals=[
            OfferTotal(**OfferView.of(offer).model_dump(), **await counted(offer.key)) for offer in batch.plan.offers
        ],
        **await counted(),
    )


def shown_import(upload: RosterUpload, applications: list[Application]) -> ImportView:
    return ImportView(
        rows=upload.rows,
        eligible=upload.eligible,
        refused=upload.refused,
        outcomes=[_outcome(application) for application in applications],
    )


def shown_check(judged: JudgedRoster) -> CheckView:
    return CheckView(
        rows=judged.upload.rows,
        eligible=judged.upload.eligible,
        refused=judged.upload.refused,
        outcomes=[
            CheckedRow(row=row.number, name=row["姓名"], outcome=one.state.value, findings=_findings(one))
            for row, one in zip(judged.rows, judged.applications, strict=True)
        ],
    )


def notes_on(judged: JudgedRoster) -> list[tuple[str, str]]:
    """What is written beside each row: the outcome, and every reason with its column."""
    return [
        (OUTCOMES[one.state], "".join(f"【{f.column}】{f.reason}" if f.column else f.reason for f in one.findings))
        for one in judged.applications
    ]


def _findings(application: Application) -> list[FindingView]:
    return [FindingView(slug=f.slug, column=f.column, reason=f.reason) for f in application.findings]


def _outcome(application: Application) -> OutcomeView:
    first = application.findings[0] if application.findings else None
    return OutcomeView(
        row=application.row,
        application_id=application.id,
        outcome=application.state.value,
        slug=first.slug if first else None,
        reason=first.reason if first else None,
        column=first.column if first else None,
    )


def shown_application(application: Application, cipher: Cipher, *, whole: bool) -> ApplicationView:
    person = application.person
    unseal = partial(cipher.open, owner=application.id)
    name = unseal(person.name, purpose=Purpose.CANDIDATE_NAME)
    number = unseal(person.id_number, purpose=Purpose.RESIDENT_NUMBER)
    phone = unseal(person.phone, purpose=Purpose.PHONE)
    return ApplicationView(
        **_outcome(application).model_dump(),
        batch_id=application.batch_id,
        number=application.number,
        name=name if whole else mask_name(name),
        id_number=number if whole else mask_number(number),
        phone=phone if whole else "*" * len(phone),
        occupation_code=application.occupation_code,
        occupation=application.occupation,
        work_type=application.work_type,
        level=application.level,
        downgraded_from=application.downgraded_from,
        parts=list(application.parts),
        condition=application.claim.condition,
        proofs=[proof.value for proof in application.claim.proofs],
        class_name=application.class_name,
        confirmed=application.confirmed_at is not None,
        findings=_findings(application),
        decided_at=application.decided_at,
        decided_by=application.decided_by,
        free_parts=list(application.free_parts),
        free_of_charge=list(application.free_of_charge),
    )


@dataclass(frozen=True, kw_only=True)
class Window:
    """Which applications of a batch to show."""

    batch_id: str
    state: ApplicationState | None
    occupation_code: str | None
    level: int | None
    after: str | None
    limit: int


async def found_applications(  # noqa: PLR0913 -- who is looked for, which page, and how much of it is shown
    applications: Applications, cipher: Cipher, wanted: Wanted, *, after: str | None, limit: int, whole: bool
) -> ApplicationPage:
    page = await applications.find(wanted.where(cipher), after=after, limit=limit)
    return ApplicationPage(
        items=[shown_application(application, cipher, whole=whole) for application in page.items], next=page.next
    )


async def shown_applications(
    applications: Applications, cipher: Cipher, window: Window, *, whole: bool
) -> ApplicationPage:
    asked = {"state": window.state, "occupation_code": window.occupation_code, "level": window.level}
    where = {"batch_id": window.batch_id} | {name: value for name, value in asked.items() if value is not None}
    page = await applications.find(where, order_by="number", after=window.after, limit=window.limit)
    return ApplicationPage(
        items=[shown_application(application, cipher, whole=whole) for application in page.items], next=page.next
    )
