"""Applications. Identifiers are whole for those who register people, masked for everybody else."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Literal, Self

from pydantic import BaseModel

from libs.chassis.domain import Cipher, Page, Query
from libs.contracts.event import Level, OccupationCode
from libs.contracts.sealing import Purpose
from services.registration.domain.admission.target_group import GROUP_NAMES, TargetGroup
from services.registration.domain.application import Application, ApplicationState, PapersHandedIn
from services.registration.domain.batch import Batch
from services.registration.domain.resident_number import mask_name, mask_number
from services.registration.domain.roster.upload import JudgedRoster, born_on, particulars_of, sought_by
from services.registration.domain.search import Search
from services.registration.ports import RegistrationDesk
from services.registration.views.rosters import FindingView, OutcomeView, list_advice, list_findings


@dataclass(frozen=True, kw_only=True)
class ApplicationFilter:
    """Which applications of a batch are asked for, and in which order; what is left out narrows nothing."""

    batch_id: str
    state: ApplicationState | None = None
    occupation_code: OccupationCode | None = None
    level: Level | None = None
    fee_waived: bool | None = None
    has_photo: bool | None = None
    # Each is indexed inside its batch, so that a page costs the same however many there are.
    sort: Literal["number", "occupation_code", "level", "state"] = "number"

    def where(self) -> dict[str, object]:
        """The same, by the fields that applications are indexed by."""
        asked = {"state": self.state, "occupation_code": self.occupation_code, "level": self.level}
        asked |= {"fee_waived": self.fee_waived, "has_photo": self.has_photo}
        return {"batch_id": self.batch_id} | {name: value for name, value in asked.items() if value is not None}


class HandedInView(BaseModel):
    """Papers that came in later."""

    proofs: list[str]
    verified_online: bool
    taken_by: str
    taken_at: datetime

    @classmethod
    def of(cls, papers: PapersHandedIn) -> Self:
        return cls(
            proofs=[proof.value for proof in papers.proofs],
            verified_online=papers.verified_online,
            taken_by=papers.taken_by,
            taken_at=papers.taken_at,
        )


class ClauseView(BaseModel):
    """One condition held against an application."""

    level: int
    code: str
    sentence: str
    is_claimed: bool
    is_met: bool
    missed: list[FindingView]


class RegisteredView(BaseModel):
    """What became of a person at the counter."""

    application_id: str
    outcome: str
    findings: list[FindingView]
    advice: list[str]


class AssessmentView(BaseModel):
    """The decision on the level: which clause is met, or what is missing of each; what the reviewer compares with."""

    edition: str | None
    related_occupations: list[str]
    related_subjects: list[str]
    subject: str
    prior_occupation: str
    clauses: list[ClauseView]


class IntegrityView(BaseModel):
    """One entry of an integrity file."""

    batch_id: str
    application_id: str
    act: str
    measure: str
    noted_by: str
    noted_at: datetime
    reason: str


class ApplicationView(OutcomeView):
    """An application with its person, whole or masked."""

    batch_id: str
    number: int
    name: str
    id_kind: str
    id_number: str
    phone: str
    occupation_code: str
    occupation: str
    work_type: str
    level: int | None
    downgraded_from: int | None
    parts: list[str]
    condition: str
    edition: str
    group: str | None
    proofs: list[str]
    papers_asked: list[str]
    papers_due_on: date | None
    papers_handed_in: list[HandedInView]
    particulars: dict[str, str]
    class_name: str | None
    confirmed: bool
    findings: list[FindingView]
    decided_at: datetime | None
    decided_by: str | None
    free_parts: list[str]
    free_of_charge: list[str]
    certificate_fee_free: bool
    photo_at: datetime | None


class ApplicationPage(BaseModel):
    """Applications, in the order of their numbers unless another was asked for."""

    items: list[ApplicationView]
    next: str | None


async def list_integrity(desk: RegistrationDesk, application_id: str) -> list[IntegrityView]:
    """The entries of the person who applies, the oldest first."""
    application = await desk.applications.get(application_id)
    fingerprint = application.person.fingerprint
    file = await desk.integrity_files.find_one(fingerprint) if fingerprint else None
    return [IntegrityView.model_validate(entry, from_attributes=True) for entry in (file.entries if file else [])]


def show_application(application: Application, cipher: Cipher, *, whole: bool) -> ApplicationView:
    person, asked = application.person, application.papers_asked
    first = application.findings[0] if application.findings else None
    unseal = partial(cipher.open, owner=application.id)
    name = unseal(person.name, purpose=Purpose.CANDIDATE_NAME)
    number = unseal(person.id_number, purpose=Purpose.RESIDENT_NUMBER)
    phone = unseal(person.phone, purpose=Purpose.PHONE)
    return ApplicationView(
        row=application.row,
        application_id=application.id,
        outcome=application.state.value,
        slug=first.slug if first else None,
        reason=first.reason if first else None,
        column=first.column if first else None,
        batch_id=application.batch_id,
        number=application.number,
        name=name if whole else mask_name(name),
        id_number=number if whole else mask_number(number),
        id_kind=application.id_kind.value,
        phone=phone if whole else "*" * len(phone),
        occupation_code=application.occupation_code,
        occupation=application.occupation,
        work_type=application.work_type,
        level=application.level,
        downgraded_from=application.downgraded_from,
        parts=list(application.parts),
        condition=application.claim.condition,
        edition=application.edition,
        group=GROUP_NAMES[TargetGroup(application.claim.group)] if application.claim.group else None,
        papers_asked=[proof.value for proof in asked.proofs] if asked else [],
        papers_due_on=asked.due_on if asked else None,
        particulars=particulars_of(application, cipher) if whole else {},
        papers_handed_in=[HandedInView.of(papers) for papers in application.papers_handed_in],
        proofs=[proof.value for proof in application.claim.proofs],
        class_name=application.class_name,
        confirmed=application.confirmed_at is not None,
        findings=list_findings(application),
        decided_at=application.decided_at,
        decided_by=application.decided_by,
        free_parts=list(application.free_parts),
        free_of_charge=list(application.free_of_charge),
        certificate_fee_free=application.certificate_fee_free,
        photo_at=application.photo.at if application.photo else None,
    )


def show_registered(judged: JudgedRoster) -> RegisteredView:
    [one] = judged.rows
    return RegisteredView(
        application_id=one.application.id,
        outcome=one.outcome.value,
        findings=list_findings(one.application),
        advice=list_advice(one.other_ways),
    )


def show_assessment(desk: RegistrationDesk, application: Application, batch: Batch, *, today: date) -> AssessmentView:
    sought = sought_by(application, born_on=born_on(application, desk.cipher))
    assessment = desk.admission.assess(sought, batch, today=today)
    edition, claim = assessment.edition, application.claim
    return AssessmentView(
        edition=edition.name if edition else None,
        related_occupations=list(edition.related_occupations) if edition else [],
        related_subjects=list(edition.related_subjects) if edition else [],
        subject=claim.subject,
        prior_occupation=claim.prior_occupation,
        clauses=[
            ClauseView(
                level=level,
                code=clause.condition.code,
                sentence=clause.condition.sentence,
                is_claimed=clause.condition.code == claim.condition,
                is_met=clause.is_met,
                missed=[FindingView(slug=one.slug, column=one.column, reason=one.sentence) for one in clause.missed],
            )
            for level, clauses in assessment.clauses.items()
            for clause in clauses
        ],
    )


async def list_matches(
    desk: RegistrationDesk, search: Search, *, after: str | None, limit: int, whole: bool
) -> ApplicationPage:
    page = await desk.applications.find(Query(search.where(desk.cipher), after=after, limit=limit))
    return _page(page, desk.cipher, whole=whole)


async def list_applications(
    desk: RegistrationDesk, filter: ApplicationFilter, *, after: str | None, limit: int, whole: bool
) -> ApplicationPage:
    page = await desk.applications.find(Query(filter.where(), order_by=filter.sort, after=after, limit=limit))
    return _page(page, desk.cipher, whole=whole)


def _page(page: Page[Application], cipher: Cipher, *, whole: bool) -> ApplicationPage:
    return ApplicationPage(
        items=[show_application(application, cipher, whole=whole) for application in page.items], next=page.next
    )
