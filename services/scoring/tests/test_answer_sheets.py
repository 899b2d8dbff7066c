"""Files of answer sheets: what is marked, what becomes a case, and what is refused whole."""

import io
import struct
import zipfile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from libs.chassis.domain import Act, DomainError
from services.scoring.domain.errors.answer_key import KeyNotFoundError
from services.scoring.domain.errors.answer_sheets import (
    AnswerFileTooLongError,
    AnswerFileUnreadableError,
    EmptyAnswerFileError,
    FormulaError,
    HeaderError,
)
from services.scoring.domain.errors.script import AlreadyMarkedError
from services.scoring.domain.reading.answer_sheets import (
    AnswerSheet,
    RowFault,
    Trouble,
    finding_in,
    read_answer_sheets,
    sort_sheets,
)
from services.scoring.storage.answer_files import AnswerFiles
from services.scoring.tests.builders import NOW, a_script, a_theory_key, an_answer_file, fields

CODE, OTHER = "ABCDEFGHIJ", "KKKKKKKKKK"
RIGHT = (CODE, "A", "A", "B", "C", "D", "T", "F")


def read(raw):
    return read_answer_sheets(AnswerFiles().rows(raw))


def a_workbook(rows):
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return kept.getvalue()


def a_dbf(columns, records):
    """dBase III by its published layout: header, a descriptor a column, a flag before each record."""
    widths = [width for _, width in columns]
    fields = b"".join(name.encode("gb18030").ljust(11, b"\0") + b"C" + bytes(4) + bytes([width]) + bytes(15)
                      for name, width in columns)  # fmt: skip
    begins = 32 + len(fields) + 1
    header = b"\x03" + bytes([126, 9, 19]) + struct.pack("<IHH", len(records), begins, sum(widths) + 1) + bytes(20)
    body = b"".join(
        flag + b"".join(cell.encode("gb18030").ljust(width) for cell, width in zip(cells, widths, strict=True))
        for flag, cells in records
    )
    return header + fields + b"\r" + body + b"\x1a"


