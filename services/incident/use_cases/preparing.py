"""What is done before anything happens: the leading group, its precautions, training and drills."""

from collections.abc import Sequence
from datetime import date, datetime

from services.incident.domain.people import Person
from services.incident.domain.preparation.leading_group import THE_GROUP, Member, founded
from services.incident.domain.preparation.preparation import Preparation, PreparationKind
from services.incident.ports import LeadingGroups, PreparationDesk


async def found_leading_group(  # noqa: PLR0913 -- what its founding document says
    groups: LeadingGroups, *, on: date, document: str, members: Sequence[Member], by: Person, now: datetime
) -> None:
    """Found the group, or found it anew."""
    before = await groups.find_one(THE_GROUP)
    groups.save(founded(on=on, document=document, members=members, before=before, by=by, now=now))


async def decide_precaution(groups: LeadingGroups, *, text: str, person_id: str, by: Person, now: datetime) -> int:
    """Take a precaution; answers its number."""
    group = await groups.get(THE_GROUP)
    precaution = group.decide(text, person_id=person_id, by=by, now=now)
    groups.save(group)
    return precaution.number


async def check_precaution(  # noqa: PLR0913 -- a check is signed and dated
    groups: LeadingGroups, *, number: int, carried_out: bool, note: str, by: Person, now: datetime
) -> None:
    """Enter whether a precaution is carried out."""
    group = await groups.get(THE_GROUP)
    group.check(number, carried_out=carried_out, note=note, by=by, now=now)
    groups.save(group)


async def record_preparation(  # noqa: PLR0913 -- what was held, when, for whom
    desk: PreparationDesk,
    *,
    kind: PreparationKind,
    held_on: date,
    subject: str,
    attended_by: Sequence[str],
    incident_id: str | None,
    by: Person,
    now: datetime,
) -> str:
    """Put a training, a drill … on record; answers its id. The same again is the same, or corrects it."""
    preparation = Preparation.record_of(
        kind,
        held_on=held_on,
        subject=subject,
        attended_by=attended_by,
        drill=await desk.incidents.get(incident_id) if incident_id else None,
        by=by,
        now=now,
    )
    known = await desk.preparations.find_one(preparation.id) or preparation
    known.correct(preparation)
    desk.preparations.save(known)
    return known.id
