"""What a paper says: numbered questions or tasks, their key, and the one byte form it is sealed in."""

import json
from dataclasses import asdict, dataclass
from typing import Any, Self

from libs.contracts.event import Form, Part
from services.itembank.domain.bank import Kind
from services.itembank.domain.resources import Criterion, canonical

LETTERS = "ABCD"


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """What an assembly is reproduced from; the digest is of the bank's content and the blueprint."""

    seed: int
    solver: str
    input_digest: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """A theory item as it stands in one form."""

    no: int
    item_id: str
    kind: Kind
    stem: str
    options: list[str]
    answer: str


@dataclass(frozen=True, kw_only=True)
class Task:
    """A practical item as it stands in one form."""

    no: int
    item_id: str
    title: str
    task: str
    minutes: int
    criteria: list[Criterion]


@dataclass(frozen=True, kw_only=True)
class PaperContent:
    """One form of one part, complete with its answers."""

    paper_id: str
    part: Part
    form: Form
    minutes: int
    marks_each: str
    questions: list[Question]
    tasks: list[Task]
    provenance: Provenance

    @property
    def items(self) -> int:
        """How many questions or tasks there are."""
        return len(self.questions) + len(self.tasks)

    def as_bytes(self) -> bytes:
        """The canonical form: equal papers, equal bytes."""
        return canonical(asdict(self))

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """What `as_bytes` made."""
        fields: dict[str, Any] = json.loads(content)
        fields["questions"] = [Question(**one) for one in fields["questions"]]
        fields["tasks"] = [
            Task(**{**one, "criteria": [Criterion(**line) for line in one["criteria"]]}) for one in fields["tasks"]
        ]
        fields["provenance"] = Provenance(**fields["provenance"])
        return cls(**fields)

    def for_the_room(self) -> dict[str, Any]:
        """What candidates and examiners get: no answers, no item ids, no seed."""
        return {
            "paper_id": self.paper_id,
            "part": self.part,
            "form": self.form,
            "minutes": self.minutes,
            "questions": [
                {
                    "no": one.no,
                    "kind": one.kind,
                    "marks": self.marks_each,
                    "stem": one.stem,
                    "options": dict(zip(LETTERS, one.options, strict=False)),
                }
                for one in self.questions
            ],
            "tasks": [{k: v for k, v in asdict(one).items() if k != "item_id"} for one in self.tasks],
        }

    def for_review(self) -> dict[str, Any]:
        """Everything, for the reviewer."""
        return asdict(self)

    def key(self) -> dict[str, str]:
        """Right answers by question number."""
        return {str(one.no): one.answer for one in self.questions}
