"""What people see of sessions: the list, one with its seats and its day, and one arrival."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from libs.chassis.domain import Page, Query, every
from libs.contracts.event import Form, Part
from libs.contracts.scheduling import Assignment
from services.scheduling.domain.batches.enrolment import Enrolment
from services.scheduling.domain.errors.seats import LotNotDrawnError
from services.scheduling.domain.errors.session import (
    NothingMissingError,
    NotSessionStaffError,
    SessionNotPublishedError,
)
from services.scheduling.domain.planning.seating import desk_of
from services.scheduling.domain.sessions.checklist import Checklist
from services.scheduling.domain.sessions.exam_clock import Anchor, Checkpoint, Signer
from services.scheduling.domain.sessions.misconduct import ACTS, Measure, Misconduct
from services.scheduling.domain.sessions.seats import Seat
from services.scheduling.domain.sessions.session import Session
from services.scheduling.domain.sessions.session_state import SessionState
from services.scheduling.ports import NOT_WITHDRAWN, Sessions, TicketDesk
from services.scheduling.views.site_time import SiteTime
from services.scheduling.views.tickets import show_name


@dataclass(frozen=True, kw_only=True)
class SessionView:
    """A session in a list."""

    session_id: str
    batch_id: str
    part: Part
    occupation_code: str
    level: int
    room: str
    site: str
    starts_at: SiteTime
    ends_at: SiteTime
    state: SessionState
    candidates: int
    checked_in: int
    late_steps: int
    staff: list[Assignment]

    @classmethod
    def of(cls, session: Session, /, *, now: datetime, **more: Any) -> Self:
        """What is shown of a session; `more` are the fields that a longer view adds."""
        return cls(
            session_id=session.id,
            batch_id=session.batch_id,
            part=session.part,
            occupation_code=session.occupation_code,
            level=session.level,
            room=session.room_id,
            site=session.site,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            state=session.state,
            candidates=len(session.seats),
            checked_in=session.present,
            late_steps=len(session.checklist.late(now)) if session.is_open else 0,
            staff=session.team,
            **more,
        )


@dataclass(frozen=True, kw_only=True)
class ArrivalView:
    """When a candidate came in, by which word, and when that was heard."""

    application_id: str
    checked_in_at: SiteTime | None
    claimed_at: SiteTime | None
    received_at: SiteTime | None
    offline: bool
    received_late: bool

    @classmethod
    def of(cls, seat: Seat, /, **more: Any) -> Self:
        """What is on record of one arrival; `more` are the fields that a longer view adds."""
        arrival = seat.arrival
        return cls(
            application_id=seat.application_id,
            checked_in_at=seat.checked_in_at,
            claimed_at=arrival.claimed_at if arrival else None,
            received_at=arrival.received_at if arrival else seat.checked_in_at,
            offline=arrival is not None and arrival.offline,
            received_late=seat.is_received_late,
            **more,
        )


@dataclass(frozen=True, kw_only=True)
class LotView:
    """The workstation that a candidate drew, and when the candidate signed for it."""

    application_id: str
    station: int
    drawn_at: SiteTime
    signed_at: SiteTime | None


@dataclass(frozen=True, kw_only=True)
class UrnView:
    """What the lots of a session were drawn from: `commitment` is the SHA-256 of the seed, told once entry has closed.

    The workstations were drawn in the order of the SHA-256 of `seed|number`.
    """

    commitment: str
    seed: str | None
    order: list[int] | None


@dataclass(frozen=True, kw_only=True)
class MisconductView:
    """What a candidate did against the rules, what follows from it, and who decided that."""

    number: int
    application_id: str
    act: str
    words: str
    facts: str
    by: str
    at: SiteTime
    measure: Measure
    needs_decision: bool
    upheld: bool | None
    decided_by: str | None
    decided_at: SiteTime | None
    opinion: str

    @classmethod
    def of(cls, one: Misconduct) -> Self:
        """An entry, with the words of its rule."""
        return cls(
            number=one.number,
            application_id=one.application_id,
            act=one.act,
            words=ACTS[one.act],
            facts=one.facts,
            by=one.by,
            at=one.at,
            measure=one.measure,
            needs_decision=one.measure.is_final and one.upheld is None,
            upheld=one.upheld,
            decided_by=one.decided_by,
            decided_at=one.decided_at,
            opinion=one.opinion,
        )


@dataclass(frozen=True, kw_only=True)
class MissingPapersView:
    """Papers that a room lacked when it counted them, and how many of them stay lost."""

    missing: int
    reported_by: str
    reported_at: SiteTime
    lost: int | None
    settled_by: str | None
    settled_at: SiteTime | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class SeatView(ArrivalView):
    """One place; column and row of a desk, the name only for those who may see it."""

    seat: int
    column: int | None
    row: int | None
    ticket_number: str | None
    name: str | None
    form: Form
    left_at: SiteTime | None
    station: int | None
    station_signed_at: SiteTime | None
    disqualified: bool


@dataclass(frozen=True, kw_only=True)
class DepartureView:
    """When a candidate handed in and left."""

    application_id: str
    left_at: SiteTime | None


@dataclass(frozen=True, kw_only=True)
class AdmittedView(ArrivalView):
    """One candidate who was let in, and how full the room is."""

    already_in: bool
    present: int
    candidates: int


@dataclass(frozen=True, kw_only=True)
class AttendanceView:
    """Who is there now, and what was counted when entry closed."""

    present: int
    absent: int
    counted_at: SiteTime | None
    counted_present: int | None


@dataclass(frozen=True, kw_only=True)
class ExtensionView:
    """Time made up for one incident."""

    incident_id: str
    minutes: int


@dataclass(frozen=True, kw_only=True)
class StepSignatureView:
    """Who signed a step, and when."""

    by: str
    at: SiteTime


@dataclass(frozen=True, kw_only=True)
class CheckpointView:
    """One line of the day: when it is due, by which rules, what is to be done; and, if it is signed, who did it.

    `signers` are duties and offices, `figures` what is counted, `witnesses` how many candidates see it; `counted` and
    `witnessed_by` (seats) are what was stated. `late`: it was done after `late_after`, or is not done though that is
    over.
    """

    name: str
    at: SiteTime
    anchor: Anchor
    minutes: int
    rules: list[str]
    task: str
    signers: list[Signer]
    signatures_wanted: int
    figures: list[str]
    witnesses: int
    opens_at: SiteTime | None
    late_after: SiteTime | None
    signatures: list[StepSignatureView]
    counted: dict[str, int]
    witnessed_by: list[int]
    done_at: SiteTime | None
    late: bool


@dataclass(frozen=True, kw_only=True)
class SessionDetails(SessionView):
    """One session with everything that its day needs."""

    started_at: SiteTime | None
    finished_at: SiteTime | None
    supervisor_id: str
    safety_officer_id: str | None
    attendance: AttendanceView
    extensions: list[ExtensionView]
    extensions_too_late: list[str]
    spare_incident_id: str | None
    by_computer: bool
    missing_papers: MissingPapersView | None
    urn: UrnView | None
    misconduct: list[MisconductView]
    timeline: list[CheckpointView]
    seats: list[SeatView]


@dataclass(frozen=True)
class Viewer:
    """Who looks at a session: some see every session, and some of them the names in it."""

    id: str
    oversees: bool
    sees_names: bool


async def list_sessions(  # noqa: PLR0913 -- what is asked for, by whom, when, and which page of it
    sessions: Sessions, where: Mapping[str, object], *, own: str | None, now: datetime, after: str | None, limit: int
) -> Page[SessionView]:
    """Sessions in order of id; for somebody on duty only the published ones with a duty of theirs, all at once."""
    if own is None:
        page = await sessions.find(Query({**where, **NOT_WITHDRAWN}, after=after, limit=limit))
        return Page([SessionView.of(session, now=now) for session in page.items], page.next)
    mine = [
        SessionView.of(session, now=now)
        async for session in every(sessions, {**where, **NOT_WITHDRAWN})
        if session.on_duty.includes(own) and session.state is not SessionState.DRAFT
    ]
    return Page(mine)


async def show_session(desk: TicketDesk, session_id: str, *, viewer: Viewer, now: datetime) -> SessionDetails:
    """One session with seats, staff and timeline; names only for its own staff and for exam affairs."""
    session = await desk.sessions.get(session_id)
    own = session.on_duty.includes(viewer.id)
    if not own and not viewer.oversees:
        raise NotSessionStaffError(session_id)
    if not session.state.was_announced and not viewer.oversees:
        raise SessionNotPublishedError(session_id)
    seated = {
        enrolment.id: enrolment async for enrolment in every(desk.enrolments, {f"{session.part}_session": session_id})
    }
    names = (
        {enrolment.id: show_name(enrolment, desk.cipher) for enrolment in seated.values()}
        if own or viewer.sees_names
        else {}
    )
    return SessionDetails.of(
        session,
        now=now,
        started_at=session.started_at,
        finished_at=session.finished_at,
        supervisor_id=session.supervisor_id,
        safety_officer_id=session.safety_officer_id,
        attendance=AttendanceView(
            present=session.present,
            absent=len(session.seats) - session.present,
            counted_at=session.counted_at,
            counted_present=session.counted_present,
        ),
        extensions=[
            ExtensionView(incident_id=extension.incident_id, minutes=extension.minutes)
            for extension in session.extensions
        ],
        extensions_too_late=session.extensions_too_late,
        spare_incident_id=session.spare_incident_id,
        by_computer=session.by_computer,
        missing_papers=show_missing_papers(session) if session.missing_papers else None,
        urn=_urn(session, now),
        misconduct=[MisconductView.of(one) for one in session.misconduct],
        timeline=[_checkpoint(session.checklist, step, now) for step in session.checklist.steps],
        seats=[_seat(session, seat, seated, names) for seat in session.seats],
    )


def show_arrival(session: Session, application_id: str, *, is_first: bool) -> AdmittedView:
    """What is on record of one candidate's arrival."""
    return AdmittedView.of(
        session.seating.of(application_id),
        already_in=not is_first,
        present=session.present,
        candidates=len(session.seats),
    )


