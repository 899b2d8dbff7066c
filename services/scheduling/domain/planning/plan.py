"""The whole plan of a batch: theory, then practical, then names, seats and tickets."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from libs.contracts.scheduling import Sitting
from services.scheduling.domain.batches.ticket_number import ticket_number
from services.scheduling.domain.errors.plan import TimesShortError
from services.scheduling.domain.planning.diary import Diary
from services.scheduling.domain.planning.practical import plan_practical
from services.scheduling.domain.planning.request import PlanRequest, SessionDraft
from services.scheduling.domain.planning.rotation import rotate_examiners
from services.scheduling.domain.planning.supervision import put_safety_officers
from services.scheduling.domain.planning.theory import TheoryPlanner
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
    diary = Diary(request.booked, way=request.rules.way)
    theory = TheoryPlanner(request, diary).plan()
    practical = plan_practical(request, diary, theory)
    everything = Diary(request.booked, way=request.rules.way)
    for draft in (*theory, *practical):
        everything.enter(draft)
    rotate_examiners(request, everything, practical)
    put_safety_officers(request, everything, practical)
    sessions = _named(request, [*theory, *practical])
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


def _named(request: PlanRequest, drafts: list[SessionDraft]) -> list[Session]:
    """Drafts become sessions, numbered within their subject and part behind those that there are."""
    batch_id = request.batch_id
    numbers: Counter[str] = Counter()
    sessions = []
    for draft in sorted(drafts, key=lambda draft: (draft.part, draft.subject, draft.slot.starts_at, draft.room.id)):
        series = f"{batch_id}-{draft.part[0]}-{draft.subject.occupation_code}-{draft.subject.level}"
        numbers[series] += 1
        while (named := f"{series}-{numbers[series]:02d}") in request.named:
            numbers[series] += 1
        sessions.append(draft.as_session(named, batch_id=batch_id))
    return sessions


def _places(sessions: list[Session]) -> dict[str, CandidatePlace]:
    room_numbers = {session.id: session.room_number for session in sessions}
    sittings: defaultdict[str, list[Sitting]] = defaultdict(list)
    for session in sorted(sessions, key=lambda session: session.starts_at):
        for seat in session.seats:
            sittings[seat.application_id].append(session.sitting_of(seat))
    places = {}
    for application_id, [first, *others] in sittings.items():
        number = ticket_number(starts_at=first.starts_at, room_number=room_numbers[first.session_id], seat=first.seat)
        places[application_id] = CandidatePlace(number, [first, *others])
    return places
