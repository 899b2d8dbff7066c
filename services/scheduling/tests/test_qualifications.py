"""The one model of qualifications: conditions, card, clocks, years, calls, removal, black lists and appeals."""

from datetime import date, datetime, timedelta

import pytest

from libs.chassis.domain import Act, Decision
from libs.contracts.beijing import BEIJING
from services.scheduling.domain.errors.qualification import (
    AlreadyRemovedError,
    AppealAlreadyMadeError,
    CardNumberMalformedError,
    CardValidTooLongError,
    GroundNotOnRecordError,
    NobodyDecidesOwnFileError,
    NotAdmissibleError,
    NothingToRuleError,
    RecordAheadError,
    RenewalNotEarnedError,
    RulingByTheSameError,
    ScoresIncompleteError,
    StageWrongError,
    TermTooLongError,
)
from services.scheduling.domain.exam_subject import ExamSubject
from services.scheduling.domain.qualifications.admission import Admission, ItemWriting, Title
from services.scheduling.domain.qualifications.calls import Dispatch, Turnout
from services.scheduling.domain.qualifications.kinds import TERMS, QualificationKind
from services.scheduling.domain.qualifications.qualification import FileStage
from services.scheduling.domain.qualifications.removal import Ground, TakenBack
from services.scheduling.domain.qualifications.yearly import Grade, YearlyDuty
from services.scheduling.tests.builders import COOK, LATHE, a_qualification, a_year, an_appointment, an_examiner

EXAMINER, SENIOR = QualificationKind.EXAMINER, QualificationKind.SENIOR
SUPERVISOR, EXPERT = QualificationKind.SUPERVISOR, QualificationKind.EXPERT
EDUCATION, ASSESSMENT = YearlyDuty.EDUCATION, YearlyDuty.ASSESSMENT
TODAY = date(2026, 9, 11)
NOW = datetime(2026, 9, 11, 9, tzinfo=BEIJING)
OFFICE, HEAD, OTHER_HEAD = Act("S-0900", NOW), "S-0901", "S-0902"


def shown(level=6, title=Title.NONE, years=0, **differing):
    return Admission(certificate_level=level, title=title, practice_years=years, **differing)


def a_decision(reason="核实属实", *, by=HEAD):
    return Decision(by, NOW, reason)


def is_admissible(kind, admission):
    try:
        a_qualification(kind, admission=admission).must_be_admissible()
    except NotAdmissibleError:
        return False
    return True


@pytest.mark.parametrize(
    ("level", "title", "years", "admissible"),
    [
        (3, Title.INTERMEDIATE, 3, True),
        (2, Title.SENIOR, 4, True),
        (4, Title.INTERMEDIATE, 3, False),
        (6, Title.SENIOR, 9, False),
        (3, Title.NONE, 3, False),
        (3, Title.INTERMEDIATE, 2, False),
    ],
)
def test_an_examiner_has_certificate_title_and_practice(level, title, years, admissible):
    assert is_admissible(EXAMINER, shown(level, title, years)) is admissible


@pytest.mark.parametrize(
    ("level", "highest", "title", "years", "admissible"),
    [
        (1, 1, Title.SENIOR, 5, True),
        (2, 1, Title.SENIOR, 5, False),
        (2, 2, Title.SENIOR, 5, True),
        (3, 2, Title.SENIOR, 5, False),
        (1, 1, Title.INTERMEDIATE, 5, False),
        (1, 1, Title.SENIOR, 4, False),
    ],
)
def test_a_senior_examiner_has_certificate_title_and_five_years(level, highest, title, years, admissible):
    assert is_admissible(SENIOR, shown(level, title, years, occupation_highest_level=highest)) is admissible


