"""Who sat which part on which day, as scheduling told of a finished session."""

from dataclasses import dataclass
from datetime import date

from libs.chassis.domain import Aggregate
from libs.contracts.event import Part


@dataclass(kw_only=True)
class ExamSitting(Aggregate):
    """One finished session with those who were present; its id is that of the session."""

    id: str
    batch_id: str
    part: Part
    occupation_code: str
    level: int
    day: date
    present: list[str]

    @property
    def subject(self) -> str:
        """What the sittings of one part, occupation and level of a batch are found by."""
        return sitting_subject(self.batch_id, self.part, self.occupation_code, self.level)


def sitting_subject(batch_id: str, part: Part, occupation_code: str, level: int) -> str:
    """The value of `ExamSitting.subject` to look for."""
    return f"{batch_id}:{part}:{occupation_code}:{level}"
