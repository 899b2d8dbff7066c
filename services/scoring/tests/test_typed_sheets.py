"""Score sheets that come on paper: typed twice, compared field by field, and nothing taken before two agree."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libs.chassis.domain import Act
from services.scoring.domain.errors.keyed_sheet import KeyedByExaminerError, KeyedOnceError, SheetKeyedError
from services.scoring.domain.practical.keyed_sheet import KeyedSheet, KeyedState
from services.scoring.domain.script import GivenMarks
from services.scoring.storage.collections import SCRIPTS
from services.scoring.tests.builders import (
    CHECKER,
    EXAMINERS,
    LEAD,
    NOW,
    ONE,
    PRACTICAL,
    THEORY,
    TWO,
    a_score_sheet,
)
from services.scoring.tests.conftest import slug

URL = f"/sessions/{PRACTICAL}/typed-sheets"
STAFF, THIRD, FOURTH = ("S-0012", "exam-affairs"), ("S-0013", "exam-affairs"), ("S-0014", "exam-affairs")
STANDARD = a_score_sheet(40, 60, knockouts=["操作中断电", "撞刀"])


def a_paper_sheet(*typed):
    """Each typing is its marks and knock-out items, by people one after another."""
    sheet = KeyedSheet.of(PRACTICAL, "S-0101", "ABCDEFGHIJ")
    for number, (marks, knocked_out) in enumerate(typed):
        sheet.type_in(
            GivenMarks(marks=[Decimal(one) for one in marks], knocked_out=knocked_out),
            STANDARD,
            Act(f"S-00{number}", NOW),
        )
    return sheet


@pytest.mark.parametrize(
    ("second", "open_fields"),
    [
        ((["30", "40"], []), []),
        ((["30.0", "40"], []), []),
        ((["30.1", "40"], []), [1]),
        ((["40", "30"], []), [1, 2]),
        ((["30", "40"], [1]), [3]),
    ],
)
def test_two_typings_are_compared_field_by_field(second, open_fields):
    sheet = a_paper_sheet((["30", "40"], []), second)

    assert sheet.open_fields == open_fields
    assert sheet.state is (KeyedState.DIFFERS if open_fields else KeyedState.TAKEN)


def test_a_third_reading_settles_each_field_with_one_of_the_two():
    sheet = a_paper_sheet((["30", "40"], [1]), (["31", "41"], []), (["30", "41"], [1]))

    assert sheet.state is KeyedState.TAKEN
    assert (sheet.agreed.marks, sheet.agreed.knocked_out) == ([30, 41], (1,))


def test_three_who_typed_three_things_settle_nothing():
    sheet = a_paper_sheet((["30", "40"], []), (["31", "40"], []), (["32", "40"], []))

    assert (sheet.state, sheet.open_fields) == (KeyedState.DIFFERS, [1])


def test_nobody_types_a_sheet_twice_nor_one_that_was_taken():
    once, taken = a_paper_sheet((["30", "40"], [])), a_paper_sheet((["30", "40"], []), (["30", "40"], []))

    with pytest.raises(KeyedOnceError):
        once.type_in(GivenMarks(marks=[Decimal(30), Decimal(40)], knocked_out=[]), STANDARD, Act("S-000", NOW))
    with pytest.raises(SheetKeyedError):
        taken.type_in(GivenMarks(marks=[Decimal(30), Decimal(40)], knocked_out=[]), STANDARD, Act("S-009", NOW))


ONE_TYPING = st.tuples(st.tuples(st.sampled_from("123"), st.sampled_from("45")), st.sampled_from([(), (1,), (2,)]))


@given(st.lists(ONE_TYPING, min_size=1, max_size=5))
def test_whatever_is_taken_two_people_typed_in_every_field(typings):
    sheet, given_so_far = KeyedSheet.of(PRACTICAL, "S-0101", "ABCDEFGHIJ"), []
    for number, (marks, knocked_out) in enumerate(typings):
        if sheet.state is KeyedState.TAKEN:
            break
        sheet.type_in(
            GivenMarks(marks=[Decimal(one) for one in marks], knocked_out=knocked_out),
            STANDARD,
            Act(f"S-{number}", NOW),
        )
        given_so_far.append((*map(Decimal, marks), knocked_out))

    agreeing = [any(column.count(value) > 1 for value in column) for column in zip(*given_so_far, strict=True)]
    assert (sheet.state is KeyedState.TAKEN) is all(agreeing)
    if sheet.state is KeyedState.TAKEN:
        agreed = (*sheet.agreed.marks, tuple(sheet.agreed.knocked_out))
        for value, column in zip(agreed, zip(*given_so_far, strict=True), strict=True):
            assert column.count(value) > 1


class Typing:
    def __init__(self, scoring, codes):
        self.scoring, self.codes = scoring, codes

    async def type(self, as_, *marks, examiner=EXAMINERS[0], one=ONE, **differing):
        body = {"examiner": examiner, "code": self.codes[one], "marks": list(marks)} | differing
        return await self.scoring.post(URL, json=body, as_=as_)

    async def script(self, one=ONE):
        return await self.scoring.load(SCRIPTS, self.codes[one])


@pytest.fixture
async def typing(scoring, desk):
    await desk.sit()
    return Typing(scoring, await desk.codes(PRACTICAL))


async def test_what_two_people_type_alike_is_the_examiners_sheet(typing):
    first = await typing.type(LEAD, "30", "40")
    assert (first.status_code, first.json()) == (202, {"state": "once", "open_fields": []})
    assert (await typing.script()).sheets == {}

    second = await typing.type(STAFF, "30", "40.0")

    assert (second.status_code, second.json()["state"]) == (200, "taken")
    [sheet] = (await typing.script()).sheets[EXAMINERS[0]]
    assert (str(sheet.total), sheet.by, sheet.typed_by) == ("70", EXAMINERS[0], ["S-0001", "S-0012"])


async def test_nothing_is_taken_before_they_agree(typing):
    await typing.type(LEAD, "30", "40")
    differing = await typing.type(STAFF, "30", "41")
    assert (differing.status_code, differing.json()) == (202, {"state": "differs", "open_fields": [2]})
    assert (await typing.script()).sheets == {}

    third = await typing.type(THIRD, "30", "41")

    assert third.json()["state"] == "taken"
    [sheet] = (await typing.script()).sheets[EXAMINERS[0]]
    assert str(sheet.total) == "71"


async def test_one_person_does_not_type_a_sheet_twice(typing):
    await typing.type(LEAD, "30", "40")

    assert slug(await typing.type(LEAD, "30", "40")) == "keyed-once"
    assert (await typing.script()).sheets == {}


async def test_what_no_score_sheet_can_hold_is_not_typed(typing):
    assert slug(await typing.type(LEAD, "40.1", "40")) == "marks-refused"
    assert slug(await typing.type(LEAD, "40")) == "marks-refused"
    assert slug(await typing.type(LEAD, "40", "40", knocked_out=[1])) == "marks-refused"
    assert slug(await typing.type(LEAD, "30", "40", examiner="S-0999")) == "not-an-examiner-of-session"


async def test_a_sheet_that_came_directly_is_not_typed_from_paper(typing, desk):
    await desk.score(EXAMINERS[0], {ONE: ["30", "40"]})

    assert slug(await typing.type(LEAD, "30", "40")) == "not-on-paper"


async def test_who_typed_a_sheet_does_not_check_the_list(typing, desk):
    checker = (CHECKER[0], "score-checker", "exam-affairs")
    for examiner in EXAMINERS:
        for one in (ONE, TWO):
            await typing.type(LEAD, "30", "40", examiner=examiner, one=one)
            await typing.type(checker, "30", "40", examiner=examiner, one=one)
    await desk.hand_over_key()
    await desk.upload(await desk.answer_file())

    assert slug(await desk.check(as_=checker)) == "checker-marked"
    assert (await desk.check(as_=("S-0555", "score-checker"))).status_code == 200


async def test_the_list_of_paper_sheets_tells_no_mark(typing, scoring):
    await typing.type(LEAD, "30", "40.7")
    await typing.type(STAFF, "30", "40.9")

    mine = (await scoring.get(URL, as_=LEAD)).json()
    others = await scoring.get(URL, as_=THIRD)

    [differing] = [one for one in mine["sheets"] if one["state"] != "new"]
    assert differing == {
        "examiner": EXAMINERS[0], "code": typing.codes[ONE], "form": "A", "state": "differs", "mine": True
    }  # fmt: skip
    assert (len(mine["sheets"]), mine["lines"]) == (6, {"A": 2})
    assert not [one for one in others.json()["sheets"] if one["mine"]]
    assert "40." not in others.text
    theory = f"/sessions/{THEORY}/typed-sheets"
    assert slug(await scoring.get(theory, as_=LEAD)) == "wrong-part"
    assert (await scoring.get(URL, as_=(EXAMINERS[0], "examiner"))).status_code == 403


def test_nobody_types_the_sheet_that_he_filled_in():
    sheet = a_paper_sheet()

    with pytest.raises(KeyedByExaminerError):
        sheet.type_in(GivenMarks(marks=[Decimal(30), Decimal(40)]), STANDARD, Act("S-0101", NOW))

    assert sheet.state is KeyedState.NEW
