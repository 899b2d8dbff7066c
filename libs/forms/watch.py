"""The absence of a form rings: at its time it is told what is not there, each lack once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Self

from libs.chassis.domain import Aggregate, Deadline, Repository
from libs.contracts.beijing import BEIJING, beijing_time
from libs.forms.declaration import Book
from libs.forms.missing import Lack
from libs.forms.subject import a_year, year_file, year_of

KIND = "forms-due"
# Moments move; those that are later than they were are looked at again, those that are earlier are met by the next
# midnight, of a year by that of the next Monday. All files are looked at together, whenever each of them began.
MONDAY, WEEK = 0, 7


@dataclass(kw_only=True)
class FormWatch(Aggregate):
    """Looks after the forms of one file, from one due moment to the next, until nothing that is due is missing.

    A year is looked after until its end at least, whatever is missing: cases happen all the time.
    """

    id: str
    rung: list[str] = field(default_factory=list)
    looks_at: datetime | None = None

    @classmethod
    def begin(cls, file_id: str, *, now: datetime) -> Self:
        """Look for the first time as soon as this is committed."""
        watch = cls(id=file_id)
        watch.look(now)
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
        latest = self._latest_look(now)
        for lack in lacks:
            if lack.form.due is None or lack.key in self.rung:
                continue
            if lack.due_at is None or not lack.is_overdue(now):
                waiting.append(lack.due_at or latest)
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
        end = self._ends_at
        if end is not None and now < end:
            waiting.append(end)
        self.look(min(*waiting, latest) if waiting else None)

    def following(self, now: datetime) -> str | None:
        """The file of the next year, once the watched one is over."""
        year = year_of(self.id)
        return year_file(year + 1) if year is not None and self._ends_at is not None and self._ends_at <= now else None

    def _latest_look(self, now: datetime) -> datetime:
        """The midnight in Beijing by which it looks again, however little is due."""
        today = now.astimezone(BEIJING)
        days = (MONDAY - today.weekday() - 1) % WEEK + 1 if self._ends_at else 1
        return beijing_time(today.date() + timedelta(days=days))

    @property
    def _ends_at(self) -> datetime | None:
        year = a_year(self.id)
        return year.anchors["year-end"] if year else None

    def look(self, at: datetime | None) -> None:
        """Look at this moment, or no more."""
        self.looks_at = at
        for deadline in self.awaited:
            self.set_deadline(deadline)


async def look_again(form_watches: Repository[FormWatch], file_id: str, *, now: datetime) -> None:
    """Something happened that has a time of its own: whoever looks after its file looks again at once."""
    watch = await form_watches.find_one(file_id) or FormWatch(id=file_id)
    watch.look(now)
    form_watches.save(watch)


async def watch_file(form_watches: Repository[FormWatch], file_id: str, *, now: datetime) -> None:
    """Begin to look after a file, if nobody does."""
    if await form_watches.find_one(file_id) is None:
        form_watches.save(FormWatch.begin(file_id, now=now))
