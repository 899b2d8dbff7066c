"""Uploaded files: what is read, and what makes a whole file unfit."""

import io
import zipfile
from datetime import datetime
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.registration.domain.errors.table import (
    ColumnMissingError,
    ColumnRepeatedError,
    FormulaInCellError,
    RosterEmptyError,
    RosterFileError,
    RosterTooLargeError,
    RowTooWideError,
    SeveralTablesError,
    TooManyRowsError,
    UnreadableFileError,
    WrongEncodingError,
)
from services.registration.domain.roster.columns import REQUIRED_COLUMNS
from services.registration.domain.roster.table import RosterSheet, read_roster
from services.registration.storage.roster_files import UploadedRosterFiles
from services.registration.tests.builders import COLUMNS, a_csv, an_xlsx, cells

PHONE_COLUMN = COLUMNS.index("手机号码")


async def read(body, *, most=50_000):
    return (await UploadedRosterFiles(most).read(body)).rows


async def refusal_of(body):
    """The refusal that a file meets, or None when it is read; anything else is a crash."""
    try:
        await read(body)
    except RosterFileError as refusal:
        return refusal


def repacked(body, **changed):
    """The same workbook with some parts replaced: a part's name with / as __ and . as _dot_."""
    parts = {name.replace("__", "/").replace("_dot_", "."): content for name, content in changed.items()}
    copy = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *parts}:
            new.writestr(name, parts[name] if name in parts else old.read(name))
    return copy.getvalue()


def sheet_of(body):
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
async def test_a_csv_is_read_in_every_encoding_that_offices_save(encoding):
    rows = await read(a_csv(cells(姓名="喆堃"), encoding=encoding))

    assert [(row.number, row["姓名"]) for row in rows] == [(2, "喆堃")]


async def test_a_workbook_and_a_text_with_the_same_cells_read_the_same():
    people = [cells(姓名="甲"), cells(姓名="乙")]

    assert await read(an_xlsx(*people)) == await read(a_csv(*people))


async def test_blank_rows_are_passed_over_and_keep_their_numbers():
    blank = dict.fromkeys(COLUMNS, "")

    for body in (an_xlsx(cells(), blank, cells()), a_csv(cells(), blank, cells())):
        assert [row.number for row in await read(body)] == [2, 4]


async def test_numbers_and_dates_of_a_workbook_become_plain_text():
    def numbers_and_dates(workbook, sheet):
        sheet.write_number(1, COLUMNS.index("从业年限"), 5)
        sheet.write_number(1, PHONE_COLUMN, 16900000001)
        sheet.write_boolean(1, COLUMNS.index("本人确认"), True)  # noqa: FBT003
        date_format = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_datetime(1, COLUMNS.index("原证书日期"), datetime(2021, 6, 30), date_format)  # noqa: DTZ001

    [row] = await read(an_xlsx(cells(), change=numbers_and_dates))

    assert [row[c] for c in ("从业年限", "手机号码", "本人确认", "原证书日期")] == [
        "5",
        "16900000001",
        "是",
        "2021-06-30",
    ]


async def test_an_identifier_cut_off_by_a_numeric_cell_does_not_pass():
    def as_number(_, sheet):
        sheet.write_number(1, COLUMNS.index("证件号码"), 990001199005170016)

    [row] = await read(an_xlsx(cells(), change=as_number))

    assert not row["证件号码"].isdigit()


@pytest.mark.parametrize("column", REQUIRED_COLUMNS)
async def test_every_required_column_is_missed_by_name(column):
    with pytest.raises(ColumnMissingError) as refusal:
        await read(a_csv(cells(), header=[c for c in COLUMNS if c != column]))

    assert (refusal.value.row, refusal.value.column) == (1, column)


async def test_a_misspelt_or_repeated_column_is_not_dropped_in_silence():
    roster = await UploadedRosterFiles().read(a_csv(cells(), header=[*COLUMNS, "斑级"]))
    with pytest.raises(ColumnRepeatedError):
        await read(a_csv(cells(), header=[*COLUMNS, "姓名"]))

    assert roster.ignored == ["没有读取模板以外的列：斑级。"]


async def test_optional_columns_may_be_absent():
    assert len(await read(a_csv(cells(), header=list(REQUIRED_COLUMNS)))) == 1


async def test_cells_beyond_the_header_are_refused():
    body = a_csv(cells()).rstrip(b"\r\n") + ",多余".encode()

    with pytest.raises(RowTooWideError) as refusal:
        await read(body)

    assert refusal.value.row == 2


