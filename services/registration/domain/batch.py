"""A certification batch: what is examined, and from when to when people apply."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from libs.chassis.domain import Aggregate, Decision
from libs.contracts.beijing import beijing_day
from libs.contracts.registration import BatchOpened, RegistrationClosed
from libs.contracts.registration import Offer as OfferStated
from services.registration.domain.announcement import Announcement
from services.registration.domain.errors.announcement import RegistrationPeriodInvalidError
from services.registration.domain.errors.batch import (
    ApplicationsPendingError,
    BatchClosedError,
    BatchDiffersFromAnnouncementError,
    InstitutionCodeInvalidError,
    LateIntakeInvalidError,
    LateIntakeNotNeededError,
    RegistrationNotStartedError,
    RegistrationOverError,
    RegistrationStillOpenError,
)
from services.registration.domain.scope import FiledScope, Offer

INSTITUTION_CODE = re.compile(r"[A-Z][0-9]{12}")


class BatchState(StrEnum):
    """A closed batch has reported its list; nothing in it changes but for those who are let in late."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a batch is opened with."""

    id: str
    name: str
    institution_code: str
    institution: str
    offers: list[Offer]
    registration_opens_at: datetime
    registration_closes_at: datetime
    examination_days: list[date]


@dataclass(frozen=True, kw_only=True)
class LateIntake:
    """The director lets people in after the list was reported (补报), through a last day, and says why."""

    until: date
    reason: str
    decided_by: str
    decided_at: datetime


@dataclass(kw_only=True)
class Batch(Aggregate):
    """One batch of certification.

    It is opened with what was announced, inside the filed scope, and before the announced registration time ends.
    Inside that time it takes rosters, and each row gets a number of its own.
    Until it is closed, applications are decided, and a refused one may come back.
    It is closed after the announced time, when every application is decided; its list is then reported, and nothing
    in it changes any more, unless the director lets people in late: they get seats that are left.
    """

    id: str
    plan: Plan
    announcement_id: str
    state: BatchState = BatchState.OPEN
    opened_at: datetime
    last_number: int = 1
    readmissions: int = 0
    closed_at: datetime | None = None
    late_intakes: list[LateIntake] = field(default_factory=list)

    @classmethod
    def open(cls, plan: Plan, *, announcement: Announcement, scope: FiledScope, now: datetime) -> Self:
        if not INSTITUTION_CODE.fullmatch(plan.institution_code):
            raise InstitutionCodeInvalidError
        if plan.registration_opens_at >= plan.registration_closes_at:
            raise RegistrationPeriodInvalidError
        if now >= plan.registration_closes_at:
            raise RegistrationOverError(plan.registration_closes_at)
        _must_be_as_announced(plan, announcement)
        # Filed on the last examination day too: a certificate is issued for that day's work (CER-07).
        scope.must_cover(
            plan.offers, beijing_day(now), max([beijing_day(plan.registration_closes_at), *plan.examination_days])
        )

        batch = cls(id=plan.id, plan=plan, announcement_id=announcement.id, opened_at=now)
        batch.record(
            BatchOpened(
                batch_id=plan.id,
                name=plan.name,
                institution_code=plan.institution_code,
                institution=plan.institution,
                offers=[
                    OfferStated(
                        occupation_code=offer.occupation_code,
                        occupation=offer.occupation,
                        work_type=offer.work_type,
                        level=offer.level,
                    )
                    for offer in plan.offers
                ],
                registration_closes_at=plan.registration_closes_at,
                opened_at=now,
            )
        )
        return batch

    def must_take_rosters(self, *, now: datetime) -> None:
        """Rosters come while the batch is open and inside the announced registration time, or late if that is let."""
        self.must_be_open(now=now)
        if self.state is BatchState.CLOSED:
            return
        if now < self.plan.registration_opens_at:
            raise RegistrationNotStartedError(self.plan.registration_opens_at)
        if now >= self.plan.registration_closes_at:
            raise RegistrationOverError(self.plan.registration_closes_at)

    def must_be_open(self, *, now: datetime) -> None:
        """Decisions are taken until the list is reported; after that for those alone who are let in late."""
        if self.state is BatchState.CLOSED and not self._takes_late(now):
            raise BatchClosedError

    def _takes_late(self, now: datetime) -> bool:
        return any(beijing_day(now) <= intake.until for intake in self.late_intakes)

    def let_in_late(self, until: date, decision: Decision) -> None:
        """From now through a day before the examinations people are taken in, though the list was reported."""
        if self.state is not BatchState.CLOSED:
            raise LateIntakeNotNeededError
        if until < beijing_day(decision.at) or until >= min(self.plan.examination_days, default=date.max):
            raise LateIntakeInvalidError

        self.late_intakes = [
            *self.late_intakes,
            LateIntake(until=until, reason=decision.reason, decided_by=decision.by, decided_at=decision.at),
        ]

    def take_roster(self, *, last_row: int, now: datetime) -> int:
        """Make room for the rows of a roster; answers what to add to a row to get the application's number.

        The first roster's numbers are its rows; a later roster goes on behind the last number.
        """
        self.must_take_rosters(now=now)

        offset = self.last_number - 1
        self.last_number = offset + last_row
        return offset

    def readmit(self, *, now: datetime) -> None:
        """Let a refused application come back while the batch is open, or late.

        It is counted, so that a closing in the same moment runs again and sees the application.
        """
        self.must_be_open(now=now)

        self.readmissions += 1

    @property
    def has_applications(self) -> bool:
        return self.last_number > 1

    def last_day(self, *, otherwise: date) -> date:
        """The last day of its examinations, if they are known."""
        return max(self.plan.examination_days, default=otherwise)

    def offer_at(self, occupation_code: str, work_type: str, level: int) -> Offer | None:
        """The offer for this occupation, work type and level, if the batch examines it."""
        wanted = (occupation_code, work_type, level)
        return next((o for o in self.plan.offers if (o.occupation_code, o.work_type, o.level) == wanted), None)

    def close(self, *, approved: int, refused: int, pending: int, now: datetime) -> None:
        if self.state is BatchState.CLOSED:
            raise BatchClosedError
        if now < self.plan.registration_closes_at:
            raise RegistrationStillOpenError(self.plan.registration_closes_at)
        if pending:
            raise ApplicationsPendingError(pending)

        self.state = BatchState.CLOSED
        self.closed_at = now
        self.record(RegistrationClosed(batch_id=self.id, approved=approved, refused=refused, closed_at=now))


def _must_be_as_announced(plan: Plan, announcement: Announcement) -> None:
    announced = announcement.statement
    if not {offer.key for offer in plan.offers} <= {offer.key for offer in announced.offers}:
        raise BatchDiffersFromAnnouncementError("职业（工种）和等级")
    if (plan.registration_opens_at, plan.registration_closes_at) != (
        announced.registration_opens_at,
        announced.registration_closes_at,
    ):
        raise BatchDiffersFromAnnouncementError("报名时间")
