"""What is done with forms, and what people are shown of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from libs.chassis.domain import Cipher, Repository, every
from libs.chassis.identity import Actor
from libs.forms.declaration import Book, Each, Form, Signature
from libs.forms.errors import (
    FilledInAlreadyError,
    NotFillerError,
    NotForThisError,
    NotSignerError,
    RecordNotFoundError,
)
from libs.forms.fields import MASK
from libs.forms.missing import Lack, lacks
from libs.forms.record import Entry, FormRecord, Pen, Signing, record_id
from libs.forms.subject import YEAR, Subject, Subjects, a_year
from libs.forms.watch import FormWatch, watch_file


@dataclass(frozen=True, kw_only=True)
class FormDesk:
    """What forms are kept with."""

    form_records: Repository[FormRecord]
    form_watches: Repository[FormWatch]
    cipher: Cipher


@dataclass(frozen=True, kw_only=True)
class FilledIn:
    """What is filled in about what. `case` tells this record from others where there are as many as cases."""

    subject_id: str
    values: dict[str, Any]
    case: str


@dataclass(frozen=True, kw_only=True)
class Office:
    """The forms of a service, their subjects and their records, inside one unit of work."""

    book: Book
    subjects: Subjects
    desk: FormDesk

    async def blank(self, name: str, subject_id: str, actor: Actor) -> tuple[Form, Subject]:
        """A form and what it would be about. Raises `NotFillerError` or `NotForThisError`."""
        form = self.book.form(name)
        subject = await self.subject(form.about, subject_id)
        if not subject.lets(actor.id, actor.roles, form.filled_by):
            raise NotFillerError(form.title)
        if not form.only <= subject.tags:
            raise NotForThisError(form.title)
        return form, subject

    async def write(self, name: str, filled: FilledIn, actor: Actor, *, now: datetime) -> FormRecord:
        """Fill in a form. Raises `FilledInAlreadyError`, and what `blank` raises."""
        form, subject = await self.blank(name, filled.subject_id, actor)
        parts = {Each.ONCE: (), Each.PERSON: (actor.id,), Each.CASE: (filled.case,)}[form.each]
        identifier = record_id(form, subject, *parts)
        if await self.desk.form_records.find_one(identifier):
            raise FilledInAlreadyError(form.title)

        record = FormRecord.write(identifier, form, subject, filled.values, self._pen(actor, now))
        self.desk.form_records.save(record)
        return record

    async def correct(
        self, identifier: str, values: dict[str, Any], actor: Actor, *, reason: str, now: datetime
    ) -> FormRecord:
        """Put another entry beside the old ones. Raises `NotFillerError`."""
        record, form, subject = await self.read(identifier, actor)
        if not self.may_correct(record, form, subject, actor):
            raise NotFillerError(form.title)

        record.correct(form, values, self._pen(actor, now, reason))
        self.desk.form_records.save(record)
        return record

    async def sign(self, identifier: str, signing: Signing, actor: Actor, *, now: datetime) -> FormRecord:
        """Sign what holds now. Raises `NotSignerError`."""
        record, form, subject = await self.read(identifier, actor)
        place = form.place(signing.place)
        if place is None or not self.may_sign(record, form, subject, place, actor):
            raise NotSignerError(place.label if place else form.title)

        record.sign(form, place, signing, self._pen(actor, now))
        self.desk.form_records.save(record)
        return record

    async def read(self, identifier: str, actor: Actor) -> tuple[FormRecord, Form, Subject]:
        """One record. Raises `RecordNotFoundError` for whoever may not read it, too."""
        record = await self.desk.form_records.get(identifier)
        form = self.book.form(record.form)
        subject = await self.subject(record.about, record.subject_id)
        if not self.may_read(form, subject, actor):
            raise RecordNotFoundError
        return record, form, subject

    async def missing(self, file_id: str, actor: Actor) -> list[Lack]:
        """What the subjects of a file lack, as far as it concerns this person."""
        subjects = await self.subjects_of(file_id)
        return [one for one in lacks(self.book, subjects, await self.records(file_id)) if self.concerns(one, actor)]

    async def records(self, file_id: str) -> list[FormRecord]:
        """All records of a file, in order of their ids."""
        return [one async for one in every(self.desk.form_records, {"file_id": file_id})]

    async def ring(self, file_id: str, *, now: datetime) -> None:
        """Tell what is overdue; behind the end of a year the next one is watched as well."""
        watch = await self.desk.form_watches.get(file_id)
        if (following := watch.following(now)) is not None:
            await watch_file(self.desk.form_watches, following, now=now)
        found = lacks(self.book, await self.subjects_of(file_id), await self.records(file_id))
        watch.ring(found, self.book, now=now)
        self.desk.form_watches.save(watch)

    async def subject(self, kind: str, identifier: str) -> Subject:
        """What a form is about. Raises `SubjectNotFoundError`."""
        return (a_year(identifier) if kind == YEAR else None) or await self.subjects.get(kind, identifier)

    async def subjects_of(self, file_id: str) -> list[Subject]:
        """All that hang on a file; first the year, if it is one's."""
        year = a_year(file_id)
        return [*([year] if year else []), *await self.subjects.of_file(file_id)]

    # ---- who

    def may_correct(self, record: FormRecord, form: Form, subject: Subject, actor: Actor) -> bool:
        """Whoever fills in the form here; where each fills in an own one, that person alone."""
        is_own = form.each is not Each.PERSON or actor.id == record.written_by
        return is_own and subject.lets(actor.id, actor.roles, form.filled_by)

    def may_sign(self, record: FormRecord, form: Form, subject: Subject, place: Signature, actor: Actor) -> bool:
        """Whether this is a place for somebody; where each fills in an own form, the writer's place is the writer's."""
        is_the_writers = form.each is Each.PERSON and set(place.roles) <= set(form.filled_by)
        is_own = not is_the_writers or actor.id == record.written_by
        return is_own and subject.lets(actor.id, actor.roles, place.roles)

    def may_read(self, form: Form, subject: Subject, actor: Actor) -> bool:
        """Whoever fills in or signs here, and the readers of the form and of the book."""
        return self.sees_personal(form, subject, actor) or actor.has_any(*form.readers, *self.book.readers)

    def sees_personal(self, form: Form, subject: Subject, actor: Actor) -> bool:
        """Whoever fills in or signs here."""
        return subject.lets(actor.id, actor.roles, form.writers)

    def concerns(self, lack: Lack, actor: Actor) -> bool:
        """Whether somebody is told that this is missing."""
        is_anothers = lack.form.each is Each.PERSON and lack.record is None and lack.person != actor.id
        return self.may_read(lack.form, lack.subject, actor) and not (
            is_anothers and not actor.has_any(*lack.form.readers, *self.book.readers)
        )

    def values(self, record: FormRecord, entry: Entry, form: Form, subject: Subject, actor: Actor) -> Mapping[str, Any]:
        """What stands in an entry; personal values for those who fill in or sign, masked for all others."""
        if self.sees_personal(form, subject, actor):
            return record.values(entry, form, self.desk.cipher)
        return form.mapped(entry.values, lambda _: MASK)

    def _pen(self, actor: Actor, now: datetime, reason: str = "") -> Pen:
        return Pen(by=actor.id, at=now, reason=reason, book=self.book, cipher=self.desk.cipher)
