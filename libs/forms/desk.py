"""What is done with forms, and what people are shown of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from libs.chassis.domain import Cipher, Repository, every
from libs.chassis.identity import Actor
from libs.forms.account import Account, Counted, account_id, changes, counted
from libs.forms.declaration import Book, Each, Form, Ledger, Signature
from libs.forms.errors import (
    FilledInAlreadyError,
    NotFillerError,
    NotForThisError,
    NotSignerError,
    RecordNotFoundError,
    SubjectNotFoundError,
)
from libs.forms.fields import MASK
from libs.forms.ledger import BOOKED, COUNTED, DIFFERENCE, ITEM, LEDGER
from libs.forms.missing import Lack, lacks
from libs.forms.record import Entry, FormRecord, Pen, Signing, record_id
from libs.forms.subject import Subject, Subjects, a_year, role_of
from libs.forms.watch import FormWatch, look_again, watch_file


@dataclass(frozen=True, kw_only=True)
class FormDesk:
    """What forms are kept with."""

    form_records: Repository[FormRecord]
    form_watches: Repository[FormWatch]
    ledger_accounts: Repository[Account]
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

        values = await self._filled(form, filled.values, None)
        record = FormRecord.write(identifier, form, subject, values, self._pen(actor, now))
        await self._keep(record, form, {}, now=now)
        return record

    async def correct(
        self, identifier: str, values: dict[str, Any], actor: Actor, *, reason: str, now: datetime
    ) -> FormRecord:
        """Put another entry beside the old ones. Raises `NotFillerError`."""
        record, form, subject = await self.read(identifier, actor)
        if not self.may_correct(record, form, subject, actor):
            raise NotFillerError(form.title)

        before = self._counted(record, form)
        record.correct(form, await self._filled(form, values, record), self._pen(actor, now, reason))
        await self._keep(record, form, before, now=now)
        return record

    async def sign(self, identifier: str, signing: Signing, actor: Actor, *, now: datetime) -> FormRecord:
        """Sign what holds now. Raises `NotSignerError`."""
        record, form, subject = await self.read(identifier, actor)
        place = form.place(signing.place)
        if place is None or not self.may_sign(record, form, subject, place, actor):
            raise NotSignerError(place.label if place else form.title)

        before = self._counted(record, form)
        record.sign(form, place, signing, self._pen(actor, now))
        await self._keep(record, form, before, now=now)
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
        match kind:
            case "year":
                found = a_year(identifier)
            case "ledger":
                found = self._ledger(*identifier.rsplit("~", 1))
            case _:
                found = await self.subjects.get(kind, identifier)
        if found is None:
            raise SubjectNotFoundError
        return found

    async def subjects_of(self, file_id: str) -> list[Subject]:
        """All that hang on a file; first the year, if it is one's, and its ledgers."""
        year = a_year(file_id)
        own = [year, *(self._ledger(one.name, file_id) for one in self.book.ledgers)] if year else []
        return [*filter(None, own), *await self.subjects.of_file(file_id)]

    # ---- ledgers

    async def accounts(self, ledger: Ledger) -> list[Account]:
        """What there is of each item, in order of the items."""
        found = [one async for one in every(self.desk.ledger_accounts, {"ledger": ledger.name})]
        return sorted(found, key=lambda one: one.item)

    async def entries(self, ledger: Ledger) -> list[FormRecord]:
        """All that was ever entered, in order of time."""
        names = [form.name for form in ledger.forms]
        found = [record for name in names async for record in every(self.desk.form_records, {"form": name})]
        return sorted(found, key=lambda one: (one.entries[0].at, one.id))

    def _ledger(self, name: str, file_id: str = "") -> Subject | None:
        """A ledger in a year: what its entries are about."""
        year = a_year(file_id)
        ledger = next((one for one in self.book.ledgers if one.name == name), None)
        if year is None or ledger is None:
            return None
        return replace(
            year,
            kind=LEDGER,
            id=f"{name}~{file_id}",
            title=f"{ledger.title} {year.title}",
            tags=frozenset({name}),
        )

    async def _account(self, ledger: Ledger, item: str) -> Account:
        found = await self.desk.ledger_accounts.find_one(account_id(ledger, item))
        return found or Account.opened(ledger, item)

    async def _filled(self, form: Form, values: dict[str, Any], earlier: FormRecord | None) -> dict[str, Any]:
        """The same values, and at a stocktake what the ledger said when it was taken."""
        ledger = self.book.counts(form)
        values = {name: value for name, value in values.items() if not form.is_given(name)}
        if ledger is None or form.wrong_fields(values):
            return values
        said = earlier.entries[0].values if earlier else {}
        booked = said.get(BOOKED)
        if booked is None or said[ITEM] != values[ITEM]:
            booked = (await self._account(ledger, values[ITEM])).there(ledger)
        return values | {BOOKED: booked, DIFFERENCE: values[COUNTED] - booked}

    def _counted(self, record: FormRecord, form: Form) -> Counted:
        entry = self.book.booked_in(form)
        return counted(record, form, entry[1].way) if entry else {}

    async def _keep(self, record: FormRecord, form: Form, before: Counted, *, now: datetime) -> None:
        """Save it; what it changes in a ledger is counted there in the same commit, or nothing is."""
        if entry := self.book.booked_in(form):
            ledger, move = entry
            for item, change in changes(before, self._counted(record, form)).items():
                account = await self._account(ledger, item)
                account.move(ledger, move, change)
                self.desk.ledger_accounts.save(account)
        self.desk.form_records.save(record)
        if form.due and form.each is Each.CASE:
            await look_again(self.desk.form_watches, record.file_id, now=now)

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

    def may_read_ledger(self, ledger: Ledger, actor: Actor) -> bool:
        """Whoever enters or signs anything in it, and the readers of the ledger and of the book."""
        people = {role_of(one) for form in ledger.forms for one in form.writers}
        return actor.has_any(*people, *ledger.readers, *self.book.readers)

    def values(self, record: FormRecord, entry: Entry, form: Form, subject: Subject, actor: Actor) -> Mapping[str, Any]:
        """What stands in an entry; personal values for those who fill in or sign, masked for all others."""
        if self.sees_personal(form, subject, actor):
            return record.values(entry, form, self.desk.cipher)
        return form.mapped(entry.values, lambda _: MASK)

    def _pen(self, actor: Actor, now: datetime, reason: str = "") -> Pen:
        return Pen(by=actor.id, at=now, reason=reason, book=self.book, cipher=self.desk.cipher)
