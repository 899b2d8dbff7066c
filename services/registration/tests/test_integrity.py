"""What was done against the rules: the integrity file of a person, and what it costs of open applications."""

import pytest

from libs.contracts.certification import CertificateRevoked
from libs.contracts.registration import CandidateDisqualified
from libs.contracts.scheduling import MisconductConfirmed
from services.registration.tests.builders import a_number, cells
from services.registration.tests.conftest import EXAM_AFFAIRS, LIST, RECEPTION, upload

ONE, OTHER = "2026-autumn-00002", "2026-autumn-00003"
REVIEWER = ("S-0009", "exam-affairs")


@pytest.fixture
async def applied(open_batch):
    """Two people; the first is approved."""
    await upload(open_batch, cells(), cells(姓名="考生乙", 证件号码=a_number(order=3)))
    assert (await open_batch.post(f"/applications/{ONE}/approval", as_=REVIEWER)).status_code == 204
    return open_batch


def confirmed(registration, measure, *, application_id=ONE, act="3-1"):
    return MisconductConfirmed(
        session_id="2026-autumn-t-1",
        batch_id="2026-autumn",
        application_id=application_id,
        part="theory",
        act=act,
        measure=measure,
        confirmed_by="H-0001",
        confirmed_at=registration.now,
    )


async def outcomes(registration):
    page = (await registration.get(LIST, as_=EXAM_AFFAIRS)).json()["items"]
    return {one["application_id"]: one["outcome"] for one in page}


async def file_of(registration, application_id=ONE):
    listed = (await registration.get(f"/applications/{application_id}/integrity", as_=EXAM_AFFAIRS)).json()
    return [(one["act"], one["measure"], one["noted_by"]) for one in listed]


@pytest.mark.rule("DIS-14")
async def test_the_third_class_cancels_the_qualification_and_is_told(applied):
    await applied.deliver(confirmed(applied, "disqualified"), times=2)

    assert await outcomes(applied) == {ONE: "disqualified", OTHER: "eligible"}
    [event] = applied.published(CandidateDisqualified)
    assert (event.application_id, event.session_id) == (ONE, "2026-autumn-t-1")
    assert (await file_of(applied), await file_of(applied, OTHER)) == ([("3-1", "disqualified", "H-0001")], [])


@pytest.mark.rule("DIS-03", "DIS-09")
@pytest.mark.parametrize("measure", ["paper-void", "score-cancelled", "result-void"])
async def test_a_lesser_class_stands_in_the_file_and_costs_no_qualification(applied, measure):
    await applied.deliver(confirmed(applied, measure, act="1-2"))

    assert await outcomes(applied) == {ONE: "approved", OTHER: "eligible"}
    assert applied.published(CandidateDisqualified) == []
    assert await file_of(applied) == [("1-2", measure, "H-0001")]


@pytest.mark.rule("DIS-01")
async def test_forged_data_cancel_the_qualification_of_the_person(applied):
    body, path = {"reason": "毕业证系伪造"}, f"/applications/{ONE}/disqualification"

    wrong = await applied.post(path, json=body, as_=RECEPTION)
    done = await applied.post(path, json=body, as_=EXAM_AFFAIRS)
    again = await applied.post(path, json=body, as_=EXAM_AFFAIRS)

    assert (wrong.status_code, done.status_code, again.json()["title"]) == (403, 204, "nothing-to-cancel")
    assert (await outcomes(applied))[ONE] == "disqualified"
    assert [one.session_id for one in applied.published(CandidateDisqualified)] == [None]
    assert await file_of(applied) == [("forged", "disqualified", EXAM_AFFAIRS[0])]


@pytest.mark.rule("DIS-01")
async def test_nobody_applies_again_for_the_examination_they_forfeited(applied):
    await applied.deliver(confirmed(applied, "disqualified"))

    await upload(applied, cells(级别="五级", 申报条件="L5-AGE16"))

    later = [outcome for application_id, outcome in (await outcomes(applied)).items() if application_id > OTHER]
    assert later == ["refused"]


@pytest.mark.rule("DIS-01")
async def test_what_waits_for_review_is_cancelled_without_a_word_to_others(applied):
    path = f"/applications/{OTHER}/disqualification"

    await applied.post(path, json={"reason": "身份证明系伪造"}, as_=EXAM_AFFAIRS)

    assert (await outcomes(applied))[OTHER] == "disqualified"
    assert applied.published(CandidateDisqualified) == []
    approved = await applied.post(f"/applications/{OTHER}/approval", as_=REVIEWER)
    assert approved.json()["title"] == "not-eligible"


async def test_a_revoked_certificate_stands_in_the_file_once(applied):
    revoked = CertificateRevoked(
        certificate_number="S000043009001264000001",
        application_id=ONE,
        batch_id="2026-autumn",
        ground="transfer",
        revoked_at=applied.now,
        revoked_by="S-0031",
    )
    await applied.deliver(revoked, times=2)
    await applied.deliver(revoked)

    assert await file_of(applied) == [("transfer", "certificate-revoked", "S-0031")]
    assert (await file_of(applied, OTHER), (await outcomes(applied))[ONE]) == ([], "approved")


async def test_many_at_once_leaves_whoever_stands_in_a_file_to_a_person(applied):
    await applied.deliver(confirmed(applied, "score-cancelled"))
    await upload(
        applied,
        cells(职业名称="车工", 职业编码="6-18-01-01", 工种="普通车工"),
        cells(姓名="考生丙", 证件号码=a_number(order=5)),
    )
    approvals = "/batches/2026-autumn/approvals"

    first = (await applied.post(approvals, json={"most": 1}, as_=REVIEWER)).json()
    second = (await applied.post(approvals, json={"most": 1}, as_=REVIEWER)).json()

    assert (first["done"], second["done"]) == (1, 1)
    assert second["remaining"] == 0
    left = [one for one, outcome in (await outcomes(applied)).items() if outcome == "eligible"]
    assert (await applied.post(approvals, as_=REVIEWER)).json() == {
        "done": 0,
        "remaining": 0,
        "set_aside": len(left),
    }
    for one in left:
        assert (await applied.post(f"/applications/{one}/approval", as_=REVIEWER)).status_code == 204
