"""Taking a list out as a file: what is filtered, asked page by page in the name of whoever asks."""

import io
import uuid
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.asking import Asked
from apps.gateway.domain.disclosure import Disclosure
from apps.gateway.fields import Keyed
from apps.gateway.listing import EXPORT, WHOLE, DeclaredList, Row, asked
from apps.gateway.pages import Pages
from apps.gateway.use_cases import disclosures
from apps.gateway.visit import InVisit, Visit
from apps.gateway.workbook import XLSX, TextWorkbook

PAGE = 500


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

    async def pages(self, service: Asked) -> AsyncIterator[list[Row]]:
        """Every page of it."""
        cursor = ""
        while True:
            query = {**self.chosen, "cursor": cursor, "limit": PAGE}
            found = await service.get(self.declared.path, query=query, **self.parts)
            yield found["items"]
            cursor = found["next"]
            if not cursor:
                return

    def cells(self, row: Row) -> list[str]:
        """A row as texts."""
        return [column.cell(row).text for column in self.declared.taken_out(whole=self.whole)]

    def workbook(self, target: io.BytesIO) -> TextWorkbook:
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
        return self.declared.caption + (f"（{of}）" if of else "")


def exported(pages: Pages, declared: DeclaredList) -> None:
    """Declare the commands that hand a list out; one with identifiers after a fresh code, and on record."""

    async def export(visit: InVisit, request: Request, sent: Annotated[ExportForm, Form()]) -> Response:
        return await _handed_out(visit, request, declared, sent, whole=False)

    async def export_whole(visit: InVisit, request: Request, sent: Annotated[ExportForm, Form()]) -> Response:
        return await _handed_out(visit, request, declared, sent, whole=True)

    pages.does(declared.page, EXPORT)(export)
    if declared.identifiers:
        pages.does(declared.page, WHOLE, roles=declared.whole_for, step_up=True)(export_whole)


async def _handed_out(
    visit: Visit, request: Request, declared: DeclaredList, sent: ExportForm, *, whole: bool
) -> Response:
    export = Export(declared, request.path_params, declared.chosen(asked(sent.asked)), whole)
    target, rows = io.BytesIO(), 0
    workbook = export.workbook(target)
    async for page in export.pages(visit.ask(declared.service)):
        rows += len(page)
        for row in page:
            workbook.add(export.cells(row))
    workbook.close()
    if whole:
        disclosure = Disclosure(id=uuid.uuid4().hex, at=visit.now, by=visit.account.id, what=export.title, rows=rows)
        await visit.change(disclosures.put_on_record, disclosure=disclosure)
    return Response(
        target.getvalue(),
        media_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{export.name}"'},
    )
