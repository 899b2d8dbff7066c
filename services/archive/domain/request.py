"""The head's approval of a special request: asked for by one, decided by another, once."""

from dataclasses import dataclass

from libs.chassis.domain import Act, Decision
from services.archive.domain.errors.access import (
    NotApprovedError,
    OwnRequestError,
    RequestDecidedError,
    SpecialReasonMissingError,
)


@dataclass(kw_only=True)
class Approval:
    """Why something is asked for, and what the head says to it."""

    asked: Decision
    approved: bool | None = None
    decision: Decision | None = None

    @classmethod
    def ask(cls, act: Act, reason: str) -> "Approval":
        """Raises `SpecialReasonMissingError` where nobody says why."""
        if not reason.strip():
            raise SpecialReasonMissingError
        return cls(asked=Decision(act.by, act.at, reason.strip()))

    def decide(self, *, approved: bool, decision: Decision, reader: str) -> None:
        """Approve or refuse; not by whoever asked, nor by whoever it is for."""
        if self.approved is not None:
            raise RequestDecidedError
        if decision.by in {self.asked.by, reader}:
            raise OwnRequestError

        self.approved, self.decision = approved, decision

    def must_be_given(self) -> None:
        """Without the head nothing happens. Raises `NotApprovedError`."""
        if not self.approved:
            raise NotApprovedError
