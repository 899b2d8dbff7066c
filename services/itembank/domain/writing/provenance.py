"""Where a bank comes from, and what the city centre (市职业技能鉴定中心) says of it: 试点工作实施方案, 六 and 七."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from libs.chassis.domain import Act
from libs.contracts.beijing import beijing_day
from services.itembank.domain.errors.provenance import (
    CityApprovalInFutureError,
    IsolationIncompleteError,
    WritersNotExaminersError,
)
from services.itembank.domain.writing.examiner import Examiner

Origin = Literal["own", "city", "national", "isolated"]


@dataclass(frozen=True, kw_only=True)
class IsolatedWriting:
    """Examiners wrote the items shut away (封闭式命题), because the city centre answered that its bank has none.

    `writers` are staff numbers; what was recorded before these were asked for has names.
    """

    city_answer: str
    place: str
    from_day: date
    until_day: date
    writers: list[str]

    def must_be_complete(self) -> None:
        """Refuse one without the city centre's answer, place or writers. Raises `IsolationIncompleteError`."""
        texts = [self.city_answer, self.place, *self.writers]
        if not self.writers or not all(text.strip() for text in texts) or self.until_day < self.from_day:
            raise IsolationIncompleteError

    def must_be_by_examiners(self, occupation_code: str, examiners: Sequence[Examiner]) -> None:
        """Only examiners of the occupation write, on every day of it. Raises `WritersNotExaminersError`."""
        known = {
            one.id
            for one in examiners
            if one.examines(occupation_code, from_day=self.from_day, until_day=self.until_day)
        }
        if strangers := [name for name in self.writers if name not in known]:
            raise WritersNotExaminersError(strangers)


@dataclass(frozen=True, kw_only=True)
class CityApproval:
    """The answer of the city centre by which something may be used, and who entered it."""

    reference: str
    approved_on: date
    entered_by: str

    @classmethod
    def enter(cls, *, reference: str, approved_on: date, act: Act) -> "CityApproval":
        """Refuse a day to come. Raises `CityApprovalInFutureError`."""
        if approved_on > beijing_day(act.at):
            raise CityApprovalInFutureError
        return cls(reference=reference, approved_on=approved_on, entered_by=act.by)
