"""Examiners as the item bank knows them: who may write in isolation, for which occupation and when (ITB-02)."""

from dataclasses import dataclass, field
from datetime import date

from libs.chassis.domain import Aggregate, Followed
from libs.contracts.scheduling import ExaminerTerm, ExaminerTermsChanged


@dataclass(kw_only=True)
class Examiner(Aggregate):
    """What scheduling says of one member of staff. `id` is the staff number."""

    id: str
    terms: list[ExaminerTerm] = field(default_factory=list)
    followed: Followed = field(default_factory=Followed)

    def follow(self, told: ExaminerTermsChanged, *, seq: int) -> None:
        """Take what is newer than what is known."""
        if self.followed.takes("terms", seq):
            self.terms = told.terms

    def examines(self, occupation_code: str, *, from_day: date, until_day: date) -> bool:
        """Whether one term of this occupation covers all these days."""
        return any(
            term.occupation_code == occupation_code
            and (term.from_day or from_day) <= from_day
            and until_day <= term.until_day
            for term in self.terms
        )
