"""What registration hears: that fees are waived, that a part is kept, and what candidates did against the rules."""

from datetime import datetime

from libs.chassis.bus.subscriptions import Subscriptions
from libs.contracts.certification import PartKept
from libs.contracts.incident import FeeWaiverApproved
from libs.contracts.scheduling import MisconductConfirmed
from services.registration.ports import Applications, Dispositions, RegistrationDesk
from services.registration.use_cases import registering

subscriptions = Subscriptions("registration")


@subscriptions.on(FeeWaiverApproved)
async def waive_fees_on_fee_waiver_approved(
    event: FeeWaiverApproved, applications: Applications, dispositions: Dispositions, now: datetime
) -> None:
    """After a cancellation the next sitting is free (INC-20, INC-32)."""
    await registering.waive_fees(applications, dispositions, order=event, now=now)


@subscriptions.on(MisconductConfirmed)
async def note_misconduct_on_misconduct_confirmed(event: MisconductConfirmed, desk: RegistrationDesk) -> None:
    """It stands in the integrity file, and may have cost the qualification (DIS-01, DIS-14)."""
    await registering.note_misconduct(desk, event=event)


@subscriptions.on(PartKept)
async def keep_part_on_part_kept(event: PartKept, applications: Applications) -> None:
    """The next certificate of the same subject costs nothing (SCO-04)."""
    await registering.keep_part(
        applications, application_id=event.application_id, part=event.part, valid_until=event.valid_until
    )