@pytest.mark.parametrize(
    ("differing", "admissible"),
    [
        ({"works_in_certification": True}, True),
        ({"examining_years": 3, "is_excellent": True}, True),
        ({"examining_years": 4, "is_excellent": True}, True),
        ({"examining_years": 2, "is_excellent": True}, False),
        ({"examining_years": 3}, False),
        ({}, False),
    ],
)
def test_a_supervisor_works_there_or_is_an_excellent_examiner(differing, admissible):
    assert is_admissible(SUPERVISOR, shown(**differing)) is admissible


@pytest.mark.parametrize(
    ("level", "title", "years", "admissible"),
    [
        (2, Title.NONE, 5, True),
        (6, Title.INTERMEDIATE, 5, True),
        (3, Title.NONE, 5, False),
        (2, Title.NONE, 4, False),
    ],
)
def test_an_item_expert_has_five_years_and_one_of_two(level, title, years, admissible):
    assert is_admissible(EXPERT, shown(level, title, years, item_writing=ItemWriting.CLEAN)) is admissible


def test_everything_that_is_missing_is_named():
    with pytest.raises(NotAdmissibleError) as refusal:
        a_qualification(admission=shown(4, Title.NONE, 2)).must_be_admissible()

    assert refusal.value.lacking == ("职业资格（技能等级）证书等级不足", "专业技术职称不足", "实践工作经历不足3年")


@pytest.mark.rule("PER-05")
def test_a_recognised_master_is_admitted_on_the_heads_signature():
    a_qualification(admission=shown(exception_signed_by="S-0001")).must_be_admissible()
    with pytest.raises(NotAdmissibleError):
        a_qualification(admission=shown()).must_be_admissible()


@pytest.mark.rule("PER-26")
def test_an_examiners_card_has_institution_class_and_serial():
    found = TERMS[EXAMINER].card.fullmatch("S00004300900120017")

    assert found.groupdict() == {"institution": "S000043009001", "examiner_class": "2", "serial": "0017"}


@pytest.mark.rule("QSP-24")
def test_a_supervisors_card_has_institution_and_serial():
    found = TERMS[SUPERVISOR].card.fullmatch("S00004300900120017")

    assert found.groupdict() == {"institution": "S000043009001", "serial": "20017"}


@pytest.mark.rule("PER-26", "QSP-24")
@pytest.mark.parametrize("kind", [EXAMINER, SENIOR, SUPERVISOR])
@pytest.mark.parametrize(
    "wrong",
    [
        None,
        "",
        "S0000430090011001",
        "S000043009001100170",
        "900004300900110017",
        "s00004300900110017",
        "S0000430090O110017",
        "S00004300900110017\n",
        "S0000430090011001７",
    ],
)
def test_anything_else_is_no_card_number(kind, wrong):
    held = an_appointment(card_number=wrong)
    with pytest.raises(CardNumberMalformedError):
        a_qualification(kind).must_hold(held, today=TODAY)


@pytest.mark.parametrize(("issued", "until"), [(date(2024, 9, 20), date(2027, 9, 20)), (None, date(2029, 9, 11))])
def test_a_card_is_valid_for_three_years_at_most(issued, until):
    def hold(last):
        a_qualification().must_hold(an_appointment(issued_on=issued, valid_until=last), today=TODAY)

    hold(until - timedelta(1))
    hold(until)
    for wrong in (until + timedelta(1), None):
        with pytest.raises(CardValidTooLongError):
            hold(wrong)


@pytest.mark.rule("PER-31", "QSP-29")
@pytest.mark.parametrize("kind", [EXAMINER, SENIOR, SUPERVISOR])
@pytest.mark.parametrize(("begins", "until"), [(date(2026, 1, 15), date(2029, 1, 15)), (None, date(2029, 9, 11))])
def test_a_term_is_three_years_at_most(kind, begins, until):
    def hold(last):
        a_qualification(kind).must_hold(an_appointment(term_from=begins, term_until=last), today=TODAY)

    hold(until - timedelta(1))
    hold(until)
    with pytest.raises(TermTooLongError):
        hold(until + timedelta(1))


