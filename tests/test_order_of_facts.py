"""Facts come shuffled, doubled and late; where every reader ends is where the right order would have ended.

Every subscription of every service is driven here, but for the one of the archive that keeps what comes as it comes.
"""

import asyncio
import contextlib
import json
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from libs.chassis.domain import DomainError, Query
from libs.chassis.service import Service
from libs.chassis.testing import Harness
from libs.contracts import volumes
from libs.contracts.archive import ArchiveFormRecorded, BatchPeopleForgotten
from libs.contracts.certification import (
    CertificateFormRecorded,
    CertificateRevoked,
    ObjectionDecided,
    PartKept,
    ReviewObjectionDecided,
)
from libs.contracts.event import Event, RefusedTarget
from libs.contracts.incident import (
    CancellationApproved,
    FeeWaiverApproved,
    ReprintApproved,
    RescheduleApproved,
    ResitApproved,
    ResultsVoidApproved,
    SparePaperApproved,
    StaffReplacementApproved,
    StartDelayApproved,
    TimeExtensionApproved,
    ZeroScoreApproved,
)
from libs.contracts.itembank import BankFormRecorded, PaperDispositionAnswered, PaperSealed, SparePaperReleased
from libs.contracts.registration import (
    CandidateApproved,
    CandidateDisqualified,
    FeeDispositionAnswered,
    RegistrationClosed,
    RegistrationFormRecorded,
)
from libs.contracts.scheduling import (
    Assignment,
    Attendance,
    CandidateScheduled,
    ExamFinished,
    ExamFormRecorded,
    ExaminerTerm,
    ExaminerTermsChanged,
    ExamPapersMissing,
    ExamStepsOverdue,
    ExamTimeExtended,
    MisconductConfirmed,
    OverdueStep,
    ScheduleDispositionAnswered,
    SessionCalledOff,
    SessionPlanned,
    Sitting,
)
from libs.contracts.scoring import ItemFigures, ItemsAnalysed, ResultDispositionAnswered, ScoringFormRecorded
from services.archive.main import build as build_archive
from services.certification.main import build as build_certification
from services.certification.tests import builders as certified
from services.certification.tests.builders import PUBLISHED
from services.incident.main import build as build_incident
from services.itembank.main import build as build_itembank
from services.itembank.tests.conftest import Desk as ItemDesk
from services.registration.main import build as build_registration
from services.scheduling.main import build as build_scheduling
from services.scheduling.tests.conftest import OFFICE, Batch, a_licence, a_staff_entry
from services.scoring.main import build as build_scoring
from services.scoring.tests.builders import a_paper_sealed, a_signed_record
from services.scoring.tests.conftest import Desk as MarkingDesk
from services.sync.main import build as build_sync
from services.sync.tests import builders as synced

BATCH = "2026-autumn"
COOK = "4-03-02-01"
INCIDENT = f"{BATCH}-0123456789ab"
START = datetime(2026, 9, 19, 1, tzinfo=UTC)
HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)


@dataclass
class History:
    """What other services said, in the right order: each fact with its aggregate and its number there."""

    facts: list[tuple[str, int, Any]] = field(default_factory=list)

    def tell(self, aggregate, event):
        number = 1 + sum(one == aggregate for one, _, _ in self.facts)
        self.facts.append((aggregate, number, event))


@dataclass(frozen=True)
class WithSeals:
    """A fact that is made for one reader: what is in it is sealed under the keys of whoever listens."""

    kind: type[Event]
    make: Callable[[Harness], Event]

    @property
    def routing_key(self):
        return self.kind.routing_key


# --- what scheduling says of two sessions and two candidates


def a_plan(session_id, part, *, hours=0, room="R-1", staff="S-1", spare=False, code=COOK, level=4):
    chief = "chief-invigilator" if part == "theory" else "leader"
    return SessionPlanned(
        session_id=session_id, batch_id=BATCH, part=part, occupation_code=code, level=level, room=room,
        starts_at=START + hours * HOUR, ends_at=START + (hours + 2) * HOUR, candidates=2,
        staff=[Assignment(staff_id=staff, duty=chief)], planned_at=START - 9 * DAY, spare=spare,
    )  # fmt: skip


