"""What the head orders, through the services it goes through: events are handed over as the bus would."""

from datetime import date, datetime

import pytest

from libs.chassis.testing import Harness
from libs.contracts.certification import CertificateIssued, CertificateSuspended
from libs.contracts.incident import CancellationApproved, ResitApproved, ResultsVoidApproved
from libs.contracts.registration import CandidateDisqualified
from libs.contracts.scheduling import ScheduleDispositionAnswered
from libs.contracts.scoring import ResultDispositionAnswered
from services.certification.main import build as build_certification
from services.certification.tests.builders import a_batch_opened
from services.certification.tests.conftest import file_institution
from services.scheduling.main import build as build_scheduling
from services.scheduling.tests.builders import BATCH, PLANNING_DAY
from services.scheduling.tests.conftest import SITE_HEAD, Batch, moment
from services.scoring.main import build as build_scoring
from services.scoring.storage.collections import CODES
from services.scoring.tests.builders import (
    CHECKER,
    LEAD,
    LISTS,
    a_key_handover,
    a_paper_sealed,
    a_released_key,
    a_signed_record,
    an_answer_file,
    criteria_text,
    key_text,
)

INCIDENT = "2026-autumn-0123456789ab"
KEY = "ABCDTF"
CLERK = ("S-0001", "general-office")
ROWS = [f"{BATCH}-{row:05d}" for row in range(1, 5)]
RESAT, *OTHERS = ROWS


class Batches:
    """A batch of four in the hands of scheduling, scoring and certification, which hear of each other."""

    def __init__(self, scheduling, scoring, certification):
        self.scheduling, self.scoring, self.certification = scheduling, scoring, certification
        self.batch = Batch(scheduling)
        self._told = dict.fromkeys((scheduling, scoring), 0)

    async def until(self, text):
        for service in (self.scheduling, self.scoring, self.certification):
            await service.step_to(moment(text))

    async def hand_over(self):
        """Everything that was published since, to whoever listens to it."""
        for source in (self.scheduling, self.scoring):
            events = source.published()
            for number, event in enumerate(events[self._told[source] :], self._told[source]):
                for reader in (self.scoring, self.certification):
                    listens = {one.routing_key for one in reader.service.consumer.subscriptions.values()}
                    if reader is not source and event.routing_key in listens:
                        await reader.deliver(event, id=f"{source.service.name}:test/{number}:{number}")
            self._told[source] = len(events)
        assert [service.parked() for service in (self.scheduling, self.scoring, self.certification)] == [[], [], []]

    async def plan(self):
        await file_institution(self.certification)
        await self.certification.deliver(a_batch_opened())
        for row in range(1, 5):
            await self.certification.deliver(self.batch.approved(row, work_type="--"))
        await self.batch.register()
        await self.batch.enrol(4)
        assert (await self.batch.plan()).status_code == 201
        await self.batch.publish()
        await self.hand_over()

    async def hold(self, session, candidates=ROWS, *, finish=True):
        role = "invigilator" if session["part"] == "theory" else "examiner"
        path, by = f"/sessions/{session['session_id']}", (session["staff"][0]["staff_id"], role)
        await self.scheduling.step_to(moment(session["starts_at"]))
        await self.scheduling.post(f"{path}/check-ins", json={"application_ids": list(candidates)}, as_=by)
        await self.batch.give(session, "start")
        if finish:
            await self.finish(session)

    async def finish(self, session):
        await self.scheduling.step_to(moment(session["ends_at"]))
        assert (await self.batch.give(session, "end")).status_code in {200, 204}

    async def mark_theory(self, session_id, answers=KEY):
        record = await self.scoring.load(CODES, session_id)
        for form in {one.form for one in record.entries}:
            paper_id = f"P-t-{form}"
            await self.scoring.deliver(a_paper_sealed(paper_id, form=form))
            sealed = a_released_key(self.scoring.cipher, key_text(KEY), paper_id, form)
            handover = a_key_handover(sealed, paper_id, form=form)
            assert (await self.scoring.put(f"/keys/P-t-{form}", json=handover, as_=LEAD)).status_code == 204
        content = an_answer_file([(one.code, one.form, *answers) for one in record.entries])
        path = f"/sessions/{session_id}/answer-sheets"
        assert (await self.scoring.post(path, content=content, as_=LEAD)).status_code == 200

    async def mark_practical(self, session):
        record = await self.scoring.load(CODES, session["session_id"])
        sheets = {"sheets": [{"code": one.code, "marks": ["70"]} for one in record.entries]}
        for form in {one.form for one in record.entries}:
            paper_id = f"P-p-{form}"
            await self.scoring.deliver(a_paper_sealed(paper_id, part="practical", form=form, items=1))
            sealed = a_released_key(self.scoring.cipher, criteria_text(100), paper_id, form)
            handover = a_key_handover(sealed, paper_id, part="practical", form=form, items=1)
            assert (await self.scoring.put(f"/keys/{paper_id}", json=handover, as_=LEAD)).status_code == 204
        for member in session["staff"]:
            await self.scoring.deliver(a_signed_record(member["staff_id"], session["session_id"]))
            path, by = f"/sessions/{session['session_id']}/practical-sheets", (member["staff_id"], "examiner")
            assert (await self.scoring.post(path, json=sheets, as_=by)).status_code == 200

    async def publish_results(self):
        assert (await self.scoring.post(f"{LISTS}/check", as_=CHECKER)).status_code == 200
        assert (await self.scoring.post(f"{LISTS}/approval", as_=LEAD)).status_code == 204
        assert (await self.scoring.post(f"{LISTS}/publication", as_=LEAD)).json()["remaining"] == 0
        await self.hand_over()

    async def sit_and_publish(self):
        await self.plan()
        theory, practical = await self.batch.session("theory"), await self.batch.session("practical")
        for session in (theory, practical):
            await self.hold(session)
        await self.hand_over()
        await self.mark_theory(theory["session_id"])
        await self.mark_practical(practical)
        await self.until("2026-09-24T10:00:00+08:00")
        await self.publish_results()
        return theory["session_id"]

    async def sit_again(self, session_id, answers):
        again = (await self.scheduling.get(f"/sessions/{session_id}", as_=("S-0900", "exam-affairs"))).json()
        await self.hold(again, [RESAT])
        await self.hand_over()
        await self.mark_theory(session_id, answers)

    async def notices(self):
        answer = await self.certification.get(f"/batches/{BATCH}/notices", as_=CLERK)
        return {one["application_id"]: one for one in answer.json()["items"]}

    async def outcomes(self):
        return {application_id: one["stage"] for application_id, one in (await self.notices()).items()}


