"""Incidents and people for tests; a test names only what it is about."""

from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from libs.contracts.event import Event, Part
from libs.contracts.incident import IncidentAcknowledged, LadderStepCalled
from services.incident.domain.duty.post import Post
from services.incident.domain.duty.roster import NO_DUTY_LIST, Duty, Roster, Watch
from services.incident.domain.incident import Incident
from services.incident.domain.measures.affected import Affected, AffectedSession
from services.incident.domain.measures.measures import MakeUpTime, SparePaper
from services.incident.domain.people import Person
from services.incident.domain.record.discovery import Discovery
from services.incident.domain.record.reports import ClosingReport

E = TypeVar("E", bound=Event)

DISCOVERED = datetime(2026, 9, 19, 1, 20, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
MILLISECOND = timedelta(milliseconds=1)
DUE = DISCOVERED + 10 * MINUTE

MORNING, NOON = "2026-autumn-t-4-04-05-05-4-01", "2026-autumn-t-4-04-05-05-4-02"

INVIGILATOR = Person("S-0001", {"invigilator"})
SITE_HEAD = Person("S-0002", {"site-head"})
SUPERVISOR = Person("S-0003", {"supervisor"})
EXAM_AFFAIRS = Person("S-0004", {"exam-affairs"})
LEADING_GROUP = Person("S-0005", {"leading-group"})
DIRECTOR = Person("S-0006", {"director"})
DIRECTOR_IN_GROUP = Person("S-0007", {"director", "leading-group"})
ANOTHER_INVIGILATOR = Person("S-0008", {"invigilator"})
RECEPTION = Person("S-0009", {"reception"})


def a_discovery(**differing: Any) -> Discovery:
    return Discovery(
        **{
            "batch_id": "2026-autumn",
            "site": "主考点",
            "kind": "power-or-equipment-failure",
            "description": "第一考场停电",
            "discovered_at": DISCOVERED,
            "session_ids": [MORNING, NOON],
            **differing,
        }
    )


def an_incident(
    *,
    by: Person = INVIGILATOR,
    after: timedelta = 2 * MINUTE,
    now: datetime | None = None,
    watch: Watch = NO_DUTY_LIST,
    **differing: Any,
) -> Incident:
    """Reported two minutes after discovery; what that announced is already collected."""
    discovery = a_discovery(**differing)
    incident = Incident.report(discovery, by=by, now=now or discovery.discovered_at + after, watch=watch)
    incident.collect_events()
    incident.collect_deadlines()
    return incident


def lost_time(*, minutes: int = 20, lasting: timedelta = 20 * MINUTE, sessions: list[str] | None = None) -> MakeUpTime:
    return MakeUpTime(
        session_ids=[MORNING] if sessions is None else sessions,
        minutes=minutes,
        interrupted_at=DISCOVERED,
        restored_at=DISCOVERED + lasting,
    )


def a_spare(*sessions: str) -> SparePaper:
    return SparePaper(session_ids=list(sessions or [MORNING]))


def a_closing_report(**differing: str) -> ClosingReport:
    return ClosingReport(
        **{"cause": "线路老化", "course": "抢修并补时", "result": "考试完成", "social_impact": "无", **differing}
    )


def followed_up(incident: Incident, now: datetime) -> None:
    """Everything that must be on record before closing."""
    for kind in incident.missing_follow_ups:
        incident.follow_up(kind, "已办理", by=EXAM_AFFAIRS, now=now)


def the_only(kind: type[E], incident: Incident) -> E:
    """The one event of this kind among what was announced."""
    [event] = [event for event in incident.collect_events() if isinstance(event, kind)]
    return event


def announced(incident: Incident) -> list[type[Event]]:
    """What was announced apart from the ladder's calls and takings over, which `test_ladder` looks at."""
    of_the_ladder = {LadderStepCalled, IncidentAcknowledged}
    return [kind for kind in map(type, incident.collect_events()) if kind not in of_the_ladder]


def armed(incident: Incident) -> dict[str, datetime | None]:
    """Which deadlines were set or cancelled since the last look, by kind."""
    return {
        key.removeprefix(f"{incident.id}:"): deadline.due_at if deadline else None
        for key, deadline in incident.collect_deadlines().items()
    }


def a_roster(*people: tuple[Post, str], **differing: Any) -> Roster:
    duties = [Duty(**{"post": post, "person_id": person_id, **differing}) for post, person_id in people]
    return Roster(id="2026-autumn", duties=duties, entered_by="S-0004", entered_at=DISCOVERED)


def a_watch(*people: tuple[Post, str]) -> Watch:
    return a_roster(*people).watch("主考点", DISCOVERED.date())


def whom(*application_ids: str, session_id: str = MORNING, part: Part = "theory") -> Affected:
    """Candidates of one session."""
    session = AffectedSession(
        session_id=session_id,
        room="第一考场",
        part=part,
        occupation_code="4-04-05-05",
        level=4,
        starts_at=DISCOVERED,
        application_ids=list(application_ids),
    )
    return Affected(sessions=[session])
