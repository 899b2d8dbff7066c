"""One incident with everything about it, for those who may read it. What is frozen in it is shown as it is kept."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel

from libs.contracts.event import Part
from services.incident.domain.classification.kinds import Heading
from services.incident.domain.duty.post import Post
from services.incident.domain.escalation.escalation import Acknowledgement, Escalation
from services.incident.domain.escalation.first_report import Hop, Stamp
from services.incident.domain.incident import Incident
from services.incident.domain.measures.affected import Affected, AffectedPaper
from services.incident.domain.measures.disposition import Clash, Disposition, DispositionState, Unfulfilled
from services.incident.domain.measures.measures import Measure
from services.incident.domain.people import Person, Role
from services.incident.domain.record.discovery import FurtherReport
from services.incident.domain.record.photos import Photo
from services.incident.domain.record.reports import ClosingReport, FollowUp, FollowUpKind, StageReport, Statement
from services.incident.domain.record.timeline import Entry
from services.incident.ports import Incidents
from services.incident.views.lines import Line, show_summary


class LadderLine(BaseModel):
    """One rung: called or not, and who of it took over since it was last called."""

    post: Post
    name: str
    due_at: datetime
    called: bool
    taken_over_by: list[str]


class DispositionLine(BaseModel):
    """One disposition and how far it has come; `done_at` is by session or application."""

    number: int
    measure: Measure
    name: str
    rule: str
    state: DispositionState
    approvers: list[Role]
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    reason: str
    targets: list[str]
    done_at: dict[str, datetime]
    unfulfilled: list[Unfulfilled]
    clashes: list[Clash]

    @classmethod
    def of(cls, one: Disposition) -> Self:
        """The line of this disposition."""
        approvers = sorted(one.permission.approvers)
        return cls(
            number=one.number,
            measure=one.measure,
            name=one.measure.type.zh,
            rule=one.rule,
            state=one.state,
            approvers=approvers,
            proposed_by=one.proposed_by,
            proposed_at=one.proposed_at,
            decided_by=one.decided_by,
            decided_at=one.decided_at,
            reason=one.reason,
            targets=one.targets,
            done_at=one.done_at,
            unfulfilled=one.unfulfilled,
            clashes=one.clashes,
        )


class IncidentPage(Line):
    """Everything about one incident, for those whom it concerns."""

    session_ids: list[str]
    kind: str | None
    heading: Heading
    rule: str
    wording: str
    description: str
    rooms_in_disorder: int | None
    outage_minutes: int | None
    region_wide: bool
    reported_by: str
    reporter: str
    recorded_at: datetime
    recorded_late: bool
    first_report_stamps: dict[Hop, Stamp]
    ladder: list[LadderLine]
    escalations: list[Escalation]
    acknowledgements: list[Acknowledgement]
    stage_reports: list[StageReport]
    dispositions: list[DispositionLine]
    statements: list[Statement]
    follow_ups: list[FollowUp]
    missing_follow_ups: list[FollowUpKind]
    photos: list[Photo]
    closing_report: ClosingReport | None
    timeline: list[Entry]
    further_reports: list[FurtherReport]
    merged: list[str]

    @classmethod
    def of(cls, incident: Incident) -> Self:
        """The page of this incident."""
        found, clock = incident.discovery, incident.first_report
        return cls.model_validate(
            {
                **show_summary(incident),
                "heading": incident.heading,
                "rooms_in_disorder": incident.facts.rooms_in_disorder,
                "outage_minutes": incident.facts.outage_minutes,
                "region_wide": incident.facts.region_wide,
                "reported_by": incident.reported_by,
                "reporter": incident.reporter,
                "escalations": incident.escalations,
                "acknowledgements": incident.acknowledgements,
                "stage_reports": incident.stage_reports,
                "statements": incident.statements,
                "follow_ups": incident.follow_ups,
                "photos": incident.photos,
                "closing_report": incident.closing_report,
                "timeline": incident.timeline,
                "further_reports": incident.further_reports,
                "session_ids": incident.session_ids,
                "merged": list(dict.fromkeys(one.merged_from for one in incident.further_reports if one.merged_from)),
                "kind": found.kind,
                "rule": incident.classification.rule,
                "wording": incident.classification.wording,
                "description": found.description,
                "recorded_at": clock.recorded_at,
                "recorded_late": clock.was_recorded_late,
                "first_report_stamps": clock.stamps,
                "ladder": _ladder(incident),
                "dispositions": [DispositionLine.of(one) for one in incident.dispositions.items],
                "missing_follow_ups": incident.missing_follow_ups if incident.is_open else [],
            },
            from_attributes=True,
        )


class AffectedSessionLine(BaseModel):
    """One session with those who sit in it."""

    session_id: str
    room: str
    part: Part
    occupation_code: str
    level: int
    starts_at: datetime
    candidates: int


class AffectedPage(BaseModel):
    """Exactly whom and what a disposition touches; approving with `digest` approves this and nothing else."""

    sessions: list[AffectedSessionLine]
    application_ids: list[str]
    candidates: int
    rooms: list[str]
    papers: list[AffectedPaper]
    digest: str

    @classmethod
    def of(cls, affected: Affected) -> Self:
        return cls(
            sessions=[
                AffectedSessionLine(
                    session_id=one.session_id,
                    room=one.room,
                    part=one.part,
                    occupation_code=one.occupation_code,
                    level=one.level,
                    starts_at=one.starts_at,
                    candidates=len(one.application_ids),
                )
                for one in affected.sessions
            ],
            application_ids=affected.application_ids,
            candidates=len(affected.application_ids),
            rooms=sorted({one.room for one in affected.sessions}),
            papers=affected.papers,
            digest=affected.digest,
        )


async def show_file(incidents: Incidents, *, id: str, reader: Person) -> Incident:
    """One incident, for those whom it concerns; to others it does not exist, and its secrecy is kept."""
    incident = await incidents.get(id)
    incident.access.must_concern(reader)
    return incident


async def show_incident(incidents: Incidents, *, id: str, reader: Person) -> IncidentPage:
    return show_to(await incidents.get(id), reader=reader)


def show_to(incident: Incident, *, reader: Person) -> IncidentPage:
    """The page of an incident at hand, for a reader whom it concerns."""
    incident.access.must_concern(reader)
    return IncidentPage.of(incident)


def _ladder(incident: Incident) -> list[LadderLine]:
    ladder, anchor = incident.ladder, incident.first_report.discovered_at
    return [
        LadderLine(
            post=step.post,
            name=step.post.zh,
            due_at=anchor + step.within,
            called=place <= ladder.position,
            taken_over_by=[person for person, post in ladder.taken_over.items() if post is step.post],
        )
        for place, step in enumerate(ladder.plan.steps)
    ]