def a_schedule(row, sessions, *, seat=1):
    return CandidateScheduled(
        application_id=f"{BATCH}-{row:05d}", batch_id=BATCH, ticket_number=f"2609190{seat:05d}", occupation_code=COOK,
        level=4, scheduled_at=START - 9 * DAY,
        sittings=[
            Sitting(part=part, session_id=session_id, room="R-1", seat=seat, form="A", starts_at=START, ends_at=START)
            for part, session_id in sessions.items()
        ],
    )  # fmt: skip


SESSIONS = {"theory": f"{BATCH}-t-{COOK}-4-01", "practical": f"{BATCH}-p-{COOK}-4-01"}


@st.composite
def an_examination(draw, *, sessions=SESSIONS, code=COOK, level=4, finishes=True):
    """Plans, moves, made-up time, callings-off and the end, as scheduling could say them: all in one moment."""
    history = History()
    for part, session_id in sessions.items():
        plan = {"code": code, "level": level}
        about = f"sessions/{session_id}"
        history.tell(about, a_plan(session_id, part, **plan))
        held, hours = True, 0
        for step in draw(st.lists(st.sampled_from(["move", "staff", "extend", "postpone"]), min_size=1, max_size=4)):
            if step in {"move", "staff"} or not held:
                held, hours = True, draw(st.integers(0, 72))
                changes = {"hours": hours, "room": draw(st.sampled_from(["R-1", "R-2"]))}
                staff = draw(st.sampled_from(["S-1", "S-2"]))
                history.tell(about, a_plan(session_id, part, staff=staff, **changes, **plan))
            elif step == "extend":
                ends_at = START + (hours + 2) * HOUR + 20 * MINUTE
                history.tell(about, ExamTimeExtended(
                    session_id=session_id, batch_id=BATCH, incident_id=INCIDENT, minutes=20, ends_at=ends_at,
                    extended_at=START,
                ))  # fmt: skip
            else:
                held = False
                history.tell(about, a_call_off(session_id, part, "postponed"))
        if draw(st.booleans()):
            history.tell(about, a_call_off(session_id, part, "cancelled"))
        elif finishes and held:
            history.tell(about, ExamFinished(
                session_id=session_id, batch_id=BATCH, part=part, occupation_code=code, level=level,
                present=[Attendance(application_id=f"{BATCH}-00001", form="A")], absent=[f"{BATCH}-00002"],
                finished_at=START + 2 * HOUR,
            ))  # fmt: skip
    for row in (1, 2):
        for seat in range(1, 1 + draw(st.integers(1, 3))):
            part = draw(st.sampled_from(sorted(sessions)))
            sat_in = sessions if seat % 2 else {part: sessions[part]}
            history.tell(f"enrolments/{BATCH}-{row:05d}", a_schedule(row, sat_in, seat=seat))
    return history


def a_call_off(session_id, part, called_off):
    return SessionCalledOff(
        session_id=session_id, batch_id=BATCH, part=part, called_off=called_off,
        application_ids=[f"{BATCH}-00001", f"{BATCH}-00002"], called_off_at=START,
    )  # fmt: skip


def an_order(kind, number, *, at=START - DAY, **content):
    common = {"incident_id": INCIDENT, "batch_id": BATCH, "disposition": number, "approved_by": "S-9"}
    return kind(approved_at=at, **common, **content)


def an_answer(kind, number, *targets):
    return kind(
        incident_id=INCIDENT, batch_id=BATCH, disposition=number, applied=list(targets), refused=[], answered_at=START
    )


# --- the readers


async def a_published_plan(scheduling):
    batch = Batch(scheduling)
    await batch.register()
    await batch.enrol(4)
    assert (await batch.plan()).status_code == 201
    await batch.publish()
    nobody_else = a_staff_entry("E-9", "examiner", occupations=[a_licence()])
    assert (await scheduling.put("/staff", json=[nobody_else], as_=OFFICE)).status_code == 200


def approved_by_row(harness, row):
    return Batch(harness).approved(row)


def approved_by_ordinal(harness, ordinal):
    return certified.a_candidate_approved(harness.cipher, ordinal)


@st.composite
def what_registration_says(draw):
    """Its facts are sealed when they are told, under the keys of whoever listens."""
    history = History()
    for row in range(1, 1 + draw(st.integers(1, 3))):
        history.tell(f"applications/{row}", WithSeals(CandidateApproved, partial(approved_by_row, row=row)))
    closed = WithSeals(RegistrationClosed, lambda harness: Batch(harness).closed(3))
    history.tell(f"batches/{BATCH}", closed)
    return history


