"""What registration hears: that fees are waived."""

from datetime import datetime

from libs.chassis.bus.subscriptions import Subscriptions
from libs.contracts.incident import FeeWaiverApproved
from services.registration import use_cases
from services.registration.ports import Applications, Dispositions

subscriptions = Subscriptions("registration")


@subscriptions.on(FeeWaiverApproved)
async def waive_fees_on_fee_waiver_approved(
    event: FeeWaiverApproved, applications: Applications, dispositions: Dispositions, now: datetime
) -> None:
    """After a cancellation the next sitting is free (INC-20, INC-32)."""
    await use_cases.waive_fees(applications, dispositions, order=event, now=now)
