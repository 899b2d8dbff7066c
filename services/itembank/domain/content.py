"""What a paper says: numbered questions or tasks, their key, and the one byte form it is sealed in."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from libs.contracts.event import Form, Part
from services.itembank.domain.items.item import Kind
from services.itembank.domain.resources import Criterion, canonical

LETTERS = "ABCD"


@dataclass(frozen=True, kw_only=True)
class PaperOrigin:
    """What an assembly is reproduced from; the digest is of the bank's content and the blueprint.

    `gap` is by how much no form whatever could be better spread over the points; at 0 this one is proven to be at its
    best. `miss` is how far its mean difficulty lies off the target, in thousandths. Practical papers have neither.
    """

    seed: int
    solver: str
    input_digest: str
    gap: int | None = None
    miss: int | None = None


@dataclass(frozen=True, kw_only=True)
class PrintedQuestion:
    """A theory item as it stands in one form, and the version of it."""

    no: int
    item_id: str
    kind: Kind
    stem: str
    options: list[str]
    answer: str
    version: int = 1


@dataclass(frozen=True, kw_only=True)
class PrintedTask:
    """A practical item as it stands in one form, and the version of it."""

    no: int
    item_id: str
    title: str
    task: str
    minutes: int
    criteria: list[Criterion]
    knockouts: list[str] = field(default_factory=list)
    version: int = 1


@dataclass(frozen=True, kw_only=True)
class PaperContent:
    """One form of one part, complete with its answers."""

    paper_id: str
    part: Part
    form: Form
    minutes: int
    marks_each: str
    questions: list[PrintedQuestion]
    tasks: list[PrintedTask]
    provenance: PaperOrigin

    @property
    def items(self) -> int:
        """How many questions or tasks there are."""
        return len(self.questions) + len(self.tasks)

    @property
    def item_ids(self) -> list[str]:
        """The ids of all questions and tasks."""
        return [one.item_id for one in self.questions] + [one.item_id for one in self.tasks]

    def as_bytes(self) -> bytes:
        """The canonical form: equal papers, equal bytes."""
        return canonical(asdict(self))

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Read what `as_bytes` has written."""
        fields: dict[str, Any] = json.loads(content)
        fields["questions"] = [PrintedQuestion(**question) for question in fields["questions"]]
        fields["tasks"] = [
            PrintedTask(**{**task, "criteria": [Criterion(**line) for line in task["criteria"]]})
            for task in fields["tasks"]
        ]
        fields["provenance"] = PaperOrigin(**fields["provenance"])
        return cls(**fields)

    def key(self) -> dict[str, object]:
        """What it is marked by: of theory the right answers by number, of a practical paper its score sheet (SCO-06).

        The lines of the sheet are numbered through all tasks.
        """
        if self.part == "theory":
            return {str(question.no): question.answer for question in self.questions}
        lines = [(task, line) for task in self.tasks for line in task.criteria]
        return {
            "criteria": [
                {"no": no, "task": task.title, "text": line.text, "marks": line.marks, "standard": line.standard}
                for no, (task, line) in enumerate(lines, start=1)
            ],
            "knockouts": [knockout for task in self.tasks for knockout in task.knockouts],
        }