@st.composite
def orders_to_scheduling(draw):
    """Decisions about the day of the theory session, one after the other. Minutes are decided while a day is set."""
    theory, history, number = SESSIONS["theory"], History(), count(1)
    days = draw(st.lists(st.sampled_from([None, date(2026, 9, 26), date(2026, 9, 27)]), max_size=3))
    minutes: list[Any] = [] if None in days else [StartDelayApproved, TimeExtensionApproved]
    kinds = draw(st.permutations([*days, *minutes, CancellationApproved if draw(st.booleans()) else ResitApproved]))
    for kind in kinds:
        n = next(number)
        if kind is None or isinstance(kind, date):
            order = an_order(RescheduleApproved, n, session_ids=[theory], new_date=kind, site="", use_spare=False)
        elif kind is CancellationApproved:
            order = an_order(kind, n, session_ids=[theory])
        elif kind is ResitApproved:
            order = an_order(kind, n, session_ids=[theory], application_ids=[f"{BATCH}-00001"], new_date=None)
        else:
            order = an_order(kind, n, session_ids=[theory], minutes=10)
        history.tell(f"incidents/{INCIDENT}", order)
    history.tell("applications/4", a_disqualification(row=4))
    if CancellationApproved not in kinds:
        for leaving, arriving in (("E-0", "E-1"), ("E-1", "E-9")):
            replacement = {"session_id": SESSIONS["practical"], "leaving": leaving, "arriving": arriving}
            history.tell(f"incidents/{INCIDENT}", an_order(StaffReplacementApproved, next(number), **replacement))
        history.tell("papers/1", SparePaperReleased(
            paper_id="P-1", batch_id=BATCH, session_id=theory, incident_id=INCIDENT, released_at=START
        ))  # fmt: skip
    return history


PASTRY = "4-03-02-02"
PASTRY_SESSIONS = {"theory": f"{BATCH}-t-{PASTRY}-5-01"}


async def sealed_papers(itembank):
    await ItemDesk(itembank).seal_all()


@st.composite
def plans_and_orders_to_the_item_bank(draw):
    history = draw(an_examination(sessions=PASTRY_SESSIONS, code=PASTRY, level=5))
    targets = list(PASTRY_SESSIONS.values())
    history.tell(f"incidents/{INCIDENT}", an_order(SparePaperApproved, 1, session_ids=targets))
    reprint = {"session_ids": targets, "source": "spare", "copies": 5}
    history.tell(f"incidents/{INCIDENT}", an_order(ReprintApproved, 2, **reprint))
    for until in draw(st.lists(st.dates(date(2026, 1, 1), date(2029, 1, 1)), min_size=1, max_size=3)):
        terms = [ExaminerTerm(occupation_code=PASTRY, from_day=None, until_day=until)]
        history.tell("staff/E-1", ExaminerTermsChanged(staff_id="E-1", terms=terms))
    for hard in draw(st.lists(st.integers(0, 1000), max_size=3)):
        history.tell("lists/1", ItemsAnalysed(
            paper_id=f"{BATCH}-t-{PASTRY}-5-A", batch_id=BATCH, occupation_code=PASTRY, level=5, candidates=20,
            items=[ItemFigures(no=1, difficulty=hard, discrimination=0)], analysed_at=START,
        ))  # fmt: skip
    return history


async def approved_applications(registration):
    from services.registration.tests.builders import a_csv, some_people  # noqa: PLC0415 -- its builders are its own
    from services.registration.tests.conftest import EXAM_AFFAIRS, RECEPTION, a_batch_body, an_announcement_body  # noqa: PLC0415

    for path, body in (("/announcements", an_announcement_body()), ("/batches", a_batch_body())):
        assert (await registration.post(path, json=body, as_=EXAM_AFFAIRS)).status_code == 201
    path = f"/batches/{BATCH}"
    answer = await registration.post(f"{path}/roster", content=a_csv(*some_people(3)), as_=RECEPTION)
    assert answer.json()["eligible"] == 3
    assert (await registration.post(f"{path}/approvals", as_=EXAM_AFFAIRS)).json()["done"] == 3


def a_misconduct(*, row, measure):
    return MisconductConfirmed(
        session_id=SESSIONS["theory"], batch_id=BATCH, application_id=f"{BATCH}-{row:05d}", part="theory", act="2-2",
        measure=measure, confirmed_by="S-0031", confirmed_at=START + HOUR,
    )  # fmt: skip