@pytest.fixture
async def batches(tmp_path):
    def harness(build, name):
        return Harness(build, tmp_path / name, now=PLANNING_DAY)

    async with (
        harness(build_scheduling, "scheduling") as scheduling,
        harness(build_scoring, "scoring") as scoring,
        harness(build_certification, "certification") as certification,
    ):
        yield Batches(scheduling, scoring, certification)


async def goes_wrong(batches, session, act, *, times=1, candidate=RESAT):
    """The room sees it, and the head of the site confirms what follows."""
    path = f"/sessions/{session['session_id']}/misconduct"
    seen = {"application_id": candidate, "act": act, "facts": "监控可见"}
    role = "invigilator" if session["part"] == "theory" else "examiner"
    for _ in range(times):
        told = await batches.scheduling.post(path, json=seen, as_=(session["staff"][0]["staff_id"], role))
        assert told.status_code == 201
    ruling = {"upheld": True, "opinion": "情况属实"}
    decision = f"{path}/{told.json()['number']}/decision"
    assert (await batches.scheduling.post(decision, json=ruling, as_=SITE_HEAD)).status_code == 200


@pytest.mark.rule("DIS-03", "DIS-09", "EXM-52")
@pytest.mark.parametrize(
    ("act", "times", "part"), [("1-2", 2, "theory"), ("2-1", 2, "theory"), ("after-stop", 1, "practical")]
)
async def test_what_was_sat_against_the_rules_leads_to_no_certificate(batches, act, times, part):
    await batches.plan()
    sessions = {one: await batches.batch.session(one) for one in ("theory", "practical")}
    for one, session in sessions.items():
        await batches.hold(session, finish=one != part or act == "after-stop")
        if one == part:
            await goes_wrong(batches, session, act, times=times)
            if act != "after-stop":
                await batches.finish(session)
    await batches.hand_over()
    await batches.mark_theory(sessions["theory"]["session_id"])
    await batches.mark_practical(sessions["practical"])
    await batches.until("2026-09-24T10:00:00+08:00")
    await batches.publish_results()
    await batches.until("2026-10-10T00:00:00+08:00")

    assert await batches.outcomes() == {RESAT: "kept", **dict.fromkeys(OTHERS, "issued")}
    notice = (await batches.notices())[RESAT]
    assert notice["void"] == [part]


