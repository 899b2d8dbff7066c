"""What use cases see of a collection: its aggregates, inside one unit of work."""

from collections.abc import AsyncIterator, Mapping
from typing import Protocol, TypeVar

from libs.chassis.domain.aggregate import Aggregate
from libs.chassis.domain.page import Page
from libs.chassis.domain.query import Query

A = TypeVar("A", bound=Aggregate)

# Few enough that no other request waits long while one page is read.
PAGE = 500


class Repository(Protocol[A]):  # one implementation, `Documents`: use cases must not know the store
    """The aggregates of one kind, inside one unit of work."""

    async def get(self, identifier: str, /) -> A:
        """One of them; raises the refusal of its kind if there is none."""
        ...

    async def find_one(self, identifier: str, /) -> A | None:
        """One of them, or None."""
        ...

    async def find(self, query: Query, /) -> Page[A]:
        """A page; what this unit of work has not yet committed is not found."""
        ...

    async def count(self, where: Mapping[str, object] | None = None, /) -> int:
        """How many match, as committed."""
        ...

    def save(self, aggregate: A, /) -> None:
        """Write it with the commit, together with its events and deadlines."""
        ...

    async def put(self, aggregate: A, /) -> None:
        """Save it in place of whatever is stored under its id, if anything is; nothing of that is looked at."""
        ...


async def every(
    repository: Repository[A],
    where: Mapping[str, object] | None = None,
    *,
    at_least: Mapping[str, object] | None = None,
) -> AsyncIterator[A]:
    """All that match, in order of id, page by page."""
    after: str | None = None
    while True:
        page = await repository.find(Query(where or {}, at_least=at_least or {}, after=after, limit=PAGE))
        for one in page.items:
            yield one
        after = page.next
        if after is None:
            return
