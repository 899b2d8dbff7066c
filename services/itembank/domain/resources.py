"""What experts deliver for one occupation and level: points, items and tasks, in full text."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, Self

from services.itembank.domain.errors.resources import SubjectMismatchError

Category = Literal["technical", "knowledge", "compound"]


def subject_id(occupation_code: str, level: int) -> str:
    """The id that the bank and the blueprint of an occupation and level share."""
    return f"{occupation_code}-{level}"


def must_be_of_subject(occupation_code: str, level: int, *, expected: str) -> None:
    """What is sent for one occupation and level must not name another."""
    if subject_id(occupation_code, level) != expected:
        raise SubjectMismatchError(expected)


def canonical(content: object) -> bytes:
    """The one JSON form that digests are taken of: keys sorted, no blanks, UTF-8."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(content: bytes) -> str:
    """SHA-256 of some content, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Point:
    """A row of the element table (鉴定点); its code begins with the code of its range."""

    code: str
    name: str
    weight: float = 0


@dataclass(frozen=True, kw_only=True)
class TheoryItem:
    """A single-choice or true/false item. An enemy gives away, or repeats, this one."""

    item_id: str
    kind: str
    point: str
    difficulty: float
    stem: str
    options: list[str]
    answer: str
    enemies: list[str] = field(default_factory=list)
    keep_option_order: bool = False


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """A line of a practical score sheet: what is looked at, the most it earns (配分), and how (评分标准)."""

    no: int
    text: str
    marks: int
    standard: str = ""


@dataclass(frozen=True, kw_only=True)
class PracticalTask:
    """A practical item with its scoring criteria, 100 marks together; a knock-out (否定项) ends it with none."""

    item_id: str
    point: str
    title: str
    task: str
    minutes: int
    criteria: list[Criterion]
    knockouts: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class DefenceQuestion:
    """A thesis-defence or technical-review item of levels 2 and 1."""

    item_id: str
    point: str
    question: str


ItemContent = TheoryItem | PracticalTask | DefenceQuestion


def asked_by(content: ItemContent) -> str:
    """What a candidate reads of it, without options."""
    match content:
        case TheoryItem():
            return content.stem
        case PracticalTask():
            return f"{content.title}\n{content.task}"
        case DefenceQuestion():
            return content.question


@dataclass(frozen=True, kw_only=True)
class Resources:
    """Everything that one bank is made of."""

    occupation_code: str
    level: int
    category: Category = "technical"
    points: list[Point]
    theory: list[TheoryItem]
    practical: list[PracticalTask]
    defence: list[DefenceQuestion] = field(default_factory=list)

    def with_contents(self, contents: Sequence[ItemContent]) -> Self:
        """The same occupation and points, but made of these, in their order."""
        return replace(
            self,
            theory=[one for one in contents if isinstance(one, TheoryItem)],
            practical=[one for one in contents if isinstance(one, PracticalTask)],
            defence=[one for one in contents if isinstance(one, DefenceQuestion)],
        )

    def as_bytes(self) -> bytes:
        """The form that is digested and kept under lock."""
        return canonical(asdict(self))

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Read what `as_bytes` has written."""
        fields: dict[str, Any] = json.loads(content)
        fields["points"] = [Point(**point) for point in fields["points"]]
        fields["theory"] = [TheoryItem(**item) for item in fields["theory"]]
        fields["practical"] = [
            PracticalTask(**{**task, "criteria": [Criterion(**line) for line in task["criteria"]]})
            for task in fields["practical"]
        ]
        fields["defence"] = [DefenceQuestion(**question) for question in fields["defence"]]
        return cls(**fields)
