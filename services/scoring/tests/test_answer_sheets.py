"""Files of answer sheets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libs.chassis.domain import Act, DomainError
from services.scoring.domain.answer_sheets import AnswerSheet, answers_of, read_answer_sheets
from services.scoring.domain.errors.answer_key import KeyNotFoundError
from services.scoring.domain.errors.answer_sheets import (
    AnswerFileUnreadableError,
    DuplicateCodeError,
    EmptyAnswerFileError,
    FormulaError,
    HeaderError,
    IllegalAnswerError,
    MissingCellError,
    SurplusCellError,
    UnknownCodeError,
    WrongFormError,
)
from services.scoring.domain.errors.script import AlreadyMarkedError
from services.scoring.tests.builders import NOW, a_script, a_theory_key, an_answer_file, fields

CODE = "ABCDEFGHIJ"
RIGHT = (CODE, "A", "A", "B", "C", "D", "T", "F")


def test_a_file_is_read_row_by_row():
    [first, second] = read_answer_sheets(an_answer_file([RIGHT, ("KKKKKKKKKK", "B", "D", "", "C", "D", "T", "")]))

    assert first == AnswerSheet(2, CODE, "A", ["A", "B", "C", "D", "T", "F"])
    assert second.row == 3
    assert second.answers == ["D", "", "C", "D", "T", ""]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_may_be_utf_8_or_gb18030(encoding):
    assert len(read_answer_sheets(an_answer_file([RIGHT]).decode().encode(encoding))) == 1


def test_chinese_in_gb18030_is_read_and_refused_where_it_stands():
    raw = an_answer_file([(CODE, "A", "对", "B", "C", "D", "T", "F")]).decode().encode("gb18030")
    [sheet] = read_answer_sheets(raw)

    with pytest.raises(IllegalAnswerError) as refusal:
        answers_of(sheet, {CODE: a_script()}, {"A": a_theory_key()})

    assert refusal.value.extra == {"row": 2, "column": "1"}


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(AnswerFileUnreadableError):
        read_answer_sheets(b"code,form,1\n\xff\xff,A,\x81")


def test_blank_lines_do_not_shift_the_rows():
    raw = an_answer_file([RIGHT]).replace(b"\r\n", b"\r\n\r\n") + b"\r\n,,\r\n"

    assert [sheet.row for sheet in read_answer_sheets(raw)] == [3]


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"code,form,1,2\n"])
def test_a_file_without_sheets_is_refused(raw):
    with pytest.raises(EmptyAnswerFileError):
        read_answer_sheets(raw)


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("code,form", "1"),
        ("code,1,2", "form"),
        ("form,code,1", "code"),
        ("code,form,1,3", "2"),
        ("code,form,2,1", "1"),
        ("编号,form,1", "code"),
    ],
)
def test_a_missing_column_is_named(header, column):
    with pytest.raises(HeaderError) as refusal:
        read_answer_sheets(f"{header}\n{CODE},A,A\n".encode())

    assert refusal.value.extra == {"row": 1, "column": column}


@pytest.mark.parametrize(
    ("row", "refused", "column"),
    [
        (f"{CODE},A,A,B,C,D,T", MissingCellError, "6"),
        (f"{CODE}", MissingCellError, "form"),
        (f"{CODE},A,A,B,C,D,T,F,A", SurplusCellError, "7"),
        (f"{CODE},A,A,=1+1,C,D,T,F", FormulaError, "2"),
        (f"{CODE},A,A,+A,C,D,T,F", FormulaError, "2"),
        (f"{CODE},A,A,-A,C,D,T,F", FormulaError, "2"),
        (f"{CODE},A,A,B,C,@A,T,F", FormulaError, "4"),
        ("=A1,A,A,B,C,D,T,F", FormulaError, "code"),
        ('" =A1",A,A,B,C,D,T,F', FormulaError, "code"),
    ],
)
def test_a_faulty_row_is_refused_where_the_fault_is(row, refused, column):
    with pytest.raises(refused) as refusal:
        read_answer_sheets(an_answer_file([RIGHT]) + b"\r\n" + row.replace(CODE, "KKKKKKKKKK").encode())

    assert refusal.value.extra == {"row": 3, "column": column}


def test_a_code_stands_once_in_a_file():
    with pytest.raises(DuplicateCodeError) as refusal:
        read_answer_sheets(an_answer_file([RIGHT, RIGHT]))

    assert refusal.value.extra == {"row": 3, "column": "code"}


def a_sheet(**differing):
    return AnswerSheet(**fields({"row": 2, "code": CODE, "form": "A", "answers": RIGHT[2:]}, differing))


@pytest.mark.parametrize(
    ("sheet", "refused", "column"),
    [
        (a_sheet(code="ZZZZZZZZZZ"), UnknownCodeError, "code"),
        (a_sheet(form="B"), WrongFormError, "form"),
        (a_sheet(form="备用"), WrongFormError, "form"),
        (a_sheet(answers=("E", *RIGHT[3:])), IllegalAnswerError, "1"),
        (a_sheet(answers=("a", *RIGHT[3:])), IllegalAnswerError, "1"),
        (a_sheet(answers=("AB", *RIGHT[3:])), IllegalAnswerError, "1"),
        (a_sheet(answers=("T", *RIGHT[3:])), IllegalAnswerError, "1"),
        (a_sheet(answers=(*RIGHT[2:7], "A")), IllegalAnswerError, "6"),
        (a_sheet(answers=RIGHT[2:7]), HeaderError, "6"),
        (a_sheet(answers=(*RIGHT[2:], "A")), HeaderError, "7"),
    ],
)
def test_a_sheet_that_does_not_fit_its_script_is_refused(sheet, refused, column):
    with pytest.raises(refused) as refusal:
        answers_of(sheet, {CODE: a_script()}, {"A": a_theory_key()})

    assert refusal.value.extra["column"] == column


@pytest.mark.rule("SCO-15")
def test_a_marked_script_takes_no_second_sheet():
    script = a_script()
    script.read("ABCDTF", a_theory_key(), Act("S-0001", NOW))

    with pytest.raises(AlreadyMarkedError):
        answers_of(a_sheet(), {CODE: script}, {"A": a_theory_key()})
    with pytest.raises(AlreadyMarkedError):
        script.read("ABCDTF", a_theory_key(), Act("S-0001", NOW))


def test_without_a_key_nothing_is_marked():
    with pytest.raises(KeyNotFoundError):
        answers_of(a_sheet(), {CODE: a_script()}, {})


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw):
    try:
        sheets = read_answer_sheets(raw)
    except DomainError as refusal:
        assert refusal.sentence  # noqa: PT017 -- either outcome is right, a fault is not
    else:
        assert sheets
