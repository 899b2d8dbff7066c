"""Forms of all services, as they declare them: what is missing, filling in, signing, correcting, history."""

import asyncio
import re
from collections.abc import Sequence
from typing import Annotated, Any, Literal, get_args

from fastapi import Form, Path, Query, Request
from fastapi.responses import Response

from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit, Visit
from apps.gateway.routes.office.batches import told_of
from apps.gateway.screens.fields import SentKey
from apps.gateway.screens.form_fields import rows_of, sent_values, shown, typed_values
from apps.gateway.screens.page_map import address
from libs.contracts.beijing import beijing_day

pages = Pages()

Keeper = Literal["registration", "scheduling", "itembank", "scoring", "certification", "archive"]
FORM_SERVICES: tuple[Keeper, ...] = get_args(Keeper)
YEARS = re.compile("year-(20[0-9]{2})")
Year = Annotated[int, Path(ge=2000, le=2099)]
MoreRows = Annotated[int, Query(ge=0, le=200)]
RECORD = "/forms/records/{record_id}"
ABOUT = {
    "batch": "批次",
    "site": "考点",
    "session": "场次",
    "year": "年度",
    "ledger": "台账",
    "bank": "题库",
    "paper": "试卷",
    "person": "人员",
    "certificate": "证书",
}


@pages.shows("forms")
async def show_forms(visit: InVisit, batch_id: str) -> Response:
    return await _file(visit, batch_id)


@pages.shows("this_year")
async def show_this_year(visit: InVisit) -> Response:
    """The year that it is."""
    return await _file(visit, f"year-{beijing_day(visit.exam_now).year}")


@pages.shows("year_forms")
async def show_year(visit: InVisit, year: Year) -> Response:
    return await _file(visit, f"year-{year}")


async def own_forms(visit: Visit, batch_ids: Sequence[str]) -> tuple[list[dict[str, Any]], list[str]]:
    """What this person has to fill in or sign in these batches and this year, what is due first first; who is away."""
    files = [*batch_ids, f"year-{beijing_day(visit.exam_now).year}"]
    told = await asyncio.gather(*(told_of(visit, one, "/forms/mine", query={"file": files}) for one in FORM_SERVICES))
    found = [
        {**line, "keeper": keeper, "file": file_of(one["file_id"])}
        for keeper, answer in zip(FORM_SERVICES, told, strict=True)
        if isinstance(answer, list)
        for one in answer
        for line in one["missing"]
    ]
    found.sort(key=lambda one: (not one["overdue"], one["due_at"] or "9"))
    return found, [one for one in told if isinstance(one, str)]


async def _file(visit: Visit, file_id: str) -> Response:
    """What is missing first, the overdue before all; then what there is."""
    told = await asyncio.gather(
        *(told_of(visit, one, "/forms/files/{file_id}", file_id=file_id) for one in FORM_SERVICES)
    )
    found = [(keeper, one) for keeper, one in zip(FORM_SERVICES, told, strict=True) if isinstance(one, dict)]

    def every(kind: str) -> list[dict[str, Any]]:
        return [{**line, "keeper": keeper} for keeper, one in found for line in one[kind]]

    return visit.draw(
        f"{visit.page.name}.html",
        file_id=file_id,
        year=_year(file_id),
        away=[one for one in told if isinstance(one, str)],
        missing=sorted(every("missing"), key=lambda one: (not one["overdue"], one["due_at"] or "9")),
        records=every("records"),
        blanks=every("blanks"),
        about=ABOUT,
    )


@pages.shows("new_form")
async def show_new_form(visit: InVisit, keeper: Keeper, form: str, subject_id: str, more: MoreRows = 0) -> Response:
    blank = await visit.ask(keeper).get("/forms/{form}/blanks/{subject_id}", form=form, subject_id=subject_id)
    page_form = visit.form("new_form", keeper=keeper, form=form, subject_id=subject_id)
    return visit.draw(
        "new_form.html", blank=blank, form=page_form, rows=_rows(page_form.typed, more), file=file_of(blank["file_id"])
    )