def a_disqualification(*, row):
    return CandidateDisqualified(
        application_id=f"{BATCH}-{row:05d}", batch_id=BATCH, session_id=None, disqualified_at=START - DAY
    )


@st.composite
def fee_waivers_and_kept_parts(draw):
    """Nothing is waived for, nor kept of, whoever was disqualified: that would be refused."""
    history = History()
    history.tell("misconduct/1", a_misconduct(row=3, measure=draw(st.sampled_from(["paper-void", "disqualified"]))))
    for seat in range(1, 1 + draw(st.integers(1, 3))):
        history.tell(f"enrolments/{BATCH}-00002", a_schedule(2, SESSIONS, seat=seat))
    history.tell(f"batch-keys/{BATCH}", BatchPeopleForgotten(batch_id=BATCH, forgotten_at=START + 1827 * DAY))
    history.tell("certificates/1", CertificateRevoked(
        certificate_number="S000043009001265000001", application_id=f"{BATCH}-00002", batch_id=BATCH,
        ground="fraud", revoked_at=START + 30 * DAY, revoked_by="S-0002",
    ))  # fmt: skip
    for row in sorted(draw(st.sets(st.sampled_from([2, 4]), min_size=1))):
        history.tell(f"results/{row}", PartKept(
            application_id=f"{BATCH}-{row:05d}", batch_id=BATCH, part="theory", occupation_code=COOK, level=4,
            valid_until=START.date() + 730 * DAY, kept_at=START + 8 * DAY,
        ))  # fmt: skip
    for number in range(1, 1 + draw(st.integers(1, 3))):
        rows = draw(st.sets(st.sampled_from([2, 4]), min_size=1))
        history.tell(f"incidents/{INCIDENT}", an_order(
            FeeWaiverApproved, number, application_ids=[f"{BATCH}-{row:05d}" for row in sorted(rows)],
            parts=draw(st.sampled_from([["theory"], ["practical"], ["theory", "practical"]])),
        ))  # fmt: skip
    return history


@st.composite
def attendance_and_orders_to_scoring(draw):
    history = draw(an_examination())
    void = {"session_ids": [SESSIONS["theory"]], "application_ids": [f"{BATCH}-00001"]}
    history.tell(f"incidents/{INCIDENT}", an_order(ResultsVoidApproved, 1, **void))
    history.tell("misconduct/1", a_misconduct(row=1, measure="score-cancelled"))
    history.tell("applications/2", a_disqualification(row=2))
    zero = {"session_id": SESSIONS["practical"], "application_id": f"{BATCH}-00001", "part": "practical"}
    history.tell(f"incidents/{INCIDENT}", an_order(ZeroScoreApproved, 2, **zero))
    for digest in ("0" * 64, "1" * 64):
        history.tell("papers/P-t-A", a_paper_sealed(digest=digest))
    for act in ("written", "signed", "corrected", "signed")[: draw(st.integers(1, 4))]:
        history.tell("form_records/1", a_signed_record("E-0", SESSIONS["practical"], act=act))
    return history


async def published_results(scoring):
    desk = MarkingDesk(scoring)
    await desk.sit()
    await desk.mark()
    await desk.finish()


@st.composite
def objections_to_scoring(draw):
    history = History()
    for number in range(1, 1 + draw(st.integers(1, 3))):
        history.tell(f"objections/{number}", ObjectionDecided(
            objection_id=f"O-{number}", application_id=f"{BATCH}-00001", batch_id=BATCH, part="theory",
            decision=draw(st.sampled_from(["upheld", "dismissed"])), decided_at=START,
        ))  # fmt: skip
        history.tell(f"objections/r{number}", ReviewObjectionDecided(
            objection_id=f"R-{number}", application_id=f"{BATCH}-00002", batch_id=BATCH, decided_at=START,
            decision=draw(st.sampled_from(["upheld", "dismissed"])),
        ))  # fmt: skip
    return history


