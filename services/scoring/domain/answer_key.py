"""A paper's key: sealed while it lies here, opened only in the moment of marking."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from operator import eq
from typing import Self

from libs.chassis.domain import Aggregate
from libs.contracts.event import Form, Level, Part
from services.scoring.domain.errors.answer_key import (
    KeyCorrectionRefusedError,
    KeyInUseError,
    KeyUnreadableError,
    SlotTakenError,
    TheoryKeyOnlyError,
)
from services.scoring.domain.marks import in_tenths, must_be_reason
from services.scoring.domain.session import list_id_of

CHOICE, JUDGEMENT = "ABCD", "TF"
BLANK = "-"


def slot_of(list_id: str, part: Part, form: str) -> str:
    """The place of a key: one for each part and form of a list."""
    return f"{list_id}:{part}:{form}"


@dataclass(frozen=True)
class ItemAnswer:
    """One answer, by the number of its item, counted from 1; a blank is an empty text."""

    item: int
    answer: str


@dataclass(frozen=True, kw_only=True)
class KeyCorrection:
    """One right answer that was wrong: signed by two, with the sealed key of before and whose score it changed.

    One after the registration rests on a document (`authority`), and leaves alone what an objection changed (`kept`).
    """

    item: int
    reason: str
    by: str
    at: datetime
    sealed_key: str
    second_by: str = ""
    remarked: int = 0
    changed: list[str] = field(default_factory=list)
    authority: str = ""
    posted: int = 0
    kept: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Remarked:
    """What a corrected key did: by code whether the score differs; how many posted results; which were left alone."""

    differs: Mapping[str, bool]
    posted: int = 0
    kept: Sequence[str] = ()


@dataclass(kw_only=True)
class AnswerKey(Aggregate):
    """The sealed key of one paper; `id` is the paper's.

    It comes sealed, stays sealed, and is opened only in the moment of marking.
    As long as nothing was marked with it, another key of the same paper may take its place.
    A wrong answer of a theory key is corrected by two people who say the same, each for themselves: `proposed` is what
    the first of them signed.
    Each correction keeps the sealed key of before, and tells whose score it changed.
    """

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
    proposed: KeyCorrection | None = None
    corrections: list[KeyCorrection] = field(default_factory=list)

    @property
    def list_id(self) -> str:
        """The score list that its scripts count for."""
        return list_id_of(self.batch_id, self.occupation_code, self.level)

    @property
    def slot(self) -> str:
        """The place of the key: one for each part and form of a list."""
        return slot_of(self.list_id, self.part, self.form)

    def replace(self, newer: Self, *, used: bool) -> None:
        """Take another sealed key for the same paper, as long as nothing was marked with the first."""
        if newer.slot != self.slot:
            raise SlotTakenError(self.slot)
        if used:
            raise KeyInUseError

        self.proposed = None
        self.items, self.paper_digest, self.sealed_key = newer.items, newer.paper_digest, newer.sealed_key
        self.received_by, self.received_at = newer.received_by, newer.received_at

    def must_be_of_theory(self) -> None:
        """Refuse what has no right answers: practical sheets are the examiners' own to correct."""
        if self.part != "theory":
            raise TheoryKeyOnlyError

    def as_proposed(self) -> Self:
        """The key as the first of the two wants it."""
        return replace(self, sealed_key=self.proposed.sealed_key) if self.proposed else self

    def sign_correction(self, wanted: KeyCorrection, *, agreed: bool) -> bool:
        """Two people say the same, each for themselves (SCO-15); answers whether the second of them has."""
        reason, sealed_key = must_be_reason(wanted.reason), wanted.sealed_key
        first = self.proposed
        if first is None or first.by == wanted.by or not agreed or first.authority != wanted.authority:
            self.proposed = replace(wanted, reason=reason)
            return False

        self.corrections.append(replace(first, second_by=wanted.by, at=wanted.at, sealed_key=self.sealed_key))
        self.sealed_key, self.proposed = sealed_key, None
        return True

    def note_remarked(self, done: Remarked) -> KeyCorrection:
        """Keep which scripts were marked again, of which the score changed, and what came of posted results."""
        self.corrections[-1] = replace(
            self.corrections[-1],
            remarked=len(done.differs),
            changed=sorted(code for code, differs in done.differs.items() if differs),
            posted=done.posted,
            kept=sorted(done.kept),
        )
        return self.corrections[-1]


