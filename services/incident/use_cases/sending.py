"""Sending what people are to be told, and following who could be told."""

from datetime import datetime

from libs.chassis.domain import Cipher
from libs.contracts.sealing import Purpose
from services.incident.domain.duty.roster import address_owner
from services.incident.domain.notices.errors import NoticeNotFoundError
from services.incident.domain.notices.notice import EVERY_GROUP, Channel, Contact, Notice, Receipt, Urgency
from services.incident.domain.notices.notification import NoticeState, Notification
from services.incident.ports import IncidentDesk
from services.incident.use_cases.desk import save_and_notify, who_is_on_duty


async def begin_sending(desk: IncidentDesk, cipher: Cipher, *, id: str, now: datetime) -> Notice | None:
    """Claim a notice for the channel whose turn it is, with the address as it is today; none if it is settled."""
    notification = await desk.notifications.get(id)
    if await _withdrawn(desk, notification, now=now):
        return None
    channel = notification.begin(now=now)
    desk.notifications.save(notification)
    roster = await desk.rosters.find_one(notification.batch_id)
    duty = roster.of(notification.person_id) if roster else None
    sealed = duty.addresses.get(channel) if duty else None
    owner = address_owner(notification.batch_id, notification.person_id, channel)
    contact = Contact(
        person_id=notification.person_id,
        name=duty.name if duty else "",
        addresses={channel: cipher.open(sealed, purpose=Purpose.DUTY_ADDRESS, owner=owner)} if sealed else {},
    )
    return Notice(
        id=notification.id,
        recipient=contact,
        channel=channel,
        title=notification.title,
        text=notification.text,
        incident_id=notification.incident_id,
        drill=notification.drill,
        urgency=notification.urgency,
        group=notification.group,
        place=notification.place,
    )


async def note_receipt(desk: IncidentDesk, *, id: str, channel: Channel, receipt: Receipt, now: datetime) -> None:
    """Enter what a channel answered."""
    notification = await desk.notifications.get(id)
    notification.note(receipt, channel=channel)
    desk.notifications.save(notification)
    await _follow(desk, notification, now=now)


async def show_notice(desk: IncidentDesk, *, id: str, person_id: str, now: datetime) -> None:
    """Enter that a console of the person has shown it."""
    notification = await _own(desk, id, person_id)
    if notification.state in {NoticeState.WAITING, NoticeState.GIVEN_UP}:
        notification.show(now=now)
        desk.notifications.save(notification)
        await _follow(desk, notification, now=now)


async def dismiss_notice(desk: IncidentDesk, *, id: str, person_id: str, now: datetime) -> None:
    """Enter that the person does not want it shown again."""
    notification = await _own(desk, id, person_id)
    notification.dismiss(now=now)
    desk.notifications.save(notification)
    await _follow(desk, notification, now=now)


async def _own(desk: IncidentDesk, id: str, person_id: str) -> Notification:
    notification = await desk.notifications.get(id)
    if notification.person_id != person_id:
        raise NoticeNotFoundError(id)
    return notification


async def _withdrawn(desk: IncidentDesk, notification: Notification, *, now: datetime) -> bool:
    incident = await desk.incidents.find_one(notification.incident_id)
    person_id, decided_at = notification.person_id, notification.decided_at
    if incident is None or not incident.needs_no_notice(person_id, urgency=notification.urgency, decided_at=decided_at):
        return False
    notification.withdraw()
    desk.notifications.save(notification)
    if person_id != EVERY_GROUP:
        incident.note_withdrawn(person_id, now=now)
        save_and_notify(desk, incident, now=now)
    return True


async def _follow(desk: IncidentDesk, notification: Notification, *, now: datetime) -> None:
    """Tell the incident whether somebody who was called has been reached, if that may be news."""
    news = notification.is_unreached or notification.was_unreached
    if notification.urgency is not Urgency.ALARM or not news:
        return
    incident = await desk.incidents.find_one(notification.incident_id)
    if incident is None:
        return
    watch = await who_is_on_duty(desk, incident.discovery, now)
    unreached = notification.is_unreached
    if incident.note_reach(notification.id, notification.person_id, unreached=unreached, now=now, watch=watch):
        save_and_notify(desk, incident, now=now)
