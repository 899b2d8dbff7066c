"""What is not there: forms that nobody has filled in, and signatures that are still to come."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from libs.forms.declaration import Book, Each, Form
from libs.forms.record import FormRecord
from libs.forms.subject import Subject


@dataclass(frozen=True, kw_only=True)
class Lack:
    """One form that one subject lacks: unwritten (by this person, where each fills in an own one), or unsigned."""

    form: Form
    subject: Subject
    due_at: datetime | None
    record: FormRecord | None = None
    person: str = ""

    @property
    def key(self) -> str:
        """The same as long as it is the same lack; a signature that is missing afterwards is no new one."""
        if self.record is not None and self.form.each is Each.CASE:
            return self.record.id
        return "~".join(filter(None, (self.form.name, self.subject.id, self.person)))

    def is_overdue(self, now: datetime) -> bool:
        """Whether it should be there by now."""
        return self.due_at is not None and self.due_at <= now


def lacks(book: Book, subjects: Iterable[Subject], records: Iterable[FormRecord]) -> Iterator[Lack]:
    """All that the subjects lack, by subject and in the order of the book."""
    of = defaultdict(list)
    for record in records:
        of[record.form, record.subject_id].append(record)
    for subject in subjects:
        for form in book.about(subject.kind, subject.tags):
            due_at = form.due_at(subject.anchors)
            found = of[form.name, subject.id]
            for person in _unwritten(form, subject, found):
                yield Lack(form=form, subject=subject, due_at=due_at, person=person)
            for record in found:
                if not record.complete:
                    by = "" if form.each is Each.ONCE else record.written_by
                    due_at = form.due_at(subject.anchors, record.newest.values)
                    yield Lack(form=form, subject=subject, due_at=due_at, record=record, person=by)


def _unwritten(form: Form, subject: Subject, found: list[FormRecord]) -> Iterator[str]:
    """Who is still to write; the empty name where it may be anybody for whom the form is."""
    if form.each is Each.ONCE and not found:
        yield ""
    if form.each is Each.PERSON:
        on_duty = frozenset[str]().union(*(subject.people.get(role, frozenset()) for role in form.filled_by))
        yield from sorted(on_duty - {record.written_by for record in found})
