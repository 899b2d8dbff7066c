"""Published results and their re-checks."""

from decimal import Decimal

import pytest

from libs.chassis.domain import Decision
from libs.contracts.scoring import ScoreCorrected, ScorePublished
from services.scoring.domain.errors.marks import ReasonMissingError, ScoreOutOfRangeError
from services.scoring.domain.errors.result import (
    AlreadyRecheckedError,
    NotSatError,
    NotUpheldError,
    ObjectionDecidedOtherwiseError,
    SecondPersonError,
)
from services.scoring.domain.result import ABSENT, NOT_TAKEN, Objection, Recheck
from services.scoring.tests.builders import NOW, a_result

UPHELD = Objection(part="practical", decision="upheld")


def an_objected_result(objection=UPHELD, **differing):
    result = a_result(**differing)
    result.note_objection("O-1", objection, decided_at=NOW)
    result.collect_events()
    return result


def recheck(result, score="60.0", *, part="practical", objection_id="O-1", reason="复看工件", second_by=None):
    result.recheck(
        Recheck(objection_id=objection_id, part=part, score=Decimal(score), second_by=second_by),
        Decision("S-0001", NOW, reason),
    )


@pytest.mark.rule("SCO-02")
@pytest.mark.parametrize(
    ("theory", "practical", "outcomes"),
    [
        ("60.0", "60.0", ("passed", "passed")),
        ("59.9", "100.0", ("failed", "passed")),
        ("100.0", "59.9", ("passed", "failed")),
        ("59.9", "59.9", ("failed", "failed")),
        ("60.1", ABSENT, ("passed", "absent")),
        (NOT_TAKEN, "60.0", ("not-taken", "passed")),
    ],
)
def test_each_part_has_its_own_outcome_and_none_makes_up_for_another(theory, practical, outcomes):
    [published] = a_result(theory, practical).collect_events()

    assert isinstance(published, ScorePublished)
    assert (published.theory_outcome, published.practical_outcome) == outcomes


@pytest.mark.parametrize(
    ("score", "outcome"), [("59.9", "failed"), ("60.0", "passed"), ("60.1", "passed"), ("70.0", "passed")]
)
@pytest.mark.rule("SCO-09")
def test_a_recheck_adds_a_revision_and_keeps_the_earlier_score(score, outcome):
    result = an_objected_result()

    recheck(result, score)

    [corrected] = result.collect_events()
    assert isinstance(corrected, ScoreCorrected)
    assert (corrected.revision, corrected.practical_score, corrected.practical_outcome) == (1, Decimal(score), outcome)
    assert (corrected.theory_score, corrected.theory_outcome) == (Decimal(80), "passed")
    [revision] = result.revisions
    assert (revision.before, revision.after, revision.reason, revision.by) == (70, Decimal(score), "复看工件", "S-0001")


@pytest.mark.rule("SCO-09")
@pytest.mark.parametrize(
    ("objection", "part", "objection_id"),
    [
        (Objection(part="practical", decision="dismissed"), "practical", "O-1"),
        (UPHELD, "theory", "O-1"),
        (UPHELD, "practical", "O-2"),
    ],
)
def test_without_an_upheld_objection_to_the_part_nothing_is_rechecked(objection, part, objection_id):
    result = an_objected_result(objection)

    with pytest.raises(NotUpheldError):
        recheck(result, part=part, objection_id=objection_id)
    assert result.collect_events() == []
    assert result.practical.score == 70


@pytest.mark.rule("SCO-09")
def test_one_objection_gives_one_recheck():
    result = an_objected_result()
    recheck(result)

    with pytest.raises(AlreadyRecheckedError):
        recheck(result, "90.0")


def test_a_second_upheld_objection_gives_a_second_revision():
    result = an_objected_result()
    result.note_objection("O-2", Objection(part="theory", decision="upheld"), decided_at=NOW)

    recheck(result)
    recheck(result, "85.0", part="theory", objection_id="O-2")

    assert [event.revision for event in result.collect_events()] == [1, 2]


@pytest.mark.parametrize("missing", [ABSENT, NOT_TAKEN])
def test_a_part_that_was_not_sat_is_not_rechecked(missing):
    with pytest.raises(NotSatError):
        recheck(an_objected_result(practical=missing))


def test_a_recheck_is_documented():
    with pytest.raises(ReasonMissingError):
        recheck(an_objected_result(), reason=" ")
    with pytest.raises(ScoreOutOfRangeError):
        recheck(an_objected_result(), "100.1")


def test_the_second_person_is_another_one():
    with pytest.raises(SecondPersonError):
        recheck(an_objected_result(), second_by="S-0001")

    result = an_objected_result()
    recheck(result, second_by="S-0002")
    assert result.revisions[0].second_by == "S-0002"


def test_an_objection_is_decided_once():
    result = an_objected_result()
    result.note_objection("O-1", UPHELD, decided_at=NOW)

    with pytest.raises(ObjectionDecidedOtherwiseError):
        result.note_objection("O-1", Objection(part="practical", decision="dismissed"), decided_at=NOW)
