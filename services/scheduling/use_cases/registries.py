"""The registries: staff and rooms."""

from collections.abc import Sequence
from datetime import datetime

from libs.chassis.domain import every
from services.scheduling.domain.qualifications.kinds import BlackList
from services.scheduling.domain.registry.room import RoomEntry, RoomNumbers
from services.scheduling.domain.registry.site import Site
from services.scheduling.domain.registry.staff import StaffMember
from services.scheduling.ports import PlanDesk, StaffMembers, open_sessions, sessions_being_announced


async def register_staff(staff: StaffMembers, members: Sequence[StaffMember], *, now: datetime) -> None:
    """Enter people in the registry, or replace what was entered of them; a file with a life of its own goes on."""
    for member in members:
        member.must_be_sound(now)
        if earlier := await staff.find_one(member.id):
            member.keep_files_of(earlier)
        member.must_not_be_on(await black_lists_of(staff, member))
        member.tell_examiner_terms(before=earlier.examiner_terms if earlier else [])
        await staff.put(member)


async def black_lists_of(staff: StaffMembers, member: StaffMember) -> set[BlackList]:
    """The black lists that a person stands on, under any staff number (PER-35, QSP-33)."""
    found = set(member.black_lists)
    if member.person:
        async for other in every(staff, {"person": member.person, "is_on_a_black_list": True}):
            found |= other.black_lists
    return found


async def register_site(desk: PlanDesk, site: Site) -> None:
    """Enter who leads a site, or somebody else in their place; all of them are in the register of staff."""
    for staff_id in (site.chief, *site.deputies):
        await desk.staff.get(staff_id)
    await desk.sites.put(site)


async def register_rooms(desk: PlanDesk, entries: Sequence[RoomEntry]) -> None:
    """Enter rooms, or replace what is known of them; a room keeps its number for ever, and the people in it a seat."""
    bound = [session async for session in open_sessions(desk.sessions)]
    bound += [session async for session in sessions_being_announced(desk)]
    numbers = RoomNumbers({room.id: room.number async for room in every(desk.rooms)})
    for entry in entries:
        room = entry.numbered(numbers.of(entry.id))
        for session in bound:
            if session.room_id == room.id:
                session.must_keep(room)
        await desk.rooms.put(room)
