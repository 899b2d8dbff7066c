"""Who is on duty, whether every post has somebody, and what became of the notices."""

from typing import Annotated

from libs.chassis.domain import Cipher
from libs.chassis.web.http import MIB, Now, Routes, provided, takes
from libs.contracts.event import Day
from libs.contracts.incident import Identifier
from libs.contracts.sealing import Purpose
from services.incident.domain.duty.evacuation import EvacuationPlan
from services.incident.domain.duty.roster import Duty, address_owner
from services.incident.domain.notices.notice import Channel
from services.incident.ports import Screens
from services.incident.routes.bodies import DutyBody, RosterBody
from services.incident.routes.parameters import (
    AtTheDesk,
    ExamAffairs,
    Notifications,
    Overseer,
    PlannedSessions,
    Rosters,
    Staff,
    acting,
)
from services.incident.use_cases import duty, sending
from services.incident.views import on_duty
from services.incident.views.on_duty import DayPage, NoticeLine, ReadinessPage, RosterPage

router = Routes(tags=["duty"])


@router.put("/rosters/{batch_id}", status_code=204, dependencies=[takes(2 * MIB)])
async def enter_roster(  # noqa: PLR0913, PLR0917 -- FastAPI hands each over by name
    batch_id: Identifier,
    body: RosterBody,
    desk: AtTheDesk,
    cipher: Annotated[Cipher, provided("cipher")],
    now: Now,
    actor: ExamAffairs,
) -> None:
    """Replace the duty list of a batch; addresses are sealed before they are kept."""

    def sealed(duty: DutyBody) -> dict[Channel, str]:
        return {
            channel: cipher.seal(
                address, purpose=Purpose.DUTY_ADDRESS, owner=address_owner(batch_id, duty.person_id, channel)
            )
            for channel, address in duty.addresses.items()
        }

    duties = [
        Duty(
            post=one.post,
            person_id=one.person_id,
            name=one.name,
            site=one.site,
            days=one.days,
            addresses=sealed(one),
            order=one.order,
            reachable=one.reachable,
        )
        for one in body.duties
    ]
    evacuation = [
        EvacuationPlan(
            site=one.site,
            posted_on=one.posted_on,
            buildings_checked_on=one.buildings_checked_on,
            shelters=one.shelters,
            routes=one.routes,
            drilled_on=one.drilled_on,
            people_on_routes=one.people_on_routes,
        )
        for one in body.evacuation
    ]
    await duty.enter_roster(
        desk,
        batch_id=batch_id,
        duties=duties,
        evacuation=evacuation,
        act=acting(actor, now),
    )


@router.get("/rosters/{batch_id}")
async def show_roster(batch_id: str, rosters: Rosters, _actor: Overseer) -> RosterPage:
    """The duty list of a batch."""
    return await on_duty.show_roster(rosters, batch_id=batch_id)


@router.get("/rosters/{batch_id}/readiness")
async def show_readiness(batch_id: str, day: Day, rosters: Rosters, _actor: Overseer) -> ReadinessPage:
    """Whether every step of every ladder has somebody on that day."""
    return await on_duty.show_readiness(rosters, batch_id=batch_id, day=day)


@router.get("/sessions")
async def list_sessions(
    sessions: PlannedSessions, rosters: Rosters, now: Now, actor: Staff, day: Day | None = None
) -> DayPage:
    """The sessions of a day, or of today, and the sites: what a report and a measure choose from."""
    return await on_duty.show_day(sessions, rosters, day=day, now=now, reader_id=actor.id)


@router.post("/incidents/notices/{notice_id}/shown", status_code=204)
async def show_notice(
    notice_id: str, desk: AtTheDesk, screens: Annotated[Screens, provided("screens")], now: Now, actor: Overseer
) -> None:
    """A console has drawn a notice to the person who looks at it."""
    await sending.show_notice(desk, id=notice_id, person_id=actor.id, now=now)
    screens.confirm(actor.id, notice_id)


@router.post("/incidents/notices/{notice_id}/dismissal", status_code=204)
async def dismiss_notice(notice_id: str, desk: AtTheDesk, now: Now, actor: Overseer) -> None:
    """The person to whom a notice goes has seen it, and it is not shown again."""
    await sending.dismiss_notice(desk, id=notice_id, person_id=actor.id, now=now)


@router.get("/incidents/{incident_id}/notices")
async def list_notices(incident_id: str, notifications: Notifications, _actor: Overseer) -> list[NoticeLine]:
    """What was said about an incident to whom, and whether it arrived."""
    return await on_duty.list_notices(notifications, incident_id=incident_id)