@pytest.mark.rule("DIS-01", "DIS-14")
async def test_nothing_that_was_sat_counts_once_the_qualification_is_lost(batches):
    await batches.plan()
    theory, practical = await batches.batch.session("theory"), await batches.batch.session("practical")
    for session in (theory, practical):
        await batches.hold(session)
    await batches.hand_over()
    lost = CandidateDisqualified(
        application_id=RESAT,
        batch_id=BATCH,
        session_id=practical["session_id"],
        disqualified_at=batches.scheduling.now,
    )
    await batches.scoring.deliver(lost)
    await batches.mark_theory(theory["session_id"])
    await batches.mark_practical(practical)
    await batches.until("2026-09-24T10:00:00+08:00")
    await batches.publish_results()
    await batches.until("2026-10-10T00:00:00+08:00")

    notices = await batches.notices()
    assert notices[RESAT]["void"] == ["theory", "practical"]
    assert {one: notices[one]["stage"] for one in OTHERS} == dict.fromkeys(OTHERS, "issued")
    assert RESAT not in {one.application_id for one in batches.certification.published(CertificateIssued)}


def an_order(kind, now: datetime, disposition=1, **content):
    return kind(
        incident_id=INCIDENT,
        batch_id=BATCH,
        disposition=disposition,
        approved_by="S-0099",
        approved_at=now,
        **content,
    )


async def resit_is_ordered(batches, theory, *, void_too):
    now = batches.scheduling.now
    range_ = {"session_ids": [theory], "application_ids": [RESAT]}
    if void_too:
        await batches.scoring.deliver(an_order(ResultsVoidApproved, now, 1, **range_))
        [answer] = batches.scoring.published(ResultDispositionAnswered)
        assert answer.applied == [RESAT]
    await batches.scheduling.deliver(an_order(ResitApproved, now, 2, new_date=date(2026, 10, 12), **range_))
    [answer] = batches.scheduling.published(ScheduleDispositionAnswered)
    assert answer.applied == [RESAT]
    await batches.hand_over()
    return f"{theory}-r-{INCIDENT}-2"


@pytest.mark.rule("INC-16", "CER-14")
@pytest.mark.parametrize("void_too", [True, False])
async def test_whoever_sits_again_after_publication_has_one_result_and_one_certificate(batches, void_too):
    theory = await batches.sit_and_publish()
    again = await resit_is_ordered(batches, theory, void_too=void_too)

    await batches.until("2026-10-10T00:00:00+08:00")
    assert await batches.outcomes() == {RESAT: "kept", **dict.fromkeys(OTHERS, "issued")}
    await batches.sit_again(again, "ABCDFT")
    await batches.until("2026-10-13T10:00:00+08:00")
    await batches.publish_results()
    await batches.until("2026-10-21T00:00:00+08:00")

    assert await batches.outcomes() == dict.fromkeys(ROWS, "issued")
    notice = (await batches.notices())[RESAT]
    assert (notice["theory_score"], notice["practical_score"], notice["revision"]) == ("66.7", "70.0", 2)
    issued = [one.application_id for one in batches.certification.published(CertificateIssued)]
    assert sorted(issued) == ROWS
    assert batches.certification.published(CertificateSuspended) == []


@pytest.mark.rule("INC-16", "SCO-02", "DIS-31")
async def test_whoever_passed_first_and_fails_again_gets_no_certificate(batches):
    theory = await batches.sit_and_publish()
    again = await resit_is_ordered(batches, theory, void_too=False)

    await batches.sit_again(again, "BABAFT")
    await batches.until("2026-10-13T10:00:00+08:00")
    await batches.publish_results()
    await batches.until("2026-10-21T00:00:00+08:00")

    assert await batches.outcomes() == {RESAT: "kept", **dict.fromkeys(OTHERS, "issued")}
    assert (await batches.notices())[RESAT]["theory_score"] == "0.0"


@pytest.mark.rule("INC-20", "INC-24", "INC-25")
async def test_a_batch_whose_practical_is_cancelled_ends_with_an_outcome_for_everybody(batches):
    await batches.plan()
    theory, practical = await batches.batch.session("theory"), await batches.batch.session("practical")
    await batches.hold(theory, ROWS[1:])
    order = an_order(CancellationApproved, batches.scheduling.now, session_ids=[practical["session_id"]])
    await batches.scheduling.deliver(order)
    await batches.hand_over()

    await batches.mark_theory(theory["session_id"])
    await batches.until("2026-09-24T10:00:00+08:00")
    await batches.publish_results()
    await batches.until("2026-10-10T00:00:00+08:00")

    assert await batches.outcomes() == {ROWS[0]: "cancelled", **dict.fromkeys(ROWS[1:], "kept")}