def show_lot(session: Session, application_id: str) -> LotView:
    """What is on record of a lot."""
    lot = session.seating.of(application_id).lot
    if lot is None:
        raise LotNotDrawnError(application_id)
    return LotView(application_id=application_id, station=lot.station, drawn_at=lot.drawn_at, signed_at=lot.signed_at)


def _urn(session: Session, now: datetime) -> UrnView | None:
    urn, closes_at = session.urn, session.door.closes_at
    if urn is None:
        return None
    is_open = session.is_open and (closes_at is None or now < closes_at)
    return UrnView(commitment=urn.commitment, seed=None if is_open else urn.seed, order=None if is_open else urn.order)


def show_missing_papers(session: Session) -> MissingPapersView:
    """What is on record of missing papers."""
    found = session.missing_papers
    if found is None:
        raise NothingMissingError(0)
    return MissingPapersView(
        missing=found.missing,
        reported_by=found.reported.by,
        reported_at=found.reported.at,
        lost=found.lost,
        settled_by=found.settled.by if found.settled else None,
        settled_at=found.settled.at if found.settled else None,
        reason=found.reason,
    )


def show_departure(session: Session, application_id: str) -> DepartureView:
    """What is on record of a departure, which is the first word of it."""
    return DepartureView(application_id=application_id, left_at=session.seating.of(application_id).left_at)


