"""Files of qualifications: opened by an application, then step by step."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from libs.chassis.domain import Act
from libs.contracts.beijing import beijing_day
from services.scheduling.domain.qualifications.qualification import Qualification
from services.scheduling.domain.registry.breach import Breach, BreachSeen
from services.scheduling.domain.registry.site import SiteAct
from services.scheduling.domain.registry.staff import StaffMember
from services.scheduling.ports import PlanDesk, StaffMembers
from services.scheduling.use_cases.registries import black_lists_of

T = TypeVar("T")


async def apply_for(staff: StaffMembers, application: Qualification, *, person: str, act: Act) -> None:
    """Take an application of a registered member of staff; `person` is the fingerprint of the own id number."""
    member = await staff.get(application.staff_id)
    member.person = person
    member.apply(application, act)
    member.must_not_be_on(await black_lists_of(staff, member))
    staff.save(member)


async def change_breaches(staff: StaffMembers, *, staff_id: str, change: Callable[[StaffMember], T]) -> T:
    """Report, decide, appeal or rule on what somebody of the staff did."""
    member = await staff.get(staff_id)
    before = member.examiner_terms
    done = change(member)
    member.tell_examiner_terms(before=before)
    staff.save(member)
    return done


async def report_breach_on_site(
    desk: PlanDesk, *, session_id: str, staff_id: str, seen: Callable[[date], BreachSeen], actor: SiteAct
) -> Breach:
    """Whoever leads the site of a session reports what somebody on duty there did on its day.

    Raises `NotTheSitesHeadError`, `NotOnDutyHereError`.
    """
    session = await desk.sessions.get(session_id)
    actor.must_be_for(session.site, await desk.sites.find_one(session.site))
    session.on_duty.duty_of(staff_id)
    on_its_day = seen(beijing_day(session.starts_at))
    return await change_breaches(
        desk.staff, staff_id=staff_id, change=lambda member: member.report_breach(on_its_day, actor.act)
    )


async def change_file(staff: StaffMembers, *, staff_id: str, key: str, change: Callable[[Qualification], None]) -> None:
    """Do one step in the file of one qualification."""
    member = await staff.get(staff_id)
    before = member.examiner_terms
    change(member.qualification(key))
    member.tell_examiner_terms(before=before)
    staff.save(member)
