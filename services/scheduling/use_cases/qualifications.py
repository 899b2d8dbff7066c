"""Files of qualifications: opened by an application, then step by step."""

from collections.abc import Callable
from typing import TypeVar

from libs.chassis.domain import Act
from services.scheduling.domain.qualifications.qualification import Qualification
from services.scheduling.domain.registry.staff import StaffMember
from services.scheduling.ports import StaffMembers
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


async def change_file(staff: StaffMembers, *, staff_id: str, key: str, change: Callable[[Qualification], None]) -> None:
    """Do one step in the file of one qualification."""
    member = await staff.get(staff_id)
    before = member.examiner_terms
    change(member.qualification(key))
    member.tell_examiner_terms(before=before)
    staff.save(member)