def test_a_file_is_read_row_by_row():
    [first, second] = read(an_answer_file([RIGHT, (OTHER, "B", "D", "", "C", "D", "T", "")]))

    assert first == AnswerSheet(2, CODE, "A", ["A", "B", "C", "D", "T", "F"])
    assert (second.row, second.answers) == (3, ["D", "-", "C", "D", "T", "-"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_may_be_utf_8_or_gb18030(encoding):
    assert len(read(an_answer_file([RIGHT]).decode().replace("code", "保密编号").encode(encoding))) == 1


def test_a_workbook_is_read_as_its_csv_is():
    rows = [["编号", "卷型", 1, 2, 3, 4, 5, 6], RIGHT, [OTHER, "B", "D", "", "C", "AB", "*", "-"]]

    assert read(a_workbook(rows)) == [
        AnswerSheet(2, CODE, "A", ["A", "B", "C", "D", "T", "F"]),
        AnswerSheet(3, OTHER, "B", ["D", "-", "C", "AB", "*", "-"]),
    ]


def test_a_dbf_has_answers_in_texts_of_fixed_length():
    """A blank at the end of a text is an item left out, not the end of the answers."""
    columns = [("考号", 10), ("试卷类型", 1), ("选择题", 4), ("判断题", 2), ("得分", 5), ("图像", 12)]
    records = [
        (b" ", [CODE, "A", "AB D", "TF", "66.7", "001.jpg"]),
        (b"*", ["DELETED000", "A", "ABCD", "TF", "100", "002.jpg"]),
        (b" ", [OTHER, "B", "A*? ", "T ", "", "003.jpg"]),
    ]

    assert read(a_dbf(columns, records)) == [
        AnswerSheet(2, CODE, "A", [*"AB-DTF"], "001.jpg"),
        AnswerSheet(3, OTHER, "B", [*"A*?-T-"], "003.jpg"),
    ]


def test_answers_in_texts_are_read_from_csv_too():
    raw = f"考号,试卷类型,选择题,判断题\n{CODE},A,AB D,T \n".encode("gb18030")

    assert read(raw) == [AnswerSheet(2, CODE, "A", [*"AB-DT-"])]


def test_a_small_workbook_reserves_no_cells_that_it_does_not_have():
    """A row number of a million with one cell in it asks for memory, not for answers."""
    small, made = io.BytesIO(a_workbook([["code", "form", 1], [CODE, "A", "A"]])), io.BytesIO()
    with zipfile.ZipFile(small) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                content = content.replace(b'r="2"', b'r="1048576"').replace(b'2"', b'1048576"')
            target.writestr(name, content)

    with pytest.raises(AnswerFileTooLongError):
        read(made.getvalue())


@pytest.mark.parametrize(
    "raw",
    [
        b"code,form,1\n\xff\xff,A,\x81",
        b"PK\x03\x04 no workbook",
        b"\x03 no table",
        a_dbf([("考号", 10)], [(b" ", [CODE])])[:-8],
        b'code,form,1\n"',
    ],
)
def test_bytes_that_are_no_table_are_refused(raw):
    with pytest.raises(AnswerFileUnreadableError):
        read(raw)


ROWS_OF = {
    "csv": lambda rows: b"a\n" * rows,
    "xlsx": lambda rows: a_workbook([["a"]] * rows),
    "dbf": lambda rows: a_dbf([("a", 1)], [(b" ", ["a"])] * (rows - 1)),
}


@pytest.mark.parametrize("kind", ROWS_OF)
def test_a_file_of_sixty_thousand_rows_is_read_and_no_longer_one(kind):
    assert len(AnswerFiles().rows(ROWS_OF[kind](60_000))) == 60_000

    with pytest.raises(AnswerFileTooLongError):
        AnswerFiles().rows(ROWS_OF[kind](60_001))


def test_blank_lines_do_not_shift_the_rows():
    raw = an_answer_file([RIGHT]).replace(b"\r\n", b"\r\n\r\n") + b"\r\n,,\r\n"

    assert [sheet.row for sheet in read(raw)] == [3]


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"code,form,1,2\n"])
def test_a_file_without_sheets_is_refused(raw):
    with pytest.raises(EmptyAnswerFileError):
        read(raw)


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("code,form", "1"),
        ("code,1,2", "form"),
        ("form,name,1", "code"),
        ("code,form,1,3", "2"),
        ("code,form,2,1", "1"),
        ("code,form,1,姓名,2", "2"),
        ("code,form,选择题,姓名", "姓名"),
    ],
)
def test_a_missing_column_is_named(header, column):
    with pytest.raises(HeaderError) as refusal:
        read(f"{header}\n{CODE},A,A\n".encode())

    assert refusal.value.extra == {"row": 1, "column": column}


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (f"{CODE},A,A,=1+1,C,D,T,F", "2"),
        (f"{CODE},A,A,+A,C,D,T,F", "2"),
        (f"{CODE},A,A,-A,C,D,T,F", "2"),
        (f"{CODE},A,A,B,C,@A,T,F", "4"),
        ("=A1,A,A,B,C,D,T,F", "code"),
        ('" =A1",A,A,B,C,D,T,F', "code"),
    ],
)
def test_a_formula_is_refused_where_it_stands(row, column):
    with pytest.raises(FormulaError) as refusal:
        read(an_answer_file([RIGHT]) + b"\r\n" + row.replace(CODE, OTHER).encode())

    assert refusal.value.extra == {"row": 3, "column": column}


def a_sheet(**differing):
    return AnswerSheet(**fields({"row": 2, "code": CODE, "form": "A", "answers": RIGHT[2:]}, differing))


def sort(*sheets, script=None, keys=None):
    script = script or a_script()
    other = a_script(id=OTHER)
    keys = {"A": a_theory_key()} if keys is None else keys
    return sort_sheets(sheets, {script.id: script, OTHER: other}, keys)


FINE = a_sheet(row=9, code=OTHER)


