"""Papers that are asked for and handed in, and the second person of the review."""

from datetime import date, timedelta

import pytest

from libs.chassis.domain import Act
from services.registration.domain.admission.conditions import Proof
from services.registration.domain.application import ApplicationState, PapersHandedIn
from services.registration.domain.errors.application import (
    NoPapersMissingError,
    NotEligibleError,
    PapersRequestInvalidError,
    ReviewerRegisteredError,
)
from services.registration.domain.errors.batch import BatchClosedError
from services.registration.tests.builders import ACT, ADMISSION, NOON, TODAY, a_batch, an_application, cells
from services.registration.tests.conftest import EXAM_AFFAIRS, RECEPTION, slug, upload

REVIEW = Act("S-0009", NOON)
APPLICATION = "/applications/2026-autumn-00002"


def hand_in(application, *proofs, at=NOON, batch=None):
    papers = PapersHandedIn(proofs=list(proofs), verified_online=False, taken_by="S-0001", taken_at=at)
    application.hand_in(batch or a_batch(), papers, admission=ADMISSION, born_on=date(1990, 5, 17))


def test_nobody_reviews_what_he_took_in():
    with pytest.raises(ReviewerRegisteredError):
        an_application().approve(ACT)


def test_what_papers_are_asked_for_is_not_approved_until_they_are_there():
    application = an_application()
    application.ask_for_papers([Proof.YEARS, Proof.PHOTO], due_on=TODAY, act=REVIEW)

    with pytest.raises(NotEligibleError):
        application.approve(REVIEW)
    hand_in(application, Proof.YEARS)
    states = [application.state]
    hand_in(application, Proof.PHOTO)
    application.approve(REVIEW)

    assert [*states, application.state] == [ApplicationState.INCOMPLETE, ApplicationState.APPROVED]


def test_papers_of_before_do_not_answer_a_later_request():
    application = an_application(证明材料="身份证;照片")
    hand_in(application, Proof.YEARS)
    application.ask_for_papers([Proof.YEARS], due_on=TODAY, act=Act("S-0009", NOON + timedelta(minutes=1)))

    hand_in(application, Proof.PHOTO, at=NOON + timedelta(minutes=2))

    assert application.state is ApplicationState.INCOMPLETE


def test_who_was_refused_for_papers_alone_comes_back_with_them():
    application = an_application(证明材料="身份证")

    hand_in(application, Proof.PHOTO)
    assert [finding.slug for finding in application.findings] == ["proof-missing"]
    hand_in(application, Proof.YEARS)

    assert (application.state, application.findings) == (ApplicationState.ELIGIBLE, [])


def test_papers_do_not_mend_what_else_is_wrong():
    application = an_application(证明材料="身份证", 从业年限="4")

    hand_in(application, Proof.PHOTO, Proof.YEARS)

    assert [finding.slug for finding in application.findings] == ["too-few-years"]
    assert application.state is ApplicationState.REFUSED


def test_papers_are_asked_for_by_name_until_a_coming_day():
    for proofs, due_on in (([], TODAY), ([Proof.PHOTO], TODAY - timedelta(days=1))):
        with pytest.raises(PapersRequestInvalidError):
            an_application().ask_for_papers(proofs, due_on=due_on, act=REVIEW)


def test_nothing_is_handed_in_where_nothing_is_missing_or_all_is_over():
    with pytest.raises(NoPapersMissingError):
        hand_in(an_application(), Proof.PHOTO)
    batch = a_batch()
    batch.close(approved=0, refused=1, pending=0, now=batch.plan.registration_closes_at)
    with pytest.raises(BatchClosedError):
        hand_in(an_application(证明材料="身份证"), Proof.PHOTO, batch=batch)


@pytest.mark.rule("REG-06")
async def test_papers_come_in_over_the_counter_or_online_and_are_read_back(open_batch):
    await upload(open_batch, cells())
    asked = {"proofs": ["工作年限证明"], "due_on": "2026-09-05"}
    await open_batch.post(f"{APPLICATION}/papers-request", json=asked, as_=EXAM_AFFAIRS)
    waiting = (await open_batch.get(APPLICATION, as_=RECEPTION)).json()

    body = {"proofs": ["工作年限证明"], "verified_online": True}
    answer = await open_batch.post(f"{APPLICATION}/papers", json=body, as_=RECEPTION)

    assert answer.status_code == 204
    assert (waiting["outcome"], waiting["papers_asked"], waiting["papers_due_on"]) == (
        "incomplete",
        ["工作年限证明"],
        "2026-09-05",
    )
    shown = (await open_batch.get(APPLICATION, as_=RECEPTION)).json()
    assert shown["outcome"] == "eligible"
    [papers] = shown["papers_handed_in"]
    assert (papers["proofs"], papers["verified_online"], papers["taken_by"]) == (["工作年限证明"], True, RECEPTION[0])


async def test_a_batch_is_not_closed_while_papers_are_out(open_batch):
    await upload(open_batch, cells())
    asked = {"proofs": ["照片"], "due_on": "2026-09-05"}
    await open_batch.post(f"{APPLICATION}/papers-request", json=asked, as_=EXAM_AFFAIRS)
    await open_batch.step_to(a_batch().plan.registration_closes_at)

    closed = await open_batch.post("/batches/2026-autumn/closure", as_=EXAM_AFFAIRS)

    assert slug(closed) == "applications-pending"


async def test_the_decision_names_what_is_met_and_what_is_missing(open_batch):
    await upload(open_batch, cells(级别="三级", 申报条件="L3-YEARS10", 从业年限="9"))

    told = (await open_batch.get(f"{APPLICATION}/assessment", as_=("S-3", "quality"))).json()

    [claimed] = [clause for clause in told["clauses"] if clause["is_claimed"]]
    assert [one["reason"] for one in claimed["missed"]] == ["从业年限不足 10 年，还差 1 年。"]
    assert {clause["code"] for clause in told["clauses"] if clause["is_met"]} == {"L4-YEARS5", "L5-ENTRY"}
    assert "中式面点师" in told["related_occupations"]
