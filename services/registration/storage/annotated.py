"""A roster handed back: every cell as text, so that no spreadsheet turns a number into another one."""

import io
from collections.abc import Sequence

import xlsxwriter

from services.registration.domain.roster.columns import NOTE_COLUMNS
from services.registration.domain.roster.table import RosterTable

SHEET = "报名名册"
# Characters: an identity number fits, so that nobody reads it cut off.
WIDTH = 18


def annotated_workbook(roster: RosterTable, notes: Sequence[tuple[str, str]]) -> bytes:
    """The rows where they were, under their heading, each with its notes behind it."""
    columns = [column for column in roster.rows[0].places if column not in NOTE_COLUMNS]
    body = io.BytesIO()
    with xlsxwriter.Workbook(body, {"in_memory": True}) as workbook:
        text = workbook.add_format({"num_format": "@"})
        sheet = workbook.add_worksheet(SHEET)
        sheet.freeze_panes(roster.header_row, 0)
        sheet.set_column(0, len(columns) + len(NOTE_COLUMNS) - 1, WIDTH, text)
        for place, column in enumerate([*columns, *NOTE_COLUMNS]):
            sheet.write_string(roster.header_row - 1, place, column, text)
        for row, noted in zip(roster.rows, notes, strict=True):
            cells = row.cells
            for place, cell in enumerate([*(cells[column] for column in columns), *noted]):
                sheet.write_string(row.number - 1, place, cell, text)
    return body.getvalue()
