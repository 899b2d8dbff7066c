"""What registration hears: tickets, waived fees, kept parts, and what candidates did against the rules."""

from datetime import datetime

from libs.chassis.bus.messages import Received
from libs.chassis.bus.subscriptions import Subscriptions
from libs.chassis.domain import Repository
from libs.contracts.archive import BatchPeopleForgotten
from libs.contracts.certification import CertificateRevoked, PartKept
from libs.contracts.incident import FeeWaiverApproved
from libs.contracts.scheduling import CandidateScheduled, MisconductConfirmed
from services.registration.domain.photos.photo import PhotoKey
from services.registration.ports import Applications, Dispositions, RegistrationDesk
from services.registration.use_cases import photos, registering

subscriptions = Subscriptions("registration")


@subscriptions.on(FeeWaiverApproved)
async def waive_fees_on_fee_waiver_approved(
    event: FeeWaiverApproved, applications: Applications, dispositions: Dispositions, now: datetime
) -> None:
    """After a cancellation the next sitting is free (INC-20, INC-32)."""
    await registering.waive_fees(applications, dispositions, order=event, now=now)


@subscriptions.on(BatchPeopleForgotten)
async def forget_photos_on_batch_people_forgotten(
    event: BatchPeopleForgotten, photo_keys: Repository[PhotoKey]
) -> None:
    """With the key of the batch its photos are gone (ARC-13)."""
    await photos.forget_photos(photo_keys, batch_id=event.batch_id)


@subscriptions.on(CandidateScheduled)
async def note_ticket_on_candidate_scheduled(
    event: CandidateScheduled, message: Received, applications: Applications
) -> None:
    """Photos come in files that are named after the ticket."""
    await registering.note_ticket(
        applications, application_id=event.application_id, number=event.ticket_number, seq=message.seq
    )


@subscriptions.on(MisconductConfirmed)
async def note_misconduct_on_misconduct_confirmed(event: MisconductConfirmed, desk: RegistrationDesk) -> None:
    """It stands in the integrity file, and may have cost the qualification (DIS-01, DIS-14)."""
    await registering.note_misconduct(desk, event=event)


@subscriptions.on(CertificateRevoked)
async def note_revocation_on_certificate_revoked(event: CertificateRevoked, desk: RegistrationDesk) -> None:
    """What was found after certification stands in the integrity file (DIS-02)."""
    await registering.note_revocation(desk, event=event)


@subscriptions.on(PartKept)
async def keep_part_on_part_kept(event: PartKept, applications: Applications) -> None:
    """The next certificate of the same subject costs nothing (SCO-04)."""
    await registering.keep_part(
        applications, application_id=event.application_id, part=event.part, valid_until=event.valid_until
    )