@st.composite
def what_leads_to_a_notice(draw):
    history = History()
    history.tell("batches/1", certified.a_batch_opened())
    history.tell("sessions/1", certified.an_exam_finished("theory", 1, 2, finished_at=PUBLISHED))
    for ordinal in (1, 2):
        approved = f"applications/{ordinal}"
        history.tell(approved, WithSeals(CandidateApproved, partial(approved_by_ordinal, ordinal=ordinal)))
        history.tell(f"results/{ordinal}", certified.a_score_published(ordinal))
        changes = draw(st.integers(0, 3))
        for revision in range(1, 1 + changes):
            theory = draw(st.sampled_from([None, "81.0", "82.0"]))
            amended = certified.a_result_amended(ordinal, revision=revision, theory=theory)
            history.tell(f"results/{ordinal}", amended)
        remarked = certified.a_result_remarked(ordinal, revision=changes + 1, theory="59.9", remarked_at=PUBLISHED)
        history.tell(f"results/{ordinal}", remarked)
    return history


async def an_upheld_objection(certification):
    from services.certification.tests.conftest import decide, lodge, post_results  # noqa: PLC0415

    await post_results(certification, {})
    assert (await lodge(certification)).status_code == 201
    assert (await decide(certification, "upheld")).status_code == 204


@st.composite
def a_correction(draw):
    history = History()
    at = PUBLISHED + HOUR
    history.tell("results/1", certified.a_score_corrected(theory="83.0", corrected_at=at))
    for revision in range(2, 2 + draw(st.integers(0, 2))):
        history.tell("results/1", certified.a_result_amended(revision=revision, theory="81.0", amended_at=at))
    return history


async def an_order_that_waits_for_answers(incident):
    head, affairs = ("S-0002", "site-head"), ("S-0004", "exam-affairs")
    report = {
        "batch_id": BATCH, "site": "主考点", "room": "第一考场", "kind": "power-or-equipment-failure",
        "description": "停电", "discovered_at": START.isoformat(), "session_ids": list(SESSIONS.values()),
    }  # fmt: skip
    path = f"/incidents/{(await incident.post('/incidents', json=report, as_=head)).json()['incident_id']}"
    lost = {"minutes": 10, "interrupted_at": START.isoformat(), "restored_at": (START + 10 * MINUTE).isoformat()}
    body = {"type": "make-up-time", "session_ids": list(SESSIONS.values()), **lost}
    assert (await incident.post(f"{path}/dispositions", json=body, as_=head)).json() == {"number": 1}
    assert (await incident.post(f"{path}/dispositions/1/approval", as_=affairs)).status_code == 204


def about_the_incident(event):
    """The same fact about the incident that was reported before."""

    def of(harness):
        known = {
            one.partition("/")[2] for one in (event.aggregate for event in harness.outbox()) if "incidents/" in one
        }
        return event.model_copy(update={"incident_id": known.pop()})

    return WithSeals(type(event), of)


@st.composite
def plans_and_answers_to_incident(draw):
    """Answers that nobody waits for change nothing, in whatever order."""
    history = draw(an_examination())
    for form in ("A", "spare"):
        history.tell(f"papers/{form}", PaperSealed(
            paper_id=f"P-{form}", batch_id=BATCH, occupation_code=COOK, level=4, part="theory", form=form, items=5,
            digest="0" * 64, sealed_at=START,
        ))  # fmt: skip
    where = {"session_id": SESSIONS["theory"], "batch_id": BATCH, "site": "主考点", "room": "R-1"}
    late = [OverdueStep(name="instructions-given", task="临场指示", due_at=START)]
    history.tell("steps/1", ExamStepsOverdue(steps=late, overdue_at=START, **where))
    history.tell("steps/1", ExamPapersMissing(missing=1, reported_at=START, **where))
    refused = [RefusedTarget(target=SESSIONS["practical"], slug="session-finished", reason="已结束")]
    for answer in (
        an_answer(ScheduleDispositionAnswered, 1, SESSIONS["theory"]),
        an_answer(ScheduleDispositionAnswered, 1).model_copy(update={"refused": refused}),
        *(an_answer(kind, 9, SESSIONS["theory"]) for kind in (PaperDispositionAnswered, ResultDispositionAnswered)),
        an_answer(FeeDispositionAnswered, 9, SESSIONS["theory"]),
        SparePaperReleased(
            paper_id="P-A", batch_id=BATCH, session_id=SESSIONS["theory"], incident_id=INCIDENT, released_at=START
        ),
    ):
        history.tell("answers", about_the_incident(answer))
    return history


def reported_candidate(harness):
    return synced.a_candidate_approved(harness.cipher)


