"""A consultation (查阅): approved by the head, held under the eyes of two, and on record."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Self

from libs.chassis.domain import Act, Aggregate, Decision
from libs.contracts.archive import ArchiveActed
from services.archive.domain.access.person import Outsider, must_not_concern
from services.archive.domain.access.request import HeadsApproval
from services.archive.domain.errors.consultation import (
    ConsultationOverError,
    NotBothPresentError,
    RecordMissingError,
    TwoAtATimeError,
)
from services.archive.domain.item import FiledItem

Watcher = Literal["general-office", "supervisor"]
WATCHERS: tuple[Watcher, ...] = ("general-office", "supervisor")


@dataclass(kw_only=True)
class Consultation(Aggregate):
    """Somebody looks at items of a batch, for a special reason.

    `present` is who is there, by office. It is open from the moment both are there until they end it with the record
    of what was read, which is sealed.
    """

    id: str
    batch_id: str
    item_ids: list[str]
    reader: Outsider
    approval: HeadsApproval
    present: dict[Watcher, str] = field(default_factory=dict)
    opened_at: datetime | None = None
    ended_at: datetime | None = None
    read: str = ""

    @classmethod
    def ask(cls, id: str, items: Sequence[FiledItem], reader: Outsider, *, asked: Decision) -> Self:
        """Register a request. The person concerned is refused before, where people are known by fingerprint."""
        must_not_concern(items, reader.staff_id)
        request = cls(
            id=id,
            batch_id=items[0].batch_id,
            item_ids=[item.id for item in items],
            reader=reader,
            approval=HeadsApproval.ask(asked),
        )
        request._note("consultation-asked", Act(asked.by, asked.at))
        return request

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.ended_at is not None or self.approval.approved is False

    def decide(self, *, approved: bool, decision: Decision) -> None:
        """The head approves or refuses."""
        self.approval.decide(approved=approved, decision=decision, reader=self.reader.staff_id)
        self._note("consultation-approved" if approved else "consultation-refused", Act(decision.by, decision.at))

    def attend(self, office: Watcher, items: Sequence[FiledItem], *, act: Act) -> None:
        """One of the two is there, in person; once both are, the reader may look."""
        self.approval.must_be_given()
        self._must_not_be_over()
        must_not_concern(items, act.by)
        others = {person for place, person in self.present.items() if place != office}
        if act.by in {*others, self.reader.staff_id}:
            raise TwoAtATimeError

        self.present[office] = act.by
        if self.opened_at is None and len(self.present) == len(WATCHERS):
            self.opened_at = act.at
            self._note("consultation-opened", act, people=sorted(self.present.values()))

    def must_be_open(self, person: str) -> None:
        """Nothing is shown but to the two, while they are both there. Raises `NotBothPresentError`."""
        self._must_not_be_over()
        if self.opened_at is None or person not in self.present.values():
            raise NotBothPresentError

    def end(self, record: str, *, act: Act) -> None:
        """One of the two ends it, with the sealed record of what was read."""
        self.must_be_open(act.by)
        if not record:
            raise RecordMissingError

        self.ended_at, self.read = act.at, record
        self._note("consultation-ended", act)

    def _must_not_be_over(self) -> None:
        if self.is_over:
            raise ConsultationOverError

    def _note(self, deed: str, act: Act, people: Sequence[str] = ()) -> None:
        self.record(
            ArchiveActed(
                deed=deed, at=act.at, batch_id=self.batch_id, items=self.item_ids, by=act.by, people=list(people)
            )
        )
