"""An order of the incident service, carried out target by target and answered; whoever obeys one has it so."""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Self, TypeVar

from libs.chassis.domain.aggregate import Aggregate
from libs.chassis.domain.errors import DomainError, NotYetError
from libs.chassis.domain.repository import Repository
from libs.contracts.event import Event, RefusedTarget

D = TypeVar("D", bound="Disposition")


@dataclass(kw_only=True)
class Disposition(Aggregate):
    """Exists once the order was carried out, so that a further copy of the order finds it and changes nothing.

    A service subclasses it with its own `answers`: the event, a `DispositionAnswer`, by which it tells.
    """

    answers: ClassVar[Callable[..., Event]]

    id: str
    incident_id: str
    batch_id: str
    number: int
    applied: list[str] = field(default_factory=list)
    refused: list[RefusedTarget] = field(default_factory=list)
    answered_at: datetime | None = None

    @classmethod
    def of(cls, incident_id: str, batch_id: str, number: int) -> Self:
        """Dispositions are numbered within their incident."""
        return cls(id=f"{incident_id}:{number}", incident_id=incident_id, batch_id=batch_id, number=number)

    @contextmanager
    def attempt(self, target: str) -> Iterator[None]:
        """Keep whether the rules let it happen to this target; what has not arrived yet is waited for."""
        try:
            yield
        except NotYetError:
            raise
        except DomainError as refusal:
            self.refused.append(RefusedTarget(target=target, slug=refusal.slug, reason=refusal.sentence))
        else:
            self.applied.append(target)

    def answer(self, now: datetime) -> None:
        """Tell the incident service."""
        self.answered_at = now
        self.record(
            self.answers(
                incident_id=self.incident_id,
                batch_id=self.batch_id,
                disposition=self.number,
                applied=self.applied,
                refused=self.refused,
                answered_at=now,
                **self.remarks(),
            )
        )

    def remarks(self) -> dict[str, Any]:
        """What the answer of a service says beyond its targets, by the names of its event's own fields."""
        return {}


async def carry_out(
    dispositions: Repository[D],
    disposition: D,
    targets: Iterable[str],
    act: Callable[[str], Awaitable[None]],
    *,
    now: datetime,
) -> None:
    """Try every target and answer; an order that was answered is not carried out again."""
    if await dispositions.find_one(disposition.id):
        return
    for target in targets:
        with disposition.attempt(target):
            await act(target)
    disposition.answer(now)
    dispositions.save(disposition)
