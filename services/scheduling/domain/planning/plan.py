"""The whole plan of a batch: theory, then practical, then names, seats and tickets."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

from libs.contracts.scheduling import Sitting
from services.scheduling.domain.batches.ticket_number import ticket_number
from services.scheduling.domain.errors.shortages import TimesShortError
from services.scheduling.domain.planning.diary import Diary
from services.scheduling.domain.planning.practical import plan_practical
from services.scheduling.domain.planning.request import PlanRequest, SessionDraft
from services.scheduling.domain.planning.seating import form_at
from services.scheduling.domain.planning.theory import TheoryPlanner
from services.scheduling.domain.sessions.seats import Seat
from services.scheduling.domain.sessions.session import Session


@dataclass(frozen=True)
class CandidatePlace:
    """What a candidate is told: the ticket number, and a sitting for every part."""

    ticket_number: str
    sittings: list[Sitting]


@dataclass(frozen=True)
class MadePlan:
    """Sessions, and for every application its place."""

    sessions: list[Session]
    places: dict[str, CandidatePlace]


def make_plan(request: PlanRequest) -> MadePlan:
    """Plan a batch so that everybody sits every part, or raise the shortage that prevents it."""
    diary = Diary(request.booked)
    theory = TheoryPlanner(request, diary).plan()
    theory_ends = {candidate.id: draft.slot.ends_at for draft in theory for candidate in draft.candidates}
    practical = plan_practical(request, diary, theory_ends)
    sessions = _name(request.batch_id, [*theory, *practical])
    places = _places(sessions)
    # The last word: whatever the planners did, nobody who was approved goes without a seat.
    unseated = [
        candidate
        for candidate in request.candidates
        if candidate.id not in places or _parts(places[candidate.id]) != set(candidate.parts)
    ]
    if unseated:
        raise TimesShortError(short_by=len(unseated))
    return MadePlan(sessions, places)


def _parts(place: CandidatePlace) -> set[str]:
    return {sitting.part for sitting in place.sittings}


def _name(batch_id: str, drafts: list[SessionDraft]) -> list[Session]:
    numbers: Counter[str] = Counter()
    sessions = []
    for draft in sorted(drafts, key=lambda draft: (draft.part, draft.subject, draft.slot.starts_at, draft.room.id)):
        series = f"{batch_id}-{draft.part[0]}-{draft.subject.occupation_code}-{draft.subject.level}"
        numbers[series] += 1
        sessions.append(
            Session(
                id=f"{series}-{numbers[series]:02d}",
                batch_id=batch_id,
                part=draft.part,
                occupation_code=draft.subject.occupation_code,
                level=draft.subject.level,
                room_id=draft.room.id,
                room_number=draft.room.number,
                site=draft.room.site,
                room_seats=draft.room.seats,
                starts_at=draft.slot.starts_at,
                ends_at=draft.slot.ends_at,
                seats=[
                    Seat(number=n, application_id=one.id, person=one.person, form=form_at(draft.part, n))
                    for n, one in enumerate(draft.candidates, start=1)
                ],
                team=draft.team,
                supervisor_id=draft.supervisor.staff_id,
            )
        )
    return sessions


def _places(sessions: list[Session]) -> dict[str, CandidatePlace]:
    sittings: defaultdict[str, list[tuple[datetime, int, Sitting]]] = defaultdict(list)
    for session in sessions:
        for seat in session.seats:
            place = (session.starts_at, session.room_number, session.sitting_of(seat))
            sittings[seat.application_id].append(place)
    places = {}
    for application_id, those in sittings.items():
        those.sort(key=itemgetter(0))
        starts_at, room_number, first = those[0]
        number = ticket_number(starts_at=starts_at, room_number=room_number, seat=first.seat)
        places[application_id] = CandidatePlace(number, [sitting for _, _, sitting in those])
    return places
