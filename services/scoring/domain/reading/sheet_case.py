"""A row of answers that nobody could mark as it came: a person looks at the card, and says what is on it."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from libs.chassis.domain import Aggregate
from services.scoring.domain.answer_key import TheoryKey
from services.scoring.domain.errors.answer_sheets import CardNotReadError, SheetCaseSettledError
from services.scoring.domain.marks import must_be_reason
from services.scoring.domain.reading.answer_sheets import AnswerSheet, AnswerUpload, RowFault, Trouble, finding_in
from services.scoring.domain.session import Session

Act = Literal["take", "dismiss"]


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """What a person says of a card: it is this script with these answers, or it is none; `second_by` agreed."""

    act: Act
    code: str
    form: str
    answers: str
    reason: str
    by: str
    at: datetime
    second_by: str = ""

    def says_the_same_as(self, other: "Settlement") -> bool:
        """Whether two people have read the same."""
        return (self.act, self.code, self.form, self.answers) == (other.act, other.code, other.form, other.answers)


@dataclass(kw_only=True)
class SheetCase(Aggregate):
    """One row that was not marked when its file came, as it stood there; its list is not complete before it is settled.

    It is settled once: the answers that a person reads off the card are taken, or the card is put aside with a reason.
    A card whose script was read already is not read again before two people have said the same, each for themselves:
    `proposed` is what the first of them said.
    """

    id: str
    session_id: str
    list_id: str
    upload_id: str
    row: int
    code: str
    form: str
    answers: list[str]
    picture: str
    trouble: Trouble
    items: list[int] = field(default_factory=list)
    proposed: Settlement | None = None
    settlement: Settlement | None = None

    @classmethod
    def of(cls, sheet: AnswerSheet, finding: RowFault, session: Session, upload: AnswerUpload) -> "SheetCase":
        """The row of a file that was imported into a session."""
        return cls(
            id=f"{upload.id[:16]}-{sheet.row}",
            session_id=session.id,
            list_id=session.list_id,
            upload_id=upload.id,
            row=sheet.row,
            code=sheet.code,
            form=sheet.form,
            answers=list(sheet.answers),
            picture=sheet.picture,
            trouble=finding.trouble,
            items=list(finding.items),
        )

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to look at it."""
        return self.settlement is None

    @property
    def needs_two(self) -> bool:
        """Whether taking it reads a card again that was read."""
        return self.trouble is Trouble.READ_AGAIN

    def settle(self, settlement: Settlement, key: TheoryKey | None) -> bool:
        """Take what a person says of the card; answers whether it is settled, or waits for the second of two.

        Raises `SheetCaseSettledError`, `CardNotReadError` and `ReasonMissingError`.
        """
        if self.settlement is not None:
            raise SheetCaseSettledError(self.row)
        settlement = replace(settlement, reason=must_be_reason(settlement.reason))
        if settlement.act == "take":
            _must_be_readable(settlement.answers, key)

        first = self.proposed
        if self.needs_two and settlement.act == "take":
            if first is None or first.by == settlement.by or not first.says_the_same_as(settlement):
                self.proposed = settlement
                return False
            settlement = replace(first, second_by=settlement.by, at=settlement.at)
        self.settlement, self.proposed = settlement, None
        return True


def _must_be_readable(answers: str, key: TheoryKey | None) -> None:
    """Every item has an answer that it can have, or a blank; answers that only look out of line are taken."""
    finding = finding_in(answers, key) if key else None
    if finding and (finding.items or finding.trouble in {Trouble.SHORT, Trouble.LONG}):
        raise CardNotReadError("、".join(str(item) for item in finding.items) or "题数不符")
