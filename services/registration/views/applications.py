"""Applications. Identifiers are whole for those who register people, masked for everybody else."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Literal

from pydantic import BaseModel

from libs.chassis.domain import Cipher, Page, Query
from libs.contracts.event import Level, OccupationCode
from libs.contracts.sealing import Purpose
from services.registration.domain.application import Application, ApplicationState
from services.registration.domain.resident_number import mask_name, mask_number
from services.registration.domain.search import Search
from services.registration.ports import RegistrationDesk
from services.registration.views.rosters import FindingView, OutcomeView, list_findings


@dataclass(frozen=True, kw_only=True)
class ApplicationFilter:
    """Which applications of a batch are asked for, and in which order; what is left out narrows nothing."""

    batch_id: str
    state: ApplicationState | None = None
    occupation_code: OccupationCode | None = None
    level: Level | None = None
    fee_waived: bool | None = None
    # Each is indexed inside its batch, so that a page costs the same however many there are.
    sort: Literal["number", "occupation_code", "level", "state"] = "number"

    def where(self) -> dict[str, object]:
        """The same, by the fields that applications are indexed by."""
        asked = {"state": self.state, "occupation_code": self.occupation_code, "level": self.level}
        asked |= {"fee_waived": self.fee_waived}
        return {"batch_id": self.batch_id} | {name: value for name, value in asked.items() if value is not None}


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
    """Applications, in the order of their numbers unless another was asked for."""

    items: list[ApplicationView]
    next: str | None


def show_application(application: Application, cipher: Cipher, *, whole: bool) -> ApplicationView:
    person = application.person
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
        findings=list_findings(application),
        decided_at=application.decided_at,
        decided_by=application.decided_by,
        free_parts=list(application.free_parts),
        free_of_charge=list(application.free_of_charge),
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
