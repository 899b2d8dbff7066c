"""Prints records as PDF: what a form says, who signed it, and what was corrected."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from libs.chassis.typesetting import NotSetError, Typesetter
from libs.contracts.beijing import BEIJING
from libs.forms.declaration import Form
from libs.forms.errors import NotPrintedError
from libs.forms.fields import Field, Rows, Sealed
from libs.forms.ledger_views import LedgerView
from libs.forms.views import EntryView, RecordView


class Press:
    """Prints records of all forms."""

    def __init__(self, *, font_dir: Path, font_families: Sequence[str]) -> None:
        self._typesetter = Typesetter(Path(__file__).parent, font_dir=font_dir, font_families=font_families)

    async def print(self, record: RecordView, form: Form, *, by: str, at: datetime) -> bytes:
        """The record on A4. Raises `NotPrintedError`."""
        try:
            return await self._typesetter.set("sheet", _sheet(record, form, by=by, at=at), at=at)
        except NotSetError:
            raise NotPrintedError from None

    async def print_ledger(self, ledger: LedgerView, *, by: str, at: datetime) -> bytes:
        """A year of a ledger on A4 across. Raises `NotPrintedError`."""
        try:
            return await self._typesetter.set("ledger", _pages(ledger, by=by, at=at), at=at)
        except NotSetError:
            raise NotPrintedError from None


def _pages(ledger: LedgerView, *, by: str, at: datetime) -> dict[str, Any]:
    """The words of the print: what there is of each item, and the lines."""
    return {
        "title": f"{ledger.title}（{ledger.year} 年度）",
        "item": ledger.item,
        "unit": ledger.unit,
        "accounts": [
            [one.item, str(one.came_in), str(one.went_out), str(one.there), str(one.lent)] for one in ledger.accounts
        ],
        "lines": [
            [
                _moment(one.at),
                one.kind,
                one.item,
                str(one.came_in or ""),
                str(one.went_out or ""),
                str(one.there),
                one.said,
                one.by,
                "待签名" if one.waits else "、".join(one.signed_by),
            ]
            for one in ledger.lines
        ],
        "filed": f"{ledger.volume}　保管 {ledger.years_kept} 年",
        "printed": f"打印时间 {_moment(at)}　打印人 {by}",
    }


def _sheet(record: RecordView, form: Form, *, by: str, at: datetime) -> dict[str, Any]:
    """The words of the print: head, fields, signatures of the newest entry, and what was corrected."""
    newest = record.entries[-1]
    return {
        "title": record.form.title,
        "subject": record.subject,
        "number": record.record_id,
        "facts": [[fact.label, fact.value] for fact in record.facts],
        "parts": [_part(field, newest.values.get(field.name)) for field in form.fields],
        "places": [
            {
                "label": place.label,
                "people": place.people,
                "opinion": place.opinion,
                "signed": [
                    [one.by, _moment(one.at), one.opinion]
                    for one in record.signatures
                    if one.place == place.name and one.entry == newest.number
                ],
            }
            for place in record.form.places
        ],
        "corrections": [
            correction
            for before, after in zip(record.entries, record.entries[1:], strict=False)
            for correction in _corrections(form, before, after)
        ],
        "earlier": [
            f"第 {one.entry} 次填写：{one.label} {one.by} {_moment(one.at)}"
            for one in record.signatures
            if one.entry != newest.number
        ],
        "written": f"填写人 {record.entries[0].by}　填写时间 {_moment(record.entries[0].at)}",
        "note": record.form.note,
        "filed": f"{record.form.volume}　保管 {record.form.years_kept} 年",
        "printed": f"打印时间 {_moment(at)}　打印人 {by}",
    }


def _part(field: Field, value: Any) -> dict[str, Any]:
    if not isinstance(field, Rows):
        return {"label": field.label, "value": _cell(field, value)}
    rows = [[_cell(column, row.get(column.name)) for column in field.columns] for row in value or ()]
    return {"label": field.label, "columns": [column.label for column in field.columns], "rows": rows}


def _corrections(form: Form, before: EntryView, after: EntryView) -> list[list[str]]:
    """Old beside new, by whom, when and why."""
    return [
        [
            field.label,
            _told(field, before.values.get(field.name)),
            _told(field, after.values.get(field.name)),
            after.reason,
            after.by,
            _moment(after.at),
        ]
        for field in form.fields
        if before.values.get(field.name) != after.values.get(field.name)
    ]


def _told(field: Field, value: Any) -> str:
    """A value in one cell, a table line by line."""
    if not isinstance(field, Rows):
        return _cell(field, value)
    return "；".join(
        "，".join(f"{column.label} {_cell(column, row.get(column.name))}" for column in field.columns)
        for row in value or ()
    )


def _cell(field: Field, value: Any) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(field, Sealed) else field.shown(value)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(BEIJING):%Y-%m-%d %H:%M}"
