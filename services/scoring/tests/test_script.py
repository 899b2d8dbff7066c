"""Scripts under their blind codes."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libs.chassis.domain import Act, Decision
from services.scoring.domain.answer_key import ItemAnswer
from services.scoring.domain.errors.marks import ReasonMissingError
from services.scoring.domain.errors.script import (
    CorrectionRefusedError,
    MarksRefusedError,
    NoSheetError,
    NotDisputedError,
    NotMarkedError,
    OtherLengthError,
    RuledError,
    SheetsCompleteError,
    SheetSubmittedError,
)
from services.scoring.domain.marks import Combination, MarkingRules
from services.scoring.domain.script import GivenMarks, ScriptState
from services.scoring.tests.builders import (
    EXAMINERS,
    NOW,
    ONE_LINE,
    RULES,
    a_score_sheet,
    a_scored_piece,
    a_script,
    a_theory_key,
)

KEY = a_theory_key()


def a_read_script(answers="ABCDTF"):
    script = a_script()
    script.read(answers, KEY, Act("S-0001", NOW))
    return script


@pytest.mark.parametrize(
    ("answers", "score"), [("ABCDTF", "100.0"), ("------", "0.0"), ("ABCD--", "66.7"), ("BBCDTF", "83.3")]
)
def test_a_theory_script_is_marked_against_the_key(answers, score):
    script = a_read_script(answers)

    assert script.final_score == Decimal(score)
    assert script.state is ScriptState.MARKED


@pytest.mark.parametrize("answers", ["ABCDT", "ABCDTFA"])
def test_what_was_read_is_not_marked_with_a_key_of_another_length(answers):
    with pytest.raises(OtherLengthError):
        a_read_script().correct_form("B", a_theory_key(answers), Decision("S-0001", NOW, "卷型涂错"))


@pytest.mark.rule("SCO-15")
def test_a_corrected_answer_is_signed_and_both_readings_are_kept():
    script = a_read_script("BBCDTF")

    script.correct_answer(ItemAnswer(1, "A"), KEY, Decision("S-0009", NOW, "读卡污损"))

    assert [(reading.answers, reading.by, reading.reason) for reading in script.readings] == [
        ("BBCDTF", "S-0001", ""),
        ("ABCDTF", "S-0009", "读卡污损"),
    ]
    assert script.final_score == 100
    assert script.markers == {"S-0001", "S-0009"}


@pytest.mark.rule("SCO-15")
def test_a_correction_without_a_reason_is_refused():
    script, piece = a_read_script(), a_scored_piece(70, 70, 70)

    with pytest.raises(ReasonMissingError):
        script.correct_answer(ItemAnswer(1, "B"), KEY, Decision("S-0001", NOW, " "))
    with pytest.raises(ReasonMissingError):
        piece.correct_sheet(GivenMarks(marks=[Decimal(80)]), ONE_LINE, RULES, Decision("S-0100", NOW, ""))


@pytest.mark.parametrize(("item", "answer"), [(0, "A"), (7, "A"), (1, "T"), (6, "A"), (1, "AB"), (-1, "A")])
def test_a_correction_of_no_item_or_answer_is_refused(item, answer):
    with pytest.raises(CorrectionRefusedError):
        a_read_script().correct_answer(ItemAnswer(item, answer), KEY, Decision("S-0001", NOW, "误读"))


def test_an_answer_can_be_corrected_to_a_blank():
    script = a_read_script()

    script.correct_answer(ItemAnswer(6, ""), KEY, Decision("S-0001", NOW, "误读"))

    assert script.readings[-1].answers == "ABCDT-"


def test_what_was_not_marked_is_not_corrected():
    with pytest.raises(NotMarkedError):
        a_script().correct_answer(ItemAnswer(1, "A"), KEY, Decision("S-0001", NOW, "误读"))


@pytest.mark.rule("SCO-20")
def test_a_piece_is_marked_when_three_independent_sheets_are_in():
    piece = a_script("practical")
    states = []

    for examiner, total in zip(EXAMINERS, (70, 71, 73), strict=True):
        piece.take_sheet(GivenMarks(marks=[Decimal(total)]), ONE_LINE, RULES, Act(examiner, NOW))
        states.append(piece.state)

    assert states == [ScriptState.BEGUN, ScriptState.BEGUN, ScriptState.MARKED]
    assert piece.final_score == Decimal("71.3")


@pytest.mark.parametrize("totals", [(), (70,), (70, 70)])
def test_a_piece_without_its_sheets_has_no_score(totals):
    piece = a_script("practical")
    for examiner, total in zip(EXAMINERS, totals, strict=False):
        piece.take_sheet(GivenMarks(marks=[Decimal(total)]), ONE_LINE, RULES, Act(examiner, NOW))

    with pytest.raises(NotMarkedError):
        _ = piece.final_score


def test_the_combination_is_the_institutions_to_choose():
    piece = a_script("practical")
    rules = MarkingRules(combination=Combination.MEDIAN)

    for examiner, total in zip(EXAMINERS, (70, 71, 80), strict=True):
        piece.take_sheet(GivenMarks(marks=[Decimal(total)]), ONE_LINE, rules, Act(examiner, NOW))

    assert piece.final_score == 71


@pytest.mark.rule("SCO-20")
def test_an_examiner_scores_a_piece_once():
    piece = a_script("practical")
    piece.take_sheet(GivenMarks(marks=[Decimal(70)]), ONE_LINE, RULES, Act("S-0101", NOW))

    with pytest.raises(SheetSubmittedError):
        piece.take_sheet(GivenMarks(marks=[Decimal(80)]), ONE_LINE, RULES, Act("S-0101", NOW))


def test_a_fourth_sheet_is_refused():
    with pytest.raises(SheetsCompleteError):
        a_scored_piece(70, 70, 70).take_sheet(GivenMarks(marks=[Decimal(70)]), ONE_LINE, RULES, Act("S-0109", NOW))


@pytest.mark.rule("SCO-20")
def test_an_examiner_cannot_change_anothers_sheet():
    with pytest.raises(NoSheetError):
        a_scored_piece(70, 70, 70).correct_sheet(
            GivenMarks(marks=[Decimal(90)]), ONE_LINE, RULES, Decision("S-0109", NOW, "误写")
        )


@pytest.mark.rule("SCO-15")
def test_a_corrected_sheet_is_signed_and_both_are_kept():
    piece = a_scored_piece(70, 70, 70)

    piece.correct_sheet(GivenMarks(marks=[Decimal(76)]), ONE_LINE, RULES, Decision("S-0102", NOW, "误写"))

    assert [(sheet.total, sheet.by, sheet.reason) for sheet in piece.sheets["S-0102"]] == [
        (Decimal(70), "S-0102", ""),
        (Decimal(76), "S-0102", "误写"),
    ]
    assert piece.final_score == 72


@pytest.mark.rule("SCO-06", "SCO-21")
@pytest.mark.parametrize(
    ("marks", "refused"),
    [
        (["40", "60"], False),
        (["0", "0"], False),
        (["40.1", "50"], True),
        (["39.9", "60"], False),
        (["40", "60.1"], True),
        (["40"], True),
        (["30", "30", "30"], True),
        (["-0.1", "60"], True),
        (["39.95", "60"], True),
        (["NaN", "60"], True),
        (["Infinity", "60"], True),
        ([], True),
    ],
)
def test_a_sheet_follows_the_criteria_item_by_item(marks, refused):
    piece, criteria = a_script("practical"), a_score_sheet(40, 60)

    def score():
        piece.take_sheet(GivenMarks(marks=[Decimal(mark) for mark in marks]), criteria, RULES, Act("S-0101", NOW))

    if refused:
        with pytest.raises(MarksRefusedError):
            score()
    else:
        score()
    assert bool(piece.sheets) is not refused


@pytest.mark.rule("SCO-06")
@pytest.mark.parametrize(("marks", "total"), [(["100", "100"], 100), (["50", "70"], 60), (["100", "19.8"], "59.9")])
def test_the_tasks_of_a_paper_share_a_hundred_points(marks, total):
    piece = a_script("practical")

    piece.take_sheet(
        GivenMarks(marks=[Decimal(mark) for mark in marks]), a_score_sheet(100, 100), RULES, Act("S-0101", NOW)
    )

    assert piece.sheets["S-0101"][-1].total == Decimal(total)


KNOCKING_OUT = a_score_sheet(40, 60, knockouts=["操作中断电", "撞刀"])


def a_piece_of(*knocked_out):
    """Full marks by as many examiners, each with the knock-out items seen."""
    piece = a_script("practical")
    for examiner, seen in zip(EXAMINERS, knocked_out, strict=False):
        piece.take_sheet(
            GivenMarks(marks=[Decimal(40), Decimal(60)], knocked_out=seen), KNOCKING_OUT, RULES, Act(examiner, NOW)
        )
    return piece


@pytest.mark.rule("SCO-06")
def test_a_knock_out_item_ends_the_part_with_nothing():
    piece = a_piece_of([2], [2], [1, 2])

    assert (piece.state, piece.final_score) == (ScriptState.MARKED, 0)
    assert piece.score_follows_from(None, KNOCKING_OUT, RULES)


@pytest.mark.rule("SCO-06", "SCO-16")
@pytest.mark.parametrize("tolerance", [15, 100])
def test_examiners_not_at_one_about_a_knock_out_wait_for_the_leader(tolerance):
    piece, rules = a_script("practical"), MarkingRules(tolerance=Decimal(tolerance))
    for examiner, seen in zip(EXAMINERS, ([], [1], []), strict=True):
        piece.take_sheet(
            GivenMarks(marks=[Decimal(40), Decimal(60)], knocked_out=seen), KNOCKING_OUT, rules, Act(examiner, NOW)
        )

    assert (piece.state, piece.score) == (ScriptState.DISPUTED, None)
    piece.rule(Decimal(0), Decision("S-0100", NOW, "录像可见"))
    assert piece.final_score == 0
    assert piece.score_follows_from(None, KNOCKING_OUT, rules)


@pytest.mark.rule("SCO-06")
@pytest.mark.parametrize("seen", [[0], [3], [-1], [1, 1]])
def test_a_knock_out_item_that_the_standard_has_not_is_refused(seen):
    with pytest.raises(MarksRefusedError):
        a_piece_of(seen)


@pytest.mark.rule("SCO-16")
@pytest.mark.parametrize(
    ("highest", "state"),
    [("74.9", ScriptState.MARKED), ("75", ScriptState.MARKED), ("75.1", ScriptState.DISPUTED)],
)
def test_sheets_more_than_fifteen_apart_are_in_dispute(highest, state):
    assert a_scored_piece(60, 70, highest).state is state


@pytest.mark.rule("SCO-16", "SCO-22")
def test_the_leader_decides_a_dispute_finally():
    piece = a_scored_piece(50, 60, 70)

    piece.rule(Decimal("60.0"), Decision("S-0100", NOW, "复看工件"))

    assert piece.final_score == 60
    with pytest.raises(RuledError):
        piece.rule(Decimal(70), Decision("S-0100", NOW, "再议"))
    with pytest.raises(RuledError):
        piece.correct_sheet(GivenMarks(marks=[Decimal(70)]), ONE_LINE, RULES, Decision("S-0100", NOW, "再议"))


def test_there_is_nothing_to_rule_where_the_sheets_agree():
    with pytest.raises(NotDisputedError):
        a_scored_piece(60, 61, 62).rule(Decimal(90), Decision("S-0100", NOW, "面子"))


def test_a_correction_can_raise_and_settle_a_dispute():
    piece = a_scored_piece(60, 61, 62)

    piece.correct_sheet(GivenMarks(marks=[Decimal(90)]), ONE_LINE, RULES, Decision("S-0102", NOW, "误写"))
    raised = piece.state
    piece.correct_sheet(GivenMarks(marks=[Decimal(63)]), ONE_LINE, RULES, Decision("S-0102", NOW, "误写"))

    assert (raised, piece.state) == (ScriptState.DISPUTED, ScriptState.MARKED)


@pytest.mark.rule("SCO-10")
def test_the_check_finds_a_theory_score_that_its_answers_do_not_give():
    script = a_read_script()

    assert script.score_follows_from(KEY, None, RULES)
    script.score = Decimal("99.9")
    assert not script.score_follows_from(KEY, None, RULES)


@pytest.mark.rule("SCO-10")
def test_the_check_finds_a_theory_score_under_another_key():
    assert not a_read_script().score_follows_from(a_theory_key("BBCDTF"), None, RULES)
    assert not a_read_script().score_follows_from(a_theory_key("ABCDT"), None, RULES)
    assert not a_read_script().score_follows_from(None, None, RULES)


@pytest.mark.rule("SCO-10")
def test_the_check_finds_a_practical_score_that_its_sheets_do_not_give():
    agreed, ruled = a_scored_piece(70, 71, 72), a_scored_piece(50, 60, 70)
    ruled.rule(Decimal(61), Decision("S-0100", NOW, "复看工件"))

    assert agreed.score_follows_from(None, ONE_LINE, RULES)
    assert ruled.score_follows_from(None, ONE_LINE, RULES)
    agreed.score = ruled.score = Decimal(90)
    assert not agreed.score_follows_from(None, ONE_LINE, RULES)
    assert not ruled.score_follows_from(None, ONE_LINE, RULES)


@pytest.mark.rule("SCO-10")
def test_the_check_finds_marks_above_the_criteria():
    assert not a_scored_piece(70, 71, 72).score_follows_from(None, a_score_sheet("71.9"), RULES)
    assert a_scored_piece(70, 71, 72).score_follows_from(None, ONE_LINE, RULES)


@given(st.lists(st.integers(0, 1000), min_size=3, max_size=3))
def test_a_piece_is_either_disputed_or_has_a_score_among_its_sheets(tenths):
    totals = [Decimal(one) / 10 for one in tenths]

    piece = a_scored_piece(*totals)

    if max(totals) - min(totals) > 15:
        assert piece.state is ScriptState.DISPUTED
        assert piece.score is None
    else:
        assert min(totals) <= piece.final_score <= max(totals)


@given(st.lists(st.tuples(st.integers(1, 6), st.sampled_from(["", "A", "B", "C", "D"])), max_size=6))
def test_no_reading_is_ever_lost_and_the_last_one_counts(corrections):
    script = a_read_script()
    legal = [(item, answer) for item, answer in corrections if item <= 4]

    for item, answer in legal:
        script.correct_answer(ItemAnswer(item, answer), KEY, Decision("S-0001", NOW, "误读"))

    assert len(script.readings) == 1 + len(legal)
    assert script.score_follows_from(KEY, None, RULES)
