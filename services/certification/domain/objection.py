"""An objection to a posted result, lodged by a clerk for a person and decided by somebody else."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Self

from libs.chassis.domain import Aggregate
from libs.contracts.certification import ObjectionDecided, ObjectionLodged
from libs.contracts.event import Part
from services.certification.domain.errors import (
    ObjectionAlreadyDecidedError,
    OwnObjectionError,
    ReasonMissingError,
)
from services.certification.domain.notice import Notice

Decision = Literal["upheld", "dismissed"]
NOTHING_LEFT = "该科目成绩已宣布无效，异议随之终结。"


@dataclass(kw_only=True)
class Objection(Aggregate):
    """One objection to one part."""

    id: str
    application_id: str
    batch_id: str
    part: Part
    reason: str
    lodged_by: str
    lodged_at: datetime
    decision: Decision | None = None
    decision_reason: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None

    @classmethod
    def lodge(cls, *, notice: Notice, part: Part, reason: str, by: str, now: datetime) -> Self:
        """Object to a posted result, which is held from now on. Raises what `Notice.take_objection` raises."""
        if not reason.strip():
            raise ReasonMissingError
        objection_id = notice.take_objection(part=part, now=now)

        objection = cls(
            id=objection_id,
            application_id=notice.id,
            batch_id=notice.batch_id,
            part=part,
            reason=reason.strip(),
            lodged_by=by,
            lodged_at=now,
        )
        objection.record(
            ObjectionLodged(
                objection_id=objection.id,
                application_id=notice.id,
                batch_id=notice.batch_id,
                part=part,
                lodged_at=now,
            )
        )
        return objection

    def decide(self, decision: Decision, *, notice: Notice, reason: str, by: str, now: datetime) -> None:
        """Uphold or dismiss; not by whoever lodged it, and only once."""
        if self.decision is not None:
            raise ObjectionAlreadyDecidedError
        if by == self.lodged_by:
            raise OwnObjectionError
        if not reason.strip():
            raise ReasonMissingError

        if decision == "upheld":
            notice.result.require_score(self.part)
            notice.uphold_objection(self.id)
        else:
            notice.dismiss_objection(self.id, now=now)
        self._settle(decision, reason=reason.strip(), by=by, now=now)

    def lapse(self, *, notice: Notice, by: str, now: datetime) -> None:
        """The part became void: nothing is left to decide, or to correct."""
        notice.drop_objection(self.id)
        if self.decision is None:
            self._settle("dismissed", reason=NOTHING_LEFT, by=by, now=now)

    def _settle(self, decision: Decision, *, reason: str, by: str, now: datetime) -> None:
        self.decision = decision
        self.decision_reason = reason
        self.decided_by = by
        self.decided_at = now
        self.record(
            ObjectionDecided(
                objection_id=self.id,
                application_id=self.application_id,
                batch_id=self.batch_id,
                part=self.part,
                decision=decision,
                decided_at=now,
            )
        )