@pages.does("new_form")
async def fill_in(  # noqa: PLR0913, PLR0917 -- FastAPI injects them
    visit: InVisit, request: Request, keeper: Keeper, form: str, subject_id: str, key: SentKey
) -> Response:
    asked = visit.ask(keeper)
    blank = await asked.get("/forms/{form}/blanks/{subject_id}", form=form, subject_id=subject_id)
    body = {"subject_id": subject_id, "values": sent_values(blank["form"]["fields"], await _typed(request))}
    written = await asked.do("POST", "/forms/{form}/records", key=key, body=body, form=form)
    return visit.go("form_record", said="已填报，请核对后签名。", keeper=keeper, record_id=written["record_id"])


@pages.shows("form_record")
async def show_record(visit: InVisit, keeper: Keeper, record_id: str) -> Response:
    record = await visit.ask(keeper).get(RECORD, record_id=record_id)
    places = {one["name"]: one for one in record["form"]["places"]}
    here = {"keeper": keeper, "record_id": record_id}
    return visit.draw(
        "form_record.html",
        keeper=keeper,
        record=record,
        file=file_of(record["file_id"]),
        shown=shown,
        sign=[(places[name], visit.form("form_record", f"/signatures/{name}", **here)) for name in record["signable"]],
        print=visit.form("form_record", "/pdf", **here),
    )


@pages.does("form_record", "/signatures/{place}")
async def sign(  # noqa: PLR0913, PLR0917 -- FastAPI injects them
    visit: InVisit,
    request: Request,
    keeper: Keeper,
    record_id: str,
    place: str,
    key: SentKey,
    entry: Annotated[int, Form()],
) -> Response:
    """What was read is signed: its number stands in the form."""
    opinion = (await _typed(request)).get(f"opinion-{place}", "")
    body = {"place": place, "entry": entry, "opinion": opinion}
    await visit.ask(keeper).do("POST", f"{RECORD}/signatures", key=key, body=body, record_id=record_id)
    return visit.go("form_record", said="已签名。", keeper=keeper, record_id=record_id)


@pages.does("form_record", "/pdf")
async def print_record(visit: InVisit, keeper: Keeper, record_id: str) -> Response:
    answer = await visit.ask(keeper).file(f"{RECORD}/pdf", record_id=record_id)
    named = {"Content-Disposition": 'inline; filename="form.pdf"'}
    return Response(answer.content, media_type="application/pdf", headers=named)


@pages.shows("correct_form")
async def show_correction(visit: InVisit, keeper: Keeper, record_id: str, more: MoreRows = 0) -> Response:
    """The fields as they stand, or as they were typed if they come back."""
    record = await visit.ask(keeper).get(RECORD, record_id=record_id)
    form = visit.form("correct_form", keeper=keeper, record_id=record_id)
    held = form.typed or typed_values(record["form"]["fields"], record["entries"][-1]["values"])
    return visit.draw("correct_form.html", keeper=keeper, record=record, form=form, held=held, rows=_rows(held, more))


@pages.does("correct_form")
async def correct(visit: InVisit, request: Request, keeper: Keeper, record_id: str, key: SentKey) -> Response:
    asked = visit.ask(keeper)
    record = await asked.get(RECORD, record_id=record_id)
    typed = await _typed(request)
    body = {"values": sent_values(record["form"]["fields"], typed), "reason": typed.get("reason", "")}
    await asked.do("POST", f"{RECORD}/corrections", key=key, body=body, record_id=record_id)
    return visit.go("form_record", said="已更正，原内容保留；请重新签名。", keeper=keeper, record_id=record_id)


def file_of(file_id: str) -> tuple[str, str]:
    """Where the forms of a batch or a year are listed, and what that is called."""
    if year := _year(file_id):
        return address("year_forms", year=str(year)), f"{year} 年度的表单"
    return address("forms", batch_id=file_id), f"批次 {file_id} 的表单"


def _year(file_id: str) -> int | None:
    found = YEARS.fullmatch(file_id)
    return int(found[1]) if found else None


def _rows(typed: Any, more: int) -> Any:
    """How many rows each table is drawn with."""
    return lambda field: rows_of(field, typed, more)


async def _typed(request: Request) -> dict[str, str]:
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
