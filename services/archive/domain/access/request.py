"""The head's approval of a special request: asked for by one, decided by another, once."""

from dataclasses import dataclass

from libs.chassis.domain import Decision
from services.archive.domain.errors.request import (
    NotApprovedError,
    OwnRequestError,
    RequestDecidedError,
    SpecialReasonMissingError,
)


@dataclass(kw_only=True)
class HeadsApproval:
    """Why something is asked for, and what the head says to it."""

    asked: Decision
    approved: bool | None = None
    decision: Decision | None = None

    @classmethod
    def ask(cls, asked: Decision) -> "HeadsApproval":
        """Raises `SpecialReasonMissingError` where nobody says why."""
        if not asked.reason.strip():
            raise SpecialReasonMissingError
        return cls(asked=asked)

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
