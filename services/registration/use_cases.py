"""What staff do in registration, one function for each command."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from libs.chassis.domain import carry_out, every
from libs.contracts.incident import FeeWaiverApproved
from libs.contracts.sealing import Purpose
from services.registration.domain.announcement import Announcement, Statement
from services.registration.domain.application import (
    Application,
    ApplicationState,
    Downgrade,
    Origin,
    SealedPerson,
    place_of,
)
from services.registration.domain.batch import Batch, Plan
from services.registration.domain.days import Act
from services.registration.domain.disposition import Disposition
from services.registration.domain.eligibility import refusals_of
from services.registration.domain.entry import Entry
from services.registration.domain.errors import (
    AnnouncementExistsError,
    BatchExistsError,
    RosterAlreadyUploadedError,
)
from services.registration.domain.finding import name_fingerprint
from services.registration.domain.resident_number import ResidentNumber
from services.registration.domain.roster import RosterRow
from services.registration.domain.scope import FiledScope
from services.registration.domain.upload import JudgedRoster, RosterUpload
from services.registration.ports import Applications, Cipher, Dispositions, Registry


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a command that works in chunks has come; repeat it until nothing remains."""

    done: int
    remaining: int


async def publish_announcement(registry: Registry, *, id: str, statement: Statement, act: Act) -> Announcement:
    if await registry.announcements.find_one(id):
        raise AnnouncementExistsError(id)
    announcement = Announcement.publish(id=id, statement=statement, scope=registry.scope, act=act)
    registry.announcements.save(announcement)
    return announcement


async def open_batch(registry: Registry, *, plan: Plan, announcement_id: str, now: datetime) -> Batch:
    if await registry.batches.find_one(plan.id):
        raise BatchExistsError(plan.id)
    announcement = await registry.announcements.get(announcement_id)
    batch = Batch.open(plan, announcement=announcement, scope=registry.scope, now=now)
    registry.batches.save(batch)
    return batch


@dataclass(frozen=True, kw_only=True)
class Intake:
    """Everything a roster row is judged with."""

    batch: Batch
    scope: FiledScope
    cipher: Cipher
    upload_id: str
    act: Act

    def receive(self, rows: Sequence[RosterRow], *, offset: int, held: set[str]) -> list[Application]:
        """An application for every row, whatever becomes of it; `held` are the places already taken in the batch."""
        applications = []
        for row in rows:
            application = self._receive(Entry.read(row, today=self.act.day), offset, held)
            held |= {application.holder} if application.holder else set()
            applications.append(application)
        return applications

    def _receive(self, entry: Entry, offset: int, held: set[str]) -> Application:
        fingerprint = self.cipher.fingerprint(entry.number.text) if entry.number else None
        duplicate = fingerprint is not None and place_of(self.batch.id, entry.occupation_code, fingerprint) in held
        origin = Origin(batch_id=self.batch.id, number=offset + entry.row, upload_id=self.upload_id)
        seal = partial(self.cipher.seal, owner=origin.application_id)
        return Application.receive(
            entry,
            origin=origin,
            person=SealedPerson(
                name=seal(entry.name, purpose=Purpose.CANDIDATE_NAME),
                id_number=seal(entry.id_number, purpose=Purpose.RESIDENT_NUMBER),
                phone=seal(entry.phone, purpose=Purpose.PHONE),
                prior_number=seal(entry.prior_number, purpose=Purpose.PRIOR_CERTIFICATE),
                fingerprint=fingerprint,
                name_fingerprint=name_fingerprint(entry.name, self.cipher),
            ),
            refusals=refusals_of(entry, self.batch, self.scope, duplicate=duplicate, today=self.act.day),
            act=self.act,
        )


async def import_roster(
    registry: Registry, *, batch_id: str, body: bytes, act: Act
) -> tuple[RosterUpload, list[Application]]:
    """Take a whole roster in, or nothing of it."""
    judged = await judge_roster(registry, batch_id=batch_id, body=body, act=act)

    registry.batches.save(judged.batch)
    registry.uploads.save(judged.upload)
    for application in judged.applications:
        registry.applications.save(application)
    return judged.upload, judged.applications


