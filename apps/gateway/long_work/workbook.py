"""A list as an XLSX file, written row by row into its compressed form.

XlsxWriter keeps every cell in memory or in a named file in clear; here nothing in clear outlives its row, and a cell is
text by what the file says of it: no figure is rounded, no formula is there to be run.
"""

import re
from collections.abc import Sequence
from typing import IO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767  # characters, as spreadsheets have it
WIDTH = 20  # an identity number fits, so that nobody reads it cut off
NOT_IN_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{XLSX}.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="'
    'application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    '<Override PartName="/xl/styles.xml" ContentType="'
    'application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
    # The second style is that of every cell: format 49 is text.
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>',
}
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class TextWorkbook:
    """One sheet whose cells are all text; `close` completes the file."""

    def __init__(self, target: IO[bytes], sheet: str, headings: Sequence[str]) -> None:
        self._zip = ZipFile(target, "w", ZIP_DEFLATED)
        workbook = (
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            f'<sheet name="{escape(sheet[:31])}" sheetId="1" r:id="r1"/></sheets></workbook>'
        )
        for name, content in {**PARTS, "xl/workbook.xml": workbook}.items():
            self._zip.writestr(name, HEAD + content)
        self._sheet = self._zip.open("xl/worksheets/sheet1.xml", "w", force_zip64=True)
        self._write(
            f'{HEAD}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
            f'<cols><col min="1" max="{len(headings)}" width="{WIDTH}" style="1" customWidth="1"/></cols><sheetData>'
        )
        self.add(headings)

    def add(self, cells: Sequence[str]) -> None:
        """One more row."""
        self._write(f"<row>{''.join(map(_cell, cells))}</row>")

    def close(self) -> None:
        """Nothing comes after this."""
        self._write("</sheetData></worksheet>")
        self._sheet.close()
        self._zip.close()

    def _write(self, text: str) -> None:
        self._sheet.write(text.encode())


def _cell(words: str) -> str:
    text = escape(NOT_IN_XML.sub("", words)[:LONGEST_CELL])
    return f'<c t="inlineStr" s="1"><is><t xml:space="preserve">{text}</t></is></c>'
