"""A score sheet that was filled in on paper, typed in by two people who do not see what the other typed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from libs.chassis.domain import Act, Aggregate
from services.scoring.domain.answer_key import Criteria
from services.scoring.domain.errors.keyed_sheet import KeyedByExaminerError, KeyedOnceError, SheetKeyedError
from services.scoring.domain.errors.script import MarksRefusedError
from services.scoring.domain.script import GivenMarks

# Two people who typed the same.
AGREED = 2


class KeyedState(StrEnum):
    """How far a paper sheet is: nobody typed it, one did, two did and differ, or it was taken."""

    NEW = "new"
    ONCE = "once"
    DIFFERS = "differs"
    TAKEN = "taken"


def keyed_sheet_id(session_id: str, examiner: str, code: str) -> str:
    """One for each sheet of an examiner."""
    return f"{session_id}~{examiner}~{code}"


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What one person typed from the sheet: a mark for each line, and the knock-out items that are ticked."""

    marks: list[Decimal]
    knocked_out: list[int]
    by: str
    at: datetime

    @property
    def fields(self) -> Sequence[object]:
        """What is compared, one by one; the knock-out items are the last."""
        return [*self.marks, tuple(self.knocked_out)]


@dataclass(kw_only=True)
class KeyedSheet(Aggregate):
    """The paper sheet of one examiner for one piece, as it is typed in.

    Two different people type it, neither of them the examiner, and it is taken when they agree in every field. Where
    they differ, a third person reads the sheet: a field is settled when two have typed the same. Nothing of it counts
    before.
    """

    id: str
    session_id: str
    code: str
    examiner: str
    typed: list[Typed] = field(default_factory=list)
    taken_at: datetime | None = None

    @classmethod
    def of(cls, session_id: str, examiner: str, code: str) -> "KeyedSheet":
        """Nobody has typed it yet."""
        return cls(id=keyed_sheet_id(session_id, examiner, code), session_id=session_id, code=code, examiner=examiner)

    @property
    def state(self) -> KeyedState:
        if self.taken_at:
            return KeyedState.TAKEN
        return (KeyedState.NEW, KeyedState.ONCE, KeyedState.DIFFERS)[min(len(self.typed), AGREED)]

    @property
    def typists(self) -> list[str]:
        return [one.by for one in self.typed]

    def type_in(self, given: GivenMarks, criteria: Criteria, act: Act) -> None:
        """One more person types what stands on the sheet; taken once two agree in each field.

        Raises `SheetKeyedError`, `KeyedOnceError`, `KeyedByExaminerError` and `MarksRefusedError`.
        """
        if self.taken_at:
            raise SheetKeyedError(self.code)
        if act.by in self.typists:
            raise KeyedOnceError(self.code)
        if act.by == self.examiner:
            raise KeyedByExaminerError
        if fault := criteria.fault_of(given.marks, given.knocked_out):
            raise MarksRefusedError(self.code, fault)

        self.typed.append(Typed(marks=list(given.marks), knocked_out=sorted(given.knocked_out), by=act.by, at=act.at))
        if not self.open_fields:
            self.taken_at = act.at

    @property
    def open_fields(self) -> list[int]:
        """The fields, counted from 1, that no two people have typed alike."""
        columns = zip(*(one.fields for one in self.typed), strict=True)
        return [no for no, column in enumerate(columns, 1) if max(map(column.count, column)) < AGREED]

    @property
    def agreed(self) -> GivenMarks:
        """What two have typed in each field. Only of a sheet that was taken."""
        columns = [max(column, key=column.count) for column in zip(*(one.fields for one in self.typed), strict=True)]
        *marks, knocked_out = columns
        return GivenMarks(marks=marks, knocked_out=knocked_out, typed_by=self.typists)