@pytest.mark.rule("PER-31", "QSP-29")
@pytest.mark.parametrize("kind", [EXAMINER, SUPERVISOR])
def test_a_term_ends_and_is_renewed_on_performance(kind):
    file = a_qualification(kind, term_until=date(2026, 9, 20))
    assert file.lapse(date(2026, 9, 20)) is None
    assert file.lapse(date(2026, 9, 21)) == "聘期至2026-09-20"
    with pytest.raises(TermTooLongError):
        file.renew(OFFICE, term_until=date(2029, 9, 21), evaluation="履职良好")

    file.renew(OFFICE, term_until=date(2029, 9, 20), evaluation="履职良好")

    assert file.lapse(date(2026, 9, 21)) is None
    assert file.steps[-1].what == "续聘至2029-09-20：履职良好"
    file.keep_yearly(OFFICE, a_year(ASSESSMENT, TODAY, Grade.FAILED))
    with pytest.raises(RenewalNotEarnedError):
        file.renew(OFFICE, term_until=date(2029, 9, 20), evaluation="履职良好")


@pytest.mark.parametrize("kind", [EXAMINER, SENIOR, SUPERVISOR])
@pytest.mark.parametrize(
    ("differing", "why"),
    [
        ({"last_education": date(2025, 9, 19)}, "继续教育已逾期（最近一次2025-09-19）"),
        ({"last_assessment": date(2025, 9, 19)}, "年度考核已逾期（最近一次2025-09-19）"),
        ({"last_education": date(2025, 9, 20)}, None),
        ({"last_assessment": date(2025, 9, 20)}, None),
        ({"last_education": date(2025, 9, 21)}, None),
        ({"last_assessment": date(2025, 9, 21)}, None),
        ({"yearly": []}, "没有继续教育记录"),
    ],
)
def test_every_year_asks_for_education_and_assessment(kind, differing, why):
    assert a_qualification(kind, **differing).lapse(date(2026, 9, 20)) == why


@pytest.mark.rule("PER-28", "QSP-28", "PER-34", "QSP-32")
@pytest.mark.parametrize("kind", [EXAMINER, SENIOR, SUPERVISOR])
@pytest.mark.parametrize(("duty", "ground"), [(EDUCATION, Ground.EDUCATION), (ASSESSMENT, Ground.ASSESSMENT)])
def test_who_fails_or_misses_a_year_loses_the_qualification(kind, duty, ground):
    overdue = a_qualification(kind, **{f"last_{duty}": date(2025, 9, 10)})
    assert overdue.grounds(date(2026, 9, 10)) == []
    assert overdue.grounds(date(2026, 9, 11)) == [ground]
    for grade in (Grade.FAILED, Grade.MISSED):
        file = a_qualification(kind)
        file.keep_yearly(OFFICE, a_year(duty, date(2026, 9, 10), grade))
        file.keep_yearly(OFFICE, a_year(duty, date(2026, 9, 11)))
        assert file.lapse(TODAY).startswith(duty.words)
        assert file.grounds(TODAY) == [ground]
        file.remove(a_decision(), ground, referred_to=None)
        assert file.lapse(TODAY) == f"{file.terms.words}资格：资格已取消"
        assert file.is_on_black_list


@pytest.mark.parametrize("grade", [Grade.EXCELLENT, Grade.PASSED, Grade.EXCUSED])
def test_who_passes_or_is_excused_loses_nothing(grade):
    file = a_qualification()
    file.keep_yearly(OFFICE, a_year(EDUCATION, TODAY, grade))

    assert file.grounds(TODAY) == []
    with pytest.raises(GroundNotOnRecordError):
        file.remove(a_decision(), Ground.EDUCATION, referred_to=None)


