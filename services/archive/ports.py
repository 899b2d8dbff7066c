"""What the archive's use cases need."""

from collections.abc import Mapping
from typing import Protocol

from libs.chassis.domain import Page
from services.archive.domain.chain import Chain
from services.archive.domain.record import Record


class Records(Protocol):
    """The records, found by `position` once they are in the chain and by `waiting` before."""

    async def find_one(self, id: str, /) -> Record | None: ...

    async def find(
        self,
        where: Mapping[str, object] | None = None,
        /,
        *,
        order_by: str = "id",
        limit: int = 100,
        at_least: Mapping[str, object] | None = None,
    ) -> Page[Record]: ...

    def save(self, record: Record, /) -> None: ...


class Chains(Protocol):
    """The one chain."""

    async def find_one(self, id: str, /) -> Chain | None: ...

    def save(self, chain: Chain, /) -> None: ...