@dataclass(frozen=True)
class TheoryKey:
    """An opened key; one character an item."""

    answers: str

    @property
    def items(self) -> int:
        """How many items the paper has."""
        return len(self.answers)

    @cached_property
    def takes(self) -> Sequence[frozenset[str]]:
        """What can stand at each item: its answers, or a blank."""
        of = {right: frozenset(BLANK + (CHOICE if right in CHOICE else JUDGEMENT)) for right in CHOICE + JUDGEMENT}
        return [of[right] for right in self.answers]

    def legal(self, item: int) -> str:
        """The answers that the item (counted from 1) can have."""
        return CHOICE if self.answers[item - 1] in CHOICE else JUDGEMENT

    def correct(self, answers: str) -> int:
        """How many answers are right; a wrong one costs nothing, nor does a blank."""
        if len(answers) != self.items:
            message = "as many answers as items"
            raise ValueError(message)
        return sum(map(eq, answers, self.answers))

    def allows(self, given: ItemAnswer) -> bool:
        """Whether the paper has the item, and the item the answer. A blank is no answer."""
        return 1 <= given.item <= self.items and len(given.answer) == 1 and given.answer in self.legal(given.item)

    def corrected(self, right: ItemAnswer) -> Self:
        """The key with another right answer to one item; raises `KeyCorrectionRefusedError`."""
        if not self.allows(right):
            raise KeyCorrectionRefusedError(right.item)
        return replace(self, answers=self.answers[: right.item - 1] + right.answer + self.answers[right.item :])

    def text(self) -> str:
        """As it is sealed: by question number."""
        return json.dumps({str(no): answer for no, answer in enumerate(self.answers, 1)})


@dataclass(frozen=True, kw_only=True)
class SheetLine:
    """A line of the score sheet: what is looked at, the most that it earns (配分), and how (评分标准)."""

    no: int
    text: str
    marks: Decimal
    task: str = ""
    standard: str = ""


@dataclass(frozen=True, kw_only=True)
class Criteria:
    """An opened practical key: the score sheet line by line, and what ends the part with nothing (否定项)."""

    lines: Sequence[SheetLine]
    knockouts: Sequence[str] = ()

    @property
    def full(self) -> Decimal:
        """What all lines together can earn: 100 for each task."""
        return sum((line.marks for line in self.lines), Decimal(0))

    def fault_of(self, marks: Sequence[Decimal], knocked_out: Sequence[int]) -> str:
        """Why these marks are none by this standard (SCO-06, SCO-21), in words; nothing if they are in order."""
        if len(marks) != len(self.lines):
            return f"应评 {len(self.lines)} 项"
        for line, mark in zip(self.lines, marks, strict=True):
            if not in_tenths(mark) or mark < 0:
                return f"第 {line.no} 项得分不得为负，最多一位小数"
            if mark > line.marks:
                return f"第 {line.no} 项超过配分"
        if len({*knocked_out}) < len(knocked_out) or not {*knocked_out} <= {*range(1, len(self.knockouts) + 1)}:
            return "没有这样的否定项"
        return ""


def theory_key(key: AnswerKey, opened: str) -> TheoryKey:
    """Read the right answers by question number, `{"1": "A", "2": "T", …}`, as many as the paper has items."""
    answers = _content(key, opened)
    numbers = [str(no) for no in range(1, key.items + 1)]
    if set(answers) != set(numbers) or not all(answer in (*CHOICE, *JUDGEMENT) for answer in answers.values()):
        raise KeyUnreadableError(key.id)
    return TheoryKey("".join(str(answers[no]) for no in numbers))


def criteria(key: AnswerKey, opened: str) -> Criteria:
    """Read the score sheet, `{"criteria": [{"no": 1, "marks": 30, "text": …}, …], "knockouts": ["…"]}`."""
    content = _content(key, opened)
    rows, knockouts = content.get("criteria"), content.get("knockouts", [])
    if not isinstance(rows, list) or not isinstance(knockouts, list):
        raise KeyUnreadableError(key.id)
    try:
        sheet = Criteria(lines=[_criterion(row) for row in rows], knockouts=[str(one) for one in knockouts])
    except (AttributeError, KeyError, ValueError, ArithmeticError) as unreadable:
        raise KeyUnreadableError(key.id) from unreadable
    if sheet.full <= 0:
        raise KeyUnreadableError(key.id)
    return sheet


def _criterion(row: Mapping[str, object]) -> SheetLine:
    task, text, standard = (str(row.get(name, "")) for name in ("task", "text", "standard"))
    return SheetLine(no=int(str(row["no"])), text=text, marks=Decimal(str(row["marks"])), task=task, standard=standard)


def _content(key: AnswerKey, opened: str) -> dict[str, object]:
    try:
        content = json.loads(opened)
    except ValueError as unreadable:
        raise KeyUnreadableError(key.id) from unreadable
    if not isinstance(content, dict):
        raise KeyUnreadableError(key.id)
    return content
