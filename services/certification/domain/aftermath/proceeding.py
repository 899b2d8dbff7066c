"""What speaks against a certificate, or a paper that looks like one: looked into, decided and followed up."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Self, cast, get_args

from libs.chassis.domain import Act, Aggregate, Decision
from libs.contracts.beijing import beijing_day
from libs.contracts.certification import PaperDeclaredVoid, RevokedFor, VoidFor
from services.certification.domain.aftermath.verdict import must_stand
from services.certification.domain.certificate import Certificate
from services.certification.domain.errors.certificate import CertificateNotFoundError
from services.certification.domain.errors.proceeding import (
    FactsMissingError,
    FollowUpDayError,
    NothingToFollowError,
    NumberIsOursError,
    ProceedingDecidedError,
)
from services.certification.domain.objection import Verdict

Ground = RevokedFor | VoidFor
REVOKING = frozenset[str](get_args(RevokedFor))
# What a paper may be that this institution never issued.
OF_STRANGE_PAPERS = frozenset[str]({"forged", "own-number", "by-hand"})
FollowUp = Literal["paper-taken-back", "paper-not-obtained", "entry-deleted"]
OF_PAPER = frozenset[FollowUp]({"paper-taken-back", "paper-not-obtained"})


@dataclass(frozen=True, kw_only=True)
class Charge:
    """What somebody found: about the paper of this number, of which kind, and the facts."""

    number: str
    ground: Ground
    facts: str


@dataclass(frozen=True, kw_only=True)
class FollowedUp:
    """What was done after a certificate was ended: on which day, and by whom it was put on record."""

    step: FollowUp
    on: date
    note: str
    by: str
    at: datetime


@dataclass(kw_only=True)
class Proceeding(Aggregate):
    """What was found about a certificate, decided by the head, and done afterwards.

    While it is open the certificate is suspended. Upheld, the certificate is revoked or declared void, by its ground;
    dismissed, it is let go. An imitation (`forged`) of a genuine certificate, and a paper that was never issued here,
    leave every certificate as it is.
    """

    id: str
    number: str
    application_id: str | None
    ground: Ground
    facts: str
    opened_by: str
    opened_at: datetime
    verdict: Verdict | None = None
    reason: str = ""
    authority: str = ""
    decided_by: str | None = None
    decided_at: datetime | None = None
    follow_ups: list[FollowedUp] = field(default_factory=list)

    @classmethod
    def open(cls, charge: Charge, *, id: str, certificate: Certificate | None, act: Act) -> Self:
        """Look into something. Raises what is said of the charge, `CertificateEndedError`."""
        if not charge.facts.strip():
            raise FactsMissingError("查明的情况")
        if certificate is None and charge.ground not in OF_STRANGE_PAPERS:
            raise CertificateNotFoundError(charge.number)
        if certificate is not None and charge.ground == "own-number":
            raise NumberIsOursError(charge.number)
        touched = None if charge.ground == "forged" else certificate
        if touched:
            touched.must_not_be_ended()
            touched.suspend(now=act.at, hold=id)

        return cls(
            id=id,
            number=charge.number,
            application_id=touched.application_id if touched else None,
            ground=charge.ground,
            facts=charge.facts.strip(),
            opened_by=act.by,
            opened_at=act.at,
        )

    @property
    def touches(self) -> bool:
        """Whether it is about a certificate that was issued here."""
        return self.application_id is not None

    @property
    def is_decided(self) -> bool:
        """Whether the head has decided."""
        return self.verdict is not None

    @property
    def declares_void(self) -> bool:
        """Whether it ended with a declaration that something is void, which the public is told."""
        return self.verdict == "upheld" and self.ground not in REVOKING

    def decide(self, verdict: Verdict, *, decision: Decision, authority: str, certificate: Certificate | None) -> None:
        """Uphold or dismiss, once, by somebody else; what is upheld names the document that it rests on."""
        if self.is_decided:
            raise ProceedingDecidedError
        must_stand(verdict, decision, authority=authority, opened_by=self.opened_by)

        self.verdict, self.reason, self.authority = verdict, decision.reason.strip(), authority.strip()
        self.decided_by, self.decided_at = decision.by, decision.at
        if certificate is None:
            self._declare(decision.at)
        elif verdict == "dismissed":
            certificate.let_go(self.id, now=decision.at)
        elif self.ground in REVOKING:
            certificate.revoke(cast("RevokedFor", self.ground), by=decision.by, now=decision.at)
        else:
            certificate.declare_void(cast("VoidFor", self.ground), now=decision.at)

    @property
    def missing(self) -> list[FollowUp]:
        """What is still to be done: the paper taken back, and the entry deleted from the national query site."""
        if not self.touches or self.verdict != "upheld":
            return []
        done = {one.step for one in self.follow_ups}
        paper: list[FollowUp] = [] if done & OF_PAPER else ["paper-taken-back"]
        return paper if "entry-deleted" in done else [*paper, "entry-deleted"]

    def follow_up(self, done: FollowedUp) -> None:
        """Put on record what was done after the decision.

        Raises `NothingToFollowError`, `FollowUpDayError`, `FactsMissingError`.
        """
        wanted = "paper-taken-back" if done.step in OF_PAPER else done.step
        if self.decided_at is None or wanted not in self.missing:
            raise NothingToFollowError
        decided = beijing_day(self.decided_at)
        if not decided <= done.on <= beijing_day(done.at):
            raise FollowUpDayError(decided.isoformat())
        if done.step == "paper-not-obtained" and not done.note.strip():
            raise FactsMissingError("未能收回的原因")

        self.follow_ups.append(done)

    def _declare(self, at: datetime) -> None:
        if self.declares_void:
            self.record(PaperDeclaredVoid(proceeding_id=self.id, ground=cast("VoidFor", self.ground), declared_at=at))
