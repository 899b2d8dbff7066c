"""The absence of a form rings: at its time it is told what is not there, each lack once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Self

from libs.chassis.domain import Aggregate, Deadline
from libs.forms.declaration import Book
from libs.forms.missing import Lack

KIND = "forms-due"
# Moments move; those that are later than they were are looked at again, those that are earlier are met within a day.
LOOKS_EVERY = timedelta(days=1)


@dataclass(kw_only=True)
class FormWatch(Aggregate):
    """Looks after the forms of one batch, from one due moment to the next, until nothing that is due is missing."""

    id: str
    rung: list[str] = field(default_factory=list)
    looks_at: datetime | None = None

    @classmethod
    def begin(cls, batch_id: str, *, now: datetime) -> Self:
        """Look for the first time as soon as this is committed."""
        watch = cls(id=batch_id)
        watch._look(now)
        return watch

    @property
    def awaited(self) -> Sequence[Deadline]:
        """Its next look."""
        if self.looks_at is None:
            return []
        return [Deadline(key=f"{KIND}/{self.id}", due_at=self.looks_at, kind=KIND, payload={"id": self.id})]

    def ring(self, lacks: Iterable[Lack], book: Book, *, now: datetime) -> None:
        """Tell what is overdue and was not told before; look again when the next is due."""
        waiting = []
        for lack in lacks:
            if lack.form.due is None or lack.key in self.rung:
                continue
            if lack.due_at is None or not lack.is_overdue(now):
                waiting.append(lack.due_at or now + LOOKS_EVERY)
                continue
            self.rung.append(lack.key)
            self.record(
                book.overdue(
                    form=lack.form.name,
                    title=lack.form.title,
                    about=lack.subject.kind,
                    subject_id=lack.subject.id,
                    batch_id=self.id,
                    due_at=lack.due_at,
                    written=lack.record is not None,
                    overdue_at=now,
                )
            )
        self._look(min(*waiting, now + LOOKS_EVERY) if waiting else None)

    def _look(self, at: datetime | None) -> None:
        self.looks_at = at
        for deadline in self.awaited:
            self.set_deadline(deadline)