@pytest.mark.parametrize("body", [b"", b" \r\n", b"\xd0\xcf\x11\xe0" + b"\x00" * 100, b"PK\x03\x04broken"])
async def test_what_is_neither_workbook_nor_text_is_unreadable(body):
    with pytest.raises(UnreadableFileError):
        await read(body)


async def test_a_file_with_a_header_only_is_empty():
    for body in (a_csv(), an_xlsx()):
        with pytest.raises(RosterEmptyError):
            await read(body)


async def test_a_broken_character_is_found_in_its_row():
    body = a_csv(cells(), cells(姓名="BROKEN")).replace(b"BROKEN", b"\xff\xff")

    with pytest.raises(WrongEncodingError) as refusal:
        await read(body)

    assert refusal.value.row == 3


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-32"])
async def test_other_encodings_are_refused(encoding):
    with pytest.raises(WrongEncodingError):
        await read(a_csv(cells(), encoding=encoding))


async def test_a_text_with_a_nought_in_it_is_no_text():
    with pytest.raises(WrongEncodingError):
        await read(a_csv(cells(姓名="甲\x00")))


async def test_an_unclosed_quotation_is_unreadable():
    with pytest.raises(UnreadableFileError):
        await read(a_csv(cells()) + b'"open')


@pytest.mark.parametrize("text", ["=1+1", "+86", "-2", "@SUM(A1)", " =A1", "\t=A1", "＝1", "=cmd|' /C calc'!A0"])
async def test_a_text_that_a_spreadsheet_would_run_is_refused_with_its_cell(text):
    for body in (a_csv(cells(), cells(工作单位=text)), an_xlsx(cells(), cells(工作单位=text))):
        with pytest.raises(FormulaInCellError) as refusal:
            await read(body)

        assert (refusal.value.row, refusal.value.column) == (3, "工作单位")


@pytest.mark.parametrize("text", ["--", "-", "——", "a=b", "1-2"])
async def test_dashes_and_signs_inside_a_text_are_no_formula(text):
    assert len(await read(a_csv(cells(工作单位=text)))) == 1


async def test_a_formula_of_a_workbook_is_read_as_it_last_showed():
    def formula(_, sheet):
        sheet.write_formula(2, PHONE_COLUMN, '="1690000" & "0001"', None, "16900000009")

    rows = await read(an_xlsx(cells(), cells(), change=formula))

    assert [row["手机号码"] for row in rows] == ["16900000001", "16900000009"]


async def test_exactly_the_most_rows_are_taken():
    three = [cells(姓名=str(n)) for n in range(3)]

    for build in (a_csv, an_xlsx):
        assert len(await read(build(*three), most=3)) == 3
        with pytest.raises(TooManyRowsError):
            await read(build(*three, cells()), most=3)


def test_fifty_thousand_rows_are_taken_and_one_more_is_not():
    header, row = list(COLUMNS), [cells()[column] for column in COLUMNS]

    assert len(read_roster([RosterSheet("", [header, *[row] * 50_000])]).rows) == 50_000
    with pytest.raises(TooManyRowsError) as refusal:
        read_roster([RosterSheet("", [header, *[row] * 50_001])])
    assert refusal.value.row == 50_002


async def test_a_cell_at_the_far_end_does_not_unfold_the_sheet():
    def far_down(_, sheet):
        sheet.write_string(1_048_575, 0, "x")

    def far_right(_, sheet):
        sheet.write_string(1, 16_383, "x")

    with pytest.raises(TooManyRowsError):
        await read(an_xlsx(cells(), change=far_down))
    with pytest.raises(UnreadableFileError):
        await read(an_xlsx(cells(), change=far_right))


async def test_a_workbook_much_larger_than_it_weighs_is_not_unpacked():
    with pytest.raises(RosterTooLargeError):
        await read(repacked(an_xlsx(cells()), xl__bomb_dot_xml=b"<a>" + b"0" * 40_000_000 + b"</a>"))


async def test_many_parts_are_not_unpacked_either():
    parts = {f"xl__part{n}_dot_xml": b"<a/>" for n in range(201)}

    with pytest.raises(RosterTooLargeError):
        await read(repacked(an_xlsx(cells()), **parts))