def test_a_wrong_line_of_the_merit_file_is_corrected_and_stays_visible():
    file = a_qualification()
    file.keep_yearly(OFFICE, a_year(EDUCATION, TODAY, Grade.MISSED))

    file.keep_yearly(OFFICE, a_year(EDUCATION, TODAY, Grade.EXCUSED))

    assert file.grounds(TODAY) == []
    assert file.steps[-1].what == "更正继续教育 2026-09-11：excused"
    with pytest.raises(RecordAheadError):
        file.keep_yearly(OFFICE, a_year(EDUCATION, TODAY + timedelta(1)))


def called(kind, *answers):
    file = a_qualification(kind)
    for day, answer in enumerate(answers, start=1):
        file.keep_call(OFFICE, Dispatch(on=date(2026, 8, day), answer=answer))
    return file


CAME, DECLINED, MISSED, LEAVE, RECUSED = Turnout.CAME, Turnout.DECLINED, Turnout.MISSED, Turnout.LEAVE, Turnout.RECUSED


@pytest.mark.rule("PER-33", "QSP-31")
@pytest.mark.parametrize("kind", [EXAMINER, SENIOR, SUPERVISOR])
@pytest.mark.parametrize(
    ("answers", "proposed"),
    [
        ((MISSED, DECLINED), False),
        ((MISSED, DECLINED, MISSED), True),
        ((MISSED, DECLINED, LEAVE, RECUSED, MISSED), True),
        ((MISSED, DECLINED, CAME, MISSED), False),
        ((CAME, MISSED, DECLINED, MISSED, MISSED), True),
        ((LEAVE, LEAVE, LEAVE, RECUSED), False),
    ],
)
def test_three_absences_in_a_row_propose_a_removal(kind, answers, proposed):
    file = called(kind, *answers)

    assert (Ground.ABSENCES in file.grounds(TODAY)) is proposed
    if not proposed:
        with pytest.raises(GroundNotOnRecordError):
            file.remove(a_decision(), Ground.ABSENCES, referred_to=None)
        return
    file.remove(a_decision(), Ground.ABSENCES, referred_to=None)
    assert file.stage is FileStage.REMOVED


@pytest.mark.rule("PER-33")
def test_misconduct_costs_the_qualification_and_a_crime_is_handed_on():
    file = a_qualification()

    file.remove(a_decision("收取考生红包"), Ground.MISCONDUCT, referred_to="司法机关")

    assert (file.removal.ground, file.removal.referred_to) == (Ground.MISCONDUCT, "司法机关")


@pytest.mark.parametrize("ground", [Ground.MISCONDUCT, Ground.BREACH])
def test_an_appeal_is_ruled_by_somebody_else_and_undoes_the_removal(ground):
    file = a_qualification()
    file.remove(a_decision(), ground, referred_to=None)
    file.appeal(OFFICE, "当日有病假条")
    with pytest.raises(RulingByTheSameError):
        file.rule_on_appeal(a_decision(), is_granted=True)

    file.rule_on_appeal(a_decision(by=OTHER_HEAD), is_granted=True)

    assert (file.stage, file.is_on_black_list, file.outstanding) == (FileStage.IN_FORCE, False, [])
    assert file.lapse(TODAY) is None


def test_an_appeal_that_is_turned_down_leaves_everything():
    file = a_qualification()
    file.remove(a_decision(), Ground.BREACH, referred_to=None)
    file.appeal(OFFICE, "不服")

    file.rule_on_appeal(a_decision(by=OTHER_HEAD), is_granted=False)

    assert (file.stage, file.is_on_black_list) == (FileStage.REMOVED, True)


@pytest.mark.parametrize("kind", [EXAMINER, SUPERVISOR])
def test_after_a_removal_card_and_entry_are_taken_back(kind):
    file = a_qualification(kind)
    assert file.outstanding == []
    file.remove(a_decision(), Ground.BREACH, referred_to=None)
    assert file.outstanding == [TakenBack.CARD_WITHDRAWN, TakenBack.DELETED_FROM_PLATFORM]

    for done in TakenBack:
        file.note_aftermath(OFFICE, done)

    assert file.outstanding == []
    assert file.removal.done == dict.fromkeys(TakenBack, TODAY)
    with pytest.raises(AlreadyRemovedError):
        file.keep_yearly(OFFICE, a_year(EDUCATION, TODAY))


