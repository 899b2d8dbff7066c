"""A session on its day: from the door to its final attendance."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from libs.chassis.domain import ConflictError, Deadline
from libs.contracts.scheduling import Attendance, ExamFinished, ExamTimeExtended
from services.scheduling.domain.arrival import Arrival
from services.scheduling.domain.errors import (
    AlreadyCheckedInError,
    CandidateNotInSessionError,
    CheckInNotOpenError,
    ClaimedTimeImplausibleError,
    EntryClosedError,
    NewDateNotAheadError,
    NoTimeToMakeUpError,
    NotSessionStaffError,
    PracticalForfeitedError,
    SessionAlreadyStartedError,
    SessionFinishedError,
    SessionNotHeldError,
    SessionNotPublishedError,
    SessionNotRunningError,
    TooEarlyToFinishError,
    TooEarlyToStartError,
)
from services.scheduling.domain.exam_clock import ADMISSION, ENTRY_LIMIT
from services.scheduling.domain.planned_session import Extension, Ordered, PlannedSession
from services.scheduling.domain.room import Room
from services.scheduling.domain.session_state import SessionState


@dataclass(kw_only=True)
class Session(PlannedSession):
    """What happens in one room."""

    def moved_to(self, starts_at: datetime, room: Room) -> Self:
        """What it would be at another time, in a room; nothing changes here."""
        return replace(
            self,
            starts_at=starts_at,
            ends_at=starts_at + self.length,
            extensions=[],
            room_id=room.id,
            room_number=room.number,
            site=room.site,
            room_seats=room.seats,
        )

    def hold_on(self, starts_at: datetime, *, room: Room, use_spare: bool, ordered: Ordered, now: datetime) -> None:
        """Be held at another time, or in another room; whoever was already let in comes again."""
        self.must_be_movable()
        self.must_not_be_overtaken(ordered)
        if starts_at <= now:
            raise NewDateNotAheadError(self.id)

        self._start_over(ordered, planned_start=starts_at)
        if use_spare:
            self._write_spare()
        self.room_id, self.room_number, self.site, self.room_seats = room.id, room.number, room.site, room.seats
        self._announce(now)

    def check_in(self, application_ids: list[str], *, by: str, now: datetime) -> None:
        """Admit candidates: all of the list, or none if one of them may not enter."""
        self._must_be_open_to(by)
        self._must_let_in_at(now)
        seats = {seat.application_id: seat for seat in self.seats}
        for application_id in application_ids:
            if application_id not in seats:
                raise CandidateNotInSessionError(self.id, application_id)
        if len(set(application_ids)) < len(application_ids):
            raise AlreadyCheckedInError(max(application_ids, key=application_ids.count))
        for application_id in application_ids:
            if seats[application_id].checked_in_at:
                raise AlreadyCheckedInError(application_id)

        for application_id in application_ids:
            seats[application_id].take(Arrival(by=by, received_at=now), at=now)

    def admit(self, application_id: str, arrival: Arrival) -> bool:
        """Admit one candidate by the time that the room claims; whether this was the first word of it.

        A further word of somebody who is in changes nothing. Whoever came in time counts as present, also when that is
        heard after the attendance was taken, but not after the end: then it has been told who was absent.
        """
        self._must_be_its_own(arrival.by)
        seat = next((one for one in self.seats if one.application_id == application_id), None)
        if seat is None:
            raise CandidateNotInSessionError(self.id, application_id)
        if seat.checked_in_at:
            return False
        self._must_be_open_to(arrival.by)
        at = arrival.at(doors_open_at=self._doors_open_at)
        try:
            self._must_let_in_at(at)
        except ConflictError:
            if arrival.is_plausible(doors_open_at=self._doors_open_at):
                raise
            raise ClaimedTimeImplausibleError from None

        seat.take(arrival, at=at)
        if self.counted_at:
            self.counted_present = self.present
        return True

    @property
    def _doors_open_at(self) -> datetime:
        return self.starts_at - ADMISSION

    def _must_let_in_at(self, moment: datetime) -> None:
        if moment < self._doors_open_at:
            raise CheckInNotOpenError(self._doors_open_at)
        if self.started_at and moment - self.started_at >= ENTRY_LIMIT[self.part]:
            raise EntryClosedError if self.part == "theory" else PracticalForfeitedError

    def start(self, *, by: str, now: datetime) -> None:
        """Give the start signal; entry closes so many minutes after it."""
        self._must_be_open_to(by)
        if self.state is not SessionState.PUBLISHED:
            raise SessionAlreadyStartedError(self.id)
        if now < self.starts_at:
            raise TooEarlyToStartError(self.starts_at)

        self.started_at = now
        self.state = SessionState.RUNNING
        for deadline in self.awaited:
            self.set_deadline(deadline)

    @property
    def awaited(self) -> list[Deadline]:
        """The end of entry, until attendance was counted."""
        if not self.started_at or self.counted_at:
            return []
        due_at = self.started_at + ENTRY_LIMIT[self.part]
        return [Deadline(key=self._entry_closes, due_at=due_at, kind="entry-closes", payload={"id": self.id})]

    def count_attendance(self, now: datetime) -> None:
        """Take the attendance once nobody can enter any more (EXM-19)."""
        if self.state is not SessionState.RUNNING:
            raise SessionNotRunningError(self.id)

        self.counted_at = now
        self.counted_present = self.present

    def finish(self, *, by: str, now: datetime) -> None:
        """Give the end signal; who has not signed in was absent."""
        self._must_be_open_to(by)
        if self.state is not SessionState.RUNNING:
            raise SessionNotRunningError(self.id)
        if now < self.ends_at:
            raise TooEarlyToFinishError(self.ends_at)

        self.finished_at = now
        self.state = SessionState.FINISHED
        self.cancel_deadline(self._entry_closes)
        self.record(
            ExamFinished(
                session_id=self.id,
                batch_id=self.batch_id,
                part=self.part,
                occupation_code=self.occupation_code,
                level=self.level,
                present=[
                    Attendance(application_id=seat.application_id, form=seat.form)
                    for seat in self.seats
                    if seat.checked_in_at
                ],
                absent=[seat.application_id for seat in self.seats if not seat.checked_in_at],
                finished_at=now,
            )
        )

    def was_missed_by(self, application_id: str) -> bool:
        """Whether it is over and this candidate never came."""
        came = {seat.application_id for seat in self.seats if seat.checked_in_at}
        return self.state is SessionState.FINISHED and application_id not in came

    def extend(self, *, incident_id: str, minutes: int, ordered: Ordered | None = None, now: datetime) -> None:
        """Make up lost time at the end; the same incident is made up once, however often it is asked for."""
        self.must_be_held()
        if any(extension.incident_id == incident_id for extension in self.extensions):
            return
        if self.state is SessionState.FINISHED:
            raise SessionFinishedError(self.id)
        if ordered:
            self.must_not_be_overtaken(ordered)
        if minutes <= 0:
            raise NoTimeToMakeUpError

        self.extensions.append(Extension(incident_id=incident_id, minutes=minutes, ordered=ordered))
        self.ends_at += timedelta(minutes=minutes)
        self.record(
            ExamTimeExtended(
                session_id=self.id,
                batch_id=self.batch_id,
                incident_id=incident_id,
                minutes=minutes,
                ends_at=self.ends_at,
                extended_at=now,
            )
        )

    def note_extension_too_late(self, incident_id: str) -> None:
        """Keep on record that time was granted after the end, while other rooms could still use it."""
        if self.state is not SessionState.FINISHED:
            raise SessionNotRunningError(self.id)

        if incident_id not in self.extensions_too_late:
            self.extensions_too_late.append(incident_id)

    def use_spare_paper(self, incident_id: str) -> None:
        """Everybody in the room writes the spare form; the same incident changes it once."""
        if self.state in {SessionState.DRAFT, SessionState.WITHDRAWN}:
            raise SessionNotPublishedError(self.id)
        if self.state is SessionState.CANCELLED:
            raise SessionNotHeldError(self.id)
        if self.spare_incident_id == incident_id:
            return
        if self.state is SessionState.FINISHED:
            raise SessionFinishedError(self.id)

        self.spare_incident_id = incident_id
        self._write_spare()

    def _write_spare(self) -> None:
        for seat in self.seats:
            seat.form = "spare"

    def _must_be_its_own(self, staff_id: str) -> None:
        if not self.is_staffed_by(staff_id):
            raise NotSessionStaffError(self.id)
        self.must_be_held()

    def _must_be_open_to(self, staff_id: str) -> None:
        self._must_be_its_own(staff_id)
        if self.state is SessionState.FINISHED:
            raise SessionFinishedError(self.id)
