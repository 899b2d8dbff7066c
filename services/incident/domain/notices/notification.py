"""One message to one person on its way: channel after channel, again and again, until one has taken it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Self

from libs.chassis.domain import Aggregate, Deadline, Harm
from services.incident.domain.notices.errors import NoticeNotDueError, NoticeSettledError
from services.incident.domain.notices.notice import Channel, Notify, Outcome, Receipt, Urgency

NOTICE_DUE: Final = "notice-due"
# A sending that is not heard of is repeated after this; when every channel failed, they are tried again after these.
RESEND_AFTER: Final = timedelta(seconds=45)
TRY_AGAIN: Final = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2))
# A mail server that does not know the sender takes the first letter after minutes, by design: an alarm outlasts that.
ALARM_AGAIN: Final = (*TRY_AGAIN, timedelta(minutes=2), timedelta(minutes=4), timedelta(minutes=8))
# Whom no channel has reached so often, or may reach before so long, is told of as unreached, though trying goes on.
UNREACHED_AFTER: Final = 2
LONGEST_WAIT: Final = timedelta(minutes=2)


class NoticeState(StrEnum):
    """How far a notice has come."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given-up"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One answer of one channel."""

    channel: Channel
    outcome: Outcome
    at: datetime
    reference: str = ""
    detail: str = ""
    again_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class NoticeOrigin:
    """What a notice belongs to. `group` is what notices of one storm have in common; `place` may be told to anybody."""

    batch_id: str
    incident_id: str
    group: str
    drill: bool
    place: str = ""


@dataclass(kw_only=True)
class Notification(Aggregate):
    """Committed with what it tells of, so that a crash before sending only delays it; `id` keeps it single."""

    id: str
    batch_id: str
    incident_id: str
    person_id: str
    channels: list[Channel]
    title: str
    text: str
    urgency: Urgency
    group: str
    drill: bool
    decided_at: datetime
    due_at: datetime
    state: NoticeState = NoticeState.WAITING
    attempts: list[Attempt] = field(default_factory=list)
    dismissed_at: datetime | None = None
    place: str = ""

    @classmethod
    def decide(cls, notify: Notify, *, about: NoticeOrigin, now: datetime) -> Self:
        """Put a decision of the domain on its way."""
        notification = cls(
            id=notify.key,
            batch_id=about.batch_id,
            incident_id=about.incident_id,
            person_id=notify.person_id,
            channels=notify.channels,
            title=notify.title,
            text=notify.text,
            urgency=notify.urgency,
            group=about.group,
            drill=about.drill,
            place=about.place,
            decided_at=now,
            due_at=now,
        )
        notification._await(now)
        return notification

    def begin(self, *, now: datetime) -> Channel:
        """Hand it to the channel whose turn it is; unless that answers, it is handed over again."""
        if self.state is not NoticeState.WAITING:
            raise NoticeSettledError
        if now < self.due_at:
            raise NoticeNotDueError
        ready = self._ready(now) or self._untired

        self._await(now + RESEND_AFTER)
        return min(ready, key=self._tried)

    def withdraw(self) -> None:
        """What it wants done is settled: it is not sent any more."""
        if self.state is not NoticeState.WAITING:
            raise NoticeSettledError

        self._finish(NoticeState.WITHDRAWN)

    def show(self, *, now: datetime) -> None:
        """A console of the person has shown it, at its turn or not, even after everything else was given up."""
        if self.state in {NoticeState.WAITING, NoticeState.GIVEN_UP}:
            self.attempts.append(Attempt(channel=Channel.CONSOLE, outcome=Outcome.DELIVERED, at=now))
            self._finish(NoticeState.DELIVERED)

    def dismiss(self, *, now: datetime) -> None:
        """The person has seen it and does not want it shown again."""
        self.show(now=now)
        self.dismissed_at = self.dismissed_at or now

    def note(self, receipt: Receipt, *, channel: Channel) -> None:
        """Keep what the channel answered: done, the next channel at once, from the first again, or nobody left."""
        if self.state is not NoticeState.WAITING:
            raise NoticeSettledError

        self.attempts.append(
            Attempt(
                channel=channel,
                outcome=receipt.outcome,
                at=receipt.at,
                reference=receipt.reference,
                detail=receipt.detail,
                again_at=receipt.again_at,
            )
        )
        if receipt.outcome is Outcome.DELIVERED:
            self._finish(NoticeState.DELIVERED)
        elif not self._untired:
            self._finish(NoticeState.GIVEN_UP)
        else:
            self._await(self._next_turn(channel, receipt.at))

    @property
    def is_unreached(self) -> bool:
        """Whether every channel has been tried often enough to say that this person cannot be told at present."""
        if self.state is not NoticeState.WAITING:
            return self.state is NoticeState.GIVEN_UP
        waited = {
            one.channel for one in self.attempts if one.again_at and one.again_at > self.decided_at + LONGEST_WAIT
        }
        return all(channel in waited or self._tried(channel) >= UNREACHED_AFTER for channel in self._willing)

    @property
    def was_unreached(self) -> bool:
        """Whether it has taken so long that somebody may have been told of it."""
        return len(self.attempts) > UNREACHED_AFTER or self.state is NoticeState.GIVEN_UP

    @property
    def is_to_be_shown(self) -> bool:
        """Whether a console that is opened shows it."""
        return self.dismissed_at is None and self.state is not NoticeState.WITHDRAWN

    @property
    def _pauses(self) -> tuple[timedelta, ...]:
        return ALARM_AGAIN if self.urgency is Urgency.ALARM else TRY_AGAIN

    @property
    def _willing(self) -> list[Channel]:
        """The channels that have not refused for good."""
        refused = {one.channel for one in self.attempts if one.outcome is Outcome.REFUSED}
        return [channel for channel in self.channels if channel not in refused]

    @property
    def _untired(self) -> list[Channel]:
        """Those of them that were not yet tried as often as is worth it, in the person's order."""
        return [channel for channel in self._willing if self._tried(channel) <= len(self._pauses)]

    def _ready(self, now: datetime) -> list[Channel]:
        return [channel for channel in self._untired if self._left_alone_until(channel, now) <= now]

    def _next_turn(self, channel: Channel, now: datetime) -> datetime:
        """At once while another channel was tried less than this one; else after a pause, or when one may be asked."""
        ready = self._ready(now)
        opens = [self._left_alone_until(one, now) for one in self._untired if one not in ready]
        if ready:
            rounds = min(self._tried(one) for one in ready)
            starts_over = 0 < rounds >= self._tried(channel)
            opens.append(now + (self._pauses[rounds - 1] if starts_over else timedelta(0)))
        return min(opens)

    def _left_alone_until(self, channel: Channel, now: datetime) -> datetime:
        last = next((one for one in reversed(self.attempts) if one.channel is channel), None)
        return (last.again_at if last else None) or now

    def _tried(self, channel: Channel) -> int:
        """How often it was asked; what was held back has cost nobody a try."""
        return sum(one.channel is channel and one.outcome is not Outcome.HELD for one in self.attempts)

    def _await(self, moment: datetime) -> None:
        self.due_at = moment
        self.set_deadline(self.turn)

    @property
    def turn(self) -> Deadline:
        """When it is sent next."""
        payload = {"notification_id": self.id}
        return Deadline(
            key=f"{self.id}:{NOTICE_DUE}", due_at=self.due_at, kind=NOTICE_DUE, payload=payload, harm=Harm.LATE
        )

    def _finish(self, state: NoticeState) -> None:
        self.state = state
        self.cancel_deadline(f"{self.id}:{NOTICE_DUE}")
