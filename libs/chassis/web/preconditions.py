"""What somebody saw is still what there is: an ETag on what is read, `If-Match` on what is done to it (RFC 9110, 13.1).

The tag of an aggregate is its version. A command without `If-Match` is done as it always was.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import Depends, Request

from libs.chassis.domain import DomainError
from libs.chassis.store.port import Collection
from libs.chassis.store.unit_of_work import UnitOfWork
from libs.chassis.web.served import service_of


@dataclass(frozen=True, kw_only=True)
class Change:
    """The command that made a version: by whom, when, and the path of its route."""

    by: str
    at: datetime
    route: str


class ChangedMeanwhileError(DomainError):
    """Somebody, or an event, changed it after whoever asks had read it."""

    says = "该记录在您打开之后已{by}修改，请刷新后核对再操作。"
    version: int
    change: Change | None

    @property
    def by(self) -> str:
        """Who, as far as a command did it."""
        return f"由 {self.change.by} " if self.change else "被"

    @property
    def extra(self) -> dict[str, Any]:
        """The version that there is now, and the command that made it."""
        if self.change is None:
            return {"version": self.version}
        who_and_when = {"changed_by": self.change.by, "changed_at": self.change.at.isoformat()}
        return {"version": self.version, **who_and_when, "change": self.change.route}


class Versioned:
    """Which aggregate a route is about, by the name of its place in the path."""

    def __init__(self, **collections: str) -> None:
        self.collections = collections

    async def __call__(self) -> None:
        """Nothing to do: the route reads it."""


def versioned(**collections: str) -> Any:
    """`Routes(dependencies=[versioned(parcel_id="parcels")])`: what stands in that place is one of that collection."""
    return Depends(Versioned(**collections))


@dataclass(frozen=True)
class Subject:
    """The aggregate that one request is about."""

    collection: Collection[Any]
    id: str

    @classmethod
    def of(cls, request: Request, about: tuple[str, str] | None) -> "Subject | None":
        """What stands in the place of this name in the path."""
        if about is None:
            return None
        place, collection = about
        return cls(service_of(request).wiring.collections[collection], request.path_params[place])

    async def tag(self, work: UnitOfWork) -> str | None:
        """The ETag of what this unit of work has read; None if there is no such thing."""
        version = await self.version(work)
        return f'"{version}"' if version else None

    async def version(self, work: UnitOfWork) -> int:
        """What version this unit of work has read; 0 if there is no such thing."""
        found = await work.load(self.collection, self.id)
        return work.version_of(self.collection, self.id) if found is not None else 0

    async def is_as_seen(self, work: UnitOfWork, if_match: str) -> bool:
        """Whether one of these tags is that of what there is."""
        return await self.tag(work) in {None, *(tag.strip().removeprefix("W/") for tag in if_match.split(","))}

    def made_by(self, work: UnitOfWork) -> str | None:
        """The version that this unit of work makes of it; None if it leaves it as it is."""
        if not work.saves(self.collection, self.id):
            return None
        return self.made(work.version_of(self.collection, self.id) + 1)

    def made(self, version: int) -> str:
        """What the command that made this version is found by."""
        return f"{self.collection.name}/{self.id}@{version}"