async def judge_roster(registry: Registry, *, batch_id: str, body: bytes, act: Act) -> JudgedRoster:
    """What would become of every row if it were taken in now. Reading and judging run beside the event loop."""
    batch = await registry.batches.get(batch_id)
    batch.demand_taking_rosters(now=act.at)
    upload_id = f"{batch_id}-{hashlib.sha256(body).hexdigest()}"
    if await registry.uploads.find_one(upload_id):
        raise RosterAlreadyUploadedError

    rows = await registry.roster_files.read(body)
    held = await _held_places(registry.applications, batch)
    offset = batch.take_roster(last_row=rows[-1].number, now=act.at)
    intake = Intake(batch=batch, scope=registry.scope, cipher=registry.cipher, upload_id=upload_id, act=act)
    received = await asyncio.to_thread(intake.receive, rows, offset=offset, held=held)
    refused = sum(application.state is ApplicationState.REFUSED for application in received)
    upload = RosterUpload(
        id=upload_id,
        batch_id=batch_id,
        rows=len(received),
        eligible=len(received) - refused,
        refused=refused,
        uploaded_by=act.by,
        uploaded_at=act.at,
    )
    return JudgedRoster(batch=batch, upload=upload, rows=rows, applications=received)


async def _held_places(applications: Applications, batch: Batch) -> set[str]:
    if not batch.has_applications:
        return set()
    return {one.holder async for one in every(applications, {"batch_id": batch.id}) if one.holder}


async def approve_applications(registry: Registry, *, batch_id: str, most: int, act: Act) -> Progress:
    """Approve the next eligible applications in the order of their numbers; who was let off a fee sits free."""
    batch = await registry.batches.get(batch_id)
    batch.demand_open()
    eligible = {"batch_id": batch_id, "state": ApplicationState.ELIGIBLE}
    page = await registry.applications.find(eligible, order_by="number", limit=most)
    for application in page.items:
        application.approve(act)
        async for earlier in every(registry.applications, {"free_subject": application.subject}):
            application.sit_free(earlier)
            registry.applications.save(earlier)
        registry.applications.save(application)
    done = len(page.items)
    return Progress(done=done, remaining=await registry.applications.count(eligible) - done)


async def refuse_application(registry: Registry, *, application_id: str, reason: str, act: Act) -> None:
    application = await registry.applications.get(application_id)
    batch = await registry.batches.get(application.batch_id)
    batch.demand_open()
    application.refuse_at_review(reason=reason, act=act)
    registry.applications.save(application)


async def confirm_application(registry: Registry, *, application_id: str, act: Act) -> None:
    application = await registry.applications.get(application_id)
    batch = await registry.batches.get(application.batch_id)
    application.confirm(batch, act)
    registry.applications.save(application)
    registry.batches.save(batch)


async def downgrade_application(registry: Registry, *, application_id: str, to: Downgrade, act: Act) -> None:
    application = await registry.applications.get(application_id)
    batch = await registry.batches.get(application.batch_id)
    sealed = application.person.id_number
    number = ResidentNumber(registry.cipher.open(sealed, purpose=Purpose.RESIDENT_NUMBER, owner=application.id))
    born_on = number.born_on if application.person.fingerprint else None
    application.downgrade(batch, to, born_on=born_on, act=act)
    registry.applications.save(application)
    registry.batches.save(batch)


async def close_registration(registry: Registry, *, batch_id: str, now: datetime) -> None:
    batch = await registry.batches.get(batch_id)
    counted = {
        state: await registry.applications.count({"batch_id": batch_id, "state": state}) for state in ApplicationState
    }
    batch.close(
        approved=counted[ApplicationState.APPROVED],
        refused=counted[ApplicationState.REFUSED],
        pending=counted[ApplicationState.ELIGIBLE],
        now=now,
    )
    registry.batches.save(batch)


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
