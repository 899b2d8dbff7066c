"""The registries: staff and rooms."""

from collections.abc import Sequence
from datetime import datetime

from libs.chassis.domain import every
from libs.contracts.beijing import beijing_day
from services.scheduling.domain.registry.room import RoomEntry, RoomNumbers
from services.scheduling.domain.registry.staff import StaffMember
from services.scheduling.ports import PlanDesk, StaffMembers, open_sessions, sessions_being_announced


async def register_staff(staff: StaffMembers, members: Sequence[StaffMember], *, now: datetime) -> None:
    """Enter people in the registry, or replace what it says of them."""
    for member in members:
        member.must_hold_cards_of_three_years(beijing_day(now))
        await staff.put(member)


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