@pytest.mark.parametrize(
    ("sheet", "trouble", "items"),
    [
        (a_sheet(code="ZZZZZZZZZZ"), Trouble.UNKNOWN_CODE, ()),
        (a_sheet(code=""), Trouble.UNKNOWN_CODE, ()),
        (a_sheet(form="B"), Trouble.OTHER_FORM, ()),
        (a_sheet(form="备用"), Trouble.OTHER_FORM, ()),
        (a_sheet(answers=("E", *RIGHT[3:])), Trouble.NO_ANSWER, (1,)),
        (a_sheet(answers=("a", *RIGHT[3:])), Trouble.NO_ANSWER, (1,)),
        (a_sheet(answers=("T", *RIGHT[3:])), Trouble.NO_ANSWER, (1,)),
        (a_sheet(answers=(*RIGHT[2:7], "A")), Trouble.NO_ANSWER, (6,)),
        (a_sheet(answers=("AB", *RIGHT[3:])), Trouble.SEVERAL_MARKS, (1,)),
        (a_sheet(answers=(*RIGHT[2:7], "*")), Trouble.SEVERAL_MARKS, (6,)),
        (a_sheet(answers=("?", *RIGHT[3:7], "#")), Trouble.UNREADABLE, (1, 6)),
        (a_sheet(answers=("?", *RIGHT[3:7], "*")), Trouble.SEVERAL_MARKS, (1, 6)),
        (a_sheet(answers=RIGHT[2:7]), Trouble.SHORT, ()),
        (a_sheet(answers=()), Trouble.SHORT, ()),
        (a_sheet(answers=(*RIGHT[2:], "A")), Trouble.LONG, ()),
        (a_sheet(answers=(*"BCDT", "F", "-")), Trouble.NO_ANSWER, (4,)),
        (a_sheet(answers=(*"-ABCD", "T")), Trouble.NO_ANSWER, (5,)),
    ],
)
def test_a_row_that_cannot_be_marked_waits_for_a_person(sheet, trouble, items):
    found = sort(sheet, FINE)

    assert found.troubled == [(sheet, RowFault(trouble, items))]
    assert [script.id for script, _ in found.readable] == [OTHER]


def test_of_two_rows_of_one_code_neither_is_taken():
    first, second = a_sheet(), a_sheet(row=3)

    found = sort(first, second, FINE)

    assert found.troubled == [(first, RowFault(Trouble.DUPLICATE)), (second, RowFault(Trouble.DUPLICATE))]


@pytest.mark.rule("SCO-15")
def test_a_marked_script_is_not_read_again_by_a_file():
    script = a_script()
    script.read("ABCDTF", a_theory_key(), Act("S-0001", NOW))

    assert [finding for _, finding in sort(a_sheet(), script=script).troubled] == [RowFault(Trouble.READ_AGAIN)]
    with pytest.raises(AlreadyMarkedError):
        script.read("ABCDTF", a_theory_key(), Act("S-0001", NOW))


def test_a_row_of_answers_is_marked_as_it_stands():
    [(script, answers)] = sort(a_sheet(answers=("A", "-", *RIGHT[4:]))).readable

    assert (script.id, answers) == (CODE, "A-CDTF")


CHOICES = "ABCD" * 10


@pytest.mark.parametrize("moved", [CHOICES[1:] + "-", "-" + CHOICES[:-1]])
def test_answers_that_are_right_one_place_on_are_looked_at(moved):
    assert finding_in([*moved], a_theory_key(CHOICES)) == RowFault(Trouble.SHIFTED)


@pytest.mark.parametrize("answers", ["-" * 40, "A" * 40, CHOICES, "DCBA" * 10])
def test_weak_answers_in_their_place_are_marked(answers):
    assert finding_in([*answers], a_theory_key(CHOICES)) is None


def test_answers_that_only_fit_one_place_on_are_out_of_line():
    key = a_theory_key("ABCD" + "TF" * 4 + "AB")

    assert finding_in([*"-ABCDTFTFTFTFA"], key) == RowFault(Trouble.SHIFTED, (5, 13))


@pytest.mark.parametrize(("answers", "column"), [(RIGHT[2:7], "6"), ((*RIGHT[2:], "A"), "7")])
def test_a_file_with_another_number_of_items_is_refused_whole(answers, column):
    with pytest.raises(HeaderError) as refusal:
        sort(a_sheet(answers=answers), a_sheet(row=3, code=OTHER, answers=answers))

    assert refusal.value.extra["column"] == column


def test_without_a_key_nothing_is_marked():
    with pytest.raises(KeyNotFoundError):
        sort(a_sheet(), keys={})


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw):
    try:
        sheets = read(raw)
    except DomainError as refusal:
        assert refusal.sentence  # noqa: PT017 -- either outcome is right, a fault is not
    else:
        assert sheets


@given(st.lists(st.sampled_from(["A", "B", "T", "-", "*", "?", "AB", "E"]), max_size=8), st.booleans())
def test_every_row_is_either_marked_or_a_case(answers, known):
    sheet = a_sheet(answers=answers, code=CODE if known else "ZZZZZZZZZZ")

    found = sort(sheet, FINE)

    assert len(found.readable) + len(found.troubled) == 2
