"""A form that was filled in: every entry and every signature stays as it was made."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from libs.chassis.domain import Aggregate, Cipher
from libs.contracts.archive import canonical
from libs.contracts.sealing import Purpose
from libs.forms.declaration import Book, Form, Signature
from libs.forms.errors import (
    EntryOutdatedError,
    FilledInBadlyError,
    NothingCorrectedError,
    OpinionMissingError,
    PlaceFullError,
    SignedOnceError,
)
from libs.forms.subject import Subject


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What somebody filled in; the first has no reason, a correction says why."""

    by: str
    at: datetime
    values: dict[str, Any]
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Signed:
    """A signature, under the entry of this number (from 1)."""

    place: str
    by: str
    at: datetime
    entry: int
    opinion: str = ""


@dataclass(frozen=True, kw_only=True)
class Signing:
    """Where somebody signs, which entry was read, and what the signer says."""

    place: str
    entry: int
    opinion: str = ""


@dataclass(frozen=True, kw_only=True)
class Pen:
    """Who writes or signs, when and why; with it what the service has for it."""

    by: str
    at: datetime
    reason: str = ""
    book: Book
    cipher: Cipher


@dataclass(kw_only=True)
class FormRecord(Aggregate):
    """One form about one subject. A correction is an entry beside the others, and wants its own signatures."""

    id: str
    form: str
    about: str
    subject_id: str
    file_id: str
    entries: list[Entry] = field(default_factory=list)
    signatures: list[Signed] = field(default_factory=list)
    complete: bool = False

    @classmethod
    def write(cls, id: str, form: Form, subject: Subject, values: dict[str, Any], pen: Pen) -> Self:
        """Fill in a form. Raises `FilledInBadlyError`."""
        record = cls(id=id, form=form.name, about=subject.kind, subject_id=subject.id, file_id=subject.file_id)
        record._enter(form, values, pen)
        return record

    @property
    def newest(self) -> Entry:
        """What holds now."""
        return self.entries[-1]

    @property
    def written_by(self) -> str:
        """Whoever filled it in first."""
        return self.entries[0].by

    @property
    def standing(self) -> list[Signed]:
        """The signatures under what holds now."""
        return [one for one in self.signatures if one.entry == len(self.entries)]

    def is_signed(self, form: Form, number: int) -> bool:
        """Whether all have signed the entry of this number."""
        at = [one.place for one in self.signatures if one.entry == number]
        return all(at.count(place.name) >= place.people for place in form.signatures)

    def open_places(self, form: Form) -> list[Signature]:
        """Where somebody is still to sign."""
        return [place for place in form.signatures if self._signed_at(place) < place.people]

    def values(self, entry: Entry, form: Form, cipher: Cipher) -> dict[str, Any]:
        """What was filled in, with the personal values opened."""
        return form.mapped(entry.values, lambda sealed: cipher.open(sealed, purpose=Purpose.FORM_VALUE, owner=self.id))

    def correct(self, form: Form, values: dict[str, Any], pen: Pen) -> None:
        """Put another entry beside the old ones. Raises `NothingCorrectedError` or `FilledInBadlyError`."""
        if form.wrong(values) == [] and form.taken(values) == self.values(self.newest, form, pen.cipher):
            raise NothingCorrectedError

        self._enter(form, values, pen)

    def sign(self, form: Form, place: Signature, signing: Signing, pen: Pen) -> None:
        """Sign what holds now.

        Raises `EntryOutdatedError`, `SignedOnceError`, `PlaceFullError` or `OpinionMissingError`.
        """
        opinion = signing.opinion.strip()
        if signing.entry != len(self.entries):
            raise EntryOutdatedError
        if pen.by in {one.by for one in self.standing}:
            raise SignedOnceError
        if self._signed_at(place) >= place.people:
            raise PlaceFullError(place.label)
        if place.opinion and not opinion:
            raise OpinionMissingError(place.opinion, [{"field": f"opinion-{place.name}", "error": "请填写。"}])

        signed = Signed(place=place.name, by=pen.by, at=pen.at, entry=signing.entry, opinion=opinion)
        self.signatures.append(signed)
        self.complete = not self.open_places(form)
        self._tell(form, pen, "signed")

    def _enter(self, form: Form, values: dict[str, Any], pen: Pen) -> None:
        if wrong := form.wrong(values):
            raise FilledInBadlyError(form.title, [{"field": name, "error": why} for name, why in wrong])

        taken = form.taken(values)
        sealed = form.mapped(taken, lambda text: pen.cipher.seal(text, purpose=Purpose.FORM_VALUE, owner=self.id))
        self.entries.append(Entry(by=pen.by, at=pen.at, values=sealed, reason=pen.reason))
        self.complete = False
        act = "corrected" if len(self.entries) > 1 else "written"
        self._tell(form, pen, act, fingerprint=pen.cipher.fingerprint(canonical(taken)))

    def _tell(self, form: Form, pen: Pen, act: str, *, fingerprint: str | None = None) -> None:
        """What the archive keeps of it."""
        self.record(
            pen.book.recorded(
                record_id=self.id,
                form=form.name,
                title=form.title,
                about=self.about,
                subject_id=self.subject_id,
                batch_id=self.file_id,
                act=act,
                entry=len(self.entries),
                fingerprint=fingerprint,
                complete=self.complete,
                by=pen.by,
                at=pen.at,
                volume=form.volume,
                years_kept=form.years,
            )
        )

    def _signed_at(self, place: Signature) -> int:
        return sum(one.place == place.name for one in self.standing)


def record_id(form: Form, subject: Subject, *parts: str) -> str:
    """The one under which a record is found; `parts` tell those of one subject apart."""
    return "~".join((form.name, subject.id, *parts))
