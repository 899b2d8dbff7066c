"""A finding that an occupation and level was not filed for some time: what was issued for it then is void (CER-29)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from libs.chassis.domain import Act, Aggregate, Deadline, Decision, Page
from services.certification.domain.aftermath.verdict import must_stand
from services.certification.domain.batch import printed_work_type
from services.certification.domain.certificate import ENDED, Certificate
from services.certification.domain.errors.proceeding import (
    FactsMissingError,
    ProceedingDecidedError,
)
from services.certification.domain.errors.scope_finding import ScopeDaysError
from services.certification.domain.objection import Verdict

VOID_SCOPE_KIND = "void-outside-scope"


@dataclass(frozen=True, kw_only=True)
class Unfiled:
    """What was not filed: an occupation, work type and level, from a day to a day; without a last day from then on."""

    occupation_code: str
    work_type: str
    level: int
    first: date
    last: date | None

    def covers(self, *, occupation_code: str, work_type: str, level: int, on: date) -> bool:
        """Whether a certificate of this subject, issued on a day, was outside the filed scope."""
        mine = (self.occupation_code, printed_work_type(self.work_type), self.level)
        inside = self.first <= on and (self.last is None or on <= self.last)
        return inside and (occupation_code, printed_work_type(work_type), level) == mine


@dataclass(kw_only=True)
class ScopeFinding(Aggregate):
    """What was found not to be filed, decided by the head.

    Upheld, a run declares every certificate that it covers void, page by page, and none is issued for it any more.
    """

    id: str
    unfiled: Unfiled
    facts: str
    opened_by: str
    opened_at: datetime
    verdict: Verdict | None = None
    reason: str = ""
    authority: str = ""
    decided_by: str | None = None
    decided_at: datetime | None = None
    looked_through_to: str | None = None
    voided: int = 0
    is_running: bool = False

    @classmethod
    def open(cls, unfiled: Unfiled, *, id: str, facts: str, act: Act) -> Self:
        """Enter what was found. Raises `ScopeDaysError`, `FactsMissingError`."""
        if unfiled.last is not None and unfiled.last < unfiled.first:
            raise ScopeDaysError
        if not facts.strip():
            raise FactsMissingError("查明的情况")

        return cls(id=id, unfiled=unfiled, facts=facts.strip(), opened_by=act.by, opened_at=act.at)

    @property
    def occupation_code(self) -> str:
        """What it is found by."""
        return self.unfiled.occupation_code

    @property
    def awaited(self) -> list[Deadline]:
        """The run that goes on until all certificates are looked through."""
        if not self.is_running or self.decided_at is None:
            return []
        return [Deadline(key=self.id, due_at=self.decided_at, kind=VOID_SCOPE_KIND, payload={"finding_id": self.id})]

    def decide(self, verdict: Verdict, *, decision: Decision, authority: str) -> None:
        """Uphold or dismiss, once, by somebody else; what is upheld names the document that it rests on."""
        if self.verdict is not None:
            raise ProceedingDecidedError
        must_stand(verdict, decision, authority=authority, opened_by=self.opened_by)

        self.verdict, self.reason, self.authority = verdict, decision.reason.strip(), authority.strip()
        self.decided_by, self.decided_at = decision.by, decision.at
        self.is_running = verdict == "upheld"
        for deadline in self.awaited:
            self.set_deadline(deadline)

    def forbids(self, *, work_type: str, level: int, on: date) -> bool:
        """Whether nothing may be issued for this on that day."""
        unfiled = self.unfiled
        return self.verdict == "upheld" and unfiled.covers(
            occupation_code=unfiled.occupation_code, work_type=work_type, level=level, on=on
        )

    def look_through(self, page: Page[Certificate], *, now: datetime) -> list[Certificate]:
        """Declare void what it covers on a page of certificates, and go on behind it; answers what was changed."""
        covered = [one for one in page.items if one.status not in ENDED and self._covers(one)]
        for certificate in covered:
            certificate.declare_void("outside-scope", now=now)
        self.voided += len(covered)
        self.looked_through_to, self.is_running = page.next, page.next is not None
        for deadline in self.awaited:
            self.set_deadline(deadline)
        return covered

    def _covers(self, certificate: Certificate) -> bool:
        return self.unfiled.covers(
            occupation_code=certificate.occupation_code,
            work_type=certificate.work_type,
            level=certificate.level,
            on=certificate.issued_on,
        )