@st.composite
def what_is_reported(draw):
    """One session keeps its day, so that the batch always has a last one. In the end the certificate is void.

    All in one moment, as in one that was planned anew in the act that called it off.
    """
    history = History()
    history.tell("batches/1", synced.a_batch_opened())
    history.tell("applications/1", WithSeals(CandidateApproved, reported_candidate))
    history.tell("sessions/1", synced.a_session_planned("s-1", ends_at=START))
    for _ in range(draw(st.integers(1, 3))):
        ends_at = START + draw(st.integers(1, 9)) * DAY
        history.tell("sessions/2", synced.a_session_planned("s-2", ends_at=ends_at))
    history.tell("sessions/2", synced.a_session_called_off("s-2", at=synced.OPENED))
    for ticket in draw(st.lists(st.sampled_from(["26100100001", "26100100002"]), max_size=3)):
        history.tell("enrolments/1", synced.a_candidate_scheduled(ticket=ticket))
    history.tell("certificates/1", synced.a_certificate_issued())
    history.tell("results/1", synced.a_score_published())
    for number in range(1, 1 + draw(st.integers(0, 2))):
        history.tell("results/1", synced.a_score_corrected(revision=number, at=synced.RELEASED + number * DAY))
        history.tell("notices/1", synced.a_release(at=synced.RELEASED + number * DAY + HOUR))
    history.tell("results/1", synced.a_result_amended(revision=3, at=synced.RELEASED + 9 * DAY))
    history.tell("results/1", synced.a_result_remarked(revision=4, at=synced.RELEASED + 10 * DAY))
    changes = draw(st.lists(st.sampled_from(["suspended", "reinstated", "revoked"]), max_size=2))
    for change in [*changes, "suspended", "reinstated", "revoked", "voided"]:
        history.tell("certificates/1", synced.a_change(change, at=synced.ISSUED))
    return history


FORMS = (
    ArchiveFormRecorded,
    BankFormRecorded,
    CertificateFormRecorded,
    ExamFormRecorded,
    RegistrationFormRecorded,
    ScoringFormRecorded,
)


@st.composite
def what_is_filed(draw):
    """A batch, its sessions and candidates, and a form of each service: written, corrected, signed."""
    history = draw(an_examination())
    history.tell("batches/1", synced.a_batch_opened())
    history.tell("applications/1", WithSeals(CandidateApproved, reported_candidate))
    for ordinal in (1, 2):
        history.tell(f"certificates/{ordinal}", synced.a_certificate_issued(ordinal))
    for kind in FORMS:
        entries = draw(st.integers(1, 3))
        for entry in range(1, 1 + entries):
            history.tell("form_records/f~1", a_form(kind, "corrected" if entry > 1 else "written", entry))
            for signed in range(draw(st.integers(0, 2))):
                history.tell("form_records/f~1", a_form(kind, "signed", entry, complete=signed == 1))
    return history


def a_form(kind, act, entry, *, complete=False):
    return kind(
        record_id="f~1", form="f", title="签字表", about="batch", subject_id=BATCH, batch_id=BATCH, act=act,
        entry=entry, complete=complete, by=f"S-{entry}", at=START + entry * HOUR, volume=volumes.RESULTS, years_kept=5,
    )  # fmt: skip


async def nothing(_):
    """A service that has heard nothing yet."""


@dataclass(frozen=True)
class Reader:
    """A service, what was done with it before, and what it then hears. Its dispositions tell what was refused."""

    name: str
    build: Callable[[], Service]
    history: st.SearchStrategy[History]
    before: Callable[[Harness], Awaitable[None]] = nothing
    at: datetime = START - 8 * DAY


