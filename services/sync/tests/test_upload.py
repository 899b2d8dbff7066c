"""What may be done with one record, by where it stands, and how long it waits."""

from datetime import timedelta

import pytest

from libs.chassis.domain import Act, Decision
from services.sync.domain.errors import UploadStateError
from services.sync.domain.upload import CLAIM, UploadState, Verdict
from services.sync.tests.builders import CLERK, ISSUED, an_upload

NOW = ISSUED + timedelta(hours=1)
WAITING, SENDING, UNCERTAIN, ACCEPTED, REJECTED, GIVEN_UP, SUPERSEDED = UploadState
DECISION = Decision(CLERK[0], NOW, "已更正")
YES, NO = Verdict(accepted=True), Verdict(accepted=False, reason="重复")


def an_upload_that_is(state, **differing):
    upload = an_upload()
    for name, value in {"state": state, "claimed_at": NOW, **differing}.items():
        setattr(upload, name, value)
    return upload


ACTS = {
    "claim": (lambda one: one.claim(Act(CLERK[0], NOW)), {WAITING: SENDING}),
    "put back": (lambda one: one.put_back(now=NOW, said=""), {SENDING: WAITING, UNCERTAIN: WAITING}),
    "find absent": (lambda one: one.find_absent(now=NOW), {UNCERTAIN: WAITING}),
    "wait for an answer": (lambda one: one.wait_for_answer(now=NOW), {UNCERTAIN: UNCERTAIN}),
    "find missing": (lambda one: one.find_missing(now=NOW), {ACCEPTED: UNCERTAIN}),
    "retry": (lambda one: one.retry(DECISION), {REJECTED: WAITING, GIVEN_UP: WAITING}),
    "give up": (lambda one: one.give_up(DECISION), dict.fromkeys([WAITING, REJECTED, UNCERTAIN], GIVEN_UP)),
    "settle as taken": (
        lambda one: one.settle(YES, now=NOW),
        {SENDING: ACCEPTED, UNCERTAIN: ACCEPTED, ACCEPTED: ACCEPTED, REJECTED: UNCERTAIN},
    ),
    "settle as refused": (
        lambda one: one.settle(NO, now=NOW),
        {SENDING: REJECTED, UNCERTAIN: REJECTED, REJECTED: REJECTED, ACCEPTED: UNCERTAIN},
    ),
}


@pytest.mark.parametrize("state", UploadState)
@pytest.mark.parametrize("act", ACTS)
def test_an_act_leads_from_its_states_and_from_no_other(act, state):
    do, leads = ACTS[act]
    upload = an_upload_that_is(state)

    if state in leads:
        do(upload)
    else:
        with pytest.raises(UploadStateError):
            do(upload)

    assert upload.state is leads.get(state, state)


@pytest.mark.parametrize("state", UploadState)
def test_what_is_certainly_not_there_can_be_superseded(state):
    upload = an_upload_that_is(state)

    assert upload.supersede(now=NOW) == (state in {WAITING, REJECTED, GIVEN_UP, SUPERSEDED})
    assert upload.may_be_there == (state in {SENDING, UNCERTAIN, ACCEPTED})


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(0, 30), (1, 60), (2, 120), (6, 1_920), (7, 3_600), (8, 3_600), (2_000, 3_600)]
)
def test_each_attempt_that_fails_is_followed_by_a_longer_pause(attempts, seconds):
    upload = an_upload_that_is(SENDING, attempts=attempts)

    upload.put_back(now=NOW, said="平台繁忙")

    assert upload.worked_at == NOW + timedelta(seconds=seconds)
    assert not upload.alone


def test_an_attempt_is_a_sending_or_a_question_that_fails():
    upload = an_upload()

    upload.claim(Act(CLERK[0], NOW))
    upload.lose(now=NOW, said="平台没有答复")
    upload.wait_for_answer(now=NOW)

    assert upload.attempts == 2
    assert upload.worked_at == NOW + timedelta(seconds=120)


@pytest.mark.parametrize(
    ("after", "asked_at"),
    [
        (CLAIM - timedelta(seconds=1), CLAIM - timedelta(seconds=1) + timedelta(minutes=1)),
        (CLAIM, CLAIM),
        (CLAIM + timedelta(seconds=1), CLAIM + timedelta(seconds=1)),
    ],
)
def test_what_a_lapsed_claim_leaves_is_asked_for_at_once(after, asked_at):
    upload = an_upload()
    upload.claim(Act(CLERK[0], NOW))
    assert upload.worked_at == NOW + CLAIM

    upload.lose(now=NOW + after, said="上报中断，结果不明")

    assert upload.worked_at == NOW + asked_at


@pytest.mark.parametrize(
    ("do", "state"),
    [
        (lambda one: one.find_absent(now=NOW), UNCERTAIN),
        (lambda one: one.retry(DECISION), REJECTED),
        (lambda one: one.put_back(now=NOW, said="", not_before=NOW), SENDING),
    ],
    ids=["absent", "sent again", "put back"],
)
def test_what_need_not_wait_is_worked_on_now(do, state):
    upload = an_upload_that_is(state, attempts=3, not_before=NOW + timedelta(hours=1), package_id="F-1")

    do(upload)

    assert upload.worked_at == NOW


@pytest.mark.parametrize("state", [ACCEPTED, REJECTED, GIVEN_UP, SUPERSEDED])
def test_what_is_settled_is_not_worked_on(state):
    assert an_upload_that_is(state).worked_at is None


def test_what_people_carry_is_not_worked_on_by_machine():
    upload = an_upload()

    upload.claim(Act(CLERK[0], NOW), package_id="F-1")

    assert upload.worked_at is None
