"""Sealed keys and what is in them."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libs.chassis.sealing import FieldCipher
from services.scoring.domain.answer_key import AnswerKey, SheetLine, criteria, theory_key
from services.scoring.domain.errors.answer_key import (
    KeyInUseError,
    KeyUnreadableError,
    SlotTakenError,
    TheoryKeyOnlyError,
)
from services.scoring.storage.seals import KeySeals
from services.scoring.tests.builders import BATCH, LEVEL, NOW, OCCUPATION, a_theory_key, fields, key_text


def an_answer_key(**differing):
    return AnswerKey(
        **fields(
            {
                "id": "P-1",
                "batch_id": BATCH,
                "occupation_code": OCCUPATION,
                "level": LEVEL,
                "part": "theory",
                "form": "A",
                "items": 2,
                "paper_digest": "0" * 64,
                "sealed_key": "sealed:k1:abc",
                "received_by": "S-0001",
                "received_at": NOW,
            },
            differing,
        )
    )


def test_an_opened_key_is_one_answer_an_item():
    assert theory_key(an_answer_key(items=4), key_text("ABTF")).answers == "ABTF"


def test_an_opened_score_sheet_has_lines_and_knock_out_items():
    line = {"no": 1, "task": "轴", "text": "尺寸", "marks": 59.5, "standard": "超差扣 5 分"}

    sheet = criteria(an_answer_key(), json.dumps({"criteria": [line], "knockouts": ["撞刀"]}))

    assert sheet.lines == [SheetLine(no=1, task="轴", text="尺寸", marks=Decimal("59.5"), standard="超差扣 5 分")]
    assert sheet.knockouts == ["撞刀"]
    assert criteria(an_answer_key(), '{"criteria": [{"no": 1, "marks": 100}]}').knockouts == []


def test_answers_are_put_in_order_of_their_numbers():
    shuffled = json.dumps({str(no): "ABCD"[no % 4] for no in range(12, 0, -1)})

    assert theory_key(an_answer_key(items=12), shuffled).answers == "BCDABCDABCDA"


@pytest.mark.parametrize(
    "text",
    [
        "not json",
        "[]",
        "{}",
        key_text("A"),
        key_text("ABC"),
        key_text("AX"),
        key_text(["A", "AB"]),
        '{"1": "A", "3": "B"}',
        '{"1": "A", "2": 1}',
        '{"1": "A", "2": ["B"]}',
        '{"criteria": [{"no": 1}]}',
        '{"criteria": [1]}',
        '{"criteria": [{"no": 1, "marks": "many"}]}',
        '{"criteria": []}',
        '{"criteria": [{"no": 1, "marks": 0}]}',
        '{"criteria": [{"no": 1, "marks": 100}], "knockouts": "撞刀"}',
    ],
)
def test_what_is_no_key_is_refused(text):
    for read in (theory_key, criteria):
        with pytest.raises(KeyUnreadableError):
            read(an_answer_key(items=2), text)


@given(key=st.text("ABCDTF", min_size=1, max_size=200), data=st.data())
def test_the_right_answers_are_counted(key, data):
    wrong = data.draw(st.sets(st.integers(0, len(key) - 1)))
    answers = "".join("-" if place in wrong else right for place, right in enumerate(key))

    assert a_theory_key(key).correct(answers) == len(key) - len(wrong)


def test_a_key_that_was_marked_with_is_not_replaced():
    with pytest.raises(KeyInUseError):
        an_answer_key().replace(an_answer_key(sealed_key="sealed:k1:def"), used=True)


def test_a_key_stays_in_its_slot():
    with pytest.raises(SlotTakenError):
        an_answer_key().replace(an_answer_key(form="B"), used=False)


@pytest.mark.parametrize("sealed", ["sealed:k2:AAAA", "sealed:k1:AAAA", "sealed:k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"])
def test_a_seal_that_does_not_open_is_refused(sealed):
    with pytest.raises(KeyUnreadableError):
        KeySeals(FieldCipher({"k1": b"1" * 32})).open(an_answer_key(sealed_key=sealed))


def test_practical_sheets_have_no_right_answers_to_correct():
    an_answer_key().must_be_of_theory()
    with pytest.raises(TheoryKeyOnlyError):
        an_answer_key(part="practical").must_be_of_theory()
