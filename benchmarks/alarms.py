"""A service whose only business is deadlines: `python -m benchmarks.alarms PENDING SECONDS NOTES`.

The first start arms PENDING deadlines, a thousand of them due in each of the SECONDS to come, the others tomorrow; a
later start finds them in its store. A deadline has rung once its effect is durable.
"""

import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from benchmarks.notes import Notes
from libs.chassis.domain import Aggregate, Deadline
from libs.chassis.service import Service
from libs.chassis.settings import ServiceSettings
from libs.chassis.store.port import Collection
from libs.chassis.store.unit_of_work import Transactions, UnitOfWork
from libs.chassis.time.timers import TimerHandlers, Timers

A_SECOND = 1_000
CHUNK = 500
KIND = "ring"


@dataclass(kw_only=True)
class Alarm(Aggregate):
    """Counts how often it rang: the durable evidence."""

    id: str
    rang: int = 0


ALARMS = Collection("alarms", Alarm)
handlers = TimerHandlers()


class Alarms(Protocol):
    """What ringing needs of the store."""

    async def get(self, identifier: str, /) -> Alarm:
        """One alarm."""
        ...

    def save(self, alarm: Alarm, /) -> None:
        """Write with the commit."""
        ...


@handlers.on(KIND)
async def ring(deadline: Deadline, alarms: Alarms) -> None:
    alarm = await alarms.get(deadline.key)
    alarm.rang += 1
    alarms.save(alarm)


class Noting(Transactions):
    """Notes each deadline right after the commit of its effect."""

    notes: Notes

    async def run(self, use: Any, *, fired: Deadline | None = None, **options: Any) -> Any:
        """See `Transactions.run`."""
        result = await super().run(use, fired=fired, **options)
        if fired is not None:
            self.notes.note(fired.key, fired.due_at.timestamp())
        return result


class AlarmClock(Service):
    """A service with nothing but timers."""

    def __init__(self, pending: int, seconds: int, notes: Path) -> None:
        super().__init__("alarms", ServiceSettings(), collections=[ALARMS])
        self._pending, self._seconds, self._plan = pending, seconds, notes.with_suffix(".plan")
        noting = Noting(self.store, self.name, self._committed)
        noting.notes = Notes(notes)
        self.timers = Timers(
            handlers=handlers,
            wiring=self.wiring,
            store=self.store,
            transactions=noting,
            clock=self.clock,
            meters=self.meters,
        )

    async def open(self) -> None:
        """Open the store, and arm the deadlines if it is a new one."""
        await super().open()
        if not self._plan.exists():
            await self._arm()

    async def _arm(self) -> None:
        begin = datetime.now(UTC) + timedelta(seconds=5 + self._pending / 4_000)
        for chunk in range(0, self._pending, CHUNK):

            async def use(work: UnitOfWork, numbers: range = range(chunk, chunk + CHUNK)) -> None:
                for number in numbers:
                    work.of(ALARMS).save(self._alarm(number, begin))

            await self.transactions.run(use, now=self.clock.now)
        if datetime.now(UTC) > begin - timedelta(seconds=2):
            message = "arming the deadlines took longer than was allowed for"
            raise RuntimeError(message)
        self._plan.write_text(json.dumps({"begin": begin.timestamp()}), encoding="utf-8")

    def _alarm(self, number: int, begin: datetime) -> Alarm:
        soon = number < A_SECOND * self._seconds
        alarm = Alarm(id=f"alarm-{number:06d}")
        due = begin + (timedelta(seconds=number / A_SECOND) if soon else timedelta(days=1))
        alarm.set_deadline(Deadline(key=alarm.id, due_at=due, kind=KIND))
        return alarm


if __name__ == "__main__":
    AlarmClock(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])).run()