def show_step(session: Session, name: str, *, now: datetime) -> CheckpointView:
    """One step of the day, and what is on record of it."""
    checklist = session.checklist
    return _checkpoint(checklist, next(step for step in checklist.steps if step.name == name), now)


def _checkpoint(checklist: Checklist, step: Checkpoint, now: datetime) -> CheckpointView:
    record = checklist.record_of(step)
    return CheckpointView(
        name=step.name,
        at=checklist.at(step),
        anchor=step.anchor,
        minutes=step.minutes,
        rules=step.rules.split(),
        task=step.task,
        signers=list(step.signers),
        signatures_wanted=checklist.signatures_wanted(step) if step.signers else 0,
        figures=list(step.figures),
        witnesses=step.witnesses,
        opens_at=checklist.opens_at(step) if step.signers else None,
        late_after=checklist.late_after(step),
        signatures=[StepSignatureView(by=one.by, at=one.at) for one in record.signatures],
        counted=dict(record.figures),
        witnessed_by=list(record.witnesses),
        done_at=checklist.done_at(step),
        late=checklist.is_late(step, now),
    )


def _seat(session: Session, seat: Seat, seated: Mapping[str, Enrolment], names: Mapping[str, str]) -> SeatView:
    enrolment = seated.get(seat.application_id)
    column, row = desk_of(seat.number) if session.part == "theory" else (None, None)
    return SeatView.of(
        seat,
        seat=seat.number,
        column=column,
        row=row,
        ticket_number=enrolment.ticket_number if enrolment else None,
        name=names.get(seat.application_id),
        form=seat.form,
        left_at=seat.left_at,
        station=seat.lot.station if seat.lot else None,
        station_signed_at=seat.lot.signed_at if seat.lot else None,
        disqualified=seat.disqualified,
    )
