"""What scheduling needs from outside: its documents, and a cipher for what is printed."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from libs.chassis.domain import Page
from services.scheduling.domain.batch_plan import BatchPlan, ExamDay
from services.scheduling.domain.enrolment import Enrolment
from services.scheduling.domain.room import Room
from services.scheduling.domain.session import Session
from services.scheduling.domain.staff import StaffMember

T = TypeVar("T")

PAGE = 1000


class Kept(Protocol[T]):
    """Documents of one kind, by id and by indexed field."""

    async def get(self, id: str, /) -> T: ...

    async def find_one(self, id: str, /) -> T | None: ...

    async def find(
        self,
        where: Mapping[str, object] | None = None,
        /,
        *,
        order_by: str = "id",
        after: str | None = None,
        limit: int = 100,
    ) -> Page[T]: ...

    async def count(self, where: Mapping[str, object] | None = None, /) -> int: ...

    def save(self, aggregate: T, /) -> None: ...


async def every(documents: Kept[T], where: Mapping[str, object] | None = None) -> AsyncIterator[T]:
    """All that match, page by page."""
    after: str | None = None
    while True:
        page = await documents.find(where, after=after, limit=PAGE)
        for one in page.items:
            yield one
        after = page.next
        if after is None:
            return


class StaffMembers(Kept[StaffMember], Protocol):
    """The staff registry."""


class Rooms(Kept[Room], Protocol):
    """The rooms of all sites."""


class Enrolments(Kept[Enrolment], Protocol):
    """Candidates, found by batch, state and session."""


class Sessions(Kept[Session], Protocol):
    """Sessions, found by batch, state and day."""


class BatchPlans(Kept[BatchPlan], Protocol):
    """One plan for each batch."""


class ExamDays(Kept[ExamDay], Protocol):
    """The days that plans use."""


class Cipher(Protocol):
    """Makes identifiers unreadable at rest and still comparable."""

    def open(self, sealed: str) -> str: ...

    def fingerprint(self, text: str) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Everything a plan is made from and kept in, handed to a use case as one."""

    staff: StaffMembers
    rooms: Rooms
    enrolments: Enrolments
    sessions: Sessions
    plans: BatchPlans
    exam_days: ExamDays