async def test_one_long_text_that_very_many_cells_share_is_not_multiplied():
    """In one run or in many; as many texts that are short are no harm. None of them is packed well."""
    body = an_xlsx(cells(), cells(工作单位="长"))
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        strings = archive.read("xl/sharedStrings.xml").decode()
    one, lot = "<si><t>长</t></si>", Random(1)
    pieces = [lot.randbytes(7500).hex() for _ in range(800)]
    whole = f"<si><t>{''.join(pieces)}</t></si>"
    runs = f"<si>{''.join(f'<r><t>{piece}</t></r>' for piece in pieces)}</si>"
    apart = one + "".join(f"<si><t>{piece}</t></si>" for piece in pieces)

    refused = [
        await refusal_of(repacked(body, xl__sharedStrings_dot_xml=strings.replace(one, text)))
        for text in (one, whole, runs, apart)
    ]

    assert one in strings
    assert [type(refusal) for refusal in refused] == [type(None), RosterTooLargeError, RosterTooLargeError, type(None)]


async def test_a_document_type_is_refused():
    body = an_xlsx(cells())
    sheet = sheet_of(body).replace("<worksheet", '<!DOCTYPE a [<!ENTITY x "y">]><worksheet', 1)

    with pytest.raises(UnreadableFileError):
        await read(repacked(body, xl__worksheets__sheet1_dot_xml=sheet))


async def test_a_sheet_hidden_in_an_unchecked_part_is_not_read():
    body = an_xlsx(cells())
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        relations = archive.read("xl/_rels/workbook.xml.rels").decode()
    hidden = relations.replace("worksheets/sheet1.xml", "worksheets/sheet1.bin")

    with pytest.raises(UnreadableFileError):
        await read(
            repacked(body, xl___rels__workbook_dot_xml_dot_rels=hidden, xl__worksheets__sheet1_dot_bin=sheet_of(body))
        )


async def test_two_sheets_with_applications_are_not_mixed():
    def second(workbook, _):
        sheet = workbook.add_worksheet("第二张")
        sheet.write_row(0, 0, COLUMNS)
        sheet.write_row(1, 0, [cells()[column] for column in COLUMNS])

    with pytest.raises(SeveralTablesError):
        await read(an_xlsx(cells(), change=second))


@given(st.binary(max_size=400), st.integers(0, 5000))
async def test_a_damaged_workbook_is_refused_by_name_or_read_but_never_crashes(noise, at):
    body = an_xlsx(cells())
    at %= len(body)

    refusal = await refusal_of(body[:at] + noise + body[at + len(noise) :])

    assert refusal is None or refusal.sentence.endswith("整份文件未导入。")


@given(st.data())
async def test_a_sheet_with_any_tags_moved_about_is_refused_or_read(data):
    body = an_xlsx(cells())
    sheet = sheet_of(body)
    tags = [place for place, character in enumerate(sheet) if character in '<>"=']
    start, end = sorted((data.draw(st.sampled_from(tags)), data.draw(st.sampled_from(tags))))
    spoiled = sheet[:start] + data.draw(st.sampled_from(["", sheet[start:end] * 2, "<c/>", "<f>1</f>"])) + sheet[end:]

    refusal = await refusal_of(repacked(body, xl__worksheets__sheet1_dot_xml=spoiled))

    assert refusal is None or refusal.sentence.endswith("整份文件未导入。")


async def test_a_part_that_is_larger_than_it_says_is_not_unpacked():
    body = bytearray(repacked(an_xlsx(cells()), xl__more_dot_xml=b"<a>" + b"0" * 4000 + b"</a>"))
    for header, size_at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = body.find(header)
        while body[start + (30 if size_at == 22 else 46) :][:11] != b"xl/more.xml":
            start = body.find(header, start + 1)
        body[start + size_at : start + size_at + 4] = (3).to_bytes(4, "little")

    with pytest.raises(UnreadableFileError):
        await read(bytes(body))


@given(st.binary(max_size=400))
async def test_any_bytes_are_refused_by_name(noise):
    with pytest.raises(RosterFileError):
        await read(noise)


@settings(max_examples=60)
@given(st.binary(min_size=1, max_size=60), st.integers(0, 40_000))
async def test_a_damaged_old_workbook_is_refused_by_name_or_read(noise, at):
    body = (Path(__file__).parent / "rosters" / "biff8_xlwt.xls").read_bytes()
    at %= len(body)

    refusal = await refusal_of(body[:at] + noise + body[at + len(noise) :])

    assert refusal is None or refusal.sentence.endswith("整份文件未导入。")
