"""The service under test, and a batch that is ready to be planned."""

from datetime import date, datetime

import pytest

from libs.chassis.testing import Harness
from libs.contracts.incident import (
    CancellationApproved,
    RescheduleApproved,
    StaffReplacementApproved,
    StartDelayApproved,
    TimeExtensionApproved,
)
from libs.contracts.registration import CandidateApproved, RegistrationClosed
from libs.contracts.scheduling import ScheduleDispositionAnswered
from libs.contracts.sealing import Purpose
from services.scheduling.main import build
from services.scheduling.tests.builders import BATCH, COOK, PLANNING_DAY

OFFICE = ("S-0900", "exam-affairs")
HEADS = ["H-0001", "H-0002"]
SITE_HEAD = (HEADS[0], "site-head")
CARD = "S00004300900110001"
INCIDENT = "2026-autumn-0123456789ab"
ROWS = [f"{BATCH}-{n:05d}" for n in range(1, 5)]


@pytest.fixture
async def scheduling(tmp_path):
    async with Harness(build, tmp_path, now=PLANNING_DAY) as harness:
        yield harness


class Batch:
    """A small batch going through the service."""

    def __init__(self, harness: Harness) -> None:
        self.harness = harness

    def approved(self, row: int = 1, *, batch_id: str = BATCH, **differing) -> CandidateApproved:
        cipher = self.harness.cipher
        number = f"99000019990101{row:04d}"
        application_id = f"{batch_id}-{row:05d}"
        one = {
            "application_id": application_id,
            "batch_id": batch_id,
            "name": cipher.seal(f"考生{row}", purpose=Purpose.CANDIDATE_NAME, owner=application_id),
            "id_number": cipher.seal(number, purpose=Purpose.RESIDENT_NUMBER, owner=application_id),
            "id_fingerprint": cipher.fingerprint(number),
            "occupation_code": COOK,
            "occupation": "中式烹调师",
            "work_type": "中式烹调师",
            "level": 4,
            "parts": ["theory", "practical"],
            "class_name": "烹饪2401",
            "approved_at": self.harness.now,
        }
        return CandidateApproved(**{**one, **differing})

    def closed(self, approved: int, *, batch_id: str = BATCH) -> RegistrationClosed:
        return RegistrationClosed(batch_id=batch_id, approved=approved, refused=0, closed_at=self.harness.now)

    async def register(self) -> None:
        staff = [a_staff_entry(f"E-{n}", "examiner", occupations=[a_licence()]) for n in range(4)]
        staff += [a_staff_entry(f"I-{n}", "invigilator") for n in range(4)]
        staff += [a_staff_entry(f"Q-{n}", "supervisor") for n in range(2)]
        assert (await self.harness.put("/staff", json=staff, as_=OFFICE)).status_code == 200
        assert (await self.harness.put("/rooms", json=[a_room(), a_workshop_entry()], as_=OFFICE)).status_code == 200
        await self.lead("主考点")

    async def lead(self, site: str) -> None:
        heads = [a_staff_entry(one, "site-head") for one in HEADS]
        assert (await self.harness.put("/staff", json=heads, as_=OFFICE)).status_code == 200
        body = {"site": site, "chief": HEADS[0], "deputies": HEADS[1:]}
        assert (await self.harness.put("/sites", json=body, as_=OFFICE)).status_code == 200

    async def signal(self, kind: str, session: dict, *, as_=OFFICE):
        shown = (await self.harness.get(f"/sessions/{session['session_id']}", as_=OFFICE)).json()
        at = shown["starts_at" if kind == "start" else "ends_at"]
        body = {"site": shown["site"], "signal": kind, "at": at}
        return await self.harness.post("/sessions/signals", json=body, as_=as_)

    async def enrol(self, candidates: int, *, batch_id: str = BATCH) -> None:
        for row in range(1, candidates + 1):
            await self.harness.deliver(self.approved(row, batch_id=batch_id))
        await self.harness.deliver(self.closed(candidates, batch_id=batch_id))

    async def plan(self, *, batch_id: str = BATCH, as_=OFFICE, **differing):
        body = {"theory_days": ["2026-09-19"], "practical_days": ["2026-09-20"], **differing}
        return await self.harness.post(f"/batches/{batch_id}/plan", json=body, as_=as_)

    async def publish(self, *, batch_id: str = BATCH, limit: int = 300) -> list[dict]:
        answers: list[dict] = []
        while not answers or answers[-1]["remaining"]:
            path = f"/batches/{batch_id}/plan/publication?limit={limit}"
            answer = await self.harness.post(path, as_=OFFICE)
            assert answer.status_code == 200, answer.text
            answers.append(answer.json())
        return answers

    async def give(self, session: dict, kind: str):
        """The site's signal in theory, the order of the examiners in a practical."""
        if session["part"] == "theory":
            return await self.signal(kind, session)
        act = "start" if kind == "start" else "finish"
        leader = (session["staff"][0]["staff_id"], "examiner")
        return await self.harness.post(f"/sessions/{session['session_id']}/{act}", as_=leader)

    async def session(self, part: str = "theory") -> dict:
        listed = await self.harness.get(f"/sessions?batch_id={BATCH}", as_=OFFICE)
        return next(one for one in listed.json()["items"] if one["part"] == part)


