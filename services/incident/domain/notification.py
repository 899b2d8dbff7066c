"""One message to one person on its way: channel after channel, again and again, until one has taken it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Self

from libs.chassis.domain import Aggregate, Deadline, Harm
from services.incident.domain.errors import NoticeNotDueError, NoticeSettledError
from services.incident.domain.notices import Channel, Notify, Outcome, Receipt, Urgency

NOTICE_DUE: Final = "notice-due"
# A sending that is not heard of is repeated after this; a channel that failed is tried again after each of those.
UNHEARD_OF: Final = timedelta(seconds=30)
TRY_AGAIN: Final = (timedelta(seconds=5), timedelta(seconds=20))


class NoticeState(StrEnum):
    """How far a notice has come."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given-up"


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One answer of one channel."""

    channel: Channel
    outcome: Outcome
    at: datetime
    reference: str = ""
    detail: str = ""


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

    @classmethod
    def decide(  # noqa: PLR0913 -- what it belongs to
        cls, notify: Notify, *, batch_id: str, incident_id: str, group: str, drill: bool, now: datetime
    ) -> Self:
        """Put a decision of the domain on its way."""
        notification = cls(
            id=notify.key,
            batch_id=batch_id,
            incident_id=incident_id,
            person_id=notify.person_id,
            channels=notify.channels,
            title=notify.title,
            text=notify.text,
            urgency=notify.urgency,
            group=group,
            drill=drill,
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

        self._await(now + UNHEARD_OF)
        return self.channels[self._turn]

    def note(self, receipt: Receipt, *, channel: Channel) -> None:
        """Keep what the channel answered: done, the next channel, the same again, or nobody left to try."""
        if self.state is not NoticeState.WAITING:
            raise NoticeSettledError
        failures = sum(one.outcome is Outcome.FAILED and one.channel is channel for one in self.attempts)

        self.attempts.append(Attempt(channel=channel, **vars(receipt)))
        if receipt.outcome is Outcome.DELIVERED:
            self._settle(NoticeState.DELIVERED)
        elif self._turn >= len(self.channels):
            self._settle(NoticeState.GIVEN_UP)
        elif receipt.outcome is Outcome.FAILED and failures < len(TRY_AGAIN):
            self._await(receipt.at + TRY_AGAIN[failures])
        else:
            self._await(receipt.at)

    @property
    def _turn(self) -> int:
        """How many channels are exhausted: one that refused, or failed as often as it is tried."""
        refused = {one.channel for one in self.attempts if one.outcome is Outcome.REFUSED}
        failed = [one.channel for one in self.attempts if one.outcome is Outcome.FAILED]
        worn = {channel for channel in failed if failed.count(channel) > len(TRY_AGAIN)}
        return sum(channel in refused | worn for channel in self.channels)

    def _await(self, moment: datetime) -> None:
        self.due_at = moment
        payload = {"notification_id": self.id}
        self.set_deadline(
            Deadline(key=f"{self.id}:{NOTICE_DUE}", due_at=moment, kind=NOTICE_DUE, payload=payload, harm=Harm.LATE)
        )

    def _settle(self, state: NoticeState) -> None:
        self.state = state
        self.cancel_deadline(f"{self.id}:{NOTICE_DUE}")
