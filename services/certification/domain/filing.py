"""What the authority published of the institution: under which name, seal and scope it may certify, and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from libs.chassis.domain import Act, Aggregate, Decision
from libs.contracts.beijing import beijing_day
from services.certification.domain.batch import INSTITUTION_CODE, Batch, BatchOffer, offers_level
from services.certification.domain.candidate import Candidate
from services.certification.domain.errors.batch import InstitutionCodeError
from services.certification.domain.errors.filing import (
    FilingConfirmedError,
    FilingDaysError,
    FilingNotInForceError,
    OwnFilingError,
    SealNotAsFiledError,
)
from services.certification.domain.withholding import Withholding

SPECIAL_SEAL = "职业技能等级认定专用章"


@dataclass(frozen=True, kw_only=True)
class Published:
    """What was published (CER-01, CER-10): both days belong to it; `source` is the document or address it stands in."""

    institution_code: str
    institution: str
    seal: str
    scope: list[BatchOffer]
    first: date
    last: date
    source: str


@dataclass(kw_only=True)
class FilingRecord(Aggregate):
    """What was published, entered by one person and held against the publication by another.

    It counts from its confirmation on, on the days that were published, until the qualification is cancelled (CER-31).
    """

    id: str
    published: Published
    entered_by: str
    entered_at: datetime
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None
    cancelled_by: str | None = None
    cancelled_at: datetime | None = None
    reason: str = ""
    authority: str = ""

    @property
    def institution_code(self) -> str:
        """What it is found by."""
        return self.published.institution_code

    @classmethod
    def enter(cls, published: Published, *, id: str, act: Act) -> Self:
        """Enter what was published. Raises `InstitutionCodeError`, `FilingDaysError`, `SealNotAsFiledError`."""
        special = f"{published.institution}{SPECIAL_SEAL}"
        if not INSTITUTION_CODE.fullmatch(published.institution_code):
            raise InstitutionCodeError
        if published.last < published.first:
            raise FilingDaysError
        if published.seal not in {published.institution, special}:
            raise SealNotAsFiledError(published.institution, special)

        return cls(id=id, published=published, entered_by=act.by, entered_at=act.at)

    def confirm(self, act: Act) -> None:
        """Somebody else has held it against the publication. Raises `FilingConfirmedError`, `OwnFilingError`."""
        if self.confirmed_by is not None:
            raise FilingConfirmedError
        if act.by == self.entered_by:
            raise OwnFilingError

        self.confirmed_by, self.confirmed_at = act.by, act.at

    def cancel(self, decision: Decision, *, authority: str) -> None:
        """The authority took the qualification away: nothing is issued under it from now on (CER-31)."""
        if self.confirmed_by is None or self.cancelled_by is not None:
            raise FilingNotInForceError

        self.cancelled_by, self.cancelled_at = decision.by, decision.at
        self.reason, self.authority = decision.reason, authority

    def counts_on(self, day: date) -> bool:
        """Whether certificates are issued under it on a day."""
        cancelled = self.cancelled_at is not None and day >= beijing_day(self.cancelled_at)
        return self.confirmed_by is not None and not cancelled and self.published.first <= day <= self.published.last

    def allows(self, institution: str, seal: str, *, on: date) -> bool:
        """Whether a certificate of a day carries the name and the seal that were published (CER-10)."""
        return self.counts_on(on) and (institution, seal) == (self.published.institution, self.published.seal)

    def covers(self, candidate: Candidate) -> bool:
        """Whether what somebody is certified for was published, exactly as it is named."""
        return offers_level(
            self.published.scope,
            occupation_code=candidate.occupation_code,
            occupation=candidate.occupation,
            work_type=candidate.work_type,
            level=candidate.level,
        )


def filing_policy(
    candidate: Candidate, batch: Batch, filings: Sequence[FilingRecord], *, on: date
) -> FilingRecord | Withholding:
    """CER-01, CER-07, CER-10: the filing under whose name and scope a certificate is issued on a day; else why none."""
    in_force = [one for one in filings if one.counts_on(on)]
    named = [one for one in in_force if one.published.institution == batch.institution]
    if not named:
        return Withholding.ANOTHER_NAME if in_force else Withholding.NOT_FILED
    return next((one for one in named if one.covers(candidate)), Withholding.OUTSIDE_SCOPE)