@pytest.fixture
async def batch(scheduling):
    return Batch(scheduling)


@pytest.fixture
async def published(batch):
    """Four candidates, one theory and one practical session, everybody told."""
    await batch.register()
    await batch.enrol(4)
    assert (await batch.plan()).status_code == 201
    await batch.publish()
    return batch


class Incident:
    """Orders of one incident to a batch that is published."""

    def __init__(self, batch):
        self.harness = batch.harness
        self.batch = batch

    async def order(self, kind, *, disposition=1, id=None, **content):
        common = {
            "incident_id": INCIDENT,
            "batch_id": BATCH,
            "disposition": disposition,
            "approved_by": "S-0001",
            "approved_at": self.harness.now,
        }
        await self.harness.deliver(kind(**common, **content), id=id)
        assert self.harness.parked() == []

    @property
    def answers(self):
        return self.harness.published(ScheduleDispositionAnswered)

    @property
    def answer(self):
        """What was applied, and what was refused with which slug."""
        [one] = self.answers
        assert (one.incident_id, one.batch_id, one.disposition) == (INCIDENT, BATCH, 1)
        assert all(refused.reason for refused in one.refused)
        return one.applied, {refused.target: refused.slug for refused in one.refused}

    async def hold(self, session, *, finish=True):
        """Let it run with everybody present."""
        path, chief = f"/sessions/{session['session_id']}", (session["staff"][0]["staff_id"], "invigilator")
        await self.harness.step_to(moment(session["starts_at"]))
        await self.harness.post(f"{path}/check-ins", json={"application_ids": ROWS}, as_=chief)
        await self.batch.give(session, "start")
        if finish:
            await self.harness.step_to(moment(session["ends_at"]))
            assert (await self.batch.give(session, "end")).status_code in {200, 204}


@pytest.fixture
async def incident(published):
    return Incident(published)


@pytest.fixture
async def theory(published):
    return await published.session("theory")


@pytest.fixture
async def practical(published):
    return await published.session("practical")


def an_order(name, session):
    target, chief = session["session_id"], session["staff"][0]["staff_id"]
    return {
        "time": (TimeExtensionApproved, {"session_ids": [target], "minutes": 10}),
        "delay": (StartDelayApproved, {"session_ids": [target], "minutes": 30}),
        "date": (
            RescheduleApproved,
            {"session_ids": [target], "new_date": date(2026, 9, 26), "site": "", "use_spare": False},
        ),
        "postponement": (
            RescheduleApproved,
            {"session_ids": [target], "new_date": None, "site": "", "use_spare": False},
        ),
        "cancellation": (CancellationApproved, {"session_ids": [target]}),
        "replacement": (StaffReplacementApproved, {"session_id": target, "leaving": chief, "arriving": "I-9"}),
    }[name]


def a_licence(**differing):
    sound = {
        "code": COOK,
        "examiner_class": "examiner",
        "card_number": CARD,
        "card_valid_until": "2027-12-31",
        "contract_until": "2027-12-31",
        "last_education": "2026-03-01",
        "last_assessment": "2026-03-01",
        "examining_since": "2020-01-01",
        "trained_on": "2019-11-01",
        "tested_on": "2019-12-01",
        "admission": {"certificate_level": 3, "title": "intermediate", "practice_years": 3},
    }
    return {**sound, **differing}


def a_supervision(**differing):
    sound = {
        "card_number": "S00004300900100001",
        "contract_until": "2027-12-31",
        "last_education": "2026-03-01",
        "last_assessment": "2026-03-01",
        "trained_on": "2019-11-01",
        "tested_on": "2019-12-01",
        "admission": {"works_in_certification": True},
    }
    return {**sound, **differing}


def a_staff_entry(staff_id="E-0", *roles, **differing):
    """A supervisor has a card."""
    card = {"supervision": a_supervision()} if "supervisor" in roles else {}
    return {"staff_id": staff_id, "name": "工作人员", "roles": list(roles) or ["examiner"], **card, **differing}


def a_room(**differing):
    one = {"room_id": "T-001", "kind": "theory", "seats": 30, "gap_cm": 85, "site": "主考点"}
    return {**one, "is_single": True, "is_undisturbed": True, **differing}


def a_workshop_entry(**differing):
    one = {
        "room_id": "P-1",
        "kind": "practical",
        "seats": 15,
        "gap_cm": 150,
        "site": "主考点",
        "occupation_codes": [COOK],
        "is_single": True,
        "is_undisturbed": True,
    }
    return {**one, **differing}


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
