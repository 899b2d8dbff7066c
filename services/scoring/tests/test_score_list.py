"""Score lists: marked, checked, approved, published."""

import pytest

from libs.chassis.domain import Act
from services.scoring.domain.errors.score_list import (
    CheckerMarkedError,
    ListBeingPublishedError,
    ListIncompleteError,
    ListStateError,
    ScoreMismatchError,
    ScoresRegisteredError,
)
from services.scoring.domain.score_list import ListState
from services.scoring.tests.builders import NOW, a_list, a_progress


def a_checked_list():
    score_list = a_list()
    score_list.check_scores(a_progress(), Act("S-0003", NOW), mismatches=[], markers={"S-0101"})
    return score_list


def an_approved_list():
    score_list = a_checked_list()
    score_list.approve(a_progress(), Act("S-0001", NOW))
    return score_list


@pytest.mark.rule("SCO-10")
@pytest.mark.parametrize(
    "progress",
    [a_progress(done=3), a_progress(sessions_open=1), a_progress(candidates_open=1), a_progress(candidates=0)],
)
def test_an_incomplete_list_is_not_checked(progress):
    with pytest.raises(ListIncompleteError):
        a_list().check_scores(progress, Act("S-0003", NOW), mismatches=[], markers=set())


def test_a_list_whose_candidates_were_all_absent_is_complete():
    a_list().check_scores(a_progress(scripts=0, done=0), Act("S-0003", NOW), mismatches=[], markers=set())


@pytest.mark.rule("SCO-10")
def test_nobody_checks_scores_that_he_gave():
    with pytest.raises(CheckerMarkedError):
        a_list().check_scores(a_progress(), Act("S-0003", NOW), mismatches=[], markers={"S-0003"})


@pytest.mark.rule("SCO-10")
def test_a_list_with_a_wrong_score_does_not_pass_the_check():
    with pytest.raises(ScoreMismatchError) as refusal:
        a_list().check_scores(a_progress(), Act("S-0003", NOW), mismatches=["ABCDEFGHIJ"], markers=set())

    assert refusal.value.extra == {"codes": ["ABCDEFGHIJ"]}


def test_a_check_may_be_repeated_until_the_scores_are_registered():
    score_list = a_checked_list()

    score_list.check_scores(a_progress(scripts=5, done=5), Act("S-0004", NOW), mismatches=[], markers=set())

    assert (score_list.check.by, score_list.check.scripts) == ("S-0004", 5)
    with pytest.raises(ScoresRegisteredError):
        an_approved_list().check_scores(a_progress(), Act("S-0003", NOW), mismatches=[], markers=set())


@pytest.mark.rule("SCO-10")
def test_an_unchecked_list_is_not_approved():
    with pytest.raises(ListStateError):
        a_list().approve(a_progress(), Act("S-0001", NOW))


@pytest.mark.rule("SCO-10")
@pytest.mark.parametrize("progress", [a_progress(done=3), a_progress(scripts=5, done=5)])
def test_scripts_that_were_not_checked_are_not_approved(progress):
    with pytest.raises(ListIncompleteError):
        a_checked_list().approve(progress, Act("S-0001", NOW))


@pytest.mark.parametrize("score_list", [a_list(), a_checked_list()])
def test_before_the_approval_nothing_is_published(score_list):
    with pytest.raises(ListStateError):
        score_list.must_be_open_for_publication()


def test_a_correction_after_the_check_asks_for_a_new_check():
    score_list = a_checked_list()

    score_list.note_correction("T-1")

    assert score_list.state is ListState.OPEN
    with pytest.raises(ListStateError):
        score_list.approve(a_progress(), Act("S-0001", NOW))


@pytest.mark.rule("SCO-09")
def test_nothing_changes_a_registered_score():
    with pytest.raises(ScoresRegisteredError):
        an_approved_list().note_correction("T-1")
    with pytest.raises(ScoresRegisteredError):
        an_approved_list().note_late_session()


@pytest.mark.rule("SCO-09", "INC-16")
def test_a_resit_opens_a_published_list_and_leaves_what_was_registered_alone():
    score_list = a_checked_list()
    score_list.approve(a_progress(sessions=("T-1", "P-1")), Act("S-0001", NOW))
    with pytest.raises(ListBeingPublishedError):
        score_list.take_resit()
    score_list.publish_until("a", Act("S-0001", NOW), done=2, remaining=0)

    score_list.take_resit()

    assert (score_list.state, score_list.check, score_list.approval) == (ListState.OPEN, None, None)
    with pytest.raises(ScoresRegisteredError):
        score_list.note_correction("T-1")
    score_list.note_correction("T-1-r-1")


def test_a_list_is_published_with_its_last_candidate_and_not_again():
    score_list = an_approved_list()

    score_list.publish_until("a", Act("S-0001", NOW), done=1, remaining=1)
    midway = score_list.state
    with pytest.raises(ListStateError):
        score_list.tell_items("P-t-A", [], Act("S-0001", NOW), candidates=10)
    score_list.publish_until("b", Act("S-0001", NOW), done=1, remaining=0)

    assert (midway, score_list.state, score_list.published) == (ListState.APPROVED, ListState.PUBLISHED, 2)
    with pytest.raises(ListStateError):
        score_list.must_be_open_for_publication()


@pytest.mark.rule("SCO-09")
def test_a_published_list_is_registered_too():
    score_list = an_approved_list()
    score_list.publish_until("a", Act("S-0001", NOW), done=1, remaining=0)

    with pytest.raises(ScoresRegisteredError):
        score_list.note_correction("T-1")
