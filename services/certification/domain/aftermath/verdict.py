"""What every decision on what speaks against certificates must have."""

from libs.chassis.domain import Decision
from services.certification.domain.errors.proceeding import FactsMissingError, OwnProceedingError
from services.certification.domain.objection import Verdict


def must_stand(verdict: Verdict, decision: Decision, *, authority: str, opened_by: str) -> None:
    """Somebody else decides, with a reason; what is upheld names the document that it rests on.

    Raises `OwnProceedingError` or `FactsMissingError`.
    """
    if decision.by == opened_by:
        raise OwnProceedingError
    if not decision.reason.strip():
        raise FactsMissingError("作出决定的理由")
    if verdict == "upheld" and not authority.strip():
        raise FactsMissingError("决定文号或者依据")
