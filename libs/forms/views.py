"""What people are shown of forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Self

from libs.chassis.identity import Actor
from libs.forms.declaration import Form, Signature
from libs.forms.desk import Office
from libs.forms.fields import Choice, Field, Number, Rows, Text, Tick
from libs.forms.missing import Lack
from libs.forms.record import FormRecord, Signed
from libs.forms.subject import Subject


@dataclass(frozen=True, kw_only=True)
class FieldView:
    """One field; what its kind does not have is empty."""

    name: str
    label: str
    kind: str
    required: bool
    hint: str
    given: bool = False
    lines: int = 1
    least: int | None = None
    most: int | None = None
    unit: str = ""
    must: bool = False
    many: bool = False
    options: Mapping[str, str] | None = None
    columns: "list[FieldView] | None" = None

    @classmethod
    def of(cls, field: Field) -> Self:
        """A field as it was declared."""
        bounds = field if isinstance(field, Number | Rows) else None
        return cls(
            name=field.name,
            label=field.label,
            kind=field.kind,
            required=field.required,
            hint=field.hint,
            given=field.given,
            lines=field.lines if isinstance(field, Text) else 1,
            least=bounds.least if bounds else None,
            most=bounds.most if bounds else None,
            unit=field.unit if isinstance(field, Number) else "",
            must=isinstance(field, Tick) and field.must,
            many=isinstance(field, Choice) and field.many,
            options=dict(field.options) if isinstance(field, Choice) else None,
            columns=[cls.of(column) for column in field.columns] if isinstance(field, Rows) else None,
        )


@dataclass(frozen=True, kw_only=True)
class PlaceView:
    """A place to sign, and how often it is signed."""

    name: str
    label: str
    people: int
    opinion: str

    @classmethod
    def of(cls, place: Signature) -> Self:
        """A place as it was declared."""
        return cls(name=place.name, label=place.label, people=place.people, opinion=place.opinion)


@dataclass(frozen=True, kw_only=True)
class FormView:
    """A declaration, as much as is needed to draw it."""

    form: str
    title: str
    about: str
    each: str
    fields: list[FieldView]
    places: list[PlaceView]
    due: str
    volume: str
    years_kept: int
    rules: list[str]
    note: str

    @classmethod
    def of(cls, form: Form) -> Self:
        """A form as it was declared."""
        return cls(
            form=form.name,
            title=form.title,
            about=form.about,
            each=form.each.value,
            fields=[FieldView.of(one) for one in form.fields],
            places=[PlaceView.of(one) for one in form.signatures],
            due=form.due.words if form.due else "",
            volume=form.volume,
            years_kept=form.years,
            rules=list(form.rules),
            note=form.note,
        )


@dataclass(frozen=True, kw_only=True)
class FactView:
    """Something that the service knows of the subject."""

    label: str
    value: str


@dataclass(frozen=True, kw_only=True)
class BlankView:
    """A form that this person can fill in about a subject."""

    form: FormView
    subject_id: str
    subject: str
    file_id: str
    facts: list[FactView]

    @classmethod
    def of(cls, form: Form, subject: Subject) -> Self:
        """An empty form."""
        return cls(
            form=FormView.of(form),
            subject_id=subject.id,
            subject=subject.title,
            file_id=subject.file_id,
            facts=[FactView(label=label, value=value) for label, value in subject.facts],
        )


@dataclass(frozen=True, kw_only=True)
class LackView:
    """A form that is not there yet, or not signed; `writable` and `signable`: by whoever asks."""

    form: str
    title: str
    about: str
    subject_id: str
    subject: str
    state: Literal["unwritten", "unsigned"]
    record_id: str | None
    person: str
    awaits: list[str]
    due: str
    due_at: datetime | None
    overdue: bool
    writable: bool
    signable: bool

    @classmethod
    def of(cls, lack: Lack, office: Office, actor: Actor, now: datetime) -> Self:
        """A lack as somebody is told it."""
        record, form, subject = lack.record, lack.form, lack.subject
        places = record.open_places(form) if record else []
        signed = record is not None and actor.id in {one.by for one in record.standing}
        fills_in = subject.lets(actor.id, actor.roles, form.filled_by) and lack.person in {"", actor.id}
        return cls(
            form=form.name,
            title=form.title,
            about=form.about,
            subject_id=subject.id,
            subject=subject.title,
            state="unsigned" if record else "unwritten",
            record_id=record.id if record else None,
            person=lack.person,
            awaits=[place.label for place in places],
            due=form.due.words if form.due else "",
            due_at=lack.due_at,
            overdue=lack.is_overdue(now),
            writable=record is None and fills_in,
            signable=record is not None
            and not signed
            and any(office.may_sign(record, form, subject, place, actor) for place in places),
        )


@dataclass(frozen=True, kw_only=True)
class RecordLine:
    """A record in a list."""

    record_id: str
    form: str
    title: str
    about: str
    subject_id: str
    subject: str
    written_by: str
    written_at: datetime
    entries: int
    complete: bool
    volume: str
    years_kept: int

    @classmethod
    def of(cls, record: FormRecord, form: Form, subject: Subject) -> Self:
        """A record with what it is about."""
        return cls(
            record_id=record.id,
            form=form.name,
            title=form.title,
            about=form.about,
            subject_id=subject.id,
            subject=subject.title,
            written_by=record.written_by,
            written_at=record.entries[0].at,
            entries=len(record.entries),
            complete=record.complete,
            volume=form.volume,
            years_kept=form.years,
        )


@dataclass(frozen=True, kw_only=True)
class FileForms:
    """The forms of a file: what is missing, what there is, and what somebody can fill in whenever it happens."""

    missing: list[LackView]
    records: list[RecordLine]
    blanks: list[BlankView]


@dataclass(frozen=True, kw_only=True)
class EntryView:
    """What was filled in at one time."""

    number: int
    by: str
    at: datetime
    reason: str
    values: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class SignedView:
    """A signature under an entry."""

    place: str
    label: str
    by: str
    at: datetime
    entry: int
    opinion: str

    @classmethod
    def of(cls, signed: Signed, form: Form) -> Self:
        """A signature with the words of its place; a place that is declared no more keeps its name."""
        place = form.place(signed.place)
        return cls(
            place=signed.place,
            label=place.label if place else signed.place,
            by=signed.by,
            at=signed.at,
            entry=signed.entry,
            opinion=signed.opinion,
        )


@dataclass(frozen=True, kw_only=True)
class RecordView:
    """One record with all its entries and signatures, and what whoever asks can do with it."""

    record_id: str
    form: FormView
    subject_id: str
    subject: str
    file_id: str
    facts: list[FactView]
    entries: list[EntryView]
    signatures: list[SignedView]
    complete: bool
    awaits: list[PlaceView]
    correctable: bool
    signable: list[str]

    @classmethod
    def of(cls, record: FormRecord, form: Form, subject: Subject, office: Office, actor: Actor) -> Self:
        """A record as this person may see it."""
        blank = BlankView.of(form, subject)
        awaits = record.open_places(form)
        has_signed = actor.id in {one.by for one in record.standing}
        return cls(
            record_id=record.id,
            form=blank.form,
            subject_id=subject.id,
            subject=subject.title,
            file_id=subject.file_id,
            facts=blank.facts,
            entries=[
                EntryView(
                    number=number,
                    by=entry.by,
                    at=entry.at,
                    reason=entry.reason,
                    values=office.values(record, entry, form, subject, actor),
                )
                for number, entry in enumerate(record.entries, start=1)
            ],
            signatures=[SignedView.of(one, form) for one in record.signatures],
            complete=record.complete,
            awaits=[PlaceView.of(place) for place in awaits],
            correctable=office.may_correct(record, form, subject, actor),
            signable=[
                place.name
                for place in awaits
                if not has_signed and office.may_sign(record, form, subject, place, actor)
            ],
        )


@dataclass(frozen=True, kw_only=True)
class OwnForms:
    """What somebody has to fill in or sign of one file."""

    file_id: str
    missing: list[LackView]


async def list_own(office: Office, file_ids: Sequence[str], actor: Actor, now: datetime) -> list[OwnForms]:
    """What waits for this person, file by file; a file in which nothing does is left out."""
    if not actor.has_any(*office.book.writers):
        return []
    found = []
    for file_id in dict.fromkeys(file_ids):
        shown = [LackView.of(one, office, actor, now) for one in await office.missing(file_id, actor)]
        mine = [one for one in shown if one.writable or one.signable]
        found += [OwnForms(file_id=file_id, missing=mine)] if mine else []
    return found


async def show_file(office: Office, file_id: str, actor: Actor, now: datetime) -> FileForms:
    """The forms of a file, as far as they concern this person."""
    subjects = await office.subjects_of(file_id)
    by_id = {(one.kind, one.id): one for one in subjects}
    lines = []
    for record in await office.records(file_id):
        form = office.book.by_name.get(record.form)
        if form is None:
            continue
        subject = by_id.get((record.about, record.subject_id)) or await office.subject(record.about, record.subject_id)
        if office.may_read(form, subject, actor):
            lines.append(RecordLine.of(record, form, subject))
    missing = await office.missing(file_id, actor)
    return FileForms(
        missing=[LackView.of(one, office, actor, now) for one in missing],
        records=lines,
        blanks=[
            BlankView.of(form, subject)
            for subject in subjects
            for form in office.book.about(subject.kind, subject.tags)
            if form.each == "case" and subject.lets(actor.id, actor.roles, form.filled_by)
        ],
    )
