"""What lies beside the items of a bank file: acceptance, the record of the making, or that of the isolation."""

from typing import Annotated, Literal

from pydantic import Field

from libs.chassis.domain import Act
from libs.chassis.web.http import Strict
from libs.contracts.event import Day, Whole
from services.itembank.domain.bank import Acceptance, Delivery, Expertise
from services.itembank.domain.writing.element_table import ElementTable, Importance, TablePoint, TableRange
from services.itembank.domain.writing.making import CompilationNote, InternalReview, Making, RevisionPapers, WritingStep
from services.itembank.domain.writing.provenance import CityApproval, IsolatedWriting, Origin

Words = Annotated[str, Field(max_length=20_000)]
Short = Annotated[str, Field(max_length=200)]


class AcceptanceBody(Strict):
    """`members` is the whole group, `fields` what each knows; one that does not pass the bank gives its `opinion`."""

    accepted_on: Day
    signatures: list[str]
    members: list[str]
    fields: dict[str, Expertise]
    passed: bool = True
    opinion: str = Field(default="", max_length=2000)

    def acceptance(self) -> Acceptance:
        return Acceptance(
            accepted_on=self.accepted_on,
            signatures=self.signatures,
            members=self.members,
            fields=self.fields,
            passed=self.passed,
            opinion=self.opinion,
        )


class TableRangeBody(Strict):
    code: Short
    name: Short
    level: Literal[1, 2, 3]
    weight: Whole


class TablePointBody(Strict):
    code: Short
    name: Short
    importance: Importance


class ElementTableBody(Strict):
    ranges: list[TableRangeBody]
    points: list[TablePointBody]

    def table(self) -> ElementTable:
        return ElementTable(
            ranges=[
                TableRange(code=body.code, name=body.name, level=body.level, weight=body.weight) for body in self.ranges
            ],
            points=[TablePoint(code=body.code, name=body.name, importance=body.importance) for body in self.points],
        )


class WritingStepBody(Strict):
    name: Short
    ended_on: Day
    people: list[Short]
    result: Words


class NoteBody(Strict):
    principles: Words
    content: Words
    comparison: Words = ""
    trials: Words
    measures: Words
    summary: Words


class RevisionBody(Strict):
    comments: Words
    minutes: Words
    trial_analysis: Words


class ReviewBody(Strict):
    reviewers: list[Short]
    in_order: list[Short]


class MakingBody(Strict):
    """The record of the seven steps, with the element table, the note, the internal review and a revision's papers."""

    steps: list[WritingStepBody]
    table: ElementTableBody
    note: NoteBody
    review: ReviewBody
    revision: RevisionBody | None = None

    def making(self) -> Making:
        return Making(
            steps=[
                WritingStep(name=body.name, ended_on=body.ended_on, people=body.people, result=body.result)
                for body in self.steps
            ],
            table=self.table.table(),
            note=CompilationNote(
                principles=self.note.principles,
                content=self.note.content,
                comparison=self.note.comparison,
                trials=self.note.trials,
                measures=self.note.measures,
                summary=self.note.summary,
            ),
            review=InternalReview(reviewers=self.review.reviewers, in_order=self.review.in_order),
            revision=RevisionPapers(
                comments=self.revision.comments,
                minutes=self.revision.minutes,
                trial_analysis=self.revision.trial_analysis,
            )
            if self.revision
            else None,
        )


class IsolationBody(Strict):
    city_answer: Short
    place: Short
    from_day: Day
    until_day: Day
    writers: list[Short]

    def isolation(self) -> IsolatedWriting:
        return IsolatedWriting(
            city_answer=self.city_answer,
            place=self.place,
            from_day=self.from_day,
            until_day=self.until_day,
            writers=self.writers,
        )


class DeliveredBody(Strict):
    """Where the items of a bank file come from; `own` are those that the institution made."""

    origin: Origin = "own"
    making: MakingBody | None = None
    isolation: IsolationBody | None = None
    acceptance: AcceptanceBody | None = None

    def delivery(self) -> Delivery:
        return Delivery(
            origin=self.origin,
            making=self.making.making() if self.making else None,
            isolation=self.isolation.isolation() if self.isolation else None,
            acceptance=self.acceptance.acceptance() if self.acceptance else None,
        )


class CityApprovalBody(Strict):
    """The city centre's answer by its number."""

    reference: str = Field(min_length=1, max_length=200)
    approved_on: Day

    def approval(self, act: Act) -> CityApproval:
        return CityApproval.enter(reference=self.reference, approved_on=self.approved_on, act=act)
