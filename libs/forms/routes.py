"""The routes that a service has by its book of forms."""

import uuid
from functools import cache
from typing import Annotated, Any, Self

from fastapi import Depends, Query, Response
from pydantic import BaseModel, Field

from libs.chassis.identity import Actor
from libs.chassis.web.http import Now, Routes, Strict, allow, provided, repositories, versioned
from libs.contracts.event import Whole
from libs.forms import ledger_views, views
from libs.forms.declaration import Book
from libs.forms.desk import FilledIn, FormDesk, Office
from libs.forms.press import Press
from libs.forms.record import FormRecord, Signing
from libs.forms.subject import Subjects

# As many fields as the longest form has, and more.
MOST_FIELDS = 200
# All of a file is looked through: somebody asks for those that are worked on.
MOST_FILES = 20
Values = Annotated[dict[str, Any], Field(max_length=MOST_FIELDS)]
Words = Annotated[str, Field(max_length=500)]
Reason = Annotated[str, Field(min_length=2, max_length=500)]
Staff = Annotated[Actor, allow.staff()]
SubjectId = Annotated[str, Field(min_length=1, max_length=200)]


class WritingBody(Strict):
    """A form as it was filled in."""

    subject_id: SubjectId
    values: Values


class CorrectionBody(Strict):
    """The whole form as it should be, and why."""

    values: Values
    reason: Reason


class SigningBody(Strict):
    """Where somebody signs, and which entry was read."""

    place: SubjectId
    entry: Annotated[Whole, Field(ge=1)]
    opinion: Words = ""


class Written(BaseModel):
    """Where the record is found."""

    record_id: str
    entry: int
    complete: bool

    @classmethod
    def of(cls, record: FormRecord) -> Self:
        """The record as it stands now."""
        return cls(record_id=record.id, entry=len(record.entries), complete=record.complete)


@cache
def form_routes(book: Book, kinds: type[Subjects]) -> tuple[Routes, Routes]:
    """Declarations, what is missing, records, corrections, signatures, prints.

    `kinds` is the dataclass of repositories that finds what the forms are about. Made once, as a service's own routes
    are: they hold nothing of the service that is asked.
    """

    async def office(
        desk: Annotated[FormDesk, repositories(FormDesk)], subjects: Annotated[Subjects, repositories(kinds)]
    ) -> Office:
        return Office(book=book, subjects=subjects, desk=desk)

    router = Routes(prefix="/forms", tags=["forms"], dependencies=[versioned(record_id="form_records")])
    _reading(router, book, Depends(office))
    if book.by_name:
        _writing(router, book, Depends(office))
    ledgers = Routes(prefix="/ledgers", tags=["forms"])
    _ledgers(ledgers, Depends(office))
    return router, ledgers


def _reading(router: Routes, book: Book, office: Any) -> None:
    @router.get("")
    async def list_forms(_: Staff) -> list[views.FormView]:
        """Every form there is, as it was declared."""
        return [views.FormView.of(form) for form in book.by_name.values()]

    @router.get("/files/{file_id}")
    async def show_file(file_id: str, at: Annotated[Office, office], actor: Staff, now: Now) -> views.FileForms:
        """What is missing in a batch or a year and what there is, as far as it concerns whoever asks."""
        return await views.show_file(at, file_id, actor, now)

    @router.get("/mine")
    async def list_own(
        at: Annotated[Office, office],
        actor: Staff,
        now: Now,
        file: Annotated[list[SubjectId], Query(default_factory=list, max_length=MOST_FILES)],
    ) -> list[views.OwnForms]:
        """What whoever asks has to fill in or sign, of the files that are named."""
        return await views.list_own(at, file, actor, now)

    @router.get("/{form}/blanks/{subject_id}")
    async def show_blank(form: str, subject_id: str, at: Annotated[Office, office], actor: Staff) -> views.BlankView:
        """The empty form about a subject, for whoever fills it in."""
        return views.BlankView.of(*await at.blank(form, subject_id, actor))

    @router.get("/records/{record_id}")
    async def show_record(record_id: str, at: Annotated[Office, office], actor: Staff) -> views.RecordView:
        """One record with all its entries and signatures."""
        return views.RecordView.of(*await at.read(record_id, actor), at, actor)

    @router.get("/records/{record_id}/pdf", response_class=Response)
    async def print_record(
        record_id: str,
        at: Annotated[Office, office],
        press: Annotated[Press, provided("form_press")],
        actor: Staff,
        now: Now,
    ) -> Response:
        """The record as it is filed."""
        record, form, subject = await at.read(record_id, actor)
        shown = views.RecordView.of(record, form, subject, at, actor)
        return Response(await press.print(shown, form, by=actor.id, at=now), media_type="application/pdf")


def _ledgers(router: Routes, office: Any) -> None:
    @router.get("")
    async def list_ledgers(at: Annotated[Office, office], actor: Staff) -> list[ledger_views.LedgerLine]:
        """Every ledger that whoever asks may read."""
        return ledger_views.list_ledgers(at, actor)

    @router.get("/{name}/{year}")
    async def show_ledger(name: str, year: int, at: Annotated[Office, office], actor: Staff) -> ledger_views.LedgerView:
        """What there is of each item, and the lines of a year."""
        return await ledger_views.show_ledger(at, name, year, actor)

    @router.get("/{name}/{year}/pdf", response_class=Response)
    async def print_ledger(  # noqa: PLR0913, PLR0917 -- FastAPI injects them
        name: str,
        year: int,
        at: Annotated[Office, office],
        press: Annotated[Press, provided("form_press")],
        actor: Staff,
        now: Now,
    ) -> Response:
        """The ledger as it is filed."""
        shown = await ledger_views.show_ledger(at, name, year, actor)
        return Response(await press.print_ledger(shown, by=actor.id, at=now), media_type="application/pdf")


def _writing(router: Routes, book: Book, office: Any) -> None:
    Writer = Annotated[Actor, allow(*book.writers)]  # noqa: N806 -- a type

    @router.post("/{form}/records", status_code=201)
    async def write_form(
        form: str, body: WritingBody, at: Annotated[Office, office], actor: Writer, now: Now
    ) -> Written:
        """Fill in a form."""
        filled = FilledIn(subject_id=body.subject_id, values=body.values, case=uuid.uuid4().hex[:12])
        return Written.of(await at.write(form, filled, actor, now=now))

    @router.post("/records/{record_id}/corrections", status_code=201)
    async def correct_record(
        record_id: str, body: CorrectionBody, at: Annotated[Office, office], actor: Writer, now: Now
    ) -> Written:
        """Put what is right beside what was written; nothing is overwritten."""
        return Written.of(await at.correct(record_id, body.values, actor, reason=body.reason, now=now))

    @router.post("/records/{record_id}/signatures", status_code=201)
    async def sign_record(
        record_id: str, body: SigningBody, at: Annotated[Office, office], actor: Writer, now: Now
    ) -> Written:
        """Sign the entry that was read."""
        signing = Signing(place=body.place, entry=body.entry, opinion=body.opinion)
        return Written.of(await at.sign(record_id, signing, actor, now=now))