def test_nobody_works_on_the_own_file():
    file = a_qualification(staff_id="S-0900")

    with pytest.raises(NobodyDecidesOwnFileError):
        file.keep_yearly(OFFICE, a_year(EDUCATION, TODAY))
    with pytest.raises(NobodyDecidesOwnFileError):
        file.remove(a_decision(by="S-0900"), Ground.BREACH, referred_to=None)


@pytest.mark.rule("PER-06")
def test_no_step_on_the_way_to_the_card_is_left_out():
    file = a_qualification(stage=FileStage.APPLIED, appointment=None, yearly=[], since=None)
    held = an_appointment()
    for step in (
        lambda: file.review(OFFICE, is_accepted=True, remark=""),
        lambda: file.train(OFFICE, on=date(2026, 9, 1)),
        lambda: file.test(OFFICE, on=date(2026, 9, 9), scores={"written": 60, "practical": 60}),
    ):
        with pytest.raises(StageWrongError):
            file.appoint(OFFICE, held)
        assert file.lapse(TODAY)
        step()
    assert file.lapse(TODAY) == "考评员资格：待发证聘任"

    file.appoint(OFFICE, held)

    assert (file.lapse(TODAY), file.since) == (None, TODAY)
    assert file.lapse(date(2027, 9, 1)) is None
    assert file.lapse(date(2027, 9, 2)) == "继续教育已逾期（最近一次2026-09-01）"


@pytest.mark.rule("PER-06")
@pytest.mark.parametrize(
    ("scores", "passed"),
    [
        ({"written": 60, "practical": 60}, True),
        ({"written": 61, "practical": 61}, True),
        ({"written": 59, "practical": 100}, False),
        ({"written": 100, "practical": 59}, False),
    ],
)
def test_the_test_is_passed_in_every_part(scores, passed):
    file = a_qualification(stage=FileStage.TRAINED, appointment=None)

    file.test(OFFICE, on=TODAY, scores=scores)

    assert file.stage is (FileStage.TESTED if passed else FileStage.TRAINED)
    if not passed:
        with pytest.raises(StageWrongError):
            file.appoint(OFFICE, an_appointment())


def test_who_is_on_the_black_list_examines_no_other_occupation():
    member = an_examiner("S-0001", COOK, LATHE)
    member.qualification(f"examiner-{COOK}").remove(a_decision(), Ground.BREACH, referred_to=None)

    assert member.unfit_to_examine(ExamSubject(LATHE, 4), TODAY) == "已列入考评失信黑名单"


def test_an_appeal_is_made_once_and_ruled_on_once():
    file = a_qualification()
    file.remove(a_decision(), Ground.BREACH, referred_to=None)
    with pytest.raises(NothingToRuleError):
        file.rule_on_appeal(a_decision(by=OTHER_HEAD), is_granted=True)
    file.appeal(OFFICE, "不服")
    with pytest.raises(AppealAlreadyMadeError):
        file.appeal(OFFICE, "仍不服")

    file.rule_on_appeal(a_decision(by=OTHER_HEAD), is_granted=False)

    with pytest.raises(NothingToRuleError):
        file.rule_on_appeal(a_decision(by=OTHER_HEAD), is_granted=True)


@pytest.mark.parametrize(
    "scores", [{}, {"written": 60}, {"practical": 60}, {"written": 60, "practical": 60, "oral": 60}]
)
def test_a_test_has_a_score_in_every_part_and_no_other(scores):
    with pytest.raises(ScoresIncompleteError):
        a_qualification(stage=FileStage.TRAINED, appointment=None).test(OFFICE, on=TODAY, scores=scores)