READERS = [
    Reader(
        "registration",
        build_registration,
        fee_waivers_and_kept_parts(),
        approved_applications,
        START - 18 * DAY + 3 * HOUR,
    ),
    Reader("scheduling, before its plan", build_scheduling, what_registration_says()),
    Reader("scheduling", build_scheduling, orders_to_scheduling(), a_published_plan),
    Reader("itembank", build_itembank, plans_and_orders_to_the_item_bank(), sealed_papers, START - 7 * DAY),
    Reader("scoring", build_scoring, attendance_and_orders_to_scoring()),
    Reader("scoring, published", build_scoring, objections_to_scoring(), published_results, START + 9 * DAY),
    Reader("certification", build_certification, what_leads_to_a_notice(), at=PUBLISHED),
    Reader("certification, objected", build_certification, a_correction(), an_upheld_objection, PUBLISHED),
    Reader("sync", build_sync, what_is_reported(), at=synced.ISSUED + DAY),
    Reader("archive", build_archive, what_is_filed(), at=synced.ISSUED + DAY),
    Reader("incident", build_incident, plans_and_answers_to_incident(), an_order_that_waits_for_answers, START + HOUR),
]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """The directory of a service in which all was done that comes before its history; made once each."""
    made = {}

    def directory_of(reader):
        if reader.name not in made:
            made[reader.name] = tmp_path_factory.mktemp("before")

            async def prepare():
                async with Harness(reader.build, made[reader.name], now=reader.at) as harness:
                    await reader.before(harness)
                    assert harness.parked() == []

            asyncio.run(prepare())
        return made[reader.name]

    return directory_of


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
@settings(max_examples=12)
@given(data=st.data())
def test_a_reader_ends_where_the_right_order_ends(prepared, reader, data):
    history = data.draw(reader.history)
    shuffled = data.draw(st.permutations(history.facts + history.facts[: data.draw(st.integers(0, 3))]))
    before = prepared(reader)

    assert ended(reader, before, shuffled) == ended(reader, before, history.facts)


def ended(reader, before, facts):
    """Every document of a service once it heard these facts, and what waited was tried again."""

    async def hear():
        with tempfile.TemporaryDirectory(dir=before.parent) as directory:
            shutil.copytree(before, directory, dirs_exist_ok=True)
            async with Harness(reader.build, Path(directory), now=reader.at) as harness:
                listens = {one.routing_key for one in harness.service.consumer.subscriptions.values()}
                for aggregate, number, told in facts:
                    event = told.make(harness) if isinstance(told, WithSeals) else told
                    if event.routing_key in listens:
                        source = event.routing_key.partition(".")[0]
                        await harness.deliver(event, id=f"{source}:{aggregate}:{number}", seq=number)
                await try_again(harness)
                return [one async for one in documents(harness)]

    return asyncio.run(hear())


async def try_again(harness):
    """What waited for something else comes through now, or never will."""
    through = True
    while through:
        through = False
        for parked in harness.parked():
            if parked["state"] == "waiting":
                with contextlib.suppress(DomainError):
                    await harness.service.parking.replay(parked["id"], harness.service.consumer.replay, by="test")
                    through = True


SAYS_WHAT_WAS_REFUSED = {"dispositions", "parked", "answers", "feed_positions"}
KEEPS_WHAT_COMES_AS_IT_COMES = {"records", "chains", "gaps", "tree_tiles", "batch_keys"}


async def documents(harness):
    for collection in harness.service.collections:
        if collection.name not in SAYS_WHAT_WAS_REFUSED | KEEPS_WHAT_COMES_AS_IT_COMES:
            page = await harness.service.transactions.begin().of(collection).find(Query(limit=1000))
            for one in page.items:
                body = json.loads(collection.dump(one))
                if body.get("state") != "superseded":  # a word that a newer one overtook before anybody acted on it
                    yield collection.name, one.id, comparable(body)


# Notes of what was done when, and what is sealed anew each time that it is told.
BY_ARRIVAL = {"timeline", "objections", "dispositions", "name", "id_number"}


def comparable(body):
    """Where it stands. How often a session moved before it was called off, or has no day, is no matter of that."""
    if body.get("state") in {"cancelled", "postponed"}:
        return {"id": body["id"], "state": body["state"]}
    for sitting in body.get("sittings", []):
        if isinstance(sitting, dict):  # its session says which form is written, and until when
            del sitting["form"], sitting["ends_at"]
            sitting["starts_at"] *= not sitting["called_off"]
    if "waivers" in body:
        body["waivers"] = sorted(one["part"] for one in body["waivers"])
    return {name: value for name, value in body.items() if name not in BY_ARRIVAL}


@pytest.mark.parametrize("service", sorted({reader.name.partition(",")[0] for reader in READERS}))
def test_every_subscription_is_driven(service, tmp_path):
    readers = [reader for reader in READERS if reader.name.partition(",")[0] == service]
    driven: set[str] = set()

    @settings(max_examples=40, database=None)
    @given(st.data())
    def draw(data):
        driven.update(event.routing_key for reader in readers for _, _, event in data.draw(reader.history).facts)

    draw()

    listened = Harness(readers[0].build, tmp_path).service.consumer.subscriptions.values()
    assert {one.routing_key for one in listened if not one.takes_commands} - {"#"} <= driven
