"""An objection to a posted result, lodged by a clerk for a person and decided by somebody else."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Self

from libs.chassis.domain import Act, Aggregate, Decision
from libs.contracts.certification import (
    ObjectionDecided,
    ObjectionLodged,
    ReviewObjectionDecided,
    ReviewObjectionLodged,
)
from libs.contracts.event import ScoredPart
from services.certification.domain.errors.objection import (
    ObjectionAlreadyDecidedError,
    OwnObjectionError,
    ReasonMissingError,
)
from services.certification.domain.notice import CountedPart, Notice

Verdict = Literal["upheld", "dismissed"]
NOTHING_LEFT = "该科目成绩已宣布无效，异议随之终结。"


@dataclass(kw_only=True)
class Objection(Aggregate):
    """A doubt about one part of a posted result, lodged by a clerk for a person.

    Lodging it holds the result: nothing is released while it is open. Somebody other than the clerk decides it, once
    and with a reason. Dismissed, it lifts its hold. Upheld, it keeps the hold until scoring has corrected the part. It
    is dismissed by itself when its part becomes void meanwhile, for then nothing is left to correct.
    """

    id: str
    application_id: str
    batch_id: str
    part: ScoredPart
    reason: str
    lodged_by: str
    lodged_at: datetime
    decision: Verdict | None = None
    decision_reason: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None

    @classmethod
    def lodge(cls, *, notice: Notice, part: ScoredPart, reason: str, act: Act) -> Self:
        """Object to a posted result, which is held from now on. Raises what `Notice.take_objection` raises."""
        if not reason.strip():
            raise ReasonMissingError
        objection_id = notice.take_objection(part=part, now=act.at)

        objection = cls(
            id=objection_id,
            application_id=notice.id,
            batch_id=notice.batch_id,
            part=part,
            reason=reason.strip(),
            lodged_by=act.by,
            lodged_at=act.at,
        )
        about = {"objection_id": objection.id, "application_id": notice.id, "batch_id": notice.batch_id}
        objection.record(
            ReviewObjectionLodged(**about, lodged_at=act.at)
            if part == "review"
            else ObjectionLodged(**about, part=part, lodged_at=act.at)
        )
        return objection

    def decide(
        self, verdict: Verdict, *, notice: Notice, decision: Decision, counted: CountedPart | None = None
    ) -> None:
        """Uphold or dismiss; not by whoever lodged it, and only once."""
        if self.decision is not None:
            raise ObjectionAlreadyDecidedError
        if decision.by == self.lodged_by:
            raise OwnObjectionError
        if not decision.reason.strip():
            raise ReasonMissingError

        if verdict == "upheld":
            notice.result.must_have_score(self.part)
            notice.uphold_objection(self.id)
        else:
            notice.dismiss_objection(self.id, now=decision.at, counted=counted)
        self._close(verdict, decision)

    def lapse(self, *, notice: Notice, act: Act) -> None:
        """The part became void: nothing is left to decide, or to correct."""
        notice.drop_objection(self.id)
        if self.decision is None:
            self._close("dismissed", Decision(by=act.by, at=act.at, reason=NOTHING_LEFT))

    def _close(self, verdict: Verdict, decision: Decision) -> None:
        self.decision = verdict
        self.decision_reason = decision.reason.strip()
        self.decided_by = decision.by
        self.decided_at = decision.at
        about = {"objection_id": self.id, "application_id": self.application_id, "batch_id": self.batch_id}
        self.record(
            ReviewObjectionDecided(**about, decision=verdict, decided_at=decision.at)
            if self.part == "review"
            else ObjectionDecided(**about, part=self.part, decision=verdict, decided_at=decision.at)
        )
