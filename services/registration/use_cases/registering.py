"""Announcing, opening, taking in, reviewing, closing; and what other services' facts do to applications."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from libs.chassis.domain import Act, Decision, Query, carry_out, every
from libs.contracts.beijing import beijing_day
from libs.contracts.certification import CertificateRevoked
from libs.contracts.event import Part
from libs.contracts.incident import FeeWaiverApproved
from libs.contracts.scheduling import MisconductConfirmed
from libs.forms.watch import watch_file
from services.registration.domain.admission.conditions import Proof
from services.registration.domain.announcement import Announcement, Statement
from services.registration.domain.annual_plan import AnnualPlan, PlannedBatch
from services.registration.domain.application import (
    OPEN,
    Application,
    ApplicationState,
    Downgrade,
    PapersHandedIn,
)
from services.registration.domain.bars.bar import BarState
from services.registration.domain.batch import Batch, Plan
from services.registration.domain.disposition import Disposition
from services.registration.domain.errors.announcement import AnnouncementExistsError
from services.registration.domain.errors.batch import BatchExistsError
from services.registration.domain.errors.upload import RosterAlreadyUploadedError
from services.registration.domain.integrity import BulkApproval, IntegrityEntry, IntegrityFile
from services.registration.domain.roster.table import roster_of_one
from services.registration.domain.roster.upload import Intake, JudgedRoster, born_on
from services.registration.ports import Applications, Dispositions, RegistrationDesk
from services.registration.use_cases.fees import charge


async def publish_announcement(desk: RegistrationDesk, *, id: str, statement: Statement, act: Act) -> Announcement:
    if await desk.announcements.find_one(id):
        raise AnnouncementExistsError(id)
    announcement = Announcement.publish(id=id, statement=statement, scope=desk.admission.scope, act=act)
    desk.announcements.save(announcement)
    return announcement


async def file_annual_plan(
    desk: RegistrationDesk, *, year: int, batches: Sequence[PlannedBatch], act: Act
) -> AnnualPlan:
    plan = AnnualPlan.file(year, batches, scope=desk.admission.scope, act=act)
    await desk.annual_plans.put(plan)
    return plan


async def open_batch(desk: RegistrationDesk, *, plan: Plan, announcement_id: str, now: datetime) -> Batch:
    if await desk.batches.find_one(plan.id):
        raise BatchExistsError(plan.id)
    announcement = await desk.announcements.get(announcement_id)
    batch = Batch.open(plan, announcement=announcement, scope=desk.admission.scope, now=now)
    for year in {day.year for day in plan.examination_days}:
        annual = await desk.annual_plans.find_one(str(year))
        if annual and (planned := annual.batch(plan.id)):
            planned.must_be_kept_by(plan.offers)
    desk.batches.save(batch)
    await watch_file(desk.form_watches, batch.id, now=now)
    return batch


async def import_roster(desk: RegistrationDesk, *, batch_id: str, body: bytes, act: Act) -> JudgedRoster:
    """Take a whole roster in, or nothing of it."""
    judged = await judge_roster(desk, batch_id=batch_id, body=body, act=act)

    desk.batches.save(judged.batch)
    desk.uploads.save(judged.upload)
    for application in [*judged.superseded, *judged.applications]:
        desk.applications.save(application)
    return judged


async def register_applicant(
    desk: RegistrationDesk, *, batch_id: str, cells: Mapping[str, str], act: Act
) -> JudgedRoster:
    """Take in one person at the counter, as a row of a roster of one."""
    batch = await desk.batches.get(batch_id)
    earlier = [one async for one in every(desk.applications, {"batch_id": batch_id})] if batch.has_applications else []
    intake = await _intake(desk, batch, upload_id=f"{batch_id}-counter", act=act)
    judged = intake.judge(roster_of_one(cells), earlier=earlier)

    desk.batches.save(judged.batch)
    for application in [*judged.superseded, *judged.applications]:
        desk.applications.save(application)
    return judged


async def judge_roster(desk: RegistrationDesk, *, batch_id: str, body: bytes, act: Act) -> JudgedRoster:
    """What would become of every row if it were taken in now. Reading and judging run beside the event loop."""
    batch = await desk.batches.get(batch_id)
    batch.must_take_rosters(now=act.at)
    upload_id = f"{batch_id}-{hashlib.sha256(body).hexdigest()}"
    if await desk.uploads.find_one(upload_id):
        raise RosterAlreadyUploadedError

    roster = await desk.roster_files.read(body)
    earlier = [one async for one in every(desk.applications, {"batch_id": batch_id})] if batch.has_applications else []
    intake = await _intake(desk, batch, upload_id=upload_id, act=act)
    return await asyncio.to_thread(intake.judge, roster, earlier=earlier)


async def _intake(desk: RegistrationDesk, batch: Batch, *, upload_id: str, act: Act) -> Intake:
    today = beijing_day(act.at)
    standing = [bar async for bar in every(desk.bars, {"state": BarState.STANDING}) if bar.stands_on(today)]
    return Intake(
        batch=batch,
        admission=desk.admission,
        cipher=desk.cipher,
        upload_id=upload_id,
        act=act,
        bars={bar.person: bar for bar in standing},
    )


async def approve_applications(desk: RegistrationDesk, *, batch_id: str, most: int, act: Act) -> BulkApproval:
    """Approve the next eligible applications in the order of their numbers; each takes over the person's waivers.

    Whoever has something in the integrity file is left to a person, who looks at the application by itself.
    """
    batch = await desk.batches.get(batch_id)
    batch.must_be_open(now=act.at)
    eligible = {"batch_id": batch_id, "state": ApplicationState.ELIGIBLE}
    before = await desk.applications.count(eligible)
    done, set_aside, after = 0, 0, None
    while done < most:
        page = await desk.applications.find(Query(eligible, order_by="number", after=after, limit=most - done))
        for application in page.items:
            if await _has_integrity_entry(desk, application):
                set_aside += 1
            else:
                await _approve(desk, batch, application, act)
                done += 1
        after = page.next
        if after is None:
            break
    return BulkApproval(done=done, remaining=before - done - set_aside, set_aside=set_aside)


async def _has_integrity_entry(desk: RegistrationDesk, application: Application) -> bool:
    fingerprint = application.person.fingerprint
    return fingerprint is not None and await desk.integrity_files.find_one(fingerprint) is not None


async def approve_application(desk: RegistrationDesk, *, application_id: str, act: Act) -> None:
    application = await desk.applications.get(application_id)
    batch = await desk.batches.get(application.batch_id)
    batch.must_be_open(now=act.at)
    await _approve(desk, batch, application, act)


async def _approve(desk: RegistrationDesk, batch: Batch, application: Application, act: Act) -> None:
    application.approve(act)
    async for earlier in every(desk.applications, {"free_subject": application.waiver_key}):
        application.take_over_waivers(earlier)
        desk.applications.save(earlier)
    async for earlier in every(desk.applications, {"kept_subject": application.waiver_key}):
        application.use_kept_part(earlier, sat_on=batch.last_day(otherwise=beijing_day(act.at)))
        desk.applications.save(earlier)
    desk.applications.save(application)
    announcement = await desk.announcements.get(batch.announcement_id)
    await charge(desk, application, announcement.statement, act)


async def disqualify_for_forgery(desk: RegistrationDesk, *, application_id: str, decision: Decision) -> None:
    """The data of an application were forged (DIS-01)."""
    application = await desk.applications.get(application_id)
    act = Act(decision.by, decision.at)
    entry = IntegrityEntry(
        key=f"forged:{application_id}",
        batch_id=application.batch_id,
        application_id=application_id,
        act="forged",
        measure="disqualified",
        noted_by=decision.by,
        noted_at=decision.at,
        reason=decision.reason,
    )
    application.disqualify(act, session_id=None)
    desk.applications.save(application)
    await _disqualify_others(desk, application, act)
    await _note(desk, application, entry)


async def note_misconduct(desk: RegistrationDesk, *, event: MisconductConfirmed) -> None:
    """What was confirmed at a site stands in the integrity file; a forfeited qualification is cancelled (DIS-14)."""
    application = await desk.applications.get(event.application_id)
    act = Act(event.confirmed_by, event.confirmed_at)
    entry = IntegrityEntry(
        key=f"{event.session_id}:{event.act}:{event.application_id}:{event.confirmed_at.isoformat()}",
        batch_id=event.batch_id,
        application_id=event.application_id,
        act=event.act,
        measure=event.measure,
        noted_by=event.confirmed_by,
        noted_at=event.confirmed_at,
    )
    if event.measure == "disqualified" and application.state in OPEN:
        application.disqualify(act, session_id=event.session_id)
        desk.applications.save(application)
        await _disqualify_others(desk, application, act)
    await _note(desk, application, entry)


async def note_revocation(desk: RegistrationDesk, *, event: CertificateRevoked) -> None:
    """A certificate was taken back for what its holder did: it stands in the integrity file (DIS-02)."""
    application = await desk.applications.get(event.application_id)
    entry = IntegrityEntry(
        key=f"revoked:{event.certificate_number}",
        batch_id=event.batch_id,
        application_id=event.application_id,
        act=event.ground,
        measure="certificate-revoked",
        noted_by=event.revoked_by,
        noted_at=event.revoked_at,
        reason=f"证书 {event.certificate_number}",
    )
    await _note(desk, application, entry)


async def _disqualify_others(desk: RegistrationDesk, application: Application, act: Act) -> None:
    """The person has lost this examination, under whichever occupation they applied for it."""
    if application.person.fingerprint is None:
        return
    async for other in every(desk.applications, {"person": application.person.fingerprint}):
        if other.id != application.id and other.batch_id == application.batch_id and other.state in OPEN:
            other.disqualify(act, session_id=None)
            desk.applications.save(other)


async def _note(desk: RegistrationDesk, application: Application, entry: IntegrityEntry) -> None:
    fingerprint = application.person.fingerprint
    if fingerprint is not None:
        file = await desk.integrity_files.find_one(fingerprint) or IntegrityFile(id=fingerprint)
        file.note(entry)
        desk.integrity_files.save(file)


async def refuse_application(desk: RegistrationDesk, *, application_id: str, decision: Decision) -> None:
    application = await desk.applications.get(application_id)
    batch = await desk.batches.get(application.batch_id)
    batch.must_be_open(now=decision.at)
    application.refuse_at_review(decision)
    desk.applications.save(application)


async def confirm_application(desk: RegistrationDesk, *, application_id: str, act: Act) -> None:
    application = await desk.applications.get(application_id)
    batch = await desk.batches.get(application.batch_id)
    application.confirm(batch, act)
    desk.applications.save(application)
    desk.batches.save(batch)


async def downgrade_application(desk: RegistrationDesk, *, application_id: str, to: Downgrade, act: Act) -> None:
    application = await desk.applications.get(application_id)
    batch = await desk.batches.get(application.batch_id)
    application.downgrade(batch, to, admission=desk.admission, born_on=born_on(application, desk.cipher), act=act)
    desk.applications.save(application)
    desk.batches.save(batch)


async def ask_for_papers(
    desk: RegistrationDesk, *, application_id: str, proofs: Sequence[Proof], due_on: date, act: Act
) -> None:
    application = await desk.applications.get(application_id)
    batch = await desk.batches.get(application.batch_id)
    batch.must_be_open(now=act.at)
    application.ask_for_papers(proofs, due_on=due_on, act=act)
    desk.applications.save(application)


async def hand_in_papers(desk: RegistrationDesk, *, application_id: str, papers: PapersHandedIn) -> None:
    application = await desk.applications.get(application_id)
    batch = await desk.batches.get(application.batch_id)
    application.hand_in(batch, papers, admission=desk.admission, born_on=born_on(application, desk.cipher))
    desk.applications.save(application)
    desk.batches.save(batch)


async def close_registration(desk: RegistrationDesk, *, batch_id: str, now: datetime) -> None:
    batch = await desk.batches.get(batch_id)
    counted = {
        state: await desk.applications.count({"batch_id": batch_id, "state": state}) for state in ApplicationState
    }
    batch.close(
        approved=counted[ApplicationState.APPROVED],
        refused=counted[ApplicationState.REFUSED],
        pending=counted[ApplicationState.ELIGIBLE] + counted[ApplicationState.INCOMPLETE],
        now=now,
    )
    desk.batches.save(batch)


async def let_in_late(desk: RegistrationDesk, *, batch_id: str, until: date, decision: Decision) -> None:
    batch = await desk.batches.get(batch_id)
    batch.let_in_late(until, decision)
    desk.batches.save(batch)


async def keep_part(applications: Applications, *, application_id: str, part: Part, valid_until: date) -> None:
    application = await applications.get(application_id)
    application.keep_part(part, valid_until=valid_until)
    applications.save(application)


async def note_ticket(applications: Applications, *, application_id: str, number: str, seq: int) -> None:
    application = await applications.get(application_id)
    application.note_ticket(number, seq=seq)
    applications.save(application)


async def waive_fees(
    applications: Applications, dispositions: Dispositions, *, order: FeeWaiverApproved, now: datetime
) -> None:
    """Note for whom the next sitting is free."""

    async def waive(application_id: str) -> None:
        application = await applications.get(application_id)
        parts = order.parts_of.get(application_id, order.parts)
        application.waive_fees(parts, incident_id=order.incident_id, act=Act(order.approved_by, now))
        applications.save(application)

    disposition = Disposition.of(order.incident_id, order.batch_id, order.disposition)
    await carry_out(dispositions, disposition, order.application_ids, waive, now=now)
