"""What is done before anything happens: the leading group, its precautions, training and drills."""

from collections.abc import Sequence
from datetime import date, datetime

from services.incident.domain.people import Person, StaffAct
from services.incident.domain.preparation.leading_group import THE_GROUP, Member, founded
from services.incident.domain.preparation.preparation import Held, Preparation
from services.incident.ports import LeadingGroups, PreparationDesk


async def found_leading_group(
    groups: LeadingGroups, *, on: date, document: str, members: Sequence[Member], act: StaffAct
) -> None:
    """Found the group, or found it anew."""
    before = await groups.find_one(THE_GROUP)
    groups.save(founded(on=on, document=document, members=members, before=before, act=act))


async def decide_precaution(groups: LeadingGroups, *, text: str, person_id: str, by: Person, now: datetime) -> int:
    """Take a precaution; answers its number."""
    group = await groups.get(THE_GROUP)
    precaution = group.decide(text, person_id=person_id, by=by, now=now)
    groups.save(group)
    return precaution.number


async def check_precaution(groups: LeadingGroups, *, number: int, carried_out: bool, note: str, act: StaffAct) -> None:
    """Enter whether a precaution is carried out."""
    group = await groups.get(THE_GROUP)
    group.check(number, carried_out=carried_out, note=note, by=act.by, now=act.at)
    groups.save(group)


async def record_preparation(desk: PreparationDesk, *, held: Held, incident_id: str | None, act: StaffAct) -> str:
    """Put a training, a drill … on record; answers its id. The same again is the same, or corrects it."""
    drill = await desk.incidents.get(incident_id) if incident_id else None
    preparation = Preparation.record_of(held, drill=drill, by=act.by, now=act.at)
    recorded = await desk.preparations.find_one(preparation.id) or preparation
    recorded.correct(preparation)
    desk.preparations.save(recorded)
    return recorded.id
