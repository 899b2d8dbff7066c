"""A paper's key: sealed while it lies here, opened only in the moment of marking."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Self

from libs.chassis.domain import Aggregate
from libs.contracts.event import Form, Level, Part
from services.scoring.domain.errors import KeyInUseError, KeyUnreadableError, SlotTakenError
from services.scoring.domain.session import list_id_of

CHOICE, JUDGEMENT = "ABCD", "TF"
BLANK = "-"


def slot_of(list_id: str, part: Part, form: str) -> str:
    """The place of a key: one for each part and form of a list."""
    return f"{list_id}:{part}:{form}"


@dataclass(kw_only=True)
class AnswerKey(Aggregate):
    """The sealed key of one paper; `id` is the paper's."""

    id: str
    batch_id: str
    occupation_code: str
    level: Level
    part: Part
    form: Form
    items: int
    paper_digest: str | None
    sealed_key: str
    received_by: str
    received_at: datetime

    @property
    def list_id(self) -> str:
        """The score list that its scripts count for."""
        return list_id_of(self.batch_id, self.occupation_code, self.level)

    @property
    def slot(self) -> str:
        """See `slot_of`."""
        return slot_of(self.list_id, self.part, self.form)

    def replace(self, newer: Self, *, used: bool) -> None:
        """Take another sealed key for the same paper, as long as nothing was marked with the first."""
        if newer.slot != self.slot:
            raise SlotTakenError(self.slot)
        if used:
            raise KeyInUseError

        self.items, self.paper_digest, self.sealed_key = newer.items, newer.paper_digest, newer.sealed_key
        self.received_by, self.received_at = newer.received_by, newer.received_at


@dataclass(frozen=True)
class TheoryKey:
    """An opened key; one character an item."""

    answers: str

    @property
    def items(self) -> int:
        """How many items the paper has."""
        return len(self.answers)

    def legal(self, item: int) -> str:
        """The answers that the item (counted from 1) can have."""
        return CHOICE if self.answers[item - 1] in CHOICE else JUDGEMENT

    def correct(self, answers: str) -> int:
        """How many answers are right; a wrong one costs nothing, nor does a blank."""
        return sum(given == right for given, right in zip(answers, self.answers, strict=True))


@dataclass(frozen=True)
class Criteria:
    """An opened practical key: the most that each item of the score sheet can earn."""

    maxima: Sequence[Decimal]


def theory_key(key: AnswerKey, opened: str) -> TheoryKey:
    """Read the right answers by question number, `{"1": "A", "2": "T", …}`, as many as the paper has items."""
    answers = _content(key, opened)
    numbers = [str(no) for no in range(1, key.items + 1)]
    if set(answers) != set(numbers) or not all(answer in (*CHOICE, *JUDGEMENT) for answer in answers.values()):
        raise KeyUnreadableError(key.id)
    return TheoryKey("".join(str(answers[no]) for no in numbers))


def criteria(key: AnswerKey, opened: str) -> Criteria:
    """Read what each item of the score sheet can earn, `{"criteria": [{"no": 1, "marks": 30}, …]}`."""
    rows = _content(key, opened).get("criteria")
    if not isinstance(rows, list) or not rows:
        raise KeyUnreadableError(key.id)
    try:
        return Criteria([Decimal(str(row["marks"])) for row in rows])
    except (TypeError, KeyError, ArithmeticError) as unreadable:
        raise KeyUnreadableError(key.id) from unreadable


def _content(key: AnswerKey, opened: str) -> dict[str, object]:
    try:
        content = json.loads(opened)
    except ValueError as unreadable:
        raise KeyUnreadableError(key.id) from unreadable
    if not isinstance(content, dict):
        raise KeyUnreadableError(key.id)
    return content
