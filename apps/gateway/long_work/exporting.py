"""Taking a list out as a file: what is filtered, asked page by page in the name of whoever asks.

One page of the service is handed out at once; more is a job.
"""

import io
import json
import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Form, Request
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.listing import EXPORT, WHOLE, DeclaredList, Row, asked
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit, Visit
from apps.gateway.asking import Asked
from apps.gateway.domain.disclosure import Disclosure
from apps.gateway.domain.job import Job
from apps.gateway.long_work.ordering import order
from apps.gateway.long_work.work import InHand, Outflow, Step
from apps.gateway.long_work.workbook import XLSX, TextWorkbook
from apps.gateway.screens.fields import Keyed
from apps.gateway.use_cases import disclosures

PAGE = 500
KIND = "export"


class ExportForm(Keyed):
    """`asked` is the address of the list as it was shown."""

    asked: Annotated[str, Field(max_length=1000)] = ""


@dataclass(frozen=True)
class Export:
    """A list, what was chosen of it, and whether its identifiers are wanted."""

    declared: DeclaredList
    parts: Mapping[str, str]
    chosen: Mapping[str, str]
    whole: bool

    async def page(self, service: Asked, cursor: str) -> tuple[list[list[str]], str]:
        """Rows of texts, and where it goes on."""
        query = {**self.chosen, "cursor": cursor, "limit": PAGE}
        found = await service.get(self.declared.path, query=query, **self.parts)
        return [self.cells(row) for row in found["items"]], found["next"] or ""

    def workbook(self, target: Any) -> TextWorkbook:
        """An empty one."""
        headings = [column.heading for column in self.declared.taken_out(whole=self.whole)]
        return TextWorkbook(target, self.declared.caption, headings)

    @property
    def name(self) -> str:
        """Of the file: no person is in it."""
        return "-".join([self.declared.page, *self.parts.values()]) + ".xlsx"

    @property
    def title(self) -> str:
        """What is taken out, in words."""
        of = "，".join([*self.parts.values(), *filter(None, [self.declared.words(self.chosen)])])
        return f"导出{self.declared.caption}" + (f"（{of}）" if of else "") + ("，含证件号码" if self.whole else "")

    def given(self) -> dict[str, str]:
        """What a job is told of it."""
        told = {"page": self.declared.page, "whole": "yes" if self.whole else ""}
        return told | {"parts": json.dumps(self.parts), "chosen": json.dumps(self.chosen)}

    def cells(self, row: Row) -> list[str]:
        """A row as texts."""
        return [column.cell(row).text for column in self.declared.taken_out(whole=self.whole)]


class Exports:
    """The kind of long work that takes a list out."""

    def __init__(self, lists: Sequence[DeclaredList]) -> None:
        self._lists = {one.page: one for one in lists}

    async def step(self, hand: InHand) -> Step:
        """A page of the service."""
        export = self._export(hand.job)
        rows, cursor = await export.page(hand.ask(export.declared.service), hand.job.cursor)
        return Step(pieces=[json.dumps(rows, ensure_ascii=False).encode()], done=len(rows), cursor=cursor)

    async def file(self, hand: InHand) -> AsyncIterator[bytes]:
        """The workbook."""
        outflow = Outflow()
        workbook = self._export(hand.job).workbook(outflow)
        async for piece in hand.pieces:
            for row in json.loads(piece):
                workbook.add(row)
            yield outflow.taken()
        workbook.close()
        yield outflow.taken()

    def name(self, job: Job) -> tuple[str, str]:
        """See `Work.name`."""
        return self._export(job).name, XLSX

    def _export(self, job: Job) -> Export:
        given = job.given
        parts, chosen = json.loads(given["parts"]), json.loads(given["chosen"])
        return Export(self._lists[given["page"]], parts, chosen, bool(given["whole"]))


def exported(pages: Pages, declared: DeclaredList) -> None:
    """Declare the commands that hand a list out; one with identifiers after a fresh code, and on record."""

    async def export(visit: InVisit, request: Request, sent: Annotated[ExportForm, Form()]) -> Response:
        return await _handed_out(visit, request, declared, sent, whole=False)

    async def export_whole(visit: InVisit, request: Request, sent: Annotated[ExportForm, Form()]) -> Response:
        return await _handed_out(visit, request, declared, sent, whole=True)

    pages.lists.append(declared)
    pages.does(declared.page, EXPORT)(export)
    if declared.identifiers:
        pages.does(declared.page, WHOLE, roles=declared.whole_for, step_up=True)(export_whole)


async def _handed_out(
    visit: Visit, request: Request, declared: DeclaredList, sent: ExportForm, *, whole: bool
) -> Response:
    export = Export(declared, request.path_params, declared.chosen(asked(sent.asked)), whole)
    if declared.rows:
        found = await declared.all_of(visit, export.chosen, export.parts)
        rows, cursor = [export.cells(row) for row in found], ""
    else:
        rows, cursor = await export.page(visit.ask(declared.service), "")
    if cursor:
        return await order(visit, KIND, export.title, export.given(), key=sent.key, discloses=whole)
    target = io.BytesIO()
    workbook = export.workbook(target)
    for row in rows:
        workbook.add(row)
    workbook.close()
    if whole:
        disclosure = Disclosure(
            id=uuid.uuid4().hex, at=visit.now, by=visit.account.id, what=export.title, rows=len(rows)
        )
        await visit.change(disclosures.put_on_record, disclosure=disclosure)
    return Response(
        target.getvalue(),
        media_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{export.name}"'},
    )
