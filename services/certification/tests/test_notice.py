"""The public notice of a result."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from libs.chassis.domain import Act, Harm
from libs.contracts.certification import NoticePeriodElapsed, PartKept
from services.certification.domain.calendar.working_days import CALENDAR, NOTICE_2026, WorkingCalendar
from services.certification.domain.errors.notice import (
    CorrectionOutOfOrderError,
    CorrectionRepeatedError,
    NoticeEndedError,
    NoticeNotDueError,
    NotReleasedError,
    NotWithheldError,
    ObjectionNotUpheldError,
)
from services.certification.domain.errors.objection import ObjectionAlreadyDecidedError
from services.certification.domain.errors.result import InconsistentResultError, PartNotPostedError
from services.certification.domain.notice import Notice, Stage
from services.certification.domain.result import PartResult, Result, ResultRevision
from services.certification.domain.withholding import Withholding
from services.certification.tests.builders import (
    FIVE_DAYS_OVER,
    PUBLISHED,
    a_candidate,
    a_notice,
    a_notice_of_2027,
    a_released_notice,
    a_result,
    beijing,
)

SECOND = timedelta(seconds=1)


def stage_of(notice: Notice) -> Stage:
    return notice.stage


@pytest.mark.rule("SCO-27")
def test_a_result_stands_five_working_days_and_ends_at_the_midnight_after():
    notice = a_notice(published_at=beijing(2026, 9, 24, 10))

    assert (notice.notice_from, notice.notice_until) == (date(2026, 9, 28), date(2026, 10, 9))
    deadline = notice.collect_deadlines()[f"{notice.id}:notice-ends"]
    assert deadline.due_at == beijing(2026, 10, 10)
    assert deadline.harm is Harm.EARLY


def test_posted_at_the_last_second_a_result_counts_from_the_next_day():
    late = a_notice(published_at=beijing(2026, 9, 23, 23, 59, 59))
    midnight = a_notice(published_at=beijing(2026, 9, 24))

    assert late.notice_from == date(2026, 9, 24)
    assert midnight.notice_from == date(2026, 9, 28)


def test_a_weekend_workday_counts_as_one_of_the_five():
    assert a_notice(published_at=beijing(2026, 9, 17, 10)).notice_until == date(2026, 9, 23)


@pytest.mark.rule("SCO-27")
def test_a_provisional_term_ends_only_once_its_years_holidays_are_known():
    notice = a_notice(published_at=beijing(2026, 12, 30, 10))
    assert (notice.notice_until, notice.provisional_for, notice.awaited) == (date(2027, 1, 7), [2027], [])

    with pytest.raises(NoticeNotDueError):
        notice.end(now=beijing(2027, 2, 1))
    assert notice.take_objection(part="theory", now=beijing(2027, 2, 1)) == f"{notice.id}-o1"


@pytest.mark.rule("SCO-27")
@pytest.mark.parametrize(
    ("known", "until", "moved_from"),
    [
        ({}, date(2027, 1, 7), None),
        ({"breaks": {date(2027, 1, 1): 4}}, date(2027, 1, 8), date(2027, 1, 7)),
        ({"breaks": {date(2026, 12, 31): 4}}, date(2027, 1, 8), date(2027, 1, 7)),
        ({"worked": [date(2027, 1, 3)]}, date(2027, 1, 7), None),
    ],
    ids=["as told", "a Monday off", "New Year from 31 December", "a Sunday worked: told is told"],
)
def test_known_holidays_leave_at_least_five_days_and_what_was_told(known, until, moved_from):
    notice = a_notice(published_at=beijing(2026, 12, 30, 10))
    calendar = WorkingCalendar([NOTICE_2026, a_notice_of_2027(**known)])

    assert notice.recount(calendar=calendar)

    assert (notice.notice_until, notice.moved_from, notice.provisional_for) == (until, moved_from, [])
    worked = [day for n in range(1, 20) if calendar.is_working_day(day := date(2026, 12, 30) + timedelta(days=n))]
    assert sum(day <= until for day in worked) >= 5
    [deadline] = notice.awaited
    assert deadline.due_at == beijing(2027, 1, until.day + 1)
    assert not notice.recount(calendar=calendar), "once is enough"


@pytest.mark.rule("SCO-27")
def test_a_result_is_not_released_a_second_early():
    notice = a_notice()

    with pytest.raises(NoticeNotDueError):
        notice.end(now=FIVE_DAYS_OVER - SECOND)

    assert stage_of(notice) is Stage.POSTED


@pytest.mark.rule("SCO-27")
def test_a_result_without_objection_is_released_when_the_five_days_are_over():
    notice = a_notice()

    notice.end(now=FIVE_DAYS_OVER)

    assert stage_of(notice) is Stage.RELEASED
    assert notice.collect_events() == [
        NoticePeriodElapsed(
            application_id=notice.id,
            batch_id=notice.batch_id,
            notice_from=date(2026, 9, 28),
            notice_until=date(2026, 10, 9),
            elapsed_at=FIVE_DAYS_OVER,
        )
    ]


def test_a_released_result_starts_an_issue_run_of_its_batch_at_once():
    notice = a_released_notice()

    run = notice.collect_deadlines()[f"{notice.batch_id}:issue"]
    assert run.due_at == FIVE_DAYS_OVER
    assert run.payload == {"batch_id": notice.batch_id}


def test_a_notice_ends_once():
    notice = a_released_notice()

    with pytest.raises(NoticeEndedError):
        notice.end(now=FIVE_DAYS_OVER)


@pytest.mark.rule("SCO-01", "SCO-02", "DIS-31")
@pytest.mark.parametrize(
    ("theory", "practical", "stage"),
    [
        ("60.0", "60.0", Stage.RELEASED),
        ("59.9", "60.0", Stage.KEPT),
        ("60.0", "59.9", Stage.KEPT),
        ("59.9", "59.9", Stage.FAILED),
        ("100.0", None, Stage.KEPT),
        (None, None, Stage.FAILED),
    ],
)
def test_only_sixty_in_each_part_leads_on_to_a_certificate(theory, practical, stage):
    assert a_released_notice(theory=theory, practical=practical).stage is stage


@pytest.mark.rule("SCO-01")
@pytest.mark.parametrize("score", [Decimal("59.9"), None])
def test_a_part_called_passed_without_the_marks_is_not_posted(score):
    result = Result(
        theory=PartResult(score=score, outcome="passed"), practical=PartResult(score=Decimal(80), outcome="passed")
    )

    with pytest.raises(InconsistentResultError):
        Notice.post(candidate=a_candidate(), result=result, published_at=PUBLISHED, calendar=CALENDAR)


def test_a_voided_part_is_not_passed_whatever_its_marks():
    part = PartResult(score=Decimal("90.0"), outcome="failed")

    assert not part.passed


@pytest.mark.parametrize(("theory", "practical", "kept"), [("72.0", "41.5", "theory"), ("12.0", "60.0", "practical")])
def test_a_single_passed_part_is_kept_for_two_years_from_release(theory, practical, kept):
    notice = a_released_notice(theory=theory, practical=practical)

    [_, announced] = notice.collect_events()
    assert announced == PartKept(
        application_id=notice.id,
        batch_id=notice.batch_id,
        part=kept,
        occupation_code=notice.occupation_code,
        level=5,
        valid_until=date(2028, 10, 10),
        kept_at=FIVE_DAYS_OVER,
    )


@pytest.mark.parametrize(("theory", "practical"), [("80.0", "80.0"), ("10.0", "10.0")])
def test_no_part_is_kept_of_a_whole_pass_or_a_whole_failure(theory, practical):
    events = a_released_notice(theory=theory, practical=practical).collect_events()

    assert [type(event) for event in events] == [NoticePeriodElapsed]


@pytest.mark.rule("SCO-27")
def test_an_objection_is_taken_until_the_last_second_of_the_notice():
    notice = a_notice()

    notice.take_objection(part="theory", now=FIVE_DAYS_OVER - SECOND)

    assert stage_of(notice) is Stage.HELD


@pytest.mark.rule("SCO-27")
def test_an_objection_is_not_taken_once_the_notice_is_over():
    with pytest.raises(NoticeEndedError):
        a_notice().take_objection(part="theory", now=FIVE_DAYS_OVER)


def test_an_objection_is_not_taken_against_a_released_result():
    with pytest.raises(NoticeEndedError):
        a_released_notice().take_objection(part="theory", now=PUBLISHED)


def test_an_objection_is_about_a_part_that_was_applied_for():
    notice = a_notice()
    notice.result = Result(theory=notice.result.theory, practical=PartResult(score=None, outcome="not-taken"))

    with pytest.raises(PartNotPostedError):
        notice.take_objection(part="practical", now=PUBLISHED)


@pytest.mark.rule("SCO-27")
def test_an_open_objection_holds_the_result_beyond_the_five_days():
    notice = a_notice()
    notice.take_objection(part="theory", now=PUBLISHED)

    notice.end(now=FIVE_DAYS_OVER)

    assert stage_of(notice) is Stage.HELD
    assert notice.collect_events() == []


@pytest.mark.rule("SCO-27")
def test_dismissed_before_the_end_the_result_is_released_at_the_deadline():
    notice = a_notice()
    objection = notice.take_objection(part="theory", now=PUBLISHED)

    notice.dismiss_objection(objection, now=FIVE_DAYS_OVER - SECOND)
    assert stage_of(notice) is Stage.POSTED

    notice.end(now=FIVE_DAYS_OVER)
    assert notice.released_at == FIVE_DAYS_OVER


@pytest.mark.rule("SCO-27")
def test_dismissed_after_the_end_the_result_is_released_with_the_decision():
    notice = a_notice()
    objection = notice.take_objection(part="theory", now=PUBLISHED)
    notice.end(now=FIVE_DAYS_OVER)

    notice.dismiss_objection(objection, now=FIVE_DAYS_OVER + timedelta(days=2))

    assert stage_of(notice) is Stage.RELEASED
    assert notice.released_at == FIVE_DAYS_OVER + timedelta(days=2)


def test_two_objections_hold_until_both_are_decided():
    notice = a_notice()
    first = notice.take_objection(part="theory", now=PUBLISHED)
    second = notice.take_objection(part="practical", now=PUBLISHED)
    notice.end(now=FIVE_DAYS_OVER)

    notice.dismiss_objection(first, now=FIVE_DAYS_OVER)
    assert stage_of(notice) is Stage.HELD

    notice.dismiss_objection(second, now=FIVE_DAYS_OVER)
    assert stage_of(notice) is Stage.RELEASED


def test_an_objection_is_dismissed_once():
    notice = a_notice()
    objection = notice.take_objection(part="theory", now=PUBLISHED)
    notice.dismiss_objection(objection, now=PUBLISHED)

    with pytest.raises(ObjectionAlreadyDecidedError):
        notice.dismiss_objection(objection, now=PUBLISHED)


@pytest.mark.rule("SCO-27")
def test_an_upheld_objection_holds_until_the_correction_comes():
    notice = a_notice()
    notice.uphold_objection(notice.take_objection(part="theory", now=PUBLISHED))

    notice.end(now=FIVE_DAYS_OVER)

    assert stage_of(notice) is Stage.HELD


def corrected(notice, objection, *, revision=1, at=None, **marks):
    notice.correct(
        objection_id=objection,
        revision=ResultRevision(number=revision, result=a_result(**marks), decided_at=at or beijing(2026, 10, 9, 16)),
        calendar=CALENDAR,
    )


@pytest.mark.rule("SCO-27")
def test_a_corrected_result_is_posted_anew_for_five_working_days():
    notice = a_notice(theory="58.0")
    objection = notice.take_objection(part="theory", now=PUBLISHED)
    notice.uphold_objection(objection)
    notice.end(now=FIVE_DAYS_OVER)

    corrected(notice, objection, theory="61.0", at=beijing(2026, 10, 12, 9))

    assert stage_of(notice) is Stage.POSTED
    assert (notice.notice_from, notice.notice_until) == (date(2026, 10, 13), date(2026, 10, 19))
    assert notice.collect_deadlines()[f"{notice.id}:notice-ends"].due_at == beijing(2026, 10, 20)
    with pytest.raises(NoticeNotDueError):
        notice.end(now=beijing(2026, 10, 20) - SECOND)
    notice.end(now=beijing(2026, 10, 20))
    assert stage_of(notice) is Stage.RELEASED


@pytest.mark.rule("SCO-09")
def test_a_posted_score_changes_only_after_an_upheld_objection():
    notice = a_notice()
    objection = notice.take_objection(part="theory", now=PUBLISHED)

    with pytest.raises(ObjectionNotUpheldError):
        corrected(notice, objection)
    with pytest.raises(ObjectionNotUpheldError):
        corrected(notice, "of-somebody-else")


def test_corrections_are_posted_once_and_in_their_order():
    notice = a_notice()
    first = notice.take_objection(part="theory", now=PUBLISHED)
    second = notice.take_objection(part="practical", now=PUBLISHED)
    notice.uphold_objection(first)
    notice.uphold_objection(second)

    with pytest.raises(CorrectionOutOfOrderError):
        corrected(notice, second, revision=2)
    corrected(notice, first, revision=1)
    with pytest.raises(CorrectionRepeatedError):
        corrected(notice, second, revision=1)
    assert stage_of(notice) is Stage.HELD

    corrected(notice, second, revision=2)
    assert stage_of(notice) is Stage.POSTED


def test_only_a_released_result_gets_a_number_or_is_withheld():
    notice = a_notice()

    with pytest.raises(NotReleasedError):
        notice.issue("S000043009001265000001")
    with pytest.raises(NotReleasedError):
        notice.withhold(Withholding.OUTSIDE_SCOPE)


class NoticeLife(RuleBasedStateMachine):
    """Whatever happens in whatever order: never released early, never while an objection is open, never twice."""

    @initialize()
    def post(self):
        self.notice = a_notice()
        self.now = PUBLISHED
        self.open: list[str] = []
        self.upheld: list[str] = []
        self.elapsed: list[NoticePeriodElapsed] = []
        self.amended = 0

    @property
    def stands(self):
        return self.notice.stage in {Stage.POSTED, Stage.HELD}

    def next_revision(self, result):
        return ResultRevision(number=self.notice.revision + 1, result=result, decided_at=self.now)

    @rule()
    def time_passes(self):
        self.now += timedelta(days=1, hours=7, microseconds=333)

    @precondition(lambda self: self.stands and self.now < self.notice.ends_at)
    @rule()
    def somebody_objects(self):
        self.open.append(self.notice.take_objection(part="theory", now=self.now))

    @precondition(lambda self: self.open)
    @rule()
    def an_objection_is_dismissed(self):
        self.notice.dismiss_objection(self.open.pop(), now=self.now)

    @precondition(lambda self: self.open)
    @rule()
    def an_objection_is_upheld(self):
        self.notice.uphold_objection(self.open[0])
        self.upheld.append(self.open.pop(0))

    @precondition(lambda self: self.upheld and self.now < beijing(2026, 12, 1))
    @rule()
    def a_correction_comes(self):
        self.notice.correct(
            objection_id=self.upheld.pop(),
            revision=self.next_revision(self.notice.result),
            calendar=CALENDAR,
        )

    @precondition(lambda self: self.now < beijing(2026, 12, 1))
    @rule()
    def the_theory_becomes_void(self):
        for objection in (*self.open, *self.upheld):
            self.notice.drop_objection(objection)
        self.open, self.upheld = [], []
        self.amended += 1
        self.notice.amend(
            revision=self.next_revision(
                Result(theory=PartResult(score=None, outcome="failed"), practical=self.notice.result.practical)
            ),
            calendar=CALENDAR,
        )

    @precondition(lambda self: self.stands and not self.notice.stood_full_term and self.now >= self.notice.ends_at)
    @rule()
    def the_deadline_fires(self):
        self.notice.end(now=self.now)

    @invariant()
    def released_only_after_five_days_without_an_open_objection(self):
        before = len(self.elapsed)
        self.elapsed += [e for e in self.notice.collect_events() if isinstance(e, NoticePeriodElapsed)]
        assert len(self.elapsed) <= 1 + self.amended
        if len(self.elapsed) > before:
            assert self.now >= self.notice.ends_at
            assert not self.open
            assert not self.upheld
        assert self.stands == (self.notice.released_at is None)

    @invariant()
    def nothing_that_is_void_leads_to_a_certificate(self):
        assert not (self.notice.stage is Stage.RELEASED and self.notice.result.void_parts)


NoticeLife.TestCase.settings = hypothesis_settings(max_examples=60, stateful_step_count=20)
TestNoticeLife = NoticeLife.TestCase


def test_what_is_not_withheld_is_not_taken_up():
    with pytest.raises(NotWithheldError):
        a_notice().take_up(Act("S-0001", PUBLISHED))
